//! `ibid list`: every identifier found, with its place.

use std::fmt::Write as _;

use super::args::{self, ListFormat};
use super::exit::Exit;
use super::knowledge::{self, Mode};
use super::manuscripts;
use super::settings::{Selection, Settings};
use super::terminal::Terminal;
use crate::report::{self, Listed, Visible};

/// Lists identifiers. Their state is what lock and store know: listing asks nobody.
pub(super) fn run(arguments: &args::List, shared: &args::Shared, terminal: Terminal) -> Exit {
    let settings = Settings::new(shared, false, Selection::default());
    let mut reading = manuscripts::read(&arguments.paths, &settings, terminal);
    settings.broken_locks().iter().for_each(|why| terminal.complain(why));
    reading.tell_faults(terminal);
    let known = knowledge::know(&reading.manuscripts, &settings, Mode::Offline, terminal);
    let listed = reading.manuscripts.iter().zip(&known.records).flat_map(|(manuscript, records)| {
        let document = &*manuscript.document;
        document.identifiers.iter().map(move |occurrence| Listed { document, occurrence, records })
    });
    let out = match arguments.output_format {
        ListFormat::Json => report::list_json(listed),
        ListFormat::Text => listed.fold(String::new(), |mut out, listed| {
            writeln!(out, "{}", line(&listed)).expect("a String takes every write");
            out
        }),
    };
    terminal.print(&out).max(reading.exit)
}

fn line(listed: &Listed<'_>) -> String {
    let file = &listed.document.file;
    let place = file.lines.place(&file.text, listed.occurrence.span.range().start);
    let state = listed.records.get(&listed.occurrence.id).state();
    let value = listed.occurrence.id.to_string();
    format!(
        "{}:{}:{}: {value} {state} ({})",
        Visible(&file.path),
        place.line,
        place.column,
        listed.occurrence.place.key()
    )
}
