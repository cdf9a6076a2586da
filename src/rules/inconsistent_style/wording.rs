//! The sentences in which a list is told how it differs.

use super::divergence::Divergence;
use crate::reference::{Habit, Way};

/// How many characters the sentence has at most.
const LONGEST: usize = 100;
/// How many an example has.
const EXAMPLE: usize = 30;

/// What references do: “have the year”, “have it”.
struct Doing {
    one: &'static str,
    many: &'static str,
    /// What it is done to.
    object: &'static str,
    /// The same, said again.
    again: &'static str,
}

/// “3 of 24 references here have the year behind the authors; the other 21 have it behind the journal.”
pub(super) fn sentence(divergence: &Divergence<'_>, example: &str) -> String {
    let habit = divergence.way.habit();
    let Doing { one, many, object, again } = doing(habit);
    let (deviating, total) = (divergence.others.len(), divergence.total);
    let rest = total - deviating;
    let verb = if deviating == 1 { one } else { many };
    let first = divergence.others[0].1.way;
    let is_alike = divergence.others.iter().all(|(_, shown)| shown.way == first);
    let how = if is_alike { way(first) } else { otherwise(habit).to_owned() };
    let which = if habit == Habit::Authors { "with many authors" } else { "here" };
    let most = match divergence.way {
        Way::Hyphen => "a hyphen".to_owned(),
        Way::Dash => "a dash".to_owned(),
        other => way(other),
    };
    let head = format!("{deviating} of {total} references {which} {verb} {object}{how}; the other {rest}");
    let whole = format!("{head} {many} {again}{most}");
    let example = example.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_telling = !matches!(habit, Habit::Authors | Habit::End) && example.chars().count() <= EXAMPLE;
    let shown = if is_telling { format!("{whole} (“{example}”).") } else { String::new() };
    let sentences = [shown, format!("{whole}."), format!("{head} {most}.")];
    let fits = |sentence: &&String| (1..=LONGEST).contains(&sentence.chars().count());
    sentences.iter().find(fits).unwrap_or(&sentences[2]).clone()
}

/// What one reference does: “has the year behind the authors”.
pub(super) fn does(shown: Way) -> String {
    let Doing { one, object, .. } = doing(shown.habit());
    format!("{one} {object}{}", way(shown))
}

fn doing(habit: Habit) -> Doing {
    let (one, many, object, again) = match habit {
        Habit::Year => ("has", "have", "the year ", "it "),
        Habit::Order => ("begins", "begin", "with the ", "with the "),
        Habit::Given => ("has", "have", "", ""),
        Habit::Authors => ("names", "name", "", ""),
        Habit::Journal => ("has", "have", "the journal ", "it "),
        Habit::JournalStops => ("abbreviates", "abbreviate", "the journal ", "it "),
        Habit::LastPage => ("gives", "give", "the last page ", "it "),
        Habit::Dash => ("has", "have", "", ""),
        Habit::End => ("ends", "end", "", ""),
    };
    Doing { one, many, object, again }
}

fn way(way: Way) -> String {
    let said = match way {
        Way::YearBehindNames => "behind the authors",
        Way::YearBehindJournal => "behind the journal",
        Way::YearBehindVolume => "behind the volume",
        Way::YearBehindPages => "behind the pages",
        Way::FamilyFirst => "family name",
        Way::GivenFirst => "given name",
        Way::InitialsWithStops => "initials with dots",
        Way::InitialsWithoutStops => "initials without dots",
        Way::GivenInFull => "given names in full",
        Way::EtAlBehind(many) => return format!("{many} before “et al.”"),
        Way::AllNames(_) => "them all",
        Way::JournalInFull | Way::LastPageInFull => "in full",
        Way::JournalAbbreviated => "abbreviated",
        Way::JournalWithStops => "with dots",
        Way::JournalWithoutStops => "without dots",
        Way::LastPageShort => "shortened",
        Way::Hyphen => "a hyphen between pages",
        Way::Dash => "a dash between pages",
        Way::Stop => "with a full stop",
        Way::NoStop => "without a full stop",
    };
    said.to_owned()
}

/// What is said of references that do several things, none of which is what most do.
fn otherwise(habit: Habit) -> &'static str {
    match habit {
        Habit::Year => "elsewhere",
        Habit::Authors => "another number",
        _ => "it otherwise",
    }
}
