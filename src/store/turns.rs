//! What several processes agree on: who asks about which identifier, and when a service may be asked again.
//!
//! A lease says who asks about an identifier; others wait for the answer in the store. A slot is one request that began at
//! a service; the slots of a budget keep to its pace together, whoever holds them. Both end by themselves where their holder
//! renews them no longer, so a process that is killed holds nobody up for longer than [`LIFE`]. Times are Unix
//! milliseconds. Every function runs inside its caller's transaction.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, params};
use rustc_hash::{FxHashMap, FxHashSet};

use super::thread::Found;
use crate::record::Identifier;

/// How long a lease or slot lasts unless it is renewed.
pub(crate) const LIFE: Duration = Duration::from_secs(10);
/// How soon a full budget is looked at again: nobody tells when a slot of another process ends.
const GLANCE: Duration = Duration::from_millis(100);
/// No pause of another process is believed to be longer, and no slot older than this counts.
const LONGEST: Duration = Duration::from_secs(60);

/// What a process wants to send.
pub(crate) struct Wish {
    /// Who wants it.
    pub holder: String,
    /// What it asks about.
    pub ids: Vec<Identifier>,
    /// Whether what the store holds by now answers the question already, as it may since it was looked up last.
    pub answered: Box<dyn Fn(&Found) -> bool + Send>,
    /// For whose sake it asks, where that is not the identifier itself: what the store holds of these answers, too.
    pub cases: FxHashMap<Identifier, Vec<Identifier>>,
    /// Asked about whatever the store holds.
    pub regardless: FxHashSet<Identifier>,
    /// What the service counts together.
    pub budget: String,
    /// So many requests may begin …
    pub starts: u32,
    /// … in so long.
    pub interval: Duration,
    /// So many may be out.
    pub at_once: u32,
}

/// Whether it may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Now.
    Go {
        /// To be ended when the answer is in; `None` where the store keeps no count.
        slot: Option<i64>,
        /// About these.
        ids: Vec<Identifier>,
        /// Others ask about these, or have done so.
        taken: Vec<Identifier>,
    },
    /// Others ask about all of it, or have done so.
    Taken,
    /// Not before so long.
    Wait(Duration),
}

/// Takes leases and a slot for what may be sent now; `left` of what it wants is not answered yet.
pub(super) fn take(db: &Connection, wish: &Wish, left: &[Identifier], now: u64) -> rusqlite::Result<Turn> {
    let mut ids = Vec::new();
    let mut taken = Vec::new();
    for id in left {
        let free = !is_leased(db, id, &wish.holder, now)?;
        if free { &mut ids } else { &mut taken }.push(id.clone());
    }
    if ids.is_empty() {
        return Ok(Turn::Taken);
    }
    if let Some(wait) = wait(db, wish, now)? {
        return Ok(Turn::Wait(wait));
    }
    let ends = ms(now.saturating_add(millis(LIFE)));
    db.prepare_cached("INSERT INTO slot (budget, at, ends, holder) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        wish.budget,
        ms(now),
        ends,
        wish.holder
    ])?;
    let slot = Some(db.last_insert_rowid());
    let mut lease = db.prepare_cached("INSERT OR REPLACE INTO lease (id, holder, expires) VALUES (?1, ?2, ?3)")?;
    for id in &ids {
        lease.execute(params![id.to_string(), wish.holder, ends])?;
    }
    Ok(Turn::Go { slot, ids, taken })
}

/// How long the budget makes a request wait, if at all.
fn wait(db: &Connection, wish: &Wish, now: u64) -> rusqlite::Result<Option<Duration>> {
    // What is over and counts no more; and what a clock that was ahead left behind.
    db.prepare_cached("DELETE FROM slot WHERE (ends <= ?1 AND at <= ?2) OR at > ?3")?.execute(params![
        ms(now),
        ms(now.saturating_sub(millis(LONGEST))),
        ms(now.saturating_add(millis(LONGEST)))
    ])?;
    let mut pause = db.prepare_cached("SELECT next_slot FROM pace WHERE source = ?1 AND class = ''")?;
    let next: Option<i64> = pause.query_row([&wish.budget], |row| row.get(0)).optional()?;
    if let Some(next) = next.and_then(|next| u64::try_from(next).ok()).filter(|next| *next > now) {
        return Ok(Some(Duration::from_millis(next - now).min(LONGEST)));
    }
    let mut out = db.prepare_cached("SELECT count(*) FROM slot WHERE budget = ?1 AND ends > ?2")?;
    if out.query_row(params![wish.budget, ms(now)], |row| row.get::<_, i64>(0))? >= i64::from(wish.at_once) {
        return Ok(Some(GLANCE));
    }
    // The oldest of the last `starts` must have left the interval.
    let mut oldest =
        db.prepare_cached("SELECT at FROM slot WHERE budget = ?1 AND at > ?2 ORDER BY at DESC LIMIT 1 OFFSET ?3")?;
    let interval = millis(wish.interval);
    let since = ms(now.saturating_sub(interval));
    let at = oldest
        .query_row(params![wish.budget, since, i64::from(wish.starts.saturating_sub(1))], |row| row.get::<_, i64>(0))
        .optional()?;
    Ok(at.and_then(|at| u64::try_from(at).ok()).map(|at| {
        let wait = at.saturating_add(interval).saturating_sub(now);
        Duration::from_millis(wait.clamp(1, millis(LONGEST)))
    }))
}

