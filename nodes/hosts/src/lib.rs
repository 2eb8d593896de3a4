//! node-hosts.
