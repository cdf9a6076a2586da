//! An article as PubMed writes it (`PubmedArticle`, NLM's DTD of 2025), as a [`Record`].

use super::date::{self, date};
use super::field::{abstract_text, is_valid, keywords, language, pmid, text, texts};
use super::people::{authors, editors};
use super::{notice, title};
use crate::record::{
    Dates, Identifier, IdentifierKind, MeshHeading, NoticeKind, OtherAbstract, PartialDate, Record, WorkType,
};
use crate::sources::doi::doi;
use crate::sources::title_notice;
use crate::sources::xml::Element;

/// Reads a `PubmedArticle`; `None` where it has no PMID.
pub(super) fn record(element: &Element<'_>) -> Option<Record> {
    let citation = element.child("MedlineCitation")?;
    let id = pmid(citation)?;
    let nothing = Element::default();
    let article = citation.child("Article").unwrap_or(&nothing);
    let issue = article.at(&["Journal", "JournalIssue"]).unwrap_or(&nothing);
    let types: Vec<&Element<'_>> =
        article.all("PublicationTypeList").flat_map(|list| list.all("PublicationType")).collect();
    let work_type = work_type(&types);
    let same_as = same_as(article, element.child("PubmedData"));
    let ids: Vec<Identifier> = std::iter::once(&id).chain(&same_as).cloned().collect();
    let links = notice::links(notice::Link::all(citation), &ids, work_type == WorkType::Preprint);

    let mut record = Record {
        container_title: text(article.at(&["Journal", "Title"])),
        container_short: text(citation.at(&["MedlineJournalInfo", "MedlineTA"]))
            .or_else(|| text(article.at(&["Journal", "ISOAbbreviation"]))),
        authors: authors(article),
        editors: editors(article),
        dates: dates(article, issue, &work_type),
        volume: text(issue.child("Volume")),
        issue: text(issue.child("Issue")),
        pages: pages(article.child("Pagination")),
        abstract_text: abstract_text(article.child("Abstract")),
        other_abstracts: citation.all("OtherAbstract").filter_map(other_abstract).collect(),
        keywords: keywords(citation),
        mesh: citation.all("MeshHeadingList").flat_map(|list| list.all("MeshHeading")).filter_map(heading).collect(),
        conflict_of_interest: text(citation.child("CoiStatement")),
        publication_types: texts(types.iter().copied()),
        language: language(article),
        version: version(citation),
        full_text: full_text(&same_as, citation, element.child("PubmedData")),
        same_as,
        notice_about: links.about,
        relations: links.relations,
        work_type,
        ..Record::new(id)
    };
    if record.container_title.is_none() {
        record.container_title = record.container_short.take();
    }
    record.container_short = record.container_short.filter(|short| Some(short) != record.container_title.as_ref());
    record.article_number = article_number(article, &record);
    let announces = is_type(&types, "D016440", "Retraction of Publication")
        || is_type(&types, "D016425", "Published Erratum")
        || is_type(&types, "D000075742", "Expression of Concern")
        || record.notice_about.iter().any(|about| about.kind != NoticeKind::NewVersion);
    let (title, vernacular) = (text(article.child("ArticleTitle")), text(article.child("VernacularTitle")));
    let mark = title::put(&mut record, title, vernacular, announces);
    let retracted = is_type(&types, "D016441", "Retracted Publication");
    record.notices = title_notice::add(notice::by_type(links.notices, retracted), mark, &ids);
    Some(record)
}

