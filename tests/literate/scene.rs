//! What surrounds a manuscript in a case: records, lock, configuration, the day.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use ibid::analysis::{Linted, Snapshot};
use ibid::bibliography::{Library, Unread, bibtex, declared, inline};
use ibid::config::{Config, Layer, Layers, Overlaid, Piece};
use ibid::findings::Finding;
use ibid::lock::{Lock, LockItem};
use ibid::record::{
    Absent, Contributor, Dates, Day, Identifier, IdentifierKind, Knowledge, Known, Name, Notice, NoticeAbout,
    NoticeKind, PartialDate, Reason, Record, Records, Relation, RelationKind, ReportedBy, Source, View, WorkType,
};
use ibid::reference::{Candidate, Candidates, agreement};
use ibid::rules::unused_entry::{self, Citing, Seen};
use ibid::rules::{self, missing_identifier};
use ibid::syntax::{Dialect, Document, parse};
use ibid::text::SourceFile;
use serde::Deserialize;

use super::fences::Case;

/// The day of a case that names no other, and of its look-ups.
const TODAY: &str = "2026-11-23";

/// What surrounds a manuscript.
pub(crate) struct Scene {
    records: Records,
    lock: Option<Lock>,
    bibliography: Option<String>,
    config: Config,
    locked: bool,
    today: Option<Day>,
    /// Whether a search finds what the records have.
    searched: bool,
    typing: HashSet<Identifier>,
}

