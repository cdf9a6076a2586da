//! `ibid show --format json`: one object with the works asked for, in their order.
//!
//! Names are public: a change of one is a change of `version`. What is not known is left out, never null.

use serde::Serialize;

use std::collections::BTreeMap;

use super::differences::differences;
use super::hint::is_marked;
use super::related;
use super::whole::Whole;
use crate::record::{
    Contributor, Dates, Identifier, Knowledge, Listing, MeshHeading, Missing, Name, OtherAbstract, Record, Records,
    Related, UnitedNotice, View, teller,
};

/// What `show` prints.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    version: u32,
    works: Vec<Work>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unavailable: Vec<String>,
}

/// Puts works into the shape that `show` prints.
#[must_use]
pub fn shown<'a>(works: impl IntoIterator<Item = (&'a Identifier, &'a Knowledge)>) -> Shown {
    Shown {
        version: 1,
        works: works.into_iter().map(|(id, knowledge)| work(id, knowledge)).collect(),
        unavailable: Vec::new(),
    }
}

impl Shown {
    /// Says why works of some services are not among them, a sentence each.
    pub fn lack(&mut self, why: Vec<String>) {
        self.unavailable = why;
    }

    /// Adds the works that stand near the work at a place, from 0; `records` is what is known of them.
    pub fn relate(&mut self, place: usize, related: &Related, records: &Records) {
        if let Some(work) = self.works.get_mut(place) {
            let list = |listing: &Result<Listing, Missing>| list(listing, records);
            work.related = Some(RelatedFields {
                similar: list(&related.similar),
                cited_by: list(&related.cited_by),
                references: related.references.iter().map(list).collect(),
            });
        }
    }
}

#[derive(Clone, Debug, Serialize)]
struct RelatedFields {
    similar: List,
    cited_by: List,
    references: Vec<List>,
}

/// What one service lists, or why it does not.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum List {
    There { source: String, all: usize, works: Vec<Near> },
    Not { unavailable: String },
}

#[derive(Clone, Debug, Serialize)]
struct Near {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    /// All its identifiers, where a record is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    marked: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Work {
    id: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alias_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<Fields>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    given_by: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differences: Vec<Differing>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<NoticeFields>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<Asked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unchecked_because: Option<Because>,
    #[serde(skip_serializing_if = "Option::is_none")]
    related: Option<RelatedFields>,
}

#[derive(Clone, Debug, Serialize)]
struct Evidence {
    source: String,
    fetched: String,
    notices_fetched: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    transcribed: bool,
}

/// What a source has otherwise than the record that is shown.
#[derive(Clone, Debug, Serialize)]
struct Differing {
    source: String,
    field: &'static str,
    has: String,
}

#[derive(Clone, Debug, Serialize)]
struct Asked {
    authority: String,
    day: String,
}

#[derive(Clone, Debug, Serialize)]
struct Because {
    key: String,
    text: String,
}

