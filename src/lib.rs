//! ibid: a language server and linter for the citations of Markdown manuscripts.
//!
//! The map of the house, from the ground up; a module uses only what stands above it in this list.
//!
//! | module | what it knows |
//! |---|---|
//! | [`text`] | bytes, lines and columns; edits; nothing of Markdown |
//! | [`record`] | works, names, dates, notices, and the four values of knowledge |
//! | [`findings`] | what a rule reports: severity, evidence, fixes |
//! | [`syntax`] | what a manuscript says: zones, identifiers, directives, reference lists |
//! | [`bibliography`] | what bibliography files say: BibTeX, CSL-JSON, CSL-YAML, RIS, NBIB |
//! | [`sources`] | requests to the registries and the decoding of their answers, without I/O |
//! | [`config`] | the layers of configuration; only `config::discover` reads and writes files |
//! | [`lock`] | the lock file as text: reading, merging, writing |
//! | [`reference`] | references as written, part by part, against records |
//! | [`rules`] | a manuscript held against records: one file a rule; suppression |
//! | [`render`] | a record as text: hint, hover, page, BibTeX |
//! | [`analysis`] | pure questions to a snapshot: lint, hover, hints, list |
//! | [`log`] | edge: what ibid did and when, in lines that no text from outside can be in |
//! | [`store`] | edge: the shared record store (SQLite on its own thread) |
//! | [`resolve`] | edge: who is asked what and when; HTTP |
//! | [`report`] | findings as text, JSON … |
//! | [`server`] | edge: the language server; the only module that knows protocol types |
//! | [`cli`] | edge: one file a command |
//!
//! Everything above `log` is pure: no clock, environment, file, network or protocol type.
//!
//! [`reference`]: mod@reference

pub mod analysis;
pub mod bibliography;
pub mod cli;
pub mod config;
pub mod findings;
pub mod lock;
pub mod log;
pub mod record;
pub mod reference;
pub mod render;
pub mod report;
pub mod resolve;
pub mod rules;
pub mod server;
pub mod sources;
pub mod store;
pub mod syntax;
pub mod text;
