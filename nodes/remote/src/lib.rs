//! node-remote.
