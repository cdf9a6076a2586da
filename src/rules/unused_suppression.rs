//! A suppression that has nothing to suppress, or cannot work, or whose time is over.

use std::sync::Arc;

use super::Used;
use super::{ANY_LEVEL, Context, Group, Needs, RULES, Rule, by_name, level, nearest, selects};
use crate::config::{Config, Ignore, Until, is_rule_or_group};
use crate::findings::{Edit, Finding, Fix, Severity};
use crate::record::{Day, Knowledge};
use crate::syntax::{Directive, Reach};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "unused-suppression",
    group: Group::Files,
    severity: Severity::Info,
    submission: None,
    needs: Needs::Text,
    summary: "A suppression has nothing to suppress, or cannot work.",
    page: include_str!("../../docs/rules/unused-suppression.md"),
    // It judges what suppressing did: see `after`.
    check: |_, _| {},
};

/// Judges the suppressions of a manuscript after they were applied; `used` says which of them had an effect.
pub fn after(context: &Context<'_>, used: &Used, findings: &mut Vec<Finding>) {
    for (number, directive) in context.document.directives.iter().enumerate() {
        let too_low = directive.reach == Reach::Span(Span::empty(directive.span.range().start));
        if directive.reason.is_none() || directive.rules.is_empty() || too_low {
            findings.push(without_effect(context, directive));
            continue;
        }
        let idle = |at: usize| !used.contains(&(number, at));
        let judged: Vec<usize> = (0..directive.rules.len())
            .filter(|&at| idle(at))
            .filter(|&at| is_unknown(&directive.rules[at].0) || ran(context, directive, &directive.rules[at].0))
            .collect();
        let all = judged.len() == directive.rules.len();
        findings.extend(judged.iter().map(|&at| idle_name(context, directive, at, all)));
    }
    // Those of the configuration's files are said once, by whoever read them.
    let ended = context.today.map(|today| ended(context.config, today)).unwrap_or_default();
    findings.extend(ended.into_iter().filter(|finding| Arc::ptr_eq(&finding.file, &context.document.file)));
}

/// The entries of `[[ignore]]` in files whose last day is over, at the rule's level. Without a clock (`--locked`)
/// none is.
#[must_use]
pub fn ended(config: &Config, today: Day) -> Vec<Finding> {
    let Some(severity) = level(&RULE, config) else { return Vec::new() };
    let said = |ignore: &Ignore| {
        let Until { day, file, span } = ignore.until.as_ref().filter(|_| ignore.has_ended(today))?;
        let help = "Write a later day if the reason still holds, or take the entry out.\nThe reason was: ";
        Some(Finding {
            subject: Some(format!("{day}: {}", ignore.reason)),
            help: Some(format!("{help}{}", ignore.reason)),
            ..Finding::new(
                RULE.name,
                severity,
                file.as_ref()?,
                *span,
                format!("This [[ignore]] held until {day} and ignores nothing now."),
            )
        })
    };
    config.ignore.iter().filter_map(said).collect()
}

fn without_effect(context: &Context<'_>, directive: &Directive) -> Finding {
    let missing = match (directive.rules.as_slice(), &directive.reason) {
        ([], _) => "names no rule",
        (_, None) => "gives no reason",
        _ => "one for the whole file stands in its first 50 lines",
    };
    Finding {
        subject: Some(directive.span.of(context.document.text()).to_owned()),
        help: Some(
            "Write the rule, a colon and the reason: <!-- ibid-ignore retracted: discussed as retracted -->".into(),
        ),
        ..Finding::new(
            RULE.name,
            ANY_LEVEL,
            &context.document.file,
            directive.span,
            format!("This suppression has no effect: it {missing}."),
        )
    }
}

fn idle_name(context: &Context<'_>, directive: &Directive, at: usize, all: bool) -> Finding {
    let (name, span) = &directive.rules[at];
    let (message, help) = if is_unknown(name) {
        let near = nearest(name).map(|near| format!("Did you mean “{near}”?"));
        (format!("No rule is called “{name}”."), near.unwrap_or_else(|| "`ibid rule` lists the rules.".into()))
    } else {
        (format!("Rule “{name}” finds nothing here that is to be suppressed."), "Take the suppression out.".into())
    };
    // A misspelt name is to be mended, not taken out.
    let fix = (all && directive.rules.iter().all(|(name, _)| !is_unknown(name))).then(|| Fix {
        title: "Take the suppression out".into(),
        safe: false,
        edits: vec![Edit {
            file: context.document.file.clone(),
            span: with_line(context, directive),
            text: String::new(),
        }],
    });
    Finding {
        subject: Some(format!("{name}: {}", directive.reason.as_deref().unwrap_or_default())),
        help: Some(help),
        fixes: fix.into_iter().collect(),
        ..Finding::new(RULE.name, ANY_LEVEL, &context.document.file, *span, message)
    }
}

/// A name that not even another version of ibid has.
fn is_unknown(name: &str) -> bool {
    !is_rule_or_group(name)
}

/// Whether every rule that `name` stands for could have spoken in the directive's reach: it is on, and what it
/// needs is known there.
fn ran(context: &Context<'_>, directive: &Directive, name: &str) -> bool {
    let known = || {
        let mut reached = context.identifiers().filter(|found| match directive.reach {
            Reach::File => true,
            Reach::Span(reach) => reach.meets(found.span),
        });
        reached.all(|found| {
            let settled = matches!(context.records.get(&found.id), Knowledge::Known(_) | Knowledge::Absent(_));
            settled && !context.in_flux.contains(&found.id)
        })
    };
    let elsewhere = [super::config::RULE.name, super::unreadable_file::RULE.name, super::unused_entry::RULE.name];
    // A group's rules that are found elsewhere say nothing about a manuscript.
    let mut meant = RULES.iter().filter(|rule| selects(name, rule) && !elsewhere.contains(&rule.name)).peekable();
    by_name(name).is_none_or(|rule| !elsewhere.contains(&rule.name))
        && meant.peek().is_some()
        && meant.all(|rule| {
            level(rule, context.config).is_some()
                && (matches!(rule.needs, Needs::Text | Needs::Manuscript) || known())
                && (rule.needs != Needs::Manuscript || !context.is_part)
                && (rule.needs != Needs::Bibliography || context.library.is_complete())
                && (rule.name != super::not_in_lock::RULE.name || context.lock.is_some())
        })
}

/// The directive, with its line where it stands alone.
fn with_line(context: &Context<'_>, directive: &Directive) -> Span {
    let text = context.document.text();
    let lines = &context.document.file.lines;
    let line = lines.line_of(directive.span.range().start);
    let alone = lines.content(text, line).of(text).trim() == directive.span.of(text).trim();
    if alone { lines.span(line) } else { directive.span }
}
