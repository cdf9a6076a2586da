//! Addresses in the text: where one begins and ends, and its parts.

use super::key::mark_before;
use super::{Candidate, FARTHEST, Setting};
use crate::syntax::{Form, boundary};
use crate::text::Span;

/// How many bytes of an address are read behind its host.
const LONGEST: usize = 400;

/// An address, from its scheme or the mark of a citation key to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Where it begins.
    pub(super) start: usize,
    /// Where its host begins.
    pub(super) host: usize,
    /// Where its path begins, with the slash.
    pub(super) path: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// It is a part of another site's address: an archive's, a proxy's, a search's.
    pub(super) inner: bool,
    /// It is a citation key.
    pub(super) key: bool,
    /// Its scheme is `https`.
    pub(super) secure: bool,
    /// Its scheme is misspelt, though what it is to be is clear.
    pub(super) broken: bool,
}

/// The address whose host has byte `at`.
pub(super) fn of_host(text: &str, at: usize, candidate: Candidate) -> Option<Address> {
    let bytes = text.as_bytes();
    let floor = floor(text, at, candidate);
    let of_host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    let mut host = at - bytes[floor..at].iter().rev().take_while(|b| of_host(b)).count();
    let path = at + bytes[at..candidate.limit].iter().take(100).take_while(|b| of_host(b)).count();
    // The second character of an escaped slash is no part of the host.
    if text[floor..host].ends_with('%')
        && text[host..at].get(..2).is_some_and(|escape| escape.eq_ignore_ascii_case("2f"))
    {
        host += 2;
    }
    let before = &text[floor..host];
    let bare = before.trim_end_matches(['/', ':']);
    let word = &bare[bare.trim_end_matches(|ch: char| ch.is_ascii_alphabetic()).len()..];
    let is_scheme = bare.len() < before.len() && word.to_ascii_lowercase().contains("ttp");
    let start = if is_scheme { host - (before.len() - bare.len()) - word.len() } else { host };
    let mark = mark_before(text, floor, start);
    if mark.is_none() && text[floor..start].ends_with('@') {
        return None;
    }
    let run = run_start(text, floor, start, candidate.setting);
    let inner = mark.is_none() && run < start && !is_label(&text[run..start]);
    let start = if inner { run } else { start };
    let end = end(text, path, candidate);
    Some(Address {
        start: mark.unwrap_or(start),
        host,
        path,
        end,
        inner,
        key: mark.is_some(),
        secure: word.eq_ignore_ascii_case("https"),
        broken: is_scheme
            && !(&before[bare.len()..] == "://" && matches!(&*word.to_ascii_lowercase(), "http" | "https")),
    })
}

/// The address that has byte `at`, where what stands there is a part of one; its host is not told from its path.
pub(super) fn around(text: &str, at: usize, candidate: Candidate) -> Option<Span> {
    let floor = floor(text, at, candidate);
    let run = run_start(text, floor, at, candidate.setting);
    let before = text[run..at].to_ascii_lowercase();
    let host = before.split('/').next().unwrap_or_default();
    let dotted = before.len() > host.len()
        && host.rsplit_once('.').is_some_and(|(name, end)| {
            name.ends_with(|ch: char| ch.is_ascii_alphanumeric())
                && end.len() >= 2
                && end.bytes().all(|b| b.is_ascii_lowercase())
        });
    let rooted = candidate.setting == Setting::Destination && run < at;
    if !(before.contains("://") || before.contains("www.") || dotted || rooted) {
        return None;
    }
    Some(Span::new(run, end(text, at, candidate)))
}

impl Address {
    /// How an identifier is spelt that this address names; `current`: as its service writes the address today.
    pub(super) fn form(&self, current: bool) -> Form {
        if self.key {
            Form::Key
        } else if self.inner {
            Form::OtherUrl
        } else if current && self.secure {
            Form::Url
        } else {
            Form::OldUrl
        }
    }

    /// The whole of it.
    pub(super) fn token(&self, candidate: Candidate) -> Span {
        match candidate.setting {
            Setting::Destination => Span::new(candidate.floor, candidate.limit),
            _ => Span::new(self.start, self.end),
        }
    }

    /// The segments of its path, without slashes; an empty one at the end is left out.
    pub(super) fn segments<'t>(&self, text: &'t str) -> Vec<Part<'t>> {
        let path = &text[self.path..self.end];
        let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
        let mut parts = Vec::new();
        let mut at = self.path;
        for segment in split_at_slashes(path) {
            if !segment.text.is_empty() {
                parts.push(Part { at: self.path + segment.at, text: segment.text });
            }
            at += segment.text.len();
        }
        debug_assert!(at <= self.end);
        parts
    }

    /// The fields of its query: name and value.
    pub(super) fn query<'t>(&self, text: &'t str) -> Vec<(&'t str, Part<'t>)> {
        let rest = &text[self.path..self.end];
        let Some(mark) = rest.find('?') else { return Vec::new() };
        let query = &rest[mark + 1..];
        let query = &query[..query.find('#').unwrap_or(query.len())];
        let mut fields = Vec::new();
        let mut at = self.path + mark + 1;
        for field in query.split('&') {
            let skipped = if field.starts_with("amp;") { 4 } else { 0 };
            if let Some((name, value)) = field[skipped..].split_once('=') {
                fields.push((name, Part { at: at + skipped + name.len() + 1, text: value }));
            }
            at += field.len() + 1;
        }
        fields
    }
}

