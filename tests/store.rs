//! The record store: shared between processes, and never in the way when its file is bad.

#![allow(clippy::disallowed_methods, reason = "a test of an edge")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use ibid::record::{
    Absent, Beginning, Day, Identifier, IdentifierKind, Knowledge, Known, Reason, Record, Source, View,
};
use ibid::store::{Match, News, Store, StorePlace};

const NOW: u64 = 1_795_400_000;
const DAY: u64 = 86_400;
/// No test waits longer for anything; none should come near.
const LIMIT: Duration = Duration::from_secs(30);

fn doi(number: usize) -> Identifier {
    Identifier::from_doi(&format!("10.1000/work.{number}"))
}

fn dois(numbers: std::ops::Range<usize>) -> Vec<Identifier> {
    numbers.map(doi).collect()
}

fn known(id: &Identifier, title: &str, at: u64) -> Knowledge {
    let mut record = Record::new(id.clone());
    record.title = Some(title.to_owned());
    let day = Day::from_unix(at);
    let view = View::of(Source::Crossref, record, day);
    Knowledge::Known(Arc::new(Known { agency: Some("Crossref".into()), views: vec![view], ..Known::default() }))
}

fn absent(at: u64) -> Knowledge {
    Knowledge::Absent(Absent { authority: "Crossref, doi.org".into(), asked: Day::from_unix(at) })
}

fn open(path: &Path) -> (Store, Vec<String>) {
    let opened = Store::open(&StorePlace::Path(path.to_owned()));
    (opened.store, opened.notes)
}

fn put_known(store: &Store, number: usize, title: &str) {
    store.put(vec![(doi(number), known(&doi(number), title, NOW))], &[], NOW);
}

fn title(store: &Store, id: &Identifier, now: u64) -> Option<String> {
    let found = store.get(std::slice::from_ref(id), now);
    found.first()?.1.known()?.record()?.title.clone()
}

#[test]
fn what_is_put_is_found_again_by_another_handle() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deep/er/store-v1.sqlite");
    let (store, notes) = open(&path);
    assert_eq!(notes, Vec::<String>::new());
    store.put(vec![(doi(1), known(&doi(1), "One", NOW)), (doi(2), absent(NOW))], &[Source::Crossref], NOW);
    let (other, _) = open(&path);
    assert_eq!(title(&other, &doi(1), NOW).as_deref(), Some("One"));
    assert_eq!(other.get(&[doi(3), doi(2)], NOW), [(doi(2), absent(NOW))]);
    assert_eq!(other.last_reached(Source::Crossref), Some(NOW));
    assert_eq!(other.last_reached(Source::DoiOrg), None);
    let info = other.info();
    assert_eq!((info.known, info.records, info.absent), (1, 1, 1));
    assert_eq!((info.path.as_deref(), info.newest), (Some(&*path), Some(Day::from_unix(NOW))));
    assert!(info.bytes > 0);
}

#[cfg(unix)]
#[test]
fn the_folder_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    drop(open(&folder.path().join("ibid/store-v1.sqlite")));
    let mode = std::fs::metadata(folder.path().join("ibid")).expect("made").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn answers_age() {
    let store = Store::open(&StorePlace::Memory).store;
    store.put(vec![(doi(1), known(&doi(1), "One", NOW)), (doi(2), absent(NOW))], &[], NOW);
    let asked = [doi(1), doi(2), doi(3)];
    assert_eq!(store.due(&asked, NOW + 60), [doi(3)]);
    assert_eq!(store.due(&asked, NOW + DAY), asked, "the notices and the denial are a day old");
    assert_eq!(title(&store, &doi(1), NOW + 90 * DAY).as_deref(), Some("One"), "an old record still stands");
    assert_eq!(store.get(&[doi(2)], NOW + DAY), [(doi(2), Knowledge::Unchecked(Reason::Stale))]);
}

#[test]
fn a_worse_answer_replaces_nothing() {
    let store = Store::open(&StorePlace::Memory).store;
    put_known(&store, 1, "One");
    let failed = Knowledge::Unchecked(Reason::Budget);
    let stands = store.put(vec![(doi(1), failed.clone()), (doi(2), failed.clone())], &[], NOW + 2 * DAY);
    assert_eq!(stands[0].1.state(), "known");
    assert_eq!(stands[1].1, failed);
    let stands = store.put(vec![(doi(1), absent(NOW))], &[], NOW);
    assert_eq!(stands[0].1.state(), "known", "a denial within the life of a record");
    assert_eq!(title(&store, &doi(1), NOW).as_deref(), Some("One"));
}

