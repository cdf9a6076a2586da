//! To the protocol's types.

use std::str::FromStr as _;
use std::sync::Arc;

use serde_json::json;
use tower_lsp::ls_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, DocumentDiagnosticReport,
    DocumentDiagnosticReportResult, DocumentLink, FullDocumentDiagnosticReport, Hover, HoverContents, InlayHint,
    InlayHintLabel, InlayHintTooltip, Location, MarkupContent, MarkupKind, NumberOrString, Position, Range,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Uri,
};

use super::from;
use crate::findings::{Finding, Severity, Tag};
use crate::server::documents::Address;
use crate::server::message::{Hints, Links, Report, Shown};
use crate::text::{ColumnUnit, SourceFile, Span};

/// How spans of texts become the client's ranges.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::server) struct Style {
    /// What columns count.
    pub(in crate::server) unit: ColumnUnit,
    /// Whether the client shows other places of a diagnostic.
    pub(in crate::server) related: bool,
}

impl Style {
    fn position(self, file: &SourceFile, offset: u32) -> Position {
        let offset = (offset as usize).min(file.text.len());
        let line = file.lines.line_of(offset);
        let column = match self.unit {
            ColumnUnit::Utf8 => Span::empty(offset).start - file.lines.span(line).start,
            ColumnUnit::Utf16 => file.lines.utf16_column(&file.text, offset),
        };
        Position { line: u32::try_from(line).unwrap_or(u32::MAX), character: column }
    }

    fn range(self, file: &SourceFile, span: Span) -> Range {
        Range { start: self.position(file, span.start), end: self.position(file, span.end) }
    }

    /// A finding in the document at `address`.
    pub(in crate::server) fn diagnostic(self, address: &Address, finding: &Finding) -> Diagnostic {
        let related = finding.related.iter().filter(|_| self.related).filter_map(|related| {
            let uri = if Arc::ptr_eq(&related.file, &finding.file) {
                from::uri(address)?
            } else {
                Uri::from_file_path(&*related.file.path)?
            };
            let range = self.range(&related.file, related.span);
            Some(DiagnosticRelatedInformation { location: Location { uri, range }, message: related.message.clone() })
        });
        let related: Vec<_> = related.collect();
        Diagnostic {
            range: self.range(&finding.file, finding.span),
            severity: Some(severity(finding.severity)),
            code: Some(NumberOrString::String(finding.rule.into())),
            source: Some("ibid".into()),
            message: match &finding.help {
                Some(help) => format!("{}\n{help}", finding.message),
                None => finding.message.clone(),
            },
            related_information: (!related.is_empty()).then_some(related),
            tags: finding.tag.map(|tag| vec![self::tag(tag)]),
            ..Diagnostic::default()
        }
    }

    pub(in crate::server) fn report(self, report: Report) -> DocumentDiagnosticReportResult {
        let report: DocumentDiagnosticReport = match report {
            Report::Unchanged(result_id) => RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
            }
            .into(),
            Report::Full { number, address, findings } => RelatedFullDocumentDiagnosticReport {
                related_documents: None,
                full_document_diagnostic_report: FullDocumentDiagnosticReport {
                    result_id: number,
                    items: findings.iter().map(|finding| self.diagnostic(&address, finding)).collect(),
                },
            }
            .into(),
        };
        report.into()
    }

    pub(in crate::server) fn hover(self, shown: Shown) -> Hover {
        Hover {
            range: Some(self.range(&shown.file, shown.span)),
            contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: shown.markdown }),
        }
    }

    pub(in crate::server) fn hints(self, hints: Hints) -> Vec<InlayHint> {
        let Hints { address, file, hints } = hints;
        let hint = |(hint, about): (crate::analysis::Hint, Option<String>)| InlayHint {
            position: self.position(&file, hint.offset),
            label: InlayHintLabel::String(hint.label),
            kind: None,
            text_edits: None,
            data: about.is_none().then(|| json!({ "uri": *address.0, "id": hint.id.to_string() })),
            tooltip: about.map(tooltip),
            padding_left: Some(true),
            padding_right: None,
        };
        hints.into_iter().map(hint).collect()
    }

    pub(in crate::server) fn links(self, links: &Links) -> Vec<DocumentLink> {
        let link = |link: &crate::analysis::Link| DocumentLink {
            range: self.range(&links.file, link.span),
            target: Uri::from_str(&link.target).ok(),
            tooltip: Some(link.tooltip.to_owned()),
            data: None,
        };
        links.links.iter().map(link).filter(|link| link.target.is_some()).collect()
    }
}

/// A tooltip in Markdown.
pub(in crate::server) fn tooltip(markdown: String) -> InlayHintTooltip {
    InlayHintTooltip::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: markdown })
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

fn tag(tag: Tag) -> DiagnosticTag {
    match tag {
        Tag::Unnecessary => DiagnosticTag::UNNECESSARY,
        Tag::Deprecated => DiagnosticTag::DEPRECATED,
    }
}