/// A part of an address and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part<'t> {
    pub(super) at: usize,
    pub(super) text: &'t str,
}

impl Part<'_> {
    /// Whether it is this word in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Its bytes.
    pub(super) fn span(&self) -> Span {
        Span::new(self.at, self.at + self.text.len())
    }
}

/// What stands between slashes, plain or escaped.
fn split_at_slashes(path: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < path.len() {
        let length = match path.as_bytes()[at] {
            b'/' => 1,
            b'%' if path[at..].get(..3).is_some_and(|escape| escape.eq_ignore_ascii_case("%2f")) => 3,
            _ => {
                at += 1;
                continue;
            }
        };
        parts.push(Part { at: from, text: &path[from..at] });
        at += length;
        from = at;
    }
    parts.push(Part { at: from, text: &path[from..] });
    parts
}

fn floor(text: &str, at: usize, candidate: Candidate) -> usize {
    boundary::ceil(text, candidate.floor.max(at.saturating_sub(FARTHEST))).min(at)
}

/// Where the run of address characters before `at` begins.
pub(super) fn run_start(text: &str, floor: usize, at: usize, setting: Setting) -> usize {
    if setting == Setting::Destination {
        return floor;
    }
    let ends = |b: u8| !(0x21..=0x7e).contains(&b) || b"<>\"'`()[]{}|^".contains(&b);
    text.as_bytes()[floor..at].iter().rposition(|b| ends(*b)).map_or(floor, |last| floor + last + 1)
}

/// Where an address with byte `at` ends, without the punctuation of the sentence.
fn end(text: &str, at: usize, candidate: Candidate) -> usize {
    if candidate.setting == Setting::Destination {
        return candidate.limit;
    }
    let rest = &text.as_bytes()[at..candidate.limit];
    let part = |b: &u8| (0x21..=0x7e).contains(b) && !b"<>\"'`()[]{}|^\\*".contains(b);
    let run = rest.iter().take(LONGEST).take_while(|b| part(b)).count();
    let run = memchr::memmem::find(&rest[..run], b";@").unwrap_or(run);
    let closing = |b: &u8| b".,;:!?_~-".contains(b);
    at + rest[..run].iter().rposition(|b| !closing(b)).map_or(0, |last| last + 1)
}

/// Whether what is glued before an address is a label or a mark, not a part of another address.
fn is_label(before: &str) -> bool {
    let word = before.trim_start_matches(['*', '_', '~', '-', ',', ';', '.', '&', '!', '#', '=', '+', '/', '\\']);
    word.is_empty()
        || word.trim_end_matches(['*', '_']).ends_with([':', ',', ';', '=']) && !word.contains(['/', '?'])
        || word.ends_with("\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_text(text: &str) -> Option<Address> {
        let candidate = Candidate { floor: 0, limit: text.len(), setting: Setting::Text, alone: false };
        of_host(text, text.rfind("nih.gov")?, candidate)
    }

    fn token(text: &str) -> &str {
        in_text(text).map_or("", |address| &text[address.start..address.end])
    }

    #[test]
    fn begins_at_its_scheme_and_ends_before_punctuation() {
        assert_eq!(token("see (https://www.nih.gov/a/b?c=d)."), "https://www.nih.gov/a/b?c=d");
        assert_eq!(token("at www.nih.gov/a, or"), "www.nih.gov/a");
        assert_eq!(token("PMID:https://nih.gov/1/; x"), "https://nih.gov/1/");
        assert_eq!(token("[@url:https://nih.gov/1; @b]"), "@url:https://nih.gov/1");
        assert_eq!(token("<https:/nih.gov/1>"), "https:/nih.gov/1");
        assert_eq!(token("me@nih.gov/1"), "");
    }

    #[test]
    fn one_inside_another_is_told() {
        let archive = "https://web.archive.org/web/2010/http://www.nih.gov/1";
        assert!(in_text(archive).is_some_and(|address| address.inner && address.start == 0));
        assert!(in_text("*http://nih.gov/1").is_some_and(|address| !address.inner && !address.secure));
        assert!(in_text("https://a.org/?u=https%3A%2F%2Fwww.nih.gov%2F1").is_some_and(|address| address.inner));
    }

    #[test]
    fn parts_know_their_places() {
        let text = "https://nih.gov/a/b%2Fc/?x=1&amp;y=2#z";
        let address = in_text(text).expect("an address");
        let segments = address.segments(text);
        assert_eq!(segments.iter().map(|part| part.text).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert!(segments.iter().all(|part| part.span().of(text) == part.text));
        let query = address.query(text);
        assert_eq!(query.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["x", "y"]);
        assert!(query.iter().all(|(_, value)| value.span().of(text) == value.text));
    }
}
