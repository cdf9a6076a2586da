use proptest::prelude::*;

use super::*;

const BOTH: Enabled = Enabled { crossref: true, doi_org: true };
const TODAY: Day = Day(20_780);

fn doi(value: &str) -> Identifier {
    Identifier::from_doi(value)
}

fn record(value: &str) -> Option<Arc<Record>> {
    Some(Arc::new(Record::new(doi(value))))
}

fn next(id: &str, evidence: &Evidence) -> Next {
    decide(&doi(id), evidence, BOTH, TODAY)
}

fn state(next: &Next) -> &'static str {
    match next {
        Next::Done(knowledge) => knowledge.state(),
        Next::Ask(_) => "ask",
        Next::Follow(_) => "follow",
    }
}

fn lacking() -> Evidence {
    Evidence { listed: Said::Answer(None), ..Evidence::default() }
}

#[test]
fn the_first_question() {
    let nothing = Evidence::default();
    assert_eq!(next("10.1000/a", &nothing), Next::Ask(Step::List));
    assert_eq!(next("10.1000/a,b", &nothing), Next::Ask(Step::Single));
    assert_eq!(next("10/abc", &nothing), Next::Ask(Step::Handle));
    assert_eq!(next("10.48550/arXiv.1706.03762", &nothing), Next::Ask(Step::Agency));
}

#[test]
fn what_has_no_doi_is_not_asked_of_those_who_know_dois() {
    for id in [Identifier::from_pmid("36497410"), Identifier::from_pmcid("PMC1762333")] {
        let id = id.expect("an identifier");
        let unchecked = Next::Done(Knowledge::Unchecked(Reason::NotAsked));
        assert_eq!(decide(&id, &Evidence::default(), BOTH, TODAY), unchecked);
    }
}

#[test]
fn a_record_ends_it() {
    let evidence = Evidence { listed: Said::Answer(record("10.1000/a")), ..Evidence::default() };
    let Next::Done(Knowledge::Known(known)) = next("10.1000/a", &evidence) else { panic!("known") };
    assert_eq!((known.agency.as_deref(), &known.alias_of), (Some("Crossref"), &None));
    assert_eq!(known.view().map(|view| (view.fetched, view.notices_fetched)), Some((TODAY, TODAY)));
}

#[test]
fn absent_takes_both_denials() {
    let mut evidence = lacking();
    assert_eq!(next("10.1000/a", &evidence), Next::Ask(Step::Agency));
    evidence.agency = Said::Answer(AgencyAnswer::DoesNotExist);
    assert_eq!(next("10.1000/a", &evidence), Next::Ask(Step::Handle));
    evidence.handle = Said::Answer(HandleAnswer::Missing);
    let absent = Absent { authority: "Crossref, doi.org".into(), asked: TODAY };
    assert_eq!(next("10.1000/a", &evidence), Next::Done(Knowledge::Absent(absent)));
    evidence.handle = Said::Answer(HandleAnswer::Exists);
    evidence.single = Said::Answer(None);
    assert_eq!(state(&next("10.1000/a", &evidence)), "known");
}

#[test]
fn a_handle_without_an_agency_may_be_crossref_s_and_takes_its_word() {
    for agency in [AgencyAnswer::DoesNotExist, AgencyAnswer::Invalid, AgencyAnswer::Unknown] {
        let mut evidence =
            Evidence { agency: Said::Answer(agency), handle: Said::Answer(HandleAnswer::Exists), ..lacking() };
        assert_eq!(next("10.1000/a", &evidence), Next::Ask(Step::Single), "a list may be incomplete");
        assert_eq!(state(&next("10.48550/arXiv.1706.03762", &evidence)), "known", "not Crossref's");
        evidence.single = Said::Failed("answered 503".into());
        assert_eq!(state(&next("10.1000/a", &evidence)), "unchecked");
        evidence.single = Said::Answer(None);
        assert_eq!(state(&next("10.1000/a", &evidence)), "known");
        evidence.single = Said::Answer(record("10.1000/a"));
        let Next::Done(Knowledge::Known(known)) = next("10.1000/a", &evidence) else { panic!("known") };
        assert_eq!(known.views.len(), 1);
    }
}

#[test]
fn registered_elsewhere_is_known_without_a_record() {
    let evidence = Evidence { agency: Said::Answer(AgencyAnswer::Registered("DataCite".into())), ..lacking() };
    let Next::Done(Knowledge::Known(known)) = next("10.5281/zenodo.1", &evidence) else { panic!("known") };
    assert_eq!((known.agency.as_deref(), known.views.len()), (Some("DataCite"), 0));
}

#[test]
fn a_list_that_lacks_what_is_crossref_s_leads_to_asking_alone() {
    let mut evidence = Evidence { agency: Said::Answer(AgencyAnswer::Registered("Crossref".into())), ..lacking() };
    assert_eq!(next("10.1000/a", &evidence), Next::Ask(Step::Single));
    evidence.single = Said::Answer(None);
    assert_eq!(next("10.1000/a", &evidence), Next::Ask(Step::Handle));
    evidence.handle = Said::Answer(HandleAnswer::AliasOf(doi("10.1000/b")));
    assert_eq!(next("10.1000/a", &evidence), Next::Follow(doi("10.1000/b")));
    evidence.handle = Said::Answer(HandleAnswer::Exists);
    let Next::Done(Knowledge::Unchecked(reason)) = next("10.1000/a", &evidence) else { panic!("unchecked") };
    assert_eq!(reason.to_string(), "Crossref has no record of it, though it is registered there");
}

