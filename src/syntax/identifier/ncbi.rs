//! PMIDs and PMCIDs in the addresses of PubMed, PubMed Central and Europe PMC, of every generation.

use super::address::{self, Address, Part};
use super::{Candidate, Haul, shape};
use crate::record::IdentifierKind;
use crate::syntax::Form;
use crate::text::Span;

pub(super) const WORDS: &[&str] = &["nih.gov", "europepmc.org", "pubmed.gov"];

/// Reads the address whose host has byte `at`.
pub(super) fn read(text: &str, at: usize, candidate: Candidate, haul: &mut Haul) {
    let Some(address) = address::of_host(text, at, candidate) else { return };
    let host = text[address.host..address.path].to_ascii_lowercase();
    let (segments, query) = (address.segments(text), address.query(text));
    let reader = Reader { text, address, candidate, segments: &segments, query: &query };
    let before = haul.found.len();
    // A proxy's name may stand behind the host's.
    if host.contains("pubmedcentral") {
        reader.articles(0, haul);
    } else if host.starts_with("pmc.ncbi") {
        reader.articles(1, haul);
    } else if host.starts_with("pubmed.") || host.contains(".pubmed.") {
        reader.pubmed(0, haul);
    } else if host.contains("ncbi.nlm.nih.gov") {
        reader.ncbi(haul);
    } else if host.contains("europepmc.org") {
        reader.europe_pmc(haul);
    }
    if address.broken {
        haul.blame_address(before);
    }
}

struct Reader<'t> {
    text: &'t str,
    address: Address,
    candidate: Candidate,
    segments: &'t [Part<'t>],
    query: &'t [(&'t str, Part<'t>)],
}

