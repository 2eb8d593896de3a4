//! Bounds on what each process of a command may use. A shell sets them and then becomes the command's own shell, so
//! they hold before anything of the command runs; everything is handed to it as arguments, nothing is pasted.
//! They count for each process by itself, not for all that a command starts together.

use node_sdk::CommandLimits;
use rustix::process::{Resource, getrlimit};
use tokio::process::Command;

const SETTER: &str = "/bin/sh";
const SET_CPU: &str = r#"ulimit -S -t "$1" && ulimit -H -t "$2" && shift 2 && "#;
const SET_MEMORY: &str = r#"ulimit -v "$1" && shift && "#;
const BECOME: &str = r#"exec "$@""#;

/// Seconds of processor time between the signal that a process may react to and the one that ends it.
const LAST_WORDS: u64 = 2;

/// Starts a shell within limits; its arguments are still to be added.
pub(crate) fn shell(name: &str, limits: CommandLimits) -> Command {
    if limits == CommandLimits::default() {
        return Command::new(name);
    }
    let (mut script, mut values) = (String::new(), Vec::new());
    if let Some(seconds) = limits.cpu_seconds {
        script.push_str(SET_CPU);
        values.push(at_most(Resource::Cpu, seconds));
        values.push(at_most(Resource::Cpu, seconds.saturating_add(LAST_WORDS)));
    }
    if let Some(megabytes) = limits.memory_mb {
        script.push_str(SET_MEMORY);
        values.push(at_most(Resource::As, megabytes << 20) >> 10);
    }
    script.push_str(BECOME);
    let mut process = Command::new(SETTER);
    process.arg("-c").arg(script).arg(SETTER).args(values.iter().map(ToString::to_string)).arg(name);
    process
}

/// Our own processes are bounded, too, and nobody may raise that.
fn at_most(resource: Resource, wanted: u64) -> u64 {
    getrlimit(resource).maximum.map_or(wanted, |most| most.min(wanted))
}
