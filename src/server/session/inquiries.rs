//! Questions about a work wherever it is cited, and about the server itself: they may wait for the store, never for the
//! network.

use std::sync::Arc;

use serde_json::Value as Json;

use super::Session;
use super::look_ups::may_ask;
use crate::config::Config;
use crate::lock::combine;
use crate::record::{Day, Identifier, Knowledge, Reason, Records};
use crate::render::json::shown;
use crate::resolve::Priority;
use crate::server::documents::{Address, OpenDocument};
use crate::server::knowing::Outlook;
use crate::server::message::{Answer, Effect, Inquiry, Moment, Ticket};
use crate::server::surroundings::{Preparation, Prepared, Surroundings};

/// Who waits for what.
#[derive(Debug, Default)]
pub(super) struct Inquiries {
    /// Configuration and lock of the workspace, which hold for what no open document cites.
    pub(super) surroundings: Option<Arc<Surroundings>>,
    /// Those who wait for these to be read.
    unprepared: Vec<(Ticket, Inquiry)>,
    /// Those who wait for the store to say what it knows of a work.
    works: Vec<(Ticket, Identifier)>,
    /// Those who wait for the store to say how it is.
    pub(super) status: Vec<Ticket>,
}

/// What holds for a work.
struct Standing {
    knowledge: Knowledge,
    config: Arc<Config>,
    /// Whether it may be looked up, as far as documents and settings go.
    may_ask: bool,
    /// A document that cites it.
    cited_in: Option<Address>,
}

/// What the workspace's own configuration and lock go by; no document has this address.
fn workspace() -> Address {
    Address("ibid:workspace".into())
}

impl Inquiries {
    /// Nobody waits for these answers any more.
    pub(super) fn forget(&mut self, tickets: &[Ticket]) {
        self.unprepared.retain(|(ticket, _)| !tickets.contains(ticket));
        self.works.retain(|(ticket, _)| !tickets.contains(ticket));
        self.status.retain(|ticket| !tickets.contains(ticket));
    }
}

impl Session {
    /// Takes in a question that is about no document.
    pub(super) fn inquire(&mut self, ticket: Ticket, inquiry: Inquiry, now: Moment) {
        match inquiry {
            Inquiry::Work(id) if self.documents.values().any(|open| cites(open, &id)) => self.seek(ticket, id, now),
            inquiry => {
                self.inquiries.unprepared.push((ticket, inquiry));
                if self.inquiries.unprepared.len() == 1 {
                    self.prepare_workspace();
                }
            }
        }
    }

    fn prepare_workspace(&mut self) {
        let folder = self.workspace.folder_of(None);
        self.effects.push(Effect::Prepare(Box::new(Preparation {
            address: workspace(),
            opening: 0,
            path: None,
            settings: self.workspace.settings_of(folder.as_ref()),
            folder,
            today: self.today,
            revision: self.workspace.revision(),
            previous: self.inquiries.surroundings.clone(),
        })));
    }

    /// The workspace's configuration and lock were read, if they are what was read.
    pub(super) fn workspace_prepared(&mut self, prepared: Prepared, now: Moment) -> Option<Prepared> {
        if prepared.address != workspace() {
            return Some(prepared);
        }
        if let Some(surroundings) = prepared.surroundings {
            self.inquiries.surroundings = Some(Arc::new(surroundings));
        }
        for (ticket, inquiry) in std::mem::take(&mut self.inquiries.unprepared) {
            match inquiry {
                Inquiry::Work(id) => self.seek(ticket, id, now),
                Inquiry::Check => self.check_workspace(ticket, now),
                Inquiry::Status => {
                    self.inquiries.status.push(ticket);
                    if self.inquiries.status.len() == 1 {
                        self.effects.push(Effect::DescribeStore(self.config()));
                    }
                }
            }
        }
        None
    }

    /// The settings where no document's own hold.
    pub(super) fn config(&self) -> Arc<Config> {
        self.inquiries.surroundings.as_ref().map(|around| Arc::clone(around.config())).unwrap_or_default()
    }

