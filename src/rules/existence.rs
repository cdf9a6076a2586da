//! Identifiers that every authority denies: what the rules of this group share.

use super::acknowledgement::{definition, entry, prose};
use super::cited::is_own;
use super::{ANY_LEVEL, Context, Rule};
use crate::bibliography::FORTHCOMING;
use crate::findings::{Certainty, Evidence, Finding, Related, Severity};
use crate::record::{Absent, IdentifierKind, reserves};
use crate::syntax::{Occurrence, Place};

/// A year behind one of these is that of a visit, lower case.
const VISITED: [&str; 8] =
    ["accessed", "cited", "retrieved", "visited", "viewed", "abgerufen", "consulté", "consultado"];

/// How many words before a year such a word may stand: "accessed on 23 November 2026".
const REACH: usize = 5;

/// The longest first line, in characters (design, "Messages").
const LINE: usize = 100;

/// A finding for each identifier of one kind that every authority denies, at its first place.
pub(super) fn denied(context: &Context<'_>, rule: &Rule, kind: IdentifierKind, findings: &mut Vec<Finding>) {
    let of_kind = context.works().denied().filter(|denied| denied.id.kind() == kind);
    findings.extend(of_kind.map(|found| judge(context, rule, kind, found.absent, &found.occurrences)));
}

fn judge(context: &Context<'_>, rule: &Rule, kind: IdentifierKind, denied: &Absent, places: &[&Occurrence]) -> Finding {
    let first = places[0];
    // Repositories of data and preprints hand out DOIs in advance; nobody hands out the others.
    let reserving = |registrant: &str| kind == IdentifierKind::Doi && reserves(registrant);
    let reserved =
        first.id.registrant().is_some_and(reserving) || places.iter().any(|place| is_own(context.document, place));
    let young = reserved || places.iter().any(|place| is_recent(context, place, denied));
    // What was mended before it was asked for may have been mended wrongly.
    let guessed = places.iter().all(|place| !place.faults.is_empty());
    let (severity, certainty) =
        if young || guessed { (Severity::Warning, Certainty::Likely) } else { (ANY_LEVEL, Certainty::Certain) };
    let asked = &denied.authority;
    let nobody = match kind {
        IdentifierKind::Pmid => format!("PubMed has no citation with this PMID (asked: {asked})."),
        IdentifierKind::Pmcid => format!("PubMed Central has no article with this PMCID (asked: {asked})."),
        IdentifierKind::Arxiv => format!("arXiv has no paper with this identifier (asked: {asked})."),
        _ => format!("No registration agency knows this DOI (asked: {asked})."),
    };
    let message = match neither(first, denied) {
        Some(neither) if young && kind == IdentifierKind::Doi => neither,
        _ => nobody,
    };
    let help = match (kind, young) {
        (IdentifierKind::Doi, true) => {
            "If it is reserved and not yet public, ignore it with a reason; else check for a typing error."
        }
        (_, true) => "If it is too new to be found, ignore it with a reason; else check for a typing error.",
        (_, false) => "Check it for a typing error, or look the work up by its title.",
    };
    let name = match kind {
        IdentifierKind::Arxiv => "arXiv identifier".to_owned(),
        _ => kind.prefix().to_uppercase(),
    };
    let related = places[1..].iter().map(|other| Related {
        file: context.document.file.clone(),
        span: other.span,
        message: format!("the same {name} stands here"),
    });
    let in_entry = in_entry(context, first);
    let whence = in_entry.as_ref().map(|(whence, _)| format!("{whence}\n")).unwrap_or_default();
    let related = in_entry.map(|(_, place)| place).into_iter().chain(related);
    Finding {
        certainty,
        identifier: Some(first.id.clone()),
        help: Some(format!("{whence}{help}")),
        evidence: vec![Evidence {
            source: denied.authority.clone(),
            fetched: (!context.locked).then_some(denied.asked),
            field: Some(kind.prefix().into()),
            written: Some(first.meant.to_string()),
            recorded: None,
        }],
        related: related.collect(),
        ..Finding::new(rule.name, severity, &context.document.file, first.span, message)
    }
}

