//! A file cannot be read.
//!
//! Whoever reads files makes this finding; the other files go on.

use std::sync::Arc;

use super::{ANY_LEVEL, Group, Needs, Rule};
use crate::findings::{Finding, Severity};
use crate::text::{SourceFile, Span};

pub(super) static RULE: Rule = Rule {
    name: "unreadable-file",
    group: Group::Files,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Text,
    summary: "A file cannot be read.",
    page: include_str!("../../docs/rules/unreadable-file.md"),
    check: |_, _| {},
};

/// The finding of a file; `why` ends a sentence that begins "This file cannot be read: " ("it is not
/// UTF-8 (byte 1,024)").
#[must_use]
pub fn finding(file: SourceFile, why: &str) -> Finding {
    let file = Arc::new(file);
    Finding {
        help: Some("The other files were checked. Save this one as UTF-8 text, or leave it out.".into()),
        ..Finding::new(RULE.name, ANY_LEVEL, &file, Span::empty(0), format!("This file cannot be read: {why}."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finding_stands_at_the_files_head() {
        let finding = finding(SourceFile::new("paper/review.md", ""), "it is not UTF-8 (byte 1,024)");
        assert_eq!(finding.message, "This file cannot be read: it is not UTF-8 (byte 1,024).");
        assert_eq!((&*finding.file.path, finding.span), ("paper/review.md", Span::empty(0)));
        assert_eq!((finding.rule, finding.severity), ("unreadable-file", Severity::Error));
    }
}
