//! The authors of a reference as written, held against those of the record.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::words::{Word, floor, is_near, words};
use crate::record::{Contributor, Name};

/// A name as written, or a part of one: what stands between two commas.
#[derive(Clone, Debug)]
struct Piece {
    /// Its bytes in the text.
    at: Range<usize>,
    /// Its words, without initials, titles and the like.
    words: Vec<Word>,
    /// All its words.
    all: Vec<Word>,
    /// Whether it has initials.
    has_initials: bool,
    /// Whether it stands in brackets, or behind “on behalf of”.
    is_aside: bool,
}

/// A name that no author of the record has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stranger {
    /// Its bytes in the text.
    pub(super) at: Range<usize>,
    /// Whether it is the first that is written.
    pub(super) is_first: bool,
}

/// What the names of a text say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct People {
    /// How many are authors of the record.
    pub(super) known: usize,
    /// Whether the first that is written is an author of the record.
    pub(super) first_is_known: bool,
    /// Those that are none.
    pub(super) strangers: Vec<Stranger>,
}

/// The authors of a work, as all its records have them.
#[derive(Clone, Debug, Default)]
pub(super) struct Recorded<'a> {
    /// The family names, in one word.
    families: FxHashSet<String>,
    /// Every word of a name, once somebody asks.
    parts: OnceCell<FxHashSet<String>>,
    /// The names, each once.
    names: FxHashSet<&'a str>,
    /// How many there are in the record that has most.
    pub(super) many: usize,
    /// Whether groups are among them, which are written in many ways.
    pub(super) has_groups: bool,
    /// Whether a record names groups alone: its persons are known elsewhere.
    pub(super) has_only_groups: bool,
}

impl<'a> Recorded<'a> {
    /// The authors and editors of these lists, of which each is one record's.
    pub(super) fn of(lists: impl Iterator<Item = &'a [Contributor]>) -> Self {
        let mut recorded = Self::default();
        for list in lists {
            recorded.many = recorded.many.max(list.len());
            let is_group = |contributor: &Contributor| matches!(contributor.name, Name::Group(_));
            recorded.has_only_groups |= !list.is_empty() && list.iter().all(is_group);
            for contributor in list {
                recorded.add(&contributor.name);
            }
        }
        recorded
    }

    fn add(&mut self, name: &'a Name) {
        match name {
            Name::Group(group) => {
                self.has_groups = true;
                self.names.insert(group);
            }
            Name::Person { family, given, suffix } => {
                self.names.extend(given.as_deref());
                self.names.extend(suffix.as_deref());
                if self.names.insert(family) {
                    self.add_family(family);
                }
            }
        }
    }

    fn add_family(&mut self, family: &str) {
        let keys: Vec<String> = words(family).into_iter().map(|word| word.key.into()).collect();
        for start in 0..keys.len() {
            self.families.insert(keys[start..].concat());
            self.families.insert(keys[..=start].concat());
        }
        self.families.extend(spellings(&keys.concat()));
        self.families.extend(keys);
    }

    fn parts(&self) -> &FxHashSet<String> {
        let parts = || self.names.iter().flat_map(|name| words(name)).map(|word| word.key.into()).collect();
        self.parts.get_or_init(parts)
    }

    /// Whether a piece has the family name of one of them. `written` are the words of all pieces.
    fn has_family(&self, piece: &Piece, written: &[&str]) -> bool {
        // Of more words it is no name.
        if piece.words.len() > 12 {
            return false;
        }
        // “De Vries” of “Devries”, “El-Sayed” of “Elsayed”, “O Brien”.
        let joined = |many: usize| {
            piece.all.windows(many).any(|run| {
                let run = run.iter().map(|word| &*word.key).collect::<String>();
                self.families.contains(&run) || spellings(&run).any(|spelling| self.families.contains(&spelling))
            })
        };
        if joined(2) || joined(3) {
            return true;
        }
        // “Rekha S”, “Qiumei Ji.”: a family name may look like initials.
        if piece.all.iter().any(|word| word.key.len() <= 2 && self.families.contains(&*word.key)) {
            return true;
        }
        let keys: Vec<&str> = piece.words.iter().map(|word| &*word.key).collect();
        let runs = (0..keys.len()).flat_map(|start| (start + 1..=keys.len()).map(move |end| (start, end)));
        let has = |run: String| {
            self.families.contains(&run) || spellings(&run).any(|spelling| self.families.contains(&spelling))
        };
        // A part of a double name is enough, unless the other part is nearly another that is written nowhere.
        let is_part = |key: &str| self.parts().contains(key) || spellings(key).any(|key| self.parts().contains(&key));
        let is_slip = |key: &&str| {
            let is_near_of = |part: &&String| is_near(part, key) && !written.contains(&&***part);
            !is_part(key) && !has((*key).to_owned()) && self.parts().iter().any(|part| is_near_of(&part))
        };
        runs.into_iter().any(|(start, end)| {
            let others = keys[..start].iter().chain(&keys[end..]);
            has(keys[start..end].concat()) && !others.clone().any(is_slip)
        })
    }

