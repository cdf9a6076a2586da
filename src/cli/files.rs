//! Which files a command reads, and reading them.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::terminal::Terminal;
use crate::bibliography::{format_of, is_bibliography_name};
use crate::config::discover::{self, Whole, is_manuscript, manuscripts_below};
use crate::text::SourceFile;

/// Larger files are no manuscripts.
const LARGEST: u64 = 64 << 20;

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Whether it was named, not found in a folder.
    pub(super) named: bool,
}

/// The manuscripts below `paths`, in order, each once; and how looking for them ended.
pub(super) fn find(paths: &[PathBuf], terminal: Terminal) -> (Vec<Found>, Exit) {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut found: Vec<Found> = Vec::new();
    let mut exit = Exit::Fine;
    for path in paths {
        if path.is_dir() {
            let (files, closed) = below(path);
            found.extend(files.into_iter().map(|path| Found { path, named: false }));
            for why in closed {
                terminal.complain(&why);
                exit = exit.max(Exit::Usage);
            }
        } else if let Err(why) = readable(path) {
            terminal.complain(&why);
            exit = exit.max(Exit::Usage);
        } else {
            found.push(Found { path: plain(path), named: true });
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|file| seen.insert(file.path.clone()));
    (found, exit)
}

/// The folders among `paths`, which are looked at as wholes.
pub(super) fn whole(paths: &[PathBuf]) -> Whole {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    Whole::of(paths.iter().filter(|path| path.is_dir()).cloned())
}

/// The manuscripts below a folder, and in words what could not be looked into.
fn below(folder: &Path) -> (Vec<PathBuf>, Vec<String>) {
    let (files, closed) = manuscripts_below(folder);
    let closed = closed.into_iter().map(|error| not_looked_into(error, folder)).collect();
    (files.iter().map(|path| plain(path)).collect(), closed)
}

fn not_looked_into(error: ignore::Error, folder: &Path) -> String {
    let path = match &error {
        ignore::Error::WithPath { path, .. } => path.clone(),
        ignore::Error::WithDepth { err, .. } => match &**err {
            ignore::Error::WithPath { path, .. } => path.clone(),
            _ => folder.to_owned(),
        },
        _ => folder.to_owned(),
    };
    let shown = shown(&path);
    match error.into_io_error() {
        Some(error) => format!("{shown}: cannot be looked into ({})", reason(&error)),
        None => format!("{shown}: cannot be looked into"),
    }
}

/// Why the system refused, without its number and without the names of temporary files.
pub(super) fn reason(error: &std::io::Error) -> String {
    let plain = error.raw_os_error().or_else(|| inner_number(error)).map(std::io::Error::from_raw_os_error);
    let words = plain.as_ref().unwrap_or(error).to_string();
    match words.rsplit_once(" (os error ") {
        Some((words, _)) => words.to_owned(),
        None => words,
    }
}

/// The system's number of an error that another error is wrapped around.
fn inner_number(error: &std::io::Error) -> Option<i32> {
    let mut inner = std::error::Error::source(error.get_ref()?);
    while let Some(cause) = inner {
        if let Some(number) = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::raw_os_error) {
            return Some(number);
        }
        inner = cause.source();
    }
    None
}

/// A path without a leading `./`.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_path_buf()
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// Whether a named file can be read as a manuscript; else why not, in words.
fn readable(path: &Path) -> Result<(), String> {
    let shown = path.display();
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("{shown}: there is no such file or folder"),
        _ => format!("{shown}: cannot be read ({})", reason(&error)),
    })?;
    if !metadata.is_file() {
        return Err(format!("{shown}: is no regular file"));
    }
    if metadata.len() > LARGEST {
        return Err(format!("{shown}: is larger than 64 MB, so it is not read"));
    }
    match extension(path).as_deref() {
        Some(kind @ ("docx" | "odt" | "tex" | "rtf" | "html" | "epub")) => {
            let out = path.with_extension("md");
            Err(format!(
                "{shown}: ibid reads Markdown, not .{kind}. Convert first: pandoc {shown} -t markdown --wrap=none -o {}",
                out.display()
            ))
        }
        Some("pdf") => Err(format!(
            "{shown}: ibid reads Markdown, not .pdf, and pandoc cannot read PDF. Take the manuscript's source, then: \
             pandoc manuscript.docx -t markdown --wrap=none -o manuscript.md"
        )),
        _ if is_manuscript(path) || is_bibliography(path) => Ok(()),
        _ => Err(format!(
            "{shown}: is neither a Markdown file (.md, .markdown, .qmd, .Rmd, .mdx) nor a bibliography (BibTeX, CSL-JSON, \
             CSL-YAML, RIS, NBIB)"
        )),
    }
}

/// Why a file's text is not to be had.
pub(super) enum Unread {
    /// It cannot be opened or read.
    Io(std::io::Error),
    /// It is not UTF-8 from this byte on.
    NotUtf8 { at: usize },
}

/// Reads one file under the name by which it is shown.
pub(super) fn read(path: &Path) -> Result<SourceFile, Unread> {
    decode(&shown(path), std::fs::read(path).map_err(Unread::Io)?)
}

/// Reads standard input under a name.
pub(super) fn read_stdin(name: &Path) -> Result<SourceFile, Unread> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(LARGEST).read_to_end(&mut bytes).map_err(Unread::Io)?;
    decode(&shown(name), bytes)
}

fn decode(name: &str, bytes: Vec<u8>) -> Result<SourceFile, Unread> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::new(name, text)),
        Err(error) => Err(Unread::NotUtf8 { at: error.utf8_error().valid_up_to() }),
    }
}

/// A path as it is shown: relative to the working directory where below it, with `/`.
pub(super) fn shown(path: &Path) -> String {
    let path = match std::env::current_dir() {
        Ok(here) => path.strip_prefix(&here).unwrap_or(path).to_path_buf(),
        Err(_) => path.to_path_buf(),
    };
    let parts: Vec<_> = plain(&path).components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let joined = parts.join("/");
    if let Some(rooted) = joined.strip_prefix("//") { format!("/{rooted}") } else { joined }
}

/// The working directory, or `.` where there is none.
pub(super) fn here() -> PathBuf {
    std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
}

/// Whether a file is a bibliography, by its name or, where that does not tell it, by its text.
fn is_bibliography(path: &Path) -> bool {
    let name = path.to_string_lossy();
    let told_by_text = || {
        let text = discover::read_text(path, discover::FILE_LIMIT).ok()?;
        format_of(&name, &text)
    };
    is_bibliography_name(&name)
        || matches!(extension(path).as_deref(), Some("json" | "yaml" | "yml")) && told_by_text().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_refusal_is_told_in_words_alone() {
        assert_eq!(reason(&std::io::Error::from_raw_os_error(13)), "Permission denied");
        let wrapped = tempfile::NamedTempFile::new_in("/no such folder").expect_err("there is none");
        assert_eq!(reason(&wrapped), "No such file or directory");
        assert_eq!(reason(&std::io::Error::other("it is closed")), "it is closed");
    }
}
