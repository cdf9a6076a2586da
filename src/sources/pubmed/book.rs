//! A book or a chapter as PubMed writes it (`PubmedBookArticle`), as a [`Record`].

use super::article::{listed, pages};
use super::date::date;
use super::field::{abstract_text, keywords, language, pmid, text, texts};
use super::people::{authors, editors};
use super::title;
use crate::record::{Dates, Record, WorkType};
use crate::sources::xml::Element;

/// Reads a `PubmedBookArticle`; `None` where it has no PMID. A chapter of a book that grows over the years has the date
/// of its contribution, and those of the book and of its own revision beside it, since all three are cited.
pub(super) fn record(element: &Element<'_>) -> Option<Record> {
    let document = element.child("BookDocument")?;
    let nothing = Element::default();
    let book = document.child("Book").unwrap_or(&nothing);
    let chapter = document.child("ArticleTitle").filter(|title| text(Some(title)).is_some());
    let published = date(book.child("PubDate"));
    let contributed = date(document.child("ContributionDate"));
    let mut same_as = listed(Some(document));
    same_as.extend(listed(element.child("PubmedBookData")));
    same_as.dedup();

    let mut record = Record {
        same_as,
        work_type: if chapter.is_some() { WorkType::Chapter } else { WorkType::Book },
        authors: authors(document),
        editors: editors(book),
        container_title: chapter.and_then(|_| text(book.child("BookTitle"))),
        publisher: text(book.at(&["Publisher", "PublisherName"])),
        dates: Dates {
            issued: contributed.or(published),
            print: published.filter(|_| contributed.is_some()),
            online: date(document.child("DateRevised")),
            posted: None,
        },
        volume: text(book.child("Volume")),
        pages: pages(document.child("Pagination")),
        abstract_text: abstract_text(document.child("Abstract")),
        keywords: keywords(document),
        publication_types: texts(document.all("PublicationType")),
        language: language(document),
        ..Record::new(pmid(document)?)
    };
    if record.authors.is_empty() {
        record.authors = authors(book);
    }
    let (title, vernacular) = (text(chapter.or(book.child("BookTitle"))), text(document.child("VernacularTitle")));
    title::put(&mut record, title, vernacular, false);
    Some(record)
}
