//! DataCite: data sets, software and arXiv's preprints by DOI.

use std::sync::Arc;

use super::{Read, Service, any, is_about};
use crate::record::{Identifier, Source};
use crate::resolve::failure::Failure;
use crate::resolve::question::{Answer, Question};
use crate::sources::{Class, datacite};

pub(super) static LIST: Service = Service {
    source: Source::DataCite,
    class: Class::List,
    most: datacite::BATCH,
    group: any,
    request: |ids, _| datacite::batch(ids),
    read: list,
    behind: &[Question::CrossrefList, Question::DoiAgency],
    idly_behind: &[],
};

fn list(ids: &[Identifier], status: u16, body: &[u8]) -> Read {
    if status != 200 {
        return Err(Failure::Status(status));
    }
    let records: Vec<_> =
        datacite::decode_list(body).map_err(Failure::Undecodable)?.into_iter().map(Arc::new).collect();
    let named = |id: &Identifier| records.iter().find(|record| record.id == *id);
    let about = |id: &Identifier| records.iter().find(|record| is_about(record, id));
    let answer = |record: &Arc<_>| Answer::Record(Arc::clone(record));
    Ok(ids.iter().map(|id| named(id).or_else(|| about(id)).map_or(Answer::Lacks, answer)).collect())
}
