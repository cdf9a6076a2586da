//! `ibid check`: what disagrees with the registries.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;

use super::args::{self, CheckFormat};
use super::clock;
use super::exit::Exit;
use super::files;
use super::knowledge::{self, Memory, Mode};
use super::manuscripts::{self, Manuscript, Reading};
use super::seeking;
use super::settings::{LockState, Selection, Settings};
use super::terminal::Terminal;
use crate::analysis::{Linted, Part, PartOf, Snapshot, lint, whole_manuscripts};
use crate::config::discover::Whole;
use crate::findings::{Finding, Ignored};
use crate::log;
use crate::record::{Day, Identifier, Known, Records};
use crate::reference::Candidates;
use crate::report::{self, Checked, Shown, Summary};
use crate::rules::unused_entry::{self, Citing, Seen};
use crate::rules::{is_heard, unused_suppression};
use crate::syntax::Document;
use crate::text::both;

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
    let begun = Instant::now();
    let whole = files::whole(&arguments.paths.paths);
    let Some(Reading { manuscripts: judged, findings, exit: reading_exit }) =
        read_and_judge(arguments, &settings, mode, &whole, terminal)
    else {
        return Exit::Interrupted;
    };
    let checked = together(judged, findings, |citing| {
        let seen = Seen {
            all_of: &|path| whole.has(Path::new(path)),
            mentioned: &|keys| whole.mentioned(keys, &unused_entry::MEANS_ANY),
        };
        unused_entry::across(&citing, today(mode), &seen)
    });
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

/// A manuscript, judged; the manuscript itself is let go of.
struct Judged {
    checked: Checked,
    /// What its configuration ignores no longer.
    ended: Vec<Finding>,
    /// Where it is one of the files of a manuscript.
    part: Option<PartOf>,
    /// What it cites, where the whole project is checked.
    citing: Option<Citing>,
    /// Where its lock would be, where it cites something and there is none.
    lacks_lock: Option<PathBuf>,
}

/// Reads the manuscripts and holds them against what is known; `None` where Ctrl-C ended the look-ups.
fn read_and_judge(
    arguments: &args::Check,
    settings: &Settings,
    mode: Mode,
    whole: &Whole,
    terminal: Terminal,
) -> Option<Reading<Judged>> {
    let mut reading = match mode {
        Mode::Offline | Mode::Locked => {
            let memory = Memory::new(settings, mode, terminal);
            let judge = |manuscript| {
                let known = (memory.of(&manuscript), memory.candidates(&manuscript));
                judge(manuscript, known, mode, whole, settings)
            };
            let foresee = |document: &Document| memory.foresee(document);
            manuscripts::read_each(&arguments.paths, settings, terminal, &foresee, judge)
        }
        Mode::Online { .. } => {
            let Reading { manuscripts, findings, exit } = manuscripts::read(&arguments.paths, settings, terminal);
            // Registries are asked about all manuscripts together.
            let mode = settings.careful(mode, terminal);
            let known = knowledge::know(&manuscripts, settings, mode, terminal);
            let candidates = match known.interrupted {
                true => None,
                false => seeking::seek(&manuscripts, settings, mode, terminal),
            };
            let Some(candidates) = candidates else {
                terminal.complain("Interrupted. What was answered is kept; nothing was checked.");
                return None;
            };
            let each = manuscripts.into_par_iter().zip(known.records);
            let judge =
                |(manuscript, records)| judge(manuscript, (records, Arc::clone(&candidates)), mode, whole, settings);
            let manuscripts = each.map(judge).collect();
            Reading { manuscripts, findings, exit }
        }
    };
    judge_joined(&mut reading.manuscripts, settings, mode);
    let broken_locks = settings.broken_locks();
    broken_locks.iter().for_each(|why| terminal.complain(why));
    if mode == Mode::Locked && !broken_locks.is_empty() {
        // Nothing was held against anything, which must not look green.
        reading.exit = reading.exit.max(Exit::Usage);
    }
    if mode == Mode::Locked {
        for path in reading.manuscripts.iter().filter_map(|judged| judged.lacks_lock.as_ref()).collect::<BTreeSet<_>>()
        {
            let name = files::shown(path);
            terminal.say(&format!("{name}: there is no lock file, so no record was looked at. Run `ibid lock`."));
        }
    }
    Some(reading)
}

/// Today; where the lock alone decides, the result is the same on every day.
fn today(mode: Mode) -> Option<Day> {
    (mode != Mode::Locked).then(clock::today)
}

