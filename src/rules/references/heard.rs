//! Whether all who know a work were heard: a single source may have a slip that another one shows.

use super::super::Context;
use super::NamedWork;
use crate::config::Config;
use crate::record::{Identifier, IdentifierKind, Known, Source, View};
use crate::sources::pubmed;

/// Whether all who may know what an identifier names have said it, or have nothing to say. Where the second source failed to
/// answer, what differs from the first may be the first one's slip: then no field is held against it.
#[must_use]
pub fn is_heard(known: &Known, config: &Config) -> bool {
    !known.lacking.is_empty() || is_enough(known.views.iter(), config)
}

/// The same of a work with several identifiers. What a lock has was asked for when it was written.
pub(super) fn is_heard_of(context: &Context<'_>, work: &NamedWork<'_>) -> bool {
    let is_locked = |lock: &crate::lock::Lock| work.places.iter().any(|place| lock.has(&place.id));
    context.locked
        || work.known.iter().any(|known| !known.lacking.is_empty())
        || is_enough(work.views(), context.config)
        || context.lock.is_some_and(is_locked)
}

/// Whether nobody but those of these views may be asked.
fn is_enough<'v>(mut views: impl Iterator<Item = &'v View>, config: &Config) -> bool {
    let (Some(view), None) = (views.next(), views.next()) else { return true };
    let record = &view.record;
    let mut ids = std::iter::once(&record.id).chain(&record.same_as);
    let other = match view.source {
        Source::Crossref if ids.any(pubmed::searchable) => Source::PubMed,
        Source::PubMed | Source::EuropePmc if ids.any(is_doi) => Source::Crossref,
        _ => return true,
    };
    config.sources.get(&other).is_none_or(|settings| !settings.enabled)
}

fn is_doi(id: &Identifier) -> bool {
    id.kind() == IdentifierKind::Doi && !id.is_short_doi()
}
