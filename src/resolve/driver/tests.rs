use super::*;
use crate::resolve::plan::Before;
use crate::sources::{Class, Request};
use crate::store::StorePlace;

fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

/// A driver with a deadline at a hundred seconds, and one list that failed and may be sent again after ten.
fn with_a_failed_list() -> Driver {
    let resolve = Resolve { mailto: None, ..crate::config::Config::default().resolve };
    let store = Store::open(&StorePlace::Memory).store;
    let (commands, _) = mpsc::unbounded_channel();
    let report = Box::new(|_| {});
    let mut driver = Driver::new(&resolve, &BTreeMap::new(), store, Patience::default(), report, commands);
    let ids = vec![Identifier::from_doi("10.1000/a")];
    let list = Question::CrossrefList;
    driver.queue.add(ids[0].clone(), Before::default(), Priority::Open, false);
    driver.queue.ask(&ids[0], vec![(list, ids[0].clone())], Priority::Open);
    driver.queue.out(list, &ids);
    let request = Request { source: Source::Crossref, class: Class::List, path: "/".into(), form: None, ids };
    driver.again.push(Attempt::new(list, request, seconds(10)));
    driver.deadline = Some(seconds(100));
    driver
}

#[test]
fn what_is_not_due_is_woken_for() {
    let mut driver = with_a_failed_list();
    assert_eq!(driver.advance(seconds(4)), Some(seconds(6)));
}

#[test]
fn what_is_due_and_finds_its_slot_taken_waits_for_the_slot() {
    let mut driver = with_a_failed_list();
    // Without a contact one request is out at a time.
    driver.throttle.started(Source::Crossref, Class::List, seconds(1));
    assert_eq!(driver.advance(seconds(20)), Some(seconds(80)), "only the deadline comes by itself");
}

#[test]
fn what_is_due_too_soon_after_another_waits_out_the_interval() {
    let mut driver = with_a_failed_list();
    driver.throttle.started(Source::Crossref, Class::List, seconds(20));
    driver.throttle.finished(Source::Crossref, Class::List, seconds(20), &crate::resolve::pace::Pace::default());
    let wake = driver.advance(seconds(20)).expect("the interval ends");
    assert!(wake > Duration::from_millis(900) && wake < Duration::from_millis(1_100), "{wake:?}");
}

#[test]
fn a_run_out_of_time_waits_for_the_store_alone() {
    let mut driver = with_a_failed_list();
    assert_eq!(driver.advance(seconds(100)), None, "nothing comes by itself");
    assert!(driver.queue.is_empty() && driver.at_store == 1);
}
