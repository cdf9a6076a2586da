//! The command line as a person meets it: words in, words and exit status out. No test here reaches a network.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests of files and processes")]

#[path = "cli/manuscripts.rs"]
mod manuscripts;
#[path = "cli/references.rs"]
mod references;
#[path = "support/registry.rs"]
mod registry;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use ibid::record::Day;
use ibid::store::unix_now;
use registry::{CROSSREF, Registry};
use tempfile::TempDir;

/// A folder with files, and a store of its own.
struct Desk {
    folder: TempDir,
}

struct Answer {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(desk.path().join(".git")).unwrap();
        for (name, text) in files {
            desk.write(name, text.as_bytes());
        }
        desk
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.args(arguments).current_dir(self.path()).env_clear().stdin(Stdio::null());
        command.env("HOME", self.path()).env("IBID_STORE", self.path().join("store.sqlite")).env("IBID_OFFLINE", "1");
        command
    }

    fn ibid(&self, arguments: &[&str]) -> Answer {
        answer(&self.command(arguments).output().unwrap())
    }
}

fn answer(output: &Output) -> Answer {
    Answer {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/demo")
}

fn schema(name: &str) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    jsonschema::validator_for(&serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()).unwrap()
}

const MALFORMED: &str = "The DOI 10.1000/abc is bare; this one is cut: https://doi.org/10.1016/ and that is all.\n";

#[test]
fn bare_ibid_says_what_it_is_for() {
    let answer = Desk::new(&[]).ibid(&[]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("ibid check review.md"), "{}", answer.err);
    assert!(answer.err.lines().count() <= 7, "{}", answer.err);
}

#[test]
fn a_path_or_a_doi_without_a_command_is_understood() {
    let desk = Desk::new(&[("paper.md", "")]);
    let path = desk.ibid(&["paper.md"]);
    assert_eq!((path.code, path.err.as_str()), (2, "Did you mean: ibid check paper.md\n"));
    let doi = desk.ibid(&["10.1000/x"]);
    assert_eq!((doi.code, doi.err.as_str()), (2, "Did you mean: ibid show 10.1000/x\n"));
    let odd = desk.ibid(&["chekc"]);
    assert_eq!(odd.code, 2);
    assert!(odd.err.contains("check"), "{}", odd.err);
}

