//! PubMed's records against what the index says that each recording shows, and against XML of any shape.

use std::collections::BTreeMap;

use ibid::record::{Contributor, Identifier, IdentifierKind, Name, NoticeKind, Record, RelationKind, WorkType};
use ibid::sources::pubmed::decode_set;
use proptest::prelude::*;

use super::recordings::{Recording, recordings};
use super::sound;

/// One record with what the index says of it.
struct Shown {
    file: String,
    words: String,
    record: Record,
    /// Whether NLM writes that there is no translation of its title.
    untranslated: bool,
}

impl Shown {
    fn has(&self, word: &str) -> bool {
        self.words.split_whitespace().any(|shown| shown == word)
    }

    /// Whether the index has these words in a row.
    fn is(&self, words: &str) -> bool {
        format!("{} ", self.words).contains(&format!("{words} "))
    }

    /// What follows a word: `lang:`, `doi:`.
    fn value(&self, word: &str) -> Option<&str> {
        self.words.split_whitespace().find_map(|shown| shown.strip_prefix(word))
    }
}

/// The records of one recording, in its order, which is that of the index.
fn of(recording: &Recording) -> Vec<Shown> {
    // A book is described as one only.
    let parts: Vec<&str> = recording.shows.split(" ; ").filter(|part| part.contains("status:")).collect();
    let Ok(set) = decode_set(&recording.body) else { return Vec::new() };
    if parts.len() != set.records.len() {
        return Vec::new();
    }
    let untranslated = String::from_utf8_lossy(&recording.body).contains("<ArticleTitle>[Not Available].<");
    let shown = |(words, record): (&&str, Record)| Shown {
        file: recording.file.clone(),
        words: (*words).to_owned(),
        record,
        untranslated,
    };
    parts.iter().zip(set.records).map(shown).collect()
}

fn all() -> Vec<Shown> {
    ["pubmed-efetch", "pubmed-bulk"].into_iter().flat_map(recordings).flat_map(|recording| of(&recording)).collect()
}

#[test]
fn records_of_pubmed_say_what_the_index_says() {
    let all = all();
    let mut tally = Tally::default();
    for shown in &all {
        fields_are_there(shown, &mut tally);
        titles_dates_and_pages_are_read(shown, &mut tally);
        links_are_followed(shown, &mut tally);
    }
    for (word, count) in &tally.checked {
        eprintln!("{count:6}  {word}");
    }
    assert!(tally.faults.is_empty(), "{}\n{}", tally.faults.len(), tally.faults.join("\n"));
    if !all.is_empty() {
        assert!(all.len() > 890, "{} records are described", all.len());
        assert!(tally.checked.values().all(|count| *count > 0), "the index has other words now");
    }
}

/// Where the index takes a word too widely, each looked at: other identifiers than ORCID iDs, one that lacks a digit,
/// suffixes of blanks, and two citations that have no title in any language.
const MISTOLD: [(&str, &str); 11] = [
    ("34092804", "orcid"),
    ("34092805", "orcid"),
    ("34093077", "orcid"),
    ("34087821", "orcid"),
    ("32420559", "suffix"),
    ("34013951", "suffix"),
    ("34019046", "suffix"),
    ("33978661", "suffix"),
    ("34031680", "suffix"),
    ("37967964", "a title"),
    ("33977567", "a title"),
];

/// What was held against the index, and what was not as it says.
#[derive(Default)]
struct Tally {
    checked: BTreeMap<&'static str, usize>,
    faults: Vec<String>,
}

impl Tally {
    /// Counts a word of the index where it is `told`, and keeps the record where `right` is not the case.
    fn hold(&mut self, shown: &Shown, word: &'static str, told: bool, right: bool) {
        *self.checked.entry(word).or_default() += usize::from(told);
        let mistold = |(pmid, other): &(&str, &str)| *other == word && shown.record.id.value() == *pmid;
        if !right && !MISTOLD.iter().any(mistold) {
            self.faults.push(format!("{}: {word}: {told}: {:?}", shown.file, shown.record));
        }
    }
}