/// A request is over; nobody may send another of its budget before `pause` has passed.
pub(super) fn end(db: &Connection, slot: i64, budget: &str, pause: Option<Duration>, now: u64) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE slot SET ends = ?1 WHERE slot = ?2")?.execute(params![ms(now), slot])?;
    if let Some(pause) = pause {
        let until = ms(now.saturating_add(millis(pause.min(LONGEST))));
        db.prepare_cached(
            "INSERT INTO pace (source, class, next_slot) VALUES (?1, '', ?2)
             ON CONFLICT (source, class) DO UPDATE SET next_slot = max(next_slot, excluded.next_slot)",
        )?
        .execute(params![budget, until])?;
    }
    Ok(())
}

/// The holder is still there.
pub(super) fn renew(db: &Connection, holder: &str, now: u64) -> rusqlite::Result<()> {
    let until = ms(now.saturating_add(millis(LIFE)));
    db.prepare_cached("UPDATE lease SET expires = ?1 WHERE holder = ?2")?.execute(params![until, holder])?;
    db.prepare_cached("UPDATE slot SET ends = ?1 WHERE holder = ?2 AND ends > ?3")?.execute(params![
        until,
        holder,
        ms(now)
    ])?;
    Ok(())
}

/// The holder asks about these no longer.
pub(super) fn release(db: &Connection, holder: &str, ids: &[Identifier]) -> rusqlite::Result<()> {
    let mut delete = db.prepare_cached("DELETE FROM lease WHERE id = ?1 AND holder = ?2")?;
    for id in ids {
        delete.execute(params![id.to_string(), holder])?;
    }
    Ok(())
}

/// The holder asks nothing any longer.
pub(super) fn withdraw(db: &Connection, holder: &str, now: u64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM lease WHERE holder = ?1")?.execute([holder])?;
    db.prepare_cached("UPDATE slot SET ends = ?1 WHERE holder = ?2 AND ends > ?1")?
        .execute(params![ms(now), holder])?;
    Ok(())
}

