//! Configuration: what each layer may set, what is said of a slip, and which files are read at all.
#![allow(clippy::disallowed_methods, reason = "tests make the files that they read")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ibid::config::discover::{LOCK_NAME, Project, ReadFault, project_for, project_of_folder, read_text, user_layers};
use ibid::config::{
    Config, ConfigFault, DoiForm, HintMode, Layer, Layers, Overlaid, PathGlob, Piece, Profile, overlay,
    overlay_environment,
};
use ibid::findings::Severity;
use ibid::record::Source;
use ibid::syntax::tree::{Node, from_json};
use ibid::syntax::{Dialect, parse, read_front_matter};
use ibid::text::SourceFile;

/// The example of the documentation: every key.
const EXAMPLE: &str = include_str!("../docs/configuration.md");

fn example() -> String {
    let start = EXAMPLE.find("```toml\n").expect("an example") + "```toml\n".len();
    EXAMPLE[start..start + EXAMPLE[start..].find("```").expect("its end")].to_owned()
}

fn lay(layer: Layer, toml: &str) -> Overlaid {
    let mut layers = Layers::new(None);
    layers.push(Piece::toml(layer, &Arc::new(SourceFile::new("ibid.toml", toml)), Path::new("/project")));
    layers.config()
}

/// The faults as `line:column message | help`.
fn said(faults: &[ConfigFault]) -> Vec<String> {
    let show = |fault: &ConfigFault| {
        let file = fault.file.as_ref().expect("a file");
        let at = file.lines.place(&file.text, fault.span.range().start);
        let help = fault.help.as_deref().unwrap_or("-");
        format!("{}:{} {} | {help}", at.line, at.column, fault.message)
    };
    faults.iter().map(show).collect()
}

#[test]
fn the_documented_example_is_understood() {
    let toml = example();
    let laid = lay(Layer::User, &toml);
    assert_eq!(said(&laid.faults), Vec::<String>::new());
    let config = laid.config;
    assert_eq!(config.profile, Profile::Submission);
    assert_eq!(config.rules, [("unused-entry".to_owned(), None), ("integrity".to_owned(), Some(Severity::Warning))]);
    assert_eq!(config.exclude.iter().map(PathGlob::pattern).collect::<Vec<_>>(), ["archive/**"]);
    assert_eq!(config.doi_form, DoiForm::Url);
    assert_eq!(config.resolve.budget, Duration::from_secs(300));
    assert_eq!(config.resolve.timeout, Duration::from_secs(30));
    assert_eq!(config.resolve.mailto.as_deref(), Some("someone@example.org"));
    assert_eq!(config.sources[&Source::Crossref].url, "https://api.crossref.org");
    assert_eq!(config.features.get("links"), Some(&false));
    assert_eq!(config.ignore.len(), 1);
    assert_eq!(config.ignore[0].until.as_ref().map(|until| until.day.to_string()).as_deref(), Some("2027-01-01"));
    assert_eq!(config.hints, HintMode::Auto);
}

#[test]
fn a_slip_names_the_nearest_key() {
    let toml = "\
stile = \"apa\"
max-length = 20
[resolve]
onlin = false
[rules]
retratced = \"off\"
retracted = \"fatal\"
[features]
hovr = true
[sources.crosref]
enabled = true
[sources.crossref]
uri = \"https://example.org\"
[banana]
x = 1
";
    assert_eq!(
        said(&lay(Layer::User, toml).faults),
        [
            "1:1 There is no setting “stile”. | Did you mean “style”?",
            "2:1 There is no setting “max-length”. | Did you mean “hints.max-length”?",
            "4:1 There is no setting “resolve.onlin”. | Did you mean “resolve.online”?",
            "6:1 There is no rule or group “retratced”. | Did you mean “retracted”?",
            "7:13 “rules.retracted” takes \"off\", \"hint\", \"info\", \"warning\" or \"error\", not “fatal”. | -",
            "9:1 There is no feature “hovr”. | Did you mean “hover”?",
            "11:1 There is no source “crosref”. | Did you mean “crossref”?",
            "13:1 There is no setting “sources.crossref.uri”. | Did you mean “sources.crossref.url”?",
            "14:2 There is no setting “banana”. | -",
        ]
    );
}

