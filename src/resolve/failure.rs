//! How a request fails, in words for people.

use std::fmt;
use std::time::Duration;

use crate::log::Outcome;
use crate::sources::DecodeFault;

/// How a request failed. Shown as the end of a sentence that begins with the source's name: "did not answer within
/// 30 s". Never a denial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// No connection came about.
    Unreachable,
    /// Nothing, or not all, came in time.
    TimedOut(Duration),
    /// The answer ended before its end.
    Broken,
    /// The answer is longer than any honest one, in bytes allowed.
    TooLarge(usize),
    /// A status that is no answer.
    Status(u16),
    /// A redirect to a host that is not configured.
    Elsewhere(String),
    /// Redirects without end.
    Circle,
    /// The proxy wants to know who asks.
    ProxyPassword,
    /// The certificate is not trusted.
    Certificate,
    /// The body is not what was asked for.
    Undecodable(DecodeFault),
    /// The source's address in the configuration cannot be used; why.
    Misconfigured(String),
}

impl Failure {
    /// Whether the same request may do better later: 408, 425, 429, 5xx and the network itself.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable | Self::TimedOut(_) | Self::Broken => true,
            Self::Status(status) => matches!(status, 408 | 425 | 429 | 500..=599),
            _ => false,
        }
    }

    /// What it is in the log.
    pub(super) fn outcome(&self) -> Outcome {
        Outcome::Failed(match self {
            Self::Unreachable => "unreachable",
            Self::TimedOut(_) => "timed-out",
            Self::Broken => "broken-off",
            Self::TooLarge(_) => "too-large",
            Self::Status(status) => return Outcome::Status(*status),
            Self::Elsewhere(_) => "redirected-elsewhere",
            Self::Circle => "redirected-in-a-circle",
            Self::ProxyPassword => "proxy-wants-a-password",
            Self::Certificate => "certificate-not-trusted",
            Self::Undecodable(_) => "undecodable",
            Self::Misconfigured(_) => "misconfigured",
        })
    }

    /// Whether the service may have stumbled over one of several identifiers, so that fewer may pass.
    pub(super) fn may_be_one_of_many(&self) -> bool {
        matches!(self, Self::Status(400 | 413 | 414 | 422) | Self::TooLarge(_))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("could not be reached"),
            Self::TimedOut(limit) if limit.subsec_millis() == 0 => {
                write!(f, "did not answer within {} s", limit.as_secs())
            }
            Self::TimedOut(limit) => write!(f, "did not answer within {:.1} s", limit.as_secs_f64()),
            Self::Broken => f.write_str("broke off its answer"),
            Self::TooLarge(limit) => write!(f, "answered with more than {} MB", limit >> 20),
            Self::Status(429) => f.write_str("asked for fewer requests (429)"),
            Self::Status(401 | 403 | 511) => f.write_str("refused to answer (a log-in or a block in between?)"),
            Self::Status(status) => write!(f, "answered {status}"),
            Self::Elsewhere(host) => write!(f, "redirected to another host, {host} (a log-in page?)"),
            Self::Circle => f.write_str("redirected in a circle"),
            Self::ProxyPassword => f.write_str("could not be reached: the proxy wants a password"),
            Self::Certificate => f.write_str("could not be reached: its certificate is not trusted on this machine"),
            Self::Undecodable(fault @ DecodeFault::WebPage) => write!(f, "{fault} (a log-in page?)"),
            Self::Undecodable(fault) => write!(f, "{fault}"),
            Self::Misconfigured(why) => f.write_str(why),
        }
    }
}
