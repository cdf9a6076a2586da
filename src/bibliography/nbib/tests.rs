use std::sync::Arc;

use super::*;
use crate::bibliography::csl_json::tests::hold;
use crate::record::{Name, WorkType};

fn read_text(text: &str) -> Bibliography {
    read(Arc::new(SourceFile::new("pubmed.nbib", text)))
}

const TWO: &str = "
PMID- 12345678
OWN - NLM
DP  - 2019 Jul 2
TI  - [Tides of the inner sea: how they
      come and go].
TT  - Gezeiten der inneren See.
PG  - 101-9
LID - 10.5555/Shore.12 [doi]
LID - S0000-0001(19)1 [pii]
FAU - Okafor, Ada
AU  - Okafor A
AUID- ORCID: 0000-0002-1825-0097
AD  - Institute of Shores, Here.
FAU - Berg, Nils Jr
AU  - Berg N
CN  - Sea Level Group
LA  - ger
PT  - Journal Article
PT  - Review
DEP - 20190419
TA  - J Shores
JT  - Journal of shores
VI  - 12
IP  - 3
OT  - *Tides
OT  - Sea
COIS- None declared.
PMC - PMC2345678
AID - 10.5555/Shore.12 [doi]
PMID- 2
TI  - A study in the U.S.A.
AU  - King ML Jr
";

#[test]
fn citations_are_read_whole() {
    let bibliography = read_text(TWO);
    assert_eq!(bibliography.faults, []);
    hold(&bibliography);
    let keys: Vec<&str> = bibliography.entries.iter().map(|entry| &*entry.key).collect();
    assert_eq!(keys, ["pmid:12345678", "pmid:2"]);
    let entry = &bibliography.entries[0];
    assert_eq!(entry.key_span.of(TWO), "12345678");
    assert_eq!(entry.kind.of(TWO), "Journal Article");
    let first = record(&bibliography, entry);
    assert_eq!(first.id.to_string(), "doi:10.5555/shore.12");
    assert_eq!(first.title.as_deref(), Some("Tides of the inner sea: how they come and go"));
    assert_eq!(first.other_titles, ["Gezeiten der inneren See"]);
    let families: Vec<&str> = first.authors.iter().map(|author| author.name.family()).collect();
    assert_eq!(families, ["Okafor", "Berg", "Sea Level Group"]);
    assert_eq!(first.authors[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(first.dates.issued.map(|date| date.to_string()).as_deref(), Some("2019-07-02"));
    assert_eq!(first.dates.online.map(|date| date.to_string()).as_deref(), Some("2019-04-19"));
    assert_eq!(first.work_type, WorkType::Article);
    assert_eq!(first.keywords, ["Tides", "Sea"]);
    assert_eq!(first.conflict_of_interest.as_deref(), Some("None declared."));
    let second = record(&bibliography, &bibliography.entries[1]);
    assert_eq!(second.title.as_deref(), Some("A study in the U.S.A."));
    assert!(
        matches!(&second.authors[0].name, Name::Person { family, suffix: Some(suffix), .. } if family == "King" && suffix == "Jr")
    );
    let found = identifiers(&bibliography, entry);
    let shown: Vec<_> = found.iter().map(|one| one.span.of(TWO)).collect();
    assert_eq!(shown, ["12345678", "10.5555/Shore.12", "PMC2345678", "10.5555/Shore.12"]);
}

#[test]
fn other_databases_write_it_too() {
    let text = "OWN - ERIC\nTI  - Tides\nAU  - Okafor, Ada\nAID - http://dx.doi.org/10.5555/shore.13\n\n\nOWN - ERIC\nOID - EJ1\n";
    let bibliography = read_text(text);
    let keys: Vec<&str> = bibliography.entries.iter().map(|entry| &*entry.key).collect();
    assert_eq!(keys, ["doi:10.5555/shore.13", "EJ1"]);
    assert_eq!(read_text("hello\nthere\n").faults.len(), 1);
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "(PMID- |TI  - |AU  - |LID - 10\\.5555/|AID - |PT  - |DP  - |ISBN- |PMC - |[a-z0-9 ,.\\[\\]ä😀]|\n|\r\n|      |\u{feff}){0,60}") {
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
