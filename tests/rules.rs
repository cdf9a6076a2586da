//! The rules against literate cases (`tests/rules/*.md`) and against the examples of their pages (`docs/rules/*.md`).
//!
//! A case is a heading followed by fences: `md` is the manuscript, `json records` what is known, `json lock` the
//! identifiers of a lock file, `bib bibliography` what `references.bib` has, `toml` the configuration, `expected` the manuscript after its safe fixes; `toml judged`
//! is a project's configuration in place of a manuscript, `bib judged` a bibliography, by the manuscript and those in `md too`. Fences above the first case hold for all. Under a line of the manuscript, carets mark what is found in it:
//!
//! ```text
//! As shown before (doi:10.1000/a).
//!                      ^^^^^^^^^ retracted error: Retracted on 2010-02-06 (Crossref), and the text does not say so.
//! ```
//!
//! The severity (or `ignored`) and the message may be left out; what is not marked must not be found. Words behind
//! `md` set the scene: `locked`, `today=2026-11-23`, `typing=10.1000/a`.

#![allow(clippy::disallowed_methods, reason = "tests read their cases from files")]

#[path = "literate/fences.rs"]
mod fences;
#[path = "literate/marks.rs"]
mod marks;
#[path = "literate/properties.rs"]
mod properties;
#[path = "literate/scene.rs"]
mod scene;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use fences::Case;
use ibid::analysis::{Linted, lint};
use ibid::findings::{Edit, Fix};
use ibid::rules::RULES;
use ibid::syntax::{Dialect, parse};
use ibid::text::SourceFile;
use scene::Scene;

