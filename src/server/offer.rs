//! The offer to look up the rest of a document that has more unknown identifiers than are looked up unasked.

use tower_lsp::Client;

use super::consent::show;
use super::documents::Address;
use super::message::Event;
use super::wanted::{HeldBack, unasked};

const ALL: &str = "Look up the rest";
const NOT_NOW: &str = "Not now";

/// What is offered for which opening of a document.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) address: Address,
    pub(super) opening: u64,
    /// Its file's name, if it has a file.
    pub(super) name: Option<String>,
    pub(super) held_back: HeldBack,
}

impl Offer {
    fn sentence(&self) -> String {
        let name = self.name.as_deref().unwrap_or("This document");
        let HeldBack { unknown, left } = self.held_back;
        let done = match unasked(unknown) {
            0 => "ibid looks up only those on the screen".to_owned(),
            unasked => format!("ibid looks up {unasked} of them, and those on the screen"),
        };
        let (unknown, left) = (grouped(unknown), grouped(left));
        format!(
            "{name} has {unknown} identifiers that are not known on this machine. {done}, so that opening a file does not \
             send the registries long lists. Look up the other {left} as well?"
        )
    }
}

/// Asks the user. Without an answer nothing happens.
pub(super) async fn ask(client: &Client, offer: Offer) -> Event {
    let all = show(client, &offer.sentence(), &[ALL, NOT_NOW]).await.as_deref() == Some(ALL);
    Event::Offered { address: offer.address, opening: offer.opening, all }
}

/// A number with a comma at every third digit.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(unknown: usize, left: usize, name: Option<&str>) -> String {
        let address = Address("untitled:paper.md".into());
        let held_back = HeldBack { unknown, left };
        Offer { address, opening: 1, name: name.map(str::to_owned), held_back }.sentence()
    }

    #[test]
    fn says_how_many_there_are_and_what_is_done() {
        let said = sentence(8_000, 7_940, Some("README.md"));
        assert!(said.starts_with("README.md has 8,000 identifiers"), "{said}");
        assert!(said.contains("only those on the screen") && said.contains("the other 7,940"), "{said}");
        let said = sentence(400, 100, None);
        assert!(said.starts_with("This document has 400 identifiers"), "{said}");
        assert!(said.contains("looks up 300 of them") && said.contains("the other 100"), "{said}");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
