//! What holds for any manuscript, however it is spelt and whatever is known.

use ibid::analysis::lint;
use ibid::findings::Fix;
use ibid::syntax::{Dialect, parse};
use ibid::text::SourceFile;
use proptest::prelude::*;

use super::fences::Case;
use super::{Scene, apply, identifiers, wording};

/// What is known of the identifiers that the pieces name.
const RECORDS: &str = r#"{
    "10.1000/a": {"title": "A title", "notices": [{"kind": "retracted", "date": "2010-02-06", "doi": "10.1000/n"}]},
    "10.1000/b": {"type": "preprint", "relations": [{"kind": "preprint-of", "doi": "10.1000/c"}]},
    "10.1000/c": "absent",
    "10.5281/zenodo.1": "absent",
    "10.1000/n": {"about": [{"kind": "retracted", "doi": "10.1000/a"}]},
    "10.1000/d-e": {"notices": [{"kind": "corrected"}, {"kind": "expression-of-concern", "date": "2020"}]},
    "10/abcde": {"alias_of": "10.1000/a"}
}"#;

/// Pieces of manuscripts, among them what is broken.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "doi:10.1000/a",
        "https://doi.org/10.1000/b",
        "http://dx.doi.org/10.1000/c",
        "<https://doi.org/10.1000/a>",
        "[@doi:10.1000/a; @doi:10.1000/n]",
        "10.1000/d-e",
        "doi:10.1000/d\u{2011}e",
        "doi:10.1000/d\u{ad}-e",
        "https:/doi.org/10.1000/c",
        "doi: 10.1000/ c",
        "doi:10.1000/",
        "10.5281/zenodo.1",
        "doi:10/abcde",
        "[REF]",
        "[^1]",
        "\n\n[^1]: doi:10.1000/b retracted\n\n",
        "[doi](https://doi.org/10.1000/a)",
        "`10.1000/a`",
        "\n\n# References\n\n",
        "\n1. ",
        "\n2. ",
        "\n- ",
        "\n\n",
        "\n",
        "\r\n",
        " | ",
        "\n> ",
        "<!-- ibid-ignore retracted: reason -->",
        "<!-- ibid-ignore-file all: reason -->",
        "<!-- ibid-ignore -->",
        "<!-- ibid-ignore nothing, integrity: reason -->",
        "was retracted.",
        "was not retracted",
        "撤稿。",
        "2026",
        "in press",
        "é",
        "😀",
        "\u{feff}",
        "---\n",
        "doi: 10.1000/c\n",
        " ",
        ". ",
        ", ",
        "(",
        ")",
        "*",
        "_",
        "@",
    ]);
    prop_oneof![9 => fixed.prop_map(str::to_owned), 1 => any::<String>()]
}

fn scene(locked: bool) -> Scene {
    let options = if locked { vec!["locked"] } else { Vec::new() };
    let lock = Some("[\"10.1000/a\"]".to_owned());
    Scene::of(&Case { options, records: vec![RECORDS.to_owned()], lock, ..Case::default() })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn findings_are_sound(pieces in prop::collection::vec(piece(), 0..40), locked: bool) {
        let text = pieces.concat();
        let linted = lint(&scene(locked).snapshot(&text));
        prop_assert_eq!(wording(&linted), Ok(()), "{:?}", &text);
        prop_assert!(linted.findings.is_sorted_by_key(|finding| (finding.span, finding.rule)));
        for finding in &linted.findings {
            prop_assert!(text.get(finding.span.range()).is_some());
            prop_assert!(finding.related.iter().all(|related| text.get(related.span.range()).is_some()));
            prop_assert!(finding.related.iter().all(|related| related.span != finding.span));
        }
        let fixes = linted.findings.iter().flat_map(|finding| &finding.fixes);
        let safe: Vec<&Fix> = fixes.filter(|fix| fix.safe).collect();
        let mended = apply(&text, safe.iter().copied()).map_err(TestCaseError::fail)?;
        prop_assert_eq!(identifiers(&mended), identifiers(&text), "{:?} became {:?}", &text, &mended);
    }

    #[test]
    fn nothing_known_is_nothing_said_of_works(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        let linted = lint(&Scene::of(&Case::default()).snapshot(&text));
        let of_works = |rule: &str| {
            let rule = ibid::rules::by_name(rule).expect("a rule found it");
            rule.needs == ibid::rules::Needs::Records
        };
        prop_assert!(!linted.findings.iter().any(|finding| of_works(finding.rule)), "{:?}", &text);
        // The document itself is read the same with or without records.
        let document = parse(SourceFile::new("case.md", text.as_str()).into(), Dialect::Pandoc);
        prop_assert!(document.identifiers.is_sorted_by_key(|found| found.span));
    }
}
