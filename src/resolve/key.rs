//! The key of an account at NCBI, a secret.

use std::fmt;

/// The environment's name for it.
const VARIABLE: &str = "NCBI_API_KEY";

/// The key of an account at NCBI, which allows more requests a second. It goes into the body of requests to PubMed alone,
/// and is in no address and in nothing that is shown.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Key(String);

impl Key {
    /// The key that the environment holds, if it is one.
    pub(super) fn from_environment() -> Option<Self> {
        Self::new(&std::env::var(VARIABLE).ok()?)
    }

    fn new(key: &str) -> Option<Self> {
        let key = key.trim();
        (!key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| Self(key.to_owned()))
    }

    /// A form with the key added.
    pub(super) fn added_to(&self, form: &str) -> String {
        format!("{form}&api_key={}", self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_sent_and_not_shown() {
        let key = Key::new(" 0123abcDEF\n").expect("a key");
        assert_eq!(key.added_to("db=pubmed"), "db=pubmed&api_key=0123abcDEF");
        assert!(!format!("{key:?}").contains("0123"));
        for strange in ["", "  ", "a&b", "ä"] {
            assert_eq!(Key::new(strange), None, "{strange}");
        }
    }
}
