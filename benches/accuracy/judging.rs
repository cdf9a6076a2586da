//! Manuscripts with the references, and what ibid finds in them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ibid::analysis::{Linted, Snapshot, lint};
use ibid::findings::{Finding, Severity};
use ibid::record::Records;
use ibid::syntax::{Dialect, parse};
use ibid::text::{SourceFile, Span};

use super::chance::Chance;
use super::references::Reference;
use super::registry::{TODAY, records};
use super::styles::STYLES;
use super::works::Stock;

/// How many references a manuscript has.
const LISTED: usize = 60;
/// How often each manuscript is judged for the time that it takes.
const TIMES: usize = 5;

/// A reference with what was found in it.
#[derive(Debug)]
pub(crate) struct Judged {
    /// The reference.
    pub(crate) reference: Reference,
    /// What says that it is wrong.
    pub(crate) findings: Vec<Finding>,
    /// What is known of its work.
    pub(crate) records: Arc<Records>,
}

/// Everything that was judged, and how long it took.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// The references.
    pub(crate) judged: Vec<Judged>,
    /// The time of each round of reading and judging them for the first time.
    pub(crate) first: [Duration; TIMES],
    /// The time of each round of judging what was judged before.
    pub(crate) again: [Duration; TIMES],
    /// What was found that is in none of them.
    pub(crate) elsewhere: Vec<Finding>,
}

/// Writes manuscripts, each in one style, and judges them.
pub(crate) fn judge(references: Vec<Reference>, stock: &Stock, chance: &mut Chance) -> Run {
    let mut by_style: Vec<Vec<Reference>> = STYLES.iter().map(|_| Vec::new()).collect();
    for reference in references {
        let style = STYLES.iter().position(|style| style.name == reference.style.name).unwrap_or_default();
        by_style[style].push(reference);
    }
    let mut run = Run::default();
    for mut references in by_style {
        while !references.is_empty() {
            let rest = references.split_off(references.len().min(LISTED));
            manuscript(std::mem::replace(&mut references, rest), stock, chance, &mut run);
        }
    }
    run
}

fn manuscript(references: Vec<Reference>, stock: &Stock, chance: &mut Chance, run: &mut Run) {
    let (text, items) = written(&references);
    let records = Arc::new(records(&references.iter().collect::<Vec<_>>(), stock, chance));
    let snapshot = || Snapshot {
        document: parse(Arc::new(SourceFile::new("review.md", text.as_str())), Dialect::Pandoc).into(),
        library: Arc::default(),
        records: Arc::clone(&records),
        config: Arc::default(),
        lock: None,
        locked: false,
        today: Some(TODAY),
        is_part: false,
        in_flux: Arc::default(),
        typed: Arc::default(),
        judgements: Arc::default(),
        candidates: Arc::default(),
    };
    let mut linted = Linted::default();
    for round in 0..TIMES {
        let start = Instant::now();
        let snapshot = snapshot();
        linted = lint(&snapshot);
        run.first[round] += start.elapsed();
        let start = Instant::now();
        std::hint::black_box(lint(&snapshot));
        run.again[round] += start.elapsed();
    }
    let from = run.judged.len();
    run.judged.extend(references.into_iter().map(|reference| Judged {
        reference,
        findings: Vec::new(),
        records: Arc::clone(&records),
    }));
    for finding in linted.findings.into_iter().filter(counts) {
        let at = items.iter().position(|item| item.range().contains(&finding.span.range().start));
        match at {
            Some(at) => run.judged[from + at].findings.push(finding),
            None => run.elsewhere.push(finding),
        }
    }
}

/// Whether a finding says that a reference is wrong: every error and warning, and what is said of the issue, or of authors and
/// year by one source alone, which is told as information.
fn counts(finding: &Finding) -> bool {
    finding.severity >= Severity::Warning || matches!(finding.rule, "issue-differs" | "authors-differ" | "year-differs")
}

/// The manuscript, and where each reference is in it.
fn written(references: &[Reference]) -> (String, Vec<Span>) {
    let is_numbered = references.first().is_some_and(|reference| reference.style.is_numbered);
    let mut text = String::from("# A review\n\nMuch has been written on this");
    if is_numbered {
        let cited: Vec<String> = (1..=references.len()).map(|number| number.to_string()).collect();
        text.push_str(&format!(" [{}]", cited.join(",")));
    }
    text.push_str(".\n\n## References\n\n");
    let mut items = Vec::new();
    for (at, reference) in references.iter().enumerate() {
        let start = text.len();
        let mark = if is_numbered { format!("{}.", at + 1) } else { "-".to_owned() };
        text.push_str(&format!("{mark} {}\n", reference.text));
        items.push(Span::new(start, text.len()));
    }
    (text, items)
}