#[test]
fn a_word_document_is_answered_with_the_command_that_converts_it() {
    let desk = Desk::new(&[("paper.docx", "PK")]);
    let answer = desk.ibid(&["check", "paper.docx"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("pandoc paper.docx -t markdown --wrap=none -o paper.md"), "{}", answer.err);
}

#[test]
fn a_missing_path_does_not_stop_the_others() {
    let desk = Desk::new(&[("paper.md", MALFORMED)]);
    let answer = desk.ibid(&["check", "--output-format", "concise", "gone.md", "paper.md"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("gone.md: there is no such file or folder"), "{}", answer.err);
    assert!(answer.out.contains("paper.md:1:") && answer.out.contains("error[malformed-doi]"), "{}", answer.out);
}

#[test]
fn no_manuscript_is_said_and_is_no_failure() {
    let desk = Desk::new(&[("data.csv", "1,2")]);
    let answer = desk.ibid(&["check"]);
    assert_eq!((answer.code, answer.out.as_str()), (0, ""));
    assert!(answer.err.starts_with("No manuscript found"), "{}", answer.err);
}

#[test]
fn ignore_files_are_respected_and_a_named_file_is_read_all_the_same() {
    let desk = Desk::new(&[("paper.md", ""), ("old/paper.md", MALFORMED), (".gitignore", "old/\n")]);
    assert_eq!(desk.ibid(&["check"]).code, 0);
    assert_eq!(desk.ibid(&["check", "old/paper.md"]).code, 1);
}

#[test]
fn configuration_leaves_files_out() {
    let desk = Desk::new(&[("archive/old.md", MALFORMED), ("ibid.toml", "[files]\nexclude = [\"archive/**\"]\n")]);
    assert_eq!(desk.ibid(&["check"]).code, 0);
}

#[test]
fn a_file_that_is_not_utf8_is_a_finding_and_the_rest_goes_on() {
    let desk = Desk::new(&[("b.md", MALFORMED)]);
    desk.write("a.md", b"caf\xe9 10.1000/x");
    let answer = desk.ibid(&["check", "--output-format", "concise"]);
    assert_eq!(answer.code, 1);
    assert!(answer.out.contains("a.md:1:1: error[unreadable-file]"), "{}", answer.out);
    assert!(answer.out.contains("b.md:1:"), "{}", answer.out);
}

#[test]
fn what_was_not_checked_is_counted_and_never_looks_green() {
    let desk = Desk::new(&[("paper.md", "See doi:10.1000/abc and doi:10.1000/def.\n")]);
    let answer = desk.ibid(&["check"]);
    assert_eq!(answer.code, 0);
    assert_eq!(answer.err, "2 identifiers · 0 checked · 2 not checked (offline) · no findings\n");
    assert_eq!(desk.ibid(&["check", "--require-checked"]).code, 3);
}

#[test]
fn the_exit_status_follows_fail_on() {
    let desk = Desk::new(&[("paper.md", MALFORMED)]);
    assert_eq!(desk.ibid(&["check"]).code, 1);
    assert_eq!(desk.ibid(&["check", "--exit-zero"]).code, 0);
    assert_eq!(desk.ibid(&["check", "--ignore", "malformed-doi"]).code, 0);
    assert_eq!(desk.ibid(&["check", "--select", "placeholder"]).code, 0);
    desk.write("ibid.toml", b"[rules]\nmalformed-doi = \"warning\"\n");
    assert_eq!(desk.ibid(&["check"]).code, 0);
    assert_eq!(desk.ibid(&["check", "--fail-on", "warning"]).code, 1);
}

#[test]
fn a_misspelt_rule_is_refused_with_the_nearest_name() {
    let desk = Desk::new(&[("paper.md", ""), ("ibid.toml", "[rules]\nretractd = \"off\"\n")]);
    let answer = desk.ibid(&["check", "--output-format", "concise"]);
    assert_eq!(answer.code, 2);
    assert!(answer.out.contains("ibid.toml:2:1: error[config]"), "{}", answer.out);
    let human = desk.ibid(&["check"]);
    assert!(human.out.contains("retracted"), "{}", human.out);
    let flag = desk.ibid(&["check", "--select", "retractd"]);
    assert_eq!(flag.code, 2);
    assert!(flag.err.contains("“retracted”"), "{}", flag.err);
}

#[test]
fn a_project_cannot_steer_the_network_or_the_store() {
    let config = "bibliography = \"/dev/zero\"\n[store]\nurl = \"sqlite:stolen.sqlite\"\n[sources.crossref]\nurl = \"http://127.0.0.1:9\"\n";
    let text = "---\nibid:\n  sources:\n    crossref:\n      url: http://127.0.0.1:9\n  resolve:\n    search: true\n---\n\ndoi:10.1000/x\n";
    let desk = Desk::new(&[("paper.md", text), ("ibid.toml", config)]);
    let answer = desk.ibid(&["check", "--output-format", "concise"]);
    assert!(answer.out.contains("ibid.toml:3:") && answer.out.contains("[config]"), "{}", answer.out);
    assert!(answer.out.contains("paper.md:5:") || answer.out.contains("paper.md:4:"), "{}", answer.out);
    assert!(!desk.path().join("stolen.sqlite").exists());
    let status = desk.ibid(&["status"]);
    assert!(status.out.contains("https://api.crossref.org") && !status.out.contains("127.0.0.1"), "{}", status.out);
}

#[test]
fn suppressions_are_counted_and_shown_on_demand() {
    let text = format!("<!-- ibid-ignore malformed-doi: an example of a cut DOI -->\n\n{MALFORMED}");
    let desk = Desk::new(&[("paper.md", &text)]);
    let answer = desk.ibid(&["check"]);
    assert_eq!(answer.code, 0, "{}", answer.out);
    assert!(answer.err.contains("1 ignored"), "{}", answer.err);
    let shown = desk.ibid(&["check", "--show-ignored", "--output-format", "concise"]);
    assert!(shown.out.contains("(ignored: an example of a cut DOI)"), "{}", shown.out);
    assert_eq!(desk.ibid(&["check", "--isolated"]).code, 1, "an audit does not obey the audited");
}

#[test]
fn paths_in_a_configuration_begin_at_the_folder_of_its_file() {
    let ignore = |path: &str| format!("[[ignore]]\npath = \"{path}\"\nreason = \"a draft\"\n");
    let desk = Desk::new(&[
        ("lab.toml", &format!("[files]\nexclude = [\"paper/old/**\", \"kept\"]\n{}", ignore("paper/drafts"))),
        ("paper/ibid.toml", &format!("extend = \"../lab.toml\"\n{}", ignore("one.md"))),
        ("paper/old/gone.md", MALFORMED),
        ("paper/kept/two.md", MALFORMED),
        ("paper/drafts/three.md", MALFORMED),
        ("paper/one.md", MALFORMED),
        ("paper/text/one.md", MALFORMED),
    ]);
    let paths = |folder: &str| {
        let mut command = desk.command(&["check", "--output-format", "concise"]);
        let out = answer(&command.current_dir(desk.path().join(folder)).output().unwrap()).out;
        let path = |line: &str| line.split_once(':').map(|(path, _)| path.to_owned());
        out.lines().filter(|line| line.contains("[malformed-doi]")).filter_map(path).collect::<Vec<_>>()
    };
    assert_eq!(paths(""), ["paper/kept/two.md", "paper/text/one.md"]);
    assert_eq!(paths("paper"), ["kept/two.md", "text/one.md"]);
    assert_eq!(paths("paper/text"), ["one.md"], "another file of that name is not meant");
}

#[test]
fn an_ignore_that_has_ended_is_said_once_and_not_without_a_clock() {
    let ignore = |day: &str| format!("[[ignore]]\nrule = \"malformed-doi\"\nuntil = {day}\nreason = \"as printed\"\n");
    let own = "---\nibid:\n  ignore:\n    - {rule: placeholder, until: 2020-02-29, reason: in press}\n---\n\n";
    let desk = Desk::new(&[("one.md", MALFORMED), ("two.md", &format!("{own}{MALFORMED}"))]);
    let check = |arguments: &[&str]| desk.ibid(&[&["check", "--output-format", "concise"], arguments].concat());
    desk.write("ibid.toml", ignore("2020-01-31").as_bytes());
    let ended = check(&[]);
    let said: Vec<&str> = ended.out.lines().filter(|line| line.contains("[unused-suppression]")).collect();
    assert_eq!(
        said,
        [
            "ibid.toml:3:9: info[unused-suppression] This [[ignore]] held until 2020-01-31 and ignores nothing now.",
            "two.md:4:34: info[unused-suppression] This [[ignore]] held until 2020-02-29 and ignores nothing now.",
        ],
        "{}",
        ended.out
    );
    assert_eq!((ended.code, ended.out.matches("[malformed-doi]").count()), (1, 2));
    let locked = check(&["--locked"]);
    assert!(!locked.out.contains("[unused-suppression]") && !locked.out.contains("[malformed-doi]"), "{}", locked.out);
    assert!(!check(&["--ignore", "unused-suppression"]).out.contains("[unused-suppression]"));
    desk.write("ibid.toml", ignore("9999-12-31").as_bytes());
    assert_eq!(check(&["one.md"]).out, "");
}

#[test]
fn a_fingerprint_does_not_depend_on_where_the_command_is_run() {
    let desk = Desk::new(&[("paper/text/review.md", MALFORMED), ("paper/notes/ibid.toml", "")]);
    let prints = |folder: &str, arguments: &[&str]| {
        let mut command = desk.command(&[&["check", "--output-format", "json"], arguments].concat());
        let printed = answer(&command.current_dir(desk.path().join(folder)).output().unwrap()).out;
        let object: serde_json::Value = serde_json::from_str(&printed).unwrap();
        object["findings"][0]["fingerprint"].as_str().map(str::to_owned)
    };
    let here = prints("", &["paper"]);
    assert!(here.is_some());
    assert_eq!(prints("paper/text", &["review.md"]), here);
    assert_eq!(prints("paper/notes", &["../text/review.md"]), here, "the project is that of the file");
    assert_eq!(prints("paper/text", &["--isolated", "review.md"]), here);
    let whole = desk.path().join("paper/text/review.md");
    assert_eq!(prints("paper/notes", &[whole.to_str().unwrap()]), here);
    desk.write("paper/ibid.toml", b"");
    let nearer = prints("", &["paper"]);
    assert_ne!(nearer, here, "the project now begins elsewhere");
    assert_eq!(prints("paper/text", &["review.md"]), nearer);
    assert_eq!(prints("paper/text", &["--isolated", "review.md"]), nearer);
}

#[test]
fn standard_input_goes_by_a_name() {
    use std::io::Write as _;
    let desk = Desk::new(&[]);
    let arguments = ["check", "-", "--stdin-filename", "draft.md", "--output-format", "concise"];
    let mut child =
        desk.command(&arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(MALFORMED.as_bytes()).unwrap();
    let answer = answer(&child.wait_with_output().unwrap());
    assert_eq!(answer.code, 1);
    assert!(answer.out.starts_with("draft.md:1:"), "{}", answer.out);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let text = MALFORMED.repeat(20_000);
    let desk = Desk::new(&[("paper.md", &text)]);
    let mut child = desk.command(&["list"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn json_keeps_to_its_schemas() {
    let desk = Desk::new(&[("paper.md", &format!("é😀 {MALFORMED}\r\nSee [@doi:10.1000/ABC].\r\n"))]);
    let check = desk.ibid(&["check", "--output-format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&check.out).unwrap();
    let faults: Vec<String> = schema("check.schema.json").iter_errors(&value).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let summary = &value["summary"];
    let number = |name: &str| summary[name].as_u64().unwrap();
    assert_eq!(number("known") + number("absent") + number("unchecked") + number("unsupported"), number("identifiers"));
    let list = desk.ibid(&["list", "--output-format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    assert!(schema("list.schema.json").is_valid(&value), "{}", list.out);
    let first = &value["occurrences"][0];
    assert_eq!((first["value"].as_str(), first["start"]["column"].as_u64()), (Some("doi:10.1000/abc"), Some(12)));
}

#[test]
fn the_demo_shows_its_mistakes_without_a_network() {
    let desk = Desk::new(&[]);
    for name in ["review.md", "ibid-lock.json"] {
        desk.write(name, &fs::read(demo().join(name)).unwrap());
    }
    let answer = desk.ibid(&["check", "review.md", "--locked", "--output-format", "concise", "--show", "hint"]);
    assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
    for rule in ["error[retracted]", "error[unregistered-doi]", "hint[identifier-form]"] {
        assert!(answer.out.contains(rule), "{rule} is not in\n{}", answer.out);
    }
    assert!(answer.err.contains("8 checked") && !answer.err.contains("not checked"), "{}", answer.err);
    assert_eq!(desk.ibid(&["lock", "--check"]).code, 0);
}

#[test]
fn a_lock_is_checked_added_to_and_made_exact() {
    let desk = Desk::new(&[]);
    desk.write("ibid-lock.json", &fs::read(demo().join("ibid-lock.json")).unwrap());
    desk.write("paper.md", b"See [@doi:10.3390/cancers14235929] and doi:10.1000/new.\n");
    let check = desk.ibid(&["lock", "--check"]);
    assert_eq!(check.code, 1);
    assert!(check.err.contains("lacks doi:10.1000/new"), "{}", check.err);
    assert!(check.err.contains("which nothing cites"), "{}", check.err);
    let before = fs::read(desk.path().join("ibid-lock.json")).unwrap();
    let lock = desk.ibid(&["lock"]);
    assert_eq!(lock.code, 3, "{}", lock.err);
    let after = fs::read_to_string(desk.path().join("ibid-lock.json")).unwrap();
    assert!(after.len() < before.len() && after.contains("10.3390/cancers14235929"), "{after}");
    assert!(!after.contains("10.1016"), "{after}");
}

#[test]
fn a_broken_lock_is_kept_and_named() {
    let desk = Desk::new(&[("paper.md", "doi:10.1000/x\n"), ("ibid-lock.json", "{ not json")]);
    let check = desk.ibid(&["check"]);
    assert!(check.err.contains("ibid-lock.json"), "{}", check.err);
    assert_eq!(desk.ibid(&["lock"]).code, 2);
    assert_eq!(fs::read_to_string(desk.path().join("ibid-lock.json")).unwrap(), "{ not json");
}

#[test]
fn show_tells_known_from_unchecked_from_nonsense() {
    let desk = Desk::new(&[]);
    // A denial counts for a day, so the lock has one of today.
    let today = Day::from_unix(unix_now());
    let lock = fs::read_to_string(demo().join("ibid-lock.json")).unwrap();
    let denied = lock.replace("\"asked\": \"2026-11-23\"", &format!("\"asked\": \"{today}\""));
    desk.write("ibid-lock.json", denied.as_bytes());
    let known = desk.ibid(&["show", "https://doi.org/10.3390/CANCERS14235929"]);
    assert_eq!(known.code, 0, "{}", known.err);
    assert!(known.out.contains("Radiotherapy of the Primary Disease"), "{}", known.out);
    assert_eq!(desk.ibid(&["show", "10.3390/cancers99235929"]).code, 1);
    assert_eq!(desk.ibid(&["show", "10.1000/nobody-asked"]).code, 3);
    assert_eq!(desk.ibid(&["show", "nonsense"]).code, 2);
}

#[test]
fn show_takes_identifiers_of_every_kind() {
    let desk = Desk::new(&[]);
    for (word, id) in [
        ("PMC1803018", "PMC1803018"),
        ("arXiv:1706.03762v7", "1706.03762"),
        ("https://pubmed.ncbi.nlm.nih.gov/17284678/", "17284678"),
        ("978-3-16-148410-0", "9783161484100"),
        ("NCT04317092", "NCT04317092"),
    ] {
        let shown = desk.ibid(&["show", word]);
        assert!(shown.code == 3 && shown.out.contains(id), "{word}: {}{}", shown.out, shown.err);
        assert!(!shown.err.contains("taken for"), "{}", shown.err);
    }
    let number = desk.ibid(&["show", "17284678"]);
    assert!(number.code == 3 && number.err.contains("17284678 is taken for a PMID"), "{}", number.err);
}

#[test]
fn what_no_source_knows_is_listed_and_costs_the_lock_nothing() {
    let text = "ISBN 978-3-16-148410-0, NCT04317092, [@url:https://example.org; @tag:a] and PMID: 17284678\n";
    let desk = Desk::new(&[("paper.md", text)]);
    let list = desk.ibid(&["list", "--output-format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    assert!(schema("list.schema.json").is_valid(&value), "{}", list.out);
    let of =
        |name: &str| value["occurrences"].as_array().unwrap().iter().map(|one| one[name].clone()).collect::<Vec<_>>();
    assert_eq!(of("kind"), ["isbn", "trial", "url", "key", "pmid"]);
    assert_eq!(of("state"), ["unsupported", "unsupported", "unsupported", "undefined", "unchecked"]);
    let text = desk.ibid(&["list"]).out;
    let key = "paper.md:1:66: @tag:a not checked (no bibliography) (citation)\n";
    assert!(text.contains(key) && !text.contains("undefined"), "{text}");
    let lacking = desk.ibid(&["lock", "--check"]);
    assert!(lacking.err.contains("pmid:17284678") && !lacking.err.contains("isbn"), "{}", lacking.err);
}

#[test]
fn keys_numbers_and_footnotes_are_listed() {
    let keyed = "---\nbibliography: refs.bib\n---\n\nAs [@smith2020; -@{nobody}] and @doi:10.5555/12345678 show.[^a][^b]\n\n[^a]: A note.\n";
    let numbered = "As shown [1,2-3] and [2].\n\n## References\n\n1. One.\n2. Two.\n3. Three.\n";
    let bib = "@article{smith2020, title = {On swallows}}\n";
    let desk = Desk::new(&[("refs.bib", bib), ("keyed.md", keyed), ("numbered.md", numbered)]);
    let list = desk.ibid(&["list", "--output-format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    assert!(schema("list.schema.json").is_valid(&value), "{}", list.out);
    let text = desk.ibid(&["list"]).out;
    let expected = "\
        keyed.md:5:6: @smith2020 defined (citation)\n\
        keyed.md:5:20: @nobody undefined (citation)\n\
        keyed.md:5:38: doi:10.5555/12345678 unchecked (citation)\n\
        keyed.md:5:62: footnote a defined (prose)\n\
        keyed.md:5:66: footnote b undefined (prose)\n\
        numbered.md:1:11: number 1 defined (prose)\n\
        numbered.md:1:13: number 2-3 defined (prose)\n\
        numbered.md:1:23: number 2 defined (prose)\n";
    assert_eq!(text, expected);
}

#[test]
fn a_bibliography_is_checked_as_it_is_named() {
    let bib = "@article{a, title = {One}, doi = {10.5555/A}}\n@article{a, title = {Two}}\n@article{b, title = {Three\n";
    let desk = Desk::new(&[("refs.bib", bib)]);
    let answer = desk.ibid(&["check", "--offline", "--output-format", "concise", "refs.bib"]);
    let expected = "refs.bib:2:10: warning[duplicate-key] 2 different works in refs.bib have the key “a”.\n";
    assert!(answer.out.starts_with(expected), "{}", answer.out);
    assert!(answer.out.contains("refs.bib:3:") && answer.out.contains("[bibliography-syntax]"), "{}", answer.out);
    assert!(answer.err.contains("1 identifier"), "{}", answer.err);
}

#[test]
fn citations_that_nothing_was_held_against_are_counted() {
    let desk = Desk::new(&[("paper.md", "As shown [@one; @two], and by @three.\n")]);
    let answer = desk.ibid(&["check", "--locked"]);
    assert!(answer.err.contains("0 identifiers · 2 citations by key not checked (no bibliography)"), "{}", answer.err);
    desk.write("refs.bib", b"@book{one, title = {A}}\n@book{two, title = {B}}\n");
    desk.write("_quarto.yml", b"bibliography: refs.bib\n");
    let answer = desk.ibid(&["check", "--locked"]);
    assert!(!answer.err.contains("not checked"), "{}", answer.err);
}

#[test]
fn what_no_manuscript_cites_is_told_only_where_all_are_seen() {
    let bib = "@book{one, title = {A}}\n@book{two, title = {B}}\n@book{left, title = {C}}\n@book{late, title = {D}}\n";
    let book = "project: {type: book}\nbibliography: refs.bib\n";
    let desk = Desk::new(&[("refs.bib", bib), ("_quarto.yml", book), ("a.qmd", "As shown [@one].\n")]);
    desk.write("parts/b.qmd", b"And here [@two].\n");
    let check = |paths: &[&str]| {
        let flags = ["check", "--locked", "--show", "hint", "--output-format", "concise", "--select", "unused-entry"];
        desk.ibid(&[&flags[..], paths].concat()).out
    };
    let expected = "refs.bib:3:7: hint[unused-entry] No manuscript of this project cites 2 of the 4 entries.\n";
    assert_eq!(check(&[]), expected);
    assert_eq!(check(&["a.qmd", "parts/b.qmd"]), "");
    assert_eq!(check(&["parts"]), "");
    desk.write("appendix.tex", b"As in \\cite{late}.\n");
    assert!(check(&["."]).ends_with("cites the entry “left”.\n"), "{}", check(&["."]));
    desk.write("_quarto.yml", b"project: {type: book}\nbibliography: refs.bib\nnocite: '@*'\n");
    assert_eq!(check(&["."]), "");
    desk.write("_quarto.yml", book.as_bytes());
    // What cannot be read may cite it.
    desk.write("c.qmd", b"\xff\xfe [@left]");
    assert!(!check(&["."]).contains("unused-entry"), "{}", check(&["."]));
}

#[test]
fn what_is_cited_out_of_sight_is_not_accused() {
    let front = "---\nbibliography: [../refs.bib, conf.bib]\n---\n\nAs shown [@paper1; @paper2; @paper3].\n";
    let bib = "@book{paper1, title = {A}}\n@book{paper2, title = {B}}\n@book{spare, title = {C}}\n";
    let conf = "@book{paper3, title = {D}}\n@book{meeting, title = {E}}\n";
    let check = |files: &[(&str, &[u8])], path: &str| {
        let desk = Desk::new(&[("refs.bib", bib), ("ch1/conf.bib", conf), ("ch1/a.md", front)]);
        files.iter().for_each(|(name, bytes)| desk.write(name, bytes));
        desk.ibid(&[
            "check",
            "--locked",
            "--show",
            "hint",
            "--output-format",
            "concise",
            "--select",
            "unused-entry",
            path,
        ])
        .out
    };
    let all = check(&[], ".");
    assert!(all.contains("the entry “spare”") && all.contains("the entry “meeting”"), "{all}");
    for (name, bytes) in [
        ("ch2/old.tex", &b"na\xefve \\cite{spare} \\cite{meeting}"[..]),
        (".drafts/b.md", b"[@spare; @meeting]"),
        ("left-out/b.md", b"[@spare; @meeting]"),
        ("b.md", b"``` {=latex}\n\\cite{spare,meeting}\n```\n"),
    ] {
        let toml: (&str, &[u8]) = ("ibid.toml", b"[files]\nexclude = [\"left-out/**\"]\n");
        assert_eq!(check(&[toml, (name, bytes)], "."), "", "{name}");
    }
    // An entry of another file needs it.
    let needs = b"@book{paper1, title = {A}, crossref = {meeting}}\n@book{paper2, title = {B}}\n";
    assert_eq!(check(&[("refs.bib", needs)], "."), "");
    // What is not looked at as a whole may have it.
    let marked: (&str, &[u8]) = ("ch1/ibid.toml", b"");
    assert!(!check(&[marked], "ch1").contains("spare"), "the bibliography lies outside");
    let ignored: (&str, &[u8]) =
        ("ibid.toml", b"[[ignore]]\nrule = \"unused-entry\"\nkey = \"spare\"\nreason = \"kept\"\n");
    let left = check(&[ignored], ".");
    assert!(left.contains("meeting") && !left.contains("spare"), "{left}");
}

#[test]
fn a_list_of_items_that_is_no_json_is_not_passed_over() {
    let text = "---\nbibliography: refs.json\n---\n\nAs shown [@a; @b].\n";
    let items = r#"[{"id": "a", "type": "book"}, {"id": "b" "type": "book"}]"#;
    let desk = Desk::new(&[("refs.json", items), ("paper.md", text)]);
    let answer = desk.ibid(&["check", "--locked", "--output-format", "concise"]);
    let expected =
        "paper.md:5:12: error[bibliography-syntax] refs.json is no valid JSON, so other programs read none of it.\n";
    assert_eq!((answer.code, answer.out.as_str()), (1, expected), "{}", answer.err);
    let own = desk.ibid(&["check", "--offline", "--output-format", "concise", "refs.json"]);
    assert!(own.out.starts_with("refs.json:1:") && own.out.contains("[bibliography-syntax]"), "{}{}", own.out, own.err);
    let sound = items.replace("\"b\" ", "\"b\", ");
    desk.write("refs.json", sound.as_bytes());
    assert_eq!(desk.ibid(&["check", "--locked"]).code, 0);
    // An item that is none is a fault of its own, and the file is JSON all the same.
    desk.write("refs.json", sound.replacen('[', "[7, ", 1).as_bytes());
    let odd = desk.ibid(&["check", "--locked"]);
    assert!(!odd.out.contains("no valid JSON"), "{}", odd.out);
}

#[test]
fn a_rule_explains_itself() {
    let desk = Desk::new(&[]);
    let page = desk.ibid(&["rule", "retracted"]);
    assert!(page.code == 0 && page.out.starts_with("# "), "{}", page.out);
    assert!(desk.ibid(&["rule"]).out.lines().count() >= 16);
    assert_eq!(desk.ibid(&["rule", "retractet"]).code, 2);
}

#[test]
fn the_store_is_where_it_is_said_to_be() {
    let desk = Desk::new(&[]);
    let path = desk.ibid(&["store", "path"]);
    assert_eq!(path.out.trim_end(), desk.path().join("store.sqlite").to_str().unwrap());
    assert_eq!(desk.ibid(&["store", "info"]).code, 0);
    assert_eq!(desk.ibid(&["store", "prune"]).code, 0);
}

#[test]
fn completions_are_printed() {
    assert!(Desk::new(&[]).ibid(&["completions", "bash"]).out.contains("_ibid"));
}

/// A desk with the demo's lock file, changed by `change`, and a manuscript.
fn locked_desk(text: &str, change: impl Fn(&str) -> String) -> Desk {
    let desk = Desk::new(&[("paper.md", text)]);
    let lock = fs::read_to_string(demo().join("ibid-lock.json")).unwrap();
    desk.write("ibid-lock.json", change(&lock).as_bytes());
    desk
}

/// What a merge leaves of a lock file that both sides changed.
fn half_merged(lock: &str) -> String {
    format!("<<<<<<< ours\n{lock}=======\n{lock}>>>>>>> theirs\n")
}

#[test]
fn a_key_in_braces_is_locked_as_pandoc_names_it() {
    let desk = locked_desk("Only here [@{doi:10.3390/CANCERS14235929}].\n", str::to_owned);
    assert_eq!(desk.ibid(&["lock"]).code, 0);
    let lock = fs::read_to_string(desk.path().join("ibid-lock.json")).unwrap();
    assert!(lock.contains("\"id\": \"doi:10.3390/CANCERS14235929\",\n"), "{lock}");
    assert!(!lock.contains("\"{doi"), "{lock}");
}

#[test]
fn an_answer_of_this_run_is_newer_than_a_lock_of_today() {
    let doi = "10.1016/S0140-6736(97)11096-0";
    let of_today = |lock: &str| -> String {
        let date = |line: &str| match line.split_once("\"fetched\": ") {
            Some((before, _)) => format!("{before}\"fetched\": \"{}\",\n", Day::from_unix(unix_now())),
            None => format!("{line}\n"),
        };
        lock.lines().map(date).collect()
    };
    let desk = locked_desk(&format!("See [@{{doi:{doi}}}].\n"), of_today);
    let registry = Registry::start([(doi, CROSSREF)]);
    desk.write("asked/ibid.toml", registry.table().as_bytes());
    let retracted = |arguments: &[&str]| {
        let checked = answer(&desk.command(arguments).env_remove("IBID_OFFLINE").output().unwrap());
        assert!(checked.code < 2, "{}", checked.err);
        checked.out.contains("error[retracted]")
    };
    let online = ["check", "--output-format", "concise", "--config", "asked/ibid.toml"];
    assert!(retracted(&["check", "--output-format", "concise", "--locked"]));
    assert!(!retracted(&online), "the registry says today that there is no notice");
    assert_eq!(registry.asked().len(), 2, "Crossref and PubMed");
}

#[cfg(unix)]
#[test]
fn a_lock_that_is_a_link_stays_one() {
    let text = "See [@doi:10.3390/cancers14235929].\n";
    let desk = locked_desk(text, str::to_owned);
    let (lock, shared) = (desk.path().join("ibid-lock.json"), desk.path().join("shared/locks/all.json"));
    fs::create_dir_all(shared.parent().unwrap()).unwrap();
    fs::rename(&lock, &shared).unwrap();
    std::os::unix::fs::symlink("shared/locks/all.json", &lock).unwrap();
    let before = fs::read_to_string(&shared).unwrap();
    desk.write("paper.md", text.replace("@doi:10.3390/cancers", "@doi:10.3390/CANCERS").as_bytes());
    assert_eq!(desk.ibid(&["lock"]).code, 0);
    assert!(fs::symlink_metadata(&lock).unwrap().is_symlink());
    let after = fs::read_to_string(&shared).unwrap();
    assert!(after != before && after.contains("\"doi:10.3390/CANCERS14235929\""), "{after}");
    // A link to nothing may have been put there to have a file made elsewhere.
    fs::rename(&shared, desk.path().join("moved.json")).unwrap();
    let answer = desk.ibid(&["lock"]);
    assert_eq!(answer.code, 2, "{}", answer.err);
    assert!(answer.err.starts_with("ibid-lock.json: there is no such file. It is kept as it is;"), "{}", answer.err);
    assert!(!shared.exists());
    assert!(fs::symlink_metadata(&lock).unwrap().is_symlink());
}

#[test]
fn a_lock_with_merge_marks_is_rebuilt_by_lock_alone() {
    let desk = locked_desk("See [@doi:10.3390/cancers14235929].\n", half_merged);
    let before = fs::read(desk.path().join("ibid-lock.json")).unwrap();
    let check = desk.ibid(&["lock", "--check"]);
    assert_eq!(check.code, 1, "a half-merged lock is not complete: {}", check.err);
    assert_eq!(check.err, "ibid-lock.json: it has the marks of a merge that was not finished.\nRun `ibid lock`.\n");
    assert_eq!(fs::read(desk.path().join("ibid-lock.json")).unwrap(), before);
    let lock = desk.ibid(&["lock"]);
    assert_eq!(lock.code, 0, "{}", lock.err);
    assert!(lock.err.contains("rebuilt from both sides") && !lock.err.contains("not used"), "{}", lock.err);
    assert_eq!(desk.ibid(&["lock", "--check"]).code, 0);
}

#[test]
fn a_merge_with_a_side_that_cannot_be_read_is_kept() {
    for (from, to) in [("\"version\": 1", "\"version\": 2"), ("{", "{{")] {
        let half = |lock: &str| format!("<<<<<<< ours\n{lock}=======\n{}>>>>>>> theirs\n", lock.replacen(from, to, 1));
        let desk = locked_desk("See [@doi:10.3390/cancers14235929].\n", half);
        let before = fs::read(desk.path().join("ibid-lock.json")).unwrap();
        let lock = desk.ibid(&["lock"]);
        assert_eq!(lock.code, 2, "{}", lock.err);
        assert!(lock.err.starts_with("ibid-lock.json: one side of its merge cannot be used: it "), "{}", lock.err);
        assert!(lock.err.contains(". It is kept as it is;"), "{}", lock.err);
        assert_eq!(fs::read(desk.path().join("ibid-lock.json")).unwrap(), before);
    }
}

#[test]
fn a_lock_keeps_what_it_cannot_read_and_says_so() {
    let unread = |lock: &str| lock.replace("\"source\": \"crossref\"", "\"source\": \"later\"");
    let undated = |lock: &str| lock.replace("\"fetched\": \"2", "\"fetched\": \"x");
    for (change, kept) in [(&unread as &dyn Fn(&str) -> String, "\"later\""), (&undated, "\"fetched\": \"x")] {
        let desk = locked_desk("See [@doi:10.3390/cancers14235929].\n", change);
        let check = desk.ibid(&["check", "--locked", "--require-checked"]);
        assert_eq!(check.code, 3, "{}{}", check.out, check.err);
        let lock = desk.ibid(&["lock"]);
        assert_eq!(lock.code, 3, "{}", lock.err);
        assert!(lock.err.contains("ibid-lock.json: doi:10.3390/cancers14235929 was not checked: "), "{}", lock.err);
        let after = fs::read_to_string(desk.path().join("ibid-lock.json")).unwrap();
        assert!(after.contains(kept) && after.contains("Radiotherapy of the Primary Disease"), "{after}");
    }
}

#[test]
fn a_check_by_the_lock_alone_is_not_green_without_it() {
    for broken in [|_: &str| "{ not json".to_owned(), half_merged] {
        let desk = locked_desk("See [@doi:10.3390/cancers14235929].\n", broken);
        let locked = desk.ibid(&["check", "--locked"]);
        assert_eq!(locked.code, 2, "{}", locked.err);
        assert!(locked.err.contains(". It is kept as it is and not used."), "{}", locked.err);
        assert_eq!(desk.ibid(&["check", "--offline"]).code, 0, "the store may know; nothing is known to be wrong");
    }
}

#[test]
fn a_check_by_the_lock_alone_says_that_there_is_none() {
    let desk = Desk::new(&[("paper.md", "See doi:10.1000/abc.\n"), ("plain.md", "Nothing is cited.\n")]);
    let answer = desk.ibid(&["check", "--locked"]);
    assert_eq!(answer.code, 0);
    assert_eq!(
        answer.err,
        "ibid-lock.json: there is no lock file, so no record was looked at. Run `ibid lock`.\n\
         1 identifier · 0 checked · 1 not checked (not in the lock file) · no findings\n"
    );
    assert!(!desk.ibid(&["check", "--locked", "plain.md"]).err.contains("no lock file"));
}

#[cfg(unix)]
#[test]
fn a_closed_folder_and_a_closed_file_are_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new(&[("closed/paper.md", ""), ("paper.md", ""), ("shut.md", "")]);
    let close = |name: &str, mode: u32| {
        fs::set_permissions(desk.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    close("closed", 0o000);
    close("shut.md", 0o000);
    if fs::read_dir(desk.path().join("closed")).is_ok() {
        println!("skipped: nothing is closed to this user");
        close("closed", 0o755);
        return;
    }
    let answer = desk.ibid(&["check", "--output-format", "concise"]);
    let named = desk.ibid(&["check", "shut.md"]);
    close("closed", 0o755);
    assert_eq!(answer.code, 2, "{}", answer.err);
    assert!(answer.err.starts_with("closed: cannot be looked into (Permission denied)\n"), "{}", answer.err);
    assert!(answer.out.contains("error[unreadable-file]"), "{}", answer.out);
    assert_eq!((named.code, named.err.as_str()), (2, "shut.md: cannot be read (Permission denied)\n"));
}

#[test]
fn records_shown_together_are_told_apart() {
    let desk = locked_desk("", str::to_owned);
    let shown = desk.ibid(&["show", "10.3390/cancers14235929", "10.1016/S0140-6736(97)11096-0"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert_eq!(shown.out.matches("\n\n* * *\n\n").count(), 1, "{}", shown.out);
}

#[test]
fn status_names_what_was_loaded_and_why_nothing_is_asked() {
    let desk = Desk::new(&[("own.toml", "profile = \"submission\"\n"), ("ibid.toml", "[resolve]\nonline = false\n")]);
    let mut command = desk.command(&["status", "--config", "own.toml"]);
    let status = answer(&command.env_remove("IBID_OFFLINE").output().unwrap());
    assert!(status.out.contains("named configuration: own.toml"), "{}", status.out);
    assert!(status.out.contains("look-ups: off (by the project's configuration)"), "{}", status.out);
    assert!(desk.ibid(&["status"]).out.contains("look-ups: off (by IBID_OFFLINE or your own configuration)"));
    let empty = answer(&desk.command(&["status"]).env("IBID_CONFIG", "").output().unwrap());
    assert_eq!(empty.code, 0, "an empty variable names no file: {}", empty.err);
}

#[test]
fn the_readme_shows_what_the_demo_prints() {
    let desk = Desk::new(&[]);
    let mut command = desk.command(&["check", "--locked", "--show", "hint", "docs/demo/review.md"]);
    let answer = answer(&command.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap());
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let shown = format!("$ ibid check --locked --show hint docs/demo/review.md\n{}{}```", answer.out, answer.err);
    assert!(readme.contains(&shown), "README.md should show\n{shown}");
}

#[test]
fn keys_spelt_several_ways_render_with_pandoc_from_the_lock_alone() {
    let text = "See [@doi:10.3390/CANCERS14235929; @doi:10.3390/cancers14235929], @doi:10.1158/0008-5472.can-06-2407,\n\
                [@DOI:10.1158/0008-5472.CAN-06-2407] and @{doi:10.1016/S0140-6736(97)11096-0} again\n\
                [@{doi:10.1016/s0140-6736(97)11096-0}].\n";
    let desk = locked_desk(text, str::to_owned);
    assert_eq!(desk.ibid(&["lock"]).code, 0);
    let Some(pandoc) = std::env::var_os("IBID_PANDOC") else {
        println!("skipped: IBID_PANDOC names no pandoc");
        return;
    };
    let arguments =
        ["--citeproc", "--fail-if-warnings", "--bibliography", "ibid-lock.json", "--to", "plain", "paper.md"];
    let output = Command::new(pandoc).args(arguments).current_dir(desk.path()).output().unwrap();
    let rendered = answer(&output);
    assert_eq!((rendered.code, rendered.err.as_str()), (0, ""));
    assert_eq!(rendered.out.matches("https://doi.org/").count(), 3, "one entry a work:\n{}", rendered.out);
}

#[cfg(unix)]
#[test]
fn a_file_name_cannot_act_on_the_terminal() {
    let desk = Desk::new(&[("red\u{1b}[31m.md", "doi:10.1000/abc\n")]);
    let missing = desk.ibid(&["check", "gone\u{1b}[31m.md"]);
    assert_eq!(missing.err, "gone\\u{1B}[31m.md: there is no such file or folder\n");
    assert!(!desk.ibid(&["list"]).out.contains('\u{1b}'));
    assert!(!desk.ibid(&["check", "--offline"]).err.contains('\u{1b}'));
}

#[test]
fn a_file_that_cannot_be_read_costs_the_lock_nothing() {
    let desk = locked_desk("See [@doi:10.3390/cancers14235929].\n", str::to_owned);
    desk.write("latin.md", b"caf\xe9, doi:10.1016/S0140-6736(97)11096-0\n");
    let lock = desk.ibid(&["lock"]);
    assert_eq!(lock.code, 2, "{}", lock.err);
    assert!(lock.err.contains("latin.md:1:1: error[unreadable-file]"), "{}", lock.err);
    let kept = fs::read_to_string(desk.path().join("ibid-lock.json")).unwrap();
    assert!(kept.contains("10.1016/s0140-6736(97)11096-0"), "what the file may cite was dropped");
    let list = desk.ibid(&["list"]);
    assert_eq!(list.code, 2, "{}", list.err);
    assert!(list.out.starts_with("paper.md:1:11: ") && list.err.contains("latin.md:1:1: "), "{}{}", list.out, list.err);
}

#[test]
fn broken_configuration_is_told_by_every_command_that_it_stops() {
    let desk = Desk::new(&[("paper.md", ""), ("ibid.toml", "[rulse]\n")]);
    for command in ["check", "list", "lock"] {
        let answer = desk.ibid(&[command]);
        assert_eq!(answer.code, 2, "{command}");
        assert!(format!("{}{}", answer.out, answer.err).contains("There is no setting “rulse”."), "{command}");
    }
}

#[test]
fn a_file_named_in_two_ways_is_read_once() {
    let desk = Desk::new(&[("paper.md", MALFORMED)]);
    let answer = desk.ibid(&["check", "--output-format", "concise", "./paper.md", "paper.md", "."]);
    assert_eq!(answer.out.lines().count(), 1, "{}", answer.out);
}

#[test]
fn the_key_of_ncbi_is_sent_in_the_body_and_shown_nowhere() {
    let registry = Registry::start(Vec::<(&str, registry::Entry)>::new());
    registry.publish([("36497410", registry::Article::default())]);
    let desk = Desk::new(&[("own.toml", &registry.table())]);
    for words in [&["show", "pmid:36497410", "--format", "json"][..], &["status"]] {
        let mut command = desk.command(words);
        command.args(["--config", "own.toml"]).env("NCBI_API_KEY", "0123456789abcdef");
        let answer = answer(&command.env_remove("IBID_OFFLINE").output().unwrap());
        assert_eq!(answer.code, 0, "{}", answer.err);
        assert!(
            !answer.out.contains("0123456789") && !answer.err.contains("0123456789"),
            "{} {}",
            answer.out,
            answer.err
        );
    }
    let asked = registry.asked();
    assert!(!asked.is_empty() && asked.iter().all(|asked| asked.form.ends_with("&api_key=0123456789abcdef")));
    assert!(asked.iter().all(|asked| !asked.path.contains("0123456789") && !asked.agent.contains("0123456789")));
}

#[test]
fn nobody_is_asked_while_the_configuration_has_mistakes() {
    let registry = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    registry.set_nonblocking(true).unwrap();
    let url = format!("http://{}", registry.local_addr().unwrap());
    let own =
        format!("[resolve]\nonlin = false\n[sources.crossref]\nurl = \"{url}\"\n[sources.doi]\nurl = \"{url}\"\n");
    let desk = Desk::new(&[("paper.md", "See doi:10.1000/abc.\n"), ("own.toml", &own)]);
    for words in [&["check"][..], &["lock"], &["show", "10.1000/abc"]] {
        let mut command = desk.command(words);
        command.args(["--config", "own.toml"]);
        let answer = answer(&command.env_remove("IBID_OFFLINE").output().unwrap());
        assert_eq!(answer.code, 2, "{}", answer.err);
        let said = answer.err.contains("no registry is asked until they are mended");
        assert_eq!(said, words[0] != "show", "{}", answer.err);
        assert_eq!(registry.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    }
}

#[test]
fn what_one_project_knows_does_not_pass_for_another() {
    let lock = fs::read_to_string(demo().join("ibid-lock.json")).unwrap();
    let text = "See doi:10.3390/cancers14235929.\n";
    let desk = Desk::new(&[
        ("a/paper.md", text),
        ("a/ibid.toml", ""),
        ("a/ibid-lock.json", &lock),
        ("b/paper.md", text),
        ("b/ibid.toml", ""),
    ]);
    for order in [["a", "b"], ["b", "a"]] {
        let answer = desk.ibid(&["check", "--locked", "--require-checked", order[0], order[1]]);
        assert_eq!(answer.code, 3, "{order:?}: {}", answer.err);
        assert!(answer.err.contains("1 not checked"), "{}", answer.err);
    }
}

#[test]
fn keys_are_held_against_the_bibliographies_that_a_manuscript_names() {
    let bib = "@article{smith2020, author = {Smith, Jane}, title = {On swallows}, journal = {Birds}, year = 2020}\n";
    let text = "---\nbibliography: refs.bib\n---\n\nAs shown [@smith2020; @smyth2020].\n";
    let desk = Desk::new(&[("refs.bib", bib), ("chapters/one.md", text)]);
    let answer = desk.ibid(&["check", "--locked", "--output-format", "concise"]);
    let key = "chapters/one.md:5:24: error[undefined-citation] No entry of the bibliography has the key “smyth2020”.\n";
    assert_eq!((answer.code, answer.out.as_str()), (1, key), "{}", answer.err);
    let full = desk.ibid(&["check", "--locked"]).out;
    assert!(full.contains("Looked in: refs.bib.") && full.contains("Nearest keys there: smith2020."), "{full}");

    // The nearer file is the one that is meant.
    desk.write("chapters/refs.bib", b"@book{smyth2020, title = {Storks}}\n@book{smith2020, title = {Herons}}\n");
    assert_eq!(desk.ibid(&["check", "--locked"]).code, 0);

    // What cannot be read accuses no citation.
    desk.write("chapters/one.md", text.replace("refs.bib", "[refs.bib, gone.bib]").as_bytes());
    let answer = desk.ibid(&["check", "--locked", "--output-format", "concise"]);
    let missing = "error[bibliography-missing] The bibliography “gone.bib” cannot be read.\n";
    assert!(answer.out.ends_with(missing) && answer.out.lines().count() == 1, "{}", answer.out);
    desk.write("chapters/one.md", text.replace("refs.bib", "../refs.bib").as_bytes());
    assert_eq!(desk.ibid(&["check", "--locked"]).code, 1);
    // What the project names counts as well; what it names in a way that is not followed leaves open what is defined.
    desk.write("more.bib", b"@book{smyth2020, title = {Storks}}\n");
    for (told, says) in [
        ("_quarto.yml", "project:\n  type: book\nbibliography: more.bib\n"),
        ("_metadata.yml", "bibliography: [more.bib]\n"),
        ("chapters/_metadata.yml", "bibliography: ../more.bib\n"),
        ("_config.yml", "bibtex_bibfiles:\n  - more.bib\n"),
        ("myst.yml", "project:\n  bibliography:\n    - more.bib\n"),
        ("ibid.toml", "bibliography = [\"refs.bib\", { path = \"more.bib\", managed-by = \"zotero\" }]\n"),
        ("_quarto.yml", "metadata-files: [elsewhere.yml]\n"),
        ("_output.yml", "pandoc_args: [\"--bibliography=elsewhere.bib\"]\n"),
    ] {
        desk.write(told, says.as_bytes());
        let answer = desk.ibid(&["check", "--locked"]);
        assert_eq!(answer.code, 0, "{told}: {}", answer.out);
        desk.write(told, says.replace("more.bib", "refs.bib").as_bytes());
        let without = desk.ibid(&["check", "--locked"]);
        assert_eq!(without.code, i32::from(says.contains("more.bib")), "{told}: {}", without.out);
        fs::remove_file(desk.path().join(told)).unwrap();
    }
    // What is wrong in the project's own file is said once, however many manuscripts there are.
    desk.write("_quarto.yml", b"bibliography: gone.bib\n");
    desk.write("chapters/two.md", b"Nothing is cited here.\n");
    let answer = desk.ibid(&["check", "--locked", "--output-format", "concise"]);
    let missing = "_quarto.yml:1:15: error[bibliography-missing] The bibliography “gone.bib” cannot be read.\n";
    assert_eq!(answer.out, missing, "{}", answer.err);
    let isolated = desk.ibid(&["check", "--offline", "--isolated"]);
    assert_eq!(isolated.code, 0, "{}{}", isolated.out, isolated.err);
}

#[test]
fn a_broken_entry_is_said_to_be_broken_not_missing() {
    let bib = "@article{smith2020, title = {On swallows\n@book{jones1999, title = {Herons}}\n";
    let text = "---\nbibliography: refs.bib\n---\n\nAs shown [@smith2020; @jones1999; @nobody].\n";
    let desk = Desk::new(&[("refs.bib", bib), ("paper.md", text)]);
    let answer = desk.ibid(&["check", "--locked", "--output-format", "concise"]);
    let expected = "paper.md:5:12: error[bibliography-syntax] The entry “smith2020” of refs.bib cannot be read.\n\
                    paper.md:5:36: error[undefined-citation] No entry of the bibliography has the key “nobody”.\n";
    assert_eq!(answer.out, expected);
}
