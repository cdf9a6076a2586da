//! Edge: the record store that editor, command line and hook share.
