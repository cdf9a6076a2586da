//! The kinds of errors that are seeded, and by which rules each counts as found.

use super::far;
use super::near;
use super::slip::Slip;

/// How far from the truth an error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Another value altogether.
    Far,
    /// One digit, one letter, one word.
    Near,
}

/// A kind of errors.
#[derive(Debug)]
pub(crate) struct Kind {
    /// What is wrong.
    pub(crate) name: &'static str,
    /// How far it is from the truth.
    pub(crate) reach: Reach,
    /// The rules of which a finding says it. What any other rule says does not count.
    pub(crate) found_by: &'static [&'static str],
    /// Makes the error; nothing where the work has nothing to make it of.
    pub(crate) seed: fn(&mut Slip<'_>) -> Option<()>,
}

type Seed = fn(&mut Slip<'_>) -> Option<()>;

const fn far(name: &'static str, found_by: &'static [&'static str], seed: Seed) -> Kind {
    Kind { name, reach: Reach::Far, found_by, seed }
}

const fn near(name: &'static str, found_by: &'static [&'static str], seed: Seed) -> Kind {
    Kind { name, reach: Reach::Near, found_by, seed }
}

/// One identifier is that of another work.
const OTHER: &[&str] = &["other-work"];
/// Two identifiers are not of one work.
const TWO: &[&str] = &["identifiers-disagree", "other-work"];
/// A title of which much is another may be that of another work.
const TITLE: &[&str] = &["title-differs", "other-work"];

/// All of them.
pub(crate) static KINDS: [Kind; 23] = [
    far("another work’s DOI", OTHER, far::doi),
    far("another work’s PMID alone", OTHER, far::pmid),
    far("another work’s PMID beside the right DOI", TWO, far::pmid_beside_doi),
    far("another work’s DOI beside the right PMID", TWO, far::doi_beside_pmid),
    far("a DOI that nobody registered", &["unregistered-doi"], far::unregistered_doi),
    far("a PMID that PubMed lacks", &["unregistered-pmid"], far::unregistered_pmid),
    far("journal", &["journal-differs"], far::journal),
    far("volume", &["volume-differs"], far::volume),
    far("first page", &["pages-differ"], far::page),
    far("year", &["year-differs"], far::year),
    far("first author", &["authors-differ"], far::first_author),
    far("second author", &["authors-differ"], far::second_author),
    far("three words of the title", TITLE, far::title),
    near("a digit of the DOI", &["unregistered-doi", "other-work"], near::doi),
    near("the next DOI, of another work", OTHER, near::next_doi),
    near("a digit of the PMID, of another work", OTHER, near::pmid),
    near("a letter of the first author", &["authors-differ"], near::first_author),
    near("a letter of the second author", &["authors-differ"], near::second_author),
    near("a word of the title", TITLE, near::title),
    near("two years off", &["year-differs"], near::year),
    near("a digit of the volume", &["volume-differs"], near::volume),
    near("a digit of the issue", &["issue-differs"], near::issue),
    near("a digit of the first page", &["pages-differ"], near::page),
];
