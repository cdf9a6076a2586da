//! Findings on their way to the client: pushed, or asked for by one that can be told to ask again. Never both.

use std::sync::Arc;

use super::Session;
use crate::findings::Finding;
use crate::server::documents::{Address, OpenDocument};
use crate::server::message::{Effect, Report};

impl OpenDocument {
    /// What follows for the client from the findings of the newest text. One that is pushed them is told every text
    /// once, and what changed of one since. One that `pulls` them asks whenever the text changes by itself; it is told
    /// to ask again when what it was answered holds no more.
    pub(super) fn publish(
        &mut self,
        address: &Address,
        findings: Vec<Finding>,
        pulls: bool,
        reports: &mut u64,
    ) -> Option<Effect> {
        let is_same = self.published.as_ref().is_some_and(|(edition, before)| {
            let still = *edition == self.edition || (pulls && before.is_empty());
            still && same(before, &findings)
        });
        let findings = if is_same { None } else { Some(Arc::new(findings)) };
        match (&mut self.published, &findings) {
            (Some((edition, _)), None) => *edition = self.edition,
            (published, Some(findings)) => *published = Some((self.edition, Arc::clone(findings))),
            (None, None) => {}
        }
        let findings = findings?;
        if !pulls {
            return Some(Effect::Publish { address: address.clone(), version: Some(self.version), findings });
        }
        *reports += 1;
        self.report = *reports;
        (self.reported == Some(self.edition)).then_some(Effect::RefreshDiagnostics)
    }

    /// The findings of the newest text, unless the client has them: `before` is the number of the report that it has.
    fn report(&mut self, address: &Address, before: Option<&str>) -> Report {
        self.reported = Some(self.edition);
        let number = self.report.to_string();
        match &self.published {
            Some(_) if before == Some(&*number) => Report::Unchanged(number),
            Some((edition, findings)) if *edition == self.edition => {
                Report::Full { number: Some(number), address: address.clone(), findings: Arc::clone(findings) }
            }
            // The newest text could not be analysed.
            _ => Report::none(address.clone()),
        }
    }
}

impl Report {
    /// No findings, and none that a later report could be held against.
    pub(in crate::server) fn none(address: Address) -> Self {
        Self::Full { number: None, address, findings: Arc::default() }
    }
}

impl Session {
    /// The findings of a document that is open and that somebody writes.
    pub(super) fn report(&mut self, address: &Address, before: Option<&str>) -> Report {
        match self.documents.get_mut(address).filter(|_| address.is_written()) {
            Some(open) => open.report(address, before),
            None => Report::none(address.clone()),
        }
    }
}

/// Whether a client would see no difference.
pub(in crate::server) fn same(before: &[Finding], after: &[Finding]) -> bool {
    before.len() == after.len()
        && before.iter().zip(after).all(|(a, b)| {
            (a.rule, a.severity, a.span, &a.message, &a.help, a.tag)
                == (b.rule, b.severity, b.span, &b.message, &b.help, b.tag)
                && a.related.len() == b.related.len()
                && a.related.iter().zip(&b.related).all(|(a, b)| a.span == b.span && a.message == b.message)
        })
}
