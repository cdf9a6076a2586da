use proptest::prelude::*;

use super::*;
use crate::record::{Absent, Day, Name};
use crate::resolve::question::{Answer, Question};

const TODAY: Day = Day(20_780);

fn doi(value: &str) -> Identifier {
    Identifier::from_doi(value)
}

fn pmid(value: &str) -> Identifier {
    Identifier::from_pmid(value).expect("a PMID")
}

fn pmcid(value: &str) -> Identifier {
    Identifier::from_pmcid(value).expect("a PMCID")
}

/// A record of this name and these other ones.
fn record(id: &Identifier, same_as: &[Identifier]) -> Answer {
    let mut record = Record::new(id.clone());
    record.same_as = same_as.to_vec();
    Answer::Record(Arc::new(record))
}

fn agency(name: &str) -> Answer {
    Answer::Agency(name.into())
}

/// What was said, and who may be asked.
#[derive(Clone)]
struct Case {
    ledger: Ledger,
    before: Before,
    enabled: Enabled,
}

impl Case {
    fn new() -> Self {
        Self { ledger: Ledger::default(), before: Before::default(), enabled: Source::ALL.into_iter().collect() }
    }

    fn with(mut self, question: Question, subject: &Identifier, answer: Answer) -> Self {
        self.ledger.write(question, subject.clone(), Ok(answer));
        self
    }

    fn failing(mut self, question: Question, subject: &Identifier) -> Self {
        self.ledger.write(question, subject.clone(), Err("answered 503".into()));
        self
    }

    fn without(mut self, source: Source) -> Self {
        self.enabled.remove(&source);
        self
    }

    fn next(&self, id: &Identifier) -> Next {
        let Self { ledger, before, enabled } = self;
        decide(id, &Evidence { ledger, before, enabled, today: TODAY })
    }

    /// The one question that is asked next.
    fn asks(&self, id: &Identifier) -> Question {
        match self.next(id) {
            Next::Ask(asks) | Next::AskFurther { asks, .. } if asks.len() == 1 => asks[0].0,
            other => panic!("{other:?}"),
        }
    }

    fn known(&self, id: &Identifier) -> Arc<Known> {
        match self.next(id) {
            Next::Done(Knowledge::Known(known)) | Next::AskFurther { first: Knowledge::Known(known), .. } => known,
            other => panic!("{other:?}"),
        }
    }

    fn reason(&self, id: &Identifier) -> String {
        match self.next(id) {
            Next::Done(Knowledge::Unchecked(reason)) => reason.to_string(),
            other => panic!("{other:?}"),
        }
    }

    fn authority(&self, id: &Identifier) -> String {
        match self.next(id) {
            Next::Done(Knowledge::Absent(Absent { authority, asked: TODAY })) => authority,
            other => panic!("{other:?}"),
        }
    }
}

fn lacking(id: &Identifier) -> Case {
    Case::new().with(Question::CrossrefList, id, Answer::Lacks)
}

fn sources(known: &Known) -> Vec<Source> {
    known.views.iter().map(|view| view.source).collect()
}

#[test]
fn the_first_question() {
    let nothing = Case::new();
    for (id, question) in [
        (doi("10.1000/a"), Question::CrossrefList),
        (doi("10.1000/a,b"), Question::CrossrefAlone),
        (doi("10/abc"), Question::DoiHandle),
        (doi("10.48550/arXiv.1706.03762"), Question::DataciteList),
        (pmid("1"), Question::PubmedRecords),
        (pmcid("PMC1"), Question::ConverterList),
    ] {
        assert_eq!(nothing.asks(&id), question, "{id}");
    }
    for id in [Identifier::from_isbn("0-306-40615-2"), Identifier::from_trial("NCT00000102")].into_iter().flatten() {
        assert_eq!(nothing.next(&id), Next::Done(Knowledge::Unsupported), "{id} is nobody's");
    }
}

#[test]
fn a_record_is_known_before_the_second_source_is_asked() {
    let a = doi("10.1000/a");
    let case = Case::new().with(Question::CrossrefList, &a, record(&a, &[]));
    assert_eq!(case.asks(&a), Question::PubmedSearch);
    let known = case.known(&a);
    assert_eq!((known.agency.as_deref(), &known.alias_of), (Some("Crossref"), &None));
    assert_eq!(known.view().map(|view| (view.fetched, view.notices_fetched)), Some((TODAY, TODAY)));
}

