//! The list of rules.

use super::{Group, Rule};

/// All rules, sorted by name.
pub static RULES: &[&Rule] = &[
    &super::authors_differ::RULE,
    &super::bibliography_missing::RULE,
    &super::bibliography_syntax::RULE,
    &super::citation_format::RULE,
    &super::citation_gap::RULE,
    &super::citation_order::RULE,
    &super::config::RULE,
    &super::corrected::RULE,
    &super::duplicate_key::RULE,
    &super::duplicate_work::RULE,
    &super::expression_of_concern::RULE,
    &super::identifier_form::RULE,
    &super::identifiers_disagree::RULE,
    &super::inconsistent_style::RULE,
    &super::issue_differs::RULE,
    &super::journal_differs::RULE,
    &super::malformed_arxiv::RULE,
    &super::malformed_doi::RULE,
    &super::malformed_isbn::RULE,
    &super::malformed_pmcid::RULE,
    &super::malformed_pmid::RULE,
    &super::missing_field::RULE,
    &super::missing_identifier::RULE,
    &super::newer_version::RULE,
    &super::not_in_lock::RULE,
    &super::notice_cited::RULE,
    &super::other_work::RULE,
    &super::pages_differ::RULE,
    &super::partly_retracted::RULE,
    &super::placeholder::RULE,
    &super::retracted::RULE,
    &super::retracted_and_republished::RULE,
    &super::superseded_preprint::RULE,
    &super::title_differs::RULE,
    &super::uncited_reference::RULE,
    &super::undefined_citation::RULE,
    &super::unreadable_file::RULE,
    &super::unregistered_arxiv::RULE,
    &super::unregistered_doi::RULE,
    &super::unregistered_pmcid::RULE,
    &super::unregistered_pmid::RULE,
    &super::unseparated_keys::RULE,
    &super::unused_entry::RULE,
    &super::unused_suppression::RULE,
    &super::volume_differs::RULE,
    &super::year_differs::RULE,
];

/// The name that stands for every rule.
const ALL: &str = "all";

/// The rule of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// Whether `name`, a rule's, a group's or `all`, includes `rule`.
#[must_use]
pub fn selects(name: &str, rule: &Rule) -> bool {
    name == rule.name || name == rule.group.key() || name == ALL
}

/// The same of the rule of a name.
#[must_use]
pub fn includes(name: &str, rule: &str) -> bool {
    by_name(rule).is_some_and(|rule| selects(name, rule))
}

/// The rule or group whose name is nearest to `name`, for "did you mean"; `None` where nothing is near.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    let names = RULES.iter().map(|rule| rule.name);
    let groups = Group::ALL.into_iter().map(Group::key);
    let near = names.chain(groups).chain([ALL]);
    let typed = name.to_lowercase().replace('_', "-");
    near.map(|known| (strsim::damerau_levenshtein(&typed, known), known))
        .filter(|(distance, known)| *distance <= known.chars().count() / 3)
        .min()
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{GROUP_NAMES, RULE_NAMES};

    #[test]
    fn names_are_sorted_and_found() {
        assert!(RULES.is_sorted_by_key(|rule| rule.name));
        assert_eq!(by_name("retracted").map(|rule| rule.group), Some(Group::Integrity));
        assert!(by_name("retratced").is_none());
    }

    #[test]
    fn configuration_knows_every_rule_by_its_group() {
        let known = |rule: &&&Rule| RULE_NAMES.contains(&(rule.name, rule.group.key()));
        assert!(RULES.iter().all(|rule| known(&rule)));
        assert!(Group::ALL.iter().all(|group| GROUP_NAMES.contains(&group.key())));
    }

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("retratced"), Some("retracted"));
        assert_eq!(nearest("unregistered_doi"), Some("unregistered-doi"));
        assert_eq!(nearest("integrety"), Some("integrity"));
        assert_eq!(nearest("spelling"), None);
    }

    #[test]
    fn a_group_includes_its_rules() {
        let rule = by_name("corrected").unwrap();
        assert!(["corrected", "integrity", "all"].iter().all(|name| selects(name, rule)));
        assert!(!selects("existence", rule));
    }
}
