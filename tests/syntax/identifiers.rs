//! PMIDs, PMCIDs, arXiv identifiers, ISBNs, trials and citation keys with prefixes: every spelling that authors use.

use ibid::syntax::Fault;

use super::{read, seen};

/// Every identifier as "id place form", in order.
fn found(text: &str) -> Vec<String> {
    let document = read(text);
    let one = |found: &ibid::syntax::Occurrence| found.id.to_string();
    document.identifiers.iter().map(one).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(found(text), *expected, "in {text:?}");
    }
}

#[test]
fn pmids_by_their_label() {
    check(&[
        ("PMID: 17284678", &["pmid:17284678"]),
        ("PMID:17284678.", &["pmid:17284678"]),
        ("PMID17284678,", &["pmid:17284678"]),
        ("PMID 17284678; PMID: 1", &["pmid:17284678", "pmid:1"]),
        ("PubMed PMID: 17284678; PubMed Central PMCID: PMC1803018.", &["pmid:17284678", "pmcid:PMC1803018"]),
        ("PubMed ID: 17284678 and PubMed ID 8177157", &["pmid:17284678", "pmid:8177157"]),
        ("pmid = 17284678, PMID#8177157, PMID：123", &["pmid:17284678", "pmid:8177157", "pmid:123"]),
        ("**PMID:** 17284678. *PMID* 8177157", &["pmid:17284678", "pmid:8177157"]),
        ("**PMID:** [17284678](https://example.org)", &["pmid:17284678"]),
        ("[PMID: 17284678]", &["pmid:17284678"]),
        ("(PMID 17284678)", &["pmid:17284678"]),
        ("[PubMed: 17284678] [PubMed 8177157]", &["pmid:17284678", "pmid:8177157"]),
        ("PMID:\n17284678", &["pmid:17284678"]),
        ("PMID- 17284678", &["pmid:17284678"]),
        ("PMID number 17284678", &["pmid:17284678"]),
        ("PMID: <a href=\"https://example.org/\">17284678</a>", &["pmid:17284678"]),
        ("PMID:17284678DOI:10.1000/abc", &["pmid:17284678", "doi:10.1000/abc"]),
        ("doi:10.1000/abc.PMID: 12345678", &["doi:10.1000/abc", "pmid:12345678"]),
        ("PMIDs: 17284678, 8177157 and 1", &["pmid:17284678", "pmid:8177157", "pmid:1"]),
        ("PMID: 17284678, 18177157; 28177157", &["pmid:17284678", "pmid:18177157", "pmid:28177157"]),
        ("PMIDs: [123](https://a.org), [456](https://b.org)", &["pmid:123", "pmid:456"]),
        ("PMIDs:\n\n- 123", &[]),
        ("PMID:17284678|PMID:8177157", &["pmid:17284678", "pmid:8177157"]),
    ]);
}

#[test]
fn what_a_label_does_not_announce() {
    check(&[
        ("`PMID: 17284678`", &[]),
        ("<!-- PMID: 17284678 -->", &[]),
        ("    PMID: 17284678\n", &[]),
        ("Of each PMID 3 fields were read.", &[]),
        ("PubMed (1966 to 2020), PubMed: 350 records, PubMed 2021", &[]),
        ("PMID: 2020-01-02", &[]),
        ("PMID: 10.1000/abc", &["doi:10.1000/abc"]),
        ("every PMID\n\n17284678 patients", &[]),
        ("PMID: 17284678, 2020;382:727-33", &["pmid:17284678"]),
        ("PMID: n/a, PMID: none", &[]),
        ("aPMID: 17284678", &[]),
        ("éubmed ID: 17284678", &[]),
        ("the PMID [12] says", &[]),
        ("PMIDs of 17284678", &[]),
        ("PMID: 12 345 678, PMID: 3197 8945, PMCID: PMC7557 385, PMC7557 385", &[]),
        ("PMID: 1234\u{200b}5678, PMID: 1234\u{ad}5678, PMC75573\u{200b}85", &[]),
        ("PMID: 31978945 2020", &["pmid:31978945"]),
        ("10.1234/5678.90 and PMIDs: 7, 2020; 12:3-4", &["doi:10.1234/5678.90", "pmid:7", "pmid:2020"]),
    ]);
}

