//! Which of several identifiers go into one request. Pure.

use super::question::Question;
use super::services::Group;
use crate::record::Identifier;
use crate::sources::Request;

/// The longest path and query of one request, in bytes; services refuse much longer ones.
const LONGEST: usize = 6_000;

/// The request for as many of `ids` as may and can be asked about in one; at least the first.
pub(super) fn request(question: Question, ids: &[Identifier], contact: Option<&str>) -> Request {
    let service = question.service();
    let group = (service.group)(&ids[0]);
    let mut together: Vec<Identifier> = ids.iter().filter(|id| (service.group)(id) == group).cloned().collect();
    together.truncate(if group == Group::Alone { 1 } else { service.most });
    loop {
        let request = (service.request)(&together, contact);
        if together.len() == 1 || request.path.len() <= LONGEST {
            return request;
        }
        together.truncate(together.len().div_ceil(2));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dois(values: &[&str]) -> Vec<Identifier> {
        values.iter().map(|value| Identifier::from_doi(value)).collect()
    }

    #[test]
    fn a_comma_goes_alone_to_the_agency_service() {
        let ids = dois(&["10.1000/a", "10.1000/b,c", "10.1000/d"]);
        assert_eq!(request(Question::DoiAgency, &ids, None).ids, dois(&["10.1000/a", "10.1000/d"]));
        assert_eq!(request(Question::DoiAgency, &ids[1..], None).ids, dois(&["10.1000/b,c"]));
    }

    #[test]
    fn the_converter_is_asked_about_one_kind_at_a_time() {
        let pmcids = ["PMC1", "PMC2"].map(|id| Identifier::from_pmcid(id).expect("a PMCID"));
        let ids = [&pmcids[..1], &dois(&["10.1000/a"]), &pmcids[1..]].concat();
        assert_eq!(request(Question::ConverterList, &ids, None).ids, pmcids);
    }

    #[test]
    fn long_dois_make_small_batches() {
        let ids: Vec<_> = (0..50).map(|n| Identifier::from_doi(&format!("10.1000/{}{n}", "<".repeat(200)))).collect();
        let asked = request(Question::CrossrefList, &ids, None);
        assert!(asked.path.len() <= LONGEST && asked.ids.len() > 1, "{}", asked.ids.len());
        let huge = dois(&[&format!("10.1000/{}", "x".repeat(9_000))]);
        assert_eq!(request(Question::DoiAgency, &huge, None).ids.len(), 1);
    }
}
