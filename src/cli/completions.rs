//! `ibid completions`: for a shell.

use clap::CommandFactory as _;

use super::args::{self, Arguments};
use super::exit::Exit;
use super::terminal::Terminal;

/// Prints the completions.
pub(super) fn run(arguments: &args::Completions, terminal: Terminal) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "ibid", &mut script);
    terminal.print(&String::from_utf8_lossy(&script))
}
