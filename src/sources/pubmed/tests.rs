//! Each trap of PubMed's records, one small citation each.

use super::{ArticleAnswer, decode_articles, decode_set};
use crate::record::{
    Contributor, Identifier, MeshHeading, Name, NoticeKind, OtherAbstract, Record, RelationKind, ReportedBy, WorkType,
};
use crate::sources::DecodeFault;

fn pmid(digits: &str) -> Identifier {
    Identifier::from_pmid(digits).expect("a PMID")
}

fn set(articles: &str) -> String {
    format!(
        "<?xml version=\"1.0\" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD PubMedArticle, 1st January 2025//EN\" \
         \"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd\">\n<PubmedArticleSet>\n{articles}\n</PubmedArticleSet>\n"
    )
}

/// A citation with these children of `Article`, of `MedlineCitation` and of `PubmedData`.
fn citation(article: &str, citation: &str, data: &str) -> String {
    format!(
        "<PubmedArticle><MedlineCitation Status=\"MEDLINE\"><PMID Version=\"1\">1000</PMID><Article PubModel=\"Print\">\
         {article}</Article>{citation}</MedlineCitation><PubmedData>{data}</PubmedData></PubmedArticle>"
    )
}

fn record(article: &str, more: &str, data: &str) -> Record {
    let mut set = decode_set(set(&citation(article, more, data)).as_bytes()).expect("a set");
    set.records.pop().expect("a record")
}

fn types(names: &[&str]) -> String {
    let types: String = names.iter().map(|name| format!("<PublicationType UI=\"\">{name}</PublicationType>")).collect();
    format!("<PublicationTypeList>{types}</PublicationTypeList>")
}

fn links(links: &[(&str, &str, &str)]) -> String {
    let links: String = links
        .iter()
        .map(|(kind, source, pmid)| {
            let pmid = if pmid.is_empty() { String::new() } else { format!("<PMID Version=\"1\">{pmid}</PMID>") };
            format!(
                "<CommentsCorrections RefType=\"{kind}\"><RefSource>{source}</RefSource>{pmid}</CommentsCorrections>\n"
            )
        })
        .collect();
    format!("<CommentsCorrectionsList>{links}</CommentsCorrectionsList>")
}

fn notices(record: &Record) -> Vec<String> {
    let shown = |notice: &crate::record::Notice| {
        let date = notice.date.map(|date| date.to_string()).unwrap_or_default();
        let id = notice.notice.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} {date} {id}", notice.kind)
    };
    record.notices.iter().map(shown).collect()
}

#[test]
fn everything_but_the_number_may_be_missing() {
    let bare = set("<PubmedArticle><MedlineCitation><PMID>1000</PMID></MedlineCitation></PubmedArticle>");
    let records = decode_set(bare.as_bytes()).expect("a set").records;
    assert_eq!(records, [Record { work_type: WorkType::Article, ..Record::new(pmid("1000")) }]);
}

