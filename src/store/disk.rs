//! Opening the file: whose it is, whether it can be written, and what happens to a damaged one.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::network_fs::is_on_network;
use super::schema::{self, APPLICATION, Whose};
use super::thread::Store;

/// A file that was opened.
pub(super) struct Disk {
    /// The connection.
    pub db: Connection,
    /// Whether it can be written.
    pub writable: bool,
}

/// Why a file cannot be used.
#[derive(Debug)]
pub(super) struct Unusable {
    /// In words for people.
    pub why: String,
    /// Whether it may be usable later.
    pub passes: bool,
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Self {
        Self { why: reason(&error), passes: is_busy(&error) }
    }
}

impl From<String> for Unusable {
    fn from(why: String) -> Self {
        Self { why, passes: false }
    }
}

impl From<&str> for Unusable {
    fn from(why: &str) -> Self {
        why.to_owned().into()
    }
}

/// Opens or makes the file. `ours` says that its place belongs to ibid, so that whatever lies there may be moved
/// aside; elsewhere only what bears our mark is. `checked` reads all of it, after damage was met. Another program that
/// holds it is waited for as long as `wait` says.
///
/// # Errors
///
/// Why the file cannot be used at all.
pub(super) fn open(
    path: &Path,
    ours: bool,
    checked: bool,
    wait: Duration,
    notes: &mut Vec<String>,
) -> Result<Disk, Unusable> {
    let made = make_folder(path);
    let disk = match try_open(path, checked, wait) {
        Ok(db) => ready(path, db, notes)?,
        Err(error) if is_damage(&error) => recover(path, ours, checked, notes)?,
        Err(error) => match is_forbidden(&error).then(|| read_only(path)).flatten() {
            Some(db) => ready(path, db, notes)?,
            None => return Err(made.map_or_else(|why| why.to_string().into(), |()| error.into())),
        },
    };
    disk.db.busy_timeout(Store::WAIT)?;
    Ok(disk)
}

/// Whether the error says that the file is damaged or no database.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Whether the error says that another process holds the file longer than anybody waits.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Whether the error says that the file may not be written, or that nothing may be put beside it.
fn is_forbidden(error: &rusqlite::Error) -> bool {
    let forbidding = [ErrorCode::ReadOnly, ErrorCode::CannotOpen, ErrorCode::PermissionDenied];
    error.sqlite_error_code().is_some_and(|code| forbidding.contains(&code))
}

/// Why a file cannot be used, in words for people.
pub(super) fn reason(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full".into(),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => "it may not be written".into(),
        Some(ErrorCode::CannotOpen) => "it cannot be opened".into(),
        Some(ErrorCode::SystemIoFailure) => "the disk does not take or give it (input/output error)".into(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another program holds it".into(),
        _ => error.to_string(),
    }
}

fn make_folder(path: &Path) -> std::io::Result<()> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

fn try_open(path: &Path, checked: bool, wait: Duration) -> rusqlite::Result<Connection> {
    // Without URI: a path that begins with `file:` is a path.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)?;
    prepare(&db, wait)?;
    let mut whose = schema::whose(&db)?;
    let grows = whose == Whose::Ours && schema::is_older(&db)? && !db.is_readonly("main")?;
    if whose == Whose::Nobodys || grows {
        schema::create(&mut db)?;
        whose = schema::whose(&db)?;
    }
    if whose == Whose::Ours && !db.is_readonly("main")? {
        let journal = if is_on_network(path) { "TRUNCATE" } else { "WAL" };
        match db.pragma_update_and_check(None, "journal_mode", journal, |_| Ok(())) {
            // Another process is at it; SQLite does not wait here. Any journal is sound, whoever opens it next tries.
            Err(error) if is_busy(&error) => {}
            changed => changed?,
        }
    }
    if checked && whose == Whose::Ours {
        let said: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if said != "ok" {
            return Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT), None));
        }
    }
    if whose == Whose::Ours && !db.is_readonly("main")? {
        // A folder that may not be written shows only now. Where another process writes, it can be written.
        match db.execute_batch("BEGIN IMMEDIATE; ROLLBACK") {
            Err(error) if is_busy(&error) => {}
            tried => tried?,
        }
    }
    Ok(db)
}

