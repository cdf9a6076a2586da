//! How long it takes to read a manuscript: `cargo bench --bench parse`. Reports, judges nothing.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench measures time and prints it")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use ibid::syntax::{Dialect, parse};
use ibid::text::{SourceFile, Text};
use pulldown_cmark::{Options, Parser};

fn main() {
    for (bytes, dois) in [(30_000, 100), (300_000, 1_000), (1_000_000, 3_333)] {
        let text: Text = manuscript(bytes, dois).into();
        let found = read(&text);
        let [whole, markdown] = times([&|| read(&text), &|| events(&text)]);
        println!(
            "{} kB, {found} identifiers: best {:.3} ms, median {:.3} ms, p95 {:.3} ms; pulldown-cmark alone: best {:.3} ms, \
             median {:.3} ms",
            text.len() / 1_000,
            whole[0],
            whole[whole.len() / 2],
            whole[whole.len() * 95 / 100],
            markdown[0],
            markdown[markdown.len() / 2],
        );
    }
}

/// The times of 200 runs of each, in ms, sorted; taken in turn, so that a busy machine is as busy for both.
fn times(runs: [&dyn Fn() -> usize; 2]) -> [Vec<f64>; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..200 {
        for (run, times) in runs.iter().zip(&mut times) {
            let start = Instant::now();
            black_box(run());
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    times.iter_mut().for_each(|times| times.sort_by(f64::total_cmp));
    times
}

/// How many events pulldown-cmark alone reads: what reading a manuscript cannot cost less than.
fn events(text: &str) -> usize {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    Parser::new_ext(black_box(text), options).into_offset_iter().count()
}

fn read(text: &Text) -> usize {
    let file = Arc::new(SourceFile::new("review.md", text.clone()));
    parse(file, Dialect::Pandoc).identifiers.len()
}

/// A review of about `bytes` bytes with `dois` DOIs in the spellings that authors use most.
fn manuscript(bytes: usize, dois: usize) -> String {
    let filler = "The tumour *microenvironment* shapes the response to therapy, and its cells (macrophages, T cells) differ \
                  between patients; see Table 2 and Fig. 3. A [protocol](https://protocols.example.org/9) gives $p < 0.05$ \
                  where `n` is 12. ";
    let each = bytes / dois.max(1);
    let mut text = String::from("---\ntitle: A review\nauthor: A. Author\n---\n\n# Introduction\n\n");
    for number in 0..dois {
        let goal = text.len() + each;
        let _ = match number % 10 {
            0..=2 => write!(text, "as shown [@doi:10.1038/s41586-020-{number:05}-1; @smith2020] before. "),
            3 | 4 => write!(text, "[Smith 2010](https://doi.org/10.1016/j.cell.2010.{number:05}.012) found it. "),
            5 => write!(text, "\n- Doe J. Title. *Nature* 2011. doi: 10.1101/gr.{number:06}.109.\n\n"),
            6 => write!(text, "(10.1016/S0140-6736(97){number:05}-0). "),
            7 => write!(text, "https://doi.org/10.1371/journal.pone.{number:07}. "),
            8 => write!(text, "[x](https://www.biorxiv.org/content/10.1101/2020.04.22.{number:06}v1.full.pdf) "),
            _ => write!(text, "\n\n## Part {number}\n\n| a | b |\n|---|---|\n| c | 10.1093/nar/gk{number:05} |\n\n"),
        };
        while text.len() + filler.len() < goal {
            text.push_str(filler);
        }
        if number % 7 == 0 {
            text.push_str("\n\n");
        }
    }
    text
}
