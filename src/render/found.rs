//! Works that a search found.

use std::collections::HashSet;

use super::plain;
use super::related::{ids, item};
use super::sheet::{Block, Span};
use crate::record::{Identifier, Listed, Missing, Records};

/// What one place that was looked in has.
pub struct FoundAt {
    /// What it is called: “the record store”, “Crossref”.
    pub name: String,
    /// The works, the likeliest first; or why there are none to be had.
    pub works: Result<Vec<Identifier>, Missing>,
}

/// What each place has, as plain text; a work that an earlier one has is not shown again.
#[must_use]
pub fn found_page(places: &[FoundAt], records: &Records, width: Option<usize>) -> String {
    let mut blocks = Vec::new();
    let mut shown: HashSet<Identifier> = HashSet::new();
    for place in places {
        let mut paragraph = vec![Span::strong(place.name.clone())];
        let works = match &place.works {
            Ok(works) => works,
            Err(why) => {
                // Most reasons begin with the name.
                let why = why.to_string();
                let rest = why.strip_prefix(&place.name).map_or(format!(": {why}"), str::to_owned);
                paragraph.push(Span::text(format!("{rest}.")));
                blocks.push(Block::Paragraph(paragraph));
                continue;
            }
        };
        let mut items = Vec::new();
        for id in works {
            let work = Listed { id: Some(id.clone()), written: None };
            let all = ids(&work, records);
            if !all.iter().any(|id| shown.contains(id)) {
                items.push(Block::Item(item(&work, &all, records)));
            }
            shown.extend(all);
        }
        let again = works.len() - items.len();
        paragraph.push(Span::text(match (works.len(), again) {
            (0, _) => ": nothing.".to_owned(),
            (_, 0) => String::new(),
            (all, again) if all == again => ": nothing else.".to_owned(),
            (_, again) => format!(" (and {again} named above)"),
        }));
        blocks.push(Block::Paragraph(paragraph));
        blocks.append(&mut items);
    }
    plain::write(&blocks, width)
}
