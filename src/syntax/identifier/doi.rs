//! The DOI lexer.
//!
//! A DOI's end follows no regular grammar: brackets balance, serial item identifiers hold `<`, `>` and `;`,
//! and the punctuation of a sentence is glued to it. So each `10.` is read by hand: [`units`] undoes escapes,
//! [`suffix`] finds the end, [`context`] reads what stands before, [`tail`] cuts what a publisher's address adds.

mod context;
mod plain;
mod shape;
pub(in crate::syntax) mod short_link;
mod split;
mod suffix;
mod tail;
mod units;

pub(in crate::syntax) use super::{Candidate, Found, Setting};

use self::context::Context;
use self::shape::Verdict;
use self::suffix::{Around, Prefix};
use self::units::{Origin, Unit};
use super::super::{Fault, Form};
use crate::record::Identifier;
use crate::text::Span;

/// How a DOI typed by a person was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoiSpelling {
    /// The canonical identifier.
    pub id: Identifier,
    /// The DOI decoded, in the spelling's case.
    pub meant: String,
}

/// Reads one DOI in any of its spellings, alone in `text`: for the command line and the lock file.
///
/// `None` where the text is no DOI, or more than one.
#[must_use]
pub fn read_doi(text: &str) -> Option<DoiSpelling> {
    let text = text.trim().trim_start_matches('\u{feff}');
    let is_alone = |token: Span| {
        let before = text[..token.range().start].trim_matches(['<', '(', '[', '"', '\'', '*', '_', ' ', '{']);
        let mut after = text[token.range().end..].chars();
        before.is_empty()
            && after.all(|ch| ch.is_whitespace() || ch.is_ascii_punctuation() && ch != '%' || !ch.is_ascii())
    };
    if let Some(link) = memchr::memmem::find(text.as_bytes(), b"doi.org/").and_then(|at| short_link::read(text, at)) {
        let meant = format!("10/{}", link.code.of(text));
        // A longer DOI may hold what looks like such a link.
        if is_alone(Span::new(link.start, link.code.range().end)) {
            return Some(DoiSpelling { id: Identifier::from_doi(&meant), meant });
        }
    }
    let mut lexer = DoiLexer::default();
    let candidate = Candidate { floor: 0, limit: text.len(), setting: Setting::Text, alone: true };
    for at in memchr::memmem::find_iter(text.as_bytes(), b"10") {
        let Outcome::Doi(found) = lexer.read(text, at, candidate) else { continue };
        return is_alone(found.token).then_some(DoiSpelling { id: found.id, meant: found.meant });
    }
    None
}

/// What stands at a candidate.
#[derive(Debug)]
pub(in crate::syntax) enum Outcome {
    /// A DOI.
    Doi(Found),
    /// A DOI whose number is to be filled in.
    Placeholder(Span),
    /// A label or an address says that it is a DOI, but blanks cut it, and what is meant is not clear.
    Cut(Span),
    /// No DOI; none begins before this byte.
    Nothing(usize),
}

/// Reads DOIs; keeps its buffer from one to the next.
#[derive(Debug, Default)]
pub(in crate::syntax) struct DoiLexer {
    units: Vec<Unit>,
}