    /// Whether a piece is made of words in their names.
    fn has_words(&self, piece: &Piece) -> bool {
        piece.words.iter().all(|word| self.parts().contains(&*word.key))
    }

    /// Whether one of them is written nearly so.
    fn has_near(&self, piece: &Piece) -> bool {
        piece.words.iter().any(|word| self.families.iter().any(|family| is_near(family, &word.key)))
    }
}

/// How else a name is written in other alphabets or without dots: `muller` for `mueller`.
fn spellings(key: &str) -> impl Iterator<Item = String> {
    let has_any = ["ae", "oe", "ue", "aa", "dj"].iter().any(|long| key.contains(long));
    has_any.then(|| respelt(key)).into_iter().flatten()
}

fn respelt(key: &str) -> impl Iterator<Item = String> + use<> {
    let umlauts = [("ae", "a"), ("oe", "o"), ("ue", "u"), ("dj", "d")].map(|(long, short)| key.replace(long, short));
    let all = key.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("aa", "a");
    umlauts.into_iter().chain([all])
}

/// Words among names that are none.
const NO_NAMES: [&str; 49] = [
    "and",
    "et",
    "al",
    "und",
    "y",
    "e",
    "ed",
    "eds",
    "editor",
    "editors",
    "others",
    "other",
    "jr",
    "junior",
    "sr",
    "ii",
    "iii",
    "iv",
    "jnr",
    "snr",
    "the",
    "phd",
    "msc",
    "bsc",
    "dr",
    "prof",
    "md",
    "mph",
    "cols",
    "coll",
    "col",
    "colleagues",
    "coworkers",
    "co",
    "workers",
    "hrsg",
    "dir",
    "transl",
    "trad",
    "in",
    "by",
    "authors",
    "author",
    "anonymous",
    "members",
    "group",
    "consortium",
    "committee",
    "team",
];
/// Words that may stand before a family name.
const PARTICLES: [&str; 23] = [
    "de", "da", "di", "del", "della", "van", "von", "der", "den", "la", "le", "du", "dos", "das", "ter", "ten", "bin",
    "ibn", "al", "el", "zu", "zur", "af",
];
/// Words of the names of groups.
const GROUPS: [&str; 16] = [
    "collaboration",
    "collaborators",
    "collaborative",
    "consortium",
    "group",
    "investigators",
    "committee",
    "team",
    "project",
    "network",
    "initiative",
    "society",
    "association",
    "organization",
    "institute",
    "members",
];
/// In how many bytes the first names of a reference are looked for.
const FIRST: usize = 200;

/// Whether a text begins with a person's name as lists have it: “Smith J,” or “Smith, J.”.
#[must_use]
pub(super) fn begins_with_person(text: &str) -> bool {
    // “J Hyg (Lond). 1977” is a journal.
    if text.find([',', ';', '&', '(', '[', '/']).is_none_or(|at| text[at..].starts_with(['(', '[', '/'])) {
        return false;
    }
    let pieces = pieces(text, 0..floor(text, FIRST));
    let is_name = |piece: &Piece| {
        let is_short = (1..=3).contains(&piece.words.len()) && piece.words.iter().all(Word::is_of_letters);
        let has_number = piece.all.iter().any(|word| word.key.bytes().any(|byte| byte.is_ascii_digit()));
        is_short && !has_number && !piece.is_aside && text[piece.at.clone()].starts_with(char::is_uppercase)
    };
    match &*pieces {
        [one, ..] if is_name(one) && one.has_initials => true,
        [one, other, ..] => is_name(one) && other.words.is_empty() && other.has_initials && !other.is_aside,
        _ => false,
    }
}

