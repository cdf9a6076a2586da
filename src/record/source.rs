//! The services that are asked.

use std::fmt;

/// A service that is asked. Ordered by whose view stands for a work first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// Crossref's REST interface.
    Crossref,
    /// DataCite's REST interface: data sets, software, preprints of arXiv.
    DataCite,
    /// NCBI's E-utilities over PubMed.
    PubMed,
    /// Europe PMC's REST interface, where NCBI does not answer.
    EuropePmc,
    /// arXiv's own interface.
    Arxiv,
    /// The PMC identifier converter.
    IdConv,
    /// doi.org: the agency and handle services.
    DoiOrg,
}

impl Source {
    /// All of them, in order.
    pub const ALL: [Self; 7] =
        [Self::Crossref, Self::DataCite, Self::PubMed, Self::EuropePmc, Self::Arxiv, Self::IdConv, Self::DoiOrg];

    /// The name in configuration, store and lock.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Crossref => "crossref",
            Self::DataCite => "datacite",
            Self::PubMed => "pubmed",
            Self::EuropePmc => "europepmc",
            Self::Arxiv => "arxiv",
            Self::IdConv => "idconv",
            Self::DoiOrg => "doi",
        }
    }

    /// Whether it gives records of works; the others know only what exists.
    #[must_use]
    pub fn gives_records(self) -> bool {
        !matches!(self, Self::IdConv | Self::DoiOrg)
    }

    /// The source of a name in configuration, store or lock.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.key() == key)
    }
}

/// The name for people.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Crossref => "Crossref",
            Self::DataCite => "DataCite",
            Self::PubMed => "PubMed",
            Self::EuropePmc => "Europe PMC",
            Self::Arxiv => "arXiv",
            Self::IdConv => "PMC’s identifier converter",
            Self::DoiOrg => "doi.org",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_round_trip() {
        for source in Source::ALL {
            assert_eq!(Source::from_key(source.key()), Some(source));
        }
    }
}
