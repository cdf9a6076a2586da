//! Edge: the log, for whoever wants to know later what ibid did and when.
//!
//! A line is written for an [`Event`] and for nothing else. Its fields are numbers, durations, words of the program's
//! own, identifiers and file names as they are shown, so no text of a manuscript or a record, no address and no secret
//! can be in a line: no type carries it. There is no way to log a string.
//!
//! `-v` and `-vv` write to standard error what is for [`Level::Info`] and [`Level::Debug`]. The language server also
//! writes to `ibid/ibid.log` in the user's state folder; `IBID_LOG` says how much of it, or where, and has every
//! command write there. Standard output is never written to.
#![allow(clippy::disallowed_methods, reason = "an edge: it has a clock and a file")]

mod event;
mod file;
mod setting;
mod shown;
mod time;

use std::io::Write as _;
use std::sync::OnceLock;

pub use event::{Event, Outcome};
pub use file::LARGEST;
pub use setting::{Level, Setting};
pub use shown::Shown;

use file::LogFile;

/// Where lines go in this process. Nothing is logged before [`start`].
static LOG: OnceLock<Log> = OnceLock::new();

/// What is written where.
#[derive(Debug)]
struct Log {
    /// The most that is told on standard error.
    told: Level,
    /// The most that is written to the file.
    kept: Level,
    file: LogFile,
}

/// Begins to log, for the rest of the process: to standard error what is for `told`, to a file what `setting` says. What
/// breaks off without being caught is logged too. The sentence is for people: the file cannot be written.
pub fn start(told: Level, setting: Setting) -> Option<String> {
    let Setting { level, path } = setting;
    let opened = match (level, path) {
        (Level::Off, _) => Ok(LogFile::none()),
        (_, None) => Err("There is no folder for the log, so none is written.".to_owned()),
        (_, Some(path)) => LogFile::open(path),
    };
    let (file, why) = opened.map_or_else(|why| (LogFile::none(), Some(why)), |file| (file, None));
    let kept = if file.is_there() { level } else { Level::Off };
    let first = LOG.set(Log { told, kept, file }).is_ok();
    if first && told.max(kept) > Level::Off {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if let Some(place) = panic.location() {
                event(&Event::BrokeOff { place });
            }
            before(panic);
        }));
    }
    why
}

/// Writes a line, where one is wanted.
pub fn event(event: &Event<'_>) {
    let Some(log) = LOG.get() else { return };
    let level = event.level();
    let (told, kept) = (level <= log.told, level <= log.kept);
    if !told && !kept {
        return;
    }
    let line = format!("{} {} {} {event}\n", time::now(), std::process::id(), level.key());
    if told {
        // Nobody is left to tell when standard error is closed.
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }
    if kept && let Err(why) = log.file.write(&line) {
        let _ = writeln!(std::io::stderr().lock(), "{why}");
    }
}
