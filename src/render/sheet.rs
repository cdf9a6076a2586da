//! What is known of an identifier, in the order of PubMed's page, before it becomes Markdown or plain text.

use super::citation_line::citation_line;
use super::differences::differences;
use super::evidence::evidence;
use super::whole::{Whole, doi, title};
use super::{address, people, status, subjects, words};
use crate::record::{Day, Field, Identifier, IdentifierKind, Knowledge, Known, Record, RelationKind};

/// A paragraph or the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Vec<Span>),
    /// An item of a list.
    Item(Vec<Span>),
    /// Short facts of one sort, under a name or without.
    Facts(Option<&'static str>, Vec<Vec<Span>>),
    /// What follows is the abstract, or what else is said of the work.
    Section(&'static str),
}

/// A piece of a paragraph; the texts are untrusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Text(String),
    Strong(String),
    /// An identifier, shown by its value.
    Link(Identifier),
    /// An identifier, shown with the name of its kind.
    Named(Identifier),
    /// An identifier in a list: where there are no links, in canonical form, as `ibid show` takes it.
    Id(Identifier),
    /// An address that [`address`] let pass, and what is shown for it.
    Web {
        text: String,
        url: String,
    },
}

impl Span {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn strong(text: impl Into<String>) -> Self {
        Self::Strong(text.into())
    }
}

/// How much is shown: numbers of entries, lengths in characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) authors: usize,
    /// Whether institutions, their numbers, and the source of each fact are shown.
    pub(super) details: bool,
    /// Institutions, and the length of each.
    pub(super) institutions: (usize, usize),
    /// Whether the institutions stand below the authors, as on PubMed's page, or behind all that is more often wanted.
    pub(super) institutions_first: bool,
    pub(super) types: usize,
    pub(super) abstract_text: usize,
    pub(super) other_abstract: usize,
    pub(super) keywords: usize,
    pub(super) mesh: usize,
    /// The declaration of interests.
    pub(super) statement: usize,
    /// Today, where there is a clock: ages are said then.
    pub(super) today: Option<Day>,
}

impl Extent {
    /// All there is.
    pub(super) fn page(today: Option<Day>) -> Self {
        const ALL: usize = usize::MAX;
        Self {
            authors: ALL,
            details: true,
            institutions: (ALL, ALL),
            institutions_first: true,
            types: ALL,
            abstract_text: ALL,
            other_abstract: ALL,
            keywords: ALL,
            mesh: ALL,
            statement: ALL,
            today,
        }
    }

    /// What can be read beside a text: authors as many as references of the biomedical styles print, abstracts of usual
    /// length whole.
    pub(super) fn hover(today: Option<Day>) -> Self {
        Self {
            authors: 6,
            details: true,
            institutions: (6, 120),
            institutions_first: false,
            types: 3,
            abstract_text: 5_000,
            other_abstract: 700,
            keywords: 15,
            mesh: 12,
            statement: 300,
            today,
        }
    }

    /// Which work it is, and no more.
    pub(super) fn identity(today: Option<Day>) -> Self {
        Self {
            details: false,
            abstract_text: 0,
            other_abstract: 0,
            keywords: 0,
            mesh: 0,
            statement: 0,
            ..Self::hover(today)
        }
    }
}

/// Related works, other titles and other identifiers shown at most.
const MOST_RELATED: usize = 8;

pub(super) fn sheet(id: &Identifier, knowledge: &Knowledge, extent: Extent) -> Vec<Block> {
    match knowledge {
        Knowledge::Known(known) => known_sheet(id, known, extent),
        other => {
            let mut blocks = vec![Block::Paragraph(status::not_known(id, other, extent.today))];
            blocks.push(Block::Facts(None, vec![identifier(id)]));
            blocks
        }
    }
}

fn known_sheet(id: &Identifier, known: &Known, extent: Extent) -> Vec<Block> {
    let Some(whole) = Whole::of(known) else {
        let mut facts = vec![identifier(id)];
        facts.extend(known.alias_of.as_ref().map(stands_for));
        return vec![Block::Paragraph(status::no_record(known)), Block::Facts(None, facts)];
    };
    let record = &whole.record;
    let mut blocks: Vec<Block> = status::grave(&whole).into_iter().map(Block::Paragraph).collect();
    work(&whole, extent, &mut blocks);
    blocks.push(Block::Facts(None, identifiers(id, &whole, known)));
    related(record, &mut blocks);
    blocks.extend(status::mild(&whole).into_iter().map(Block::Paragraph));
    blocks.extend(differing(&whole).into_iter().map(Block::Paragraph));

    let abstracts = record.abstract_text.as_deref().map(|text| subjects::paragraphs(text, extent.abstract_text));
    let mut rest = Vec::new();
    if extent.other_abstract > 0 {
        rest.extend(subjects::other_abstracts(record, extent));
    }
    rest.extend(subjects::subjects(record, extent));
    if !extent.institutions_first {
        rest.extend(described(record, extent));
    }
    match abstracts.filter(|blocks| !blocks.is_empty()) {
        Some(paragraphs) => {
            blocks.push(Block::Section("Abstract"));
            blocks.extend(paragraphs);
        }
        None if !rest.is_empty() => blocks.push(Block::Section("")),
        None => {}
    }
    blocks.extend(rest);
    blocks.push(Block::Section(""));
    blocks.extend(evidence(&whole, extent).into_iter().map(Block::Paragraph));
    blocks
}

