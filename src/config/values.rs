//! Values written as text: times, addresses, versions.

use std::time::Duration;

/// Reads `30s`, `5m`, `1h`: a whole number and a unit, at most a day.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (number, seconds) = match text.as_bytes().last()? {
        b's' => (&text[..text.len() - 1], 1),
        b'm' => (&text[..text.len() - 1], 60),
        b'h' => (&text[..text.len() - 1], 3_600),
        _ => return None,
    };
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let total = number.parse::<u64>().ok()?.checked_mul(seconds)?;
    (1..=86_400).contains(&total).then(|| Duration::from_secs(total))
}

/// Whether `text` can be an address for Crossref: it goes into a header, so nothing but printable ASCII.
pub(super) fn is_mail_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_graphic() && !b"@()<>[]:;,\\\"".contains(&byte));
    !local.is_empty()
        && plain(local)
        && plain(domain)
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && text.len() <= 254
}

/// A service's root without the slash at its end, if `text` is an `http` or `https` address with nothing but
/// host, port and path.
pub(super) fn service_root(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let host = rest.split('/').next().unwrap_or_default();
    let fine = rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#@\\\"<>{}|^`".contains(&byte));
    (fine && host.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '[')).then(|| text.to_owned())
}

/// A store's place.
pub(super) enum Store {
    /// A file.
    Path(String),
    /// A database server.
    Server,
    /// Neither.
    Unknown,
}

/// Reads `sqlite:PATH` or a path.
pub(super) fn store(text: &str) -> Store {
    if text.starts_with("postgres:") || text.starts_with("postgresql:") {
        return Store::Server;
    }
    let path = text.strip_prefix("sqlite:").unwrap_or(text);
    let path = path.strip_prefix("//").unwrap_or(path);
    // Two letters and more before a colon are a scheme; one is a drive.
    let scheme = path.split_once(':').map_or("", |(scheme, _)| scheme);
    let has_scheme = scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+');
    if path.is_empty() || path.contains('\0') || has_scheme { Store::Unknown } else { Store::Path(path.to_owned()) }
}

/// Whether `version` meets `requirement`: comparisons separated by commas (`>=0.3, <1`), or a version, whole or
/// in part (`0.3` is every 0.3.x). `None` where the requirement cannot be read.
pub(super) fn meets(version: &str, requirement: &str) -> Option<bool> {
    let version = numbers(version.split(['-', '+']).next()?)?;
    let mut met = true;
    for comparison in requirement.split(',') {
        let comparison = comparison.trim();
        let digits = comparison.find(|ch: char| ch.is_ascii_digit())?;
        let (operator, wanted) = comparison.split_at(digits);
        let wanted = numbers(wanted)?;
        let compared = version.as_slice().cmp(&wanted);
        let begins = version.starts_with(&wanted);
        met &= match operator.trim() {
            ">=" => compared.is_ge(),
            ">" => compared.is_gt() && !begins,
            "<=" => compared.is_le() || begins,
            "<" => compared.is_lt(),
            "" | "=" | "==" => begins,
            _ => return None,
        };
    }
    Some(met)
}

fn numbers(text: &str) -> Option<Vec<u32>> {
    let parts: Option<Vec<u32>> = text.trim().split('.').map(|part| part.parse().ok()).collect();
    parts.filter(|parts| parts.len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        assert_eq!(duration("30s"), Some(Duration::from_secs(30)));
        assert_eq!(duration("5m"), Some(Duration::from_secs(300)));
        assert_eq!(duration("1h"), Some(Duration::from_secs(3_600)));
        for wrong in ["", "5", "m", "0s", "-5m", "5 m", "1.5m", "25h", "99999999999999999999s", "5ä"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn addresses() {
        assert!(is_mail_address("r.ghannam@example.org"));
        for wrong in [
            "",
            "someone",
            "a@b",
            "a b@example.org",
            "a@example.org\r\nX: y",
            "a@b@c.d",
            "<a@b.org>",
            "a@.org",
            "ä@b.org",
        ] {
            assert!(!is_mail_address(wrong), "{wrong}");
        }
        assert_eq!(service_root("https://api.crossref.org/").as_deref(), Some("https://api.crossref.org"));
        assert_eq!(service_root("http://127.0.0.1:8080/crossref").as_deref(), Some("http://127.0.0.1:8080/crossref"));
        assert!(service_root("http://[::1]:80").is_some());
        for wrong in [
            "",
            "api.crossref.org",
            "ftp://x",
            "https://",
            "https:///x",
            "https://u:p@x.org",
            "https://x?y",
            "https://x y",
            "file:///etc",
        ] {
            assert_eq!(service_root(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn stores() {
        let path = |text| match store(text) {
            Store::Path(path) => path,
            Store::Server => "server".into(),
            Store::Unknown => "unknown".into(),
        };
        assert_eq!(path("sqlite:/var/ibid.sqlite"), "/var/ibid.sqlite");
        assert_eq!(path("sqlite:///var/ibid.sqlite"), "/var/ibid.sqlite");
        assert_eq!(path("records/ibid.sqlite"), "records/ibid.sqlite");
        assert_eq!(path("C:\\ibid.sqlite"), "C:\\ibid.sqlite");
        assert_eq!(path("postgres://host/db"), "server");
        assert_eq!(path("mysql://host/db"), "unknown");
        assert_eq!(path("sqlite:"), "unknown");
    }

    #[test]
    fn versions() {
        for (requirement, met) in [
            (">=0.1", Some(true)),
            (">=0.1.1", Some(false)),
            (">=0.1, <0.2", Some(true)),
            ("0.1", Some(true)),
            ("0.1.0", Some(true)),
            ("==0.2", Some(false)),
            (">0.1", Some(false)),
            ("<=0.1", Some(true)),
            ("<0.1", Some(false)),
            ("~0.1", None),
            ("latest", None),
            ("", None),
            (">=0.1.0.0", None),
        ] {
            assert_eq!(meets("0.1.0", requirement), met, "{requirement}");
        }
    }
}
