//! The resolver: takes identifiers, answers with knowledge.

use std::collections::BTreeMap;

use tokio::runtime::Runtime;
use tokio::sync::mpsc;

use super::driver::{Command, Driver};
use super::queue::Priority;
use super::retry::Patience;
use crate::config::{Resolve, SourceSettings};
use crate::record::{Identifier, Knowledge, Reason, Source};
use crate::store::Store;

/// What a resolver reports.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved {
    /// What is now known. What is wanted is answered at least once; a record from the store may be followed by a newer
    /// one.
    Answers {
        /// What stands, whether the store held it or the sources said it.
        stands: Vec<(Identifier, Knowledge)>,
        /// What the sources said just now, as far as it stands.
        fresh: Vec<(Identifier, Knowledge)>,
    },
    /// How far the present run is, in identifiers to ask about.
    Progress {
        /// Answered or given up.
        asked: usize,
        /// All of the run.
        total: usize,
    },
    /// Nothing is left to be done; all that was wanted is answered.
    Idle,
}

/// Asks the store first, then the sources. Methods return at once; reports come on a thread of the resolver's own and
/// must not block it. Dropping it ends all requests, and waits for none of them.
#[derive(Debug)]
pub struct Resolver {
    commands: mpsc::UnboundedSender<Command>,
    runtime: Option<Runtime>,
}

impl Resolver {
    /// Starts a resolver; `report` is called for everything that becomes known.
    #[must_use]
    pub fn start(
        resolve: &Resolve,
        sources: &BTreeMap<Source, SourceSettings>,
        store: Store,
        report: Box<dyn Fn(Resolved) + Send>,
    ) -> Self {
        Self::start_patient(resolve, sources, store, Patience::default(), report)
    }

    /// Like [`Resolver::start`], with another patience for sources that fail.
    #[must_use]
    pub fn start_patient(
        resolve: &Resolve,
        sources: &BTreeMap<Source, SourceSettings>,
        store: Store,
        patience: Patience,
        report: Box<dyn Fn(Resolved) + Send>,
    ) -> Self {
        let (commands, inbox) = mpsc::unbounded_channel();
        let built = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("ibid-resolve")
            .enable_all()
            .build();
        let runtime = match built {
            Ok(runtime) => {
                let driver = Driver::new(resolve, sources, store, patience, report, commands.clone());
                runtime.spawn(driver.run(inbox));
                Some(runtime)
            }
            Err(error) => {
                // Without threads nothing can be asked; whoever wants something is told so.
                let what = format!("could not be asked: {error}");
                std::thread::Builder::new().spawn(move || refuse(inbox, &what, &*report)).ok();
                None
            }
        };
        Self { commands, runtime }
    }

    /// Wants to know about `ids`. What is wanted already only rises in priority.
    pub fn submit(&self, ids: Vec<Identifier>, priority: Priority) {
        self.send(Command::Submit { ids, priority, anew: false });
    }

    /// Wants to know anew, however young the store's answers are: for `--refresh`.
    pub fn refresh(&self, ids: Vec<Identifier>, priority: Priority) {
        self.send(Command::Submit { ids, priority, anew: true });
    }

    /// No longer wants to know about `ids`: no further question about them goes out. The answer to one that is out
    /// is taken in; otherwise nothing more is reported of them.
    pub fn cancel(&self, ids: Vec<Identifier>) {
        self.send(Command::Cancel(ids));
    }

    /// Allows or forbids asking; what waits when it is forbidden is unchecked, and
    /// must be submitted again when it is allowed. The store is read all the same.
    pub fn set_online(&self, online: bool) {
        self.send(Command::SetOnline(online));
    }

    fn send(&self, command: Command) {
        // The driver ends only with the runtime, which ends with this.
        let _ = self.commands.send(command);
    }
}

impl Drop for Resolver {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn refuse(mut inbox: mpsc::UnboundedReceiver<Command>, what: &str, report: &dyn Fn(Resolved)) {
    while let Some(command) = inbox.blocking_recv() {
        if let Command::Submit { ids, .. } = command {
            let reason = Reason::NotAnswered { source: Source::Crossref, what: what.to_owned() };
            let unchecked = |id| (id, Knowledge::Unchecked(reason.clone()));
            report(Resolved::Answers { stands: ids.into_iter().map(unchecked).collect(), fresh: Vec::new() });
            report(Resolved::Idle);
        }
    }
}
