//! node-files.