#[test]
fn pmids_in_addresses() {
    for (address, form) in [
        ("https://pubmed.ncbi.nlm.nih.gov/17284678/", "Url"),
        ("https://pubmed.ncbi.nlm.nih.gov/17284678", "Url"),
        ("https://pubmed.ncbi.nlm.nih.gov/17284678/?from_term=a&page=2#x", "Url"),
        ("http://pubmed.ncbi.nlm.nih.gov/17284678", "OldUrl"),
        ("pubmed.ncbi.nlm.nih.gov/17284678", "OldUrl"),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=17284678", "OldUrl"),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=17284678%5Buid%5D", "OldUrl"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/17284678", "OldUrl"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/17284678?dopt=Abstract", "OldUrl"),
        ("http://www.ncbi.nlm.nih.gov/pubmed?term=17284678", "OldUrl"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/?term=17284678", "OldUrl"),
        ("https://www.ncbi.nlm.nih.gov/m/pubmed/17284678/", "OldUrl"),
        ("https://m.pubmed.ncbi.nlm.nih.gov/17284678/", "OldUrl"),
        ("http://pubmed.gov/17284678", "OldUrl"),
        ("https://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&db=PubMed&list_uids=17284678&dopt=x", "OldUrl"),
        ("https://www.ncbi.nlm.nih.gov/entrez/query.fcgi?db=pubmed&amp;list_uids=17284678", "OldUrl"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/pmid/17284678/", "OldUrl"),
        ("https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pubmed&id=17284678", "OtherUrl"),
        ("https://europepmc.org/abstract/MED/17284678", "OtherUrl"),
        ("https://europepmc.org/article/med/17284678", "OtherUrl"),
        ("https://europepmc.org/search?query=EXT_ID:17284678", "OtherUrl"),
        ("https://identifiers.org/pubmed:17284678", "OtherUrl"),
        ("https://www.pombase.org/reference/PMID:17284678", "OtherUrl"),
        ("https://example.org/show?pmid=17284678&x=1", "OtherUrl"),
        ("https://web.archive.org/web/2010/http://www.ncbi.nlm.nih.gov/pubmed/17284678", "OtherUrl"),
        ("https://www.ncbi.nlm.nih.gov.proxy.example.edu/pubmed/17284678", "OldUrl"),
    ] {
        for (before, after, place) in
            [("see ", ".", "prose"), ("<", ">", "prose"), ("[a](", ")", "link"), ("(", ")", "prose")]
        {
            if before == "<" && !address.starts_with("http") {
                continue;
            }
            let text = format!("{before}{address}{after}");
            let document = read(&text);
            let all: Vec<String> = document.identifiers.iter().map(|found| found.id.to_string()).collect();
            assert_eq!(all, ["pmid:17284678"], "in {text}");
            let found = &document.identifiers[0];
            assert_eq!((found.place.key(), format!("{:?}", found.form).as_str()), (place, form), "in {text}");
            assert_eq!(found.token.of(&text), address, "in {text}");
        }
    }
    check(&[
        ("https://pubmed.ncbi.nlm.nih.gov/?term=smith+2020", &[]),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=2020+smith", &[]),
        ("https://pubmed.ncbi.nlm.nih.gov/advanced/", &[]),
        ("https://www.ncbi.nlm.nih.gov/pubmed/17284678,8177157", &["pmid:17284678", "pmid:8177157"]),
        ("https://www.ncbi.nlm.nih.gov/books/NBK1234/", &[]),
        ("https://www.ncbi.nlm.nih.gov/geo/query/acc.cgi?acc=GSE17284", &[]),
        ("https://europepmc.org/article/ppr/ppr123456", &[]),
        ("me@pubmed.gov/123", &[]),
    ]);
}

#[test]
fn the_text_of_a_link_and_its_destination_are_two_places() {
    check(&[
        ("[PMID:17284678](https://pubmed.ncbi.nlm.nih.gov/17284678/)", &["pmid:17284678", "pmid:17284678"]),
        ("[17284678](https://pubmed.ncbi.nlm.nih.gov/17284678/)", &["pmid:17284678", "pmid:17284678"]),
        ("[**17284678**](https://pubmed.ncbi.nlm.nih.gov/17284678/)", &["pmid:17284678", "pmid:17284678"]),
        ("[2007](https://pubmed.ncbi.nlm.nih.gov/17284678/)", &["pmid:17284678"]),
        ("[1706.03762](http://arxiv.org/abs/1706.03762v2)", &["arxiv:1706.03762", "arxiv:1706.03762"]),
        ("[PMID:11923340](http://www.ncbi.nlm.nih.gov/pubmed/11932240)", &["pmid:11923340", "pmid:11932240"]),
        ("[PMC7557385](https://pmc.ncbi.nlm.nih.gov/articles/PMC7557385/)", &["pmcid:PMC7557385", "pmcid:PMC7557385"]),
    ]);
    let text = "[PMID:17284678](https://pubmed.ncbi.nlm.nih.gov/17284678/)";
    assert_eq!(seen(text), ["17284678 prose Prefix", "17284678 link Url"]);
}

#[test]
fn tables_name_rows_and_columns() {
    check(&[
        ("| a | b |\n|---|---|\n| **PMID** | 41606089 |\n", &["pmid:41606089"]),
        ("| a | b |\n|---|---|\n| PMID | [41606089](https://a.org) |\n| Year | 2020 |\n", &["pmid:41606089"]),
        (
            "| Title | PMID | Year |\n|---|---|---|\n| a | 123 | 2020 |\n| b | 456, 78 | 2021 |\n| c | none | 3 |\n",
            &["pmid:123", "pmid:456", "pmid:78"],
        ),
        ("| PMID | PMCID |\n|---|---|\n| 17284678 | 1803018 |\n", &["pmid:17284678", "pmcid:PMC1803018"]),
        ("PMID | n\n--- | ---\n17284678 | 12\n", &["pmid:17284678"]),
        ("| arXiv | n |\n|---|---|\n| 1706.03762 | 12 |\n", &["arxiv:1706.03762"]),
        (
            "| **DOI** | 10.1000/abc |\n|---|---|\n| **PMCID** | PMC12005634 |\n",
            &["doi:10.1000/abc", "pmcid:PMC12005634"],
        ),
        ("| the PMID count | 12345 |\n|---|---|\n| a | 23456 |\n", &[]),
        ("| PubMed | n |\n|---|---|\n| 350 | 12 |\n", &[]),
    ]);
}

#[test]
fn pmcids() {
    check(&[
        ("PMCID: PMC1803018; PMC1803018.", &["pmcid:PMC1803018", "pmcid:PMC1803018"]),
        ("PMCID: 1803018", &["pmcid:PMC1803018"]),
        ("PMC ID: PMC1803018.2", &["pmcid:PMC1803018"]),
        ("PMC: PMC1803018", &["pmcid:PMC1803018"]),
        ("PMCID:[PMC1803018](https://example.org)", &["pmcid:PMC1803018"]),
        ("PubMed Central PCMID: PMC4595904.", &["pmcid:PMC4595904"]),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1803018/", &["pmcid:PMC1803018"]),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1803018/pdf/abc-1-2.pdf", &["pmcid:PMC1803018"]),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC1803018/#S2", &["pmcid:PMC1803018"]),
        ("https://pmc.ncbi.nlm.nih.gov/articles/1803018/", &["pmcid:PMC1803018"]),
        ("http://www.pubmedcentral.nih.gov/articlerender.fcgi?artid=1803018", &["pmcid:PMC1803018"]),
        ("http://www.pubmedcentral.nih.gov/articlerender.fcgi?tool=pubmed&pubmedid=17284678", &["pmid:17284678"]),
        ("https://europepmc.org/article/PMC/PMC1803018", &["pmcid:PMC1803018"]),
        ("https://europepmc.org/articles/PMC1803018?pdf=render", &["pmcid:PMC1803018"]),
        ("https://europepmc.org/backend/ptpmcrender.fcgi?accid=PMC8169157&blobtype=pdf", &["pmcid:PMC8169157"]),
        ("doi:10.1234/PMC12345678", &["doi:10.1234/pmc12345678"]),
        ("PMC 2020, PMC12, XPMC1234567, `PMC1234567`", &[]),
        ("Europe PMC and PubMed Central (PMC) hold 7123456 articles", &[]),
    ]);
    let document = read("PMC ID: PMC1803018.2, PMC1803018");
    let versions: Vec<Option<u16>> = document.identifiers.iter().map(|found| found.version).collect();
    assert_eq!(versions, [Some(2), None]);
}

