//! node-catalog.
