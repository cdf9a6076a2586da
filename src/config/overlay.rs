//! One layer laid over another.

use std::path::Path;
use std::sync::Arc;

use super::known_keys::{Found, KEYS, Key, find, suggestion};
use super::{Config, Layer, Trust, values};
use crate::syntax::tree::{Node, Trouble, Value};
use crate::text::{SourceFile, Span};

/// What is wrong in a piece of configuration.
#[derive(Clone, Debug)]
pub struct ConfigFault {
    /// The file it stands in; `None` for flags, environment and editor settings.
    pub file: Option<Arc<SourceFile>>,
    /// Where.
    pub span: Span,
    /// What, at most 100 characters.
    pub message: String,
    /// What to do, with the nearest known name.
    pub help: Option<String>,
    /// Whether the command line must stop (exit 2); a process key in a project's file is said and has no effect.
    pub fatal: bool,
}

impl ConfigFault {
    /// Makes faults of what a reader could not read.
    #[must_use]
    pub fn unreadable(file: Option<&Arc<SourceFile>>, troubles: &[Trouble]) -> Vec<Self> {
        let fault = |trouble: &Trouble| Self {
            file: file.cloned(),
            span: trouble.span,
            message: shortened(&trouble.message, 100),
            help: None,
            fatal: true,
        };
        troubles.iter().map(fault).collect()
    }
}

/// A configuration and what was wrong on the way.
#[derive(Clone, Debug)]
pub struct Overlaid {
    /// The settings.
    pub config: Config,
    /// The faults; all else applies. A version that does not fit comes first.
    pub faults: Vec<ConfigFault>,
}

/// Lays `tree` over `base`. A value that is `null` counts as not given.
#[must_use]
pub fn overlay(base: Config, layer: Layer, file: Option<&Arc<SourceFile>>, tree: &Node) -> Overlaid {
    overlay_in(base, layer, file, tree, None)
}

/// Lays `tree` over `base`. `folders` are the project's root and the folder of the file that `tree` is from; without
/// them its paths are relative to the project's root.
pub(super) fn overlay_in(
    base: Config,
    layer: Layer,
    file: Option<&Arc<SourceFile>>,
    tree: &Node,
    folders: Option<(&Path, &Path)>,
) -> Overlaid {
    let mut laying = Laying { config: base, layer, file, folders, faults: Vec::new() };
    match &tree.value {
        Value::Table(_) => {
            laying.required_version(tree);
            laying.table(&mut Vec::new(), tree);
        }
        Value::Null => {}
        _ => laying.fault(tree.span, &format!("A configuration is a table of settings, not {}.", tree.kind()), None),
    }
    Overlaid { config: laying.config, faults: laying.faults }
}

/// Lays the environment over `base`: `IBID_STORE` (a path), `IBID_MAILTO`, and `IBID_OFFLINE`, which any value but
/// none, `0`, `false`, `no` and `off` sets.
#[must_use]
pub fn overlay_environment(base: Config, variable: &dyn Fn(&str) -> Option<String>) -> Overlaid {
    overlay(base, Layer::Environment, None, &environment_tree(variable))
}

/// The environment as a tree of settings.
pub(super) fn environment_tree(variable: &dyn Fn(&str) -> Option<String>) -> Node {
    let here = Span::empty(0);
    let node = |value| Node { value, span: here };
    let given = |name| variable(name).filter(|text| !text.is_empty());
    let mut resolve = Vec::new();
    if given("IBID_OFFLINE").is_some_and(|said| !["0", "false", "no", "off"].contains(&&*said.to_ascii_lowercase())) {
        resolve.push(("online".to_owned(), here, node(Value::Bool(false))));
    }
    if let Some(address) = given("IBID_MAILTO") {
        resolve.push(("mailto".to_owned(), here, node(Value::String(address))));
    }
    let store = given("IBID_STORE").map(|url| ("url".to_owned(), here, node(Value::String(url))));
    node(Value::Table(vec![
        ("resolve".into(), here, node(Value::Table(resolve))),
        ("store".into(), here, node(Value::Table(store.into_iter().collect()))),
    ]))
}

