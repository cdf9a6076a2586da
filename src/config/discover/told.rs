//! What the files of a project say of bibliographies, for every manuscript below them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memchr::memmem;

use super::beside::folders;
use super::{CONFIG_LIMIT, Project, located, named, read_text, shown};
use crate::bibliography::{Declared, Named, declared_at, is_bibliography_name};
use crate::syntax::tree::{Node, Value, read_yaml};
use crate::syntax::{Dialect, Document, read_front_matter};
use crate::text::{SourceFile, Span};

/// What the files of a project say of bibliographies to the manuscripts of one folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// Those that are named, outermost folder first.
    pub named: Vec<Named>,
    /// Whether there may be more, named in a way that is not followed.
    pub is_partial: bool,
    /// Which program writes a file, as `managed-by` in `ibid.toml` says.
    pub managed: BTreeMap<PathBuf, String>,
}

/// A file that may name bibliographies, and where in it: rows within rows.
const FILES: [(&str, &[&[&str]]); 9] = [
    // Quarto's guide, "Citations": `bibliography` of a project, and of what is below a folder.
    ("_quarto.yml", &[&["bibliography"]]),
    ("_quarto.yaml", &[&["bibliography"]]),
    ("_metadata.yml", &[&["bibliography"]]),
    ("_metadata.yaml", &[&["bibliography"]]),
    // Jupyter Book's manual, "Citations and bibliographies".
    ("_config.yml", &[&["bibtex_bibfiles"], &["sphinx", "config", "bibtex_bibfiles"]]),
    // MyST's guide, "Citations and cross-references".
    ("myst.yml", &[&["project", "bibliography"], &["bibliography"]]),
    ("_output.yml", &[]),
    ("_site.yml", &[]),
    ("_bookdown.yml", &[]),
];

/// Words by which such a file may name further ones.
const MORE: [&str; 5] = [".bib", "bibliography", "metadata-files", "\nprofile", "extends"];

/// Reads what the files of a project say of bibliographies to the manuscripts in `folder`: its `ibid.toml`, and what
/// Quarto, Jupyter Book, MyST and bookdown are told.
#[must_use]
pub fn told(folder: &Path, project: &Project) -> Told {
    let mut told = Told::default();
    let folder = &*located(folder);
    for piece in &project.pieces {
        if let (Some(file), Some(node)) = (&piece.file, piece.tree.get("bibliography")) {
            let base = piece.folder.as_deref().unwrap_or(&project.root);
            let items =
                if let Value::List(items) = &node.value { items.as_slice() } else { std::slice::from_ref(node) };
            for item in items {
                let path = item.get("path").unwrap_or(item);
                let declared = if path.as_str().is_some() { declared_at(path, file) } else { Vec::new() };
                if let (Some(program), [declared]) = (item.get("managed-by").and_then(Node::as_str), &*declared) {
                    told.managed.insert(named(&declared.path, base), program.to_owned());
                }
                told.add(declared, base);
            }
        }
    }
    let top = top(folder, project);
    for folder in folders(&folder.join("manuscript"), &top).iter().rev() {
        for (name, places) in FILES {
            let path = folder.join(name);
            // Most folders have none of them, which costs one question each.
            if path.metadata().is_ok() {
                told.read(&path, places, project);
            }
        }
    }
    told
}

impl Told {
    /// Reads one file of a program that builds documents.
    fn read(&mut self, path: &Path, places: &[&[&str]], project: &Project) {
        let Ok(text) = read_text(path, CONFIG_LIMIT) else {
            self.is_partial = true;
            return;
        };
        let folder = path.parent().unwrap_or(&project.root);
        let (tree, troubles) = read_yaml(&text, Span::new(0, text.len()));
        let file = Arc::new(SourceFile::new(shown(path), &*text).in_project(project.path_of(path)));
        let nodes = places.iter().filter_map(|place| place.iter().try_fold(&tree, |node, row| node.get(row)));
        let nodes: Vec<&Node> = nodes.collect();
        let declared: Vec<Declared> = nodes.iter().flat_map(|node| declared_at(node, &file)).collect();
        let mentions =
            |text: &str| MORE.iter().map(|word| memmem::find_iter(text.as_bytes(), word).count()).sum::<usize>();
        let understood: usize = declared.iter().map(|declared| mentions(declared.span.of(&text))).sum();
        let keys = nodes.len() * usize::from(!path.ends_with("_config.yml"));
        self.is_partial |= !troubles.is_empty() || mentions(&format!("\n{text}")) > understood + keys;
        // Profiles may say otherwise: `_quarto-draft.yml`, `_quarto.yml.local`.
        let is_quarto = name_of(path).starts_with("_quarto");
        self.is_partial |= is_quarto && names_in(folder).filter(|name| name.starts_with("_quarto")).count() > 1;
        if path.ends_with("myst.yml") && declared.is_empty() {
            // Then every bibliography of the project counts.
            self.guess(folder);
            self.is_partial = true;
        }
        if path.ends_with("_bookdown.yml") {
            self.of_first_chapter(folder, project);
        }
        self.add(declared, folder);
    }

