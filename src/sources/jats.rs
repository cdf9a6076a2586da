//! JATS fragments (abstracts, titles) as text.
