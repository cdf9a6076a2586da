//! Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that Ctrl-C sets; a second Ctrl-C ends the process at once.
///
/// Where signals cannot be watched, Ctrl-C ends the process as it would without this.
pub(super) fn watch() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    let watching = std::thread::Builder::new().name("ibid-interrupt".into()).spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
        while runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
            if set.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
        }
    });
    // Without the thread Ctrl-C keeps its usual meaning.
    drop(watching);
    flag
}
