//! What is written to the terminal, and how.

use std::io::{IsTerminal, Write};

use super::args::Color;
use super::exit::Exit;
use super::files;
use crate::report::{Look, Visible};

/// Standard output and error, with what the user wants of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    color: Color,
    quiet: bool,
}

impl Terminal {
    pub(super) fn new(color: Color, quiet: bool) -> Self {
        Self { color, quiet }
    }

    /// How standard output is to look.
    pub(super) fn look(self) -> Look {
        let styled = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        };
        Look { styled, width: width() }
    }

    /// Writes to standard output. A closed pipe ends quietly; another failure is a failure.
    pub(super) fn print(self, text: &str) -> Exit {
        let mut out = std::io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Exit::Fine,
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Fine,
            Err(error) => {
                self.complain(&format!("standard output: {}", files::reason(&error)));
                Exit::Usage
            }
        }
    }

    /// Says something about the run on standard error, unless it is to be quiet.
    pub(super) fn say(self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// Says what went wrong on standard error.
    pub(super) fn complain(self, text: &str) {
        // File names are anybody's words: what would act on the terminal is shown as an escape.
        let lines: Vec<String> = text.lines().map(|line| Visible(line).to_string()).collect();
        // Nobody is left to tell when standard error is closed.
        let _ = writeln!(std::io::stderr().lock(), "{}", lines.join("\n"));
    }

    /// Whether progress may be drawn: somebody watches, and it is no CI.
    pub(super) fn watched(self) -> bool {
        !self.quiet && std::io::stderr().is_terminal() && !in_ci()
    }
}

/// Whether this runs in continuous integration.
pub(super) fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

/// Columns of the terminal, or what `COLUMNS` says; 100 where there is neither.
pub(super) fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    said.or_else(terminal).filter(|columns| *columns > 0).map_or(100, |columns| columns.clamp(40, 500))
}
