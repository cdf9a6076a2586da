//! Identifiers as far as they are typed, and works that go on from there.

use std::sync::Arc;

use super::{Identifier, IdentifierKind, Known};

/// So many characters choose among identifiers, behind those that all of a kind begin with.
const LEAST: usize = 2;

/// What the canonical form of an identifier begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    canonical: String,
    chooses: bool,
}

/// Works whose identifiers have a beginning in common, each with a title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Begun {
    /// The works, in the order of their identifiers.
    pub works: Vec<(Identifier, Arc<Known>)>,
    /// Whether there are, or may be, others.
    pub more: bool,
}

impl Beginning {
    /// The beginning of an identifier of which `typed` stands there; `None` where no identifier of this kind begins so,
    /// or no source knows the kind.
    #[must_use]
    pub fn typed(kind: IdentifierKind, typed: &str) -> Option<Self> {
        let lower = typed.to_ascii_lowercase();
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
        // What all of a kind begin with chooses none.
        let (value, shared) = match kind {
            IdentifierKind::Doi => {
                let begins = lower.starts_with("10.") || lower.starts_with("10/") || "10.".starts_with(&lower);
                begins.then_some((lower, "10.".len()))?
            }
            IdentifierKind::Pmid => is_number(&lower).then_some((lower, 0))?,
            IdentifierKind::Pmcid => {
                let number = lower.strip_prefix("pmc").unwrap_or(if "pmc".starts_with(&lower) { "" } else { &lower });
                is_number(number).then(|| (format!("PMC{number}"), "PMC".len()))?
            }
            IdentifierKind::Arxiv => match lower.split_once('/') {
                // The old scheme's subject class is no part of the canonical form.
                Some((archive, number)) => {
                    (format!("{}/{number}", archive.split_once('.').map_or(archive, |(archive, _)| archive)), 0)
                }
                None => (lower, 0),
            },
            IdentifierKind::Isbn | IdentifierKind::Trial | IdentifierKind::Url | IdentifierKind::Key => return None,
        };
        let chooses = value.chars().count() >= shared + LEAST;
        Some(Self { canonical: format!("{}:{value}", kind.prefix()), chooses })
    }

    /// Whether enough is typed to choose by.
    #[must_use]
    pub fn chooses(&self) -> bool {
        self.chooses
    }

    /// What the canonical form begins with: `doi:10.10`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.canonical
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use IdentifierKind::{Arxiv, Doi, Isbn, Pmcid, Pmid};

    #[test]
    fn what_is_typed_begins_an_identifier() {
        for (kind, typed, canonical, chooses) in [
            (Doi, "", Some("doi:"), false),
            (Doi, "10.1", Some("doi:10.1"), false),
            (Doi, "10.1016/J.Cell", Some("doi:10.1016/j.cell"), true),
            (Doi, "10/ab", Some("doi:10/ab"), true),
            (Doi, "11", None, false),
            (Doi, "smith", None, false),
            (Pmid, "3", Some("pmid:3"), false),
            (Pmid, "36", Some("pmid:36"), true),
            (Pmid, "3a", None, false),
            (Pmcid, "pm", Some("pmcid:PMC"), false),
            (Pmcid, "Pmc17", Some("pmcid:PMC17"), true),
            (Pmcid, "17", Some("pmcid:PMC17"), true),
            (Pmcid, "pmx", None, false),
            (Arxiv, "17", Some("arxiv:17"), true),
            (Arxiv, "math.GT/03", Some("arxiv:math/03"), true),
            (Isbn, "978", None, false),
        ] {
            let found = Beginning::typed(kind, typed);
            let found = found.as_ref().map(|beginning| (beginning.as_str(), beginning.chooses()));
            assert_eq!(found, canonical.map(|canonical| (canonical, chooses)), "{kind:?} {typed}");
        }
    }
}
