//! Sending one request. The only file that names reqwest.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::time::{Duration, Instant};

use reqwest::redirect;
use reqwest::{Client, Url};

use super::failure::Failure;
use super::key::Key;
use super::pace::Pace;
use crate::config::{Resolve, SourceSettings};
use crate::log;
use crate::record::Source;
use crate::sources::Request;
use crate::store::unix_now;

/// The longest body, decompressed, in bytes.
const LONGEST_BODY: usize = 8 << 20;
/// The most redirects.
const REDIRECTS: usize = 5;
/// The time a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);
/// The content type of a form (HTML, "URL-encoded form data").
const FORM: &str = "application/x-www-form-urlencoded";
/// The host where the identifier converter was, and where it is.
const OLD_CONVERTER: &str = "www.ncbi.nlm.nih.gov";
const NEW_CONVERTER: &str = "https://pmc.ncbi.nlm.nih.gov";
/// What whoever meets our requests can look us up by.
const WHO: &str = "ibid-lsp, a language server for citations";

/// An answer, whatever its status.
#[derive(Debug)]
pub(super) struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

/// One client for each source, made when it is first asked.
#[derive(Clone, Debug)]
pub(super) struct Http {
    endpoints: BTreeMap<Source, Result<Endpoint, Failure>>,
    timeout: Duration,
    key: Option<Key>,
}

#[derive(Clone, Debug)]
struct Endpoint {
    root: String,
    client: Client,
}

impl Http {
    /// Makes the clients. An address that cannot be used fails its own source only.
    pub(super) fn new(resolve: &Resolve, sources: &BTreeMap<Source, SourceSettings>, key: Option<Key>) -> Self {
        // Another part of the process may have chosen a provider already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let origins: Vec<Url> = sources.values().filter_map(|source| Url::parse(&source.url).ok()).collect();
        let endpoint = |(source, settings): (&Source, &SourceSettings)| {
            let contact = resolve.mailto.as_deref().filter(|_| *source == Source::Crossref);
            let origins = match source {
                // A key goes nowhere else.
                Source::PubMed => Url::parse(&settings.url).into_iter().collect(),
                Source::IdConv => origins.iter().cloned().chain(where_it_moved(&settings.url)).collect(),
                _ => origins.clone(),
            };
            (*source, Endpoint::new(&settings.url, contact, resolve.timeout, origins))
        };
        Self { endpoints: sources.iter().map(endpoint).collect(), timeout: resolve.timeout, key }
    }

    /// Sends one request and reads all of its answer, together with what its headers say about the next ones. `question`
    /// is its name in the log.
    pub(super) async fn send(&self, request: &Request, question: &'static str) -> (Result<Reply, Failure>, Pace) {
        let source = request.source;
        request.ids.iter().for_each(|id| log::event(&log::Event::Asking { source, id }));
        let begun = Instant::now();
        let (reply, pace) = self.exchange(request).await;
        let (outcome, bytes) = match &reply {
            Ok(reply) => (log::Outcome::Status(reply.status), reply.body.len()),
            Err(failure) => (failure.outcome(), 0),
        };
        let (ids, took) = (request.ids.len(), begun.elapsed());
        log::event(&log::Event::Asked { source, question, ids, outcome, bytes, took });
        (reply, pace)
    }

    async fn exchange(&self, request: &Request) -> (Result<Reply, Failure>, Pace) {
        let endpoint = match self.endpoints.get(&request.source) {
            Some(Ok(endpoint)) => endpoint,
            Some(Err(failure)) => return (Err(failure.clone()), Pace::default()),
            None => return (Err(Failure::Misconfigured("is not configured".into())), Pace::default()),
        };
        let url = format!("{}{}", endpoint.root, request.path);
        let asked = match &request.form {
            None => endpoint.client.get(url),
            Some(form) => {
                let key = self.key.as_ref().filter(|_| request.source == Source::PubMed);
                let form = key.map_or_else(|| form.clone(), |key| key.added_to(form));
                endpoint.client.post(url).header("content-type", FORM).body(form)
            }
        };
        match asked.send().await {
            Err(error) => (Err(failure_of(&error, self.timeout)), Pace::default()),
            Ok(mut response) => {
                let headers = response.headers();
                let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
                let pace = Pace::read(header, unix_now());
                let status = response.status().as_u16();
                if status == 407 {
                    return (Err(Failure::ProxyPassword), pace);
                }
                let mut body = Vec::new();
                let read = loop {
                    match response.chunk().await {
                        Ok(Some(chunk)) if body.len() + chunk.len() > LONGEST_BODY => {
                            break Err(Failure::TooLarge(LONGEST_BODY));
                        }
                        Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                        Ok(None) => break Ok(Reply { status, body }),
                        Err(error) => break Err(failure_of(&error, self.timeout)),
                    }
                };
                (read, pace)
            }
        }
    }
}

