//! Where a free full text is to be read.

use serde_json::Value;

use crate::record::{Identifier, IdentifierKind};
use crate::sources::field::{https, objects};

/// The address of a free full text: in an archive before a publisher's page, a page before a PDF.
pub(super) fn full_text(result: &Value, ids: &[Identifier]) -> Option<String> {
    let places = objects(result.pointer("/fullTextUrlList/fullTextUrl")).into_iter();
    let free = places.filter(|place| matches!(word(place, "availabilityCode"), "OA" | "F"));
    let best = free.filter_map(|place| Some((rank(place), https(place.get("url"))?))).min_by_key(|(rank, _)| *rank);
    best.map(|(_, address)| address).or_else(|| {
        let open = word(result, "isOpenAccess") == "Y";
        ids.iter().find(|id| open && id.kind() == IdentifierKind::Pmcid).and_then(Identifier::link)
    })
}

fn rank(place: &Value) -> (bool, bool) {
    let archive = matches!(word(place, "site"), "Europe_PMC" | "PubMedCentral");
    (!archive, word(place, "documentStyle") != "html")
}

fn word<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}