#[test]
fn arxiv_by_label_address_and_archive() {
    check(&[
        ("arXiv:1706.03762v7 [cs.CL]", &["arxiv:1706.03762"]),
        ("arXiv: 1706.03762, ARXIV:1810.04805", &["arxiv:1706.03762", "arxiv:1810.04805"]),
        ("arXiv preprint arXiv:1706.03762.", &["arxiv:1706.03762"]),
        (
            "arXiv preprint 1706.03762. arXiv, 1806.09525. *arXiv* (1806.09526)",
            &["arxiv:1706.03762", "arxiv:1806.09525", "arxiv:1806.09526"],
        ),
        ("arXiv e-prints, 1706.03762; arXiv [Preprint]. 1706.03763", &["arxiv:1706.03762", "arxiv:1706.03763"]),
        (
            "arXiv ID 1706.03762; arXiv.1706.03763; arXiv\n1706.03764",
            &["arxiv:1706.03762", "arxiv:1706.03763", "arxiv:1706.03764"],
        ),
        (
            "arXiv:hep-th/9901001v2, arXiv:math.GT/0309136, hep-ph/9711200.",
            &["arxiv:hep-th/9901001", "arxiv:math/0309136", "arxiv:hep-ph/9711200"],
        ),
        ("https://arxiv.org/abs/1706.03762v7", &["arxiv:1706.03762"]),
        ("<https://arxiv.org/pdf/1706.03762v7.pdf>", &["arxiv:1706.03762"]),
        ("http://export.arxiv.org/abs/hep-th/9901001", &["arxiv:hep-th/9901001"]),
        ("https://arxiv.org/pdf/cs/0112017v1.pdf", &["arxiv:cs/0112017"]),
        ("https://arxiv.org/html/2506.01883v3#S3.F2", &["arxiv:2506.01883"]),
        ("https://arxiv.org/ftp/arxiv/papers/1706/1706.03762.pdf", &["arxiv:1706.03762"]),
        ("https://ar5iv.labs.arxiv.org/html/1706.03762", &["arxiv:1706.03762"]),
        ("https://ar5iv.org/abs/1706.03762", &["arxiv:1706.03762"]),
        ("https://www.alphaxiv.org/abs/1706.03762", &["arxiv:1706.03762"]),
        ("https://huggingface.co/papers/1706.03762", &["arxiv:1706.03762"]),
        ("https://scirate.com/arxiv/1706.03762", &["arxiv:1706.03762"]),
        ("http://xxx.lanl.gov/abs/hep-th/9901001", &["arxiv:hep-th/9901001"]),
        ("https://doi.org/10.48550/arXiv.1706.03762", &["arxiv:1706.03762"]),
        ("arxiv.org/abs/1706.03762, see", &["arxiv:1706.03762"]),
        ("1706.03762 and math/0309136 alone", &[]),
        ("https://arxiv.org/list/cs.CL/2301 https://arxiv.org/abs/{id}", &[]),
        ("arXiv (2020-09-10), arXiv 2020.12 and 2020.12345", &[]),
        ("https://hepth.example.org/hep-th/9901001.html", &[]),
        ("[arXiv:1706.03762](https://arxiv.org/abs/1706.03762)", &["arxiv:1706.03762", "arxiv:1706.03762"]),
    ]);
    let document = read("arXiv:1706.03762v7 https://doi.org/10.48550/arXiv.1706.03762v2 arXiv:1706.03762");
    let versions: Vec<Option<u16>> = document.identifiers.iter().map(|found| found.version).collect();
    assert_eq!(versions, [Some(7), Some(2), None]);
    assert_eq!(seen("https://arxiv.org/abs/1706.03762"), ["1706.03762 prose Url"]);
    assert_eq!(seen("arXiv:1706.03762v7"), ["1706.03762v7 prose Prefix"]);
}

