//! Standard input and output, and when to leave.
//!
//! The process leaves when the client has said `exit` or its input has ended and everything asked before is answered;
//! when it is answered but nobody takes the answers; and when the parent is gone. An answer that takes its time, a
//! client that does not read, a full pipe must not keep an orphan alive. Standard input is read on a thread that
//! nothing can interrupt, so leaving is `std::process::exit`.

use std::io::Error;
use std::path::PathBuf;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::AsyncWrite;
use tokio::sync::Notify;

use super::input::read_ahead;
use crate::log;

/// How long nobody may take what is said, once the client is leaving.
const GRACE: Duration = Duration::from_millis(500);
/// How long a client that takes them may wait for its last answers.
const LAST_ANSWERS: Duration = Duration::from_secs(5);
/// How often the parent is looked for; standard input's end is nearly always seen first.
const PARENT: Duration = Duration::from_secs(5);

/// Serves on standard input and output, then ends the process.
pub(super) fn run() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let (runtime, (input, foresight)) = match runtime.and_then(|runtime| Ok((runtime, read_ahead(std::io::stdin())?))) {
        Ok(started) => started,
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
    runtime.block_on(async {
        let flow = Arc::new(Flow::default());
        let output = Output { inner: tokio::io::stdout(), flow: Arc::clone(&flow), leaver: leaver.clone() };
        let serving = super::serve_until(input, output, leaver.clone());
        tokio::pin!(serving);
        let last_answers = async {
            foresight.last_word().await;
            drop(tokio::time::timeout(LAST_ANSWERS, flow.dams_up()).await);
        };
        tokio::select! {
            () = &mut serving => {}
            () = last_answers => {}
            () = leaver.left() => {}
        }
    });
    // The protocol's word on the exit status: 0 after `shutdown`, else 1.
    let status = u8::from(!foresight.heard_shutdown());
    log::event(&log::Event::Ended { status });
    std::process::exit(status.into())
}

/// Whether what is said is taken.
#[derive(Default)]
struct Flow {
    stands: AtomicBool,
    /// Rung when it begins to stand, and when it goes on.
    turned: Notify,
}

impl Flow {
    fn note(&self, stands: bool) {
        if self.stands.swap(stands, Ordering::SeqCst) != stands {
            self.turned.notify_one();
        }
    }

    /// Waits until nothing is taken for [`GRACE`]. While nothing is said, nothing needs to be taken.
    async fn dams_up(&self) {
        loop {
            let turned = self.turned.notified();
            if !self.stands.load(Ordering::SeqCst) {
                turned.await;
            } else if tokio::time::timeout(GRACE, turned).await.is_err() {
                return;
            }
        }
    }
}

/// Output that notes whether it is taken, and says when nobody can take it any more.
struct Output<O> {
    inner: O,
    flow: Arc<Flow>,
    leaver: Leaver,
}

impl<O> Output<O> {
    fn note<T>(&self, polled: Poll<Result<T, Error>>) -> Poll<Result<T, Error>> {
        self.flow.note(polled.is_pending());
        if let Poll::Ready(Err(_)) = &polled {
            self.leaver.leave();
        }
        polled
    }
}

impl<O: AsyncWrite + Unpin> AsyncWrite for Output<O> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize, Error>> {
        let polled = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.note(polled)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let polled = Pin::new(&mut self.inner).poll_flush(cx);
        self.note(polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let polled = Pin::new(&mut self.inner).poll_shutdown(cx);
        self.note(polled)
    }
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
