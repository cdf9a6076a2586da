//! `ibid show`: the record of a work.

use super::args::{self, ShowFormat};
use super::clock;
use super::exit::Exit;
use super::files;
use super::knowledge::{self, Mode};
use super::near::{self, Near};
use super::settings::{Selection, Settings};
use super::terminal::{self, Terminal};
use crate::record::{Identifier, Knowledge, Reason, Record, Records};
use crate::resolve::Learnt;
use crate::{render, syntax};

/// Prints records.
pub(super) fn run(arguments: &args::Show, shared: &args::Shared, terminal: Terminal) -> Exit {
    if arguments.related && matches!(arguments.format, ShowFormat::Bibtex | ShowFormat::Ris) {
        terminal.complain("--related is printed as text, markdown or json.");
        return Exit::Usage;
    }
    let mut ids = Vec::new();
    for word in &arguments.ids {
        let Some(spelling) = syntax::read_identifier(word) else {
            terminal.complain(&format!(
                "“{word}” is no identifier. Write a DOI (10.3390/cancers14235929), a PMID (pmid:36497410), PMC9739001,\n\
                 an arXiv identifier (arXiv:1706.03762), an ISBN, a trial's number, or the address of one."
            ));
            return Exit::Usage;
        };
        if spelling.is_number {
            terminal.say(&format!("{word} is taken for a PMID; pmid:{word} says so."));
        }
        ids.push(spelling.id);
    }
    let settings = Settings::new(shared, false, Selection::default());
    let (_, words, fatal) = settings.faults();
    words.iter().for_each(|word| terminal.complain(word));
    if fatal {
        return Exit::Usage;
    }
    let mode = Mode::of(arguments.knowing, None);
    let (known, interrupted) = match mode {
        Mode::Locked => (Learnt::before(Records::new(Reason::NotInLock)), false),
        _ => knowledge::know_these(&ids, settings.process(), mode, terminal),
    };
    if interrupted {
        return Exit::Interrupted;
    }
    let project = settings.project(&files::here().join("manuscript.md"));
    settings.broken_locks().iter().for_each(|why| terminal.complain(why));
    let locked = project.locked();
    let works: Vec<(Identifier, Knowledge)> = (ids.into_iter())
        .map(|id| {
            let knowledge = match locked.has(&id) {
                true => knowledge::beside_lock(locked, &known.stands, &known.fresh, &id),
                false => known.stands.get(&id).clone(),
            };
            (id, knowledge)
        })
        .collect();
    let exit = works.iter().map(|(_, knowledge)| exit_of(knowledge)).max().unwrap_or_default();
    let near = arguments.related.then(|| near::of(&works, settings.process(), mode, terminal));
    if near.as_ref().is_some_and(|near| near.interrupted) {
        return Exit::Interrupted;
    }
    let missing = near.as_ref().map_or(Exit::Fine, Near::exit);
    print(arguments.format, &works, near.as_ref(), mode, terminal).max(exit).max(missing)
}

fn exit_of(knowledge: &Knowledge) -> Exit {
    match knowledge {
        Knowledge::Known(_) => Exit::Fine,
        Knowledge::Absent(_) => Exit::Findings,
        Knowledge::Unchecked(_) | Knowledge::Unsupported => Exit::Unchecked,
    }
}

fn print(
    format: ShowFormat,
    works: &[(Identifier, Knowledge)],
    near: Option<&Near>,
    mode: Mode,
    terminal: Terminal,
) -> Exit {
    // What stands near each work, where it was asked for.
    let near = |place: usize| near.and_then(|near| Some((near.related.get(place)?.as_ref()?, &near.records)));
    let today = (mode != Mode::Locked).then(clock::today);
    let pages: Vec<String> = match format {
        ShowFormat::Json => {
            let mut shown = render::json::shown(works.iter().map(|(id, knowledge)| (id, knowledge)));
            for place in 0..works.len() {
                if let Some((related, records)) = near(place) {
                    shown.relate(place, related, records);
                }
            }
            let json = serde_json::to_string_pretty(&shown).expect("records have only string keys and finite numbers");
            vec![json + "\n"]
        }
        ShowFormat::Text => {
            let width = Some(terminal::width());
            let page = |(place, (id, knowledge)): (usize, &(Identifier, Knowledge))| {
                let page = render::page(id, knowledge, width, today);
                let below = near(place).map(|(related, records)| render::related_page(related, records, width));
                below.map_or(page.clone(), |below| format!("{page}\n{below}"))
            };
            works.iter().enumerate().map(page).collect()
        }
        ShowFormat::Markdown => {
            let page = |(place, (id, knowledge)): (usize, &(Identifier, Knowledge))| {
                let page = render::markdown(id, knowledge, today);
                let below = near(place).map(|(related, records)| render::related_markdown(related, records));
                below.map_or(page.clone(), |below| format!("{page}\n---\n\n{below}"))
            };
            works.iter().enumerate().map(page).collect()
        }
        ShowFormat::Bibtex => entries(works, render::bibtex, terminal),
        ShowFormat::Ris => entries(works, render::ris, terminal),
    };
    // Pages have empty lines inside, so one after another needs more than an empty line between.
    let between = if matches!(format, ShowFormat::Text | ShowFormat::Markdown) { "\n* * *\n\n" } else { "\n" };
    terminal.print(&pages.join(between))
}

/// One entry a work that has a record; the others are named on standard error.
fn entries(works: &[(Identifier, Knowledge)], write: fn(&Record) -> String, terminal: Terminal) -> Vec<String> {
    let mut out = Vec::new();
    for (id, knowledge) in works {
        match knowledge.known().and_then(render::whole) {
            Some(record) => out.push(write(&record)),
            None => terminal.complain(&format!("{id}: there is no record to print ({})", words(knowledge))),
        }
    }
    out
}

fn words(knowledge: &Knowledge) -> String {
    match knowledge {
        Knowledge::Known(known) => match &known.agency {
            Some(agency) => format!("registered with {agency}, no open metadata"),
            None => "registered, no open metadata".into(),
        },
        Knowledge::Absent(absent) => format!("not registered; asked: {}", absent.authority),
        Knowledge::Unchecked(reason) => format!("not checked: {reason}"),
        Knowledge::Unsupported => "no source knows this kind".into(),
    }
}
