//! The answer of efetch: `PubmedArticleSet`.

use super::field::text;
use super::{article, book};
use crate::record::{Identifier, Record};
use crate::sources::xml::document;
use crate::sources::{DecodeFault, body};

/// Elements whose inside is not looked at, or only as text; formulas may nest deeply.
const CLOSED: [&str; 16] = [
    "ReferenceList",
    "ChemicalList",
    "GrantList",
    "InvestigatorList",
    "DataBankList",
    "Sections",
    "ArticleTitle",
    "VernacularTitle",
    "BookTitle",
    "AbstractText",
    "Affiliation",
    "CoiStatement",
    "CopyrightInformation",
    "Keyword",
    "CollectiveName",
    "RefSource",
];

/// What efetch says of one PMID that it was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArticleAnswer {
    /// PubMed has it.
    Record(Box<Record>),
    /// The whole answer has all others that came, and not this one. No denial yet.
    Missing,
    /// The answer lacks it, and holds something that cannot be told: it may be this one.
    Unclear,
}

/// Everything that one answer holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleSet {
    /// The records, of several versions of one citation the last.
    pub records: Vec<Record>,
    /// The PMIDs that NLM has taken out.
    pub deleted: Vec<Identifier>,
    /// How many entries could not be read.
    pub unread: usize,
}

/// Reads the answer to [`efetch`](super::efetch): one for each of `ids`, in their order.
///
/// # Errors
///
/// The body is cut, malformed or no set of articles: it says nothing of any of them.
pub fn decode_articles(ids: &[Identifier], body: &[u8]) -> Result<Vec<ArticleAnswer>, DecodeFault> {
    let set = decode_set(body)?;
    // An answer with strangers in it is the answer to another question, whatever it lacks.
    let whole = set.unread == 0 && set.records.iter().all(|record| ids.contains(&record.id));
    let mut records = set.records;
    Ok(ids
        .iter()
        .map(|id| match records.iter().position(|record| record.id == *id) {
            // The same PMID may be asked about twice.
            Some(at) if ids.iter().filter(|other| *other == id).count() > 1 => {
                ArticleAnswer::Record(Box::new(records[at].clone()))
            }
            Some(at) => ArticleAnswer::Record(Box::new(records.swap_remove(at))),
            None if whole => ArticleAnswer::Missing,
            None => ArticleAnswer::Unclear,
        })
        .collect())
}

/// Reads a set of articles, whoever asked for it.
///
/// # Errors
///
/// The body is cut, malformed or no set of articles.
pub fn decode_set(body: &[u8]) -> Result<ArticleSet, DecodeFault> {
    let root = document(body, &CLOSED)?;
    if root.name != "PubmedArticleSet" {
        let complaint = root.children.iter().find(|child| child.name.eq_ignore_ascii_case("error"));
        let words = text(complaint).or_else(|| text(Some(&root)).filter(|_| root.name.eq_ignore_ascii_case("error")));
        return Err(match words {
            Some(words) => body::own_error(&words),
            None => DecodeFault::Foreign("no set of articles".into()),
        });
    }
    let mut set = ArticleSet::default();
    for child in &root.children {
        let record = match child.name {
            "PubmedArticle" => article::record(child),
            "PubmedBookArticle" => book::record(child),
            "DeleteCitation" | "DeleteDocument" => {
                let taken_out = child.all("PMID").filter_map(|pmid| Identifier::from_pmid(&text(Some(pmid))?));
                set.deleted.extend(taken_out);
                continue;
            }
            _ => None,
        };
        match record {
            Some(record) => set.take(record),
            None => set.unread += 1,
        }
    }
    Ok(set)
}

impl ArticleSet {
    fn take(&mut self, record: Record) {
        let number = |record: &Record| record.version.as_deref().map_or(Some(1), |version| version.parse::<u32>().ok());
        match self.records.iter_mut().find(|known| known.id == record.id) {
            Some(known) if number(known) < number(&record) => *known = record,
            Some(_) => {}
            None => self.records.push(record),
        }
    }
}