#[test]
fn isbns() {
    check(&[
        ("ISBN 978-3-16-148410-0", &["isbn:9783161484100"]),
        ("ISBN-13: 978-3-16-148410-0, ISBN-10: 0-8044-2957-X", &["isbn:9783161484100", "isbn:9780804429573"]),
        ("ISBN: 9783161484100; eISBN 0306406152", &["isbn:9783161484100", "isbn:9780306406157"]),
        ("**ISBN 978-3-16-148410-0 (print)**", &["isbn:9783161484100"]),
        ("Springer, 2009. 978-3-16-148410-0.", &["isbn:9783161484100"]),
        ("---\nisbn: '978-3-16-148410-0'\n---\n", &["isbn:9783161484100"]),
        ("9783161484100, 978-3161484100, 978-555-1234", &[]),
        ("10.1007/978-3-319-00026-8_2", &["doi:10.1007/978-3-319-00026-8_2"]),
        ("the ISBN 12 of 13", &[]),
    ]);
}

#[test]
fn a_broken_address_is_a_fault() {
    let faults = |text: &str| read(text).identifiers[0].faults.clone();
    assert_eq!(faults("https:/pubmed.ncbi.nlm.nih.gov/17284678/"), [Fault::BrokenUrl]);
    assert_eq!(faults("[a](https//arxiv.org/abs/1706.03762)"), [Fault::BrokenUrl]);
    assert_eq!(faults("http://arxiv.org/abs/1706.03762"), []);
    assert_eq!(faults("arxiv.org/abs/1706.03762"), []);
}

