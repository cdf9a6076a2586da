//! Texts so long that another thread is worth its while.

use rayon::prelude::*;

/// From so many bytes on a text is long.
const LONG: usize = 2 << 20;

/// From so many on it may be judged by two threads while somebody types in it. Reading it is not: what a thread has
/// taken from the system for that is kept.
const HALF_LONG: usize = 1 << 19;

/// From so many on, each of many is looked at by whichever thread is free.
const MANY: usize = 2_000;

/// Whether `text` is so long that what is to be done with it is shared between threads.
#[must_use]
pub fn is_long(text: &str) -> bool {
    text.len() >= LONG
}

/// Does both, at once where the text is long.
pub fn both<A: Send, B: Send>(text: &str, a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    if is_long(text) { rayon::join(a, b) } else { (a(), b()) }
}

/// Does both, the second on another thread where the text is not short.
pub fn beside<A, B: Send>(text: &str, a: impl FnOnce() -> A, b: impl FnOnce() -> B + Send) -> (A, B) {
    if text.len() < HALF_LONG {
        return (a(), b());
    }
    let mut aside = None;
    let a = rayon::in_place_scope(|scope| {
        scope.spawn(|_| aside = Some(b()));
        a()
    });
    (a, aside.expect("a scope ends when all that it began has ended"))
}

/// Does the same with each, at once where there are many.
pub fn each<T: Sync, A: Send>(all: &[T], work: impl Fn(&T) -> A + Sync + Send) -> Vec<A> {
    if all.len() >= MANY { all.par_iter().map(work).collect() } else { all.iter().map(work).collect() }
}
