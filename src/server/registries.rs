//! Store and registries, on a thread of their own that starts when they are first needed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};

use super::backend::Mailbox;
use super::message::{Consent, Event, Seek, Ticket};
use super::outbox::{Outbox, Request};
use super::survey::Survey;
use crate::config::{Config, Resolve, SourceSettings};
use crate::record::{Beginning, Identifier, Records, Source};
use crate::resolve::{Priority, Resolved, Resolver, Seeking, candidates, is_due};
use crate::rules::missing_identifier;
use crate::store::{News, Store, StorePlace, unix_now};

/// What the store calls the sentence about what leaves the machine, in editor and terminal.
const WHAT_LEAVES: &str = "what-leaves";

/// For how many references of a document registries are asked at once: the editor asks one a second.
const SOUGHT_AT_ONCE: usize = 100;

/// Store and registries: they may be waited for, so the session only sends them orders.
pub(super) struct Registries {
    mailbox: Mailbox,
    orders: Option<mpsc::Sender<Order>>,
}

enum Order {
    Recall(Vec<Identifier>, Arc<Config>),
    FindBegun(Ticket, Beginning, Arc<Config>),
    Describe(Arc<Config>),
    LookUp(Vec<Identifier>, Priority, Arc<Config>),
    Refresh(Vec<Identifier>, Arc<Config>),
    Survey(Box<Survey>),
    Seek(Box<Seek>),
    Cancel(Vec<Identifier>),
    AskConsent(Arc<Config>, Outbox),
    Agreed(Arc<Config>),
    SayOnce(Vec<String>, String, Arc<Config>, Outbox),
    Rest,
}

impl Registries {
    /// Nothing is opened or started before the first order. What store and registries say is posted to `mailbox`.
    pub(super) fn new(mailbox: Mailbox) -> Self {
        Self { mailbox, orders: None }
    }

    /// Asks the store.
    pub(super) fn recall(&mut self, ids: Vec<Identifier>, config: Arc<Config>) {
        self.order(Order::Recall(ids, config));
    }

    /// Asks the store what it has that begins so.
    pub(super) fn find_begun(&mut self, ticket: Ticket, beginning: Beginning, config: Arc<Config>) {
        self.order(Order::FindBegun(ticket, beginning, config));
    }

    /// Asks the store how it is.
    pub(super) fn describe(&mut self, config: Arc<Config>) {
        self.order(Order::Describe(config));
    }

    /// Asks the registries.
    pub(super) fn look_up(&mut self, ids: Vec<Identifier>, priority: Priority, config: Arc<Config>) {
        self.order(Order::LookUp(ids, priority, config));
    }

    /// Asks the registries anew, whatever is known.
    pub(super) fn refresh(&mut self, ids: Vec<Identifier>, config: Arc<Config>) {
        self.order(Order::Refresh(ids, config));
    }

    /// Checks the files of the workspace with lock and store alone.
    pub(super) fn survey(&mut self, survey: Box<Survey>) {
        self.order(Order::Survey(survey));
    }

    /// Looks for works.
    pub(super) fn seek(&mut self, seek: Box<Seek>) {
        self.order(Order::Seek(seek));
    }

    /// Asks no further about these.
    pub(super) fn cancel(&mut self, ids: Vec<Identifier>) {
        self.order(Order::Cancel(ids));
    }

    /// Asks the user, unless it was said before on this machine.
    pub(super) fn ask_consent(&mut self, config: Arc<Config>, outbox: Outbox) {
        self.order(Order::AskConsent(config, outbox));
    }

    /// Remembers that the user agreed.
    pub(super) fn agreed(&mut self, config: Arc<Config>) {
        self.order(Order::Agreed(config));
    }

    /// Warns the user, unless it was said by any of these keys before on this machine.
    pub(super) fn say_once(&mut self, keys: Vec<String>, message: String, config: Arc<Config>, outbox: Outbox) {
        self.order(Order::SayOnce(keys, message, config, outbox));
    }

    /// Stops asking.
    pub(super) fn rest(&mut self) {
        if self.orders.is_some() {
            self.order(Order::Rest);
        }
    }

    fn order(&mut self, order: Order) {
        let orders = self.orders.get_or_insert_with(|| {
            let (sender, orders) = mpsc::channel();
            let mailbox = self.mailbox.clone();
            let work = move || Desk { mailbox, store: None, resolver: None, resting: Arc::default() }.work(&orders);
            if let Err(error) = std::thread::Builder::new().name("registries".into()).spawn(work) {
                drop(self.mailbox.post(Event::Note(format!("nothing can be looked up: {error}"))));
            }
            sender
        });
        // Without the thread nothing is known, which is what everything then is.
        drop(orders.send(order));
    }
}

/// What the thread owns.
struct Desk {
    mailbox: Mailbox,
    store: Option<(Option<String>, Store)>,
    resolver: Option<(Asking, Resolver)>,
    /// Set when searches are to end.
    resting: Arc<AtomicBool>,
}

/// What a resolver was started with.
type Asking = (Option<String>, Resolve, BTreeMap<Source, SourceSettings>);

