//! Manuscripts of several files: what their files say together.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use super::manuscripts;
use super::settings::Settings;
use crate::analysis::{Linted, Part, joined};
use crate::config::Unit;
use crate::record::Day;

/// A file that was checked and is one of those of a manuscript.
pub(super) struct PartOf {
    /// The manuscript.
    pub(super) unit: Arc<Unit>,
    /// Its place among the files.
    pub(super) place: usize,
    /// The file.
    pub(super) part: Part,
}

/// What is found in manuscripts that have any of these files; the other files are read for it. A manuscript of which one
/// cannot be read is not judged.
pub(super) fn judge<'p>(
    checked: impl Iterator<Item = &'p PartOf>,
    settings: &Settings,
    today: Option<Day>,
) -> Vec<Linted> {
    let mut units: HashMap<*const Unit, (&Unit, Vec<Option<Part>>)> = HashMap::new();
    for PartOf { unit, place, part } in checked.filter(|checked| checked.unit.is_whole) {
        let (_, parts) = units.entry(Arc::as_ptr(unit)).or_insert_with(|| (unit, vec![None; unit.files.len()]));
        parts[*place] = Some(part.clone());
    }
    let units: Vec<(&Unit, Vec<Option<Part>>)> = units.into_values().collect();
    let linted = units.into_par_iter().filter_map(|(unit, parts)| {
        let read = |(known, path): (Option<Part>, &PathBuf)| known.or_else(|| manuscripts::part(path, settings));
        let parts: Option<Vec<Part>> = parts.into_iter().zip(&unit.files).map(read).collect();
        parts.map(|parts| joined(&parts, today))
    });
    linted.collect()
}