/// What is known of an identifier, in short.
#[derive(Deserialize)]
#[serde(untagged)]
enum Short {
    /// `absent`, `unchecked` or `registered` (without a record).
    Word(String),
    Record(Box<ShortRecord>),
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct ShortRecord {
    r#type: Option<String>,
    title: Option<String>,
    same_as: Vec<String>,
    /// Each as `Family, Given`.
    authors: Vec<String>,
    container: Option<String>,
    short: Option<String>,
    date: Option<String>,
    volume: Option<String>,
    issue: Option<String>,
    pages: Option<String>,
    alias_of: Option<String>,
    /// Who has it; Crossref where nobody is named.
    source: Option<String>,
    /// What other sources have of it.
    also: Vec<Self>,
    /// Whether another source did not answer; else it has nothing.
    unheard: bool,
    transcribed: bool,
    notices: Vec<ShortNotice>,
    about: Vec<ShortNotice>,
    relations: Vec<ShortRelation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShortNotice {
    kind: String,
    /// The notice's own identifier, or the work a notice is about.
    #[serde(alias = "id")]
    doi: Option<String>,
    date: Option<String>,
    /// Who says so; the publisher where nobody is named.
    #[serde(default)]
    by: Vec<String>,
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShortRelation {
    kind: String,
    #[serde(alias = "id")]
    doi: String,
}

impl Scene {
    /// Reads a case's surroundings.
    pub(crate) fn of(case: &Case<'_>) -> Self {
        let option = |name: &str| case.options.iter().find_map(|option| option.strip_prefix(name));
        let mut records = Records::default();
        for text in &case.records {
            let shorts: std::collections::BTreeMap<String, Short> = serde_json::from_str(text).expect("records");
            for (doi, short) in shorts {
                let id = identifier(&doi);
                records.put(id.clone(), knowledge(&id, short));
            }
        }
        let locked = case.options.contains(&"locked");
        Self {
            records,
            lock: case.lock.as_deref().map(lock),
            bibliography: case.bibliography.clone(),
            config: case.config.as_deref().map(config).unwrap_or_default(),
            locked,
            today: Day::parse(option("today=").unwrap_or(TODAY)).filter(|_| !locked),
            searched: case.options.contains(&"searched"),
            typing: option("typing=").map(identifier).into_iter().collect(),
        }
    }

    /// A manuscript in these surroundings.
    pub(crate) fn snapshot(self, manuscript: &str) -> Snapshot {
        self.named("case.md", manuscript)
    }

    /// The same, of this name.
    pub(crate) fn named(self, path: &str, manuscript: &str) -> Snapshot {
        let document = parse(SourceFile::new(path, manuscript).into(), self.config.dialect.unwrap_or(Dialect::Pandoc));
        let library = library(&document, self.bibliography.as_deref()).cited_by(&document, &HashSet::new());
        let candidates =
            if self.searched { candidates(&document, &library, &self.records) } else { Candidates::default() };
        Snapshot {
            library: library.into(),
            document: document.into(),
            records: self.records.into(),
            config: self.config.into(),
            lock: self.lock.map(Arc::new),
            locked: self.locked,
            today: self.today,
            is_part: false,
            in_flux: self.typing.into(),
            typed: Arc::default(),
            judgements: Arc::default(),
            candidates: candidates.into(),
        }
    }
}

/// What a search finds that finds whatever is known.
fn candidates(document: &Document, library: &Library, records: &Records) -> Candidates {
    let mut candidates = Candidates::default();
    for (written, sought) in missing_identifier::sought(document, library) {
        let fits = |known: &Known| {
            let records: Vec<&Record> = known.views.iter().map(|view| &*view.record).collect();
            agreement(&sought.text, &records).is_some()
        };
        let known = records.iter().filter_map(|(id, knowledge)| match knowledge {
            Knowledge::Known(known) => Some((id, known)),
            _ => None,
        });
        let found = known
            .filter(|(_, known)| fits(known))
            .map(|(id, known)| Candidate { id: id.clone(), known: known.clone() });
        if let Some(candidate) = found.last() {
            candidates.put(written, candidate);
        }
    }
    candidates
}

/// What manuscripts leave uncited, if they are all that a project has.
pub(crate) fn unused(project: &[Snapshot]) -> Linted {
    let citing = |snapshot: &Snapshot| Citing::of(&snapshot.document, &snapshot.library, &snapshot.config);
    let citing: Vec<Citing> = project.iter().map(citing).collect();
    let texts: Vec<&str> = project.iter().map(|snapshot| snapshot.document.text()).collect();
    let has = |text: &str, key: &str| text.split(|ch: char| !ch.is_alphanumeric()).any(|word| word == key);
    let any = |key: &&str| texts.iter().any(|text| has(text, key));
    let seen = Seen { all_of: &|_| true, mentioned: &|keys| Some(keys.iter().map(any).collect()) };
    let (findings, ignored) = unused_entry::across(&citing, Day::parse(TODAY), &seen);
    Linted { findings, ignored }
}

/// The bibliographies that a manuscript names, of which there is one, `references.bib`.
fn library(document: &Document, text: Option<&str>) -> Library {
    let mut library = Library { inline: inline(document), ..Library::default() };
    for declared in declared(document) {
        match text.filter(|_| declared.path == "references.bib") {
            Some(text) => {
                library.files.push(bibtex::read(SourceFile::new("references.bib", text).into()).into());
                library.named_in.push(document.file.path.clone());
            }
            None => library
                .unread
                .push(Unread { why: declared.is_file().then(|| "there is no such file".to_owned()), declared }),
        }
    }
    library
}

/// What is found in a project's configuration.
pub(crate) fn configuration(text: &str) -> Vec<Finding> {
    let (file, laid) = project(text);
    laid.faults.iter().map(|fault| rules::config::finding(fault, &file)).collect()
}

fn config(text: &str) -> Config {
    let (_, laid) = project(text);
    assert!(laid.faults.is_empty(), "{:?}", laid.faults);
    laid.config
}

fn project(text: &str) -> (Arc<SourceFile>, Overlaid) {
    let file = Arc::new(SourceFile::new("ibid.toml", text));
    let mut layers = Layers::default();
    layers.push(Piece::toml(Layer::Project, &file, Path::new(".")));
    (file, layers.config())
}

/// A lock of these DOIs, of which nothing is known but that they exist.
fn lock(text: &str) -> Lock {
    let dois: Vec<String> = serde_json::from_str(text).expect("a list of DOIs");
    let item = |doi: &String| LockItem::new(Identifier::from_doi(doi), Known::default(), Vec::new());
    Lock { items: dois.iter().map(item).collect(), ..Lock::default() }
}

fn knowledge(id: &Identifier, short: Short) -> Knowledge {
    let today = Day::parse(TODAY).expect("a day");
    let word = match short {
        Short::Record(short) => return Knowledge::Known(known(id, *short, today).into()),
        Short::Word(word) => word,
    };
    match word.as_str() {
        "absent" => Knowledge::Absent(Absent { authority: authority(id.kind()).into(), asked: today }),
        "registered" => Knowledge::Known(Known { agency: Some("ISTIC".into()), ..Known::default() }.into()),
        "unchecked" => Knowledge::Unchecked(Reason::Offline),
        other => panic!("{other}"),
    }
}

/// An identifier as a case writes it: canonical, or a DOI without its prefix.
fn identifier(text: &str) -> Identifier {
    Identifier::parse(text).unwrap_or_else(|| Identifier::from_doi(text))
}

/// Who denied an identifier.
fn authority(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::Pmid => "PubMed",
        IdentifierKind::Pmcid => "PMC’s identifier converter",
        IdentifierKind::Arxiv => "arXiv, doi.org",
        _ => "Crossref, doi.org",
    }
}

fn known(id: &Identifier, mut short: ShortRecord, today: Day) -> Known {
    let alias_of = short.alias_of.as_deref().map(identifier);
    let agency = (id.kind() == IdentifierKind::Doi).then(|| "Crossref".into());
    let also = std::mem::take(&mut short.also);
    let own = alias_of.as_ref().unwrap_or(id);
    let unheard = short.unheard;
    let views: Vec<View> = std::iter::once(short).chain(also).map(|short| view(own, short, today)).collect();
    let lacking = match &*views {
        _ if unheard => Vec::new(),
        [View { source: Source::Crossref, .. }] => vec![Source::PubMed],
        [View { source: Source::PubMed, .. }] => vec![Source::Crossref],
        _ => Vec::new(),
    };
    Known { agency, alias_of, views, lacking }
}

fn view(id: &Identifier, short: ShortRecord, today: Day) -> View {
    let kind = |key: &str| NoticeKind::from_key(key).unwrap_or_else(|| panic!("{key}"));
    let date = |date: &Option<String>| date.as_deref().and_then(PartialDate::parse);
    let notices = Notice::merged(short.notices.iter().map(|notice| Notice {
        kind: kind(&notice.kind),
        notice: notice.doi.as_deref().map(identifier),
        date: date(&notice.date),
        reported_by: match notice.by.as_slice() {
            [] => vec![ReportedBy::Publisher],
            by => by.iter().map(|by| ReportedBy::from_key(by)).collect(),
        },
        reason: notice.reason.clone(),
    }));
    let about = short.about.iter().map(|about| NoticeAbout {
        kind: kind(&about.kind),
        work: identifier(about.doi.as_deref().expect("what a notice is about")),
        date: date(&about.date),
    });
    let relations = short.relations.iter().map(|relation| Relation {
        kind: RelationKind::from_key(&relation.kind).unwrap_or_else(|| panic!("{}", relation.kind)),
        target: identifier(&relation.doi),
    });
    let record = Record {
        same_as: short.same_as.iter().map(|other| identifier(other)).collect(),
        work_type: WorkType::from_key(short.r#type.as_deref().unwrap_or("article")),
        title: short.title,
        authors: short.authors.iter().map(|name| person(name)).collect(),
        container_title: short.container,
        container_short: short.short,
        dates: Dates { issued: date(&short.date), ..Dates::default() },
        volume: short.volume,
        issue: short.issue,
        pages: short.pages,
        notices: notices.clone(),
        notice_about: about.collect(),
        relations: relations.collect(),
        ..Record::new(id.clone())
    };
    let source = short.source.as_deref().map(|key| Source::from_key(key).unwrap_or_else(|| panic!("{key}")));
    View {
        source: source.unwrap_or(Source::Crossref),
        fetched: today,
        record: record.into(),
        notices_fetched: today,
        notices: notices.into(),
        transcribed: short.transcribed,
    }
}

/// A person written as `Family, Given`.
fn person(name: &str) -> Contributor {
    let (family, given) = name.split_once(", ").expect("two names");
    Name::Person { family: family.into(), given: Some(given.into()), suffix: None }.into()
}
