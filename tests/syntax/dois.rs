//! DOIs: every spelling that authors are seen to use.

use ibid::syntax::{Fault, read_doi};

use super::{meant, read, seen};

/// Checks that each text has exactly the DOIs given, as meant.
fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(meant(text), *expected, "in {text:?}");
    }
}

#[test]
fn labels_and_addresses() {
    check(&[
        ("See 10.1000/abc.12.", &["10.1000/abc.12"]),
        ("doi:10.1000/abc.12, and", &["10.1000/abc.12"]),
        ("DOI 10.14279/depositonce-25167\\\nnext", &["10.14279/depositonce-25167"]),
        ("DOI：10.1000/abc。", &["10.1000/abc"]),
        ("**DOI:** 10.1000/abc; *doi*: 10.1000/def", &["10.1000/abc", "10.1000/def"]),
        ("https://doi.org/10.1000/abc.", &["10.1000/abc"]),
        ("http://dx.doi.org/10.1000/abc, www.doi.org/10.1000/def", &["10.1000/abc", "10.1000/def"]),
        ("<https://doi.org/10.1000/abc>", &["10.1000/abc"]),
        ("https:/doi.org/10.1000/abc https://doi.org//10.1000/abd", &["10.1000/abc", "10.1000/abd"]),
        ("https://doi.org/https://doi.org/10.1000/abc", &["10.1000/abc"]),
        ("https://doi.org/doi:10.1000/abc", &["10.1000/abc"]),
        ("doi:https://doi.org/10.1000/abc", &["10.1000/abc"]),
        ("94-9. doi:\n    10.1038/nsmb.1935 and", &["10.1038/nsmb.1935"]),
        ("> see doi:\n> 10.1038/nsmb.1935", &["10.1038/nsmb.1935"]),
        ("DOI10.1000/abc", &["10.1000/abc"]),
        ("doi:10.1000/abc.PMID: 12345678", &["10.1000/abc"]),
    ]);
}

#[test]
fn brackets_links_and_emphasis() {
    check(&[
        (
            "[10.1016/S0015-0282(16)46572-6](https://doi.org/10.1016/S0015-0282(16)46572-6)",
            &["10.1016/S0015-0282(16)46572-6", "10.1016/S0015-0282(16)46572-6"],
        ),
        ("(10.1016/S0140-6736(97)11096-0)", &["10.1016/S0140-6736(97)11096-0"]),
        ("(doi:10.1000/abc)(see", &["10.1000/abc"]),
        ("[paper](https://doi.org/10.1000/abc \"doi:10.1000/abd\")", &["10.1000/abc", "10.1000/abd"]),
        ("*DOI: 10.1016/j.recesp.2011.10.015*", &["10.1016/j.recesp.2011.10.015"]),
        ("_Nature_ **10.1038/nature_12**; _10.1000/x_y_", &["10.1038/nature_12", "10.1000/x_y"]),
        ("10.1000/foo_*baz*_q and 10.1000/$x$y", &["10.1000/foo_*baz*_q", "10.1000/$x$y"]),
        ("[10.1000/a\\_b](https://doi.org/10.1000/a_b)", &["10.1000/a_b", "10.1000/a_b"]),
        ("DOI: 10.1186/s40101-015-0073-3\\. \\[ [Links](x)", &["10.1186/s40101-015-0073-3"]),
        ("\\[DOI: [10.1000/ab](https://rs.example.com/cmaid/206059)]", &["10.1000/ab"]),
        ("([https://doi.org/10.57760/sciencedb.07602](https://x.org))。", &["10.57760/sciencedb.07602"]),
        ("（https://doi.org/10.57760/sciencedb.07602）。", &["10.57760/sciencedb.07602"]),
        ("10.1000/abc的研究，10.1000/abd、", &["10.1000/abc", "10.1000/abd"]),
        ("“10.1000/abc”, «10.1000/abd»…", &["10.1000/abc", "10.1000/abd"]),
        ("| 10.1000/abc|10.1000/abd |\n|-|-|\n| doi | 10.1000/ab |", &["10.1000/abc", "10.1000/abd", "10.1000/ab"]),
        ("`10.1000/no` 10.1000/abc`x`", &["10.1000/abc"]),
        (
            "[10.1080/15476286.2015](http://dx.doi.org/10.1080/15476286.2015.1022704).1022704",
            &["10.1080/15476286.2015.1022704", "10.1080/15476286.2015.1022704"],
        ),
        (
            "x [https://doi.org/10.5281/zenodo.4941722](10.5281/zenodo.4941722)",
            &["10.5281/zenodo.4941722", "10.5281/zenodo.4941722"],
        ),
    ]);
}

