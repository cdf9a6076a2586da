//! Real files as programs that others wrote read them, and as ibid does: the crate `biblatex`, and pandoc. Where files or
//! programs are not at hand, nothing is compared, and that is said.

#[path = "oracles/bibtex.rs"]
mod bibtex;
#[path = "oracles/citations.rs"]
mod citations;
#[path = "oracles/csl.rs"]
mod csl;