/// The first name of a text as an index of authors has it: the family name, and the initials where they are written.
#[must_use]
pub(super) fn first_name(text: &str) -> Option<(String, String)> {
    let region = &text[..floor(text, FIRST)];
    let end = region.find([',', ';', '(', '“', '"']).unwrap_or(region.len());
    let is_initials = |word: &&str| {
        let letters = word.trim_matches(|ch: char| !ch.is_alphabetic());
        let many = letters.chars().filter(|ch| ch.is_alphabetic()).count();
        (1..=3).contains(&many) && letters.chars().all(|ch| ch.is_uppercase() || !ch.is_alphabetic())
    };
    let of_initials = |word: &str| word.chars().filter(|ch| ch.is_alphabetic()).collect::<String>();
    let words: Vec<&str> = region[..end].split_whitespace().collect();
    let before: Vec<&str> = words.iter().copied().take_while(is_initials).collect();
    let family: Vec<&str> =
        words[before.len()..].iter().copied().take_while(|word| !is_initials(word)).take(3).collect();
    let behind = words.get(before.len() + family.len()).copied();
    // “Doe, J. A.”: the initials are behind the comma.
    let next = || {
        let behind = region[end..].strip_prefix(',')?;
        behind.split_whitespace().take_while(is_initials).map(of_initials).reduce(|a, b| a + &b)
    };
    let initials = match (&*before, behind) {
        ([], Some(behind)) => of_initials(behind),
        ([], None) => next().unwrap_or_default(),
        (before, _) => before.iter().map(|word| of_initials(word)).collect(),
    };
    let family = family.join(" ");
    (!family.is_empty()).then(|| (family.trim_matches(|ch: char| !ch.is_alphabetic()).to_owned(), initials))
}

/// Whether the first name of a text is a recorded one.
#[must_use]
pub(super) fn begins_with_known(text: &str, recorded: &Recorded<'_>) -> bool {
    let pieces = pieces(text, 0..floor(text, FIRST));
    pieces.iter().find(|piece| !piece.words.is_empty()).is_some_and(|piece| recorded.has_family(piece, &[]))
}

/// The names in `at` of a text, held against the recorded ones.
#[must_use]
pub(super) fn read(text: &str, at: Range<usize>, recorded: &Recorded<'_>) -> People {
    let mut people = People::default();
    let pieces = pieces(text, at);
    let written: Vec<&str> = pieces.iter().flat_map(|piece| &piece.words).map(|word| &*word.key).collect();
    // In “Family, Given, Family, Given” every other piece is a given name.
    let mut may_be_given = false;
    let mut is_first = true;
    for piece in &pieces {
        if piece.words.is_empty() {
            may_be_given = false;
            continue;
        }
        if recorded.has_family(piece, &written) && !(may_be_given && recorded.has_words(piece)) {
            people.known += 1;
            people.first_is_known |= is_first;
            may_be_given = !piece.has_initials && piece.words.len() == 1;
        } else if may_be_given || recorded.has_words(piece) {
            people.first_is_known |= is_first;
            may_be_given = false;
        } else {
            let is_person = !piece.is_aside && piece.words.len() <= 3 && piece.words.iter().all(Word::is_of_letters);
            let is_listed = piece.has_initials || recorded.has_near(piece) || pieces.len() > 1;
            if is_person && is_listed {
                people.strangers.push(Stranger { at: piece.at.clone(), is_first });
            }
            may_be_given = !piece.has_initials;
        }
        is_first = false;
    }
    people
}

fn pieces(text: &str, at: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = at.start;
    let region = &text[at.clone()];
    let mut cuts: Vec<(usize, usize)> =
        region.match_indices([',', ';', '&', '(', ')', '/', '[', ']']).map(|(at, cut)| (at, cut.len())).collect();
    for word in [" and ", " und ", " et ", " y ", " e ", " with ", " for ", " on behalf of "] {
        cuts.extend(region.match_indices(word).map(|(at, word)| (at, word.len())));
    }
    cuts.sort_unstable();
    for (cut, length) in cuts.into_iter().map(|(cut, length)| (at.start + cut, length)).chain([(at.end, 0)]) {
        if cut >= start {
            let is_aside = start > at.start && matches!(text[..start].trim_end().chars().next_back(), Some('(' | '['))
                || [" for ", " on behalf of "].iter().any(|word| text[at.start..start].ends_with(word));
            let mut piece = piece(text, start..cut);
            piece.is_aside |= is_aside;
            pieces.push(piece);
            start = cut + length;
        }
    }
    pieces
}

