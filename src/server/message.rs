//! Everything that can happen to the session, and everything it can ask for.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use serde_json::Value as Json;

use super::books::{Fetched, Fetching};
use super::documents::{Address, Edition};
use super::indexing::Indexing;
use super::locking::Locking;
use super::offer::Offer;
use super::pool::{Analysed, Job};
use super::progress::{Run, Standing};
use super::surroundings::{Preparation, Prepared};
use super::survey::Survey;
use super::tracing::{Aim, Trace, Traced, Tracing};
use super::workspace::Settings;
use crate::analysis::{Completion, Definition, Hint, Link, Offered, Snapshot, Symbol};
use crate::bibliography::Library;
use crate::config::Config;
use crate::findings::Finding;
use crate::record::{Beginning, Begun, Day, Identifier, Records};
use crate::reference::Candidates;
use crate::resolve::Priority;
use crate::store::StoreInfo;
use crate::syntax::Document;
use crate::syntax::tree::Node;
use crate::text::{Change, ColumnUnit, Point, SourceFile, Span};

/// Now, as far as the session needs to know.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// For waiting.
    pub(super) at: Instant,
    /// For ages.
    pub(super) today: Day,
}

/// Stands for a client's request until it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Ticket(pub(super) u64);

/// What a client can do, and who it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Hello {
    /// The process that started this one, where it says so.
    pub(super) parent: Option<u32>,
    /// What columns count.
    pub(super) unit: ColumnUnit,
    /// Its workspace folders.
    pub(super) folders: Vec<PathBuf>,
    /// Settings that the editor's plug-in gives.
    pub(super) settings: Option<Node>,
    /// Whether the workspace is one that the user trusts.
    pub(super) trusted: bool,
    /// Whether it can be asked for its settings.
    pub(super) gives_settings: bool,
    /// Whether it tells when its settings change only if it is asked to.
    pub(super) registers_settings: bool,
    /// Whether it watches files for the server.
    pub(super) watches_files: bool,
    /// Whether it asks for hints again when told to.
    pub(super) refreshes_hints: bool,
    /// Whether it asks for tooltips of hints one by one.
    pub(super) resolves_tooltips: bool,
    /// Whether it shows other places of a diagnostic.
    pub(super) shows_related: bool,
    /// Whether a definition may tell what it defines, and how much of the other place to show.
    pub(super) links_definitions: bool,
    /// Whether an edit may say which version of a document it is about.
    pub(super) versions_edits: bool,
    /// Whether it asks for diagnostics, and asks again when told to.
    pub(super) pulls_diagnostics: bool,
    /// Whether it shows how far something is.
    pub(super) shows_progress: bool,
}

/// Something a client waits for.
#[derive(Debug)]
pub(super) enum Question {
    /// The first one.
    Hello(Box<Hello>),
    /// What is known of what stands at a place.
    Hover { address: Address, at: Point },
    /// The hints of a stretch of text.
    Hints { address: Address, from: Point, to: Point },
    /// What there is to say about a hint.
    Tooltip { address: Address, id: Identifier },
    /// The links of a document.
    Links { address: Address },
    /// What may go on from what is typed.
    Completion { address: Address, at: Point },
    /// What there is to say about something that may.
    Completed { address: Address, offered: Offered },
    /// Where what stands at a place is defined.
    Definition { address: Address, at: Point },
    /// Where the same stands in the document.
    Highlights { address: Address, at: Point },
    /// The entries of a bibliography.
    Symbols { address: Address },
    /// Where the same stands in the workspace, and where it is defined if that is wanted.
    References { address: Address, at: Point, definition: bool },
    /// What may be renamed at a place.
    Renameable { address: Address, at: Point },
    /// Another key in the place of one, everywhere.
    Rename { address: Address, at: Point, to: String },
    /// Something that is about no document.
    Inquiry(Inquiry),
    /// Something to be done.
    Command(Command),
    /// The findings of a document, unless they are those of this earlier report.
    Diagnostics { address: Address, before: Option<String> },
    /// The last one.
    Shutdown,
}

