use std::sync::Arc;

use super::*;
use crate::bibliography::csl_json::tests::hold;
use crate::record::WorkType;

fn read_text(text: &str) -> Bibliography {
    read(Arc::new(SourceFile::new("refs.ris", text)))
}

fn keys(bibliography: &Bibliography) -> Vec<&str> {
    bibliography.entries.iter().map(|entry| &*entry.key).collect()
}

const TWO: &str = "TY  - JOUR
DB  - PubMed
AU  - Okafor, Ada
AU  - van den Berg, N.
T1  - Tides of the
      inner sea
JF  - Journal of Shores
JO  - J Shores
Y1  - 2019/07/
SP  - 101
EP  - 109
VL  - 12
SN  - 0000-0001
DO  - https://doi.org/10.5555/Shore.12
AN  - 12345678
UR  - https://pubmed.ncbi.nlm.nih.gov/12345678
U2  - PMC2345678[pmcid]
KW  - *tides
sea
N2  - An abstract.
ER  - \n
TY  - BOOK
ID  - shores
A2  - Sea Level Group
TI  - Shores
SN  - 978-3-16-148410-0
PB  - Dune Press
ER  -
";

#[test]
fn entries_are_read_whole() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("\u{feff}{}", TWO.replace('\n', end));
        let bibliography = read_text(&text);
        assert_eq!(bibliography.faults, []);
        hold(&bibliography);
        assert_eq!(keys(&bibliography), ["Okafor_van_2019/07/", "shores"]);
        let entry = &bibliography.entries[0];
        assert!(entry.span.of(&text).starts_with("TY") && entry.span.of(&text).ends_with("ER  -"));
        assert_eq!(bibliography.entries[1].key_span.of(&text), "shores");
        let record = record(&bibliography, entry);
        assert_eq!(record.id.to_string(), "doi:10.5555/shore.12");
        assert_eq!(record.title.as_deref(), Some("Tides of the inner sea"));
        assert_eq!(
            (record.container_title.as_deref(), record.container_short.as_deref()),
            (Some("Journal of Shores"), Some("J Shores"))
        );
        assert_eq!(record.pages.as_deref(), Some("101-109"));
        assert_eq!(record.dates.issued.map(|date| date.to_string()).as_deref(), Some("2019-07"));
        assert_eq!(record.keywords, ["tides", "sea"]);
        assert_eq!(record.authors[1].name.family(), "van den Berg");
        let found: Vec<_> = identifiers(&bibliography, entry)
            .iter()
            .map(|one| (one.id.to_string(), one.span.of(&text).to_owned()))
            .collect();
        let expected = [
            ("doi:10.5555/shore.12", "10.5555/Shore.12"),
            ("pmid:12345678", "12345678"),
            ("pmid:12345678", "12345678"),
            ("pmcid:PMC2345678", "PMC2345678"),
        ];
        assert_eq!(found, expected.map(|(id, at)| (id.to_owned(), at.to_owned())));
        let book = super::record(&bibliography, &bibliography.entries[1]);
        assert_eq!((book.id.to_string().as_str(), &book.work_type), ("isbn:9783161484100", &WorkType::Book));
        assert_eq!(book.editors.len(), 1);
    }
}

#[test]
fn keys_are_those_that_pandoc_makes() {
    let entry = |more: &str| format!("TY  - JOUR\nAU  - Shannon,Claude E.\n{more}ER  - \n");
    let text = [
        entry("PY  - 1948\n"),
        entry("PY  - 1948\nID  - \n"),
        entry("PY  - 1948\n"),
        entry("Y1  - 1948/07//\nPY  - 1948\n"),
    ]
    .concat();
    assert_eq!(keys(&read_text(&text)), ["Shannon_1948", "Shannon_1948a", "Shannon_1948b", "Shannon_1948/07//_1948"]);
}

#[test]
fn what_is_missing_or_strange_is_told() {
    let bibliography = read_text("Provider: X\nDatabase: Y\nTY  - JOUR\nTI  - a\nTY  - JOUR\nTI  - b\nsecond line\n");
    assert_eq!(bibliography.entries.len(), 2);
    assert_eq!(bibliography.faults.len(), 3, "{:?}", bibliography.faults);
    assert_eq!(record(&bibliography, &bibliography.entries[1]).title.as_deref(), Some("b second line"));
    hold(&bibliography);
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "(TY  - |ER  -|AU  - |PY  - |DO  - ?10\\.5555/|UR  - https://doi.org/|N1  - doi: |ID  - |SN  - |[a-z0-9 ,ä😀]|\n|\r|\r\n|\u{feff}){0,60}") {
        let bibliography = read_text(&text);
        hold(&bibliography);
        for entry in &bibliography.entries {
            let _ = record(&bibliography, entry);
            for one in identifiers(&bibliography, entry) {
                assert!(entry.span.covers(one.span) && one.token.covers(one.span));
                let _ = one.token.of(&text);
            }
        }
    }
}
