//! Types of works: `resourceTypeGeneral` is a fixed list (DataCite Metadata Schema 4.6, appendix 1), `resourceType`
//! free text.

use serde_json::Value;

use crate::record::{Identifier, IdentifierKind, WorkType};
use crate::sources::field::text;

/// The type of a work. `types` also holds guesses of DataCite for other formats (`bibtex`, `citeproc`), which are not
/// looked at.
pub(super) fn work_type(work: &Value, id: &Identifier) -> WorkType {
    if id.kind() == IdentifierKind::Arxiv {
        return WorkType::Preprint;
    }
    let word = |name: &str| squashed(work.pointer(&format!("/types/{name}")).and_then(Value::as_str).unwrap_or(""));
    let general = word("resourceTypeGeneral");
    match general.as_str() {
        "journalarticle" | "datapaper" => WorkType::Article,
        "preprint" => WorkType::Preprint,
        "book" => WorkType::Book,
        "bookchapter" => WorkType::Chapter,
        "conferencepaper" => WorkType::ProceedingsPaper,
        "dissertation" => WorkType::Dissertation,
        "dataset" => WorkType::Dataset,
        "report" => WorkType::Report,
        "peerreview" => WorkType::PeerReview,
        "text" | "" => of_text(&word("resourceType")).unwrap_or(WorkType::Other(general)),
        _ => WorkType::Other(hyphenated(work)),
    }
}

/// The kind in the registrant's own words, where they say more than the type.
pub(super) fn own_words(work: &Value, work_type: &WorkType) -> Option<String> {
    let general = squashed(&text(work.pointer("/types/resourceTypeGeneral")).unwrap_or_default());
    let own = text(work.pointer("/types/resourceType"))?;
    let word = squashed(&own);
    let said =
        word == general || matches!(work_type, WorkType::Article | WorkType::Preprint) && of_text(&word).is_some();
    (!said).then_some(own)
}

/// What registrants write beside "Text"; most did before the list had more types than that.
fn of_text(own: &str) -> Option<WorkType> {
    Some(match own {
        "article" | "journalarticle" | "scholarlyarticle" | "researcharticle" | "reviewarticle" => WorkType::Article,
        "preprint" => WorkType::Preprint,
        "book" => WorkType::Book,
        "bookchapter" | "booksection" | "bookpart" | "chapter" => WorkType::Chapter,
        "conferencepaper" | "proceedingsarticle" | "proceedingspaper" => WorkType::ProceedingsPaper,
        "dissertation" => WorkType::Dissertation,
        "report" | "technicalreport" => WorkType::Report,
        _ if own.starts_with("monograph") => WorkType::Book,
        _ if own.ends_with("thesis") => WorkType::Dissertation,
        _ => return None,
    })
}

/// `InteractiveResource` as `interactive-resource`.
fn hyphenated(work: &Value) -> String {
    let mut word = String::new();
    for c in text(work.pointer("/types/resourceTypeGeneral")).unwrap_or_default().chars().take(60) {
        if c.is_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.extend(c.to_lowercase());
    }
    word
}

fn squashed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
