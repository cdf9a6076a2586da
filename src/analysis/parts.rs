//! Manuscripts of several files, met file by file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Linted, Part, joined};
use crate::config::Unit;
use crate::record::Day;

/// A file that is one of those of a manuscript.
#[derive(Clone, Debug)]
pub struct PartOf {
    /// The manuscript.
    pub unit: Arc<Unit>,
    /// Its place among the files.
    pub place: usize,
    /// The file.
    pub part: Part,
}

/// What is found in manuscripts that have any of these files; `read` reads the others. A manuscript of which one cannot be
/// read is not judged.
pub fn whole_manuscripts<'p>(
    met: impl Iterator<Item = &'p PartOf>,
    read: &(dyn Fn(&Path) -> Option<Part> + Sync),
    today: Option<Day>,
) -> Vec<Linted> {
    let mut units: HashMap<*const Unit, (&Unit, Vec<Option<Part>>)> = HashMap::new();
    for PartOf { unit, place, part } in met.filter(|met| met.unit.is_whole) {
        let (_, parts) = units.entry(Arc::as_ptr(unit)).or_insert_with(|| (unit, vec![None; unit.files.len()]));
        parts[*place] = Some(part.clone());
    }
    let units: Vec<(&Unit, Vec<Option<Part>>)> = units.into_values().collect();
    let linted = units.into_par_iter().filter_map(|(unit, parts)| {
        let read = |(known, path): (Option<Part>, &PathBuf)| known.or_else(|| read(path));
        let parts: Option<Vec<Part>> = parts.into_iter().zip(&unit.files).map(read).collect();
        parts.map(|parts| joined(&parts, today))
    });
    linted.collect()
}
