//! Edge: who is asked what and when.
