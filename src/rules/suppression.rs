//! Findings that the project asks to ignore.

use std::collections::HashSet;

use super::includes;
use crate::config::{Config, Ignore};
use crate::findings::{Finding, Ignored, Related};
use crate::record::Day;
use crate::syntax::{Directive, Document, Reach};
use crate::text::Span;

/// Which directives had an effect: the directive's index, and that of the name in it.
pub type Used = HashSet<(usize, usize)>;

/// Findings divided by what the project asks to ignore.
#[derive(Clone, Debug, Default)]
pub struct Suppressed {
    /// Those that stay.
    pub findings: Vec<Finding>,
    /// Those that are ignored.
    pub ignored: Vec<Ignored>,
    /// Which directives had an effect.
    pub used: Used,
}

/// Divides `findings` of one document by its directives and the configuration's `[[ignore]]`.
///
/// A directive silences places: a finding of several places moves to the first that is left, and is ignored when
/// none is. `today` decides about `until`; without it (`--locked`) nothing expires.
#[must_use]
pub fn suppress(document: &Document, config: &Config, today: Option<Day>, findings: Vec<Finding>) -> Suppressed {
    let mut suppressed = Suppressed::default();
    for finding in findings {
        let ignored = config.ignore.iter().find(|ignore| fits(ignore, &finding, today));
        if let Some(ignore) = ignored {
            suppressed.ignored.push(Ignored { finding, reason: ignore.reason.clone() });
            continue;
        }
        match silence(document, finding, &mut suppressed.used) {
            Ok(finding) => suppressed.findings.push(finding),
            Err(ignored) => suppressed.ignored.push(*ignored),
        }
    }
    suppressed
}

/// The finding without the places that directives silence; `Err` where none is left.
fn silence(document: &Document, mut finding: Finding, used: &mut Used) -> Result<Finding, Box<Ignored>> {
    let silencing: Vec<(usize, usize, &Directive, &str)> = document
        .directives
        .iter()
        .enumerate()
        .filter_map(|(number, directive)| {
            let at = directive.rules.iter().position(|(name, _)| includes(name, finding.rule))?;
            Some((number, at, directive, directive.reason.as_deref()?))
        })
        .collect();
    let over = |span: Span| {
        silencing.iter().find(|(_, _, directive, _)| match directive.reach {
            Reach::File => true,
            Reach::Span(reach) => reach.meets(span),
        })
    };
    if silencing.is_empty() {
        return Ok(finding);
    }
    let file = finding.file.clone();
    let here = |path: &str| path == &*file.path;
    let mut hit = |(number, at, _, _): &(usize, usize, &Directive, &str)| used.insert((*number, *at));
    finding.related.retain(|related| match over(related.span).filter(|_| here(&related.file.path)) {
        Some(silenced) => {
            hit(silenced);
            false
        }
        None => true,
    });
    let reason = over(finding.span).map(|silenced| {
        hit(silenced);
        silenced.3.to_owned()
    });
    for fix in &mut finding.fixes {
        fix.edits.retain(|edit| !here(&edit.file.path) || over(edit.span).is_none());
    }
    finding.fixes.retain(|fix| !fix.edits.is_empty());
    let Some(reason) = reason else { return Ok(finding) };
    if finding.related.is_empty() {
        return Err(Box::new(Ignored { finding, reason }));
    }
    let Related { file, span, .. } = finding.related.remove(0);
    Ok(Finding { file, span, ..finding })
}

fn fits(ignore: &Ignore, finding: &Finding, today: Option<Day>) -> bool {
    let ended = today.is_some_and(|today| ignore.has_ended(today));
    let names_something =
        ignore.rule.is_some() || ignore.identifier.is_some() || ignore.path.is_some() || ignore.key.is_some();
    names_something
        && !ended
        && ignore.rule.as_deref().is_none_or(|name| includes(name, finding.rule))
        && ignore.identifier.as_ref().is_none_or(|id| finding.identifier.as_ref() == Some(id))
        && ignore.key.as_deref().is_none_or(|key| finding.subject.as_deref() == Some(key))
        && ignore.path.as_ref().is_none_or(|glob| glob.fits(&finding.file.project_path))
}
