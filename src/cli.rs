//! Edge: the command line, one file a command.
#![allow(clippy::disallowed_methods, reason = "the command line reads files, the environment and the clock")]

mod args;
mod check;
mod clock;
mod completions;
mod exit;
mod files;
mod heap;
mod interrupt;
mod knowledge;
mod libraries;
mod list;
mod lock;
mod manuscripts;
mod near;
mod progress;
mod rule;
mod search;
mod seeking;
mod settings;
mod show;
mod status;
mod store;
mod terminal;

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use self::args::{Arguments, Command};
use self::exit::Exit;
use self::terminal::Terminal;
use crate::log;

/// Runs the command line.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error).into(),
    };
    if matches!(arguments.command, Command::Lsp(_)) {
        heap::share();
    }
    let terminal = Terminal::new(arguments.shared.color, arguments.shared.quiet);
    let shared = &arguments.shared;
    for why in begin_log(&arguments) {
        terminal.say(&why);
    }
    let exit = match &arguments.command {
        Command::Check(command) => {
            share_work();
            check::run(command, shared, terminal)
        }
        Command::List(command) => list::run(command, shared, terminal),
        Command::Show(command) => show::run(command, shared, terminal),
        Command::Search(command) => search::run(command, shared, terminal),
        Command::Lock(command) => lock::run(command, shared, terminal),
        Command::Rule(command) => rule::run(command, terminal),
        Command::Status(command) => status::run(command, shared, terminal),
        Command::Store(command) => store::run(command, shared, terminal),
        Command::Completions(command) => completions::run(command, terminal),
        Command::Lsp(_) => return crate::server::run(shared.config.clone()),
    };
    log::event(&log::Event::Ended { status: exit.status() });
    exit.into()
}

/// Has one thread more than there are processors: of many manuscripts one often waits for the disk or the store.
fn share_work() {
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    // Threads that exist already, or as many as the environment asks for, do as well.
    if std::env::var_os("RAYON_NUM_THREADS").is_none() {
        let _ = rayon::ThreadPoolBuilder::new().num_threads(processors + 1).build_global();
    }
}

/// Begins to log; in words for people what stands in its way.
fn begin_log(arguments: &Arguments) -> Vec<String> {
    let (setting, misread) = log_setting(matches!(arguments.command, Command::Lsp(_)));
    let unwritten = log::start(log::Level::of_flags(arguments.shared.verbose), setting);
    log::event(&log::Event::Started { command: arguments.command.name() });
    misread.into_iter().chain(unwritten).collect()
}

/// What `IBID_LOG` asks for. Nobody reads what the language server says on standard error, so it has a file of its own
/// accord.
fn log_setting(server: bool) -> (log::Setting, Option<String>) {
    let unset = if server { log::Level::Info } else { log::Level::Off };
    log::Setting::read(std::env::var("IBID_LOG").ok().as_deref(), unset)
}

/// Answers words that are no command: help where it was asked for, else what may be meant.
fn refuse(error: &clap::Error) -> Exit {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let first = std::env::args().nth(1);
    let terminal = Terminal::new(args::Color::Never, false);
    match first.as_deref() {
        None => terminal.complain(&format!("{}\n\n{}", about(), args::EXAMPLES)),
        Some(word) if !asked && error.kind() == ErrorKind::InvalidSubcommand => {
            let meant = if crate::syntax::read_identifier(word).is_some() {
                Some("show")
            } else {
                Path::new(word).exists().then_some("check")
            };
            match meant {
                Some(command) => terminal.complain(&format!("Did you mean: ibid {command} {word}")),
                None => terminal.complain(error.to_string().trim_end()),
            }
        }
        // Help goes to standard output, everything else to standard error; a closed one is nobody's loss.
        Some(_) => drop(error.print()),
    }
    if asked { Exit::Fine } else { Exit::Usage }
}

fn about() -> &'static str {
    "ibid checks the references of Markdown manuscripts against the scholarly record. `ibid --help` lists commands."
}
