//! The tables, and whose file it is.

use rusqlite::{Connection, TransactionBehavior};

/// `ibid` in ASCII: marks the file as ours, so that a foreign database is never written to.
pub(super) const APPLICATION: i32 = 0x6962_6964;

/// `user_version` of this schema. All of 1000 to 1999 belong to the first number: later ones only add.
pub(super) const VERSION: i32 = 1_004;

/// What a database is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// Empty; to be made ours.
    Nobodys,
    /// Ours, of this number: may be read and written, whatever a newer version added.
    Ours,
    /// Ours, but of a number that this version does not know.
    Newer,
    /// Something else's.
    Foreign,
}

/// Looks whose it is.
pub(super) fn whose(db: &Connection) -> rusqlite::Result<Whose> {
    let application: i32 = db.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version: i32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, version, tables) {
        (0, 0, 0) => Whose::Nobodys,
        (APPLICATION, 1_000..=1_999, _) => Whose::Ours,
        (APPLICATION, _, _) => Whose::Newer,
        _ => Whose::Foreign,
    })
}

/// Whether it lacks what later versions of its number added.
pub(super) fn is_older(db: &Connection) -> rusqlite::Result<bool> {
    Ok(version(db)? < VERSION)
}

/// Whether it has the table `undecided`, which came with version 1001.
pub(super) fn has_undecided(db: &Connection) -> rusqlite::Result<bool> {
    Ok(version(db)? >= 1_001)
}

/// Whether it has the table `lacking`, which came with version 1002.
pub(super) fn has_lacking(db: &Connection) -> rusqlite::Result<bool> {
    Ok(version(db)? >= 1_002)
}

/// Whether it has the index of words, which came with version 1004.
pub(super) fn has_words(db: &Connection) -> rusqlite::Result<bool> {
    Ok(version(db)? >= 1_004)
}

fn version(db: &Connection) -> rusqlite::Result<i32> {
    db.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get(0))
}

/// Makes an empty database ours, and adds to ours what an older version lacks; another process may have been quicker.
pub(super) fn create(db: &mut Connection) -> rusqlite::Result<()> {
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let whose = whose(&change)?;
    if whose == Whose::Nobodys {
        change.execute_batch(TABLES)?;
        change.pragma_update(None, "application_id", APPLICATION)?;
    }
    if matches!(whose, Whose::Nobodys | Whose::Ours) && is_older(&change)? {
        change.execute_batch(ADDED)?;
        change.pragma_update(None, "user_version", VERSION)?;
    }
    change.commit()
}

/// Times are Unix seconds, those of `lease` and `pace` milliseconds. Notices stand apart from records because they age
/// sooner. `lease` and `pace` let several processes share one look-up and one budget; `same_as` leads from any identifier of a work to the others.
const TABLES: &str = "
CREATE TABLE known (
    id TEXT PRIMARY KEY, agency TEXT, alias_of TEXT, asked INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE record (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, body TEXT NOT NULL, fetched INTEGER NOT NULL,
    UNIQUE (id, source)
);
CREATE TABLE notices (
    id TEXT NOT NULL, source TEXT NOT NULL, body TEXT NOT NULL, fetched INTEGER NOT NULL, PRIMARY KEY (id, source)
) WITHOUT ROWID;
CREATE TABLE same_as (
    id TEXT NOT NULL, other TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (id, other, source)
) WITHOUT ROWID;
CREATE INDEX same_as_other ON same_as (other);
CREATE TABLE absent (id TEXT PRIMARY KEY, authority TEXT NOT NULL, asked INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE lease (id TEXT PRIMARY KEY, holder TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE pace (
    source TEXT NOT NULL, class TEXT NOT NULL, next_slot INTEGER NOT NULL, PRIMARY KEY (source, class)
) WITHOUT ROWID;
CREATE TABLE reached (source TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE said (key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
";

/// What came with version 1001: identifiers that all who were asked leave open. With version 1002: sources that were
/// asked for a record and have none. With version 1003: requests that began lately, in Unix milliseconds. With version 1004: the
/// words of records, without what they are read from; which row was indexed for which identifier; and what was looked for in
/// vain, as a number made of its words.
const ADDED: &str = "
CREATE TABLE IF NOT EXISTS undecided (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, what TEXT NOT NULL, asked INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lacking (
    id TEXT NOT NULL, source TEXT NOT NULL, asked INTEGER NOT NULL, PRIMARY KEY (id, source)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS slot (
    slot INTEGER PRIMARY KEY, budget TEXT NOT NULL, at INTEGER NOT NULL, ends INTEGER NOT NULL, holder TEXT NOT NULL
);
CREATE VIRTUAL TABLE IF NOT EXISTS record_words USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE IF NOT EXISTS worded (row INTEGER PRIMARY KEY, id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sought (words TEXT PRIMARY KEY, asked INTEGER NOT NULL) WITHOUT ROWID;
";
