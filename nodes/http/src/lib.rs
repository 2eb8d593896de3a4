//! node-http.
