//! Entries of a bibliography that no manuscript of the project cites.

use std::collections::BTreeMap;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::{ANY_LEVEL, Group, Needs, Rule, by_name, level, selects, suppress};
use crate::bibliography::{Bibliography, Entry, Library};
use crate::config::Config;
use crate::config::discover::LOCK_NAME;
use crate::findings::{Finding, Ignored, Related, Severity};
use crate::record::Day;
use crate::syntax::{CitationUse, Document};
use crate::text::SourceFile;

pub(super) static RULE: Rule = Rule {
    name: "unused-entry",
    group: Group::Citations,
    severity: Severity::Hint,
    submission: None,
    needs: Needs::Project,
    summary: "Entries of a bibliography are cited nowhere in the project.",
    page: include_str!("../../docs/rules/unused-entry.md"),
    // It judges all manuscripts of a project together: see `across`.
    check: |_, _| {},
};

/// A bibliography with more entries that nobody cites than this is a library, kept for other texts as well.
const LIBRARY: usize = 200;
/// How many entries are named.
const NAMED: usize = 5;
/// How many characters of a key are shown.
const SHOWN: usize = 30;

/// What one manuscript says of the use of its project's bibliographies.
#[derive(Clone, Debug)]
pub struct Citing {
    /// Its text, where that is still to be looked at.
    file: Option<Arc<SourceFile>>,
    /// The keys that it cites, each as a number: as many are kept as all manuscripts cite.
    keys: FxHashSet<u64>,
    /// Whether it may cite what cannot be seen: all entries, or what a program works out.
    may_cite_any: bool,
    /// Its bibliographies, each with the file that names it.
    shelf: Vec<(Arc<Bibliography>, Arc<str>)>,
    config: Arc<Config>,
}

/// Words by which a text cites or lists what no citation shows: everything, or what a program works out.
const ANY: [&str; 5] = ["\\nocite{*}", "@*", ":all:", "RefManageR", "knitcitations"];

impl Citing {
    /// What a manuscript says, once its bibliographies are read.
    #[must_use]
    pub fn of(document: &Document, library: &Library, config: &Arc<Config>) -> Self {
        let text = document.text();
        let keys: FxHashSet<u64> = document.citations.iter().map(|citation| number(citation.key(text))).collect();
        let lists_all = |key: &str| key == "*";
        let all =
            document.citations.iter().any(|found| found.purpose == CitationUse::Lists && lists_all(found.key(text)));
        let may_cite_any =
            all || ANY.iter().any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some());
        let shelf: Vec<_> = library.files.iter().cloned().zip(library.named_in.iter().cloned()).collect();
        let has_unused = shelf.iter().any(|(file, _)| (1..=LIBRARY).contains(&unused(file, &keys).count()));
        Self {
            file: has_unused.then(|| Arc::clone(&document.file)),
            keys,
            may_cite_any,
            shelf,
            config: Arc::clone(config),
        }
    }
}

/// What the manuscripts of a whole project leave uncited, one finding a bibliography, and what of that is to be ignored.
///
/// A bibliography that several manuscripts name each for itself is shared: what one does not cite is there for another,
/// or for the next. `is_elsewhere` tells whether other files of the project, such as LaTeX, [may cite](may_cite) a key.
#[must_use]
pub fn across(
    project: &[Citing],
    today: Option<Day>,
    is_elsewhere: &dyn Fn(&str) -> bool,
) -> (Vec<Finding>, Vec<Ignored>) {
    let mut shelves: BTreeMap<&str, Shelved<'_>> = BTreeMap::new();
    for citing in project {
        for (file, named_in) in &citing.shelf {
            let new = || Shelved { file, named_in: FxHashSet::default(), config: &citing.config };
            shelves.entry(&file.file.path).or_insert_with(new).named_in.insert(named_in);
        }
    }
    let (mut findings, mut ignored) = (Vec::new(), Vec::new());
    for Shelved { file, named_in, config } in shelves.into_values() {
        let Some(level) = level(&RULE, config).filter(|_| named_in.len() == 1) else { continue };
        if project.iter().any(|citing| citing.may_cite_any) {
            continue;
        }
        let lacks = |entry: &&Entry| project.iter().all(|citing| !citing.keys.contains(&number(&entry.key)));
        let mut left: Vec<&Entry> = unused(file, &FxHashSet::default()).filter(lacks).collect();
        if left.len() * 2 > file.entries.len() || left.len() > LIBRARY {
            continue;
        }
        let texts: Vec<&str> = project.iter().filter_map(|citing| Some(&*citing.file.as_ref()?.text)).collect();
        left.retain(|entry| {
            let is_mentioned = || texts.iter().any(|text| mentions(text, &entry.key));
            !is_named_elsewhere(file, entry) && !is_mentioned() && !is_elsewhere(&entry.key)
        });
        let found: Vec<Finding> = finding(file, &left).into_iter().collect();
        let found = found.into_iter().map(|finding| Finding { severity: finding.severity.min(level), ..finding });
        let document = Document::of_identifiers(Arc::clone(&file.file), Vec::new());
        let selects = |name: &str, rule: &str| by_name(rule).is_some_and(|rule| selects(name, rule));
        let sieved = suppress(&document, config, today, selects, found.collect());
        findings.extend(sieved.findings);
        ignored.extend(sieved.ignored);
    }
    (findings, ignored)
}

