//! The log of the process itself, on standard error.

use std::io::{IsTerminal as _, stderr};

use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Starts the log; `OPSCONDUCTOR_LOG` replaces the filter.
pub(super) fn to_stderr(format: LogFormat, filter: &str) {
    let filter = EnvFilter::try_from_env("OPSCONDUCTOR_LOG").unwrap_or_else(|_| EnvFilter::new(filter));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    match format {
        LogFormat::Text => log.with_ansi(stderr().is_terminal()).init(),
        LogFormat::Json => log.json().init(),
    }
}
