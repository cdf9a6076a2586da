//! Styles that cite by author and year.

use super::manner::Manner;
use super::names::{Form, Listing, listed};
use super::said::Said;
use super::styles::{closed, issue, month, plain, sentence};

/// Of more than twenty authors nineteen and the last; in the sixth edition of more than seven six and the last.
pub(crate) fn apa(said: &Said, manner: &Manner) -> String {
    let (shown, most) = if manner.variant { (19, 20) } else { (6, 7) };
    let form = Form::Inverted(" ");
    let listing = Listing { last: ", & ", pair: ", & ", ..plain(form, ", ", ", et al.", shown, most) };
    let people = match said.authors.last() {
        Some(last) if said.authors.len() > most && manner.shown.is_none() => {
            let last = Said { authors: vec![last.clone()], ..said.clone() };
            let first = listed(said, manner, &Listing { more: "", ..listing });
            format!("{first}, . . . {}", listed(&last, manner, &listing))
        }
        _ => listed(said, manner, &listing),
    };
    let pages = manner.pages(&said.pages);
    let is_article = said.pages.last.is_none() && manner.variant;
    format!(
        "{people} ({}). {} *{}*, *{}*{}, {}{pages}",
        said.year,
        sentence(&manner.title(said)),
        manner.journal(said),
        said.volume,
        issue(said, manner, "(", ")"),
        if is_article { "Article " } else { "" },
    )
}

/// “12 (3): 145–50”, or “12, no. 3 (March): 145–50”.
pub(crate) fn chicago(said: &Said, manner: &Manner) -> String {
    let listing = Listing {
        others: Form::WholeUpright,
        last: ", and ",
        pair: ", and ",
        ..plain(Form::WholeInverted, ", ", ", et al.", 7, 10)
    };
    let day = month(said, manner).map(|month| format!(" ({month})")).unwrap_or_default();
    let number = if manner.variant {
        issue(said, manner, " (", ")")
    } else {
        format!("{}{day}", issue(said, manner, ", no. ", ""))
    };
    format!(
        "{} {}. “{}” *{}* {}{number}: {}",
        sentence(&listed(said, manner, &listing)),
        said.year,
        sentence(&manner.title(said)),
        manner.journal(said),
        said.volume,
        manner.pages(&said.pages)
    )
}

/// “12(3), pp. 145–150”, or “vol. 12, no. 3, pp. 145–150”.
pub(crate) fn harvard(said: &Said, manner: &Manner) -> String {
    let form = if manner.spaced { Form::Bare } else { Form::Inverted("") };
    let listing = Listing { last: " and ", pair: " and ", ..plain(form, ", ", " et al.", 1, 4) };
    let people = listed(said, manner, &listing);
    let (title, journal, pages) = (manner.title(said), manner.journal(said), manner.pages(&said.pages));
    let label = if said.pages.last.is_some() { "pp." } else { "p." };
    if manner.variant {
        let number = issue(said, manner, ", no. ", "");
        let Said { year, volume, .. } = said;
        return format!("{people} {year}, ‘{title}’, *{journal}*, vol. {volume}{number}, {label} {pages}");
    }
    let number = issue(said, manner, "(", ")");
    format!("{people} ({}) '{title}', *{journal}*, {}{number}, {label} {pages}", said.year, said.volume)
}

/// Of three authors and more the first alone.
pub(crate) fn mla(said: &Said, manner: &Manner) -> String {
    let listing = Listing {
        others: Form::WholeUpright,
        last: ", and ",
        pair: ", and ",
        ..plain(Form::WholeInverted, ", ", ", et al.", 1, 2)
    };
    let day = month(said, manner)
        .map(|month| if month.len() > 4 { format!("{}. ", &month[..3]) } else { format!("{month} ") });
    format!(
        "{} “{}” *{}*, vol. {}{}, {}{}, {} {}",
        sentence(&listed(said, manner, &listing)),
        sentence(&manner.title(said)),
        manner.journal(said),
        said.volume,
        issue(said, manner, ", no. ", ""),
        day.unwrap_or_default(),
        said.year,
        if said.pages.last.is_some() { "pp." } else { "p." },
        manner.pages(&said.pages)
    )
}

/// Since 2009 up to ten authors.
pub(crate) fn cell(said: &Said, manner: &Manner) -> String {
    let listing = Listing { last: ", and ", pair: " and ", ..plain(Form::Inverted(""), ", ", ", et al.", 10, 10) };
    format!(
        "{} ({}). {} {} *{}*, {}",
        listed(said, manner, &listing),
        said.year,
        sentence(&manner.title(said)),
        closed(&manner.journal(said), if manner.variant { "." } else { "" }),
        said.volume,
        manner.pages(&said.pages)
    )
}
