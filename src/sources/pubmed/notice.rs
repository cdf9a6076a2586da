//! Links to other citations: `CommentsCorrectionsList`, whose kinds NLM's DTD of 2025 lists at `RefType`.

use super::date::in_citation;
use super::field::{pmid, text};
use crate::record::{Identifier, Notice, NoticeAbout, NoticeKind, PartialDate, Relation, RelationKind, ReportedBy};
use crate::sources::doi::doi;
use crate::sources::xml::Element;

/// One link from a citation to another.
#[derive(Debug)]
pub(in crate::sources) struct Link {
    /// Its kind, as `RefType` has it, in any case.
    pub(in crate::sources) kind: String,
    /// The other citation in words ("Lancet. 2010 Feb 6;375(9713):445").
    pub(in crate::sources) citation: String,
    /// Its number, if it has one.
    pub(in crate::sources) pmid: Option<Identifier>,
    /// A remark on the link.
    pub(in crate::sources) note: Option<String>,
}

impl Link {
    /// The links of an article.
    pub(super) fn all(citation: &Element<'_>) -> Vec<Self> {
        let all = citation.all("CommentsCorrectionsList").flat_map(|list| list.all("CommentsCorrections"));
        let read = |link: &Element<'_>| Self {
            kind: link.attribute("RefType").unwrap_or_default(),
            citation: text(link.child("RefSource")).unwrap_or_default(),
            pmid: pmid(link),
            note: text(link.child("Note")),
        };
        all.map(read).collect()
    }
}

/// What the links of one citation say.
#[derive(Debug, Default)]
pub(in crate::sources) struct Links {
    /// Notices about the work.
    pub(in crate::sources) notices: Vec<Notice>,
    /// Works that it is a notice about.
    pub(in crate::sources) about: Vec<NoticeAbout>,
    /// Works related to it.
    pub(in crate::sources) relations: Vec<Relation>,
}

/// What one kind of link says.
enum Meaning {
    /// The other is a notice about this work.
    Notice(NoticeKind),
    /// This work is a notice about the other.
    About(NoticeKind),
    Related(RelationKind),
}

/// Reads the links. Comments, summaries, data sets and what is cited are none of them. `ids` are those of the work
/// itself; `preprint` says whether it is one.
pub(in crate::sources) fn links(all: Vec<Link>, ids: &[Identifier], preprint: bool) -> Links {
    let mut links = Links::default();
    for Link { kind, citation, pmid, note } in all {
        let Some(meaning) = meaning(&kind, preprint, is_preprint_server(&citation)) else { continue };
        let other = doi_in(&citation).or(pmid).filter(|other| !ids.contains(other));
        let date = in_citation(&citation);
        match (meaning, other) {
            (Meaning::Notice(NoticeKind::NewVersion), None) => {}
            (Meaning::Notice(kind), notice) => links.notices.push(told(kind, notice, date, note)),
            (Meaning::About(kind), Some(work)) => {
                if !links.about.iter().any(|known| known.kind == kind && known.work == work) {
                    links.about.push(NoticeAbout { kind, work, date: None });
                }
            }
            (Meaning::Related(kind), Some(target)) => {
                let relation = Relation { kind, target };
                if !links.relations.contains(&relation) {
                    links.relations.push(relation);
                }
            }
            (Meaning::About(_) | Meaning::Related(_), None) => {}
        }
    }
    links.notices = Notice::merged(links.notices);
    links
}

/// Adds what the publication type alone says: the work is retracted, though no notice is linked.
pub(in crate::sources) fn by_type(mut notices: Vec<Notice>, retracted: bool) -> Vec<Notice> {
    use NoticeKind::{PartlyRetracted, RetractedAndRepublished};
    let known =
        |notice: &Notice| notice.kind.takes_back() || matches!(notice.kind, RetractedAndRepublished | PartlyRetracted);
    if retracted && !notices.iter().any(known) {
        notices.insert(0, told(NoticeKind::Retracted, None, None, None));
    }
    notices
}

fn told(kind: NoticeKind, notice: Option<Identifier>, date: Option<PartialDate>, reason: Option<String>) -> Notice {
    Notice { kind, notice, date, reported_by: vec![ReportedBy::PubMed], reason }
}

/// A preprint is updated by its article; other works by later versions of themselves.
fn meaning(ref_type: &str, preprint: bool, other_preprint: bool) -> Option<Meaning> {
    use Meaning::{About, Notice, Related};
    Some(match ref_type.to_ascii_lowercase().as_str() {
        "retractionin" => Notice(NoticeKind::Retracted),
        "partialretractionin" => Notice(NoticeKind::PartlyRetracted),
        "retractedandrepublishedin" => Notice(NoticeKind::RetractedAndRepublished),
        "expressionofconcernin" => Notice(NoticeKind::ExpressionOfConcern),
        "erratumin" | "correctedandrepublishedin" => Notice(NoticeKind::Corrected),
        "updatein" if preprint && other_preprint => Related(RelationKind::ReplacedBy),
        "updatein" if preprint => Related(RelationKind::PreprintOf),
        "updatein" => Notice(NoticeKind::NewVersion),
        "retractionof" => About(NoticeKind::Retracted),
        "partialretractionof" => About(NoticeKind::PartlyRetracted),
        "expressionofconcernfor" => About(NoticeKind::ExpressionOfConcern),
        "erratumfor" => About(NoticeKind::Corrected),
        "updateof" if !preprint && other_preprint => Related(RelationKind::HasPreprint),
        "updateof" => About(NoticeKind::NewVersion),
        // Published again in a new form, and no notice about the old one.
        "retractedandrepublishedfrom" | "correctedandrepublishedfrom" => Related(RelationKind::VersionOf),
        // Europe PMC's own.
        "preprintof" => Related(RelationKind::PreprintOf),
        "preprintin" => Related(RelationKind::HasPreprint),
        "republishedin" | "reprintin" => Related(RelationKind::HasReprint),
        "republishedfrom" | "reprintof" => Related(RelationKind::ReprintOf),
        _ => return None,
    })
}

/// Whether a citation is of one of the servers whose preprints PubMed holds, by NLM's abbreviation.
fn is_preprint_server(citation: &str) -> bool {
    const SERVERS: [&str; 8] =
        ["medrxiv", "biorxiv", "res sq", "research square", "arxiv", "chemrxiv", "ssrn", "preprints"];
    let journal = citation.split(". ").next().unwrap_or_default().to_ascii_lowercase();
    SERVERS
        .iter()
        .any(|server| journal.strip_prefix(server).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// The DOI that NLM writes at the end of a citation.
fn doi_in(citation: &str) -> Option<Identifier> {
    let written = citation.rsplit_once("doi:")?.1.split_whitespace().next()?;
    doi(written.trim_end_matches(['.', ',', ';']))
}
