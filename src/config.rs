//! Configuration: its layers, later ones over earlier ones (design §2, "Configuration").
//!
//! Reading is pure: texts in, a [`Config`] and faults out. Only [`discover`] looks for files.
//!
//! - [`discover::user_layers`] once a process, [`discover::project_for`] once a folder, then
//!   [`Layers::config`] (all faults of the files) and [`Layers::config_for`] a document (its metadata's faults).
//! - [`overlay`] lays one tree over a configuration; [`overlay_environment`] the environment.

mod defaults;
pub mod discover;
mod keys;
mod known_keys;
mod layers;
mod nearest;
mod overlay;
mod path_glob;
mod rule_names;
mod set;
mod settings;
pub mod units;
mod values;

pub use keys::{Layer, Trust};
pub use layers::{Layers, Piece, dialect_of_metadata};
pub(crate) use overlay::shortened;
pub use overlay::{ConfigFault, Overlaid, known_keys, overlay, overlay_environment};
pub use path_glob::{PathGlob, seen_from};
pub use rule_names::{GROUP_NAMES, RULE_NAMES, is_rule_or_group, nearest_rule};
pub use settings::{Config, DoiForm, HintMode, Ignore, Profile, Resolve, SourceSettings, Until};
pub use units::{ManuscriptFiles, Unit, Units};
