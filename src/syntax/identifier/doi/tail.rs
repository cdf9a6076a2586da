//! What publishers' addresses put behind a DOI.

use super::suffix::{CHECKED, closed};

/// How many bytes of `doi`, as it is meant, are the DOI and no tail. `before` is the address before it, in
/// lower case.
pub(super) fn length(before: &str, doi: &str) -> usize {
    let mut end = doi.len();
    if before.contains("shields.io") {
        end = doi.rfind('-').unwrap_or(end);
    }
    if let Some(at) = path_tail(&doi[..end]) {
        end = at;
    }
    loop {
        let shorter = extension(&doi[..end]);
        if shorter == end {
            break;
        }
        end = shorter;
    }
    end = article_number(before, doi, end);
    end = version(&doi[..end]);
    // What is left may end in an open bracket's content, or a mark that stood before the tail.
    loop {
        let chars = closed(doi[..end].chars());
        let closed = doi.char_indices().nth(chars).map_or(end, |(at, _)| at.min(end));
        let marks = |ch: char| {
            matches!(ch, '.' | ',' | ';' | ':' | '!' | '\'' | '*' | '~' | '/' | '&' | '=' | '+' | '$' | '_' | '-' | '#')
        };
        let checked = closed.checked_sub(CHECKED.len()).and_then(|at| doi.get(at..closed));
        if checked.is_some_and(|end| end.eq_ignore_ascii_case(CHECKED)) {
            return closed;
        }
        let shorter = doi[..closed].trim_end_matches(marks).len();
        if shorter == end {
            return end;
        }
        end = shorter;
    }
}

/// Path segments that name a view of an article.
const SEGMENTS: [&str; 40] = [
    "abstract",
    "asset",
    "assets",
    "attachment",
    "citations",
    "download",
    "epdf",
    "epub",
    "figure",
    "figures",
    "file",
    "full",
    "full-text",
    "full-xml",
    "fulltext",
    "html",
    "issuetoc",
    "mediaobjects",
    "meta",
    "metrics",
    "pdf",
    "pdfdirect",
    "peer-review",
    "permissions",
    "reader",
    "references",
    "related",
    "status",
    "status.svg",
    "summary",
    "suppinfo",
    "suppl",
    "suppl_file",
    "supplementary-material",
    "supporting-information",
    "tables",
    "transform",
    "type",
    "agency",
    "-",
];

/// Where a segment that belongs to the site begins, at its slash. The suffix's first segment never does.
fn path_tail(doi: &str) -> Option<usize> {
    let suffix = doi.find('/')? + 1;
    let mut from = suffix;
    while let Some(slash) = doi[from..].find('/').map(|slash| slash + from) {
        let segment = doi[slash + 1..].split('/').next().unwrap_or_default();
        let lower = segment.to_ascii_lowercase();
        let name = lower.split_once('.').map_or(lower.as_str(), |(name, _)| name);
        let view = SEGMENTS.contains(&lower.as_str()) || matches!(name, "full" | "abstract" | "pdf");
        // MDPI's own address of a supplement.
        let supplement = doi.starts_with("10.3390/") && lower.len() == 2 && lower.starts_with('s');
        if slash > suffix && (view || supplement) {
            return Some(slash);
        }
        from = slash + 1;
    }
    None
}

/// Extensions of files and views that no suffix ends in.
const EXTENSIONS: [&str; 24] = [
    ".pdf",
    ".full",
    ".svg",
    ".html",
    ".htm",
    ".xml",
    ".png",
    ".jpg",
    ".abstract",
    ".short",
    ".long",
    ".full-text",
    ".full.pdf+html",
    ".pdf+html",
    ".epub",
    ".figures-only",
    ".supplementary-material",
    ".article-info",
    ".article-metrics",
    ".json",
    ".bib",
    ".ris",
    ".extract",
    ".citation",
];

fn extension(doi: &str) -> usize {
    let suffix = doi.find('/').map_or(0, |slash| slash + 2);
    let found = EXTENSIONS.into_iter().find(|extension| {
        doi.len()
            .checked_sub(extension.len())
            .is_some_and(|at| at >= suffix && doi.is_char_boundary(at) && doi[at..].eq_ignore_ascii_case(extension))
    });
    doi.len() - found.map_or(0, str::len)
}

/// Oxford University Press and other sites of the same platform put an article number behind the DOI:
/// `…/article/doi/10.1093/bioinformatics/btz232/5421513`.
fn article_number(before: &str, doi: &str, end: usize) -> usize {
    let platform = before.contains("oup.com")
        || before.contains("/doi/") && (before.contains("article") || before.contains("chapter"));
    if !platform {
        return end;
    }
    let Some(suffix) = doi.find('/').map(|slash| slash + 1) else { return end };
    let mut from = suffix;
    while let Some(slash) = doi[from..end].find('/').map(|slash| slash + from) {
        let segment = doi[slash + 1..end].split('/').next().unwrap_or_default();
        if segment.len() >= 5 && segment.bytes().all(|b| b.is_ascii_digit()) {
            return slash;
        }
        from = slash + 1;
    }
    end
}

