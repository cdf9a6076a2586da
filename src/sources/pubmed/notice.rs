//! Links to other citations: `CommentsCorrectionsList`, whose kinds NLM's DTD of 2025 lists at `RefType`.

use super::date::in_citation;
use super::field::{pmid, text};
use crate::record::{Identifier, Notice, NoticeAbout, NoticeKind, PartialDate, Relation, RelationKind, ReportedBy};
use crate::sources::doi::doi;
use crate::sources::xml::Element;

/// What the links of one citation say.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Notices about the work.
    pub(super) notices: Vec<Notice>,
    /// Works that it is a notice about.
    pub(super) about: Vec<NoticeAbout>,
    /// Works related to it.
    pub(super) relations: Vec<Relation>,
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
pub(super) fn links(citation: &Element<'_>, ids: &[Identifier], preprint: bool) -> Links {
    let mut links = Links::default();
    let all = citation.all("CommentsCorrectionsList").flat_map(|list| list.all("CommentsCorrections"));
    for link in all {
        let source = text(link.child("RefSource")).unwrap_or_default();
        let kind = link.attribute("RefType").unwrap_or_default();
        let Some(meaning) = meaning(&kind, preprint, is_preprint_server(&source)) else { continue };
        let other = doi_in(&source).or_else(|| pmid(link)).filter(|other| !ids.contains(other));
        let date = in_citation(&source);
        match (meaning, other) {
            (Meaning::Notice(NoticeKind::NewVersion), None) => {}
            (Meaning::Notice(kind), notice) => links.notices.push(told(kind, notice, date, text(link.child("Note")))),
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
pub(super) fn by_type(mut notices: Vec<Notice>, retracted: bool) -> Vec<Notice> {
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