#[test]
fn crossref_s_silence_leaves_its_dois_unchecked() {
    let mut evidence = Evidence { listed: Said::Failed("answered 503".into()), ..Evidence::default() };
    assert_eq!(next("10.1000/a", &evidence), Next::Ask(Step::Agency));
    evidence.agency = Said::Answer(AgencyAnswer::Registered("Crossref".into()));
    let Next::Done(Knowledge::Unchecked(reason)) = next("10.1000/a", &evidence) else { panic!("unchecked") };
    assert_eq!(reason.to_string(), "Crossref answered 503");
    evidence.agency = Said::Answer(AgencyAnswer::Registered("DataCite".into()));
    assert_eq!(state(&next("10.1000/a", &evidence)), "known", "it is not Crossref's");
    evidence.agency = Said::Answer(AgencyAnswer::DoesNotExist);
    evidence.handle = Said::Answer(HandleAnswer::Exists);
    assert_eq!(state(&next("10.1000/a", &evidence)), "unchecked", "it may be Crossref's");
    evidence.handle = Said::Answer(HandleAnswer::Missing);
    let Next::Done(Knowledge::Absent(absent)) = next("10.1000/a", &evidence) else { panic!("absent") };
    assert_eq!(absent.authority, "doi.org");
}

#[test]
fn what_is_switched_off_is_said() {
    let no_crossref = Enabled { crossref: false, doi_org: true };
    let id = doi("10.1000/a");
    assert_eq!(decide(&id, &Evidence::default(), no_crossref, TODAY), Next::Ask(Step::Agency));
    let agency = Said::Answer(AgencyAnswer::Registered("Crossref".into()));
    let evidence = Evidence { agency, ..Evidence::default() };
    let Next::Done(Knowledge::Unchecked(reason)) = decide(&id, &evidence, no_crossref, TODAY) else { panic!() };
    assert_eq!(reason.to_string(), "Crossref is switched off");
    let mut evidence = Evidence { handle: Said::Answer(HandleAnswer::Exists), ..Evidence::default() };
    evidence.agency = Said::Answer(AgencyAnswer::Unknown);
    let Next::Done(Knowledge::Unchecked(reason)) = decide(&id, &evidence, no_crossref, TODAY) else { panic!() };
    assert_eq!(reason.to_string(), "Crossref is switched off", "it may be Crossref's");
    let no_doi_org = Enabled { crossref: true, doi_org: false };
    let Next::Done(Knowledge::Unchecked(reason)) = decide(&id, &lacking(), no_doi_org, TODAY) else { panic!() };
    assert_eq!(reason.to_string(), "doi.org is switched off");
}

#[test]
fn a_short_doi_follows_its_handle() {
    let mut evidence =
        Evidence { handle: Said::Answer(HandleAnswer::AliasOf(doi("10.1000/a"))), ..Evidence::default() };
    assert_eq!(next("10/abc", &evidence), Next::Follow(doi("10.1000/a")));
    evidence.handle = Said::Answer(HandleAnswer::Missing);
    assert_eq!(state(&next("10/abc", &evidence)), "unchecked", "one denial is none");
}

fn said<T: Clone + std::fmt::Debug + 'static>(answer: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Said<T>> {
    prop_oneof![Just(Said::Nothing), Just(Said::Failed("answered 503".to_owned())), answer.prop_map(Said::Answer)]
        .boxed()
}

fn records() -> impl Strategy<Value = Option<Arc<Record>>> + Clone {
    prop_oneof![Just(None), Just(record("10.1000/a"))]
}

fn evidence() -> impl Strategy<Value = Evidence> {
    let agency = prop_oneof![
        Just(AgencyAnswer::Registered("Crossref".into())),
        Just(AgencyAnswer::Registered("DataCite".into())),
        Just(AgencyAnswer::DoesNotExist),
        Just(AgencyAnswer::Invalid),
        Just(AgencyAnswer::Unknown),
    ];
    let handle = prop_oneof![
        Just(HandleAnswer::Exists),
        Just(HandleAnswer::Missing),
        Just(HandleAnswer::AliasOf(doi("10.1000/z"))),
    ];
    (said(records()), said(records()), said(agency), said(handle))
        .prop_map(|(listed, single, agency, handle)| Evidence { listed, single, agency, handle })
}

proptest! {
    #[test]
    fn whatever_was_said(
        evidence in evidence(),
        id in prop_oneof![Just("10.1000/a"), Just("10.1000/a,b"), Just("10/abc"), Just("10.48550/arXiv.1706.03762")],
        crossref: bool,
        doi_org: bool,
    ) {
        let next = decide(&doi(id), &evidence, Enabled { crossref, doi_org }, TODAY);
        match &next {
            Next::Done(Knowledge::Absent(_)) => {
                prop_assert_eq!(&evidence.agency, &Said::Answer(AgencyAnswer::DoesNotExist));
                prop_assert_eq!(&evidence.handle, &Said::Answer(HandleAnswer::Missing));
            }
            Next::Done(Knowledge::Unchecked(Reason::NotAnswered { what, .. } | Reason::Undecided { what, .. })) => {
                prop_assert!(!what.is_empty());
            }
            Next::Ask(step) => {
                let asked = match step {
                    Step::List => evidence.listed != Said::Nothing,
                    Step::Single => evidence.single != Said::Nothing,
                    Step::Agency => evidence.agency != Said::Nothing,
                    Step::Handle => evidence.handle != Said::Nothing,
                };
                prop_assert!(!asked, "nothing is asked twice");
                let enabled = [(Source::Crossref, crossref), (Source::DoiOrg, doi_org)];
                prop_assert!(enabled.contains(&(step.source(), true)));
            }
            _ => {}
        }
    }
}
