//! The list of rules.

use super::Rule;

/// All rules, in the contract's order.
pub static RULES: &[Rule] = &[];

/// The rule of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

/// The rule or group whose name is nearest to `name`, for "did you mean".
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    let _ = name;
    None
}
