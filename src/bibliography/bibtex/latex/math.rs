//! Simple formulas as a line of text: `H$_2$O`, `$\alpha$`, `$10^{-6}$`.

use super::{DEEPEST, LONGEST, group_length, symbol};

const ABOVE: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const BELOW: &str = "₀₁₂₃₄₅₆₇₈₉";

/// A formula without its marks.
pub(super) fn readable(formula: &str, depth: usize) -> String {
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(ch) = rest.chars().next() {
        let behind = &rest[ch.len_utf8()..];
        rest = match ch {
            '\\' => command(behind, &mut out, depth),
            '^' | '_' => {
                let (inner, behind) = argument(behind.trim_start());
                let shown = if depth < DEEPEST { readable(inner, depth + 1) } else { inner.to_owned() };
                out.push_str(&raised(&shown, ch == '^'));
                behind
            }
            '{' | '}' | '$' => behind,
            _ if ch.is_whitespace() || ch == '~' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
                behind
            }
            _ => {
                out.push(ch);
                behind
            }
        };
    }
    out
}

fn command<'a>(rest: &'a str, out: &mut String, depth: usize) -> &'a str {
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, behind) = rest.split_at(letters);
    if name.is_empty() {
        let Some(ch) = rest.chars().next() else { return rest };
        match ch {
            '!' | '/' | '-' => {}
            ',' | ';' | ':' | '>' | ' ' | '\\' => out.push(' '),
            _ => out.push(ch),
        }
        return &rest[ch.len_utf8()..];
    }
    let spaced = out.ends_with(' ') && behind.starts_with(' ');
    let behind = behind.trim_start();
    if name == "frac" && depth < DEEPEST {
        let (above, behind) = argument(behind);
        let (below, behind) = argument(behind);
        out.push_str(&readable(above, depth + 1));
        out.push('/');
        out.push_str(&readable(below, depth + 1));
        return behind;
    }
    match name {
        "sqrt" => out.push('√'),
        "log" | "exp" | "sin" | "cos" | "tan" | "min" | "max" | "lim" | "ln" | "det" | "dim" | "ker" | "gcd"
        | "mod" => {
            out.push_str(name);
        }
        _ => out.push_str(symbol::of(name).unwrap_or_default()),
    }
    // A sign between two letters has blanks on both sides.
    if spaced && out.ends_with(|ch: char| !ch.is_alphabetic()) && !out.ends_with(' ') {
        out.push(' ');
    }
    behind
}

/// A group or a character, or a command with its name.
fn argument(text: &str) -> (&str, &str) {
    if let Some(length) = group_length(text) {
        return (&text[1..length - 1], &text[length..]);
    }
    let mut length = text.chars().next().map_or(0, char::len_utf8);
    if let Some(name) = text.strip_prefix('\\') {
        length += name.bytes().take(LONGEST).take_while(u8::is_ascii_alphabetic).count();
    }
    text.split_at(length)
}

/// Digits as they stand above or below the line; anything else on it.
pub(super) fn raised(text: &str, above: bool) -> String {
    let digits = if above { ABOVE } else { BELOW };
    let raised = |ch: char| match (ch, above) {
        ('0'..='9', _) => digits.chars().nth(ch as usize - '0' as usize),
        ('+', true) => Some('⁺'),
        ('-' | '−', true) => Some('⁻'),
        ('+', false) => Some('₊'),
        ('-' | '−', false) => Some('₋'),
        _ => None,
    };
    text.chars().map(raised).collect::<Option<String>>().unwrap_or_else(|| text.to_owned())
}
