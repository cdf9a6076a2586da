//! References as written, held against the records of the works that their identifiers name.

mod candidates;
mod composed;
mod container;
#[cfg(test)]
mod example;
mod figures;
mod journal;
mod judgement;
mod locator;
mod manner;
mod memory;
mod months;
mod other_title;
mod passage;
mod people;
mod prose;
mod sought;
mod title;
mod verdict;
mod words;

pub use candidates::{Candidate, Candidates};
pub use composed::Composed;
pub use judgement::{Judgement, Part, judge};
pub use manner::{Habit, Manner, Parts, Presence, Shown, Way};
pub use memory::{Judgements, Recalling, RecallingManners, WorkRecords};
pub use passage::judge_passage;
pub use prose::prose;
pub use sought::{Sought, agreement};
pub use title::is_same_title;
pub use verdict::Verdict;
pub use words::{Word, words};