/// Something to know that is about no document.
#[derive(Clone, Debug)]
pub(super) enum Inquiry {
    /// The record of a work.
    Work(Identifier),
    /// What is in use and why.
    Status,
    /// What is found in the files of the workspace.
    Check,
}

/// Something to be done.
#[derive(Clone, Debug)]
pub(super) enum Command {
    /// Ask anew about what the open documents cite, or one of them.
    Refresh(Option<Address>),
    /// Look up all that a document cites.
    LookUpAll(Address),
    /// Put what a document cites into its project's lock.
    Lock(Address),
    /// Check the files of the workspace.
    CheckWorkspace,
}

/// The answer to a [`Question`].
#[derive(Debug)]
pub(super) enum Answer {
    /// To `Hello` and `Shutdown`: go on.
    Done,
    /// To `Hover`.
    Hover(Option<Shown>),
    /// To `Hints`.
    Hints(Option<Hints>),
    /// To `Tooltip`: Markdown.
    Tooltip(Option<String>),
    /// To `Links`.
    Links(Option<Links>),
    /// To `Completion`.
    Completion(Option<Choice>),
    /// To `Completed`: Markdown.
    Completed(Option<String>),
    /// To `Definition`.
    Definition(Option<Defined>),
    /// To `Highlights`.
    Highlights(Option<Highlights>),
    /// To `Symbols`.
    Symbols(Option<Outline>),
    /// To `References`.
    References(Option<Vec<Traced>>),
    /// To `Renameable`: what, or why not.
    Renameable(Result<Option<Renameable>, String>),
    /// To `Rename`: where to write it, or why nothing is changed.
    Renamed(Result<Renaming, String>),
    /// To `Diagnostics`.
    Diagnostics(Report),
    /// To `Inquiry`.
    Json(Json),
    /// To `Command`, and `Inquiry::Check`: what was done, or why nothing was.
    Said(Result<String, String>),
}

impl Question {
    /// Whether it is about what bibliographies define, so that these must have been read.
    pub(super) fn needs_bibliographies(&self) -> bool {
        matches!(
            self,
            Self::Completion { .. }
                | Self::Definition { .. }
                | Self::Completed { .. }
                | Self::References { .. }
                | Self::Renameable { .. }
                | Self::Rename { .. }
                | Self::Command(Command::Lock(_))
        )
    }

    /// The answer where there is nothing to say: the document is not open any more.
    pub(super) fn nothing(&self) -> Answer {
        match self {
            Self::Hello(_) | Self::Shutdown => Answer::Done,
            Self::Hover { .. } => Answer::Hover(None),
            Self::Hints { .. } => Answer::Hints(None),
            Self::Tooltip { .. } => Answer::Tooltip(None),
            Self::Links { .. } => Answer::Links(None),
            Self::Completion { .. } => Answer::Completion(None),
            Self::Completed { .. } => Answer::Completed(None),
            Self::Definition { .. } => Answer::Definition(None),
            Self::Highlights { .. } => Answer::Highlights(None),
            Self::Symbols { .. } => Answer::Symbols(None),
            Self::References { .. } => Answer::References(None),
            Self::Renameable { .. } => Answer::Renameable(Ok(None)),
            Self::Rename { .. } => Answer::Renamed(Err("The document was closed meanwhile.".into())),
            Self::Diagnostics { address, .. } => Answer::Diagnostics(Report::none(address.clone())),
            Self::Inquiry(_) => Answer::Json(Json::Null),
            Self::Command(_) => Answer::Said(Err("The document was closed meanwhile.".into())),
        }
    }
}

/// Links of one text.
#[derive(Debug)]
pub(super) struct Links {
    pub(super) file: Arc<SourceFile>,
    pub(super) links: Vec<Link>,
}

/// What may go on from what is typed in a text.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) address: Address,
    pub(super) file: Arc<SourceFile>,
    pub(super) completion: Completion,
}