#[test]
fn trials_and_reviews() {
    check(&[
        (
            "(NCT04317092), ISRCTN83484536, DRKS00000765",
            &["trial:NCT04317092", "trial:ISRCTN83484536", "trial:DRKS00000765"],
        ),
        ("PROSPERO CRD420251068272 |", &["trial:CRD420251068272"]),
        ("ChiCTR2000029308; ACTRN12605000402695", &["trial:ChiCTR2000029308", "trial:ACTRN12605000402695"]),
        ("[x](https://clinicaltrials.gov/study/NCT04692532)", &["trial:NCT04692532"]),
        ("EudraCT number: 2004-000446-20. EudraCT 2004-000447-20", &["trial:2004-000446-20", "trial:2004-000447-20"]),
        ("https://www.clinicaltrialsregister.eu/ctr-search/trial/2004-000446-20/DE", &["trial:2004-000446-20"]),
        ("2004-000446-20, ANCT04317092, NCT0431709, `NCT04317092`", &[]),
    ]);
}

#[test]
fn keys_with_prefixes() {
    check(&[
        ("[@pmid:17284678; @pubmed:8177157]", &["pmid:17284678", "pmid:8177157"]),
        ("[@pmcid:PMC1803018; @pmc:PMC1803019; @PMID:1]", &["pmcid:PMC1803018", "pmcid:PMC1803019", "pmid:1"]),
        ("@arxiv:1706.03762v1, @arxiv:hep-th/9901001.", &["arxiv:1706.03762", "arxiv:hep-th/9901001"]),
        ("[@isbn:0-8044-2957-X {chap. 4}] @ISBN:9783161484100", &["isbn:9780804429573", "isbn:9783161484100"]),
        ("[@clinicaltrials:NCT04317092]", &["trial:NCT04317092"]),
        (
            "[@url:https://example.org/a_b/; @https://example.org/c]",
            &["url:https://example.org/a_b/", "url:https://example.org/c"],
        ),
        ("[@url:https://pubmed.ncbi.nlm.nih.gov/17284678/]", &["pmid:17284678"]),
        ("[@url:https://doi.org/10.1000/abc]", &["doi:10.1000/abc"]),
        ("[@tag:deep-review; @wikidata:Q56458321, @raw:x.y]", &["tag:deep-review", "wikidata:Q56458321", "raw:x.y"]),
        ("@{url:https://example.org/?a=(b)}", &["url:https://example.org/?a=(b)"]),
        ("[@url:https://a.org,@url:https://b.org]", &["url:https://a.org", "url:https://b.org"]),
        ("@WHO:2020, @fig:one, me@pmid:1, \\@pmid:1, https://hackmd.io/@url:x", &[]),
        ("[@tag:x]: pmid:17284678", &["pmid:17284678"]),
        ("{cite}`pmid:17284678,arxiv:1706.03762`", &["pmid:17284678", "arxiv:1706.03762"]),
    ]);
    assert_eq!(seen("[@pmid:17284678]"), ["17284678 citation Key"]);
    let text = "see @{pmid:17284678}.";
    assert_eq!(read(text).identifiers[0].token.of(text), "@{pmid:17284678}");
}

