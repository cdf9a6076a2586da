//! Checking all manuscripts of the workspace with lock and store alone, one file at a time.

mod joining;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use self::joining::Joining;
use super::backend::Mailbox;
use super::books::{Books, Fetching, Shelf};
use super::documents::{Edition, shown};
use super::message::Event;
use super::pool::{Job, survive};
use super::progress::{REPORTS, SLOW};
use super::proto::from;
use super::schedule::Touched;
use super::surroundings::{self, Preparation, Surroundings};
use super::workspace::EditorSettings;
use crate::analysis::Part;
use crate::config::Config;
use crate::config::discover::{self, Whole, located};
use crate::findings::Finding;
use crate::lock::combine;
use crate::record::{Day, Identifier, Known, Reason, Records};
use crate::report::Summary;
use crate::rules::unused_entry::{self, Citing, Seen};
use crate::rules::{is_heard, unreadable_file};
use crate::store::{Store, unix_now};
use crate::syntax::Occurrence;
use crate::text::{Buffer, SourceFile};

/// Folders to be checked.
#[derive(Debug)]
pub(super) struct Survey {
    /// Each with the editor's settings for it.
    pub(super) folders: Vec<(PathBuf, EditorSettings)>,
    /// Files that are open: they have findings of their own.
    pub(super) open: BTreeMap<PathBuf, Open>,
    /// What open documents cite, once all of them are read.
    pub(super) citing: Option<Vec<Citing>>,
    /// Set by who wants no more of it.
    pub(super) stop: Arc<AtomicBool>,
    /// The settings that name the store.
    pub(super) config: Arc<Config>,
    pub(super) today: Day,
}

/// A document that is open.
#[derive(Debug)]
pub(super) struct Open {
    /// Its newest text, once that is read.
    pub(super) part: Option<Part>,
    /// Whether it may be one of the files of a manuscript.
    pub(super) is_part: bool,
}

/// What is carried from one file to the next, because the next most likely has the same.
#[derive(Default)]
struct Way {
    around: Option<Arc<Surroundings>>,
    books: Books,
    shelf: Option<Arc<Shelf>>,
    summary: Summary,
    joining: Joining,
    /// What each manuscript cites.
    citing: Vec<Citing>,
    /// Where the bibliographies are, by the names that they are shown by.
    bibliographies: HashMap<String, PathBuf>,
}

impl Survey {
    /// Posts what is found in each file, how far it is where that takes longer than a moment, and what came of it.
    pub(super) fn run(&self, store: &Store, mailbox: &Mailbox) {
        let mut way = Way::default();
        let files = self.files(mailbox);
        let (mut done, mut next) = (0, Instant::now() + SLOW);
        for (path, folder) in &files {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            let event = match survive(|| self.check(path, folder, store, &mut way)) {
                Ok(found) => found.map(|found| {
                    way.summary.count(&found, 0);
                    surveyed(path.clone(), found)
                }),
                Err(what) => Some(Event::Note(format!("the check of {} broke off: {what}", path.display()))),
            };
            done += 1;
            let is_due = Instant::now() >= next;
            let standing = is_due.then(|| {
                next = Instant::now() + REPORTS;
                Event::Surveying { done, of: files.len() }
            });
            if event.into_iter().chain(standing).any(|event| mailbox.post(event).is_err()) {
                return;
            }
        }
        let whole = done == files.len();
        if let Err(what) = survive(|| self.joined(whole, &mut way, mailbox)) {
            drop(mailbox.post(Event::Note(format!("the check of manuscripts of several files broke off: {what}"))));
        }
        if whole {
            self.unused(&mut way, mailbox);
        }
        drop(mailbox.post(Event::SurveyEnded { said: self.said(&way.summary, whole, files.len()), whole }));
    }

    /// Posts what is found in files of manuscripts of several files.
    fn joined(&self, whole: bool, way: &mut Way, mailbox: &Mailbox) {
        let mut joining = std::mem::take(&mut way.joining);
        for (path, Open { part, is_part }) in &self.open {
            // An open file has told itself what it says alone.
            if let Some(part) = part.clone().filter(|_| *is_part) {
                joining.meet(path, &part.config.clone(), part, Vec::new());
            }
        }
        let open: HashMap<PathBuf, &Open> = self.open.iter().map(|(path, open)| (located(path), open)).collect();
        let around = way.around.clone();
        let read = |path: &Path| match open.get(path) {
            Some(open) => open.part.clone(),
            None => self.part(path, around.as_ref()),
        };
        for (path, found) in joining.end(whole, &read, self.today) {
            way.summary.count(&found, 0);
            drop(mailbox.post(surveyed(path, found)));
        }
    }

