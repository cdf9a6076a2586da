//! Writing a file whole or not at all.
#![allow(clippy::disallowed_methods, reason = "an edge: the one place here that writes a file")]

use std::borrow::Cow;
use std::io::{self, Write as _};
use std::path::Path;

/// Replaces `path` by `text`: all of it or nothing, with the permissions it had. Equal content is left alone, and a link
/// stays one: the file that it leads to is replaced.
///
/// # Errors
/// Why it is as it was.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = &*target(path)?;
    match std::fs::read(path) {
        Ok(before) if before == text.as_bytes() => return Ok(()),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    set_permissions(path, file.as_file())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The file that is meant. What a link leads to must be a regular file already: a project that nobody looked at has no
/// say in where files are made.
fn target(path: &Path) -> io::Result<Cow<'_, Path>> {
    if !std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return Ok(Cow::Borrowed(path));
    }
    let target = std::fs::canonicalize(path)?;
    if !std::fs::metadata(&target)?.is_file() {
        return Err(io::Error::other("it is a link to something that is no file"));
    }
    Ok(Cow::Owned(target))
}

/// A new file is readable as others are, not private as temporary files are.
fn set_permissions(path: &Path, file: &std::fs::File) -> io::Result<()> {
    match std::fs::metadata(path) {
        Ok(before) => file.set_permissions(before.permissions()),
        Err(_) => ordinary(file),
    }
}

#[cfg(unix)]
fn ordinary(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn ordinary(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}