/// Which identifier a key stands for, in words, and where its entry has it.
fn in_entry(context: &Context<'_>, place: &Occurrence) -> Option<(String, Related)> {
    let (file, entry) = context.entry_of(place).filter(|_| context.library.own.is_none())?;
    let found = file.identifiers(entry).into_iter().find(|found| found.id == place.id)?;
    let at = file.file.lines.place(file.text(), found.span.range().start);
    let message = format!("It is {}, in {}, line {}.", found.meant, file.name(), at.line);
    Some((message, Related { file: file.file.clone(), span: found.span, message: "it stands here".into() }))
}

/// "Neither Crossref nor doi.org knows 10.5281/zenodo.1.", where that fits into a first line.
fn neither(first: &Occurrence, denied: &Absent) -> Option<String> {
    let asked: Vec<&str> = denied.authority.split(", ").collect();
    let (last, others) = asked.split_last()?;
    let neither = match others {
        [] => format!("{last} does not know {}.", first.meant),
        _ => format!("Neither {} nor {last} knows {}.", others.join(", "), first.meant),
    };
    (neither.chars().count() <= LINE).then_some(neither)
}

/// Whether a work is of this, the last or the next year, or is said to be still to appear: by its entry where it is cited
/// by key, else by the text.
fn is_recent(context: &Context<'_>, place: &Occurrence, denied: &Absent) -> bool {
    let this_year = context.today.filter(|_| !context.locked).unwrap_or(denied.asked).year();
    let whole = match place.place {
        Place::Reference => entry(context, place),
        _ => definition(context, place).unwrap_or_else(|| context.document.sentence(place.span)),
    };
    let around = prose(context, whole).to_lowercase();
    // A year in the sentence may be that of another work; the entry's is of this one.
    if let Some((file, entry)) = context.entry_of(place) {
        let text = entry.span.of(file.text()).to_lowercase();
        let year = file.record(entry).dates.year();
        let is_young = year.map_or_else(|| gives_year(&text, this_year), |year| is_near(year, this_year));
        return is_young || is_forthcoming(&text) || is_forthcoming(&around);
    }
    is_forthcoming(&around) || gives_year(&around, this_year)
}

/// Whether a lower-case text says that a work is still to appear. Many things are likely to appear.
fn is_forthcoming(text: &str) -> bool {
    const NOT_SO: [&str; 7] = ["likely", "seem", "seems", "tend", "tends", "expected", "begin"];
    let meant = |at: usize| !text[..at].split_whitespace().next_back().is_some_and(|word| NOT_SO.contains(&word));
    FORTHCOMING.iter().any(|mark| text.match_indices(mark).any(|(at, _)| *mark != "to appear" || meant(at)))
}

/// Whether a lower-case text gives `this_year`, the one before or the next as a year of publication.
fn gives_year(text: &str, this_year: i32) -> bool {
    let words: Vec<&str> = text.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().any(|(at, word)| {
        let visited = words[at.saturating_sub(REACH)..at].iter().any(|word| VISITED.contains(word));
        // 2026a is a year too.
        let digits = word.strip_suffix(|ch: char| ch.is_ascii_lowercase()).unwrap_or(word);
        let year = (digits.len() == 4).then(|| digits.parse::<i32>().ok()).flatten();
        !visited && year.is_some_and(|year| is_near(year, this_year))
    })
}

fn is_near(year: i32, this_year: i32) -> bool {
    (this_year - 1..=this_year + 1).contains(&year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_publication_is_told_from_that_of_a_visit() {
        assert!(gives_year("roe a. a title. j test 2026;1:2.", 2026));
        assert!(gives_year("(roe 2025b)", 2026));
        assert!(!gives_year("roe a. a title. j test 2019;1:2. accessed on 23 november 2026", 2026));
        assert!(!gives_year("j test [internet]. 2015 [cited 2026 nov 3]", 2026));
        assert!(!gives_year("j test 2024;19:12026", 2026));
    }
}