impl DoiLexer {
    /// Reads what stands at `at`, where the source has `10`.
    pub(in crate::syntax) fn read(&mut self, text: &str, at: usize, candidate: Candidate) -> Outcome {
        let nothing = Outcome::Nothing(at + 2);
        if !may_begin(text.as_bytes(), at, candidate) {
            return nothing;
        }
        if let Some((end, context)) = plain::read(text, at, candidate) {
            return finished(text, at, end, &context, candidate);
        }
        if !units::read(text, at, candidate.limit, &mut self.units) {
            return Outcome::Nothing(self.units.last().map_or(at + 2, |unit| unit.end));
        }
        let Some(prefix) = suffix::prefix(&self.units) else {
            return self.split(text, at, candidate).unwrap_or(nothing);
        };
        let context = context::read(text, candidate.floor, at, candidate.setting);
        if is_foreign(text, at, &context, candidate) {
            return nothing;
        }
        let labelled = context.labelled || candidate.alone || context.form == Form::Key;
        let around = around(text, &context, candidate);
        let (from, end) = match prefix {
            Prefix::Short if labelled => (3, self.short_end()),
            Prefix::Short => return nothing,
            Prefix::Long(from) => (from, suffix::end(&self.units, from, around)),
        };
        if !self.units[from..end].iter().any(|unit| unit.ch.is_alphanumeric()) {
            return self.split(text, at, candidate).unwrap_or(nothing);
        }
        let mut meant: String = self.units[..end].iter().map(|unit| unit.ch).collect();
        let (suffix, behind) = (self.units[from].start, self.units[end - 1].end);
        let (before, after) = meant.split_at(from);
        if prefix != Prefix::Short && shape::is_suspect(before, after, &text.as_bytes()[behind..candidate.limit]) {
            match shape::read(text, before, after, suffix, behind, candidate.limit) {
                Verdict::Whole => {}
                Verdict::Joined(units) => {
                    let parts = Joined { prefix: before.to_owned(), suffix: units, faults: vec![Fault::Blank] };
                    return parts.found(text, at, &context, candidate);
                }
                Verdict::Cut => return cut(at, behind, &context),
            }
        }
        let mut units = &self.units[..end];
        if context.form == Form::OtherUrl {
            let before = text[context.start..at].to_ascii_lowercase();
            let kept = meant[..tail::length(&before, &meant)].chars().count();
            units = &units[..kept];
            meant = meant.chars().take(kept).collect();
            let whole = meant.split_at_checked(from).is_some_and(|(before, after)| {
                prefix == Prefix::Short || !shape::breaks_off(before, &after.to_ascii_lowercase())
            });
            if !whole {
                return Outcome::Nothing(behind);
            }
        } else if let Some(kept) = tail::unversioned(&meant) {
            // Of the DOIs of bioRxiv and medRxiv, all in ASCII.
            units = &units[..kept];
            meant.truncate(kept);
        }
        let span = Span::new(at, units[units.len() - 1].end);
        if is_placeholder(&meant) {
            return Outcome::Placeholder(span);
        }
        if !labelled && context.form == Form::Bare && (is_number(&meant) || is_price(&meant)) {
            return nothing;
        }
        let mut faults = word_faults(units);
        if context.broken {
            faults.push(Fault::BrokenUrl);
        }
        let token = token(text, span, &context, candidate);
        Outcome::Doi(Found { id: Identifier::from_doi(&meant), meant, span, token, form: context.form, faults })
    }

    /// Where a short DOI ends: `10/` and at least two letters or digits, one of them a letter.
    fn short_end(&self) -> usize {
        let word = self.units[3..].iter().take_while(|unit| unit.ch.is_ascii_alphanumeric()).count();
        let units = &self.units[3..3 + word];
        let behind = self.units.get(3 + word).is_some_and(|unit| matches!(unit.ch, '/' | '-' | '_'));
        let sound = (2..=12).contains(&word) && units.iter().any(|unit| unit.ch.is_ascii_alphabetic()) && !behind;
        if sound { 3 + word } else { 3 }
    }

    /// Reads a DOI with blanks around its slash or behind its first full stop.
    fn split(&mut self, text: &str, at: usize, candidate: Candidate) -> Option<Outcome> {
        let parts = split::read(text, at, candidate.limit)?;
        let context = context::read(text, candidate.floor, at, candidate.setting);
        if !units::read(text, parts.suffix, candidate.limit, &mut self.units) {
            return None;
        }
        let end = suffix::end(&self.units, 0, around(text, &context, candidate));
        let units = &self.units[..end];
        let behind = units.last()?.end;
        let suffix: String = units.iter().map(|unit| unit.ch).collect();
        let labelled = (context.labelled || candidate.alone) && context.form != Form::OtherUrl;
        let announced = || units.iter().filter(|unit| unit.ch.is_alphanumeric()).count() >= 3 && !parts.blank_behind;
        let verdict = shape::read(text, &parts.prefix, &suffix, parts.suffix, behind, candidate.limit);
        let units = match verdict {
            Verdict::Joined(units) => units,
            Verdict::Whole if split::is_suffix(units, labelled, &parts) && !split::goes_on(&text[behind..]) => {
                units.to_vec()
            }
            _ => return announced().then(|| cut(at, behind, &context)),
        };
        let faults = match parts.word_character {
            Some((start, ch)) => {
                vec![Fault::WordCharacter { span: Span::new(start, start + ch.len_utf8()), character: ch }]
            }
            None => vec![Fault::Blank],
        };
        Some(Joined { prefix: parts.prefix, suffix: units, faults }.found(text, at, &context, candidate))
    }
}

/// A DOI with blanks inside, mended.
struct Joined {
    prefix: String,
    suffix: Vec<Unit>,
    faults: Vec<Fault>,
}

