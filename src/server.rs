//! Edge: the language server.
