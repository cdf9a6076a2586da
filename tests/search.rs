//! `ibid search`, and `check` where `resolve.search` is on, against a stand-in of Crossref and PubMed on loopback.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests of processes and sockets")]

#[path = "support/stand.rs"]
mod stand;

use std::fs;
use std::process::{Command, Stdio};

use stand::{Answer, Stand, stand};

const SLEEP: &str = r#"{"DOI": "10.5555/sleep", "type": "journal-article", "title": ["Sleep loss and the immune response of ageing mice"],
    "author": [{"family": "Doe", "given": "Jane A."}, {"family": "Roe", "given": "Richard"}],
    "container-title": ["Journal of Sleep Research"], "issued": {"date-parts": [[2010, 5]]}, "volume": "12", "page": "145-150"}"#;
const OTHER: &str = r#"{"DOI": "10.5555/other", "type": "journal-article", "title": ["Sleep in old rats"],
    "author": [{"family": "Poe", "given": "E."}], "issued": {"date-parts": [[2001]]}}"#;
const HIP: &str =
    "<?xml version=\"1.0\" ?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version=\"1\">101</PMID>
    <Article><Journal><JournalIssue><Volume>357</Volume><PubDate><Year>2001</Year></PubDate></JournalIssue>
    <Title>The Lancet</Title><ISOAbbreviation>Lancet</ISOAbbreviation></Journal>
    <ArticleTitle>Outcomes after hip surgery in frail patients: a cohort study.</ArticleTitle>
    <Pagination><MedlinePgn>311-9</MedlinePgn></Pagination>
    <AuthorList><Author><LastName>Smith</LastName><ForeName>Kim</ForeName><Initials>K</Initials></Author></AuthorList>
    </Article></MedlineCitation></PubmedArticle></PubmedArticleSet>";

