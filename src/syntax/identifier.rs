//! Lexers, one a kind of identifier.

pub(super) mod doi;
