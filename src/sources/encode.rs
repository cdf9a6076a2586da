//! Percent-encoding of identifiers in paths and queries.

use std::fmt::Write as _;

/// A value inside a query (RFC 3986 §2.3: all but the unreserved characters), `/` and `:` as they are.
pub(super) fn query(value: &str) -> String {
    encode(value, |byte| matches!(byte, b'/' | b':'))
}

/// A DOI inside a path. `/` stays, as registries show it, unless a segment is `.` or `..`: such segments are
/// taken out by HTTP clients (URL Standard, "path state"), and the request would go to another route.
pub(super) fn path(doi: &str) -> String {
    let dots = doi.split('/').any(|segment| matches!(segment, "." | ".."));
    encode(doi, |byte| byte == b'/' && !dots || byte == b':')
}

fn encode(value: &str, kept: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') || kept(byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a String takes every write");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn odd_dois_survive() {
        assert_eq!(
            super::path("10.1175/1520-0493(1974)102<0736:wacoj>2.0.co;2"),
            "10.1175/1520-0493%281974%29102%3C0736:wacoj%3E2.0.co%3B2"
        );
        assert_eq!(super::path("10.1000/a?b#c%d+e"), "10.1000/a%3Fb%23c%25d%2Be");
        assert_eq!(super::query("10.1000/a&b=c,ä"), "10.1000/a%26b%3Dc%2C%C3%A4");
    }

    #[test]
    fn dot_segments_cannot_change_the_route() {
        assert_eq!(super::path("10.1000/../../members"), "10.1000%2F..%2F..%2Fmembers");
        assert_eq!(super::path("10.1000/.a/b"), "10.1000/.a/b");
    }
}
