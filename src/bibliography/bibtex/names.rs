//! Lists of names: `First von Last and von Last, Jr, First and {A Group} and others`.

use super::latex::plain;
use crate::record::Name;

/// So many names of one field are read.
const MOST: usize = 10_000;

/// The names of a field's LaTeX; `others` is none.
pub(super) fn read(source: &str) -> Vec<Name> {
    split(source, Separator::And).into_iter().take(MOST).filter_map(name).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    And,
    Comma,
    Blank,
}

/// The parts of `source` between separators that stand in no braces.
fn split(source: &str, separator: Separator) -> Vec<&str> {
    let bytes = source.as_bytes();
    let (mut parts, mut from, mut depth, mut at) = (Vec::new(), 0, 0_usize, 0);
    while at < bytes.len() {
        let length = match bytes[at] {
            b'\\' => {
                // What follows is part of a command, also a blank; a brace is not.
                at += if bytes.get(at + 1).is_some_and(|byte| !matches!(byte, b'{' | b'}')) { 2 } else { 1 };
                continue;
            }
            b'{' => {
                depth += 1;
                0
            }
            b'}' => {
                depth = depth.saturating_sub(1);
                0
            }
            _ if depth > 0 => 0,
            b',' => usize::from(separator == Separator::Comma),
            b'~' => usize::from(separator == Separator::Blank),
            byte if byte.is_ascii_whitespace() => match separator {
                Separator::And => and(&bytes[at..]),
                Separator::Blank => 1,
                Separator::Comma => 0,
            },
            _ => 0,
        };
        if length > 0 {
            parts.push(&source[from..at]);
            at += length;
            from = at;
        } else {
            at += 1;
        }
    }
    parts.push(&source[from.min(source.len())..]);
    parts
}

/// How long the ` and` is that `rest` begins with; the blank behind it is left, since another may follow.
fn and(rest: &[u8]) -> usize {
    let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let word = rest[blanks..].get(..3).is_some_and(|word| word.eq_ignore_ascii_case(b"and"));
    let behind = rest.get(blanks + 3).is_none_or(u8::is_ascii_whitespace);
    if word && behind { blanks + 3 } else { 0 }
}

fn name(source: &str) -> Option<Name> {
    let source = source.trim().trim_matches(',').trim();
    if source.is_empty() || source.eq_ignore_ascii_case("others") {
        return None;
    }
    if is_group(source) {
        return Some(plain(source)).filter(|name| !name.is_empty()).map(Name::Group);
    }
    let parts: Vec<&str> = split(source, Separator::Comma).into_iter().map(str::trim).collect();
    if let Some(name) = extended(&parts) {
        return Some(name);
    }
    let text = |part: &str| Some(plain(part)).filter(|text| !text.is_empty());
    let (family, given, suffix) = match parts[..] {
        [whole] => first_von_last(whole),
        [family, given] => (plain(family), text(given), None),
        [family, suffix, given, ..] => (plain(family), text(given), text(suffix)),
        [] => return None,
    };
    match (family.is_empty(), given) {
        (true, None) => None,
        (true, Some(given)) => Some(Name::Person { family: given, given: None, suffix }),
        (false, given) => Some(Name::Person { family, given, suffix }),
    }
}

/// Whether one pair of braces is around the whole.
fn is_group(source: &str) -> bool {
    // `{\'A}lvarez` and `{\'A}` begin with a letter in braces.
    if !source.starts_with('{') || source.starts_with("{\\") {
        return false;
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' if depth <= 1 => return at + 1 == source.len(),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Family name with its particles, given names, and no suffix, of a name without a comma.
fn first_von_last(whole: &str) -> (String, Option<String>, Option<String>) {
    let words: Vec<&str> = split(whole, Separator::Blank).into_iter().filter(|word| !word.trim().is_empty()).collect();
    let last = words.len().saturating_sub(1);
    let family = words[..last].iter().position(|word| is_particle(word)).unwrap_or(last);
    let text = |words: &[&str]| plain(&words.join(" "));
    let given = Some(text(&words[..family])).filter(|given| !given.is_empty());
    (text(&words[family..]), given, None)
}

/// Whether a word begins in lower case, as von and de la do; what braces hide has no case, unless it is an accent.
fn is_particle(word: &str) -> bool {
    if word.starts_with('{') && !word.starts_with("{\\") {
        return false;
    }
    let shown = plain(word);
    shown.chars().find(|ch| ch.is_alphabetic()).is_some_and(char::is_lowercase)
}

/// Reads biblatex's extended format: `family=Doe, given=Jo, prefix=van`.
fn extended(parts: &[&str]) -> Option<Name> {
    let mut found: [Option<String>; 4] = [None, None, None, None];
    for part in parts {
        // Quotation marks may protect a whole part.
        let part = part.trim_matches('"');
        let (name, value) = part.split_once('=')?;
        let at = match name.trim().to_ascii_lowercase().as_str() {
            "family" => 0,
            "given" => 1,
            "prefix" => 2,
            "suffix" => 3,
            other
                if other.ends_with("-i")
                    || matches!(other, "id" | "useprefix" | "hash" | "nametemplates" | "gender" | "orcid") =>
            {
                continue;
            }
            _ => return None,
        };
        found[at] = Some(plain(value.trim().trim_matches('"'))).filter(|value| !value.is_empty());
    }
    let [family, given, prefix, suffix] = found;
    let family = family.or_else(|| given.clone())?;
    let family = prefix.map_or_else(|| family.clone(), |prefix| format!("{prefix} {family}"));
    Some(Name::Person { given: given.filter(|given| *given != family), family, suffix })
}
