//! What the lexers find.

use std::sync::Arc;

use crate::record::{Identifier, IdentifierKind};
use crate::text::Span;

/// Where an identifier stands (the contract's `where`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Running text, a table cell, a heading.
    Prose,
    /// The destination of a link or image, an `href`, a reference definition's target.
    Link,
    /// A citation key.
    Citation,
    /// An item of a reference list.
    Reference,
    /// A footnote's text.
    Footnote,
    /// The metadata at the top.
    FrontMatter,
    /// A bibliography file.
    Bibliography,
}

impl Place {
    /// The word in JSON.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Prose => "prose",
            Self::Link => "link",
            Self::Citation => "citation",
            Self::Reference => "reference",
            Self::Footnote => "footnote",
            Self::FrontMatter => "front-matter",
            Self::Bibliography => "bibliography",
        }
    }
}

/// How an identifier is spelt. A bare URL and `<URL>` are one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// `https://doi.org/10.…`; for other kinds too, the address that the service itself uses today.
    Url,
    /// `http://doi.org/…`, `https://dx.doi.org/…`, `www.doi.org/…`, `doi.org/…`: an older way to write the URL.
    OldUrl,
    /// `doi:10.…`, `PMID: 1` with any blanks and emphasis.
    Prefix,
    /// `10.…`, `PMC1234567` alone.
    Bare,
    /// `@doi:10.…` or `@10.…`: a citation key.
    Key,
    /// Inside the URL of a publisher or another site.
    OtherUrl,
}

/// What is wrong with a spelling though the identifier is clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Characters that a word processor put in: a non-breaking hyphen, a soft hyphen, a zero-width space …
    WordCharacter {
        /// Where, of the first.
        span: Span,
        /// The first.
        character: char,
    },
    /// Blanks inside.
    Blank,
    /// A scheme or host that is broken: `https:/doi.org/`, `https://doi.org/https://doi.org/`, `doi.org//10.`.
    BrokenUrl,
}

/// One identifier in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The canonical identifier.
    pub id: Identifier,
    /// The identifier as meant: decoded and mended, in the author's case.
    pub meant: Arc<str>,
    /// The version written with it, where the canonical identifier drops one: 7 of `1706.03762v7`.
    pub version: Option<u16>,
    /// The identifier itself in the source, without label, host or `@`.
    pub span: Span,
    /// Identifier with its label or URL, without brackets around: what a hover answers on.
    pub token: Span,
    /// How it is spelt.
    pub form: Form,
    /// Where it stands.
    pub place: Place,
    /// The index of its list in [`Document::lists`](super::Document::lists), for [`Place::Reference`].
    pub list: Option<u32>,
    /// What is wrong with the spelling, if anything.
    pub faults: Vec<Fault>,
}

impl Occurrence {
    /// Whether it is written as a DOI. Such an identifier may be arXiv's: `10.48550/arXiv.1706.03762`.
    #[must_use]
    pub fn is_doi(&self) -> bool {
        match self.id.kind() {
            IdentifierKind::Doi => true,
            IdentifierKind::Arxiv => self.meant.starts_with("10."),
            _ => false,
        }
    }
}

/// Something labelled as an identifier that cannot be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// What it is said to be.
    pub kind: IdentifierKind,
    /// What stands in place of the identifier.
    pub span: Span,
    /// Why it cannot be one: the end of a sentence that begins "This DOI …", or with the word for its kind ("has no
    /// suffix behind the “/”").
    pub why: String,
}

/// A mark that is to be replaced: `[REF]`, `doi: 10.xxxx/…`, `PMID: TODO`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The mark.
    pub span: Span,
}