fn piece(text: &str, at: Range<usize>) -> Piece {
    let (mut has_initials, mut kept, mut particle) = (false, Vec::new(), None);
    let all = words(&text[at.clone()]);
    let is_group = all.iter().any(|word| GROUPS.contains(&&*word.key));
    for word in all.iter().cloned() {
        let written = &text[at.start + word.at.start..at.start + word.at.end];
        let letters = written.chars().count();
        let is_initials = letters <= 3 && written.chars().all(char::is_uppercase)
            || letters == 1
            || letters == 2 && text[at.start + word.at.end..].starts_with('.');
        if is_initials {
            has_initials = true;
        } else if NO_NAMES.contains(&&*word.key) {
            // “Et al.” and titles are no names, however they are written.
        } else if written.starts_with(char::is_uppercase) && PARTICLES.contains(&&*word.key) {
            particle = Some(Word { at: at.start + word.at.start..at.start + word.at.end, ..word });
        } else if !PARTICLES.contains(&&*word.key) && !word.key.bytes().all(|byte| byte.is_ascii_digit()) {
            kept.push(Word { at: at.start + word.at.start..at.start + word.at.end, ..word });
        }
    }
    // “Du T” has no other name.
    if kept.is_empty() {
        kept.extend(particle);
    }
    let at = match (kept.first(), kept.last()) {
        (Some(first), Some(last)) => first.at.start..last.at.end,
        _ => at,
    };
    Piece { at, words: kept, all, has_initials, is_aside: is_group }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(family: &str, given: &str) -> Contributor {
        Name::Person { family: family.into(), given: Some(given.into()), suffix: None }.into()
    }

    /// Who of those written is no author.
    fn strangers(text: &str) -> Vec<&str> {
        let authors = [
            person("Müller", "Karl-Heinz"),
            person("van der Waals", "Johannes D."),
            person("O'Brien", "Mary"),
            person("García-López", "Ana"),
            Name::Group("STAR Study Group".into()).into(),
        ];
        let recorded = Recorded::of([&authors[..]].into_iter());
        let people = read(text, 0..text.len(), &recorded);
        assert!(people.known > 0 || text.starts_with("Smith"), "{text}");
        people.strangers.iter().map(|stranger| &text[stranger.at.clone()]).collect()
    }

    #[test]
    fn names_are_known_in_every_manner() {
        for text in [
            "Müller KH, van der Waals JD, O’Brien M, et al. ",
            "Mueller, K.-H.; Waals, J.D. van der; OBrien, M.; Garcia Lopez, A. ",
            "Müller, Karl-Heinz, Johannes van der Waals, and Mary O'Brien. ",
            "K.-H. Muller, J. D. van der Waals & M. O'Brien, ",
            "Müller, K. H., Van der Waals, J. D., O'Brien, M., & García, A. (2010). ",
            "Müller, Karl, van der Waals, Johannes, O'Brien, Mary, García-López, Ana, for the STAR Study Group. ",
        ] {
            assert_eq!(strangers(text), Vec::<&str>::new(), "{text}");
        }
    }

    /// Each as somebody wrote it, with the name that the registry has: `da Cunha AD Júnior` (10.1016/j.nut.2021.111141),
    /// `S, Rekha` (10.1016/j.envres.2021.111343), `Ji, Q.` (10.3389/fgene.2021.579800), `Buzsáki, György`
    /// (10.7554/elife.65859), `Wakabayashi, T.` beside `Takami` (10.1016/j.scr.2021.102363).
    #[test]
    fn names_that_look_like_something_else_are_known() {
        let cunha =
            Name::Person { family: "da Cunha".into(), given: Some("A. D.".into()), suffix: Some("Júnior".into()) };
        let authors = [
            cunha.into(),
            person("S", "R."),
            person("Ji", "Q."),
            person("Buzsáki", "György"),
            person("Wakabayashi", "T."),
            person("Takami", "Miho"),
        ];
        let recorded = Recorded::of([&authors[..]].into_iter());
        for text in [
            "da Cunha, A.D., Júnior; Ji, Q. ",
            "da Cunha, A. D., Jr., Rekha S, and Qiumei Ji. ",
            "Rekha S, Gyoergy Buzsaki, Tamami Wakabayashi, Miho Takami, and Qiumei Ji. ",
        ] {
            let people = read(text, 0..text.len(), &recorded);
            assert_eq!(people.strangers, [], "{text}");
        }
        let text = "da Cunha AD, Wakabayasi T. ";
        assert_eq!(read(text, 0..text.len(), &recorded).strangers.len(), 1);
    }

    #[test]
    fn who_is_no_author_is_a_stranger() {
        assert_eq!(strangers("Smith J, van der Waals JD. "), ["Smith"]);
        assert_eq!(strangers("Müller KH, Smith J, O'Brien M. "), ["Smith"]);
        assert_eq!(strangers("Müller, K.-H., Smith, J., & O'Brien, M. (2010). "), ["Smith"]);
        assert_eq!(strangers("Müller, Karl-Heinz, Smith, John, and O'Brien, Mary. "), ["Smith"]);
        assert_eq!(strangers("Mübler KH, van der Waals JD. "), ["Mübler"]);
    }
}