#[test]
fn a_full_record() {
    let record = record(
        "<Journal><ISSN IssnType=\"Electronic\">2072-6694</ISSN><JournalIssue CitedMedium=\"Internet\"><Volume>14</Volume>\
         <Issue>23</Issue><PubDate><Year>2022</Year><Month>Nov</Month><Day>30</Day></PubDate></JournalIssue>\
         <Title>Cancers</Title><ISOAbbreviation>Cancers (Basel)</ISOAbbreviation></Journal>\
         <ArticleTitle>Levels of Ca<sup>2+</sup> in <i>E. coli</i> &amp; p &lt; 0.05.</ArticleTitle>\
         <Pagination><StartPage>187</StartPage><EndPage>194</EndPage><MedlinePgn>187-94</MedlinePgn></Pagination>\
         <ELocationID EIdType=\"pii\" ValidYN=\"Y\">5929</ELocationID>\
         <ELocationID EIdType=\"doi\" ValidYN=\"N\">10.1000/wrong</ELocationID>\
         <ELocationID EIdType=\"doi\" ValidYN=\"Y\">10.3390/Cancers14235929</ELocationID>\
         <Abstract><AbstractText Label=\"BACKGROUND &amp; AIMS\" NlmCategory=\"BACKGROUND\">We asked.</AbstractText>\
         <AbstractText Label=\"UNLABELLED\">And H<sub>2</sub>O.</AbstractText>\
         <CopyrightInformation>© them</CopyrightInformation></Abstract>\
         <AuthorList CompleteYN=\"Y\"><Author ValidYN=\"Y\"><LastName>Ghannam</LastName><ForeName>Youssef</ForeName>\
         <Initials>Y</Initials><Suffix>Jr</Suffix><Identifier Source=\"ORCID\">http://orcid.org/0000-0002-1825-0097</Identifier>\
         <AffiliationInfo><Affiliation>Centre Fran&#231;ois Baclesse, Caen.</Affiliation><Identifier Source=\"ROR\">x</Identifier>\
         </AffiliationInfo><AffiliationInfo><Affiliation>Angers.</Affiliation></AffiliationInfo></Author>\
         <Author ValidYN=\"N\"><LastName>Ghanam</LastName></Author>\
         <Author><CollectiveName>The Study Group</CollectiveName></Author><Author><LastName>Plato</LastName></Author>\
         <Author><LastName>Li</LastName><Initials>X</Initials></Author></AuthorList>\
         <Language>eng</Language><Language>fre</Language>\
         <PublicationTypeList><PublicationType UI=\"D016428\">Journal Article</PublicationType>\
         <PublicationType UI=\"D016454\">Review</PublicationType></PublicationTypeList>\
         <ArticleDate DateType=\"Electronic\"><Year>2022</Year><Month>11</Month><Day>28</Day></ArticleDate>",
        "<MedlineJournalInfo><MedlineTA>Cancers (Basel)</MedlineTA></MedlineJournalInfo>\
         <MeshHeadingList><MeshHeading><DescriptorName UI=\"D1\" MajorTopicYN=\"N\">Neoplasms</DescriptorName>\
         <QualifierName UI=\"Q1\" MajorTopicYN=\"Y\">radiotherapy</QualifierName></MeshHeading>\
         <MeshHeading><DescriptorName UI=\"D2\" MajorTopicYN=\"Y\">Humans</DescriptorName></MeshHeading></MeshHeadingList>\
         <OtherAbstract Type=\"plain-language-summary\" Language=\"eng\"><AbstractText>In short.</AbstractText></OtherAbstract>\
         <OtherAbstract Type=\"Publisher\" Language=\"fre\"><AbstractText Label=\"BUT\">Nous.</AbstractText></OtherAbstract>\
         <KeywordList Owner=\"NOTNLM\"><Keyword MajorTopicYN=\"N\">metastatic cancer</Keyword>\
         <Keyword MajorTopicYN=\"N\">radiotherapy</Keyword><Keyword MajorTopicYN=\"N\">radiotherapy</Keyword></KeywordList>\
         <CoiStatement>None.</CoiStatement>\
         <InvestigatorList><Investigator><LastName>Other</LastName></Investigator></InvestigatorList>",
        "<ArticleIdList><ArticleId IdType=\"pubmed\">1000</ArticleId><ArticleId IdType=\"pmc\">PMC9736289</ArticleId>\
         <ArticleId IdType=\"doi\">10.3390/cancers14235929</ArticleId></ArticleIdList>\
         <ReferenceList><Reference><ArticleIdList><ArticleId IdType=\"doi\">10.1000/cited</ArticleId></ArticleIdList>\
         </Reference></ReferenceList>",
    );
    let person = |family: &str, given: Option<&str>, suffix: Option<&str>| {
        let (family, given, suffix) = (family.into(), given.map(Into::into), suffix.map(Into::into));
        Contributor::from(Name::Person { family, given, suffix })
    };
    let date = crate::record::PartialDate::parse;
    let text = |text: &str| Some(text.to_owned());
    let mut expect = Record::new(pmid("1000"));
    expect.same_as =
        vec![Identifier::from_doi("10.3390/cancers14235929"), Identifier::from_pmcid("PMC9736289").expect("a PMCID")];
    expect.work_type = WorkType::Article;
    expect.title = text("Levels of Ca²⁺ in E. coli & p < 0.05");
    expect.authors = vec![
        Contributor {
            affiliations: vec!["Centre François Baclesse, Caen.".into(), "Angers.".into()],
            orcid: text("0000-0002-1825-0097"),
            ..person("Ghannam", Some("Youssef"), Some("Jr"))
        },
        Name::Group("The Study Group".into()).into(),
        person("Plato", None, None),
        person("Li", Some("X"), None),
    ];
    expect.container_title = text("Cancers");
    expect.container_short = text("Cancers (Basel)");
    expect.dates.issued = date("2022-11-30");
    expect.dates.print = date("2022-11-30");
    expect.dates.online = date("2022-11-28");
    expect.volume = text("14");
    expect.issue = text("23");
    expect.pages = text("187-94");
    expect.abstract_text = text("**BACKGROUND & AIMS:** We asked.\n\nAnd H₂O.");
    expect.other_abstracts = vec![
        OtherAbstract { label: "Plain language summary".into(), text: "In short.".into() },
        OtherAbstract { label: "fre".into(), text: "**BUT:** Nous.".into() },
    ];
    expect.keywords = vec!["metastatic cancer".into(), "radiotherapy".into()];
    expect.mesh = vec![
        MeshHeading { descriptor: "Neoplasms".into(), qualifiers: vec![("radiotherapy".into(), true)], major: false },
        MeshHeading { descriptor: "Humans".into(), qualifiers: Vec::new(), major: true },
    ];
    expect.conflict_of_interest = text("None.");
    expect.publication_types = vec!["Journal Article".into(), "Review".into()];
    expect.language = text("eng, fre");
    expect.full_text = text("https://pmc.ncbi.nlm.nih.gov/articles/PMC9736289/");
    assert_eq!(record, expect);
}

