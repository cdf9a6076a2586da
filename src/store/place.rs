//! Where the store is.

use std::path::PathBuf;

use etcetera::BaseStrategy as _;

/// The file's name. The number changes only when older versions of ibid could no longer share it.
const FILE: &str = "store-v1.sqlite";

/// Where the store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorePlace {
    /// `ibid/store-v1.sqlite` in the user's cache folder.
    User,
    /// A file.
    Path(PathBuf),
    /// Nowhere: forgotten at the end.
    Memory,
    /// A place that this version cannot use, as written.
    Unsupported(String),
}

impl StorePlace {
    /// Reads the setting `store.url` or `IBID_STORE`: a path, `sqlite:PATH`, or nothing for the user's cache folder.
    #[must_use]
    pub fn from_setting(setting: Option<&str>) -> Self {
        let Some(setting) = setting.map(str::trim).filter(|setting| !setting.is_empty()) else { return Self::User };
        let path = setting.strip_prefix("sqlite:").unwrap_or(setting);
        match path {
            ":memory:" => Self::Memory,
            "" => Self::User,
            _ if path.contains("://") => Self::Unsupported(setting.to_owned()),
            _ => Self::Path(PathBuf::from(path)),
        }
    }

    /// The file, where there is one.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
        match self {
            Self::User => etcetera::choose_base_strategy().ok().map(|user| user.cache_dir().join("ibid").join(FILE)),
            Self::Path(path) => Some(path.clone()),
            Self::Memory | Self::Unsupported(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_setting() {
        assert_eq!(StorePlace::from_setting(None), StorePlace::User);
        assert_eq!(StorePlace::from_setting(Some("")), StorePlace::User);
        assert_eq!(StorePlace::from_setting(Some("sqlite:/a/b")), StorePlace::Path("/a/b".into()));
        assert_eq!(StorePlace::from_setting(Some("/a/b.sqlite")), StorePlace::Path("/a/b.sqlite".into()));
        assert_eq!(StorePlace::from_setting(Some("sqlite::memory:")), StorePlace::Memory);
        let team = "postgres://team/ibid";
        assert_eq!(StorePlace::from_setting(Some(team)), StorePlace::Unsupported(team.into()));
    }
}
