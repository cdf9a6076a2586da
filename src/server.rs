//! Edge: the language server.
//!
//! ```text
//! stdin → input → sieve → turnstile → backend → mailbox → session → effects → driver → pool, registries, outbox
//! ```
//!
//! tower-lsp runs handlers concurrently and promises no order, so nothing happens in them: the turnstile lets
//! them begin in wire order, the backend only posts what came in, and one thread, the session's, owns all
//! state and reads the mailbox. What takes time runs elsewhere and comes back as an event.
#![allow(clippy::disallowed_methods, reason = "an edge: it has a clock, threads, files and an exit status")]

mod backend;
mod books;
mod consent;
mod documents;
mod driver;
mod frames;
mod indexing;
mod input;
mod knowing;
mod locking;
mod message;
mod offer;
mod outbox;
mod pool;
mod progress;
mod proto;
mod refreshes;
mod refusal;
mod registries;
mod schedule;
mod session;
mod sieve;
mod surroundings;
mod survey;
mod tracing;
mod transport;
mod turnstile;
mod wanted;
mod watcher;
mod wellformed;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::{LspService, Server};

use crate::config::{ConfigFault, Layers, discover};
use backend::{Backend, Mailbox};
use driver::Driver;
use outbox::Outbox;
use pool::Pool;
use refusal::Refusal;
use registries::Registries;
use sieve::Sieve;
use transport::{LeaveAfter, Leaver};
use turnstile::Turnstile;
use watcher::Watcher;

/// How many requests may be in flight: enough that answers never keep the reader from reading.
const IN_FLIGHT: usize = 1024;

/// The file that `--config` names: of a process that serves a client there is one.
static NAMED: OnceLock<PathBuf> = OnceLock::new();

/// Serves the Language Server Protocol on standard input and output until the client leaves, then ends the
/// process: with status 0 after `shutdown`, else with 1. `named` is a configuration file that counts for all documents.
#[must_use]
pub fn run(named: Option<PathBuf>) -> ExitCode {
    if let Some(named) = named {
        // Called once.
        let _ = NAMED.set(named);
    }
    transport::run()
}

/// What is the user's own.
fn user_layers() -> (Layers, Vec<ConfigFault>) {
    discover::user_layers(NAMED.get().map(PathBuf::as_path), &|name| std::env::var(name).ok())
}

/// Serves the Language Server Protocol on `input` and `output` until `exit` or the input's end.
pub async fn serve(input: impl AsyncRead + Unpin, output: impl AsyncWrite) {
    serve_until(input, output, Leaver::default()).await;
}

async fn serve_until(input: impl AsyncRead + Unpin, output: impl AsyncWrite, leaver: Leaver) {
    let (mailbox, letters) = Mailbox::new();
    let style = Arc::new(OnceLock::new());
    let outbox = Outbox::default();
    let driver = Driver {
        pool: Pool::new(mailbox.clone()),
        outbox: outbox.clone(),
        registries: Registries::new(mailbox.clone()),
        leaver: leaver.clone(),
        watcher: Watcher::new(mailbox.clone()),
    };
    // Without its session the process is of no use to anybody: it leaves, however the session ended.
    let guard = LeaveAfter(leaver);
    let session = move || {
        let _guard = guard;
        driver.run(&letters);
    };
    if std::thread::Builder::new().name("session".into()).spawn(session).is_err() {
        return;
    }
    let (mut delivery, last) = (None, mailbox.clone());
    let (service, socket) = LspService::build(|client| {
        delivery = Some(outbox.deliver(client, mailbox.clone(), Arc::clone(&style)));
        Backend::new(mailbox, style)
    })
    .custom_method("ibid/record", Backend::record)
    .custom_method("ibid/status", Backend::status)
    .custom_method("window/workDoneProgress/cancel", Backend::progress_cancelled)
    .finish();
    let delivery = tokio::spawn(async move {
        if let Some(delivery) = delivery {
            delivery.await;
        }
    });
    let service = Refusal(Turnstile::new(service));
    Server::new(Sieve::new(input), output, socket).concurrency_level(IN_FLIGHT).serve(service).await;
    delivery.abort();
    last.close();
}
