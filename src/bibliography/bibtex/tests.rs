use std::sync::Arc;

use super::*;
use crate::bibliography::Entry;
use crate::record::{Name, WorkType};

mod edits;
mod reading;

fn file(text: &str) -> Bibliography {
    read(Arc::new(SourceFile::new("references.bib", text)))
}

fn keys(bibliography: &Bibliography) -> Vec<&str> {
    bibliography.entries.iter().map(|entry| &*entry.key).collect()
}

fn said(bibliography: &Bibliography, entry: &Entry, name: &str) -> String {
    let text = bibliography.text();
    let field = entry.fields.iter().find(|field| field.name.of(text) == name).expect(name);
    value(bibliography, field)
}

/// The value of a field that holds this LaTeX.
fn shown(latex: &str) -> String {
    let bibliography = file(&format!("@misc{{a, title = {{{latex}}}}}"));
    said(&bibliography, &bibliography.entries[0], "title")
}

#[test]
fn latex_is_read() {
    for (latex, text) in [
        (r#"G{\"o}del, G\"odel, G\"{o}del, {G\"odel}"#, "Gödel, Gödel, Gödel, Gödel"),
        (r"Stra{\ss}e, Stra\ss e, \O{}rsted, {\AE}gir, \L\'od\'z", "Straße, Straße, Ørsted, Ægir, Łódź"),
        (r"\v{S}afa\v r{\'\i}k, \c{c}a, \H{o}, \'{\i}", "Šafařík, ça, ő, í"),
        (r"\textit{Drosophila} {\em melanogaster} \emph{in vivo}", "Drosophila melanogaster in vivo"),
        (r"1--2, a---b, ``so'' it's~true \& 5\% \_ \#", "1–2, a—b, “so” it's true & 5% _ #"),
        (r"H$_2$O, $10^{-6}$, $\alpha$-helix, $x \leq y$, CO\textsubscript{2}", "H₂O, 10⁻⁶, α-helix, x ≤ y, CO₂"),
        (r"\url{https://example.org/a_b~c} \href{https://example.org}{a page}", "https://example.org/a_b~c a page"),
        (r"{\textquoteright}twas {\textendash} \ldots{} \LaTeX", "’twas – … LaTeX"),
        (r"costs $5 and {nested {braces}}", "costs $5 and nested braces"),
        ("over\n  two\r\n lines", "over two lines"),
        (r"\unknown{kept} \unknown kept", "kept kept"),
    ] {
        assert_eq!(shown(latex), text, "{latex}");
    }
}

#[test]
fn names_are_parted() {
    let bibliography = file(
        r#"@misc{a, author = {Ludwig van Beethoven and de la Fontaine, Jean and King, Jr, Martin L. and {World Health
        Organization} and family=Doe, given=Jo, prefix=von and Plato and M{\"u}ller, J{\"o}rg AND {\'E}mile Zola and
        {Barnes and Noble} and others}}"#,
    );
    let person = |family: &str, given: Option<&str>, suffix: Option<&str>| Name::Person {
        family: family.into(),
        given: given.map(Into::into),
        suffix: suffix.map(Into::into),
    };
    let names: Vec<Name> =
        record(&bibliography, &bibliography.entries[0]).authors.into_iter().map(|author| author.name).collect();
    assert_eq!(
        names,
        [
            person("van Beethoven", Some("Ludwig"), None),
            person("de la Fontaine", Some("Jean"), None),
            person("King", Some("Martin L."), Some("Jr")),
            Name::Group("World Health Organization".into()),
            person("von Doe", Some("Jo"), None),
            person("Plato", None, None),
            person("Müller", Some("Jörg"), None),
            person("Zola", Some("Émile"), None),
            Name::Group("Barnes and Noble".into()),
        ]
    );
}

#[test]
fn dates_are_read() {
    for (fields, date) in [
        ("date = {2013-05-01/2014}", "2013-05-01"),
        ("date = {2013-05~}", "2013-05"),
        ("date = {/2013}", "2013"),
        ("date = {2001-21}", "2001"),
        ("year = 2013, month = may", "2013-05"),
        ("year = {2013}, month = \"5~\" # may", "2013-05-05"),
        ("year = {2013}, month = {May}, day = 7", "2013-05-07"),
        ("year = {c2013/2014}", "2013"),
        ("year = {2013-05-01}", "2013-05-01"),
        ("year = {in press}", ""),
        ("date = {forthcoming}, year = 2013", "2013"),
    ] {
        let bibliography = file(&format!("@misc{{a, {fields}}}"));
        let issued = record(&bibliography, &bibliography.entries[0]).dates.issued;
        assert_eq!(issued.map(|date| date.to_string()).unwrap_or_default(), date, "{fields}");
    }
}

