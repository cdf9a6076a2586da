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

impl Part {
    const ALL: [Self; 5] = [Self::People, Self::Title, Self::Container, Self::Year, Self::School];
}

/// Several parts: bit *n* is that of the part of number *n*.
pub(super) type Parts = u8;

pub(super) const fn all(parts: &[Part]) -> Parts {
    let (mut bits, mut at) = (0, 0);
    while at < parts.len() {
        bits |= 1 << parts[at] as Parts;
        at += 1;
    }
    bits
}

/// The longest name of a field that stands for a part. Bytes.
const LONGEST: usize = 24;

/// What the field of a name stands for.
fn meant(format: Format, name: &str) -> Parts {
    const PEOPLE: Parts = all(&[Part::People]);
    const TITLE: Parts = all(&[Part::Title]);
    const CONTAINER: Parts = all(&[Part::Container]);
    const YEAR: Parts = all(&[Part::Year]);
    const SCHOOL: Parts = all(&[Part::School]);
    let mut small = [0; LONGEST];
    let Some(small) = small.get_mut(..name.len()) else { return 0 };
    small.copy_from_slice(name.as_bytes());
    small.make_ascii_lowercase();
    match (format, &*small) {
        // biblatex's manual, "Entry Fields", and "BibTeXing".
        (Format::Bibtex, name) => match name {
            b"author" | b"editor" | b"collaboration" | b"translator" => PEOPLE,
            b"title" => TITLE,
            b"maintitle" => TITLE | CONTAINER,
            b"journal" | b"journaltitle" | b"shortjournal" | b"booktitle" | b"eventtitle" | b"issuetitle" => CONTAINER,
            // A preprint stands in its archive; software and reports are kept as articles by many.
            b"eprint" | b"archiveprefix" | b"howpublished" => CONTAINER,
            b"organization" => PEOPLE | CONTAINER | SCHOOL,
            b"year" | b"date" | b"eventdate" => YEAR,
            b"institution" => PEOPLE | SCHOOL,
            b"school" | b"publisher" => SCHOOL,
            _ => 0,
        },
        // CSL's schema, "variables".
        (Format::CslJson | Format::CslYaml, name) => match name {
            b"author" | b"editor" | b"container-author" | b"translator" => PEOPLE,
            b"title" | b"title-short" => TITLE,
            b"container-title" | b"container-title-short" | b"journalabbreviation" | b"event" | b"event-title" => {
                CONTAINER
            }
            b"issued" | b"event-date" => YEAR,
            b"publisher" => SCHOOL,
            _ => 0,
        },
        // The specification of RIS has several tags for each.
        (Format::Ris, name) => match name {
            b"au" | b"a1" | b"a2" | b"a3" | b"ed" => PEOPLE,
            b"ti" | b"t1" | b"ct" => TITLE,
            b"bt" => TITLE | CONTAINER,
            b"jo" | b"jf" | b"ja" | b"j1" | b"j2" | b"t2" | b"c3" => CONTAINER,
            b"py" | b"y1" | b"da" => YEAR,
            b"pb" => SCHOOL,
            _ => 0,
        },
        // PubMed's export has what PubMed knows.
        (Format::Nbib, _) => 0,
    }
}

/// What styles print for a kind of entry; nothing where that depends on the work: web pages, software, laws, reports …
fn printed(format: Format, kind: &str) -> Parts {
    use Part::{Container, People, School, Title, Year};
    // Editorials, news and sacred texts have no author: then styles begin with the title.
    const ARTICLE: Parts = all(&[Title, Container, Year]);
    const BOOK: Parts = all(&[Title, Year]);
    const THESIS: Parts = all(&[People, Title, Year, School]);
    let kinds: &[(&str, Parts)] = match format {
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
    let kind = kind.trim_matches(['"', '\'']);
    kinds.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind)).map_or(0, |(_, parts)| *parts)
}

/// What a text says of a work that is still to appear, lower case.
pub const FORTHCOMING: [&str; 11] = [
    "in press",
    "forthcoming",
    "ahead of print",
    "online first",
    "to appear",
    "accepted for publication",
    "in print soon",
    "im druck",
    "sous presse",
    "en prensa",
    "in corso di stampa",
];

/// Further words of a work that has no year yet, lower case.
pub(super) const UNPUBLISHED: [&str; 6] =
    ["inpress", "submitted", "accepted", "in preparation", "prepublished", "under review"];

impl Bibliography {
    /// The parts of a reference that every style prints for an entry of this type and that it does not give, in order. An
    /// entry that takes fields from another lacks nothing, and one that is still to appear needs no year.
    #[must_use]
    pub fn missing_parts(&self, entry: &Entry) -> Vec<Part> {
        let missing = entry.fields.lacking(|| self.lacking(entry));
        Part::ALL.into_iter().filter(|part| missing & all(&[*part]) != 0).collect()
    }

