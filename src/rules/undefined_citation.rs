//! A citation key that no bibliography of the manuscript defines.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::cited::way_to;
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Finding, Related, Severity};
use crate::syntax::{Citation, CitationUse, Place, is_in_address};

pub(super) static RULE: Rule = Rule {
    name: "undefined-citation",
    group: Group::Citations,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Bibliography,
    summary: "A citation key that no bibliography of the manuscript defines.",
    page: include_str!("../../docs/rules/undefined-citation.md"),
    check,
};

/// The metadata in which authors cite.
const TEXTS: [&str; 3] = ["nocite", "abstract", "thanks"];
/// For so many keys those are looked for that may be meant: who names the wrong bibliography misspells none.
const COMPARED: usize = 20;
/// How many characters of a key are shown in the first line.
const SHOWN: usize = 40;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !context.library.is_complete() {
        return;
    }
    let text = context.document.text();
    let unknown: FxHashSet<&str> = context.library.cited.without_entry().map(|first| first.of(text)).collect();
    if unknown.is_empty() {
        return;
    }
    let citations = || context.document.citations.iter();
    let defines = citations().filter(|found| found.purpose == CitationUse::Defines);
    let defined: FxHashSet<&str> = defines.map(|found| found.key(text)).collect();
    let mut undefined: BTreeMap<&str, Vec<&Citation>> = BTreeMap::new();
    for citation in citations().filter(|found| found.is_of_work() && unknown.contains(found.key(text))) {
        let key = citation.key(text);
        let known = key == "*" || defined.contains(key);
        let is_defined = known || context.document.identifier_of(citation).is_some() || context.library.may_have(key);
        if !is_defined && may_be_meant(context, citation) {
            undefined.entry(key).or_default().push(citation);
        }
    }
    for (at, (key, places)) in undefined.into_iter().enumerate() {
        findings.push(finding(context, key, &places, at < COMPARED));
    }
}

/// Whether an author may have meant to cite: not in a web address, nor in metadata that is no text, such as a handle.
fn may_be_meant(context: &Context<'_>, citation: &Citation) -> bool {
    let text = context.document.text();
    if is_in_address(&text[..citation.token.range().start]) {
        return false;
    }
    let front = context.document.front_matter.as_ref().filter(|_| citation.place == Place::FrontMatter);
    front.is_none_or(|front| way_to(&front.tree, citation.span).0.first().is_some_and(|key| TEXTS.contains(key)))
}

/// The key of an entry that the text has here, and of which pandoc reads only the beginning.
fn longer<'a>(context: &Context<'a>, citation: &Citation) -> Option<&'a str> {
    let (text, span) = (context.document.text(), citation.span.range());
    let behind = &text[span.start..];
    let keys = context.library.all().flat_map(|file| &file.entries).map(|entry| &*entry.key);
    keys.filter(|key| key.len() > span.len() && behind.starts_with(key)).max_by_key(|key| key.len())
}

fn finding(context: &Context<'_>, key: &str, places: &[&Citation], compare: bool) -> Finding {
    let shown = crate::config::shortened(key, SHOWN);
    let files: Vec<&str> = context.library.files.iter().map(|file| file.name()).collect();
    let mut help = format!("Looked in: {}.", files.join(", "));
    if let Some(whole) = compare.then(|| longer(context, places[0])).flatten() {
        help.push_str(&format!("\nPandoc ends the key of “{whole}” here. Write @{{{whole}}}."));
    }
    let nearest = if compare { context.library.nearest(key) } else { Vec::new() };
    if !nearest.is_empty() {
        help.push_str(&format!("\nNearest keys there: {}.", nearest.join(", ")));
    }
    let related = places[1..].iter().map(|place| Related {
        file: context.document.file.clone(),
        span: place.span,
        message: "cited here too".into(),
    });
    Finding {
        subject: Some(key.to_owned()),
        help: Some(help),
        related: related.collect(),
        ..Finding::new(
            RULE.name,
            ANY_LEVEL,
            &context.document.file,
            places[0].span,
            format!("No entry of the bibliography has the key “{shown}”."),
        )
    }
}
