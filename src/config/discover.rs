//! Edge: which configuration files there are.
