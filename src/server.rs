//! Edge: the language server.

use std::process::ExitCode;

/// Serves the Language Server Protocol on standard input and output until the client leaves.
#[must_use]
pub fn run() -> ExitCode {
    ExitCode::FAILURE
}
