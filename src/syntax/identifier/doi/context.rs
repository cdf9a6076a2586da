//! What stands before a DOI: a label, an address, the `@` of a citation key, or nothing.

use super::super::address::run_start;
use super::super::key::mark_before;
use super::super::{FARTHEST, Setting};
use crate::syntax::{Form, boundary};

/// What introduces a DOI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Context {
    /// How it is spelt.
    pub(super) form: Form,
    /// Where its token begins: label, address or `@`.
    pub(super) start: usize,
    /// A label or an address of doi.org says that it is a DOI.
    pub(super) labelled: bool,
    /// The address is broken, though its meaning is clear.
    pub(super) broken: bool,
    /// It is the value in a URL's query.
    pub(super) query: bool,
    /// The emphasis mark directly before the token.
    pub(super) emphasis: Option<char>,
}

/// Reads what introduces the DOI at `at`, looking back no farther than `floor`.
pub(super) fn read(text: &str, floor: usize, at: usize, setting: Setting) -> Context {
    let floor = boundary::ceil(text, floor.max(at.saturating_sub(FARTHEST))).min(at);
    if let Some(before) = text[floor..at].strip_suffix("https://doi.org/") {
        let last = before.chars().next_back();
        if last.is_none_or(|last| matches!(last, ' ' | '(' | '[' | '<' | '\n' | '"')) {
            let start = at - "https://doi.org/".len();
            return Context { form: Form::Url, start, labelled: true, broken: false, query: false, emphasis: None };
        }
    }
    let run = &text[run_start(text, floor, at, setting)..at];
    let plain = |form, start| Context { form, start, labelled: false, broken: false, query: false, emphasis: None };
    let mut context = key(text, floor, at)
        .or_else(|| address(run, at, setting))
        .or_else(|| label(text, floor, at, setting))
        .unwrap_or_else(|| plain(Form::Bare, at));
    if !matches!(context.form, Form::Key | Form::OtherUrl) {
        // An address or label may itself be a citation key: `@https://doi.org/…`, `@doi:…`.
        if let Some(start) = mark_before(text, floor, context.start) {
            (context.form, context.start) = (Form::Key, start);
        }
    }
    context.emphasis = text[floor..context.start].chars().next_back().filter(|ch| matches!(ch, '*' | '_' | '~'));
    context
}

/// Reads an address: doi.org's own, or another site's.
fn address(run: &str, at: usize, setting: Setting) -> Option<Context> {
    let last = *run.as_bytes().last()?;
    if run.eq_ignore_ascii_case("doi:") {
        return None;
    }
    if !(matches!(last, b'/' | b':' | b'=' | b'-' | b'.') || percent_before(run) || setting == Setting::Destination) {
        return None;
    }
    let mut lower = run.to_ascii_lowercase();
    if lower.contains('%') {
        lower = lower.replace("%2f", "/").replace("%3a", ":");
    }
    // Places in `run` are needed only for what stands before any escape.
    let start_of = |in_lower: usize| if lower.len() == run.len() { at - run.len() + in_lower } else { at - run.len() };
    if let Some(found) = own_address(&lower) {
        return Some(Context { start: start_of(found.start), labelled: true, query: false, emphasis: None, ..found });
    }
    let scheme = lower.find("://").map(|scheme| scheme - scheme_word(&lower[..scheme]).len());
    let site = scheme.or_else(|| lower.find("www.")).or_else(|| {
        let slash = lower.find('/')?;
        let host = &lower[..slash];
        let dotted = host.rsplit_once('.').is_some_and(|(name, end)| {
            name.ends_with(|c: char| c.is_ascii_alphanumeric())
                && end.len() >= 2
                && end.bytes().all(|b| b.is_ascii_lowercase())
        });
        (dotted || setting == Setting::Destination).then_some(0)
    });
    let site = match site {
        Some(site) => site,
        None if setting == Setting::Destination => 0,
        None => return None,
    };
    let query = memchr::memchr(b'?', &lower.as_bytes()[site..]).is_some() && last != b'/' || last == b'=';
    let form = Form::OtherUrl;
    Some(Context { form, start: start_of(site), labelled: false, broken: false, query, emphasis: None })
}

fn percent_before(run: &str) -> bool {
    let bytes = run.as_bytes();
    bytes.len() >= 3 && bytes[bytes.len() - 3] == b'%' && bytes[bytes.len() - 2..].iter().all(u8::is_ascii_hexdigit)
}

