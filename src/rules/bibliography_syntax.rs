//! A part of a bibliography that cannot be read.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::bibliography::Bibliography;
use crate::findings::{Finding, Related, Severity};
use crate::syntax::Citation;

pub(super) static RULE: Rule = Rule {
    name: "bibliography-syntax",
    group: Group::Files,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Bibliography,
    summary: "A part of a bibliography that cannot be read.",
    page: include_str!("../../docs/rules/bibliography-syntax.md"),
    check,
};

/// How many characters of a key are shown.
const SHOWN: usize = 30;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    if let Some(own) = &context.library.own {
        findings.extend(own.faults.iter().map(|fault| Finding {
            subject: fault.lost.as_deref().map(str::to_owned),
            ..Finding::new(RULE.name, Severity::Warning, &document.file, fault.span, fault.message.clone())
        }));
        return;
    }
    let text = document.text();
    let mut cited: FxHashMap<&str, &Citation> = FxHashMap::default();
    if context.library.all().any(|file| !file.faults.is_empty()) {
        for citation in document.citations.iter().filter(|citation| citation.is_of_work()) {
            cited.entry(citation.key(text)).or_insert(citation);
        }
    }
    for file in context.library.all() {
        findings.extend(not_json(context, file, cited.values().copied().min_by_key(|citation| citation.span)));
        for fault in &file.faults {
            let Some(lost) = fault.lost.as_deref().filter(|lost| context.library.get(lost).is_none()) else { continue };
            let Some(citation) = cited.get(lost) else { continue };
            let name = file.name();
            let key = crate::config::shortened(lost, SHOWN);
            let at = file.file.lines.place(file.text(), fault.span.range().start);
            findings.push(Finding {
                subject: Some(lost.to_owned()),
                help: Some(format!("{name}, line {}: {}", at.line, fault.message)),
                related: vec![Related {
                    file: Arc::clone(&file.file),
                    span: fault.span,
                    message: "cannot be read".into(),
                }],
                ..Finding::new(
                    RULE.name,
                    ANY_LEVEL,
                    &document.file,
                    citation.span,
                    format!("The entry “{key}” of {name} cannot be read."),
                )
            });
        }
    }
}

/// A list of items that is no JSON: ibid reads what it can of it, others nothing.
fn not_json(context: &Context<'_>, file: &Arc<Bibliography>, citation: Option<&Citation>) -> Option<Finding> {
    let fault = file.faults.first().filter(|_| !file.is_well_formed)?;
    let at = file.file.lines.place(file.text(), fault.span.range().start);
    let (name, document) = (file.name(), context.document);
    Some(Finding {
        subject: Some(name.to_owned()),
        help: Some(format!("{name}, line {}: {}", at.line, fault.message)),
        related: vec![Related { file: Arc::clone(&file.file), span: fault.span, message: "cannot be read".into() }],
        ..Finding::new(
            RULE.name,
            ANY_LEVEL,
            &document.file,
            citation?.span,
            format!("{name} is no valid JSON, so other programs read none of it."),
        )
    })
}
