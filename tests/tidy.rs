//! What can be held of the house rules: layers, quarantined crates, the size and names of rooms.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that reads the sources")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the ground up; each may name only those before it.
const LAYERS: [&str; 18] = [
    "text",
    "record",
    "findings",
    "syntax",
    "bibliography",
    "sources",
    "config",
    "lock",
    "reference",
    "rules",
    "render",
    "analysis",
    "log",
    "store",
    "resolve",
    "report",
    "server",
    "cli",
];

/// The first module that is not pure.
const FIRST_EDGE: &str = "log";

/// Files of the core that are an edge, and say so.
const EDGES_IN_CORE: [&str; 7] = [
    "src/config/discover.rs",
    "src/config/discover/beside.rs",
    "src/config/discover/read.rs",
    "src/config/discover/replace.rs",
    "src/config/discover/told.rs",
    "src/config/discover/units.rs",
    "src/config/discover/whole.rs",
];

/// What the core must not name.
const IMPURE: [&str; 9] =
    ["tokio", "reqwest", "rusqlite", "tower_lsp", "std::fs", "std::env", "std::net", "SystemTime", "Instant::now"];

/// Crates that live in one place.
const QUARANTINED: [(&str, &str); 3] =
    [("tower_lsp", "src/server"), ("reqwest", "src/resolve/http"), ("rusqlite", "src/store")];

/// Names that say nothing.
const VAGUE: [&str; 8] = ["util", "utils", "helper", "helpers", "common", "misc", "manager", "core"];

struct SourceText {
    path: String,
    module: String,
    code: String,
    lines: usize,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn rust_files(folder: &str) -> Vec<SourceText> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let path = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        let module = path.split('/').nth(1).unwrap_or_default().trim_end_matches(".rs").to_owned();
        // Comments may speak of anything.
        let code = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
        SourceText { path, module, code, lines: text.lines().count() }
    };
    paths.iter().map(read).collect()
}

fn level(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| *layer == module)
}

fn hold(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn a_module_uses_only_what_stands_below_it() {
    let mut faults = Vec::new();
    for file in rust_files("src") {
        let Some(own) = level(&file.module) else { continue };
        for (at, layer) in LAYERS.iter().enumerate().skip(own + 1) {
            if file.code.contains(&format!("crate::{layer}::")) || file.code.contains(&format!("crate::{layer};")) {
                faults.push(format!(
                    "{} ({}) names {layer}, which stands {} above it",
                    file.path,
                    file.module,
                    at - own
                ));
            }
        }
    }
    hold(&faults);
}

#[test]
fn every_module_has_its_layer() {
    let known = |file: &SourceText| level(&file.module).is_some() || ["lib", "main"].contains(&file.module.as_str());
    let strange: Vec<String> =
        rust_files("src").into_iter().filter(|file| !known(file)).map(|file| file.path).collect();
    hold(&strange);
}

#[test]
fn the_core_is_pure() {
    let edge = level(FIRST_EDGE).unwrap();
    let mut faults = Vec::new();
    for file in rust_files("src") {
        let in_core = level(&file.module).is_some_and(|own| own < edge) && !EDGES_IN_CORE.contains(&file.path.as_str());
        for name in IMPURE.iter().filter(|name| in_core && file.code.contains(*name)) {
            faults.push(format!("{} names {name}", file.path));
        }
    }
    hold(&faults);
}

#[test]
fn crates_with_a_quarantine_stay_in_it() {
    let mut faults = Vec::new();
    for file in rust_files("src") {
        for (name, home) in QUARANTINED {
            let named = file.code.contains(&format!("{name}::")) || file.code.contains(&format!("use {name}"));
            if named && !file.path.starts_with(home) {
                faults.push(format!("{} names {name}, which lives in {home}", file.path));
            }
        }
    }
    hold(&faults);
}

#[test]
fn protocol_positions_live_in_one_folder() {
    let outside = rust_files("src").into_iter().filter(|file| !file.path.starts_with("src/server/proto"));
    let faults: Vec<String> = outside
        .filter(|file| file.code.contains("Position {"))
        .map(|file| format!("{} makes a position", file.path))
        .collect();
    hold(&faults);
}

#[test]
fn rooms_are_small_and_named() {
    let mut faults = Vec::new();
    for (folder, most) in [("src", 800), ("tests", 1_000), ("benches", 800)] {
        for file in rust_files(folder) {
            if file.lines > most {
                faults.push(format!("{} has {} lines, more than {most}", file.path, file.lines));
            }
            let stem = Path::new(&file.path).file_stem().unwrap().to_str().unwrap();
            if VAGUE.contains(&stem) {
                faults.push(format!("{}: a name that says nothing", file.path));
            }
        }
    }
    hold(&faults);
}

#[test]
fn nothing_is_left_open() {
    let marks = [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("#[ig", "nore")];
    let mut faults = Vec::new();
    for file in ["src", "tests", "benches"].into_iter().flat_map(rust_files) {
        for mark in marks.iter().filter(|mark| file.code.contains(*mark)) {
            faults.push(format!("{} has {mark}", file.path));
        }
    }
    hold(&faults);
}

#[test]
fn the_map_in_lib_names_every_module() {
    let map = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let missing: Vec<String> = LAYERS
        .iter()
        .filter(|layer| !map.contains(&format!("| [`{layer}`] |")) || !map.contains(&format!("pub mod {layer};")))
        .map(|layer| format!("src/lib.rs does not name {layer}"))
        .collect();
    hold(&missing);
}
