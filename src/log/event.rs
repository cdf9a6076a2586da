//! What may be logged.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use super::{Level, Shown};
use crate::record::{Identifier, IdentifierKind, Source};

/// Something that happened. Its fields are of types that hold no text from outside: a `&'static str` is a word of the
/// program's own.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// The process began.
    Started {
        /// With this command.
        command: &'static str,
    },
    /// The process ends.
    Ended {
        /// With this status.
        status: u8,
    },
    /// A configuration or lock file was read.
    Read {
        /// What kind of file.
        what: &'static str,
        /// Which.
        file: Shown<'a>,
    },
    /// Manuscripts were read and judged.
    Checked {
        /// How many.
        files: usize,
        /// With how many findings.
        findings: usize,
        /// In this time.
        took: Duration,
    },
    /// A manuscript that is open in the editor was judged, and that took long.
    Analysed {
        /// Its length.
        bytes: usize,
        /// With how many findings.
        findings: usize,
        /// In this time.
        took: Duration,
    },
    /// The record store was opened.
    Store {
        /// Its file; `None` where memory remembers.
        file: Option<Shown<'a>>,
        /// What it had to say, which the user was told.
        notes: usize,
        /// In this time.
        took: Duration,
    },
    /// A source was asked and answered, or did not.
    Asked {
        /// This source.
        source: Source,
        /// With this question.
        question: &'static str,
        /// About so many identifiers.
        ids: usize,
        /// What came of it.
        outcome: Outcome,
        /// The length of the answer.
        bytes: usize,
        /// In this time.
        took: Duration,
    },
    /// A source is asked about this identifier.
    Asking {
        /// This source.
        source: Source,
        /// About this.
        id: &'a Identifier,
    },
    /// A request that failed will be sent again.
    Again {
        /// To this source.
        source: Source,
        /// It was sent so often.
        tries: u32,
        /// After this time.
        pause: Duration,
    },
    /// A source that failed is left alone, or asked again.
    Breaker {
        /// This source.
        source: Source,
        /// With this question.
        question: &'static str,
        /// Whether it is left alone.
        open: bool,
    },
    /// A source asked for a pause.
    Paused {
        /// This source.
        source: Source,
        /// For this time.
        pause: Duration,
    },
    /// A message of the client's was not understood.
    NotUnderstood {
        /// Its length.
        bytes: usize,
    },
    /// Something in ibid broke off where it should not.
    BrokeOff {
        /// There.
        place: &'a Location<'a>,
    },
}

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer with this HTTP status.
    Status(u16),
    /// None, for this reason.
    Failed(&'static str),
}

impl Event<'_> {
    /// For whom it is.
    #[must_use]
    pub fn level(&self) -> Level {
        match self {
            Self::BrokeOff { .. } => Level::Error,
            Self::Asked { outcome: Outcome::Status(200 | 404), .. } => Level::Info,
            Self::Asked { .. } | Self::Breaker { .. } | Self::NotUnderstood { .. } => Level::Warn,
            Self::Store { notes, .. } if *notes > 0 => Level::Warn,
            Self::Started { .. }
            | Self::Ended { .. }
            | Self::Checked { .. }
            | Self::Analysed { .. }
            | Self::Store { .. }
            | Self::Again { .. } => Level::Info,
            Self::Read { .. } | Self::Asking { .. } | Self::Paused { .. } => Level::Debug,
        }
    }
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started { command } => write!(f, "started ibid={} command={command}", env!("CARGO_PKG_VERSION")),
            Self::Ended { status } => write!(f, "ended status={status}"),
            Self::Read { what, file } => write!(f, "read what={what} file={file}"),
            Self::Checked { files, findings, took } => {
                write!(f, "checked files={files} findings={findings} ms={}", took.as_millis())
            }
            Self::Analysed { bytes, findings, took } => {
                write!(f, "analysed bytes={bytes} findings={findings} ms={}", took.as_millis())
            }
            Self::Store { file, notes, took } => {
                f.write_str("store ")?;
                match file {
                    Some(file) => write!(f, "file={file}")?,
                    None => f.write_str("memory")?,
                }
                write!(f, " notes={notes} ms={}", took.as_millis())
            }
            Self::Asked { source, question, ids, outcome, bytes, took } => {
                write!(f, "asked source={} question={question} ids={ids} {outcome}", source.key())?;
                write!(f, " bytes={bytes} ms={}", took.as_millis())
            }
            Self::Asking { source, id } => {
                write!(f, "asking source={} id=", source.key())?;
                match id.kind() {
                    // These hold whatever was written: an address may have a query, a key any word.
                    IdentifierKind::Url | IdentifierKind::Key => f.write_str(id.kind().prefix()),
                    _ => write!(f, "{}", Shown::word(&id.to_string())),
                }
            }
            Self::Again { source, tries, pause } => {
                write!(f, "again source={} tries={tries} ms={}", source.key(), pause.as_millis())
            }
            Self::Breaker { source, question, open } => {
                write!(f, "breaker source={} question={question} open={open}", source.key())
            }
            Self::Paused { source, pause } => write!(f, "paused source={} ms={}", source.key(), pause.as_millis()),
            Self::NotUnderstood { bytes } => write!(f, "not-understood bytes={bytes}"),
            Self::BrokeOff { place } => write!(f, "broke-off at={}:{}", Shown::word(place.file()), place.line()),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status={status}"),
            Self::Failed(why) => write!(f, "failed={why}"),
        }
    }
}