#[test]
fn serial_item_identifiers() {
    let sici = "10.1002/(SICI)1099-128X(199609)10:5/6<463::AID-CEM445>3.0.CO;2-L";
    for text in [
        sici.to_owned(),
        format!("doi:{sici}; next"),
        format!("({sici})."),
        sici.replace('<', "\\<").replace('>', "\\>"),
        sici.replace('<', "&lt;").replace('>', "&gt;"),
        format!("https://doi.org/{}", sici.replace('<', "%3C").replace('>', "%3E")),
        format!("[p](https://doi.org/{})", sici.replace('<', "%3C").replace('>', "%3E")),
        format!(
            "<https://doi.org/{}>",
            sici.replace('<', "%3C").replace(':', "%3A").replace('>', "%3E").replace(';', "%3B")
        ),
        format!("[x](https://doi.org/{sici})"),
    ] {
        assert_eq!(meant(&text), [sici], "in {text:?}");
    }
    check(&[
        (
            "https://doi.org/10.1175%2F1520-0493%281972%29100%3C0081%3AOTAOSH%3E2.3.CO%3B2[^brackets].",
            &["10.1175/1520-0493(1972)100<0081:OTAOSH>2.3.CO;2"],
        ),
        ("10.1890/0012-9658(2006)87[2614:ANHSFC]2.0.CO;2, x", &["10.1890/0012-9658(2006)87[2614:ANHSFC]2.0.CO;2"]),
        ("10.1890/0012-9658(2006)87\\[2614:ANHSFC\\]2.0.CO;2.", &["10.1890/0012-9658(2006)87[2614:ANHSFC]2.0.CO;2"]),
    ]);
}

#[test]
fn the_check_character_of_a_serial_item_identifier_may_be_a_number_sign() {
    let sici = "10.1002/(SICI)1521-3951(199911)216:1<135::AID-PSSB135>3.0.CO;2-#";
    let escaped = sici.replace('<', "%3C").replace('>', "%3E");
    let wholly = escaped.replace('(', "%28").replace(')', "%29").replace(':', "%3A").replace(';', "%3B");
    let wiley = "https://onlinelibrary.wiley.com/doi";
    for text in [
        sici.to_owned(),
        format!("doi:{sici}."),
        format!("[@doi:{sici}]"),
        format!("https://doi.org/{sici}"),
        format!("https://doi.org/{escaped}."),
        format!("(https://doi.org/{wholly})"),
        format!("https://doi.org/{}", wholly.replace('#', "%23")),
        format!("[p](https://doi.org/{escaped})"),
        format!("[p](https://doi.org/{})", wholly.replace('#', "%23")),
        format!("[p](<https://doi.org/{sici}>)").replace("216:1<", "216:1%3C").replace("135>3", "135%3E3"),
        format!("<https://doi.org/{wholly}>"),
        format!("<a href=\"https://doi.org/{}\">p</a>", wholly.replace('#', "%23")),
        format!("https://doi.org/{wholly}#references"),
        format!("https://doi.org/{}?casa_token=x", wholly.replace('#', "%23")),
        format!("https://doi.org/{}#references", wholly.replace('#', "%23")),
        format!("{wiley}/pdf/{escaped}"),
        format!("{wiley}/pdf/{}", wholly.replace('#', "%23")),
        format!("{wiley}/{}/abstract", wholly.replace('#', "%23")),
        format!("[p]({wiley}/{}/full#references)", wholly.replace('#', "%23")),
    ] {
        assert_eq!(meant(&text), [sici], "in {text:?}");
    }
    let whole = format!("https://doi.org/{wholly}#references");
    let text = format!("see {whole}, and");
    assert_eq!(read(&text).identifiers[0].token.of(&text), whole, "what is behind it is part of the address");
    let letter = "10.1002/(SICI)1099-128X(199609)10:5/6<463::AID-CEM445>3.0.CO;2-L";
    let without = "10.1890/0012-9658(2006)87[2614:ANHSFC]2.0.CO;2";
    let encoded = |doi: &str| doi.replace('<', "%3C").replace('>', "%3E").replace('[', "%5B").replace(']', "%5D");
    for doi in [letter, without] {
        for fragment in ["#", "#references", "#!", "?af=R#abstract"] {
            assert_eq!(meant(&format!("[p](https://doi.org/{}{fragment})", encoded(doi))), [doi], "{fragment}");
            assert_eq!(meant(&format!("https://doi.org/{}{fragment}", encoded(doi))), [doi], "{fragment}");
        }
    }
}