#[test]
fn a_wrong_value_names_what_is_expected_and_all_else_applies() {
    let toml = "\
profile = \"strict\"
dialect = 5
rules = [\"retracted\"]
[forms]
doi = \"URL\"
[hints]
max-length = 4000
enabled = \"sometimes\"
[hover]
abstract = \"no\"
[files]
exclude = [\"ok/**\", \"a[\"]
[store]
url = \"postgres://host/ibid\"
[resolve]
budget = 30
mailto = \"someone\"
timeout = \"10s\"
[sources.doi]
url = \"doi.org\"
";
    let laid = lay(Layer::User, toml);
    assert_eq!(
        said(&laid.faults),
        [
            "1:11 “profile” takes \"writing\", \"submission\" or \"audit\", not “strict”. | -",
            "2:11 “dialect” takes \"auto\", \"pandoc\", \"quarto\", \"manubot\", \"myst\", \"obsidian\" or \"plain\", not 5. | -",
            "3:9 “rules” takes a table of settings, not a list. | -",
            "5:7 “forms.doi” takes \"auto\", \"url\", \"prefix\" or \"bare\", not “URL”. | -",
            "7:14 “hints.max-length” takes a number from 8 to 200, not 4000. | -",
            "8:11 “hints.enabled” takes \"auto\", true or false, not “sometimes”. | -",
            "10:12 “hover.abstract” takes true or false, not “no”. | -",
            "12:21 “files.exclude” takes paths such as \"archive/**\", not “a[”. | -",
            "14:7 A store on a PostgreSQL server is not in this version of ibid. | Write \"sqlite:PATH\", or leave it out for the store in your cache folder.",
            "16:10 “resolve.budget” takes a time such as \"30s\" or \"5m\", not 30. | -",
            "17:10 “resolve.mailto” takes a mail address such as \"someone@example.org\", not “someone”. | -",
            "20:7 “sources.doi.url” takes an address such as \"https://api.crossref.org\", not “doi.org”. | -",
        ]
    );
    assert!(laid.faults.iter().all(|fault| fault.fatal && fault.message.chars().count() <= 100));
    assert_eq!(laid.config.resolve.timeout, Duration::from_secs(10));
    assert_eq!(laid.config.exclude.iter().map(PathGlob::pattern).collect::<Vec<_>>(), ["ok/**"]);
    assert_eq!(laid.config.resolve.budget, Config::default().resolve.budget);
    assert_eq!(laid.config.store, None);
}

#[test]
fn broken_toml_is_said_at_its_line_and_the_rest_applies() {
    let laid = lay(Layer::Project, "profile = \"audit\"\nstyle = \n[hints]\nmax-length = 20\n");
    assert_eq!(laid.config.profile, Profile::Audit);
    assert_eq!(laid.config.hint_length, 20);
    assert_eq!(laid.faults.len(), 1, "{:?}", said(&laid.faults));
    assert!(said(&laid.faults)[0].starts_with("2:"), "{:?}", said(&laid.faults));
}

#[test]
fn a_project_cannot_steer_network_or_store() {
    let toml = "\
profile = \"audit\"
[resolve]
online = true
budget = \"9h\"
mailto = \"other@example.org\"
search = true
[sources.crossref]
url = \"https://collector.example\"
enabled = false
[store]
url = \"/etc/passwd\"
";
    let untouched = Config { profile: Profile::Audit, ..Config::default() };
    for layer in [Layer::Project, Layer::EditorWorkspace, Layer::FrontMatter] {
        let laid = lay(layer, toml);
        assert_eq!(laid.config, untouched);
        assert_eq!(laid.faults.len(), 7);
        assert!(laid.faults.iter().all(|fault| !fault.fatal && fault.message.contains("has no effect in")));
    }
    assert_eq!(
        said(&lay(Layer::Project, toml).faults)[5],
        "9:1 “sources.crossref.enabled” has no effect in a project's file. | It steers the network or the store; set \
         it in your own file, which `ibid status` names."
    );
    for layer in [Layer::User, Layer::Editor, Layer::Named] {
        let laid = lay(layer, toml);
        assert!(laid.faults.is_empty());
        assert_eq!(laid.config.sources[&Source::Crossref].url, "https://collector.example");
        assert_eq!(laid.config.store.as_deref(), Some("/etc/passwd"));
    }
    let offline = lay(Layer::Project, "[resolve]\nonline = false\n");
    assert!(!offline.config.resolve.online && offline.faults.is_empty(), "this only tightens");
}

#[test]
fn an_ignore_needs_a_reason_and_a_target() {
    let toml = "\
[[ignore]]
rule = \"retracted\"
identifier = \"doi:10.1016/S0140-6736(97)11096-0\"
reason = \"discussed as a retracted study\"
[[ignore]]
rule = \"retracted\"
[[ignore]]
reason = \"because\"
[[ignore]]
rule = \"retired\"
until = \"soon\"
identifier = \"Wakefield\"
reason = \"x\"
[[ignore]]
rul = \"config\"
";
    let laid = lay(Layer::Project, toml);
    assert_eq!(laid.config.ignore.len(), 1);
    let id = laid.config.ignore[0].identifier.as_ref().map(ToString::to_string);
    assert_eq!(id.as_deref(), Some("doi:10.1016/s0140-6736(97)11096-0"));
    let messages: Vec<_> = laid.faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "This [[ignore]] gives no reason and has no effect.",
            "This [[ignore]] does not say what to ignore.",
            "There is no rule or group “retired”.",
            "“ignore.until” takes a day such as 2027-01-31, not “soon”.",
            "“ignore.identifier” takes an identifier such as \"doi:10.1000/abc\", not “Wakefield”.",
            "There is no setting “ignore.rul”.",
        ]
    );
}

