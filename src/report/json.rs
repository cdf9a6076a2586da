//! JSON, as the contract has it. These structs are the wire format: changing one is a breaking change.

mod check;
mod list;
mod parts;

pub use check::check_json;
pub use list::{Listed, list_json};

/// The format's version, in every object that is printed.
const VERSION: u32 = 1;

fn print(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("these structs have only string keys and finite numbers") + "\n"
}