    /// Answers what is known of a work, when the store has been asked.
    fn seek(&mut self, ticket: Ticket, id: Identifier, now: Moment) {
        if self.knowing.needs_recall(&id) {
            let config = self.standing(&id, now.today).config;
            self.knowing.recalling(&id);
            self.effects.push(Effect::Recall { ids: vec![id.clone()], config });
        }
        if self.knowing.is_recalling(&id) {
            self.inquiries.works.push((ticket, id));
        } else {
            self.tell(ticket, &id, now);
        }
    }

    /// The store was asked about some works, perhaps for those who wait.
    pub(super) fn recalled_works(&mut self, now: Moment) {
        for (ticket, id) in std::mem::take(&mut self.inquiries.works) {
            if self.knowing.is_recalling(&id) {
                self.inquiries.works.push((ticket, id));
            } else {
                self.tell(ticket, &id, now);
            }
        }
    }

    /// Answers what is known of a work. What is not is looked up, under the conditions of a hover.
    fn tell(&mut self, ticket: Ticket, id: &Identifier, now: Moment) {
        let Standing { mut knowledge, config, may_ask, cited_in } = self.standing(id, now.today);
        let mut records = Records::default();
        records.put(id.clone(), knowledge.clone());
        let is_typed = self.documents.values().any(|open| open.in_flux.contains(id));
        let outlook = self.knowing.outlook();
        let may_ask = may_ask && outlook != Outlook::Refused;
        let waits = is_typed || outlook != Outlook::Soon || self.knowing.has_just_failed(id, now.at);
        if may_ask && !waits && self.knowing.wants(&records, id) {
            if let Some(open) = cited_in.and_then(|address| self.documents.get_mut(&address)) {
                open.looked_up.insert(id.clone());
            }
            self.knowing.look_up(vec![id.clone()], Priority::Visible, &config, &mut self.effects);
        }
        if !may_ask && matches!(knowledge, Knowledge::Unchecked(Reason::NotAsked)) {
            knowledge = Knowledge::Unchecked(Reason::Offline);
        }
        let record = serde_json::to_value(shown([(id, &knowledge)])).unwrap_or(Json::Null);
        self.effects.push(Effect::Answer(ticket, Answer::Json(record)));
    }

    /// What holds for a work: the word of a document that cites it and may have it looked up, else of one that cites it,
    /// else of the workspace.
    fn standing(&mut self, id: &Identifier, today: Day) -> Standing {
        let mut standing = None;
        for (address, open) in &mut self.documents {
            if !cites(open, id) {
                continue;
            }
            let Some(snapshot) = open.newest(&self.knowing, today) else { continue };
            let may_ask =
                super::is_settled(open, &self.workspace) && may_ask(address, &self.workspace, open, &snapshot);
            if may_ask || standing.is_none() {
                standing = Some(Standing {
                    knowledge: snapshot.records.get(id).clone(),
                    config: snapshot.config,
                    may_ask,
                    cited_in: Some(address.clone()),
                });
            }
            if may_ask {
                break;
            }
        }
        standing.unwrap_or_else(|| {
            let (config, learnt) = (self.config(), self.knowing.records().get(id));
            let around = self.inquiries.surroundings.as_ref();
            let locked = around.and_then(|around| around.lock()?.get(id));
            let knowledge = match locked {
                Some(locked) => combine(Some(&locked), Some(learnt), None, today),
                None => learnt.clone(),
            };
            let may_ask = around.is_some_and(|around| !around.is_excluded())
                && self.workspace.is_trusted()
                && self.workspace.knows_settings()
                // A text that is not read yet may cite it and forbid it.
                && self.documents.values().all(|open| super::is_settled(open, &self.workspace))
                && config.resolve.online;
            Standing { knowledge, config, may_ask, cited_in: None }
        })
    }
}

/// Whether a document's newest text cites a work.
fn cites(open: &OpenDocument, id: &Identifier) -> bool {
    open.current().is_some_and(|snapshot| snapshot.named().any(|cited| cited == id))
}
