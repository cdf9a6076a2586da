//! The end of `@comment{…}`.

use rustc_hash::FxHashMap;

/// Finds where comments end. One that is never closed is only seen to be so at the end of the text; from then on it is
/// known of all, so that many cost no more than one.
#[derive(Debug, Default)]
pub(super) struct Comments {
    known: Option<FxHashMap<usize, usize>>,
}

impl Comments {
    /// One past the brace that closes the comment whose inside begins at `inside`.
    pub(super) fn end(&mut self, bytes: &[u8], inside: usize) -> Option<usize> {
        if let Some(known) = &self.known {
            return known.get(&inside).copied();
        }
        let end = closed(bytes, inside);
        if end.is_none() {
            self.known = Some(all_closed(bytes, inside));
        }
        end
    }
}

/// Braces that are not escaped, from `at` on, each with whether it opens.
fn braces(bytes: &[u8], at: usize) -> impl Iterator<Item = (usize, bool)> {
    let mut from = at;
    std::iter::from_fn(move || {
        loop {
            let brace = from + memchr::memchr3(b'{', b'}', b'\\', &bytes[from..])?;
            if bytes[brace] != b'\\' {
                from = brace + 1;
                return Some((brace, bytes[brace] == b'{'));
            }
            from = (brace + 2).min(bytes.len());
        }
    })
}

fn closed(bytes: &[u8], inside: usize) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, opens) in braces(bytes, inside) {
        match (opens, depth) {
            (true, _) => depth += 1,
            (false, 0) => return Some(at + 1),
            (false, _) => depth -= 1,
        }
    }
    None
}

/// Of every brace behind a word's last letter or a blank from `from` on, as a comment's is, where it is closed.
fn all_closed(bytes: &[u8], from: usize) -> FxHashMap<usize, usize> {
    let mut open = Vec::new();
    let mut found = FxHashMap::default();
    for (at, opens) in braces(bytes, from) {
        if opens {
            open.push(at + 1);
        } else if let Some(inside) = open.pop() {
            let before = bytes[..inside - 1].last();
            if before.is_some_and(|byte| byte.eq_ignore_ascii_case(&b't') || byte.is_ascii_whitespace()) {
                found.insert(inside, at + 1);
            }
        }
    }
    found
}
