//! Answers about keys, numbers and footnotes: where each is defined, where it stands.

use std::sync::Arc;

use super::Session;
use super::questions::offers;
use crate::analysis::{self, Snapshot, Target, rename, target};
use crate::bibliography::Bibliography;
use crate::record::Day;
use crate::server::documents::{Address, OpenDocument};
use crate::server::message::{Answer, Defined, Effect, Highlights, Outline, Renameable, Renaming, Ticket};
use crate::server::tracing::{Aim, Opened, Source, Trace, Traced, Tracing};
use crate::text::Point;

/// A rename that waits until all open documents are read: any of them may have the key.
#[derive(Debug)]
pub(super) struct WaitingRename {
    pub(super) ticket: Ticket,
    address: Address,
    at: Point,
    to: String,
    /// The key that was meant: another may stand at the place by then.
    key: String,
}

impl Session {
    pub(super) fn definition(&mut self, address: &Address, at: Point, today: Day) -> Option<Defined> {
        let (snapshot, offset) = self.place(address, at, "definition", today)?;
        let definition = analysis::definition(&snapshot, offset)?;
        Some(Defined { address: address.clone(), file: Arc::clone(&snapshot.document.file), definition })
    }

    pub(super) fn highlights(&mut self, address: &Address, at: Point, today: Day) -> Option<Highlights> {
        let (snapshot, offset) = self.place(address, at, "highlights", today)?;
        let spans = analysis::highlights(&snapshot, offset);
        (!spans.is_empty()).then(|| Highlights { file: Arc::clone(&snapshot.document.file), spans })
    }

    pub(super) fn symbols(&mut self, address: &Address, today: Day) -> Option<Outline> {
        let (snapshot, _) = self.place(address, Point::default(), "symbols", today)?;
        let symbols = analysis::symbols(&snapshot);
        snapshot.library.own.is_some().then(|| Outline { file: Arc::clone(&snapshot.document.file), symbols })
    }

    pub(super) fn renameable(
        &mut self,
        address: &Address,
        at: Point,
        today: Day,
    ) -> Result<Option<Renameable>, String> {
        let Some((snapshot, offset)) = self.place(address, at, "rename", today) else { return Ok(None) };
        let found = rename::renameable(&snapshot, offset)?;
        Ok(found.map(|(span, key)| Renameable { file: Arc::clone(&snapshot.document.file), span, key }))
    }

    /// Looks for the places of what stands at `at`: those of a key in the whole workspace.
    pub(super) fn references(&mut self, ticket: Ticket, address: &Address, at: Point, definition: bool, today: Day) {
        let Some((snapshot, offset)) = self.place(address, at, "references", today) else {
            self.effects.push(Effect::Answer(ticket, Answer::References(None)));
            return;
        };
        if let Some(key) = key_at(&snapshot, offset) {
            self.trace(ticket, address, &snapshot, key, Aim::Show { entry: definition });
            return;
        }
        let spans = analysis::highlights(&snapshot, offset);
        let file = Arc::clone(&snapshot.document.file);
        let places = (!spans.is_empty()).then(|| vec![Traced { address: address.clone(), version: None, file, spans }]);
        self.effects.push(Effect::Answer(ticket, Answer::References(places)));
    }

    /// Looks for the places where another key is to be written.
    pub(super) fn rename(&mut self, ticket: Ticket, address: &Address, at: Point, to: &str, today: Day) {
        let refused = |why: String| Effect::Answer(ticket, Answer::Renamed(Err(why)));
        let Some((snapshot, offset)) = self.place(address, at, "rename", today) else {
            return self.effects.push(refused("Nothing can be renamed here.".into()));
        };
        let key = match (rename::renameable(&snapshot, offset), rename::is_key(to)) {
            (Ok(Some((_, key))), Ok(())) => key,
            (Ok(None), _) => return self.effects.push(refused("There is no key here.".into())),
            (Err(why), _) | (_, Err(why)) => return self.effects.push(refused(why)),
        };
        if self.documents.values().any(OpenDocument::is_being_read) {
            let waiting = WaitingRename { ticket, address: address.clone(), at, to: to.to_owned(), key };
            return self.renames.push(waiting);
        }
        let is_unread = |(_, open): &(&Address, &OpenDocument)| open.current().is_none() || open.shelf.is_none();
        if let Some((unread, _)) = self.documents.iter().find(is_unread) {
            return self.effects.push(refused(format!("{unread} could not be read. Nothing was changed.")));
        }
        self.trace(ticket, address, &snapshot, key, Aim::Rename { to: to.to_owned() });
    }