fn good(request: &str) -> (u16, String) {
    let list = |items: &[&str]| {
        format!(r#"{{"status": "ok", "message-type": "work-list", "message": {{"items": [{}]}}}}"#, items.join(","))
    };
    match request {
        _ if request.starts_with("/crossref/works?query.bibliographic=") => (200, list(&[OTHER, SLEEP])),
        _ if request.starts_with("/crossref/works?filter=") => {
            (200, list(&[OTHER, SLEEP].map(|item| if request.contains("10.5555") { item } else { "" })))
        }
        _ if request.contains("/esearch.fcgi") && request.contains("%5Bdoi%5D") => {
            (200, r#"{"esearchresult": {"count": "0", "idlist": []}}"#.into())
        }
        _ if request.contains("/esearch.fcgi") => {
            (200, r#"{"esearchresult": {"count": "1", "idlist": ["101"]}}"#.into())
        }
        _ if request.contains("/ecitmatch.cgi") && request.contains("Lancet%7C2001%7C357%7C311%7CSmith%20K") => {
            (200, "Lancet|2001|357|311|smith k|0|101\n".into())
        }
        _ if request.contains("/ecitmatch.cgi") => (200, "a|b|c|d|e|0|NOT_FOUND\n".into()),
        _ if request.contains("/efetch.fcgi") => (200, HIP.into()),
        _ => (404, String::new()),
    }
}

/// A folder with a configuration, a store, a manuscript.
struct Place(tempfile::TempDir);

const REVIEW: &str = "# References\n\n\
    1. Doe JA, Roe R. Sleep loss and the immune response of ageing mice. J Sleep Res. 2010;12:145-50.\n\
    2. Poe E. The Handbook of Sleep. 2nd ed. New York: Wiley; 2001.\n";

impl Place {
    fn new(stand: &Stand, resolve: &str, review: &str) -> Self {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("own.toml"), stand.config(resolve)).unwrap();
        fs::create_dir(place.path().join(".git")).unwrap();
        fs::write(place.path().join("review.md"), review).unwrap();
        Self(place)
    }

    /// Exit status, standard output, standard error.
    fn ibid(&self, arguments: &[&str]) -> (i32, String, String) {
        let place = self.0.path();
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.args(arguments).args(["--config", "own.toml"]).current_dir(place).env_clear();
        command.env("HOME", place).env("IBID_STORE", place.join("store.sqlite")).stdin(Stdio::null());
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    fn check(&self) -> (i32, String, String) {
        self.ibid(&["check", "review.md", "--show", "hint", "--output-format", "concise"])
    }
}

const SEARCHING: &str = "search = true\nmailto = \"someone@example.org\"";

#[test]
fn works_are_found_by_words_and_then_known() {
    let stand = stand(good);
    let place = Place::new(&stand, "mailto = \"someone@example.org\"", REVIEW);
    let (code, out, err) = place.ibid(&["search", "doe", "sleep loss"]);
    assert_eq!(code, 0, "{out}{err}");
    let at = |part: &str| out.find(part).unwrap_or_else(|| panic!("{part} in {out}"));
    assert!(at("The record store: nothing.") < at("Crossref"), "{out}");
    assert!(at("Sleep in old rats") < at("10.5555/sleep") && at("10.5555/sleep") < at("PubMed"), "{out}");
    assert!(at("PubMed") < at("hip surgery") && out.contains("pmid:101"), "{out}");
    assert!(err.contains("sends the words that you type to Crossref and PubMed"), "{err}");
    assert_eq!(stand.times("query.bibliographic=doe%20sleep%20loss"), 1);

    let (code, out, _) = place.ibid(&["search", "--offline", "doe", "sleep"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("10.5555/sleep") && !out.contains("10.5555/other"), "{out}");
    let whole = "Doe JA, Roe R. Sleep loss and the immune response of ageing mice. J Sleep Res. 2010;12:145-50.";
    let (code, out, _) = place.ibid(&["search", "--offline", whole]);
    assert!(code == 0 && out.contains("10.5555/sleep"), "{out}");
    let (code, _, err) = place.ibid(&["search", "10.5555/sleep"]);
    assert!(code == 2 && err.contains("ibid show 10.5555/sleep"), "{err}");
    for odd in ["\"sleep* NEAR(", "AND NOT OR -", "睡眠"] {
        let (code, out, err) = place.ibid(&["search", "--offline", odd]);
        assert!([0, 3].contains(&code) || err.contains("no words"), "{odd}: {out}{err}");
    }
    let (code, out, _) = place.ibid(&["search", "--offline", "swallows"]);
    assert_eq!((code, out.as_str()), (3, "The record store: nothing.\n"));
    assert_eq!(stand.times("query.bibliographic"), 1, "offline nothing is sent");

    let (_, out, _) = place.ibid(&["search", "--format", "json", "doe"]);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    let schema = serde_json::from_str(include_str!("../docs/show.schema.json")).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&value), "{out}");
    assert_eq!(value["works"][0]["id"], "doi:10.5555/sleep");
}

#[test]
fn that_a_search_is_not_found_is_no_answer() {
    let stand = stand(|_| (404, String::new()));
    let (code, out, _) = Place::new(&stand, "", REVIEW).ibid(&["search", "doe"]);
    assert_eq!(code, 3, "{out}");
    assert!(out.contains("404") && !out.contains("Crossref: nothing"), "{out}");
}

#[test]
fn who_does_not_answer_is_named() {
    let stand = stand(|request| match request {
        _ if request.contains("/esearch.fcgi") => (200, "<html>Log in</html>".into()),
        _ => good(request),
    });
    let place = Place::new(&stand, "", REVIEW);
    let (code, out, _) = place.ibid(&["search", "doe"]);
    assert_eq!(code, 3, "{out}");
    assert!(out.lines().any(|line| line.starts_with("PubMed ") && line.contains("page")), "{out}");
    assert!(out.contains("10.5555/sleep"), "{out}");
}

#[test]
fn a_reference_without_an_identifier_is_looked_for_only_where_that_is_allowed() {
    let stand = stand(good);
    let (_, out, _) = Place::new(&stand, "", REVIEW).check();
    assert!(!out.contains("missing-identifier"), "{out}");
    assert_eq!(stand.asked.lock().unwrap().len(), 0, "nothing in it is to be asked about");

    let place = Place::new(&stand, SEARCHING, REVIEW);
    let (code, out, err) = place.check();
    let told = "review.md:3:1: hint[missing-identifier] This reference has no identifier; it may be doi:10.5555/sleep.";
    assert!(code == 0 && out.contains(told), "{out}{err}");
    assert!(err.contains("are sent, as you wrote them, to Crossref and PubMed"), "{err}");
    assert_eq!((stand.times("query.bibliographic"), stand.times("Handbook")), (1, 0), "books are not looked for");

    let (_, out, _) = place.check();
    assert!(out.contains(told), "{out}");
    let (_, out, _) = place.ibid(&["check", "review.md", "--offline", "--show", "hint", "--output-format", "concise"]);
    assert!(out.contains(told), "{out}");
    assert_eq!(stand.times("query.bibliographic"), 1, "the store has it");
    let (_, out, _) = place.ibid(&["check", "review.md", "--locked", "--show", "hint", "--output-format", "concise"]);
    assert!(!out.contains("missing-identifier"), "{out}");
}

#[test]
fn pubmed_finds_by_place_what_crossref_does_not_and_vain_questions_are_not_repeated() {
    let stand = stand(good);
    let review = "# References\n\n\
        1. Smith K. Outcomes after hip surgery in frail patients: a cohort study. Lancet. 2001;357:311-9.\n\
        2. Nobody N. What was never printed anywhere in the world, ever. J Nothing. 1999;1:1-2.\n";
    let place = Place::new(&stand, SEARCHING, review);
    let (_, out, err) = place.check();
    assert!(out.contains("it may be pmid:101."), "{out}{err}{:?}", stand.asked.lock());
    assert_eq!((stand.times("query.bibliographic"), stand.times("ecitmatch")), (2, 1));
    place.check();
    assert_eq!((stand.times("query.bibliographic"), stand.times("ecitmatch")), (2, 1), "for a week");
}

#[test]
fn what_is_no_answer_is_no_finding() {
    let answers: [fn(&str) -> Answer; 4] = [
        |_: &str| (404, String::new()),
        |_: &str| (200, "<html>Log in</html>".to_owned()),
        |_: &str| (500, String::new()),
        |_: &str| (200, r#"{"status": "ok", "message-type": "work-list", "message": {"items": [{"DO"#.to_owned()),
    ];
    for answer in answers {
        let stand = stand(answer);
        let place = Place::new(&stand, SEARCHING, REVIEW);
        let (code, out, err) = place.check();
        assert!(code == 0 && !out.contains("missing-identifier"), "{out}{err}");
        assert!(err.contains("Works for a reference without an identifier could not be looked for: PubMed "), "{err}");
    }
}
