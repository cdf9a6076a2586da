//! doi.org: agencies and handles.

use super::{Group, Read, Service, alone};
use crate::record::{Identifier, Source};
use crate::resolve::failure::Failure;
use crate::resolve::question::{Answer, Question};
use crate::sources::Class;
use crate::sources::doi_org::{self, AgencyAnswer, HandleAnswer};

pub(super) static AGENCY: Service = Service {
    source: Source::DoiOrg,
    class: Class::List,
    most: doi_org::BATCH,
    group: by_comma,
    request: |ids, _| doi_org::agencies(ids),
    read: agencies,
    behind: &[Question::CrossrefList, Question::ArxivAlone],
    idly_behind: &[],
};

pub(super) static HANDLE: Service = Service {
    source: Source::DoiOrg,
    class: Class::Single,
    most: 1,
    group: alone,
    request: |ids, _| doi_org::handle(&ids[0]),
    read: handle,
    behind: &[],
    idly_behind: &[],
};

/// The agency service splits at commas; what has one goes alone.
fn by_comma(id: &Identifier) -> Group {
    if id.value().contains(',') { Group::Alone } else { Group::Any }
}

fn agencies(ids: &[Identifier], status: u16, body: &[u8]) -> Read {
    if status != 200 {
        return Err(Failure::Status(status));
    }
    let agencies = doi_org::decode_agencies(ids, body).map_err(Failure::Undecodable)?;
    let answer = |agency| match agency {
        AgencyAnswer::Registered(agency) => Answer::Agency(agency),
        AgencyAnswer::DoesNotExist => Answer::Denies,
        AgencyAnswer::Invalid => Answer::Malformed,
        AgencyAnswer::Unknown => Answer::Unclear,
    };
    Ok(agencies.into_iter().map(answer).collect())
}

fn handle(ids: &[Identifier], status: u16, body: &[u8]) -> Read {
    if !matches!(status, 200 | 404) {
        return Err(Failure::Status(status));
    }
    Ok(vec![match doi_org::decode_handle(status, &ids[0], body).map_err(Failure::Undecodable)? {
        HandleAnswer::Exists => Answer::Exists,
        HandleAnswer::AliasOf(other) => Answer::AliasOf(other),
        HandleAnswer::Missing => Answer::Denies,
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_no_answer_where_it_is_none() {
        let ids = [Identifier::from_doi("10.1000/a")];
        assert_eq!(agencies(&ids, 404, b""), Err(Failure::Status(404)));
        assert!(handle(&ids, 404, b"<html>").is_err());
        assert_eq!(handle(&ids, 500, b""), Err(Failure::Status(500)));
    }
}
