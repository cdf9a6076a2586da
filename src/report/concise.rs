//! `path:line:column: severity[rule] message`, one finding a line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Checked, Shown, Visible};
use crate::findings::Finding;

/// One finding a line; ends with a newline if there is any.
#[must_use]
pub fn concise(checked: &Checked, shown: Shown) -> String {
    let mut out = String::new();
    for finding in checked.shown(shown) {
        out.push_str(&line(finding));
        out.push('\n');
    }
    for ignored in checked.shown_ignored(shown) {
        writeln!(out, "{} (ignored: {})", line(&ignored.finding), Visible(&ignored.reason))
            .expect("a String takes every write");
    }
    out
}

fn line(finding: &Finding) -> String {
    let place = finding.file.lines.place(&finding.file.text, finding.span.range().start);
    let (path, message) = (Visible(&finding.file.path), Visible(&finding.message));
    format!("{path}:{}:{}: {}[{}] {message}", place.line, place.column, finding.severity, finding.rule)
}

/// How often each rule found something, most often first.
#[must_use]
pub fn statistics(checked: &Checked) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &checked.findings {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let mut rows: Vec<(usize, &str)> = counts.into_iter().map(|(rule, count)| (count, rule)).collect();
    rows.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    rows.into_iter().fold(String::new(), |out, (count, rule)| format!("{out}{count:>6}  {rule}\n"))
}
