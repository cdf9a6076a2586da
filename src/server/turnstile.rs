//! Wire order for first polls.
//!
//! tower-lsp runs handlers concurrently and promises no order among them. Here every call takes a number,
//! and the first poll of each future waits for its turn; a future that is dropped before it was polled lets
//! the next one pass. A handler that does its work in its first poll therefore does it in wire order.

use std::collections::{HashMap, HashSet};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use tower::Service;

/// A service whose futures begin in the order of the calls.
pub(super) struct Turnstile<S> {
    inner: S,
    queue: Arc<Mutex<Queue>>,
    next: u64,
}

#[derive(Default)]
struct Queue {
    /// The number whose turn it is.
    serving: u64,
    /// Numbers above it that gave their turn up.
    gone: HashSet<u64>,
    /// Who waits.
    wakers: HashMap<u64, Waker>,
}

impl<S> Turnstile<S> {
    pub(super) fn new(inner: S) -> Self {
        Self { inner, queue: Arc::default(), next: 0 }
    }
}

impl<S, R> Service<R> for Turnstile<S>
where
    S: Service<R>,
    S::Future: Unpin,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Turn<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let number = self.next;
        self.next += 1;
        Turn { inner: self.inner.call(request), waiting: Some(Number { number, queue: Arc::clone(&self.queue) }) }
    }
}

/// A future that waits for its turn before its first poll.
pub(super) struct Turn<F> {
    inner: F,
    waiting: Option<Number>,
}

impl<F: Future + Unpin> Future for Turn<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.waiting.as_ref().is_some_and(|number| !number.is_served(cx.waker())) {
            return Poll::Pending;
        }
        let polled = Pin::new(&mut self.inner).poll(cx);
        self.waiting = None;
        polled
    }
}

/// A number in the queue; giving it back lets the next one pass.
struct Number {
    number: u64,
    queue: Arc<Mutex<Queue>>,
}

impl Number {
    fn is_served(&self, waker: &Waker) -> bool {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.serving == self.number {
            return true;
        }
        queue.wakers.insert(self.number, waker.clone());
        false
    }
}

impl Drop for Number {
    fn drop(&mut self) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.wakers.remove(&self.number);
        if queue.serving != self.number {
            queue.gone.insert(self.number);
            return;
        }
        queue.serving += 1;
        while let next = queue.serving
            && queue.gone.remove(&next)
        {
            queue.serving += 1;
        }
        let next = queue.serving;
        if let Some(waker) = queue.wakers.remove(&next) {
            drop(queue);
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    /// Notes the number of each call at its first poll.
    struct Notes(Arc<Mutex<Vec<u64>>>);

    impl Service<u64> for Notes {
        type Response = ();
        type Error = Infallible;
        type Future = Pin<Box<dyn Future<Output = Result<(), Infallible>> + Send>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, number: u64) -> Self::Future {
            let notes = Arc::clone(&self.0);
            Box::pin(async move {
                notes.lock().expect("no test panics while it notes").push(number);
                Ok(())
            })
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn first_polls_come_in_order_whatever_the_executor_does(
            dropped in prop::collection::vec(any::<bool>(), 1..40),
            order in prop::collection::vec(any::<prop::sample::Index>(), 1..200),
        ) {
            let notes = Arc::new(Mutex::new(Vec::new()));
            let mut service = Turnstile::new(Notes(Arc::clone(&notes)));
            let mut turns: Vec<_> = (0..dropped.len() as u64).map(|number| Some(service.call(number))).collect();
            let mut cx = Context::from_waker(Waker::noop());
            for index in order {
                let at = index.index(turns.len());
                let ends = |turn: &mut Turn<_>| dropped[at] || Pin::new(turn).poll(&mut cx).is_ready();
                turns[at].take_if(ends);
            }
            // Whoever is left is polled from behind, until nobody waits.
            for (turn, dropped) in turns.iter_mut().zip(&dropped) {
                if *dropped {
                    *turn = None;
                }
            }
            while turns.iter().any(Option::is_some) {
                let before = turns.iter().flatten().count();
                for turn in turns.iter_mut().rev() {
                    turn.take_if(|turn| Pin::new(turn).poll(&mut cx).is_ready());
                }
                prop_assert!(turns.iter().flatten().count() < before, "somebody waits for ever");
            }
            let expected: Vec<u64> = (0..).zip(&dropped).filter(|(_, dropped)| !**dropped).map(|(n, _)| n).collect();
            prop_assert_eq!(&*notes.lock().expect("no test panics while it notes"), &expected);
        }
    }

    #[test]
    fn the_next_one_is_woken() {
        use std::sync::atomic::{AtomicBool, Ordering};
        struct Flag(AtomicBool);
        impl std::task::Wake for Flag {
            fn wake(self: Arc<Self>) {
                self.0.store(true, Ordering::SeqCst);
            }
        }
        let mut service = Turnstile::new(Notes(Arc::default()));
        let (first, mut second) = (service.call(0), service.call(1));
        let flag = Arc::new(Flag(AtomicBool::new(false)));
        let waker = Waker::from(Arc::clone(&flag));
        assert!(Pin::new(&mut second).poll(&mut Context::from_waker(&waker)).is_pending());
        drop(first);
        assert!(flag.0.load(Ordering::SeqCst), "dropping the first one wakes the second");
    }
}
