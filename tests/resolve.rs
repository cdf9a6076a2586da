//! The resolver against a stand-in for the registries: polite when all is well, honest when nothing is.
#![allow(clippy::disallowed_methods, reason = "a test of an edge")]

#[path = "support/registry.rs"]
mod registry;

use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::time::Duration;

use ibid::config::{Config, Resolve, SourceSettings};
use ibid::record::{Identifier, Knowledge, Reason, Records, Source};
use ibid::resolve::{Ask, Learnt, Patience, Priority, Resolved, Resolver, resolve_all};
use ibid::store::{Store, StorePlace, unix_now};
use registry::{ARXIV, Article, CROSSREF, DATACITE, Entry, Fault, HANDLE_ONLY, Registry};

/// No test waits longer for anything; none should come near.
const LIMIT: Duration = Duration::from_secs(30);

fn doi(value: &str) -> Identifier {
    Identifier::from_doi(value)
}

fn pmid(value: &str) -> Identifier {
    Identifier::from_pmid(value).expect("a PMID")
}

fn pmcid(value: &str) -> Identifier {
    Identifier::from_pmcid(value).expect("a PMCID")
}

fn memory() -> Store {
    Store::open(&StorePlace::Memory).store
}

fn settings() -> Resolve {
    let mailto = Some("someone@example.org".to_owned());
    Resolve { mailto, timeout: Duration::from_millis(250), ..Config::default().resolve }
}

/// Retries at once, so that failing takes no time.
const HASTY: Patience = Patience {
    first_wait: Duration::from_millis(1),
    rest: Duration::from_secs(60),
    interval: Some(Duration::from_millis(100)),
};

/// A resolver and what it reports.
struct Bench {
    resolver: Resolver,
    reports: mpsc::Receiver<Resolved>,
}

impl Bench {
    fn new(resolve: &Resolve, sources: &BTreeMap<Source, SourceSettings>, store: &Store) -> Self {
        let (sender, reports) = mpsc::channel();
        let report = Box::new(move |resolved| drop(sender.send(resolved)));
        Self { resolver: Resolver::start_patient(resolve, sources, store.clone(), HASTY, report), reports }
    }

    /// Everything reported until nothing is left to do.
    fn until_idle(&self) -> Records {
        let mut records = Records::default();
        loop {
            match self.reports.recv_timeout(LIMIT).expect("the resolver comes to an end") {
                Resolved::Answers { stands, .. } => stands.into_iter().for_each(|(id, known)| records.put(id, known)),
                Resolved::Progress { asked, total } => assert!(asked <= total, "{asked} of {total}"),
                Resolved::Idle => return records,
            }
        }
    }
}

fn learn(ids: &[Identifier], resolve: &Resolve, sources: &BTreeMap<Source, SourceSettings>, store: &Store) -> Records {
    let bench = Bench::new(resolve, sources, store);
    bench.resolver.submit(ids.to_vec(), Priority::Open);
    bench.until_idle()
}

fn reason(knowledge: &Knowledge) -> String {
    match knowledge {
        Knowledge::Unchecked(reason) => reason.to_string(),
        other => other.state().to_owned(),
    }
}

fn title(records: &Records, id: &Identifier) -> Option<String> {
    records.get(id).known()?.record()?.title.clone()
}

/// A little of everything: registered in lists and alone, elsewhere, under a short name, merged, nowhere.
fn mixed() -> (Vec<Identifier>, Registry) {
    let mut works: Vec<(String, Entry)> = (0..60).map(|n| (format!("10.1000/work.{n}"), CROSSREF)).collect();
    works.push(("10.1000/with,comma".into(), CROSSREF));
    works.push(("10.1000/left.out".into(), Entry { listed: false, ..CROSSREF }));
    works.push(("10.5281/zenodo.7".into(), DATACITE));
    works.push(("10.48550/arXiv.1706.03762".into(), ARXIV));
    works.push(("10.48550/arXiv.2401.00001".into(), Entry { datacite: false, ..ARXIV }));
    works.push(("10.1000/handle.only".into(), HANDLE_ONLY));
    works.push(("10/short".into(), Entry { alias: Some("10.1000/work.3"), ..HANDLE_ONLY }));
    let merged = Entry { listed: false, single: false, alias: Some("10.1000/work.4"), ..CROSSREF };
    works.push(("10.1000/merged".into(), merged));
    let mut ids: Vec<_> = works.iter().map(|(value, _)| doi(value)).collect();
    ids.extend(["10.1000/nowhere", "10.1000/nowhere,either", "10.48550/arXiv.9999.99999"].map(doi));
    ids.extend(["1001", "1002", "1003", "9009"].map(pmid));
    ids.extend(["PMC1", "PMC2", "PMC99"].map(pmcid));
    let registry = Registry::start(works);
    let article = |doi: &str, pmcid: &str| {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Article { doi: text(doi), pmcid: text(pmcid), ..Article::default() }
    };
    registry.publish([
        ("1001", article("10.1000/work.1", "PMC1")),
        ("1002", article("10.1000/never.listed", "PMC2")),
        ("1003", article("", "")),
    ]);
    (ids, registry)
}

