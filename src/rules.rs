//! The rules: a manuscript held against what is known. One file a rule.

mod registry;
mod rule;

pub use registry::{RULES, by_name, nearest};
pub use rule::{Context, Group, Needs, Rule};