    /// Posts what no manuscript cites of bibliographies.
    fn unused(&self, way: &mut Way, mailbox: &Mailbox) {
        let Some(open) = &self.citing else { return };
        way.citing.extend_from_slice(open);
        let whole = Whole::of(self.folders.iter().map(|(folder, _)| folder.clone()));
        let seen = Seen {
            all_of: &|path| way.bibliographies.get(path).is_some_and(|path| whole.has(path)),
            mentioned: &|keys| whole.mentioned(keys, &unused_entry::MEANS_ANY),
        };
        let (found, _) = unused_entry::across(&way.citing, Some(self.today), &seen);
        for finding in found {
            let Some(path) = way.bibliographies.get(&*finding.file.path) else { continue };
            way.summary.count(std::slice::from_ref(&finding), 0);
            drop(mailbox.post(surveyed(path.clone(), vec![finding])));
        }
    }

    /// The files to be checked, each once, with the folder that it lies in.
    fn files(&self, mailbox: &Mailbox) -> Vec<(PathBuf, &(PathBuf, EditorSettings))> {
        let (mut seen, mut all) = (HashSet::new(), Vec::new());
        for folder in &self.folders {
            let (files, closed) = discover::manuscripts_below(&folder.0);
            for error in closed {
                let note = format!("the check of the workspace could not look everywhere: {error}");
                drop(mailbox.post(Event::Note(note)));
            }
            let new = files.into_iter().filter(|path| !self.open.contains_key(path) && seen.insert(path.clone()));
            all.extend(new.map(|path| (path, folder)));
        }
        all
    }

    /// What came of it, for the user.
    fn said(&self, summary: &Summary, whole: bool, of: usize) -> String {
        let open = match self.open.len() {
            0 => String::new(),
            open => format!(" ({open} open, which have findings of their own, not counted)"),
        };
        let plural = if summary.files == 1 { "" } else { "s" };
        let stopped = if whole { String::new() } else { format!("Stopped before all {of} files were checked. ") };
        format!(
            "{stopped}{} manuscript{plural} checked with what is known on this machine{open}: {}.",
            summary.files,
            summary.line()
        )
    }

    /// What is found in a file; nothing yet of one that may be one of several of a manuscript.
    fn check(
        &self,
        path: &Path,
        folder: &(PathBuf, EditorSettings),
        store: &Store,
        way: &mut Way,
    ) -> Option<Vec<Finding>> {
        let around = self.around(path, Some(folder), way.around.as_ref());
        way.around = Some(Arc::clone(&around));
        if around.is_excluded() {
            return Some(Vec::new());
        }
        let text = match discover::read_text(path, discover::FILE_LIMIT) {
            Ok(text) => text,
            Err(fault) => {
                way.summary.files += 1;
                return Some(vec![unreadable_file::finding(SourceFile::new(shown(path), ""), &fault.to_string())]);
            }
        };
        let job = self.job(path, &text, &around);
        let document = job.document();
        let fetched = way.books.fetch(Fetching {
            address: job.address.clone(),
            opening: 0,
            path: Some(path.to_owned()),
            document: Arc::clone(&document),
            surroundings: Arc::clone(&around),
            previous: way.shelf.clone(),
            drafts: Vec::new(),
        });
        let shelf = Some(Arc::new(fetched.shelf));
        way.shelf.clone_from(&shelf);
        way.bibliographies
            .extend(way.shelf.iter().flat_map(|shelf| shelf.paths()).map(|path| (discover::shown(path), path.clone())));
        let job = Job { shelf, ..job };
        let library = job.library(&document, &HashSet::new());
        let records = self.records(library.identifiers(&document), &around, store);
        let (config, _) = around.config_for(&document);
        let is_heard =
            |id: &Identifier, known: &Known| around.lock().is_some_and(|lock| lock.has(id)) || is_heard(known, &config);
        way.summary.add(&document, &library, &records, &is_heard);
        way.citing.push(Citing::of(&document, &library, &config));
        let part = around.is_part().then(|| Part { document: Arc::clone(&document), config: Arc::clone(&config) });
        let edition = job.edition;
        let job = Job { before: Some((edition, document)), records: Arc::new(records), ..job };
        let found = job.run().findings;
        match part {
            Some(part) => {
                way.joining.meet(path, &config, part, found);
                None
            }
            None => Some(found),
        }
    }

