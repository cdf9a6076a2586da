//! What the server sends unasked: questions to registries, refreshes, progress, offers and warnings.

use std::sync::Arc;

use ibid::lock::{Lock, LockItem};
use ibid::record::{
    Dates, Day, Identifier, Knowledge, Known, Name, Notice, NoticeKind, PartialDate, Record, ReportedBy, Source, View,
};
use ibid::store::{Store, StorePlace};
use serde_json::{Value, json};

use crate::client::{self, Client};
use crate::registry::{CROSSREF, DATACITE, Registry};
use crate::{PAPER, folder, offline, rules, store};

/// Options that lead to a registry and an own store.
fn online(place: &std::path::Path, registry: &Registry) -> Value {
    json!({
        "store": {"url": store(place)}, "resolve": {"mailto": "someone@example.org"},
        "sources": registry.settings(),
    })
}

/// Begins as an editor does that asks for diagnostics and shows progress.
fn greet(client: &mut Client, options: &Value) -> Value {
    client.initialize_with(json!({
        "processId": null, "rootUri": null, "initializationOptions": options,
        "capabilities": {
            "general": {"positionEncodings": ["utf-8"]},
            "window": {"workDoneProgress": true},
            "workspace": {"inlayHint": {"refreshSupport": true}, "diagnostics": {"refreshSupport": true}},
            "textDocument": {"diagnostic": {}, "publishDiagnostics": {"versionSupport": true}},
        },
    }))
}

fn method(name: &'static str) -> impl Fn(&Value) -> bool {
    move |message| message["method"] == name
}

fn says(message: &Value, words: &str) -> bool {
    message["params"]["message"].as_str().is_some_and(|said| said.contains(words))
}

fn hovered(client: &mut Client, uri: &str, line: u32, words: &str) {
    let end = std::time::Instant::now() + client::PATIENCE;
    loop {
        let hover = client.hover(uri, line, 12);
        if hover["contents"]["value"].as_str().is_some_and(|said| said.contains(words)) {
            return;
        }
        assert!(std::time::Instant::now() < end, "{hover}");
    }
}

#[test]
fn a_list_of_thousands_costs_the_registries_twenty_requests_at_most() {
    let place = folder();
    let dois: Vec<String> = (0..8_000).map(|number| format!("10.5555/list.{number:04}")).collect();
    let registry = Registry::start(dois.iter().map(|doi| (doi, CROSSREF)));
    let text: String = dois.iter().map(|doi| format!("- https://doi.org/{doi}\n")).collect();
    let readme = format!("file://{}", place.path().join("README.md").display());
    let mut client = Client::inside();
    client.choice = json!("OK");
    client.initialize(online(place.path(), &registry));
    client.open(&readme, 1, &text);
    client.hints(&readme, 60);
    let offer = client.wait("the offer to look up the rest", |message| says(message, "README.md has 8,000"));
    assert_eq!(offer["method"], "window/showMessageRequest");
    assert!(says(&offer, "only those on the screen"), "{offer}");
    let titles: Vec<_> = offer["params"]["actions"].as_array().into_iter().flatten().map(|a| &a["title"]).collect();
    assert_eq!(titles, ["Look up the rest", "Not now"]);
    for line in [0, 59] {
        hovered(&mut client, &readme, line, "registered with Crossref");
    }
    client.leave();
    let asked = registry.asked();
    assert!(asked.len() <= 20, "{}: {asked:?}", asked.len());
    let about = |doi: &str| asked.iter().any(|asked| asked.path.contains(doi));
    assert!(about("list.0059") && !about("list.0061") && !about("list.7999"), "only what is on the screen");
}

#[test]
fn findings_come_through_a_refresh_to_whoever_asks_for_them() {
    let place = folder();
    let registry = Registry::start([("10.5555/other", CROSSREF)]);
    let mut client = Client::inside();
    client.choice = json!("OK");
    let greeting = greet(&mut client, &online(place.path(), &registry));
    let provider = json!({"identifier": "ibid", "interFileDependencies": false, "workspaceDiagnostics": false});
    assert_eq!(greeting["capabilities"]["diagnosticProvider"], provider);
    registry.hold();
    client.open(PAPER, 1, "See doi:10.5555/nowhere.\n");
    let pull = |client: &mut Client, before: &Value| {
        client.request(
            "textDocument/diagnostic",
            json!({"textDocument": {"uri": PAPER}, "identifier": "ibid", "previousResultId": before}),
        )
    };
    let first = pull(&mut client, &Value::Null);
    assert_eq!((&first["kind"], &first["items"]), (&json!("full"), &json!([])));
    let same = pull(&mut client, &first["resultId"]);
    assert_eq!(same, json!({"kind": "unchanged", "resultId": first["resultId"]}));
    registry.release();
    client.wait("a refresh", method("workspace/diagnostic/refresh"));
    let second = pull(&mut client, &first["resultId"]);
    assert_eq!(rules(second["items"].as_array().map_or(&[], Vec::as_slice)), ["unregistered-doi"]);
    assert_ne!(second["resultId"], first["resultId"]);
    assert!(client.published.is_empty(), "never both");
    client.leave();
}

