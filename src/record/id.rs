//! Canonical identifiers.

mod arxiv;
mod isbn;
mod trial;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

/// What an identifier names, and who registers it. In the order in which one of several stands for a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdentifierKind {
    /// A Digital Object Identifier (ISO 26324), or a short DOI (`10/abc`), which is an alias of one.
    Doi,
    /// The number of a citation in PubMed.
    Pmid,
    /// An article in PubMed Central, without its version.
    Pmcid,
    /// An arXiv identifier without its version.
    Arxiv,
    /// A book's number, in 13 digits.
    Isbn,
    /// A clinical trial or review in a public register.
    Trial,
    /// An address that stands as a citation key (`@url:https://…`).
    Url,
    /// A citation key with a prefix that no source of ibid knows (`@tag:…`, `@wikidata:Q42`).
    Key,
}

impl IdentifierKind {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Doi, Self::Pmid, Self::Pmcid, Self::Arxiv, Self::Isbn, Self::Trial, Self::Url, Self::Key];

    /// The prefix in canonical form, without the colon; for [`Key`](Self::Key), whose values have a prefix of their
    /// own, the word for the kind.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Doi => "doi",
            Self::Pmid => "pmid",
            Self::Pmcid => "pmcid",
            Self::Arxiv => "arxiv",
            Self::Isbn => "isbn",
            Self::Trial => "trial",
            Self::Url => "url",
            Self::Key => "key",
        }
    }

    /// Whether some source can be asked about identifiers of this kind; knowledge of the others is
    /// [`Unsupported`](super::Knowledge::Unsupported).
    #[must_use]
    pub fn is_supported(self) -> bool {
        matches!(self, Self::Doi | Self::Pmid | Self::Pmcid | Self::Arxiv)
    }
}

/// An identifier in canonical form: `doi:10.1000/abc`, `arxiv:1706.03762`.
///
/// Two spellings of one identifier are equal. Ordered by kind, then value, which is also the order in
/// which one of several stands for a work. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Identifier {
    kind: IdentifierKind,
    /// Of kind and value. At every keystroke thousands of identifiers are looked for in maps, and their values lie far
    /// apart in memory.
    hash: u32,
    value: Arc<str>,
}

impl PartialEq for Identifier {
    fn eq(&self, other: &Self) -> bool {
        (self.hash, self.kind) == (other.hash, other.kind)
            && (Arc::ptr_eq(&self.value, &other.value) || self.value == other.value)
    }
}

impl Eq for Identifier {}

impl Hash for Identifier {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u32(self.hash);
    }
}

impl PartialOrd for Identifier {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Identifier {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.kind, &self.value).cmp(&(other.kind, &other.value))
    }
}

/// arXiv's prefix at DataCite (arXiv help, "DOIs for arXiv articles").
const ARXIV_DOI: &str = "10.48550/arxiv.";

impl Identifier {
    fn new(kind: IdentifierKind, value: impl Into<Arc<str>>) -> Self {
        let value = value.into();
        let hash = FxBuildHasher.hash_one((kind, &*value));
        Self { kind, hash: (hash >> 32 ^ hash) as u32, value }
    }

    /// The identifier of a DOI that is already decoded (no percent, entity or Markdown escapes left).
    ///
    /// ASCII letters are lower-cased and nothing else is folded (DOI Handbook §2.4). `10.48550/arXiv.X`
    /// is `arxiv:X`, its version dropped.
    #[must_use]
    pub fn from_doi(doi: &str) -> Self {
        let arxiv = doi.get(..ARXIV_DOI.len()).filter(|prefix| prefix.eq_ignore_ascii_case(ARXIV_DOI));
        match arxiv.map(|_| &doi[ARXIV_DOI.len()..]) {
            Some(id) if !id.is_empty() => Self::new(IdentifierKind::Arxiv, arxiv::canonical(&id.to_ascii_lowercase())),
            _ => Self::new(IdentifierKind::Doi, lower_cased(doi)),
        }
    }

