//! What pandoc makes of the same files, in CSL-JSON.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ibid::bibliography::bibtex;
use ibid::record::{Identifier, Name, PartialDate, Record, folded};
use serde_json::Value;

use super::{Tally, corpora, read};

/// Pandoc takes minutes for longer files, and follows entries that refer to each other without end.
const LONGEST: usize = 400_000;
const PATIENCE: Duration = Duration::from_secs(20);

/// What pandoc makes of a file, if it reads it, and in time.
fn items(program: &Path, text: &str) -> Option<Vec<Value>> {
    if text.len() > LONGEST {
        return None;
    }
    let mut child = Command::new(program)
        .args(["-f", "biblatex", "-t", "csljson"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let (mut input, mut output) = (child.stdin.take()?, child.stdout.take()?);
    let text = text.to_owned();
    thread::spawn(move || input.write_all(text.as_bytes()));
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut said = Vec::new();
        let read = output.read_to_end(&mut said);
        tell.send(read.map(|_| said))
    });
    let said = told.recv_timeout(PATIENCE);
    if said.is_err() {
        child.kill().ok()?;
    }
    let status = child.wait().ok()?;
    let said = said.ok()?.ok()?;
    status.success().then(|| serde_json::from_slice(&said).ok())?
}

fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let is_tag = ["i>", "b>", "sup>", "sub>", "span", "/", "sc>"].iter().any(|start| tag.starts_with(start));
        match tag.split_once('>').filter(|_| is_tag) {
            Some((_, behind)) => rest = behind,
            None => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    out.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
}

fn theirs(item: &Value, field: &str) -> String {
    let value = match &item[field] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    letters(&without_tags(&value))
}

/// The letters and digits, since the two join words and formulas with other blanks and marks.
fn letters(text: &str) -> String {
    folded(text).replace(' ', "")
}

fn words(name: &str) -> String {
    let name = folded(name);
    let mut words: Vec<&str> = name.split(' ').collect();
    words.sort_unstable();
    words.concat()
}

fn their_people(item: &Value) -> String {
    let part = |person: &Value, name: &str| without_tags(person[name].as_str().unwrap_or_default());
    let names = ["dropping-particle", "non-dropping-particle", "family", "given", "suffix", "literal"];
    let person = |person: &Value| words(&names.map(|name| part(person, name)).join(" "));
    let all = item["author"].as_array().into_iter().flatten().map(person);
    all.filter(|person| !person.is_empty()).collect::<Vec<_>>().join("; ")
}

fn our_people(record: &Record) -> String {
    let person = |name: &Name| match name {
        Name::Group(name) => words(name),
        Name::Person { family, given, suffix } => {
            words(&format!("{family} {} {}", given.as_deref().unwrap_or(""), suffix.as_deref().unwrap_or("")))
        }
    };
    let all = record.authors.iter().map(|author| person(&author.name));
    all.filter(|person| !person.is_empty()).collect::<Vec<_>>().join("; ")
}

fn their_date(item: &Value) -> String {
    let parts = item["issued"]["date-parts"][0].as_array();
    let part = |at: usize| {
        let part = parts?.get(at)?;
        part.as_i64().or_else(|| part.as_str()?.parse().ok())
    };
    let Some(year) = part(0).and_then(|year| i32::try_from(year).ok()) else { return String::new() };
    let small = |at: usize| part(at).and_then(|part| u8::try_from(part).ok());
    PartialDate::new(year, small(1), small(2)).to_string()
}

/// Pandoc's and ibid's of each field that is compared.
fn pairs(item: &Value, record: &Record) -> Vec<(&'static str, String, String)> {
    let ours = |value: Option<&String>| letters(value.map_or("", String::as_str));
    let title = [record.title.as_deref(), record.subtitle.as_deref()].map(Option::unwrap_or_default).concat();
    let doi = std::iter::once(&record.id).chain(&record.same_as).filter_map(Identifier::doi).map(|doi| letters(&doi));
    let doi: Vec<String> = doi.collect();
    let their_doi = theirs(item, "DOI");
    let same_doi = their_doi.is_empty() || doi.contains(&their_doi);
    vec![
        ("title", theirs(item, "title"), letters(&title)),
        ("author", their_people(item), our_people(record)),
        ("issued", their_date(item), record.dates.issued.map(|date| date.to_string()).unwrap_or_default()),
        ("container-title", theirs(item, "container-title"), ours(record.container_title.as_ref())),
        ("volume", theirs(item, "volume"), ours(record.volume.as_ref())),
        ("page", theirs(item, "page"), ours(record.pages.as_ref())),
        ("DOI", their_doi, if same_doi { theirs(item, "DOI") } else { doi.join(" ") }),
    ]
}