/// Title, authors, where it appeared, what kind of work it is.
fn work(whole: &Whole<'_>, extent: Extent, blocks: &mut Vec<Block>) {
    let record = &whole.record;
    let title = title(record).unwrap_or_else(|| "(no title in the record)".into());
    blocks.push(Block::Paragraph(vec![Span::strong(title)]));
    for other in record.other_titles.iter().take(2) {
        blocks.push(Block::Paragraph(vec![Span::text(format!("Also titled: {other}"))]));
    }
    if !record.authors.is_empty() {
        blocks.push(Block::Paragraph(vec![Span::text(people::list(&record.authors, extent.authors, extent.details))]));
    } else if !record.editors.is_empty() {
        let editors = people::list(&record.editors, extent.authors, extent.details);
        blocks.push(Block::Paragraph(vec![Span::text(format!("Edited by {editors}"))]));
    }
    if extent.institutions_first {
        blocks.extend(described(record, extent));
    }
    let cited = [citation_line(record), doi(record).map_or_else(String::new, |doi| format!("doi: {doi}."))];
    let cited = cited.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    for line in [cited, subjects::kind(record, extent)] {
        if !line.is_empty() {
            blocks.push(Block::Paragraph(vec![Span::text(line)]));
        }
    }
}

fn described(record: &Record, extent: Extent) -> Vec<Block> {
    if !extent.details {
        return Vec::new();
    }
    let people = if record.authors.is_empty() { &record.editors } else { &record.authors };
    let (most, length) = extent.institutions;
    people::described(people, extent.authors, most, length)
}

fn identifier(id: &Identifier) -> Vec<Span> {
    vec![Span::text(format!("{}: ", words::label(id))), Span::Link(id.clone())]
}

fn stands_for(long: &Identifier) -> Vec<Span> {
    vec![Span::text("stands for "), Span::Link(long.clone())]
}

/// All identifiers of the work, where it can be read for nothing, and who registered it.
fn identifiers(id: &Identifier, whole: &Whole<'_>, known: &Known) -> Vec<Vec<Span>> {
    let ids = whole.ids(id);
    let mut facts: Vec<Vec<Span>> = Vec::new();
    for other in ids.iter().take(MOST_RELATED) {
        let mut spans = identifier(other);
        if other.kind() == IdentifierKind::Pmcid {
            spans.push(Span::text(" (free full text)"));
        }
        // Only DOIs have an agency, and they stand first.
        if let Some(agency) = known.agency.as_ref().filter(|_| facts.is_empty()) {
            spans.push(Span::text(format!(" · registered with {agency}")));
        }
        facts.push(spans);
    }
    if let Some(long) = known.alias_of.as_ref().filter(|long| !ids.contains(long)) {
        facts.push(stands_for(long));
    }
    let free = whole.record.full_text.as_deref().and_then(address::https);
    if let Some((host, url)) = free.filter(|(_, url)| !ids.iter().any(|id| id.link().as_ref() == Some(url))) {
        facts.push(vec![Span::text("free full text: "), Span::Web { text: host, url }]);
    }
    facts
}

/// What the work is a notice of, and the other works that belong to it.
fn related(record: &Record, blocks: &mut Vec<Block>) {
    for about in record.notice_about.iter().take(MOST_RELATED) {
        let words = format!("{} ", words::notice(about.kind));
        blocks.push(Block::Paragraph(vec![Span::text(words), Span::Named(about.work.clone())]));
    }
    for relation in record.relations.iter().take(MOST_RELATED) {
        let words = match relation.kind {
            RelationKind::PreprintOf => "Published as ",
            RelationKind::HasPreprint => "Preprint: ",
            RelationKind::VersionOf => "A version of ",
            RelationKind::HasVersion => "Other version: ",
            RelationKind::ReplacedBy => "Replaced by ",
            RelationKind::Translation => "Translation: ",
            RelationKind::ReprintOf => "A reprint of ",
            RelationKind::HasReprint => "Reprinted as ",
        };
        blocks.push(Block::Paragraph(vec![Span::text(words), Span::Named(relation.target.clone())]));
    }
}

/// "Differs at PubMed: year 2013 · pages 187-94", a paragraph a source.
fn differing(whole: &Whole<'_>) -> Vec<Vec<Span>> {
    let all = differences(whole);
    let mut paragraphs = Vec::new();
    for view in whole.views.iter().skip(1) {
        let said: Vec<String> = all
            .iter()
            .filter(|difference| difference.source == view.source)
            .map(|difference| match difference.field {
                Field::Title => format!("title “{}”", difference.has),
                Field::Authors => format!("first author {}", difference.has),
                Field::Volume => format!("volume {}", difference.has),
                Field::Pages => format!("pages {}", difference.has),
                _ => format!("year {}", difference.has),
            })
            .collect();
        if !said.is_empty() {
            let head = Span::strong(format!("Differs at {}:", view.source));
            paragraphs.push(vec![head, Span::text(format!(" {}", said.join(" · ")))]);
        }
    }
    paragraphs
}