#[test]
fn what_a_project_wrote_down_stays_out() {
    let store = Store::open(&StorePlace::Memory).store;
    let Knowledge::Known(told) = known(&doi(1), "Told", NOW) else { panic!("known") };
    let mut told = (*told).clone();
    told.agency = None;
    told.views[0].transcribed = true;
    store.put(vec![(doi(1), Knowledge::Known(Arc::new(told)))], &[], NOW);
    assert_eq!(store.get(&[doi(1)], NOW), []);
}

#[test]
fn an_alias_shows_the_record_of_its_target() {
    let store = Store::open(&StorePlace::Memory).store;
    let short = Identifier::from_doi("10/abc");
    let alias = Known { alias_of: Some(doi(1)), ..Known::default() };
    store.put(vec![(short.clone(), Knowledge::Known(Arc::new(alias)))], &[], NOW);
    put_known(&store, 1, "One");
    assert_eq!(title(&store, &short, NOW).as_deref(), Some("One"));
    assert_eq!(store.due(std::slice::from_ref(&short), NOW), []);
    let found = store.get(&[short], NOW);
    assert_eq!(found[0].1.known().and_then(|known| known.alias_of.clone()), Some(doi(1)));
}

/// The values of the works that go on from a DOI as it is typed, and whether there may be others.
fn begun(store: &Store, typed: &str) -> (Vec<String>, bool) {
    let beginning = Beginning::typed(IdentifierKind::Doi, typed).expect("a DOI may begin so");
    let begun = store.begun(&beginning, NOW);
    (begun.works.into_iter().map(|(id, _)| id.value().to_owned()).collect(), begun.more)
}

#[test]
fn works_are_found_by_how_they_begin() {
    let store = Store::open(&StorePlace::Memory).store;
    let put = |value: &str, knowledge: &dyn Fn(&Identifier) -> Knowledge| {
        let id = Identifier::from_doi(value);
        store.put(vec![(id.clone(), knowledge(&id))], &[], NOW);
    };
    for value in ["10.1000/a_b", "10.1000/a%b", "10.1000/axb", "10.1000/a", "10.1000/ä", "10.1001/a", "10.999/a"] {
        put(value, &|id| known(id, "A title", NOW));
    }
    put("10.1000/ab", &|_| absent(NOW - 9 * DAY));
    put("10.1000/ac", &|_| Knowledge::Known(Arc::new(Known { agency: Some("DataCite".into()), ..Known::default() })));
    put("10.1000/ad", &|id| {
        let Knowledge::Known(known) = known(id, "", NOW) else { panic!("known") };
        let mut known = (*known).clone();
        Arc::make_mut(&mut known.views[0].record).title = None;
        Knowledge::Known(Arc::new(known))
    });
    let short = Known { alias_of: Some(Identifier::from_doi("10.1000/a")), ..Known::default() };
    put("10/a", &|_| Knowledge::Known(Arc::new(short.clone())));
    for (typed, expected) in [
        ("10.1000/A", &["10.1000/a", "10.1000/a%b", "10.1000/a_b", "10.1000/axb"][..]),
        ("10.1000/a_", &["10.1000/a_b"]),
        ("10.1000/a%", &["10.1000/a%b"]),
        ("10.1000/\u{e4}", &["10.1000/ä"]),
        ("10.1001", &["10.1001/a"]),
        ("10.1000/a'; --", &[]),
        ("10/a", &["10/a"]),
    ] {
        assert_eq!(
            begun(&store, typed),
            (expected.iter().map(|value| (*value).to_owned()).collect(), false),
            "{typed}"
        );
    }
}

#[test]
fn of_many_works_that_begin_so_the_first_are_told() {
    let store = Store::open(&StorePlace::Memory).store;
    for (last, more) in [(1200, false), (1201, true)] {
        store.put((1000..last).map(|n| (doi(n), known(&doi(n), "One", NOW))).collect(), &[], NOW);
        let (found, goes_on) = begun(&store, "10.1000/work");
        assert_eq!((found.len(), goes_on), (Store::MOST_BEGUN, more));
        assert_eq!(found.last().map(String::as_str), Some("10.1000/work.1199"));
    }
}

