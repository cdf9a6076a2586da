//! The file that is logged to. Several processes may write to it at once.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A longer file is moved aside, and a new one begun. Bytes.
pub const LARGEST: u64 = 1 << 20;

/// A log file, or none.
#[derive(Debug)]
pub(super) struct LogFile(Option<Mutex<Open>>);

#[derive(Debug)]
struct Open {
    path: PathBuf,
    /// `None` since it could not be written.
    file: Option<File>,
}

impl LogFile {
    /// No file: nothing is written.
    pub(super) fn none() -> Self {
        Self(None)
    }

    /// Opens or makes the file, and its folder; else why not, in words for people.
    pub(super) fn open(path: PathBuf) -> Result<Self, String> {
        let file = make_folder(&path).and_then(|()| append(&path));
        let file = file.map_err(|error| cannot(&path, &error))?;
        Ok(Self(Some(Mutex::new(Open { path, file: Some(file) }))))
    }

    /// Whether there is a file.
    pub(super) fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// Writes a line. Where that fails it is given up, and the words are for people.
    pub(super) fn write(&self, line: &str) -> Result<(), String> {
        let Some(open) = &self.0 else { return Ok(()) };
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = &mut open.file else { return Ok(()) };
        // One call a line, which a file that is appended to takes whole beside those of other processes.
        let written = file.write_all(line.as_bytes()).and_then(|()| file.metadata());
        match written {
            Ok(metadata) if metadata.is_file() && metadata.len() >= LARGEST => open.turn(),
            Ok(_) => {}
            Err(error) => {
                open.file = None;
                return Err(cannot(&open.path, &error));
            }
        }
        Ok(())
    }
}

impl Open {
    /// Moves the file that has grown too long aside, unless another process has, and goes on with a new one. A process
    /// that still writes to the old one follows at its next line.
    fn turn(&mut self) {
        let Some(file) = &self.file else { return };
        // Who holds the lock moves it; the others write on and look again.
        if file.try_lock().is_err() {
            return;
        }
        let is_long = std::fs::metadata(&self.path).is_ok_and(|metadata| metadata.len() >= LARGEST);
        if is_long && std::fs::rename(&self.path, old(&self.path)).is_err() {
            return;
        }
        if let Ok(new) = append(&self.path) {
            self.file = Some(new);
        }
    }
}

/// Where the file is moved to.
fn old(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".old");
    name.into()
}

fn make_folder(path: &Path) -> io::Result<()> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

fn append(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.append(true).create(true).open(path)
}

fn cannot(path: &Path, error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "it may not be written".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    };
    format!("The log {} is not written: {why}. All else goes on.", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &Path) -> Vec<String> {
        std::fs::read_to_string(path).expect("a log").lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_long_log_is_moved_aside_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new/ibid.log");
        let logs = [LogFile::open(path.clone()).expect("a log"), LogFile::open(path.clone()).expect("a log")];
        let line = format!("{}\n", "x".repeat(1_023));
        let fits = usize::try_from(LARGEST).expect("it is a megabyte") / line.len();
        // Two processes write in turn; whichever fills the file moves it.
        for number in 0..fits {
            logs[number % 2].write(&line).expect("written");
        }
        assert_eq!((lines(&path).len(), lines(&old(&path)).len()), (0, fits));
        // The one that did not still writes to the old file, once.
        logs[0].write("a\n").expect("written");
        logs[1].write("b\n").expect("written");
        logs[0].write("a\n").expect("written");
        logs[1].write("b\n").expect("written");
        assert_eq!(lines(&old(&path)).len(), fits + 1);
        assert_eq!(lines(&path).len(), 3);
        // It is moved again when it is full again, over the one before.
        for _ in 0..fits {
            logs[0].write(&line).expect("written");
        }
        assert_eq!((lines(&path).len(), lines(&old(&path)).len()), (0, fits + 3));
        assert_eq!(std::fs::read_dir(path.parent().expect("its folder")).expect("readable").count(), 2);
    }

    #[test]
    fn lines_of_many_writers_stay_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ibid.log");
        let write = |word: &str| {
            let log = LogFile::open(path.clone()).expect("a log");
            (0..500).for_each(|_| log.write(&format!("{}\n", word.repeat(50))).expect("written"));
        };
        std::thread::scope(|scope| {
            for word in ["a", "b", "c"] {
                scope.spawn(move || write(word));
            }
        });
        let lines = lines(&path);
        assert_eq!(lines.len(), 1_500);
        assert!(lines.iter().all(|line| ["a", "b", "c"].iter().any(|word| *line == word.repeat(50))));
    }

    #[test]
    fn a_folder_in_its_place_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let why = LogFile::open(folder.path().to_owned()).expect_err("a folder");
        assert_eq!(
            why,
            format!("The log {} is not written: it is a folder. All else goes on.", folder.path().display())
        );
    }
}
