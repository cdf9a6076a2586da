//! A record as the compact JSON that the store keeps.
//!
//! Own structures, so that the core's types stay free to change. `v` is the schema's number; a reader ignores fields it
//! does not know and refuses a number it does not know, so that a newer ibid's record is unchecked here, not misread.

use serde::{Deserialize, Serialize};

use crate::record::{
    Contributor, Dates, Identifier, MeshHeading, Name, Notice, NoticeAbout, NoticeKind, OtherAbstract, PartialDate,
    Record, Relation, RelationKind, ReportedBy, WorkType,
};

const SCHEMA: u32 = 1;

/// A record as compact JSON, without its notices, which age on their own.
#[must_use]
pub fn encode_record(record: &Record) -> String {
    serde_json::to_string(&RecordV1::of(record)).expect("strings, numbers and lists have a JSON form")
}

/// Reads [`encode_record`]'s form; `None` where it cannot be read.
#[must_use]
pub fn decode_record(json: &str) -> Option<Record> {
    let read: RecordV1 = serde_json::from_str(json).ok()?;
    (read.v == SCHEMA).then(|| read.record()).flatten()
}

/// Notices as compact JSON.
#[must_use]
pub fn encode_notices(notices: &[Notice]) -> String {
    let list: Vec<_> = notices.iter().map(NoticeV1::of).collect();
    serde_json::to_string(&list).expect("strings, numbers and lists have a JSON form")
}

