//! Names of persons and groups.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// One author or editor, as a source writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// A person. `family` is never empty; a person with one name has it there.
    Person {
        /// Family name with its particles.
        family: String,
        /// Given names or initials.
        given: Option<String>,
        /// Jr., III …
        suffix: Option<String>,
    },
    /// A group, consortium or institution.
    Group(String),
}

impl Name {
    /// The name by which a reference is sorted and cited.
    #[must_use]
    pub fn family(&self) -> &str {
        match self {
            Self::Person { family, .. } => family,
            Self::Group(name) => name,
        }
    }

    /// The [`family`](Self::family) name [`folded`].
    #[must_use]
    pub fn folded_family(&self) -> String {
        folded(self.family())
    }
}

/// Somebody who made a work, with what the source says of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// The name.
    pub name: Name,
    /// Where they work, as the source writes it, one entry an institution; plain text.
    pub affiliations: Vec<String>,
    /// Their ORCID iD without the address: `0000-0002-1825-0097`.
    pub orcid: Option<String>,
}

impl From<Name> for Contributor {
    fn from(name: Name) -> Self {
        Self { name, affiliations: Vec::new(), orcid: None }
    }
}

/// Text without what registries and authors write differently: compatibility forms resolved (`¹³` as `13`, `ﬁ` as
/// `fi`), accents taken off, letters that have no base letter written out (`ø` as `o`, `ß` as `ss`), lower case, every
/// run of other characters than letters and digits one blank.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        // An apostrophe joins: O'Brien is one word however it is written.
        if matches!(c, '\'' | '’' | 'ʼ' | '`' | '´') {
            continue;
        }
        if !c.is_alphanumeric() {
            blank = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut blank) {
            out.push(' ');
        }
        match c {
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ß' => out.push_str("ss"),
            'þ' => out.push_str("th"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn spellings_of_one_name_are_one() {
        for (a, b) in [
            ("Hölzel", "Holzel"),
            ("Ho\u{308}lzel", "HÖLZEL"),
            ("Sørensen", "Sorensen"),
            ("O’Brien", "O'Brien"),
            ("García-López", "Garcia Lopez"),
            ("δ¹³C", "δ13C"),
            ("Weiß", "Weiss"),
            (" van  der Waals ", "Van der Waals"),
        ] {
            assert_eq!(folded(a), folded(b));
        }
        assert_eq!(folded("王"), "王");
        assert_eq!(folded("—"), "");
    }
}