/// Adds what manuscripts of several files say as wholes to those of their files that are checked.
fn judge_joined(judged: &mut [Judged], settings: &Settings, mode: Mode) {
    let parts = judged.iter().filter_map(|judged| judged.part.as_ref());
    let linted = whole_manuscripts(parts, &|path| manuscripts::part(path, settings), today(mode));
    let (mut by_path, mut counted) = (HashMap::new(), HashSet::new());
    for judged in judged {
        let Some(PartOf { unit, part, .. }) = judged.part.take() else { continue };
        if !counted.insert(Arc::as_ptr(&unit)) {
            judged.checked.summary.manuscripts = 0;
        }
        by_path.insert(part.document.file.path.clone(), &mut judged.checked);
    }
    for Linted { findings, ignored } in linted {
        for finding in findings {
            if let Some(checked) = by_path.get_mut(&finding.file.path) {
                checked.findings.push(finding);
            }
        }
        for ignored in ignored {
            if let Some(checked) = by_path.get_mut(&ignored.finding.file.path) {
                checked.ignored.push(ignored);
            }
        }
    }
    for checked in by_path.into_values() {
        checked.findings.sort_by_key(|finding| (finding.span, finding.rule));
        checked.ignored.sort_by_key(|ignored| (ignored.finding.span, ignored.finding.rule));
    }
}

/// Runs the rules over a manuscript.
fn judge(
    manuscript: Manuscript,
    (records, candidates): (Arc<Records>, Arc<Candidates>),
    mode: Mode,
    whole: &Whole,
    settings: &Settings,
) -> Judged {
    let today = today(mode);
    let lock = manuscript.lock().cloned();
    let Manuscript { document, library, config, project } = manuscript;
    let citing = whole.has(&project.place.root).then(|| Citing::of(&document, &library, &config));
    let lacks_lock = matches!(project.lock, LockState::None) && library.identifiers(&document).next().is_some();
    let lacks_lock = lacks_lock.then(|| project.place.lock_path.clone());
    // The manuscript's own entries are said where it is linted.
    let mut ended = today.map(|today| unused_suppression::ended(&config, today)).unwrap_or_default();
    ended.retain(|finding| !Arc::ptr_eq(&finding.file, &document.file));
    let (locked, in_flux, typed) = (mode == Mode::Locked, Arc::default(), Arc::default());
    let unit = library.own.is_none().then(|| settings.unit(Path::new(&*document.file.path), &project)).flatten();
    let part = unit.map(|(unit, place)| {
        let part = Part { document: Arc::clone(&document), config: Arc::clone(&config) };
        PartOf { unit, place, part }
    });
    let is_part = part.is_some();
    let snapshot = Snapshot {
        document,
        records,
        library,
        config,
        lock,
        locked,
        today,
        is_part,
        in_flux,
        typed,
        judgements: Arc::default(),
        candidates,
    };
    let Snapshot { document, records, library, config, lock, locked, .. } = &snapshot;
    let is_heard = |id: &Identifier, known: &Known| {
        *locked || lock.as_ref().is_some_and(|lock| lock.has(id)) || is_heard(known, config)
    };
    let summed = || {
        let mut summary = Summary::default();
        summary.add(document, library, records, &is_heard);
        summary
    };
    let (Linted { findings, ignored }, summary) = both(document.text(), || lint(&snapshot), summed);
    let checked = Checked { findings, ignored, summary };
    Judged { checked, ended, part, citing, lacks_lock }
}

/// What all manuscripts together have to say, behind `findings` about files and configuration.
fn together(
    mut judged: Vec<Judged>,
    findings: Vec<Finding>,
    unused: impl FnOnce(Vec<Citing>) -> (Vec<Finding>, Vec<Ignored>),
) -> Checked {
    let mut checked = Checked { findings, ..Checked::default() };
    let (unused, ignored) = unused(judged.iter_mut().filter_map(|judged| judged.citing.take()).collect());
    checked.findings.extend(unused);
    checked.ignored.extend(ignored);
    let mut told = HashSet::new();
    let mut ended: Vec<&Finding> = judged.iter().flat_map(|judged| &judged.ended).collect();
    ended.retain(|finding| told.insert((finding.file.path.clone(), finding.span)));
    ended.sort_by(|a, b| (&a.file.path, a.span).cmp(&(&b.file.path, b.span)));
    checked.findings.extend(ended.into_iter().cloned());
    let all = judged.into_par_iter().map(|judged| judged.checked);
    checked.join(all.reduce(Checked::default, Checked::joined));
    // What is wrong in a file of the project is found by each of its manuscripts.
    let mut told = HashSet::new();
    checked.findings.retain(|finding| {
        told.insert((finding.file.path.clone(), finding.span, finding.rule, finding.subject.clone()))
    });
    checked.summary.count(&checked.findings, checked.ignored.len());
    checked
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
