//! PubMed: records by PMID, and PMIDs by DOI.

use std::sync::Arc;

use super::{Read, Service, alone, any};
use crate::record::{Identifier, Source};
use crate::resolve::failure::Failure;
use crate::resolve::question::{Answer, Question};
use crate::sources::Class;
use crate::sources::pubmed::{self, ArticleAnswer, SummaryAnswer};

pub(super) static RECORDS: Service = Service {
    source: Source::PubMed,
    class: Class::List,
    most: pubmed::BATCH,
    group: any,
    request: |ids, email| pubmed::efetch(ids, email),
    read: records,
    behind: &[Question::ConverterList],
    idly_behind: &[Question::PubmedSearch],
};

pub(super) static SUMMARY: Service = Service {
    source: Source::PubMed,
    class: Class::Single,
    most: 1,
    group: alone,
    request: |ids, email| pubmed::esummary(&ids[0], email),
    read: summary,
    behind: &[],
    idly_behind: &[],
};

pub(super) static SEARCH: Service = Service {
    source: Source::PubMed,
    class: Class::List,
    most: pubmed::SEARCH_BATCH,
    group: any,
    request: |ids, email| pubmed::esearch(ids, email),
    read: search,
    behind: &[Question::CrossrefList],
    idly_behind: &[],
};

fn records(ids: &[Identifier], status: u16, body: &[u8]) -> Read {
    if status != 200 {
        return Err(Failure::Status(status));
    }
    let articles = pubmed::decode_articles(ids, body).map_err(Failure::Undecodable)?;
    let answer = |article| match article {
        ArticleAnswer::Record(record) => Answer::Record(Arc::from(record)),
        ArticleAnswer::Missing => Answer::Lacks,
        ArticleAnswer::Unclear => Answer::Unclear,
    };
    Ok(articles.into_iter().map(answer).collect())
}

fn summary(ids: &[Identifier], status: u16, body: &[u8]) -> Read {
    if status != 200 {
        return Err(Failure::Status(status));
    }
    Ok(vec![match pubmed::decode_summary(&ids[0], body).map_err(Failure::Undecodable)? {
        SummaryAnswer::Exists => Answer::Exists,
        SummaryAnswer::Denied => Answer::Denies,
    }])
}

fn search(ids: &[Identifier], status: u16, body: &[u8]) -> Read {
    if status != 200 {
        return Err(Failure::Status(status));
    }
    let pubmed::SearchAnswer { found, complete } = pubmed::decode_search(body).map_err(Failure::Undecodable)?;
    let answer =
        if found.is_empty() && complete { Answer::Lacks } else { Answer::Among { found: found.into(), complete } };
    Ok(vec![answer; ids.len()])
}
