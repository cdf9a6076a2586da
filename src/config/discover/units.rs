//! Where it is told which files form one manuscript.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;

use super::told::{HEIGHT, names_in};
use super::{CONFIG_LIMIT, Project, ROOT_MARKS, home, is_manuscript, located, manuscripts_below, read_text};
use crate::config::units::configured;
use crate::config::{Config, Unit, Units};
use crate::syntax::tree::{Node, Value, read_yaml};
use crate::text::Span;

/// Files of programs that build documents of several files.
const FILES: [&str; 3] = ["_quarto.yml", "_quarto.yaml", "myst.yml"];

/// What tells which files form one manuscript with those in `folder`, if anything does: the project's root, where its
/// configuration does; a Manubot folder; or the file of Quarto or MyST.
#[must_use]
pub fn teller(folder: &Path, project: &Project, config: &Config) -> Option<PathBuf> {
    if !config.manuscripts.is_empty() {
        return Some(project.root.clone());
    }
    let folder = located(folder);
    let there = |path: &Path| path.metadata().is_ok();
    if folder.file_name().is_some_and(|name| name == "content") && there(&folder.join("metadata.yaml")) {
        return Some(folder);
    }
    let home = home();
    // Where nothing marks its root, a project may begin farther up.
    let has_mark = || ROOT_MARKS.iter().any(|mark| folder.join(mark).symlink_metadata().is_ok());
    let is_marked = project.config_file.is_some() || project.root != folder || has_mark();
    let reaches = |above: &&Path| above.starts_with(&project.root) || !is_marked && Some(*above) != home.as_deref();
    let above = folder.ancestors().take(HEIGHT).take_while(reaches);
    above.flat_map(|above| FILES.map(|name| above.join(name))).find(|path| there(path))
}

/// The manuscripts that `teller` tells.
#[must_use]
pub fn units(teller: &Path, project: &Project, config: &Config) -> Units {
    Units::of(if !config.manuscripts.is_empty() {
        of_project(project, config)
    } else if FILES.iter().any(|name| teller.ends_with(name)) {
        of_book(teller).into_iter().collect()
    } else {
        vec![of_manubot(teller)]
    })
}

/// The manuscript of several files that a file is one of, and its place among them, where its teller tells these `units`.
#[must_use]
pub fn unit_of(path: &Path, project: &Project, config: &Config, units: &Units) -> Option<(Arc<Unit>, usize)> {
    let path = located(path);
    match units.of_file(&path) {
        Some((unit, place)) => unit.is_joined().then(|| (Arc::clone(unit), place)),
        // One that version control leaves out is not looked for, and may belong there all the same.
        None => may_join(&path, project, config).then(|| (Arc::new(Unit { files: vec![path], is_whole: false }), 0)),
    }
}

/// Whether a file may be one of several that form a manuscript. Those of a configured one are not looked for, because more
/// may come at any time.
#[must_use]
pub fn is_part(path: &Path, project: &Project, config: &Config) -> bool {
    if !config.manuscripts.is_empty() {
        return may_join(path, project, config);
    }
    let told = teller(path.parent().unwrap_or(path), project, config).map(|teller| units(&teller, project, config));
    told.is_some_and(|units| unit_of(path, project, config, &units).is_some())
}

fn may_join(path: &Path, project: &Project, config: &Config) -> bool {
    let project_path = project.path_of(path);
    config.manuscripts.iter().any(|manuscript| manuscript.may_join(&project_path))
}

/// Those of `[[manuscript]]`, without what is left out.
fn of_project(project: &Project, config: &Config) -> Vec<Unit> {
    let (files, closed) = manuscripts_below(&project.root);
    let seen: Vec<(String, PathBuf)> = files.into_iter().map(|path| (project.path_of(&path), located(&path))).collect();
    let paths: Vec<&str> = seen.iter().map(|(seen, _)| &**seen).filter(|path| !config.excludes(path)).collect();
    let unit = |files: Vec<&str>| Unit {
        files: files.into_iter().map(|path| located(&project.root.join(path))).collect(),
        is_whole: closed.is_empty(),
    };
    configured(&config.manuscripts, &paths).into_iter().map(unit).collect()
}

/// Manubot joins the files in `content` whose names begin with a digit, in the order of their names.
fn of_manubot(content: &Path) -> Unit {
    let mut files = Vec::new();
    let mut is_whole = true;
    for entry in
        WalkBuilder::new(content).max_depth(Some(1)).standard_filters(false).sort_by_file_name(Ord::cmp).build()
    {
        match entry {
            Ok(entry) => {
                let name = entry.file_name().to_string_lossy();
                if entry.depth() == 1 && name.starts_with(|ch: char| ch.is_ascii_digit()) && name.ends_with(".md") {
                    files.push(entry.into_path());
                }
            }
            Err(_) => is_whole = false,
        }
    }
    Unit { is_whole: is_whole && files.iter().all(|file| is_within(file, content)), files }
}

/// That of a file of Quarto or MyST, if it lists the chapters of a book.
fn of_book(teller: &Path) -> Option<Unit> {
    let folder = teller.parent()?;
    let text = read_text(teller, CONFIG_LIMIT).ok()?;
    let (tree, troubles) = read_yaml(&text, Span::new(0, text.len()));
    let mut book = Book { folder, unit: Unit { files: Vec::new(), is_whole: troubles.is_empty() } };
    if teller.ends_with("myst.yml") {
        book.entries(tree.get("project")?.get("toc")?);
    } else {
        let told = tree.get("book")?;
        book.entries(told.get("chapters")?);
        told.get("appendices").into_iter().for_each(|appendices| book.entries(appendices));
        // Profiles may say otherwise: `_quarto-print.yml`.
        book.unit.is_whole &= names_in(folder).filter(|name| name.starts_with("_quarto")).count() == 1;
    }
    Some(book.unit)
}

