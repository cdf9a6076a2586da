//! Standard input and output, and when to leave.
//!
//! The process leaves when the client says `exit`, when its input ends, and when its parent is gone, in each
//! case within half a second: a handler or a full pipe must not keep an orphan alive. tokio reads standard
//! input on a thread that nothing can interrupt, so leaving is `std::process::exit`.

use std::path::PathBuf;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf};
use tokio::sync::Notify;
use tower::Service;

/// How long answers on their way may take once the client is leaving.
const GRACE: Duration = Duration::from_millis(500);
/// How often the parent is looked for; standard input's end is nearly always seen first.
const PARENT: Duration = Duration::from_secs(5);

/// Serves on standard input and output, then ends the process.
pub(super) fn run() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            // Standard output is the protocol's; this is for the editor's log.
            #[allow(clippy::print_stderr, reason = "there is no client to tell yet")]
            {
                eprintln!("ibid cannot start: {error}");
            }
            return ExitCode::from(1);
        }
    };
    let leaver = Leaver::default();
    let shut_down = Arc::new(AtomicBool::new(false));
    runtime.block_on(async {
        let input = Tap { inner: tokio::io::stdin(), leaver: leaver.clone() };
        let serving = super::serve_until(input, tokio::io::stdout(), leaver.clone(), Arc::clone(&shut_down));
        tokio::pin!(serving);
        tokio::select! {
            () = &mut serving => {}
            () = leaver.left() => drop(tokio::time::timeout(GRACE, &mut serving).await),
        }
    });
    // The protocol's word on the exit status: 0 after `shutdown`, else 1.
    std::process::exit(i32::from(!shut_down.load(Ordering::SeqCst)))
}

/// Says that it is time to leave. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Leaver(Arc<Notify>);

impl Leaver {
    /// It is time.
    pub(super) fn leave(&self) {
        self.0.notify_one();
    }

    /// Waits until it is time.
    async fn left(&self) {
        self.0.notified().await;
    }

    /// Leaves when the process `parent` is gone. One that cannot be seen now, as from inside a container, is
    /// not watched.
    pub(super) fn watch(&self, parent: u32) {
        if parent <= 1 || !is_there(parent) {
            return;
        }
        let leaver = self.clone();
        let watch = move || {
            while is_there(parent) {
                std::thread::sleep(PARENT);
            }
            leaver.leave();
        };
        // Without the watch, the end of the input is still seen.
        drop(std::thread::Builder::new().name("parent".into()).spawn(watch));
    }
}

/// Says that it is time to leave when it is dropped, as a panic drops it.
pub(super) struct LeaveAfter(pub(super) Leaver);

impl Drop for LeaveAfter {
    fn drop(&mut self) {
        self.0.leave();
    }
}

/// Whether a process runs; "no" also where that cannot be told.
fn is_there(process: u32) -> bool {
    #[cfg(unix)]
    if std::os::unix::process::parent_id() == process {
        return true;
    }
    std::fs::metadata(PathBuf::from("/proc").join(process.to_string())).is_ok()
}

/// Input that says when it ends.
struct Tap<I> {
    inner: I,
    leaver: Leaver,
}

impl<I: AsyncRead + Unpin> AsyncRead for Tap<I> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.inner).poll_read(cx, buf);
        match &polled {
            Poll::Ready(Ok(())) if buf.filled().len() > before => {}
            Poll::Ready(_) => self.leaver.leave(),
            Poll::Pending => {}
        }
        polled
    }
}

/// A service that notices `exit` on its way in.
pub(super) struct ExitWatch<S> {
    pub(super) inner: S,
    pub(super) leaver: Leaver,
}

impl<S: Service<tower_lsp::jsonrpc::Request>> Service<tower_lsp::jsonrpc::Request> for ExitWatch<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: tower_lsp::jsonrpc::Request) -> Self::Future {
        if request.method() == "exit" {
            self.leaver.leave();
        }
        self.inner.call(request)
    }
}
