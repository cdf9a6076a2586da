//! The names that a reference begins with.

use std::ops::Range;

use super::Way;
use super::lexeme::{Kind, Lexed, year};
use super::name::{FORMS, Form, Name, family, name};

/// The authors of a reference, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    /// The lexeme behind them, and behind “et al.”.
    pub(super) end: usize,
    /// The bytes of the first.
    pub(super) first: Range<usize>,
    /// Whether they begin with the family name, where that is sure.
    pub(super) order: Option<Way>,
    /// How given names are written, where all are written alike.
    pub(super) given: Option<Way>,
    /// How many there are, or stand before “et al.”; `None` where that is unsure.
    pub(super) count: Option<usize>,
    /// The bytes of “et al.”.
    pub(super) et_al: Option<Range<usize>>,
}

/// How many names are read: more are in no list.
const MOST: usize = 200;
/// Reads the names. `None` where what the text begins with is no list of persons that is surely read to its end.
pub(super) fn read(lexed: &Lexed<'_>) -> Option<Names> {
    let (form, first) = FORMS.into_iter().find_map(|form| Some((form, name(lexed, 0, form)?)))?;
    let first_at = lexed.span_of(0, first.end - 1);
    let (mut count, mut all_dotted, mut mixed) = (0, None, false);
    let mut next = Some(first);
    let mut end = 0;
    let mut et_al = None;
    while let Some(name) = next.take().filter(|_| count < MOST) {
        count += 1;
        end = name.end;
        mixed |= name.dotted.is_some() && all_dotted.is_some() && name.dotted != all_dotted;
        all_dotted = all_dotted.or(name.dotted);
        let (behind, is_joined) = separator(lexed, end);
        if lexed.is_word(behind, "et") && lexed.is_word(behind + 1, "al") {
            et_al = Some(lexed.span_of(behind, behind + 1));
            end = behind + 2 + usize::from(lexed.is_mark(behind + 2, '.'));
        } else if behind > end {
            next = following(lexed, behind, form);
            if is_joined && next.is_none() {
                return None;
            }
        }
    }
    let ends = et_al.is_some() || is_end(lexed, end, form);
    if !ends || form == Form::GivenFamily && count < 2 && et_al.is_none() {
        return None;
    }
    let given = match form {
        Form::FamilyCommaGiven | Form::GivenFamily => Some(Way::GivenInFull),
        _ if mixed => None,
        _ => all_dotted.map(|dotted| if dotted { Way::InitialsWithStops } else { Way::InitialsWithoutStops }),
    };
    // Behind a comma a title may be taken for a name, and the other way round.
    let is_before_mark = !lexed.is_mark(end, ',') || is_quote(lexed, end + 1) || year_behind(lexed, end).is_some();
    let is_counted = et_al.is_some() || is_before_mark;
    // “Zhao Yi” may be the one or the other.
    let order = match form {
        Form::GivenFamily => None,
        Form::InitialsFamily => Some(Way::GivenFirst),
        _ => Some(Way::FamilyFirst),
    };
    Some(Names { end, first: first_at, order, given, count: is_counted.then_some(count), et_al })
}

/// The year that stands directly behind names that end before `end`, in brackets or between marks: its lexeme, and the one
/// that the title begins with.
pub(super) fn year_behind(lexed: &Lexed<'_>, end: usize) -> Option<(usize, usize)> {
    let start = end + usize::from(lexed.is_any_mark(end, &['.', ',', ':']));
    let is_year = |index: usize| lexed.figure(index).is_some_and(|figure| year(figure).is_some());
    if lexed.is_any_mark(start, &['(', '[']) && is_year(start + 1) {
        // “(2010, May 3)”
        let close = (start + 2..start + 7).find(|index| lexed.is_any_mark(*index, &[')', ']']))?;
        return Some((start + 1, close + 1));
    }
    (is_year(start) && lexed.is_any_mark(start + 1, &['.', ',', ':'])).then_some((start, start + 2))
}

/// The lexeme behind what stands between two names, and whether that promises another.
fn separator(lexed: &Lexed<'_>, end: usize) -> (usize, bool) {
    let mut at = end;
    if lexed.is_mark(at, '.') && lexed.is_any_mark(at + 1, &[',', ';', '&']) {
        at += 1;
    }
    at += usize::from(lexed.is_any_mark(at, &[',', ';']));
    let is_joined = lexed.is_mark(at, '&') || ["and", "und"].iter().any(|word| lexed.is_word(at, word));
    (at + usize::from(is_joined), is_joined)
}

/// The name that follows another of this form.
fn following(lexed: &Lexed<'_>, at: usize, form: Form) -> Option<Name> {
    match form {
        // “Doe, Jane, and Richard Roe.”
        Form::FamilyCommaGiven => {
            name(lexed, at, Form::GivenFamily).or_else(|| name(lexed, at, Form::FamilyCommaGiven))
        }
        _ => name(lexed, at, form),
    }
}

/// Whether what stands behind a full stop seems to be another name, or the rest of the last: “Thomas F. Porter and”,
/// “Doe, JN. Roe, JM.”, “Gilder, S.A and”.
fn seems_to_go_on(lexed: &Lexed<'_>, end: usize, form: Form) -> bool {
    let is_inverted = matches!(form, Form::FamilyInitials | Form::FamilyCommaInitials);
    let goes_on = |index: usize| {
        lexed.is_any_mark(index, &[',', ';', '&', '.']) || lexed.is_word(index, "and") || lexed.is_word(index, "et")
    };
    let is_letter = |index: usize| lexed.word(index).is_some_and(|word| word.len() == 1);
    if lexed.is_mark(end - 1, '.') {
        let is_rest = is_letter(end) && goes_on(end + 1);
        return is_rest || is_inverted && family(lexed, end).is_some_and(goes_on);
    }
    is_inverted && lexed.is_mark(end, '.') && name(lexed, end + 1, form).is_some()
}

/// Whether a quotation begins.
fn is_quote(lexed: &Lexed<'_>, index: usize) -> bool {
    lexed.is_any_mark(index, &['“', '"', '‘', '\'', '«', '„'])
}

/// Whether names that end before `end` surely do: a sentence ends, a year, title in quotes or bracket follows.
fn is_end(lexed: &Lexed<'_>, end: usize, form: Form) -> bool {
    let begins_title = |index: usize| {
        is_quote(lexed, index) || lexed.word(index).is_some_and(|word| word.starts_with(char::is_uppercase))
    };
    if seems_to_go_on(lexed, end, form) {
        return false;
    }
    let is_year = |index: usize| lexed.figure(index).is_some_and(|figure| year(figure).is_some());
    match lexed.kind(end) {
        Some(Kind::Mark('.' | ':' | '(' | '[')) => true,
        Some(Kind::Mark(',')) if year_behind(lexed, end).is_some() || is_quote(lexed, end + 1) => true,
        // “J. Doe, Sleep in mice, Nature 12”
        Some(Kind::Mark(',')) => {
            form == Form::InitialsFamily
                && begins_title(end + 1)
                && (end + 2..end + 4).all(|index| lexed.word(index).is_some())
        }
        // The full stop of the last initial ends the sentence, too.
        _ => is_year(end) || lexed.is_mark(end - 1, '.') && begins_title(end),
    }
}
