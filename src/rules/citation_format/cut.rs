//! A key that pandoc ends before its author does.

use super::{RULE, SHOWN};
use crate::findings::Finding;
use crate::rules::{ANY_LEVEL, Context};
use crate::syntax::{Citation, CitationSyntax};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let text = context.document.text();
    for citation in context.document.citations.iter().filter(|citation| citation.is_cut()) {
        let key = citation.key(text);
        // A bibliography that has the short key is asked for that one.
        let is_meant = context.library.get(key).is_some() || context.typed.contains(key);
        // An address is found with or without the slash at its end.
        let is_identifier =
            || context.document.identifier_of(citation).is_some_and(|found| found.id.kind().is_supported());
        let is_pandoc = citation.is_of_work() && citation.syntax == CitationSyntax::Pandoc;
        if is_pandoc && !is_meant && is_identifier() {
            findings.push(finding(context, citation));
        }
    }
}

fn finding(context: &Context<'_>, citation: &Citation) -> Finding {
    let text = context.document.text();
    let (key, meant) = (citation.key(text), citation.meant.of(text));
    let shown = |text: &str| crate::config::shortened(text, SHOWN);
    let mark = text[citation.span.range().end..].chars().next().unwrap_or(' ');
    Finding {
        subject: Some(key.to_owned()),
        help: Some(format!("Pandoc reads “{}”, which nothing defines. Write @{{{}}}.", shown(key), shown(meant))),
        ..Finding::new(
            RULE.name,
            ANY_LEVEL,
            &context.document.file,
            citation.meant,
            format!("For pandoc this key ends before “{mark}”: it needs braces, @{{…}}."),
        )
    }
}
