//! Registrants of DOIs that keep data, software and preprints, and no journals.

/// Prefixes of repositories that hand out a DOI before they register it, or let it wait for an acceptance.
const RESERVING: [&str; 24] = [
    "10.5281",  // Zenodo
    "10.5061",  // Dryad
    "10.6084",  // figshare
    "10.17605", // OSF
    "10.31219", // OSF Preprints
    "10.31234", // PsyArXiv
    "10.31235", // SocArXiv
    "10.7910",  // Harvard Dataverse
    "10.17632", // Mendeley Data
    "10.17504", // protocols.io
    "10.24433", // Code Ocean
    "10.1594",  // PANGAEA
    "10.5880",  // GFZ Data Services
    "10.5255",  // UK Data Service
    "10.3886",  // ICPSR
    "10.15468", // GBIF
    "10.15485", // ESS-DIVE
    "10.18112", // OpenNeuro
    "10.13026", // PhysioNet
    "10.7937",  // The Cancer Imaging Archive
    "10.48550", // arXiv
    "10.21203", // Research Square
    "10.20944", // Preprints.org
    "10.2139",  // SSRN
];

/// Prefixes of others.
const OTHERS: [&str; 9] = [
    "10.64898", // bioRxiv and medRxiv
    "10.26434", // ChemRxiv
    "10.36227", // TechRxiv
    "10.31223", // EarthArXiv
    "10.22541", // Authorea
    "10.7287",  // PeerJ Preprints
    "10.13140", // ResearchGate
    "10.18129", // Bioconductor
    "10.32614", // CRAN and, told apart below, the R Journal
];

/// Whether a registrant's prefix is that of a repository whose DOIs may work only some time after they are handed out.
#[must_use]
pub fn reserves(registrant: &str) -> bool {
    RESERVING.contains(&registrant)
}

/// Whether a DOI, in canonical form, leads to a repository, and so to no article in a journal.
#[must_use]
pub fn is_in_repository(doi: &str) -> bool {
    let Some((registrant, suffix)) = doi.split_once('/') else { return false };
    match registrant {
        // Cold Spring Harbor's journals have letters there, bioRxiv and medRxiv a number.
        "10.1101" => suffix.starts_with(|ch: char| ch.is_ascii_digit()),
        "10.32614" => !suffix.starts_with("rj-"),
        _ => reserves(registrant) || OTHERS.contains(&registrant),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_those_of_repositories() {
        let mut sorted = [RESERVING.as_slice(), OTHERS.as_slice()].concat();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), RESERVING.len() + OTHERS.len());
        let sound = |prefix: &str| prefix.starts_with("10.") && prefix.len() > 6;
        assert!(sorted.into_iter().all(sound));
    }

    #[test]
    fn journals_share_prefixes_with_repositories() {
        for doi in
            ["10.5281/zenodo.12744222", "10.48550/arXiv.1706.03762", "10.1101/625566", "10.32614/cran.package.mgcv"]
        {
            assert!(is_in_repository(doi), "{doi}");
        }
        for doi in ["10.1101/gr.215087.116", "10.32614/rj-2021-053", "10.1016/j.cell.2020.01.001", "10.5281"] {
            assert!(!is_in_repository(doi), "{doi}");
        }
    }
}