#[test]
fn five_hundred_dois_in_fifteen_requests() {
    let works: Vec<_> = (0..500).map(|n| (format!("10.1000/Work<{n}>"), CROSSREF)).collect();
    let ids: Vec<_> = works.iter().map(|(value, _)| doi(value)).collect();
    let registry = Registry::start(works);
    registry.linger(Duration::from_millis(20));
    let folder = tempfile::tempdir().expect("a folder");
    let place = StorePlace::Path(folder.path().join("store-v1.sqlite"));
    let (resolve, go_on) = (settings(), AtomicBool::new(false));
    let run = || {
        let store = Store::open(&place).store;
        resolve_all(
            &ids,
            Ask::Due,
            &resolve,
            &registry.sources(),
            &store,
            &|asked, total| assert!(asked <= total),
            &go_on,
        )
        .stands
    };

    let records = run();
    assert!(ids.iter().all(|id| records.get(id).state() == "known"));
    assert_eq!(title(&records, &ids[7]).as_deref(), Some("The work 10.1000/work<7>"));
    let asked = registry.asked();
    assert!(asked.len() <= 60, "{}", asked.len());
    assert_eq!(
        asked.iter().map(|asked| (&asked.path, &asked.form)).collect::<BTreeSet<_>>().len(),
        asked.len(),
        "none repeated"
    );
    assert!(asked.iter().all(|asked| asked.in_flight <= 3));
    assert!(
        asked
            .iter()
            .filter(|asked| asked.path.starts_with("/crossref"))
            .all(|asked| asked.agent.contains("; mailto:someone@example.org)")),
        "{}",
        asked[0].agent
    );

    registry.forget();
    let again = run();
    assert!(ids.iter().all(|id| again.get(id).state() == "known"));
    assert_eq!(registry.asked().len(), 0, "the store knows it all");

    let refreshed =
        resolve_all(&ids, Ask::Anew, &resolve, &registry.sources(), &Store::open(&place).store, &|_, _| {}, &go_on)
            .stands;
    assert!(ids.iter().all(|id| refreshed.get(id).state() == "known"));
    assert_eq!(registry.asked().iter().filter(|asked| asked.path.starts_with("/crossref")).count(), 10);
}

/// As many works, each known by a DOI and a PMID.
fn in_both(count: usize) -> (Registry, Vec<Identifier>, Vec<Identifier>) {
    let value = |n: usize| format!("10.1000/work.{n}");
    let registry = Registry::start((0..count).map(|n| (value(n), CROSSREF)));
    let article = |n| (format!("{}", 100_000 + n), Article { doi: Some(value(n)), ..Article::default() });
    registry.publish((0..count).map(article));
    let numbers = (0..count).map(|n| pmid(&format!("{}", 100_000 + n))).collect();
    (registry, (0..count).map(|n| doi(&value(n))).collect(), numbers)
}

fn sources_of(records: &Records, id: &Identifier) -> Vec<Source> {
    let known = records.get(id).known().map(|known| known.views.iter().map(|view| view.source).collect());
    known.unwrap_or_default()
}

#[test]
fn five_hundred_dois_and_five_hundred_pmids_of_different_works() {
    let (registry, dois, numbers) = in_both(1_000);
    registry.linger(Duration::from_millis(20));
    let ids = [&dois[..500], &numbers[500..]].concat();
    let folder = tempfile::tempdir().expect("a folder");
    let place = StorePlace::Path(folder.path().join("store-v1.sqlite"));
    let bench = Bench::new(&settings(), &registry.sources(), &Store::open(&place).store);
    bench.resolver.submit(ids.clone(), Priority::Open);
    let mut unknown: BTreeSet<&Identifier> = ids.iter().collect();
    while !unknown.is_empty() {
        if let Resolved::Answers { stands, .. } = bench.reports.recv_timeout(LIMIT).expect("an answer") {
            stands.iter().filter(|(_, known)| known.state() == "known").for_each(|(id, _)| {
                unknown.remove(id);
            });
        }
    }
    let first = registry.asked().len();
    bench.until_idle();
    let asked = registry.asked();
    println!("first answers in {first} requests, second sources in {}", asked.len());
    assert!(first <= 25 && asked.len() <= 60, "{first}, {}", asked.len());
    let distinct: BTreeSet<_> = asked.iter().map(|asked| (&asked.path, &asked.form)).collect();
    assert_eq!(distinct.len(), asked.len(), "none repeated");
    assert!(asked.iter().all(|asked| asked.in_flight <= 3));

    registry.forget();
    let all = [&dois[..], &numbers].concat();
    let records = learn(&all, &settings(), &registry.sources(), &Store::open(&place).store);
    for id in &all {
        assert_eq!(sources_of(&records, id), [Source::Crossref, Source::PubMed], "{id}");
    }
    assert_eq!(registry.asked().len(), 0, "each work is known under both its names");
}

