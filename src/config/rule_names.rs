//! The rules and groups that a configuration may name. Rules stand above configuration in the house, so the
//! names are kept here; a test holds them against the registry. Names of the contract whose rule this version
//! does not have yet are accepted, so that one project can be checked with several versions.

/// Every rule, with its group, in the contract's order.
pub const RULE_NAMES: &[(&str, &str)] = &[
    ("malformed-doi", "identifiers"),
    ("malformed-pmid", "identifiers"),
    ("malformed-pmcid", "identifiers"),
    ("malformed-arxiv", "identifiers"),
    ("malformed-isbn", "identifiers"),
    ("identifier-form", "identifiers"),
    ("placeholder", "identifiers"),
    ("unregistered-doi", "existence"),
    ("unregistered-pmid", "existence"),
    ("unregistered-arxiv", "existence"),
    ("unregistered-pmcid", "existence"),
    ("other-work", "identity"),
    ("identifiers-disagree", "identity"),
    ("title-differs", "fields"),
    ("authors-differ", "fields"),
    ("year-differs", "fields"),
    ("journal-differs", "fields"),
    ("volume-differs", "fields"),
    ("pages-differ", "fields"),
    ("issue-differs", "fields"),
    ("retracted", "integrity"),
    ("partly-retracted", "integrity"),
    ("retracted-and-republished", "integrity"),
    ("expression-of-concern", "integrity"),
    ("corrected", "integrity"),
    ("notice-cited", "integrity"),
    ("superseded-preprint", "integrity"),
    ("newer-version", "integrity"),
    ("undefined-citation", "citations"),
    ("unused-entry", "citations"),
    ("uncited-reference", "citations"),
    ("duplicate-key", "citations"),
    ("duplicate-work", "citations"),
    ("citation-order", "citations"),
    ("citation-gap", "citations"),
    ("unseparated-keys", "citations"),
    ("citation-format", "citations"),
    ("missing-identifier", "reference-list"),
    ("missing-field", "reference-list"),
    ("inconsistent-style", "reference-list"),
    ("not-in-style", "reference-list"),
    ("bibliography-missing", "files"),
    ("bibliography-syntax", "files"),
    ("config", "files"),
    ("not-in-lock", "files"),
    ("unreadable-file", "files"),
    ("unused-suppression", "files"),
];

/// The groups; `all` is every rule.
pub const GROUP_NAMES: &[&str] =
    &["all", "identifiers", "existence", "identity", "fields", "integrity", "citations", "reference-list", "files"];

/// Whether a configuration may name `name` as a rule or group.
#[must_use]
pub fn is_rule_or_group(name: &str) -> bool {
    GROUP_NAMES.contains(&name) || RULE_NAMES.iter().any(|(rule, _)| *rule == name)
}

/// The rule or group whose name is nearest to `name`, if one is near.
#[must_use]
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    let names = RULE_NAMES.iter().map(|(rule, _)| *rule).chain(GROUP_NAMES.iter().copied());
    super::nearest::nearest(name, names)
}
