//! The protocol's handlers. Each posts to the mailbox in its first poll and waits for nothing but its answer.

use std::sync::{Arc, OnceLock, mpsc};

use serde_json::Value as Json;
use tokio::sync::oneshot;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    CompletionItem, CompletionParams, CompletionResponse, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams, DocumentSymbolParams,
    DocumentSymbolResponse, ExecuteCommandParams, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams,
    InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintParams, Location, PrepareRenameResponse,
    ReferenceParams, RenameParams, TextDocumentPositionParams, WorkDoneProgressCancelParams, WorkspaceEdit,
};

use super::message::{Answer, Event, Inquiry, Question};
use super::progress::Run;
use super::proto::to::{self, Style};
use super::proto::{capabilities, from};

/// What is posted to the session.
pub(super) enum Letter {
    /// Something happened.
    Event(Event),
    /// Somebody waits for an answer.
    Question(Question, oneshot::Sender<Answer>),
    /// There will be no more.
    Last,
}

/// Where everything that happens is posted. Never full, never waits.
#[derive(Clone)]
pub(super) struct Mailbox(mpsc::Sender<Letter>);

/// The session is gone.
#[derive(Debug)]
pub(super) struct Gone;

impl Mailbox {
    /// A mailbox and where it is emptied.
    pub(super) fn new() -> (Self, mpsc::Receiver<Letter>) {
        let (sender, receiver) = mpsc::channel();
        (Self(sender), receiver)
    }

    /// Posts an event.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub(super) fn post(&self, event: Event) -> std::result::Result<(), Gone> {
        self.0.send(Letter::Event(event)).map_err(|_| Gone)
    }

    /// Posts that there will be no more; who reads may stop.
    pub(super) fn close(&self) {
        drop(self.0.send(Letter::Last));
    }

    fn ask(&self, question: Question) -> oneshot::Receiver<Answer> {
        let (sender, receiver) = oneshot::channel();
        // Where nobody reads, the sender is dropped and the receiver says so.
        drop(self.0.send(Letter::Question(question, sender)));
        receiver
    }
}

/// The protocol's number for a request that is right and could not be fulfilled.
const REQUEST_FAILED: i64 = -32803;

/// The handlers.
pub(super) struct Backend {
    mailbox: Mailbox,
    style: Arc<OnceLock<Style>>,
}

impl Backend {
    /// Handlers that post to `mailbox`, and note how the client wants its ranges in `style`.
    pub(super) fn new(mailbox: Mailbox, style: Arc<OnceLock<Style>>) -> Self {
        Self { mailbox, style }
    }

    /// `ibid/record`: the record of a work.
    ///
    /// # Errors
    /// When the parameters name none.
    pub(super) async fn record(&self, params: Json) -> Result<Json> {
        let id = from::work(&params).map_err(Error::invalid_params)?;
        self.inquire(Inquiry::Work(id)).await
    }

    /// `ibid/status`: what is in use and why.
    ///
    /// # Errors
    /// When the session is gone.
    pub(super) async fn status(&self) -> Result<Json> {
        self.inquire(Inquiry::Status).await
    }

    async fn inquire(&self, inquiry: Inquiry) -> Result<Json> {
        match self.mailbox.ask(Question::Inquiry(inquiry)).await {
            Ok(Answer::Json(json)) => Ok(json),
            _ => Err(Error::internal_error()),
        }
    }

    /// Nobody is to be told that the session is gone: the process is about to leave.
    fn tell(&self, event: Event) {
        drop(self.mailbox.post(event));
    }

    fn style(&self) -> Style {
        self.style.get().copied().unwrap_or_default()
    }

    /// The user wants what a progress shows to end.
    pub(super) async fn progress_cancelled(&self, params: WorkDoneProgressCancelParams) {
        if let Some(run) = Run::of(&params.token) {
            self.tell(Event::Enough { run });
        }
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let hello = from::hello(params);
        let style = Style {
            unit: hello.unit,
            related: hello.shows_related,
            links: hello.links_definitions,
            versioned: hello.versions_edits,
        };
        let unit = self.style.get_or_init(|| style).unit;
        let pulls = hello.pulls_diagnostics;
        self.mailbox.ask(Question::Hello(Box::new(hello))).await.map_err(|_| Error::internal_error())?;
        Ok(capabilities::greeting(unit, pulls))
    }

    async fn initialized(&self, _: InitializedParams) {
        self.tell(Event::Initialized);
    }

