//! node-testkit.