#[test]
fn absent_takes_both_denials() {
    let a = doi("10.1000/a");
    assert_eq!(lacking(&a).asks(&a), Question::DoiAgency);
    let denied = lacking(&a).with(Question::DoiAgency, &a, Answer::Denies);
    assert_eq!(denied.asks(&a), Question::DoiHandle);
    let both = denied.clone().with(Question::DoiHandle, &a, Answer::Denies);
    assert_eq!(both.authority(&a), "Crossref, doi.org");
    let exists = denied.with(Question::DoiHandle, &a, Answer::Exists).with(Question::CrossrefAlone, &a, Answer::Lacks);
    assert_eq!(exists.known(&a).agency, None);
}

#[test]
fn a_handle_without_an_agency_may_be_crossref_s_and_takes_its_word() {
    let a = doi("10.1000/a");
    for said in [Answer::Denies, Answer::Malformed, Answer::Unclear] {
        let case = lacking(&a).with(Question::DoiAgency, &a, said).with(Question::DoiHandle, &a, Answer::Exists);
        assert_eq!(case.asks(&a), Question::CrossrefAlone, "a list may be incomplete");
        assert_eq!(case.clone().failing(Question::CrossrefAlone, &a).reason(&a), "Crossref answered 503");
        assert_eq!(case.clone().with(Question::CrossrefAlone, &a, Answer::Lacks).known(&a).views.len(), 0);
        assert_eq!(case.with(Question::CrossrefAlone, &a, record(&a, &[])).known(&a).views.len(), 1);
    }
}

#[test]
fn what_is_datacite_s_is_asked_there() {
    let a = doi("10.5281/zenodo.1");
    let case = lacking(&a).with(Question::DoiAgency, &a, agency("DataCite"));
    assert_eq!(case.asks(&a), Question::DataciteList);
    let off = case.clone().without(Source::DataCite);
    assert_eq!((off.known(&a).agency.as_deref(), off.known(&a).views.len()), (Some("DataCite"), 0));
    assert_eq!(case.clone().failing(Question::DataciteList, &a).reason(&a), "DataCite answered 503");
    let lacks = case.clone().with(Question::DataciteList, &a, Answer::Lacks);
    assert_eq!(lacks.known(&a).lacking, [Source::DataCite]);
    let known = case.with(Question::DataciteList, &a, record(&a, &[])).known(&a);
    assert_eq!((known.agency.as_deref(), sources(&known)), (Some("DataCite"), vec![Source::DataCite]));
}

#[test]
fn registered_elsewhere_is_known_without_a_record() {
    let a = doi("10.1000/a");
    let known = lacking(&a).with(Question::DoiAgency, &a, agency("mEDRA")).known(&a);
    assert_eq!((known.agency.as_deref(), known.views.len()), (Some("mEDRA"), 0));
}

#[test]
fn a_list_that_lacks_what_is_crossref_s_leads_to_asking_alone() {
    let a = doi("10.1000/a");
    let case = lacking(&a).with(Question::DoiAgency, &a, agency("Crossref"));
    assert_eq!(case.asks(&a), Question::CrossrefAlone);
    let case = case.with(Question::CrossrefAlone, &a, Answer::Lacks);
    assert_eq!(case.asks(&a), Question::DoiHandle);
    let merged = case.clone().with(Question::DoiHandle, &a, Answer::AliasOf(doi("10.1000/b")));
    assert_eq!(merged.next(&a), Next::Follow(doi("10.1000/b")));
    let exists = case.with(Question::DoiHandle, &a, Answer::Exists);
    assert_eq!(exists.reason(&a), "Crossref has no record of it, though it is registered there");
}

#[test]
fn crossref_s_silence_leaves_its_dois_unchecked() {
    let a = doi("10.1000/a");
    let failing = || Case::new().failing(Question::CrossrefList, &a);
    assert_eq!(failing().asks(&a), Question::DoiAgency);
    assert_eq!(failing().with(Question::DoiAgency, &a, agency("Crossref")).reason(&a), "Crossref answered 503");
    assert_eq!(failing().with(Question::DoiAgency, &a, agency("mEDRA")).known(&a).views.len(), 0, "not Crossref's");
    let denied = failing().with(Question::DoiAgency, &a, Answer::Denies);
    let exists = denied.clone().with(Question::DoiHandle, &a, Answer::Exists);
    assert_eq!(exists.reason(&a), "Crossref answered 503", "it may be Crossref's");
    assert_eq!(denied.with(Question::DoiHandle, &a, Answer::Denies).authority(&a), "doi.org");
}

