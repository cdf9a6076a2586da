//! Every recorded answer of the real services, by the decoder that reads it. One row a folder: an answer is a record,
//! an answer of another kind, or a typed fault; and what this version does not ask for is named.
//!
//! The recordings are no part of the crate; without them nothing is read, and the tests say so.

use std::collections::BTreeMap;
use std::path::Path;

use ibid::record::{Identifier, Name, Record, WorkType};
use ibid::sources::{DecodeFault, arxiv, crossref, datacite, doi_org, europepmc, idconv, pubmed};

use super::sound;

const RECORDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/upstream/records");

/// One recorded answer, as the index describes it.
pub(crate) struct Recording {
    pub(crate) file: String,
    /// Path and query that it answers.
    request: String,
    /// Words on what it shows.
    pub(crate) shows: String,
    status: u16,
    pub(crate) body: Vec<u8>,
}

impl Recording {
    fn shows(&self, word: &str) -> bool {
        self.shows.split_whitespace().any(|shown| shown == word)
    }

    /// A parameter of the request, still encoded.
    fn asked(&self, name: &str) -> Option<&str> {
        let query = self.request.split_once('?')?.1;
        query.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name)).map(|(_, value)| value)
    }
}

/// What a decoder made of an answer.
enum Read {
    Records(Vec<Record>),
    /// Answers that are no records: who registered, what exists, what else it is called.
    Answers(Vec<String>),
}

type Decoder = fn(&Recording) -> Result<Read, DecodeFault>;