impl Desk {
    fn work(mut self, orders: &mpsc::Receiver<Order>) {
        while let Ok(order) = orders.recv() {
            match order {
                Order::Recall(ids, config) => self.recall(ids, &config),
                Order::FindBegun(ticket, beginning, config) => {
                    let mailbox = self.mailbox.clone();
                    let tell = move |begun| drop(mailbox.post(Event::BegunFound(ticket, begun)));
                    self.store(&config).begun_then(beginning, unix_now(), tell);
                }
                Order::Describe(config) => {
                    let info = self.store(&config).info();
                    self.post(Event::StoreDescribed(Box::new(info)));
                }
                Order::LookUp(ids, priority, config) => self.resolver(&config).submit(ids, priority),
                Order::Refresh(ids, config) => self.resolver(&config).refresh(ids, Priority::Open),
                Order::Survey(survey) => self.survey(survey),
                Order::Seek(seek) => self.seek(*seek),
                Order::Cancel(ids) => {
                    if let Some((_, resolver)) = &self.resolver {
                        resolver.cancel(ids);
                    }
                }
                Order::AskConsent(config, outbox) => {
                    if self.store(&config).was_said(WHAT_LEAVES) {
                        self.post(Event::Consent(Consent::Given));
                    } else {
                        outbox.request(Request::Consent { searches: config.resolve.search });
                    }
                }
                Order::Agreed(config) => {
                    // From now on it was said; whether it was before does not matter.
                    let _ = self.store(&config).said_before(WHAT_LEAVES);
                }
                Order::SayOnce(keys, message, config, outbox) => {
                    let store = self.store(&config);
                    // From now on it was said by all of them.
                    let said = keys.iter().filter(|key| store.said_before(key)).count();
                    if said == 0 {
                        outbox.request(Request::Warn(message));
                    }
                }
                Order::Rest => {
                    self.resolver = None;
                    std::mem::take(&mut self.resting).store(true, Ordering::Relaxed);
                }
            }
        }
    }

    /// Where nobody reads any more, the process is about to leave.
    fn post(&self, event: Event) {
        drop(self.mailbox.post(event));
    }

    /// On a thread of its own: it takes as long as there are files, and others wait for the store here.
    fn survey(&mut self, survey: Box<Survey>) {
        let (store, mailbox) = (self.store(&survey.config), self.mailbox.clone());
        let work = move || survey.run(&store, &mailbox);
        if let Err(error) = std::thread::Builder::new().name("survey".into()).spawn(work) {
            let said = format!("The workspace cannot be checked: {error}.");
            self.post(Event::SurveyEnded { said, whole: false });
        }
    }

    /// On a thread of its own: registries are asked one reference after the other.
    fn seek(&mut self, seek: Seek) {
        let Seek { address, opening, document, library, may_ask, config } = seek;
        let (store, mailbox, resting) = (self.store(&config), self.mailbox.clone(), Arc::clone(&self.resting));
        let work = move || {
            let resolve = Resolve { online: may_ask, ..config.resolve.clone() };
            let sought = missing_identifier::sought(&document, &library);
            let registries = (&resolve, &config.sources);
            let Seeking { found, unanswered } =
                candidates(sought, SOUGHT_AT_ONCE, registries, &store, &|_, _| (), &resting);
            let unanswered = unanswered.map(|(_, why)| why.to_string());
            drop(mailbox.post(Event::Sought { address, opening, found, unanswered }));
        };
        if let Err(error) = std::thread::Builder::new().name("search".into()).spawn(work) {
            self.post(Event::Note(format!("no works can be looked for: {error}")));
        }
    }

    fn recall(&mut self, asked: Vec<Identifier>, config: &Config) {
        let found = self.store(config).look_up(&asked, unix_now());
        let (mut records, mut due) = (Records::default(), Vec::new());
        for found in found {
            if is_due(&found, &config.sources) {
                due.push(found.id.clone());
            }
            records.put(found.id, found.knowledge);
        }
        self.post(Event::Recalled { asked, records, due });
    }

    /// The store that the settings name.
    fn store(&mut self, config: &Config) -> Store {
        match &self.store {
            Some((place, store)) if *place == config.store => store.clone(),
            _ => {
                let mailbox = self.mailbox.clone();
                let tell = move |news| {
                    let event = match news {
                        News::Note(note) => Event::Note(note),
                        News::Joined => Event::StoreOpened,
                        News::Ready => return,
                    };
                    drop(mailbox.post(event));
                };
                let place = StorePlace::from_setting(config.store.as_deref());
                let store = Store::keep_open(&place, Store::WAIT, tell);
                self.store = Some((config.store.clone(), store.clone()));
                store
            }
        }
    }

    /// The resolver that the settings ask for.
    fn resolver(&mut self, config: &Config) -> &Resolver {
        let asking = (config.store.clone(), config.resolve.clone(), config.sources.clone());
        let started = match self.resolver.take() {
            Some((with, resolver)) if with == asking => (with, resolver),
            _ => {
                let mailbox = self.mailbox.clone();
                let report = move |resolved| {
                    let event = match resolved {
                        Resolved::Answers { stands, .. } => {
                            let mut records = Records::default();
                            stands.into_iter().for_each(|(id, knowledge)| records.put(id, knowledge));
                            Event::Resolved(records)
                        }
                        Resolved::Idle => Event::Idle,
                        Resolved::Progress { .. } => return,
                    };
                    drop(mailbox.post(event));
                };
                let resolver = Resolver::start(&config.resolve, &config.sources, self.store(config), Box::new(report));
                (asking, resolver)
            }
        };
        &self.resolver.insert(started).1
    }
}
