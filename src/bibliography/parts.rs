//! Which parts of a reference an entry gives, by the names of its fields.

use super::{Bibliography, Entry, Format};

/// A part of a reference that every style prints for works of some types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Authors, else editors, else an institution.
    People,
    /// The title.
    Title,
    /// The journal, book or proceedings that it stands in.
    Container,
    /// The year.
    Year,
    /// The university of a thesis.
    School,
}

/// What the field of a name stands for.
const fn parts(format: Format) -> &'static [(&'static str, Part)] {
    use Part::{Container, People, School, Title, Year};
    match format {
        // biblatex's manual, "Entry Fields", and "BibTeXing".
        Format::Bibtex => &[
            ("author", People),
            ("editor", People),
            ("collaboration", People),
            ("organization", People),
            ("institution", People),
            ("translator", People),
            ("title", Title),
            ("maintitle", Title),
            ("journal", Container),
            ("journaltitle", Container),
            ("shortjournal", Container),
            ("booktitle", Container),
            ("maintitle", Container),
            ("eventtitle", Container),
            ("issuetitle", Container),
            // A preprint stands in its archive.
            ("eprint", Container),
            ("archiveprefix", Container),
            ("year", Year),
            ("date", Year),
            ("eventdate", Year),
            ("school", School),
            ("institution", School),
            ("publisher", School),
        ],
        // CSL's schema, "variables".
        Format::CslJson | Format::CslYaml => &[
            ("author", People),
            ("editor", People),
            ("container-author", People),
            ("translator", People),
            ("title", Title),
            ("title-short", Title),
            ("container-title", Container),
            ("container-title-short", Container),
            ("journalAbbreviation", Container),
            ("event", Container),
            ("event-title", Container),
            ("issued", Year),
            ("event-date", Year),
            ("publisher", School),
        ],
        // The specification of RIS has several tags for each.
        Format::Ris => &[
            ("AU", People),
            ("A1", People),
            ("A2", People),
            ("A3", People),
            ("ED", People),
            ("TI", Title),
            ("T1", Title),
            ("CT", Title),
            ("BT", Title),
            ("JO", Container),
            ("JF", Container),
            ("JA", Container),
            ("J1", Container),
            ("J2", Container),
            ("T2", Container),
            ("BT", Container),
            ("PY", Year),
            ("Y1", Year),
            ("DA", Year),
            ("PB", School),
        ],
        // PubMed's export has what PubMed knows.
        Format::Nbib => &[],
    }
}

/// What styles print for a kind of entry; nothing where that depends on the work: web pages, software, laws, reports …
fn printed(format: Format, kind: &str) -> &'static [Part] {
    use Part::{Container, People, School, Title, Year};
    const ARTICLE: &[Part] = &[People, Title, Container, Year];
    const BOOK: &[Part] = &[People, Title, Year];
    const THESIS: &[Part] = &[People, Title, Year, School];
    let kind = kind.trim_matches(['"', '\'']);
    let kinds: &[(&str, &[Part])] = match format {
        Format::Bibtex => &[
            ("article", ARTICLE),
            ("inproceedings", ARTICLE),
            ("conference", ARTICLE),
            ("incollection", ARTICLE),
            ("book", BOOK),
            ("phdthesis", THESIS),
            ("mastersthesis", THESIS),
            ("thesis", THESIS),
        ],
        Format::CslJson | Format::CslYaml => &[
            ("article-journal", ARTICLE),
            ("paper-conference", ARTICLE),
            ("chapter", ARTICLE),
            ("book", BOOK),
            ("thesis", THESIS),
        ],
        Format::Ris => &[("JOUR", ARTICLE), ("CPAPER", ARTICLE), ("CHAP", ARTICLE), ("BOOK", BOOK), ("THES", THESIS)],
        Format::Nbib => &[],
    };
    kinds.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind)).map_or(&[], |(_, parts)| *parts)
}