/// A bibliography of a project.
struct Shelved<'a> {
    file: &'a Arc<Bibliography>,
    /// The files that name it.
    named_in: FxHashSet<&'a str>,
    /// The settings of the first manuscript that has it.
    config: &'a Config,
}

/// A key in little room. Two may share a number: then one of them counts as cited.
fn number(key: &str) -> u64 {
    FxBuildHasher.hash_one(key)
}

/// The entries whose keys are none of these. What has no key, or is no work, cannot be cited.
fn unused<'a>(file: &'a Bibliography, keys: &FxHashSet<u64>) -> impl Iterator<Item = &'a Entry> {
    let is_work = |entry: &&Entry| {
        let kind = entry.kind.of(file.text());
        !entry.key_span.is_empty() && !NO_WORKS.iter().any(|other| kind.eq_ignore_ascii_case(other))
    };
    // What `ibid lock` writes it keeps in order itself.
    let entries = if file.name() == LOCK_NAME { &[] } else { &*file.entries };
    entries.iter().filter(is_work).filter(move |entry| !keys.contains(&number(&entry.key)))
}

/// Entries that serve others, or programs (biblatex's manual, "Entry Types").
const NO_WORKS: [&str; 5] = ["xdata", "set", "control", "bibnote", "ieeetranbstctl"];

/// Fields by which an entry needs another (biblatex's manual, "Special Fields").
const NEEDS: [&str; 6] = ["crossref", "xref", "xdata", "related", "entryset", "ids"];

/// Whether another entry needs this one, or it has a second key by which it may be cited.
fn is_named_elsewhere(file: &Bibliography, entry: &Entry) -> bool {
    let text = file.text();
    file.entries.iter().flat_map(|other| other.fields.iter().map(move |field| (other, field))).any(|(other, field)| {
        let name = field.name.of(text);
        let needs = NEEDS.iter().any(|needs| name.eq_ignore_ascii_case(needs));
        let own_keys = std::ptr::eq(other, entry) && name.eq_ignore_ascii_case("ids");
        needs && (own_keys || mentions(field.value.of(text), &entry.key))
    })
}

/// Whether a text that is no manuscript may cite an entry of this key: it has the key, or cites what cannot be seen.
#[must_use]
pub fn may_cite(text: &str, key: &str) -> bool {
    mentions(text, key) || ANY.iter().any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

/// Whether a text has a key as a word of its own.
fn mentions(text: &str, key: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), key.as_bytes()).any(|at| {
        let goes_on = |ch: Option<char>| ch.is_some_and(char::is_alphanumeric);
        !goes_on(text[..at].chars().next_back()) && !goes_on(text[at + key.len()..].chars().next())
    })
}

fn finding(file: &Arc<Bibliography>, left: &[&Entry]) -> Option<Finding> {
    let (first, others) = left.split_first()?;
    let shown = |entry: &&Entry| crate::config::shortened(&entry.key, SHOWN);
    let message = match others.len() {
        0 => format!("No manuscript of this project cites the entry “{}”.", shown(first)),
        _ => format!("No manuscript of this project cites {} of the {} entries.", left.len(), file.entries.len()),
    };
    let mut help = String::from(
        "Take out what is no longer needed, or list it under `nocite` where the reference list is to have it.",
    );
    if !others.is_empty() {
        let named: Vec<String> = left.iter().take(NAMED).map(shown).collect();
        let more = left.len().checked_sub(NAMED).filter(|more| *more > 0);
        let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
        help.push_str(&format!("\nNot cited: {}{more}.", named.join(", ")));
    }
    let related = others.iter().map(|entry| Related {
        file: Arc::clone(&file.file),
        span: entry.key_span,
        message: "is not cited either".into(),
    });
    Some(Finding {
        subject: Some("entries".into()),
        help: Some(help),
        related: related.collect(),
        ..Finding::new(RULE.name, ANY_LEVEL, &file.file, first.key_span, message)
    })
}
