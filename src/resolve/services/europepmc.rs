//! Europe PMC, where NCBI does not answer.

use std::sync::Arc;

use super::{Read, Service, any};
use crate::record::{Identifier, Source};
use crate::resolve::failure::Failure;
use crate::resolve::question::{Answer, Question};
use crate::sources::{Class, europepmc};

pub(super) static LIST: Service = Service {
    source: Source::EuropePmc,
    class: Class::List,
    most: europepmc::BATCH,
    group: any,
    request: |ids, _| europepmc::batch(ids),
    read: list,
    behind: &[Question::PubmedRecords, Question::ConverterList],
    idly_behind: &[],
};

fn list(ids: &[Identifier], status: u16, body: &[u8]) -> Read {
    if status != 200 {
        return Err(Failure::Status(status));
    }
    let records = europepmc::decode(ids, body).map_err(Failure::Undecodable)?;
    // That it has none denies nothing.
    Ok(records.into_iter().map(|record| record.map_or(Answer::Lacks, |it| Answer::Record(Arc::new(it)))).collect())
}