impl Reader<'_> {
    fn segment_is(&self, index: usize, word: &str) -> bool {
        self.segments.get(index).is_some_and(|segment| segment.is(word))
    }

    fn field(&self, names: &[&str]) -> Option<Part<'_>> {
        let named = |name: &str| names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted));
        self.query.iter().find(|(name, _)| named(name)).map(|(_, value)| *value)
    }

    /// PubMed's own pages and searches; `from` segments lead to it.
    fn pubmed(&self, from: usize, haul: &mut Haul) {
        let current = from == 0 && self.text[self.address.host..].starts_with("pubmed.ncbi");
        match self.segments.get(from) {
            Some(segment) => self.pmids(*segment, true, self.address.form(current), haul),
            None => {
                let form = self.address.form(false);
                if let Some(term) = self.field(&["term", "cmd_term", "uid"]) {
                    self.pmids(term, false, form, haul);
                }
            }
        }
    }

    /// www.ncbi.nlm.nih.gov, of which PubMed and PMC were parts, and its programs.
    fn ncbi(&self, haul: &mut Haul) {
        let at = |word: &str| self.segments.iter().take(3).position(|segment| segment.is(word));
        if let Some(index) = at("pubmed") {
            self.pubmed(index + 1, haul);
        } else if let Some(index) = at("pmc") {
            let articles = self.segment_is(index + 1, "articles");
            self.articles(index + 1 + usize::from(articles), haul);
        } else if let Some(base) = self.field(&["db"])
            && let Some(ids) = self.field(&["list_uids", "id", "uid", "term"])
        {
            let form = if at("eutils").is_some() { Form::OtherUrl } else { self.address.form(false) };
            if base.is("pubmed") {
                self.pmids(ids, false, form, haul);
            } else if base.is("pmc") {
                self.pmcid(ids, false, form, haul);
            }
        }
    }

    /// PMC's articles; `from` is where their identifier stands in the path.
    fn articles(&self, from: usize, haul: &mut Haul) {
        let form = self.address.form(self.address.secure && self.text[self.address.host..].starts_with("pmc.ncbi"));
        if let Some(id) = self.field(&["artid", "accid"]) {
            self.pmcid(id, true, form, haul);
        } else if let Some(id) = self.field(&["pubmedid"]) {
            self.pmids(id, false, form, haul);
        } else if self.segment_is(from, "pmid") {
            if let Some(id) = self.segments.get(from + 1) {
                self.pmids(*id, true, form, haul);
            }
        } else if let Some(id) = self.segments.get(from) {
            let pages = ["about", "tools", "journals", "search", "advanced"];
            if !pages.iter().any(|page| id.is(page)) {
                self.pmcid(*id, true, form, haul);
            }
        }
    }

    fn europe_pmc(&self, haul: &mut Haul) {
        let form = if self.address.key { Form::Key } else { Form::OtherUrl };
        let first = usize::from(!self.segment_is(0, "med") && !self.segment_is(0, "pmc"));
        if self.segment_is(first, "med") {
            if let Some(id) = self.segments.get(first + 1) {
                self.pmids(*id, true, form, haul);
            }
        } else if self.segment_is(first, "pmc") {
            if let Some(id) = self.segments.get(first + 1) {
                self.pmcid(*id, true, form, haul);
            }
        } else if let Some(id) = self.field(&["accid", "artid"]) {
            self.pmcid(id, true, form, haul);
        } else if let Some(query) = self.field(&["query"]) {
            let lower = query.text.to_ascii_lowercase();
            let name = ["ext_id:", "ext_id%3a"].into_iter().find(|name| lower.starts_with(name));
            if let Some(name) = name {
                let id = Part { at: query.at + name.len(), text: &query.text[name.len()..] };
                self.pmids(id, false, form, haul);
            }
        } else if self.segment_is(0, "articles")
            && let Some(id) = self.segments.get(1)
        {
            self.pmcid(*id, false, form, haul);
        }
    }

    /// The PMIDs that `part` consists of, one or more with commas between. `firm`: nothing else can stand here.
    fn pmids(&self, part: Part<'_>, firm: bool, form: Form, haul: &mut Haul) {
        let mut rest = part;
        let mut found = Vec::new();
        loop {
            let Some((length, id)) = shape::read(IdentifierKind::Pmid, self.within(rest), true) else {
                if firm && found.is_empty() {
                    self.refuse(IdentifierKind::Pmid, rest, haul);
                }
                break;
            };
            let behind = &rest.text[length.min(rest.text.len())..];
            let separator = [",", "%2C", "%2c", "+", "%20"].into_iter().find(|comma| behind.starts_with(comma));
            found.push((id, Span::new(rest.at, rest.at + length)));
            // A field's name says that a search is for numbers: `123[uid]`.
            let lower = behind.to_ascii_lowercase();
            let lower = lower.trim_start_matches('+');
            let field = lower.strip_prefix("%5b").or_else(|| lower.strip_prefix('['));
            let of_number = field.is_some_and(|name| name.starts_with("uid") || name.starts_with("pmid"));
            let alone = behind.is_empty() || separator.is_some() || of_number;
            if !(firm || alone) {
                return;
            }
            match separator.filter(|_| field.is_none()) {
                Some(comma) => {
                    let skipped = length + comma.len();
                    rest = Part { at: rest.at + skipped, text: &rest.text[skipped..] };
                }
                None => break,
            }
        }
        // A search for more than numbers is no paper.
        if !firm && rest.text.starts_with(|ch: char| ch.is_alphabetic()) {
            return;
        }
        let token = self.address.token(self.candidate);
        for (id, span) in found {
            haul.add(id, span.of(self.text), span, token, form);
        }
    }

    /// The PMCID that `part` begins with.
    fn pmcid(&self, part: Part<'_>, firm: bool, form: Form, haul: &mut Haul) {
        match shape::read(IdentifierKind::Pmcid, self.within(part), true) {
            Some((length, id)) => {
                let span = Span::new(part.at, part.at + length);
                haul.add(id, span.of(self.text), span, self.address.token(self.candidate), form);
            }
            None if firm => self.refuse(IdentifierKind::Pmcid, part, haul),
            None => {}
        }
    }

    fn refuse(&self, kind: IdentifierKind, part: Part<'_>, haul: &mut Haul) {
        if let Some((length, why)) = shape::refusal(kind, self.within(part)) {
            haul.refuse(kind, Span::new(part.at, part.at + length), why);
        }
    }

    /// The text of `part`, without what closes the sentence or link.
    fn within<'p>(&self, part: Part<'p>) -> &'p str {
        let end = self.address.end.saturating_sub(part.at).min(part.text.len());
        &part.text[..end]
    }
}
