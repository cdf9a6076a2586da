//! The one thing that is said unasked: a cited work was retracted since its record was last read.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::findings::{Finding, Severity};
use crate::record::Identifier;
use crate::render;
use crate::rules::{CitedWork, CitedWorks};
use crate::server::documents::OpenDocument;
use crate::server::knowing::{Knowing, stands};
use crate::server::message::Effect;

/// What to say of the works whose retraction is found in a document now, and that lock or store knew without it. What
/// the author tells, ignores or discusses as retracted is no finding, or none of that weight, and no news.
pub(super) fn news(open: &OpenDocument, findings: &[Finding], knowing: &mut Knowing) -> Vec<Effect> {
    let weighs = |finding: &&Finding| matches!(finding.severity, Severity::Error | Severity::Warning);
    let found = findings.iter().filter(|finding| finding.rule == "retracted").filter(weighs);
    let found: BTreeSet<&Identifier> = found.filter_map(|finding| finding.identifier.as_ref()).collect();
    let Some((_, snapshot)) = open.analysed.as_ref().filter(|_| !found.is_empty()) else { return Vec::new() };
    let items = snapshot.lock.iter().flat_map(|lock| &lock.items).filter(|item| !item.is_unread());
    let locked: FxHashSet<&Identifier> = items.filter(|item| stands(&item.known)).map(|item| &item.id).collect();
    let works = CitedWorks::of(&snapshot.document, &snapshot.library, &snapshot.records, &snapshot.in_flux);
    let mut effects = Vec::new();
    for work in works.iter().filter(|work| found.contains(work.id)) {
        let names = names(work);
        let stood = names.iter().any(|id| knowing.stood(id) || locked.contains(id));
        if stood && knowing.tell(&names) {
            effects.push(Effect::SayOnce {
                keys: names.iter().map(|name| format!("retracted:{name}")).collect(),
                message: sentence(work, &snapshot.document.file.path),
                config: Arc::clone(&snapshot.config),
            });
        }
    }
    effects
}

/// All identifiers of a work, as cited and as its sources give them.
fn names(work: &CitedWork<'_>) -> Vec<Identifier> {
    let cited = work.occurrences.iter().map(|found| &found.id);
    let recorded = work.views().flat_map(|view| std::iter::once(&view.record.id).chain(&view.record.same_as));
    let names: BTreeSet<&Identifier> = cited.chain(recorded).collect();
    names.into_iter().cloned().collect()
}

fn sentence(work: &CitedWork<'_>, path: &str) -> String {
    let label = work.known.iter().find_map(|known| render::label(known));
    let label = label.unwrap_or_else(|| work.id.to_string());
    let times = match work.occurrences.len() {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        many => format!("{many} times"),
    };
    let file = path.rsplit(['/', ':']).next().unwrap_or(path);
    format!("Retracted since you cited it: {label}, cited {times} in {file}.")
}
