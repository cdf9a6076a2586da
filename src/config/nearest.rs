//! "Did you mean …?"

/// The candidate nearest to `word` by Damerau and Levenshtein, if at most a third of its letters differ.
pub(super) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a name into a text of this length, and the distance costs the product of the lengths.
    if word.len() > 64 {
        return None;
    }
    let word = word.to_ascii_lowercase().replace('_', "-");
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(&word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len().max(word.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_slips_and_nothing_far() {
        let names = ["retracted", "corrected", "doi", "max-length"];
        let near = |word| nearest(word, names.into_iter());
        assert_eq!(near("retratced"), Some("retracted"));
        assert_eq!(near("max_length"), Some("max-length"));
        assert_eq!(near("maxLength"), Some("max-length"));
        assert_eq!(near("Doi"), Some("doi"));
        assert_eq!(near("bibliography"), None);
        assert_eq!(near(&"x".repeat(1_000_000)), None);
    }
}
