//! Joining views of recorded records keeps what each of them has.
//!
//! The collection has hardly a work in two services, so any record of Crossref's is joined with any of PubMed's: what must
//! not get lost does not depend on whether they are of one work. Without recordings nothing is read, and the test says so.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ibid::record::{Day, Joined, Record, Source, View, united};
use ibid::sources::{crossref, pubmed};

const RECORDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/upstream/records");

fn view(source: Source, record: &Record) -> View {
    View {
        source,
        fetched: Day(20_000),
        record: Arc::new(record.clone()),
        notices_fetched: Day(20_000),
        notices: record.notices.clone().into(),
        transcribed: false,
    }
}

fn bodies(folders: &[&str]) -> Vec<Vec<u8>> {
    let files = |folder: &&str| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(Path::new(RECORDINGS).join(folder)).expect("a folder of recordings");
        entries.flatten().map(|entry| entry.path()).collect()
    };
    let mut paths: Vec<PathBuf> = folders.iter().flat_map(files).collect();
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read(path).ok()).collect()
}

#[test]
fn joining_loses_nothing() {
    if !Path::new(RECORDINGS).is_dir() {
        eprintln!("no recordings beside the checkout: skipped");
        return;
    }
    let at_crossref = bodies(&["crossref/works", "crossref/works-from-lists"]);
    let at_crossref: Vec<Record> = at_crossref.iter().filter_map(|body| crossref::decode_work(body).ok()).collect();
    let at_pubmed = bodies(&["pubmed-efetch", "pubmed-bulk"]);
    let at_pubmed = at_pubmed.iter().filter_map(|body| pubmed::decode_set(body).ok());
    let at_pubmed: Vec<Record> = at_pubmed.flat_map(|set| set.records).collect();
    assert!(at_crossref.len() > 500 && at_pubmed.len() > 500, "{} and {}", at_crossref.len(), at_pubmed.len());
    for (one, other) in at_crossref.iter().zip(&at_pubmed) {
        let views = [view(Source::Crossref, one), view(Source::PubMed, other)];
        let joined = Joined::of(&views).expect("two views");
        let both = format!("{} with {}", one.id, other.id);
        for view in &views {
            let alone = Joined::of(std::slice::from_ref(view)).expect("a view");
            for (field, _) in &alone.given_by {
                assert!(joined.source(*field).is_some(), "{both}: {field:?} is lost");
            }
            let record = &*view.record;
            for id in std::iter::once(&record.id).chain(&record.same_as) {
                assert!(joined.record.is_named(id), "{both}: {id} is lost");
            }
            let titles = record.other_titles.iter();
            assert!(titles.clone().all(|title| joined.record.other_titles.contains(title)), "{both}: a title is lost");
            let relations = record.relations.iter();
            assert!(relations.clone().all(|it| joined.record.relations.contains(it)), "{both}: a relation is lost");
        }
        let told: usize = united(&views).iter().map(|event| event.told.len()).sum();
        assert_eq!(told, one.notices.len() + other.notices.len(), "{both}: each notice stands in one event");
    }
}
