//! The works of a PubMed file that references are made of.

use std::collections::HashMap;

use ibid::record::{IdentifierKind, Record, WorkType};
use ibid::sources::pubmed::decode_set;

use super::options::Split;
use super::said::Pages;

/// How many articles are decoded at a time, as many as one answer of PubMed has.
const AT_A_TIME: usize = 200;
/// How many words a title has at least.
const WORDS: usize = 4;

/// A work with all that a reference needs.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    /// PubMed's record.
    pub(crate) record: Record,
    /// The DOI.
    pub(crate) doi: String,
    /// The PMID.
    pub(crate) pmid: String,
    /// The pages.
    pub(crate) pages: Pages,
}

/// The works of a file.
#[derive(Debug, Default)]
pub(crate) struct Stock {
    /// In the order of the file.
    pub(crate) works: Vec<Work>,
    /// Which has a DOI.
    pub(crate) by_doi: HashMap<String, usize>,
    /// Which has a PMID.
    pub(crate) by_pmid: HashMap<String, usize>,
    /// How many records the file has.
    pub(crate) read: usize,
}

impl Stock {
    /// Reads the works of `split` in a file of PubMed's.
    pub(crate) fn of(xml: &str, split: Split) -> Result<Self, String> {
        let mut stock = Self::default();
        let mut articles: Vec<&str> = Vec::new();
        for piece in xml.split_inclusive("</PubmedArticle>") {
            let start = piece.find("<PubmedArticle>").or_else(|| piece.find("<PubmedArticle "));
            articles.extend(start.map(|start| &piece[start..]).filter(|article| article.ends_with("</PubmedArticle>")));
            if articles.len() == AT_A_TIME {
                stock.take(&std::mem::take(&mut articles), split)?;
            }
        }
        stock.take(&articles, split)?;
        Ok(stock)
    }

    fn take(&mut self, articles: &[&str], split: Split) -> Result<(), String> {
        let body = format!("<PubmedArticleSet>{}</PubmedArticleSet>", articles.concat());
        let set = decode_set(body.as_bytes()).map_err(|fault| format!("not read: {fault:?}"))?;
        self.read += set.records.len();
        for work in set.records.into_iter().filter_map(work).filter(|work| split.has(&work.pmid)) {
            // Two works of one DOI are one too many.
            if self.by_doi.contains_key(&work.doi) {
                continue;
            }
            self.by_doi.insert(work.doi.clone(), self.works.len());
            self.by_pmid.insert(work.pmid.clone(), self.works.len());
            self.works.push(work);
        }
        Ok(())
    }
}

/// A record as a work, where it has all that is needed and nobody has announced anything about it.
fn work(record: Record) -> Option<Work> {
    let mut dois = record.same_as.iter().filter(|id| id.kind() == IdentifierKind::Doi);
    let (doi, None) = (dois.next()?.value().to_owned(), dois.next()) else { return None };
    let pages = Pages::of(record.pages.as_deref().or(record.article_number.as_deref())?)?;
    let has_volume = record.volume.as_deref().is_some_and(|volume| {
        let digits = volume.trim_start_matches(|ch: char| ch.is_ascii_uppercase());
        volume.len() - digits.len() <= 1 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    let has_title = record.title.as_deref().is_some_and(|title| title.split_whitespace().count() >= WORDS);
    let is_told = record.notices.is_empty() && !record.is_notice();
    let is_whole = has_volume
        && has_title
        && is_told
        && record.work_type == WorkType::Article
        && record.dates.year().is_some()
        && record.container_title.is_some()
        && !record.authors.is_empty();
    is_whole.then(|| Work { doi, pmid: record.id.value().to_owned(), pages, record })
}