#[test]
fn a_stranger_that_a_search_finds_is_no_view_of_the_work() {
    let (registry, dois, _) = in_both(3);
    let stranger = Article { doi: Some("10.1000/stranger".into()), found_by_all: true, ..Article::default() };
    registry.publish([("77", stranger)]);
    let lacking = doi("10.1000/lacking");
    let registry_of_one = Registry::start([("10.1000/lacking", CROSSREF)]);
    registry_of_one.publish([("77", Article { found_by_all: true, ..Article::default() })]);
    let records = learn(&dois, &settings(), &registry.sources(), &memory());
    for (n, id) in dois.iter().enumerate() {
        let view = records.get(id).known().expect("known").views.iter().find(|view| view.source == Source::PubMed);
        assert_eq!(view.map(|view| view.record.id.clone()), Some(pmid(&format!("{}", 100_000 + n))));
    }
    let store = memory();
    let records = learn(std::slice::from_ref(&lacking), &settings(), &registry_of_one.sources(), &store);
    assert_eq!(sources_of(&records, &lacking), [Source::Crossref]);
    registry_of_one.forget();
    let _ = learn(&[lacking], &settings(), &registry_of_one.sources(), &store);
    assert_eq!(registry_of_one.asked().len(), 0, "that PubMed has none is remembered");
}

#[test]
fn a_second_source_that_fails_or_is_switched_off_leaves_the_first_answer() {
    let (registry, dois, numbers) = in_both(2);
    let store = memory();
    let mut sources = registry.sources();
    sources.get_mut(&Source::PubMed).expect("a source").enabled = false;
    let records = learn(&dois[..1], &settings(), &sources, &store);
    assert_eq!(sources_of(&records, &dois[0]), [Source::Crossref]);
    registry.forget();
    let _ = learn(&dois[..1], &settings(), &sources, &store);
    assert_eq!(registry.asked().len(), 0, "nobody else may be asked");
    registry.fail("/pubmed/", Fault::Status(500), usize::MAX);
    let records = learn(&dois[..1], &settings(), &registry.sources(), &store);
    assert_eq!(sources_of(&records, &dois[0]), [Source::Crossref]);
    registry.heal();
    registry.forget();
    let records = learn(&dois[..1], &settings(), &registry.sources(), &store);
    assert_eq!(sources_of(&records, &dois[0]), [Source::Crossref, Source::PubMed]);
    assert!(registry.asked().iter().all(|asked| asked.path.starts_with("/pubmed/")), "Crossref's word is young");
    registry.fail("/crossref/", Fault::Hang, usize::MAX);
    let records = learn(&numbers[1..], &settings(), &registry.sources(), &store);
    assert_eq!(sources_of(&records, &numbers[1]), [Source::PubMed]);
}

#[test]
fn a_number_that_a_batch_left_out_is_not_denied() {
    let registry = Registry::start(Vec::<(&str, Entry)>::new());
    registry.publish([
        ("1", Article::default()),
        ("2", Article { only_summary: true, ..Article::default() }),
        ("3", Article { only_summary: true, pmcid: Some("PMC3".into()), ..Article::default() }),
    ]);
    let ids = [pmid("1"), pmid("2"), pmcid("PMC3"), pmid("4")];
    registry.fail("/europepmc/", Fault::Status(500), usize::MAX);
    let records = learn(&ids, &settings(), &registry.sources(), &memory());
    let states = ids.each_ref().map(|id| records.get(id).state());
    assert_eq!(states, ["known", "unchecked", "unchecked", "absent"]);
    assert_eq!(reason(records.get(&ids[1])), "PubMed gave no record of it, though it has one");
}

#[test]
fn nobody_is_asked_about_what_nobody_knows() {
    let registry = Registry::start(Vec::<(&str, Entry)>::new());
    let isbn = Identifier::from_isbn("0-306-40615-2").expect("an ISBN");
    let trial = Identifier::from_trial("NCT00000102").expect("a trial");
    let ids = [isbn, trial, Identifier::from_url("https://example.org"), Identifier::from_key("tag:x")];
    let records = learn(&ids, &settings(), &registry.sources(), &memory());
    assert!(ids.iter().all(|id| records.get(id) == &Knowledge::Unsupported));
    assert_eq!(registry.asked().len(), 0);
}

#[test]
fn what_list_and_agency_leave_out_is_asked_alone() {
    let entry = Entry { agency: None, listed: false, ..CROSSREF };
    let registry = Registry::start([("10.1000/left.out".to_owned(), entry)]);
    let id = doi("10.1000/left.out");
    let records = learn(std::slice::from_ref(&id), &settings(), &registry.sources(), &memory());
    assert_eq!(title(&records, &id).as_deref(), Some("The work 10.1000/left.out"), "{}", reason(records.get(&id)));
    assert_eq!(registry.asked().len(), 5, "list, agency, handle, alone, and PubMed's search");
}

