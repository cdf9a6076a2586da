//! Answers from the newest snapshot, at once.

use std::sync::Arc;

use super::Session;
use super::look_ups::{is_settled, may_ask};
use crate::analysis::{self, Hint, LookUp, Snapshot};
use crate::record::{Day, Identifier};
use crate::resolve::Priority;
use crate::server::documents::Address;
use crate::server::knowing::Outlook;
use crate::server::message::{Answer, Hints, Links, Moment, Question, Shown, Ticket};
use crate::server::wanted::unasked;
use crate::text::{Point, Span};

impl Session {
    /// Answers a question about a document whose newest text is analysed, or that is not open.
    pub(super) fn answer(&mut self, ticket: Ticket, question: &Question, now: Moment) {
        let answer = match question {
            Question::Command(command) => return self.command(ticket, command, now),
            Question::References { address, at, definition } => {
                return self.references(ticket, address, *at, *definition, now.today);
            }
            Question::Completion { address, at } => return self.complete(ticket, address, *at, now),
            Question::Rename { address, at, to } => return self.rename(ticket, address, *at, to, now.today),
            Question::Symbols { address } => Answer::Symbols(self.symbols(address, now.today)),
            Question::Renameable { address, at } => Answer::Renameable(self.renameable(address, *at, now.today)),
            Question::Hover { address, at } => Answer::Hover(self.hover(address, *at, now)),
            Question::Hints { address, from, to } => Answer::Hints(self.hints(address, *from, *to, now)),
            Question::Tooltip { address, id } => Answer::Tooltip(self.tooltip(address, id, now.today)),
            Question::Links { address } => Answer::Links(self.links(address, now.today)),
            Question::Completed { address, offered } => Answer::Completed(self.completed(address, offered, now)),
            Question::Definition { address, at } => Answer::Definition(self.definition(address, *at, now.today)),
            Question::Highlights { address, at } => Answer::Highlights(self.highlights(address, *at, now.today)),
            Question::Diagnostics { address, before } => Answer::Diagnostics(self.report(address, before.as_deref())),
            Question::Inquiry(_) | Question::Hello(_) | Question::Shutdown => question.nothing(),
        };
        self.effects.push(super::Effect::Answer(ticket, answer));
    }

    /// Nobody waits for these answers any more.
    pub(super) fn forget_waiting(&mut self, tickets: &[Ticket]) {
        for open in self.documents.values_mut() {
            open.waiting.retain(|(ticket, _)| !tickets.contains(ticket));
        }
        self.renames.retain(|rename| !tickets.contains(&rename.ticket));
        self.begins.forget(tickets);
        self.inquiries.forget(tickets);
    }

    /// What is known of what stands at `at`. Whatever is unknown there is looked up before all else.
    fn hover(&mut self, address: &Address, at: Point, now: Moment) -> Option<Shown> {
        let open = self.documents.get_mut(address)?;
        let offset = open.buffer.offset(at, self.client.unit);
        let snapshot = open.newest(&self.knowing, now.today).filter(|snapshot| offers(snapshot, "hover"))?;
        let Some(id) = analysis::target(&snapshot, offset)?.identifier(&snapshot) else {
            return shown_at(&snapshot, offset, LookUp::Soon);
        };
        let is_settled = is_settled(open, &self.workspace);
        let may_ask = may_ask(address, &self.workspace, open, &snapshot);
        let look_up = if !may_ask {
            LookUp::Offline
        } else if open.in_flux.contains(&id) {
            LookUp::Typing
        } else {
            let held_back = open.held_back.filter(|_| !open.looked_up.contains(&id));
            match (self.knowing.outlook(), held_back) {
                (Outlook::Refused, _) => LookUp::Offline,
                (Outlook::Undecided, _) => LookUp::Undecided,
                (Outlook::Soon, Some(held)) => {
                    LookUp::HeldBack { unasked: unasked(held.unknown), unknown: held.unknown }
                }
                (Outlook::Soon, None) if self.knowing.has_just_failed(&id, now.at) => LookUp::Failed,
                (Outlook::Soon, None) => LookUp::Soon,
            }
        };
        let shown = shown_at(&snapshot, offset, look_up);
        let waits = matches!(look_up, LookUp::Typing | LookUp::Failed);
        if may_ask && is_settled && !waits && self.knowing.wants(&snapshot.records, &id) {
            open.looked_up.insert(id.clone());
            self.knowing.look_up(vec![id], Priority::Visible, &snapshot.config, &mut self.effects);
        }
        shown
    }

    /// Hints between two places, which is also what the client shows.
    fn hints(&mut self, address: &Address, from: Point, to: Point, now: Moment) -> Option<Hints> {
        let open = self.documents.get_mut(address)?;
        let unit = self.client.unit;
        let (from, to) = (open.buffer.offset(from, unit), open.buffer.offset(to, unit));
        let view = Span::new(from.min(to), from.max(to));
        open.view = Some(view);
        if open.held_back.is_some() {
            // What comes into view is looked up although the rest is not.
            open.want_look_up(now.at);
        }
        let snapshot = open.newest(&self.knowing, now.today).filter(|snapshot| offers(snapshot, "hints"))?;
        let lazy = self.client.resolves_tooltips;
        let with_tooltip = |hint: Hint| {
            let tooltip = (!lazy).then(|| analysis::tooltip(&snapshot, &hint.id));
            (hint, tooltip)
        };
        let hints = analysis::hints(&snapshot, view).into_iter().map(with_tooltip).collect();
        Some(Hints { address: address.clone(), file: Arc::clone(&snapshot.document.file), hints })
    }

    /// The tooltip of a hint.
    fn tooltip(&mut self, address: &Address, id: &Identifier, today: Day) -> Option<String> {
        let snapshot = self.documents.get_mut(address)?.newest(&self.knowing, today)?;
        Some(analysis::tooltip(&snapshot, id))
    }

    /// The links of a document.
    fn links(&mut self, address: &Address, today: Day) -> Option<Links> {
        let open = self.documents.get_mut(address)?;
        let snapshot = open.newest(&self.knowing, today).filter(|snapshot| offers(snapshot, "links"))?;
        Some(Links { file: Arc::clone(&snapshot.document.file), links: analysis::links(&snapshot) })
    }
}

fn shown_at(snapshot: &Snapshot, offset: usize, look_up: LookUp) -> Option<Shown> {
    let hover = analysis::hover(snapshot, offset, look_up)?;
    Some(Shown { file: Arc::clone(&snapshot.document.file), span: hover.span, markdown: hover.markdown })
}

/// Whether a feature is on; all are unless switched off.
pub(super) fn offers(snapshot: &Snapshot, feature: &str) -> bool {
    snapshot.config.features.get(feature) != Some(&false)
}