/// Whether somebody else asks about `id`.
pub(super) fn is_leased(db: &Connection, id: &Identifier, holder: &str, now: u64) -> rusqlite::Result<bool> {
    let mut select = db.prepare_cached("SELECT holder, expires FROM lease WHERE id = ?1")?;
    let lease: Option<(String, i64)> =
        select.query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    // A lease that ends later than any could was taken under another clock.
    let latest = ms(now.saturating_add(2 * millis(LIFE)));
    Ok(lease.is_some_and(|(by, expires)| by != holder && expires > ms(now) && expires <= latest))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A time as SQLite keeps it.
fn ms(time: u64) -> i64 {
    i64::try_from(time).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema;

    fn take(db: &Connection, wish: &Wish, now: u64) -> rusqlite::Result<Turn> {
        super::take(db, wish, &wish.ids, now)
    }

    const NOW: u64 = 1_795_000_000_000;

    fn store() -> Connection {
        let mut db = Connection::open_in_memory().expect("memory");
        schema::create(&mut db).expect("tables");
        db
    }

    fn ids(numbers: std::ops::Range<usize>) -> Vec<Identifier> {
        numbers.map(|number| Identifier::from_doi(&format!("10.1000/{number}"))).collect()
    }

    fn wish(holder: &str, ids: Vec<Identifier>) -> Wish {
        let interval = Duration::from_secs(1);
        Wish {
            holder: holder.into(),
            ids,
            answered: Box::new(|_| false),
            cases: FxHashMap::default(),
            regardless: FxHashSet::default(),
            budget: "crossref-list".into(),
            starts: 3,
            interval,
            at_once: 3,
        }
    }

    fn slot(turn: Turn) -> i64 {
        match turn {
            Turn::Go { slot: Some(slot), .. } => slot,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn one_asks_and_the_others_wait_for_the_answer() {
        let db = store();
        let first = take(&db, &wish("a", ids(0..3)), NOW).expect("a turn");
        assert!(matches!(&first, Turn::Go { ids: got, taken, .. } if *got == ids(0..3) && taken.is_empty()));
        assert_eq!(take(&db, &wish("b", ids(1..3)), NOW).expect("a turn"), Turn::Taken);
        let other = take(&db, &wish("b", ids(2..5)), NOW).expect("a turn");
        assert!(matches!(other, Turn::Go { ids: got, taken, .. } if got == ids(3..5) && taken == ids(2..3)));
        release(&db, "b", &ids(0..3)).expect("only one's own");
        assert!(is_leased(&db, &ids(0..1)[0], "b", NOW).expect("read"));
        release(&db, "a", &ids(0..3)).expect("released");
        assert!(!is_leased(&db, &ids(0..1)[0], "b", NOW).expect("read"));
    }

    #[test]
    fn a_holder_that_is_gone_holds_nobody_up_for_long() {
        let db = store();
        for _ in 0..3 {
            slot(take(&db, &wish("a", ids(0..1)), NOW).expect("a turn"));
        }
        let life = millis(LIFE);
        renew(&db, "a", NOW + life - 1).expect("renewed");
        assert_eq!(take(&db, &wish("b", ids(0..1)), NOW + life + 1).expect("a turn"), Turn::Taken);
        assert_eq!(
            take(&db, &wish("b", ids(5..6)), NOW + life + 1).expect("a turn"),
            Turn::Wait(GLANCE),
            "three are out"
        );
        slot(take(&db, &wish("b", ids(0..1)), NOW + 2 * life).expect("both have ended"));
        renew(&db, "a", NOW + 2 * life).expect("too late");
        assert!(!is_leased(&db, &ids(0..1)[0], "b", NOW + 2 * life).expect("read"), "it is another's now");
    }

    #[test]
    fn all_together_keep_to_the_pace() {
        let db = store();
        let (mut now, mut starts) = (NOW, Vec::new());
        for number in 0..20 {
            let holder = ["a", "b", "c"][number % 3];
            loop {
                match take(&db, &wish(holder, ids(number..number + 1)), now).expect("a turn") {
                    Turn::Wait(wait) => now += millis(wait),
                    turn => {
                        end(&db, slot(turn), "crossref-list", None, now + 1).expect("ended");
                        starts.push(now);
                        break;
                    }
                }
            }
        }
        assert!(starts.windows(4).all(|four| four[3] - four[0] >= 1_000), "{starts:?}");
        assert!(starts[19] - starts[0] < 7_000, "and no slower: {starts:?}");
    }

    #[test]
    fn a_pause_that_one_was_told_holds_for_all() {
        let db = store();
        let mine = slot(take(&db, &wish("a", ids(0..1)), NOW).expect("a turn"));
        end(&db, mine, "crossref-list", Some(Duration::from_secs(4)), NOW).expect("ended");
        let told = take(&db, &wish("b", ids(1..2)), NOW + 1_000).expect("a turn");
        assert_eq!(told, Turn::Wait(Duration::from_secs(3)));
        let elsewhere = Wish { budget: "datacite".into(), ..wish("b", ids(1..2)) };
        slot(take(&db, &elsewhere, NOW + 1_000).expect("another service"));
    }

    #[test]
    fn a_clock_that_was_ahead_stops_nobody() {
        let db = store();
        let year = 365 * 86_400_000;
        for _ in 0..3 {
            slot(take(&db, &wish("a", ids(0..1)), NOW + year).expect("a turn"));
        }
        slot(take(&db, &wish("b", ids(0..1)), NOW).expect("a turn"));
    }

    #[test]
    fn who_leaves_takes_everything_back() {
        let db = store();
        for _ in 0..3 {
            slot(take(&db, &wish("a", ids(0..9)), NOW).expect("a turn"));
        }
        withdraw(&db, "a", NOW + 10).expect("withdrawn");
        let wait = take(&db, &wish("b", ids(0..1)), NOW + 10).expect("a turn");
        assert_eq!(wait, Turn::Wait(Duration::from_millis(990)), "what began still counts");
        slot(take(&db, &wish("b", ids(0..1)), NOW + 1_000).expect("a turn"));
    }
}