#[test]
fn a_version_that_does_not_fit_is_said_first() {
    let laid = lay(Layer::Project, "futuristic = true\nrequired-version = \">=99\"\nprofile = \"audit\"\n");
    assert_eq!(
        said(&laid.faults)[0],
        format!(
            "2:20 This asks for ibid >=99; this is ibid {}. | Install a version that fits, or change \
             “required-version”.",
            env!("CARGO_PKG_VERSION")
        )
    );
    assert_eq!(laid.config.profile, Profile::Audit);
}

#[test]
fn later_layers_win() {
    let mut layers = Layers::new(Some("/home/someone".into()));
    let mut add = |layer, toml: &str| {
        layers.push(Piece::toml(layer, &Arc::new(SourceFile::new("x.toml", toml)), Path::new("/folder")));
    };
    add(Layer::Project, "profile = \"audit\"\n[rules]\nretracted = \"info\"\n");
    add(Layer::User, "profile = \"submission\"\n[rules]\nretracted = \"off\"\n[store]\nurl = \"~/ibid.sqlite\"\n");
    add(Layer::Named, "[hints]\nmax-length = 40\n[resolve]\nonline = true\n");
    let variable = |name: &str| match name {
        "IBID_OFFLINE" => Some("1".to_owned()),
        "IBID_MAILTO" => Some("me@example.org".to_owned()),
        _ => None,
    };
    layers.push(Piece::environment(&variable));
    let laid = layers.config();
    assert!(laid.faults.is_empty());
    assert_eq!(laid.config.profile, Profile::Audit);
    assert_eq!(laid.config.rules.last(), Some(&("retracted".to_owned(), Some(Severity::Info))));
    assert_eq!(laid.config.store.as_deref(), Some("/home/someone/ibid.sqlite"));
    assert!(!laid.config.resolve.online, "IBID_OFFLINE holds against every file");
    assert_eq!(laid.config.resolve.mailto.as_deref(), Some("me@example.org"));

    let text = "---\nibid:\n  profile: writing\n  hints: {max-length: 30}\n  store: {url: /tmp/x}\n  stile: x\n---\n";
    let mut document = parse(Arc::new(SourceFile::new("a.md", text)), Dialect::Pandoc);
    document.front_matter = read_front_matter(text).map(Arc::new);
    let laid = layers.config_for(&document);
    assert_eq!(laid.config.profile, Profile::Writing);
    assert_eq!(laid.config.hint_length, 40, "the named file stands above");
    assert_eq!(laid.config.store.as_deref(), Some("/home/someone/ibid.sqlite"));
    assert_eq!(
        said(&laid.faults),
        [
            "5:11 “store.url” has no effect in a manuscript. | It steers the network or the store; set it in your own \
             file, which `ibid status` names.",
            "6:3 There is no setting “stile”. | Did you mean “style”?",
        ]
    );
}

#[test]
fn only_its_own_entry_of_broken_metadata_is_ibids_to_say() {
    let faults = |text: &str| {
        let document = parse(Arc::new(SourceFile::new("a.md", text)), Dialect::Pandoc);
        let laid = Layers::new(None).config_for(&document);
        (laid.config.profile, said(&laid.faults))
    };
    let elsewhere = "---\ntitle: [\nibid:\n  profile: audit\n---\n";
    assert_eq!(faults(elsewhere), (Profile::Audit, vec![]));
    let (_, own) = faults("---\ntitle: x\nibid:\n  profile: [\ndate: 2026\n---\n");
    assert!(own.iter().any(|fault| fault.starts_with("4:") && fault.contains("This is not YAML")), "{own:?}");
}

