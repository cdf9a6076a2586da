//! Carets under a line that say what is found in it.

use ibid::analysis::Linted;
use ibid::findings::{Finding, Severity};
use ibid::rules::by_name;
use ibid::text::{LineIndex, Span};

/// A finding as a case marks it. Ordered by place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    span: Span,
    rule: String,
    /// A severity or `ignored`; `None` allows any severity.
    level: Option<String>,
    /// `None` allows any message.
    message: Option<String>,
}

impl Mark {
    /// Whether a finding may be marked so.
    pub(crate) fn allows(&self, found: &Self) -> bool {
        let ignored = |mark: &Self| mark.level.as_deref() == Some("ignored");
        self.span == found.span
            && self.rule == found.rule
            && self.level.as_ref().map_or(!ignored(found), |level| found.level.as_ref() == Some(level))
            && (self.message.is_none() || self.message == found.message)
    }
}

/// Parts a manuscript from its marks.
pub(crate) fn read(marked: &str) -> (String, Vec<Mark>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut line_start = 0;
    for line in marked.split_inclusive('\n') {
        match mark(line) {
            Some((column, width, mut mark)) => {
                let line = &text[line_start..];
                let offset = |chars: usize| line_start + line.chars().take(chars).map(char::len_utf8).sum::<usize>();
                mark.span = Span::new(offset(column), offset(column + width));
                marks.push(mark);
            }
            None => {
                line_start = text.len();
                text.push_str(line);
            }
        }
    }
    (text, marks)
}

/// Blanks, carets, a blank, a rule's name: nothing else is a mark.
fn mark(line: &str) -> Option<(usize, usize, Mark)> {
    let column = line.len() - line.trim_start_matches(' ').len();
    let carets = &line[column..];
    let width = carets.len() - carets.trim_start_matches('^').len();
    let said = carets[width..].strip_prefix(' ').filter(|_| width > 0)?;
    let (head, message) = match said.trim_end().split_once(": ") {
        Some((head, message)) => (head, Some(message.to_owned())),
        None => (said.trim_end(), None),
    };
    let (rule, level) = head.split_once(' ').map_or((head, None), |(rule, level)| (rule, Some(level.to_owned())));
    let known = |level: &str| level == "ignored" || Severity::ALL.iter().any(|severity| severity.key() == level);
    assert!(level.as_deref().is_none_or(known), "no level: {line}");
    by_name(rule)?;
    Some((column, width, Mark { span: Span::default(), rule: rule.to_owned(), level, message }))
}

/// What was found, as marks.
pub(crate) fn of(linted: &Linted) -> Vec<Mark> {
    let mark = |finding: &Finding, level: &str| Mark {
        span: finding.span,
        rule: finding.rule.to_owned(),
        level: Some(level.to_owned()),
        message: Some(finding.message.clone()),
    };
    let found = linted.findings.iter().map(|finding| mark(finding, finding.severity.key()));
    found.chain(linted.ignored.iter().map(|ignored| mark(&ignored.finding, "ignored"))).collect()
}

/// The manuscript with marks, as a case would have it.
pub(crate) fn write(text: &str, marks: &[Mark]) -> String {
    let lines = LineIndex::new(text);
    let mut written = String::new();
    for number in 0..lines.count() {
        let line = lines.span(number);
        written.push_str(line.of(text));
        for mark in marks.iter().filter(|mark| lines.line_of(mark.span.range().start) == number) {
            let before = text[line.range().start..mark.span.range().start].chars().count();
            let carets = "^".repeat(mark.span.of(text).chars().count());
            let level = mark.level.as_deref().unwrap_or_default();
            let message = mark.message.as_deref().unwrap_or_default();
            written.push_str(&format!("{}{carets} {} {level}: {message}\n", " ".repeat(before), mark.rule));
        }
    }
    written
}
