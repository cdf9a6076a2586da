//! Crossref's copy of a work, differing from PubMed's as such copies do, read by the decoder of Crossref's answers.

use ibid::record::{Name, PartialDate, Record};
use ibid::sources::crossref::decode_list;
use serde_json::{Value, json};

use super::chance::Chance;
use super::letters::capitalised;
use super::names::initials;
use super::works::Work;

/// How a copy differs.
#[derive(Clone, Copy, Debug)]
enum Difference {
    OneDate,
    NoIssue,
    FirstPage,
    Capitals,
    Markup,
    Initials,
    NoGroup,
    Subtitle,
    NoShort,
    FamilyInCapitals,
}

const DIFFERENCES: [Difference; 10] = [
    Difference::OneDate,
    Difference::NoIssue,
    Difference::FirstPage,
    Difference::Capitals,
    Difference::Markup,
    Difference::Initials,
    Difference::NoGroup,
    Difference::Subtitle,
    Difference::NoShort,
    Difference::FamilyInCapitals,
];

/// The copy of a work.
pub(crate) fn copy(work: &Work, chance: &mut Chance) -> Record {
    let mut item = item(work);
    // Half of the copies say the same.
    for _ in 0..chance.of(&[0, 0, 0, 1, 1, 2]) {
        differ(&mut item, chance.of(&DIFFERENCES), chance);
    }
    let body = json!({"status": "ok", "message-type": "work-list", "message": {"items": [item]}});
    let mut records = decode_list(body.to_string().as_bytes()).expect("a list of works");
    records.pop().expect("a work")
}

fn item(work: &Work) -> Value {
    let record = &work.record;
    let journal = record.container_title.as_deref().unwrap_or_default();
    let cover = capitalised(journal.split([':', '(']).next().unwrap_or_default().trim());
    let people = record.authors.iter().map(|author| match &author.name {
        Name::Person { family, given, suffix } => json!({"family": family, "given": given, "suffix": suffix}),
        Name::Group(name) => json!({"name": name}),
    });
    let title = record.other_titles.first().or(record.title.as_ref());
    let pages = &work.pages;
    let page = pages.last.as_ref().map_or_else(|| pages.first.clone(), |last| format!("{}-{last}", pages.first));
    let mut item = json!({
        "DOI": work.doi, "type": "journal-article", "title": [title], "subtitle": [],
        "author": people.collect::<Vec<Value>>(), "container-title": [cover],
        "short-container-title": [record.container_short], "volume": record.volume, "issue": record.issue, "page": page,
        "language": record.language,
    });
    let dates = &record.dates;
    let first = [dates.issued, dates.print, dates.online].into_iter().flatten().min();
    for (field, date) in [("issued", first), ("published-print", dates.print), ("published-online", dates.online)] {
        if let Some(date) = date {
            item[field] = parts(date);
        }
    }
    item
}

fn parts(date: PartialDate) -> Value {
    let mut parts = vec![date.year];
    parts.extend(date.month.map(i32::from));
    json!({"date-parts": [parts]})
}

fn differ(item: &mut Value, difference: Difference, chance: &mut Chance) {
    let title = item["title"][0].as_str().unwrap_or_default().to_owned();
    match difference {
        Difference::OneDate => {
            let other = if chance.percent(50) { "published-print" } else { "published-online" };
            let kept = if other == "published-print" { "published-online" } else { "published-print" };
            if let Some(date) = item.get(kept).cloned() {
                item[other] = Value::Null;
                item["issued"] = date;
            }
        }
        Difference::NoIssue => item["issue"] = Value::Null,
        Difference::FirstPage => {
            let page = item["page"].as_str().and_then(|page| page.split('-').next()).unwrap_or_default().to_owned();
            item["page"] = page.into();
        }
        Difference::Capitals => item["title"] = json!([title.to_uppercase()]),
        Difference::Markup => {
            let (first, rest) = title.split_once(' ').unwrap_or((&title, ""));
            let (open, close) = chance.of(&[("<i>", "</i>"), ("<jats:italic>", "</jats:italic>"), ("<b>", "</b>")]);
            item["title"] = json!([format!("{open}{first}{close} {}", rest.replace(" & ", " &amp;amp; "))]);
        }
        Difference::Subtitle => {
            if let Some((main, subtitle)) = title.split_once(": ") {
                item["title"] = json!([main]);
                item["subtitle"] = json!([subtitle]);
            }
        }
        Difference::NoShort => item["short-container-title"] = json!([]),
        Difference::NoGroup => {
            let people = item["author"].as_array_mut().expect("authors");
            if people.iter().any(|author| author.get("family").is_some()) {
                people.retain(|author| author.get("name").is_none());
            }
        }
        Difference::Initials | Difference::FamilyInCapitals => {
            let field = if matches!(difference, Difference::Initials) { "given" } else { "family" };
            for author in item["author"].as_array_mut().expect("authors") {
                if let Some(name) = author.get(field).and_then(Value::as_str) {
                    author[field] = if field == "given" { initials(name, " ") } else { name.to_uppercase() }.into();
                }
            }
        }
    }
}
