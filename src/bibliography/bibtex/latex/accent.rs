//! Accents.

use unicode_normalization::char::compose;

/// The mark that a command puts on a letter, with the sign that it is alone.
pub(super) fn mark(command: &str) -> Option<(char, &'static str)> {
    Some(match command {
        "`" => ('\u{300}', "`"),
        "'" => ('\u{301}', "´"),
        "^" => ('\u{302}', "^"),
        "~" => ('\u{303}', "~"),
        "=" => ('\u{304}', "¯"),
        "u" => ('\u{306}', "˘"),
        "." => ('\u{307}', "˙"),
        "\"" => ('\u{308}', "¨"),
        "r" => ('\u{30a}', "˚"),
        "H" => ('\u{30b}', "˝"),
        "v" => ('\u{30c}', "ˇ"),
        "d" => ('\u{323}', ""),
        "c" => ('\u{327}', "¸"),
        "k" => ('\u{328}', "˛"),
        "b" => ('\u{331}', ""),
        "t" => ('\u{361}', ""),
        _ => return None,
    })
}

/// Adds `base` with the mark on its first letter.
pub(super) fn put(out: &mut String, (mark, alone): (char, &str), base: &str) {
    let mut chars = base.trim_start().chars();
    let Some(first) = chars.next() else {
        out.push_str(alone);
        return;
    };
    let first = match first {
        'ı' => 'i',
        'ȷ' => 'j',
        ch => ch,
    };
    match compose(first, mark) {
        Some(composed) => out.push(composed),
        None => out.extend([first, mark]),
    }
    out.push_str(chars.as_str());
}