#[test]
fn a_translated_title_and_the_title_itself() {
    let titles = |article: &str| {
        let record = record(article, "", "");
        (record.title.unwrap_or_default(), record.other_titles.join("|"))
    };
    let own = |title: &str, other: &str| (title.to_owned(), other.to_owned());
    let vernacular = "<VernacularTitle>Uso de drenajes.</VernacularTitle>";
    assert_eq!(
        titles(&format!("<ArticleTitle>[Use of drains].</ArticleTitle>{vernacular}")),
        own("Use of drains", "Uso de drenajes")
    );
    assert_eq!(titles(&format!("<ArticleTitle/>{vernacular}")), own("Uso de drenajes", ""));
    assert_eq!(
        titles(&format!("<ArticleTitle>[Not Available].</ArticleTitle>{vernacular}")),
        own("Uso de drenajes", "")
    );
    assert_eq!(titles("<ArticleTitle>[Not Available].</ArticleTitle>"), own("", ""));
    assert_eq!(titles("<ArticleTitle>A.</ArticleTitle><VernacularTitle>A.</VernacularTitle>"), own("A", ""));
}

#[test]
fn dates_by_the_model_of_publication() {
    let dates = |model: &str| {
        let article = format!(
            "<PubmedArticle><MedlineCitation><PMID>1000</PMID><Article PubModel=\"{model}\"><Journal><JournalIssue><PubDate>\
             <Year>2021</Year></PubDate></JournalIssue></Journal><ArticleDate DateType=\"Electronic\"><Year>2020</Year>\
             <Month>12</Month></ArticleDate></Article></MedlineCitation></PubmedArticle>"
        );
        let dates = decode_set(set(&article).as_bytes()).expect("a set").records[0].dates;
        [dates.issued, dates.print, dates.online].map(|date| date.map(|it| it.to_string()).unwrap_or_default())
    };
    assert_eq!(dates("Print-Electronic"), ["2021", "2021", "2020-12"]);
    assert_eq!(dates("Electronic-eCollection"), ["2021", "", "2020-12"]);
    assert_eq!(dates("Electronic"), ["2021", "", "2020-12"]);
}

#[test]
fn pages_and_what_stands_for_them() {
    let number = |pii: &str, more: &str| {
        let journal = "<Journal><JournalIssue><Volume>7</Volume></JournalIssue></Journal>";
        let record =
            record(&format!("{journal}{more}<ELocationID EIdType=\"pii\" ValidYN=\"Y\">{pii}</ELocationID>"), "", "");
        (record.pages.unwrap_or_default(), record.article_number.unwrap_or_default())
    };
    let own = |pages: &str, number: &str| (pages.to_owned(), number.to_owned());
    assert_eq!(number("eabd6034", ""), own("", "eabd6034"));
    assert_eq!(number("S1198-743X(21)00261-5", ""), own("", ""));
    assert_eq!(number("tpc.119.tt0819", ""), own("", ""));
    let pages = "<Pagination><StartPage>12</StartPage><EndPage>19</EndPage></Pagination>";
    assert_eq!(number("e1", pages), own("12-19", ""));
    assert_eq!(number("e1", "<Pagination><MedlinePgn>e00123</MedlinePgn></Pagination>"), own("e00123", ""));
}

