//! `ibid list`: everything found, with its place.

use std::fmt::Write as _;
use std::sync::Arc;

use super::args::{self, ListFormat};
use super::exit::Exit;
use super::knowledge::{Memory, Mode};
use super::manuscripts;
use super::settings::{Selection, Settings};
use super::terminal::Terminal;
use crate::analysis::{self, Listed, Snapshot};
use crate::report::{self, Visible};
use crate::text::SourceFile;

/// Lists identifiers, keys, numbers and footnotes. The state of identifiers is what lock and store know: listing asks
/// nobody.
pub(super) fn run(arguments: &args::List, shared: &args::Shared, terminal: Terminal) -> Exit {
    let settings = Settings::new(shared, false, Selection::default());
    let mut reading = manuscripts::read(&arguments.paths, &settings, terminal);
    settings.broken_locks().iter().for_each(|why| terminal.complain(why));
    reading.tell_faults(terminal);
    let memory = Memory::new(&settings, Mode::Offline, terminal);
    let snapshots: Vec<Snapshot> = reading
        .manuscripts
        .iter()
        .map(|manuscript| Snapshot {
            document: Arc::clone(&manuscript.document),
            records: memory.of(manuscript),
            library: Arc::clone(&manuscript.library),
            config: Arc::clone(&manuscript.config),
            lock: manuscript.lock().cloned(),
            locked: false,
            today: None,
            is_part: false,
            in_flux: Arc::default(),
            typed: Arc::default(),
            judgements: Arc::default(),
            candidates: Arc::default(),
        })
        .collect();
    let listed = snapshots
        .iter()
        .flat_map(|snapshot| analysis::list(snapshot).into_iter().map(|listed| (&*snapshot.document.file, listed)));
    let out = match arguments.output_format {
        ListFormat::Json => report::list_json(listed),
        ListFormat::Text => listed.fold(String::new(), |mut out, (file, listed)| {
            writeln!(out, "{}", line(file, &listed)).expect("a String takes every write");
            out
        }),
    };
    terminal.print(&out).max(reading.exit)
}

fn line(file: &SourceFile, listed: &Listed<'_>) -> String {
    let place = file.lines.place(&file.text, listed.span.range().start);
    let kind = match listed.kind {
        // An identifier says itself of which kind it is.
        kind @ ("number" | "footnote") => format!("{kind} "),
        "key" => "@".to_owned(),
        _ => String::new(),
    };
    format!(
        "{}:{}:{}: {kind}{} {} ({})",
        Visible(&file.path),
        place.line,
        place.column,
        Visible(&listed.value),
        if listed.is_held { listed.state } else { report::NO_BIBLIOGRAPHY },
        listed.place.key()
    )
}