    /// What surrounds a file in one of the folders.
    fn around(
        &self,
        path: &Path,
        folder: Option<&(PathBuf, EditorSettings)>,
        previous: Option<&Arc<Surroundings>>,
    ) -> Arc<Surroundings> {
        let prepared = surroundings::prepare(Preparation {
            address: from::address_of(path),
            opening: 0,
            path: Some(path.to_owned()),
            folder: folder.map(|(folder, _)| folder.clone()),
            settings: folder.map(|(_, settings)| settings.clone()).unwrap_or_default(),
            today: Some(self.today),
            revision: 0,
            previous: previous.cloned(),
        });
        prepared.surroundings.map(Arc::new).or_else(|| previous.cloned()).unwrap_or_default()
    }

    /// The reading of a file.
    fn job(&self, path: &Path, text: &str, around: &Arc<Surroundings>) -> Job {
        Job {
            address: from::address_of(path),
            edition: Edition { opening: 0, text: 0 },
            path: shown(path),
            buffer: Buffer::new(text),
            before: None,
            dialect: None,
            surroundings: Arc::clone(around),
            records: Arc::default(),
            touched: Touched::default(),
            today: self.today,
            library: None,
            judgements: Arc::default(),
            candidates: Arc::default(),
            shelf: None,
            shelf_edition: 0,
            drafts: Arc::default(),
            format: None,
        }
    }

    /// A file as one of a manuscript, though the check does not come by it; `None` where it cannot be read.
    fn part(&self, path: &Path, previous: Option<&Arc<Surroundings>>) -> Option<Part> {
        let folder = self.folders.iter().find(|(folder, _)| path.starts_with(located(folder)));
        let around = self.around(path, folder, previous);
        let text = discover::read_text(path, discover::FILE_LIMIT).ok()?;
        let document = self.job(path, &text, &around).document();
        let (config, _) = around.config_for(&document);
        Some(Part { document, config })
    }

    /// What lock and store know of what a document cites.
    fn records<'a>(
        &self,
        cited: impl Iterator<Item = &'a Occurrence>,
        around: &Surroundings,
        store: &Store,
    ) -> Records {
        let ids: BTreeSet<Identifier> = cited.map(|found| found.id.clone()).collect();
        let ids: Vec<Identifier> = ids.into_iter().collect();
        let mut records = Records::new(Reason::Offline);
        if ids.is_empty() {
            return records;
        }
        for (id, knowledge) in store.get(&ids, unix_now()) {
            records.put(id, knowledge);
        }
        for id in &ids {
            if let Some(locked) = around.lock().and_then(|lock| lock.get(id)) {
                let known = combine(Some(&locked), Some(records.get(id)), None, self.today);
                records.put(id.clone(), known);
            }
        }
        records
    }
}