#[test]
fn a_full_text_that_may_not_be_there_yet_is_not_named() {
    let full_text = |released: &str, revised: &str| {
        let history = format!(
            "<ArticleIdList><ArticleId IdType=\"pmc\">PMC1</ArticleId></ArticleIdList><History><PubMedPubDate \
             PubStatus=\"pmc-release\"><Year>{released}</Year><Month>6</Month><Day>1</Day></PubMedPubDate></History>"
        );
        let revised = format!("<DateRevised><Year>{revised}</Year><Month>06</Month><Day>02</Day></DateRevised>");
        record("", &revised, &history).full_text.is_some()
    };
    assert!(full_text("2021", "2021") && full_text("2020", "2021") && !full_text("2022", "2021"));
}

#[test]
fn two_retractions_and_a_concern_are_three_notices() {
    let record = record(
        &format!(
            "<ArticleTitle>Ileal-lymphoid-nodular hyperplasia in children.</ArticleTitle>{}",
            types(&["Journal Article", "Retracted Publication"])
        ),
        &links(&[
            ("CommentIn", "Lancet. 1998 Feb 28;351(9103):611-2", "9500313"),
            ("RetractionIn", "Lancet. 2010 Feb 6;375(9713):445", "20137807"),
            ("RetractionIn", "Murch SH, Anthony A, Casson DH. Lancet. 2004 Mar 6;363(9411):750", "15016483"),
            ("ExpressionOfConcernIn", "Dyer C. BMJ. 2010 Feb 2;340:c696. doi: 10.1136/bmj.c696.", "20124366"),
            ("Cites", "Lancet. 1990 Jan 1;1(1):1", "1"),
        ]),
        "",
    );
    assert_eq!(
        notices(&record),
        [
            "retracted 2004-03-06 pmid:15016483",
            "retracted 2010-02-06 pmid:20137807",
            "expression of concern 2010-02-02 doi:10.1136/bmj.c696"
        ]
    );
    assert!(record.notices.iter().all(|notice| notice.reported_by == [ReportedBy::PubMed]));
    assert!(!record.is_notice() && record.relations.is_empty());
}

#[test]
fn kinds_of_links() {
    let plain = |kind: &str, source: &str| record("", &links(&[(kind, source, "2000")]), "");
    for (kind, expect) in [
        ("ErratumIn", "corrected"),
        ("CorrectedandRepublishedIn", "corrected"),
        ("RetractedandRepublishedIn", "retracted and republished"),
        ("PartialRetractionIn", "partly retracted"),
        ("UpdateIn", "newer version"),
    ] {
        assert_eq!(notices(&plain(kind, "Lancet. 2010;1")), [format!("{expect} 2010 pmid:2000")], "{kind}");
    }
    for (kind, expect) in [
        ("RetractionOf", NoticeKind::Retracted),
        ("ErratumFor", NoticeKind::Corrected),
        ("ExpressionOfConcernFor", NoticeKind::ExpressionOfConcern),
        ("UpdateOf", NoticeKind::NewVersion),
    ] {
        let about = plain(kind, "Cochrane Database Syst Rev. 2014 Feb 11;(2):CD001689").notice_about;
        assert_eq!((about[0].kind, &about[0].work, about.len()), (expect, &pmid("2000"), 1), "{kind}");
    }
    for (kind, source, expect) in [
        ("UpdateOf", "bioRxiv. 2020 Oct 28;:", RelationKind::HasPreprint),
        ("ReprintOf", "Lancet. 1889;133(3421):571-573", RelationKind::ReprintOf),
        ("ReprintIn", "Cancer Metastasis Rev. 1989;8(2):98-101", RelationKind::HasReprint),
        ("RetractedandRepublishedFrom", "Lancet. 2010;1", RelationKind::VersionOf),
    ] {
        let record = plain(kind, source);
        assert_eq!(record.relations.iter().map(|relation| relation.kind).collect::<Vec<_>>(), [expect], "{kind}");
        assert!(record.notices.is_empty() && record.notice_about.is_empty());
    }
    for kind in ["CommentIn", "CommentOn", "Cites", "SummaryForPatientsIn", "AssociatedDataset", "Something"] {
        let record = plain(kind, "Lancet. 2010;1");
        assert!(record.notices.is_empty() && record.notice_about.is_empty() && record.relations.is_empty(), "{kind}");
    }
}