/// bioRxiv and medRxiv put the version behind the DOI: `10.1101/2020.04.22.055822v1`.
fn version(doi: &str) -> usize {
    let server = doi.starts_with("10.1101/") || doi.starts_with("10.64898/");
    match doi.rfind('v') {
        Some(at)
            if server
                && at + 1 < doi.len()
                && doi[at + 1..].bytes().all(|b| b.is_ascii_digit())
                && doi[..at].ends_with(|c: char| c.is_ascii_digit()) =>
        {
            at
        }
        _ => doi.len(),
    }
}

/// How much of `doi` is the DOI where bioRxiv's or medRxiv's version is behind it outside their own addresses; `None`
/// without one. Their registered DOIs have no version.
pub(super) fn unversioned(doi: &str) -> Option<usize> {
    let kept = version(doi);
    let number = doi[..kept].split_once('/').filter(|_| kept < doi.len())?.1;
    let shape: String = number.chars().map(|ch| if ch.is_ascii_digit() { '#' } else { ch }).collect();
    let dated = shape.strip_prefix("####.##.##.").unwrap_or(&shape);
    let plain = dated.len() == shape.len();
    let sound = dated.bytes().all(|b| b == b'#') && (dated.len() == 6 || !plain && (6..=8).contains(&dated.len()));
    sound.then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<'a>(before: &str, doi: &'a str) -> &'a str {
        &doi[..length(before, doi)]
    }

    #[test]
    fn cuts_what_sites_add() {
        let biorxiv = "https://www.biorxiv.org/content/";
        assert_eq!(cut(biorxiv, "10.1101/2020.04.22.055822v1.full.pdf+html"), "10.1101/2020.04.22.055822");
        assert_eq!(cut(biorxiv, "10.1101/625566v1"), "10.1101/625566");
        let oup = "https://academic.oup.com/bioinformatics/advance-article-abstract/doi/";
        assert_eq!(cut(oup, "10.1093/bioinformatics/btz232/5421513"), "10.1093/bioinformatics/btz232");
        assert_eq!(
            cut("https://www.frontiersin.org/articles/", "10.3389/fgene.2017.00062/full"),
            "10.3389/fgene.2017.00062"
        );
        assert_eq!(cut("https://www.mdpi.com/article/", "10.3390/ijms26209846/s1"), "10.3390/ijms26209846");
        let acs = "https://pubs.acs.org/doi/suppl/";
        assert_eq!(cut(acs, "10.1021/acssynbio.3c00042/suppl_file/sb3c00042_si_001.pdf"), "10.1021/acssynbio.3c00042");
        assert_eq!(cut("https://zenodo.org/badge/doi/", "10.5281/zenodo.2561065.svg"), "10.5281/zenodo.2561065");
        let badge = "https://img.shields.io/badge/article-";
        assert_eq!(cut(badge, "10.1371/journal.pcbi.1008316-yellow"), "10.1371/journal.pcbi.1008316");
        assert_eq!(cut("https://joss.theoj.org/papers/", "10.21105/joss.00027/status.svg"), "10.21105/joss.00027");
        let springer = "https://static-content.springer.com/esm/art%3a";
        assert_eq!(cut(springer, "10.1038/s41467-022-34937-8/MediaObjects/a.pdf"), "10.1038/s41467-022-34937-8");
    }

    #[test]
    fn knows_the_version_of_a_preprint() {
        assert_eq!(unversioned("10.1101/2020.01.02.123456v1"), Some(25));
        assert_eq!(unversioned("10.1101/625566v12"), Some(14));
        for doi in ["10.1101/625566", "10.1101/gad.1234v1", "10.7717/peerj.625566v1", "10.1101/62556v1", "10.1101/v1"] {
            assert_eq!(unversioned(doi), None, "{doi}");
        }
    }

    #[test]
    fn leaves_what_belongs_to_the_suffix() {
        let wiley = "https://onlinelibrary.wiley.com/doi/";
        assert_eq!(cut(wiley, "10.1111/j.1365-246X.2012.05497.x"), "10.1111/j.1365-246X.2012.05497.x");
        assert_eq!(
            cut("https://www.researchsquare.com/article/", "10.21203/rs.3.rs-123/v1"),
            "10.21203/rs.3.rs-123/v1"
        );
        assert_eq!(
            cut("https://link.springer.com/chapter/", "10.1007/978-3-319-00026-8_2"),
            "10.1007/978-3-319-00026-8_2"
        );
        assert_eq!(cut("https://www.tandfonline.com/doi/", "10.5555/full"), "10.5555/full");
    }
}
