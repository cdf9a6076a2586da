//! Entries of a bibliography that no manuscript of the project cites.

use std::collections::BTreeMap;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::numbered::listed;
use super::{ANY_LEVEL, Group, Needs, Rule, level, suppress};
use crate::bibliography::{Bibliography, Entry, Library};
use crate::config::Config;
use crate::config::discover::LOCK_NAME;
use crate::findings::{Finding, Ignored, Related, Severity};
use crate::record::Day;
use crate::syntax::Document;

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
/// How many characters of a key are shown.
const SHOWN: usize = 30;

/// What one manuscript says of the use of its project's bibliographies.
#[derive(Clone, Debug)]
pub struct Citing {
    /// The keys that it cites, each as a number: as many are kept as all manuscripts cite.
    keys: FxHashSet<u64>,
    /// Its bibliographies, each with the file that names it.
    shelf: Vec<(Arc<Bibliography>, Arc<str>)>,
    config: Arc<Config>,
}

/// Words by which a text cites or lists what no citation shows: everything, or what a program works out.
pub const MEANS_ANY: [&str; 5] = ["nocite{*}", "@*", ":all:", "RefManageR", "knitcitations"];

/// What is seen of the project besides its manuscripts' citations.
pub struct Seen<'a> {
    /// Whether all texts are seen that may cite from the bibliography of this path.
    pub all_of: &'a dyn Fn(&str) -> bool,
    /// Which of these keys stand in any text of the project, however they are cited there; `None` where that cannot be
    /// told.
    pub mentioned: &'a dyn Fn(&[&str]) -> Option<Vec<bool>>,
}

impl Citing {
    /// What a manuscript says, once its bibliographies are read.
    #[must_use]
    pub fn of(document: &Document, library: &Library, config: &Arc<Config>) -> Self {
        let text = document.text();
        Self {
            keys: document.citations.iter().map(|citation| number(citation.key(text))).collect(),
            shelf: library.files.iter().cloned().zip(library.named_in.iter().cloned()).collect(),
            config: Arc::clone(config),
        }
    }
}

/// What the manuscripts of a whole project leave uncited, one finding a bibliography, and what of that is to be ignored.
///
/// A bibliography that several manuscripts name each for itself is shared: what one does not cite is there for another,
/// or for the next.
#[must_use]
pub fn across(project: &[Citing], today: Option<Day>, seen: &Seen<'_>) -> (Vec<Finding>, Vec<Ignored>) {
    let mut shelves: BTreeMap<&str, Shelved<'_>> = BTreeMap::new();
    for citing in project {
        for (file, named_in) in &citing.shelf {
            let new = || Shelved { file, named_in: FxHashSet::default(), configs: Vec::new() };
            let shelf = shelves.entry(&file.file.path).or_insert_with(new);
            shelf.named_in.insert(named_in);
            if !shelf.configs.iter().any(|config| std::ptr::eq(*config, &*citing.config)) {
                shelf.configs.push(&citing.config);
            }
        }
    }
    let lists_all = project.iter().any(|citing| citing.keys.contains(&number("*")));
    let cited = |entry: &Entry| project.iter().any(|citing| citing.keys.contains(&number(&entry.key)));
    let (mut findings, mut ignored) = (Vec::new(), Vec::new());
    for Shelved { file, named_in, configs } in shelves.values() {
        // Whoever has it off speaks for all.
        let Some(level) = configs.iter().map(|config| level(&RULE, config)).min().flatten() else { continue };
        if lists_all || named_in.len() > 1 || !(seen.all_of)(&file.file.path) {
            continue;
        }
        let mut left: Vec<&Entry> = works(file).filter(|entry| !cited(entry)).collect();
        if left.is_empty() || left.len() * 2 > file.entries.len() || left.len() > LIBRARY {
            continue;
        }
        let keys: Vec<&str> = left.iter().map(|entry| &*entry.key).collect();
        let Some(mentioned) = (seen.mentioned)(&keys) else { continue };
        let mut mentioned = mentioned.into_iter();
        left.retain(|_| !mentioned.next().unwrap_or(true));
        left.retain(|entry| !shelves.values().any(|shelf| is_needed(shelf.file, entry)));
        // Each entry may be ignored by its key, in the settings of any manuscript that has the bibliography.
        let document = Document::of_identifiers(Arc::clone(&file.file), Vec::new());
        left.retain(|entry| {
            let found = Finding { subject: Some(entry.key.to_string()), ..lowered(finding(file, entry, &[]), level) };
            let sieve = |config: &&Config| suppress(&document, config, today, vec![found.clone()]).ignored;
            let own = configs.iter().map(sieve).find(|ignored| !ignored.is_empty()).unwrap_or_default();
            let stays = own.is_empty();
            ignored.extend(own);
            stays
        });
        if let Some((first, others)) = left.split_first() {
            findings.push(lowered(finding(file, first, others), level));
        }
    }
    (findings, ignored)
}