    async fn shutdown(&self) -> Result<()> {
        self.mailbox.ask(Question::Shutdown).await.map_err(|_| Error::internal_error())?;
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let address = from::address(&document.uri);
        let language = document.language_id;
        self.tell(Event::Opened { address, language, version: document.version, text: document.text });
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let address = from::address(&params.text_document.uri);
        let changes = params.content_changes.into_iter().map(from::change).collect();
        self.tell(Event::Changed { address, version: params.text_document.version, changes });
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.tell(Event::Saved { address: from::address(&params.text_document.uri) });
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tell(Event::Closed { address: from::address(&params.text_document.uri) });
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.tell(Event::SettingsChanged(params.settings.get("ibid").and_then(from::section)));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let (added, removed) = (from::folders(&params.event.added), from::folders(&params.event.removed));
        self.tell(Event::Folders { added, removed });
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        self.tell(Event::FilesChanged);
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let (address, at) = (from::address(&place.text_document.uri), from::point(place.position));
        let answer = self.mailbox.ask(Question::Hover { address, at });
        match answer.await {
            Ok(Answer::Hover(shown)) => Ok(shown.map(|shown| self.style().hover(shown))),
            _ => Err(Error::internal_error()),
        }
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let place = params.text_document_position;
        let (address, at) = (from::address(&place.text_document.uri), from::point(place.position));
        match self.mailbox.ask(Question::Completion { address, at }).await {
            Ok(Answer::Completion(choice)) => {
                Ok(choice.map(|choice| CompletionResponse::List(self.style().completion(choice))))
            }
            _ => Err(Error::internal_error()),
        }
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let Some((address, offered)) = item.data.as_ref().and_then(from::offered) else { return Ok(item) };
        match self.mailbox.ask(Question::Completed { address, offered }).await {
            Ok(Answer::Completed(markdown)) => {
                Ok(CompletionItem { documentation: markdown.map(to::documentation), ..item })
            }
            _ => Err(Error::internal_error()),
        }
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let place = params.text_document_position_params;
        let (address, at) = (from::address(&place.text_document.uri), from::point(place.position));
        match self.mailbox.ask(Question::Definition { address, at }).await {
            Ok(Answer::Definition(defined)) => Ok(defined.map(|defined| self.style().definition(&defined))),
            _ => Err(Error::internal_error()),
        }
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let place = params.text_document_position_params;
        let (address, at) = (from::address(&place.text_document.uri), from::point(place.position));
        match self.mailbox.ask(Question::Highlights { address, at }).await {
            Ok(Answer::Highlights(found)) => Ok(found.map(|found| self.style().highlights(&found))),
            _ => Err(Error::internal_error()),
        }
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let address = from::address(&params.text_document.uri);
        match self.mailbox.ask(Question::Symbols { address }).await {
            Ok(Answer::Symbols(outline)) => Ok(outline.map(|outline| self.style().symbols(&outline))),
            _ => Err(Error::internal_error()),
        }
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let place = params.text_document_position;
        let (address, at) = (from::address(&place.text_document.uri), from::point(place.position));
        let definition = params.context.include_declaration;
        match self.mailbox.ask(Question::References { address, at, definition }).await {
            Ok(Answer::References(places)) => Ok(places.map(|places| self.style().references(&places))),
            _ => Err(Error::internal_error()),
        }
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let (address, at) = (from::address(&params.text_document.uri), from::point(params.position));
        match self.mailbox.ask(Question::Renameable { address, at }).await {
            Ok(Answer::Renameable(found)) => {
                found.map(|found| found.map(|found| self.style().renameable(found))).map_err(refused)
            }
            _ => Err(Error::internal_error()),
        }
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let place = params.text_document_position;
        let (address, at) = (from::address(&place.text_document.uri), from::point(place.position));
        match self.mailbox.ask(Question::Rename { address, at, to: params.new_name }).await {
            Ok(Answer::Renamed(renaming)) => {
                renaming.map(|renaming| Some(self.style().renaming(&renaming))).map_err(refused)
            }
            _ => Err(Error::internal_error()),
        }
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let address = from::address(&params.text_document.uri);
        let answer = self.mailbox.ask(Question::Diagnostics { address, before: params.previous_result_id });
        match answer.await {
            Ok(Answer::Diagnostics(report)) => Ok(self.style().report(report)),
            _ => Err(Error::internal_error()),
        }
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let address = from::address(&params.text_document.uri);
        let (from, to) = (from::point(params.range.start), from::point(params.range.end));
        let answer = self.mailbox.ask(Question::Hints { address, from, to });
        match answer.await {
            Ok(Answer::Hints(hints)) => Ok(hints.map(|hints| self.style().hints(hints))),
            _ => Err(Error::internal_error()),
        }
    }

    async fn inlay_hint_resolve(&self, hint: InlayHint) -> Result<InlayHint> {
        let Some((address, id)) = hint.data.as_ref().and_then(from::hint) else { return Ok(hint) };
        match self.mailbox.ask(Question::Tooltip { address, id }).await {
            Ok(Answer::Tooltip(markdown)) => Ok(InlayHint { tooltip: markdown.map(to::tooltip), ..hint }),
            _ => Err(Error::internal_error()),
        }
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Json>> {
        let command = from::command(&params.command, &params.arguments).map_err(Error::invalid_params)?;
        match self.mailbox.ask(Question::Command(command)).await {
            Ok(Answer::Said(said)) => said.map(|said| Some(said.into())).map_err(refused),
            _ => Err(Error::internal_error()),
        }
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let address = from::address(&params.text_document.uri);
        match self.mailbox.ask(Question::Links { address }).await {
            Ok(Answer::Links(links)) => Ok(links.map(|links| self.style().links(&links))),
            _ => Err(Error::internal_error()),
        }
    }
}

/// A command that was understood and not carried out.
fn refused(why: String) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: why.into(), data: None }
}
