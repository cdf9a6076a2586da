//! JSON, as the contract has it. These structs are the wire format: changing one is a breaking change.

mod check;
mod list;
mod parts;

use std::fmt::Write as _;

use crate::record::is_hidden;

pub use check::check_json;
pub use list::list_json;

/// The format's version, in every object that is printed.
const VERSION: u32 = 1;

/// The value as JSON. Characters that are not seen are escaped: text of a record cannot act on a terminal.
fn print(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_string_pretty(value).expect("these structs have only string keys and finite numbers");
    let mut out = String::with_capacity(json.len() + 1);
    for character in json.chars() {
        // Outside strings the printer's line feed is the only one of them.
        if character != '\n' && is_hidden(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                write!(out, "\\u{unit:04x}").expect("a String takes every write");
            }
        } else {
            out.push(character);
        }
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_not_seen_is_escaped_and_means_the_same() {
        let value = "a\u{202e}b\u{9b}c\u{e0001}\n";
        let printed = super::print(&value);
        assert!(!printed.trim_end().contains(['\u{202e}', '\u{9b}', '\n']), "{printed:?}");
        assert_eq!(serde_json::from_str::<String>(&printed).expect("JSON"), value);
    }
}
