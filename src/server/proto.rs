//! The protocol's types: the only conversions, and the only place where protocol positions exist.

pub(super) mod capabilities;
pub(super) mod from;
pub(super) mod to;
