//! Single fields, each of which may be missing.

use crate::record::Identifier;
use crate::sources::xml::Element;
use crate::sources::{body, jats};

/// Longest text taken of a field that is not an abstract, in bytes; lists of interests reach some 20,000.
const LONGEST: usize = 64_000;

/// The text of an element on one line, without markup; never empty.
pub(super) fn text(element: Option<&Element<'_>>) -> Option<String> {
    let text = jats::inline(body::start(element?.inner, LONGEST));
    (!text.is_empty()).then_some(text)
}

/// The texts of several elements, each once.
pub(super) fn texts<'e, 'a: 'e>(elements: impl Iterator<Item = &'e Element<'a>>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in elements.filter_map(|element| text(Some(element))) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// The PMID of an element with a child `PMID`.
pub(super) fn pmid(element: &Element<'_>) -> Option<Identifier> {
    Identifier::from_pmid(text(element.child("PMID"))?.as_str())
}

/// Whether NLM has not marked the element as invalid (`ValidYN`).
pub(super) fn is_valid(element: &Element<'_>) -> bool {
    !element.is("ValidYN", "N")
}

/// An abstract, of `AbstractText` in sections with labels; NLM's label for a section without one is none.
pub(super) fn abstract_text(element: Option<&Element<'_>>) -> Option<String> {
    jats::abstract_of_sections(element?.all("AbstractText").map(|section| {
        let label = section.attribute("Label").filter(|label| !label.eq_ignore_ascii_case("UNLABELLED"));
        (label, section.inner)
    }))
}

/// The keywords of all lists: the authors' own, and those of NLM's partners in old records.
pub(super) fn keywords(element: &Element<'_>) -> Vec<String> {
    texts(element.all("KeywordList").flat_map(|list| list.all("Keyword")))
}

/// The languages, as MARC codes: `eng`, or `eng, spa` of a work in two.
pub(super) fn language(element: &Element<'_>) -> Option<String> {
    let languages = texts(element.all("Language"));
    (!languages.is_empty()).then(|| languages.join(", "))
}
