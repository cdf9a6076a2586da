//! A later version of a cited work is published.

use super::{ANY_LEVEL, CitedWork, Context, Group, Needs, Rule, told};
use crate::findings::{Evidence, Finding, Severity};
use crate::record::{Identifier, NoticeKind, PartialDate, RelationKind, View};

pub(super) static RULE: Rule = Rule {
    name: "newer-version",
    group: Group::Integrity,
    severity: Severity::Info,
    submission: None,
    needs: Needs::Records,
    summary: "A later version of a cited work is published.",
    page: include_str!("../../docs/rules/newer-version.md"),
    check,
};

/// The prefix of DOIs of Cochrane reviews; versions end in `.pub2`, `.pub3` …
const COCHRANE: &str = "10.1002/14651858.";

struct Later<'a> {
    id: &'a Identifier,
    date: Option<PartialDate>,
    view: &'a View,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for work in context.works().iter() {
        let retracted = told::gravest(work).is_some_and(|told| told.kind() <= NoticeKind::RetractedAndRepublished);
        let Some(later) = (!retracted).then(|| latest(work)).flatten() else { continue };
        if context.works().cites(later.id) {
            continue;
        }
        let when = later.date.map(told::when).unwrap_or_default();
        let fact = if work.id.value().starts_with(COCHRANE) {
            format!("Cochrane published a later version of this review{when}")
        } else {
            format!("A later version of this work was published{when}")
        };
        findings.push(Finding {
            identifier: Some(work.id.clone()),
            help: Some(format!("Later version: {}. If the earlier one is meant, nothing is to be done.", later.id)),
            evidence: vec![Evidence {
                source: later.view.source.to_string(),
                fetched: (!context.locked).then_some(later.view.notices_fetched),
                field: Some("version".into()),
                written: Some(work.id.to_string()),
                recorded: Some(later.id.to_string()),
            }],
            related: told::elsewhere(context, work),
            ..Finding::new(
                RULE.name,
                ANY_LEVEL,
                &context.document.file,
                work.occurrences[0].span,
                format!("{fact} ({}).", later.view.source),
            )
        });
    }
}

/// The latest version that a record names: by a notice, by a relation that says "replaced by", or by one between
/// versions whose DOIs count them.
fn latest<'a>(work: &CitedWork<'a>) -> Option<Later<'a>> {
    let later = work.views().flat_map(|view| {
        let told = view.notices.iter().filter(|notice| notice.kind == NoticeKind::NewVersion);
        let told = told.filter_map(move |notice| Some(Later { id: notice.notice.as_ref()?, date: notice.date, view }));
        let related = view.record.relations.iter().filter(|relation| match relation.kind {
            RelationKind::ReplacedBy => true,
            RelationKind::VersionOf | RelationKind::HasVersion => is_later(&relation.target, &view.record.id),
            _ => false,
        });
        told.chain(related.map(move |relation| Later { id: &relation.target, date: None, view }))
    });
    // A journal that files a new version under the work's own DOI has nothing else to offer; and a notice that
    // names a lower number than the work's own is about another step of the series.
    let later = later.filter(|later| {
        let own = [work.id, &later.view.record.id];
        !own.contains(&later.id) && !own.into_iter().any(|own| is_later(own, later.id))
    });
    later.max_by_key(|later| (counted(later.id).map(|(_, number)| number), later.date))
}

/// Whether the DOIs are of one series, and `a` is further on than `b`.
fn is_later(a: &Identifier, b: &Identifier) -> bool {
    match (counted(a), counted(b)) {
        (Some((series, number)), Some((other, than))) => series == other && number > than,
        _ => false,
    }
}

/// The series and the number of a DOI that counts versions: `….pub3` (Cochrane, whose first version has no number),
/// `….2` (F1000 and its kin), `….v2`, `…/v2` (preprint servers).
fn counted(id: &Identifier) -> Option<(&str, u32)> {
    let value = id.value();
    let digits = value.len() - value.trim_end_matches(|ch: char| ch.is_ascii_digit()).len();
    let (stem, number_text) = value.split_at(value.len() - digits);
    let series = [".pub", ".v", "/v", "."].into_iter().find_map(|mark| stem.strip_suffix(mark));
    match (series, number_text.parse()) {
        // Longer numbers, and those filled up with zeros, count articles.
        (Some(series), Ok(number)) if digits <= 3 && !number_text.starts_with('0') => Some((series, number)),
        _ if value.starts_with(COCHRANE) => Some((value, 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn later(a: &str, b: &str) -> bool {
        is_later(&Identifier::from_doi(a), &Identifier::from_doi(b))
    }

    #[test]
    fn versions_are_counted_within_one_series() {
        assert!(later("10.1002/14651858.CD001689.pub4", "10.1002/14651858.CD001689.pub3"));
        assert!(later("10.1002/14651858.CD001689.pub2", "10.1002/14651858.CD001689"));
        assert!(later("10.12688/f1000research.12345.2", "10.12688/f1000research.12345.1"));
        assert!(later("10.12688/f1000research.12345.10", "10.12688/f1000research.12345.9"));
        assert!(!later("10.12688/f1000research.12345.1", "10.12688/f1000research.12345.2"));
        assert!(!later("10.12688/f1000research.99999.2", "10.12688/f1000research.12345.1"));
        assert!(!later("10.1371/journal.pone.0000010", "10.1371/journal.pone.0000009"));
    }
}
