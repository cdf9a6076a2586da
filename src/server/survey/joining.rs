//! Manuscripts of several files in a check of the workspace: their findings wait until all files are met.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::{Linted, Part, PartOf, whole_manuscripts};
use crate::config::discover::{self, located};
use crate::config::{Config, Unit, Units};
use crate::findings::Finding;
use crate::record::Day;

/// The files of manuscripts that were met so far.
#[derive(Default)]
pub(super) struct Joining {
    /// Manuscripts, by what tells of them.
    units: HashMap<PathBuf, Arc<Units>>,
    met: Vec<PartOf>,
    /// What was found in each of these files, by the name that it is shown by.
    held: BTreeMap<Arc<str>, (PathBuf, Vec<Finding>)>,
}

impl Joining {
    /// Takes a file at `path` that may be one of several, with what was found in it alone.
    pub(super) fn meet(&mut self, path: &Path, config: &Config, part: Part, found: Vec<Finding>) {
        let project = discover::project_for(path);
        let teller = discover::teller(path.parent().unwrap_or(path), &project, config);
        let units = teller.map(|teller| {
            let new = |teller: &PathBuf| Arc::new(discover::units(teller, &project, config));
            Arc::clone(self.units.entry(teller).or_insert_with_key(new))
        });
        let unit = units.and_then(|units| discover::unit_of(path, &project, config, &units));
        // The only file of its manuscript is all of it.
        let alone = || (Arc::new(Unit { files: vec![located(path)], is_whole: true }), 0);
        let (unit, place) = unit.unwrap_or_else(alone);
        self.held.insert(Arc::clone(&part.document.file.path), (path.to_owned(), found));
        self.met.push(PartOf { unit, place, part });
    }

    /// Every file that was met with all that is found in it; manuscripts are judged if `whole`. `read` reads a file that was
    /// not met.
    pub(super) fn end(
        mut self,
        whole: bool,
        read: &(dyn Fn(&Path) -> Option<Part> + Sync),
        today: Day,
    ) -> impl Iterator<Item = (PathBuf, Vec<Finding>)> {
        let met = if whole { &*self.met } else { &[] };
        for Linted { findings, .. } in whole_manuscripts(met.iter(), read, Some(today)) {
            for finding in findings {
                // What lies in a file that the check leaves out is told of nobody.
                if let Some((_, held)) = self.held.get_mut(&finding.file.path) {
                    held.push(finding);
                }
            }
        }
        self.held.into_values().map(|(path, mut found)| {
            found.sort_by_key(|finding| (finding.span, finding.rule));
            (path, found)
        })
    }
}