#[test]
fn prune_forgets_what_is_old() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, _) = open(&folder.path().join("s.sqlite"));
    let then = NOW - 100 * DAY;
    store.put(vec![(doi(1), known(&doi(1), "Old", then)), (doi(2), absent(then))], &[], then);
    put_known(&store, 3, "New");
    assert_eq!(store.prune(NOW - 90 * DAY), 2);
    assert_eq!(title(&store, &doi(1), NOW), None);
    assert_eq!(title(&store, &doi(3), NOW).as_deref(), Some("New"));
}

#[test]
fn a_sentence_is_said_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("s.sqlite");
    assert!(!open(&path).0.said_before("leaves-the-machine"));
    assert!(open(&path).0.said_before("leaves-the-machine"));
}

/// The work of one process of `four_processes_lose_nothing`; does nothing in an ordinary run.
#[test]
fn writer_process() {
    let (Ok(path), Ok(part)) = (std::env::var("IBID_TEST_STORE"), std::env::var("IBID_TEST_PART")) else { return };
    let part: usize = part.parse().expect("a number");
    let (store, notes) = open(Path::new(&path));
    assert_eq!(notes, Vec::<String>::new());
    for number in (part * 100..part * 100 + 100).step_by(5) {
        let answers = (number..number + 5).map(|n| (doi(n), known(&doi(n), &format!("Work {n}"), NOW))).collect();
        store.put(answers, &[Source::Crossref], NOW);
    }
    assert_eq!(store.info().notes, Vec::<String>::new());
}

#[test]
fn four_processes_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store-v1.sqlite");
    let test = std::env::current_exe().expect("this test");
    let writer = |part: usize| {
        Command::new(&test)
            .args(["--exact", "writer_process", "--quiet"])
            .env("IBID_TEST_STORE", &path)
            .env("IBID_TEST_PART", part.to_string())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("a process")
    };
    let writers: Vec<_> = (0..4).map(writer).collect();
    for mut writer in writers {
        assert!(writer.wait().expect("ends").success());
    }
    let (store, _) = open(&path);
    let found: BTreeSet<_> = store.get(&dois(0..400), NOW).into_iter().map(|(id, _)| id).collect();
    assert_eq!(found.len(), 400);
}

/// Makes a store of 300 records and copies it without its log, as SQLite itself would; returns the copy's size.
fn whole(folder: &Path, name: &str) -> u64 {
    let path = folder.join("source.sqlite");
    let (store, _) = open(&path);
    let answers = (0..300).map(|n| (doi(n), known(&doi(n), &"A long title ".repeat(40), NOW))).collect();
    store.put(answers, &[], NOW);
    copy(&path, &folder.join(name))
}

fn copy(from: &Path, to: &Path) -> u64 {
    let db = rusqlite::Connection::open(from).expect("opens");
    db.execute("VACUUM INTO ?1", [to.to_str().expect("a name")]).expect("copies");
    std::fs::metadata(to).expect("is there").len()
}

#[test]
fn a_torn_file_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let size = whole(folder.path(), "whole.sqlite");
    for kept in [size / 2, 5_000, 100, 0] {
        let torn = folder.path().join(format!("torn-{kept}.sqlite"));
        std::fs::copy(folder.path().join("whole.sqlite"), &torn).expect("a copy");
        std::fs::OpenOptions::new().write(true).open(&torn).expect("opens").set_len(kept).expect("cut");
        let (store, _) = open(&torn);
        assert!(store.get(&dois(0..300), NOW).len() < 300);
        put_known(&store, 7, "Again");
        drop(store);
        let (store, notes) = open(&torn);
        assert_eq!(title(&store, &doi(7), NOW).as_deref(), Some("Again"), "cut to {kept} bytes: {notes:?}");
    }
}

