//! What a label or an address announces as a DOI and is none: placeholders, and malformed DOIs.
//!
//! Only what is certain is reported: a template (`https://doi.org/{doi}`), a sentence about DOIs, a handle
//! that doi.org also resolves are left alone.

use super::markdown::Layout;
use super::scan::in_yaml_comment;
use super::{Malformed, Occurrence, Placeholder, ZoneKind, boundary};
use crate::record::IdentifierKind;
use crate::text::Span;

/// Finds what stands in a DOI's place. `identifiers` are the DOIs found, in order; `malformed` may have some
/// already.
pub(super) fn find(
    text: &str,
    layout: &Layout,
    identifiers: &[Occurrence],
    placeholders: &mut Vec<Placeholder>,
    malformed: &mut Vec<Malformed>,
) {
    let bytes = text.as_bytes();
    for colon in memchr::memchr_iter(b':', bytes) {
        let Some((at, value)) = label(text, colon) else { continue };
        if is_sound(&bytes[value.start..]) || !is_text(text, layout, at) || is_read(identifiers, at, &value) {
            continue;
        }
        let token = word(&text[value.start..]);
        let span = Span::new(value.start, value.start + token.len());
        if is_placeholder(token) {
            placeholders.push(Placeholder { span });
        } else if let Some(why) = why(text, token, &value) {
            malformed.push(Malformed { kind: IdentifierKind::Doi, span, why });
        }
    }
    malformed.sort_by_key(|found| found.span);
    malformed.dedup_by(|later, earlier| later.span.meets(earlier.span));
}

/// What a DOI's label announces.
struct Value {
    start: usize,
    /// An address of doi.org, not a label.
    address: bool,
    /// Nothing but a colon and blanks is between label and value.
    direct: bool,
}

/// Whether the value begins as a DOI does, so that it was read where identifiers are.
fn is_sound(value: &[u8]) -> bool {
    let Some(number) = value.strip_prefix(b"10.") else { return false };
    let digits = number.iter().take_while(|b| b.is_ascii_digit()).count();
    (4..=9).contains(&digits)
        && number[0] != b'0'
        && number.get(digits) == Some(&b'/')
        && number.get(digits + 1).is_some_and(u8::is_ascii_alphanumeric)
        && number.get(digits + 2).is_some_and(u8::is_ascii_alphanumeric)
}

/// Reads the label or address whose colon is at `colon`: where it begins, and what it announces.
fn label(text: &str, colon: usize) -> Option<(usize, Value)> {
    let bytes = text.as_bytes();
    if bytes[colon..].starts_with(b"://") {
        return address(text, colon);
    }
    let marks = bytes[..colon].iter().rev().take_while(|b| matches!(b, b'*' | b'_')).count();
    let word = &bytes[..colon - marks];
    let at = word.len().checked_sub(3).filter(|at| word[*at..].eq_ignore_ascii_case(b"doi"))?;
    let before = text[..at].chars().next_back();
    if before.is_some_and(|ch| ch.is_alphanumeric() || matches!(ch, '-' | '{' | '$' | '\\' | '@' | '/' | '.')) {
        return None;
    }
    let value = &text[colon + 1..];
    let rest = value.trim_start_matches([' ', '\u{a0}', '*', '_', '[', '<']);
    if rest.is_empty() || rest.starts_with(['\n', '\r']) {
        return None;
    }
    let between = &value[..value.len() - rest.len()];
    let start = text.len() - rest.trim_start_matches(['"', '\'']).len();
    let direct = !between.contains(['[', '<']);
    Some((at, Value { start, address: false, direct }))
}

/// Reads an address of doi.org whose scheme ends at `colon`.
fn address(text: &str, colon: usize) -> Option<(usize, Value)> {
    let rest = &text[colon + 3..];
    let host = rest.strip_prefix("dx.").or_else(|| rest.strip_prefix("www.")).unwrap_or(rest);
    let path = host.get(..8).filter(|host| host.eq_ignore_ascii_case("doi.org/")).map(|_| &host[8..])?;
    let start = text.len() - path.trim_start_matches('/').len();
    Some((text.len() - host.len(), Value { start, address: true, direct: true }))
}

/// Whether byte `at` is where an identifier would be read.
fn is_text(text: &str, layout: &Layout, at: usize) -> bool {
    match layout.zones.at(at) {
        None => true,
        Some(zone) => match zone.kind {
            ZoneKind::Destination | ZoneKind::Html => true,
            ZoneKind::FrontMatter => !in_yaml_comment(&text[zone.span.range().start..at]),
            ZoneKind::Code | ZoneKind::Math | ZoneKind::Comment => false,
        },
    }
}

/// Whether an identifier was read at or around the value.
fn is_read(identifiers: &[Occurrence], at: usize, value: &Value) -> bool {
    let after = identifiers.partition_point(|found| found.token.range().start <= at);
    let around = identifiers[..after].iter().rev().take(3).any(|found| found.token.range().end > at);
    let next = identifiers[after..].iter().take(2);
    let behind = identifiers[..after].iter().rev().take(2);
    let begins = |found: &Occurrence| {
        (found.span.range().start..=found.span.range().start + 1).contains(&value.start)
            || (found.token.range().start..found.span.range().end).contains(&value.start)
    };
    around || next.chain(behind).any(begins)
}

/// The text up to a blank or what ends an address, without the sentence's punctuation.
pub(super) fn word(rest: &str) -> &str {
    let ends = |ch: char| {
        ch.is_whitespace()
            || matches!(ch, ')' | ']' | '<' | '>' | '"' | '`' | ';' | '|' | '*' | '，' | '。' | '、' | '；')
    };
    let limit = boundary::floor(rest, 300);
    let word = &rest[..rest[..limit].find(ends).unwrap_or(limit)];
    word.trim_end_matches(['.', ',', ':', '!', '\'', '_'])
}

