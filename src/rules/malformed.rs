//! What is announced as an identifier and cannot be one: what the rules of each kind share.

use super::{ANY_LEVEL, Context, Rule};
use crate::findings::Finding;
use crate::record::IdentifierKind;

/// A finding for each place that announces an identifier of this kind and has none.
pub(super) fn announced(context: &Context<'_>, rule: &Rule, kind: IdentifierKind, findings: &mut Vec<Finding>) {
    let (name, help) = match kind {
        IdentifierKind::Pmid => ("PMID", "A PMID is one to eight digits: 36497410."),
        IdentifierKind::Pmcid => ("PMCID", "A PMCID is “PMC” and digits: PMC9736289."),
        IdentifierKind::Arxiv => (
            "arXiv identifier",
            "It is year and month, a full stop and a number, 1706.03762, or of old hep-th/9901001.",
        ),
        IdentifierKind::Isbn => ("ISBN", "An ISBN has ten or thirteen digits, the last of which checks the others."),
        _ => ("DOI", "A DOI is “10.”, a number, “/” and what the publisher chose: 10.1000/xyz123."),
    };
    let text = context.document.text();
    for malformed in context.document.malformed.iter().filter(|malformed| malformed.kind == kind) {
        let sentence = context.document.sentence(malformed.span).of(text);
        let message = format!("This {name} {}.", malformed.why.trim_end_matches('.'));
        findings.push(Finding {
            subject: Some(sentence.split_whitespace().collect::<Vec<_>>().join(" ")),
            help: Some(help.into()),
            ..Finding::new(rule.name, ANY_LEVEL, &context.document.file, malformed.span, message)
        });
    }
}
