//! A reference as it is shown, with what was found and what is recorded.

use ibid::record::{Dates, Identifier, View};

use super::judging::Judged;

/// A reference, with every finding in it and what registries have.
pub(crate) fn show(what: &str, judged: &Judged, kind: &str) {
    println!("{what} ({kind}, {}): {}", judged.reference.style.name, judged.reference.text);
    for finding in &judged.findings {
        println!("    {}: {}", finding.rule, finding.message);
    }
    let named = &judged.reference.named;
    let doi = named.doi.as_deref().map(Identifier::from_doi);
    for id in doi.into_iter().chain(named.pmid.as_deref().and_then(Identifier::from_pmid)) {
        let views = judged.records.get(&id).known().map(|known| &*known.views).unwrap_or_default();
        views.iter().for_each(|view| println!("    {id} {}", recorded(view)));
    }
}

/// What one registry has of a work.
fn recorded(view: &View) -> String {
    let record = &*view.record;
    let people: Vec<&str> = record.authors.iter().take(4).map(|author| author.name.family()).collect();
    let Dates { issued, print, online, .. } = record.dates;
    let years = [issued, print, online].map(|date| date.map_or_else(|| "-".to_owned(), |date| date.year.to_string()));
    let texts = [&record.title, &record.subtitle, &record.container_title, &record.container_short];
    let texts = texts.map(|text| text.as_deref().unwrap_or("-"));
    let figures = [&record.volume, &record.issue, &record.pages, &record.article_number];
    let figures = figures.map(|figure| figure.as_deref().unwrap_or("-"));
    format!("{}: {people:?} {} authors; {texts:?}; {years:?}; {figures:?}", view.source, record.authors.len())
}
