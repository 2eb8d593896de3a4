//! node-flow.