fn fields_are_there(shown: &Shown, tally: &mut Tally) {
    let record = &shown.record;
    let of_kind = |kind| record.same_as.iter().any(|id| id.kind() == kind);
    let author = |holds: fn(&Contributor) -> bool| record.authors.iter().any(holds);
    // Each holds if, and only if, the index has the word.
    for (word, holds) in [
        ("mesh", !record.mesh.is_empty()),
        ("keywords", !record.keywords.is_empty()),
        ("coi", record.conflict_of_interest.is_some()),
        ("orcid", author(|author| author.orcid.is_some())),
        ("pmc", of_kind(IdentifierKind::Pmcid)),
        ("no-doi", !of_kind(IdentifierKind::Doi)),
        ("no-abstract", record.abstract_text.is_none()),
        ("no-author", record.authors.is_empty()),
        ("no-volume", record.volume.is_none()),
        ("no-pagination", record.pages.is_none()),
        ("collective-author", author(|author| matches!(author.name, Name::Group(_)))),
        ("suffix", author(|author| matches!(&author.name, Name::Person { suffix: Some(_), .. }))),
        ("pmid-version-2", record.version.as_deref() == Some("2")),
    ] {
        tally.hold(shown, word, shown.has(word), shown.has(word) == holds);
    }
    let other = shown.value("other-abstract:").is_some();
    tally.hold(shown, "other-abstract:", other, other != record.other_abstracts.is_empty());
    if let Some(doi) = shown.value("doi:").filter(|doi| !doi.is_empty()) {
        tally.hold(shown, "doi:", true, record.same_as.contains(&Identifier::from_doi(doi)));
    }
    if let Some((_, labels)) = shown.words.split_once("structured-abstract:") {
        // The index holds the first sixty characters of them; the last may be cut, or be followed by the next word.
        let labels: String = labels.chars().take(60).collect();
        let text = record.abstract_text.clone().unwrap_or_default();
        for label in labels.rsplit('|').skip(1).map(|label| label.trim_matches([':', ' '])) {
            let left_out = label == "UNLABELLED" || label.eq_ignore_ascii_case("abstract") || label == "-";
            tally.hold(shown, "structured-abstract:", true, left_out || text.contains(&format!("**{label}")));
        }
    }
    for (kind, name) in [
        ("PT:Review", "Review"),
        ("PT:Randomized Controlled Trial", "Randomized Controlled Trial"),
        ("PT:Letter", "Letter"),
        ("PT:Case Reports", "Case Reports"),
    ] {
        tally.hold(shown, kind, shown.is(kind), !shown.is(kind) || record.publication_types.contains(&name.into()));
    }
}

fn titles_dates_and_pages_are_read(shown: &Shown, tally: &mut Tally) {
    let record = &shown.record;
    let title = record.title.as_deref().unwrap_or_default();
    let year_alone = record.dates.issued.is_some_and(|date| date.month.is_none());
    let range = record.pages.as_ref().is_some_and(|pages| pages.contains(['-', ',', ';']));
    for (word, holds) in [
        ("epub-date", record.dates.online.is_some()),
        ("MedlineDate", year_alone),
        ("Season", year_alone),
        ("year-only", year_alone),
        ("medline-short-range", range),
        ("StartPage", record.pages.is_some()),
        ("vernacular-title", !record.other_titles.is_empty() || shown.has("no-title") || shown.untranslated),
        ("bracketed-translated-title", !title.starts_with('[') && !title.ends_with(']')),
        ("plain-abstract", record.abstract_text.is_some()),
    ] {
        tally.hold(shown, word, shown.has(word), !shown.has(word) || holds);
    }
    let languages = shown.value("lang:").unwrap_or("eng").replace(',', ", ");
    tally.hold(shown, "lang:", true, record.language.as_deref() == Some(languages.as_str()));
    tally.hold(shown, "a title", true, !title.is_empty() && !title.ends_with('.'));
    tally.hold(shown, "a year", true, record.dates.year().is_some());
    tally.hold(shown, "a journal", true, record.container_title.is_some());
}

fn links_are_followed(shown: &Shown, tally: &mut Tally) {
    let record = &shown.record;
    let told = |kind| record.notices.iter().any(|notice| notice.kind == kind && !notice.only_in_title());
    let about = |kind| record.notice_about.iter().any(|about| about.kind == kind);
    let related = |kind| record.relations.iter().any(|relation| relation.kind == kind);
    for (link, holds) in [
        ("CC:RetractionIn", told(NoticeKind::Retracted)),
        ("CC:ErratumIn", told(NoticeKind::Corrected)),
        ("CC:ExpressionOfConcernIn", told(NoticeKind::ExpressionOfConcern)),
        ("CC:RetractionOf", about(NoticeKind::Retracted)),
        ("CC:ErratumFor", about(NoticeKind::Corrected)),
        ("CC:ExpressionOfConcernFor", about(NoticeKind::ExpressionOfConcern)),
        ("CC:UpdateIn", related(RelationKind::PreprintOf) || told(NoticeKind::NewVersion)),
        ("CC:UpdateOf", related(RelationKind::HasPreprint) || about(NoticeKind::NewVersion)),
    ] {
        tally.hold(shown, link, shown.value(link).is_some(), shown.value(link).is_some() == holds);
    }
    let preprint = record.work_type == WorkType::Preprint;
    tally.hold(shown, "PT:Preprint", shown.is("PT:Preprint"), shown.is("PT:Preprint") == preprint);
    let retracted = shown.is("PT:Retracted Publication");
    tally.hold(shown, "PT:Retracted Publication", retracted, retracted == told(NoticeKind::Retracted));
    let dated = record.notices.iter().all(|notice| notice.date.is_some() || notice.only_in_title());
    tally.hold(shown, "dates of notices", !record.notices.is_empty(), dated);
    let nameless = shown.has("CC:ErratumIn(no-pmid)");
    let named = record.notices.iter().all(|notice| notice.notice.is_some() || notice.only_in_title() || nameless);
    tally.hold(shown, "identifiers of notices", !record.notices.is_empty(), named);
}

