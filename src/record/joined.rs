//! One work from the views of several sources, with who says what.

use super::{Contributor, Identifier, Record, Source, View, WorkType, folded};

/// A part of a record that one source gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The title with its subtitle.
    Title,
    /// The authors.
    Authors,
    /// The editors.
    Editors,
    /// Journal, book or proceedings, and its abbreviation.
    ContainerTitle,
    /// The publisher.
    Publisher,
    /// The dates.
    Dates,
    /// Volume.
    Volume,
    /// Issue.
    Issue,
    /// Pages or article number.
    Pages,
    /// The abstract.
    Abstract,
    /// Keywords.
    Keywords,
    /// Medical Subject Headings.
    Mesh,
    /// Conflicting interests.
    ConflictOfInterest,
    /// Kinds of publication.
    PublicationTypes,
    /// The language.
    Language,
    /// What kind of work.
    WorkType,
    /// The free full text.
    FullText,
}

impl Field {
    /// The name of the record's member in JSON.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Authors => "authors",
            Self::Editors => "editors",
            Self::ContainerTitle => "container_title",
            Self::Publisher => "publisher",
            Self::Dates => "dates",
            Self::Volume => "volume",
            Self::Issue => "issue",
            Self::Pages => "pages",
            Self::Abstract => "abstract",
            Self::Keywords => "keywords",
            Self::Mesh => "mesh",
            Self::ConflictOfInterest => "conflict_of_interest",
            Self::PublicationTypes => "publication_types",
            Self::Language => "language",
            Self::WorkType => "type",
            Self::FullText => "full_text",
        }
    }
}

/// One work as all sources together have it. Where they disagree the first source's word stands here, and the others'
/// stay in their views: nothing is averaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The record made of all; its notices are those of the first view alone, see [`united`](super::united).
    pub record: Record,
    /// Who gave each field, in the order of [`Field`]; a field that nobody gives is missing.
    pub given_by: Vec<(Field, Source)>,
}

impl Joined {
    /// Makes one of several views, the first of which stands for the work; `None` where there is none.
    #[must_use]
    pub fn of(views: &[View]) -> Option<Self> {
        let (first, others) = views.split_first()?;
        let mut joined = Self { record: (*first.record).clone(), given_by: given(&first.record, first.source) };
        for view in others {
            joined.add(view);
        }
        joined.given_by.sort_unstable();
        Some(joined)
    }

    /// Whether two records cannot be of one work, whatever identifier they share: neither title nor first author agrees.
    /// Publishers and indexes make slips in a DOI; a translated title or a name read otherwise is not enough.
    #[must_use]
    pub fn is_contradicted(one: &Record, other: &Record) -> bool {
        let (Some(title), Some(other_title)) = (&one.title, &other.title) else { return false };
        let (Some(author), Some(other_author)) = (one.authors.first(), other.authors.first()) else { return false };
        shares_few_words(title, other_title)
            && shares_few_words(&author.name.folded_family(), &other_author.name.folded_family())
    }

    /// Who gave a field.
    #[must_use]
    pub fn source(&self, field: Field) -> Option<Source> {
        self.given_by.iter().find(|(given, _)| *given == field).map(|(_, source)| *source)
    }

    fn add(&mut self, view: &View) {
        let other = &*view.record;
        for (field, source) in given(other, view.source) {
            let has = self.source(field).is_some();
            if !has || (field == Field::Abstract && is_fuller(other, &self.record)) {
                take(&mut self.record, other, field);
                self.given_by.retain(|(known, _)| *known != field);
                self.given_by.push((field, source));
            }
        }
        let record = &mut self.record;
        let dates = &mut record.dates;
        if let (Some(own), Some(other)) = (dates.issued, other.dates.issued)
            && own.agrees(other)
        {
            // The same date, of which one source knows the day.
            dates.issued = Some(own.earlier(other));
        }
        dates.print = dates.print.or(other.dates.print);
        dates.online = dates.online.or(other.dates.online);
        dates.posted = dates.posted.or(other.dates.posted);
        if record.container_title == other.container_title {
            record.container_short = record.container_short.take().or_else(|| other.container_short.clone());
        }
        describe(&mut record.authors, &other.authors);
        describe(&mut record.editors, &other.editors);
        for title in &other.other_titles {
            add_new(&mut record.other_titles, title);
        }
        for id in std::iter::once(&other.id).chain(&other.same_as) {
            if *id != record.id {
                add_new(&mut record.same_as, id);
            }
        }
        for about in &other.notice_about {
            add_new(&mut record.notice_about, about);
        }
        for relation in &other.relations {
            add_new(&mut record.relations, relation);
        }
        for other in &other.other_abstracts {
            add_new(&mut record.other_abstracts, other);
        }
        record.version = record.version.take().or_else(|| other.version.clone());
        // In the order in which one of several stands for a work.
        record.same_as.sort_unstable_by_key(Identifier::kind);
    }
}