#[test]
fn what_is_switched_off_is_said() {
    let a = doi("10.1000/a");
    let case = Case::new().without(Source::Crossref);
    assert_eq!(case.asks(&a), Question::DoiAgency);
    let said = [(agency("Crossref"), Answer::Exists), (Answer::Unclear, Answer::Exists)];
    for (agency, handle) in said {
        let case = case.clone().with(Question::DoiAgency, &a, agency).with(Question::DoiHandle, &a, handle);
        assert_eq!(case.reason(&a), "Crossref is switched off");
    }
    assert_eq!(lacking(&a).without(Source::DoiOrg).reason(&a), "doi.org is switched off");
    let none = Case::new().without(Source::IdConv).without(Source::EuropePmc);
    assert_eq!(none.reason(&pmcid("PMC1")), "PMC’s identifier converter is switched off");
}

#[test]
fn a_short_doi_follows_its_handle() {
    let short = doi("10/abc");
    let case = Case::new().with(Question::DoiHandle, &short, Answer::AliasOf(doi("10.1000/a")));
    assert_eq!(case.next(&short), Next::Follow(doi("10.1000/a")));
    let denied = Case::new().with(Question::DoiHandle, &short, Answer::Denies);
    assert_eq!(denied.reason(&short), "doi.org does not know this short DOI", "one denial is none");
}

#[test]
fn a_pmid_is_absent_when_a_whole_answer_lacks_it_and_pubmed_denies_it_alone() {
    let id = pmid("99999999");
    let lacks = Case::new().with(Question::PubmedRecords, &id, Answer::Lacks);
    assert_eq!(lacks.asks(&id), Question::PubmedSummary);
    assert_eq!(lacks.clone().with(Question::PubmedSummary, &id, Answer::Denies).authority(&id), "PubMed");
    let failing = lacks.clone().failing(Question::PubmedSummary, &id);
    assert_eq!(failing.asks(&id), Question::EuropepmcList);
    assert_eq!(failing.with(Question::EuropepmcList, &id, Answer::Lacks).reason(&id), "PubMed answered 503");
    let exists = lacks.with(Question::PubmedSummary, &id, Answer::Exists);
    let exists = exists.with(Question::EuropepmcList, &id, Answer::Lacks);
    assert_eq!(exists.reason(&id), "PubMed gave no record of it, though it has one");
    let unclear = Case::new().with(Question::PubmedRecords, &id, Answer::Unclear);
    let denied = unclear.with(Question::PubmedSummary, &id, Answer::Denies);
    assert_eq!(denied.reason(&id), "PubMed answered with records that cannot be read");
}

#[test]
fn a_pmcid_is_absent_by_the_converter_s_word_on_it_alone() {
    let id = pmcid("PMC99999999");
    for said in [Answer::Lacks, Answer::Unclear] {
        let case = Case::new().with(Question::ConverterList, &id, said);
        assert_eq!(case.asks(&id), Question::ConverterAlone);
        let denied = case.clone().with(Question::ConverterAlone, &id, Answer::Denies);
        assert_eq!(denied.authority(&id), "PMC’s identifier converter");
        let unclear = case.with(Question::ConverterAlone, &id, Answer::Unclear);
        assert_eq!(unclear.asks(&id), Question::EuropepmcList);
        let unclear = unclear.failing(Question::EuropepmcList, &id);
        assert_eq!(unclear.reason(&id), "PMC’s identifier converter did not say what it stands for");
    }
}

#[test]
fn where_ncbi_does_not_answer_europe_pmc_gives_the_record_and_denies_nothing() {
    let (number, in_pmc, a) = (pmid("1"), pmcid("PMC1"), doi("10.1000/a"));
    for (id, question) in [(&number, Question::PubmedRecords), (&in_pmc, Question::ConverterList)] {
        let failing = Case::new().failing(question, id);
        assert_eq!(failing.asks(id), Question::EuropepmcList);
        let its = record(id, std::slice::from_ref(&a));
        let found = failing.clone().with(Question::EuropepmcList, id, its);
        assert_eq!((found.asks(id), sources(&found.known(id))), (Question::CrossrefList, vec![Source::EuropePmc]));
        for said in [Ok(Answer::Lacks), Err("answered 500".to_owned())] {
            let mut case = failing.clone();
            case.ledger.write(Question::EuropepmcList, id.clone(), said);
            assert_eq!(case.reason(id), format!("{} answered 503", question.service().source));
        }
    }
}

