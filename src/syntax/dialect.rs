//! The Markdown that a manuscript is written in.

/// The flavour of Markdown, which decides what is code, a citation, a directive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Pandoc's Markdown; the reading where nothing else is known.
    #[default]
    Pandoc,
    /// Quarto and R Markdown.
    Quarto,
    /// Manubot.
    Manubot,
    /// MyST.
    Myst,
    /// Obsidian.
    Obsidian,
    /// CommonMark with GitHub's extensions.
    Plain,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Pandoc, Self::Quarto, Self::Manubot, Self::Myst, Self::Obsidian, Self::Plain];

    /// The name in the configuration.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Pandoc => "pandoc",
            Self::Quarto => "quarto",
            Self::Manubot => "manubot",
            Self::Myst => "myst",
            Self::Obsidian => "obsidian",
            Self::Plain => "plain",
        }
    }
}
