//! What stays of a finding when the text around it moves.

use super::Finding;

/// A hash of rule, identifier or subject, and manuscript, as 16 hexadecimal digits; never of a position.
///
/// The manuscript is its path below the project's root, so that the working directory does not matter.
#[must_use]
pub fn fingerprint(finding: &Finding) -> String {
    let subject = match (&finding.subject, &finding.identifier) {
        (Some(subject), _) => subject.clone(),
        (None, Some(identifier)) => identifier.to_string(),
        (None, None) => String::new(),
    };
    format!("{:016x}", stable_hash(&[finding.rule, &subject, &finding.file.project_path].join("\0")))
}

/// A number made of a text, the same on every machine and in every version: FNV-1a (64 bits).
#[must_use]
pub fn stable_hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::findings::Severity;
    use crate::record::Identifier;
    use crate::text::{SourceFile, Span};

    #[test]
    fn is_the_same_wherever_the_finding_stands() {
        let file = Arc::new(SourceFile::new("review.md", "two words"));
        let at = |span| Finding {
            identifier: Some(Identifier::from_doi("10.1000/a")),
            ..Finding::new("retracted", Severity::Error, &file, span, "…")
        };
        let here = fingerprint(&at(Span::new(0, 3)));
        assert_eq!(here, fingerprint(&at(Span::new(4, 9))));
        assert_eq!(here, "5c53f2910661556e", "the same in every version");
        let elsewhere = Arc::new(SourceFile::new("/home/r/paper/review.md", "two words").in_project("review.md"));
        assert_eq!(
            here,
            fingerprint(&Finding { file: elsewhere, ..at(Span::new(0, 3)) }),
            "wherever it is called from"
        );
        assert_ne!(here, fingerprint(&Finding { rule: "corrected", ..at(Span::new(0, 3)) }));
    }
}
