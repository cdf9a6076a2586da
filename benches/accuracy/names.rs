//! Names of authors in the order and form of a style.

use ibid::record::Name;

use super::manner::Manner;
use super::said::Said;

/// How one name is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// `Smith JA`.
    Bare,
    /// `Smith, J. A.`, with this between the initials.
    Inverted(&'static str),
    /// `J. A. Smith`, with this between the initials.
    Upright(&'static str),
    /// `Smith, John A.`.
    WholeInverted,
    /// `John A. Smith`.
    WholeUpright,
}

/// How a list of names is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listing {
    /// The first name.
    pub(crate) first: Form,
    /// The others.
    pub(crate) others: Form,
    /// What stands between two.
    pub(crate) between: &'static str,
    /// What stands before the last.
    pub(crate) last: &'static str,
    /// What stands between two that are all.
    pub(crate) pair: &'static str,
    /// What stands behind those that are shown, where there are more.
    pub(crate) more: &'static str,
    /// How many are shown where there are more than `most`.
    pub(crate) shown: usize,
    /// Up to how many are shown.
    pub(crate) most: usize,
}

/// The authors of a reference.
pub(crate) fn listed(said: &Said, manner: &Manner, listing: &Listing) -> String {
    let is_left = |at: usize, name: &Name| at > 0 && manner.leaves_groups && matches!(name, Name::Group(_));
    let names = said.authors.iter().enumerate().filter(|(at, name)| !is_left(*at, name)).map(|(_, name)| name);
    let form = |at: usize| if at == 0 { listing.first } else { listing.others };
    let names: Vec<String> = names.enumerate().map(|(at, name)| written(name, form(at), manner)).collect();
    let (shown, most) = manner.shown.map_or((listing.shown, listing.most), |shown| (shown, shown));
    if names.len() > most {
        return format!("{}{}", names[..shown.min(names.len())].join(listing.between), listing.more);
    }
    match &*names {
        [one, other] => format!("{one}{}{other}", listing.pair),
        [others @ .., last] if !others.is_empty() => format!("{}{}{last}", others.join(listing.between), listing.last),
        _ => names.concat(),
    }
}

fn written(name: &Name, form: Form, manner: &Manner) -> String {
    let (family, given, suffix) = match name {
        Name::Group(group) => return manner.plain(group),
        Name::Person { family, given, suffix } => (family, given.as_deref().unwrap_or_default(), suffix.as_deref()),
    };
    let suffix = |mark: &str| suffix.map(|suffix| format!("{mark}{suffix}")).unwrap_or_default();
    let inverted = |given: &str| if given.is_empty() { family.clone() } else { format!("{family}, {given}") };
    let whole = || if has_small_letters(given) { given.to_owned() } else { initials(given, " ") };
    manner.plain(&match form {
        Form::Bare => format!("{family} {}{}", letters(given), suffix(" ")).trim().to_owned(),
        Form::Inverted(blank) => format!("{}{}", inverted(&initials(given, blank)), suffix(", ")),
        Form::Upright(blank) => format!("{} {family}{}", initials(given, blank), suffix(" ")).trim().to_owned(),
        Form::WholeInverted => format!("{}{}", inverted(&whole()), suffix(", ")),
        Form::WholeUpright => format!("{} {family}{}", whole(), suffix(" ")).trim().to_owned(),
    })
}

fn has_small_letters(given: &str) -> bool {
    given.chars().any(char::is_lowercase)
}

/// The given names one by one, each with what stands before it. `RJ` is two.
fn parts(given: &str) -> Vec<(char, String)> {
    let is_row = !has_small_letters(given);
    let mut parts = Vec::new();
    for word in given.split([' ', '.']) {
        for (at, part) in word.split('-').enumerate().filter(|(_, part)| !part.is_empty()) {
            let mark = if at > 0 { '-' } else { ' ' };
            if is_row {
                parts
                    .extend(part.chars().enumerate().map(|(at, ch)| (if at > 0 { ' ' } else { mark }, ch.to_string())));
            } else {
                parts.push((mark, part.to_owned()));
            }
        }
    }
    parts
}

/// `JA` of `John A.`.
fn letters(given: &str) -> String {
    parts(given).iter().filter_map(|(_, part)| part.chars().next()).flat_map(char::to_uppercase).collect()
}

/// `J. A.` of `John A.`, `K.-H.` of `Karl-Heinz`.
pub(crate) fn initials(given: &str, blank: &str) -> String {
    let mut initials = String::new();
    for (mark, part) in parts(given) {
        if !initials.is_empty() {
            initials.push_str(if mark == '-' { "-" } else { blank });
        }
        initials.extend(part.chars().next().into_iter().flat_map(char::to_uppercase));
        initials.push('.');
    }
    initials
}
