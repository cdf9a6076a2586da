//! Words for types, kinds and days.

use crate::record::{Day, Identifier, IdentifierKind, NoticeKind, PartialDate, WorkType};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "2022 Nov 30", as PubMed writes dates.
pub(super) fn date(date: PartialDate) -> String {
    let mut out = date.year.to_string();
    if let Some(month) = date.month.and_then(|month| MONTHS.get(usize::from(month).checked_sub(1)?)) {
        out.push(' ');
        out.push_str(month);
        if let Some(day) = date.day {
            out.push_str(&format!(" {day}"));
        }
    }
    out
}

/// "Nov", for BibTeX in lower case.
pub(super) fn month(month: u8) -> Option<&'static str> {
    MONTHS.get(usize::from(month).checked_sub(1)?).copied()
}

/// "Journal article"; a word of the source's own with blanks for hyphens; empty where there is none.
pub(super) fn work_type(work_type: &WorkType) -> String {
    match work_type {
        WorkType::Article => "Journal article".into(),
        WorkType::Preprint => "Preprint".into(),
        WorkType::Book => "Book".into(),
        WorkType::Chapter => "Chapter".into(),
        WorkType::ProceedingsPaper => "Conference paper".into(),
        WorkType::Dissertation => "Thesis".into(),
        WorkType::Dataset => "Data set".into(),
        WorkType::Report => "Report".into(),
        WorkType::PeerReview => "Peer review".into(),
        WorkType::Other(word) => {
            let words = word.replace('-', " ");
            let mut letters = words.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
    }
}

/// What a work that is itself a notice is called.
pub(super) fn notice(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Retracted => "Retraction of",
        NoticeKind::Removed => "Removal of",
        NoticeKind::Withdrawn => "Withdrawal of",
        NoticeKind::RetractedAndRepublished => "Retraction and republication of",
        NoticeKind::PartlyRetracted => "Partial retraction of",
        NoticeKind::ExpressionOfConcern => "Expression of concern about",
        NoticeKind::Corrected => "Correction of",
        NoticeKind::NewVersion => "New version of",
    }
}

/// An abstract as one paragraph without marks, for formats that have no paragraphs in a field.
pub(super) fn prose(text: &str) -> String {
    text.split("\n\n").map(|paragraph| paragraph.replace("**", "")).collect::<Vec<_>>().join(" ")
}

/// "2026-11-20 (3 days ago)"; without a clock the day alone.
pub(super) fn age(day: Day, today: Option<Day>) -> String {
    match today.map(|today| today.days_since(day)) {
        Some(0) => format!("{day} (today)"),
        Some(1) => format!("{day} (yesterday)"),
        Some(days) if days > 1 => format!("{day} ({days} days ago)"),
        _ => day.to_string(),
    }
}

/// What an identifier of its kind is called: "DOI", "arXiv identifier".
pub(super) fn kind(id: &Identifier) -> &'static str {
    match id.kind() {
        IdentifierKind::Doi => "DOI",
        IdentifierKind::Pmid => "PMID",
        IdentifierKind::Pmcid => "PMCID",
        IdentifierKind::Arxiv => "arXiv identifier",
        IdentifierKind::Isbn => "ISBN",
        IdentifierKind::Trial => "trial number",
        IdentifierKind::Url => "address",
        IdentifierKind::Key => "citation key",
    }
}

/// An identifier with the name of its kind, where it does not show it itself: "PMID 36497410".
pub(super) fn named(id: &Identifier) -> String {
    match id.kind() {
        IdentifierKind::Pmid | IdentifierKind::Isbn => format!("{} {}", label(id), id.value()),
        IdentifierKind::Arxiv => format!("arXiv:{}", id.value()),
        _ => id.value().to_owned(),
    }
}

/// What an identifier of its kind is called, short, before a value: "DOI", "arXiv".
pub(super) fn label(id: &Identifier) -> &'static str {
    match id.kind() {
        IdentifierKind::Doi => "DOI",
        IdentifierKind::Pmid => "PMID",
        IdentifierKind::Pmcid => "PMCID",
        IdentifierKind::Arxiv => "arXiv",
        IdentifierKind::Isbn => "ISBN",
        IdentifierKind::Trial => "Trial",
        IdentifierKind::Url => "Address",
        IdentifierKind::Key => "Key",
    }
}

/// What following a link to an identifier's page does.
#[must_use]
pub fn link_tooltip(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::Doi => "Open this DOI at doi.org",
        IdentifierKind::Pmid => "Open this record in PubMed",
        IdentifierKind::Pmcid => "Open this article in PubMed Central",
        IdentifierKind::Arxiv => "Open this paper at arXiv",
        IdentifierKind::Isbn => "Open this book at Open Library",
        IdentifierKind::Trial => "Open this trial in its register",
        IdentifierKind::Url | IdentifierKind::Key => "Open this address",
    }
}
