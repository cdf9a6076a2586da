//! Numbers of registers of clinical trials and reviews: `NCT04317092`, `ISRCTN83484536`, `CRD42020189470` … EudraCT's
//! have the shape of dates and codes, so they need a label or the register's address.

use super::announced::{self, Label};
use super::label::word_of;
use super::{Candidate, Haul, Setting, address, shape};
use crate::record::IdentifierKind;
use crate::syntax::Form;
use crate::text::Span;

/// The register of the European Union.
const EU_REGISTER: &str = "clinicaltrialsregister.eu";

pub(super) const WORDS: &[&str] = &["DRKS", "CRD42", "nct0", EU_REGISTER];

pub(super) fn anchors(bytes: &[u8], anchors: &mut Vec<Span>) {
    // One search for all of them; each with how much of it stands before the “CT”.
    let words = [(1, "NCT"), (1, "ACTRN"), (3, "ISRCTN"), (3, "ChiCTR"), (3, "CHICTR"), (5, "EudraCT"), (5, "EUDRACT")];
    for at in memchr::memmem::find_iter(bytes, "CT") {
        let spelt =
            |(before, word): &&(usize, &str)| at >= *before && bytes[at - before..].starts_with(word.as_bytes());
        let word = words.iter().find(spelt);
        anchors.extend(word.map(|(before, word)| Span::new(at - before, at - before + word.len())));
    }
}

/// Reads the number, label or address at `at`.
pub(super) fn read(text: &str, at: usize, candidate: Candidate, haul: &mut Haul) {
    let limited = &text[..candidate.limit];
    if limited[at..].starts_with(EU_REGISTER) {
        in_register(text, at, candidate, haul);
        return;
    }
    if limited[at..].starts_with(['E']) {
        let mut end = at + "EudraCT".len();
        for _ in 0..2 {
            let behind = limited[end..].trim_start_matches([' ', '\u{a0}', '-']);
            let words = ["number", "no", "nr", "num", "trial", "register", "database", "identifier", "id"];
            let Some(letters) = word_of(behind, &words) else { break };
            end = limited.len() - behind.len() + letters;
        }
        let label = Label { kind: IdentifierKind::Trial, start: at, end, plural: false, firm: true };
        announced::read(text, label, candidate, haul);
        return;
    }
    let before = text[candidate.floor.min(at)..at].chars().next_back();
    if before.is_some_and(|ch| ch.is_alphanumeric() || ch == '@') {
        return;
    }
    let Some((length, id)) = shape::read(IdentifierKind::Trial, &limited[at..], false) else { return };
    let span = Span::new(at, at + length);
    let (token, form) = match (candidate.setting, address::around(text, at, candidate)) {
        (Setting::Destination, _) => (Span::new(candidate.floor, candidate.limit), Form::OtherUrl),
        (_, Some(address)) => {
            let token = Span::new(address.range().start, address.range().end.max(span.range().end));
            (token, if token.of(text).starts_with('@') { Form::Key } else { Form::OtherUrl })
        }
        (_, None) => (span, Form::Bare),
    };
    haul.add(id, span.of(text), span, token, form);
}

/// Reads EudraCT's number in the register's address.
fn in_register(text: &str, at: usize, candidate: Candidate, haul: &mut Haul) {
    let Some(address) = address::of_host(text, at, candidate) else { return };
    let rest = &text[address.path..address.end];
    let begins = |at: usize| rest[..at].ends_with(['/', '=', ':', '+']) || rest[..at].ends_with("%3A");
    let numbers = (1..rest.len()).filter(|at| rest.is_char_boundary(*at) && begins(*at));
    let found = numbers.into_iter().find_map(|at| Some((at, shape::read(IdentifierKind::Trial, &rest[at..], true)?)));
    if let Some((from, (length, id))) = found {
        let span = Span::new(address.path + from, address.path + from + length);
        haul.add(id, span.of(text), span, address.token(candidate), address.form(false));
    }
}