/// Where something in a text is defined.
#[derive(Debug)]
pub(super) struct Defined {
    pub(super) address: Address,
    pub(super) file: Arc<SourceFile>,
    pub(super) definition: Definition,
}

/// Places of one text that mean the same.
#[derive(Debug)]
pub(super) struct Highlights {
    pub(super) file: Arc<SourceFile>,
    pub(super) spans: Vec<Span>,
}

/// The entries of a bibliography.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) file: Arc<SourceFile>,
    pub(super) symbols: Vec<Symbol>,
}

/// A key that may be renamed.
#[derive(Debug)]
pub(super) struct Renameable {
    pub(super) file: Arc<SourceFile>,
    pub(super) span: Span,
    pub(super) key: String,
}

/// Another key, and every place where it is to be written.
#[derive(Debug)]
pub(super) struct Renaming {
    pub(super) to: String,
    pub(super) files: Vec<Traced>,
}

/// The findings of a document, as a client asked for them.
#[derive(Debug)]
pub(super) enum Report {
    /// Those of the report with this number.
    Unchanged(String),
    /// These, by a number if they are of the newest text.
    Full { number: Option<String>, address: Address, findings: Arc<Vec<Finding>> },
}

/// Markdown about a stretch of text.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) file: Arc<SourceFile>,
    pub(super) span: Span,
    pub(super) markdown: String,
}

/// Hints of one text.
#[derive(Debug)]
pub(super) struct Hints {
    pub(super) address: Address,
    pub(super) file: Arc<SourceFile>,
    /// Each with its tooltip, unless the client asks for these one by one.
    pub(super) hints: Vec<(Hint, Option<String>)>,
}

/// What the user said to the sentence about what leaves the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Consent {
    /// Look up.
    Given,
    /// Work offline.
    Refused,
    /// Nothing: offline until they do.
    NoAnswer,
}

/// A document for whose references works are to be looked for.
#[derive(Debug)]
pub(super) struct Seek {
    pub(super) address: Address,
    pub(super) opening: u64,
    pub(super) document: Arc<Document>,
    pub(super) library: Arc<Library>,
    /// Whether registries may be asked; else only the store is.
    pub(super) may_ask: bool,
    pub(super) config: Arc<Config>,
}

/// Something that happened.
#[derive(Debug)]
pub(super) enum Event {
    /// A client waits for an answer.
    Asked(Ticket, Question),
    /// Clients that wait no longer.
    GivenUp(Vec<Ticket>),
    /// The client is ready.
    Initialized,
    /// A document is open.
    Opened { address: Address, language: String, version: i32, text: String },
    /// A document changed.
    Changed { address: Address, version: i32, changes: Vec<Change> },
    /// A document was saved.
    Saved { address: Address },
    /// A document is no longer open.
    Closed { address: Address },
    /// The client's settings changed; what it sent of them.
    SettingsChanged(Option<Node>),
    /// The settings that the client was asked for by this number; `None` where it gave none.
    Settings { pull: u64, settings: Option<Settings> },
    /// Workspace folders came and went.
    Folders { added: Vec<PathBuf>, removed: Vec<PathBuf> },
    /// Configuration or lock files changed.
    FilesChanged,
    /// What surrounds a document was read.
    Prepared(Box<Prepared>),
    /// The bibliographies of a document were read.
    Fetched(Box<Fetched>),
    /// A document was analysed.
    Analysed(Box<Analysed>),
    /// An analysis broke off.
    Failed { address: Address, edition: Edition, what: String },
    /// What the store has; what it lacks is not in the records, and of some it is time to ask again.
    Recalled { asked: Vec<Identifier>, records: Records, due: Vec<Identifier> },
    /// What the store has that begins as is typed where somebody waits for a completion.
    BegunFound(Ticket, Begun),
    /// The store in figures.
    StoreDescribed(Box<StoreInfo>),
    /// The store can be asked only now.
    StoreOpened,
    /// A lock was written, or not.
    Locked(Ticket, Result<String, String>),
    /// A file of the workspace was checked; what was found in it, if anything.
    Surveyed { path: PathBuf, address: Address, findings: Arc<Vec<Finding>> },
    /// A search for references of a document ended; why it could not be asked for all, if so.
    Sought { address: Address, opening: u64, found: Candidates, unanswered: Option<String> },
    /// So many of so many files of the workspace were checked.
    Surveying { done: usize, of: usize },
    /// The check of the workspace ended, with all files or before; what to say of it.
    SurveyEnded { said: String, whole: bool },
    /// The manuscripts of the workspace are read ahead so far.
    Indexing(Standing),
    /// A key was looked for in the workspace.
    Traced(Ticket, Aim, Trace),
    /// Answers from the registries.
    Resolved(Records),
    /// The registries have answered everything asked.
    Idle,
    /// The user's answer.
    Consent(Consent),
    /// The user's answer to an offer to look up the rest of a document.
    Offered { address: Address, opening: u64, all: bool },
    /// The user wants this run to end.
    Enough { run: Run },
    /// Something that whoever looks for a reason should find in the log.
    Note(String),
    /// A moment that the session waited for.
    Tick,
}