#[test]
fn addresses_of_publishers() {
    check(&[
        ("https://www.biorxiv.org/content/10.1101/2020.04.22.055822v1.full.pdf+html", &["10.1101/2020.04.22.055822"]),
        ("[a](https://www.biorxiv.org/content/10.1101/625566v1)", &["10.1101/625566"]),
        (
            "[a](https://www.frontiersin.org/articles/10.3389/fmicb.2021.725727/full#supp)",
            &["10.3389/fmicb.2021.725727"],
        ),
        (
            "[a](http://journals.plos.org/plosone/article?id=10.1371/journal.pone.0079217#t001)",
            &["10.1371/journal.pone.0079217"],
        ),
        (
            "(http://www.example.org/article/info:doi/10.1371/journal.pcbi.1003342#s019)",
            &["10.1371/journal.pcbi.1003342"],
        ),
        (
            "https://academic.oup.com/x/advance-article/doi/10.1093/bioinformatics/btz232/5421513?redirectedFrom=fulltext",
            &["10.1093/bioinformatics/btz232"],
        ),
        ("[x](/ajcn/advance-article/doi/10.1093/ajcn/nqab413/6512387?searchresult=1)", &["10.1093/ajcn/nqab413"]),
        (
            "[s](https://pubs.acs.org/doi/suppl/10.1021/acssynbio.3c00042/suppl_file/sb3c00042_si_001.pdf)",
            &["10.1021/acssynbio.3c00042"],
        ),
        (
            "[s](https://x.org/action/downloadSupplement?doi=10.1002%2Fpro.4936&file=pro-sup.docx)",
            &["10.1002/pro.4936"],
        ),
        ("![DOI](https://zenodo.org/badge/DOI/10.5281/zenodo.2561065.svg)", &["10.5281/zenodo.2561065"]),
        (
            "![a](https://img.shields.io/badge/Article-10.1371%2Fjournal.pcbi.1008316-yellow)",
            &["10.1371/journal.pcbi.1008316"],
        ),
        (
            "https://static-content.springer.com/esm/art%3A10.1038%2Fs41467-022-34937-8/MediaObjects/x_ESM.pdf",
            &["10.1038/s41467-022-34937-8"],
        ),
        ("https://link.springer.com/chapter/10.1007/978-3-319-00026-8_2", &["10.1007/978-3-319-00026-8_2"]),
        ("https://www.degruyter.com/document/doi/10.1515/sagmb-2015-0055/html", &["10.1515/sagmb-2015-0055"]),
        (
            "https://www.google.com/search?q=https://doi.org/10.1016/j.landig.2025.100926",
            &["10.1016/j.landig.2025.100926"],
        ),
        ("https://api.example.org/works/10.1000%2Fabc/transform", &["10.1000/abc"]),
        ("https://www.sciencedirect.com/science/article/pii/S0140673697110960", &[]),
    ]);
}

