//! What holds where nobody says otherwise.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Config, DoiForm, HintMode, Profile, Resolve, SourceSettings};
use crate::record::Source;

impl Default for Config {
    fn default() -> Self {
        Self {
            rules: Vec::new(),
            profile: Profile::Writing,
            dialect: None,
            doi_form: DoiForm::Auto,
            exclude: Vec::new(),
            manuscripts: Vec::new(),
            ignore: Vec::new(),
            hints: HintMode::Auto,
            hint_length: 28,
            hover_abstract: true,
            features: BTreeMap::new(),
            resolve: Resolve {
                online: true,
                search: false,
                budget: Duration::from_secs(300),
                mailto: None,
                timeout: Duration::from_secs(30),
            },
            sources: Source::ALL.into_iter().map(|source| (source, default_source(source))).collect(),
            store: None,
        }
    }
}

fn default_source(source: Source) -> SourceSettings {
    let url = match source {
        Source::Crossref => "https://api.crossref.org",
        Source::DataCite => "https://api.datacite.org",
        Source::PubMed => "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
        Source::EuropePmc => "https://www.ebi.ac.uk/europepmc/webservices/rest",
        Source::Arxiv => "https://export.arxiv.org/api",
        Source::IdConv => "https://pmc.ncbi.nlm.nih.gov/tools/idconv",
        Source::DoiOrg => "https://doi.org",
    };
    SourceSettings { url: url.into(), enabled: true }
}
