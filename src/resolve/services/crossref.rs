//! Crossref: works by DOI.

use std::sync::Arc;

use super::{Read, Service, alone, any, is_about};
use crate::record::{Identifier, Source};
use crate::resolve::failure::Failure;
use crate::resolve::question::Answer;
use crate::sources::{Class, crossref};

// The contact is told in the `User-Agent`, so that it stands in no address that somebody logs.

pub(super) static LIST: Service = Service {
    source: Source::Crossref,
    class: Class::List,
    most: crossref::BATCH,
    group: any,
    request: |ids, _| crossref::batch(ids, None),
    read: list,
    behind: &[],
    idly_behind: &[],
};

pub(super) static ALONE: Service = Service {
    source: Source::Crossref,
    class: Class::Single,
    most: 1,
    group: alone,
    request: |ids, _| crossref::single(&ids[0], None),
    read: single,
    behind: &[],
    idly_behind: &[],
};

fn list(ids: &[Identifier], status: u16, body: &[u8]) -> Read {
    if status != 200 {
        return Err(Failure::Status(status));
    }
    let records: Vec<_> =
        crossref::decode_list(body).map_err(Failure::Undecodable)?.into_iter().map(Arc::new).collect();
    // A record of just that name goes before one that lists the name as an alias.
    let named = |id: &Identifier| records.iter().find(|record| record.id == *id);
    let about = |id: &Identifier| records.iter().find(|record| is_about(record, id));
    let answer = |record: &Arc<_>| Answer::Record(Arc::clone(record));
    Ok(ids.iter().map(|id| named(id).or_else(|| about(id)).map_or(Answer::Lacks, answer)).collect())
}

fn single(ids: &[Identifier], status: u16, body: &[u8]) -> Read {
    match status {
        200 => {
            let record = Arc::new(crossref::decode_work(body).map_err(Failure::Undecodable)?);
            let answer = |id| if is_about(&record, id) { Answer::Record(Arc::clone(&record)) } else { Answer::Lacks };
            Ok(ids.iter().map(answer).collect())
        }
        // Crossref's 404 is bare text; whether the DOI exists elsewhere is doi.org's to say.
        404 => Ok(vec![Answer::Lacks]),
        _ => Err(Failure::Status(status)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dois(values: &[&str]) -> Vec<Identifier> {
        values.iter().map(|value| Identifier::from_doi(value)).collect()
    }

    fn work(doi: &str) -> String {
        format!(r#"{{"DOI":"{doi}","title":["T"],"aliases":["10.1000/old"]}}"#)
    }

    #[test]
    fn what_a_list_lacks_is_no_record() {
        let body = format!(
            r#"{{"status":"ok","message-type":"work-list","message":{{"items":[{},{}]}}}}"#,
            work("10.1000/C"),
            work("10.1000/stranger")
        );
        let read = list(&dois(&["10.1000/a", "10.1000/c", "10.1000/old"]), 200, body.as_bytes()).expect("a list");
        let found: Vec<bool> = read.iter().map(|answer| matches!(answer, Answer::Record(_))).collect();
        assert_eq!(found, [false, true, true]);
    }

    #[test]
    fn the_record_of_that_name_goes_before_one_that_lists_it_as_an_alias() {
        let body = format!(
            r#"{{"status":"ok","message-type":"work-list","message":{{"items":[{},{{"DOI":"10.1000/old","title":["U"]}}]}}}}"#,
            work("10.1000/new")
        );
        let read = list(&dois(&["10.1000/old"]), 200, body.as_bytes()).expect("a list");
        let [Answer::Record(record)] = &read[..] else { panic!("a record") };
        assert_eq!(record.id, Identifier::from_doi("10.1000/old"));
    }

    #[test]
    fn a_record_of_another_work_is_not_taken() {
        let body = format!(r#"{{"status":"ok","message-type":"work","message":{}}}"#, work("10.1000/b"));
        assert_eq!(single(&dois(&["10.1000/a"]), 200, body.as_bytes()), Ok(vec![Answer::Lacks]));
    }

    #[test]
    fn a_status_is_no_answer_where_it_is_none() {
        let ids = dois(&["10.1000/a"]);
        assert_eq!(list(&ids, 404, b"Resource not found."), Err(Failure::Status(404)));
        assert_eq!(single(&ids, 404, b"Resource not found."), Ok(vec![Answer::Lacks]));
        assert_eq!(single(&ids, 204, b""), Err(Failure::Status(204)));
    }
}
