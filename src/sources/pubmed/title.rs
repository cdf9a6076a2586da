//! Titles: NLM closes them with a full stop and puts a translation in brackets.

use crate::record::{NoticeKind, Record, split_status};

/// What NLM writes where there is no title to translate.
const NONE: [&str; 2] = ["Not Available", "In Process Citation"];

/// Puts the titles into the record; gives the mark that stood before the title, which is left where it stands in a work
/// that `announces` something about others.
pub(in crate::sources) fn put(
    record: &mut Record,
    title: Option<String>,
    vernacular: Option<String>,
    announces: bool,
) -> Option<NoticeKind> {
    let read = |written: Option<String>| written.map(|text| bare(&text)).filter(|it| !it.is_empty());
    let vernacular = read(vernacular);
    let title = read(title).filter(|title| !NONE.contains(&title.as_str()));
    let (title, other) = match (title, vernacular) {
        (None, vernacular) => (vernacular, None),
        (title, vernacular) => (title, vernacular),
    };
    record.other_titles = other.into_iter().filter(|other| Some(other) != title.as_ref()).collect();
    let marked = title.as_deref().filter(|_| !announces).map(split_status);
    match marked {
        Some((Some(kind), rest)) => {
            record.title = Some(bare(rest));
            Some(kind)
        }
        _ => {
            record.title = title;
            None
        }
    }
}

/// The title without the full stop that NLM adds and the brackets around a translation.
fn bare(title: &str) -> String {
    let title = without_stop(title.trim());
    match within_brackets(title) {
        Some(inner) => without_stop(inner.trim()).to_owned(),
        None => title.to_owned(),
    }
}

/// A last full stop is taken off, but not that of an ellipsis or of `U.S.A.`
fn without_stop(title: &str) -> &str {
    let Some(rest) = title.strip_suffix('.') else { return title };
    let last = rest.rsplit(char::is_whitespace).next().unwrap_or_default();
    let single = |letters: &str| letters.chars().count() == 1 && letters.chars().all(char::is_uppercase);
    let initials = last.contains('.') && last.split('.').all(single);
    if rest.ends_with('.') || initials { title } else { rest.trim_end() }
}

/// What stands in brackets that open at the title's beginning and close at its end.
fn within_brackets(title: &str) -> Option<&str> {
    let inner = title.strip_prefix('[')?.strip_suffix(']')?;
    let mut depth = 1_i32;
    for c in inner.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return None;
        }
    }
    (depth == 1).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn what_nlm_adds_is_taken_off() {
        for (written, title) in [
            ("A study of bowels.", "A study of bowels"),
            ("What does it mean?", "What does it mean?"),
            ("[Translated title].", "Translated title"),
            ("[A question?]", "A question?"),
            ("[Emergency services.]", "Emergency services"),
            ("[On [3+2] cycloadditions].", "On [3+2] cycloadditions"),
            ("[3+2] cycloadditions and [4+2].", "[3+2] cycloadditions and [4+2]"),
            ("And then there were none...", "And then there were none..."),
            ("Health in the U.S.A.", "Health in the U.S.A."),
            ("Rise of version 2.0.", "Rise of version 2.0"),
            ("[].", ""),
            (".", ""),
        ] {
            assert_eq!(bare(written), title, "{written}");
        }
    }
}