/// Whether a difference is meant: what is peculiar to it, and why. `has` tells whether the entry has a field.
fn meant(key: &str, field: &str, theirs: &str, ours: &str, has: impl Fn(&str) -> bool) -> bool {
    if MEANT.iter().any(|(of, what, _)| *of == key && *what == field) {
        return true;
    }
    match field {
        // Pandoc knows months as numbers and abbreviations, not as names; and no year with words or a range around it.
        "issued" => ours.starts_with(theirs) && (theirs.len() == 4 || theirs.is_empty()),
        // Pandoc keeps the address or the label around a DOI.
        "DOI" => !ours.is_empty() && theirs.ends_with(ours),
        // Pandoc makes a person of “others” and knows no “AND” and no “and and”; it parts “d’Alessandro”.
        "author" => sorted(&theirs.replace("others", "").replace("and", "")) == sorted(&ours.replace("and", "")),
        // Pandoc leaves commands in formulas and those that it does not know; it adds subtitles of wholes and what
        // stands behind titles; of a volume with a title of its own it takes the title of the whole.
        "title" | "container-title" => {
            COMMANDS.iter().any(|command| theirs.contains(command))
                || spelt(theirs) == spelt(ours)
                || !ours.is_empty() && theirs.starts_with(ours)
                || ["maintitle", "issuetitle", "titleaddon"].iter().any(|name| has(name))
        }
        // Pandoc adds the part to the volume.
        "volume" => has("part"),
        _ => false,
    }
}

/// Commands that pandoc leaves, or takes away with what they hold.
const COMMANDS: [&str; 7] = ["mbox", "rightarrow", "mathrm", "frac", "spsup", "vert", "glyph"];

/// Differences of single entries.
const MEANT: [(&str, &str, &str); 23] = [
    ("rec1", "container-title", "an entry of a type that pandoc gives no journal"),
    ("sc", "container-title", "pandoc knows a journal only of articles"),
    ("Hsu1993", "title", "a collection whose title is in booktitle"),
    (
        "Aziz2009256-ChannelNeuralRecordingandDeltaCompressionMicrosystemWith3DElectrodesIEEEJOURNALOFSOLID-STATECIRCUITS",
        "author",
        "pandoc reads no names across an empty line",
    ),
    (
        "Brewer2008NbActiv4mediumimprovementtoNeurobasal/B27increasesneuronsynapsedensitiesandnetworkspikeratesonmultielectrodearrays.JNeurosciMethods",
        "author",
        "as above",
    ),
    ("b", "author", "an environment around the word “and”"),
    ("c", "author", "a name part that comes twice"),
    ("beginend", "title", "pandoc takes away what an environment holds"),
    ("set", "page", "a set, which pandoc fills from its members"),
    ("stdmodel", "page", "as above"),
    ("stdmodel:ps_sc", "page", "as above"),
    ("t1", "title", "pandoc takes “%” for a comment"),
    ("ccr2", "author", "pandoc does not look at `ids` for the whole"),
    ("ccr2", "container-title", "as above"),
    ("ccr3", "author", "as above"),
    ("polecon", "container-title", "an issue of a journal is not its own container"),
    ("weirdUrl2023", "DOI", "no DOI is there"),
    ("gustViscosityDiluteBose2015", "title", "pandoc takes away a word behind “\\textendash”"),
    ("proukakisFinitetemperatureModelsBose2008", "title", "as above"),
    ("Wilkinson2016fair", "author", "conditionals of TeX, of which ibid keeps both sides"),
    ("Piwowar2007", "author", "names separated by “AND”"),
    ("Garcia2020ten", "author", "names separated by “AND”"),
    ("bib3", "author", "names separated by “AND”"),
];

/// Greek letters that pandoc spells out in formulas.
fn spelt(text: &str) -> String {
    let letters = [("α", "alpha"), ("γ", "gamma"), ("δ", "delta"), ("σ", "sigma"), ("φ", "phi"), ("μ", "mu")];
    let text = letters.iter().fold(text.to_owned(), |text, (letter, name)| text.replace(letter, name));
    text.replace("tex", "")
}

fn sorted(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|ch| ch.is_alphanumeric()).collect();
    letters.sort_unstable();
    letters
}

#[test]
fn pandoc_reads_the_same_works() {
    let pandoc = std::env::var_os("IBID_PANDOC").map_or_else(|| "pandoc".into(), std::path::PathBuf::from);
    if !Command::new(&pandoc).arg("--version").output().is_ok_and(|output| output.status.success()) {
        println!("Skipped: set IBID_PANDOC to compare with pandoc.");
        return;
    }
    let mut tally = Tally::default();
    for (path, text) in corpora() {
        let Some(items) = items(&pandoc, &text) else { continue };
        tally.files += 1;
        let ours = read(&text);
        for item in &items {
            let key = item["id"].as_str().unwrap_or_default();
            let Some(entry) = ours.entries.iter().rev().find(|entry| &*entry.key == key) else {
                tally.strange.push(format!("{path}: no entry {key}"));
                continue;
            };
            // Pandoc gives both of two entries with one key.
            if ours.entries.iter().filter(|entry| &*entry.key == key).count() > 1 {
                tally.left_out += 1;
                continue;
            }
            tally.entries += 1;
            let has = |name: &str| entry.fields.iter().any(|field| field.name.of(&text).eq_ignore_ascii_case(name));
            let record = bibtex::record(&ours, entry);
            for (field, theirs, ours) in pairs(item, &record) {
                tally.compared += 1;
                if theirs == ours {
                    continue;
                }
                if meant(key, field, &theirs, &ours, has) {
                    tally.meant += 1;
                } else {
                    tally.strange.push(format!("{field} {path} {key}:\n    {theirs}\n    {ours}"));
                }
            }
        }
    }
    tally.hold("pandoc");
}
