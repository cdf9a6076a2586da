//! A work to hold references against, for tests.

use crate::record::{Dates, Identifier, Name, PartialDate, Record, WorkType};

/// “Sleep loss …” by Doe, Roe and Poe, J Sleep Res 2010;12(3):145–50.
pub(super) fn article() -> Record {
    let person = |family: &str, given: &str| {
        Name::Person { family: family.into(), given: Some(given.into()), suffix: None }.into()
    };
    Record {
        work_type: WorkType::Article,
        title: Some("Sleep loss and the immune response of ageing mice: a longitudinal study".into()),
        authors: vec![person("Doe", "Jane A."), person("Roe", "Richard"), person("Poe", "Edgar")],
        container_title: Some("Journal of Sleep Research".into()),
        container_short: Some("J Sleep Res".into()),
        dates: Dates { issued: PartialDate::parse("2010-05"), ..Dates::default() },
        volume: Some("12".into()),
        issue: Some("3".into()),
        pages: Some("145-50".into()),
        ..Record::new(Identifier::from_doi("10.1000/sleep.2010.77"))
    }
}

/// The same without its subtitle.
pub(super) fn article_without_subtitle() -> Record {
    Record { title: Some("Sleep loss and the immune response of ageing mice".into()), ..article() }
}