#[test]
fn a_pmcid_is_known_through_its_other_names() {
    let (id, number, a) = (pmcid("PMC9736289"), pmid("36497410"), doi("10.1000/a"));
    let both = Answer::SameAs(vec![number.clone(), id.clone(), a.clone()]);
    let case = Case::new().with(Question::ConverterList, &id, both);
    assert_eq!(case.next(&id), Next::Ask(vec![(Question::PubmedRecords, number.clone())]));
    let case = case.with(Question::PubmedRecords, &number, record(&number, &[a.clone(), id.clone()]));
    assert_eq!(case.asks(&id), Question::CrossrefList, "its DOI's");
    let known = case.with(Question::CrossrefList, &a, record(&a, &[])).known(&id);
    assert_eq!((sources(&known), known.agency.as_deref()), (vec![Source::Crossref, Source::PubMed], None));
    assert_eq!(other_names(&id, &known), [&a, &number]);
    let no_number = Answer::SameAs(vec![id.clone(), a.clone()]);
    let case = Case::new().with(Question::ConverterList, &id, no_number);
    assert_eq!(case.asks(&id), Question::CrossrefList);
    assert_eq!(case.with(Question::CrossrefList, &a, Answer::Lacks).known(&id).views.len(), 0);
}

#[test]
fn an_arxiv_identifier_is_datacite_s_or_arxiv_s_and_absent_when_doi_org_denies_it_too() {
    let id = doi("10.48550/arXiv.1706.03762");
    let known = Case::new().with(Question::DataciteList, &id, record(&id, &[])).known(&id);
    assert_eq!((known.agency.as_deref(), sources(&known)), (Some("DataCite"), vec![Source::DataCite]));
    let lacks = Case::new().with(Question::DataciteList, &id, Answer::Lacks);
    assert_eq!(lacks.asks(&id), Question::ArxivList);
    let failing = Case::new().failing(Question::DataciteList, &id);
    for case in [lacks.clone(), failing.clone()] {
        let known = case.with(Question::ArxivList, &id, record(&id, &[])).known(&id);
        assert_eq!(sources(&known), [Source::Arxiv]);
    }
    let denied = |case: Case| {
        let case = case.with(Question::ArxivList, &id, Answer::Lacks);
        assert_eq!(case.asks(&id), Question::ArxivAlone);
        let case = case.with(Question::ArxivAlone, &id, Answer::Denies);
        assert_eq!(case.asks(&id), Question::DoiAgency);
        let case = case.with(Question::DoiAgency, &id, Answer::Denies);
        assert_eq!(case.asks(&id), Question::DoiHandle);
        case.with(Question::DoiHandle, &id, Answer::Denies).authority(&id)
    };
    let bare =
        lacks.clone().with(Question::ArxivList, &id, Answer::Lacks).with(Question::ArxivAlone, &id, Answer::Denies);
    assert_eq!(bare.with(Question::DoiAgency, &id, agency("DataCite")).known(&id).lacking, [Source::DataCite]);
    assert_eq!(denied(lacks.clone()), "DataCite, arXiv, doi.org");
    assert_eq!(denied(failing), "arXiv, doi.org");
    let off = lacks.without(Source::Arxiv).with(Question::DoiAgency, &id, Answer::Denies);
    assert_eq!(off.with(Question::DoiHandle, &id, Answer::Denies).reason(&id), "arXiv is switched off");
}

#[test]
fn pubmed_s_view_of_a_doi_is_the_record_that_has_it() {
    let (a, right, stranger) = (doi("10.1000/a"), pmid("1"), pmid("2"));
    let found: Arc<[Identifier]> = [right.clone(), stranger.clone()].into();
    let among = Answer::Among { found, complete: true };
    let case = Case::new().with(Question::CrossrefList, &a, record(&a, &[])).with(Question::PubmedSearch, &a, among);
    let Next::AskFurther { asks, .. } = case.next(&a) else { panic!("the candidates") };
    assert_eq!(asks, [right.clone(), stranger.clone()].map(|id| (Question::PubmedRecords, id)));
    let case = case.with(Question::PubmedRecords, &stranger, record(&stranger, &[doi("10.1000/b")]));
    let known = case.clone().with(Question::PubmedRecords, &right, record(&right, &[doi("10.1000/a")])).known(&a);
    assert_eq!(sources(&known), [Source::Crossref, Source::PubMed]);
    assert_eq!(other_names(&a, &known), [&right]);
    let strangers = case.clone().with(Question::PubmedRecords, &right, Answer::Lacks).known(&a);
    assert_eq!((sources(&strangers), &*strangers.lacking), (vec![Source::Crossref], &[Source::PubMed][..]));
    let failing = case.clone().failing(Question::PubmedRecords, &right).known(&a);
    assert_eq!((sources(&failing), &*failing.lacking), (vec![Source::Crossref], &[][..]), "who failed lacks nothing");
    let mut twice = case.with(Question::PubmedRecords, &right, record(&right, std::slice::from_ref(&a)));
    twice = twice.with(Question::PubmedRecords, &stranger, record(&stranger, std::slice::from_ref(&a)));
    assert_eq!(sources(&twice.known(&a)).len(), 2 - 1, "two of one DOI, and none says which");
}

