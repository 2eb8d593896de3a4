//! Settings of commands on this machine.

use anyhow::ensure;
use node_sdk::CommandLimits;

const MOST_SECONDS: u64 = 604_800;
/// Less, and a shell may not even start.
const LEAST_MEGABYTES: u64 = 16;
const MOST_MEGABYTES: u64 = 1 << 20;

/// What commands on this machine may use; as flags, and in the file.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct LocalFlags {
    /// Seconds of processor time that each process of a command may use [default: no limit]
    #[arg(long, env = "OPSCONDUCTOR_LOCAL_CPU_SECONDS")]
    pub local_cpu_seconds: Option<u64>,
    /// Megabytes of memory that each process of a command may use [default: no limit]
    #[arg(long, env = "OPSCONDUCTOR_LOCAL_MEMORY_MB")]
    pub local_memory_mb: Option<u64>,
}

/// Puts flags and file together.
pub(super) fn limits(flags: &LocalFlags, file: &LocalFlags) -> anyhow::Result<CommandLimits> {
    let cpu_seconds = flags.local_cpu_seconds.or(file.local_cpu_seconds);
    let memory_mb = flags.local_memory_mb.or(file.local_memory_mb);
    if let Some(seconds) = cpu_seconds {
        let is_sound = (1..=MOST_SECONDS).contains(&seconds);
        ensure!(is_sound, "local_cpu_seconds must be from 1 to {MOST_SECONDS}, not {seconds}");
    }
    if let Some(megabytes) = memory_mb {
        let is_sound = (LEAST_MEGABYTES..=MOST_MEGABYTES).contains(&megabytes);
        ensure!(is_sound, "local_memory_mb must be from {LEAST_MEGABYTES} to {MOST_MEGABYTES}, not {megabytes}");
    }
    Ok(CommandLimits { cpu_seconds, memory_mb })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(local_cpu_seconds: Option<u64>, local_memory_mb: Option<u64>) -> LocalFlags {
        LocalFlags { local_cpu_seconds, local_memory_mb }
    }

    fn check(given: &LocalFlags, refused: &str) {
        let error = limits(given, &LocalFlags::default()).expect_err("out of bounds").to_string();
        assert!(error.starts_with(refused), "{error}");
    }

    #[test]
    fn there_is_no_limit_unless_one_is_set_and_flags_go_before_the_file() {
        let none = limits(&flags(None, None), &flags(None, None)).expect("settings");
        assert_eq!(none, CommandLimits::default());
        let both = limits(&flags(Some(5), None), &flags(Some(9), Some(64))).expect("settings");
        assert_eq!(both, CommandLimits { cpu_seconds: Some(5), memory_mb: Some(64) });
    }

    #[test]
    fn limits_with_which_nothing_could_run_are_refused_by_name() {
        check(&flags(Some(0), None), "local_cpu_seconds must be from 1 to");
        check(&flags(Some(u64::MAX), None), "local_cpu_seconds");
        check(&flags(None, Some(1)), "local_memory_mb must be from 16 to");
        check(&flags(None, Some(u64::MAX)), "local_memory_mb");
    }
}