    fn lacking(&self, entry: &Entry) -> Parts {
        let text = self.text();
        let mut missing = printed(self.format, entry.kind.of(text));
        for field in &entry.fields {
            let name = field.name.of(text);
            let inherits = match self.format {
                Format::Bibtex => ["crossref", "xdata"].iter().any(|from| name.eq_ignore_ascii_case(from)),
                // YAML's merge key.
                Format::CslYaml => name == "<<",
                _ => false,
            };
            if inherits {
                return 0;
            }
            let given = meant(self.format, name) & missing;
            if given != 0 && field.value.of(text).contains(char::is_alphanumeric) {
                missing &= !given;
            }
        }
        if missing == 0 {
            return 0;
        }
        let whole = entry.span.of(text).to_lowercase();
        if missing & all(&[Part::Container]) != 0 {
            missing &= !self.excused(entry, &whole);
        }
        if FORTHCOMING.iter().chain(&UNPUBLISHED).any(|words| whole.contains(words)) {
            missing &= !all(&[Part::Year]);
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
            ("@article{a, title = {B}}", vec![Container, Year]),
            ("@article{a, author = {}, title = {B}, journal = \"\", year = {2020}}", vec![Container]),
            ("@article{a, author = {A}, title = {B}, eprint = {1706.03762}, year = 2017}", vec![]),
            ("@article{a, author = {A}, title = {B}, journal = {C}, note = {In press}}", vec![]),
            ("@inproceedings{a, crossref = {b}}", vec![]),
            ("@book{a, title = {B}, publisher = {Some Press}}", vec![Year]),
            ("@book{a, editor = {A}, title = {B}}", vec![Year]),
            ("@phdthesis{a, author = {A}, title = {B}, year = 1999}", vec![School]),
            ("@phdthesis{a, title = {B}, year = 1999, school = {C}}", vec![People]),
            ("@article{a, author = {A}, title = {B}, organization = {C}, year = 2020}", vec![]),
            // What stands in no journal: software, preprints, manuscripts.
            ("@article{a, title = {B}, year = 2020, publisher = {Zenodo}}", vec![]),
            ("@article{a, title = {B}, year = 2020, doi = {10.6084/m9.figshare.1297059}}", vec![]),
            ("@article{a, title = {B}, year = 2020, doi = {10.48550/arXiv.1706.03762}, volume = 1}", vec![]),
            ("@article{a, title = {B}, year = 2020, url = {https://arxiv.org/abs/1706.03762}}", vec![]),
            ("@article{a, title = {B}, year = 2020, institution = {bioRxiv}}", vec![]),
            ("@article{a, title = {B}, year = 2020, note = {R package version 1.2}}", vec![]),
            ("@article{a, title = {B [Computer software]}, year = 2020}", vec![]),
            ("@article{a, title = {B}, version = {1.2}, year = 2020}", vec![]),
            ("@article{a, title = {B}, year = 2020, note = {Submitted}}", vec![]),
            ("@article{a, title = {B}, url = {https://www.R-project.org/}}", vec![]),
            ("@inproceedings{a, title = {B}, year = 2020, doi = {10.48550/arXiv.1706.03762}}", vec![]),
            // What only a journal's article has speaks louder.
            ("@article{a, title = {B}, year = 2020, publisher = {Some Press}, volume = 3}", vec![Container]),
            ("@article{a, title = {B}, year = 2020, url = {https://example.org}, issn = {1520-0442}}", vec![Container]),
            ("@article{a, title = {B}, url = {https://doi.org/10.1000/abc}, year = 2020}", vec![Container]),
            ("@article{a, title = {B}, year = 2020, doi = {10.1101/gr.215087.116}}", vec![Container]),
            // The publisher of a book is not its title.
            ("@inproceedings{a, title = {B}, year = 2020, publisher = {Some Press}}", vec![Container]),
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
        let merged = "references:\n- &a\n  id: a\n  type: book\n  title: B\n  issued: 2020\n- <<: *a\n  id: b\n";
        let file = read(Arc::new(SourceFile::new("refs", merged)), Format::CslYaml);
        assert!(
            file.entries.iter().all(|entry| file.missing_parts(entry).is_empty()),
            "the second has what the first has"
        );
        assert_eq!(missing(Format::Ris, "TY  - JOUR\nTI  - B\nPY  - 2020\nER  - \n"), [Container]);
        assert_eq!(missing(Format::Ris, "TY  - JOUR\nTI  - B\nPY  - 2020\nPB  - arXiv\nER  - \n"), []);
        assert_eq!(missing(Format::Ris, "TY  - JOUR\nTI  - B\nPY  - 2020\nPB  - C\nVL  - 3\nER  - \n"), [Container]);
        let json = r#"[{"id": "a", "type": "article-journal", "title": "B", "issued": "2020", "publisher": "Zenodo"}]"#;
        assert_eq!(missing(Format::CslJson, json), []);
        assert_eq!(missing(Format::Nbib, "PMID- 1\nTI  - B\n"), []);
    }
}
