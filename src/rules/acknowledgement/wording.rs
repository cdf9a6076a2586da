//! The words by which a text says that a work was retracted, called into question or corrected.

use super::Said;
use super::firmness::{STOPS, asks, is_firm};
use crate::record::NoticeKind;

/// What a text may say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Topic {
    /// Retracted, withdrawn or removed, wholly or in part.
    Retraction,
    /// An expression of concern.
    Concern,
    /// A correction.
    Correction,
}

impl Topic {
    /// Whether a notice of `kind` is what the topic is about.
    pub(super) fn covers(self, kind: NoticeKind) -> bool {
        match self {
            Self::Retraction => {
                kind.takes_back() || matches!(kind, NoticeKind::RetractedAndRepublished | NoticeKind::PartlyRetracted)
            }
            Self::Concern => kind == NoticeKind::ExpressionOfConcern,
            Self::Correction => kind == NoticeKind::Corrected,
        }
    }
}

/// "Retracted" and its kin: whole words, since "retractor" and "retractile" are others.
const RETRACTED: [&str; 6] = ["retract", "retracts", "retracted", "retracting", "retraction", "retractions"];

/// Beginnings of the same in Spanish, French, German, Portuguese and Italian. Portuguese "retratad-" and Italian
/// "ritrattat-" are longer than "retrato" and "ritratto", a portrait.
const RETRACTED_STEMS: [&str; 15] = [
    "retractad",
    "retractó",
    "retractac",
    "rétract",
    "zurückgezogen",
    "zurückgenommen",
    "zurückziehung",
    "retrahiert",
    "retraktion",
    "retratad",
    "retrataç",
    "retratou",
    "ritrattat",
    "ritrattaz",
    "ritrattò",
];

/// "Withdrawn" and its kin, which are also said of patients and drugs.
const WITHDRAWN_STEMS: [&str; 7] = ["withdrawn", "withdrew", "withdrawal", "retirad", "ritirat", "retiré", "retirée"];

/// Chinese and Japanese.
const CJK: [&str; 5] = ["撤稿", "撤回", "撤銷", "撤销", "取り下げ"];

/// What is withdrawn when a publication is.
const PUBLICATION: [&str; 33] = [
    "paper",
    "papers",
    "article",
    "articles",
    "publication",
    "publications",
    "preprint",
    "preprints",
    "manuscript",
    "report",
    "study",
    "studies",
    "review",
    "letter",
    "journal",
    "authors",
    "editors",
    "publisher",
    "notice",
    "artículo",
    "artículos",
    "estudio",
    "revista",
    "étude",
    "revue",
    "artigo",
    "artigos",
    "estudo",
    "trabalho",
    "articolo",
    "studio",
    "rivista",
    "lavoro",
];

/// What patients and drugs are withdrawn from.
const CLINICAL: [&str; 10] =
    ["market", "study", "trial", "treatment", "therapy", "analysis", "drug", "patients", "participants", "subjects"];

/// Beside these, "retraction" and "retracted" are anatomy or surgery.
const ANATOMY: [&str; 24] = [
    "axon",
    "axonal",
    "bladder",
    "brain",
    "chest",
    "clot",
    "eardrum",
    "eyelid",
    "gingival",
    "injury",
    "intercostal",
    "lid",
    "lip",
    "lung",
    "muscle",
    "neurite",
    "nipple",
    "scar",
    "suprasternal",
    "tendon",
    "tissue",
    "tongue",
    "uterine",
    "wall",
];

/// What a patient withdraws.
const CONSENT: [&str; 8] =
    ["consent", "assent", "consentement", "consentimiento", "consentimento", "consenso", "einwilligung", "zustimmung"];

const NEGATORS: [&str; 31] = [
    "not", "never", "cannot", "no", "without", "neither", "nor", "non", "nicht", "nie", "niemals", "kein", "keine",
    "keiner", "weder", "ohne", "pas", "jamais", "aucun", "aucune", "ni", "sans", "nunca", "jamás", "sin", "não",
    "jamais", "sem", "mai", "né", "senza",
];

/// Behind these a new clause begins, to which a negation before does not reach.
const TURNS: [&str; 12] =
    ["but", "although", "though", "however", "until", "only", "longer", "aber", "sondern", "mais", "pero", "ma"];

/// How many words before the word in question a negation may stand: "has not, to our knowledge, been retracted".
const REACH: usize = 5;

