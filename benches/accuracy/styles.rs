//! The styles in which references are written, each as its guide has it.

use super::author_date::{apa, cell, chicago, harvard, mla};
use super::manner::Manner;
use super::names::{Form, Listing};
use super::numbered::{acs, ama, ams, elsevier, ieee, mdpi, nature, science, vancouver};
use super::said::Said;

/// A style.
#[derive(Debug)]
pub(crate) struct Style {
    /// Its name.
    pub(crate) name: &'static str,
    /// Whether its lists are numbered.
    pub(crate) is_numbered: bool,
    /// Writes a reference, without the mark at its end.
    pub(crate) write: fn(&Said, &Manner) -> String,
}

/// All of them.
pub(crate) static STYLES: [Style; 14] = [
    Style { name: "Vancouver", is_numbered: true, write: vancouver },
    Style { name: "AMA", is_numbered: true, write: ama },
    Style { name: "APA", is_numbered: false, write: apa },
    Style { name: "Chicago author-date", is_numbered: false, write: chicago },
    Style { name: "Harvard", is_numbered: false, write: harvard },
    Style { name: "MLA", is_numbered: false, write: mla },
    Style { name: "IEEE", is_numbered: true, write: ieee },
    Style { name: "Nature", is_numbered: true, write: nature },
    Style { name: "Science", is_numbered: true, write: science },
    Style { name: "Cell", is_numbered: false, write: cell },
    Style { name: "MDPI", is_numbered: true, write: mdpi },
    Style { name: "ACS", is_numbered: true, write: acs },
    Style { name: "Elsevier numeric", is_numbered: true, write: elsevier },
    Style { name: "AMS", is_numbered: true, write: ams },
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A listing without a word before the last.
pub(crate) const fn plain(form: Form, between: &'static str, more: &'static str, shown: usize, most: usize) -> Listing {
    Listing { first: form, others: form, between, last: between, pair: between, more, shown, most }
}

/// The title with a full stop, unless it has a mark of its own.
pub(crate) fn sentence(title: &str) -> String {
    closed(title, ".")
}

/// The text with this mark, unless it has one of its own.
pub(crate) fn closed(text: &str, mark: &str) -> String {
    if text.ends_with(['?', '!', '.']) { text.to_owned() } else { format!("{text}{mark}") }
}

/// The month, where it is written.
pub(crate) fn month(said: &Said, manner: &Manner) -> Option<&'static str> {
    let month = said.month.filter(|_| manner.month)?;
    MONTHS.get(usize::from(month) - 1).copied()
}

/// The issue, where it is written, between these.
pub(crate) fn issue(said: &Said, manner: &Manner, before: &str, behind: &str) -> String {
    let issue = said.issue.as_deref().filter(|_| manner.issue);
    issue.map(|issue| format!("{before}{issue}{behind}")).unwrap_or_default()
}
