//! The sentence about what leaves the machine, said once before anything does.

use tower_lsp::Client;
use tower_lsp::ls_types::{MessageActionItem, MessageType};

use super::message::Consent;

/// Said before the first look-up.
const SENTENCE: &str = "ibid asks Crossref, DataCite, PubMed, PMC’s identifier converter, Europe PMC, arXiv and doi.org about the identifiers \
     in your manuscripts and bibliographies.";
const NO_TEXT: &str = "Your text is not sent.";
/// Said where the user's settings allow searching.
const REFERENCES: &str =
    "Of your text, references without an identifier are sent to Crossref and PubMed, because resolve.search is on.";

/// Said to whoever wants to know more.
const DETAILS: &str = "ibid sends the DOIs, PMIDs, PMCIDs and arXiv identifiers that it finds in open manuscripts and in the entries that they cite, \
    over HTTPS, to those who may know them: api.crossref.org, api.datacite.org, eutils.ncbi.nlm.nih.gov (PubMed), \
    pmc.ncbi.nlm.nih.gov, www.ebi.ac.uk (Europe PMC), export.arxiv.org and doi.org. It learns whether they are \
    registered and what they name, and sends nothing else of your text, no title, no file name; only where \
    you have set `resolve.search = true` it also sends references that have no identifier. A list of identifiers \
    can tell a registry what an unpublished text cites. Answers are kept in a store on \
    this machine. To switch look-ups off for good, set `resolve.online = false` in your ibid.toml; for one \
    manuscript, `ibid: {resolve: {online: false}}` in its metadata.";

const OK: &str = "OK";
const OFFLINE: &str = "Work offline";
const MORE: &str = "What exactly?";

/// Asks the user whether identifiers may leave the machine. No answer is an answer: stay offline.
pub(super) async fn ask(client: &Client, searches: bool) -> Consent {
    let sentence = format!("{SENTENCE} {}", if searches { REFERENCES } else { NO_TEXT });
    match show(client, &sentence, &[OK, OFFLINE, MORE]).await.as_deref() {
        Some(MORE) => match show(client, DETAILS, &[OK, OFFLINE]).await.as_deref() {
            Some(OK) => Consent::Given,
            Some(_) => Consent::Refused,
            None => Consent::NoAnswer,
        },
        Some(OK) => Consent::Given,
        Some(_) => Consent::Refused,
        None => Consent::NoAnswer,
    }
}

/// Shows a sentence with these actions; the one that the user picks.
pub(super) async fn show(client: &Client, sentence: &str, actions: &[&str]) -> Option<String> {
    let action = |title: &&str| MessageActionItem { title: (*title).to_owned(), properties: Default::default() };
    let actions = actions.iter().map(action).collect();
    let answer = client.show_message_request(MessageType::INFO, sentence, Some(actions)).await;
    answer.ok().flatten().map(|action| action.title)
}