/// A bibliography of a project.
struct Shelved<'a> {
    file: &'a Arc<Bibliography>,
    /// The files that name it.
    named_in: FxHashSet<&'a str>,
    /// The settings of the manuscripts that have it, at least one.
    configs: Vec<&'a Config>,
}

/// A key in little room. Two may share a number: then one of them counts as cited.
fn number(key: &str) -> u64 {
    FxBuildHasher.hash_one(key)
}

/// The entries that can be cited: not what has no key, or is no work.
fn works(file: &Bibliography) -> impl Iterator<Item = &Entry> {
    let is_work = |entry: &&Entry| {
        let kind = entry.kind.of(file.text());
        !entry.key_span.is_empty() && !NO_WORKS.iter().any(|other| kind.eq_ignore_ascii_case(other))
    };
    // What `ibid lock` writes it keeps in order itself.
    let entries = if file.name() == LOCK_NAME { &[] } else { &*file.entries };
    entries.iter().filter(is_work)
}

/// Entries that serve others, or programs (biblatex's manual, "Entry Types").
const NO_WORKS: [&str; 5] = ["xdata", "set", "control", "bibnote", "ieeetranbstctl"];

/// Fields by which an entry needs another (biblatex's manual, "Special Fields").
const NEEDS: [&str; 6] = ["crossref", "xref", "xdata", "related", "entryset", "ids"];

/// Whether an entry of a file needs this one, or this one has a second key there by which it may be cited.
fn is_needed(file: &Bibliography, entry: &Entry) -> bool {
    let text = file.text();
    file.entries.iter().flat_map(|other| other.fields.iter().map(move |field| (other, field))).any(|(other, field)| {
        let name = field.name.of(text);
        let needs = NEEDS.iter().any(|needs| name.eq_ignore_ascii_case(needs));
        let own_keys = std::ptr::eq(other, entry) && name.eq_ignore_ascii_case("ids");
        needs && (own_keys || field.value.of(text).contains(&*entry.key))
    })
}

fn lowered(finding: Finding, level: Severity) -> Finding {
    Finding { severity: finding.severity.min(level), ..finding }
}

fn finding(file: &Arc<Bibliography>, first: &Entry, others: &[&Entry]) -> Finding {
    let shown = |entry: &Entry| crate::config::shortened(&entry.key, SHOWN);
    let message = match others.len() {
        0 => format!("No manuscript of this project cites the entry “{}”.", shown(first)),
        _ => format!("No manuscript of this project cites {} of the {} entries.", others.len() + 1, file.entries.len()),
    };
    let mut help = String::from(
        "Take out what is no longer needed, or list it under `nocite` where the reference list is to have it.",
    );
    if !others.is_empty() {
        let named: Vec<String> = std::iter::once(&first).chain(others).map(|entry| shown(entry)).collect();
        help.push_str(&format!("\nNot cited: {}.", listed(&named)));
    }
    let related = others.iter().map(|entry| Related {
        file: Arc::clone(&file.file),
        span: entry.key_span,
        message: "is not cited either".into(),
    });
    Finding {
        subject: Some("entries".into()),
        help: Some(help),
        related: related.collect(),
        ..Finding::new(RULE.name, ANY_LEVEL, &file.file, first.key_span, message)
    }
}
