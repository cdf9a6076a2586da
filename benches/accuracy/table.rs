//! What came out, printed.

use ibid::findings::Severity;

use super::judging::Run;
use super::kinds::{KINDS, Kind, Reach};
use super::options::Options;
use super::shown::show;

/// From how many errors of a kind on its share is held against the least.
const ENOUGH: usize = 20;

/// What several runs came to.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Found and seeded errors, by kind.
    kinds: [(usize, usize); KINDS.len()],
    /// How many of those found are told as information alone.
    informed: [usize; KINDS.len()],
    /// Found and seeded errors of any kind, in references without a title, which are counted by themselves.
    untitled: (usize, usize),
    /// Accused and all correct references.
    correct: (usize, usize),
    /// The medians of each run: milliseconds for a thousand references, for the first time and again.
    times: Vec<[f64; 2]>,
}

impl Tally {
    /// Adds a run, and prints each false finding and so many missed errors of each kind.
    pub(crate) fn add(&mut self, run: &Run, seed: u64, missed: usize) {
        let mut own = Self::default();
        for judged in &run.judged {
            let Some(kind) = judged.reference.kind else {
                let is_accused = !judged.findings.is_empty();
                own.correct.0 += usize::from(is_accused);
                own.correct.1 += 1;
                if is_accused {
                    show("false", judged, "correct");
                }
                continue;
            };
            let at = KINDS.iter().position(|other| other.name == kind.name).unwrap_or_default();
            let found = judged.findings.iter().filter(|finding| kind.found_by.contains(&finding.rule));
            let level = found.map(|finding| finding.severity).max();
            let is_found = level.is_some();
            if !judged.reference.is_titled {
                own.untitled = (own.untitled.0 + usize::from(is_found), own.untitled.1 + 1);
                continue;
            }
            own.kinds[at].1 += 1;
            own.kinds[at].0 += usize::from(is_found);
            own.informed[at] += usize::from(level.is_some_and(|level| level < Severity::Warning));
            if !is_found && own.kinds[at].1 - own.kinds[at].0 <= missed {
                show("missed", judged, kind.name);
            }
        }
        for finding in &run.elsewhere {
            println!("outside the references: {}: {}", finding.rule, finding.message);
        }
        let median = |mut times: Vec<std::time::Duration>| {
            times.sort_unstable();
            times[times.len() / 2].as_secs_f64() * 1e6 / run.judged.len().max(1) as f64
        };
        own.times.push([median(run.first.to_vec()), median(run.again.to_vec())]);
        println!("seed {seed}: {}", own.summary());
        for (sum, own) in self.kinds.iter_mut().zip(own.kinds) {
            *sum = (sum.0 + own.0, sum.1 + own.1);
        }
        self.informed.iter_mut().zip(own.informed).for_each(|(sum, own)| *sum += own);
        self.untitled = (self.untitled.0 + own.untitled.0, self.untitled.1 + own.untitled.1);
        self.correct = (self.correct.0 + own.correct.0, self.correct.1 + own.correct.1);
        self.times.extend(own.times);
    }

    /// Found and seeded errors of all kinds so far from the truth.
    fn of(&self, reach: Reach) -> (usize, usize) {
        let kinds = KINDS.iter().zip(self.kinds).filter(|(kind, _)| kind.reach == reach);
        kinds.fold((0, 0), |sum, (_, (found, seeded))| (sum.0 + found, sum.1 + seeded))
    }

    fn summary(&self) -> String {
        let [first, again] = self.times.last().copied().unwrap_or_default();
        format!(
            "far {}, near {}, accused {} of {} correct; 1,000 references in {first:.1} ms for the first time, in {again:.2} ms again",
            shown(self.of(Reach::Far)),
            shown(self.of(Reach::Near)),
            self.correct.0,
            self.correct.1
        )
    }

    /// Prints the table.
    pub(crate) fn print(&self) {
        println!("\n| error | found | as information alone |\n|---|---|---|");
        for ((kind, counted), informed) in KINDS.iter().zip(self.kinds).zip(self.informed) {
            let near = if kind.reach == Reach::Near { "near: " } else { "" };
            println!("| {near}{} | {} | {informed} |", kind.name, shown(counted));
        }
        println!("| **all far** | **{}** | |", shown(self.of(Reach::Far)));
        println!("| **all near** | **{}** | |", shown(self.of(Reach::Near)));
        println!("| of any kind, in a reference without its title | {} | |", shown(self.untitled));
        let (accused, all) = self.correct;
        println!("\nAccused: {accused} of {all} correct references ({:.3} %).\n", share(self.correct) * 100.0);
    }

    /// What is below the least share or above the greatest, in words.
    pub(crate) fn failures(&self, options: &Options) -> Vec<String> {
        let mut failures = Vec::new();
        for (reach, least, name) in [(Reach::Far, options.far, "far"), (Reach::Near, options.near, "near")] {
            let counted = self.of(reach);
            if share(counted) < least {
                failures.push(format!("of {name} errors {} found, less than {least}", shown(counted)));
            }
        }
        let of_kind = |(kind, counted): (&Kind, (usize, usize))| {
            let is_few = counted.1 >= ENOUGH && share(counted) < options.kind;
            is_few.then(|| format!("{}: {} found, less than {}", kind.name, shown(counted), options.kind))
        };
        failures.extend(KINDS.iter().zip(self.kinds).filter_map(of_kind));
        if self.correct.1 == 0 || share(self.correct) > options.accused {
            let (accused, all) = self.correct;
            failures.push(format!("{accused} of {all} correct references accused, more than {}", options.accused));
        }
        failures
    }
}

fn share((some, all): (usize, usize)) -> f64 {
    some as f64 / all.max(1) as f64
}

fn shown(counted: (usize, usize)) -> String {
    format!("{} of {} ({:.1} %)", counted.0, counted.1, share(counted) * 100.0)
}
