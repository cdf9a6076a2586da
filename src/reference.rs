//! References as written, held against the records of the works that their identifiers name.

mod composed;
mod container;
mod figures;
mod journal;
mod judgement;
mod locator;
mod manner;
mod memory;
mod other_title;
mod people;
mod prose;
mod title;
mod verdict;
mod words;

pub use composed::Composed;
pub use judgement::{Judgement, Part, judge};
pub use manner::{Habit, Manner, Parts, Presence, Shown, Way};
pub use memory::{Judgements, Recalling, RecallingManners, WorkRecords};
pub use prose::prose;
pub use title::is_same_title;
pub use verdict::Verdict;
pub use words::{Word, words};
