//! Reading one file with care: the path may come from a project that nobody looked at.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;
use std::sync::Arc;

use super::{FILE_LIMIT, shown};
use crate::bibliography::{self, Outcome, format_of};
use crate::text::SourceFile;

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// There is none.
    #[error("there is no such file")]
    Missing,
    /// A folder, device, pipe or socket.
    #[error("it is not a regular file")]
    NotRegular,
    /// It is larger than it may be; the limit in bytes.
    #[error("it is larger than {} MB", .0 >> 20)]
    TooLarge(u64),
    /// It is not UTF-8; the first byte that is not.
    #[error("it is not UTF-8 text (byte {0})")]
    NotText(usize),
    /// The system refused.
    #[error("{0}")]
    Refused(String),
}

impl ReadFault {
    fn of(error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::Missing,
            ErrorKind::PermissionDenied => Self::Refused("you may not read it".into()),
            _ => Self::Refused(error.to_string()),
        }
    }
}

/// Reads a regular file of UTF-8 text of at most `limit` bytes. A pipe or device is not even opened.
///
/// # Errors
/// Why it was not read.
#[allow(clippy::disallowed_methods, reason = "an edge: the one place here that reads a file's content")]
pub fn read_text(path: &Path, limit: u64) -> Result<String, ReadFault> {
    let regular = |meta: std::io::Result<std::fs::Metadata>| match meta {
        Ok(meta) if !meta.is_file() => Err(ReadFault::NotRegular),
        Ok(meta) if meta.len() > limit => Err(ReadFault::TooLarge(limit)),
        Ok(meta) => Ok(meta.len()),
        Err(error) => Err(ReadFault::of(&error)),
    };
    regular(std::fs::metadata(path))?;
    let file = File::open(path).map_err(|error| ReadFault::of(&error))?;
    // Asked again of what was opened, which may be another file by now; and some files grow while read.
    let len = regular(file.metadata())?;
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0));
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| ReadFault::of(&error))?;
    if bytes.len() as u64 > limit {
        return Err(ReadFault::TooLarge(limit));
    }
    String::from_utf8(bytes).map_err(|error| ReadFault::NotText(error.utf8_error().valid_up_to()))
}

/// Reads a bibliography file.
///
/// # Errors
/// Why it cannot be read, in words.
pub fn read_bibliography(path: &Path) -> Outcome {
    let text = read_text(path, FILE_LIMIT).map_err(|fault| fault.to_string())?;
    let shown = shown(path);
    let format = format_of(&shown, &text)
        .ok_or("it is no bibliography that ibid knows (BibTeX, CSL-JSON, CSL-YAML, RIS, NBIB)")?;
    Ok(Arc::new(bibliography::read(Arc::new(SourceFile::new(shown, text)), format)))
}
