//! Which key may be set where.

/// Where a piece of configuration comes from; a later one is laid over an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// The user's own file.
    User,
    /// Settings of the editor, of the user or machine.
    Editor,
    /// Settings of the editor, of the workspace or folder.
    EditorWorkspace,
    /// The nearest `ibid.toml`.
    Project,
    /// The manuscript's metadata, under `ibid:`.
    FrontMatter,
    /// The environment.
    Environment,
    /// The file named by `--config` or `IBID_CONFIG`.
    Named,
    /// The command line.
    Flags,
}

/// Whether a layer may set process keys: the network, the store, the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The user's own: all keys.
    User,
    /// The project's: document keys, and `resolve.online = false`, which only tightens.
    Project,
}

impl Layer {
    /// Whose word it is.
    #[must_use]
    pub fn trust(self) -> Trust {
        match self {
            Self::EditorWorkspace | Self::Project | Self::FrontMatter => Trust::Project,
            Self::User | Self::Editor | Self::Environment | Self::Named | Self::Flags => Trust::User,
        }
    }
}
