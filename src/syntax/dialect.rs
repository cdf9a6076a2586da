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

    /// Guesses the flavour from a file's path and text.
    #[must_use]
    pub fn detect(path: &str, text: &str) -> Self {
        let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        match extension.as_str() {
            "qmd" | "rmd" => return Self::Quarto,
            "mdx" => return Self::Plain,
            _ => {}
        }
        let has = |needle: &str| memchr::memmem::find(text.as_bytes(), needle.as_bytes()).is_some();
        let top = &text[..super::boundary::floor(text, 2_000)];
        let marks = Marks::of(text);
        if marks.myst
            || has("](doi:10.")
            || top.starts_with("---") && (top.contains("\njupytext:") || top.contains("\nkernelspec:"))
        {
            return Self::Myst;
        }
        if marks.manubot || marks.key_at_line_start && has("]: doi:") {
            return Self::Manubot;
        }
        if marks.obsidian || has_obsidian_comment(text) {
            return Self::Obsidian;
        }
        Self::Pandoc
    }
}

/// The marks of flavours that have a bracket or a brace, looked for in one pass.
#[derive(Default)]
struct Marks {
    myst: bool,
    manubot: bool,
    obsidian: bool,
    /// A line begins with the key of a citation.
    key_at_line_start: bool,
}

impl Marks {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut marks = Self::default();
        for at in memchr::memchr2_iter(b'{', b'[', bytes) {
            let (before, rest) = (&bytes[..at], &bytes[at..]);
            let begins = |marks: &[&str]| marks.iter().any(|mark| rest.starts_with(mark.as_bytes()));
            if rest[0] == b'{' {
                marks.myst |= begins(&["{cite}`", "{cite:"])
                    || before.ends_with(b"```") && begins(&["{code-cell}", "{note}", "{figure}", "{admonition}"])
                    || before.ends_with(b":::") && begins(&["{note}", "{figure}", "{admonition}"]);
                marks.manubot |= begins(&["{{manubot."]);
            } else if rest.get(1) == Some(&b'@') {
                marks.manubot |= begins(&["[@doi:", "[@pmid:", "[@url:"]);
                marks.key_at_line_start |= before.ends_with(b"\n");
                marks.obsidian |= before.ends_with(b"[");
            } else if rest.get(1) == Some(&b'[') {
                marks.obsidian |= before.ends_with(b"!");
            }
        }
        marks
    }
}

/// Whether a line opens one of Obsidian's comments (`%%…%%`): its signs stand alone, a blank follows, or it ends on
/// the line. Templates and notebooks use lines that begin with `%%` and a word for their own ends (`%%if`, `%%time`),
/// and between two of those stands text.
fn has_obsidian_comment(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), "\n%%").any(|at| {
        let rest = text[at + 3..].lines().next().unwrap_or_default();
        rest.is_empty() || rest.starts_with(char::is_whitespace) || rest.contains("%%")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_and_marks_tell_the_flavour() {
        assert_eq!(Dialect::detect("a/paper.Rmd", ""), Dialect::Quarto);
        assert_eq!(Dialect::detect("page.mdx", ""), Dialect::Plain);
        assert_eq!(Dialect::detect("a.md", "see {cite}`x`"), Dialect::Myst);
        assert_eq!(Dialect::detect("a.md", "as shown [@doi:10.1000/abc]"), Dialect::Manubot);
        assert_eq!(Dialect::detect("a.md", "see [[@smith2020]]"), Dialect::Obsidian);
        assert_eq!(Dialect::detect("a.md", "text\n%% note %%"), Dialect::Obsidian);
        assert_eq!(Dialect::detect("a.md", "text\n%%if a=b\nmore\n%%end a=b"), Dialect::Pandoc);
        assert_eq!(Dialect::detect("paper.md", "[@smith2020]"), Dialect::Pandoc);
    }

    #[test]
    fn two_percent_signs_glued_to_a_word_open_no_comment() {
        for comment in ["%%\nlater\n%%", "%%\r\nlater\r\n%%", "%% later %%", "%%later%%", "%% later\n%%"] {
            assert_eq!(Dialect::detect("a.md", &format!("Text.\n{comment}\n")), Dialect::Obsidian, "{comment}");
        }
        // A site's template, a notebook's magic.
        for other in ["%%if a=b\nText.\n%%end a=b", "%%time\nplot(x)"] {
            assert_eq!(Dialect::detect("a.md", &format!("Text.\n{other}\n")), Dialect::Pandoc, "{other}");
        }
    }
}
