//! What `check --output-format json` prints.

use std::collections::BTreeMap;

use serde::Serialize;

use super::parts::{Place, Range, places};
use super::{VERSION, print};
use crate::findings::{Edit, Evidence, Finding, Fix, Related, Severity, fingerprint};
use crate::report::{Checked, Summary};

#[derive(Serialize)]
struct CheckObject<'a> {
    version: u32,
    ibid: &'static str,
    findings: Vec<FindingObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ignored: Vec<IgnoredObject<'a>>,
    summary: SummaryObject,
}

#[derive(Serialize)]
struct FindingObject<'a> {
    rule: &'a str,
    severity: &'a str,
    certainty: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    path: &'a str,
    range: Range,
    start: Place,
    end: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<String>,
    fingerprint: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<EvidenceObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixObject<'a>>,
}

#[derive(Serialize)]
struct IgnoredObject<'a> {
    reason: &'a str,
    #[serde(flatten)]
    finding: FindingObject<'a>,
}

#[derive(Serialize)]
struct EvidenceObject<'a> {
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fetched: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded: Option<&'a str>,
}

#[derive(Serialize)]
struct RelatedObject<'a> {
    path: &'a str,
    range: Range,
    message: &'a str,
}

#[derive(Serialize)]
struct FixObject<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct EditObject<'a> {
    path: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct SummaryObject {
    files: usize,
    manuscripts: usize,
    identifiers: usize,
    citations: usize,
    references: usize,
    no_identifier: usize,
    known: usize,
    absent: usize,
    #[serde(skip_serializing_if = "is_none")]
    not_compared: usize,
    unchecked: usize,
    unsupported: usize,
    unchecked_because: BTreeMap<String, usize>,
    ignored: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    hints: usize,
}

/// Whether a count that says something only where there is anything may be left out.
fn is_none(count: &usize) -> bool {
    *count == 0
}

/// The object, ending with a newline.
#[must_use]
pub fn check_json(checked: &Checked) -> String {
    let ignored = checked.ignored.iter();
    print(&CheckObject {
        version: VERSION,
        ibid: env!("CARGO_PKG_VERSION"),
        findings: checked.findings.iter().map(FindingObject::of).collect(),
        ignored: ignored
            .map(|ignored| IgnoredObject { reason: &ignored.reason, finding: FindingObject::of(&ignored.finding) })
            .collect(),
        summary: SummaryObject::of(&checked.summary),
    })
}

impl<'a> FindingObject<'a> {
    fn of(finding: &'a Finding) -> Self {
        let (start, end) = places(&finding.file, finding.span);
        Self {
            rule: finding.rule,
            severity: finding.severity.key(),
            certainty: finding.certainty.key(),
            message: &finding.message,
            help: finding.help.as_deref(),
            path: &finding.file.path,
            range: finding.span.into(),
            start,
            end,
            identifier: finding.identifier.as_ref().map(ToString::to_string),
            fingerprint: fingerprint(finding),
            evidence: finding.evidence.iter().map(EvidenceObject::of).collect(),
            related: finding.related.iter().map(RelatedObject::of).collect(),
            fixes: finding.fixes.iter().map(FixObject::of).collect(),
        }
    }
}

impl<'a> EvidenceObject<'a> {
    fn of(evidence: &'a Evidence) -> Self {
        Self {
            source: &evidence.source,
            fetched: evidence.fetched.map(|day| day.to_string()),
            field: evidence.field.as_deref(),
            written: evidence.written.as_deref(),
            recorded: evidence.recorded.as_deref(),
        }
    }
}

impl<'a> RelatedObject<'a> {
    fn of(related: &'a Related) -> Self {
        Self { path: &related.file.path, range: related.span.into(), message: &related.message }
    }
}

impl<'a> FixObject<'a> {
    fn of(fix: &'a Fix) -> Self {
        Self { title: &fix.title, safe: fix.safe, edits: fix.edits.iter().map(EditObject::of).collect() }
    }
}

impl<'a> EditObject<'a> {
    fn of(edit: &'a Edit) -> Self {
        Self { path: &edit.file.path, start: edit.span.start, end: edit.span.end, text: &edit.text }
    }
}

impl SummaryObject {
    fn of(summary: &Summary) -> Self {
        let mut unchecked_because = BTreeMap::new();
        for (reason, count) in summary.unchecked_because() {
            *unchecked_because.entry(reason.key()).or_default() += count;
        }
        Self {
            files: summary.files,
            manuscripts: summary.manuscripts,
            identifiers: summary.identifiers(),
            citations: summary.citations,
            references: summary.references,
            no_identifier: summary.no_identifier,
            known: summary.known(),
            absent: summary.absent(),
            not_compared: summary.alone(),
            unchecked: summary.unchecked(),
            unsupported: summary.unsupported(),
            unchecked_because,
            ignored: summary.ignored,
            errors: summary.of(Severity::Error),
            warnings: summary.of(Severity::Warning),
            infos: summary.of(Severity::Info),
            hints: summary.of(Severity::Hint),
        }
    }
}
