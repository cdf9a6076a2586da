//! The level a project gives a rule.

use super::{Rule, selects};
use crate::config::{Config, Profile};
use crate::findings::Severity;

/// The level of `rule` under `config`: what its certain findings are reported at; `None` is off.
///
/// The rule's default, shifted by the profile, replaced by the last setting that names the rule, its group or `all`.
#[must_use]
pub fn level(rule: &Rule, config: &Config) -> Option<Severity> {
    let set = config.rules.iter().rev().find(|(name, _)| selects(name, rule));
    match set {
        Some((_, severity)) => *severity,
        None => Some(of_profile(rule, config.profile)),
    }
}

/// While writing, the default; before submission what an author must not forget is a warning; an audit shows
/// everything, also where terminals leave out hints, and stops nothing.
fn of_profile(rule: &Rule, profile: Profile) -> Severity {
    match profile {
        Profile::Writing => rule.severity,
        Profile::Submission => rule.submission.unwrap_or(rule.severity),
        Profile::Audit => rule.severity.clamp(Severity::Info, Severity::Warning),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::by_name;

    fn of(name: &str, profile: Profile, rules: &[(&str, Option<Severity>)]) -> Option<Severity> {
        let rules = rules.iter().map(|(name, severity)| ((*name).to_owned(), *severity)).collect();
        level(by_name(name).unwrap(), &Config { profile, rules, ..Config::default() })
    }

    #[test]
    fn the_last_setting_that_names_the_rule_wins() {
        use Severity::{Hint, Info, Warning};
        assert_eq!(of("placeholder", Profile::Writing, &[]), Some(Hint));
        assert_eq!(of("placeholder", Profile::Writing, &[("identifiers", Some(Warning))]), Some(Warning));
        assert_eq!(of("placeholder", Profile::Writing, &[("integrity", Some(Warning))]), Some(Hint));
        assert_eq!(of("placeholder", Profile::Writing, &[("all", None), ("placeholder", Some(Info))]), Some(Info));
        assert_eq!(of("placeholder", Profile::Writing, &[("placeholder", Some(Info)), ("all", None)]), None);
    }

    #[test]
    fn profiles_shift_defaults_only() {
        use Severity::{Error, Hint, Info, Warning};
        assert_eq!(of("placeholder", Profile::Submission, &[]), Some(Warning));
        assert_eq!(of("placeholder", Profile::Submission, &[("placeholder", Some(Hint))]), Some(Hint));
        assert_eq!(of("retracted", Profile::Audit, &[]), Some(Warning));
        assert_eq!(of("placeholder", Profile::Audit, &[]), Some(Info));
        assert_eq!(of("retracted", Profile::Submission, &[]), Some(Error));
    }
}