/// How the recordings of a folder are read.
enum Row {
    /// By this decoder.
    Decoded(Decoder),
    /// They are of a service or a format that this version does not ask for: a fault to every decoder.
    NotAsked(&'static str),
}

const TABLE: &[(&str, Row)] = &[
    ("arxiv", Row::Decoded(read_arxiv)),
    ("crossref/errors", Row::Decoded(read_crossref)),
    ("crossref/lists", Row::Decoded(read_crossref)),
    ("crossref/unixsd-xml", Row::NotAsked("Crossref's XML: its JSON is asked for")),
    ("crossref/works", Row::Decoded(read_crossref)),
    ("crossref/works-from-lists", Row::Decoded(read_crossref)),
    ("crossref/works-select", Row::Decoded(read_crossref)),
    ("datacite/dois", Row::Decoded(read_datacite)),
    ("datacite/dois-from-lists", Row::Decoded(read_datacite)),
    ("datacite/errors", Row::Decoded(read_datacite)),
    ("datacite/lists", Row::Decoded(read_datacite)),
    ("doi-cn", Row::NotAsked("content negotiation: agencies without an interface of their own are not read")),
    ("doi-org", Row::Decoded(read_page_of_doi_org)),
    ("doi-ra", Row::Decoded(read_agencies)),
    ("europepmc", Row::Decoded(read_europepmc)),
    ("idconv", Row::Decoded(read_idconv)),
    ("openalex", Row::NotAsked("OpenAlex is not asked")),
    ("pubmed-bulk", Row::Decoded(read_pubmed)),
    ("pubmed-ecitmatch", Row::NotAsked("PubMed's matcher of citations is not asked")),
    ("pubmed-efetch", Row::Decoded(read_pubmed)),
    ("pubmed-esearch", Row::Decoded(read_search)),
    ("pubmed-esummary", Row::Decoded(read_summary)),
    ("reference-matching", Row::NotAsked("references to match, no answers of a service")),
    ("unpaywall", Row::NotAsked("Unpaywall is not asked")),
];

fn read_crossref(recording: &Recording) -> Result<Read, DecodeFault> {
    let list = crossref::decode_list(&recording.body);
    list.or_else(|_| crossref::decode_work(&recording.body).map(|record| vec![record])).map(Read::Records)
}

fn read_datacite(recording: &Recording) -> Result<Read, DecodeFault> {
    let list = datacite::decode_list(&recording.body);
    list.or_else(|_| datacite::decode_work(&recording.body).map(|record| vec![record])).map(Read::Records)
}

fn read_pubmed(recording: &Recording) -> Result<Read, DecodeFault> {
    let set = pubmed::decode_set(&recording.body)?;
    assert_eq!(set.unread, 0, "{}", recording.file);
    if set.records.is_empty() {
        return Ok(Read::Answers(set.deleted.iter().map(|_| "deleted".into()).collect()));
    }
    Ok(Read::Records(set.records))
}

/// Most recordings are of the format that is not asked for.
fn read_search(recording: &Recording) -> Result<Read, DecodeFault> {
    let answer = pubmed::decode_search(&recording.body)?;
    Ok(Read::Answers(vec![format!("{} found", answer.found.len())]))
}

fn read_summary(recording: &Recording) -> Result<Read, DecodeFault> {
    let id = Identifier::from_pmid("9500320").expect("a PMID");
    let answer = pubmed::decode_summary(&id, &recording.body)?;
    Ok(Read::Answers(vec![format!("{answer:?}")]))
}

fn read_arxiv(recording: &Recording) -> Result<Read, DecodeFault> {
    arxiv::decode_feed(&recording.body).map(Read::Records)
}

/// Most recordings are of questions that are not asked: what cites a work, what links to it.
fn read_europepmc(recording: &Recording) -> Result<Read, DecodeFault> {
    europepmc::decode_results(&recording.body).map(Read::Records)
}

fn read_agencies(recording: &Recording) -> Result<Read, DecodeFault> {
    let value: serde_json::Value = serde_json::from_slice(&recording.body).expect("JSON");
    let named = value.as_array().into_iter().flatten().filter_map(|answer| answer["DOI"].as_str());
    let ids: Vec<Identifier> = named.map(Identifier::from_doi).collect();
    let answers = doi_org::decode_agencies(&ids, &recording.body)?;
    assert!(!answers.contains(&doi_org::AgencyAnswer::Unknown), "{}", recording.file);
    Ok(Read::Answers(answers.iter().map(|answer| format!("{answer:?}")).collect()))
}

/// The pages that doi.org sends people to and the errors it shows them: no answer to either of its services.
fn read_page_of_doi_org(recording: &Recording) -> Result<Read, DecodeFault> {
    let id = Identifier::from_doi("10.1000/a");
    assert!(doi_org::decode_agencies(std::slice::from_ref(&id), &recording.body).is_err(), "{}", recording.file);
    let answer = doi_org::decode_handle(recording.status, &id, &recording.body)?;
    Ok(Read::Answers(vec![format!("{answer:?}")]))
}

/// Each was asked about one identifier, of the kind that its request names.
fn read_idconv(recording: &Recording) -> Result<Read, DecodeFault> {
    let kind = recording.asked("idtype").unwrap_or("doi");
    let asked = recording.asked("ids").unwrap_or_default().replace("%2F", "/");
    let read = |id: Identifier| idconv::decode(&[id], &recording.body);
    let answers = match kind {
        "pmid" => read(Identifier::from_pmid(&asked).expect("a PMID"))?,
        "pmcid" => read(Identifier::from_pmcid(&format!("PMC{asked}")).expect("a PMCID"))?,
        // What was asked is not in the request of two old recordings.
        _ if asked.is_empty() => {
            let value: serde_json::Value = serde_json::from_slice(&recording.body).expect("JSON");
            read(Identifier::from_doi(value["records"][0]["doi"].as_str().expect("a DOI")))?
        }
        _ => read(Identifier::from_doi(&asked))?,
    };
    let word = match &answers[0] {
        idconv::IdConvAnswer::Found { pmid, pmcid, .. } => {
            assert!(pmid.is_some() && pmcid.is_some(), "{}", recording.file);
            "found"
        }
        idconv::IdConvAnswer::NotFound => "not in PMC",
        idconv::IdConvAnswer::Nothing => "nothing said",
    };
    if !asked.is_empty() {
        assert_eq!(recording.shows.contains("pmcid="), word == "found", "{}", recording.file);
        assert_eq!(recording.shows.contains("errmsg="), word == "not in PMC", "{}", recording.file);
    }
    Ok(Read::Answers(vec![word.into()]))
}

/// The fault of an answer that no decoder may take for one of its own.
fn fault_to_all(recording: &Recording) -> DecodeFault {
    let (body, doi) = (&recording.body, Identifier::from_doi("10.1000/a"));
    let pmid = Identifier::from_pmid("1000").expect("a PMID");
    let others = [
        crossref::decode_list(body).err(),
        datacite::decode_work(body).err(),
        datacite::decode_list(body).err(),
        europepmc::decode_results(body).err(),
        arxiv::decode_feed(body).err(),
        idconv::decode(std::slice::from_ref(&doi), body).err(),
        doi_org::decode_handle(404, &doi, body).err(),
        pubmed::decode_set(body).err(),
        pubmed::decode_search(body).err(),
        pubmed::decode_summary(&pmid, body).err(),
    ];
    assert!(others.iter().all(Option::is_some), "{}: {others:?}", recording.file);
    crossref::decode_work(body).expect_err(&recording.file)
}

/// The lines of the index; none where there are no recordings at all.
fn index() -> Vec<String> {
    let Ok(index) = std::fs::read_to_string(Path::new(RECORDINGS).join("INDEX.tsv")) else {
        eprintln!("skipped: no recorded answers at {RECORDINGS}");
        return Vec::new();
    };
    index.lines().skip(1).map(str::to_owned).collect()
}

/// The recordings of a folder; none where there are no recordings at all.
pub(crate) fn recordings(folder: &str) -> Vec<Recording> {
    let read = |line: &str| {
        let field = |at: usize| line.split('\t').nth(at).unwrap_or_default().to_owned();
        let file = field(0);
        (folder_of(&file) == folder).then(|| Recording {
            body: std::fs::read(Path::new(RECORDINGS).join(&file)).expect("a readable recording"),
            file,
            request: field(3),
            shows: field(5),
            status: field(6).parse().unwrap_or(200),
        })
    };
    index().iter().filter_map(|line| read(line)).collect()
}

fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[test]
fn every_recording_is_a_record_an_answer_or_a_fault() {
    let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut recorded = 0;
    for (folder, row) in TABLE {
        for recording in recordings(folder) {
            recorded += 1;
            let mut count = |what: String, number: usize| *counts.entry((folder, what)).or_default() += number;
            match row {
                Row::NotAsked(why) => {
                    fault_to_all(&recording);
                    count(format!("a fault to every decoder ({why})"), 1);
                }
                Row::Decoded(decoder) => match decoder(&recording) {
                    Ok(Read::Records(records)) => {
                        records.iter().for_each(sound);
                        count("records".into(), records.len());
                        for record in &records {
                            coverage(record).into_iter().for_each(|(what, holds)| count(what.into(), holds.into()));
                        }
                    }
                    Ok(Read::Answers(answers)) => answers.into_iter().for_each(|answer| count(answer, 1)),
                    Err(fault) => count(format!("fault: {fault}"), 1),
                },
            }
        }
    }
    for ((folder, what), number) in &counts {
        eprintln!("{number:6}  {folder}: {what}");
    }
    eprintln!("{recorded:6}  recordings");
    assert_eq!(recorded, index().len(), "a folder of the index is missing in the table");
}

/// What a record says, to be counted.
fn coverage(record: &Record) -> [(&'static str, bool); 11] {
    [
        ("records with a title", record.title.is_some()),
        ("records with authors", !record.authors.is_empty()),
        ("records with a year", record.dates.year().is_some()),
        ("records with a container title", record.container_title.is_some()),
        ("records with pages", record.pages.is_some()),
        ("records with an abstract", record.abstract_text.is_some()),
        ("records with keywords", !record.keywords.is_empty()),
        ("records with relations", !record.relations.is_empty()),
        ("records with notices", !record.notices.is_empty()),
        ("records that are notices", record.is_notice()),
        ("records of another type", matches!(record.work_type, WorkType::Other(_))),
    ]
}

#[test]
fn a_work_that_was_answered_is_a_record() {
    for folder in ["crossref/works", "crossref/works-from-lists", "datacite/dois", "datacite/dois-from-lists"] {
        for recording in recordings(folder) {
            let row = TABLE.iter().find(|(name, _)| *name == folder);
            let Some((_, Row::Decoded(decoder))) = row else { panic!("{folder} is not in the table") };
            let read = decoder(&recording);
            assert!(matches!(&read, Ok(Read::Records(records)) if records.len() == 1), "{}", recording.file);
        }
    }
}

#[test]
fn records_of_datacite_say_what_the_index_says() {
    for recording in ["datacite/dois", "datacite/dois-from-lists"].into_iter().flat_map(recordings) {
        let record = datacite::decode_work(&recording.body).expect("a work");
        let group = record.authors.iter().any(|author| matches!(author.name, Name::Group(_)));
        let file = &recording.file;
        // Three have a description of that type without a text.
        let empty = ["10.14463__gbv", "10.18169__papdeottx00502", "10.2312__geowissenschaften"];
        let told = recording.shows("abstract") && !empty.iter().any(|name| file.contains(name));
        assert_eq!(told, record.abstract_text.is_some(), "{file}");
        for (word, holds) in [
            ("versioned", record.version.is_some()),
            ("organizational-creator", group),
            ("lang-en", record.language.as_deref() == Some("en")),
            ("lang-de", record.language.as_deref() == Some("de")),
            ("rel:IsVersionOf", !record.relations.is_empty()),
            ("Dataset/Dataset", record.work_type == WorkType::Dataset),
            ("Text/JournalArticle", record.work_type == WorkType::Article),
            ("Text/Thesis", record.work_type == WorkType::Dissertation),
            ("Preprint/Article", record.work_type == WorkType::Preprint),
            ("Software", record.work_type == WorkType::Other("software".into())),
        ] {
            assert!(!recording.shows(word) || holds, "{file} does not show {word}: {record:?}");
        }
        assert!(record.title.is_some(), "{file}");
        // One has no year, one the year 2549.
        let dateless = ["2015jc010802", "kmitl.res.2006.17"].iter().any(|name| file.contains(name));
        assert_eq!(record.dates.issued.is_some(), !dateless, "{file}");
    }
}

#[test]
fn feeds_of_arxiv_answer_what_was_asked() {
    for recording in recordings("arxiv") {
        let asked = recording.asked("id_list").unwrap_or_default().replace("%2C", ",").replace("%2F", "/");
        let listed: usize = recording.shows.split(' ').next().and_then(|number| number.parse().ok()).expect("a number");
        if recording.shows.contains("ERROR") {
            assert_eq!(recording.status, 400);
            assert!(arxiv::decode_feed(&recording.body).is_err());
            continue;
        }
        let records = arxiv::decode_feed(&recording.body).expect("a feed");
        assert_eq!(records.len(), listed, "{}", recording.file);
        let ids: Vec<Identifier> = asked.split(',').filter_map(Identifier::from_arxiv).collect();
        let answers = arxiv::decode(&ids, &recording.body).expect("answers");
        let found = answers.iter().filter(|answer| matches!(answer, arxiv::ArxivAnswer::Record(_))).count();
        let missing = answers.iter().filter(|answer| **answer == arxiv::ArxivAnswer::Missing).count();
        assert!(asked.is_empty() || (found, missing) == (listed, ids.len() - listed), "{}", recording.file);
        for record in &records {
            let told = [record.title.is_some(), record.abstract_text.is_some(), record.version.is_some()];
            assert!(told.iter().all(|told| *told) && !record.authors.is_empty(), "{}: {record:?}", recording.file);
            assert!(record.notices.is_empty() && record.dates.posted.is_some(), "{}", recording.file);
        }
    }
}

#[test]
fn every_result_of_europe_pmc_is_a_record() {
    for recording in recordings("europepmc") {
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(&recording.body) else { continue };
        let Some(results) = value.pointer("/resultList/result").and_then(serde_json::Value::as_array) else { continue };
        let records = europepmc::decode_results(&recording.body).expect("results");
        assert_eq!(records.len(), results.len(), "{}", recording.file);
        for (record, result) in records.iter().zip(results) {
            let named = result.get("pmid").or_else(|| result.get("pmcid")).and_then(serde_json::Value::as_str);
            assert_eq!(named, Some(record.id.value()), "{}", recording.file);
            let told = [record.title.is_some(), record.dates.year().is_some(), record.container_title.is_some()];
            assert!(told.iter().all(|told| *told) && !record.authors.is_empty(), "{}: {record:?}", recording.file);
        }
    }
}

#[test]
fn a_recorded_retraction_is_known_as_one() {
    let Some(recording) =
        recordings("crossref/works-select").into_iter().find(|it| it.file.contains("s0140-6736~2897~2911096-0"))
    else {
        assert!(recordings("crossref/works-select").is_empty(), "the recording is missing");
        return;
    };
    let record = crossref::decode_work(&recording.body).expect("a work");
    let told: Vec<String> = record
        .notices
        .iter()
        .map(|notice| format!("{} {}", notice.kind, notice.date.map(|date| date.to_string()).unwrap_or_default()))
        .collect();
    assert_eq!(told, ["retracted 2010-02-06", "corrected 2004-03-06"]);
    assert!(record.title.is_some_and(|title| title.starts_with("Ileal-lymphoid-nodular hyperplasia")));
}
