//! Writing a file whole or not at all.

use std::io::{self, Write as _};
use std::path::Path;

/// Replaces `path` by `text`: all of it or nothing, with the permissions it had. Equal content is left alone.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
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