#[test]
fn everything_is_told_apart() {
    let (ids, registry) = mixed();
    let records = learn(&ids, &settings(), &registry.sources(), &memory());
    for id in &ids {
        let absent = id.value().contains("nowhere") || ["9999.99999", "9009", "PMC99"].contains(&id.value());
        let expected = if absent { "absent" } else { "known" };
        assert_eq!(records.get(id).state(), expected, "{id}: {}", reason(records.get(id)));
    }
    let known = |value: &str| records.get(&doi(value)).known().expect("known").clone();
    assert_eq!(known("10.5281/zenodo.7").agency.as_deref(), Some("DataCite"));
    assert_eq!(title(&records, &doi("10.5281/zenodo.7")).as_deref(), Some("The data 10.5281/zenodo.7"));
    assert_eq!(known("10.48550/arXiv.1706.03762").agency.as_deref(), Some("DataCite"));
    assert_eq!(known("10.1000/left.out").agency.as_deref(), Some("Crossref"));
    assert_eq!(known("10.1000/handle.only").agency, None);
    assert_eq!(known("10/short").alias_of, Some(doi("10.1000/work.3")));
    assert_eq!(title(&records, &doi("10/short")).as_deref(), Some("The work 10.1000/work.3"));
    assert_eq!(known("10.1000/merged").alias_of, Some(doi("10.1000/work.4")));
    let Knowledge::Absent(absent) = records.get(&doi("10.1000/nowhere")) else { panic!("absent") };
    assert_eq!(absent.authority, "Crossref, doi.org");
    let Knowledge::Absent(absent) = records.get(&doi("10.48550/arXiv.9999.99999")) else { panic!("absent") };
    assert_eq!(absent.authority, "DataCite, arXiv, doi.org");
    let views = |id: &Identifier| {
        let known = records.get(id).known().expect("known");
        known.views.iter().map(|view| view.source).collect::<Vec<_>>()
    };
    let both = vec![Source::Crossref, Source::PubMed];
    for id in [doi("10.1000/work.1"), pmid("1001"), pmcid("PMC1")] {
        assert_eq!(views(&id), both, "{id}");
    }
    assert_eq!(views(&pmid("1002")), [Source::PubMed]);
    assert_eq!(views(&doi("10.48550/arXiv.2401.00001")), [Source::Arxiv]);
    for (id, authority) in [(pmid("9009"), "PubMed"), (pmcid("PMC99"), "PMC’s identifier converter")] {
        let Knowledge::Absent(absent) = records.get(&id) else { panic!("absent") };
        assert_eq!(absent.authority, authority);
    }
}

#[test]
fn what_crossref_lacks_is_one_question() {
    let (ids, registry) = mixed();
    let _ = learn(&ids, &settings(), &registry.sources(), &memory());
    let asked = registry.asked();
    let agencies = asked.iter().filter(|asked| asked.path.starts_with("/doi/doiRA/")).count();
    assert!(agencies <= 3, "{agencies}");
    let lists = asked.iter().filter(|asked| asked.path.starts_with("/crossref/works?")).count();
    assert!(lists <= 3, "{lists}: two, and one for the DOIs of PubMed's records");
}

/// What no failure may do: turn what is known into what is absent, or the other way round.
fn assert_honest(ids: &[Identifier], sound: &Records, faulty: &Records, what: &str) {
    for id in ids {
        let (sound, faulty) = (sound.get(id), faulty.get(id));
        match faulty {
            Knowledge::Unchecked(Reason::NotAnswered { what: words, .. } | Reason::Undecided { what: words, .. }) => {
                assert!(!words.is_empty(), "{what}");
            }
            Knowledge::Unchecked(reason) => panic!("{what}: {id} is unchecked because {reason}"),
            _ => {
                assert_eq!(faulty.state(), sound.state(), "{what}: {id}");
                let record = |knowledge: &Knowledge| knowledge.known().is_some_and(|known| known.record().is_some());
                assert_eq!(record(faulty), record(sound), "{what}: {id} without its record");
            }
        }
    }
}

#[test]
fn no_failure_accuses_anybody() {
    // Every fault waits for something of its own; together they wait once.
    std::thread::scope(|scope| {
        for fault in Fault::ALL {
            scope.spawn(move || no_failure_of_this_kind_accuses_anybody(fault));
        }
    });
}

fn no_failure_of_this_kind_accuses_anybody(fault: Fault) {
    let (ids, registry) = mixed();
    let resolve = Resolve { timeout: Duration::from_millis(300), ..settings() };
    let patient = Resolve { timeout: LIMIT, ..settings() };
    let sound = learn(&ids, &patient, &registry.sources(), &memory());
    let parts: [&[&str]; 18] = [
        &["/crossref/"],
        &["/crossref/works?"],
        &["/crossref/works/"],
        &["/doi/"],
        &["/doi/doiRA/"],
        &["/doi/api/"],
        &["/datacite/"],
        &["/pubmed/"],
        &["/pubmed/efetch"],
        &["/pubmed/esummary"],
        &["/pubmed/esearch"],
        &["/idconv/"],
        &["/arxiv/"],
        // Asked only where NCBI does not answer.
        &["/europepmc/"],
        &["/europepmc/", "/pubmed/"],
        &["/europepmc/", "/idconv/"],
        &["/arxiv/", "/datacite/"],
        &["/"],
    ];
    for part in parts {
        registry.heal();
        registry.forget();
        part.iter().for_each(|part| registry.fail(part, fault, usize::MAX));
        let what = format!("{fault:?} at {part:?}");
        let store = memory();
        let faulty = learn(&ids, &resolve, &registry.sources(), &store);
        assert_honest(&ids, &sound, &faulty, &what);
        let asked = registry.asked().len();
        assert!(asked <= 120, "{what}: {asked} requests are a storm");
        // The store was not told more than was learnt.
        for (id, kept) in store.get(&ids, unix_now()) {
            assert_eq!(kept.state(), sound.get(&id).state(), "{what}: {id}");
        }
    }
}

