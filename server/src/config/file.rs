//! The settings file.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;

use super::LogFormat;
use super::caps::CapsFlags;
use super::keep::KeepFlags;
use super::local::LocalFlags;
use super::notify::NotifyFlags;
use super::queue::{QueueFlags, QueueFull};

/// What the file may hold; secrets it may not, but for the password in `database`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) listen: Option<SocketAddr>,
    pub(super) data_dir: Option<PathBuf>,
    pub(super) database: Option<String>,
    pub(super) workspace: Option<PathBuf>,
    pub(super) local_commands: Option<bool>,
    pub(super) local_cpu_seconds: Option<u64>,
    pub(super) local_memory_mb: Option<u64>,
    pub(super) registration: Option<bool>,
    #[serde(default)]
    pub(super) seed: Vec<PathBuf>,
    pub(super) runs_at_once: Option<usize>,
    pub(super) queue_limit: Option<usize>,
    pub(super) queue_full: Option<QueueFull>,
    pub(super) queue_wait_seconds: Option<u64>,
    pub(super) max_iterations: Option<u64>,
    pub(super) max_steps: Option<u64>,
    pub(super) max_depth: Option<usize>,
    pub(super) max_branches: Option<usize>,
    pub(super) retention_days: Option<u64>,
    pub(super) retention_runs: Option<i64>,
    pub(super) artifacts_mb: Option<u64>,
    pub(super) park_after_seconds: Option<u64>,
    pub(super) mail_from: Option<String>,
    #[serde(default)]
    pub(super) notify_allow: Vec<String>,
    pub(super) notify_per_minute: Option<u32>,
    pub(super) notify_per_run: Option<u32>,
    pub(super) public_url: Option<String>,
    pub(super) grace_seconds: Option<u64>,
    pub(super) log_format: Option<LogFormat>,
}

impl File {
    /// What it says of commands on this machine.
    pub(super) fn local(&self) -> LocalFlags {
        LocalFlags { local_cpu_seconds: self.local_cpu_seconds, local_memory_mb: self.local_memory_mb }
    }

    /// What it says of the queue.
    pub(super) fn queue(&self) -> QueueFlags {
        QueueFlags {
            runs_at_once: self.runs_at_once,
            queue_limit: self.queue_limit,
            queue_full: self.queue_full,
            queue_wait_seconds: self.queue_wait_seconds,
        }
    }

    /// What it says of bounds.
    pub(super) fn caps(&self) -> CapsFlags {
        CapsFlags {
            max_iterations: self.max_iterations,
            max_steps: self.max_steps,
            max_depth: self.max_depth,
            max_branches: self.max_branches,
        }
    }

    /// What it says of what is kept.
    pub(super) fn keep(&self) -> KeepFlags {
        KeepFlags {
            retention_days: self.retention_days,
            retention_runs: self.retention_runs,
            artifacts_mb: self.artifacts_mb,
            park_after_seconds: self.park_after_seconds,
        }
    }

    /// What it says of messages to people.
    pub(super) fn notify(&self) -> NotifyFlags {
        NotifyFlags {
            mail_from: self.mail_from.clone(),
            notify_allow: self.notify_allow.clone(),
            notify_per_minute: self.notify_per_minute,
            notify_per_run: self.notify_per_run,
            public_url: self.public_url.clone(),
        }
    }

    /// Reads the file, if one is named.
    pub(super) fn read(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let named = || format!("the settings file `{}` cannot be used", path.display());
        let text = std::fs::read_to_string(path).with_context(named)?;
        toml::from_str(&text).with_context(named)
    }
}