#[test]
fn damage_met_later_is_set_aside_and_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let size = whole(folder.path(), "store-v1.sqlite");
    let path = folder.path().join("store-v1.sqlite");
    // The schema is sound, the pages behind it are not.
    let mut bytes = std::fs::read(&path).expect("reads");
    bytes[usize::try_from(size / 2).expect("small")..].fill(0xA5);
    std::fs::write(&path, &bytes).expect("writes");
    let (store, mut notes) = open(&path);
    let _ = store.get(&dois(0..300), NOW);
    put_known(&store, 1, "Again");
    assert_eq!(title(&store, &doi(1), NOW).as_deref(), Some("Again"));
    notes.extend(store.info().notes);
    assert!(notes.iter().any(|note| note.contains("damaged")), "{notes:?}");
    let mut beside = std::fs::read_dir(folder.path()).expect("reads").flatten();
    assert!(beside.any(|file| file.file_name().to_string_lossy().contains(".damaged-")));
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let manuscript = folder.path().join("review.md");
    std::fs::write(&manuscript, "# A review of what is written about soil and seed\n".repeat(40)).expect("writes");
    let foreign = folder.path().join("library.sqlite");
    rusqlite::Connection::open(&foreign).expect("opens").execute_batch("CREATE TABLE items (x)").expect("a table");
    for path in [&manuscript, &foreign] {
        let before = std::fs::read(path).expect("reads");
        let (store, notes) = open(path);
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].contains("cannot be used"), "{notes:?}");
        put_known(&store, 1, "One");
        assert_eq!(title(&store, &doi(1), NOW).as_deref(), Some("One"), "memory remembers");
        assert_eq!(std::fs::read(path).expect("reads"), before);
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("reads").count(), 2, "nothing is left beside them");
}

#[test]
fn a_newer_ibid_s_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store-v1.sqlite");
    drop(open(&path));
    let db = rusqlite::Connection::open(&path).expect("opens");
    // A later version of the same number only adds: it is shared.
    db.execute_batch("PRAGMA user_version = 1007; ALTER TABLE known ADD COLUMN mesh TEXT; CREATE TABLE later (x);")
        .expect("adds");
    let (store, notes) = open(&path);
    assert_eq!(notes, Vec::<String>::new());
    put_known(&store, 1, "One");
    assert_eq!(title(&open(&path).0, &doi(1), NOW).as_deref(), Some("One"));
    // Another number is not understood, and not touched.
    db.execute_batch("PRAGMA user_version = 2000;").expect("changes");
    let (store, notes) = open(&path);
    assert!(notes[0].contains("newer ibid"), "{notes:?}");
    put_known(&store, 2, "Two");
    let rows: i64 = db.query_row("SELECT count(*) FROM known", [], |row| row.get(0)).expect("reads");
    assert_eq!(rows, 1);
}

#[test]
fn a_newer_ibid_adds_to_the_file_while_this_one_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store-v1.sqlite");
    let (store, _) = open(&path);
    put_known(&store, 1, "One");
    assert_eq!(title(&store, &doi(1), NOW).as_deref(), Some("One"), "its statements are made");
    let db = rusqlite::Connection::open(&path).expect("opens");
    for table in ["known", "record", "notices", "same_as", "absent", "lease", "undecided", "lacking", "slot"] {
        db.execute_batch(&format!("ALTER TABLE {table} ADD COLUMN later TEXT DEFAULT 'x';")).expect("adds");
    }
    db.execute_batch("PRAGMA user_version = 1009; CREATE TABLE later (x); CREATE INDEX by_agency ON known (agency);")
        .expect("adds");
    put_known(&store, 2, "Two");
    let denied = Knowledge::Absent(Absent { authority: "doi.org".into(), asked: Day::from_unix(NOW) });
    store.put(vec![(doi(3), denied.clone())], &[], NOW);
    let (other, notes) = open(&path);
    assert_eq!(notes, Vec::<String>::new());
    for store in [&store, &other] {
        assert_eq!(title(store, &doi(1), NOW).as_deref(), Some("One"));
        assert_eq!(title(store, &doi(2), NOW).as_deref(), Some("Two"));
        assert_eq!(store.get(&dois(3..4), NOW), [(doi(3), denied.clone())]);
        assert_eq!(store.info().notes, Vec::<String>::new());
    }
}

#[test]
fn an_older_ibid_s_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store-v1.sqlite");
    put_known(&open(&path).0, 1, "One");
    let db = rusqlite::Connection::open(&path).expect("opens");
    let undecided =
        Knowledge::Unchecked(Reason::Undecided { source: Source::DoiOrg, what: "does not know this short DOI".into() });
    let kept = || -> i64 { db.query_row("SELECT count(*) FROM undecided", [], |row| row.get(0)).expect("reads") };
    // As it was before the first addition.
    db.execute_batch("DROP TABLE undecided; PRAGMA user_version = 1000;").expect("takes away");
    let (store, notes) = open(&path);
    assert_eq!(notes, Vec::<String>::new());
    store.put(vec![(doi(2), undecided.clone())], &[], NOW);
    assert_eq!((title(&store, &doi(1), NOW).as_deref(), kept()), (Some("One"), 1));
    assert_eq!(store.get(&dois(2..3), NOW), [(doi(2), undecided)]);
    assert_eq!((store.due(&dois(2..3), NOW + DAY - 1), store.due(&dois(2..3), NOW + DAY)), (vec![], dois(2..3)));
    assert_eq!((store.prune(NOW + 1), kept()), (2, 0));
}

