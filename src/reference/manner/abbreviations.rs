//! Words of journals' names, abbreviated and in full.

/// Words as abbreviations of journals have them (ISO 4's list of title word abbreviations), sorted. None is a word in full.
#[rustfmt::skip]
const ABBREVIATED: [&str; 153] = [
    "acad", "adv", "agric", "am", "anaesth", "anesth", "anesthesiol", "ann", "annu", "appl", "arch", "astron",
    "astrophys", "behav", "biochem", "bioeng", "bioinform", "biol", "biomed", "biophys", "biotechnol", "br", "bull",
    "cardiol", "cardiovasc", "chem", "clin", "cogn", "commun", "comput", "crit", "curr", "dent", "dermatol", "diagn",
    "dis", "disord", "ecol", "econ", "educ", "electron", "endocrinol", "endosc", "engl", "environ", "epidemiol", "eur",
    "evol", "exp", "front", "gastroenterol", "genet", "genom", "geol", "geophys", "geriatr", "gerontol", "gynaecol",
    "gynecol", "haematol", "haemost", "hematol", "hemost", "hepatol", "hum", "immunol", "infect", "inorg", "int",
    "intern", "invest", "investig", "j", "jpn", "lett", "manag", "mater", "math", "mech", "med", "metab", "methodol",
    "microbiol", "mol", "nat", "natl", "nephrol", "neuroimmunol", "neurol", "neuropsychopharmacol", "neurosci",
    "neurosurg", "nucl", "nurs", "nutr", "obstet", "oncogen", "oncol", "ophthalmol", "opin", "organomet", "orthod",
    "orthop", "otolaryngol", "paediatr", "parasitol", "pathol", "pediatr", "pharmacol", "pharmacother", "phys",
    "physiol", "plast", "proc", "proteom", "psychiatr", "psychol", "psychopharmacol", "q", "quant", "radiat", "radiol",
    "rehabil", "rep", "reprod", "res", "respir", "rev", "rheumatol", "sci", "soc", "sociol", "spectrosc", "stat",
    "struct", "surg", "syst", "technol", "theor", "ther", "thorac", "thromb", "toxicol", "trans", "transl",
    "transplant", "trop", "urol", "vaccin", "vasc", "vet", "virol", "zool",
];
/// Words that such abbreviations shorten where a name has more than one word, sorted.
#[rustfmt::skip]
const IN_FULL: [&str; 144] = [
    "academy", "advances", "agricultural", "american", "anaesthesia", "anesthesia", "anesthesiology", "annals",
    "annual", "applied", "archives", "astronomy", "astrophysical", "behavior", "behavioral", "behaviour",
    "behavioural", "biochemical", "biochemistry", "biological", "biology", "biomedical", "biophysical",
    "biotechnology", "british", "bulletin", "canadian", "cardiology", "cardiovascular", "chemical", "chemistry",
    "clinical", "cognitive", "communications", "computational", "critical", "current", "dermatology", "diseases",
    "disorders", "ecology", "economic", "economics", "education", "educational", "endocrinology", "engineering",
    "england", "environmental", "epidemiology", "european", "evolution", "evolutionary", "experimental", "frontiers",
    "gastroenterology", "genetics", "geophysical", "gynaecology", "gynecology", "haematology", "hematology",
    "hepatology", "human", "immunology", "infectious", "inorganic", "international", "investigation", "japanese",
    "journal", "letters", "management", "materials", "mathematical", "mathematics", "medical", "medicine",
    "metabolism", "methodology", "microbiology", "molecular", "national", "nature", "nephrology", "neurology",
    "neuroscience", "neurosciences", "nuclear", "nursing", "nutrition", "obstetrics", "oncology", "ophthalmology",
    "opinion", "organic", "orthopaedics", "pathology", "pediatrics", "pharmaceutical", "pharmacology", "physical",
    "physics", "physiology", "proceedings", "psychological", "psychology", "quantitative", "quarterly", "radiology",
    "rehabilitation", "reports", "reproduction", "research", "respiratory", "review", "reviews", "rheumatology",
    "science", "sciences", "scientific", "society", "sociological", "sociology", "statistical", "statistics",
    "structural", "surgery", "systems", "technology", "theoretical", "therapeutics", "therapy", "thoracic",
    "toxicology", "transactions", "translational", "transplantation", "tropical", "urology", "vascular", "veterinary",
    "virology", "zoology",
];
/// Those of them that are in names of periodicals, sorted.
#[rustfmt::skip]
const OF_PERIODICALS: [&str; 25] = [
    "ann", "annals", "annual", "arch", "archives", "bull", "bulletin", "commun", "communications", "front",
    "frontiers", "j", "journal", "lett", "letters", "opin", "opinion", "quarterly", "rep", "reports", "rev", "review",
    "reviews", "trans", "transactions",
];
/// How long the longest of these words is.
const LONGEST: usize = 22;

/// Whether a word is an abbreviation in names of journals.
pub(super) fn is_abbreviated(word: &str) -> bool {
    is_in(word, &ABBREVIATED)
}

/// Whether a word would be abbreviated, but is not.
pub(super) fn is_in_full(word: &str) -> bool {
    is_in(word, &IN_FULL)
}

/// Whether a word is in names of periodicals, and not in those of publishers.
pub(super) fn is_of_periodical(word: &str) -> bool {
    is_in(word, &OF_PERIODICALS)
}

fn is_in(word: &str, words: &[&str]) -> bool {
    let mut small = [0; LONGEST];
    let Some(small) = small.get_mut(..word.len()) else { return false };
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    words.binary_search_by(|other| other.as_bytes().cmp(small)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_of_one_kind() {
        for words in [&ABBREVIATED[..], &IN_FULL, &OF_PERIODICALS] {
            assert!(words.is_sorted());
            assert!(words.iter().all(|word| word.len() <= LONGEST));
        }
        assert!(!ABBREVIATED.iter().any(|word| IN_FULL.contains(word)));
    }
}