#[test]
fn another_work_under_a_shared_identifier_is_not_joined() {
    let (number, a) = (pmid("1"), doi("10.1000/a"));
    let titled = |id: &Identifier, title: &str, family: &str| {
        let mut record = Record::new(id.clone());
        record.title = Some(title.into());
        record.authors = vec![Name::Person { family: family.into(), given: None, suffix: None }.into()];
        record.same_as = vec![if *id == a { number.clone() } else { a.clone() }];
        Answer::Record(Arc::new(record))
    };
    let case = Case::new().with(Question::PubmedRecords, &number, titled(&number, "Seed and soil", "Paget"));
    let slip = case.clone().with(Question::CrossrefList, &a, titled(&a, "Moisture under spruce", "Roe")).known(&number);
    assert_eq!((sources(&slip), &*slip.lacking), (vec![Source::PubMed], &[Source::Crossref][..]));
    let same = case.with(Question::CrossrefList, &a, titled(&a, "The seed and the soil", "Paget")).known(&number);
    assert_eq!(sources(&same), [Source::Crossref, Source::PubMed]);
}

#[test]
fn a_doi_that_pubmed_alone_gives_is_no_other_name() {
    let (number, a) = (pmid("1"), doi("10.1000/a"));
    let case = Case::new().with(Question::PubmedRecords, &number, record(&number, std::slice::from_ref(&a)));
    let lacks = case.with(Question::CrossrefList, &a, Answer::Lacks).known(&number);
    assert_eq!((sources(&lacks), &*lacks.lacking), (vec![Source::PubMed], &[Source::Crossref][..]));
    assert!(other_names(&number, &lacks).is_empty());
}

#[test]
fn what_is_known_and_young_is_not_asked_again() {
    let (a, number) = (doi("10.1000/a"), pmid("1"));
    let whole = Case::new().with(Question::PubmedRecords, &number, record(&number, std::slice::from_ref(&a))).with(
        Question::CrossrefList,
        &a,
        record(&a, &[]),
    );
    let known = whole.known(&number);
    let mut case = Case::new();
    let both = vec![Source::Crossref, Source::PubMed];
    case.before = Before { known: Some(Arc::clone(&known)), young: both, due: false };
    assert_eq!(case.next(&number), Next::Done(Knowledge::Known(Arc::clone(&known))));
    case.before.young = vec![Source::PubMed];
    assert_eq!(case.asks(&number), Question::CrossrefList);
    assert!(matches!(case.without(Source::Crossref).next(&number), Next::Done(_)));
    let mut alone = Case::new();
    let crossref = Known { agency: Some("Crossref".into()), views: vec![known.views[0].clone()], ..Known::default() };
    alone.before = Before { known: Some(Arc::new(crossref)), young: vec![Source::Crossref], due: false };
    assert_eq!(alone.asks(&a), Question::PubmedSearch);
    alone.before.young.push(Source::PubMed);
    assert!(matches!(alone.next(&a), Next::Done(_)), "PubMed said lately that it has none");
}

fn said(answers: Vec<Answer>) -> BoxedStrategy<Option<Result<Answer, String>>> {
    let answer = proptest::sample::select(answers).prop_map(|answer| Some(Ok(answer)));
    prop_oneof![Just(None), Just(Some(Err("answered 503".to_owned()))), answer].boxed()
}

