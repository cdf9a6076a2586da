//! The identifiers of one reference name different works.

use smallvec::SmallVec;

use super::other_work::{noun, shown};
use super::references::{NamedWork, Reference};
use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::findings::{Evidence, Finding, Related, Severity};
use crate::record::{Identifier, Record};
use crate::reference::{Part, is_same_title};

pub(super) static RULE: Rule = Rule {
    name: "identifiers-disagree",
    group: Group::Identity,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Records,
    summary: "Identifiers of one reference name different works.",
    page: include_str!("../../docs/rules/identifiers-disagree.md"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for reference in context.references().iter().filter(|reference| reference.is_sure()) {
        let [one, others @ ..] = &*reference.works else { continue };
        for other in others {
            // A reference may name several works of one kind: an article and its data, a work and its erratum.
            let kind = |work: &NamedWork<'_>| work.places[0].id.kind();
            if kind(one) != kind(other) && !is_one(one, other) {
                findings.extend(finding(context, reference, one, other));
            }
        }
    }
}

/// Whether two works are one in two coats, or may be.
fn is_one(one: &NamedWork<'_>, other: &NamedWork<'_>) -> bool {
    let (one, other) = (records(one), records(other));
    let is_related = |these: &[&Record], those: &[&Record]| {
        let mut relations = these.iter().flat_map(|record| &record.relations);
        let is_of_those = |id: &Identifier| those.iter().any(|record| record.is_named(id));
        these.iter().any(|record| record.is_notice()) || relations.any(|relation| is_of_those(&relation.target))
    };
    let titles = || one.iter().flat_map(|one| other.iter().map(move |other| (one, other)));
    let may_be_same = titles().any(|(one, other)| match (&one.title, &other.title) {
        (Some(one), Some(other)) => is_same_title(one, other),
        _ => true,
    });
    // A preprint, a translation, a version may have a title of its own; the people stay.
    let firsts = |records: &[&Record]| -> Vec<String> {
        records.iter().filter_map(|record| record.authors.first()).map(|author| author.name.folded_family()).collect()
    };
    let people = firsts(&other);
    let same_people = firsts(&one).iter().any(|name| people.contains(name));
    may_be_same || same_people || is_related(&one, &other) || is_related(&other, &one)
}

fn records<'a>(work: &NamedWork<'a>) -> SmallVec<[&'a Record; 4]> {
    work.views().map(|view| &*view.record).collect()
}

fn finding<'a>(
    context: &Context<'_>,
    reference: &Reference<'_>,
    one: &NamedWork<'a>,
    other: &NamedWork<'a>,
) -> Option<Finding> {
    let fits = |work: &NamedWork<'_>| work.judgement.title == Part::Agrees;
    let (fitting, stranger) = match (fits(one), fits(other)) {
        (true, false) => (Some(one), other),
        (false, true) => (Some(other), one),
        _ => (None, other),
    };
    let name = |work: &NamedWork<'_>| noun(work.places[0].id.kind());
    let text = match fitting {
        Some(fitting) => format!("; the text fits the {}", name(fitting)),
        None => String::new(),
    };
    let message = format!("{} and {} name different works{text}.", name(one), name(other));
    let line = |work: &NamedWork<'_>| {
        let view = work.views().next()?;
        Some(format!("{}: {} ({})", work.places[0].id, shown(&view.record), view.source))
    };
    let help = [line(one)?, line(other)?, "Which one is meant?".to_owned()].join("\n");
    let evidence = stranger.views().map(|view| Evidence {
        source: view.source.to_string(),
        fetched: (!context.locked).then_some(view.fetched),
        field: Some("title".into()),
        written: Some(super::fields::tidy(&reference.text(context))),
        recorded: view.record.title.clone(),
    });
    let place = stranger.places[0];
    let partner = if std::ptr::eq(stranger, one) { other } else { one };
    Some(Finding {
        identifier: Some(place.id.clone()),
        help: Some(help),
        evidence: evidence.collect(),
        related: vec![reference.elsewhere(None).unwrap_or_else(|| Related {
            file: context.document.file.clone(),
            span: partner.places[0].span,
            message: "names another work".into(),
        })],
        ..Finding::new(RULE.name, ANY_LEVEL, &context.document.file, place.span, message)
    })
}
