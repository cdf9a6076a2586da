//! `ibid check`: what disagrees with the registries.

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;

use super::args::{self, CheckFormat};
use super::clock;
use super::exit::Exit;
use super::files;
use super::knowledge::{self, Mode};
use super::manuscripts::{self, Manuscript, Reading};
use super::settings::{LockState, Selection, Settings};
use super::terminal::Terminal;
use crate::analysis::{Snapshot, lint};
use crate::findings::Finding;
use crate::log;
use crate::record::{Day, Records};
use crate::report::{self, Checked, Shown};
use crate::rules::unused_suppression;

/// Checks manuscripts and prints what was found.
pub(super) fn run(arguments: &args::Check, shared: &args::Shared, terminal: Terminal) -> Exit {
    let selection = Selection {
        select: arguments.select.clone(),
        extend: arguments.extend_select.clone(),
        ignore: arguments.ignore.clone(),
    };
    if let Err(why) = selection.names_are_known() {
        terminal.complain(&why);
        return Exit::Usage;
    }
    let settings = Settings::new(shared, arguments.isolated, selection);
    let mode = Mode::of(arguments.knowing, arguments.refresh);
    let mut reading = manuscripts::read(&arguments.paths, &settings, terminal);
    let broken_locks = settings.broken_locks();
    broken_locks.iter().for_each(|why| terminal.complain(why));
    if mode == Mode::Locked && !broken_locks.is_empty() {
        // Nothing was held against anything, which must not look green.
        reading.exit = reading.exit.max(Exit::Usage);
    }
    if mode == Mode::Locked {
        for path in without_lock(&reading) {
            let name = files::shown(&path);
            terminal.say(&format!("{name}: there is no lock file, so no record was looked at. Run `ibid lock`."));
        }
    }
    let mode = settings.careful(mode, terminal);
    let known = knowledge::know(&reading.manuscripts, &settings, mode, terminal);
    if known.interrupted {
        terminal.complain("Interrupted. What was answered is kept; nothing was checked.");
        return Exit::Interrupted;
    }
    let reading_exit = reading.exit;
    let begun = Instant::now();
    let checked = judge(reading, &known.records, mode);
    let (files, findings) = (checked.summary.files, checked.findings.len());
    log::event(&log::Event::Checked { files, findings, took: begun.elapsed() });
    let exit = print(arguments, &checked, terminal);
    let least = args::severity(&arguments.fail_on);
    let failing = !arguments.exit_zero && checked.findings.iter().any(|finding| finding.severity >= least);
    let unchecked = arguments.require_checked && !arguments.exit_zero && checked.summary.unchecked() > 0;
    [
        exit,
        reading_exit,
        if failing { Exit::Findings } else { Exit::Fine },
        if unchecked { Exit::Unchecked } else { Exit::Fine },
    ]
    .into_iter()
    .max()
    .unwrap_or_default()
}

/// Where the lock of manuscripts that cite something would be, and is not.
fn without_lock(reading: &Reading) -> BTreeSet<PathBuf> {
    let lacking = reading.manuscripts.iter().filter(|manuscript| {
        matches!(manuscript.project.lock, LockState::None) && !manuscript.document.identifiers.is_empty()
    });
    lacking.map(|manuscript| manuscript.project.place.lock_path.clone()).collect()
}

/// Runs the rules over every manuscript, in the order of the manuscripts.
fn judge(reading: Reading, records: &[Arc<Records>], mode: Mode) -> Checked {
    let today = (mode != Mode::Locked).then(clock::today);
    let mut checked = Checked { findings: reading.findings, ..Checked::default() };
    checked.findings.extend(today.map(|today| ended(&reading.manuscripts, today)).unwrap_or_default());
    let judge_one = |mut checked: Checked, (manuscript, records): (Manuscript, &Arc<Records>)| {
        let lock = manuscript.lock().cloned();
        let Manuscript { document, config, .. } = manuscript;
        checked.summary.add(&document, records);
        let (records, in_flux) = (Arc::clone(records), Arc::default());
        let locked = mode == Mode::Locked;
        let linted = lint(&Snapshot { document, records, config, lock, locked, today, in_flux });
        checked.findings.extend(linted.findings);
        checked.ignored.extend(linted.ignored);
        checked
    };
    // Each manuscript is let go of as soon as it is judged.
    let judged = reading.manuscripts.into_par_iter().zip(records).fold(Checked::default, judge_one);
    checked.join(judged.reduce(Checked::default, Checked::joined));
    checked.summary.count(&checked.findings, checked.ignored.len());
    checked
}

/// What the configuration of `manuscripts` ignores no longer, each entry once. The manuscripts' own entries are said
/// where they are linted.
fn ended(manuscripts: &[Manuscript], today: Day) -> Vec<Finding> {
    let mut told = HashSet::new();
    let mut found = Vec::new();
    for Manuscript { document, config, .. } in manuscripts {
        let files = unused_suppression::ended(config, today);
        let files = files.into_iter().filter(|finding| !Arc::ptr_eq(&finding.file, &document.file));
        found.extend(files.filter(|finding| told.insert((finding.file.path.clone(), finding.span))));
    }
    found.sort_by(|a, b| (&a.file.path, a.span).cmp(&(&b.file.path, b.span)));
    found
}

fn print(arguments: &args::Check, checked: &Checked, terminal: Terminal) -> Exit {
    let shown = Shown { least: args::severity(&arguments.show), ignored: arguments.show_ignored };
    let mut out = match arguments.output_format {
        CheckFormat::Json => return terminal.print(&report::check_json(checked)),
        CheckFormat::Text => report::human(checked, shown, terminal.look()),
        CheckFormat::Concise => report::concise(checked, shown),
    };
    if arguments.statistics {
        out.push_str(&report::statistics(checked));
    }
    let exit = terminal.print(&out);
    if checked.summary.files > 0 {
        let hidden = checked.findings.iter().any(|finding| finding.severity < shown.least);
        let hidden = if hidden { " (some are not shown: --show hint)" } else { "" };
        terminal.say(&format!("{}{hidden}", checked.summary.line()));
    }
    exit
}