/// Whether a sentence says it and does not deny it; vaguely where it asks or tells no fact.
pub(super) fn in_sentence(text: &str, topic: Topic) -> Said {
    let words = words(text);
    let clauses = || text.split_inclusive(STOPS);
    let asked: Vec<bool> =
        clauses().flat_map(|clause| std::iter::repeat_n(asks(clause), self::words(clause).len())).collect();
    let said = |at: usize| match topic {
        Topic::Retraction => retraction(&words, at) || withdrawal(&words, at),
        Topic::Concern => concern(&words, at),
        Topic::Correction => correction(&words[at]),
    };
    let firm = |at: usize| !asked[at] && (topic != Topic::Retraction || is_firm(&words, at));
    let spoken = (0..words.len()).filter(|&at| said(at) && !denied(&words, at));
    let in_words = spoken.map(|at| if firm(at) { Said::Yes } else { Said::Vaguely });
    let in_signs = clauses().filter(|clause| topic == Topic::Retraction && cjk(clause));
    let in_signs = in_signs.map(|clause| if asks(clause) { Said::Vaguely } else { Said::Yes });
    in_words.chain(in_signs).max().unwrap_or(Said::No)
}

/// Whether a reference says it, outside the work's `titles`.
pub(super) fn in_reference<'a>(text: &str, titles: impl Iterator<Item = &'a str>, topic: Topic) -> bool {
    let mut words = words(text);
    for title in titles {
        let title = self::words(title);
        if let Some(at) = words.windows(title.len().max(1)).position(|run| run == title) {
            words.drain(at..at + title.len());
        }
    }
    let withdrawn = |at: usize| {
        let notice = words.get(at + 1).is_some_and(|word| word == "notice");
        WITHDRAWN_STEMS.iter().any(|stem| words[at].starts_with(stem)) && (words[at] != "withdrawal" || notice)
    };
    let said = |at: usize| match topic {
        Topic::Retraction => retraction(&words, at) || withdrawn(at),
        Topic::Concern => concern(&words, at),
        Topic::Correction => correction(&words[at]),
    };
    (0..words.len()).any(|at| said(at) && !denied(&words, at)) || topic == Topic::Retraction && cjk(text)
}

/// How many marks of other citations (keys, footnotes) a sentence without its identifiers still has.
pub(super) fn citation_marks(text: &str) -> usize {
    let keys = text.match_indices('@').filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + 1..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && after.is_some_and(|ch| ch.is_alphanumeric() || ch == '{')
    });
    keys.count() + text.matches("[^").count()
}

fn retraction(words: &[String], at: usize) -> bool {
    let word = words[at].as_str();
    let anatomical = |other: Option<&String>| other.is_some_and(|other| ANATOMY.contains(&other.as_str()));
    if RETRACTED.contains(&word) {
        return !anatomical(at.checked_sub(1).and_then(|before| words.get(before))) && !anatomical(words.get(at + 1));
    }
    RETRACTED_STEMS.iter().any(|stem| word.starts_with(stem)) && !consent(words)
}

fn consent(words: &[String]) -> bool {
    words.iter().any(|word| CONSENT.contains(&word.as_str()))
}

fn withdrawal(words: &[String], at: usize) -> bool {
    if !WITHDRAWN_STEMS.iter().any(|stem| words[at].starts_with(stem)) || consent(words) {
        return false;
    }
    let one_of = |list: &[&str], words: &[String]| words.iter().any(|word| list.contains(&word.as_str()));
    let after = &words[at + 1..words.len().min(at + 4)];
    if words[at] == "withdrawal" {
        return one_of(&PUBLICATION, after);
    }
    let before = &words[at.saturating_sub(3)..at];
    let from_something = after.first().is_some_and(|word| word == "from") && one_of(&CLINICAL, after);
    let of_somebody = one_of(&["patients", "participants", "subjects", "drug", "drugs"], before);
    !from_something && !of_somebody && one_of(&PUBLICATION, words)
}

fn concern(words: &[String], at: usize) -> bool {
    let is = |at: usize, list: &[&str]| words.get(at).is_some_and(|word| list.contains(&word.as_str()));
    is(at, &["expression", "expressions"])
        && is(at + 1, &["of", "de"])
        && is(at + 2, &["concern", "concerns", "préoccupation"])
}

fn correction(word: &str) -> bool {
    ["erratum", "errata", "corrigendum", "corrigenda", "correction", "corrections", "corrected"].contains(&word)
}

/// Whether a negation reaches the word at `at`.
fn denied(words: &[String], at: usize) -> bool {
    for word in words[..at].iter().rev().take(REACH) {
        if TURNS.contains(&word.as_str()) {
            return false;
        }
        if NEGATORS.contains(&word.as_str()) || word.ends_with("n't") {
            return true;
        }
    }
    false
}

