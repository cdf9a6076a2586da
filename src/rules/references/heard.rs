//! Whether all who know a work were heard: a single source may have a slip that another one shows.

use super::super::Context;
use super::NamedWork;
use crate::record::{Identifier, IdentifierKind, Source};
use crate::sources::pubmed;

/// Whether the second source of a work has said what it knows, or has nothing to say. Where it failed to answer, what differs from
/// the first may be the first one's slip. What a lock has was asked for when it was written.
pub(super) fn is_heard(context: &Context<'_>, work: &NamedWork<'_>) -> bool {
    let mut views = work.views();
    let (Some(view), None) = (views.next(), views.next()) else { return true };
    let record = &view.record;
    let ids = || std::iter::once(&record.id).chain(&record.same_as);
    let other = match view.source {
        Source::Crossref if ids().any(pubmed::searchable) => Source::PubMed,
        Source::PubMed | Source::EuropePmc if ids().any(is_doi) => Source::Crossref,
        _ => return true,
    };
    let is_off = context.config.sources.get(&other).is_none_or(|settings| !settings.enabled);
    let is_locked = |lock: &crate::lock::Lock| work.places.iter().any(|place| lock.has(&place.id));
    is_off
        || context.locked
        || work.known.iter().any(|known| !known.lacking.is_empty())
        || context.lock.is_some_and(is_locked)
}

fn is_doi(id: &Identifier) -> bool {
    id.kind() == IdentifierKind::Doi && !id.is_short_doi()
}
