//! What is read from a manuscript's source, in small cases.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "tests read manuscripts and say what they skip")]

#[path = "syntax/blocks.rs"]
mod blocks;
#[path = "syntax/citations.rs"]
mod citations;
#[path = "syntax/corpora.rs"]
mod corpora;
#[path = "syntax/directives.rs"]
mod directives;
#[path = "syntax/dois.rs"]
mod dois;
#[path = "syntax/edits.rs"]
mod edits;
#[path = "syntax/identifiers.rs"]
mod identifiers;
#[path = "syntax/numbers.rs"]
mod numbers;
#[path = "syntax/properties.rs"]
mod properties;

use std::sync::Arc;

use ibid::syntax::{Dialect, Document, parse};
use ibid::text::SourceFile;

/// Reads `text` as a file of the default flavour.
fn read(text: &str) -> Document {
    parse(Arc::new(SourceFile::new("paper.md", text)), Dialect::default())
}

/// Every identifier as "meant place form", in order.
fn seen(text: &str) -> Vec<String> {
    let document = read(text);
    let one = |found: &ibid::syntax::Occurrence| format!("{} {} {:?}", found.meant, found.place.key(), found.form);
    document.identifiers.iter().map(one).collect()
}

/// Every DOI as meant, in order.
fn meant(text: &str) -> Vec<String> {
    let document = read(text);
    document.identifiers.iter().filter(|found| found.is_doi()).map(|found| found.meant.to_string()).collect()
}
