//! Folders of which everything is seen: only then can it be said that something is used nowhere.

use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use ignore::WalkBuilder;
use rayon::prelude::*;

use super::manuscripts::{OTHER_TEXTS, has_extension, is_manuscript};
use super::{FILE_LIMIT, located};

/// Folders whose texts may all be looked at.
#[derive(Clone, Debug, Default)]
pub struct Whole {
    folders: Vec<PathBuf>,
}

/// Folders that programs keep for themselves.
const NOT_OURS: [&str; 2] = [".git", "node_modules"];

impl Whole {
    /// Those below these folders.
    #[must_use]
    pub fn of(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { folders: folders.into_iter().map(|folder| located(&folder)).collect() }
    }

    /// Whether a file or folder lies in them.
    #[must_use]
    pub fn has(&self, path: &Path) -> bool {
        let path = located(path);
        self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// Which of `keys` stand, as words of their own, in any text in the folders, be it hidden, excluded or of another
    /// language; `None` where one of them cannot be read, or has one of the words of `any`, by which it may mean all.
    #[must_use]
    pub fn mentioned(&self, keys: &[&str], any: &[&str]) -> Option<Vec<bool>> {
        let (keys_in, any_in) = (AhoCorasick::new(keys).ok()?, AhoCorasick::new(any).ok()?);
        let found = self.texts()?.into_par_iter().map(|path| {
            let text = std::fs::read(&path).ok()?;
            if any_in.is_match(&text) {
                return None;
            }
            let mut found = vec![false; keys.len()];
            for one in keys_in.find_overlapping_iter(&text) {
                let goes_on = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
                let is_word = !goes_on(text[..one.start()].last()) && !goes_on(text.get(one.end()));
                found[one.pattern().as_usize()] |= is_word;
            }
            Some(found)
        });
        let either = |one: Vec<bool>, other: Vec<bool>| Some(one.iter().zip(other).map(|(a, b)| *a || b).collect());
        found.try_reduce(|| vec![false; keys.len()], either)
    }

    /// The texts in the folders; `None` where something cannot be looked into.
    fn texts(&self) -> Option<Vec<PathBuf>> {
        let mut texts = Vec::new();
        for folder in &self.folders {
            let ours = |entry: &ignore::DirEntry| !NOT_OURS.iter().any(|name| entry.file_name() == *name);
            for entry in WalkBuilder::new(folder).standard_filters(false).filter_entry(ours).build() {
                let entry = entry.ok()?;
                let is_text = is_manuscript(entry.path()) || has_extension(entry.path(), &OTHER_TEXTS);
                if !is_text || !entry.file_type().is_some_and(|kind| kind.is_file()) {
                    continue;
                }
                if entry.metadata().ok()?.len() > FILE_LIMIT {
                    return None;
                }
                texts.push(entry.into_path());
            }
        }
        Some(texts)
    }
}
