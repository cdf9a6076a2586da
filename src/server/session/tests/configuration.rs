//! Settings, configuration files and locks.

use super::*;

#[test]
fn settings_are_read_again_when_they_change() {
    let mut stage = Stage::with(Hello { trusted: true, gives_settings: true, ..Hello::default() });
    stage.open(&paper(), &format!("See doi:{DOI}.\n"));
    let before = stage.pull;
    stage.send(Event::SettingsChanged(None));
    assert_ne!(stage.pull, before, "the client is asked for them");
    let off = table(vec![("features", table(vec![("hover", Value::Bool(false))]).value)]);
    stage.give([(None, off)].into_iter().collect());
    assert_eq!(stage.hover(at(0, 10)), None, "hovers are switched off");
    stage.give(Settings::default());
    assert!(stage.hover(at(0, 10)).is_some());
}

#[test]
fn findings_in_a_configuration_go_with_the_last_document_under_it() {
    let place = tempfile::tempdir().expect("a folder");
    std::fs::write(place.path().join("ibid.toml"), "no-such-setting = 1\n").expect("a file");
    let [one, two] = ["one.md", "two.md"].map(|name| from::address_of(&place.path().join(name)));
    let config = from::address_of(&place.path().join("ibid.toml"));
    let mut stage = Stage::new();
    let told = |stage: &mut Stage| {
        let seen = std::mem::take(&mut stage.seen).into_iter();
        let counts = seen.filter_map(|effect| match effect {
            Effect::Publish { address, findings, .. } if address == config => Some(findings.len()),
            _ => None,
        });
        counts.collect::<Vec<_>>()
    };
    stage.open(&one, "One.\n");
    stage.open(&two, "Two.\n");
    assert_eq!(told(&mut stage), [1]);
    stage.send(Event::Closed { address: one.clone() });
    assert!(told(&mut stage).is_empty(), "another document is under it");
    stage.send(Event::Closed { address: two });
    assert_eq!(told(&mut stage), [0]);
    stage.open(&one, "One.\n");
    assert_eq!(told(&mut stage), [1], "told again with the next document");
}

#[test]
fn an_ignore_has_its_place_and_its_last_day() {
    let place = tempfile::tempdir().expect("a folder");
    let entry = |rest: &str| format!("[[ignore]]\nrule = \"malformed-doi\"\nreason = \"as printed\"\n{rest}\n");
    let toml = entry("path = \"one.md\"") + &entry("until = 2026-11-23");
    std::fs::write(place.path().join("ibid.toml"), toml).expect("a file");
    let mut stage = Stage::new();
    let mut rules = |name: &str| {
        let address = from::address_of(&place.path().join(name));
        stage.open(&address, "Cut: https://doi.org/10.1016/ and\n");
        let mut rules = Vec::new();
        for effect in std::mem::take(&mut stage.seen) {
            if let Effect::Publish { address, findings, .. } = effect {
                let file = address.to_string().rsplit('/').next().unwrap_or_default().to_owned();
                rules.extend(findings.iter().map(|finding| format!("{file} {}", finding.rule)));
            }
        }
        rules.sort();
        rules
    };
    assert_eq!(rules("one.md"), ["ibid.toml unused-suppression"]);
    assert_eq!(rules("text/one.md"), ["one.md malformed-doi"]);
}

#[test]
fn a_document_whose_configuration_cannot_be_read_is_answered_but_not_looked_up() {
    let mut stage = Stage::new();
    stage.agree();
    let event =
        Event::Opened { address: paper(), language: "markdown".into(), version: 1, text: format!("See doi:{DOI}.\n") };
    let effects = stage.session.handle(event, stage.now);
    let [Effect::Prepare(preparation)] = &effects[..] else { panic!("{effects:?}") };
    let surroundings = Some(surroundings::Surroundings::unread(&paper(), "a test"));
    let (opening, revision) = (preparation.opening, preparation.revision);
    let prepared = surroundings::Prepared { address: paper(), opening, revision, surroundings };
    stage.send(Event::Prepared(Box::new(prepared)));
    stage.pass(FLUX);
    assert!(stage.hover(at(0, 10)).is_some_and(|hover| hover.contains("offline")));
    assert!(stage.looked_up().is_empty());
    assert!(stage.seen.iter().any(|effect| matches!(effect, Effect::Log(line) if line.contains("a test"))));
}

#[test]
fn the_folders_around_open_documents_are_watched_where_the_client_watches_none() {
    let place = tempfile::tempdir().expect("a folder");
    let root = place.path().canonicalize().expect("a folder");
    let (thesis, chapter) = (root.join("thesis"), root.join("thesis/chapter"));
    for folder in [&chapter, &root.join("thesis/.git")] {
        std::fs::create_dir_all(folder).expect("a folder");
    }
    std::fs::write(thesis.join("ibid.toml"), "").expect("a file");
    let watched = |stage: &mut Stage| {
        let seen = std::mem::take(&mut stage.seen).into_iter();
        seen.filter_map(|effect| match effect {
            Effect::WatchFiles(folders) => {
                Some(folders.into_iter().filter(|folder| folder.starts_with(&root)).collect())
            }
            _ => None,
        })
        .collect::<Vec<Vec<_>>>()
    };
    let one = from::address_of(&chapter.join("one.md"));
    let mut stage = Stage::new();
    stage.open(&one, "One.\n");
    assert_eq!(watched(&mut stage), [[thesis.clone(), chapter.clone()]]);
    stage.open(&from::address_of(&thesis.join("two.md")), "Two.\n");
    stage.send(Event::FilesChanged);
    assert!(watched(&mut stage).is_empty(), "they are watched already");
    stage.send(Event::Closed { address: one.clone() });
    assert_eq!(watched(&mut stage), [[thesis]]);
    let folders = vec![root.clone()];
    let mut stage = Stage::with(Hello { trusted: true, watches_files: true, folders, ..Hello::default() });
    stage.open(&one, "One.\n");
    assert!(watched(&mut stage).is_empty(), "the client watches them");
    let folders = vec![root.join("elsewhere")];
    let mut stage = Stage::with(Hello { trusted: true, watches_files: true, folders, ..Hello::default() });
    stage.open(&one, "One.\n");
    assert_eq!(watched(&mut stage), [[root.join("thesis"), chapter]], "but not what lies outside its folders");
}