#[test]
fn long_look_ups_are_shown_and_end_when_the_user_wants() {
    let place = folder();
    let registry = Registry::start([("10.5281/zenodo.7", DATACITE), ("10.5281/zenodo.8", DATACITE)]);
    registry.hold();
    let mut client = Client::inside();
    client.choice = json!("OK");
    greet(&mut client, &online(place.path(), &registry));
    client.open(PAPER, 1, "See doi:10.5281/zenodo.7 and doi:10.5281/zenodo.8.\n");
    let created = client.wait("a progress", method("window/workDoneProgress/create"));
    let token = created["params"]["token"].clone();
    let begin = client.wait("its beginning", method("$/progress"));
    assert_eq!(begin["params"]["token"], token);
    let value = &begin["params"]["value"];
    assert_eq!((&value["kind"], &value["cancellable"]), (&json!("begin"), &json!(true)));
    assert_eq!(value["message"], "0 of 2 identifiers");
    client.notify("window/workDoneProgress/cancel", json!({"token": token}));
    let end = client.wait("its end", |message| message["params"]["value"]["kind"] == "end");
    assert_eq!(end["params"]["token"], token);
    client.leave();
}

#[test]
fn files_are_watched_for_a_client_that_watches_none() {
    let place = folder();
    let project = place.path().join("project");
    std::fs::create_dir_all(project.join(".git")).expect("a folder");
    let paper = format!("file://{}", project.join("paper.md").display());
    let mut client = Client::inside();
    client.initialize(offline(place.path()));
    client.open(&paper, 1, "As [REF] says.\n");
    assert_eq!(rules(&client.diagnostics(&paper, 1)), ["placeholder"]);
    // Nothing is typed or saved from here on.
    std::fs::write(project.join("ibid.toml"), "[rules]\nplaceholder = \"off\"\n").expect("a file");
    assert!(client.diagnostics_where(&paper, 1, <[Value]>::is_empty).is_empty());
    std::fs::remove_file(project.join("ibid.toml")).expect("a file");
    assert_eq!(rules(&client.diagnostics_where(&paper, 1, |found| !found.is_empty())), ["placeholder"]);
    client.leave();
}

/// A work, with its retraction or without.
fn work(doi: &str, fetched: &str, retracted: bool) -> Known {
    let fetched = Day::parse(fetched).expect("a day");
    let notice = Notice {
        kind: NoticeKind::Retracted,
        notice: None,
        date: PartialDate::parse("2020-06-05"),
        reported_by: vec![ReportedBy::Publisher],
        reason: None,
    };
    let record = Record {
        authors: vec![Name::Group("Surgisphere".into()).into()],
        dates: Dates { issued: PartialDate::parse("2020"), ..Dates::default() },
        ..Record::new(Identifier::from_doi(doi))
    };
    let view = View {
        source: Source::Crossref,
        fetched,
        record: Arc::new(record),
        notices_fetched: fetched,
        notices: if retracted { [notice].into() } else { [].into() },
        transcribed: false,
    };
    Known { agency: Some("Crossref".into()), views: vec![view], ..Known::default() }
}

#[test]
fn what_was_retracted_since_it_was_cited_is_said() {
    const DOI: &str = "10.5555/surgisphere";
    let place = folder();
    let id = Identifier::from_doi(DOI);
    let kept = Store::open(&StorePlace::from_setting(Some(&store(place.path())))).store;
    let news = Knowledge::Known(Arc::new(work(DOI, "2020-07-01", true)));
    kept.put(vec![(id.clone(), news)], &[], ibid::store::unix_now());
    let lock = Lock::new(vec![LockItem::new(id, work(DOI, "2020-05-30", false), Vec::new())], Vec::new());
    std::fs::write(place.path().join("ibid-lock.json"), lock.write()).expect("a file");
    let review = format!("file://{}", place.path().join("review.md").display());
    let mut client = Client::inside();
    client.initialize(offline(place.path()));
    client.open(&review, 1, &format!("See doi:{DOI}, and again doi:{DOI}.\n"));
    let said = client.wait("the news", method("window/showMessage"));
    let message = "Retracted since you cited it: Surgisphere 2020, cited twice in review.md.";
    assert_eq!(said["params"], json!({"type": 2, "message": message}));
    assert_eq!(rules(&client.diagnostics_where(&review, 1, |found| !found.is_empty())), ["retracted"]);
    client.leave();
    assert!(kept.was_said(&format!("retracted:doi:{DOI}")), "it is not said again on this machine");
}