    /// A book's bibliography is named in its first chapter.
    fn of_first_chapter(&mut self, folder: &Path, project: &Project) {
        let chapters = ["index.Rmd", "index.rmd", "index.md"].map(|name| folder.join(name));
        let read = chapters.iter().find_map(|path| Some((path, read_text(path, super::FILE_LIMIT).ok()?)));
        let Some((path, text)) = read else {
            self.is_partial = true;
            return;
        };
        let file = Arc::new(SourceFile::new(shown(path), &*text).in_project(project.path_of(path)));
        let front = read_front_matter(&text);
        let node = front.as_ref().and_then(|front| front.tree.get("bibliography"));
        self.add(node.map(|node| declared_at(node, &file)).unwrap_or_default(), folder);
    }

    fn add(&mut self, declared: impl IntoIterator<Item = Declared>, base: &Path) {
        self.named.extend(declared.into_iter().map(|declared| {
            let path = declared.is_file().then(|| named(&declared.path, base));
            Named { path, declared: Some(declared) }
        }));
    }

    /// The bibliographies in a folder, which nobody names.
    fn guess(&mut self, folder: &Path) {
        self.named.extend(lying_in(folder).into_iter().map(Named::unasked));
    }
}

/// The bibliographies of a manuscript that its project does not name for it: those that its own program looks for, and
/// where nobody names any at all, those that lie beside it and in the project's root. They are as good as any to write
/// with; what they lack proves nothing.
#[must_use]
pub fn lying_about(document: &Document, manuscript: &Path, root: &Path) -> Vec<PathBuf> {
    let folders = folders(manuscript, root);
    let ends = [folders.first(), folders.last().filter(|_| folders.len() > 1)];
    let mut lying: Vec<PathBuf> = ends.into_iter().flatten().flat_map(|folder| lying_in(folder)).collect();
    if document.dialect == Dialect::Manubot {
        lying.retain(|path| name_of(path).starts_with("manual-references"));
    } else {
        lying.retain(|path| is_bibliography_name(&name_of(path)));
    }
    lying
}

/// How many bibliographies of a folder are looked at that nobody names.
const LYING: usize = 16;

/// Where the project of a program that builds documents begins: beside its own file, which may lie above what ibid takes for
/// the root where neither version control nor `ibid.toml` tells it.
fn top(folder: &Path, project: &Project) -> PathBuf {
    const BEGINS: [&str; 4] = ["_quarto.yml", "_quarto.yaml", "myst.yml", "_bookdown.yml"];
    let home = super::home();
    let above = folder.ancestors().take(HEIGHT).take_while(|above| Some(*above) != home.as_deref());
    let begins = |above: &&Path| BEGINS.iter().any(|name| above.join(name).metadata().is_ok());
    let beyond = above.filter(|above| project.root.starts_with(above)).find(begins);
    beyond.map_or_else(|| project.root.clone(), Path::to_owned)
}

/// How many folders upward such a file is looked for.
pub(super) const HEIGHT: usize = 8;

pub(super) fn names_in(folder: &Path) -> impl Iterator<Item = String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
}

fn lying_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut lying: Vec<_> = paths.filter(|path| is_candidate(&name_of(path)) && path.is_file()).collect();
    lying.sort();
    lying.truncate(LYING);
    lying.iter().map(|path| located(path)).collect()
}

/// Whether a file's name says that it is a bibliography, or that it is one of Manubot's (its manual, "Reference
/// metadata").
fn is_candidate(name: &str) -> bool {
    is_bibliography_name(name) || name.starts_with("manual-references")
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
