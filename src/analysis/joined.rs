//! Manuscripts of several files, judged as one text.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use super::Linted;
use super::lint::lower;
use crate::bibliography::Library;
use crate::config::Config;
use crate::findings::{Finding, Ignored, Related};
use crate::record::{Day, Records};
use crate::reference::{Candidates, Judgements};
use crate::rules::{Context, Needs, RULES, by_name, level, suppress};
use crate::syntax::{Dialect, Directive, Document, Reach, ReferenceList, parse};
use crate::text::{Shift, SourceFile, Span};

/// One file of a manuscript.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it says.
    pub document: Arc<Document>,
    /// The settings for it.
    pub config: Arc<Config>,
}

/// What stands between two files: as where pandoc joins them, a paragraph ends there.
const BETWEEN: &str = "\n\n";

/// What the rules about whole manuscripts find in the one whose files are `parts`, in this order. A finding is of the
/// file that has it, by the settings and suppressions of that.
#[must_use]
pub fn joined(parts: &[Part], today: Option<Day>) -> Linted {
    let has_list = |part: &&Part| part.document.lists.iter().any(ReferenceList::is_numbered);
    if parts.iter().filter(has_list).count() > 1 {
        // Each cites its own list, as the chapters of an edited volume do.
        let mut linted = Linted::default();
        for alone in parts.iter().map(|part| joined(std::slice::from_ref(part), today)) {
            linted.findings.extend(alone.findings);
            linted.ignored.extend(alone.ignored);
        }
        return linted;
    }
    let Some(whole) = Whole::of(parts) else { return Linted::default() };
    let (records, library, config) = (Records::default(), Library::default(), Config::default());
    let (in_flux, typed) = (HashSet::new(), HashSet::new());
    let (judgements, candidates) = (Judgements::default(), Candidates::default());
    let context = Context {
        document: &whole.document,
        records: &records,
        library: &library,
        config: &config,
        lock: None,
        locked: false,
        today,
        in_flux: &in_flux,
        typed: &typed,
        is_part: false,
        judgements: &judgements,
        candidates: &candidates,
        works: OnceLock::new(),
        references: OnceLock::new(),
        marks: OnceLock::new(),
        manners: OnceLock::new(),
    };
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.needs == Needs::Manuscript) {
        (rule.check)(&context, &mut found);
    }
    let sieved = suppress(&whole.document, &config, today, found);
    let mut linted = Linted::default();
    for ignored in sieved.ignored {
        let finding = whole.placed(ignored.finding).map(|(finding, _)| finding);
        linted.ignored.extend(finding.map(|finding| Ignored { finding, ..ignored }));
    }
    for (finding, part) in sieved.findings.into_iter().filter_map(|finding| whole.placed(finding)) {
        let nothing = Document::of_identifiers(Arc::clone(&finding.file), Vec::new());
        let sieved = suppress(&nothing, &part.config, today, vec![finding]);
        linted.findings.extend(sieved.findings);
        linted.ignored.extend(sieved.ignored);
    }
    linted
}

/// The files as one text.
struct Whole<'a> {
    document: Document,
    /// Each file, with its place in the text.
    parts: Vec<(Span, &'a Part)>,
}

impl<'a> Whole<'a> {
    fn of(parts: &'a [Part]) -> Option<Self> {
        let first = &parts.first()?.document;
        let length: usize = parts.iter().map(|part| part.document.text().len() + BETWEEN.len()).sum();
        // Places are numbers of 32 bits.
        u32::try_from(length).ok()?;
        let mut text = String::with_capacity(length);
        let mut placed = Vec::new();
        for part in parts {
            if !text.is_empty() {
                text.push_str(BETWEEN);
            }
            let start = text.len();
            push(&mut text, &part.document, placed.is_empty());
            placed.push((Span::new(start, text.len()), part));
        }
        let is_same = parts.iter().all(|part| part.document.dialect == first.dialect);
        let dialect = if is_same { first.dialect } else { Dialect::detect(&first.file.path, &text) };
        let mut document = parse(Arc::new(SourceFile::new(Arc::clone(&first.file.path), text)), dialect);
        document.directives = placed.iter().flat_map(|(place, part)| directives(*place, part)).collect();
        Some(Self { document, parts: placed })
    }

    /// The finding in the file that has it, at the level that its rule has there; `None` where no file has it, or the
    /// rule is off.
    fn placed(&self, mut finding: Finding) -> Option<(Finding, &'a Part)> {
        let (part, span) = self.place(finding.span)?;
        let related = std::mem::take(&mut finding.related).into_iter();
        let related = related.filter_map(|related| {
            let (part, span) = self.place(related.span)?;
            Some(Related { file: Arc::clone(&part.document.file), span, ..related })
        });
        let file = Arc::clone(&part.document.file);
        let mut finding = Finding { file, span, related: related.collect(), fixes: Vec::new(), ..finding };
        let level = by_name(finding.rule).and_then(|rule| level(rule, &part.config))?;
        lower(std::slice::from_mut(&mut finding), level);
        Some((finding, part))
    }

    /// The file that has these bytes, and where.
    fn place(&self, span: Span) -> Option<(&'a Part, Span)> {
        let (place, part) = self.parts.iter().find(|(place, _)| place.covers(span))?;
        Some((part, span.moved(Shift::between(place.range().start, 0))))
    }
}