#[test]
fn characters_of_word_processors() {
    let document = read("doi:\u{a0}10.1016/S0140\u{2011}6736(97)11096\u{2013}0 and 10.1000/ab\u{ad}c\u{200b}.");
    let found: Vec<_> = document.identifiers.iter().map(|found| (&*found.meant, found.faults.len())).collect();
    assert_eq!(found, [("10.1016/S0140-6736(97)11096-0", 1), ("10.1000/abc", 1)]);
    let Fault::WordCharacter { span, character } = &document.identifiers[0].faults[0] else { panic!() };
    assert_eq!((span.of(document.text()), *character), ("\u{2011}", '\u{2011}'));
    check(&[
        ("10.1000/abc\u{2014}a study", &["10.1000/abc"]),
        ("10.1000/abc\u{2013}10.1000/abd", &["10.1000/abc", "10.1000/abd"]),
        ("7, 10.1371 / Journal.PMed.1000332 (2010)", &["10.1371/Journal.PMed.1000332"]),
        ("doi: 10. 1016/j.cell.2020.01.001", &["10.1016/j.cell.2020.01.001"]),
        ("https://doi.org/10.1016/ j.cell.2020.01.001", &["10.1016/j.cell.2020.01.001"]),
        ("doi:10.1016/\nj.cell.2020.01.001", &["10.1016/j.cell.2020.01.001"]),
    ]);
}

#[test]
fn citation_keys() {
    assert_eq!(
        seen("[@doi:10.1128/AEM.01398-06;@doi:10.1038/ismej.2017.113]"),
        ["10.1128/AEM.01398-06 citation Key", "10.1038/ismej.2017.113 citation Key"]
    );
    assert_eq!(
        seen("as @{doi:10.1016/S0140-6736(97)11096-0} and @10.1093/ofid/ofw172.673, p. 3"),
        ["10.1016/S0140-6736(97)11096-0 citation Key", "10.1093/ofid/ofw172.673 citation Key"]
    );
    assert_eq!(
        seen("[@doi:10.1038/s41591-020-0820-9, @https://doi.org/10.1098/rspa.1927.0118]"),
        ["10.1038/s41591-020-0820-9 citation Key", "10.1098/rspa.1927.0118 citation Key"]
    );
    assert_eq!(
        seen("{cite}`10.1093/nar/22.22.4673` {cite:p}`10.1000/abc,10.1000/abd` {code}`10.1000/no`"),
        ["10.1093/nar/22.22.4673 citation Key", "10.1000/abc citation Key", "10.1000/abd citation Key"]
    );
    assert_eq!(
        seen("[@deep]: doi:10.1098/rsif.2017.0387\n[@deep]: doi:10.1098/rsif.2017.0388\n"),
        ["10.1098/rsif.2017.0387 link Prefix", "10.1098/rsif.2017.0388 link Prefix"]
    );
    assert_eq!(seen("[](doi:10.1000/abc) <doi:10.1000/abd>"), ["10.1000/abc link Prefix", "10.1000/abd prose Prefix"]);
    assert_eq!(
        seen("[@doi:10/b6vnm8] https://doi.org/10/abc2 and 10/abc"),
        ["10/b6vnm8 citation Key", "10/abc2 prose Url"]
    );
}

#[test]
fn places() {
    let text = "---\ntitle: x\ndoi: 10.1000/front # 10.1000/comment\n---\n\nText 10.1000/prose.[^1] A^[see 10.1000/inline.]\n\n\
                [^1]: See <https://doi.org/10.1000/foot>.\n\n<p class=\"a\"><a href='https://doi.org/10.1000/href'>10.1000/html</a></p>\n\n\
                <!-- 10.1000/hidden -->\n\n    10.1000/code\n\n# References\n\n1. A. doi:10.1000/one\n2. B. [x](https://doi.org/10.1000/two)\n\n# Appendix\n\n10.1000/last\n";
    assert_eq!(
        seen(text),
        [
            "10.1000/front front-matter Bare",
            "10.1000/prose prose Bare",
            "10.1000/inline footnote Bare",
            "10.1000/foot footnote Url",
            "10.1000/href link Url",
            "10.1000/html prose Bare",
            "10.1000/one reference Prefix",
            "10.1000/two link Url",
            "10.1000/last prose Bare"
        ]
    );
    let document = read(text);
    assert_eq!(document.identifiers[6].list, Some(0));
    assert_eq!(document.lists[0].items.len(), 2);
}

