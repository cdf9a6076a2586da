//! References as written, held against the records of a lock.

use super::Desk;

const LOCK: &str = include_str!("../../docs/demo/ibid-lock.json");

/// The list of the demo's works, as MDPI's journals print it; Paget's entry is that of the reprint of 1989.
const LIST: &str = "# References

1. Hölzel, D.; Eckel, R.; Bauerfeind, I.; et al. Improved systemic treatment for early breast cancer improves cure rates, modifies metastatic pattern and shortens post-metastatic survival: 35-year results from the Munich Cancer Registry. *J. Cancer Res. Clin. Oncol.* **2017**, *143*, 1701–1712. https://doi.org/10.1007/s00432-017-2428-0
2. Kaplan, R.N.; Psaila, B.; Lyden, D. Bone marrow cells in the 'pre-metastatic niche': within bone and beyond. *Cancer Metastasis Rev.* **2006**, *25*, 521–529. https://doi.org/10.1007/s10555-006-9036-9
3. Ryckman, J.M.; Thomas, T.V.; Wang, M.; et al. Local Treatment of the Primary Tumor for Patients With Metastatic Cancer (PRIME-TX): A Meta-Analysis. *Int. J. Radiat. Oncol. Biol. Phys.* **2022**, *114*, 919–935. https://doi.org/10.1016/j.ijrobp.2022.06.095
4. Paget, S. The distribution of secondary growths in cancer of the breast. *Cancer Metastasis Rev.* **1989**, *8*, 98–101. https://doi.org/10.1016/S0140-6736(00)49915-0
5. Kaplan, R.N.; Rafii, S.; Lyden, D. Preparing the \"soil\": the premetastatic niche. *Cancer Res.* **2006**, *66*, 11089–11093. https://doi.org/10.1158/0008-5472.CAN-06-2407
6. Ghannam, Y.; Laville, A.; Kirova, Y.; et al. Radiotherapy of the Primary Disease for Synchronous Metastatic Cancer: A Systematic Review. *Cancers* **2022**, *14*, 5929. https://doi.org/10.3390/cancers14235929
";

/// What the rules about identity and fields find in a file.
fn found(name: &str, text: &str) -> String {
    let desk = Desk::new(&[("ibid-lock.json", LOCK), (name, text)]);
    let flags = ["check", "--locked", "--output-format", "concise", "--show", "hint", "--select", "identity,fields"];
    desk.ibid(&[&flags[..], &[name]].concat()).out
}

#[test]
fn another_publication_of_the_same_title_is_told_and_the_rest_is_clean() {
    let told = "review.md:6:141: error[other-work] This DOI names another work: “THE DISTRIBUTION OF SECONDARY GROWTHS IN …”, The Lancet 1889;133:571.\n";
    assert_eq!(found("review.md", LIST), told);
}

#[test]
fn the_lancet_s_own_page_is_clean() {
    let original = LIST.replace("*Cancer Metastasis Rev.* **1989**, *8*, 98–101", "*Lancet* **1889**, *133*, 571–573");
    assert_eq!(found("review.md", &original), "");
}

#[test]
fn entries_of_a_bibliography_are_held_against_the_records_too() {
    let bib = "@article{paget,
  author = {Paget, S.},
  title = {The Distribution of Secondary Growths in Cancer of the Breast},
  journal = {Lancet},
  year = 1889,
  volume = 113,
  pages = {571--573},
  doi = {10.1016/S0140-6736(00)49915-0}
}
@article{kaplan2006,
  author = {Kaplan, Rosandra N. and Rafii, Shahin and Lyden, David},
  title = {Preparing the ``{S}oil'': the Premetastatic Niche},
  journal = {Cancer Research},
  year = {2006},
  volume = {66},
  number = {23},
  pages = {11089--93},
  doi = {10.1158/0008-5472.CAN-06-2407}
}
";
    let told = "refs.bib:6:12: warning[volume-differs] Volume differs: written “113”, recorded “133” (Crossref).\n";
    assert_eq!(found("refs.bib", bib), told);
}