#[test]
fn an_unreadable_record_is_not_held() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store-v1.sqlite");
    let (store, _) = open(&path);
    store.put((1..=4).map(|n| (doi(n), known(&doi(n), "One", NOW))).collect(), &[], NOW);
    let db = rusqlite::Connection::open(&path).expect("opens");
    db.execute_batch(
        "UPDATE record SET body = '{\"v\":9,\"id\":\"doi:10.1000/work.1\"}' WHERE id = 'doi:10.1000/work.1';
         UPDATE record SET body = x'00ff' WHERE id = 'doi:10.1000/work.2';
         UPDATE notices SET body = 'nonsense' WHERE id = 'doi:10.1000/work.3';",
    )
    .expect("spoils");
    let ids = dois(1..5);
    let found: Vec<_> = store.get(&ids, NOW).into_iter().map(|(id, _)| id).collect();
    assert_eq!(found, [doi(4)], "unchecked, not known without its notices");
    assert_eq!(begun(&store, "10.1000").0, [doi(4).value()]);
    assert_eq!(store.due(&ids, NOW), ids[..3]);
    put_known(&store, 2, "Two");
    assert_eq!(title(&store, &doi(2), NOW).as_deref(), Some("Two"));
}

/// Takes hold of the file, so that others may neither read nor write it.
fn hold(path: &Path) -> rusqlite::Connection {
    let db = rusqlite::Connection::open(path).expect("opens");
    db.busy_timeout(Duration::ZERO).expect("set");
    let end = Instant::now() + LIMIT;
    // A store that was dropped may still be closing.
    while db.execute_batch("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE").is_err() {
        assert!(Instant::now() < end, "nobody else has it");
        std::thread::yield_now();
    }
    db
}

#[test]
fn a_file_that_another_program_holds_is_taken_up_when_it_is_free() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store-v1.sqlite");
    let (store, _) = open(&path);
    put_known(&store, 1, "One");
    put_known(&store, 2, "Two");
    drop(store);
    let holder = hold(&path);
    let (tell, told) = mpsc::channel();
    let hear = || told.recv_timeout(LIMIT).expect("something is told");
    let place = StorePlace::Path(path.clone());
    let store = Store::keep_open(&place, Duration::from_millis(10), move |news| drop(tell.send(news)));
    let News::Note(note) = hear() else { panic!("a note") };
    assert!(note.contains("another program holds it") && !note.contains("forgotten"), "{note}");
    assert_eq!(hear(), News::Ready);
    assert_eq!(store.get(&dois(1..4), NOW), []);
    assert_eq!(begun(&store, "10.1000"), (Vec::new(), true), "the file may have more");
    store.put(vec![(doi(2), absent(NOW)), (doi(3), known(&doi(3), "Three", NOW))], &[Source::Crossref], NOW);
    assert!(!store.said_before("what-leaves"));
    holder.execute_batch("ROLLBACK").expect("lets go");
    let News::Note(note) = hear() else { panic!("a note") };
    assert!(note.contains("is open now"), "{note}");
    assert_eq!(hear(), News::Joined);
    for store in [&store, &open(&path).0] {
        for (number, expected) in [(1, "One"), (2, "Two"), (3, "Three")] {
            assert_eq!(title(store, &doi(number), NOW).as_deref(), Some(expected), "what was learnt meanwhile too");
        }
        assert_eq!((store.last_reached(Source::Crossref), store.was_said("what-leaves")), (Some(NOW), true));
    }
}