fn cjk(text: &str) -> bool {
    let denied_before = |before: &str| before.chars().rev().take(3).any(|ch| "未没沒不非無无".contains(ch));
    let denied_after =
        |after: &str| ["されていない", "していない", "されず", "されなかった"].iter().any(|no| after.starts_with(no));
    CJK.iter().any(|word| {
        let mut found = text.match_indices(word);
        found.any(|(at, _)| !denied_before(&text[..at]) && !denied_after(&text[at + word.len()..]))
    })
}

/// Lower-case words; an apostrophe inside belongs to the word.
fn words(text: &str) -> Vec<String> {
    let split = text.split(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '\'' | '’')));
    let trimmed = split.map(|word| word.trim_matches(['\'', '’']));
    trimmed.filter(|word| !word.is_empty()).map(|word| word.to_lowercase().replace('’', "'")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_that_it_is_retracted() {
        for text in [
            "The trial was retracted from the journal.",
            "It has since been retracted by The Lancet",
            "This was not noticed, but the paper was retracted.",
            "It was not until 2010 that it was retracted.",
            "The paper was withdrawn by its authors.",
            "See the retraction notice.",
            "The retraction of the paper took twelve years.",
            "Why was it retracted? The paper was withdrawn by its authors.",
            "La rétractation de l’article a suivi.",
            "Die Arbeit wurde später zurückgezogen.",
            "L’article a été rétracté.",
            "El artículo fue retirado por la revista.",
            "O artigo foi retratado.",
            "L'articolo è stato ritrattato.",
            "该文已被撤稿",
            "この論文は撤回された",
        ] {
            assert!(in_sentence(text, Topic::Retraction) == Said::Yes, "{text}");
        }
    }

    #[test]
    fn speaks_of_it_without_telling_a_fact() {
        for text in [
            "Retraction rates are rising in this field.",
            "Retractions of papers are rising in this field.",
            "Should the paper be retracted (  )?",
            "Was it retracted?",
            "It should have been retracted long ago.",
            "The authors refused to retract it.",
            "The authors refused a retraction of the paper.",
            "It is open whether the paper was withdrawn.",
            "Die Arbeit sollte zurückgezogen werden.",
            "L’article devrait être rétracté.",
            "该文是否应撤稿？",
        ] {
            assert!(in_sentence(text, Topic::Retraction) == Said::Vaguely, "{text}");
        }
    }

    #[test]
    fn denies_or_speaks_of_something_else() {
        for text in [
            "It has not been retracted.",
            "It was never retracted",
            "It hasn’t been retracted.",
            "It has not, to our knowledge, been retracted.",
            "Die Arbeit wurde nicht zurückgezogen.",
            "L'article n'a pas été rétracté.",
            "Non è stato ritrattato.",
            "该文未被撤稿",
            "この論文は撤回されていない",
            "Alcohol withdrawal was frequent in this study.",
            "Patients withdrew from the study.",
            "The drug was withdrawn from the market.",
            "Two women in the study withdrew their consent.",
            "Zwei Frauen haben ihre Einwilligung zurückgezogen.",
            "Clot retraction was slower.",
            "A retractor was used.",
            "Il ritratto di un paziente.",
        ] {
            assert!(in_sentence(text, Topic::Retraction) == Said::No, "{text}");
        }
    }

    #[test]
    fn a_title_is_no_acknowledgement() {
        let title = "Patients withdrawn from opioids";
        let reference = |text: &str| in_reference(text, [title].into_iter(), Topic::Retraction);
        assert!(!reference("Roe A. Patients withdrawn from opioids. J Test 2001;1:2."));
        assert!(reference("Roe A. Withdrawn: Patients withdrawn from opioids. J Test 2001;1:2."));
        assert!(reference("Roe A. Patients withdrawn from opioids [retracted]. J Test 2001;1:2."));
    }

    #[test]
    fn counts_marks_of_other_citations() {
        assert_eq!(citation_marks("as said [; @smith2020; @{a b}] by a@b.org[^3]"), 3);
    }

    #[test]
    fn a_correction_and_a_concern_are_said_in_words() {
        assert!(in_sentence("with an expression of concern since", Topic::Concern) == Said::Yes);
        assert!(in_sentence("of great concern", Topic::Concern) == Said::No);
        assert!(in_reference("J Test 2001. Erratum in: J Test 2002", [].into_iter(), Topic::Correction));
    }
}