/// An address of doi.org at the end of `lower`; its `start` is an offset in `lower`.
fn own_address(lower: &str) -> Option<Context> {
    let host = lower.rfind("doi.org")?;
    let tail = lower[host + "doi.org".len()..].strip_prefix(['/', ':'])?;
    let path = tail.trim_start_matches('/');
    let inner = path.strip_prefix("doi:").or_else(|| path.strip_prefix("doi/")).unwrap_or(path).trim_matches('/');
    if !inner.is_empty() {
        return None;
    }
    let odd_path = !tail.is_empty();
    let name = lower[..host].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    let sub = &lower[name.len()..host];
    if !sub.is_empty() && !sub.ends_with('.') {
        return None;
    }
    let before = name;
    let made = |form, start, broken| Context { form, start, labelled: true, broken, query: false, emphasis: None };
    let sound = if sub.is_empty() { Form::Url } else { Form::OldUrl };
    let (form, rest, broken) = if let Some(rest) = before.strip_suffix("https://") {
        (sound, rest, false)
    } else if let Some(rest) = before.strip_suffix("http://") {
        (Form::OldUrl, rest, false)
    } else {
        let bare = before.trim_end_matches([':', '/', ';']);
        let word = scheme_word(bare);
        if bare.len() < before.len() && matches!(word, "http" | "https" | "htp" | "htps" | "htttp" | "htttps")
            || bare.len() < before.len() && matches!(word, "ttp" | "ttps" | "hhttp" | "hhttps" | "httpss" | "httos")
        {
            (sound, &bare[..bare.len() - word.len()], true)
        } else if before.is_empty() || !before.ends_with(['/', '=', '.', '@']) {
            (Form::OldUrl, before, false)
        } else if let Some(rest) = before.strip_suffix("//") {
            (Form::OldUrl, rest, !rest.is_empty())
        } else {
            (Form::OldUrl, before, false)
        }
    };
    // A scheme before the scheme (`https://https://doi.org/`), or the whole address twice.
    if let Some(doubled) = rest.strip_suffix("https://").or_else(|| rest.strip_suffix("http://")) {
        return Some(made(form, rest.len() - (rest.len() - doubled.len()), true));
    }
    if rest.ends_with('/')
        && let Some(outer) = own_address(rest)
    {
        return Some(made(outer.form, outer.start, true));
    }
    if rest.contains("://") || rest.contains("www.") || rest.ends_with(['=', '/']) {
        let start = rest.find("://").map_or(0, |scheme| scheme - scheme_word(&rest[..scheme]).len());
        return Some(made(Form::OtherUrl, start, false));
    }
    let start = rest.strip_suffix("doi:").map_or(rest.len(), str::len);
    Some(made(form, start, broken || odd_path))
}

/// The letters that `text` ends in.
pub(super) fn scheme_word(text: &str) -> &str {
    &text[text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len()..]
}

/// Reads a citation key: `@10.…`, `@doi:10.…`, with or without braces.
fn key(text: &str, floor: usize, at: usize) -> Option<Context> {
    let before = &text[floor..at];
    let labelled = before
        .len()
        .checked_sub(4)
        .is_some_and(|from| before.is_char_boundary(from) && before[from..].eq_ignore_ascii_case("doi:"));
    let start = mark_before(text, floor, if labelled { at - 4 } else { at })?;
    Some(Context { form: Form::Key, start, labelled, broken: false, query: false, emphasis: None })
}

