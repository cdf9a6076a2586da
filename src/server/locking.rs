//! Writing a project's lock as `ibid lock PATH` does, from what is known.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::message::Ticket;
use crate::analysis::cited;
use crate::bibliography::Library;
use crate::config::Config;
use crate::config::discover;
use crate::lock::{Abstracts, Extent, Lock, LockFault};
use crate::record::Records;
use crate::syntax::Document;

/// A manuscript whose works are to be put into its project's lock.
#[derive(Clone, Debug)]
pub(super) struct Locking {
    /// Who waits for it.
    pub(super) ticket: Ticket,
    /// The manuscript's file.
    pub(super) path: PathBuf,
    pub(super) document: Arc<Document>,
    pub(super) library: Arc<Library>,
    pub(super) config: Arc<Config>,
    pub(super) records: Arc<Records>,
}

impl Locking {
    /// Adds what the manuscript cites to the lock, and says so.
    ///
    /// # Errors
    /// Why the lock is as it was.
    pub(super) fn write(&self) -> Result<String, String> {
        let path = discover::project_for(&self.path).lock_path;
        let name = discover::shown(&path);
        let current = current(&path)
            .map_err(|why| format!("{name}: {why}. It is kept as it is; move it away to write a new one."))?;
        let cited = cited([(&*self.document, &*self.library, &*self.config)]);
        // What the lock has stays as it is there, as on the command line without --refresh.
        let mut new = Records::default();
        for (id, _) in cited.iter().filter(|(id, _)| !current.has(id)) {
            new.put(id.clone(), self.records.get(id).clone());
        }
        let lock = current.update(&cited, &new, Extent::Add, Abstracts::Leave);
        discover::replace(&path, &lock.write()).map_err(|error| {
            let words = error.to_string();
            let reason = words.split(" (os error").next().unwrap_or_default();
            format!("{name}: cannot be written ({reason}).")
        })?;
        let unchecked = cited.iter().filter(|(id, _)| !lock.has(id)).count();
        let works = lock.items.len();
        let plural = if works == 1 { "" } else { "s" };
        let absent = match lock.absent.len() {
            0 => String::new(),
            absent => format!(", {absent} that no registry knows"),
        };
        let rest = match unchecked {
            0 => String::new(),
            left => format!(" {left} cited here could not be locked, because nothing is known of them yet."),
        };
        Ok(format!("{name} now has {works} work{plural}{absent}.{rest}"))
    }
}

/// The lock as it is; one with merge marks is rebuilt from both sides.
fn current(path: &Path) -> Result<Lock, String> {
    if path.symlink_metadata().is_err() {
        return Ok(Lock::default());
    }
    let text = discover::read_text(path, discover::FILE_LIMIT).map_err(|fault| fault.to_string())?;
    match Lock::read(&text) {
        Err(LockFault::MergeMarks) => Lock::rebuild(&text).map_err(|fault| fault.to_string()),
        read => read.map_err(|fault| fault.to_string()),
    }
}
