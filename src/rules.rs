//! The rules: a manuscript held against what is known. One file a rule.

mod acknowledgement;
mod cited;
mod existence;
mod malformed;
mod numbered;
mod told;

mod level;
mod registry;
mod rule;
mod suppression;

pub mod bibliography_missing;
mod bibliography_syntax;
mod citation_format;
mod citation_gap;
mod citation_order;
pub mod config;
mod corrected;
mod duplicate_key;
mod duplicate_work;
mod expression_of_concern;
mod identifier_form;
mod malformed_arxiv;
mod malformed_doi;
mod malformed_isbn;
mod malformed_pmcid;
mod malformed_pmid;
mod missing_field;
mod newer_version;
mod not_in_lock;
mod notice_cited;
mod partly_retracted;
mod placeholder;
mod retracted;
mod retracted_and_republished;
mod superseded_preprint;
mod uncited_reference;
mod undefined_citation;
pub mod unreadable_file;
mod unregistered_arxiv;
mod unregistered_doi;
mod unregistered_pmcid;
mod unregistered_pmid;
mod unseparated_keys;
pub mod unused_entry;
pub mod unused_suppression;

pub use cited::{CitedWork, CitedWorks, Denied};
pub use level::level;
pub use registry::{RULES, by_name, includes, nearest, selects};
pub use rule::{ANY_LEVEL, Context, Group, Needs, Rule};
pub use suppression::{Suppressed, Used, suppress};