#[test]
fn a_passing_failure_passes() {
    let (ids, registry) = mixed();
    let sound = learn(&ids, &settings(), &registry.sources(), &memory());
    let passing = [Fault::Status(500), Fault::Status(503), Fault::TooMany(0), Fault::Cut, Fault::Drop, Fault::Hang];
    for fault in passing {
        for part in [
            "/crossref/works?",
            "/crossref/works/",
            "/doi/doiRA/",
            "/doi/api/",
            "/datacite/",
            "/pubmed/efetch",
            "/pubmed/esummary",
            "/idconv/",
            "/arxiv/",
        ] {
            registry.heal();
            registry.fail(part, fault, 1);
            let faulty = learn(&ids, &settings(), &registry.sources(), &memory());
            for id in &ids {
                assert_eq!(faulty.get(id).state(), sound.get(id).state(), "{fault:?} once at {part}: {id}");
            }
        }
    }
}

#[test]
fn a_right_body_with_a_wrong_type_is_right() {
    let (ids, registry) = mixed();
    registry.fail("/", Fault::WrongType, usize::MAX);
    let records = learn(&ids, &settings(), &registry.sources(), &memory());
    assert_eq!(records.get(&ids[0]).state(), "known");
}

#[test]
fn failures_are_told_in_words() {
    let words = [
        (Fault::Status(503), "Crossref answered 503"),
        (Fault::TooMany(7_200), "Crossref asked for fewer requests (429)"),
        (Fault::Hang, "Crossref did not answer within 0.2 s"),
        (Fault::Cut, "Crossref broke off its answer"),
        (Fault::WebPage, "Crossref answered with a web page instead of data (a log-in page?)"),
        (Fault::Huge, "Crossref answered with more than 8 MB"),
        (Fault::Circle, "Crossref redirected in a circle"),
        (Fault::Elsewhere, "Crossref redirected to another host, 127.0.0.2 (a log-in page?)"),
        (Fault::Status(403), "Crossref refused to answer (a log-in or a block in between?)"),
    ];
    let registry = Registry::start([("10.1000/a", CROSSREF)]);
    for (fault, expected) in words {
        registry.heal();
        registry.fail("/crossref/", fault, usize::MAX);
        let resolve = Resolve { timeout: Duration::from_millis(200), ..settings() };
        let records = learn(&[doi("10.1000/a")], &resolve, &registry.sources(), &memory());
        assert_eq!(reason(records.get(&doi("10.1000/a"))), expected);
    }
}

#[test]
fn one_bad_doi_does_not_spoil_its_list() {
    let works: Vec<_> = (0..50).map(|n| (format!("10.1000/work.{n}"), CROSSREF)).collect();
    let ids: Vec<_> = works.iter().map(|(value, _)| doi(value)).collect();
    let registry = Registry::start(works);
    registry.fail("work.33,", Fault::Status(400), usize::MAX);
    registry.fail("work.33&", Fault::Status(400), usize::MAX);
    let records = learn(&ids, &settings(), &registry.sources(), &memory());
    let unchecked: Vec<_> = ids.iter().filter(|id| records.get(id).state() != "known").collect();
    assert_eq!(unchecked, [&ids[33]]);
}

#[test]
fn a_dead_network_is_met_with_few_tries() {
    // A port that was free a moment ago and that nobody listens at.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
    let dead = |source| (source, SourceSettings { url: format!("http://127.0.0.1:{port}"), enabled: true });
    let sources = Source::ALL.into_iter().map(dead).collect();
    let ids: Vec<_> = (0..400).map(|n| doi(&format!("10.1000/{n}"))).collect();
    let go_on = AtomicBool::new(false);
    // With the ordinary patience: the end comes at once all the same.
    let records = resolve_all(&ids, Ask::Due, &settings(), &sources, &memory(), &|_, _| {}, &go_on).stands;
    assert!(ids.iter().all(|id| reason(records.get(id)) == "Crossref could not be reached"));
}

#[test]
fn offline_asks_nobody() {
    let (ids, registry) = mixed();
    let store = memory();
    let _ = learn(&ids[..3], &settings(), &registry.sources(), &store);
    registry.forget();
    let resolve = Resolve { online: false, ..settings() };
    let go_on = AtomicBool::new(false);
    let records = resolve_all(&ids, Ask::Due, &resolve, &registry.sources(), &store, &|_, _| {}, &go_on).stands;
    assert_eq!(records.get(&ids[0]).state(), "known");
    assert_eq!(records.get(&ids[5]), &Knowledge::Unchecked(Reason::Offline));
    let records = learn(&ids, &resolve, &registry.sources(), &store);
    assert_eq!(records.get(&ids[0]).state(), "known");
    assert_eq!(records.get(&ids[5]), &Knowledge::Unchecked(Reason::Offline));
    assert_eq!(registry.asked().len(), 0);
}

