//! Reading and writing rows. Every function runs inside its caller's transaction.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::codec::{decode_notices, decode_record, encode_notices, encode_record};
use super::held::{Held, HeldKnown, HeldView};
use super::schema;
use crate::record::{Identifier, Notice, Source};

/// What is held of `id`. A known identifier whose records cannot be read is as good as not held: without them its
/// notices would be missing too.
pub(super) fn held(db: &Connection, id: &Identifier) -> rusqlite::Result<Option<Held>> {
    let key = id.to_string();
    let mut select = db.prepare_cached("SELECT agency, alias_of, asked FROM known WHERE id = ?1")?;
    let known = select
        .query_row([&key], |row| {
            let alias: Option<String> = row.get(1)?;
            let alias_of = alias.as_deref().and_then(Identifier::parse);
            Ok(HeldKnown { agency: row.get(0)?, alias_of, asked: second(row, 2)?, ..HeldKnown::default() })
        })
        .optional()?;
    let Some(mut known) = known else {
        let mut select = db.prepare_cached("SELECT authority, asked FROM absent WHERE id = ?1")?;
        let absent =
            select.query_row([&key], |row| Ok(Held::Absent { authority: row.get(0)?, asked: second(row, 1)? }));
        return match absent.optional()? {
            None => undecided(db, &key),
            denied => Ok(denied),
        };
    };
    let mut select = db.prepare_cached(
        "SELECT record.source, record.body, record.fetched, notices.body, notices.fetched
         FROM record LEFT JOIN notices USING (id, source) WHERE record.id = ?1 ORDER BY record.source",
    )?;
    let mut rows = select.query([&key])?;
    let mut unreadable = false;
    while let Some(row) = rows.next()? {
        let source: String = row.get(0)?;
        // A source that only a newer ibid knows says nothing here, and is not in the way.
        let Some(source) = Source::from_key(&source) else { continue };
        match view(row, source)? {
            Some(view) => known.views.push(view),
            None => unreadable = true,
        }
    }
    known.views.sort_by_key(|view| view.source);
    known.lacking = lacking(db, &key)?;
    Ok((!unreadable || !known.views.is_empty()).then_some(Held::Known(known)))
}

/// Which sources were asked for a record and have none, and when.
fn lacking(db: &Connection, key: &str) -> rusqlite::Result<Vec<(Source, u64)>> {
    if !schema::has_lacking(db)? {
        return Ok(Vec::new());
    }
    let mut select = db.prepare_cached("SELECT source, asked FROM lacking WHERE id = ?1 ORDER BY source")?;
    let rows = select.query_map([key], |row| Ok((row.get::<_, String>(0)?, second(row, 1)?)))?;
    let known = |row: rusqlite::Result<(String, u64)>| {
        row.map(|(source, asked)| Source::from_key(&source).map(|source| (source, asked))).transpose()
    };
    rows.filter_map(known).collect()
}

/// What is remembered of answers that settle nothing; nothing where only another version knows who gave them.
fn undecided(db: &Connection, key: &str) -> rusqlite::Result<Option<Held>> {
    if !schema::has_undecided(db)? {
        return Ok(None);
    }
    let mut select = db.prepare_cached("SELECT source, what, asked FROM undecided WHERE id = ?1")?;
    let row = select.query_row([key], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, second(row, 2)?))).optional()?;
    Ok(row.and_then(|(source, what, asked)| Some(Held::Undecided { source: Source::from_key(&source)?, what, asked })))
}

/// Reads one row; `None` where the record or its notices cannot be read.
fn view(row: &rusqlite::Row<'_>, source: Source) -> rusqlite::Result<Option<HeldView>> {
    let body: String = row.get(1)?;
    let fetched = second(row, 2)?;
    let notices: Option<String> = row.get(3)?;
    let notices = notices.as_deref().map_or(Some(Vec::new()), decode_notices);
    let (Some(mut record), Some(notices)) = (decode_record(&body), notices) else { return Ok(None) };
    // Notices that were never asked for apart from the record are as old as it.
    let notices_fetched = row.get::<_, Option<i64>>(4)?.map_or(fetched, |at| u64::try_from(at).unwrap_or(0));
    record.notices.clone_from(&notices);
    let notices: Arc<[Notice]> = notices.into();
    Ok(Some(HeldView { source, fetched, record: Arc::new(record), notices_fetched, notices }))
}

