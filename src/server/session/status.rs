//! What `ibid/status` answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::Session;
use super::look_ups::may_ask;
use crate::record::{Day, Source};
use crate::report::Summary;
use crate::server::documents::{Address, OpenDocument};
use crate::server::knowing::Outlook;
use crate::server::message::{Answer, Effect, Moment};
use crate::server::surroundings::Surroundings;
use crate::store::StoreInfo;

/// The version of the answer's shape.
const VERSION: u32 = 1;

impl Session {
    /// Answers those who wait for the state of things; `info` is that of the store.
    pub(super) fn describe(&mut self, info: &StoreInfo, now: Moment) {
        let documents: Vec<Address> = self.documents.keys().cloned().collect();
        let documents: Vec<Json> = documents.iter().filter_map(|address| self.document(address, now.today)).collect();
        let (allowed, because) = self.look_ups();
        let mut look_ups = object(json!({ "allowed": allowed }));
        if let Some((key, text)) = because {
            look_ups.insert("because".into(), json!({ "key": key, "text": text }));
        }
        let mut status = object(json!({
            "version": VERSION,
            "ibid": env!("CARGO_PKG_VERSION"),
            "protocol": 1,
            "documents": documents,
            "look_ups": look_ups,
            "store": store(info),
            "sources": self.sources(info),
        }));
        if let Some(surroundings) = &self.inquiries.surroundings {
            status.extend(files(surroundings));
        }
        for ticket in std::mem::take(&mut self.inquiries.status) {
            self.effects.push(Effect::Answer(ticket, Answer::Json(status.clone().into())));
        }
    }

    /// Whether anything may be looked up; if not, why, as a key and in words.
    pub(super) fn look_ups(&self) -> (bool, Option<(&'static str, &'static str)>) {
        let because = if !self.workspace.is_trusted() {
            Some(("untrusted", "The workspace is not one that you trust, so ibid works offline in it."))
        } else if !self.config().resolve.online {
            Some(("offline", "Look-ups are switched off: `resolve.online = false`, or IBID_OFFLINE."))
        } else if !self.workspace.knows_settings() {
            Some(("settings", "The editor has not said yet what its settings are."))
        } else {
            match self.knowing.outlook() {
                Outlook::Soon => None,
                Outlook::Undecided => {
                    Some(("undecided", "ibid asks registries only once you agree, before the first look-up."))
                }
                Outlook::Refused => Some(("refused", "You chose to work offline. It holds until the server restarts.")),
            }
        };
        (because.is_none(), because)
    }

    fn document(&mut self, address: &Address, today: Day) -> Option<Json> {
        let open = self.documents.get_mut(address)?;
        let mut about = object(json!({ "uri": *address.0, "version": open.version }));
        if let Some(snapshot) = open.newest(&self.knowing, today) {
            let mut summary = Summary::default();
            // How far fields are compared is not told here.
            summary.add(&snapshot.document, &snapshot.library, &snapshot.records, &|_, _| true);
            let mut because: BTreeMap<String, usize> = BTreeMap::new();
            for (reason, count) in summary.unchecked_because() {
                *because.entry(reason.key()).or_default() += count;
            }
            about.extend(object(json!({
                "identifiers": summary.identifiers(),
                "known": summary.known(),
                "absent": summary.absent(),
                "unchecked": summary.unchecked(),
                "unchecked_because": because,
                "unsupported": summary.unsupported(),
                "look_ups": may_ask(address, &self.workspace, open, &snapshot),
            })));
        }
        let OpenDocument { surroundings, .. } = open;
        if let Some(surroundings) = surroundings {
            about.insert("excluded".into(), surroundings.is_excluded().into());
            about.extend(files(surroundings));
        }
        Some(about.into())
    }

    fn sources(&self, info: &StoreInfo) -> Vec<Json> {
        let config = self.config();
        let source = |source: Source| {
            let set = config.sources.get(&source)?;
            let mut about = object(json!({ "source": source.to_string(), "url": set.url, "enabled": set.enabled }));
            if let Some((_, at)) = info.reached.iter().find(|(reached, _)| *reached == source) {
                about.insert("reached".into(), Day::from_unix(*at).to_string().into());
            }
            Some(about.into())
        };
        Source::ALL.iter().copied().filter_map(source).collect()
    }
}

/// The configuration files and the lock in use.
fn files(surroundings: &Surroundings) -> Map<String, Json> {
    let mut files =
        object(json!({ "configuration": surroundings.config_files().iter().map(|file| &**file).collect::<Vec<_>>() }));
    if let (Some(path), Some(lock)) = (surroundings.lock_path(), surroundings.lock()) {
        let path = crate::server::documents::shown(path);
        files.insert("lock".into(), json!({ "path": *path, "works": lock.items.len(), "absent": lock.absent.len() }));
    }
    files
}

fn store(info: &StoreInfo) -> Json {
    let mut about = object(json!({
        "bytes": info.bytes, "known": info.known, "records": info.records, "absent": info.absent, "notes": info.notes,
    }));
    if let Some(path) = &info.path {
        about.insert("path".into(), (*crate::server::documents::shown(path)).into());
    }
    for (key, day) in [("oldest", info.oldest), ("newest", info.newest)] {
        about.extend(day.map(|day| (key.to_owned(), day.to_string().into())));
    }
    about.into()
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(object) => object,
        _ => Map::new(),
    }
}
