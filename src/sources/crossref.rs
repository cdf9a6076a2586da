//! Crossref's REST interface.
