//! From the protocol's types.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde_json::Value as Json;
use tower_lsp::ls_types::{
    ClientCapabilities, ConfigurationItem, InitializeParams, Position, PositionEncodingKind,
    TextDocumentContentChangeEvent, Uri, WorkspaceFolder,
};

use crate::analysis::Offered;
use crate::record::Identifier;
use crate::render::escape;
use crate::server::documents::Address;
use crate::server::message::{Command, Hello};
use crate::server::proto::capabilities::COMMANDS;
use crate::syntax::read_identifier;
use crate::syntax::tree::{Node, from_json};
use crate::text::{Change, ColumnUnit, Point};

pub(in crate::server) fn address(uri: &Uri) -> Address {
    Address(uri.as_str().into())
}

/// The address of a file.
pub(in crate::server) fn address_of(path: &Path) -> Address {
    let shown = || path.to_string_lossy().into_owned();
    Address(Uri::from_file_path(path).map_or_else(shown, |uri| uri.as_str().to_owned()).into())
}

pub(in crate::server) fn uri(address: &Address) -> Option<Uri> {
    Uri::from_str(&address.0).ok()
}

/// The path of a `file:` document.
pub(in crate::server) fn path(address: &Address) -> Option<PathBuf> {
    let uri = uri(address).filter(|_| address.scheme() == "file")?;
    uri.to_file_path().map(std::borrow::Cow::into_owned)
}

pub(in crate::server) fn point(position: Position) -> Point {
    Point { line: position.line, column: position.character }
}

pub(in crate::server) fn change(event: TextDocumentContentChangeEvent) -> Change {
    Change { range: event.range.map(|range| (point(range.start), point(range.end))), text: event.text }
}

pub(in crate::server) fn folders(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| path(&address(&folder.uri))).collect()
}

/// Which document and identifier a hint is about.
pub(in crate::server) fn hint(data: &Json) -> Option<(Address, Identifier)> {
    let id = data.get("id").and_then(Json::as_str).and_then(Identifier::parse)?;
    Some((Address(data.get("uri")?.as_str()?.into()), id))
}

/// Which document and entry or work a completion is about.
pub(in crate::server) fn offered(data: &Json) -> Option<(Address, Offered)> {
    let key = data.get("key").and_then(Json::as_str).map(|key| Offered::Key(key.to_owned()));
    let id = || data.get("id").and_then(Json::as_str).and_then(Identifier::parse).map(Offered::Work);
    Some((Address(data.get("uri")?.as_str()?.into()), key.or_else(id)?))
}

/// The work that an `ibid/record` is about.
///
/// # Errors
/// What it takes.
pub(in crate::server) fn work(params: &Json) -> Result<Identifier, String> {
    let Some(written) = params.get("id").and_then(Json::as_str) else {
        return Err("ibid/record takes {\"id\": \"…\"}: a DOI, PMID, PMCID, arXiv identifier or ISBN.".into());
    };
    let spelling = read_identifier(written).ok_or_else(|| {
        format!(
            "“{}” is no identifier: write a DOI, PMID, PMCID, arXiv identifier or ISBN.",
            escape::plain(&escape::cut(written, 80))
        )
    })?;
    Ok(spelling.id)
}

/// What a client wants done.
///
/// # Errors
/// What the command takes.
pub(in crate::server) fn command(name: &str, arguments: &[Json]) -> Result<Command, String> {
    let document = || match arguments {
        [Json::String(uri)] if Uri::from_str(uri).is_ok() => Ok(Address(uri.as_str().into())),
        _ => Err(format!("{name} takes one argument: the URI of an open document.")),
    };
    match name {
        "ibid.refresh" if arguments.iter().all(Json::is_null) => Ok(Command::Refresh(None)),
        "ibid.refresh" => document()
            .map(|address| Command::Refresh(Some(address)))
            .map_err(|_| "ibid.refresh takes nothing, or one argument: the URI of an open document.".into()),
        "ibid.lookUpAll" => document().map(Command::LookUpAll),
        "ibid.lock" => document().map(Command::Lock),
        "ibid.checkWorkspace" if arguments.iter().all(Json::is_null) => Ok(Command::CheckWorkspace),
        "ibid.checkWorkspace" => Err("ibid.checkWorkspace takes no arguments.".into()),
        _ => Err(format!("There is no command “{}”. There are: {}.", escape::plain(name), COMMANDS.join(", "))),
    }
}