#[test]
fn environment_and_editor() {
    let variables = |pairs: &'static [(&str, &str)]| {
        move |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    };
    let laid =
        overlay_environment(Config::default(), &variables(&[("IBID_STORE", "/x/y.sqlite"), ("IBID_OFFLINE", "0")]));
    assert_eq!(laid.config.store.as_deref(), Some("/x/y.sqlite"));
    assert!(laid.config.resolve.online);
    let laid = overlay_environment(Config::default(), &variables(&[("IBID_OFFLINE", "yes"), ("IBID_MAILTO", "me")]));
    assert!(!laid.config.resolve.online);
    assert_eq!(laid.faults[0].message, "“IBID_MAILTO” takes a mail address such as \"someone@example.org\", not “me”.");

    let settings =
        serde_json::json!({"hints": {"enabled": false, "max-length": null}, "resolve": {"mailto": "a@b.org"}});
    let laid = overlay(Config::default(), Layer::Editor, None, &from_json(&settings));
    assert!(laid.faults.is_empty());
    assert_eq!(laid.config.hints, HintMode::Off);
    assert_eq!(laid.config.resolve.mailto.as_deref(), Some("a@b.org"));
    let laid = overlay(Config::default(), Layer::EditorWorkspace, None, &from_json(&settings));
    assert_eq!(laid.config.resolve.mailto, None);
    assert_eq!(overlay(Config::default(), Layer::Editor, None, &from_json(&serde_json::json!(7))).faults.len(), 1);
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
    fs::write(path, text).expect("a file is written");
}

#[test]
fn the_search_stops_at_the_root_of_version_control() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(&root.join("ibid.toml"), "profile = \"audit\"\n");
    fs::create_dir_all(root.join("repo/.git")).expect("a folder is made");
    let manuscript = root.join("repo/paper/review.md");
    let project = project_for(&manuscript);
    assert!(project.config_file.is_none(), "the one above the root is another project's");
    assert_eq!(project.root, root.join("repo"));
    assert_eq!(project.lock_path, root.join("repo").join(LOCK_NAME));

    write(&root.join("repo/paper/ibid.toml"), "extend = \"../ibid.toml\"\nprofile = \"submission\"\n");
    write(&root.join("repo/ibid.toml"), "profile = \"audit\"\n[hints]\nmax-length = 33\n");
    let project = project_of_folder(&root.join("repo/paper"));
    assert_eq!(project.root, root.join("repo/paper"));
    let mut layers = Layers::new(None);
    project.pieces.iter().cloned().for_each(|piece| layers.push(piece));
    let laid = layers.config();
    assert!(laid.faults.is_empty() && project.faults.is_empty());
    assert_eq!((laid.config.profile, laid.config.hint_length), (Profile::Submission, 33));
    assert_eq!(Project::bare(root.to_owned()).lock_path, root.join(LOCK_NAME));
}

#[test]
fn extending_stays_in_the_project_and_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(&root.join("secret.toml"), "profile = \"audit\"\n");
    fs::create_dir_all(root.join("repo/.git")).expect("a folder is made");
    let says = |extend: &str| {
        write(&root.join("repo/ibid.toml"), &format!("extend = \"{extend}\"\n"));
        let project = project_of_folder(&root.join("repo"));
        assert!(project.config_file.is_some());
        project.faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(says("../secret.toml"), ["The configuration “secret.toml” was not read: it is outside the project."]);
    assert_eq!(says("/dev/zero"), ["The configuration “zero” was not read: it is outside the project."]);
    assert_eq!(says("none.toml"), ["The configuration “none.toml” was not read: there is no such file."]);
    assert_eq!(says("ibid.toml"), ["The configuration “ibid.toml” was not read: it extends itself."]);
    assert_eq!(says(".git"), ["The configuration “.git” was not read: it is not a regular file."]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/dev/zero", root.join("repo/link.toml")).expect("a link is made");
        assert_eq!(says("link.toml"), ["The configuration “link.toml” was not read: it is outside the project."]);
        fs::remove_file(root.join("repo/ibid.toml")).expect("it is there");
        std::os::unix::fs::symlink("/dev/zero", root.join("repo/ibid.toml")).expect("a link is made");
        let project = project_of_folder(&root.join("repo"));
        assert_eq!(project.faults[0].message, "The configuration “ibid.toml” was not read: it is not a regular file.");
        assert_eq!(project.root, root.join("repo"), "its place still tells the project");
    }
}

