//! One door to all formats.

use std::sync::Arc;

use super::{Bibliography, Entry, Format, bibtex, csl_json, csl_yaml, nbib, ris};
use crate::record::Record;
use crate::syntax::Occurrence;
use crate::text::SourceFile;

/// Reads a file that is written in `format`.
#[must_use]
pub fn read(file: Arc<SourceFile>, format: Format) -> Bibliography {
    match format {
        Format::Bibtex => bibtex::read(file),
        Format::CslJson => csl_json::read(file),
        Format::CslYaml => csl_yaml::read(file),
        Format::Ris => ris::read(file),
        Format::Nbib => nbib::read(file),
    }
}

impl Bibliography {
    /// The work of one of its entries, as the entry tells it.
    #[must_use]
    pub fn record(&self, entry: &Entry) -> Record {
        match self.format {
            Format::Bibtex => bibtex::record(self, entry),
            Format::CslJson => csl_json::record(self, entry),
            Format::CslYaml => csl_yaml::record(self, entry),
            Format::Ris => ris::record(self, entry),
            Format::Nbib => nbib::record(self, entry),
        }
    }

    /// The identifiers that one of its entries has.
    #[must_use]
    pub fn identifiers(&self, entry: &Entry) -> Vec<Occurrence> {
        match self.format {
            Format::Bibtex => bibtex::identifiers(self, entry),
            Format::CslJson => csl_json::identifiers(self, entry),
            Format::CslYaml => csl_yaml::identifiers(self, entry),
            Format::Ris => ris::identifiers(self, entry),
            Format::Nbib => nbib::identifiers(self, entry),
        }
    }
}
