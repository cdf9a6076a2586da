//! The command line's words.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::findings::Severity;

/// Checks the references of Markdown manuscripts against the scholarly record.
#[derive(Parser, Debug)]
#[command(name = "ibid", version, about, disable_help_subcommand = true, after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Settings shared by all commands.
    #[command(flatten)]
    pub(super) shared: Shared,
    /// The command.
    #[command(subcommand)]
    pub(super) command: Command,
}

pub(super) const EXAMPLES: &str = "\
Examples:
  ibid check review.md               what disagrees with the registries, with evidence
  ibid check --offline .             without the network
  ibid show 10.1016/S0140-6736(97)11096-0";

/// Settings shared by all commands.
#[derive(Args, Debug, Clone)]
pub(super) struct Shared {
    /// Read this configuration file after the others; without it, the one that `IBID_CONFIG` names
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Print less: findings only
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Tell on standard error what is done; twice, also what is asked and waited for
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
}

/// When to use colours.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Check manuscripts
    Check(Check),
    /// List every identifier found, with its place
    List(List),
    /// Show the record of a work
    Show(Show),
    /// Find a work by title, author, year: in the store, then at Crossref and PubMed
    Search(Search),
    /// Write the lock file: the records of what is cited, beside the manuscript
    Lock(Lock),
    /// Say what a rule means
    Rule(Rule),
    /// Say what was loaded and why: configuration, store, sources
    Status(Status),
    /// The record store that editor and command line share
    #[command(subcommand)]
    Store(Store),
    /// Run the language server on standard input and output
    Lsp(Lsp),
    /// Print completions for a shell
    Completions(Completions),
}

impl Command {
    /// Its name.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Check(_) => "check",
            Self::List(_) => "list",
            Self::Show(_) => "show",
            Self::Search(_) => "search",
            Self::Lock(_) => "lock",
            Self::Rule(_) => "rule",
            Self::Status(_) => "status",
            Self::Store(_) => "store",
            Self::Lsp(_) => "lsp",
            Self::Completions(_) => "completions",
        }
    }
}

/// Which manuscripts.
#[derive(Args, Debug)]
pub(super) struct Paths {
    /// Files and folders; the current folder where none is given, standard input for `-`
    pub(super) paths: Vec<PathBuf>,
    /// The name that standard input goes by
    #[arg(long, value_name = "FILE")]
    pub(super) stdin_filename: Option<PathBuf>,
}

/// Where knowledge may come from.
#[derive(Args, Debug, Clone, Copy, Default)]
pub(super) struct Knowing {
    /// Use the lock file and the store, not the network
    #[arg(long, env = "IBID_OFFLINE", value_parser = clap::builder::FalseyValueParser::new())]
    pub(super) offline: bool,
    /// Use the lock file alone: no store, no network, no clock
    #[arg(long)]
    pub(super) locked: bool,
}

/// `ibid check`.
#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) paths: Paths,
    #[command(flatten)]
    pub(super) knowing: Knowing,
    /// Ask again what is known already: only notices, or everything
    #[arg(long, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "all", conflicts_with_all = ["offline", "locked"])]
    pub(super) refresh: Option<Refresh>,
    /// Check only these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Check these rules or groups as well
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) extend_select: Vec<String>,
    /// Do not check these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// The mildest finding that makes the exit status 1
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = ["error", "warning", "info"])]
    pub(super) fail_on: String,
    /// Exit with 3 when something stayed unchecked
    #[arg(long)]
    pub(super) require_checked: bool,
    /// Ignore the project's configuration, front matter, suppressions and lock file; use only yours
    #[arg(long)]
    pub(super) isolated: bool,
    /// Show findings that the project asks to ignore, with their reasons
    #[arg(long)]
    pub(super) show_ignored: bool,
    /// The mildest finding shown
    #[arg(long, value_name = "SEVERITY", default_value = "info", value_parser = ["error", "warning", "info", "hint"])]
    pub(super) show: String,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) output_format: CheckFormat,
    /// Print how often each rule found something
    #[arg(long)]
    pub(super) statistics: bool,
    /// Exit with 0 whatever is found
    #[arg(long)]
    pub(super) exit_zero: bool,
}