/// The fields that a record has, all given by its source.
fn given(record: &Record, source: Source) -> Vec<(Field, Source)> {
    let dates = &record.dates;
    let fields = [
        (Field::Title, record.title.is_some()),
        (Field::Authors, !record.authors.is_empty()),
        (Field::Editors, !record.editors.is_empty()),
        (Field::ContainerTitle, record.container_title.is_some()),
        (Field::Publisher, record.publisher.is_some()),
        (Field::Dates, [dates.issued, dates.print, dates.online, dates.posted].iter().any(Option::is_some)),
        (Field::Volume, record.volume.is_some()),
        (Field::Issue, record.issue.is_some()),
        (Field::Pages, record.pages.is_some() || record.article_number.is_some()),
        (Field::Abstract, record.abstract_text.is_some()),
        (Field::Keywords, !record.keywords.is_empty()),
        (Field::Mesh, !record.mesh.is_empty()),
        (Field::ConflictOfInterest, record.conflict_of_interest.is_some()),
        (Field::PublicationTypes, !record.publication_types.is_empty()),
        (Field::Language, record.language.is_some()),
        (Field::WorkType, record.work_type != WorkType::Other(String::new())),
        (Field::FullText, record.full_text.is_some()),
    ];
    fields.into_iter().filter(|(_, has)| *has).map(|(field, _)| (field, source)).collect()
}

/// Replaces a field of `record` by that of `other`.
fn take(record: &mut Record, other: &Record, field: Field) {
    let from = other.clone();
    match field {
        Field::Title => (record.title, record.subtitle) = (from.title, from.subtitle),
        Field::Authors => record.authors = from.authors,
        Field::Editors => record.editors = from.editors,
        Field::ContainerTitle => {
            (record.container_title, record.container_short) = (from.container_title, from.container_short);
        }
        Field::Publisher => record.publisher = from.publisher,
        Field::Dates => record.dates = from.dates,
        Field::Volume => record.volume = from.volume,
        Field::Issue => record.issue = from.issue,
        Field::Pages => (record.pages, record.article_number) = (from.pages, from.article_number),
        Field::Abstract => record.abstract_text = from.abstract_text,
        Field::Keywords => record.keywords = from.keywords,
        Field::Mesh => record.mesh = from.mesh,
        Field::ConflictOfInterest => record.conflict_of_interest = from.conflict_of_interest,
        Field::PublicationTypes => record.publication_types = from.publication_types,
        Field::Language => record.language = from.language,
        Field::WorkType => record.work_type = from.work_type,
        Field::FullText => record.full_text = from.full_text,
    }
}

/// Whether the other abstract has sections where this one has none, or this one is not half of it: registries hold
/// first lines and graphical abstracts too.
fn is_fuller(other: &Record, record: &Record) -> bool {
    let (Some(other), Some(own)) = (&other.abstract_text, &record.abstract_text) else { return false };
    let sections = |text: &str| text.matches("**").count() / 2;
    let (length, own_length) = (other.chars().count(), own.chars().count());
    length > 2 * own_length || (sections(other) > sections(own) && 2 * length > own_length)
}

/// Adds what another source knows of the same people, in the same order: their affiliations and ORCID iDs.
fn describe(people: &mut [Contributor], others: &[Contributor]) {
    if people.len() != others.len() {
        return;
    }
    for (person, other) in people.iter_mut().zip(others) {
        if person.name.folded_family() != other.name.folded_family() {
            continue;
        }
        if person.affiliations.is_empty() {
            person.affiliations.clone_from(&other.affiliations);
        }
        person.orcid = person.orcid.take().or_else(|| other.orcid.clone());
    }
}

/// Whether not half of the words of the shorter text stand in the longer one.
fn shares_few_words(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (mut short, mut long) = (words(&one), words(&other));
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    2 * short.iter().filter(|word| long.contains(word)).count() < short.len()
}

