//! Why an answer cannot be used.

/// Why an answer cannot be used; never a denial.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeFault {
    /// A web page came instead of data: a log-in page, an error page.
    #[error("answered with a web page instead of data")]
    WebPage,
    /// The body is not well formed: cut short, or something else.
    #[error("answered with something that cannot be read ({0})")]
    Malformed(String),
    /// Well formed, but not what was asked for.
    #[error("answered with something else than was asked ({0})")]
    Foreign(String),
}
