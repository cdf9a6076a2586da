//! The only user of the client.
//!
//! Of each document only the newest diagnostics wait to be sent, so a client that reads slowly gets less, not
//! later. Requests to the client run beside, and their answers are events like any other.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tower_lsp::Client;
use tower_lsp::ls_types::MessageType;

use super::backend::Mailbox;
use super::consent;
use super::documents::Address;
use super::message::Event;
use super::offer::{self, Offer};
use super::progress::{self, Run, Standing};
use super::proto::to::Style;
use super::proto::{capabilities, from};
use super::refreshes::{Refresh, Refreshes};
use crate::findings::Finding;

/// Where everything for the client is put. Never full, never waits. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Outbox {
    pending: Arc<Mutex<Pending>>,
    bell: Arc<Notify>,
}

/// Diagnostics of one document: the version, unless it is closed, and the findings.
type Diagnostics = (Option<i32>, Arc<Vec<Finding>>);

#[derive(Default)]
struct Pending {
    order: VecDeque<Address>,
    diagnostics: HashMap<Address, Diagnostics>,
    requests: Vec<Request>,
    refreshes: Refreshes,
    /// The runs that are shown, and where each is told how far it is.
    progress: HashMap<Run, watch::Sender<Standing>>,
}

/// Something to ask or tell the client.
#[derive(Debug)]
pub(super) enum Request {
    /// By this number for its settings, for each of these folders and for none.
    Settings { pull: u64, folders: Vec<PathBuf> },
    /// To tell of changes.
    Register { settings: bool, files: bool },
    /// Whether identifiers may leave the machine.
    Consent { searches: bool },
    /// A sentence for the user.
    Say(String),
    /// Whether the rest of a document is to be looked up.
    Offer(Offer),
    /// To show a run, of which it is told how far it is.
    Progress(Run, watch::Receiver<Standing>),
    /// A warning for the user.
    Warn(String),
    /// A line for its log.
    Log(String),
}

impl Outbox {
    /// Puts diagnostics in the place of older ones.
    pub(super) fn publish(&self, address: Address, version: Option<i32>, findings: Arc<Vec<Finding>>) {
        self.put(|pending| {
            if pending.diagnostics.insert(address.clone(), (version, findings)).is_none() {
                pending.order.push_back(address);
            }
        });
    }

    /// Makes the client ask for hints again, soon.
    pub(super) fn refresh_hints(&self) {
        self.put(|pending| pending.refreshes.want_hints());
    }

    /// Makes the client ask for diagnostics again, soon.
    pub(super) fn refresh_diagnostics(&self) {
        self.put(|pending| pending.refreshes.want_diagnostics());
    }

    /// Shows how far a run is.
    pub(super) fn progress(&self, run: Run, standing: Standing) {
        self.put(|pending| {
            if let Some(told) = pending.progress.get(&run) {
                told.send_replace(standing);
            } else {
                let (told, standing) = watch::channel(standing);
                pending.progress.insert(run, told);
                pending.requests.push(Request::Progress(run, standing));
            }
            if standing == Standing::Over {
                pending.progress.remove(&run);
            }
        });
    }

    pub(super) fn request(&self, request: Request) {
        self.put(|pending| pending.requests.push(request));
    }

    fn put(&self, change: impl FnOnce(&mut Pending)) {
        change(&mut self.pending.lock().unwrap_or_else(PoisonError::into_inner));
        self.bell.notify_one();
    }

    fn take<T>(&self, take: impl FnOnce(&mut Pending) -> T) -> T {
        take(&mut self.pending.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sends what is put in, for ever.
    pub(super) async fn deliver(self, client: Client, mailbox: Mailbox, style: Arc<std::sync::OnceLock<Style>>) {
        let mut requests = JoinSet::new();
        loop {
            for request in self.take(|pending| std::mem::take(&mut pending.requests)) {
                requests.spawn(ask(client.clone(), mailbox.clone(), request));
            }
            while requests.try_join_next().is_some() {}
            let next = self.take(|pending| {
                let address = pending.order.pop_front()?;
                let diagnostics = pending.diagnostics.remove(&address)?;
                Some((address, diagnostics))
            });
            if let Some((address, (version, findings))) = next {
                let style = style.get().copied().unwrap_or_default();
                let diagnostics = findings.iter().map(|finding| style.diagnostic(&address, finding)).collect();
                if let Some(uri) = from::uri(&address) {
                    client.publish_diagnostics(uri, diagnostics, version).await;
                }
                continue;
            }
            if let Some(refresh) = self.take(|pending| pending.refreshes.take(Instant::now())) {
                requests.spawn(ask_again(client.clone(), refresh));
                continue;
            }
            match self.take(|pending| pending.refreshes.deadline(Instant::now())) {
                Some(due) => tokio::select! {
                    () = self.bell.notified() => {}
                    () = tokio::time::sleep_until(due.into()) => {}
                },
                None => self.bell.notified().await,
            }
        }
    }
}

/// Has the client ask again. One that does not know the request says so, which is no news.
async fn ask_again(client: Client, refresh: Refresh) {
    if refresh.diagnostics {
        drop(client.workspace_diagnostic_refresh().await);
    }
    if refresh.hints {
        drop(client.inlay_hint_refresh().await);
    }
}

/// Asks the client, and posts what it answers.
async fn ask(client: Client, mailbox: Mailbox, request: Request) {
    let answer = match request {
        Request::Say(sentence) => {
            client.show_message(MessageType::INFO, sentence).await;
            return;
        }
        Request::Log(line) => {
            client.log_message(MessageType::WARNING, line).await;
            return;
        }
        Request::Warn(message) => {
            client.show_message(MessageType::WARNING, message).await;
            return;
        }
        Request::Progress(run, standing) => {
            progress::show(&client, run, standing).await;
            return;
        }
        Request::Register { settings, files } => {
            let registrations = capabilities::registrations(settings, files);
            if let Err(error) = client.register_capability(registrations).await {
                client
                    .log_message(MessageType::WARNING, format!("the client watches no files for ibid: {error}"))
                    .await;
            }
            return;
        }
        Request::Settings { pull, folders } => {
            let scopes: Vec<_> = std::iter::once(None).chain(folders.into_iter().map(Some)).collect();
            // Nothing is looked up until an answer is posted, so a refusal is posted too.
            let settings = client.configuration(from::questions(&scopes)).await.ok().map(|answers| {
                let settings = scopes.into_iter().zip(&answers);
                settings.filter_map(|(scope, answer)| Some((scope, from::section(answer)?))).collect()
            });
            Event::Settings { pull, settings }
        }
        Request::Consent { searches } => Event::Consent(consent::ask(&client, searches).await),
        Request::Offer(offer) => offer::ask(&client, offer).await,
    };
    // Where nobody reads any more, the process is about to leave.
    drop(mailbox.post(answer));
}