#[test]
fn the_budget_ends_a_run() {
    let (ids, registry) = mixed();
    registry.fail("/", Fault::Hang, usize::MAX);
    let resolve = Resolve { budget: Duration::from_millis(150), timeout: LIMIT, ..settings() };
    let records = learn(&ids, &resolve, &registry.sources(), &memory());
    assert!(ids.iter().all(|id| records.get(id) == &Knowledge::Unchecked(Reason::Budget)));
}

#[test]
fn going_offline_ends_what_is_out() {
    let (ids, registry) = mixed();
    registry.fail("/", Fault::Hang, usize::MAX);
    let resolve = Resolve { timeout: LIMIT, ..settings() };
    let bench = Bench::new(&resolve, &registry.sources(), &memory());
    bench.resolver.submit(ids.clone(), Priority::Open);
    bench.resolver.set_online(false);
    let records = bench.until_idle();
    assert!(ids.iter().all(|id| records.get(id) == &Knowledge::Unchecked(Reason::Offline)));
    registry.heal();
    bench.resolver.set_online(true);
    bench.resolver.submit(ids[..2].to_vec(), Priority::Visible);
    let records = bench.until_idle();
    assert_eq!(records.get(&ids[0]).state(), "known");
}

#[test]
fn dropping_waits_for_nobody() {
    let (ids, registry) = mixed();
    registry.fail("/", Fault::Hang, usize::MAX);
    let resolve = Resolve { timeout: Duration::from_secs(600), budget: Duration::from_secs(600), ..settings() };
    let bench = Bench::new(&resolve, &registry.sources(), &memory());
    bench.resolver.submit(ids, Priority::Open);
    let (done, ended) = mpsc::channel();
    std::thread::spawn(move || {
        drop(bench);
        let _ = done.send(());
    });
    ended.recv_timeout(LIMIT).expect("long before any request gives up");
}

#[test]
fn nothing_more_is_asked_about_what_nobody_wants_any_longer() {
    let works = [("10.5281/zenodo.7", DATACITE), ("10.1000/other", CROSSREF), ("10/short", HANDLE_ONLY)];
    let [dropped, other, short] = works.each_ref().map(|(value, _)| doi(value));
    // What the held answer leads to: the next question, or the same one again.
    for fault in [None, Some(Fault::Status(503))] {
        for again in [false, true] {
            let registry = Registry::start(works.clone());
            registry.hold();
            if let Some(fault) = fault {
                registry.fail("zenodo.7", fault, 1);
            }
            let bench = Bench::new(&settings(), &registry.sources(), &memory());
            bench.resolver.submit(vec![dropped.clone()], Priority::Open);
            registry.wait_for(1);
            bench.resolver.cancel(vec![dropped.clone()]);
            if again {
                bench.resolver.submit(vec![dropped.clone()], Priority::Open);
            }
            // When this is asked about, all before it was heard.
            bench.resolver.submit(vec![other.clone(), short.clone()], Priority::Open);
            registry.wait_for(2);
            registry.release();
            let records = bench.until_idle();
            assert_eq!(records.get(&other).state(), "known");
            assert_eq!(records.get(&dropped).state(), if again { "known" } else { "unchecked" }, "{fault:?}");
            let about = registry.asked().iter().filter(|asked| asked.path.contains("zenodo.7")).count();
            assert_eq!(about > 1, again, "{fault:?}: {:?}", registry.asked());
        }
    }
}

#[test]
fn a_cancelled_run_ends() {
    let (ids, registry) = mixed();
    registry.fail("/", Fault::Hang, usize::MAX);
    let resolve = Resolve { timeout: Duration::from_secs(600), budget: Duration::from_secs(600), ..settings() };
    let cancelled = AtomicBool::new(true);
    let records = resolve_all(&ids, Ask::Due, &resolve, &registry.sources(), &memory(), &|_, _| {}, &cancelled).stands;
    assert_eq!(records.get(&ids[0]), &Knowledge::Unchecked(Reason::NotAsked));
}

#[test]
fn wanted_twice_asked_once() {
    let (ids, registry) = mixed();
    let bench = Bench::new(&settings(), &registry.sources(), &memory());
    for _ in 0..5 {
        bench.resolver.submit(ids[..40].to_vec(), Priority::Background);
        bench.resolver.submit(vec![ids[20].clone(), ids[20].clone()], Priority::Visible);
    }
    while bench.until_idle().get(&ids[39]).state() != "known" {}
    let asked = registry.asked();
    let mut dois: Vec<&str> = asked
        .iter()
        .filter_map(|asked| asked.path.split("filter=").nth(1)?.split('&').next())
        .flat_map(|filter| filter.split(','))
        .collect();
    dois.sort_unstable();
    let count = dois.len();
    dois.dedup();
    assert_eq!((dois.len(), count), (40, 40), "{asked:?}");
}