    /// A PMID: one to eight digits, no leading zero ("MEDLINE/PubMed XML element descriptions", `PMID`).
    #[must_use]
    pub fn from_pmid(digits: &str) -> Option<Self> {
        let sound = (1..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        (sound && !digits.starts_with('0')).then(|| Self::new(IdentifierKind::Pmid, digits))
    }

    /// A PMCID: `PMC` in any case and digits; a version (`PMC1762333.1`) is dropped.
    #[must_use]
    pub fn from_pmcid(pmcid: &str) -> Option<Self> {
        let number = pmcid.get(..3).filter(|pmc| pmc.eq_ignore_ascii_case("pmc")).map(|_| &pmcid[3..])?;
        let (digits, version) = number.split_once('.').unwrap_or((number, "1"));
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let sound = all_digits(digits) && digits.len() <= 9 && !digits.starts_with('0') && all_digits(version);
        sound.then(|| Self::new(IdentifierKind::Pmcid, format!("PMC{digits}")))
    }

    /// An arXiv identifier of the old or the new scheme (arXiv help, "Understanding the arXiv identifier"); its
    /// version and, in the old scheme, its subject class are dropped.
    #[must_use]
    pub fn from_arxiv(id: &str) -> Option<Self> {
        let id = id.to_ascii_lowercase();
        arxiv::is_sound(&id).then(|| Self::new(IdentifierKind::Arxiv, arxiv::canonical(&id)))
    }

    /// An ISBN of ten or thirteen digits with a right check digit; hyphens and blanks are dropped, ten become thirteen.
    #[must_use]
    pub fn from_isbn(isbn: &str) -> Option<Self> {
        isbn::thirteen(isbn).map(|digits| Self::new(IdentifierKind::Isbn, digits))
    }

    /// The number of a trial or review in a public register, in the register's own spelling.
    #[must_use]
    pub fn from_trial(number: &str) -> Option<Self> {
        trial::canonical(number).map(|number| Self::new(IdentifierKind::Trial, number))
    }

    /// An address that stands as a citation key; taken as it is.
    #[must_use]
    pub fn from_url(url: &str) -> Self {
        Self::new(IdentifierKind::Url, url)
    }

    /// A citation key whose prefix no source knows, taken as it is with its prefix.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        Self::new(IdentifierKind::Key, key)
    }

