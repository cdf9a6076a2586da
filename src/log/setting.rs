//! How much is logged, and where.

use std::path::PathBuf;

use etcetera::BaseStrategy as _;

/// How much is logged: what is for one level, and for all before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    Off,
    /// What ibid could not do.
    Error,
    /// What a source or a file did not give.
    Warn,
    /// What ibid did.
    Info,
    /// What ibid asked about, and for what it waited.
    Debug,
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Off, Self::Error, Self::Warn, Self::Info, Self::Debug];

    /// Its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }

    /// What so many `-v` ask for.
    #[must_use]
    pub fn of_flags(count: u8) -> Self {
        match count {
            0 => Self::Off,
            1 => Self::Info,
            _ => Self::Debug,
        }
    }
}

/// What is written to a file, and to which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// How much.
    pub level: Level,
    /// The file; `None` where this user has no folder for it.
    pub path: Option<PathBuf>,
}

impl Setting {
    /// Reads `IBID_LOG`: a level, or a level, a comma and a file. Where it is not set, or not understood, `unset` is
    /// the level and the user's own log the file.
    ///
    /// # Errors
    ///
    /// A sentence for people, beside what holds, where it is not understood.
    pub fn read(value: Option<&str>, unset: Level) -> (Self, Option<String>) {
        let value = value.map(str::trim).filter(|value| !value.is_empty());
        let (word, path) = match value.map(|value| value.split_once(',')) {
            None => return (Self { level: unset, path: user_file() }, None),
            Some(None) => (value.unwrap_or_default(), None),
            Some(Some((word, path))) => (word.trim(), Some(path.trim()).filter(|path| !path.is_empty())),
        };
        let level = Level::ALL.into_iter().find(|level| level.key().eq_ignore_ascii_case(word));
        let why = level.is_none().then(|| {
            "IBID_LOG is not understood, so it is passed over. It is off, error, warn, info or debug, and may name a \
             file behind a comma: IBID_LOG=debug,/tmp/ibid.log"
                .to_owned()
        });
        let path = path.filter(|_| level.is_some()).map(PathBuf::from).or_else(user_file);
        (Self { level: level.unwrap_or(unset), path }, why)
    }
}

/// The user's own log: `ibid/ibid.log` in the state folder, or beside the store on systems without one.
fn user_file() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    let folder = folders.state_dir().unwrap_or_else(|| folders.cache_dir());
    Some(folder.join("ibid").join("ibid.log"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> (Level, Option<String>, bool) {
        let (setting, why) = Setting::read(Some(value), Level::Info);
        (setting.level, setting.path.map(|path| path.to_string_lossy().into_owned()), why.is_some())
    }

    #[test]
    fn a_level_may_name_a_file() {
        let own = user_file().map(|path| path.to_string_lossy().into_owned());
        assert_eq!(read("debug"), (Level::Debug, own.clone(), false));
        assert_eq!(read(" Warn , "), (Level::Warn, own.clone(), false));
        assert_eq!(read("error,/tmp/a, b.log"), (Level::Error, Some("/tmp/a, b.log".into()), false));
        assert_eq!(read(""), (Level::Info, own.clone(), false));
        assert_eq!(read("off"), (Level::Off, own.clone(), false));
        assert_eq!(read("loud,/tmp/x"), (Level::Info, own, true));
    }

    #[test]
    fn levels_hold_those_before_them() {
        assert!(Level::ALL.is_sorted());
        assert_eq!([0, 1, 2, 9].map(Level::of_flags), [Level::Off, Level::Info, Level::Debug, Level::Debug]);
    }
}