#[test]
fn what_was_said_in_a_run_is_told_from_what_was_known() {
    let (ids, registry) = mixed();
    let (store, resolve, go_on) = (memory(), settings(), AtomicBool::new(false));
    let run =
        |ids: &[Identifier], ask| resolve_all(ids, ask, &resolve, &registry.sources(), &store, &|_, _| {}, &go_on);
    let fresh = |learnt: &Learnt, ids: &[Identifier]| ids.iter().filter(|id| learnt.fresh.has(id)).count();
    assert_eq!(fresh(&run(&ids[..10], Ask::Due), &ids[..10]), 10);
    let more = run(&ids[..20], Ask::Due);
    assert_eq!((fresh(&more, &ids[..10]), fresh(&more, &ids[10..20])), (0, 10));
    assert_eq!(fresh(&run(&ids[..20], Ask::Anew), &ids[..20]), 20);
    // Nobody answers: what is known is not new.
    registry.fail("/", Fault::Status(403), usize::MAX);
    assert_eq!(fresh(&run(&ids, Ask::Anew), &ids), 0);
    // A denial that a record of today outweighs does not stand.
    let empty = Registry::start(Vec::<(&str, Entry)>::new());
    let learnt = resolve_all(&ids[..20], Ask::Anew, &resolve, &empty.sources(), &store, &|_, _| {}, &go_on);
    assert_eq!((learnt.stands.get(&ids[0]).state(), fresh(&learnt, &ids)), ("known", 0));
}

#[test]
fn a_failed_refresh_leaves_what_was_known() {
    let (ids, registry) = mixed();
    let store = memory();
    let sound = learn(&ids, &settings(), &registry.sources(), &store);
    registry.fail("/", Fault::WebPage, usize::MAX);
    let bench = Bench::new(&settings(), &registry.sources(), &store);
    bench.resolver.refresh(ids.clone(), Priority::Open);
    let records = bench.until_idle();
    for id in &ids {
        assert_eq!(records.get(id).state(), sound.get(id).state(), "{id}");
    }
    // Crossref denies everything, orderly: a record of today outweighs that.
    let empty = Registry::start(Vec::<(&str, Entry)>::new());
    let bench = Bench::new(&settings(), &empty.sources(), &store);
    bench.resolver.refresh(ids.clone(), Priority::Open);
    let records = bench.until_idle();
    for id in &ids {
        assert_eq!(records.get(id).state(), sound.get(id).state(), "{id}");
    }
}

#[test]
fn aliases_that_chase_each_other_end() {
    let alias = |to| Entry { listed: false, single: false, alias: Some(to), ..CROSSREF };
    let registry = Registry::start([
        ("10.1000/a", alias("10.1000/b")),
        ("10.1000/b", alias("10.1000/a")),
        ("10/aa", Entry { alias: Some("10/bb"), ..HANDLE_ONLY }),
        ("10/bb", Entry { alias: Some("10/aa"), ..HANDLE_ONLY }),
        ("10/dead", Entry { alias: Some("10.1000/nowhere"), ..HANDLE_ONLY }),
    ]);
    let ids = ["10.1000/a", "10.1000/b", "10/aa", "10/bb", "10/dead"].map(doi);
    let records = learn(&ids, &settings(), &registry.sources(), &memory());
    for id in &ids {
        assert_eq!(records.get(id).state(), "unchecked", "{id}");
    }
}

#[test]
fn answers_that_settle_nothing_are_remembered_and_accuse_nobody() {
    let dead = Entry { alias: Some("10.1000/nowhere"), ..HANDLE_ONLY };
    let registry = Registry::start([("10/dead", dead)]);
    let expected = [
        ("10/nowhere", "doi.org does not know this short DOI"),
        ("10/dead", "doi.org has it as an alias of a DOI that no agency knows"),
    ];
    let ids = expected.map(|(value, _)| doi(value));
    let folder = tempfile::tempdir().expect("a folder");
    let place = StorePlace::Path(folder.path().join("store-v1.sqlite"));
    for run in ["first", "second"] {
        let records = learn(&ids, &settings(), &registry.sources(), &Store::open(&place).store);
        for (value, words) in expected {
            assert_eq!(reason(records.get(&doi(value))), words, "{run} run");
        }
        assert_eq!(registry.asked().is_empty(), run == "second", "{run} run: {:?}", registry.asked());
        registry.forget();
    }
    let go_on = AtomicBool::new(false);
    let store = Store::open(&place).store;
    let _ = resolve_all(&ids, Ask::Due, &settings(), &registry.sources(), &store, &|_, _| {}, &go_on);
    assert_eq!(registry.asked().len(), 0);
    registry.fail("/", Fault::Status(403), usize::MAX);
    let records = resolve_all(&ids, Ask::Anew, &settings(), &registry.sources(), &store, &|_, _| {}, &go_on).stands;
    assert!(!registry.asked().is_empty());
    assert_eq!(reason(records.get(&ids[0])), expected[0].1, "a failure says less");
}

#[test]
fn a_source_that_is_switched_off_is_not_asked() {
    let (ids, registry) = mixed();
    let mut sources = registry.sources();
    sources.get_mut(&Source::Crossref).expect("a source").enabled = false;
    let records = learn(&ids, &settings(), &sources, &memory());
    assert!(registry.asked().iter().all(|asked| !asked.path.starts_with("/crossref/")));
    assert_eq!(reason(records.get(&ids[0])), "Crossref is switched off");
    assert_eq!(records.get(&doi("10.5281/zenodo.7")).state(), "known");
}

