//! The PMC identifier converter: what else an article in PMC is called.

use super::{Group, Read, Service, alone};
use crate::record::{Identifier, Source};
use crate::resolve::failure::Failure;
use crate::resolve::question::Answer;
use crate::sources::Class;
use crate::sources::idconv::{self, IdConvAnswer};

pub(super) static LIST: Service = Service {
    source: Source::IdConv,
    class: Class::List,
    most: idconv::BATCH,
    // A mixed list is refused.
    group: |id| Group::Of(id.kind()),
    request: |ids, mailto| idconv::batch(ids, mailto),
    read: |ids, status, body| read(ids, status, body, &Answer::Lacks),
    behind: &[],
    idly_behind: &[],
};

pub(super) static ALONE: Service = Service {
    source: Source::IdConv,
    class: Class::Single,
    most: 1,
    group: alone,
    request: |ids, mailto| idconv::batch(ids, mailto),
    // Of what it was asked about alone, its word counts.
    read: |ids, status, body| read(ids, status, body, &Answer::Denies),
    behind: &[],
    idly_behind: &[],
};

fn read(ids: &[Identifier], status: u16, body: &[u8], not_found: &Answer) -> Read {
    if status != 200 {
        return Err(Failure::Status(status));
    }
    let answers = idconv::decode(ids, body).map_err(Failure::Undecodable)?;
    let answer = |answer| match answer {
        IdConvAnswer::Found { pmid, pmcid, doi } => Answer::SameAs([pmid, pmcid, doi].into_iter().flatten().collect()),
        IdConvAnswer::NotFound => not_found.clone(),
        IdConvAnswer::Nothing => Answer::Unclear,
    };
    Ok(answers.into_iter().map(answer).collect())
}
