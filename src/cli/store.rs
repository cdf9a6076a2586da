//! `ibid store`: the record store.

use super::args;
use super::clock;
use super::exit::Exit;
use super::knowledge;
use super::settings::{Selection, Settings};
use super::terminal::Terminal;
use crate::record::{Day, Source};
use crate::store::{StoreInfo, StorePlace};

/// Prints where the store is or what is in it, or drops what is old.
pub(super) fn run(command: &args::Store, shared: &args::Shared, terminal: Terminal) -> Exit {
    let settings = Settings::new(shared, false, Selection::default());
    let place = StorePlace::from_setting(settings.process().store.as_deref());
    match command {
        args::Store::Path => match place.path() {
            Some(path) => terminal.print(&format!("{}\n", path.display())),
            None => {
                terminal.complain("There is no cache folder for this user, so records are kept in memory only.");
                Exit::Usage
            }
        },
        args::Store::Info => {
            let info = knowledge::open_store(settings.process(), terminal).info();
            terminal.print(&describe(&info))
        }
        args::Store::Prune { older_than } => {
            let store = knowledge::open_store(settings.process(), terminal);
            let dropped = store.prune(clock::unix_now().saturating_sub(u64::from(*older_than) * 86_400));
            terminal.print(&format!("Dropped {dropped} records not looked up again in {older_than} days.\n"))
        }
    }
}

/// The store in lines, each "what: value".
pub(super) fn describe(info: &StoreInfo) -> String {
    let mut lines = vec![match &info.path {
        Some(path) => format!("store: {} ({} KB)", path.display(), info.bytes.div_ceil(1024)),
        None => "store: in memory only".into(),
    }];
    lines.push(format!(
        "identifiers known: {}, of them with a record: {}, absent: {}",
        info.known, info.records, info.absent
    ));
    if let (Some(oldest), Some(newest)) = (info.oldest, info.newest) {
        lines.push(format!("records fetched: {oldest} to {newest}"));
    }
    lines.extend(info.notes.iter().map(|note| format!("store note: {note}")));
    lines.into_iter().map(|line| line + "\n").collect()
}

/// When a source last answered.
pub(super) fn reached(info: &StoreInfo, source: Source) -> String {
    match info.reached.iter().find(|(reached, _)| *reached == source) {
        Some((_, at)) => format!("last reached {}", Day::from_unix(*at)),
        None => "never reached".into(),
    }
}
