//! A DOI is spelt so that it leads nowhere.

use super::{ANY_LEVEL, Context, Group, Needs, Rule, malformed};
use crate::findings::{Edit, Finding, Fix, Severity};
use crate::record::IdentifierKind;
use crate::syntax::{Fault, Form, Occurrence, read_doi};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "malformed-doi",
    group: Group::Identifiers,
    severity: Severity::Error,
    submission: None,
    needs: Needs::Text,
    summary: "A DOI is spelt so that it leads nowhere.",
    page: include_str!("../../docs/rules/malformed-doi.md"),
    check,
};

/// The longest text that is quoted in a first line, in characters.
const QUOTED: usize = 40;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    malformed::announced(context, &RULE, IdentifierKind::Doi, findings);
    let dois = context.document.identifiers.iter().filter(|found| found.is_doi());
    let settled = dois.filter(|found| !context.in_flux.contains(&found.id));
    // One place, one finding; what remains is said when the first is mended.
    let faulty =
        settled.filter_map(|found| Some((found, found.faults.iter().find(|fault| says_doi(context, found, fault))?)));
    findings.extend(faulty.map(|(found, fault)| misspelt(context, found, fault)));
}

/// Whether the text announces a DOI, so that the fault is certain. Two numbers with a blank between them may be
/// anything, and doi.org itself takes `https://doi.org/doi:10.…`.
fn says_doi(context: &Context<'_>, found: &Occurrence, fault: &Fault) -> bool {
    match fault {
        Fault::WordCharacter { .. } => true,
        Fault::Blank => found.form != Form::Bare,
        Fault::BrokenUrl => {
            let address = address(context.document.text(), found).of(context.document.text()).to_ascii_lowercase();
            let path = address.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("dx.");
            path != "doi.org/doi:"
        }
    }
}

fn misspelt(context: &Context<'_>, found: &Occurrence, fault: &Fault) -> Finding {
    let text = context.document.text();
    let written = found.span.of(text);
    let (span, message, mended) = match fault {
        Fault::WordCharacter { span, character } => {
            let (name, instead) = named(*character);
            let code = u32::from(*character);
            let message = format!("This DOI contains {name} (U+{code:04X}), as Word inserts; {instead}.");
            (*span, message, Some((found.span, without_word_characters(written))))
        }
        Fault::Blank => {
            let mended: String = written.split_whitespace().collect();
            (found.span, "This DOI contains a blank; DOIs have none.".to_owned(), Some((found.span, mended)))
        }
        Fault::BrokenUrl => {
            let address = address(text, found);
            let quoted: String = address.of(text).chars().take(QUOTED).collect();
            let message = format!("The address of this DOI is broken: “{quoted}”.");
            let whole = Span::new(address.range().start, found.span.range().end);
            (whole, message, (!address.is_empty()).then(|| (address, "https://doi.org/".to_owned())))
        }
    };
    // A word glued to a DOI by taking a blank out would be lost: that is for a person to see.
    let safe = !matches!(fault, Fault::Blank);
    let fix = mended.filter(|(place, new)| reads_as(text, found, *place, new)).map(|(place, new)| Fix {
        title: format!("Write {new}{}", if place == found.span { "" } else { written }),
        safe,
        edits: vec![Edit { file: context.document.file.clone(), span: place, text: new }],
    });
    Finding {
        identifier: Some(found.id.clone()),
        help: Some(format!("The DOI meant is {}.", found.meant)),
        fixes: fix.into_iter().collect(),
        ..Finding::new(RULE.name, ANY_LEVEL, &context.document.file, span, message)
    }
}

/// Whether the text with `new` in `place` names the same identifier.
fn reads_as(text: &str, found: &Occurrence, place: Span, new: &str) -> bool {
    let rest = if place.end <= found.span.start { found.span.of(text) } else { "" };
    read_doi(&format!("{new}{rest}")).is_some_and(|spelling| spelling.id == found.id)
}

/// The address before a DOI, without a label or the mark of a citation key.
fn address(text: &str, found: &Occurrence) -> Span {
    let (start, end) = (found.token.range().start, found.span.range().start);
    let before = &text[start..end];
    let ends = |ch: char| ch.is_whitespace() || "[](){}<>\"'".contains(ch);
    let word = before.rsplit(ends).next().unwrap_or_default();
    let bare = word.trim_start_matches(|ch: char| !ch.is_ascii_alphanumeric());
    let labelled = bare.get(..4).is_some_and(|label| label.eq_ignore_ascii_case("doi:"));
    let address = if labelled { &bare[4..] } else { bare };
    Span::new(end - address.len(), end)
}

/// The character's name with its article, and what DOIs have instead.
fn named(character: char) -> (&'static str, &'static str) {
    const HYPHEN: &str = "DOIs have “-”";
    const NOTHING: &str = "DOIs have none";
    match character {
        '\u{2010}' => ("a typographic hyphen", HYPHEN),
        '\u{2011}' => ("a non-breaking hyphen", HYPHEN),
        '\u{2012}' => ("a figure dash", HYPHEN),
        '\u{2013}' => ("an en dash", HYPHEN),
        '\u{2014}' => ("an em dash", HYPHEN),
        '\u{2212}' => ("a minus sign", HYPHEN),
        '\u{ad}' => ("a soft hyphen", NOTHING),
        '\u{a0}' | '\u{202f}' => ("a non-breaking space", NOTHING),
        '\u{200b}' => ("a zero-width space", NOTHING),
        '\u{200c}' | '\u{200d}' | '\u{2060}' => ("an invisible joiner", NOTHING),
        '\u{feff}' => ("a byte order mark", NOTHING),
        _ => ("an unusual character", NOTHING),
    }
}

fn without_word_characters(written: &str) -> String {
    let mended = written.chars().filter_map(|ch| match ch {
        '\u{2010}'..='\u{2014}' | '\u{2212}' => Some('-'),
        '\u{ad}' | '\u{a0}' | '\u{202f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => None,
        ch if ch.is_whitespace() => None,
        ch => Some(ch),
    });
    mended.collect()
}