/// Whether this is to be filled in: `TODO`, `10.xxxx/…`, `???`.
pub(super) fn is_placeholder(token: &str) -> bool {
    let upper = token.to_ascii_uppercase();
    if matches!(upper.as_str(), "TODO" | "TBD" | "TBA" | "FIXME" | "TBC" | "TK") {
        return true;
    }
    let row = |mark: char| token.len() >= 2 && token.chars().all(|ch| ch.eq_ignore_ascii_case(&mark));
    if token.len() >= 3 && row('x') || row('?') {
        return true;
    }
    let Some(number) = token.strip_prefix("10.") else { return false };
    let registrant = number.split('/').next().unwrap_or_default();
    let filler = |ch: char| matches!(ch, 'x' | 'X' | 'n' | 'N' | 'y' | 'Y' | '#' | '?');
    registrant.len() >= 2 && registrant.chars().all(filler)
        || matches!(number, "…" | "..." | "")
        || registrant.len() >= 4
            && registrant.chars().all(|ch| ch.is_ascii_digit())
            && matches!(&number[registrant.len()..], "/…" | "/..." | "/??" | "/???" | "/####" | "/xx" | "/XX")
}

/// Why `token` cannot be a DOI, where that is certain.
fn why(text: &str, token: &str, value: &Value) -> Option<String> {
    if token.contains(['{', '}', '$', '<', '…']) || token.contains("...") {
        return None;
    }
    let behind = text[value.start + token.len()..].chars().next();
    let ends = behind.is_none_or(|ch| ch.is_whitespace() || matches!(ch, ')' | ']' | '"' | '.' | ',' | '>' | ';'));
    if let Some(number) = token.strip_prefix("10.") {
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &number[digits..];
        if let Some(why) = letter_for_digit(token).filter(|_| value.direct) {
            return Some(why);
        }
        return match rest.as_bytes().first() {
            Some(b'/') if (1..4).contains(&digits) && rest.len() > 3 => {
                Some(format!("has the prefix “10.{}”, but a prefix has four digits or more", &number[..digits]))
            }
            Some(b'/') if (4..=9).contains(&digits) && rest.len() == 1 && ends => {
                Some("has no suffix behind the “/”".to_owned())
            }
            Some(b'\\') if (4..=9).contains(&digits) && rest.len() > 3 && !value.address => {
                Some("has “\\” where “/” belongs".to_owned())
            }
            None if (4..=9).contains(&digits) && ends && (value.address || value.direct) => {
                Some("has no “/” with a suffix".to_owned())
            }
            _ => None,
        };
    }
    if let Some(number) = token.strip_prefix("10,") {
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let sound = (4..=9).contains(&digits) && number[digits..].len() > 3 && number[digits..].starts_with('/');
        return sound.then(|| "has a comma in “10,” where a full stop belongs".to_owned());
    }
    if !value.direct {
        return None;
    }
    letter_for_digit(token).or_else(|| wrong_start(token, value))
}

/// Why a token with `O`, `l` or `I` among the digits of its prefix cannot be a DOI.
fn letter_for_digit(token: &str) -> Option<String> {
    let (head, suffix) = token.split_once('/')?;
    let letter = head.chars().find(|ch| matches!(ch, 'O' | 'o' | 'l' | 'I'))?;
    let meant: String = head
        .chars()
        .map(|ch| match ch {
            'O' | 'o' => '0',
            'l' | 'I' => '1',
            _ => ch,
        })
        .collect();
    let number = meant.strip_prefix("10.")?;
    let sound = (4..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()) && suffix.len() > 2;
    sound.then(|| format!("has the letter “{letter}” in “{head}/”, but a DOI begins with digits, as “{meant}/”"))
}

/// Why a token that does not begin with `10` cannot be a DOI.
fn wrong_start(token: &str, value: &Value) -> Option<String> {
    let digits = token.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let start = &token[..digits];
    let rest = &token[digits..];
    if rest.starts_with('/') && rest.len() > 3 {
        let damaged = ["0.", ".", "1.", "110.", "010.", "100."].iter().any(|head| {
            start
                .strip_prefix(head)
                .is_some_and(|number| (4..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()))
        });
        // Handles of other registries begin with 20, 21 and so on, none with 11 to 19.
        let (two, rest_of_start) = start.split_once('.').unwrap_or_default();
        let other = two.len() == 2
            && two != "10"
            && (two.starts_with('1') || !value.address)
            && (4..=5).contains(&rest_of_start.len())
            && rest_of_start.bytes().all(|b| b.is_ascii_digit());
        // doi.org also resolves handles such as 2117/12345, so a bare number says nothing in an address.
        let number = !value.address
            && (4..=5).contains(&start.len())
            && start.bytes().all(|b| b.is_ascii_digit())
            && rest.bytes().any(|b| b.is_ascii_alphabetic());
        return (damaged || number || other).then(|| format!("begins with “{start}”, but every DOI begins with “10.”"));
    }
    if value.address {
        return None;
    }
    if rest.is_empty() && start.len() >= 6 && !start.contains('.') {
        return Some("is a number only, perhaps a PMID".to_owned());
    }
    let pmc = token.strip_prefix("PMC").is_some_and(|id| id.len() >= 5 && id.bytes().all(|b| b.is_ascii_digit()));
    pmc.then(|| "is a PMC identifier".to_owned())
}
