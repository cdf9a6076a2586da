//! An entry of a bibliography as Markdown.

use super::escape::{self, markdown};
use super::{citation_line, people};
use crate::record::Record;

/// How many authors are named.
const AUTHORS: usize = 6;

/// What an entry says of its work, and where it stands: title, people, where it appeared, key and the name of its file.
#[must_use]
pub fn entry(key: &str, file: &str, record: &Record) -> String {
    let mut paragraphs = Vec::new();
    let title =
        [record.title.as_deref(), record.subtitle.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(": ");
    if !title.is_empty() {
        paragraphs.push(format!("**{}**", markdown(&title)));
    }
    let people = if record.authors.is_empty() { &record.editors } else { &record.authors };
    if !people.is_empty() {
        let full = people.iter().take(AUTHORS).map(|person| people::full(&person.name));
        let mut names = full.collect::<Vec<_>>().join(", ");
        if people.len() > AUTHORS {
            names.push_str(&format!(" … {} in all", people.len()));
        }
        paragraphs.push(markdown(&names));
    }
    let line = citation_line(record);
    if !line.is_empty() {
        paragraphs.push(markdown(&line));
    }
    paragraphs.push(entry_place(key, file));
    paragraphs.join("\n\n") + "\n"
}

/// Where an entry stands: its key and its file's name.
#[must_use]
pub fn entry_place(key: &str, file: &str) -> String {
    format!("Cited as {} in {}", markdown(&escape::cut(key, 80)), markdown(file))
}
