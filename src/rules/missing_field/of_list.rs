//! Articles of a list in the text that lack what its others have.

use super::RULE;
use crate::findings::Finding;
use crate::record::Record;
use crate::reference::{Parts, Presence};
use crate::rules::majority::rules;
use crate::rules::manners::{Written, related};
use crate::rules::numbered::listed;
use crate::rules::references::{identifiers, known};
use crate::rules::{ANY_LEVEL, Context};

/// A part that the others may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Year,
    Volume,
    Pages,
}

const PARTS: [Part; 3] = [Part::Year, Part::Volume, Part::Pages];

/// How many articles have a part at least that another is told to lack.
const FEWEST: usize = 5;

/// An article, and what it lacks.
struct Lacking<'a> {
    written: &'a Written,
    parts: Vec<Part>,
}

impl Part {
    fn of(self, parts: &Parts) -> Presence {
        match self {
            Self::Year => parts.year,
            Self::Volume => parts.volume,
            Self::Pages => parts.pages,
        }
    }

    fn is_recorded(self, record: &Record) -> bool {
        match self {
            Self::Year => record.dates.year().is_some(),
            Self::Volume => record.volume.is_some(),
            Self::Pages => record.pages.is_some() || record.article_number.is_some(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Year => "no year",
            Self::Volume => "no volume",
            Self::Pages => "no pages",
        }
    }
}

/// Judges every list of the text.
pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (list, written) in context.document.lists.iter().zip(context.manners()) {
        let heading = list.heading.map(|heading| heading.of(context.document.text()).trim());
        findings.extend(judge(context, written, heading.unwrap_or("list")));
    }
}

/// One finding at the first article that lacks something; `subject` tells lists apart when text moves.
fn judge(context: &Context<'_>, written: &[Written], subject: &str) -> Option<Finding> {
    let newest = written.iter().filter_map(|written| written.manner.parts.published).max();
    let having =
        |part: Part| written.iter().filter(move |written| part.of(&written.manner.parts) == Presence::There).count();
    let parts: Vec<Part> = PARTS.into_iter().filter(|part| is_rule(written, *part)).collect();
    let lacking = |written| {
        let lacks = |part: &Part| lacks(context, written, *part, newest);
        let parts: Vec<Part> = parts.iter().copied().filter(lacks).collect();
        (!parts.is_empty()).then_some(Lacking { written, parts })
    };
    let all: Vec<Lacking<'_>> = written.iter().filter_map(lacking).collect();
    let (first, rest) = all.split_first()?;
    let total = written.iter().filter(|written| written.manner.parts.is_article()).count();
    let is_alike = first.parts.len() == 1 && rest.iter().all(|other| other.parts == first.parts);
    let mut help = String::from("Where a work has none, as what is in press, nothing needs to be done.");
    let message = if is_alike {
        let part = first.parts[0];
        let has = if all.len() == 1 { "has" } else { "have" };
        let them = if part == Part::Pages { "them" } else { "one" };
        format!("{} of {total} articles here {has} {}; {} have {them}.", all.len(), part.name(), having(part))
    } else {
        help.push_str(&format!("\nThe first has {}.", named(&first.parts)));
        let lack = if all.len() == 1 { "lacks" } else { "lack" };
        format!("{} of {total} articles here {lack} what nearly all of the others have.", all.len())
    };
    let rest = rest
        .iter()
        .map(|other| (other.written.place(&other.written.manner.numbers), format!("has {}", named(&other.parts))));
    Some(Finding {
        subject: Some(format!("fields of {subject}")),
        help: Some(help),
        related: related(context, rest),
        ..Finding::new(
            RULE.name,
            ANY_LEVEL,
            &context.document.file,
            first.written.place(&first.written.manner.numbers),
            message,
        )
    })
}

/// Whether nearly all articles have a part, as far as can be told.
fn is_rule(written: &[Written], part: Part) -> bool {
    let count = |presence| written.iter().filter(|written| part.of(&written.manner.parts) == presence).count();
    let (there, lacking) = (count(Presence::There), count(Presence::Lacking));
    there >= FEWEST && rules(there, there + lacking)
}

/// Whether an article lacks a part that it should have. What its record lacks, nobody can give; of the newest works without a
/// record some are still to get their numbers.
fn lacks(context: &Context<'_>, written: &Written, part: Part, newest: Option<i32>) -> bool {
    let parts = &written.manner.parts;
    if part.of(parts) != Presence::Lacking || parts.may_lack {
        return false;
    }
    let mut views =
        identifiers(context, written.item).filter_map(|found| known(context, found)).flat_map(|known| &known.views);
    let mut is_known = false;
    let is_recorded = views.any(|view| {
        is_known = true;
        part.is_recorded(&view.record)
    });
    let is_new = parts.published.is_some_and(|year| newest.is_some_and(|newest| year + 1 >= newest));
    if is_known { is_recorded } else { part == Part::Year || !is_new }
}

/// “no volume and no pages”
fn named(parts: &[Part]) -> String {
    listed(&parts.iter().map(|part| part.name()).collect::<Vec<_>>())
}
