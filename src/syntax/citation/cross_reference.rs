//! Keys that point to figures, tables and other parts of the manuscript itself.

/// What Quarto's labels begin with, before a `-` (Quarto, "Cross References").
const QUARTO: [&str; 24] = [
    "fig", "tbl", "lst", "eq", "sec", "thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr", "sol", "rem", "alg",
    "nte", "tip", "wrn", "imp", "cau", "suppfig", "supptbl", "tab",
];

/// What the labels of pandoc-crossref and bookdown begin with, before a `:`.
const CROSSREF: [&str; 6] = ["fig", "eq", "tbl", "sec", "lst", "tab"];

/// Whether a key is such a label. The first letter may be a capital, which has the word for it begin with one.
pub(super) fn is_label(key: &str) -> bool {
    let Some(at) = key.as_bytes().iter().take(8).position(|b| matches!(b, b'-' | b':')) else { return false };
    let prefixes: &[&str] = if key.as_bytes()[at] == b'-' { &QUARTO } else { &CROSSREF };
    let (first, rest) = (key.as_bytes()[0].to_ascii_lowercase(), &key.as_bytes()[1.min(at)..at]);
    at > 0 && prefixes.iter().any(|prefix| prefix.as_bytes()[0] == first && prefix.as_bytes()[1..] == *rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_a_prefix() {
        for label in ["fig-plot", "Fig-plot", "tbl-1", "sec-methods", "eq:sum", "Fig:plot", "lst:code"] {
            assert!(is_label(label), "{label}");
        }
        for key in ["figueroa-2020", "fig2020", "smith-2020", "doi:10.1000/a", "-", ":", "", "FIG-a", "thm:a", "é:a"] {
            assert!(!is_label(key), "{key}");
        }
    }
}