/// Whether one of the types is this one, by its number in MeSH or by its name.
fn is_type(types: &[&Element<'_>], number: &str, name: &str) -> bool {
    types.iter().any(|one| one.is("UI", number) || text(Some(one)).as_deref() == Some(name))
}

fn work_type(types: &[&Element<'_>]) -> WorkType {
    if is_type(types, "D000076942", "Preprint") {
        WorkType::Preprint
    } else if is_type(types, "D064886", "Dataset") {
        WorkType::Dataset
    } else {
        WorkType::Article
    }
}

/// DOI and PMCID, of the places where they are this article's own: the reference list below has others'.
fn same_as(article: &Element<'_>, data: Option<&Element<'_>>) -> Vec<Identifier> {
    let locations = article.all("ELocationID").filter(|id| is_valid(id) && id.is("EIdType", "doi"));
    let mut found: Vec<Identifier> = locations.filter_map(|id| doi(&text(Some(id))?)).collect();
    found.extend(listed(data));
    // In the order in which one of several stands for a work.
    found.sort_by_key(Identifier::kind);
    let mut ids: Vec<Identifier> = Vec::new();
    for id in found {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// DOI and PMCID of the `ArticleIdList` right below an element.
pub(super) fn listed(element: Option<&Element<'_>>) -> Vec<Identifier> {
    let lists = element.into_iter().flat_map(|element| element.all("ArticleIdList"));
    let ids = lists.flat_map(|list| list.all("ArticleId"));
    ids.filter_map(|id| {
        let value = text(Some(id))?;
        match id.attribute("IdType")?.as_str() {
            "doi" => doi(&value),
            "pmc" => Identifier::from_pmcid(&value),
            _ => None,
        }
    })
    .collect()
}

/// The article in PubMed Central, unless it was due there after the day on which the record was last revised: then it
/// may not be there yet.
fn full_text(same_as: &[Identifier], citation: &Element<'_>, data: Option<&Element<'_>>) -> Option<String> {
    let pmcid = same_as.iter().find(|id| id.kind() == IdentifierKind::Pmcid)?;
    let history = data.and_then(|data| data.child("History"));
    let mut dates = history.into_iter().flat_map(|history| history.all("PubMedPubDate"));
    let released = dates.find(|date| date.is("PubStatus", "pmc-release")).and_then(|element| date(Some(element)));
    let revised = date(citation.child("DateRevised"));
    if released.is_some_and(|released| revised.is_none_or(|revised| released > revised)) { None } else { pmcid.link() }
}

/// The issue's date is the record's; it is the one in print where the model of publication says so.
fn dates(article: &Element<'_>, issue: &Element<'_>, work_type: &WorkType) -> Dates {
    let issued = issue.child("PubDate");
    let model = article.attribute("PubModel").unwrap_or_default();
    let online = article.all("ArticleDate").find_map(|element| date(Some(element)));
    let of_issue = date(issued);
    let print = date::end(issued).or(of_issue).filter(|_| model.contains("Print"));
    let electronic = of_issue.filter(|_| model == "Electronic");
    let posted: Option<PartialDate> = online.or(of_issue).filter(|_| *work_type == WorkType::Preprint);
    Dates { issued: of_issue.or(online), print, online: online.or(electronic), posted }
}

/// Pages as NLM writes them ("187-94"), else made of first and last.
pub(super) fn pages(pagination: Option<&Element<'_>>) -> Option<String> {
    let field = |name: &str| text(pagination?.child(name));
    field("MedlinePgn").or_else(|| match (field("StartPage"), field("EndPage")) {
        (Some(start), Some(end)) if start != end => Some(format!("{start}-{end}")),
        (start, end) => start.or(end),
    })
}

/// The publisher's item identifier where it serves as the page: short, in a volume, without pages.
fn article_number(article: &Element<'_>, record: &Record) -> Option<String> {
    if record.pages.is_some() || record.volume.is_none() {
        return None;
    }
    let numbers = article.all("ELocationID").filter(|id| is_valid(id) && id.is("EIdType", "pii"));
    let short = |number: &String| {
        let letters = number.bytes().take_while(u8::is_ascii_alphabetic).count();
        let digits = &number[letters..];
        letters <= 6 && (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    numbers.filter_map(|number| text(Some(number))).find(short)
}

fn heading(heading: &Element<'_>) -> Option<MeshHeading> {
    let descriptor = heading.child("DescriptorName")?;
    let major = |element: &Element<'_>| element.is("MajorTopicYN", "Y");
    let qualifiers = heading.all("QualifierName").filter_map(|name| Some((text(Some(name))?, major(name))));
    Some(MeshHeading {
        descriptor: text(Some(descriptor))?,
        qualifiers: qualifiers.collect(),
        major: major(descriptor),
    })
}

/// A summary in plain language, or the publisher's abstract in another language, which is told by the language.
fn other_abstract(element: &Element<'_>) -> Option<OtherAbstract> {
    let kind = element.attribute("Type").unwrap_or_default();
    let language = element.attribute("Language").filter(|language| !matches!(language.as_str(), "" | "eng"));
    let label = match (kind.as_str(), language) {
        ("plain-language-summary", language) => {
            let language = language.map(|language| format!(" ({language})")).unwrap_or_default();
            format!("Plain language summary{language}")
        }
        (_, Some(language)) => language,
        ("" | "Publisher", None) => "Other abstract".into(),
        (_, None) => kind,
    };
    Some(OtherAbstract { label, text: abstract_text(Some(element))? })
}

/// The version of a citation that has several; the first says nothing.
fn version(citation: &Element<'_>) -> Option<String> {
    citation.child("PMID")?.attribute("Version").filter(|version| version != "1" && !version.is_empty())
}