#[test]
fn directive_fences_hold_prose_or_code() {
    let text = "```{note}\ndoi:10.1000/note\n```\n\n:::{tip}\n10.1000/tip\n:::\n\n```{code-cell}\n10.1000/no\n```\n\n```{r}\n10.1000/no\n```\n\n```\n10.1000/no\n```\n";
    assert_eq!(meant(text), ["10.1000/note", "10.1000/tip"]);
    assert_eq!(meant("<pre>10.1000/no</pre>\n\nx <code>10.1000/no</code> 10.1000/abc\n"), ["10.1000/abc"]);
}

#[test]
fn numbers_are_no_identifiers() {
    check(&[
        ("from 10.2019/11.2020 to 10.5000/20, 10.5 or 10.123/4", &[]),
        ("version 1.10.1000/abc, abc10.1000/def", &[]),
        ("10.0000/abcd", &[]),
        ("10.2307/2095755", &["10.2307/2095755"]),
    ]);
}

#[test]
fn mathematics_is_not_read() {
    check(&[
        ("$10.1371/journal.pone.0012345$", &[]),
        ("$10.1000/x$ costs $5", &[]),
        ("a ratio of $p = 10.1234/5678$ or $\\frac{1}{2} + 10.1234/y_{ij}$", &[]),
        ("$$\nx = 10.1234/y_i \\text{ for all } i\n$$", &[]),
        ("it costs $5 (10.1000/abc) and 6$, or $5 [x](https://doi.org/10.1000/abd)", &["10.1000/abc", "10.1000/abd"]),
        ("from $5 (doi:10.1000/abc) 6$", &["10.1000/abc"]),
        ("花费$5（见10.1000/abc）和6$元", &["10.1000/abc"]),
        ("see df$a 10.1000/abc in df$b", &["10.1000/abc"]),
        ("a price of $10.1000/abc or so", &["10.1000/abc"]),
    ]);
}

#[test]
fn what_a_label_announces_must_be_one() {
    let why = |text: &str| read(text).malformed.iter().map(|found| found.why.clone()).collect::<Vec<_>>();
    assert_eq!(why("https://doi.org/10.1016/ and"), ["has no suffix behind the “/”"]);
    assert_eq!(why("doi: 10.1016."), ["has no “/” with a suffix"]);
    assert_eq!(why("doi:10.12/abc-12"), ["has the prefix “10.12”, but a prefix has four digits or more"]);
    assert_eq!(why("doi:0.1016/j.cell.2020"), ["begins with “0.1016”, but every DOI begins with “10.”"]);
    assert_eq!(why("DOI: 29456894"), ["is a number only, perhaps a PMID"]);
    assert_eq!(why("doi:10,1016/j.cell.2020"), ["has a comma in “10,” where a full stop belongs"]);
    assert_eq!(
        why("DOI: 10.1O38/nature12373"),
        ["has the letter “O” in “10.1O38/”, but a DOI begins with digits, as “10.1038/”"]
    );
    assert_eq!(why("https://doi.org/1O.1038/nature12373").len(), 1);
    assert_eq!(why("doi:11.1038/nature12373"), ["begins with “11.1038”, but every DOI begins with “10.”"]);
    for text in [
        "https://doi.org/20.1000/100",
        "DOI: 10.1O38",
        "costs: 11.1038/nature12373",
        "https://doi.org/",
        "https://www.doi.org/the-identifier/what-is-a-doi/",
        "https://doi.org/{doi}",
        "a DOI prefix such as 10.1016/ is",
        "doi: [10.1000/abc](https://doi.org/10.1000/abc)",
        "`doi:10.12/abc`",
        "https://doi.org/2117/12345",
        "https://doi.org/10.1000/<suffix>",
        "doi: see below",
        "the DOI: 3 parts",
        "https://doi.org/$DOI",
        "https://doi.org/10.1234/{suffix}",
    ] {
        assert_eq!(why(text), [""; 0], "{text}");
    }
}

