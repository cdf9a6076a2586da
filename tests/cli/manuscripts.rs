//! Manuscripts of several files, cited by number.

use super::Desk;

const ONE: &str = "# One\n\nFirst [1], then [2,3]; again [1,2], [3] and [1].\n";
const TWO: &str = "---\ntitle: Two\n---\n\n# Two\n\nHere [4], then [5] and [6].\n";

/// A reference list of so many items.
fn list(items: usize) -> String {
    let items = (1..=items).map(|n| format!("{n}. Author {n}. Work number {n}. 200{n}.\n"));
    format!("# References\n\n{}", items.collect::<String>())
}

const TOLD: &str = "[[manuscript]]\nfiles = [\"content/*.md\", \"refs.md\"]\nsupplement = [\"content/s/*.md\"]\n";

/// A manuscript of two chapters and a list of six.
fn desk(told: &str) -> Desk {
    let refs = list(6);
    Desk::new(&[("ibid.toml", told), ("content/1.md", ONE), ("content/2.md", TWO), ("refs.md", &refs)])
}

/// What the rules about numbers find.
fn numbers(desk: &Desk, paths: &[&str]) -> String {
    let rules = "citation-order,citation-gap,uncited-reference,unused-suppression,unreadable-file";
    let flags = ["check", "--locked", "--output-format", "concise", "--select", rules];
    desk.ibid(&[&flags[..], paths].concat()).out
}

#[test]
fn what_another_chapter_cites_is_cited() {
    let desk = desk(TOLD);
    desk.write("refs.md", format!("# Three\n\nAs [1-4] and [6] say.\n\n{}", list(6)).as_bytes());
    assert_eq!(numbers(&desk, &[]), "");
    assert_eq!(numbers(&desk, &["refs.md"]), "");
    let uncited = "refs.md:11:1: warning[uncited-reference] Reference 5 is cited nowhere in the text.\n";
    assert_eq!(numbers(&desk, &["refs.md", "--isolated"]), uncited, "without configuration a file is judged alone");
    desk.write("content/2.md", TWO.replace("[5]", "five").as_bytes());
    assert_eq!(numbers(&desk, &[]), uncited);
    assert_eq!(numbers(&desk, &["refs.md"]), uncited);
    assert_eq!(numbers(&desk, &["content"]), "", "only what is named is told");
}

#[test]
fn order_and_gaps_are_seen_across_files() {
    let desk = desk(TOLD);
    desk.write("content/2.md", TWO.replace("[6]", "[6], [8], [9], [10]").replace('\n', "\r\n").as_bytes());
    desk.write("content/3.md", b"---\r\na: \xc3\xa4\r\n---\r\n\r\nAt last [7] and [11].\r\n");
    desk.write("refs.md", list(11).as_bytes());
    let order = "content/3.md:5:10: warning[citation-order] Number 7 is first cited behind higher ones.\n";
    assert_eq!(numbers(&desk, &[]), order);
    assert_eq!(numbers(&desk, &["content/1.md", "content/3.md"]), order);
    let json = desk.ibid(&["check", "--locked", "--output-format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["summary"]["files"], &json["summary"]["manuscripts"]), (&4.into(), &1.into()));
    let is_order = |finding: &&serde_json::Value| finding["rule"] == "citation-order";
    let found = json["findings"].as_array().unwrap().iter().find(is_order).unwrap();
    assert_eq!(found["related"][0]["path"], "content/2.md");
    desk.write("refs.md", list(10).as_bytes());
    let gap = "content/3.md:5:18: warning[citation-gap] The reference list has no number 11.\n";
    assert_eq!(numbers(&desk, &["content/3.md"]), format!("{order}{gap}"));
    assert_eq!(numbers(&desk, &["content/1.md"]), "");
}

#[test]
fn a_supplement_has_a_list_of_its_own() {
    let desk = desk(TOLD);
    desk.write("content/s/1.md", b"As [1], [2] and [3,4] say.\n");
    desk.write("content/s/2.md", list(5).as_bytes());
    let found = "content/s/2.md:7:1: warning[uncited-reference] Reference 5 is cited nowhere in the text.\n";
    assert_eq!(numbers(&desk, &[]), found);
}

#[test]
fn what_cannot_be_read_may_cite_anything() {
    let desk = desk(TOLD);
    desk.write("content/2.md", TWO.replace("[5]", "five").as_bytes());
    desk.write("content/3.md", b"\xff\xfe");
    let found = numbers(&desk, &[]);
    assert!(found.contains("content/3.md:1:1: error[unreadable-file]") && found.lines().count() == 1, "{found}");
    assert_eq!(numbers(&desk, &["refs.md", "content/2.md"]), "");
}

#[test]
fn what_version_control_leaves_out_is_not_judged_alone() {
    let desk = desk(TOLD);
    desk.write(".gitignore", b"content/4.md\n");
    desk.write("content/4.md", format!("As [1-4] and [6] say.\n\n{}", list(6)).as_bytes());
    assert_eq!(numbers(&desk, &["content/4.md"]), "");
}

#[test]
fn suppressions_hold_in_parts_and_are_not_said_to_be_idle() {
    let desk = desk(TOLD);
    let all = list(6);
    let list = all.replace("5. Author", "<!-- ibid-ignore uncited-reference: it is to stay -->\n5. Author");
    desk.write("refs.md", list.as_bytes());
    assert_eq!(numbers(&desk, &[]), "");
    desk.write("content/2.md", TWO.replace("[5]", "five").as_bytes());
    assert_eq!(numbers(&desk, &[]), "");
    let json = desk.ibid(&["check", "--locked", "--output-format", "json"]).out;
    assert!(json.contains("it is to stay"), "{json}");
    desk.write("refs.md", all.as_bytes());
    let ignore = "[[ignore]]\nrule = \"citations\"\npath = \"refs.md\"\nreason = \"a draft\"\n";
    desk.write("ibid.toml", format!("{TOLD}{ignore}").as_bytes());
    assert_eq!(numbers(&desk, &[]), "");
}

#[test]
fn a_book_is_one_manuscript_without_being_told() {
    let desk = desk("");
    let told = "project: {type: book}\nbook:\n  chapters:\n    - content/1.md\n    - part: Rest\n      chapters: [content/2.md, refs.md]\n";
    desk.write("_quarto.yml", told.as_bytes());
    desk.write("content/2.md", TWO.replace("[5]", "five").as_bytes());
    let uncited = "refs.md:7:1: warning[uncited-reference] Reference 5 is cited nowhere in the text.\n";
    assert_eq!(numbers(&desk, &[]), uncited);
    // What is configured is not guessed.
    desk.write("ibid.toml", b"[[manuscript]]\nfiles = [\"refs.md\"]\n");
    assert_eq!(numbers(&desk, &[]), "");
}

#[test]
fn manubot_joins_its_content() {
    let desk =
        Desk::new(&[("content/metadata.yaml", "title: T\n"), ("content/01.a.md", ONE), ("content/02.b.md", TWO)]);
    desk.write("content/90.refs.md", list(7).as_bytes());
    let uncited = "content/90.refs.md:9:1: warning[uncited-reference] Reference 7 is cited nowhere in the text.\n";
    assert_eq!(numbers(&desk, &["content/90.refs.md"]), uncited);
}
