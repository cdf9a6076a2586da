//! A DOI as records write it.

use crate::record::{Identifier, is_hidden};

/// A DOI, bare, after `doi:` or as an address; `None` where there is none.
pub(super) fn doi(text: &str) -> Option<Identifier> {
    let raw = text.trim();
    let bare = match raw.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => raw.strip_prefix("doi:").unwrap_or(raw),
    };
    let whole = bare.starts_with("10.") && bare.split_once('/').is_some_and(|(_, suffix)| !suffix.is_empty());
    (whole && bare.len() <= 2_048 && !bare.chars().any(|c| is_hidden(c) || c.is_whitespace()))
        .then(|| Identifier::from_doi(bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_it_is_written() {
        for written in ["10.1000/A", " doi:10.1000/a ", "https://doi.org/10.1000/a", "http://dx.doi.org/10.1000/A"] {
            assert_eq!(doi(written), Some(Identifier::from_doi("10.1000/a")), "{written}");
        }
        for written in ["", "10.1000", "10.1000/", "not one", "https://example.org", "10.1000/a b", "11.1/a"] {
            assert_eq!(doi(written), None, "{written}");
        }
    }
}