impl Joined {
    fn found(self, text: &str, at: usize, context: &Context, candidate: Candidate) -> Outcome {
        let Self { prefix: mut meant, suffix, mut faults } = self;
        meant.extend(suffix.iter().map(|unit| unit.ch));
        let Some(last) = suffix.last() else { return Outcome::Nothing(at + 2) };
        let span = Span::new(at, last.end);
        faults.extend(word_faults(&suffix));
        if context.broken {
            faults.push(Fault::BrokenUrl);
        }
        if is_placeholder(&meant) {
            return Outcome::Nothing(at + 2);
        }
        let token = token(text, span, context, candidate);
        Outcome::Doi(Found { id: Identifier::from_doi(&meant), meant, span, token, form: context.form, faults })
    }
}

/// What begins at `at` and breaks off at `end`: an outcome of its own only where it is said to be a DOI.
fn cut(at: usize, end: usize, context: &Context) -> Outcome {
    let said = context.labelled && matches!(context.form, Form::Prefix | Form::Url | Form::OldUrl | Form::Key);
    if said { Outcome::Cut(Span::new(at, end)) } else { Outcome::Nothing(end) }
}

/// Whether what looks like a DOI is a part of a file's path, or of an address that no web page has.
fn is_foreign(text: &str, at: usize, context: &Context, candidate: Candidate) -> bool {
    match context.form {
        Form::Bare => {
            !context.labelled
                && candidate.setting == Setting::Text
                && at > candidate.floor
                && matches!(text.as_bytes()[at - 1], b'/' | b'\\')
        }
        Form::OtherUrl => {
            let Some(scheme) = text[context.start..at].rfind("://") else { return false };
            let before = &text[candidate.floor.min(context.start)..context.start + scheme];
            let name = context::scheme_word(before).to_ascii_lowercase();
            let web = name.contains("ttp") || matches!(name.as_str(), "htp" | "htps" | "");
            !web || before.ends_with(|ch: char| ch.is_ascii_digit())
        }
        _ => false,
    }
}

/// The DOI from `at` to `end`, which is meant as it is written.
fn finished(text: &str, at: usize, end: usize, context: &Context, candidate: Candidate) -> Outcome {
    if is_foreign(text, at, context, candidate) {
        return Outcome::Nothing(at + 2);
    }
    let mut meant = &text[at..end];
    if context.form == Form::OtherUrl {
        meant = &meant[..tail::length(&text[context.start..at].to_ascii_lowercase(), meant)];
    } else if let Some(kept) = tail::unversioned(meant) {
        meant = &meant[..kept];
    }
    let span = Span::new(at, at + meant.len());
    if is_placeholder(meant) {
        return Outcome::Placeholder(span);
    }
    let labelled = context.labelled || candidate.alone || context.form == Form::Key;
    if !labelled && context.form == Form::Bare && (is_number(meant) || is_price(meant)) {
        return Outcome::Nothing(at + 2);
    }
    let faults = if context.broken { vec![Fault::BrokenUrl] } else { Vec::new() };
    let token = token(text, span, context, candidate);
    let id = Identifier::from_doi(meant);
    Outcome::Doi(Found { id, meant: meant.to_owned(), span, token, form: context.form, faults })
}

