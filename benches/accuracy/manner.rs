//! What differs between careful authors and is never an error.

use super::chance::Chance;
use super::letters::{capital, capitalised, dotted, escaped, spelt_out, without_accents};
use super::said::{Pages, Said};

/// How the name of a journal is written.
#[derive(Clone, Copy, Debug)]
enum JournalForm {
    /// As PubMed has it, with what stands behind a colon.
    Recorded,
    /// In full, in capitals as on its cover.
    Full,
    /// Abbreviated.
    Short,
    /// Abbreviated, with dots.
    Dotted,
}

/// How pages are written.
#[derive(Clone, Copy, Debug)]
enum PagesForm {
    Whole,
    Shortened,
    First,
}

/// How accents are written by who has none on the keyboard.
#[derive(Clone, Copy, Debug)]
enum Accents {
    Kept,
    Dropped,
    /// `ü` as `ue`.
    SpeltOut,
}

/// How letters of a title are written.
#[derive(Clone, Copy, Debug)]
enum Case {
    Recorded,
    Title,
    Capitals,
}

/// How one author writes references.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    journal: JournalForm,
    pages: PagesForm,
    dash: &'static str,
    accents: Accents,
    case: Case,
    /// Whether a title's colon is a full stop.
    stops: bool,
    /// Whether Greek letters are spelt out.
    spells_greek: bool,
    /// After how many authors “et al.” comes, where not after as many as the style has.
    pub(crate) shown: Option<usize>,
    /// Whether groups are left out behind persons.
    pub(crate) leaves_groups: bool,
    /// Whether the issue is written where the style leaves it free.
    pub(crate) issue: bool,
    /// Whether the month is written where the style leaves it free.
    pub(crate) month: bool,
    /// The one of two variants of a style.
    pub(crate) variant: bool,
    /// Whether blanks stand between the numbers.
    pub(crate) spaced: bool,
    /// Whether the title is left out where the style leaves it free.
    pub(crate) untitled: bool,
}

impl Manner {
    /// One of many.
    pub(crate) fn any(chance: &mut Chance) -> Self {
        use {Accents as A, JournalForm as J, PagesForm as P};
        Self {
            journal: chance.of(&[J::Recorded, J::Full, J::Full, J::Short, J::Short, J::Dotted, J::Dotted]),
            pages: chance.of(&[P::Whole, P::Whole, P::Whole, P::Shortened, P::Shortened, P::First]),
            dash: chance.of(&["-", "–"]),
            accents: chance.of(&[A::Kept, A::Kept, A::Kept, A::Kept, A::Kept, A::Kept, A::Dropped, A::SpeltOut]),
            case: match chance.below(20) {
                0 => Case::Capitals,
                1..=5 => Case::Title,
                _ => Case::Recorded,
            },
            stops: chance.percent(8),
            spells_greek: chance.percent(30),
            shown: chance.percent(40).then(|| chance.of(&[1, 2, 3, 6, 10, 30])),
            leaves_groups: chance.percent(50),
            issue: chance.percent(75),
            month: chance.percent(15),
            variant: chance.percent(50),
            spaced: chance.percent(25),
            untitled: chance.percent(25),
        }
    }

    /// The journal.
    pub(crate) fn journal(&self, said: &Said) -> String {
        let cover = said.journal.split([':', '(', '=', '[']).next().unwrap_or_default().trim();
        let short = said.short.split(" (").next().unwrap_or_default();
        let name = match self.journal {
            JournalForm::Recorded => said.journal.clone(),
            JournalForm::Full => capitalised(cover),
            JournalForm::Short => short.to_owned(),
            JournalForm::Dotted => dotted(short, cover),
        };
        self.plain(&name)
    }

    /// The pages.
    pub(crate) fn pages(&self, pages: &Pages) -> String {
        let last = match self.pages {
            PagesForm::Whole => pages.last.clone(),
            PagesForm::Shortened => pages.shortened(),
            PagesForm::First => None,
        };
        last.map_or_else(|| pages.first.clone(), |last| format!("{}{}{last}", pages.first, self.dash))
    }

    /// The title, without a mark at its end.
    pub(crate) fn title(&self, said: &Said) -> String {
        let mut title = said.title.clone();
        if let Some((main, subtitle)) = title.split_once(": ").filter(|_| self.stops) {
            title = format!("{main}. {}", capital(subtitle));
        }
        if self.spells_greek {
            for (letter, name) in [("α", "alpha"), ("β", "beta"), ("γ", "gamma"), ("κ", "kappa"), ("μ", "mu")] {
                title = title.replace(letter, name);
            }
        }
        self.plain(&match self.case {
            Case::Recorded => title,
            Case::Title => capitalised(&title),
            Case::Capitals => title.to_uppercase(),
        })
    }

    /// Words as far as the author has keys for them, with what Markdown would take for a mark escaped.
    pub(crate) fn plain(&self, text: &str) -> String {
        escaped(&match self.accents {
            Accents::Kept => text.to_owned(),
            Accents::Dropped => without_accents(text),
            Accents::SpeltOut => without_accents(&spelt_out(text)),
        })
    }
}
