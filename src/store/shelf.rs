//! Reading rows. Everything runs inside its caller's transaction.

use std::sync::Arc;

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, params};

use super::codec::{decode_notices, decode_record};
use super::held::{Held, HeldKnown, HeldView};
use super::rows::second;
use super::schema;
use crate::record::{Beginning, Identifier, Notice, Source};

/// A database as it is read, its statements at hand: asking SQLite for them costs as much as running them, and
/// thousands of identifiers are looked up at once.
pub(super) struct Shelf<'db> {
    known: CachedStatement<'db>,
    absent: CachedStatement<'db>,
    records: CachedStatement<'db>,
    /// In databases that have the table.
    lacking: Option<CachedStatement<'db>>,
    /// In databases that have the table.
    undecided: Option<CachedStatement<'db>>,
}

impl<'db> Shelf<'db> {
    /// Prepares to read.
    pub(super) fn of(db: &'db Connection) -> rusqlite::Result<Self> {
        let select = |sql, is_there: bool| is_there.then(|| db.prepare_cached(sql)).transpose();
        let lacking = "SELECT source, asked FROM lacking WHERE id = ?1 ORDER BY source";
        let undecided = "SELECT source, what, asked FROM undecided WHERE id = ?1";
        Ok(Self {
            known: db.prepare_cached("SELECT agency, alias_of, asked FROM known WHERE id = ?1")?,
            absent: db.prepare_cached("SELECT authority, asked FROM absent WHERE id = ?1")?,
            records: db.prepare_cached(
                "SELECT record.source, record.body, record.fetched, notices.body, notices.fetched
                 FROM record LEFT JOIN notices USING (id, source) WHERE record.id = ?1 ORDER BY record.source",
            )?,
            lacking: select(lacking, schema::has_lacking(db)?)?,
            undecided: select(undecided, schema::has_undecided(db)?)?,
        })
    }

    /// What is held of `id`. A known identifier whose records cannot be read is as good as not held: without them its
    /// notices would be missing too.
    pub(super) fn held(&mut self, id: &Identifier) -> rusqlite::Result<Option<Held>> {
        let key = id.to_string();
        let known = self.known.query_row([&key], |row| {
            let alias: Option<String> = row.get(1)?;
            let alias_of = alias.as_deref().and_then(Identifier::parse);
            Ok(HeldKnown { agency: row.get(0)?, alias_of, asked: second(row, 2)?, ..HeldKnown::default() })
        });
        let Some(mut known) = known.optional()? else {
            let denial = |row: &rusqlite::Row<'_>| Ok(Held::Absent { authority: row.get(0)?, asked: second(row, 1)? });
            return match self.absent.query_row([&key], denial).optional()? {
                None => self.undecided(&key),
                denied => Ok(denied),
            };
        };
        let mut rows = self.records.query([&key])?;
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
        drop(rows);
        known.lacking = self.lacking(&key)?;
        Ok((!unreadable || !known.views.is_empty()).then_some(Held::Known(known)))
    }

    /// Which sources were asked for a record and have none, and when.
    fn lacking(&mut self, key: &str) -> rusqlite::Result<Vec<(Source, u64)>> {
        let Some(select) = &mut self.lacking else { return Ok(Vec::new()) };
        let rows = select.query_map([key], |row| Ok((row.get::<_, String>(0)?, second(row, 1)?)))?;
        let known = |row: rusqlite::Result<(String, u64)>| {
            row.map(|(source, asked)| Source::from_key(&source).map(|source| (source, asked))).transpose()
        };
        rows.filter_map(known).collect()
    }

    /// What is remembered of answers that settle nothing; nothing where only another version knows who gave them.
    fn undecided(&mut self, key: &str) -> rusqlite::Result<Option<Held>> {
        let Some(select) = &mut self.undecided else { return Ok(None) };
        let row = select.query_row([key], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, second(row, 2)?)));
        let Some((source, what, asked)) = row.optional()? else { return Ok(None) };
        Ok(Source::from_key(&source).map(|source| Held::Undecided { source, what, asked }))
    }
}

/// The first `most` known identifiers that begin so and have a record, and whether there are others.
pub(super) fn begun(db: &Connection, beginning: &Beginning, most: usize) -> rusqlite::Result<(Vec<Identifier>, bool)> {
    let (from, most) = (beginning.as_str(), i64::try_from(most).unwrap_or(i64::MAX - 1));
    // No identifier has the last of all characters in it.
    let until = format!("{from}{}", char::MAX);
    let mut select = db.prepare_cached(BEGUN)?;
    let mut rows = select.query(params![from, until, most + 1])?;
    let (mut ids, mut read) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        read += 1;
        if read > most {
            return Ok((ids, true));
        }
        // A row that cannot be read is none.
        ids.extend(row.get_ref(0)?.as_str().ok().and_then(Identifier::parse));
    }
    Ok((ids, false))
}

/// A range, which is what the primary key's order gives; in a pattern letters of an identifier would have a meaning. An
/// alias has the records of what it stands for.
pub(super) const BEGUN: &str = "SELECT id FROM known WHERE id >= ?1 AND id < ?2
     AND EXISTS (SELECT 1 FROM record WHERE record.id = coalesce(known.alias_of, known.id)) ORDER BY id LIMIT ?3";

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
