//! Styles that cite by number.

use super::manner::Manner;
use super::names::{Form, Listing, listed};
use super::said::Said;
use super::styles::{closed, issue, month, plain, sentence};

/// As the National Library of Medicine has it.
pub(crate) fn vancouver(said: &Said, manner: &Manner) -> String {
    let people = listed(said, manner, &plain(Form::Bare, ", ", ", et al", 6, 6));
    let day = month(said, manner).map(|month| format!(" {}", &month[..3])).unwrap_or_default();
    let blank = if manner.spaced { " " } else { "" };
    format!(
        "{people}. {} {} {}{day};{blank}{}{}:{blank}{}",
        sentence(&manner.title(said)),
        if manner.variant { closed(&manner.journal(said), ".") } else { manner.journal(said) },
        said.year,
        said.volume,
        issue(said, manner, "(", ")"),
        manner.pages(&said.pages)
    )
}

/// Of more than six authors three.
pub(crate) fn ama(said: &Said, manner: &Manner) -> String {
    let people = listed(said, manner, &plain(Form::Bare, ", ", ", et al", 3, 6));
    format!(
        "{people}. {} *{}* {};{}{}:{}",
        sentence(&manner.title(said)),
        closed(&manner.journal(said), "."),
        said.year,
        said.volume,
        issue(said, manner, "(", ")"),
        manner.pages(&said.pages)
    )
}

/// Names upright, the title in quotation marks.
pub(crate) fn ieee(said: &Said, manner: &Manner) -> String {
    let listing = Listing { last: ", and ", pair: " and ", ..plain(Form::Upright(" "), ", ", " *et al.*", 1, 6) };
    let day = month(said, manner)
        .map(|month| if month.len() > 4 { format!("{}. ", &month[..3]) } else { format!("{month} ") });
    let label = match &said.pages.last {
        Some(_) => "pp.",
        None if manner.variant => "Art. no.",
        None => "p.",
    };
    format!(
        "{}, “{}” *{}*, vol. {}{}, {label} {}, {}{}",
        listed(said, manner, &listing),
        closed(&manner.title(said), ","),
        manner.journal(said),
        said.volume,
        issue(said, manner, ", no. ", ""),
        manner.pages(&said.pages),
        day.unwrap_or_default(),
        said.year
    )
}

/// Of more than five authors the first alone.
pub(crate) fn nature(said: &Said, manner: &Manner) -> String {
    let listing = Listing { last: " & ", pair: " & ", ..plain(Form::Inverted(" "), ", ", " et al.", 1, 5) };
    format!(
        "{} {} *{}* **{}**, {} ({})",
        sentence(&listed(said, manner, &listing)),
        sentence(&manner.title(said)),
        manner.journal(said),
        said.volume,
        manner.pages(&said.pages),
        said.year
    )
}

/// All names upright.
pub(crate) fn science(said: &Said, manner: &Manner) -> String {
    let people = listed(said, manner, &plain(Form::Upright(" "), ", ", " *et al.*", 1, 30));
    format!(
        "{people}, {} *{}* **{}**, {} ({})",
        sentence(&manner.title(said)),
        manner.journal(said),
        said.volume,
        manner.pages(&said.pages),
        said.year
    )
}

/// Semicolons between names.
pub(crate) fn mdpi(said: &Said, manner: &Manner) -> String {
    let people = listed(said, manner, &plain(Form::Inverted(""), "; ", "; et al.", 10, 10));
    format!(
        "{} {} *{}* **{}**, *{}*, {}",
        sentence(&people),
        sentence(&manner.title(said)),
        manner.journal(said),
        said.year,
        said.volume,
        manner.pages(&said.pages)
    )
}

/// The title may be left out.
pub(crate) fn acs(said: &Said, manner: &Manner) -> String {
    let people = listed(said, manner, &plain(Form::Inverted(" "), "; ", "; et al.", 10, 10));
    let title = if manner.untitled { String::new() } else { format!(" {}", sentence(&manner.title(said))) };
    format!(
        "{}{title} *{}* **{}**, *{}*{}, {}",
        sentence(&people),
        manner.journal(said),
        said.year,
        said.volume,
        issue(said, manner, " (", ")"),
        manner.pages(&said.pages)
    )
}

/// Commas between all parts.
pub(crate) fn elsevier(said: &Said, manner: &Manner) -> String {
    let people = listed(said, manner, &plain(Form::Upright(""), ", ", ", et al.", 6, 6));
    format!(
        "{people}, {} {} {} ({}) {}",
        closed(&manner.title(said), ","),
        manner.journal(said),
        said.volume,
        said.year,
        manner.pages(&said.pages)
    )
}

/// The title in italics.
pub(crate) fn ams(said: &Said, manner: &Manner) -> String {
    let listing = Listing { last: ", and ", pair: " and ", ..plain(Form::Upright(" "), ", ", ", et al.", 1, 10) };
    format!(
        "{}, *{}*, {} **{}** ({}){}, {}",
        listed(said, manner, &listing),
        manner.title(said),
        manner.journal(said),
        said.volume,
        said.year,
        issue(said, manner, ", no. ", ""),
        manner.pages(&said.pages)
    )
}