/// Formats of `check`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckFormat {
    /// Excerpts with carets.
    Text,
    /// One line a finding.
    Concise,
    /// One JSON object.
    Json,
}

/// What to ask again.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refresh {
    /// Retractions and other notices.
    Notices,
    /// Everything.
    All,
}

/// `ibid list`.
#[derive(Args, Debug)]
pub(super) struct List {
    #[command(flatten)]
    pub(super) paths: Paths,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) output_format: ListFormat,
}

/// Formats of `list`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListFormat {
    /// One line an identifier.
    Text,
    /// One JSON object.
    Json,
}

/// `ibid show`.
#[derive(Args, Debug)]
pub(super) struct Show {
    /// Identifiers: DOI, PMID, PMCID, arXiv identifier …, in any spelling
    #[arg(required = true, value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// Also similar articles, works that cite it, and works that it cites; asks PubMed and Crossref
    #[arg(long)]
    pub(super) related: bool,
    #[command(flatten)]
    pub(super) knowing: Knowing,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ShowFormat,
}

/// Formats of `show`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShowFormat {
    /// A page to read.
    Text,
    /// The same as Markdown.
    Markdown,
    /// One JSON object.
    Json,
    /// A BibTeX entry.
    Bibtex,
    /// A RIS record.
    Ris,
}

/// `ibid search`.
#[derive(Args, Debug)]
pub(super) struct Search {
    /// Words of the title, names of authors, the year; a whole reference does well
    #[arg(required = true, value_name = "WORDS")]
    pub(super) words: Vec<String>,
    /// Look in the store only, and send nothing
    #[arg(long, env = "IBID_OFFLINE", value_parser = clap::builder::FalseyValueParser::new())]
    pub(super) offline: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: SearchFormat,
}

/// Formats of `search`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SearchFormat {
    /// A list to read.
    Text,
    /// One JSON object.
    Json,
}

/// `ibid lock`.
#[derive(Args, Debug)]
pub(super) struct Lock {
    #[command(flatten)]
    pub(super) paths: Paths,
    /// Use the store, not the network
    #[arg(long, env = "IBID_OFFLINE", value_parser = clap::builder::FalseyValueParser::new())]
    pub(super) offline: bool,
    /// Ask again what is locked already: only notices, or everything
    #[arg(long, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    pub(super) refresh: Option<Refresh>,
    /// Write nothing; fail when the lock file is incomplete or has what nothing cites
    #[arg(long, conflicts_with = "refresh")]
    pub(super) check: bool,
    /// Keep abstracts in the lock file; many are under their publishers' copyright
    #[arg(long, value_name = "WHICH")]
    pub(super) abstracts: Option<Abstracts>,
}

/// Which abstracts a lock keeps.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abstracts {
    /// All that the sources give.
    All,
}

/// `ibid rule`.
#[derive(Args, Debug)]
pub(super) struct Rule {
    /// The rule; all are listed where none is given
    pub(super) name: Option<String>,
}

/// `ibid status`.
#[derive(Args, Debug)]
pub(super) struct Status {
    /// The folder or manuscript to speak of
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
}

/// `ibid store`.
#[derive(Subcommand, Debug)]
pub(super) enum Store {
    /// Print where it is
    Path,
    /// Print what is in it
    Info,
    /// Drop records that were not looked up again for so many days
    Prune {
        /// Drop what is older than this many days
        #[arg(long, value_name = "DAYS", default_value_t = 180)]
        older_than: u32,
    },
}

/// `ibid lsp`.
#[derive(Args, Debug)]
pub(super) struct Lsp {
    /// Accepted for clients that pass it; there is no other way
    #[arg(long)]
    pub(super) stdio: bool,
}

/// `ibid completions`.
#[derive(Args, Debug)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// The severity of a word that `clap` has accepted.
pub(super) fn severity(word: &str) -> Severity {
    Severity::ALL.into_iter().find(|severity| severity.key() == word).unwrap_or(Severity::Error)
}
