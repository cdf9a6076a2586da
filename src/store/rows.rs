//! Writing rows. Every function runs inside its caller's transaction.

use rusqlite::{Connection, params};

use super::codec::{encode_notices, encode_record};
use super::held::{Held, HeldView};
use super::shelf::Shelf;
use super::wording;
use crate::record::Identifier;

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
    // Its words may have changed.
    db.prepare_cached("DELETE FROM worded WHERE row = (SELECT row FROM record WHERE id = ?1 AND source = ?2)")?
        .execute(params![key, source])?;
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
    wording::forget(db, key)?;
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
    let (mut old, mut new) = (Shelf::of(db)?, Shelf::of(from)?);
    for id in ids.iter().filter_map(|id| Identifier::parse(id)) {
        if let Some(new) = new.held(&id)? {
            hold(db, &id, &Held::better(old.held(&id)?, new, now))?;
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
