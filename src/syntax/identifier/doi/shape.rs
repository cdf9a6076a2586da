//! DOIs whose suffix has a known shape, so that one that blanks cut can be told from a whole one.
//!
//! A PDF or a word processor breaks a DOI behind a bracket or a full stop: `10.1002/(SICI) 1097-0282(199603)38:3<…`,
//! `10.1109/TSG. 2016. 2544947`. What stands before the blank is then no DOI, and must not be looked up as one.

use super::suffix::{self, Around};
use super::units::{self, Unit};

/// What a suffix that ends before a blank turns out to be.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Whole, as far as its shape tells.
    Whole,
    /// It goes on behind blanks: the units of the whole suffix.
    Joined(Vec<Unit>),
    /// It breaks off, and what belongs to it is not clear.
    Cut,
}

/// How many characters a suffix with blanks may have.
const LONGEST: usize = 160;

/// Shapes by registrant: `#` is a digit, `%` a check digit, `@` a letter, `+` one or more; all else is itself.
const SHAPES: [(&str, &str); 6] = [
    ("10.1016/", "s####-###%(##)#####-%"),
    ("10.1016/", "####-###%(##)#####-%"),
    ("10.1016/", "j.@+.####.##.###"),
    ("10.1061/", "(asce)@@.####-####.#######"),
    ("10.1061/", "(asce)####-####(####)#+:#+(#+)"),
    ("10.1109/", "@+.####.#######"),
];

/// Whether the suffix that ends at byte `end` deserves [`read`]: cheap, and true for few.
pub(super) fn is_suspect(prefix: &str, suffix: &str, behind: &[u8]) -> bool {
    let broken = matches!(behind, [b' ' | b'\t' | b'\n' | b'\r', ..] | [b'.', b' ' | b'\n' | b'\r', ..])
        || behind.starts_with("\u{a0}".as_bytes());
    suffix.contains(['(', '[']) || broken && matches!(prefix, "10.1016/" | "10.1109/" | "10.1039/") || suffix == "j"
}

/// Judges the suffix that begins at byte `from` and of which `suffix` was read, up to byte `end`.
pub(super) fn read(text: &str, prefix: &str, suffix: &str, from: usize, end: usize, limit: usize) -> Verdict {
    let lower = suffix.to_ascii_lowercase();
    if lower.contains(".co;2") {
        return Verdict::Whole;
    }
    let units = joined(text, from, limit);
    let shapes = SHAPES.iter().filter(|(registrant, _)| *registrant == prefix);
    let length = serial_item(&units)
        .or_else(|| shapes.into_iter().find_map(|(_, shape)| matched(&units, shape).filter(|at| ends_at(&units, *at))));
    if let Some(length) = length
        && units[length - 1].end > end
        && is_one(prefix, &units[..length])
    {
        return Verdict::Joined(units[..length].to_vec());
    }
    let read = units.iter().take_while(|unit| unit.end <= end).count();
    let whole = |shape: &str| matched(&units, shape) == Some(read);
    let chemistry = prefix == "10.1039/"
        && read < 10
        && ["@#@@", "@#@@#", "@#@@##", "@#@@###", "@#@@####"].iter().any(|shape| whole(shape))
        && units.get(read).is_some_and(|next| next.start > end && next.ch.is_ascii_digit());
    if chemistry || breaks_off(prefix, &lower) {
        return Verdict::Cut;
    }
    Verdict::Whole
}

/// Whether `suffix`, in lower case, is only the beginning of one: `(sici)1097-0282`, `s0140-6736(97)`, `j`.
pub(super) fn breaks_off(prefix: &str, suffix: &str) -> bool {
    let bracket = suffix.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let mut units = Vec::new();
    let item = suffix.ends_with(')') && units::read(suffix, 0, suffix.len(), &mut units) && {
        let whole = |shape: &str| matched(&units, shape) == Some(units.len());
        whole("s####-###%(##)") || whole("####-###%(##)")
    };
    item || bracket.is_some_and(|inner| inner.bytes().all(|b| b.is_ascii_alphabetic()))
        || suffix.starts_with("(sici)") && !suffix.contains(".co;2")
        || prefix == "10.1016/" && suffix == "j"
}

/// Whether these units are read as one DOI where nothing is around.
fn is_one(prefix: &str, suffix: &[Unit]) -> bool {
    let text: String = prefix.chars().chain(suffix.iter().map(|unit| unit.ch)).collect();
    let mut units = Vec::new();
    units::read(&text, 0, text.len(), &mut units)
        && suffix::end(&units, prefix.len(), Around { alone: true, ..Around::default() }) == units.len()
}

/// The units from byte `from` on without the blanks between them, across one line end at most.
fn joined(text: &str, from: usize, limit: usize) -> Vec<Unit> {
    let mut all: Vec<Unit> = Vec::new();
    let mut part = Vec::new();
    let (mut at, mut line_ends) = (from, 0);
    while all.len() < LONGEST && units::read(text, at, limit, &mut part) {
        let Some(last) = part.last() else { break };
        at = last.end;
        all.append(&mut part);
        let rest = &text[at..limit];
        let words = rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{a0}', '\u{202f}', '\u{2009}']);
        let blanks = &rest[..rest.len() - words.len()];
        line_ends += blanks.bytes().filter(|b| *b == b'\n').count();
        if blanks.is_empty() || blanks.len() > 12 || line_ends > 1 {
            break;
        }
        at += blanks.len();
    }
    all
}