/// Replaces what is held of `id`.
pub(super) fn hold(db: &Connection, id: &Identifier, held: &Held) -> rusqlite::Result<()> {
    let key = id.to_string();
    match held {
        Held::Absent { authority, asked } => {
            forget(db, &key)?;
            let mut insert = db.prepare_cached("INSERT INTO absent (id, authority, asked) VALUES (?1, ?2, ?3)")?;
            insert.execute(params![key, authority, at(*asked)])?;
        }
        Held::Undecided { source, what, asked } => {
            forget(db, &key)?;
            db.prepare_cached("INSERT INTO undecided (id, source, what, asked) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![key, source.key(), what, at(*asked)])?;
        }
        Held::Known(known) => {
            db.prepare_cached("DELETE FROM absent WHERE id = ?1")?.execute([&key])?;
            db.prepare_cached("DELETE FROM undecided WHERE id = ?1")?.execute([&key])?;
            let alias = known.alias_of.as_ref().map(Identifier::to_string);
            db.prepare_cached("INSERT OR REPLACE INTO known (id, agency, alias_of, asked) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![key, known.agency, alias, at(known.asked)])?;
            // An alias borrows the views of what it stands for.
            for view in known.views.iter().filter(|_| alias.is_none()) {
                hold_view(db, &key, view)?;
            }
            for (source, asked) in known.lacking.iter().filter(|_| alias.is_none()) {
                db.prepare_cached("INSERT OR REPLACE INTO lacking (id, source, asked) VALUES (?1, ?2, ?3)")?
                    .execute(params![key, source.key(), at(*asked)])?;
            }
        }
    }
    Ok(())
}

fn hold_view(db: &Connection, key: &str, view: &HeldView) -> rusqlite::Result<()> {
    let source = view.source.key();
    db.prepare_cached(
        "INSERT INTO record (id, source, body, fetched) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id, source) DO UPDATE SET body = excluded.body, fetched = excluded.fetched",
    )?
    .execute(params![key, source, encode_record(&view.record), at(view.fetched)])?;
    db.prepare_cached("INSERT OR REPLACE INTO notices (id, source, body, fetched) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![key, source, encode_notices(&view.notices), at(view.notices_fetched)])?;
    db.prepare_cached("DELETE FROM lacking WHERE id = ?1 AND source = ?2")?.execute(params![key, source])?;
    db.prepare_cached("DELETE FROM same_as WHERE id = ?1 AND source = ?2")?.execute(params![key, source])?;
    for other in &view.record.same_as {
        db.prepare_cached("INSERT OR IGNORE INTO same_as (id, other, source) VALUES (?1, ?2, ?3)")?
            .execute(params![key, other.to_string(), source])?;
    }
    Ok(())
}

/// SQLite's integers have a sign.
pub(super) fn at(second: u64) -> i64 {
    i64::try_from(second).unwrap_or(i64::MAX)
}

pub(super) fn second(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

/// Forgets everything about the identifier of this canonical form.
fn forget(db: &Connection, key: &str) -> rusqlite::Result<()> {
    for table in ["known", "record", "notices", "same_as", "absent", "undecided", "lacking"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([key])?;
    }
    Ok(())
}

/// Forgets what was last established before this second; returns how many identifiers.
pub(super) fn prune(db: &Connection, before: u64) -> rusqlite::Result<u64> {
    let old = "SELECT id FROM known WHERE asked < ?1
               AND NOT EXISTS (SELECT 1 FROM record WHERE record.id = known.id AND fetched >= ?1)
               UNION SELECT id FROM absent WHERE asked < ?1
               UNION SELECT id FROM undecided WHERE asked < ?1";
    let mut select = db.prepare(old)?;
    let ids: Vec<String> = select.query_map([at(before)], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in &ids {
        forget(db, id)?;
    }
    Ok(ids.len() as u64)
}

/// Takes over what another database holds, as far as it is better at Unix second `now`.
pub(super) fn take_over(db: &Connection, from: &Connection, now: u64) -> rusqlite::Result<()> {
    let mut select = from.prepare("SELECT id FROM known UNION SELECT id FROM absent UNION SELECT id FROM undecided")?;
    let ids = select.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    for id in ids.iter().filter_map(|id| Identifier::parse(id)) {
        if let Some(new) = held(from, &id)? {
            hold(db, &id, &Held::better(held(db, &id)?, new, now))?;
        }
    }
    for (table, key) in [("reached", "source"), ("said", "key")] {
        let mut select = from.prepare(&format!("SELECT {key}, at FROM {table}"))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            db.execute(
                &format!("INSERT OR REPLACE INTO {table} ({key}, at) VALUES (?1, ?2)"),
                params![row.get::<_, String>(0)?, row.get::<_, i64>(1)?],
            )?;
        }
    }
    Ok(())
}
