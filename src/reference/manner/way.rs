//! The habits in which lists differ, and the ways that there are of each.

/// Something that one list does in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Habit {
    /// Where the year stands.
    Year,
    /// Whether names begin with the family name.
    Order,
    /// How given names are written.
    Given,
    /// How many authors are named.
    Authors,
    /// Whether the name of the journal is abbreviated.
    Journal,
    /// Whether its abbreviation has full stops.
    JournalStops,
    /// Whether the last page has all its digits.
    LastPage,
    /// What stands between two pages.
    Dash,
    /// Whether a full stop ends the reference.
    End,
}

/// A way of doing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// “Doe J (2010)”, “Doe J. 2010.”
    YearBehindNames,
    /// “2010;12:145”
    YearBehindJournal,
    /// “12 (2010) 145”
    YearBehindVolume,
    /// “12, 145 (2010)”
    YearBehindPages,
    /// “Doe J”, “Doe, Jane”
    FamilyFirst,
    /// “J. Doe”, “Jane Doe”
    GivenFirst,
    /// “J. A.”
    InitialsWithStops,
    /// “JA”
    InitialsWithoutStops,
    /// “Jane”
    GivenInFull,
    /// So many names and “et al.”
    EtAlBehind(u16),
    /// So many names, and no “et al.”
    AllNames(u16),
    /// “Journal of Sleep Research”
    JournalInFull,
    /// “J Sleep Res”
    JournalAbbreviated,
    /// “J. Sleep Res.”
    JournalWithStops,
    /// “J Sleep Res”
    JournalWithoutStops,
    /// “145–150”
    LastPageInFull,
    /// “145–50”
    LastPageShort,
    /// “145-150”
    Hyphen,
    /// “145–150”
    Dash,
    /// “145–150.”
    Stop,
    /// “145–150”
    NoStop,
}

impl Habit {
    /// All of them, the most telling first.
    pub const ALL: [Self; 9] = [
        Self::Year,
        Self::Order,
        Self::Given,
        Self::Authors,
        Self::Journal,
        Self::JournalStops,
        Self::LastPage,
        Self::Dash,
        Self::End,
    ];
}

impl Way {
    /// The habit that it is a way of.
    #[must_use]
    pub fn habit(self) -> Habit {
        match self {
            Self::YearBehindNames | Self::YearBehindJournal | Self::YearBehindVolume | Self::YearBehindPages => {
                Habit::Year
            }
            Self::FamilyFirst | Self::GivenFirst => Habit::Order,
            Self::InitialsWithStops | Self::InitialsWithoutStops | Self::GivenInFull => Habit::Given,
            Self::EtAlBehind(_) | Self::AllNames(_) => Habit::Authors,
            Self::JournalInFull | Self::JournalAbbreviated => Habit::Journal,
            Self::JournalWithStops | Self::JournalWithoutStops => Habit::JournalStops,
            Self::LastPageInFull | Self::LastPageShort => Habit::LastPage,
            Self::Hyphen | Self::Dash => Habit::Dash,
            Self::Stop | Self::NoStop => Habit::End,
        }
    }
}