#[test]
fn a_genitive_is_no_part() {
    assert_eq!(seen("As @doi:10.1038/nrd842's authors say"), ["10.1038/nrd842 citation Key"]);
    assert_eq!(seen("As @doi:10.1038/nrd842’s authors say"), ["10.1038/nrd842 citation Key"]);
    assert_eq!(seen("@10.1038/nrd842'x @{doi:10.1038/ab'c}").len(), 2);
    check(&[
        ("@doi:10.1038/nrd842'x", &["10.1038/nrd842"]),
        ("@{doi:10.1038/ab'c}", &["10.1038/ab'c"]),
        ("in doi:10.1038/nrd842's text and https://doi.org/10.1038/nrd843’s", &["10.1038/nrd842", "10.1038/nrd843"]),
        ("10.1000/o'neil-3", &["10.1000/o'neil-3"]),
    ]);
}

/// What is found, each with its faults.
fn mended(text: &str) -> Vec<(String, Vec<Fault>)> {
    let document = read(text);
    assert!(document.malformed.is_empty(), "{text}: {:?}", document.malformed);
    document.identifiers.into_iter().map(|found| (found.meant.to_string(), found.faults)).collect()
}

#[test]
fn blanks_do_not_cut_a_doi_whose_shape_is_known() {
    for (text, doi) in [
        (
            "doi: 10.1002/(SICI) 1097-0282(199603)38:3<305::AID-BIP4>3.0.CO;2-Y. Next",
            "10.1002/(SICI)1097-0282(199603)38:3<305::AID-BIP4>3.0.CO;2-Y",
        ),
        (
            "10.1002/(SICI)1097-0282(199603)38:3\\<305::AID-BIP4\\>3.0. CO; 2-Y, and",
            "10.1002/(SICI)1097-0282(199603)38:3<305::AID-BIP4>3.0.CO;2-Y",
        ),
        ("doi:10.1016/S0140-6736(97) 11096-0.", "10.1016/S0140-6736(97)11096-0"),
        ("doi: 10. 1177/089443939100900106", "10.1177/089443939100900106"),
        ("DOI: 10. 1109/TSG. 2016. 2544947", "10.1109/TSG.2016.2544947"),
        ("DOI: 10.1109/TSG. 2016. 2544947, in", "10.1109/TSG.2016.2544947"),
        ("doi: 10.1016/j. cell.2020.01.001.", "10.1016/j.cell.2020.01.001"),
        ("doi: 10.1061/(ASCE) GT.1943-5606.0000123", "10.1061/(ASCE)GT.1943-5606.0000123"),
    ] {
        assert_eq!(mended(text), [(doi.to_owned(), vec![Fault::Blank])], "{text}");
    }
    for text in ["doi: 10.1016/j.cell.2020.01.001. 2020 was", "doi:10.1109/TSG. 2016 was", "10.1039/C7FD00037E 12 of"] {
        assert!(mended(text).iter().all(|(_, faults)| faults.is_empty()), "{text}");
    }
}

