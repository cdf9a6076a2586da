//! What can be judged of a reference to a work of a kind.

use crate::record::{Record, RelationKind, WorkType};
use crate::reference::{Judgement, Part};

/// Words by which a reference says that it means the preprint.
const PREPRINTS: [&str; 8] =
    ["rxiv", "preprint", "research square", "ssrn", " osf", "working paper", "discussion paper", "nber"];

/// What is left of the `judgement` of a reference, `written` so and of these words, as far as a work of the records' kind can be
/// judged.
pub(super) fn within(judgement: Judgement, written: &str, words: &str, records: &[&Record]) -> Judgement {
    let is = |kind: &WorkType| records.iter().any(|record| record.work_type == *kind);
    let lower = written.to_lowercase();
    let is_told_as_preprint = PREPRINTS.iter().any(|word| lower.contains(word));
    let has_versions = || {
        let is_version = |kind| matches!(kind, RelationKind::PreprintOf | RelationKind::HasPreprint);
        records.iter().flat_map(|record| &record.relations).any(|relation| is_version(relation.kind))
    };
    // A registry that lost letters cannot be held against anybody, and a notice has the words of the work that it is about.
    let is_broken = |record: &&Record| {
        let titles = record.title.iter().chain(&record.container_title).map(String::as_str);
        let mut names = titles.chain(record.authors.iter().map(|author| author.name.family()));
        names.any(|name| name.contains('\u{fffd}'))
    };
    if records.iter().any(|record| is_broken(record) || record.is_notice()) {
        return Judgement::default();
    }
    let is_translated = || {
        records.iter().flat_map(|record| &record.relations).any(|relation| relation.kind == RelationKind::Translation)
    };
    if is_translated() {
        return Judgement { title: Part::Open, first_author: Part::Open, authors: Part::Open, ..judgement };
    }
    if is(&WorkType::Article) && !is_told_as_preprint {
        return judgement;
    }
    let is_printed = is(&WorkType::Article) || is(&WorkType::ProceedingsPaper);
    if is(&WorkType::Preprint) || is_printed && is_told_as_preprint || has_versions() {
        // Preprint and article share title and authors, and nothing else.
        return judgement.of_title_and_people();
    }
    if is(&WorkType::ProceedingsPaper) {
        return Judgement { container: Part::Open, ..judgement };
    }
    let names_book = |record: &&Record| {
        let book = record.container_title.as_deref().unwrap_or_default().to_lowercase();
        record.work_type == WorkType::Chapter && !book.is_empty() && words.to_lowercase().contains(&book)
    };
    if records.iter().any(names_book) {
        // The book may be what is meant.
        return Judgement::default();
    }
    if is(&WorkType::Book) || is(&WorkType::Chapter) {
        // Editions and printings differ in everything but who wrote what.
        return Judgement { authors: Part::Open, ..judgement.of_title_and_people() };
    }
    // A figure, a data set, a review of a book: what is written may be the work that it belongs to.
    Judgement::default()
}