#[test]
fn a_file_that_another_program_writes_is_read_meanwhile() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store-v1.sqlite");
    put_known(&open(&path).0, 1, "One");
    let writer = rusqlite::Connection::open(&path).expect("opens");
    writer.execute_batch("BEGIN IMMEDIATE").expect("writes");
    let (tell, told) = mpsc::channel();
    let place = StorePlace::Path(path);
    let store = Store::keep_open(&place, Duration::from_millis(10), move |news| drop(tell.send(news)));
    assert_eq!(told.recv_timeout(LIMIT), Ok(News::Ready), "nothing is to be said");
    assert_eq!(title(&store, &doi(1), NOW).as_deref(), Some("One"));
    writer.execute_batch("ROLLBACK").expect("ends");
    put_known(&store, 2, "Two");
    assert_eq!(title(&store, &doi(2), NOW).as_deref(), Some("Two"));
}

#[test]
fn what_befalls_the_store_later_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store-v1.sqlite");
    let (tell, told) = mpsc::channel();
    let place = StorePlace::Path(path.clone());
    let store = Store::keep_open(&place, Duration::from_millis(10), move |news| drop(tell.send(news)));
    assert_eq!(told.recv_timeout(LIMIT), Ok(News::Ready));
    let db = rusqlite::Connection::open(&path).expect("opens");
    db.execute_batch("DROP TABLE known").expect("breaks it");
    for number in 1..3 {
        put_known(&store, number, "Kept");
    }
    let News::Note(note) = told.recv_timeout(LIMIT).expect("a note") else { panic!("a note") };
    assert!(note.contains("cannot be used"), "{note}");
    assert_eq!(title(&store, &doi(2), NOW).as_deref(), Some("Kept"));
    assert!(told.try_recv().is_err(), "it is said once");
}

#[test]
fn a_place_that_cannot_be() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("writes");
    for place in [StorePlace::Path(file.join("store.sqlite")), StorePlace::Path(folder.path().to_owned())] {
        let opened = Store::open(&place);
        assert_eq!(opened.notes.len(), 1, "{:?}", opened.notes);
        put_known(&opened.store, 1, "One");
        assert_eq!(title(&opened.store, &doi(1), NOW).as_deref(), Some("One"));
    }
    let opened = Store::open(&StorePlace::from_setting(Some("postgres://user:secret@team/ibid")));
    assert!(opened.notes[0].contains("postgres") && !opened.notes[0].contains("secret"), "{:?}", opened.notes);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_only_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("inner/store-v1.sqlite");
    put_known(&open(&path).0, 1, "One");
    let locked = folder.path().join("locked");
    std::fs::create_dir(&locked).expect("made");
    let file = locked.join("store-v1.sqlite");
    copy(&path, &file);
    let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("set");
    mode(&file, 0o444);
    mode(&locked, 0o555);
    if std::fs::write(locked.join("probe"), "").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    let (store, notes) = open(&file);
    assert!(notes[0].contains("may not be written"), "{notes:?}");
    assert_eq!(title(&store, &doi(1), NOW).as_deref(), Some("One"));
    put_known(&store, 2, "Two");
    store.put(vec![(doi(1), absent(NOW))], &[], NOW);
    assert_eq!(title(&store, &doi(2), NOW).as_deref(), Some("Two"));
    assert_eq!(title(&store, &doi(1), NOW).as_deref(), Some("One"));
    assert_eq!(begun(&store, "10.1000"), (vec![doi(1).value().to_owned(), doi(2).value().to_owned()], false));
    mode(&locked, 0o755);
}

#[test]
fn works_are_found_by_the_words_that_their_records_have_now() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, _) = open(&folder.path().join("store.sqlite"));
    let find = |words: &[&str], which| {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        store.find(&words, which, 5, NOW).into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    };
    put_known(&store, 1, "Sleep loss in ageing mice");
    put_known(&store, 2, "Sleep and CO₂ in old rats");
    assert_eq!(find(&["sleep", "co2"], Match::All), [doi(2)]);
    assert_eq!(find(&["ageing", "swallows"], Match::Some), [doi(1)]);
    assert_eq!(find(&["ageing", "swallows"], Match::All), []);
    assert_eq!(find(&["\"", "NEAR(", "*"], Match::All), []);
    put_known(&store, 1, "Swallows of the north");
    assert_eq!((find(&["mice"], Match::All), find(&["swallows"], Match::All)), (vec![], vec![doi(1)]));
    assert_eq!(store.prune(NOW + 1), 2);
    put_known(&store, 3, "Herons");
    assert_eq!((find(&["swallows"], Match::All), find(&["herons"], Match::All)), (vec![], vec![doi(3)]));
}
