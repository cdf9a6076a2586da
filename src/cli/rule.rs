//! `ibid rule`: what a rule means.

use super::args;
use super::exit::Exit;
use super::terminal::Terminal;
use crate::rules::{self, RULES};

/// Prints the page of a rule, or the list of all rules.
pub(super) fn run(arguments: &args::Rule, terminal: Terminal) -> Exit {
    let Some(name) = &arguments.name else {
        return terminal.print(&list());
    };
    if let Some(rule) = rules::by_name(name) {
        return terminal.print(rule.explanation());
    }
    let nearest = rules::nearest(name).map(|near| format!(" Did you mean “{near}”?")).unwrap_or_default();
    terminal.complain(&format!("There is no rule “{name}”.{nearest} `ibid rule` lists all."));
    Exit::Usage
}

fn list() -> String {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut out = String::new();
    for rule in RULES {
        out.push_str(&format!("{:width$}  {:7}  {}\n", rule.name, rule.severity.key(), rule.summary));
    }
    out
}