/// All that a question about `id` may be answered with.
fn answers(question: Question, id: &Identifier) -> Vec<Answer> {
    let found = |complete| Answer::Among { found: [pmid("7")].into(), complete };
    match question {
        Question::DoiHandle => vec![Answer::Exists, Answer::Denies, Answer::AliasOf(doi("10.1000/z"))],
        Question::DoiAgency => {
            vec![
                agency("Crossref"),
                agency("DataCite"),
                agency("mEDRA"),
                Answer::Denies,
                Answer::Malformed,
                Answer::Unclear,
            ]
        }
        Question::ArxivList => vec![record(id, &[]), Answer::Lacks, Answer::Unclear],
        Question::ArxivAlone => vec![record(id, &[]), Answer::Denies, Answer::Unclear],
        Question::PubmedSummary => vec![Answer::Exists, Answer::Denies],
        Question::ConverterList => vec![Answer::SameAs(vec![pmid("7"), id.clone()]), Answer::Lacks, Answer::Unclear],
        Question::ConverterAlone => vec![Answer::SameAs(vec![pmid("7"), id.clone()]), Answer::Denies, Answer::Unclear],
        Question::PubmedSearch => vec![Answer::Lacks, found(true), found(false)],
        Question::PubmedRecords => vec![record(id, &[doi("10.1000/a")]), Answer::Lacks, Answer::Unclear],
        Question::CrossrefAlone | Question::CrossrefList | Question::DataciteList | Question::EuropepmcList => {
            vec![record(id, &[]), Answer::Lacks]
        }
    }
}

/// What it takes to deny an identifier.
fn is_denied(id: &Identifier, ledger: &Ledger) -> bool {
    let (before, enabled) = (Before::default(), Enabled::new());
    let evidence = Evidence { ledger, before: &before, enabled: &enabled, today: TODAY };
    let says = |question, answer: &Answer| matches!(evidence.said(question, id), Some(Ok(said)) if said == answer);
    match id.kind() {
        IdentifierKind::Pmid => {
            says(Question::PubmedRecords, &Answer::Lacks) && says(Question::PubmedSummary, &Answer::Denies)
        }
        IdentifierKind::Pmcid => says(Question::ConverterAlone, &Answer::Denies),
        kind => {
            let arxiv = kind != IdentifierKind::Arxiv || says(Question::ArxivAlone, &Answer::Denies);
            arxiv && says(Question::DoiAgency, &Answer::Denies) && says(Question::DoiHandle, &Answer::Denies)
        }
    }
}

fn subjects() -> Vec<Identifier> {
    let dois = ["10.1000/a", "10.1000/a,b", "10/abc", "10.48550/arXiv.1706.03762"].map(doi);
    dois.into_iter().chain([pmid("7"), pmcid("PMC9")]).collect()
}

fn ledgers() -> impl Strategy<Value = Ledger> {
    let entries: Vec<_> = subjects()
        .into_iter()
        .flat_map(|id| Question::ALL.map(|question| (question, id.clone())))
        .map(|(question, id)| said(answers(question, &id)).prop_map(move |said| (question, id.clone(), said)))
        .collect();
    entries.prop_map(|entries| {
        let mut ledger = Ledger::default();
        for (question, id, said) in entries {
            if let Some(said) = said {
                ledger.write(question, id, said);
            }
        }
        ledger
    })
}

proptest! {
    #[test]
    fn whatever_was_said(
        ledger in ledgers(),
        id in proptest::sample::select(subjects()),
        enabled in proptest::sample::subsequence(Source::ALL.to_vec(), 0..=7),
    ) {
        let case = Case { ledger, before: Before::default(), enabled: enabled.into_iter().collect() };
        let next = case.next(&id);
        match &next {
            Next::Done(Knowledge::Absent(_)) => prop_assert!(is_denied(&id, &case.ledger), "{}", id),
            Next::Done(Knowledge::Unchecked(Reason::NotAnswered { what, .. } | Reason::Undecided { what, .. })) => {
                prop_assert!(!what.is_empty());
            }
            Next::Ask(asks) | Next::AskFurther { asks, .. } => {
                prop_assert!(!asks.is_empty());
                for (question, subject) in asks {
                    let Case { ledger, before, enabled } = &case;
                    let evidence = Evidence { ledger, before, enabled, today: TODAY };
                    prop_assert!(evidence.said(*question, subject).is_none(), "nothing is asked twice");
                    prop_assert!(case.enabled.contains(&question.service().source));
                }
            }
            Next::Done(_) | Next::Follow(_) => {}
        }
        if let Next::AskFurther { first, .. } = &next {
            prop_assert!(matches!(first, Knowledge::Known(_)));
        }
    }
}
