//! To the protocol's types.

use std::str::FromStr as _;
use std::sync::Arc;

use serde_json::json;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionList, CompletionTextEdit, Diagnostic,
    DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, DocumentChanges, DocumentDiagnosticReport,
    DocumentDiagnosticReportResult, DocumentHighlight, DocumentHighlightKind, DocumentLink, DocumentSymbol,
    DocumentSymbolResponse, Documentation, FullDocumentDiagnosticReport, GotoDefinitionResponse, Hover, HoverContents,
    InlayHint, InlayHintLabel, InlayHintTooltip, Location, LocationLink, MarkupContent, MarkupKind, NumberOrString,
    OneOf, OptionalVersionedTextDocumentIdentifier, Position, PrepareRenameResponse, Range,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, SymbolKind, TextDocumentEdit,
    TextEdit, UnchangedDocumentDiagnosticReport, Uri, WorkspaceEdit,
};

use super::from;
use crate::analysis::{Candidate, Offered, Place, Symbol};
use crate::findings::{Finding, Severity, Tag};
use crate::server::documents::Address;
use crate::server::message::{Choice, Defined, Highlights, Hints, Links, Outline, Renameable, Renaming, Report, Shown};
use crate::server::tracing::Traced;
use crate::text::{ColumnUnit, SourceFile, Span};

/// How spans of texts become the client's ranges.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::server) struct Style {
    /// What columns count.
    pub(in crate::server) unit: ColumnUnit,
    /// Whether the client shows other places of a diagnostic.
    pub(in crate::server) related: bool,
    /// Whether the client takes links for definitions.
    pub(in crate::server) links: bool,
    /// Whether the client takes versions of documents in edits.
    pub(in crate::server) versioned: bool,
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
            let uri =
                if Arc::ptr_eq(&related.file, &finding.file) { from::uri(address)? } else { uri_of(&related.file)? };
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

    pub(in crate::server) fn completion(self, choice: Choice) -> CompletionList {
        let Choice { address, file, completion } = choice;
        let range = self.range(&file, completion.replaced);
        let item = |(at, candidate): (usize, Candidate)| CompletionItem {
            label: candidate.label,
            label_details: Some(CompletionItemLabelDetails {
                detail: None,
                description: Some(candidate.name).filter(|name| !name.is_empty()),
            }),
            detail: Some(candidate.detail).filter(|detail| !detail.is_empty()),
            kind: Some(CompletionItemKind::REFERENCE),
            // The order is that in which the server found them.
            sort_text: Some(format!("{at:04}")),
            filter_text: Some(candidate.filter),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: candidate.inserted })),
            data: Some(match candidate.of {
                Offered::Key(key) => json!({ "uri": *address.0, "key": key }),
                Offered::Work(id) => json!({ "uri": *address.0, "id": id.to_string() }),
            }),
            ..CompletionItem::default()
        };
        let items = completion.items.into_iter().enumerate().map(item).collect();
        CompletionList { is_incomplete: completion.is_incomplete, items }
    }

    pub(in crate::server) fn definition(self, defined: &Defined) -> GotoDefinitionResponse {
        let Defined { address, file, definition } = defined;
        let link = |place: &Place| {
            let uri = if Arc::ptr_eq(&place.file, file) { from::uri(address)? } else { uri_of(&place.file)? };
            let (whole, selected) = (self.range(&place.file, place.whole), self.range(&place.file, place.span));
            Some(LocationLink {
                origin_selection_range: Some(self.range(file, definition.origin)),
                target_uri: uri,
                target_range: whole,
                target_selection_range: selected,
            })
        };
        let links: Vec<LocationLink> = definition.places.iter().filter_map(link).collect();
        if self.links {
            return GotoDefinitionResponse::Link(links);
        }
        let plain = |link: LocationLink| Location { uri: link.target_uri, range: link.target_selection_range };
        GotoDefinitionResponse::Array(links.into_iter().map(plain).collect())
    }

    pub(in crate::server) fn symbols(self, outline: &Outline) -> DocumentSymbolResponse {
        #[allow(deprecated, reason = "the type has no other constructor")]
        let symbol = |symbol: &Symbol| DocumentSymbol {
            name: symbol.name.clone(),
            detail: Some(symbol.detail.clone()),
            kind: SymbolKind::KEY,
            tags: None,
            deprecated: None,
            range: self.range(&outline.file, symbol.whole),
            selection_range: self.range(&outline.file, symbol.span),
            children: None,
        };
        DocumentSymbolResponse::Nested(outline.symbols.iter().map(symbol).collect())
    }

    pub(in crate::server) fn references(self, places: &[Traced]) -> Vec<Location> {
        let of_file = |traced: &Traced| {
            let uri = from::uri(&traced.address);
            let ranges = traced.spans.iter().map(|span| self.range(&traced.file, *span));
            ranges.filter_map(|range| Some(Location { uri: uri.clone()?, range })).collect::<Vec<_>>()
        };
        places.iter().flat_map(of_file).collect()
    }

    pub(in crate::server) fn renameable(self, found: Renameable) -> PrepareRenameResponse {
        let range = self.range(&found.file, found.span);
        PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: found.key }
    }

    /// The edit that a renaming is.
    pub(in crate::server) fn renaming(self, renaming: &Renaming) -> WorkspaceEdit {
        let edits = |traced: &Traced| {
            let edit = |span: &Span| TextEdit { range: self.range(&traced.file, *span), new_text: renaming.to.clone() };
            traced.spans.iter().map(edit).collect::<Vec<_>>()
        };
        let files = renaming.files.iter().filter_map(|traced| Some((from::uri(&traced.address)?, traced)));
        if !self.versioned {
            let changes = files.map(|(uri, traced)| (uri, edits(traced))).collect();
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let of_file = |(uri, traced): (Uri, &Traced)| TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version: traced.version },
            edits: edits(traced).into_iter().map(OneOf::Left).collect(),
        };
        let changes = DocumentChanges::Edits(files.map(of_file).collect());
        WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
    }

    pub(in crate::server) fn highlights(self, highlights: &Highlights) -> Vec<DocumentHighlight> {
        let Highlights { file, spans } = highlights;
        let highlight =
            |span: &Span| DocumentHighlight { range: self.range(file, *span), kind: Some(DocumentHighlightKind::TEXT) };
        spans.iter().map(highlight).collect()
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

/// The address of a file that is not open under another one.
fn uri_of(file: &SourceFile) -> Option<Uri> {
    Uri::from_file_path(std::path::absolute(&*file.path).ok()?)
}

/// Markdown for people.
pub(in crate::server) fn documentation(markdown: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: markdown })
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
