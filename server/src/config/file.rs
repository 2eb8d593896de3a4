//! The settings file.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;

use super::LogFormat;

/// What the file may hold; secrets it may not.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) listen: Option<SocketAddr>,
    pub(super) data_dir: Option<PathBuf>,
    pub(super) workspace: Option<PathBuf>,
    pub(super) local_commands: Option<bool>,
    #[serde(default)]
    pub(super) seed: Vec<PathBuf>,
    pub(super) runs_at_once: Option<usize>,
    pub(super) grace_seconds: Option<u64>,
    pub(super) log_format: Option<LogFormat>,
}

impl File {
    /// Reads the file, if one is named.
    pub(super) fn read(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let named = || format!("the settings file `{}` cannot be used", path.display());
        let text = std::fs::read_to_string(path).with_context(named)?;
        toml::from_str(&text).with_context(named)
    }
}