/// Words of a work that has no year yet, lower case.
const TO_APPEAR: [&str; 8] =
    ["press", "forthcoming", "appear", "submitted", "accepted", "preparation", "ahead of print", "under review"];

impl Bibliography {
    /// The parts of a reference that every style prints for an entry of this type and that it does not give, in order. An
    /// entry that takes fields from another lacks nothing, and one that is still to appear needs no year.
    #[must_use]
    pub fn missing_parts(&self, entry: &Entry) -> Vec<Part> {
        let text = self.text();
        let printed = printed(self.format, entry.kind.of(text));
        if printed.is_empty() {
            return Vec::new();
        }
        let (names, mut given) = (parts(self.format), 0_u8);
        for field in &entry.fields {
            let name = field.name.of(text);
            if self.format == Format::Bibtex && ["crossref", "xdata"].iter().any(|own| name.eq_ignore_ascii_case(own)) {
                return Vec::new();
            }
            let is_said = || field.value.of(text).contains(|ch: char| ch.is_alphanumeric());
            for (_, part) in
                names.iter().filter(|(known, _)| known.len() == name.len() && known.eq_ignore_ascii_case(name))
            {
                given |= if is_said() { 1 << *part as u8 } else { 0 };
            }
        }
        let is_missing = |part: &&Part| given & (1 << **part as u8) == 0;
        let mut missing: Vec<Part> = printed.iter().filter(is_missing).copied().collect();
        if missing.contains(&Part::Year) {
            let whole = entry.span.of(text).to_lowercase();
            missing.retain(|part| *part != Part::Year || !TO_APPEAR.iter().any(|word| whole.contains(word)));
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Part::{Container, People, School, Title, Year};
    use super::*;
    use crate::bibliography::read;
    use crate::text::SourceFile;

    fn missing(format: Format, text: &str) -> Vec<Part> {
        let file = read(Arc::new(SourceFile::new("refs", text)), format);
        file.missing_parts(file.entries.first().unwrap_or_else(|| panic!("no entry in {text}")))
    }

    #[test]
    fn an_entry_lacks_what_styles_print_for_its_type() {
        for (text, expected) in [
            ("@article{a, author = {A}, title = {B}, journal = {C}, year = 2020}", vec![]),
            ("@Article{a, Author = {A}, Title = {B}, JournalTitle = {C}, Date = {2020-01}}", vec![]),
            ("@article{a, title = {B}}", vec![People, Container, Year]),
            ("@article{a, author = {}, title = {B}, journal = \"\", year = {2020}}", vec![People, Container]),
            ("@article{a, author = {A}, title = {B}, eprint = {1706.03762}, year = 2017}", vec![]),
            ("@article{a, author = {A}, title = {B}, journal = {C}, note = {In press}}", vec![]),
            ("@inproceedings{a, crossref = {b}}", vec![]),
            ("@book{a, editor = {A}, title = {B}}", vec![Year]),
            ("@phdthesis{a, author = {A}, title = {B}, year = 1999}", vec![School]),
            ("@misc{a, howpublished = {a web page}}", vec![]),
            ("@online{a, url = {https://example.org}}", vec![]),
            ("@inbook{a, author = {A}, title = {B}, chapter = 3, year = 1999}", vec![]),
        ] {
            assert_eq!(missing(Format::Bibtex, text), expected, "{text}");
        }
    }

    #[test]
    fn other_formats_have_names_of_their_own() {
        let json = r#"[{"id": "a", "type": "article-journal", "title": "B", "author": [{"family": "A"}]}]"#;
        assert_eq!(missing(Format::CslJson, json), [Container, Year]);
        let yaml = "references:\n- id: a\n  type: book\n  author:\n  - family: A\n  issued: 2020\n";
        assert_eq!(missing(Format::CslYaml, yaml), [Title]);
        assert_eq!(missing(Format::Ris, "TY  - JOUR\nTI  - B\nPY  - 2020\nER  - \n"), [People, Container]);
        assert_eq!(missing(Format::Nbib, "PMID- 1\nTI  - B\n"), []);
    }
}
