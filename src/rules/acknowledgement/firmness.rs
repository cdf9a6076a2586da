//! How firmly a text says it: as a fact about a work, or as a topic, a wish or a question.

/// Beginnings of the nouns.
const NOUNS: [&str; 8] =
    ["retraction", "withdrawal", "retractac", "rétractation", "retrataç", "ritrattaz", "zurückziehung", "retraktion"];

/// Behind a noun, these make it that of a work: "retraction of", "retraction notice".
const OF: [&str; 14] =
    ["of", "notice", "notices", "de", "del", "du", "des", "der", "di", "do", "da", "von", "della", "dello"];

/// Publications in general, whose retraction is a topic.
const IN_GENERAL: [&str; 12] = [
    "papers",
    "articles",
    "publications",
    "studies",
    "works",
    "research",
    "literature",
    "artículos",
    "artigos",
    "articoli",
    "publikationen",
    "artikeln",
];

/// Before a noun, these refuse, wish for or weigh what it names.
const UNSETTLED: [&str; 22] = [
    "refused",
    "refuse",
    "refuses",
    "refusal",
    "declined",
    "rejected",
    "opposed",
    "demanded",
    "demand",
    "demands",
    "requested",
    "request",
    "requests",
    "call",
    "called",
    "calls",
    "asked",
    "urged",
    "considered",
    "considering",
    "warrant",
    "possible",
];

/// Verbs that are no participles.
const UNDONE: [&str; 4] = ["retract", "retracts", "retracting", "rétracter"];

/// Before a participle, what is not yet so: "should be retracted".
const TO_BE: [&str; 4] = ["be", "être", "ser", "essere"];

/// Before "have been": what should be and is not.
const MODALS: [&str; 7] = ["should", "ought", "could", "might", "may", "would", "must"];

/// Before a participle, what is open.
const OPEN: [&str; 4] = ["whether", "if", "ob", "falls"];

/// How many words before the word in question such a word may stand.
const REACH: usize = 5;

/// The stops behind which another clause begins.
pub(super) const STOPS: [char; 6] = ['.', '!', '?', '。', '！', '？'];

/// Whether the word at `at`, one of retraction or withdrawal, tells it as a fact about a work.
pub(super) fn is_firm(words: &[String], at: usize) -> bool {
    let word = words[at].as_str();
    let before = |reach: usize| &words[at.saturating_sub(reach)..at];
    let has = |among: &[String], list: &[&str]| among.iter().any(|word| list.contains(&word.as_str()));
    if UNDONE.contains(&word) {
        return false;
    }
    if NOUNS.iter().any(|noun| word.starts_with(noun)) {
        let of = |next: &String| OF.contains(&next.as_str()) || next.starts_with("d'") || next.starts_with("dell'");
        let in_general = has(words.get(at + 2..at + 3).unwrap_or_default(), &IN_GENERAL);
        return words.get(at + 1).is_some_and(of) && !in_general && !has(before(REACH), &UNSETTLED);
    }
    let is_perfect = before(REACH).windows(2).any(|pair| pair[0] == "have" && pair[1] == "been");
    let is_due = has(before(2), &TO_BE) || is_perfect && has(before(REACH), &MODALS);
    let is_due = is_due || words.get(at + 1).is_some_and(|next| next == "werden");
    !is_due && !has(before(REACH), &OPEN)
}

/// Whether a clause that ends with its stop asks.
pub(super) fn asks(clause: &str) -> bool {
    clause.ends_with(['?', '？'])
}
