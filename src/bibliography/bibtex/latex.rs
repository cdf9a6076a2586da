//! LaTeX as text: accents, letters, marks and simple formulas in Unicode, everything else without its commands.

mod accent;
mod math;
mod symbol;
mod verbatim;

pub(super) use self::verbatim::verbatim;

/// No argument is longer where one is looked for, and none is nested deeper.
const LONGEST: usize = 2048;
const DEEPEST: usize = 12;

/// What a reader of the typeset text sees. Blanks are one, and none at the ends.
pub(super) fn plain(source: &str) -> String {
    let out = decoded(source, 0);
    let trimmed = out.trim();
    if trimmed.len() == out.len() { out } else { trimmed.to_owned() }
}

fn decoded(source: &str, depth: usize) -> String {
    let mut decoder = Decoder { source, at: 0, out: String::with_capacity(source.len()), depth };
    decoder.run();
    decoder.out
}

struct Decoder<'a> {
    source: &'a str,
    at: usize,
    out: String,
    depth: usize,
}

/// What the rest of a text does not have to be looked at for.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let marks = b"\\{}~-$`' \t\n\r";
    let mut at = 0;
    while at < marks.len() {
        plain[marks[at] as usize] = false;
        at += 1;
    }
    plain
};

impl<'a> Decoder<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn run(&mut self) {
        while self.at < self.source.len() {
            let rest = self.rest();
            let length = rest.bytes().take_while(|byte| PLAIN[usize::from(*byte)]).count();
            self.out.push_str(&rest[..length]);
            self.at += length;
            let rest = &rest[length..];
            let Some(byte) = rest.bytes().next() else { return };
            match byte {
                b'\\' => self.command(),
                b'$' => self.formula(),
                b'-' => self.one_of(&[("---", "—"), ("--", "–"), ("-", "-")]),
                b'`' => self.one_of(&[("``", "“"), ("`", "‘")]),
                b'\'' => self.one_of(&[("''", "”"), ("'", "'")]),
                b'{' | b'}' => self.at += 1,
                _ => self.blank(1),
            }
        }
    }

    fn one_of(&mut self, written: &[(&str, &str)]) {
        for (from, to) in written {
            if self.rest().starts_with(from) {
                self.out.push_str(to);
                self.at += from.len();
                return;
            }
        }
    }

    fn blank(&mut self, length: usize) {
        self.at += length;
        if !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    fn formula(&mut self) {
        let rest = self.rest();
        let marks = if rest.starts_with("$$") { 2 } else { 1 };
        let inner = &rest[marks..];
        // A price is no formula: nothing closes it.
        match memchr::memchr(b'$', &inner.as_bytes()[..inner.len().min(LONGEST)]) {
            Some(end) if !inner[..end].ends_with('\\') => {
                let shown = math::readable(&inner[..end], self.depth + 1);
                self.out.push_str(&shown);
                self.at += marks + end + marks.min(inner.len() - end);
            }
            _ => {
                self.out.push('$');
                self.at += marks;
            }
        }
        while !self.source.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    fn command(&mut self) {
        self.at += 1;
        let rest = self.rest();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters == 0 {
            self.symbol_command();
            return;
        }
        let name = &rest[..letters];
        self.at += letters;
        if let Some(mark) = accent::mark(name)
            && let Some(base) = self.argument()
        {
            accent::put(&mut self.out, mark, &base);
            return;
        }
        if let Some(text) = symbol::of(name) {
            self.out.push_str(text);
            self.behind_word();
            return;
        }
        self.word_command(name);
    }

    /// A command of one mark: `\&`, `\"o`, `\,`.
    fn symbol_command(&mut self) {
        let Some(ch) = self.rest().chars().next() else { return };
        self.at += ch.len_utf8();
        if let Some(mark) = accent::mark(ch.encode_utf8(&mut [0; 4])) {
            match self.argument() {
                Some(base) => accent::put(&mut self.out, mark, &base),
                None => self.out.push(ch),
            }
            return;
        }
        match ch {
            '-' | '/' | '!' | '@' | '(' | ')' | '[' | ']' => {}
            ',' | ';' | ':' | ' ' | '\\' | '\n' | '\r' | '\t' | '>' => self.blank(0),
            _ => self.out.push(ch),
        }
    }

    fn word_command(&mut self, name: &str) {
        let starred = self.rest().starts_with('*');
        self.at += usize::from(starred);
        match name {
            "url" | "path" | "nolinkurl" => {
                if let Some(address) = self.group() {
                    self.out.push_str(&verbatim(address).text);
                }
            }
            "href" | "textcolor" | "foreignlanguage" | "hyperref" | "bibinfo" | "bibfield" | "color" | "vspace"
            | "hspace" | "noopsort" | "NOOPSORT" | "Noopsort" | "SortNoop" | "sortnoop" | "phantom" | "label"
            | "cite" | "citep" | "citet" | "selectlanguage" | "begin" | "end" => {
                let _ = self.option();
                if self.group().is_none() {
                    self.behind_word();
                }
            }
            "ensuremath" | "textsuperscript" | "textsubscript" => {
                let inner = self.group().unwrap_or_default();
                let shown = match name {
                    "ensuremath" => math::readable(inner, self.depth + 1),
                    _ => math::raised(&self.nested(inner), name == "textsuperscript"),
                };
                self.out.push_str(&shown);
            }
            _ => {
                let _ = self.option();
                self.behind_word();
            }
        }
    }

    /// Blanks behind a command's name only end it, as `{}` does.
    fn behind_word(&mut self) {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        self.at += if blanks > 0 {
            blanks
        } else if rest.starts_with("{}") {
            2
        } else {
            0
        };
    }

    /// What an accent is put on: a group, a command, or one character.
    fn argument(&mut self) -> Option<String> {
        let before = self.at;
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\n', '\r']).len();
        let rest = self.rest();
        let found = match rest.chars().next() {
            Some('{') => self.group().map(|inner| self.nested(inner)),
            Some('\\') if self.depth < DEEPEST => {
                let mut inner = Decoder { source: self.source, at: self.at, out: String::new(), depth: self.depth + 1 };
                inner.command();
                self.at = inner.at;
                Some(inner.out)
            }
            Some('}' | '\\') | None => None,
            Some(ch) => {
                self.at += ch.len_utf8();
                Some(ch.to_string())
            }
        };
        if found.is_none() {
            self.at = before;
        }
        found
    }

    fn nested(&self, inner: &str) -> String {
        if self.depth < DEEPEST { decoded(inner, self.depth + 1) } else { inner.replace(['{', '}', '\\'], "") }
    }

    /// Passes over a group and gives its inside.
    fn group(&mut self) -> Option<&'a str> {
        let length = group_length(self.rest())?;
        let inner = &self.rest()[1..length - 1];
        self.at += length;
        Some(inner)
    }

    /// Passes over an option in square brackets.
    fn option(&mut self) -> Option<&'a str> {
        let rest = self.rest().strip_prefix('[')?;
        let end = rest.bytes().take(LONGEST).position(|byte| matches!(byte, b']' | b'{' | b'}' | b'\n'))?;
        let inner = &rest[..end];
        rest[end..].starts_with(']').then(|| {
            self.at += end + 2;
            inner
        })
    }
}

/// How long the group is that `text` begins with.
fn group_length(text: &str) -> Option<usize> {
    if !text.starts_with('{') {
        return None;
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, byte) in text.bytes().take(LONGEST).enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}
