//! Canonical identifiers.

use std::fmt;
use std::sync::Arc;

/// What an identifier names, and who registers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdentifierKind {
    /// A Digital Object Identifier (ISO 26324), or a short DOI (`10/abc`), which is an alias of one.
    Doi,
    /// An arXiv identifier without its version.
    Arxiv,
}

impl IdentifierKind {
    /// The prefix in canonical form, without the colon.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Doi => "doi",
            Self::Arxiv => "arxiv",
        }
    }
}

/// An identifier in canonical form: `doi:10.1000/abc`, `arxiv:1706.03762`.
///
/// Two spellings of one identifier are equal. Ordered by kind, then value, which is also the order in
/// which one of several stands for a work. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identifier {
    kind: IdentifierKind,
    value: Arc<str>,
}

/// arXiv's prefix at DataCite (arXiv help, "DOIs for arXiv articles").
const ARXIV_DOI: &str = "10.48550/arxiv.";

impl Identifier {
    /// The identifier of a DOI that is already decoded (no percent, entity or Markdown escapes left).
    ///
    /// ASCII letters are lower-cased and nothing else is folded (DOI Handbook §2.4). `10.48550/arXiv.X`
    /// is `arxiv:X`, its version dropped.
    #[must_use]
    pub fn from_doi(doi: &str) -> Self {
        let arxiv = doi.get(..ARXIV_DOI.len()).filter(|prefix| prefix.eq_ignore_ascii_case(ARXIV_DOI));
        match arxiv.map(|_| &doi[ARXIV_DOI.len()..]) {
            Some(id) if !id.is_empty() => {
                let id = id.to_ascii_lowercase();
                Self { kind: IdentifierKind::Arxiv, value: without_version(&id).into() }
            }
            _ => Self { kind: IdentifierKind::Doi, value: lower_cased(doi) },
        }
    }

    /// Reads the canonical form back, as the store and the lock file have it.
    #[must_use]
    pub fn parse(canonical: &str) -> Option<Self> {
        let (prefix, value) = canonical.split_once(':')?;
        match prefix {
            "doi" if value.starts_with("10.") || value.starts_with("10/") => Some(Self::from_doi(value)),
            "arxiv" if !value.is_empty() => {
                Some(Self { kind: IdentifierKind::Arxiv, value: without_version(value).to_ascii_lowercase().into() })
            }
            _ => None,
        }
    }

    /// What kind it is.
    #[must_use]
    pub fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// The value without its prefix: `10.1000/abc`.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether it is a short DOI, the alias of a DOI that only a look-up tells.
    #[must_use]
    pub fn is_short_doi(&self) -> bool {
        self.kind == IdentifierKind::Doi && self.value.starts_with("10/")
    }

    /// The DOI under which registries know it; an arXiv identifier has one at DataCite.
    #[must_use]
    pub fn doi(&self) -> String {
        match self.kind {
            IdentifierKind::Doi => self.value.to_string(),
            IdentifierKind::Arxiv => format!("10.48550/arXiv.{}", self.value),
        }
    }

    /// The registrant's prefix of a DOI (`10.1000`); for a short DOI `10`.
    #[must_use]
    pub fn registrant(&self) -> &str {
        match self.kind {
            IdentifierKind::Doi => self.value.split('/').next().unwrap_or_default(),
            IdentifierKind::Arxiv => "10.48550",
        }
    }

    /// An `https:` link built from the canonical form, percent-encoded (doi.org, "Encoding issues").
    #[must_use]
    pub fn link(&self) -> String {
        match self.kind {
            IdentifierKind::Doi => format!("https://doi.org/{}", percent_encode(&self.value)),
            IdentifierKind::Arxiv => format!("https://arxiv.org/abs/{}", percent_encode(&self.value)),
        }
    }
}

/// `text` with its ASCII letters in lower case, in one allocation.
fn lower_cased(text: &str) -> Arc<str> {
    let mut value: Arc<str> = text.into();
    if let Some(value) = Arc::get_mut(&mut value) {
        value.make_ascii_lowercase();
    }
    value
}

/// arXiv versions are `v` and digits at the end.
fn without_version(id: &str) -> &str {
    match id.rfind('v') {
        Some(at) if at > 0 && at + 1 < id.len() && id[at + 1..].bytes().all(|b| b.is_ascii_digit()) => &id[..at],
        _ => id,
    }
}

/// Percent-encodes what a path segment and a Markdown link cannot carry; `/`, `:` and `;` stay.
fn percent_encode(value: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b':' | b';' | b'@' | b'!' | b'$' | b',' | b'=' => {
                out.push(char::from(byte));
            }
            _ => write!(out, "%{byte:02X}").expect("a String takes every write"),
        }
    }
    out
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.prefix(), self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_ascii_case_only() {
        assert_eq!(
            Identifier::from_doi("10.1016/S0140-6736(97)11096-0").to_string(),
            "doi:10.1016/s0140-6736(97)11096-0"
        );
        assert_eq!(Identifier::from_doi("10.1000/ÄB").value(), "10.1000/Äb");
    }

    #[test]
    fn an_arxiv_doi_is_an_arxiv_identifier() {
        let id = Identifier::from_doi("10.48550/arXiv.1706.03762v7");
        assert_eq!(id.to_string(), "arxiv:1706.03762");
        assert_eq!(id.doi(), "10.48550/arXiv.1706.03762");
        assert_eq!(Identifier::parse("arxiv:1706.03762"), Some(id));
    }

    #[test]
    fn links_are_safe_inside_markdown() {
        let id = Identifier::from_doi("10.1002/(SICI)1099<338::AID>3.0.CO;2-B");
        assert_eq!(id.link(), "https://doi.org/10.1002/%28sici%291099%3C338::aid%3E3.0.co;2-b");
    }

    #[test]
    fn reads_only_canonical_forms() {
        assert!(Identifier::parse("doi:11.1/x").is_none());
        assert!(Identifier::parse("10.1/x").is_none());
        assert!(Identifier::parse("doi:10/abc").expect("a short DOI").is_short_doi());
    }
}
