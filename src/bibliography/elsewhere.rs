//! Works that stand in no journal although their entries call them articles: preprints, software, web pages. Many types of
//! entries are wrong, and no reference has a hole where such a work has nothing.

use super::parts::{Part, Parts, UNPUBLISHED, all};
use super::{Bibliography, Entry, Format};
use crate::record::is_in_repository;

/// Words that are said of preprints, software and reports, lower case.
const WORDS: [&str; 24] = [
    "[computer software]",
    "[software]",
    "computer program",
    "software version",
    "software package",
    "r package",
    "python package",
    "github.",
    "gitlab.",
    "bitbucket.",
    "sourceforge.",
    "cran.r-project",
    "pypi.",
    "zenodo",
    "figshare",
    "osf.io",
    "preprint",
    "rxiv",
    "ssrn",
    "working paper",
    "technical report",
    "unpublished",
    "dissertation",
    "thesis",
];

impl Bibliography {
    /// What the entry of a work that stands in no journal need not have; `whole` is the entry's text in lower case.
    pub(super) fn excused(&self, entry: &Entry, whole: &str) -> Parts {
        const CONTAINER: Parts = all(&[Part::Container]);
        let own = self.own_identifiers(entry);
        if own.iter().filter_map(|found| found.id.doi()).any(|doi| is_in_repository(&doi)) {
            return CONTAINER;
        }
        let kind = entry.kind.of(self.text()).trim_matches(['"', '\'']);
        let is_article = ["article", "article-journal", "jour"].iter().any(|name| kind.eq_ignore_ascii_case(name));
        if !is_article || self.has(entry, numbered) {
            return 0;
        }
        let said = WORDS.iter().chain(&UNPUBLISHED).any(|word| whole.contains(word));
        if said || self.has(entry, published) {
            return CONTAINER;
        }
        // A web page, which may have no date either.
        let page = own.is_empty() && self.has(entry, addressed);
        if page { CONTAINER | all(&[Part::Year]) } else { 0 }
    }

    /// Whether one of these fields says something.
    fn has(&self, entry: &Entry, names: fn(Format) -> &'static [&'static str]) -> bool {
        let (text, names) = (self.text(), names(self.format));
        entry.fields.iter().any(|field| {
            names.iter().any(|name| field.name.of(text).eq_ignore_ascii_case(name))
                && field.value.of(text).contains(char::is_alphanumeric)
        })
    }
}

/// Fields that only what stands in a journal has.
fn numbered(format: Format) -> &'static [&'static str] {
    match format {
        Format::Ris => &["VL", "SN"],
        _ => &["volume", "issn"],
    }
}

/// Fields that say who brought out what stands in none.
fn published(format: Format) -> &'static [&'static str] {
    match format {
        Format::Bibtex => &["publisher", "institution", "school", "version", "archive", "repository"],
        Format::CslJson | Format::CslYaml => &["publisher", "archive", "version", "genre", "medium"],
        Format::Ris => &["PB"],
        Format::Nbib => &[],
    }
}

/// Fields for an address.
fn addressed(format: Format) -> &'static [&'static str] {
    match format {
        Format::Ris => &["UR", "L1", "L2"],
        _ => &["url"],
    }
}
