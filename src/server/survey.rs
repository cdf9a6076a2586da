//! Checking all manuscripts of the workspace with lock and store alone, one file at a time.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::backend::Mailbox;
use super::books::{Books, Fetching, Shelf};
use super::documents::{Edition, shown};
use super::message::Event;
use super::pool::{Job, survive};
use super::proto::from;
use super::schedule::Touched;
use super::surroundings::{self, Preparation, Surroundings};
use super::workspace::EditorSettings;
use crate::config::Config;
use crate::config::discover;
use crate::findings::Finding;
use crate::lock::combine;
use crate::record::{Day, Identifier, Reason, Records};
use crate::report::Summary;
use crate::rules::unreadable_file;
use crate::store::{Store, unix_now};
use crate::syntax::Occurrence;
use crate::text::{Buffer, SourceFile};

/// Folders to be checked.
#[derive(Debug)]
pub(super) struct Survey {
    /// Each with the editor's settings for it.
    pub(super) folders: Vec<(PathBuf, EditorSettings)>,
    /// Files that are open: they have findings of their own.
    pub(super) open: BTreeSet<PathBuf>,
    /// The settings that name the store.
    pub(super) config: Arc<Config>,
    pub(super) today: Day,
}

/// What is carried from one file to the next, because the next most likely has the same.
#[derive(Default)]
struct Way {
    around: Option<Arc<Surroundings>>,
    books: Books,
    shelf: Option<Arc<Shelf>>,
    summary: Summary,
}

impl Survey {
    /// Posts what is found in each file, then how many there were.
    pub(super) fn run(&self, store: &Store, mailbox: &Mailbox) {
        let (mut seen, mut way) = (HashSet::new(), Way::default());
        for (folder, settings) in &self.folders {
            let (files, closed) = discover::manuscripts_below(folder);
            for error in closed {
                drop(
                    mailbox.post(Event::Note(format!("the check of the workspace could not look everywhere: {error}"))),
                );
            }
            for path in files {
                if self.open.contains(&path) || !seen.insert(path.clone()) {
                    continue;
                }
                let checked = survive(|| self.check(&path, folder, settings, store, &mut way));
                let event = match checked {
                    Ok(found) if found.is_empty() => continue,
                    Ok(found) => {
                        way.summary.count(&found, 0);
                        Event::Surveyed { address: from::address_of(&path), path, findings: Arc::new(found) }
                    }
                    Err(what) => Event::Note(format!("the check of {} broke off: {what}", path.display())),
                };
                if mailbox.post(event).is_err() {
                    return;
                }
            }
        }
        let open = match self.open.len() {
            0 => String::new(),
            open => format!(" ({open} open, which have findings of their own, not counted)"),
        };
        let summary = way.summary;
        let plural = if summary.files == 1 { "" } else { "s" };
        let said = format!(
            "{} manuscript{plural} checked with what is known on this machine{open}: {}.",
            summary.files,
            summary.line()
        );
        drop(mailbox.post(Event::SurveyEnded(said)));
    }

    fn check(
        &self,
        path: &Path,
        folder: &Path,
        settings: &EditorSettings,
        store: &Store,
        way: &mut Way,
    ) -> Vec<Finding> {
        let address = from::address_of(path);
        let around = surroundings::prepare(Preparation {
            address: address.clone(),
            opening: 0,
            path: Some(path.to_owned()),
            folder: Some(folder.to_owned()),
            settings: settings.clone(),
            today: Some(self.today),
            revision: 0,
            previous: way.around.clone(),
        });
        let around = around.surroundings.map(Arc::new).or_else(|| way.around.clone()).unwrap_or_default();
        way.around = Some(Arc::clone(&around));
        if around.is_excluded() {
            return Vec::new();
        }
        let name = shown(path);
        let text = match discover::read_text(path, discover::FILE_LIMIT) {
            Ok(text) => text,
            Err(fault) => {
                way.summary.files += 1;
                return vec![unreadable_file::finding(SourceFile::new(name, ""), &fault.to_string())];
            }
        };
        let edition = Edition { opening: 0, text: 0 };
        let job = Job {
            address,
            edition,
            path: name,
            buffer: Buffer::new(&text),
            before: None,
            dialect: None,
            surroundings: Arc::clone(&around),
            records: Arc::default(),
            touched: Touched::default(),
            today: self.today,
            library: None,
            shelf: None,
            shelf_edition: 0,
            drafts: Arc::default(),
            format: None,
        };
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
        let job = Job { shelf, ..job };
        let library = job.library(&document, &HashSet::new());
        let records = self.records(library.identifiers(&document), &around, store);
        way.summary.add(&document, &library, &records);
        Job { before: Some((edition, document)), records: Arc::new(records), ..job }.run().findings
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