#[test]
fn what_cannot_be_one_is_malformed_only_where_it_is_said_to_be_one() {
    let why = |text: &str| {
        let document = read(text);
        let one = |bad: &ibid::syntax::Malformed| format!("{} {} {}", bad.kind.prefix(), bad.span.of(text), bad.why);
        document.malformed.iter().map(one).collect::<Vec<_>>()
    };
    assert_eq!(why("PMID: 123456789."), ["pmid 123456789 has 9 digits, but a PMID has at most eight"]);
    assert_eq!(why("PMID: 1728467B, and"), ["pmid 1728467B contains the letter “B”, but a PMID is a number"]);
    assert_eq!(why("https://pubmed.ncbi.nlm.nih.gov/01728467/"), ["pmid 01728467 begins with “0”, as no PMID does"]);
    assert_eq!(why("PMCID: PMC."), ["pmcid PMC has no digits behind “PMC”"]);
    assert_eq!(why("arXiv:1713.01234"), ["arxiv 1713.01234 names the month “13”"]);
    assert_eq!(why("https://arxiv.org/abs/1713.01234"), ["arxiv 1713.01234 names the month “13”"]);
    assert_eq!(
        why("ISBN 978-3-16-148410-1"),
        ["isbn 978-3-16-148410-1 has the check digit 1, but its other digits give 0"]
    );
    assert_eq!(why("[@isbn:9783161484101]"), ["isbn 9783161484101 has the check digit 1, but its other digits give 0"]);
    for text in [
        "PMID: none, PMID: 3rd, PMCID: PMC Journal - in process, arXiv: 2020, ISBN: n/a",
        "1713.01234, 978-3-16-148410-1, PMC",
        "`PMID: 123456789`",
        "https://example.org/pubmed/123456789",
        "| PMID |\n|---|\n| 123456789 |\n",
    ] {
        assert_eq!(why(text), Vec::<String>::new(), "{text}");
    }
    let text = "PMID: TODO, PMCID: PMCXXXXXXX, arXiv:XXXX.XXXXX, PMID: xxxxxxxx";
    let document = read(text);
    let marks: Vec<&str> = document.placeholders.iter().map(|mark| mark.span.of(text)).collect();
    assert_eq!(marks, ["TODO", "PMCXXXXXXX", "XXXX.XXXXX", "xxxxxxxx"]);
}