#[test]
fn only_regular_files_of_bounded_size_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a");
    write(&file, "0123456789");
    assert_eq!(read_text(&file, 10).as_deref(), Ok("0123456789"));
    assert_eq!(read_text(&file, 9), Err(ReadFault::TooLarge(9)));
    assert_eq!(read_text(folder.path(), 10), Err(ReadFault::NotRegular));
    assert_eq!(read_text(&folder.path().join("b"), 10), Err(ReadFault::Missing));
    fs::write(&file, b"ab\xff").expect("a file is written");
    assert_eq!(read_text(&file, 10), Err(ReadFault::NotText(2)));
    #[cfg(unix)]
    assert_eq!(read_text(Path::new("/dev/zero"), 10), Err(ReadFault::NotRegular));
}

#[test]
fn a_named_file_must_be_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let named = folder.path().join("own.toml");
    let nothing = |_: &str| None;
    let (_, faults) = user_layers(Some(&named), &nothing);
    assert!(faults.iter().any(|fault| fault.fatal && fault.message.contains("“own.toml” was not read")));
    write(&named, "[store]\nurl = \"sqlite:here.sqlite\"\n");
    let variable = |name: &str| (name == "IBID_CONFIG").then(|| named.to_str().expect("it is text").to_owned());
    let (layers, faults) = user_layers(None, &variable);
    assert!(faults.is_empty());
    let store = layers.config().config.store.expect("a path");
    assert_eq!(Path::new(&store), folder.path().join("here.sqlite"), "relative to the file's folder");
}

/// The paths of all keys that a JSON Schema describes, `*` for any name.
fn schema_keys(schema: &serde_json::Value, path: &str, keys: &mut Vec<String>) {
    let join = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let properties = schema["properties"].as_object();
    for (name, below) in properties.into_iter().flatten() {
        if below["type"] == "object" {
            schema_keys(below, &join(name), keys);
        } else {
            keys.push(join(name));
        }
    }
    if let Some(below) = schema.get("additionalProperties").filter(|below| below.is_object()) {
        if below["type"] == "object" { schema_keys(below, &join("*"), keys) } else { keys.push(join("*")) }
    }
}

#[test]
fn the_schema_knows_the_same_keys_and_names() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../docs/ibid.schema.json")).expect("the schema is JSON");
    let mut keys = Vec::new();
    schema_keys(&schema, "", &mut keys);
    let mut known = ibid::config::known_keys();
    known.sort();
    keys.sort();
    assert_eq!(keys, known);

    let mut rules: Vec<&str> = schema["properties"]["rules"]["propertyNames"]["enum"]
        .as_array()
        .expect("the rules are listed")
        .iter()
        .filter_map(serde_json::Value::as_str)
        .collect();
    let mut named: Vec<&str> = ibid::config::GROUP_NAMES.to_vec();
    named.extend(ibid::config::RULE_NAMES.iter().map(|(rule, _)| *rule));
    rules.sort_unstable();
    named.sort_unstable();
    assert_eq!(rules, named);
}

#[test]
fn the_example_fits_the_schema_and_a_slip_does_not() {
    let schema = serde_json::from_str(include_str!("../docs/ibid.schema.json")).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let json = |text: &str| to_json(&ibid::syntax::tree::read_toml(text, ibid::text::Span::new(0, text.len())).0);
    let errors: Vec<_> = validator.iter_errors(&json(&example())).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    for wrong in [
        "stile = 1",
        "[rules]\nretratced = \"off\"",
        "[rules]\nretracted = \"fatal\"",
        "[sources.x]\nenabled = true",
        "[[ignore]]\nrule = \"retracted\"",
    ] {
        assert!(!validator.is_valid(&json(wrong)), "{wrong}");
        assert!(!lay(Layer::User, wrong).faults.is_empty(), "{wrong}");
    }
}

fn to_json(node: &Node) -> serde_json::Value {
    use ibid::syntax::tree::Value;
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(truth) => (*truth).into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::String(text) => text.clone().into(),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Table(rows) => rows.iter().map(|(name, _, value)| (name.clone(), to_json(value))).collect(),
    }
}

/// Every rule that exists may be named, and stands in the group that it says.
#[test]
fn every_rule_may_be_configured() {
    for rule in ibid::rules::RULES {
        let named = ibid::config::RULE_NAMES.iter().find(|(name, _)| *name == rule.name);
        assert_eq!(named.map(|(_, group)| *group), Some(rule.group.key()), "{}", rule.name);
    }
}
