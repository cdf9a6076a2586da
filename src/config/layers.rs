//! The layers in force, from the built-in settings to the command line.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::overlay::{environment_tree, overlay_in};
use super::{Config, ConfigFault, Layer, Overlaid, overlay};
use crate::syntax::tree::{Node, Trouble, Value, from_json, read_toml};
use crate::syntax::{Dialect, Document, FrontMatter};
use crate::text::{SourceFile, Span};

/// One piece of configuration, read but not judged.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Where it comes from.
    pub layer: Layer,
    /// Its text, where it is a file.
    pub file: Option<Arc<SourceFile>>,
    /// The file's folder: a relative `store.url` is below it, and a project's paths begin there.
    pub folder: Option<PathBuf>,
    /// What it says.
    pub tree: Arc<Node>,
    /// Where it cannot be read.
    pub troubles: Vec<Trouble>,
}

impl Piece {
    /// A configuration file in TOML.
    #[must_use]
    pub fn toml(layer: Layer, file: &Arc<SourceFile>, folder: &Path) -> Self {
        let mark = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (tree, troubles) = read_toml(&file.text, Span::new(mark, file.text.len()));
        Self { layer, file: Some(Arc::clone(file)), folder: Some(folder.to_owned()), tree: Arc::new(tree), troubles }
    }

    /// Settings that an editor sent: the value of its section `ibid`.
    #[must_use]
    pub fn editor(layer: Layer, settings: &serde_json::Value) -> Self {
        Self { layer, file: None, folder: None, tree: Arc::new(from_json(settings)), troubles: Vec::new() }
    }

    /// The environment's variables.
    #[must_use]
    pub fn environment(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let tree = Arc::new(environment_tree(variable));
        Self { layer: Layer::Environment, file: None, folder: None, tree, troubles: Vec::new() }
    }
}

/// All pieces that hold for some documents. Cheap to clone; laid anew for every document only where its own
/// metadata says something.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    pieces: Vec<Piece>,
    home: Option<PathBuf>,
}

impl Layers {
    /// No pieces: the built-in settings. `home` is what `~/` in `store.url` stands for.
    #[must_use]
    pub fn new(home: Option<PathBuf>) -> Self {
        Self { pieces: Vec::new(), home }
    }

    /// Adds a piece at its layer, over others of the same layer.
    pub fn push(&mut self, piece: Piece) {
        let at = self.pieces.partition_point(|other| other.layer <= piece.layer);
        self.pieces.insert(at, piece);
    }

    /// The pieces, lowest first.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The settings without any manuscript's metadata, and every fault of the pieces.
    #[must_use]
    pub fn config(&self) -> Overlaid {
        let mut laid = Overlaid { config: Config::default(), faults: Vec::new() };
        for piece in &self.pieces {
            laid.faults.extend(ConfigFault::unreadable(piece.file.as_ref(), &piece.troubles));
            self.lay(&mut laid, piece);
        }
        laid.config = self.settled(laid.config);
        laid
    }

    /// The settings for `document`, with what its metadata says under `ibid:` at its layer; the faults are those of
    /// this entry alone. Whether the rest of the metadata can be read is not ibid's to say.
    #[must_use]
    pub fn config_for(&self, document: &Document) -> Overlaid {
        let own = document.front_matter.as_ref().and_then(|block| block.tree.get("ibid"));
        let Some(own) = own else { return Overlaid { faults: Vec::new(), ..self.config() } };
        let mut laid = Overlaid { config: Config::default(), faults: Vec::new() };
        let (below, above) =
            self.pieces.split_at(self.pieces.partition_point(|piece| piece.layer < Layer::FrontMatter));
        below.iter().for_each(|piece| self.lay(&mut laid, piece));
        let mut overlaid = overlay(laid.config, Layer::FrontMatter, Some(&document.file), own);
        let unreadable = document.front_matter.as_deref().map(unreadable_in_own).unwrap_or_default();
        overlaid.faults.extend(ConfigFault::unreadable(Some(&document.file), &unreadable));
        laid.config = overlaid.config;
        above.iter().for_each(|piece| self.lay(&mut laid, piece));
        Overlaid { config: self.settled(laid.config), faults: overlaid.faults }
    }

    /// The project's root: the folder of its own file, which lies over those that it extends.
    fn root(&self) -> Option<&Path> {
        self.pieces.iter().rfind(|piece| piece.layer == Layer::Project)?.folder.as_deref()
    }

    fn lay(&self, laid: &mut Overlaid, piece: &Piece) {
        let before = laid.config.store.take();
        let folders = piece.folder.as_deref().filter(|_| piece.layer == Layer::Project);
        let folders = self.root().zip(folders);
        let base = std::mem::take(&mut laid.config);
        let overlaid = overlay_in(base, piece.layer, piece.file.as_ref(), &piece.tree, folders);
        laid.config = overlaid.config;
        laid.faults.extend(overlaid.faults);
        laid.config.store = match laid.config.store.take() {
            None => before,
            Some(path) => Some(self.anchored(path, piece.folder.as_deref())),
        };
    }

    /// What no file can undo: whoever sets `IBID_OFFLINE` relies on it.
    fn settled(&self, mut config: Config) -> Config {
        let environment = self.pieces.iter().filter(|piece| piece.layer == Layer::Environment);
        let said = |piece: &Piece| piece.tree.get("resolve").and_then(|table| table.get("online")).cloned();
        if environment.filter_map(said).any(|node| node.value == Value::Bool(false)) {
            config.resolve.online = false;
        }
        config
    }

    /// A path as its piece means it: below its folder, or below the home folder behind `~/`.
    fn anchored(&self, path: String, folder: Option<&Path>) -> String {
        let anchored = match (path.strip_prefix("~/"), &self.home, folder) {
            (Some(rest), Some(home), _) => home.join(rest),
            (None, _, Some(folder)) => folder.join(&path),
            _ => return path,
        };
        anchored.to_str().map_or(path, str::to_owned)
    }
}

/// What cannot be read in the entry `ibid:`: the troubles between its key and the next.
fn unreadable_in_own(block: &FrontMatter) -> Vec<Trouble> {
    let inside = |trouble: &&Trouble| {
        let before = block.tree.rows().iter().filter(|(_, place, _)| place.start <= trouble.span.start);
        before.max_by_key(|(_, place, _)| place.start).is_some_and(|(name, _, _)| name == "ibid")
    };
    block.troubles.iter().filter(inside).cloned().collect()
}

/// The dialect that a manuscript's metadata asks for under `ibid:`, to be known before the text is read.
#[must_use]
pub fn dialect_of_metadata(tree: &Node) -> Option<Dialect> {
    let name = tree.get("ibid")?.get("dialect")?.as_str()?;
    Dialect::ALL.into_iter().find(|dialect| dialect.key() == name)
}
