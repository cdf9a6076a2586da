//! Authors and editors in PubMed's format: a line for each name, followed by what belongs to it.

use crate::bibliography::csl::name::orcid;
use crate::bibliography::{Entry, tagged, written_name};
use crate::record::{Contributor, Name};

/// Authors and editors, in order.
pub(super) fn people(text: &str, entry: &Entry) -> (Vec<Contributor>, Vec<Contributor>) {
    let has = |tag: &str| entry.fields.iter().any(|field| field.name.of(text) == tag);
    // Full names stand before the short ones of the same persons.
    let (is_full, are_full_editors) = (has("FAU"), has("FED"));
    let (mut authors, mut editors): (Vec<Contributor>, Vec<Contributor>) = (Vec::new(), Vec::new());
    for field in &entry.fields {
        let said = tagged::said(text, field.value);
        if said.is_empty() {
            continue;
        }
        match field.name.of(text) {
            "FAU" => authors.extend(written_name::read(&said).map(Contributor::from)),
            "AU" if !is_full => authors.extend(short(&said).map(Contributor::from)),
            "CN" => authors.push(Name::Group(said).into()),
            "FED" => editors.extend(written_name::read(&said).map(Contributor::from)),
            "ED" if !are_full_editors => editors.extend(short(&said).map(Contributor::from)),
            "AD" => {
                if let Some(author) = authors.last_mut() {
                    author.affiliations.push(said);
                }
            }
            "AUID" => {
                if let Some(author) = authors.last_mut() {
                    author.orcid = author.orcid.take().or_else(|| orcid(&said));
                }
            }
            _ => {}
        }
    }
    (authors, editors)
}

/// `Shruthi BS`, `King ML Jr`; ERIC has a comma.
fn short(said: &str) -> Option<Name> {
    if said.contains(',') {
        return written_name::read(said);
    }
    let is_initials = |word: &str| word.chars().all(char::is_uppercase) && word.chars().count() <= 4;
    let words: Vec<&str> = said.split(' ').collect();
    let at = words.iter().rposition(|word| is_initials(word)).filter(|at| *at > 0);
    let Some(at) = at else {
        return Some(Name::Person { family: said.to_owned(), given: None, suffix: None });
    };
    let suffix = words[at + 1..].join(" ");
    Some(Name::Person {
        family: words[..at].join(" "),
        given: Some(words[at].to_owned()),
        suffix: (!suffix.is_empty()).then_some(suffix),
    })
}