#[test]
fn a_preprint_and_its_article() {
    let preprint = record(
        &types(&["Preprint"]),
        &links(&[("UpdateIn", "Eur J Immunol. 2021 Feb 12;:", "33576494"), ("UpdateIn", "bioRxiv. 2020 Dec 1;:", "3")]),
        "",
    );
    assert_eq!(preprint.work_type, WorkType::Preprint);
    let relations: Vec<(RelationKind, String)> =
        preprint.relations.iter().map(|relation| (relation.kind, relation.target.to_string())).collect();
    assert_eq!(
        relations,
        [(RelationKind::PreprintOf, "pmid:33576494".into()), (RelationKind::ReplacedBy, "pmid:3".into())]
    );
    assert!(preprint.notices.is_empty());
}

#[test]
fn a_retraction_without_a_notice_is_one() {
    let retracted = types(&["Journal Article", "Retracted Publication"]);
    assert_eq!(notices(&record(&retracted, "", "")), ["retracted  "]);
    let republished = links(&[("RetractedandRepublishedIn", "Lancet. 2010;1", "2000")]);
    assert_eq!(notices(&record(&retracted, &republished, "")), ["retracted and republished 2010 pmid:2000"]);
}

#[test]
fn marks_in_titles() {
    let titled = |title: &str, more: &str| record(&format!("<ArticleTitle>{title}</ArticleTitle>{more}"), "", "");
    let marked = titled("RETRACTED: [A study of bowels].", "");
    assert_eq!(marked.title.as_deref(), Some("A study of bowels"));
    assert!(marked.notices[0].only_in_title());

    let withdrawn = titled(
        "WITHDRAWN: Exercise for asthma.",
        "<ELocationID EIdType=\"doi\">10.1002/14651858.CD001689.pub3</ELocationID>",
    );
    assert!(withdrawn.notices[0].is_administrative());

    let notice = titled("[Retracted] A study of bowels.", &types(&["Retraction of Publication"]));
    assert_eq!(notice.title.as_deref(), Some("[Retracted] A study of bowels"));
    assert!(notice.notices.is_empty(), "it says so of another");
}

#[test]
fn a_chapter_and_a_book() {
    let book = |more: &str| {
        let source = set(&format!(
            "<PubmedBookArticle><BookDocument><PMID Version=\"1\">20301546</PMID><ArticleIdList>\
             <ArticleId IdType=\"bookaccession\">NBK1372</ArticleId><ArticleId IdType=\"doi\">10.1000/nbk</ArticleId>\
             </ArticleIdList><Book><Publisher><PublisherName>University of Washington</PublisherName></Publisher>\
             <BookTitle book=\"gene\">GeneReviews<sup>®</sup></BookTitle><PubDate><Year>1993</Year></PubDate>\
             <AuthorList Type=\"editors\"><Author><LastName>Adam</LastName></Author></AuthorList></Book>{more}\
             <Language>eng</Language></BookDocument><PubmedBookData><ArticleIdList><ArticleId IdType=\"pubmed\">20301546\
             </ArticleId></ArticleIdList></PubmedBookData></PubmedBookArticle>"
        ));
        decode_set(source.as_bytes()).expect("a set").records.pop().expect("a record")
    };
    let chapter = book(
        "<ArticleTitle>Neuropathy</ArticleTitle><AuthorList Type=\"authors\"><Author><LastName>Dupr&#233;</LastName>\
         </Author></AuthorList><PublicationType>Review</PublicationType><ContributionDate><Year>2006</Year><Month>2</Month>\
         </ContributionDate><DateRevised><Year>2020</Year></DateRevised>",
    );
    assert_eq!(
        (chapter.title.as_deref(), chapter.container_title.as_deref()),
        (Some("Neuropathy"), Some("GeneReviews®"))
    );
    assert_eq!(chapter.work_type, WorkType::Chapter);
    assert_eq!((chapter.authors[0].name.family(), chapter.editors[0].name.family()), ("Dupré", "Adam"));
    assert_eq!(chapter.publisher.as_deref(), Some("University of Washington"));
    assert_eq!(chapter.same_as, [Identifier::from_doi("10.1000/nbk")]);
    let years = [chapter.dates.issued, chapter.dates.print, chapter.dates.online].map(|date| date.map(|it| it.year));
    assert_eq!(years, [Some(2006), Some(1993), Some(2020)]);

    let whole = book("");
    assert_eq!((whole.title.as_deref(), whole.work_type), (Some("GeneReviews®"), WorkType::Book));
    assert_eq!((whole.container_title, whole.dates.year()), (None, Some(1993)));
}