#[test]
fn a_doi_that_blanks_cut_is_none() {
    let blanks = "contains blanks, so that its end is not clear";
    for (text, span, why) in [
        ("doi: 10. 1039/C7FD0 0 037E", "10. 1039/C7FD0", blanks),
        ("doi: 10.1039/C7FD0 0 037E", "10.1039/C7FD0", blanks),
        ("doi: 10.1002/(SICI) see there", "10.1002/(SICI)", blanks),
        ("(doi: 10.1002/(SICI))", "10.1002/(SICI)", "breaks off behind “10.1002/(SICI)”"),
        (
            "https://doi.org/10.1016/S0140-6736(97)",
            "10.1016/S0140-6736(97)",
            "breaks off behind “10.1016/S0140-6736(97)”",
        ),
    ] {
        let document = read(text);
        assert!(document.identifiers.is_empty(), "{text}: {:?}", document.identifiers);
        let found: Vec<_> = document.malformed.iter().map(|found| (found.span.of(text), found.why.as_str())).collect();
        assert_eq!(found, [(span, why)], "{text}");
    }
    for text in ["10.1002/(SICI) see there", "10. 1039/C7FD0 0 037E", "on 10. 2016/17 and"] {
        let document = read(text);
        assert!(document.identifiers.is_empty() && document.malformed.is_empty(), "{text}");
    }
}

#[test]
fn paths_and_prices_are_no_identifiers() {
    check(&[
        ("in /data/10.1234/file.txt and ../10.1234/file.txt", &[]),
        ("from s3://b/10.1016/foo, gs://b/10.1016/foo and file:///d/10.1016/foo", &[]),
        ("[x](s3://b/10.1016/foo)", &[]),
        ("costs 10.5000/Stück or 10.2500/kg", &[]),
        ("https://x.org/doi/10.1016/foo and doi/10.1016/bar", &["10.1016/foo", "10.1016/bar"]),
        ("doi:10.5000/kg", &["10.5000/kg"]),
    ]);
}

#[test]
fn links_to_short_dois() {
    assert_eq!(
        seen("<https://doi.org/ckcj>, [x](https://doi.org/gfrfbm) http://dx.doi.org/r35. `https://doi.org/ckcj`"),
        ["10/ckcj prose Url", "10/gfrfbm link Url", "10/r35 prose OldUrl"]
    );
    assert_eq!(read("https://doi.org/ckcj").identifiers[0].id.to_string(), "doi:10/ckcj");
    assert_eq!(meant("10.1000/https://doi.org/ckcj").len(), 1);
    check(&[("https://doi.org/the-foundation https://doi.org/api https://doi.org/ra https://doi.org/html", &[])]);
}

#[test]
fn the_version_of_a_preprint_is_no_part() {
    let found = |text: &str| {
        let document = read(text);
        let found = document.identifiers.iter();
        found.map(|found| (found.meant.to_string(), found.token.of(text).to_owned())).collect::<Vec<_>>()
    };
    let doi = "10.1101/2020.01.02.123456";
    for text in [
        "https://doi.org/10.1101/2020.01.02.123456v1",
        "@doi:10.1101/2020.01.02.123456v12",
        "doi:10.1101/2020.01.02.123456v1",
        "10.1101/2020.01.02.123456v1",
    ] {
        assert_eq!(found(&format!("see {text}, and")), [(doi.to_owned(), text.to_owned())]);
        assert_eq!(read_doi(text).map(|read| read.meant).as_deref(), Some(doi), "{text}");
    }
    check(&[
        ("doi:10.1101/625566v2", &["10.1101/625566"]),
        ("doi:10.1101/gad.12345v2 doi:10.7717/peerj.123456v1", &["10.1101/gad.12345v2", "10.7717/peerj.123456v1"]),
    ]);
}