/// How many units a serial item identifier (ANSI/NISO Z39.56) takes up.
fn serial_item(units: &[Unit]) -> Option<usize> {
    let named = matched(units, "(sici)");
    let start = named.unwrap_or(0);
    let head = start + matched(&units[start..], "####-###%(####")?;
    let closing = head + units[head..].iter().take(90).position(|unit| matches!(unit.ch, '>' | ']'))?;
    let parts = |unit: &Unit| {
        unit.ch.is_ascii_alphanumeric()
            || matches!(unit.ch, '(' | ')' | '/' | ':' | '.' | '+' | '-' | '_' | '<' | '[' | '>' | ']')
    };
    let contribution = units[head..closing].iter().any(|unit| matches!(unit.ch, '<' | '['));
    if !contribution || !units[head..closing].iter().all(parts) {
        return None;
    }
    let end = closing + 1 + matched(&units[closing + 1..], "#.#.co;2")?;
    let check = |at: usize| {
        units.get(at).is_some_and(|unit| unit.ch == '-')
            && units.get(at + 1).is_some_and(|unit| unit.ch.is_ascii_alphanumeric() || unit.ch == '#')
    };
    if check(end) && (named.is_some() || units[end].start == units[end - 1].end) {
        return Some(end + 2).filter(|end| ends_at(units, *end));
    }
    named.is_none().then_some(end).filter(|end| ends_at(units, *end))
}

/// Whether a word ends before unit `at`.
fn ends_at(units: &[Unit], at: usize) -> bool {
    units.get(at).is_none_or(|next| next.start > units[at - 1].end || !next.ch.is_alphanumeric())
}

/// How many units `shape` takes up at their beginning.
fn matched(units: &[Unit], shape: &str) -> Option<usize> {
    let is = |unit: &Unit, mark: char| match mark {
        '#' => unit.ch.is_ascii_digit(),
        '%' => unit.ch.is_ascii_digit() || unit.ch.eq_ignore_ascii_case(&'x'),
        '@' => unit.ch.is_ascii_alphabetic(),
        _ => unit.ch.eq_ignore_ascii_case(&mark),
    };
    let mut at = 0;
    let mut marks = shape.chars().peekable();
    while let Some(mark) = marks.next() {
        units.get(at).filter(|unit| is(unit, mark))?;
        at += 1;
        if marks.next_if_eq(&'+').is_some() {
            at += units[at..].iter().take_while(|unit| is(unit, mark)).count();
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(prefix: &str, read_so_far: &str, text: &str) -> String {
        match read(text, prefix, read_so_far, 0, read_so_far.len(), text.len()) {
            Verdict::Whole => "whole".to_owned(),
            Verdict::Joined(units) => units.iter().map(|unit| unit.ch).collect(),
            Verdict::Cut => "cut".to_owned(),
        }
    }

    #[test]
    fn joins_what_a_shape_tells() {
        let sici = "(SICI)1097-0282(199603)38:3<305::AID-BIP4>3.0.CO;2-Y";
        assert_eq!(verdict("10.1002/", "(SICI)", &format!("{}.", sici.replace(')', ") "))), sici);
        assert_eq!(verdict("10.1002/", &sici[..46], &sici.replace(";2-", ";\n2-")), sici);
        assert_eq!(verdict("10.1002/", "(SICI)", "(SICI) and more"), "cut");
        assert_eq!(
            verdict("10.1175/", "1520-0493(1972)100", "1520-0493(1972)100 <0081:OTAOSH>2.3.CO;2. Then"),
            "1520-0493(1972)100<0081:OTAOSH>2.3.CO;2"
        );
        assert_eq!(verdict("10.1109/", "TSG", "TSG. 2016. 2544947, and"), "TSG.2016.2544947");
        assert_eq!(verdict("10.1016/", "j", "j. cell.2020.01. 001."), "j.cell.2020.01.001");
        assert_eq!(verdict("10.1016/", "S0140-6736(97)", "S0140-6736(97) 11096-0)"), "S0140-6736(97)11096-0");
    }

    #[test]
    fn leaves_what_is_whole() {
        assert_eq!(verdict("10.1109/", "TSG", "TSG. 2016 was"), "whole");
        assert_eq!(verdict("10.1016/", "j.cell.2020.01.001", "j.cell.2020.01.001. Next"), "whole");
        assert_eq!(verdict("10.1016/", "S0140-6736(97)11096-0", "S0140-6736(97)11096-0 (see"), "whole");
        assert_eq!(verdict("10.1039/", "C7FD00037E", "C7FD00037E 12"), "whole");
        assert_eq!(verdict("10.1039/", "C7FD0", "C7FD0 0 037E"), "cut");
    }
}