/// Reads [`encode_notices`]' form; `None` where it cannot be read. A kind that only a newer ibid knows is left out.
#[must_use]
pub fn decode_notices(json: &str) -> Option<Vec<Notice>> {
    let read: Vec<NoticeV1> = serde_json::from_str(json).ok()?;
    Some(read.into_iter().filter_map(NoticeV1::notice).collect())
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct RecordV1 {
    v: u32,
    id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<String>,
    #[serde(rename = "type")]
    work_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_titles: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<PersonV1>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editors: Vec<PersonV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_short: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    print: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    online: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    posted: Option<String>,
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
    other_abstracts: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mesh: Vec<MeshV1>,
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
    notice_about: Vec<NoticeAboutV1>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relations: Vec<RelationV1>,
}

impl RecordV1 {
    fn of(record: &Record) -> Self {
        let date = |date: Option<PartialDate>| date.map(|date| date.to_string());
        Self {
            v: SCHEMA,
            id: record.id.to_string(),
            same_as: record.same_as.iter().map(Identifier::to_string).collect(),
            work_type: record.work_type.key().to_owned(),
            title: record.title.clone(),
            subtitle: record.subtitle.clone(),
            other_titles: record.other_titles.clone(),
            authors: record.authors.iter().map(PersonV1::of).collect(),
            editors: record.editors.iter().map(PersonV1::of).collect(),
            container_title: record.container_title.clone(),
            container_short: record.container_short.clone(),
            publisher: record.publisher.clone(),
            issued: date(record.dates.issued),
            print: date(record.dates.print),
            online: date(record.dates.online),
            posted: date(record.dates.posted),
            volume: record.volume.clone(),
            issue: record.issue.clone(),
            pages: record.pages.clone(),
            article_number: record.article_number.clone(),
            abstract_text: record.abstract_text.clone(),
            other_abstracts: record.other_abstracts.iter().map(|it| (it.label.clone(), it.text.clone())).collect(),
            keywords: record.keywords.clone(),
            mesh: record.mesh.iter().map(MeshV1::of).collect(),
            conflict_of_interest: record.conflict_of_interest.clone(),
            publication_types: record.publication_types.clone(),
            language: record.language.clone(),
            version: record.version.clone(),
            full_text: record.full_text.clone(),
            notice_about: record.notice_about.iter().map(NoticeAboutV1::of).collect(),
            relations: record.relations.iter().map(RelationV1::of).collect(),
        }
    }

    fn record(self) -> Option<Record> {
        let date = |text: Option<String>| text.as_deref().and_then(PartialDate::parse);
        let mut record = Record::new(Identifier::parse(&self.id)?);
        record.same_as = self.same_as.iter().filter_map(|id| Identifier::parse(id)).collect();
        record.work_type = WorkType::from_key(&self.work_type);
        record.title = self.title;
        record.subtitle = self.subtitle;
        record.other_titles = self.other_titles;
        record.authors = self.authors.into_iter().map(PersonV1::person).collect();
        record.editors = self.editors.into_iter().map(PersonV1::person).collect();
        record.container_title = self.container_title;
        record.container_short = self.container_short;
        record.publisher = self.publisher;
        record.dates = Dates {
            issued: date(self.issued),
            print: date(self.print),
            online: date(self.online),
            posted: date(self.posted),
        };
        record.volume = self.volume;
        record.issue = self.issue;
        record.pages = self.pages;
        record.article_number = self.article_number;
        record.abstract_text = self.abstract_text;
        let others = self.other_abstracts.into_iter();
        record.other_abstracts = others.map(|(label, text)| OtherAbstract { label, text }).collect();
        record.keywords = self.keywords;
        record.mesh = self.mesh.into_iter().map(MeshV1::heading).collect();
        record.conflict_of_interest = self.conflict_of_interest;
        record.publication_types = self.publication_types;
        record.language = self.language;
        record.version = self.version;
        record.full_text = self.full_text;
        record.notice_about = self.notice_about.into_iter().filter_map(NoticeAboutV1::about).collect();
        record.relations = self.relations.into_iter().filter_map(RelationV1::relation).collect();
        Some(record)
    }
}

/// A person has a family name, a group a name of its own.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct PersonV1 {
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

impl PersonV1 {
    fn of(person: &Contributor) -> Self {
        let about = Self { affiliations: person.affiliations.clone(), orcid: person.orcid.clone(), ..Self::default() };
        match person.name.clone() {
            Name::Person { family, given, suffix } => Self { family: Some(family), given, suffix, ..about },
            Name::Group(group) => Self { group: Some(group), ..about },
        }
    }

    fn person(self) -> Contributor {
        let name = match (self.family, self.group) {
            (Some(family), _) => Name::Person { family, given: self.given, suffix: self.suffix },
            (None, group) => Name::Group(group.unwrap_or_default()),
        };
        Contributor { name, affiliations: self.affiliations, orcid: self.orcid }
    }
}

#[derive(Serialize, Deserialize)]
struct MeshV1 {
    descriptor: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    qualifiers: Vec<(String, bool)>,
    #[serde(default)]
    major: bool,
}

impl MeshV1 {
    fn of(heading: &MeshHeading) -> Self {
        Self { descriptor: heading.descriptor.clone(), qualifiers: heading.qualifiers.clone(), major: heading.major }
    }

    fn heading(self) -> MeshHeading {
        MeshHeading { descriptor: self.descriptor, qualifiers: self.qualifiers, major: self.major }
    }
}

#[derive(Serialize, Deserialize)]
struct NoticeV1 {
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notice: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    by: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl NoticeV1 {
    fn of(notice: &Notice) -> Self {
        Self {
            kind: notice.kind.key().to_owned(),
            notice: notice.notice.as_ref().map(Identifier::to_string),
            date: notice.date.map(|date| date.to_string()),
            by: notice.reported_by.iter().map(|by| by.key().to_owned()).collect(),
            reason: notice.reason.clone(),
        }
    }

    fn notice(self) -> Option<Notice> {
        Some(Notice {
            kind: NoticeKind::from_key(&self.kind)?,
            notice: self.notice.as_deref().and_then(Identifier::parse),
            date: self.date.as_deref().and_then(PartialDate::parse),
            reported_by: self.by.iter().map(|by| ReportedBy::from_key(by)).collect(),
            reason: self.reason,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct NoticeAboutV1 {
    kind: String,
    work: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

impl NoticeAboutV1 {
    fn of(about: &NoticeAbout) -> Self {
        Self {
            kind: about.kind.key().to_owned(),
            work: about.work.to_string(),
            date: about.date.map(|date| date.to_string()),
        }
    }

    fn about(self) -> Option<NoticeAbout> {
        Some(NoticeAbout {
            kind: NoticeKind::from_key(&self.kind)?,
            work: Identifier::parse(&self.work)?,
            date: self.date.as_deref().and_then(PartialDate::parse),
        })
    }
}

#[derive(Serialize, Deserialize)]
struct RelationV1 {
    kind: String,
    target: String,
}

impl RelationV1 {
    fn of(relation: &Relation) -> Self {
        Self { kind: relation.kind.key().to_owned(), target: relation.target.to_string() }
    }

    fn relation(self) -> Option<Relation> {
        Some(Relation { kind: RelationKind::from_key(&self.kind)?, target: Identifier::parse(&self.target)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Record {
        let mut record = Record::new(Identifier::from_doi("10.1000/a"));
        record.same_as = vec![Identifier::from_doi("10.1000/b")];
        record.work_type = WorkType::Other("standard".into());
        record.title = Some("Soil & \u{201c}seed\u{201d}".into());
        record.authors = vec![
            Contributor {
                name: Name::Person { family: "Paget".into(), given: Some("S".into()), suffix: None },
                affiliations: vec!["West London Hospital".into()],
                orcid: Some("0000-0002-1825-0097".into()),
            },
            Name::Group("The Group".into()).into(),
        ];
        record.other_abstracts = vec![OtherAbstract { label: "In plain words".into(), text: "Seeds.".into() }];
        record.keywords = vec!["soil".into()];
        record.mesh = vec![MeshHeading {
            descriptor: "Breast Neoplasms".into(),
            qualifiers: vec![("secondary".into(), true)],
            major: false,
        }];
        record.conflict_of_interest = Some("None.".into());
        record.publication_types = vec!["Journal Article".into()];
        record.version = Some("2".into());
        record.full_text = Some("https://example.org/paget".into());
        record.dates.issued = PartialDate::parse("1889-03");
        record.notice_about = vec![NoticeAbout {
            kind: NoticeKind::Retracted,
            work: Identifier::from_doi("10.1000/c"),
            date: PartialDate::parse("2010-02-06"),
        }];
        record.relations =
            vec![Relation { kind: RelationKind::HasPreprint, target: Identifier::from_doi("10.1000/d") }];
        record
    }

    #[test]
    fn a_record_round_trips() {
        let record = full();
        assert_eq!(decode_record(&encode_record(&record)), Some(record));
    }

    #[test]
    fn notices_round_trip() {
        let notices = vec![Notice {
            kind: NoticeKind::Retracted,
            notice: Some(Identifier::from_doi("10.1000/n")),
            date: PartialDate::parse("2010-02-06"),
            reported_by: vec![ReportedBy::Publisher, ReportedBy::RetractionWatch],
            reason: None,
        }];
        assert_eq!(decode_notices(&encode_notices(&notices)), Some(notices));
    }

    #[test]
    fn a_newer_reader_s_fields_are_ignored_and_its_schema_refused() {
        let json = encode_record(&full());
        let wider = json.replacen("\"v\":1", "\"v\":1,\"from-later\":[{\"a\":1}]", 1);
        assert_eq!(decode_record(&wider), Some(full()));
        assert_eq!(decode_record(&json.replacen("\"v\":1", "\"v\":2", 1)), None);
        assert_eq!(decode_record("{}"), None);
        assert_eq!(decode_record("[1"), None);
        assert_eq!(decode_notices(r#"[{"kind":"something-new"}]"#), Some(Vec::new()));
    }
}
