//! What publishers write into a title to say that the work no longer stands.

use super::NoticeKind;

/// Words before a colon, or in brackets, with what they say. "Retraction:" and "Withdrawal:" are missing on purpose:
/// so begin the titles of notices. A word that a title may begin with for other reasons counts in capitals only.
const MARKS: [(&str, NoticeKind, bool); 16] = [
    ("retracted and republished", NoticeKind::RetractedAndRepublished, false),
    ("retracted and replaced", NoticeKind::RetractedAndRepublished, false),
    ("retracted article", NoticeKind::Retracted, false),
    ("retracted chapter", NoticeKind::Retracted, false),
    ("retracted paper", NoticeKind::Retracted, false),
    ("retracted study", NoticeKind::Retracted, false),
    ("retracted", NoticeKind::Retracted, false),
    ("article retracted", NoticeKind::Retracted, false),
    ("withdrawn article", NoticeKind::Withdrawn, false),
    ("withdrawn paper", NoticeKind::Withdrawn, false),
    ("article withdrawn", NoticeKind::Withdrawn, false),
    ("withdrawn", NoticeKind::Withdrawn, false),
    ("removed article", NoticeKind::Removed, false),
    ("article removed", NoticeKind::Removed, false),
    ("temporary removal", NoticeKind::Removed, true),
    ("removed", NoticeKind::Removed, true),
];

/// Splits a title into what a mark at its beginning ("RETRACTED:", `[Withdrawn]`) or a bracketed one at its end says,
/// and the title itself. A title that is nothing but a mark is left as it is.
#[must_use]
pub fn split_status(title: &str) -> (Option<NoticeKind>, &str) {
    let title = title.trim();
    match at_start(title).or_else(|| at_end(title)) {
        Some((kind, rest)) if rest.chars().any(char::is_alphanumeric) => (Some(kind), rest),
        _ => (None, title),
    }
}

fn at_start(title: &str) -> Option<(NoticeKind, &str)> {
    if let Some((open, close)) = bracket_pair(title.chars().next()?) {
        let inner = title.strip_prefix(open)?;
        let (mark, rest) = inner.split_once(close)?;
        let rest = rest.trim_start().trim_start_matches(':').trim_start();
        return Some((meaning(mark.trim().trim_end_matches(':'))?, rest));
    }
    let (mark, rest) = title.split_once(':')?;
    Some((meaning(mark.trim())?, rest.trim_start()))
}

fn at_end(title: &str) -> Option<(NoticeKind, &str)> {
    let close = title.chars().next_back()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        _ => return None,
    };
    let (rest, mark) = title.strip_suffix(close)?.rsplit_once(open)?;
    Some((meaning(mark.trim())?, rest.trim_end()))
}

fn bracket_pair(open: char) -> Option<(char, char)> {
    match open {
        '[' => Some(('[', ']')),
        '(' => Some(('(', ')')),
        _ => None,
    }
}

fn meaning(mark: &str) -> Option<NoticeKind> {
    let (_, kind, capitals) = MARKS.iter().find(|(words, ..)| mark.eq_ignore_ascii_case(words))?;
    (!capitals || !mark.bytes().any(|byte| byte.is_ascii_lowercase())).then_some(*kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off_and_read() {
        for (title, kind, rest) in [
            ("RETRACTED: A study of bowels", NoticeKind::Retracted, "A study of bowels"),
            ("Retracted: A study", NoticeKind::Retracted, "A study"),
            ("RETRACTED ARTICLE: A study", NoticeKind::Retracted, "A study"),
            ("Retracted article: A study: part two", NoticeKind::Retracted, "A study: part two"),
            ("[RETRACTED] A study", NoticeKind::Retracted, "A study"),
            ("A study (Retracted)", NoticeKind::Retracted, "A study"),
            ("WITHDRAWN: Exercise for asthma", NoticeKind::Withdrawn, "Exercise for asthma"),
            ("REMOVED: A study", NoticeKind::Removed, "A study"),
            ("Retracted and Republished: A study", NoticeKind::RetractedAndRepublished, "A study"),
        ] {
            assert_eq!(split_status(title), (Some(kind), rest), "{title}");
        }
    }

    #[test]
    fn other_titles_stay_whole() {
        for title in [
            "Retraction: A study of bowels",
            "Withdrawal: A study",
            "Removed: the story of a village",
            "Retracted papers in oncology: a review",
            "RETRACTED:",
            "[3+2] cycloadditions: a review",
            "Why was it retracted?",
            "",
        ] {
            assert_eq!(split_status(title), (None, title));
        }
    }
}