#[test]
fn without_a_contact_one_at_a_time_and_unnamed() {
    let (ids, registry) = mixed();
    registry.linger(Duration::from_millis(5));
    let resolve = Resolve { mailto: None, ..settings() };
    let _ = learn(&ids[..3], &resolve, &registry.sources(), &memory());
    assert!(registry.asked().iter().all(|asked| asked.in_flight == 1 && !asked.agent.contains("mailto")));
}

/// The larger stand-in with recorded answers, where it is at hand.
#[test]
fn recorded_works() {
    let upstream = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/upstream"));
    let Some(mut recorded) = recorded::start(upstream) else {
        println!("skipped: no recorded answers, or no Python, on this machine");
        return;
    };
    let dois: Vec<_> = recorded.dois().into_iter().take(500).map(|value| doi(&value)).collect();
    let numbers: Vec<_> = recorded.pmids().into_iter().take(500).map(|value| pmid(&value)).collect();
    let ids = [dois, numbers].concat();
    let (store, go_on) = (memory(), AtomicBool::new(false));
    let resolve = Resolve { timeout: LIMIT, ..settings() };
    let records = resolve_all(&ids, Ask::Due, &resolve, &recorded.sources(), &store, &|_, _| {}, &go_on).stands;
    let unknown: Vec<_> = ids.iter().filter(|id| records.get(id).state() != "known").collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let asked = recorded.log();
    println!("{} recorded works known in {} requests", ids.len(), asked.len());
    assert!(asked.len() <= 60, "{}", asked.len());
    let contact = |line: &&String| line.contains("mailto:someone@example.org") || line.contains("\"email\"");
    assert!(asked.iter().all(|line| contact(&line)));
    let records = resolve_all(&ids, Ask::Due, &resolve, &recorded.sources(), &store, &|_, _| {}, &go_on).stands;
    assert!(ids.iter().all(|id| records.get(id).state() == "known"));
    assert_eq!(recorded.log().len(), asked.len());
    recorded.end();
}

mod recorded {
    use std::collections::{BTreeMap, BTreeSet};
    use std::io::{BufRead as _, BufReader};
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command, Stdio};

    use ibid::config::SourceSettings;
    use ibid::record::Source;

    pub(super) struct Recorded {
        server: Child,
        root: String,
        log: PathBuf,
        records: PathBuf,
        _folder: tempfile::TempDir,
    }

    pub(super) fn start(upstream: &Path) -> Option<Recorded> {
        let records = upstream.join("records");
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("asked.jsonl");
        if !records.is_dir() {
            return None;
        }
        let mut server = Command::new("python3")
            .arg(upstream.join("serve.py"))
            .arg("--records")
            .arg(&records)
            .arg("--log")
            .arg(&log)
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let mut root = String::new();
        BufReader::new(server.stdout.take()?).read_line(&mut root).ok()?;
        Some(Recorded { server, root: root.trim().to_owned(), log, records, _folder: folder })
    }

    impl Recorded {
        pub(super) fn sources(&self) -> BTreeMap<Source, SourceSettings> {
            let settings = |source: Source| {
                let service = if source == Source::PubMed { "eutils" } else { source.key() };
                SourceSettings { url: format!("{}/{service}", self.root), enabled: true }
            };
            Source::ALL.into_iter().map(|source| (source, settings(source))).collect()
        }

        /// DOIs of recorded works that a list can ask about.
        pub(super) fn dois(&self) -> Vec<String> {
            let index = std::fs::read_to_string(self.records.join("INDEX.tsv")).expect("an index");
            let works = index.lines().filter(|line| line.starts_with("crossref/works"));
            let dois: BTreeSet<String> = works
                .filter_map(|line| line.split('\t').nth(2))
                .filter(|doi| doi.starts_with("10.") && !doi.contains(','))
                .map(str::to_ascii_lowercase)
                .collect();
            dois.into_iter().collect()
        }

        /// PMIDs of recorded citations.
        pub(super) fn pmids(&self) -> Vec<String> {
            let index = std::fs::read_to_string(self.records.join("INDEX.tsv")).expect("an index");
            // Those taken out have no record.
            let taken_out = |line: &&str| line.contains("/deletecitation");
            let lines = index.lines().filter(|line| line.starts_with("pubmed-bulk/") && !taken_out(line));
            let words: BTreeSet<String> = lines
                .filter_map(|line| line.split('\t').nth(2))
                .flat_map(|ids| ids.split(' ').filter_map(|id| id.strip_prefix("PMID:")).map(str::to_owned))
                .collect();
            words.into_iter().collect()
        }

        pub(super) fn log(&self) -> Vec<String> {
            std::fs::read_to_string(&self.log).unwrap_or_default().lines().map(str::to_owned).collect()
        }

        pub(super) fn end(&mut self) {
            drop(self.server.kill());
            drop(self.server.wait());
        }
    }

    impl Drop for Recorded {
        fn drop(&mut self) {
            self.end();
        }
    }
}
