//! Types of entries.

use crate::record::WorkType;

/// The type of work that an entry of this type is; `entrysubtype` tells magazines and newspapers from journals.
pub(super) fn work_type(kind: &str, subtype: Option<&str>) -> WorkType {
    let other = |word: &str| WorkType::Other(word.to_owned());
    match kind.to_ascii_lowercase().as_str() {
        "article" | "suppperiodical" | "review" => match subtype.map(str::to_ascii_lowercase).as_deref() {
            Some("magazine") => other("article-magazine"),
            Some("newspaper") => other("article-newspaper"),
            _ => WorkType::Article,
        },
        "book" | "mvbook" | "collection" | "mvcollection" | "proceedings" | "mvproceedings" | "reference"
        | "mvreference" | "manual" => WorkType::Book,
        "inbook" | "bookinbook" | "incollection" | "suppbook" | "suppcollection" | "inreference" => WorkType::Chapter,
        "inproceedings" | "conference" => WorkType::ProceedingsPaper,
        "phdthesis" | "mastersthesis" | "thesis" | "bathesis" => WorkType::Dissertation,
        "techreport" | "report" => WorkType::Report,
        "dataset" | "data" => WorkType::Dataset,
        "preprint" => WorkType::Preprint,
        "booklet" => other("pamphlet"),
        "online" | "electronic" | "www" => other("webpage"),
        "software" | "softwareversion" | "softwaremodule" | "codefragment" => other("software"),
        "patent" => other("patent"),
        "periodical" => other("periodical"),
        "unpublished" => other("manuscript"),
        "standard" => other("standard"),
        "letter" => other("personal_communication"),
        "legislation" => other("legislation"),
        "jurisdiction" => other("legal_case"),
        "legal" => other("treaty"),
        "movie" | "video" => other("motion_picture"),
        "music" | "audio" => other("song"),
        "artwork" | "image" => other("graphic"),
        "performance" => other("performance"),
        "misc" => other(""),
        word => other(word),
    }
}