impl Endpoint {
    fn new(root: &str, contact: Option<&str>, timeout: Duration, origins: Vec<Url>) -> Result<Self, Failure> {
        let misconfigured = |why: &str| Failure::Misconfigured(why.to_owned());
        let url = Url::parse(root).map_err(|_| misconfigured("has an address in the configuration that is none"))?;
        let local = is_loopback(&url);
        if !(url.scheme() == "https" || (url.scheme() == "http" && local)) {
            return Err(misconfigured("has an address in the configuration that is not https"));
        }
        let mut builder = Client::builder()
            .user_agent(user_agent(contact))
            .connect_timeout(CONNECT.min(timeout))
            .timeout(timeout)
            .redirect(redirects(origins))
            .referer(false)
            .pool_max_idle_per_host(3);
        if local {
            // Nothing on this machine is asked through a proxy, nor trusted more than it needs to be.
            builder = builder.no_proxy();
        }
        if url.scheme() == "http" {
            // Needs no certificates, which a bare machine lacks.
            builder = builder.tls_certs_only([]);
        }
        let client = builder.build().map_err(|error| {
            let trust = chain(&error).any(|cause| cause.to_string().contains("certificate"));
            misconfigured(if trust {
                "could not be asked: this machine has no list of trusted certificates"
            } else {
                "could not be asked: no connection can be set up on this machine"
            })
        })?;
        Ok(Self { root: root.trim_end_matches('/').to_owned(), client })
    }
}

/// `ibid/0.1.0 (https://…; mailto:someone@example.org)`, as Crossref asks for. A contact that no header can carry is
/// left out.
fn user_agent(contact: Option<&str>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    match contact.map(str::trim) {
        Some(contact) if is_contact(contact) => format!("ibid/{version} ({WHO}; mailto:{contact})"),
        _ => format!("ibid/{version} ({WHO})"),
    }
}

/// Whether this can be a contact: an address without anything that ends a header's comment.
pub(super) fn is_contact(contact: &str) -> bool {
    let plain = contact.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'(' | b')' | b'\\' | b';'));
    plain && contact.contains('@') && contact.len() < 255
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback()),
        None => false,
    }
}

/// Where the identifier converter's old address leads since 2025: to another host of NCBI's.
fn where_it_moved(root: &str) -> Option<Url> {
    let old = Url::parse(root).ok().filter(|url| url.scheme() == "https" && url.host_str() == Some(OLD_CONVERTER));
    old.and_then(|_| Url::parse(NEW_CONVERTER).ok())
}

/// Redirects stay with the configured services, at scheme, host and port.
fn redirects(origins: Vec<Url>) -> redirect::Policy {
    redirect::Policy::custom(move |attempt| {
        let to = attempt.url();
        if !origins.iter().any(|origin| origin.origin() == to.origin()) {
            let host = to.host_str().unwrap_or("none").to_owned();
            return attempt.error(Refused::Elsewhere(host));
        }
        if attempt.previous().len() > REDIRECTS { attempt.error(Refused::Circle) } else { attempt.follow() }
    })
}

/// Why a redirect is not followed.
#[derive(Debug)]
enum Refused {
    Elsewhere(String),
    Circle,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a redirect that is not followed")
    }
}

impl Error for Refused {}

fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'e (dyn Error + 'static)| (*error).source())
}

fn failure_of(error: &reqwest::Error, timeout: Duration) -> Failure {
    let says = |word: &str| chain(error).any(|cause| cause.to_string().contains(word));
    match chain(error).find_map(|cause| cause.downcast_ref::<Refused>()) {
        Some(Refused::Elsewhere(host)) => return Failure::Elsewhere(host.clone()),
        Some(Refused::Circle) => return Failure::Circle,
        None => {}
    }
    // The tunnel's refusal has no type of its own outside hyper-util.
    if says("proxy authorization required") {
        Failure::ProxyPassword
    } else if error.is_connect() {
        if says("certificate") { Failure::Certificate } else { Failure::Unreachable }
    } else if error.is_timeout() {
        Failure::TimedOut(timeout)
    } else {
        Failure::Broken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_agent_names_a_contact_only_if_there_is_one() {
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(user_agent(None), format!("ibid/{version} (ibid-lsp, a language server for citations)"));
        assert_eq!(
            user_agent(Some(" someone@example.org ")),
            format!("ibid/{version} (ibid-lsp, a language server for citations; mailto:someone@example.org)")
        );
        for strange in ["a@b\r\nX-Evil: 1", "a@b) x", "nobody", "", "ä@b"] {
            assert!(!user_agent(Some(strange)).contains("mailto"), "{strange:?}");
        }
    }

    #[test]
    fn one_move_is_known() {
        let moved = where_it_moved("https://www.ncbi.nlm.nih.gov/pmc/utils/idconv");
        assert_eq!(moved.and_then(|url| url.host_str().map(str::to_owned)).as_deref(), Some("pmc.ncbi.nlm.nih.gov"));
        assert_eq!(where_it_moved("https://idconv.example.org"), None);
        assert_eq!(where_it_moved("http://www.ncbi.nlm.nih.gov"), None);
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        let endpoint = |url: &str| Endpoint::new(url, None, CONNECT, Vec::new()).map(|endpoint| endpoint.root);
        let _ = rustls::crypto::ring::default_provider().install_default();
        assert_eq!(endpoint("http://127.0.0.1:8080/crossref/").as_deref(), Ok("http://127.0.0.1:8080/crossref"));
        assert!(endpoint("http://[::1]:8080").is_ok() && endpoint("http://localhost:1").is_ok());
        for refused in
            ["http://api.crossref.org", "http://127.0.0.1.evil.example", "ftp://127.0.0.1", "file:///etc", "x"]
        {
            assert!(matches!(endpoint(refused), Err(Failure::Misconfigured(_))), "{refused}");
        }
    }
}