    /// Reads the canonical form back, as the store and the lock file have it.
    #[must_use]
    pub fn parse(canonical: &str) -> Option<Self> {
        let (prefix, value) = canonical.split_once(':')?;
        match prefix {
            "doi" if value.starts_with("10.") || value.starts_with("10/") => Some(Self::from_doi(value)),
            "pmid" => Self::from_pmid(value),
            "pmcid" => Self::from_pmcid(value),
            // What a DOI of arXiv's was read from need not be of arXiv's shape.
            "arxiv" if !value.is_empty() => Some(Self::from_doi(&format!("{ARXIV_DOI}{value}"))),
            "isbn" => Self::from_isbn(value),
            "trial" => Self::from_trial(value),
            "url" if !value.is_empty() => Some(Self::from_url(value)),
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

    /// `written`, a spelling of this identifier; where it is the canonical one, both share their memory.
    #[must_use]
    pub fn spelt(&self, written: &str) -> Arc<str> {
        if *self.value == *written { Arc::clone(&self.value) } else { written.into() }
    }

    /// The version that `written`, a spelling of this identifier, has and the canonical form drops: of arXiv's
    /// (`1706.03762v7`) and of PMC's articles (`PMC1762333.1`).
    #[must_use]
    pub fn written_version(&self, written: &str) -> Option<u16> {
        let (before, version) = match self.kind {
            IdentifierKind::Arxiv => written.rsplit_once(['v', 'V'])?,
            IdentifierKind::Pmcid => written.rsplit_once('.')?,
            _ => return None,
        };
        before.ends_with(|ch: char| ch.is_ascii_digit()).then(|| version.parse().ok())?
    }

    /// Whether it is a short DOI, the alias of a DOI that only a look-up tells.
    #[must_use]
    pub fn is_short_doi(&self) -> bool {
        self.kind == IdentifierKind::Doi && self.value.starts_with("10/")
    }

    /// The DOI under which registries know it: a DOI itself, or the one that an arXiv identifier has at DataCite.
    #[must_use]
    pub fn doi(&self) -> Option<String> {
        match self.kind {
            IdentifierKind::Doi => Some(self.value.to_string()),
            IdentifierKind::Arxiv => Some(format!("10.48550/arXiv.{}", self.value)),
            _ => None,
        }
    }

    /// The registrant's prefix of its [`doi`](Self::doi) (`10.1000`); for a short DOI `10`.
    #[must_use]
    pub fn registrant(&self) -> Option<&str> {
        match self.kind {
            IdentifierKind::Doi => self.value.split('/').next(),
            IdentifierKind::Arxiv => Some("10.48550"),
            _ => None,
        }
    }

    /// An `https:` link built from the canonical form, percent-encoded (doi.org, "Encoding issues"); nothing for what
    /// has no page of its own.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        let value = percent_encode(&self.value);
        match self.kind {
            IdentifierKind::Doi => Some(format!("https://doi.org/{value}")),
            IdentifierKind::Pmid => Some(format!("https://pubmed.ncbi.nlm.nih.gov/{value}/")),
            IdentifierKind::Pmcid => Some(format!("https://pmc.ncbi.nlm.nih.gov/articles/{value}/")),
            IdentifierKind::Arxiv => Some(format!("https://arxiv.org/abs/{value}")),
            IdentifierKind::Isbn => Some(format!("https://openlibrary.org/isbn/{value}")),
            IdentifierKind::Trial => trial::link(&self.value),
            IdentifierKind::Url | IdentifierKind::Key => None,
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
        match self.kind {
            // It has its own prefix.
            IdentifierKind::Key => f.write_str(&self.value),
            kind => write!(f, "{}:{}", kind.prefix(), self.value),
        }
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
        assert_eq!(id.doi().as_deref(), Some("10.48550/arXiv.1706.03762"));
        assert_eq!(Identifier::parse("arxiv:1706.03762"), Some(id));
    }

    #[test]
    fn each_kind_has_one_canonical_form() {
        for (id, canonical) in [
            (Identifier::from_pmid("36497410"), "pmid:36497410"),
            (Identifier::from_pmcid("pmc1762333.1"), "pmcid:PMC1762333"),
            (Identifier::from_arxiv("1706.03762V7"), "arxiv:1706.03762"),
            (Identifier::from_arxiv("math.GT/0309136v2"), "arxiv:math/0309136"),
            (Identifier::from_isbn("0-306-40615-2"), "isbn:9780306406157"),
            (Identifier::from_trial("nct00000102"), "trial:NCT00000102"),
            (Some(Identifier::from_url("https://example.org/A")), "url:https://example.org/A"),
        ] {
            let id = id.expect(canonical);
            assert_eq!(id.to_string(), canonical);
            assert_eq!(Identifier::parse(canonical), Some(id));
        }
        assert_eq!(Identifier::from_key("tag:deep-review").to_string(), "tag:deep-review");
    }

    #[test]
    fn what_cannot_be_one_is_none() {
        for pmid in ["", "0", "012345", "123456789", "12a"] {
            assert_eq!(Identifier::from_pmid(pmid), None, "{pmid}");
        }
        for pmcid in ["PMC", "PMC0123", "123456", "PMC12.x", "PMCID123"] {
            assert_eq!(Identifier::from_pmcid(pmcid), None, "{pmcid}");
        }
    }

    #[test]
    fn links_are_safe_inside_markdown() {
        let id = Identifier::from_doi("10.1002/(SICI)1099<338::AID>3.0.CO;2-B");
        assert_eq!(id.link().as_deref(), Some("https://doi.org/10.1002/%28sici%291099%3C338::aid%3E3.0.co;2-b"));
    }

    #[test]
    fn reads_only_canonical_forms() {
        assert!(Identifier::parse("doi:11.1/x").is_none());
        assert!(Identifier::parse("10.1/x").is_none());
        assert!(Identifier::parse("doi:10/abc").expect("a short DOI").is_short_doi());
    }
}
