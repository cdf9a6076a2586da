//! A body as answers: which of the identifiers asked about it speaks of. Pure.

use std::sync::Arc;

use super::failure::Failure;
use super::plan::{Answer, Step};
use crate::record::{Identifier, Record};
use crate::sources::{Request, crossref, doi_org};

/// The longest path and query of one request, in bytes; services refuse much longer ones.
const LONGEST: usize = 6_000;

/// The most identifiers one request of this step asks about.
pub(super) fn batch_size(step: Step) -> usize {
    match step {
        Step::List => crossref::BATCH,
        Step::Agency => doi_org::BATCH,
        Step::Single | Step::Handle => 1,
    }
}

/// The request for as many of `ids` as fit into one; at least one.
///
/// The contact is told in the `User-Agent`, so that it stands in no address that somebody logs.
pub(super) fn request(step: Step, ids: &[Identifier]) -> Request {
    // The agency service splits at commas; what has one goes alone.
    let splits = |id: &Identifier| id.value().contains(',');
    let together: Vec<Identifier>;
    let ids = match ids {
        [first, ..] if step == Step::Agency && splits(first) => &ids[..1],
        _ if step == Step::Agency => {
            together = ids.iter().filter(|id| !splits(id)).cloned().collect();
            &together
        }
        _ => ids,
    };
    let mut count = ids.len().min(batch_size(step)).max(1);
    loop {
        let asked = &ids[..count];
        let request = match step {
            Step::List => crossref::batch(asked, None),
            Step::Single => crossref::single(&asked[0], None),
            Step::Agency => doi_org::agencies(asked),
            Step::Handle => doi_org::handle(&asked[0]),
        };
        if count == 1 || request.path.len() <= LONGEST {
            return request;
        }
        count = count.div_ceil(2);
    }
}

/// Reads a body of this status as one answer for each of `ids`, in their order.
///
/// # Errors
///
/// It is no answer to the question.
pub(super) fn answers(step: Step, ids: &[Identifier], status: u16, body: &[u8]) -> Result<Vec<Answer>, Failure> {
    match (step, status) {
        (Step::List, 200) => {
            let records: Vec<_> =
                crossref::decode_list(body).map_err(Failure::Undecodable)?.into_iter().map(Arc::new).collect();
            // A record of just that name goes before one that lists the name as an alias.
            let named = |id: &Identifier| records.iter().find(|record| record.id == *id);
            let about = |id: &Identifier| records.iter().find(|record| is_about(record, id));
            Ok(ids.iter().map(|id| Answer::Record(named(id).or_else(|| about(id)).cloned())).collect())
        }
        (Step::Single, 200) => {
            let record = Arc::new(crossref::decode_work(body).map_err(Failure::Undecodable)?);
            Ok(ids.iter().map(|id| Answer::Record(is_about(&record, id).then(|| Arc::clone(&record)))).collect())
        }
        // Crossref's 404 is bare text; whether the DOI exists elsewhere is doi.org's to say.
        (Step::Single, 404) => Ok(vec![Answer::Record(None)]),
        (Step::Agency, 200) => {
            let agencies = doi_org::decode_agencies(ids, body).map_err(Failure::Undecodable)?;
            Ok(agencies.into_iter().map(Answer::Agency).collect())
        }
        (Step::Handle, 200 | 404) => {
            let handle = doi_org::decode_handle(status, &ids[0], body).map_err(Failure::Undecodable)?;
            Ok(vec![Answer::Handle(handle)])
        }
        _ => Err(Failure::Status(status)),
    }
}

/// Whether the record is of this identifier, by its name or by an alias that the record itself lists.
fn is_about(record: &Record, id: &Identifier) -> bool {
    record.id == *id || record.same_as.contains(id)
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
        let ids = dois(&["10.1000/a", "10.1000/c", "10.1000/old"]);
        let read = answers(Step::List, &ids, 200, body.as_bytes()).expect("a list");
        let found: Vec<bool> = read.iter().map(|answer| matches!(answer, Answer::Record(Some(_)))).collect();
        assert_eq!(found, [false, true, true]);
    }

    #[test]
    fn the_record_of_that_name_goes_before_one_that_lists_it_as_an_alias() {
        let body = format!(
            r#"{{"status":"ok","message-type":"work-list","message":{{"items":[{},{{"DOI":"10.1000/old","title":["U"]}}]}}}}"#,
            work("10.1000/new")
        );
        let read = answers(Step::List, &dois(&["10.1000/old"]), 200, body.as_bytes()).expect("a list");
        let [Answer::Record(Some(record))] = &read[..] else { panic!("a record") };
        assert_eq!(record.id, Identifier::from_doi("10.1000/old"));
    }

    #[test]
    fn a_record_of_another_work_is_not_taken() {
        let body = format!(r#"{{"status":"ok","message-type":"work","message":{}}}"#, work("10.1000/b"));
        let read = answers(Step::Single, &dois(&["10.1000/a"]), 200, body.as_bytes());
        assert_eq!(read, Ok(vec![Answer::Record(None)]));
    }

    #[test]
    fn a_status_is_no_answer_where_it_is_none() {
        let ids = dois(&["10.1000/a"]);
        assert_eq!(answers(Step::List, &ids, 404, b"Resource not found."), Err(Failure::Status(404)));
        assert_eq!(answers(Step::Agency, &ids, 404, b""), Err(Failure::Status(404)));
        assert!(answers(Step::Handle, &ids, 404, b"<html>").is_err());
        assert_eq!(answers(Step::Single, &ids, 404, b"Resource not found."), Ok(vec![Answer::Record(None)]));
        assert_eq!(answers(Step::Single, &ids, 204, b""), Err(Failure::Status(204)));
    }

    #[test]
    fn a_comma_goes_alone_to_the_agency_service() {
        let ids = dois(&["10.1000/a", "10.1000/b,c", "10.1000/d"]);
        assert_eq!(request(Step::Agency, &ids).ids, dois(&["10.1000/a", "10.1000/d"]));
        assert_eq!(request(Step::Agency, &ids[1..]).ids, dois(&["10.1000/b,c"]));
    }

    #[test]
    fn long_dois_make_small_batches() {
        let ids: Vec<_> = (0..50).map(|n| Identifier::from_doi(&format!("10.1000/{}{n}", "<".repeat(200)))).collect();
        let asked = request(Step::List, &ids);
        assert!(asked.path.len() <= LONGEST && asked.ids.len() > 1, "{}", asked.ids.len());
        let huge = dois(&[&format!("10.1000/{}", "x".repeat(9_000))]);
        assert_eq!(request(Step::Agency, &huge).ids.len(), 1);
    }
}