#[test]
fn of_two_versions_the_later() {
    let version = |number: &str| {
        format!(
            "<PubmedArticle><MedlineCitation><PMID Version=\"{number}\">1000</PMID></MedlineCitation></PubmedArticle>"
        )
    };
    for order in [["1", "10", "9"], ["10", "9", "1"]] {
        let source = set(&order.map(version).concat());
        let records = decode_set(source.as_bytes()).expect("a set").records;
        assert_eq!(records.iter().map(|record| record.version.as_deref()).collect::<Vec<_>>(), [Some("10")]);
    }
}

#[test]
fn what_a_whole_answer_lacks_is_missing() {
    let article = citation("", "", "");
    let ids = [pmid("1000"), pmid("2000"), pmid("1000")];
    let kinds = |articles: &str| -> Vec<&'static str> {
        let answers = decode_articles(&ids, set(articles).as_bytes()).expect("a set");
        let kind = |answer: &ArticleAnswer| match answer {
            ArticleAnswer::Record(_) => "record",
            ArticleAnswer::Missing => "missing",
            ArticleAnswer::Unclear => "unclear",
        };
        answers.iter().map(kind).collect()
    };
    assert_eq!(kinds(&article), ["record", "missing", "record"]);
    assert_eq!(kinds(""), ["missing"; 3]);
    assert_eq!(kinds("<DeleteCitation><PMID>2000</PMID></DeleteCitation>"), ["missing"; 3]);
    for strange in [
        "<PubmedArticle><MedlineCitation><PMID>3000</PMID></MedlineCitation></PubmedArticle>",
        "<PubmedArticle><MedlineCitation/></PubmedArticle>",
        "<PubmedArticle><error>busy</error></PubmedArticle>",
        "<ERROR>backend</ERROR>",
    ] {
        assert_eq!(kinds(&format!("{article}{strange}")), ["record", "unclear", "record"], "{strange}");
    }
}

#[test]
fn what_is_no_whole_answer_says_nothing_of_any() {
    let whole = set(&citation("<ArticleTitle>A study.</ArticleTitle>", "", ""));
    for cut in 1..whole.trim_end().len() {
        assert!(decode_articles(&[pmid("1000")], &whole.as_bytes()[..cut]).is_err(), "{cut}");
    }
    let own = |words: &str| DecodeFault::Foreign(format!("an error of its own: {words}"));
    for (body, fault) in [
        ("", DecodeFault::Malformed("an empty body".into())),
        ("<!DOCTYPE html><html>Log in</html>", DecodeFault::WebPage),
        (
            "<eFetchResult><ERROR>Supplied id parameter is empty.</ERROR></eFetchResult>",
            own("Supplied id parameter is empty."),
        ),
        ("<ERROR>Unable to obtain query #1</ERROR>", own("Unable to obtain query #1")),
        (r#"{"error":"API rate limit exceeded","count":"11"}"#, own("API rate limit exceeded")),
        ("<eSearchResult><Count>0</Count></eSearchResult>", DecodeFault::Foreign("no set of articles".into())),
        ("id: 1000 Error occurred", DecodeFault::Malformed("not XML".into())),
    ] {
        assert_eq!(decode_articles(&[pmid("1000")], body.as_bytes()), Err(fault), "{body}");
    }
}
