//! A record as text.