struct Book<'a> {
    folder: &'a Path,
    unit: Unit,
}

impl Book<'_> {
    fn entries(&mut self, node: &Node) {
        match &node.value {
            Value::List(entries) => entries.iter().for_each(|entry| self.entry(entry)),
            _ => self.unit.is_whole = false,
        }
    }

    /// A chapter, or a part with chapters: Quarto's guide, "Book Structure"; MyST's guide, "Table of Contents".
    fn entry(&mut self, entry: &Node) {
        if let Some(path) = entry.as_str() {
            return self.chapter(path);
        }
        let text = |key| entry.get(key).and_then(Node::as_str);
        let own = text("file").or_else(|| text("href"));
        let part = text("part").filter(|part| is_manuscript(Path::new(part)));
        own.or(part).into_iter().for_each(|path| self.chapter(path));
        let below = ["chapters", "children"].map(|key| entry.get(key));
        let is_understood = own.is_some() || below.iter().any(Option::is_some) || text("url").is_some();
        self.unit.is_whole &= is_understood;
        below.into_iter().flatten().for_each(|chapters| self.entries(chapters));
    }

    fn chapter(&mut self, written: &str) {
        let path = located(&self.folder.join(written));
        if Path::new(written).components().any(|part| matches!(part, Component::ParentDir | Component::RootDir)) {
            self.unit.is_whole = false;
        } else if !self.unit.files.contains(&path) {
            self.unit.is_whole &= is_manuscript(&path) && is_within(&path, self.folder);
            self.unit.files.push(path);
        }
    }
}

/// Whether a file is there, and not behind a link that leads out of a folder: it is a stranger's to say what is read.
fn is_within(file: &Path, folder: &Path) -> bool {
    folder.canonicalize().is_ok_and(|folder| file.canonicalize().is_ok_and(|file| file.starts_with(folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files of the manuscript that a project with these files tells to one of its files, and whether they are all.
    fn told(files: &[(&str, &str)], of: &str) -> Option<(Vec<String>, bool)> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("makes folders");
            std::fs::write(path, text).expect("writes");
        }
        let root = located(folder.path());
        let (project, config) = (Project::bare(root.clone()), Config::default());
        let path = root.join(of);
        let teller = teller(path.parent().expect("a folder"), &project, &config)?;
        let units = units(&teller, &project, &config);
        let (unit, _) = units.of_file(&path)?;
        assert!(is_part(&path, &project, &config));
        Some((unit.files.iter().map(|file| project.path_of(file)).collect(), unit.is_whole))
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_book_of_quarto_is_read_in_the_order_of_its_chapters() {
        let book = "book:\n  chapters:\n    - index.qmd\n    - part: One\n      chapters: [b.qmd, a/a.qmd]\n    - part: c.qmd\n      chapters: [d.qmd]\n  appendices: [e.qmd]\n";
        let chapters = ["index.qmd", "b.qmd", "a/a.qmd", "c.qmd", "d.qmd", "e.qmd"];
        let mut files: Vec<(&str, &str)> = chapters.iter().map(|name| (*name, "Text.\n")).collect();
        files.push(("_quarto.yml", book));
        assert_eq!(told(&files, "a/a.qmd"), Some((names(&chapters), true)));
        files.push(("_quarto-print.yml", ""));
        assert_eq!(told(&files, "b.qmd"), Some((names(&chapters), false)), "a profile may name others");
        files.retain(|(name, _)| *name != "d.qmd" && *name != "_quarto-print.yml");
        assert_eq!(told(&files, "b.qmd"), Some((names(&chapters), false)), "one is not there");
        assert_eq!(told(&[("_quarto.yml", "project: {type: website}\n"), ("a.qmd", "")], "a.qmd"), None);
    }

    #[test]
    fn a_book_that_reaches_out_of_its_folder_is_not_whole() {
        for chapter in ["../secret.md", "/etc/passwd", "{glob: '*.md'}", "data.ipynb"] {
            let book = format!("book:\n  chapters: [a.md, b.md, {chapter}]\n");
            let unit = told(&[("_quarto.yml", &book), ("a.md", ""), ("b.md", "")], "a.md");
            assert!(unit.is_some_and(|(files, is_whole)| files.len() >= 2 && !is_whole), "{chapter}");
        }
    }

    #[test]
    fn manubot_joins_what_begins_with_a_digit() {
        let files = ["content/02.body.md", "content/metadata.yaml", "content/10.refs.md", "content/00.front.md"];
        let mut files: Vec<(&str, &str)> = files.map(|name| (name, "")).to_vec();
        files.extend([("content/notes.md", ""), ("content/02.old.txt", ""), ("content/03.d/x.md", "")]);
        let expected = ["content/00.front.md", "content/02.body.md", "content/10.refs.md"];
        assert_eq!(told(&files, "content/10.refs.md"), Some((names(&expected), true)));
        assert_eq!(told(&files, "content/notes.md"), None);
    }

    #[test]
    fn a_table_of_contents_of_myst_is_followed() {
        let toc = "project:\n  toc:\n    - file: index.md\n    - title: Part\n      children:\n        - file: a.md\n    - file: b.md\n";
        let files = [("myst.yml", toc), ("index.md", ""), ("a.md", ""), ("b.md", "")];
        assert_eq!(told(&files, "a.md"), Some((names(&["index.md", "a.md", "b.md"]), true)));
        let pattern = format!("{toc}    - pattern: c/*.md\n");
        let files = [("myst.yml", &*pattern), ("index.md", ""), ("a.md", ""), ("b.md", "")];
        assert!(told(&files, "a.md").is_some_and(|(_, is_whole)| !is_whole));
    }
}