#[test]
fn a_work_has_what_its_entry_says() {
    let bibliography = file(
        r"@STRING{nat = {Nature}}
@Article{kim2010,
  title = {A {DNA} Story}, subtitle = {With a subtitle},
  journal = nat, volume = 12, number = {3}, pages = {101--110},
  doi = {10.1000/Kim.2010\_1}, pmid = {20123456}, note = {PMCID: PMC1803018},
  keywords = {one, two; three}, publisher = {Springer}, langid = {english},
  abstract = {First.

  Second \emph{part}.},
}",
    );
    let record = record(&bibliography, &bibliography.entries[0]);
    assert_eq!(record.work_type, WorkType::Article);
    assert_eq!(record.title.as_deref(), Some("A DNA Story"));
    assert_eq!(record.subtitle.as_deref(), Some("With a subtitle"));
    assert_eq!(record.container_title.as_deref(), Some("Nature"));
    assert_eq!((record.volume.as_deref(), record.issue.as_deref()), (Some("12"), Some("3")));
    assert_eq!(record.pages.as_deref(), Some("101-110"));
    assert_eq!(record.id.to_string(), "doi:10.1000/kim.2010_1");
    let others: Vec<String> = record.same_as.iter().map(ToString::to_string).collect();
    assert_eq!(others, ["pmid:20123456", "pmcid:PMC1803018"]);
    assert_eq!(record.keywords, ["one", "two", "three"]);
    assert_eq!(record.abstract_text.as_deref(), Some("First.\n\nSecond part."));
}

#[test]
fn parts_inherit_from_their_whole() {
    let bibliography = file(
        "@inproceedings{part, title = {Part}, crossref = {whole}, xdata = {place}}
@incollection{own, title = {Own}, booktitle = {Its Own}, crossref = {whole}}
@proceedings{whole, title = {Whole}, editor = {Doe, Jo}, year = 2001, isbn = {978-3-16-148410-0}, doi = {10.1000/whole}}
@xdata{place, publisher = {Press}}
@book{round, crossref = {round}, xdata = {round}}",
    );
    let part = record(&bibliography, &bibliography.entries[0]);
    assert_eq!(part.container_title.as_deref(), Some("Whole"));
    assert_eq!(part.publisher.as_deref(), Some("Press"));
    assert_eq!((part.editors.len(), part.dates.year()), (1, Some(2001)));
    assert_eq!(part.id.to_string(), "part", "a part is not named as its whole is");
    assert_eq!(record(&bibliography, &bibliography.entries[1]).container_title.as_deref(), Some("Its Own"));
    assert_eq!(record(&bibliography, &bibliography.entries[4]).title, None);
}

#[test]
fn identifiers_have_their_places() {
    for (field, id, span) in [
        ("doi = {10.1000/abc}", "doi:10.1000/abc", "10.1000/abc"),
        ("DOI = \"https://doi.org/10.1000/ABC\"", "doi:10.1000/abc", "10.1000/ABC"),
        (r"doi = {10.1000/a\_b{\_}c}", "doi:10.1000/a_b_c", r"10.1000/a\_b{\_}c"),
        (
            r"doi = {10.1002/(SICI)1097{$<$}1661::AID-X1{$>$}3.0.CO;2-2}",
            "doi:10.1002/(sici)1097<1661::aid-x1>3.0.co;2-2",
            r"10.1002/(SICI)1097{$<$}1661::AID-X1{$>$}3.0.CO;2-2",
        ),
        ("url = {http://dx.doi.org/10.1000/abc}", "doi:10.1000/abc", "10.1000/abc"),
        ("url = {https://example.org/10.1000/abc}", "", ""),
        ("url = {https://pubmed.ncbi.nlm.nih.gov/123/}", "pmid:123", "123"),
        ("pmid = 123", "pmid:123", "123"),
        ("pmcid = {PMC123}", "pmcid:PMC123", "PMC123"),
        ("eprint = {1706.03762v2}, archiveprefix = {arXiv}", "arxiv:1706.03762", "1706.03762v2"),
        ("eprint = {1706.03762 [cs.CL]}", "arxiv:1706.03762", "1706.03762"),
        ("eprint = {123}, eprinttype = {pubmed}", "pmid:123", "123"),
        ("eprint = {123}, eprinttype = {jstor}", "", ""),
        ("isbn = {0-306-40615-2}", "isbn:9780306406157", "0-306-40615-2"),
        ("note = {PMID: 123}", "pmid:123", "123"),
        ("note = {123}", "", ""),
        (r"howpublished = {\url{https://doi.org/10.1000/abc}}", "doi:10.1000/abc", "10.1000/abc"),
        ("doi = {10.1000/} # {abc}", "", ""),
    ] {
        let bibliography = file(&format!("@misc{{a, {field}}}"));
        let found = identifiers(&bibliography, &bibliography.entries[0]);
        let found = found.first().map(|one| (one.id.to_string(), one.span.of(bibliography.text()).to_owned()));
        assert_eq!(found.unwrap_or_default(), (id.to_owned(), span.to_owned()), "{field}");
    }
}

#[test]
fn abbreviations_that_hold_each_other_end() {
    let mut text = String::from("@string{a0 = {x}}\n");
    for level in 1..40 {
        text.push_str(&format!("@string{{a{level} = a{0} # a{0} # a{0}}}\n", level - 1));
    }
    text.push_str("@string{loop = loop # loop}\n@misc{a, title = a39, note = loop, year = a1 # \"!\"}");
    let bibliography = file(&text);
    let entry = &bibliography.entries[0];
    assert!(said(&bibliography, entry, "title").len() < 70_000);
    assert_eq!(said(&bibliography, entry, "year"), "xxx!");
}
