//! What was made of references before: of many, somebody who types changes one.

use std::hash::BuildHasher as _;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;

use super::{Judgement, Manner};
use crate::record::Record;

/// The records of one work.
pub type WorkRecords = SmallVec<[Arc<Record>; 2]>;

/// The judgements of the last time, by the text that was judged, and how that text was written.
#[derive(Debug, Default)]
pub struct Judgements {
    judged: Mutex<FxHashMap<u64, Remembered>>,
    manners: Mutex<FxHashMap<u64, Arc<Manner>>>,
}

/// One text, held against works.
type Remembered = SmallVec<[(WorkRecords, Judgement); 1]>;

/// The judgements of one reading of a document. Those that it does not ask for are forgotten with it.
#[derive(Debug)]
pub struct Recalling<'m> {
    memory: &'m Judgements,
    before: FxHashMap<u64, Remembered>,
    now: FxHashMap<u64, Remembered>,
}

/// How the references of one reading of a document are written. Those that it does not ask for are forgotten with it.
#[derive(Debug)]
pub struct RecallingManners<'m> {
    memory: &'m Judgements,
    before: FxHashMap<u64, Arc<Manner>>,
    now: FxHashMap<u64, Arc<Manner>>,
}

impl Judgements {
    /// Begins a reading.
    #[must_use]
    pub fn recalling(&self) -> Recalling<'_> {
        let before = taken(&self.judged);
        let now = FxHashMap::with_capacity_and_hasher(before.len(), FxBuildHasher);
        Recalling { memory: self, before, now }
    }

    /// Begins a reading of how references are written.
    #[must_use]
    pub fn recalling_manners(&self) -> RecallingManners<'_> {
        let before = taken(&self.manners);
        let now = FxHashMap::with_capacity_and_hasher(before.len(), FxBuildHasher);
        RecallingManners { memory: self, before, now }
    }
}

impl RecallingManners<'_> {
    /// How a text is written: as it was found before, else as `read` finds it.
    pub fn of(&mut self, text: &str, read: impl FnOnce() -> Manner) -> Arc<Manner> {
        let number = FxBuildHasher.hash_one(text);
        let now = self.now.entry(number);
        Arc::clone(now.or_insert_with(|| self.before.remove(&number).unwrap_or_else(|| Arc::new(read()))))
    }
}

impl Recalling<'_> {
    /// The judgement of a text by records: as it was before, if there was one by the very same, else as `judge` makes it.
    pub fn of(
        &mut self,
        text: &str,
        records: WorkRecords,
        judge: impl FnOnce(&[Arc<Record>]) -> Judgement,
    ) -> Judgement {
        let number = FxBuildHasher.hash_one(text);
        let is_same = |(other, _): &&(WorkRecords, Judgement)| {
            other.len() == records.len() && other.iter().zip(&records).all(|(one, other)| Arc::ptr_eq(one, other))
        };
        let known = self.before.get(&number).and_then(|judged| judged.iter().find(is_same));
        let judgement = known.map(|(_, judgement)| judgement.clone()).unwrap_or_else(|| judge(&records));
        self.now.entry(number).or_default().push((records, judgement.clone()));
        judgement
    }
}

impl Drop for Recalling<'_> {
    fn drop(&mut self) {
        let now = std::mem::take(&mut self.now);
        *self.memory.judged.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Drop for RecallingManners<'_> {
    fn drop(&mut self) {
        let now = std::mem::take(&mut self.now);
        *self.memory.manners.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

fn taken<V: Default>(memory: &Mutex<V>) -> V {
    std::mem::take(&mut *memory.lock().unwrap_or_else(PoisonError::into_inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Identifier;

    #[test]
    fn the_same_text_is_read_once() {
        let memory = Judgements::default();
        let read = |text: &str| {
            let mut asked = false;
            memory.recalling_manners().of(text, || {
                asked = true;
                Manner::default()
            });
            asked
        };
        assert!(read("Doe"));
        assert!(!read("Doe"));
        assert!(read("Roe"));
        assert!(read("Doe"), "what was not asked for is forgotten");
    }

    #[test]
    fn the_same_text_and_records_are_judged_once() {
        let memory = Judgements::default();
        let record = || Arc::new(Record::new(Identifier::from_doi("10.1000/a")));
        let (one, other) = (record(), record());
        let judged = |text: &str, record: &Arc<Record>| {
            let mut asked = false;
            memory.recalling().of(text, SmallVec::from_iter([Arc::clone(record)]), |_| {
                asked = true;
                Judgement::default()
            });
            asked
        };
        assert!(judged("Doe", &one));
        assert!(!judged("Doe", &one));
        assert!(judged("Doe", &other), "another record of the same");
        assert!(judged("Roe", &other));
        assert!(judged("Doe", &other), "what was not asked for is forgotten");
    }
}
