//! A view of a work as the members of a CSL-JSON item, and back. What CSL has no word for goes into
//! `custom.ibid` (see `facts`), so that nothing of a record is lost.

use serde_json::{Map, Value, json};

use super::csl_date;
use super::facts::{take_list, take_text, take_texts};
use crate::bibliography::{csl_type_of, work_type_of};
use crate::record::{Contributor, Dates, Name, PartialDate, Record, WorkType};

/// Writes what CSL has words for into `csl`, and what goes with it into `facts`.
pub(super) fn write(record: &Record, csl: &mut Map<String, Value>, facts: &mut Map<String, Value>) {
    let (csl_type, own_type) = csl_type_of(&record.work_type);
    csl.insert("type".into(), csl_type.into());
    put(facts, "type", own_type);
    title(record, csl, facts);
    people(csl, "author", &record.authors);
    people(csl, "editor", &record.editors);
    put(csl, "container-title", record.container_title.as_deref());
    put(csl, "container-title-short", record.container_short.as_deref());
    put(csl, "publisher", record.publisher.as_deref());
    put(csl, "volume", record.volume.as_deref());
    put(csl, "issue", record.issue.as_deref());
    put(csl, "language", record.language.as_deref());
    put(csl, "abstract", record.abstract_text.as_deref());
    pages(record, csl, facts);
    dates(&record.dates, csl, facts);
    if !record.other_titles.is_empty() {
        facts.insert("other-titles".into(), json!(record.other_titles));
    }
}

/// Takes a record's bibliographic fields out of `csl` and `facts`; identifiers, notices and relations are left
/// as they are in `record`.
pub(super) fn read(mut record: Record, csl: &mut Map<String, Value>, facts: &mut Map<String, Value>) -> Record {
    let csl_type = take_text(csl, "type");
    record.work_type = match (take_text(facts, "type"), csl_type) {
        (Some(own), _) => WorkType::from_key(&own),
        (None, Some(word)) => work_type_of(&word),
        (None, None) => WorkType::Other(String::new()),
    };
    record.title = take_text(csl, "title");
    record.subtitle = take_text(facts, "subtitle");
    if let (Some(title), Some(subtitle)) = (&mut record.title, &record.subtitle)
        && let Some(rest) = title.strip_suffix(subtitle.as_str())
    {
        let rest = rest.strip_suffix(": ").or_else(|| rest.strip_suffix(' ')).unwrap_or(rest);
        *title = rest.to_owned();
    }
    record.other_titles = take_texts(facts, "other-titles");
    record.authors = take_people(csl, "author");
    record.editors = take_people(csl, "editor");
    record.container_title = take_text(csl, "container-title");
    record.container_short = take_text(csl, "container-title-short");
    record.publisher = take_text(csl, "publisher");
    record.volume = take_text(csl, "volume");
    record.issue = take_text(csl, "issue");
    record.language = take_text(csl, "language");
    record.abstract_text = take_text(csl, "abstract");
    record.article_number = take_text(facts, "article-number");
    let page = take_text(csl, "page");
    record.pages =
        take_text(facts, "pages").or_else(|| page.filter(|page| record.article_number.as_ref() != Some(page)));
    record.dates = take_dates(csl, facts);
    record
}

/// Sets a member that is there.
pub(super) fn put(map: &mut Map<String, Value>, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        map.insert(key.into(), text.into());
    }
}

/// CSL has no subtitle of an item; a title that ends in a mark of its own takes no colon.
fn title(record: &Record, csl: &mut Map<String, Value>, facts: &mut Map<String, Value>) {
    let Some(subtitle) = &record.subtitle else { return put(csl, "title", record.title.as_deref()) };
    if let Some(title) = &record.title {
        let join = if title.ends_with(['?', '!', '.']) { " " } else { ": " };
        csl.insert("title".into(), format!("{title}{join}{subtitle}").into());
    }
    facts.insert("subtitle".into(), subtitle.as_str().into());
}

/// Where there are no pages, styles print the article number in their place.
fn pages(record: &Record, csl: &mut Map<String, Value>, facts: &mut Map<String, Value>) {
    put(csl, "page", record.pages.as_deref().or(record.article_number.as_deref()));
    put(facts, "article-number", record.article_number.as_deref());
    if record.pages == record.article_number {
        put(facts, "pages", record.pages.as_deref());
    }
}

fn people(csl: &mut Map<String, Value>, key: &str, people: &[Contributor]) {
    if people.is_empty() {
        return;
    }
    let name = |name: &Name| match name {
        Name::Group(name) => json!({ "literal": name }),
        Name::Person { family, given, suffix } => {
            let mut members = Map::new();
            put(&mut members, "family", Some(family));
            put(&mut members, "given", given.as_deref());
            put(&mut members, "suffix", suffix.as_deref());
            Value::Object(members)
        }
    };
    csl.insert(key.into(), people.iter().map(|person| name(&person.name)).collect());
}

fn take_people(csl: &mut Map<String, Value>, key: &str) -> Vec<Contributor> {
    let name = |value: Value| {
        let Value::Object(mut members) = value else { return None };
        if let Some(literal) = take_text(&mut members, "literal") {
            return Some(Name::Group(literal));
        }
        // Particles are apart only where another program wrote the item.
        let join = |parts: [Option<String>; 2]| {
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        };
        let particle = take_text(&mut members, "non-dropping-particle");
        let family = join([particle, take_text(&mut members, "family")]);
        let dropping = take_text(&mut members, "dropping-particle");
        let given = join([take_text(&mut members, "given"), dropping]);
        let suffix = take_text(&mut members, "suffix");
        match (family, given) {
            (Some(family), given) => Some(Name::Person { family, given, suffix }),
            (None, Some(family)) => Some(Name::Person { family, given: None, suffix }),
            (None, None) => None,
        }
    };
    take_list(csl, key).into_iter().filter_map(name).map(Contributor::from).collect()
}

/// The dates of a record in the order in which one stands for the work, as [`Dates::year`] has it.
fn kinds(dates: &Dates) -> [(&'static str, Option<PartialDate>); 4] {
    [("issued", dates.issued), ("print", dates.print), ("online", dates.online), ("posted", dates.posted)]
}

/// CSL has one date; the others are kept, and which one it is where that is not the summary.
fn dates(dates: &Dates, csl: &mut Map<String, Value>, facts: &mut Map<String, Value>) {
    let given = kinds(dates).into_iter().filter_map(|(kind, date)| Some((kind, date?)));
    let mut others = Map::new();
    for (at, (kind, date)) in given.enumerate() {
        if at == 0 {
            csl.insert("issued".into(), csl_date::write(date));
            if kind != "issued" {
                facts.insert("issued-is".into(), kind.into());
            }
        } else {
            others.insert(kind.into(), date.to_string().into());
        }
    }
    if !others.is_empty() {
        facts.insert("dates".into(), Value::Object(others));
    }
}

fn take_dates(csl: &mut Map<String, Value>, facts: &mut Map<String, Value>) -> Dates {
    let mut others = match facts.remove("dates") {
        Some(Value::Object(others)) => others,
        _ => Map::new(),
    };
    let kind = take_text(facts, "issued-is").unwrap_or_else(|| "issued".into());
    let first = csl.remove("issued").as_ref().and_then(csl_date::read);
    let mut date = |name: &str| {
        let other = take_text(&mut others, name).as_deref().and_then(PartialDate::parse);
        if name == kind { first } else { other }
    };
    Dates { issued: date("issued"), print: date("print"), online: date("online"), posted: date("posted") }
}
