//! NCBI's E-utilities over PubMed ("Entrez Programming Utilities Help", NBK25499): records of articles and books by PMID.
//!
//! A PMID that PubMed does not know is missing from the answer of efetch, and so is one whose record NCBI failed to
//! find just then: a missing one is denied only where esummary, asked for it alone, denies it too.

mod answer;
mod article;
mod book;
mod citmatch;
pub(super) mod date;
mod field;
mod links;
pub(super) mod notice;
mod people;
mod request;
mod search;
mod summary;
pub(super) mod title;

pub use answer::{ArticleAnswer, ArticleSet, decode_articles, decode_set};
pub use citmatch::{CITATIONS, CitedPlace, decode_citmatch, ecitmatch};
pub use links::{LinkName, decode_links, elink};
pub use request::{BATCH, SEARCH_BATCH, efetch, esearch, esummary, find, searchable};
pub use search::{SearchAnswer, decode_find, decode_search};
pub use summary::{SummaryAnswer, decode_summary};

#[cfg(test)]
mod tests;
