//! Types of works in CSL's words (CSL 1.0.2, appendix III).

use crate::record::WorkType;

/// CSL's types that ibid does not tell apart; a source's word among them is written as it is.
const OTHERS: [&str; 34] = [
    "article-magazine",
    "article-newspaper",
    "bill",
    "broadcast",
    "classic",
    "collection",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "review-book",
    "software",
    "song",
    "standard",
    "treaty",
    "webpage",
];

/// CSL's word, and the source's own where CSL's would not lead back to it.
pub fn of_work(work: &WorkType) -> (&str, Option<&str>) {
    match work {
        WorkType::Article => ("article-journal", None),
        WorkType::Preprint => ("article", None),
        WorkType::Book => ("book", None),
        WorkType::Chapter => ("chapter", None),
        WorkType::ProceedingsPaper => ("paper-conference", None),
        WorkType::Dissertation => ("thesis", None),
        WorkType::Dataset => ("dataset", None),
        WorkType::Report => ("report", None),
        WorkType::PeerReview => ("review", None),
        WorkType::Other(word) if OTHERS.contains(&word.as_str()) => (word, None),
        WorkType::Other(word) if word.is_empty() => ("document", None),
        WorkType::Other(word) => ("document", Some(word)),
    }
}

/// The type of CSL's word.
pub fn to_work(csl: &str) -> WorkType {
    match csl {
        "article-journal" => WorkType::Article,
        "article" => WorkType::Preprint,
        "book" => WorkType::Book,
        "chapter" => WorkType::Chapter,
        "paper-conference" => WorkType::ProceedingsPaper,
        "thesis" => WorkType::Dissertation,
        "dataset" => WorkType::Dataset,
        "report" => WorkType::Report,
        "review" => WorkType::PeerReview,
        "document" => WorkType::Other(String::new()),
        word => WorkType::Other(word.to_owned()),
    }
}
