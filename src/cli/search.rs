//! `ibid search`: works by title, author, year.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::args::{self, SearchFormat};
use super::exit::Exit;
use super::knowledge::{Mode, know_these, open_store};
use super::settings::{Selection, Settings};
use super::terminal::{self, Terminal, in_ci};
use super::{clock, interrupt};
use crate::config::Config;
use crate::record::{Identifier, Knowledge, Known, Missing, Records};
use crate::reference;
use crate::render::{self, FoundAt};
use crate::resolve::search;
use crate::store::{Match, Store};
use crate::syntax;

/// How many works each place is asked for.
const MOST: usize = 10;
/// From how many telling words on they may be a whole reference, and how many works of the store are shown for it.
const WHOLE: usize = 5;
const FEW: usize = 3;

/// Said once a machine, before the first search.
const WHAT_LEAVES: &str =
    "ibid search sends the words that you type to Crossref and PubMed; with --offline it looks in the store only.";

/// Looks for works and prints them.
pub(super) fn run(arguments: &args::Search, shared: &args::Shared, terminal: Terminal) -> Exit {
    let settings = Settings::new(shared, false, Selection::default());
    let (_, faults, fatal) = settings.faults();
    faults.iter().for_each(|fault| terminal.complain(fault));
    if fatal {
        return Exit::Usage;
    }
    let words = arguments.words.join(" ");
    if !words.chars().any(char::is_alphanumeric) {
        terminal.complain("There are no words to look for.");
        return Exit::Usage;
    }
    if let [word] = &*arguments.words
        && syntax::read_identifier(word).is_some_and(|spelling| !spelling.is_number)
    {
        terminal.complain(&format!("“{word}” is an identifier: `ibid show {word}` shows its work."));
        return Exit::Usage;
    }
    let online = !arguments.offline && settings.process().resolve.online;
    let Some((places, records)) = look(&words, settings.process(), online, terminal) else {
        return Exit::Interrupted;
    };
    let exit = exit_of(&places, online);
    print(arguments.format, &places, &records, terminal).max(exit)
}

/// What each place has, and what is known of that; `None` where Ctrl-C ended it.
fn look(words: &str, config: &Config, online: bool, terminal: Terminal) -> Option<(Vec<FoundAt>, Records)> {
    let store = open_store(config, terminal);
    let held = held(&store, words);
    let mut records = Records::default();
    let own = held.iter().map(|(id, _)| id.clone()).collect();
    let mut places = vec![FoundAt { name: "The record store".into(), works: Ok(own) }];
    for (id, known) in held {
        records.put(id, Knowledge::Known(Arc::clone(&known)));
    }
    if !online {
        return Some((places, records));
    }
    if !in_ci() && !store.said_before("what-ibid-search-sends") {
        terminal.say(WHAT_LEAVES);
    }
    let cancelled = interrupt::watch();
    let found = search(words, MOST, &config.resolve, &config.sources, &cancelled);
    let mut ids = Vec::new();
    for (source, answer) in found {
        let works = answer.map(|records| records.into_iter().map(|record| record.id).collect::<Vec<Identifier>>());
        ids.extend(works.iter().flatten().cloned());
        places.push(FoundAt { name: source.to_string(), works });
    }
    // A search says little of a work, and nothing of what became of it.
    let (learnt, interrupted) = know_these(&ids, config, Mode::Online { refresh: false }, terminal);
    for id in ids {
        records.put(id.clone(), learnt.stands.get(&id).clone());
    }
    (!interrupted && !cancelled.load(Ordering::SeqCst)).then_some((places, records))
}

/// What the store has: works with all the words; of a whole reference, those with most of those that tell.
fn held(store: &Store, words: &str) -> Vec<(Identifier, Arc<Known>)> {
    let all = reference::words(words);
    let keys = |of: &dyn Fn(&&reference::Word) -> bool| {
        all.iter().filter(of).map(|word| word.key.to_string()).collect::<Vec<_>>()
    };
    let found = store.find(&keys(&|_| true), Match::All, MOST, clock::unix_now());
    let telling = keys(&|word| word.is_content());
    if !found.is_empty() || telling.len() < WHOLE {
        return found;
    }
    store.find(&telling, Match::Some, FEW, clock::unix_now())
}

fn exit_of(places: &[FoundAt], online: bool) -> Exit {
    let is_found = places.iter().any(|place| place.works.as_ref().is_ok_and(|works| !works.is_empty()));
    let is_unanswered = places.iter().any(|place| matches!(place.works, Err(Missing::Unanswered(_))));
    match (is_found, is_unanswered) {
        (_, true) => Exit::Unchecked,
        (true, false) => Exit::Fine,
        (false, false) if online => Exit::Findings,
        (false, false) => Exit::Unchecked,
    }
}

fn print(format: SearchFormat, places: &[FoundAt], records: &Records, terminal: Terminal) -> Exit {
    match format {
        SearchFormat::Text => terminal.print(&render::found_page(places, records, Some(terminal::width()))),
        SearchFormat::Json => {
            let mut seen = HashSet::new();
            let ids = places.iter().flat_map(|place| place.works.iter().flatten()).filter(|id| seen.insert(*id));
            let mut shown = render::json::shown(ids.map(|id| (id, records.get(id))));
            let missing = places.iter().filter_map(|place| place.works.as_ref().err().map(ToString::to_string));
            shown.lack(missing.collect());
            let json = serde_json::to_string_pretty(&shown).expect("records have only string keys and finite numbers");
            terminal.print(&(json + "\n"))
        }
    }
}