#[derive(Clone, Debug, Serialize)]
struct Person {
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    affiliations: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    orcid: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct DateFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    print: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    online: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    posted: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Linked {
    kind: &'static str,
    id: String,
}

/// One event, as all who tell it say together.
#[derive(Clone, Debug, Serialize)]
struct NoticeFields {
    kind: &'static str,
    /// The first of `ids`.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    reported_by: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The first of `told_by`.
    source: String,
    told_by: Vec<Telling>,
}

/// What one source says of an event.
#[derive(Clone, Debug, Serialize)]
struct Telling {
    source: String,
    words: String,
    fetched: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Mesh {
    descriptor: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    main: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    qualifiers: Vec<Qualifier>,
}

#[derive(Clone, Debug, Serialize)]
struct Qualifier {
    name: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    main: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Labelled {
    label: String,
    text: String,
}

#[derive(Clone, Debug, Serialize)]
struct Fields {
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    work_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_titles: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Person>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editors: Vec<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_short: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    dates: DateFields,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_number: Option<String>,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    abstract_text: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_abstracts: Vec<Labelled>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mesh: Vec<Mesh>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conflict_of_interest: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    publication_types: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_text: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notice_about: Vec<Linked>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relations: Vec<Linked>,
}

fn work(id: &Identifier, knowledge: &Knowledge) -> Work {
    let known = knowledge.known();
    let whole = known.and_then(Whole::of);
    let whole = whole.as_ref();
    Work {
        id: id.to_string(),
        state: knowledge.state(),
        link: id.link(),
        agency: known.and_then(|known| known.agency.as_deref()).map(shown_text),
        alias_of: known.and_then(|known| known.alias_of.as_ref()).map(ToString::to_string),
        record: whole.map(|whole| fields(&whole.record)),
        given_by: whole.map(given_by).unwrap_or_default(),
        differences: whole.map(differing).unwrap_or_default(),
        notices: whole.map(|whole| whole.events.iter().map(notice).collect()).unwrap_or_default(),
        evidence: whole.map(|whole| whole.views.iter().map(evidence).collect()).unwrap_or_default(),
        asked: match knowledge {
            Knowledge::Absent(absent) => {
                Some(Asked { authority: shown_text(&absent.authority), day: absent.asked.to_string() })
            }
            _ => None,
        },
        unchecked_because: match knowledge {
            Knowledge::Unchecked(reason) => Some(Because { key: reason.key(), text: shown_text(&reason.to_string()) }),
            _ => None,
        },
        related: None,
    }
}

fn list(listing: &Result<Listing, Missing>, records: &Records) -> List {
    match listing {
        Err(reason) => List::Not { unavailable: shown_text(&reason.to_string()) },
        Ok(listing) => List::There {
            source: listing.source.to_string(),
            all: listing.works.len(),
            works: listing
                .works
                .iter()
                .take(Related::MOST)
                .map(|work| {
                    let knowledge = work.id.as_ref().map(|id| records.get(id));
                    Near {
                        id: work.id.as_ref().map(ToString::to_string),
                        state: knowledge.map(Knowledge::state),
                        ids: related::ids(work, records).iter().map(ToString::to_string).collect(),
                        citation: related::line(work, records).as_deref().map(shown_text),
                        written: work.written.as_deref().map(shown_text),
                        marked: knowledge.and_then(Knowledge::known).is_some_and(is_marked),
                    }
                })
                .collect(),
        },
    }
}

/// Text as it is shown: hidden characters as escapes here too, since JSON is read on terminals.
fn shown_text(text: &str) -> String {
    text.split("\n\n").map(super::escape::plain).collect::<Vec<_>>().join("\n\n")
}

fn given_by(whole: &Whole<'_>) -> BTreeMap<&'static str, String> {
    whole.given_by.iter().map(|(field, source)| (field.key(), source.to_string())).collect()
}

fn differing(whole: &Whole<'_>) -> Vec<Differing> {
    let all = differences(whole).into_iter();
    all.map(|it| Differing { source: it.source.to_string(), field: it.field.key(), has: shown_text(&it.has) }).collect()
}

fn evidence(view: &View) -> Evidence {
    Evidence {
        source: view.source.to_string(),
        fetched: view.fetched.to_string(),
        notices_fetched: view.notices_fetched.to_string(),
        transcribed: view.transcribed,
    }
}

fn notice(event: &UnitedNotice<'_>) -> NoticeFields {
    let told_by: Vec<Telling> = event
        .told
        .iter()
        .map(|(view, notice)| Telling {
            source: view.source.to_string(),
            words: shown_text(&teller(view, notice)),
            fetched: view.notices_fetched.to_string(),
            notice: notice.notice.as_ref().map(ToString::to_string),
            date: notice.date.map(|date| date.to_string()),
        })
        .collect();
    let united = event.notice();
    NoticeFields {
        kind: united.kind.key(),
        notice: united.notice.as_ref().map(ToString::to_string),
        ids: event.ids().into_iter().map(ToString::to_string).collect(),
        date: united.date.map(|date| date.to_string()),
        reported_by: united.reported_by.iter().map(|by| shown_text(by.key())).collect(),
        reason: united.reason.as_deref().map(shown_text),
        source: told_by.first().map(|told| told.source.clone()).unwrap_or_default(),
        told_by,
    }
}

fn mesh(heading: &MeshHeading) -> Mesh {
    let qualifiers = heading.qualifiers.iter();
    Mesh {
        descriptor: shown_text(&heading.descriptor),
        main: heading.major,
        qualifiers: qualifiers.map(|(name, main)| Qualifier { name: shown_text(name), main: *main }).collect(),
    }
}

fn fields(record: &Record) -> Fields {
    let text = |text: &Option<String>| text.as_deref().map(shown_text);
    let texts = |texts: &[String]| texts.iter().map(|text| shown_text(text)).collect();
    let Dates { issued, print, online, posted } = record.dates;
    let date = |date: Option<crate::record::PartialDate>| date.map(|date| date.to_string());
    Fields {
        work_type: shown_text(record.work_type.key()),
        title: text(&record.title),
        subtitle: text(&record.subtitle),
        other_titles: texts(&record.other_titles),
        authors: record.authors.iter().map(person).collect(),
        editors: record.editors.iter().map(person).collect(),
        container_title: text(&record.container_title),
        container_short: text(&record.container_short),
        publisher: text(&record.publisher),
        dates: DateFields { issued: date(issued), print: date(print), online: date(online), posted: date(posted) },
        volume: text(&record.volume),
        issue: text(&record.issue),
        pages: text(&record.pages),
        article_number: text(&record.article_number),
        abstract_text: text(&record.abstract_text),
        other_abstracts: record
            .other_abstracts
            .iter()
            .map(|OtherAbstract { label, text }| Labelled { label: shown_text(label), text: shown_text(text) })
            .collect(),
        keywords: texts(&record.keywords),
        mesh: record.mesh.iter().map(mesh).collect(),
        conflict_of_interest: text(&record.conflict_of_interest),
        publication_types: texts(&record.publication_types),
        language: text(&record.language),
        version: text(&record.version),
        full_text: text(&record.full_text),
        same_as: record.same_as.iter().map(ToString::to_string).collect(),
        notice_about: record
            .notice_about
            .iter()
            .map(|about| Linked { kind: about.kind.key(), id: about.work.to_string() })
            .collect(),
        relations: record
            .relations
            .iter()
            .map(|relation| Linked { kind: relation.kind.key(), id: relation.target.to_string() })
            .collect(),
    }
}

fn person(person: &Contributor) -> Person {
    let none = Person {
        family: None,
        given: None,
        suffix: None,
        group: None,
        affiliations: person.affiliations.iter().map(|place| shown_text(place)).collect(),
        orcid: person.orcid.as_deref().map(shown_text),
    };
    match &person.name {
        Name::Person { family, given, suffix } => Person {
            family: Some(shown_text(family)),
            given: given.as_deref().map(shown_text),
            suffix: suffix.as_deref().map(shown_text),
            ..none
        },
        Name::Group(group) => Person { group: Some(shown_text(group)), ..none },
    }
}
