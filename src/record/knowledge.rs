//! The four values of knowledge about an identifier.

use std::fmt;
use std::sync::Arc;

use super::{Day, Notice, Record, Source};

/// Why an identifier is unchecked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Nobody asked yet.
    NotAsked,
    /// Asking is switched off, and neither lock nor store knows it.
    Offline,
    /// Only the lock is consulted (`--locked`), and it lacks it.
    NotInLock,
    /// The lock says something of it that this version cannot read, such as a notice of a kind of a later version.
    NotRead,
    /// A source did not give a usable answer; `what` says how, in words for people ("answered with a log-in page").
    NotAnswered {
        /// Who.
        source: Source,
        /// How it failed: the end of a sentence that begins with the source's name.
        what: String,
    },
    /// All who were to be asked have answered, and it is open all the same; the last of them is `source`, and `what` says
    /// what is missing, in words for people ("does not know this short DOI").
    Undecided {
        /// Whose answer leaves it open.
        source: Source,
        /// The end of a sentence that begins with the source's name.
        what: String,
    },
    /// The time for the run was used up first.
    Budget,
    /// The only answer is older than it may be.
    Stale,
}

impl Reason {
    /// The key in JSON's `unchecked_because`.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::NotAsked => "not-asked".into(),
            Self::Offline => "offline".into(),
            Self::NotInLock => "not-in-lock".into(),
            Self::NotRead => "not-read-in-lock".into(),
            Self::NotAnswered { source, .. } => format!("{}-did-not-answer", source.key()),
            Self::Undecided { .. } => "undecided".into(),
            Self::Budget => "out-of-time".into(),
            Self::Stale => "stale".into(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAsked => f.write_str("not asked yet"),
            Self::Offline => f.write_str("offline"),
            Self::NotInLock => f.write_str("not in the lock file"),
            Self::NotRead => f.write_str("the lock file has a notice or source that this version cannot read"),
            Self::NotAnswered { source, what } | Self::Undecided { source, what } => write!(f, "{source} {what}"),
            Self::Budget => f.write_str("the time for look-ups was used up"),
            Self::Stale => f.write_str("the last answer is too old"),
        }
    }
}

/// What one source said of one identifier, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Who said it.
    pub source: Source,
    /// When the record was fetched.
    pub fetched: Day,
    /// The record.
    pub record: Arc<Record>,
    /// When the notices were last asked for; never before `fetched`.
    pub notices_fetched: Day,
    /// Notices as of then; these stand, not those in the record.
    pub notices: Arc<[Notice]>,
    /// Whether the record was written down by hand (`transcribed`) instead of fetched.
    pub transcribed: bool,
}

impl View {
    /// A record that `source` gave on a day, and had no notices of.
    #[must_use]
    pub fn of(source: Source, record: Record, day: Day) -> Self {
        Self {
            source,
            fetched: day,
            record: Arc::new(record),
            notices_fetched: day,
            notices: Arc::default(),
            transcribed: false,
        }
    }
}

/// An identifier that an authority knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The registration agency, in its own spelling ("Crossref", "ISTIC").
    pub agency: Option<String>,
    /// The identifier it is an alias of (a short DOI's long one).
    pub alias_of: Option<super::Identifier>,
    /// What sources say; empty for "registered, no open metadata". At most one view a source.
    pub views: Vec<View>,
    /// Sources of records that were asked and have none.
    pub lacking: Vec<Source>,
}

impl Known {
    /// The view that stands for the work.
    #[must_use]
    pub fn view(&self) -> Option<&View> {
        self.views.first()
    }

    /// The record that stands for the work.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.view().map(|view| &*view.record)
    }

    /// All notices about the work, gravest first.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        let mut notices: Vec<&Notice> = self.views.iter().flat_map(|view| view.notices.iter()).collect();
        notices.sort_by_key(|notice| notice.kind);
        notices.into_iter()
    }
}

/// An identifier that every authority denies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Who was asked, for people: "Crossref, doi.org".
    pub authority: String,
    /// When.
    pub asked: Day,
}

/// What is known of one identifier (design principle 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// It exists; there may be a record.
    Known(Arc<Known>),
    /// Every authority that could know it denies it.
    Absent(Absent),
    /// Not asked, or not answered.
    Unchecked(Reason),
    /// No source knows this kind.
    Unsupported,
}

impl Knowledge {
    /// The word in JSON's `state`.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match self {
            Self::Known(_) => "known",
            Self::Absent(_) => "absent",
            Self::Unchecked(_) => "unchecked",
            Self::Unsupported => "unsupported",
        }
    }

    /// What is known, if it is.
    #[must_use]
    pub fn known(&self) -> Option<&Known> {
        match self {
            Self::Known(known) => Some(known),
            _ => None,
        }
    }
}