/// Adds the text of a file. Metadata counts only at the very top; that of later files becomes blank, as long as it was,
/// and so does a byte order mark.
fn push(text: &mut String, document: &Document, is_first: bool) {
    let own = document.text();
    let front = document.front_matter.as_ref().map_or(0, |front| front.span.range().end);
    let mark = if own.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let blank = if is_first { 0 } else { front.max(mark) };
    for piece in own[..blank].chars() {
        match piece {
            '\n' | '\r' => text.push(piece),
            // Line ends, because blanks would indent what follows.
            '\u{feff}' => text.push_str("\n\n\n"),
            _ => text.extend(std::iter::repeat_n(' ', piece.len_utf8())),
        }
    }
    text.push_str(&own[blank..]);
}

/// The suppressions of a file, where they come to stand. One for a whole file is for that one.
fn directives(place: Span, part: &Part) -> impl Iterator<Item = Directive> {
    let shift = Shift::between(0, place.range().start);
    part.document.directives.iter().map(move |directive| Directive {
        span: directive.span.moved(shift),
        rules: directive.rules.iter().map(|(name, span)| (name.clone(), span.moved(shift))).collect(),
        reason: directive.reason.clone(),
        reach: Reach::Span(match directive.reach {
            Reach::File => place,
            Reach::Span(reach) => reach.moved(shift),
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Ignore, PathGlob};

    const ONE: &str = "---\ntitle: Ä\n---\n\nFirst [1], then [2,3]; again [1], [2], [3] and [1,2].\n";
    const TWO: &str = "\u{feff}---\r\ntitle: Öl\r\n...\r\n\r\nHere [4], then [9].\r\nAgain [1], [2].";
    const REFS: &str = "---\n---\n# References\n\n1. A. One. 2001.\n2. B. Two. 2002.\n3. C. Three. 2003.\n4. D. Four. 2004.\n5. E. Five. 2005.\n";

    fn parts(texts: &[&str]) -> Vec<Part> {
        let part = |(at, text): (usize, &&str)| Part {
            document: Arc::new(parse(Arc::new(SourceFile::new(format!("{at}.md"), *text)), Dialect::Pandoc)),
            config: Arc::default(),
        };
        texts.iter().enumerate().map(part).collect()
    }

    fn found(parts: &[Part]) -> Vec<String> {
        let shown = |finding: &Finding| {
            format!("{} {} {}", finding.file.path, finding.rule, finding.span.of(&finding.file.text))
        };
        joined(parts, None).findings.iter().map(shown).collect()
    }

    #[test]
    fn a_finding_is_of_the_file_that_has_it() {
        assert_eq!(
            found(&parts(&[ONE, TWO, REFS])),
            ["1.md citation-gap 9", "2.md uncited-reference 5. E. Five. 2005."]
        );
        assert!(found(&parts(&[ONE, TWO])).is_empty(), "there is no list");
    }

    #[test]
    fn chapters_with_lists_of_their_own_are_judged_alone() {
        let chapter = |text: &str| format!("{text}\n{}", &REFS[8..]);
        let (one, two) = (chapter("As [1], [2], [3] and [4, 5]."), chapter("As [1], [2], [3] and [5]."));
        assert_eq!(found(&parts(&[&one, &two])), ["1.md uncited-reference 4. D. Four. 2004."]);
    }

    #[test]
    fn later_metadata_leaves_every_byte_at_its_place() {
        let parts = parts(&[ONE, TWO, REFS]);
        let whole = Whole::of(&parts).expect("a text");
        assert!(whole.document.text().starts_with(ONE), "the first keeps its own");
        for (place, part) in &whole.parts {
            let text = place.of(whole.document.text());
            assert_eq!(text.len(), part.document.text().len());
            let front = part.document.front_matter.as_ref().expect("metadata").span.range().end;
            assert!(text.ends_with(&part.document.text()[front..]));
        }
        assert!(!whole.document.text().contains("Öl"));
        assert!(whole.place(Span::new(ONE.len() - 2, ONE.len() + 3)).is_none(), "two files share no place");
    }

    #[test]
    fn suppressions_and_settings_hold_in_their_own_file() {
        let ignored = TWO.replace("then [9].", "then [9]. <!-- ibid-ignore citation-gap: to come -->");
        let linted = joined(&parts(&[ONE, &ignored, REFS]), None);
        assert_eq!((linted.findings.len(), linted.ignored.len()), (1, 1));
        assert_eq!(&*linted.ignored[0].finding.file.path, "1.md");
        let for_file = "<!-- ibid-ignore-file citations: a draft -->\n\n";
        assert_eq!(found(&parts(&[&format!("{for_file}{ONE}"), TWO, REFS])).len(), 2, "it is of the first alone");
        let refs = REFS.replace("# References", &format!("{for_file}# References"));
        assert_eq!(found(&parts(&[ONE, TWO, &refs])).len(), 1);

        let mut parts = parts(&[ONE, TWO, REFS]);
        let off = Config { rules: vec![("citation-gap".into(), None)], ..Config::default() };
        parts[1].config = Arc::new(off);
        let path = PathGlob::read("2.md", None, None);
        let ignore =
            Ignore { rule: None, identifier: None, path, key: None, until: None, reason: "not now".to_owned() };
        parts[2].config = Arc::new(Config { ignore: vec![ignore], ..Config::default() });
        let linted = joined(&parts, None);
        assert_eq!((linted.findings.len(), linted.ignored.len()), (0, 1));
    }
}
