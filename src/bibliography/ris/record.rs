//! What an entry of RIS says of its work.

use super::identifiers::ids;
use crate::bibliography::csl::{Markup, plain, prose};
use crate::bibliography::{Bibliography, Entry, identify, written_date, written_name};
use crate::record::{Contributor, Dates, Identifier, Record, WorkType, split_status};

/// What an entry says of its work.
#[must_use]
pub fn record(bibliography: &Bibliography, entry: &Entry) -> Record {
    let tags = Tags { text: bibliography.text(), entry };
    let work_type = work_type(entry.kind.of(tags.text));
    let (id, same_as) = identify::of_work(&ids(tags.text, entry), &work_type, || Identifier::from_key(&entry.key));
    // BT is the title of a book, or of the one that a chapter is in.
    let is_book = work_type == WorkType::Book;
    let title = tags.first(&["TI", "T1", "CT"]).or_else(|| tags.first(&["BT"]).filter(|_| is_book));
    let full = tags.first(&["T2", "JF"]).or_else(|| tags.first(&["BT"]).filter(|_| !is_book));
    let short = tags.first(&["JA", "J2", "J1"]);
    let container_title = full.or_else(|| tags.first(&["JO"])).or_else(|| short.clone());
    let container_short = short.or_else(|| tags.first(&["JO"])).filter(|short| Some(short) != container_title.as_ref());
    Record {
        same_as,
        title: title.map(|title| split_status(&title).1.to_owned()),
        authors: tags.people(&["AU", "A1"]),
        editors: tags.people(&["ED", "A2"]),
        container_title,
        container_short,
        publisher: tags.first(&["PB"]),
        dates: Dates {
            issued: ["PY", "Y1", "DA"].iter().filter_map(|tag| written_date::read(&tags.first(&[tag])?)).reduce(
                |a, b| {
                    // The year may stand alone before the day.
                    if a.agrees(b) { a.max(b) } else { a }
                },
            ),
            ..Dates::default()
        },
        volume: tags.first(&["VL"]),
        issue: tags.first(&["IS"]),
        pages: tags.pages(),
        article_number: tags.first(&["C7"]),
        language: tags.first(&["LA"]),
        abstract_text: tags.values(&["AB"]).chain(tags.values(&["N2"])).find_map(|said| prose(said, Markup::Html)),
        keywords: tags.keywords(),
        work_type,
        ..Record::new(id)
    }
}

struct Tags<'a> {
    text: &'a str,
    entry: &'a Entry,
}

impl Tags<'_> {
    fn values(&self, tags: &[&str]) -> impl Iterator<Item = &str> {
        let own = self.entry.fields.iter().filter(|field| tags.contains(&field.name.of(self.text)));
        own.map(|field| field.value.of(self.text))
    }

    /// What the first says of the tags that say something, in the order of the file.
    fn first(&self, tags: &[&str]) -> Option<String> {
        self.values(tags).map(|said| plain(said, Markup::Html)).find(|said| !said.is_empty())
    }

    /// Keywords, of which some programs write several under one tag, a line each, and mark the main ones with a star.
    fn keywords(&self) -> Vec<String> {
        let lines = self.values(&["KW"]).flat_map(|said| said.split(['\n', '\r']));
        let plain = lines.map(|said| plain(said.trim().trim_start_matches('*'), Markup::Html));
        plain.filter(|said| !said.is_empty()).collect()
    }

    fn people(&self, tags: &[&str]) -> Vec<Contributor> {
        self.values(tags)
            .filter_map(|said| written_name::read(&plain(said, Markup::Html)))
            .map(Contributor::from)
            .collect()
    }

    fn pages(&self) -> Option<String> {
        match (self.first(&["SP"]), self.first(&["EP"])) {
            (Some(first), Some(last)) if first != last && !first.contains(['-', '–']) => {
                Some(format!("{first}-{last}"))
            }
            (first, last) => first.or(last),
        }
    }
}

/// The types of the specification that ibid tells apart.
fn work_type(ty: &str) -> WorkType {
    match ty {
        "JOUR" | "JFULL" | "EJOUR" | "INPR" | "ABST" => WorkType::Article,
        "BOOK" | "EBOOK" | "EDBOOK" | "CLSWK" | "DICT" => WorkType::Book,
        "CHAP" | "ECHAP" => WorkType::Chapter,
        "CPAPER" | "CONF" => WorkType::ProceedingsPaper,
        "THES" => WorkType::Dissertation,
        "DATA" | "AGGR" | "DBASE" => WorkType::Dataset,
        "RPRT" | "GOVDOC" => WorkType::Report,
        "" | "GEN" => WorkType::Other(String::new()),
        "COMP" => WorkType::Other("software".into()),
        "ELEC" | "WEB" | "ICOMM" => WorkType::Other("webpage".into()),
        "NEWS" => WorkType::Other("article-newspaper".into()),
        "MGZN" => WorkType::Other("article-magazine".into()),
        "PAT" => WorkType::Other("patent".into()),
        "STAND" => WorkType::Other("standard".into()),
        "STAT" => WorkType::Other("legislation".into()),
        "CASE" => WorkType::Other("legal_case".into()),
        word => WorkType::Other(word.to_owned()),
    }
}
