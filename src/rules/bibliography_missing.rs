//! A bibliography that the manuscript names cannot be read.

use super::{ANY_LEVEL, Context, Group, Needs, Rule};
use crate::bibliography::Declared;
use crate::findings::{Finding, Severity};

pub(super) static RULE: Rule = Rule {
    name: "bibliography-missing",
    group: Group::Files,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Text,
    summary: "A bibliography that the manuscript names cannot be read.",
    page: include_str!("../../docs/rules/bibliography-missing.md"),
    check,
};

/// How many characters of a path are shown.
const SHOWN: usize = 40;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for unread in &context.library.unread {
        let Some(why) = &unread.why else { continue };
        let declared = &unread.declared;
        // A notebook that writes its own bibliography names it in its code as well.
        let name = declared.path.rsplit('/').next().unwrap_or(&declared.path);
        if memchr::memmem::find_iter(context.document.text().as_bytes(), name).count() > 1 {
            continue;
        }
        findings.push(finding(declared, why));
    }
}

/// What to say of a bibliography that is named and cannot be read, and why.
#[must_use]
pub fn finding(declared: &Declared, why: &str) -> Finding {
    let path = crate::config::shortened(&declared.path, SHOWN);
    Finding {
        subject: Some(declared.path.clone()),
        help: Some(format!("“{}”: {why}.\nMend the path, or put the file there.", declared.path)),
        ..Finding::new(
            RULE.name,
            ANY_LEVEL,
            &declared.file,
            declared.span,
            format!("The bibliography “{path}” cannot be read."),
        )
    }
}
