//! Configuration: its layers, later ones over earlier ones (design §2, "Configuration").
//!
//! Reading is pure: texts in, a [`Config`] and faults out. Only [`discover`] looks for files.

mod defaults;
pub mod discover;
mod keys;
mod overlay;
mod settings;
mod toml_tree;

pub use keys::{Layer, Trust};
pub use overlay::{ConfigFault, Overlaid, overlay};
pub use settings::{Config, DoiForm, HintMode, Ignore, Profile, Resolve, SourceSettings};
pub use toml_tree::read_toml;
