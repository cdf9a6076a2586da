//! `ibid status`: what was loaded and why.

use std::fmt::Write as _;

use super::args;
use super::exit::Exit;
use super::files;
use super::knowledge;
use super::settings::{LockState, Project, Selection, Settings};
use super::terminal::Terminal;
use crate::config::discover;
use crate::log;
use crate::record::Source;
use crate::store::StoreInfo;

/// Prints what holds for a folder or manuscript.
pub(super) fn run(arguments: &args::Status, shared: &args::Shared, terminal: Terminal) -> Exit {
    let settings = Settings::new(shared, false, Selection::default());
    let path = &arguments.path;
    if !path.exists() {
        terminal.complain(&format!("{}: there is no such file or folder", path.display()));
        return Exit::Usage;
    }
    let asked = if path.is_dir() { path.join("manuscript.md") } else { path.clone() };
    let project = settings.project(&asked);
    let store = knowledge::open_store(settings.process(), terminal);
    let mut out = String::new();
    configuration(&mut out, &project);
    if let Some(path) = settings.named() {
        writeln!(out, "named configuration: {} (--config or IBID_CONFIG)", path.display()).expect(FITS);
    }
    lock(&mut out, &project);
    let info = store.info();
    out.push_str(&super::store::describe(&info));
    sources(&mut out, &settings, &project, &info);
    logs(&mut out);
    let (_, words, fatal) = settings.faults();
    for fault in &project.faults {
        writeln!(out, "configuration fault: {}", fault.message).expect(FITS);
    }
    words.iter().for_each(|word| writeln!(out, "fault: {word}").expect(FITS));
    terminal.print(&out).max(if fatal { Exit::Usage } else { Exit::Fine })
}

const FITS: &str = "a String takes every write";

fn configuration(out: &mut String, project: &Project) {
    writeln!(out, "ibid {}", env!("CARGO_PKG_VERSION")).expect(FITS);
    writeln!(out, "project: {}", project.place.root.display()).expect(FITS);
    match &project.place.config_file {
        Some((path, _)) => writeln!(out, "configuration: {}", path.display()),
        None => writeln!(out, "configuration: none ({} was not found)", discover::CONFIG_NAME),
    }
    .expect(FITS);
    match discover::user_file() {
        Some(path) if path.exists() => writeln!(out, "your own configuration: {}", path.display()).expect(FITS),
        Some(path) => writeln!(out, "your own configuration: none ({})", path.display()).expect(FITS),
        None => {}
    }
}

fn lock(out: &mut String, project: &Project) {
    let path = files::shown(&project.place.lock_path);
    match &project.lock {
        LockState::None => writeln!(out, "lock: none ({path})"),
        LockState::Read(lock) => {
            writeln!(out, "lock: {path}, {} works, {} absent", lock.items.len(), lock.absent.len())
        }
        LockState::Unreadable(why, _) => writeln!(out, "lock: {path} is not used: {why}"),
    }
    .expect(FITS);
}

fn logs(out: &mut String) {
    let (setting, _) = super::log_setting(true);
    let level = setting.level.key();
    match (&setting.path, setting.level) {
        (_, log::Level::Off) => writeln!(out, "log: none (by IBID_LOG)"),
        (Some(path), _) => writeln!(out, "log: {} (the language server’s, level {level})", path.display()),
        (None, _) => writeln!(out, "log: none (there is no folder for it)"),
    }
    .expect(FITS);
}

fn sources(out: &mut String, settings: &Settings, project: &Project, info: &StoreInfo) {
    let look_ups = match (settings.process().resolve.online, project.config.resolve.online) {
        (true, true) => "on",
        (false, _) => "off (by IBID_OFFLINE or your own configuration)",
        (true, false) => "off (by the project's configuration)",
    };
    writeln!(out, "look-ups: {look_ups}").expect(FITS);
    for source in Source::ALL {
        let Some(set) = settings.process().sources.get(&source) else { continue };
        let reached = super::store::reached(info, source);
        let enabled = if set.enabled { "" } else { ", switched off" };
        writeln!(out, "source {source}: {} ({reached}{enabled})", set.url).expect(FITS);
    }
}