pub(super) fn add_new<T: PartialEq + Clone>(list: &mut Vec<T>, new: &T) {
    if !list.contains(new) {
        list.push(new.clone());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::record::{Day, Identifier, Name, PartialDate};

    fn view(source: Source, record: Record) -> View {
        View {
            source,
            fetched: Day(20_000),
            record: Arc::new(record),
            notices_fetched: Day(20_000),
            notices: Arc::from([]),
            transcribed: false,
        }
    }

    fn person(family: &str, affiliation: Option<&str>) -> Contributor {
        let name = Name::Person { family: family.into(), given: None, suffix: None };
        Contributor { affiliations: affiliation.map(Into::into).into_iter().collect(), ..name.into() }
    }

    fn crossref() -> Record {
        let mut record = Record::new(Identifier::from_doi("10.3390/cancers14235929"));
        record.work_type = WorkType::Article;
        record.title = Some("Radiotherapy of the Primary Disease".into());
        record.authors = vec![person("Ghannam", None), person("Thariat", None)];
        record.dates.issued = PartialDate::parse("2022-11-30");
        record.abstract_text = Some("Too short.".into());
        record
    }

    fn pubmed() -> Record {
        let mut record = Record::new(Identifier::from_pmid("36497410").expect("a PMID"));
        record.same_as = vec![
            Identifier::from_pmcid("PMC9736289").expect("a PMCID"),
            Identifier::from_doi("10.3390/cancers14235929"),
        ];
        record.title = Some("Radiotherapy of the primary disease".into());
        record.authors = vec![person("Ghannam", Some("Caen")), person("Thariat", Some("Caen"))];
        record.dates.online = PartialDate::parse("2022-11-30");
        record.abstract_text = Some("**Background:** In the case of synchronous metastatic disease …".into());
        record.keywords = vec!["radiotherapy".into()];
        record
    }

    #[test]
    fn the_first_source_s_word_stands_and_the_second_fills_gaps() {
        let views = [view(Source::Crossref, crossref()), view(Source::PubMed, pubmed())];
        let joined = Joined::of(&views).expect("two views");
        assert_eq!(joined.record.title, crossref().title);
        assert_eq!(joined.source(Field::Title), Some(Source::Crossref));
        assert_eq!(joined.record.keywords, ["radiotherapy"]);
        assert_eq!(joined.source(Field::Keywords), Some(Source::PubMed));
        assert_eq!(joined.source(Field::Abstract), Some(Source::PubMed), "it has sections");
        assert_eq!(joined.source(Field::Mesh), None);
        assert_eq!(joined.record.dates.online, PartialDate::parse("2022-11-30"));
        assert_eq!(joined.record.authors[0].affiliations, ["Caen"]);
        let ids: Vec<String> = joined.record.same_as.iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["pmid:36497410", "pmcid:PMC9736289"]);
    }

    #[test]
    fn the_fuller_of_two_dates_that_agree_is_kept() {
        let issued = |first: &str, second: &str| {
            let dated = |record: Record, date: &str| {
                let mut record = record;
                record.dates.issued = PartialDate::parse(date);
                record
            };
            let views =
                [view(Source::Crossref, dated(crossref(), first)), view(Source::PubMed, dated(pubmed(), second))];
            Joined::of(&views).and_then(|joined| joined.record.dates.issued).map(|date| date.to_string())
        };
        assert_eq!(issued("2022", "2022-11-30").as_deref(), Some("2022-11-30"));
        assert_eq!(issued("2022-11", "2023-01-04").as_deref(), Some("2022-11"), "no other year is made of it");
    }

    #[test]
    fn other_people_are_not_described() {
        let mut other = pubmed();
        other.authors.reverse();
        let joined = Joined::of(&[view(Source::Crossref, crossref()), view(Source::PubMed, other)]).expect("views");
        assert!(joined.record.authors.iter().all(|author| author.affiliations.is_empty()));
    }

    #[test]
    fn a_shared_identifier_does_not_make_two_works_one() {
        let mut stranger = pubmed();
        stranger.title = Some("Soil moisture under spruce".into());
        assert!(!Joined::is_contradicted(&crossref(), &stranger), "a translated title has the same authors");
        stranger.authors = vec![person("Paget", None)];
        assert!(Joined::is_contradicted(&crossref(), &stranger));
        assert!(!Joined::is_contradicted(&crossref(), &pubmed()));
        stranger.authors.clear();
        assert!(!Joined::is_contradicted(&crossref(), &stranger), "nothing to hold against each other");
    }

    #[test]
    fn one_view_is_itself() {
        let joined = Joined::of(&[view(Source::PubMed, pubmed())]).expect("a view");
        assert_eq!(joined.record, pubmed());
        assert_eq!(Joined::of(&[]), None);
    }
}
