//! What is said of references where a registry fails: less, and never something wrong.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests of processes and sockets")]

#[path = "support/stand.rs"]
mod stand;

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};

use stand::{Answer, Stand, stand};

/// Crossref has a slip in the volume, and the first author's second name for a family name; PubMed has neither.
const SLEEP: &str = r#"{"DOI": "10.5555/sleep", "type": "journal-article", "title": ["Sleep loss and the immune response of ageing mice"],
    "author": [{"family": "Alexandra Doe", "given": "J."}, {"family": "Roe", "given": "Richard"}],
    "container-title": ["Journal of Sleep Research"], "issued": {"date-parts": [[2003, 5]]}, "volume": "21", "page": "145-150"}"#;
const HIP: &str = r#"{"DOI": "10.5555/hip", "type": "journal-article", "title": ["Outcomes after hip surgery in frail patients"],
    "author": [{"family": "Smith", "given": "Kim"}], "container-title": ["The Lancet"],
    "issued": {"date-parts": [[2001, 2]]}, "volume": "357", "page": "311-319"}"#;
const PUBMED: &str = "<?xml version=\"1.0\" ?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version=\"1\">101</PMID>
    <Article><Journal><JournalIssue><Volume>12</Volume><PubDate><Year>2010</Year></PubDate></JournalIssue>
    <Title>Journal of sleep research</Title><ISOAbbreviation>J Sleep Res</ISOAbbreviation></Journal>
    <ArticleTitle>Sleep loss and the immune response of ageing mice.</ArticleTitle>
    <Pagination><MedlinePgn>145-50</MedlinePgn></Pagination>
    <AuthorList><Author><LastName>Doe</LastName><ForeName>Jane A</ForeName><Initials>JA</Initials></Author>
    <Author><LastName>Roe</LastName><ForeName>Richard</ForeName><Initials>R</Initials></Author></AuthorList>
    </Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType=\"pubmed\">101</ArticleId>
    <ArticleId IdType=\"doi\">10.5555/sleep</ArticleId></ArticleIdList></PubmedData></PubmedArticle></PubmedArticleSet>";

const REVIEW: &str = "# References\n\n\
    1. Doe JA, Roe R. Sleep loss and the immune response of ageing mice. J Sleep Res. 2010;12:145-50. doi:10.5555/sleep\n\
    2. Poe E, Loe L. Swallows in the cities of the north and their nests. Birds. 1999;3:4-9. doi:10.5555/hip\n\
    3. Smith K. Outcomes after hip surgery in frail patients. Lancet. 2001;357:311. doi:10.5555/nowhere\n";

fn good(request: &str) -> (u16, String) {
    let items: Vec<&str> = [SLEEP, HIP]
        .into_iter()
        .zip(["sleep", "hip"])
        .filter(|(_, name)| request.contains(name))
        .map(|(item, _)| item)
        .collect();
    match request {
        _ if request.starts_with("/crossref/works?filter=") => {
            let items = items.join(",");
            (200, format!(r#"{{"status": "ok", "message-type": "work-list", "message": {{"items": [{items}]}}}}"#))
        }
        _ if request.starts_with("/doi/doiRA/") => {
            (200, r#"[{"DOI": "10.5555/nowhere", "status": "DOI does not exist"}]"#.into())
        }
        _ if request.starts_with("/doi/api/handles/") => {
            (404, r#"{"responseCode": 100, "handle": "10.5555/nowhere"}"#.into())
        }
        _ if request.contains("/esearch.fcgi") && request.contains("sleep") => {
            (200, r#"{"esearchresult": {"count": "1", "idlist": ["101"]}}"#.into())
        }
        _ if request.contains("/esearch.fcgi") => (200, r#"{"esearchresult": {"count": "0", "idlist": []}}"#.into()),
        _ if request.contains("/efetch.fcgi") => (200, PUBMED.into()),
        _ => (404, String::new()),
    }
}

/// What a check prints as JSON.
fn checked(stand: &Stand) -> serde_json::Value {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    fs::write(place.join("own.toml"), stand.config("timeout = \"2s\"")).unwrap();
    fs::create_dir(place.join(".git")).unwrap();
    fs::write(place.join("review.md"), REVIEW).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.args(["check", "review.md", "--show", "hint", "--output-format", "json", "--config", "own.toml"]);
    command.current_dir(place).env_clear().env("HOME", place).env("IBID_STORE", place.join("store.sqlite"));
    let output = command.stdin(Stdio::null()).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The findings of a check, each as its rule and the number of its line.
fn findings(stand: &Stand) -> BTreeSet<String> {
    let value = checked(stand);
    let findings = value["findings"].as_array().unwrap().iter();
    findings.map(|finding| format!("{} {}", finding["rule"].as_str().unwrap(), finding["start"]["line"])).collect()
}

/// What a check says last, where a service fails.
fn summary(stand: &Stand) -> serde_json::Value {
    checked(stand)["summary"].clone()
}

#[test]
fn what_is_not_compared_is_counted() {
    assert_eq!(summary(&stand(good)).get("not_compared"), None);
    let silent = stand(|request| if request.starts_with("/pubmed/") { (500, String::new()) } else { good(request) });
    assert_eq!(summary(&silent)["not_compared"], 2);
}

#[test]
fn a_registry_that_fails_makes_no_finding() {
    let all = findings(&stand(good));
    let expected: BTreeSet<String> = ["other-work 4", "unregistered-doi 5"].map(str::to_owned).into();
    assert_eq!(all, expected);
    let faults: [fn(String) -> Answer; 5] = [
        |_| (500, String::new()),
        |_| (200, "<html><body>Log in</body></html>".to_owned()),
        |_| (200, String::new()),
        |body| (200, body[..body.len() / 2].to_owned()),
        |_| (200, r#"{"error": "API rate limit exceeded", "count": "11"}"#.to_owned()),
    ];
    for service in ["/crossref/", "/pubmed/", "/pubmed/esearch", "/pubmed/efetch", "/doi/", "/doi/doiRA", "/doi/api"] {
        for fault in faults {
            let told = findings(&stand(move |request| match good(request) {
                (_, body) if request.starts_with(service) => fault(body),
                answer => answer,
            }));
            assert!(told.is_subset(&all), "{service}: {told:?}");
        }
    }
}
