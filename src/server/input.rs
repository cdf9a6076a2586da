//! Standard input, read ahead on a thread of its own.
//!
//! The protocol's machinery stops reading when its answers are not taken. The end of the input and `exit` must be
//! seen all the same, so they are looked for here, before anything waits to be handled.

use std::collections::VecDeque;
use std::io::Read;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, ReadBuf};
use tokio::sync::Notify;

use super::frames::{Frames, Heard};

/// How many bytes may wait to be handled before no more are read.
const ROOM: usize = 64 << 20;
/// How many bytes are read at a time.
const GULP: usize = 1 << 16;

/// What was read and is not handled yet.
pub(super) struct Input(Arc<Shared>);

/// What is known of the whole input, handled or not.
pub(super) struct Foresight(Arc<Shared>);

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    /// Rung when there is room again.
    room: Condvar,
    /// Rung when the client has said its last word.
    last: Notify,
}

#[derive(Default)]
struct Waiting {
    gulps: VecDeque<Vec<u8>>,
    /// How much of the first gulp is handled.
    handled: usize,
    bytes: usize,
    ended: bool,
    shut_down: bool,
    /// Whoever waits for bytes.
    reader: Option<Waker>,
}

/// Reads `from` to its end on a thread of its own.
///
/// # Errors
/// When the thread cannot be started.
pub(super) fn read_ahead(from: impl Read + Send + 'static) -> std::io::Result<(Input, Foresight)> {
    let shared = Arc::new(Shared::default());
    let (input, foresight) = (Input(Arc::clone(&shared)), Foresight(Arc::clone(&shared)));
    std::thread::Builder::new().name("input".into()).spawn(move || shared.read(from))?;
    Ok((input, foresight))
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, mut from: impl Read) {
        let mut frames = Frames::default();
        let mut gulp = vec![0; GULP];
        loop {
            match from.read(&mut gulp) {
                Ok(0) => break,
                Ok(length) => {
                    for heard in frames.hear(&gulp[..length]) {
                        match heard {
                            Heard::Shutdown => self.lock().shut_down = true,
                            Heard::Exit => self.last.notify_one(),
                        }
                    }
                    self.put(&gulp[..length]);
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        let mut waiting = self.lock();
        waiting.ended = true;
        waiting.wake();
        self.last.notify_one();
    }

    /// Puts bytes behind the others, when there is room.
    fn put(&self, gulp: &[u8]) {
        let mut waiting = self.lock();
        while waiting.bytes >= ROOM {
            waiting = self.room.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        waiting.bytes += gulp.len();
        waiting.gulps.push_back(gulp.to_vec());
        waiting.wake();
    }
}

impl Waiting {
    fn wake(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}

impl AsyncRead for Input {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        let mut waiting = self.0.lock();
        let Some(first) = waiting.gulps.front() else {
            if waiting.ended {
                return Poll::Ready(Ok(()));
            }
            waiting.reader = Some(cx.waker().clone());
            return Poll::Pending;
        };
        let rest = &first[waiting.handled..];
        let taken = rest.len().min(buf.remaining());
        buf.put_slice(&rest[..taken]);
        if taken == rest.len() {
            waiting.gulps.pop_front();
            waiting.handled = 0;
        } else {
            waiting.handled += taken;
        }
        waiting.bytes -= taken;
        drop(waiting);
        self.0.room.notify_one();
        Poll::Ready(Ok(()))
    }
}

impl Foresight {
    /// Waits until the client has said its last word: `exit`, or the end of the input.
    pub(super) async fn last_word(&self) {
        self.0.last.notified().await;
    }

    /// Whether the client has said `shutdown`.
    pub(super) fn heard_shutdown(&self) -> bool {
        self.0.lock().shut_down
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    /// Input of so many bytes, which counts those that were read.
    struct Counted(Arc<Mutex<usize>>, usize);

    impl Read for Counted {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let length = into.len().min(self.1);
            into[..length].fill(b'x');
            self.1 -= length;
            *self.0.lock().expect("no test panics while it counts") += length;
            Ok(length)
        }
    }

    fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
    }

    #[test]
    fn everything_arrives_in_order() {
        let text: Vec<u8> = (0..1_000_000_u32).flat_map(u32::to_le_bytes).collect();
        let (mut input, _foresight) = read_ahead(std::io::Cursor::new(text.clone())).expect("a thread");
        let mut read = Vec::new();
        run(input.read_to_end(&mut read)).expect("no error");
        assert!(read == text);
    }

    #[test]
    fn only_so_much_is_read_ahead() {
        let (count, whole) = (Arc::new(Mutex::new(0)), ROOM + 64 * GULP);
        let (mut input, foresight) = read_ahead(Counted(Arc::clone(&count), whole)).expect("a thread");
        let counted = || *count.lock().expect("no test panics while it counts");
        let mut read = Vec::with_capacity(whole);
        run(async {
            while input.read_buf(&mut read).await.expect("no error") > 0 {
                assert!(counted() <= read.len() + ROOM + 2 * GULP);
            }
            foresight.last_word().await;
        });
        assert_eq!((read.len(), counted()), (whole, whole), "it goes on when there is room");
    }
}
