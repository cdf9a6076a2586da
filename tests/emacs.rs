//! A session with the real Emacs, where there is one with eglot: named by `IBID_EMACS`, else `emacs` on the path.
#![allow(clippy::disallowed_methods, reason = "a test of an edge: it starts programs and reads the environment")]

use std::path::Path;
use std::process::Command;

#[test]
fn an_author_sees_findings_and_hover() {
    let named = std::env::var_os("IBID_EMACS");
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = tempfile::tempdir().expect("a folder");
    let project = place.path().join("project");
    std::fs::create_dir_all(project.join(".git")).expect("a folder");
    for name in ["review.md", "ibid-lock.json", "ibid.toml"] {
        std::fs::copy(crate_root.join("docs/demo").join(name), project.join(name)).expect("a copy");
    }
    let output = Command::new(named.clone().unwrap_or_else(|| "emacs".into()))
        .args(["-Q", "--batch", "-l"])
        .arg(crate_root.join("editors/emacs/test/session.el"))
        .arg(env!("CARGO_BIN_EXE_ibid"))
        .arg(project.join("review.md"))
        .env("HOME", place.path())
        .env("XDG_CONFIG_HOME", place.path().join("config"))
        .env("XDG_CACHE_HOME", place.path().join("cache"))
        .env("IBID_OFFLINE", "1")
        .env("IBID_STORE", place.path().join("store.sqlite"))
        .env("LC_ALL", "C.UTF-8")
        .output();
    let output = match output {
        Ok(output) if output.status.code() != Some(2) => output,
        none => {
            assert!(named.is_none(), "IBID_EMACS is no Emacs of 28 or later with eglot: {none:?}");
            eprintln!("skipped: no Emacs of 28 or later with eglot (set IBID_EMACS)");
            return;
        }
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("an edit: seen"), "it left too early: {said}");
}