/// Whether a DOI may begin at `at`: what stands before is no longer number or word.
fn may_begin(bytes: &[u8], at: usize, candidate: Candidate) -> bool {
    let rest = &bytes[at..candidate.limit];
    let likely = match rest.get(2) {
        Some(b'.') => rest.get(3).is_some_and(|b| matches!(b, b'1'..=b'9' | b' ' | b'%' | b'&' | b'\\') || *b >= 0x80),
        Some(b'/' | b'%' | b'&' | b'\\' | b' ') => true,
        _ => false,
    };
    if !likely {
        return false;
    }
    let before = &bytes[candidate.floor.min(at)..at];
    match before {
        [.., b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => true,
        [.., d, o, i] if [*d, *o, *i].eq_ignore_ascii_case(b"doi") => true,
        [.., digit, b'.'] => !digit.is_ascii_digit(),
        [.., last] => !last.is_ascii_alphanumeric(),
        [] => true,
    }
}

fn around(text: &str, context: &Context, candidate: Candidate) -> Around {
    let url = matches!(context.form, Form::Url | Form::OldUrl | Form::OtherUrl)
        || context.form == Form::Key && context.labelled && context.broken;
    let key = context.form == Form::Key && !text[context.start..].starts_with("@{");
    Around { url, key, query: context.query, alone: candidate.alone && !url, emphasis: context.emphasis }
}

/// The token around `span`: its label or address, and what the address has behind it.
fn token(text: &str, span: Span, context: &Context, candidate: Candidate) -> Span {
    if candidate.setting == Setting::Destination {
        return Span::new(candidate.floor, candidate.limit);
    }
    let mut end = span.range().end;
    end += version_behind(&text[span.range().start..candidate.limit], end - span.range().start);
    if matches!(context.form, Form::Url | Form::OldUrl | Form::OtherUrl) {
        let rest = &text.as_bytes()[end..candidate.limit];
        let goes_on = match rest.first() {
            Some(b'?' | b'#' | b'/' | b'&' | b'.' | b'-') => true,
            Some(b'v') => context.form == Form::OtherUrl,
            _ => false,
        };
        if goes_on {
            let part = |b: &u8| {
                (0x21..=0x7e).contains(b)
                    && !matches!(b, b'<' | b'>' | b'"' | b'\'' | b'`' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'|')
                    && !matches!(b, b'^' | b'\\' | b'*')
            };
            let more = rest.iter().take(400).take_while(|b| part(b)).count();
            let closing = |b: &u8| matches!(b, b'.' | b',' | b';' | b':' | b'!' | b'?' | b'_' | b'~' | b'-');
            end += rest[..more].iter().rposition(|b| !closing(b)).map_or(0, |last| last + 1);
        }
    }
    Span::new(context.start, end)
}

/// The length of the version that bioRxiv's and medRxiv's addresses have behind the DOI, of `doi`'s first `length`
/// bytes.
fn version_behind(doi: &str, length: usize) -> usize {
    let digits = match doi[length..].strip_prefix('v') {
        Some(rest) if doi.starts_with("10.1101/") || doi.starts_with("10.64898/") => {
            rest.bytes().take_while(u8::is_ascii_digit).count()
        }
        _ => 0,
    };
    if digits > 0 { 1 + digits } else { 0 }
}

/// What a word processor put into a DOI, the first of it.
fn word_faults(units: &[Unit]) -> Vec<Fault> {
    let mut end = units.first().map_or(0, |unit| unit.start);
    for unit in units {
        let put_in = match (unit.dropped, unit.origin) {
            (Some(character), _) if end < unit.start => Some((Span::new(end, unit.start), character)),
            (_, Origin::Hyphen(character)) => Some((Span::new(unit.start, unit.end), character)),
            _ => None,
        };
        if let Some((span, character)) = put_in {
            return vec![Fault::WordCharacter { span, character }];
        }
        end = unit.end;
    }
    Vec::new()
}

/// Whether a DOI's suffix is a row of `x`, as in `10.3847/xxxxx` or `10.5281/zenodo.XXXXXXX`.
fn is_placeholder(meant: &str) -> bool {
    if memchr::memchr3(b'x', b'X', b'T', meant.as_bytes()).is_none() {
        return false;
    }
    let Some((_, suffix)) = meant.split_once('/') else { return false };
    let words = suffix.split(|ch: char| !ch.is_ascii_alphabetic());
    words.into_iter().any(|word| {
        let row = word.len() >= 3 && word.bytes().all(|b| b.eq_ignore_ascii_case(&b'x'));
        row || matches!(word, "TODO" | "TBD" | "TBA")
    })
}

/// Whether this is rather a pair of numbers, or months with years: `10.2019/11.2020`.
fn is_number(meant: &str) -> bool {
    let Some((prefix, suffix)) = meant.split_once('/') else { return true };
    if suffix.bytes().any(|b| !b.is_ascii_digit() && !matches!(b, b'.' | b'/' | b'-' | b',')) {
        return false;
    }
    let year = prefix.len() == 7 && (prefix.starts_with("10.19") || prefix.starts_with("10.20"));
    suffix.len() < 4 || year && suffix.len() <= 10
}

/// Whether this is rather a number and what it counts: `10.5000/Stück`, `10.2500/month`.
fn is_price(meant: &str) -> bool {
    const UNITS: [&str; 38] = [
        "bottle", "box", "cm", "day", "einheit", "gb", "h", "hour", "hr", "item", "jahr", "kg", "km", "kwh", "l", "lb",
        "liter", "litre", "mb", "mg", "min", "ml", "mol", "monat", "month", "page", "person", "piece", "s", "sec",
        "stunde", "tag", "ton", "unit", "user", "week", "woche", "year",
    ];
    let Some((_, suffix)) = meant.split_once('/') else { return false };
    let letters = suffix.chars().all(char::is_alphabetic);
    letters && (!suffix.is_ascii() || UNITS.contains(&suffix.to_ascii_lowercase().as_str()))
}
