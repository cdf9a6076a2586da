//! `ibid show --related`: the works that stand near the works shown.

use std::sync::atomic::Ordering;

use super::exit::Exit;
use super::interrupt;
use super::knowledge::{Mode, know_these};
use super::terminal::Terminal;
use crate::config::Config;
use crate::record::{Identifier, IdentifierKind, Knowledge, Record, Records, Related};
use crate::render;
use crate::resolve::related;

/// What stands near each of several works.
#[derive(Default)]
pub(super) struct Near {
    /// For each work; nothing for one that is not known to exist, or where nothing may be asked.
    pub(super) related: Vec<Option<Related>>,
    /// What is known of the works listed.
    pub(super) records: Records,
    /// Whether Ctrl-C ended it.
    pub(super) interrupted: bool,
    /// Whether it was not asked for want of a network.
    offline: bool,
}

impl Near {
    /// Unchecked where a list is missing.
    pub(super) fn exit(&self) -> Exit {
        let partial = self.related.iter().flatten().any(Related::is_partial);
        if self.offline || partial { Exit::Unchecked } else { Exit::Fine }
    }
}

/// Asks for what stands near each of `works`, and looks up the works that are to be shown.
pub(super) fn of(works: &[(Identifier, Knowledge)], config: &Config, mode: Mode, terminal: Terminal) -> Near {
    if !matches!(mode, Mode::Online { .. }) || !config.resolve.online {
        terminal.complain(
            "--related asks PubMed and Crossref each time, and ibid works offline here: similar articles, citing works and \
             references are not shown.",
        );
        return Near { offline: true, ..Near::default() };
    }
    let cancelled = interrupt::watch();
    let near = |(id, knowledge): &(Identifier, Knowledge)| {
        let whole = match knowledge {
            Knowledge::Absent(_) | Knowledge::Unsupported => return None,
            Knowledge::Unchecked(_) => None,
            Knowledge::Known(known) => render::whole(known),
        };
        let named = |kind| named(id, whole.as_ref(), kind);
        let (pmid, doi) = (named(IdentifierKind::Pmid), named(IdentifierKind::Doi));
        Some(related(pmid.as_ref(), doi.as_ref(), &config.resolve, &config.sources, &cancelled))
    };
    let related: Vec<Option<Related>> = works.iter().map(near).collect();
    let mut ids: Vec<Identifier> = related.iter().flatten().flat_map(Related::shown).collect();
    ids.sort_unstable();
    ids.dedup();
    let (learnt, interrupted) = know_these(&ids, config, mode, terminal);
    let interrupted = interrupted || cancelled.load(Ordering::SeqCst);
    Near { related, records: learnt.stands, interrupted, offline: false }
}

/// The identifier of a kind under which a work is asked for or known.
fn named(id: &Identifier, record: Option<&Record>, kind: IdentifierKind) -> Option<Identifier> {
    let known = record.into_iter().flat_map(|record| std::iter::once(&record.id).chain(&record.same_as));
    std::iter::once(id).chain(known).find(|id| id.kind() == kind && !id.is_short_doi()).cloned()
}