/// Reads a label: `doi:`, with blanks, emphasis, brackets and one line end between it and the DOI.
fn label(text: &str, floor: usize, at: usize, setting: Setting) -> Option<Context> {
    let before = &text[floor..at];
    let (mut line_ends, mut bracket, mut other, mut marks) = (0, false, false, 0_usize);
    let mut word_end = None;
    for (index, ch) in before.char_indices().rev() {
        match ch {
            ' ' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}' | '\r' => {}
            '\u{200b}' | '\u{200e}' | '\u{feff}' | '\u{2060}' | ':' | '：' => {}
            '\n' => line_ends += 1,
            '*' | '_' => marks += 1,
            '[' | '(' | '<' | '\\' | '（' | ']' | '>' => bracket = true,
            '=' | '|' | '"' | '#' | '.' | '{' | '-' | '–' | '/' => other = true,
            _ => {
                word_end = Some(index + ch.len_utf8());
                break;
            }
        }
        if at - (floor + index) > 40 || line_ends > 1 {
            return None;
        }
    }
    let word = &before[..word_end?];
    let from = word.len().checked_sub(3).filter(|from| word.is_char_boundary(*from))?;
    if !word[from..].eq_ignore_ascii_case("doi") {
        return None;
    }
    if word[..from].chars().next_back().is_some_and(|ch| ch.is_ascii_alphanumeric()) {
        return None;
    }
    let between = &before[word.len()..];
    let mut start = floor + from;
    let emphasised =
        marks > 0 && !between.starts_with([' ', ':', '\n']) || between.starts_with(":*") || between.starts_with(":_");
    if emphasised {
        let opening = word[..from].len() - word[..from].trim_end_matches(['*', '_']).len();
        start -= opening.min(marks);
    }
    let quoted = between.contains('>') || setting == Setting::Metadata;
    let form = if other { Form::Bare } else { Form::Prefix };
    let form = if setting == Setting::Metadata { Form::Bare } else { form };
    let start = if other || bracket || quoted { at } else { start };
    Some(Context { form, start, labelled: true, broken: false, query: false, emphasis: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Form, &str, bool, bool) {
        let at = text.rfind("10").expect("the text has a DOI");
        let context = read(text, 0, at, Setting::Text);
        (context.form, &text[context.start..at], context.labelled, context.broken)
    }

    #[test]
    fn reads_addresses_of_doi_org() {
        assert_eq!(of("x https://doi.org/10"), (Form::Url, "https://doi.org/", true, false));
        assert_eq!(of("HTTPS://DOI.ORG/10").0, Form::Url);
        assert_eq!(of("(http://dx.doi.org/10"), (Form::OldUrl, "http://dx.doi.org/", true, false));
        assert_eq!(of("see doi.org/10"), (Form::OldUrl, "doi.org/", true, false));
        assert_eq!(of("www.doi.org/10").0, Form::OldUrl);
        assert_eq!(of("doi:https://doi.org/10"), (Form::Url, "doi:https://doi.org/", true, false));
        assert!(!of("https://oadoi.org/10").2);
    }

    #[test]
    fn reads_broken_addresses() {
        for text in [
            "https:/doi.org/10",
            "https//doi.org/10",
            "https:///doi.org/10",
            "https://https://doi.org/10",
            "https://doi.org/https://doi.org/10",
            "https://doi.org//10",
            "https://doi.org/doi:10",
            "ttps://doi.org/10",
        ] {
            let (form, token, labelled, broken) = of(text);
            assert_eq!((form, labelled, broken), (Form::Url, true, true), "{text}");
            assert_eq!(token.len() + 2, text.len(), "{text}");
        }
    }

    #[test]
    fn reads_labels_keys_and_other_sites() {
        assert_eq!(of("a DOI: 10"), (Form::Prefix, "DOI: ", true, false));
        assert_eq!(of("a **DOI:** 10"), (Form::Prefix, "**DOI:** ", true, false));
        assert_eq!(of("a *doi*: 10"), (Form::Prefix, "*doi*: ", true, false));
        assert_eq!(of("*DOI: 10"), (Form::Prefix, "DOI: ", true, false));
        assert_eq!(of("doi:\n    10"), (Form::Prefix, "doi:\n    ", true, false));
        assert_eq!(of("doi: [10"), (Form::Prefix, "", true, false));
        assert_eq!(of("| **DOI** | 10"), (Form::Bare, "", true, false));
        assert_eq!(of("[@doi:10"), (Form::Key, "@doi:", true, false));
        assert_eq!(of("@{doi:10").1, "@{doi:");
        assert_eq!(of("[-@10").0, Form::Key);
        assert_eq!(of("@https://doi.org/10"), (Form::Key, "@https://doi.org/", true, false));
        assert_eq!(of("me@10").0, Form::Bare);
        assert_eq!(of("https://www.nature.com/articles/10").0, Form::OtherUrl);
        assert_eq!(of("https://www.google.com/search?q=https://doi.org/10").0, Form::OtherUrl);
        assert_eq!(of("and/or 10").0, Form::Bare);
    }
}
