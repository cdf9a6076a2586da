//! The identifiers in an item.

use std::rc::Rc;

use super::Item;
use crate::bibliography::Entry;
use crate::bibliography::identify::{self, Found};
use crate::bibliography::written::place;
use crate::record::{Identifier, IdentifierKind};
use crate::syntax::Occurrence;
use crate::syntax::tree::Node;

/// Fields that may hold an identifier, those whose word counts first before the others.
const FIELDS: [&str; 10] =
    ["DOI", "PMID", "PMCID", "ISBN", "URL", "note", "number", "archive_location", "archive_id", "annote"];

impl Item<'_> {
    /// Whether a field of this name may hold an identifier.
    pub(in crate::bibliography) fn may_identify(name: &str) -> bool {
        FIELDS.iter().any(|field| field.eq_ignore_ascii_case(name))
    }

    /// What the item's fields name, in the order in which it counts.
    fn each(&self) -> impl Iterator<Item = (&Node, Rc<str>, Found)> {
        FIELDS.iter().filter_map(|name| self.get(name).map(|node| (*name, node))).flat_map(|(name, node)| {
            // Not trimmed, since places are counted in it.
            let said: Rc<str> = match node.as_str() {
                Some(said) => said.into(),
                None => self.said(node).unwrap_or_default().into(),
            };
            let found = match name {
                "DOI" => identify::of_kind(IdentifierKind::Doi, &said).into_iter().collect(),
                "PMID" => identify::of_kind(IdentifierKind::Pmid, &said).into_iter().collect(),
                "PMCID" => identify::of_kind(IdentifierKind::Pmcid, &said).into_iter().collect(),
                "ISBN" => identify::isbns(&said),
                "URL" => identify::address(&said).into_iter().collect(),
                _ => identify::labelled(&said),
            };
            found.into_iter().map(move |one| (node, Rc::clone(&said), one))
        })
    }

    /// The identifiers as the item says them.
    pub(super) fn found(&self, key: &str) -> Vec<Identifier> {
        let own = identify::key(key).map(Found::into_id);
        self.each().map(|(_, _, found)| found.into_id()).chain(own).collect()
    }

    /// The identifiers with their places, in the order of the text. A key counts where no field says the same.
    pub(in crate::bibliography) fn identifiers(&self, entry: &Entry) -> Vec<Occurrence> {
        let of_fields =
            self.each().map(|(node, said, found)| found.occurrence(|range| place(&said, range, self.text, node.span)));
        let mut all: Vec<Occurrence> = of_fields.collect();
        if let Some(own) = identify::key(&entry.key).filter(|own| !all.iter().any(|other| other.id == own.id)) {
            all.push(own.occurrence(|range| place(&entry.key, range, self.text, entry.key_span)));
        }
        all.sort_by_key(|occurrence| occurrence.span);
        all
    }
}
