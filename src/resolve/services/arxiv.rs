//! arXiv's own interface: what DataCite lacks.

use std::sync::Arc;

use super::{Read, Service, alone, any};
use crate::record::{Identifier, Source};
use crate::resolve::failure::Failure;
use crate::resolve::question::{Answer, Question};
use crate::sources::Class;
use crate::sources::arxiv::{self, ArxivAnswer};

pub(super) static LIST: Service = Service {
    source: Source::Arxiv,
    class: Class::List,
    most: arxiv::BATCH,
    group: any,
    request: |ids, _| arxiv::batch(ids),
    read: |ids, status, body| read(ids, status, body, &Answer::Lacks),
    behind: &[Question::DataciteList],
    idly_behind: &[],
};

pub(super) static ALONE: Service = Service {
    source: Source::Arxiv,
    class: Class::List,
    most: 1,
    group: alone,
    request: |ids, _| arxiv::batch(ids),
    // Of what it was asked about alone, its word counts.
    read: |ids, status, body| read(ids, status, body, &Answer::Denies),
    behind: &[],
    idly_behind: &[],
};

fn read(ids: &[Identifier], status: u16, body: &[u8], missing: &Answer) -> Read {
    if status != 200 {
        return Err(Failure::Status(status));
    }
    let answers = arxiv::decode(ids, body).map_err(Failure::Undecodable)?;
    let answer = |answer| match answer {
        ArxivAnswer::Record(record) => Answer::Record(Arc::from(record)),
        ArxivAnswer::Missing => missing.clone(),
        ArxivAnswer::Unclear => Answer::Unclear,
    };
    Ok(answers.into_iter().map(answer).collect())
}
