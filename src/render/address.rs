//! Addresses that records name, as far as a reader can be led to them.

use std::fmt::Write as _;

/// An address longer than this (in bytes) is none that a person follows.
const LONGEST: usize = 2_000;

/// The host of an `https:` address, and the address with everything percent-encoded that could end a link. `None` where
/// it is no plain `https:` address: another scheme, a name before the host, a port, or a host of other letters than ASCII's,
/// which may look like one that it is not.
pub(super) fn https(address: &str) -> Option<(String, String)> {
    let rest = address.trim().strip_prefix("https://").filter(|_| address.len() <= LONGEST)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let labels = || host.split('.');
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if labels().count() < 2 || !labels().all(is_label) {
        return None;
    }
    let host = host.to_ascii_lowercase();
    let mut safe = format!("https://{host}");
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => safe.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b':' | b';' | b'@' | b'!' | b'$' | b',' | b'=' | b'?' | b'&' | b'#'
            | b'%' | b'+' => safe.push(char::from(byte)),
            _ => write!(safe, "%{byte:02X}").expect("a String takes every write"),
        }
    }
    Some((host, safe))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_are_led_to() {
        assert_eq!(
            https("https://WWW.Example.org/a b?x=1&y=(2)#<z>"),
            Some(("www.example.org".into(), "https://www.example.org/a%20b?x=1&y=%282%29#%3Cz%3E".into()))
        );
        for address in [
            "http://example.org/",
            "javascript:alert(1)",
            "https://pmc.ncbi.nlm.nih.gov@evil.example/",
            "https://example.org:8443/",
            "https://exämple.org/",
            "https://localhost/",
            "https:///",
            "https://",
        ] {
            assert_eq!(https(address), None, "{address}");
        }
    }
}
