//! What each key does. Keys of the contract whose feature does not exist yet are read, so that a mistake in
//! them is said, and have no effect.

use super::known_keys::{FEATURES, IGNORE, MANUSCRIPT, SOURCES};
use super::nearest::nearest;
use super::overlay::{Laying, shortened};
use super::rule_names::{is_rule_or_group, nearest_rule};
use super::{DoiForm, HintMode, Ignore, ManuscriptFiles, PathGlob, Profile, Until, values};
use crate::findings::Severity;
use crate::record::{Day, Identifier, Source};
use crate::syntax::tree::{Node, Value};
use crate::syntax::{Dialect, read_identifier};
use crate::text::Span;

const TRUTH: &str = "true or false";
const TEXT: &str = "text";
const FORMS: &str = "\"auto\", \"url\", \"prefix\" or \"bare\"";
const TIME: &str = "a time such as \"30s\" or \"5m\"";

impl Laying<'_> {
    /// Sets the key at `path`, whose name stands at `place`, to `node`.
    pub(super) fn set(&mut self, path: &[&str], place: Span, node: &Node) {
        match path {
            ["profile"] => {
                let known =
                    [("writing", Profile::Writing), ("submission", Profile::Submission), ("audit", Profile::Audit)];
                if let Some(profile) = self.one_of(path, node, &known, "\"writing\", \"submission\" or \"audit\"") {
                    self.config.profile = profile;
                }
            }
            ["dialect"] => {
                let known: Vec<_> = Dialect::ALL
                    .map(|dialect| (dialect.key(), Some(dialect)))
                    .into_iter()
                    .chain([("auto", None)])
                    .collect();
                let expected = "\"auto\", \"pandoc\", \"quarto\", \"manubot\", \"myst\", \"obsidian\" or \"plain\"";
                if let Some(dialect) = self.one_of(path, node, &known, expected) {
                    self.config.dialect = dialect;
                }
            }
            ["rules", name] => self.rule(name, place, path, node),
            ["forms", which] => {
                let known = [
                    ("auto", DoiForm::Auto),
                    ("url", DoiForm::Url),
                    ("prefix", DoiForm::Prefix),
                    ("bare", DoiForm::Bare),
                ];
                if let (Some(form), "doi") = (self.one_of(path, node, &known, FORMS), *which) {
                    self.config.doi_form = form;
                }
            }
            ["files", "exclude"] => {
                if let Some(globs) = self.globs(path, node) {
                    self.config.exclude = globs;
                }
            }
            ["hints", "enabled"] => {
                let known = [("auto", HintMode::Auto), ("on", HintMode::On), ("off", HintMode::Off)];
                let mode = match node.value {
                    Value::Bool(on) => Some(if on { HintMode::On } else { HintMode::Off }),
                    _ => self.one_of(path, node, &known, "\"auto\", true or false"),
                };
                if let Some(mode) = mode {
                    self.config.hints = mode;
                }
            }
            ["hints", "max-length"] => match node.value {
                Value::Integer(length @ 8..=200) => self.config.hint_length = usize::try_from(length).unwrap_or(28),
                _ => self.wrong(path, node, "a number from 8 to 200"),
            },
            ["hover", "abstract"] => {
                if let Some(show) = self.truth(path, node) {
                    self.config.hover_abstract = show;
                }
            }
            ["features", name] => {
                if !FEATURES.contains(name) {
                    let help = nearest(name, FEATURES.iter().copied()).map(|near| format!("Did you mean “{near}”?"));
                    self.fault(place, &format!("There is no feature “{}”.", shortened(name, 40)), help);
                } else if let Some(on) = self.truth(path, node) {
                    self.config.features.insert((*name).to_owned(), on);
                }
            }
            ["ignore"] => self.each_table(path, node, IGNORE, Self::ignore),
            ["manuscript"] => {
                self.config.manuscripts.clear();
                self.each_table(path, node, MANUSCRIPT, Self::manuscript);
            }
            ["bibliography"] => self.bibliography(path, node),
            ["resolve" | "sources" | "store", ..] => self.set_process(path, place, node),
            // Already judged, before everything else.
            ["required-version"] => {}
            _ => {
                self.text(path, node);
            }
        }
    }

    fn set_process(&mut self, path: &[&str], place: Span, node: &Node) {
        match path {
            ["resolve", "online"] => {
                if let Some(online) = self.truth(path, node) {
                    self.config.resolve.online = online;
                }
            }
            ["resolve", "search"] => {
                if let Some(search) = self.truth(path, node) {
                    self.config.resolve.search = search;
                }
            }
            ["resolve", which @ ("budget" | "timeout")] => match node.as_str().and_then(values::duration) {
                Some(time) if *which == "budget" => self.config.resolve.budget = time,
                Some(time) => self.config.resolve.timeout = time,
                None => self.wrong(path, node, TIME),
            },
            ["resolve", "mailto"] => match node.as_str() {
                Some(address) if values::is_mail_address(address) => {
                    self.config.resolve.mailto = Some(address.to_owned());
                }
                _ => self.wrong(path, node, "a mail address such as \"someone@example.org\""),
            },
            ["sources", name, which] => {
                if !SOURCES.contains(name) {
                    let help = nearest(name, SOURCES.iter().copied()).map(|near| format!("Did you mean “{near}”?"));
                    self.fault(place, &format!("There is no source “{}”.", shortened(name, 40)), help);
                    return;
                }
                let settings = Source::from_key(name).and_then(|source| self.config.sources.get(&source)).cloned();
                let mut settings = settings.unwrap_or(super::SourceSettings { url: String::new(), enabled: true });
                if *which == "enabled" {
                    let Some(enabled) = self.truth(path, node) else { return };
                    settings.enabled = enabled;
                } else {
                    let Some(root) = node.as_str().and_then(values::service_root) else {
                        return self.wrong(path, node, "an address such as \"https://api.crossref.org\"");
                    };
                    settings.url = root;
                }
                if let Some(source) = Source::from_key(name) {
                    self.config.sources.insert(source, settings);
                }
            }
            ["store", "url"] => match node.as_str().map(values::store) {
                Some(values::Store::Path(path)) => self.config.store = Some(path),
                Some(values::Store::Server) => self.fault(
                    node.span,
                    "A store on a PostgreSQL server is not in this version of ibid.",
                    Some("Write \"sqlite:PATH\", or leave it out for the store in your cache folder.".into()),
                ),
                _ => self.wrong(path, node, "\"sqlite:PATH\""),
            },
            _ => {}
        }
    }

    fn rule(&mut self, name: &str, place: Span, path: &[&str], node: &Node) {
        if !is_rule_or_group(name) {
            let help = nearest_rule(name)
                .map_or_else(|| "`ibid rule` lists the rules.".to_owned(), |near| format!("Did you mean “{near}”?"));
            self.fault(place, &format!("There is no rule or group “{}”.", shortened(name, 40)), Some(help));
            return;
        }
        let known: Vec<_> =
            Severity::ALL.map(|severity| (severity.key(), Some(severity))).into_iter().chain([("off", None)]).collect();
        let expected = "\"off\", \"hint\", \"info\", \"warning\" or \"error\"";
        if let Some(severity) = self.one_of(path, node, &known, expected) {
            self.config.rules.push((name.to_owned(), severity));
        }
    }

    fn ignore(&mut self, item: &Node) {
        let mut ignore =
            Ignore { rule: None, identifier: None, path: None, key: None, until: None, reason: String::new() };
        let before = self.faults_so_far();
        for (name, _, value) in item.rows() {
            let path = ["ignore", name];
            match name.as_str() {
                "rule" => match value.as_str() {
                    Some(rule) if is_rule_or_group(rule) => ignore.rule = Some(rule.to_owned()),
                    Some(rule) => {
                        let help = nearest_rule(rule).map(|near| format!("Did you mean “{near}”?"));
                        self.fault(value.span, &format!("There is no rule or group “{}”.", shortened(rule, 40)), help);
                    }
                    None => self.wrong(&path, value, "the name of a rule"),
                },
                "identifier" => match value.as_str().and_then(identifier) {
                    Some(id) => ignore.identifier = Some(id),
                    None => self.wrong(&path, value, "an identifier such as \"doi:10.1000/abc\""),
                },
                "until" => match value.as_str().and_then(Day::parse) {
                    Some(day) => ignore.until = Some(Until { day, file: self.file.cloned(), span: value.span }),
                    None => self.wrong(&path, value, "a day such as 2027-01-31"),
                },
                "path" => ignore.path = self.glob(&path, value),
                "key" => ignore.key = self.text(&path, value),
                _ => ignore.reason = self.text(&path, value).unwrap_or_default().trim().to_owned(),
            }
        }
        if self.faults_so_far() > before {
            return;
        }
        let narrowed = ignore.rule.is_some() || ignore.identifier.is_some() || ignore.path.is_some();
        if ignore.reason.is_empty() {
            let help = "Add reason = \"…\": a reader will want to know.";
            self.fault(item.span, "This [[ignore]] gives no reason and has no effect.", Some(help.into()));
        } else if !narrowed && ignore.key.is_none() {
            let help = "Name a rule, an identifier, a path or a key.";
            self.fault(item.span, "This [[ignore]] does not say what to ignore.", Some(help.into()));
        } else if !self.config.ignore.contains(&ignore) {
            self.config.ignore.push(ignore);
        }
    }

    fn manuscript(&mut self, item: &Node) {
        let mut manuscript = ManuscriptFiles::default();
        for (name, _, value) in item.rows() {
            let globs = self.globs(&["manuscript", name], value).unwrap_or_default();
            if name == "files" {
                manuscript.files = globs;
            } else {
                manuscript.supplement = globs;
            }
        }
        self.config.manuscripts.push(manuscript);
    }

    fn bibliography(&mut self, path: &[&str], node: &Node) {
        let one = std::slice::from_ref(node);
        let items = if let Value::List(items) = &node.value { items.as_slice() } else { one };
        for item in items {
            let fine = match &item.value {
                Value::String(_) => true,
                Value::Table(rows) => {
                    item.get("path").and_then(Node::as_str).is_some()
                        && rows.iter().all(|(name, _, value)| {
                            matches!(name.as_str(), "path" | "managed-by") && value.as_str().is_some()
                        })
                }
                _ => false,
            };
            if !fine {
                self.wrong(path, item, "paths, or tables with “path” and “managed-by”");
            }
        }
    }

    /// Reads a list of tables whose members are among `members`.
    fn each_table(&mut self, path: &[&str], node: &Node, members: &[&str], read: impl Fn(&mut Self, &Node)) {
        let Value::List(items) = &node.value else { return self.wrong(path, node, "a list of tables") };
        for item in items {
            if !matches!(item.value, Value::Table(_)) {
                self.wrong(path, item, "a list of tables");
                continue;
            }
            let unknown = item.rows().iter().find(|(name, _, _)| !members.contains(&name.as_str()));
            match unknown {
                None => read(self, item),
                Some((name, place, _)) => {
                    let help = nearest(name, members.iter().copied()).map(|near| format!("Did you mean “{near}”?"));
                    let message = format!("There is no setting “{}.{}”.", path.join("."), shortened(name, 40));
                    self.fault(*place, &message, help);
                }
            }
        }
    }

    fn globs(&mut self, path: &[&str], node: &Node) -> Option<Vec<PathGlob>> {
        let Value::List(items) = &node.value else {
            self.wrong(path, node, "a list of paths");
            return None;
        };
        let mut globs = Vec::new();
        for item in items {
            match item.value {
                Value::String(_) => globs.extend(self.glob(path, item)),
                _ => self.wrong(path, item, "a list of paths"),
            }
        }
        Some(globs)
    }

    fn glob(&mut self, path: &[&str], node: &Node) -> Option<PathGlob> {
        let (root, folder) = self.folders.unzip();
        let glob = node.as_str().and_then(|pattern| PathGlob::read(pattern, root, folder));
        if glob.is_none() {
            self.wrong(path, node, "paths such as \"archive/**\"");
        }
        glob
    }

    fn truth(&mut self, path: &[&str], node: &Node) -> Option<bool> {
        if let Value::Bool(truth) = node.value {
            return Some(truth);
        }
        self.wrong(path, node, TRUTH);
        None
    }

    fn text(&mut self, path: &[&str], node: &Node) -> Option<String> {
        if let Some(text) = node.as_str() {
            return Some(text.to_owned());
        }
        self.wrong(path, node, TEXT);
        None
    }

    /// The meaning of the word that `node` is, if it is one of `known`.
    fn one_of<T: Copy>(&mut self, path: &[&str], node: &Node, known: &[(&str, T)], expected: &str) -> Option<T> {
        let word = node.as_str().unwrap_or_default();
        if let Some((_, meaning)) = known.iter().find(|(name, _)| *name == word) {
            return Some(*meaning);
        }
        self.wrong(path, node, expected);
        None
    }
}

/// An identifier in canonical form or as a person writes it.
fn identifier(text: &str) -> Option<Identifier> {
    Identifier::parse(text).or_else(|| read_identifier(text).map(|spelling| spelling.id))
}