#[test]
fn nobody_and_no_heading_is_lost() {
    for recording in ["pubmed-efetch", "pubmed-bulk"].into_iter().flat_map(recordings) {
        let Ok(set) = decode_set(&recording.body) else { continue };
        let body = String::from_utf8_lossy(&recording.body);
        let written = |tag: &str| body.matches(tag).count();
        let kept = |count: fn(&Record) -> usize| set.records.iter().map(count).sum::<usize>();
        for (what, kept, written) in [
            ("people", kept(|it| it.authors.len() + it.editors.len()), written("<Author>") + written("<Author ")),
            ("headings", kept(|it| it.mesh.len()), written("<MeshHeading>")),
            (
                "qualifiers",
                kept(|it| it.mesh.iter().map(|heading| heading.qualifiers.len()).sum()),
                written("<QualifierName"),
            ),
            ("issues", kept(|it| it.issue.is_some().into()), written("<Issue>")),
            (
                "types",
                kept(|it| it.publication_types.len()),
                written("<PublicationType>") + written("<PublicationType "),
            ),
        ] {
            assert_eq!(kept, written, "{}: {what}", recording.file);
        }
        let places = kept(|it| it.authors.iter().map(|author| author.affiliations.len()).sum());
        let of_others = body.split("<InvestigatorList").skip(1).map(|list| list.split("</InvestigatorList").next());
        let of_others = of_others.flatten().map(|list| list.matches("<Affiliation>").count()).sum::<usize>();
        // One place may stand twice under one name.
        assert!((0..=2).contains(&(written("<Affiliation>") - of_others - places)), "{}", recording.file);
    }
}

/// XML of any shape around the names that a record has.
fn any_xml() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "Article",
        "ArticleTitle",
        "VernacularTitle",
        "Journal",
        "JournalIssue",
        "Title",
        "Volume",
        "PubDate",
        "Year",
        "Month",
        "MedlineDate",
        "ArticleDate",
        "AuthorList",
        "Author",
        "LastName",
        "ForeName",
        "CollectiveName",
        "Identifier",
        "AffiliationInfo",
        "Affiliation",
        "Abstract",
        "AbstractText",
        "OtherAbstract",
        "ELocationID",
        "Pagination",
        "MedlinePgn",
        "StartPage",
        "EndPage",
        "Language",
        "PublicationTypeList",
        "PublicationType",
        "MeshHeadingList",
        "MeshHeading",
        "DescriptorName",
        "QualifierName",
        "KeywordList",
        "Keyword",
        "CoiStatement",
        "CommentsCorrectionsList",
        "CommentsCorrections",
        "RefSource",
        "PMID",
        "ArticleIdList",
        "ArticleId",
        "i",
        "sup",
    ]);
    let attributes = prop::sample::select(vec![
        "",
        " RefType=\"RetractionIn\"",
        " RefType=\"UpdateOf\"",
        " IdType=\"doi\"",
        " IdType=\"pmc\"",
        " ValidYN=\"N\"",
        " EIdType=\"doi\"",
        " EIdType=\"pii\"",
        " Label=\"A &amp; B\"",
        " Source=\"ORCID\"",
        " MajorTopicYN=\"Y\"",
        " Type=\"x",
    ]);
    let text = prop_oneof![
        "([ -;=?-~]|\\PC|&[a-z]{2,4};|\\n){0,20}".prop_map(|text| text.replace('<', "")),
        "10\\.[0-9]{4}/[a-z]{1,8}",
        "[0-9]{1,9}",
        "[A-Z][a-z]{2,8}\\. [12][0-9]{3} (Jan|Feb-Mar|x) [0-9]{1,2};[0-9]:[0-9]\\. doi: 10\\.1/a\\.",
    ];
    text.prop_recursive(5, 60, 6, move |inner| {
        (names.clone(), attributes.clone(), prop::collection::vec(inner, 0..5))
            .prop_map(|(name, attributes, inner)| format!("<{name}{attributes}>{}</{name}>", inner.concat()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_article_is_sound(citation in prop::collection::vec(any_xml(), 0..5), article in prop::collection::vec(any_xml(), 0..9)) {
        let (citation, article) = (citation.concat(), article.concat());
        let body = format!(
            "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>{article}</Article>{citation}\
             </MedlineCitation><PubmedData>{citation}</PubmedData></PubmedArticle><PubmedBookArticle><BookDocument>\
             <PMID>2</PMID>{article}<Book>{citation}</Book></BookDocument></PubmedBookArticle></PubmedArticleSet>"
        );
        if let Ok(set) = decode_set(body.as_bytes()) {
            prop_assert!(set.records.len() == 2);
            set.records.iter().for_each(sound);
        }
    }
}
