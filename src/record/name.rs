//! Names of persons and groups.

/// One author or editor, as a source writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// A person. `family` is never empty; a person with one name has it there.
    Person {
        /// Family name with its particles.
        family: String,
        /// Given names or initials.
        given: Option<String>,
        /// Jr., III …
        suffix: Option<String>,
    },
    /// A group, consortium or institution.
    Group(String),
}

impl Name {
    /// The name by which a reference is sorted and cited.
    #[must_use]
    pub fn family(&self) -> &str {
        match self {
            Self::Person { family, .. } => family,
            Self::Group(name) => name,
        }
    }
}