/// Something to be done.
#[derive(Debug)]
pub(super) enum Effect {
    /// Answer a client.
    Answer(Ticket, Answer),
    /// Read what surrounds a document.
    Prepare(Box<Preparation>),
    /// Read the bibliographies of a document.
    Fetch(Box<Fetching>),
    /// Look for a key in the workspace.
    Trace(Box<Tracing>),
    /// Read ahead which keys the manuscripts of the workspace cite.
    Index(Box<Indexing>),
    /// Analyse a document.
    Analyse(Box<Job>),
    /// Ask the store.
    Recall { ids: Vec<Identifier>, config: Arc<Config> },
    /// Ask the store what it has that begins so, for a completion.
    FindBegun { ticket: Ticket, beginning: Beginning, config: Arc<Config> },
    /// Ask the store how it is.
    DescribeStore(Arc<Config>),
    /// Ask the registries.
    LookUp { ids: Vec<Identifier>, priority: Priority, config: Arc<Config> },
    /// These need not be looked up any more.
    Cancel(Vec<Identifier>),
    /// Ask the user, unless it was said before on this machine.
    AskConsent(Arc<Config>),
    /// Offer the user to look up the rest of a document.
    Offer(Offer),
    /// Remember that the user agreed.
    Agreed(Arc<Config>),
    /// Show findings; without a version, a document that is no longer open.
    Publish { address: Address, version: Option<i32>, findings: Arc<Vec<Finding>> },
    /// Ask the registries anew, whatever is known.
    Refresh { ids: Vec<Identifier>, config: Arc<Config> },
    /// Write a lock.
    WriteLock(Box<Locking>),
    /// Look for works for references without an identifier.
    Seek(Box<Seek>),
    /// Check the files of the workspace.
    Survey(Box<Survey>),
    /// Show a sentence.
    Say(String),
    /// Make the client ask for hints again.
    RefreshHints,
    /// Make the client ask for diagnostics again.
    RefreshDiagnostics,
    /// Show how far this run is, or that it is over.
    Progress { run: Run, standing: Standing },
    /// Ask the client, by this number, for its settings, for each of these folders and for none.
    PullSettings { pull: u64, folders: Vec<PathBuf> },
    /// Have the client tell when its settings change, and when configuration or lock files do.
    Register { settings: bool, files: bool },
    /// Watch configuration and lock files in these folders, and in no others.
    WatchFiles(BTreeSet<PathBuf>),
    /// Warn the user, unless it was said by any of these keys before on this machine.
    SayOnce { keys: Vec<String>, message: String, config: Arc<Config> },
    /// Leave a line in the client's log.
    Log(String),
    /// Watch this process and leave when it is gone.
    WatchParent(u32),
    /// Let go of what was overtaken, after all else: giving back a long text takes a while.
    Forget(Box<Snapshot>),
    /// Stop asking registries.
    Rest,
}
