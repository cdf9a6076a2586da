//! The identifiers of a reference, and what stands behind them.

use super::chance::Chance;
use super::works::Work;

/// The identifiers that a reference has, each canonical without its prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The DOI.
    pub(crate) doi: Option<String>,
    /// The PMID.
    pub(crate) pmid: Option<String>,
}

impl Named {
    /// Those of a work that an author gives.
    pub(crate) fn of(work: &Work, chance: &mut Chance) -> Self {
        let (doi, pmid) = (Some(work.doi.clone()), Some(work.pmid.clone()));
        match chance.below(20) {
            0..=10 => Self { doi, pmid: None },
            11..=14 => Self { doi: None, pmid },
            _ => Self { doi, pmid },
        }
    }

    /// As they stand in Markdown.
    pub(crate) fn written(&self, chance: &mut Chance) -> String {
        let doi = self.doi.as_deref().map(|doi| written_doi(doi, chance));
        let pmid = self.pmid.as_deref().map(|pmid| match chance.below(5) {
            0 => format!("PMID:{pmid}"),
            1 => format!("PMID {pmid}"),
            2 => format!("<https://pubmed.ncbi.nlm.nih.gov/{pmid}/>"),
            _ => format!("PMID: {pmid}"),
        });
        let between = chance.of(&[". ", "; ", " "]);
        let is_first = chance.percent(80);
        let both = if is_first { [doi, pmid] } else { [pmid, doi] };
        both.into_iter().flatten().collect::<Vec<_>>().join(between)
    }
}

/// A DOI in one of its forms. Case says nothing, and many write capitals.
fn written_doi(doi: &str, chance: &mut Chance) -> String {
    let doi = if chance.percent(15) { doi.to_uppercase() } else { doi.to_owned() };
    let address = doi.replace('<', "%3C").replace('>', "%3E");
    let escaped = if chance.percent(50) { doi.replace('_', "\\_") } else { doi.clone() }.replace('<', "\\<");
    match chance.below(8) {
        0 => format!("doi: {escaped}"),
        1 => format!("doi:{escaped}"),
        2 => format!("DOI {escaped}"),
        3 | 4 => format!("https://doi.org/{address}"),
        5 => format!("<https://doi.org/{address}>"),
        6 => format!("DOI: [{escaped}](<https://doi.org/{address}>)"),
        _ => format!("http://dx.doi.org/{address}"),
    }
}

/// What some write behind a reference; most often nothing but a full stop.
pub(crate) fn remark(chance: &mut Chance) -> &'static str {
    match chance.below(24) {
        0 => ". Accessed 3 May 2021.",
        1 => " (accessed on 12 June 2021)",
        2 => " [Accessed 14 Mar 2021].",
        3 => ". Epub ahead of print.",
        4 => ". Review.",
        5 => " [PubMed]",
        6 => " **A key review of the field.**",
        7 => ". \\[CrossRef\\]",
        8..=15 => ".",
        _ => "",
    }
}
