//! How well references are held against their records: `cargo bench --bench accuracy -- FILE`.
//!
//! Works of a PubMed file are written as references, in many styles and as careful authors vary them; half are left correct,
//! each of the others has one error. The library reads and judges the manuscripts with the records of both registries at
//! hand, without a network. What is found of each kind of error is printed, and every correct reference that is accused.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench reads its texts, measures time and prints it"
)]

#[path = "accuracy/author_date.rs"]
mod author_date;
#[path = "accuracy/chance.rs"]
mod chance;
#[path = "accuracy/crossref.rs"]
mod crossref;
#[path = "accuracy/far.rs"]
mod far;
#[path = "accuracy/judging.rs"]
mod judging;
#[path = "accuracy/kinds.rs"]
mod kinds;
#[path = "accuracy/letters.rs"]
mod letters;
#[path = "accuracy/manner.rs"]
mod manner;
#[path = "accuracy/named.rs"]
mod named;
#[path = "accuracy/names.rs"]
mod names;
#[path = "accuracy/near.rs"]
mod near;
#[path = "accuracy/numbered.rs"]
mod numbered;
#[path = "accuracy/options.rs"]
mod options;
#[path = "accuracy/references.rs"]
mod references;
#[path = "accuracy/registry.rs"]
mod registry;
#[path = "accuracy/said.rs"]
mod said;
#[path = "accuracy/shown.rs"]
mod shown;
#[path = "accuracy/slip.rs"]
mod slip;
#[path = "accuracy/styles.rs"]
mod styles;
#[path = "accuracy/table.rs"]
mod table;
#[path = "accuracy/works.rs"]
mod works;

use std::process::ExitCode;

use chance::Chance;
use options::{Options, USAGE};
use table::Tally;
use works::Stock;

fn main() -> ExitCode {
    let file = std::env::var_os("IBID_PUBMED").map(Into::into);
    let options = match Options::of(std::env::args().skip(1), file) {
        Ok(options) => options,
        Err(fault) => {
            println!("{fault}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let Some(file) = &options.file else {
        println!(
            "accuracy: skipped, since neither an argument nor IBID_PUBMED names a file of PubMed (see benches/accuracy/options.rs)"
        );
        return ExitCode::SUCCESS;
    };
    let read = std::fs::read_to_string(file).map_err(|fault| fault.to_string());
    let stock = match read.and_then(|xml| Stock::of(&xml, options.split)) {
        Ok(stock) => stock,
        Err(fault) => {
            println!("{}: {fault}\n\n{USAGE}", file.display());
            return ExitCode::from(2);
        }
    };
    println!("{} of {} works can be written as references", stock.works.len(), stock.read);
    let mut tally = Tally::default();
    for seed in options.seed..options.seed + options.runs {
        let mut chance = Chance::new(seed);
        let references = references::references(&stock, options.count, &mut chance);
        tally.add(&judging::judge(references, &stock, &mut chance), seed, options.missed);
    }
    tally.print();
    let failures = tally.failures(&options);
    failures.iter().for_each(|failure| println!("failed: {failure}"));
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
