//! A session with the real Neovim, where there is one: named by `IBID_NVIM`, else `nvim` on the path, at least 0.11.
#![allow(clippy::disallowed_methods, reason = "a test of an edge: it starts programs and reads the environment")]

use std::path::Path;
use std::process::Command;

#[test]
fn an_author_sees_findings_hover_and_hints() {
    let named = std::env::var_os("IBID_NVIM");
    let nvim = named.clone().unwrap_or_else(|| "nvim".into());
    let version = Command::new(&nvim).arg("--version").output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let number = |part: &str| part.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().ok();
    let first = version.lines().next().unwrap_or_default();
    let parts: Vec<_> = first.trim_start_matches("NVIM v").split('.').filter_map(number).collect();
    if parts < vec![0, 11] {
        assert!(named.is_none(), "IBID_NVIM is no Neovim of 0.11 or later: {first:?}");
        eprintln!("skipped: no Neovim of 0.11 or later (set IBID_NVIM)");
        return;
    }

    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = tempfile::tempdir().expect("a folder");
    let project = place.path().join("project");
    std::fs::create_dir_all(project.join(".git")).expect("a folder");
    for name in ["review.md", "ibid-lock.json", "ibid.toml"] {
        let from = crate_root.join("docs/demo").join(name);
        if from.exists() {
            std::fs::copy(from, project.join(name)).expect("a copy");
        }
    }
    let plugin = crate_root.join("editors/nvim");
    let output = Command::new(nvim)
        .args(["--headless", "--clean", "-n", "-i", "NONE", "-l"])
        .arg(plugin.join("test/session.lua"))
        .arg(&plugin)
        .arg(env!("CARGO_BIN_EXE_ibid"))
        .arg(project.join("review.md"))
        .env("HOME", place.path())
        .env("XDG_CONFIG_HOME", place.path().join("config"))
        .env("XDG_STATE_HOME", place.path().join("state"))
        .env("XDG_DATA_HOME", place.path().join("data"))
        .env("XDG_CACHE_HOME", place.path().join("cache"))
        .env("IBID_OFFLINE", "1")
        .env("IBID_STORE", place.path().join("store.sqlite"))
        .output()
        .expect("Neovim starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("keys and an edit: seen"), "it left too early: {said}");
}
