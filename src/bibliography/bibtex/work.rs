//! The work that an entry tells of.

use super::latex::plain;
use super::said::{source, value};
use super::{date, identifiers, inherit, kind, names};
use crate::bibliography::identify;
use crate::bibliography::{Bibliography, Entry};
use crate::record::{Contributor, Dates, Identifier, IdentifierKind, PartialDate, Record, WorkType, split_status};

/// An entry with what it inherits.
struct Work<'a> {
    bibliography: &'a Bibliography,
    entry: &'a Entry,
}

impl Work<'_> {
    /// The text of the first of these fields that is there.
    fn text(&self, fields: &[&str]) -> Option<String> {
        let found = fields.iter().filter_map(|name| inherit::field(self.bibliography, self.entry, name));
        found.map(|field| value(self.bibliography, field)).find(|value| !value.is_empty())
    }

    fn people(&self, field: &str) -> Vec<Contributor> {
        let field = inherit::field(self.bibliography, self.entry, field);
        let names = field.map(|field| names::read(&source(self.bibliography, field))).unwrap_or_default();
        names.into_iter().map(Contributor::from).collect()
    }

    fn issued(&self) -> Option<PartialDate> {
        if let Some(date) = self.text(&["date"]).and_then(|said| date::iso(&said)) {
            return Some(date);
        }
        // Some write a whole date as the year.
        let said = self.text(&["year"])?;
        let year = date::year(&said)?;
        if let Some(whole) = date::iso(&said).filter(|whole| whole.month.is_some()) {
            return Some(whole);
        }
        let (month, day) = self.text(&["month"]).map_or((None, None), |said| date::month(&said));
        let day = self.text(&["day"]).and_then(|said| said.parse().ok()).or(day);
        Some(PartialDate::new(year, month, day))
    }

    /// The whole that the work is a part of, and its short title.
    fn container(&self, work_type: &WorkType) -> (Option<String>, Option<String>) {
        let short = self.text(&["shortjournal"]);
        let whole = match work_type {
            WorkType::Book => self.text(&["maintitle", "journaltitle", "journal"]),
            _ => self.text(&["journaltitle", "journal", "booktitle", "maintitle"]),
        };
        match (whole, short) {
            (Some(whole), short) => {
                let short = short.filter(|short| *short != whole);
                (Some(whole), short)
            }
            (None, short) => (short, None),
        }
    }

    fn work_type(&self, ids: &[Identifier]) -> WorkType {
        let text = self.bibliography.text();
        let subtype = self.text(&["entrysubtype"]);
        let of_kind = kind::work_type(self.entry.kind.of(text), subtype.as_deref());
        let on_arxiv = ids.iter().any(|id| id.kind() == IdentifierKind::Arxiv);
        match &of_kind {
            WorkType::Other(word) if on_arxiv && matches!(word.as_str(), "" | "webpage" | "manuscript") => {
                WorkType::Preprint
            }
            _ => of_kind,
        }
    }
}

/// The work as its entry tells it, with what it inherits.
#[must_use]
pub fn record(bibliography: &Bibliography, entry: &Entry) -> Record {
    let work = Work { bibliography, entry };
    let ids = identifiers::of_work(bibliography, entry);
    let work_type = work.work_type(&ids);
    let (id, same_as) = identify::of_work(&ids, &work_type, || Identifier::from_key(&entry.key));
    let (container_title, container_short) = work.container(&work_type);
    // Some write a volume of papers as if it were its own whole.
    let title = work.text(if work_type == WorkType::Book { &["title", "booktitle"] } else { &["title"] });
    let pages = work.text(&["pages"]).map(|pages| pages.replace(['–', '—', '−'], "-"));
    let keywords = work.text(&["keywords", "keyword"]).unwrap_or_default();
    let keywords = keywords.split([',', ';']).map(str::trim).filter(|keyword| !keyword.is_empty());
    Record {
        same_as,
        work_type,
        title: title.map(|title| split_status(&title).1.to_owned()),
        subtitle: work.text(&["subtitle"]),
        authors: work.people("author"),
        editors: work.people("editor"),
        container_title,
        container_short,
        publisher: work.text(&["publisher", "school", "institution", "organization"]),
        dates: Dates { issued: work.issued(), ..Dates::default() },
        volume: work.text(&["volume"]),
        issue: work.text(&["number", "issue"]),
        pages,
        article_number: work.text(&["eid", "article-number"]),
        abstract_text: abstract_of(&work),
        keywords: keywords.map(str::to_owned).collect(),
        language: work.text(&["langid", "language"]),
        version: work.text(&["version"]),
        ..Record::new(id)
    }
}

/// The abstract, whose paragraphs are told by empty lines.
fn abstract_of(work: &Work<'_>) -> Option<String> {
    let field = inherit::field(work.bibliography, work.entry, "abstract")?;
    let source = source(work.bibliography, field).replace("\r\n", "\n");
    let paragraphs: Vec<String> = source.split("\n\n").map(plain).filter(|text| !text.is_empty()).collect();
    Some(paragraphs.join("\n\n")).filter(|text| !text.is_empty())
}