#[test]
fn literate_cases() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let path = folder("tests/rules").join(format!("{}.md", rule.name));
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        if rule.name == "unreadable-file" {
            // Files are read outside the core: the rule's own unit test has its cases.
            continue;
        }
        let cases = fences::cases(&page);
        for case in &cases {
            wrong.extend(judge(case).err().map(|why| format!("{}: {}\n{why}", rule.name, case.name)));
        }
    }
    assert!(wrong.is_empty(), "{} cases differ:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn examples_on_the_pages_do_what_the_pages_say() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let examples = fences::examples(rule.page);
        for example in &examples {
            let snapshot = Scene::of(example).snapshot(&example.manuscript);
            let is_project = example.options.contains(&"project");
            let linted = if is_project { scene::unused(&[snapshot]) } else { lint(&snapshot) };
            let found = linted.findings.iter().any(|finding| finding.rule == rule.name);
            let wanted = example.options.contains(&"bad");
            if found != wanted {
                wrong.push(format!("{}: found {found}, wanted {wanted} in\n{}", rule.name, example.manuscript));
            }
        }
        let made_elsewhere = ["config", "unreadable-file"].contains(&rule.name);
        for kind in ["bad", "good"] {
            let some = examples.iter().any(|example| example.options.contains(&kind));
            if !some && !made_elsewhere {
                wrong.push(format!("{}: its page has no example of `md {kind}`", rule.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_rule_is_listed_documented_and_tested() {
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(stems("tests/rules", "md"), rules, "cases");
    assert_eq!(stems("docs/rules", "md"), rules, "pages");
    let rooms = [
        "acknowledgement",
        "cited",
        "existence",
        "fields",
        "level",
        "majority",
        "malformed",
        "manners",
        "numbered",
        "references",
        "registry",
        "rule",
        "suppression",
        "told",
    ]
    .map(str::to_owned);
    let sources: BTreeSet<String> = stems("src/rules", "rs").into_iter().filter(|stem| !rooms.contains(stem)).collect();
    assert_eq!(sources, rules.iter().map(|name| name.replace('-', "_")).collect(), "sources");
}

#[test]
fn pages_have_the_same_heads() {
    let heads = ["## What it does", "## Why", "## Example", "## Severity", "## What to do", "## Configuration"];
    for rule in RULES {
        let page = rule.explanation();
        let found: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(found, heads, "{}", rule.name);
        assert!(page.starts_with(&format!("# `{}`\n", rule.name)), "{}", rule.name);
        assert!(page.contains(&format!("`{}`", rule.group.key())), "{} does not name its group", rule.name);
        assert!(page.contains(&format!("**{}**", rule.severity)), "{} does not name its level", rule.name);
        assert!(!page.contains("<!-- records"), "{}", rule.name);
    }
}

fn judge(case: &Case<'_>) -> Result<(), String> {
    let judged = case.configuration.as_ref().or(case.judged_bibliography.as_ref()).unwrap_or(&case.manuscript);
    let (manuscript, mut wanted) = marks::read(judged);
    let linted = match (&case.configuration, &case.judged_bibliography) {
        (Some(_), _) => Linted { findings: scene::configuration(&manuscript), ignored: Vec::new() },
        (None, Some(_)) => project(case, &manuscript),
        (None, None) => lint(&Scene::of(case).snapshot(&manuscript)),
    };
    let mut found = marks::of(&linted);
    wanted.sort();
    found.sort();
    let as_wanted =
        found.len() == wanted.len() && found.iter().zip(&wanted).all(|(found, wanted)| wanted.allows(found));
    if !as_wanted {
        return Err(format!("--- found\n{}", marks::write(&manuscript, &found)));
    }
    wording(&linted)?;
    let fixes = || linted.findings.iter().flat_map(|finding| finding.fixes.first());
    let mended = apply(&manuscript, fixes().filter(|fix| fix.safe))?;
    if identifiers(&mended) != identifiers(&manuscript) {
        return Err(format!("the safe fixes change identifiers:\n{mended}"));
    }
    let expected = case.expected.as_ref().map_or(&manuscript, |expected| expected);
    let mended = if case.expected_unsafe { apply(&manuscript, fixes())? } else { mended };
    if mended != *expected { Err(format!("--- after the fixes\n{mended}")) } else { Ok(()) }
}

/// What the manuscripts of a case leave uncited of a bibliography.
fn project(case: &Case<'_>, bibliography: &str) -> Linted {
    let case = Case { bibliography: Some(bibliography.to_owned()), ..case.clone() };
    let others = case.others.iter().enumerate();
    let others = others.map(|(at, text)| Scene::of(&case).named(&format!("other{at}.md"), text));
    let all: Vec<_> = [Scene::of(&case).snapshot(&case.manuscript)].into_iter().chain(others).collect();
    scene::unused(&all)
}

/// What holds for every message (the contract's "Messages").
fn wording(linted: &Linted) -> Result<(), String> {
    for finding in linted.findings.iter().chain(linted.ignored.iter().map(|ignored| &ignored.finding)) {
        let (length, help) = (finding.message.chars().count(), finding.help.as_deref().unwrap_or_default());
        if length > 100 || finding.message.contains('\n') {
            return Err(format!("{length} characters in one line: {}", finding.message));
        }
        let words = format!("{} {help}", finding.message).to_lowercase();
        for word in ["fake", "fabricat", "hallucinat", "invalid", "verified", "bogus"] {
            if words.contains(word) {
                return Err(format!("“{word}” is not to be said: {words}"));
            }
        }
    }
    Ok(())
}

fn apply<'a>(text: &str, fixes: impl Iterator<Item = &'a Fix>) -> Result<String, String> {
    let mut edits: Vec<&Edit> = fixes.flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    if edits.windows(2).any(|pair| pair[1].span.start < pair[0].span.end) {
        return Err("fixes overlap".into());
    }
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    Ok(text)
}

fn identifiers(text: &str) -> Vec<String> {
    let document = parse(SourceFile::new("case.md", text).into(), Dialect::Pandoc);
    document.identifiers.iter().map(|found| found.id.to_string()).collect()
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn stems(path: &str, extension: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder(path)).expect("a folder of the crate");
    let files = entries.map(|entry| entry.expect("a folder that can be read").path());
    let files = files.filter(|file| file.extension().is_some_and(|found| found == extension));
    files.filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned())).collect()
}
