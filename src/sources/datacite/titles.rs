//! Titles, each with a type or, the main ones, without.

use serde_json::Value;

use super::decode::told;
use crate::sources::field::{MOST, objects};

/// The titles of a work.
#[derive(Debug, Default)]
pub(super) struct Titles {
    pub(super) main: Option<String>,
    pub(super) subtitle: Option<String>,
    /// Translated and alternative titles, and main ones in further languages.
    pub(super) others: Vec<String>,
}

/// Reads the titles. The first one without a type is the main one, and where all have a type, the first that is no
/// subtitle.
pub(super) fn titles(work: &Value) -> Titles {
    let mut titles = Titles::default();
    for entry in objects(work.get("titles")).into_iter().take(MOST) {
        let Some(title) = told(entry.get("title")) else { continue };
        match entry.get("titleType").and_then(Value::as_str).filter(|kind| !kind.is_empty()) {
            Some("Subtitle") => titles.subtitle = titles.subtitle.or(Some(title)),
            None if titles.main.is_none() => titles.main = Some(title),
            _ if !titles.others.contains(&title) => titles.others.push(title),
            _ => {}
        }
    }
    if titles.main.is_none() && !titles.others.is_empty() {
        titles.main = Some(titles.others.remove(0));
    }
    titles.others.retain(|other| Some(other) != titles.main.as_ref());
    titles
}
