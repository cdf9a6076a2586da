//! What the server says of itself.

use serde_json::json;
use tower_lsp::ls_types::{
    CompletionOptions, DiagnosticOptions, DiagnosticServerCapabilities, DidChangeWatchedFilesRegistrationOptions,
    DocumentLinkOptions, ExecuteCommandOptions, FileSystemWatcher, GlobPattern, HoverProviderCapability,
    InitializeResult, InlayHintOptions, InlayHintServerCapabilities, OneOf, PositionEncodingKind, Registration,
    RenameOptions, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgressOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

use crate::text::ColumnUnit;

/// The commands that a client may have carried out.
pub(in crate::server) const COMMANDS: [&str; 4] =
    ["ibid.refresh", "ibid.lookUpAll", "ibid.lock", "ibid.checkWorkspace"];

/// The answer to `initialize` of a client that counts columns in `unit`, and `pulls` diagnostics or is pushed them.
pub(in crate::server) fn greeting(unit: ColumnUnit, pulls: bool) -> InitializeResult {
    let capabilities = ServerCapabilities {
        position_encoding: Some(match unit {
            ColumnUnit::Utf8 => PositionEncodingKind::UTF8,
            ColumnUnit::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        inlay_hint_provider: Some(OneOf::Right(InlayHintServerCapabilities::Options(InlayHintOptions {
            resolve_provider: Some(true),
            ..InlayHintOptions::default()
        }))),
        completion_provider: Some(CompletionOptions {
            // No bracket: in VS Code it would put a list of references in the way of every link.
            trigger_characters: Some(["@", ":", "/"].map(str::to_owned).to_vec()),
            resolve_provider: Some(true),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        diagnostic_provider: pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("ibid".into()),
                inter_file_dependencies: false,
                workspace_diagnostics: false,
                ..DiagnosticOptions::default()
            })
        }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: COMMANDS.map(str::to_owned).into(),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            ..WorkspaceServerCapabilities::default()
        }),
        experimental: Some(json!({ "ibid": { "protocol": 1 } })),
        ..ServerCapabilities::default()
    };
    let server_info = ServerInfo { name: "ibid".into(), version: Some(env!("CARGO_PKG_VERSION").into()) };
    InitializeResult { capabilities, server_info: Some(server_info), ..InitializeResult::default() }
}

/// Registrations for what a client tells only if it is asked to.
pub(in crate::server) fn registrations(settings: bool, files: bool) -> Vec<Registration> {
    let register = |method: &str, options| Registration {
        id: format!("ibid:{method}"),
        method: method.to_owned(),
        register_options: options,
    };
    let watcher = |pattern: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(pattern.into()), kind: None };
    let watchers = vec![
        watcher("**/ibid.toml"),
        watcher("**/*.{json,yml,yaml,bib,bibtex,biblatex,ris,nbib,medline,csljson,cslyaml}"),
    ];
    let mut registrations = Vec::new();
    if settings {
        registrations.push(register("workspace/didChangeConfiguration", Some(json!({ "section": "ibid" }))));
    }
    if files {
        let options = serde_json::to_value(DidChangeWatchedFilesRegistrationOptions { watchers });
        registrations.push(register("workspace/didChangeWatchedFiles", options.ok()));
    }
    registrations
}