fn surveyed(path: PathBuf, found: Vec<Finding>) -> Event {
    Event::Surveyed { address: from::address_of(&path), path, findings: Arc::new(found) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::backend::Letter;
    use crate::store::StorePlace;
    use crate::syntax::{Dialect, parse};

    /// What is posted of a check of three manuscripts with a mark each, where `stop` is set.
    fn posted(stop: bool) -> (usize, Option<(String, bool)>) {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["a.md", "b.md", "c.md"] {
            std::fs::write(folder.path().join(name), "As others saw [REF].\n").expect("writes");
        }
        let survey = Survey {
            folders: vec![(folder.path().to_owned(), EditorSettings::default())],
            open: BTreeMap::new(),
            citing: Some(Vec::new()),
            stop: Arc::new(AtomicBool::new(stop)),
            config: Arc::default(),
            today: Day::from_ymd(2026, 11, 29).expect("a day"),
        };
        let (mailbox, letters) = Mailbox::new();
        survey.run(&Store::open(&StorePlace::Memory).store, &mailbox);
        mailbox.close();
        let (mut found, mut end) = (0, None);
        for letter in letters {
            match letter {
                Letter::Event(Event::Surveyed { findings, .. }) => found += findings.len(),
                Letter::Event(Event::SurveyEnded { said, whole }) => end = Some((said, whole)),
                Letter::Last => break,
                _ => {}
            }
        }
        (found, end)
    }

    /// What is posted of a file of a folder that is checked.
    fn found_in(folder: &Path, name: &str) -> Vec<Arc<Vec<Finding>>> {
        found_beside(folder, name, BTreeMap::new())
    }

    /// The same while these are open.
    fn found_beside(folder: &Path, name: &str, open: BTreeMap<PathBuf, Open>) -> Vec<Arc<Vec<Finding>>> {
        let survey = Survey {
            folders: vec![(folder.to_owned(), EditorSettings::default())],
            open,
            citing: Some(Vec::new()),
            stop: Arc::default(),
            config: Arc::default(),
            today: Day::from_ymd(2026, 11, 29).expect("a day"),
        };
        let (mailbox, letters) = Mailbox::new();
        survey.run(&Store::open(&StorePlace::Memory).store, &mailbox);
        mailbox.close();
        let of_file = |letter| match letter {
            Letter::Event(Event::Surveyed { path, findings, .. }) if path.ends_with(name) => Some(findings),
            _ => None,
        };
        letters.iter().take_while(|letter| !matches!(letter, Letter::Last)).filter_map(of_file).collect()
    }

    #[test]
    fn a_file_of_a_manuscript_is_not_judged_as_all_of_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writes");
        let items = (1..=6).map(|n| format!("{n}. Author {n}. Work {n}. 200{n}.\n"));
        write("refs.md", &format!("As [1-4] and [6] say.\n\n# References\n\n{}", items.collect::<String>()));
        write("one.md", "As [5] says.\n");
        let accused = || {
            let found = found_in(folder.path(), "refs.md");
            found.iter().flat_map(|found| found.iter()).any(|finding| finding.rule == "uncited-reference")
        };
        assert!(accused());
        write("_quarto.yml", "book: {chapters: [one.md, refs.md]}\n");
        assert!(!accused());
        std::fs::remove_file(folder.path().join("_quarto.yml")).expect("removes");
        for (files, is_accused) in [("\"*.md\"", false), ("\"refs.md\"", true)] {
            write("ibid.toml", &format!("[[manuscript]]\nfiles = [{files}]\n"));
            assert_eq!(accused(), is_accused, "{files}");
        }
    }

    #[test]
    fn the_files_of_a_manuscript_are_judged_as_one_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writes");
        let items = (1..=6).map(|n| format!("{n}. Author {n}. Work {n}. 200{n}.\n"));
        write("refs.md", &format!("As [1-3] and [6] say.\n\n# References\n\n{}", items.collect::<String>()));
        write("one.md", "As [5] says.\n");
        write("_quarto.yml", "book: {chapters: [one.md, refs.md]}\n");
        let told = |open: BTreeMap<PathBuf, Open>| {
            let found = found_beside(folder.path(), "refs.md", open);
            assert_eq!(found.len(), 1, "each file is told of once");
            found[0]
                .iter()
                .filter(|found| found.rule == "uncited-reference")
                .map(|found| found.span)
                .collect::<Vec<_>>()
        };
        assert_eq!(told(BTreeMap::new()).len(), 1, "nobody cites the fourth");

        // What stands in the editor counts, saved or not.
        let open = |name: &str, text: Option<&str>| {
            let path = folder.path().join(name);
            let read = |text: &str| Part {
                document: Arc::new(parse(Arc::new(SourceFile::new(shown(&path), text)), Dialect::Pandoc)),
                config: Arc::default(),
            };
            let part = text.map(read);
            BTreeMap::from([(path.clone(), Open { part, is_part: true })])
        };
        assert!(told(open("one.md", Some("As [4] and [5] say.\n"))).is_empty());
        assert_eq!(told(open("one.md", Some("As [4] says.\n"))).len(), 1);
        assert!(told(open("one.md", None)).is_empty(), "it may cite anything");
        let refs = std::fs::read_to_string(folder.path().join("refs.md")).expect("reads");
        assert_eq!(told(open("refs.md", Some(&refs))).len(), 1, "the open file is told of as well");
    }

    #[test]
    fn what_no_manuscript_cites_is_told_of_its_bibliography() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writes");
        write("a.md", "---\nbibliography: refs.bib\n---\n\nAs shown [@one; @two].\n");
        write("refs.bib", "@book{one, title = {A}}\n@book{two, title = {B}}\n@book{left, title = {C}}\n");
        let found = || found_in(folder.path(), "refs.bib");
        let told = found();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].len(), told[0][0].rule), (1, "unused-entry"));
        write("other.tex", "\\cite{left}\n");
        assert!(found().is_empty());
    }

    #[test]
    fn a_check_that_is_stopped_says_so() {
        let (found, end) = posted(false);
        let (said, whole) = end.expect("an end");
        assert_eq!((found, whole), (3, true), "{said}");
        assert!(said.starts_with("3 manuscripts checked"), "{said}");
        let (found, end) = posted(true);
        let (said, whole) = end.expect("an end");
        assert_eq!((found, whole), (0, false), "{said}");
        assert!(said.starts_with("Stopped before all 3 files were checked. 0 manuscripts checked"), "{said}");
    }
}
