//! The index of the words of records, for works that are looked for by title, author, year.
//!
//! Records that other versions of ibid wrote are added when somebody looks for words: only those know the table.

use rusqlite::{Connection, params};

use super::codec::decode_record;
use super::rows::at;
use super::schema;
use crate::record::{Identifier, Record};

/// Which works are meant by words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// Those that have all of them.
    All,
    /// Those that have some, with the most telling ones first.
    Some,
}

/// So many records are indexed in one transaction, during which nobody else writes.
const AT_ONCE: usize = 2_000;

/// Adds records that are not in the index, [some at once](AT_ONCE). A row may have been given to another work since.
pub(super) fn catch_up(db: &Connection) -> rusqlite::Result<()> {
    let missing = "SELECT record.row, record.id FROM record LEFT JOIN worded USING (row)
                   WHERE worded.id IS NOT record.id LIMIT ?1";
    let mut select = db.prepare_cached(missing)?;
    let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let rows = select.query_map([most], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let rows: Vec<(i64, String)> = rows.collect::<Result<_, _>>()?;
    let mut body = db.prepare_cached("SELECT body FROM record WHERE row = ?1")?;
    let mut forget = db.prepare_cached("DELETE FROM record_words WHERE rowid = ?1")?;
    let mut insert = db.prepare_cached("INSERT INTO record_words (rowid, words) VALUES (?1, ?2)")?;
    let mut note = db.prepare_cached("INSERT OR REPLACE INTO worded (row, id) VALUES (?1, ?2)")?;
    for (row, id) in rows {
        let body: String = body.query_row([row], |row| row.get(0))?;
        forget.execute([row])?;
        if let Some(record) = decode_record(&body) {
            insert.execute(params![row, words(&record)])?;
        }
        note.execute(params![row, id])?;
    }
    Ok(())
}

/// Whether records are missing from the index.
pub(super) fn is_behind(db: &Connection) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM record LEFT JOIN worded USING (row) WHERE worded.id IS NOT record.id LIMIT 1")?
        .exists([])
}

/// Forgets the words of the records of an identifier.
pub(super) fn forget(db: &Connection, key: &str) -> rusqlite::Result<()> {
    let rows = "DELETE FROM record_words WHERE rowid IN (SELECT row FROM record WHERE id = ?1)";
    db.prepare_cached(rows)?.execute([key])?;
    db.prepare_cached("DELETE FROM worded WHERE row IN (SELECT row FROM record WHERE id = ?1)")?.execute([key])?;
    Ok(())
}

/// What a work is looked for by.
fn words(record: &Record) -> String {
    let people = record.authors.iter().chain(&record.editors).map(|person| person.name.family().to_owned());
    let texts = [&record.title, &record.subtitle, &record.container_title, &record.container_short];
    let figures = [&record.volume, &record.pages, &record.article_number];
    let year = record.dates.year().map(|year| year.to_string());
    let texts = texts.into_iter().chain(figures).flatten().cloned().chain(record.other_titles.iter().cloned());
    let all = texts.chain(people).chain(year).collect::<Vec<_>>().join(" ");
    // As references are compared: “CO₂” is “co2”, a character of Chinese is a word.
    crate::reference::words(&all).iter().map(|word| &*word.key).collect::<Vec<_>>().join(" ")
}

/// The identifiers of at most so many works that have the words, the likeliest first.
pub(super) fn find(db: &Connection, words: &[String], which: Match, most: usize) -> rusqlite::Result<Vec<Identifier>> {
    // A word in quotation marks is a word, whatever it means to the query language.
    let is_word = |word: &&String| word.chars().any(char::is_alphanumeric);
    let quoted: Vec<String> =
        words.iter().filter(is_word).map(|word| format!("\"{}\"", word.replace('"', " "))).collect();
    if quoted.is_empty() || !schema::has_words(db)? {
        return Ok(Vec::new());
    }
    let query = quoted.join(if which == Match::All { " AND " } else { " OR " });
    let mut select = db.prepare_cached(
        "SELECT record.id FROM record_words JOIN record ON record.row = record_words.rowid
         WHERE record_words MATCH ?1 ORDER BY record_words.rank LIMIT ?2",
    )?;
    // A work has a row for each of its sources.
    let most_rows = i64::try_from(most.saturating_mul(3)).unwrap_or(i64::MAX);
    let mut rows = select.query(params![query, most_rows])?;
    let mut found: Vec<Identifier> = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get_ref(0)?.as_str().ok().and_then(Identifier::parse);
        found.extend(id.filter(|id| !found.contains(id)));
    }
    found.truncate(most);
    Ok(found)
}

/// Whether the registries were asked for these words since that Unix second.
pub(super) fn was_sought(db: &Connection, words: &str, since: u64) -> rusqlite::Result<bool> {
    if !schema::has_words(db)? {
        return Ok(false);
    }
    db.prepare_cached("SELECT 1 FROM sought WHERE words = ?1 AND asked >= ?2")?.exists(params![words, at(since)])
}

/// Notes that they were asked at Unix second `now`.
pub(super) fn note_sought(db: &Connection, words: &[String], now: u64) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT OR REPLACE INTO sought (words, asked) VALUES (?1, ?2)")?;
    for words in words {
        insert.execute(params![words, at(now)])?;
    }
    Ok(())
}