/// One layer on its way.
pub(super) struct Laying<'a> {
    pub(super) config: Config,
    pub(super) layer: Layer,
    pub(super) file: Option<&'a Arc<SourceFile>>,
    /// The project's root, and the folder that paths are relative to.
    pub(super) folders: Option<(&'a Path, &'a Path)>,
    faults: Vec<ConfigFault>,
}

impl Laying<'_> {
    pub(super) fn fault(&mut self, span: Span, message: &str, help: Option<String>) {
        let message = shortened(message, 100);
        self.faults.push(ConfigFault { file: self.file.cloned(), span, message, help, fatal: true });
    }

    pub(super) fn faults_so_far(&self) -> usize {
        self.faults.len()
    }

    /// Says that `node` is not what a key takes: `expected` is the end of "… takes".
    pub(super) fn wrong(&mut self, path: &[&str], node: &Node, expected: &str) {
        let given = match &node.value {
            Value::String(text) => format!("“{}”", shortened(text, 24)),
            Value::Integer(number) => number.to_string(),
            _ => node.kind().to_owned(),
        };
        let name = self.spoken(path);
        self.fault(node.span, &format!("“{name}” takes {expected}, not {given}."), None);
    }

    /// A key as its layer calls it.
    fn spoken(&self, path: &[&str]) -> String {
        match (self.layer, path) {
            (Layer::Environment, ["store", "url"]) => "IBID_STORE".into(),
            (Layer::Environment, ["resolve", "mailto"]) => "IBID_MAILTO".into(),
            _ => shortened(&path.join("."), 40),
        }
    }

    fn required_version(&mut self, tree: &Node) {
        let Some(node) = tree.get("required-version") else { return };
        let version = env!("CARGO_PKG_VERSION");
        match node.as_str().map(|wanted| (wanted, values::meets(version, wanted))) {
            Some((_, Some(true))) => {}
            Some((wanted, Some(false))) => self.fault(
                node.span,
                &format!("This asks for ibid {}; this is ibid {version}.", shortened(wanted, 40)),
                Some("Install a version that fits, or change “required-version”.".into()),
            ),
            Some((_, None)) | None => self.wrong(&["required-version"], node, "a version such as \">=0.1\""),
        }
    }

    fn table<'n>(&mut self, path: &mut Vec<&'n str>, table: &'n Node) {
        for (name, place, value) in table.rows() {
            path.push(name);
            match find(path) {
                _ if value.value == Value::Null => {}
                Found::Unknown => {
                    let message = format!("There is no setting “{}”.", shortened(&path.join("."), 60));
                    self.fault(*place, &message, suggestion(path));
                }
                Found::Section if matches!(value.value, Value::Table(_)) => self.table(path, value),
                Found::Section => self.wrong(path, value, "a table of settings"),
                Found::Leaf(key) => self.leaf(key, path, *place, value),
            }
            path.pop();
        }
    }

    fn leaf(&mut self, key: Key, path: &[&str], place: Span, value: &Node) {
        let tightens = path == ["resolve", "online"] && value.value == Value::Bool(false);
        if key.process && self.layer.trust() == Trust::Project && !tightens {
            let place_of_file = match self.layer {
                Layer::FrontMatter => "a manuscript",
                Layer::EditorWorkspace => "a workspace's settings",
                _ => "a project's file",
            };
            self.faults.push(ConfigFault {
                file: self.file.cloned(),
                span: place,
                message: format!("“{}” has no effect in {place_of_file}.", shortened(&path.join("."), 40)),
                help: Some(
                    "It steers the network or the store; set it in your own file, which `ibid status` names.".into(),
                ),
                fatal: false,
            });
            return;
        }
        self.set(path, place, value);
    }
}

/// Every key of the contract, as a path with dots; `*` is any name. For the schema and the documentation.
#[must_use]
pub fn known_keys() -> Vec<String> {
    KEYS.iter().map(|key| key.path.join(".")).collect()
}

/// The beginning of `text`, at most `longest` characters, with a mark where it was cut.
pub(crate) fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    text.chars().take(longest - 1).chain(['…']).collect()
}