#[test]
fn placeholders() {
    let marks = |text: &str| {
        let document = read(text);
        assert!(document.malformed.is_empty(), "{text}: {:?}", document.malformed);
        document.placeholders.iter().map(|mark| mark.span.of(text).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(marks("a [REF] b [ref](https://x.org) [ref]: x"), ["[REF]"]);
    assert_eq!(marks("a [citation needed] b \\[??\\] [@todo]"), ["[citation needed]", "\\[??\\]", "[@todo]"]);
    assert_eq!(
        marks("doi: 10.xxxx/xxxxx and https://doi.org/10.5281/zenodo.XXXXXXX"),
        ["10.xxxx/xxxxx", "10.5281/zenodo.XXXXXXX"]
    );
    assert_eq!(marks("DOI: TODO, PMID: TODO"), ["TODO", "TODO"]);
    assert_eq!(marks("(Author, year) `[REF]` [ref]\n\n[ref]: https://x.org\n"), ["(Author, year)"]);
    assert_eq!(marks("10.1111/j.1365-246X.2012.05497.x x[[??]]"), [""; 0]);
}

#[test]
fn reads_one_doi_in_any_spelling() {
    for text in [
        "10.1016/S0140-6736(97)11096-0",
        " doi:10.1016/S0140-6736(97)11096-0 ",
        "https://doi.org/10.1016/S0140-6736(97)11096-0",
        "http://dx.doi.org/10.1016%2FS0140-6736(97)11096-0.",
        "<https://doi.org/10.1016/S0140-6736%2897%2911096-0>",
        "@doi:10.1016/S0140-6736(97)11096-0",
        "@{doi:10.1016/S0140-6736(97)11096-0}",
        "https://www.thelancet.com/doi/10.1016/S0140-6736(97)11096-0/fulltext",
    ] {
        let read = read_doi(text).unwrap_or_else(|| panic!("{text} is a DOI"));
        assert_eq!(read.meant, "10.1016/S0140-6736(97)11096-0", "{text}");
    }
    for text in [
        "10/b6vnm8",
        "doi:10/b6vnm8",
        "https://doi.org/10/b6vnm8",
        "https://doi.org/b6vnm8",
        "<http://dx.doi.org/b6vnm8>.",
    ] {
        let read = read_doi(text).unwrap_or_else(|| panic!("{text} is a DOI"));
        assert_eq!((read.id.to_string().as_str(), read.meant.as_str()), ("doi:10/b6vnm8", "10/b6vnm8"), "{text}");
    }
    for text in [
        "https://doi.org/api",
        "https://doi.org/xxx1",
        "https://doi.org/ckcj and more",
        "https://doi.org/ckcj https://doi.org/ckck",
    ] {
        assert_eq!(read_doi(text), None, "{text}");
    }
    let arxiv = read_doi("10.48550/arXiv.1706.03762");
    assert_eq!(arxiv.map(|read| read.id.to_string()).as_deref(), Some("arxiv:1706.03762"));
    for text in ["", "abc", "10.1016", "10.1016/", "29456894", "10.1000/a 10.1000/b", "see 10.1000/a"] {
        assert_eq!(read_doi(text), None, "{text}");
    }
}

#[test]
fn line_ends_and_byte_order_marks() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!(
            "\u{feff}---{end}title: x{end}---{end}{end}a 10.1000/abc{end}{end}    10.1000/no{end}{end}# References{end}{end}- b 10.1000/abd{end}"
        );
        let expected = ["10.1000/abc prose Bare", "10.1000/abd reference Bare"];
        assert_eq!(seen(&text), expected, "with {end:?}");
    }
    assert_eq!(meant("a\0 10.1000/abc\0b 😀10.1000/abd😀"), ["10.1000/abc", "10.1000/abd"]);
}

#[test]
fn tokens_cover_label_and_address() {
    let tokens = |text: &str| {
        let document = read(text);
        document.identifiers.iter().map(|found| found.token.of(text).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(tokens("(doi: 10.1000/abc)"), ["doi: 10.1000/abc"]);
    assert_eq!(tokens("**DOI:** 10.1000/abc."), ["**DOI:** 10.1000/abc"]);
    assert_eq!(tokens("[@doi:10.1000/abc]"), ["@doi:10.1000/abc"]);
    assert_eq!(
        tokens("see https://x.org/doi/10.1000/abc/full?a=b#c, and"),
        ["https://x.org/doi/10.1000/abc/full?a=b#c"]
    );
    assert_eq!(tokens("doi: [10.1000/ab](https://doi.org/10.1000/ab)"), ["10.1000/ab", "https://doi.org/10.1000/ab"]);
    assert_eq!(tokens("<https://doi.org/10.1000/abc>"), ["https://doi.org/10.1000/abc"]);
}