/// What the client says of itself.
///
/// `initializationOptions` are settings as in `ibid.toml`, and `trusted`: whether the user trusts the
/// workspace (VS Code's workspace trust); without it they do.
pub(in crate::server) fn hello(params: InitializeParams) -> Hello {
    let capabilities = &params.capabilities;
    let workspace = capabilities.workspace.as_ref();
    let text = capabilities.text_document.as_ref();
    let mut options = params.initialization_options.unwrap_or_default();
    let trusted = match options.as_object_mut().and_then(|options| options.remove("trusted")) {
        Some(trusted) => trusted != Json::Bool(false),
        None => true,
    };
    #[allow(deprecated, reason = "older clients send only the root")]
    let folders = match (&params.workspace_folders, &params.root_uri) {
        (Some(given), _) => folders(given),
        (None, root) => root.iter().filter_map(|root| path(&address(root))).collect(),
    };
    let registers = |dynamic: Option<Option<bool>>| dynamic.flatten().unwrap_or(false);
    Hello {
        parent: params.process_id,
        unit: unit(capabilities),
        folders,
        settings: options.as_object().is_some_and(|options| !options.is_empty()).then(|| from_json(&options)),
        trusted,
        gives_settings: workspace.and_then(|w| w.configuration).unwrap_or(false),
        registers_settings: registers(
            workspace.and_then(|w| w.did_change_configuration.as_ref()).map(|c| c.dynamic_registration),
        ),
        watches_files: registers(
            workspace.and_then(|w| w.did_change_watched_files.as_ref()).map(|c| c.dynamic_registration),
        ),
        refreshes_hints: registers(workspace.and_then(|w| w.inlay_hint.as_ref()).map(|c| c.refresh_support)),
        resolves_tooltips: text
            .and_then(|t| t.inlay_hint.as_ref()?.resolve_support.as_ref())
            .is_some_and(|resolve| resolve.properties.iter().any(|property| property == "tooltip")),
        pulls_diagnostics: text.is_some_and(|t| t.diagnostic.is_some())
            && registers(workspace.and_then(|w| w.diagnostics.as_ref()).map(|d| d.refresh_support)),
        shows_progress: capabilities.window.as_ref().and_then(|w| w.work_done_progress).unwrap_or(false),
        links_definitions: registers(text.and_then(|t| t.definition.as_ref()).map(|d| d.link_support)),
        versions_edits: registers(workspace.and_then(|w| w.workspace_edit.as_ref()).map(|edit| edit.document_changes)),
        shows_related: registers(text.and_then(|t| t.publish_diagnostics.as_ref()).map(|d| d.related_information)),
    }
}

/// UTF-8 where the client offers it, else what every client has.
fn unit(capabilities: &ClientCapabilities) -> ColumnUnit {
    let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    match offered {
        Some(offered) if offered.contains(&PositionEncodingKind::UTF8) => ColumnUnit::Utf8,
        _ => ColumnUnit::Utf16,
    }
}

/// What to ask a client to learn its settings for folders, and where none applies.
pub(in crate::server) fn questions(scopes: &[Option<PathBuf>]) -> Vec<ConfigurationItem> {
    let item = |scope: &Option<PathBuf>| ConfigurationItem {
        scope_uri: scope.as_deref().and_then(Uri::from_file_path),
        section: Some("ibid".into()),
    };
    scopes.iter().map(item).collect()
}

/// The settings for ibid in an answer to `workspace/configuration` or a `workspace/didChangeConfiguration`.
pub(in crate::server) fn section(json: &Json) -> Option<Node> {
    json.as_object().filter(|rows| !rows.is_empty()).map(|_| from_json(json))
}