    /// Goes on with the renames that wait, once nothing is being read any more.
    pub(super) fn resume_renames(&mut self, today: Day) {
        if self.renames.is_empty() || self.documents.values().any(OpenDocument::is_being_read) {
            return;
        }
        for WaitingRename { ticket, address, at, to, key } in std::mem::take(&mut self.renames) {
            match self.renameable(&address, at, today) {
                Ok(Some(found)) if found.key == key => self.rename(ticket, &address, at, &to, today),
                _ => {
                    let why = "The text was changed or closed meanwhile. Nothing was renamed.".to_owned();
                    self.effects.push(Effect::Answer(ticket, Answer::Renamed(Err(why))));
                }
            }
        }
    }

    fn trace(&mut self, ticket: Ticket, address: &Address, snapshot: &Snapshot, key: String, aim: Aim) {
        let source = |read: &Arc<Bibliography>| {
            let is_inline = snapshot.library.inline.as_ref().is_some_and(|inline| Arc::ptr_eq(inline, read));
            let path = std::path::absolute(&*read.file.path).ok().filter(|_| !is_inline);
            let shelf = self.documents.get(address).and_then(|open| open.shelf.as_ref());
            let manager = shelf.and_then(|shelf| shelf.manager(path.as_deref()?)).map(str::to_owned);
            Source { path, read: Arc::clone(read), manager }
        };
        let library = &snapshot.library;
        let all = library.all().chain(&library.unasked).chain(&library.own);
        let sources = all.filter(|file| file.get(&key).is_some()).map(source).collect();
        let opened = |(address, open): (&Address, &OpenDocument)| {
            let (_, snapshot) = open.analysed.as_ref()?;
            Some(Opened {
                address: address.clone(),
                path: open.path.clone(),
                version: open.version,
                document: Arc::clone(&snapshot.document),
                library: Arc::clone(&snapshot.library),
            })
        };
        let open = self.documents.iter().filter_map(opened).collect();
        let mut folders = self.workspace.folders().to_vec();
        let own = self.documents.get(address);
        if let Some(root) = own.and_then(|open| open.surroundings.as_ref()?.root())
            && !folders.iter().any(|folder| root.starts_with(folder))
        {
            folders.push(root.to_owned());
        }
        let open_paths = self.documents.values().filter_map(|open| open.path.clone()).collect();
        let asked_in = address.clone();
        self.effects.push(Effect::Trace(Box::new(Tracing {
            ticket,
            key,
            aim,
            sources,
            folders,
            open,
            open_paths,
            asked_in,
        })));
    }

    /// A key was looked for in the workspace.
    pub(super) fn traced(&mut self, ticket: Ticket, aim: Aim, trace: Trace) {
        let answer = match aim {
            Aim::Show { .. } => Answer::References(trace.ok()),
            Aim::Rename { to } => Answer::Renamed(trace.map(|files| Renaming { to, files })),
        };
        self.effects.push(Effect::Answer(ticket, answer));
    }

    /// A place in the newest text of a document, as a byte, if a feature is on.
    pub(super) fn place(
        &mut self,
        address: &Address,
        at: Point,
        feature: &str,
        today: Day,
    ) -> Option<(Snapshot, usize)> {
        let unit = self.client.unit;
        let open = self.documents.get_mut(address)?;
        let offset = open.buffer.offset(at, unit);
        let snapshot = open.newest(&self.knowing, today).filter(|snapshot| offers(snapshot, feature))?;
        Some((snapshot, offset))
    }
}

/// The key at a place, cited or defined.
fn key_at(snapshot: &Snapshot, offset: usize) -> Option<String> {
    match target(snapshot, offset)? {
        Target::Key(citation, shelved) => {
            let key = citation.key(snapshot.document.text());
            // Pandoc may end the key before its entry's does.
            let cut = shelved.filter(|shelved| shelved.file.get(key).is_none());
            Some(cut.map_or(key, |shelved| &*shelved.entry.key).to_owned())
        }
        Target::Entry(shelved) => Some(shelved.entry.key.to_string()),
        Target::OtherKey(shelved, key) => Some(key.of(shelved.file.text()).to_owned()),
        _ => None,
    }
}
