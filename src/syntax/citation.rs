//! Citations by key: `@key`, `[see @a, p. 3; -@b]`, as pandoc reads them (pandoc manual, "Citation syntax"); and what
//! other flavours have for it, MyST's roles and LaTeX's commands.

mod brackets;
mod cross_reference;
mod ground;
mod key;
mod metadata;
mod role;
mod tex;

use self::brackets::Brackets;
use self::ground::Ground;
use super::markdown::Layout;
use super::{Dialect, Occurrence, Place};
use crate::text::Span;

/// How a citation shows its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CitationMode {
    /// `@key`: the author's name is part of the sentence.
    InText,
    /// `[@key]`.
    Parenthetical,
    /// `-@key`: only the year.
    AuthorSuppressed,
}

/// What a citation key is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CitationUse {
    /// It cites a work.
    Cites,
    /// It puts a work into the list without citing it: `nocite`. The key `*` is every entry.
    Lists,
    /// It is defined here: Manubot's `[@tag]: doi:…`.
    Defines,
    /// It points to a figure, table, section, equation …, unless a bibliography has an entry of this name.
    CrossReference,
    /// It names an example of a numbered list: `(@good) An example.`
    ExampleLabel,
    /// It points to such an example.
    ExampleReference,
}

/// The notation of a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CitationSyntax {
    /// `@key`.
    Pandoc,
    /// `` {cite}`key` ``.
    Role,
    /// `\cite{key}`.
    Latex,
    /// `[[@key]]`.
    Wikilink,
}

/// The citations that stand in one pair of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// All of it, with its brackets.
    pub span: Span,
    /// The part of this citation, between brackets and semicolons: `see @a, p. 3`.
    pub part: Span,
    /// Whether the part is this citation's own. Else it stands in the suffix of another, which ought to be parted from
    /// it by a semicolon: `[@a, @b]`.
    pub heads: bool,
}

/// One key that is cited. It has no text of its own, so that it costs nothing to keep: see [`key`](Self::key).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The key as pandoc reads it, without `@`, `-` and braces.
    pub span: Span,
    /// The key with its marks: `-@{…}`.
    pub token: Span,
    /// The key as it is meant: longer than `span` where an identifier goes on behind what ends a key for pandoc, as
    /// `@doi:10.1016/S0140-6736(97)11096-0` does at its first bracket.
    pub meant: Span,
    /// How it shows its work.
    pub mode: CitationMode,
    /// What it is there for.
    pub purpose: CitationUse,
    /// How it is written.
    pub syntax: CitationSyntax,
    /// The brackets that it stands in.
    pub cluster: Option<Cluster>,
    /// What stands in brackets behind a citation in the text, without the brackets: `@a [p. 3]`.
    pub locator: Option<Span>,
    /// Where it stands: prose, footnote, reference or front matter.
    pub place: Place,
}

impl Citation {
    /// The key as pandoc reads it.
    #[must_use]
    pub fn key<'t>(&self, text: &'t str) -> &'t str {
        self.span.of(text)
    }

    /// Whether it stands for a work: it cites one, or puts it into the list.
    #[must_use]
    pub fn is_of_work(&self) -> bool {
        matches!(self.purpose, CitationUse::Cites | CitationUse::Lists)
    }

    /// Whether pandoc ends the key before what is meant ends.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.meant != self.span
    }

    /// What stands before it in its part of the brackets: `see `.
    #[must_use]
    pub fn prefix(&self) -> Option<Span> {
        let cluster = self.cluster.filter(|cluster| cluster.heads)?;
        Some(Span { start: cluster.part.start, end: self.token.start })
    }

    /// What stands behind it in its part of the brackets, or in its own: `, p. 3`.
    #[must_use]
    pub fn suffix(&self) -> Option<Span> {
        let in_cluster = self.cluster.filter(|cluster| cluster.heads);
        let behind =
            in_cluster.map(|cluster| Span { start: self.token.end.min(cluster.part.end), end: cluster.part.end });
        behind.or(self.locator)
    }
}

/// Whether pandoc reads the whole of a key where it stands without braces: letters, digits and `_`, between them single
/// marks (pandoc's manual, "Citation syntax").
#[must_use]
pub fn is_simple_key(key: &str) -> bool {
    key != "*" && !key.is_empty() && key::simple(key) == key.len()
}

/// Whether what follows `before` goes on in a web address, `https://example.org/@name`, which some programs make a link of.
#[must_use]
pub fn is_in_address(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.contains("://") || word.trim_start_matches(['(', '[', '<']).starts_with("www.")
}

/// Whether a key is a label of a figure, a table or another part of the manuscript: `fig-plot`, `eq:sum`.
#[must_use]
pub fn is_cross_reference(key: &str) -> bool {
    cross_reference::is_label(key)
}

/// Every citation of a stretch, in order; `identifiers` are those found in it.
pub(super) fn find(text: &str, layout: &Layout, dialect: Dialect, identifiers: &[Occurrence]) -> Vec<Citation> {
    // What GitHub reads has no citations, only people who are mentioned.
    if dialect == Dialect::Plain {
        return Vec::new();
    }
    let latex = tex::find(text, layout);
    let mut found = Vec::new();
    if memchr::memchr(b'@', text.as_bytes()).is_some() {
        if let Some(front) = &layout.front {
            metadata::find(text, front, &mut found);
        }
        let ground = Ground::new(text, layout, &latex.raw);
        found.extend(Brackets::new(text, ground, dialect).read(0..text.len()));
    }
    let by_key = found.len();
    role::find(text, layout, &mut found);
    found.extend(latex.citations);
    if found.len() > by_key {
        found.sort_by_key(|citation| citation.span);
    }
    lengthen(&mut found, identifiers);
    for citation in &mut found {
        if citation.purpose == CitationUse::Cites && cross_reference::is_label(citation.key(text)) {
            citation.purpose = CitationUse::CrossReference;
        }
    }
    if dialect == Dialect::Quarto {
        found.retain(|citation| citation.purpose != CitationUse::CrossReference);
    }
    found
}

/// Has each key go as far as the identifier that begins in it.
fn lengthen(found: &mut [Citation], identifiers: &[Occurrence]) {
    let mut identifiers = identifiers.iter().filter(|one| one.place == Place::Citation).peekable();
    for citation in found.iter_mut().filter(|citation| citation.token.end == citation.span.end) {
        while identifiers.next_if(|one| one.span.start < citation.span.start).is_some() {}
        if let Some(one) = identifiers.peek().filter(|one| one.span.start < citation.span.end) {
            citation.meant.end = citation.meant.end.max(one.span.end);
        }
    }
}

/// Tells which keys point to examples, by the labels that the whole text has.
pub(super) fn settle_examples(text: &str, citations: &mut [Citation]) {
    let labels: Vec<&str> = citations
        .iter()
        .filter(|citation| citation.purpose == CitationUse::ExampleLabel)
        .map(|citation| citation.key(text))
        .collect();
    for citation in citations {
        if !matches!(citation.purpose, CitationUse::Cites | CitationUse::ExampleReference) {
            continue;
        }
        let is_example = !labels.is_empty() && labels.contains(&citation.key(text));
        citation.purpose = if is_example { CitationUse::ExampleReference } else { CitationUse::Cites };
    }
}