fn prepare(db: &Connection, wait: Duration) -> rusqlite::Result<()> {
    db.busy_timeout(wait)?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "trusted_schema", false)
}

/// Opens a file that can only be read. Where even the write-ahead log's index cannot be made, the file is taken as
/// it lies, which is sound as long as no log lies beside it.
fn read_only(path: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let as_is = || {
        let mut uri = String::from("file:");
        for byte in path.to_str()?.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => uri.push(char::from(byte)),
                _ => uri.push_str(&format!("%{byte:02X}")),
            }
        }
        uri.push_str("?immutable=1");
        let no_log = !beside(path, "-wal").exists();
        no_log.then(|| Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI).ok()).flatten()
    };
    let usable = |db: Connection| (prepare(&db, Store::WAIT).is_ok() && schema::whose(&db).is_ok()).then_some(db);
    Connection::open_with_flags(path, flags).ok().and_then(usable).or_else(|| as_is().and_then(usable))
}

/// Decides by whose the file is.
fn ready(path: &Path, db: Connection, notes: &mut Vec<String>) -> Result<Disk, Unusable> {
    match schema::whose(&db)? {
        Whose::Ours => {
            let writable = !db.is_readonly("main")?;
            if !writable {
                notes.push(format!(
                    "The record store {} may not be written; what is looked up is forgotten at the end.",
                    path.display()
                ));
            }
            Ok(Disk { db, writable })
        }
        Whose::Newer => Err("a newer ibid made it, in a form that this version does not know".into()),
        Whose::Foreign => Err("it belongs to another program".into()),
        Whose::Nobodys => Err("it is empty and may not be written".into()),
    }
}

/// Moves the damaged file aside and starts afresh. Several processes may meet the damage at once: the first one to
/// hold the lock moves it, the others find a sound file.
fn recover(path: &Path, ours: bool, checked: bool, notes: &mut Vec<String>) -> Result<Disk, Unusable> {
    if !ours && !bears_our_mark(path) {
        return Err("it is no record store of ibid's".into());
    }
    let lock_path = beside(path, ".recovering");
    let lock = fs::File::create(&lock_path);
    if let Ok(lock) = &lock {
        // Where locks do not work, the worst outcome is a second copy moved aside.
        let _ = lock.lock();
    }
    let opened = match try_open(path, checked, Store::WAIT) {
        Err(error) if is_damage(&error) => {
            let aside =
                set_aside(path).map_err(|error| format!("it is damaged and cannot be moved aside ({error})"))?;
            notes.push(format!(
                "The record store was damaged. It now lies at {}, and a new one was begun.",
                aside.display()
            ));
            try_open(path, false, Store::WAIT)
        }
        opened => opened,
    };
    if lock.is_ok() {
        let _ = fs::remove_file(&lock_path);
    }
    ready(path, opened?, notes)
}

/// Moves the file and its logs to a free name beside it.
fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let now = super::unix_now();
    let free = (0..1_000).map(|n| beside(path, &format!(".damaged-{}", now + n))).find(|to| !to.exists());
    let aside = free.ok_or_else(|| std::io::Error::other("no free name"))?;
    fs::rename(path, &aside)?;
    for log in ["-wal", "-shm"] {
        let from = beside(path, log);
        if from.exists() {
            fs::rename(from, beside(&aside, log))?;
        }
    }
    Ok(aside)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Whether the file's header names ibid's application id (SQLite, "Database File Format", §1.3: 4 bytes at 68).
fn bears_our_mark(path: &Path) -> bool {
    let mut header = [0; 72];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok() && header.starts_with(b"SQLite format 3\0") && header[68..] == APPLICATION.to_be_bytes()
}
