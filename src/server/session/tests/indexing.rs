//! Reading ahead which keys the manuscripts of the workspace cite.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::server::progress::{Run, Standing};

const PAPER: &str = "As @smith2020 saw.\n";

fn stage(folder: &std::path::Path) -> Stage {
    std::fs::write(folder.join("refs.bib"), "@book{smith2020, title = {Storks}}\n").expect("writes");
    let folders = vec![folder.to_owned()];
    Stage::with(Hello { trusted: true, shows_progress: true, folders, ..Hello::default() })
}

fn begun(stage: &mut Stage) -> Vec<(Vec<PathBuf>, Arc<AtomicBool>)> {
    let of = |effect: &Effect| match effect {
        Effect::Index(indexing) => Some((indexing.folders.clone(), Arc::clone(&indexing.stop))),
        _ => None,
    };
    let begun = stage.seen.iter().filter_map(of).collect();
    stage.seen.clear();
    begun
}

/// Ends the analyses that were held back.
fn release(stage: &mut Stage) {
    while let Some(job) = stage.held.as_mut().and_then(VecDeque::pop_front) {
        stage.send(Event::Analysed(Box::new(job.run())));
    }
}

fn shown(stage: &mut Stage) -> Vec<(Run, Standing)> {
    let of = |effect: &Effect| match effect {
        Effect::Progress { run, standing } => Some((*run, *standing)),
        _ => None,
    };
    let shown = stage.seen.iter().filter_map(of).collect();
    stage.seen.clear();
    shown
}

#[test]
fn the_workspace_is_read_once_and_after_what_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = stage(folder.path());
    let address = from::address_of(&folder.path().join("a.md"));
    stage.open(&address, "Nothing is cited here.\n");
    assert!(begun(&mut stage).is_empty(), "nobody asks for keys where there are none");
    stage.held = Some(VecDeque::new());
    let cites = from::address_of(&folder.path().join("b.md"));
    stage.open(&cites, &format!("---\nbibliography: refs.bib\n---\n\n{PAPER}"));
    assert!(begun(&mut stage).is_empty(), "what is open comes first");
    release(&mut stage);
    let first = begun(&mut stage);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].0, [folder.path().to_owned()]);
    stage.send(Event::Changed { address: cites, version: 2, changes: Vec::new() });
    release(&mut stage);
    assert!(begun(&mut stage).is_empty());
}

#[test]
fn reading_ahead_is_shown_where_it_takes_long_and_can_be_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = stage(folder.path());
    let address = from::address_of(&folder.path().join("b.md"));
    stage.open(&address, &format!("---\nbibliography: refs.bib\n---\n\n{PAPER}"));
    let (_, stop) = begun(&mut stage).remove(0);
    let at = Standing::At { done: 3, of: 9 };
    stage.send(Event::Indexing(at));
    assert_eq!(shown(&mut stage), [(Run::Index(1), at)]);
    stage.send(Event::Enough { run: Run::Index(1) });
    assert!(stop.load(Ordering::Relaxed));
    stage.send(Event::Indexing(Standing::Over));
    assert_eq!(shown(&mut stage), [(Run::Index(1), Standing::Over)]);

    // Another folder is another reading; what is left of the first ends unseen.
    let other = tempfile::tempdir().expect("a folder");
    stage.send(Event::Indexing(at));
    stage.seen.clear();
    stage.send(Event::Folders { added: vec![other.path().to_owned()], removed: Vec::new() });
    assert_eq!(begun(&mut stage).len(), 1);
    stage.send(Event::Indexing(Standing::Over));
    assert!(shown(&mut stage).is_empty());
    stage.send(Event::Indexing(at));
    stage.send(Event::Indexing(Standing::Over));
    assert_eq!(shown(&mut stage), [(Run::Index(2), at), (Run::Index(2), Standing::Over)]);
}
