//! Settings of the bounds that no flow can raise.

use std::fmt::Display;

use anyhow::ensure;
use engine::Caps;

const MOST_ITERATIONS: u64 = 1_000_000;
const MOST_STEPS: u64 = 10_000_000;
const MOST_DEPTH: usize = 100;
const MOST_BRANCHES: usize = 100;

/// Bounds that no flow can raise; as flags, and in the file.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct CapsFlags {
    /// How many rounds a loop may have, whatever its flow says [default: 1000000]
    #[arg(long, env = "OPSCONDUCTOR_MAX_ITERATIONS")]
    pub max_iterations: Option<u64>,
    /// How many nodes a run may execute, each round of a loop counted, whatever its flow says [default: 10000000]
    #[arg(long, env = "OPSCONDUCTOR_MAX_STEPS")]
    pub max_steps: Option<u64>,
    /// How deep bodies may be inside bodies [default: 20]
    #[arg(long, env = "OPSCONDUCTOR_MAX_DEPTH")]
    pub max_depth: Option<usize>,
    /// How many branches a node may have [default: 100]
    #[arg(long, env = "OPSCONDUCTOR_MAX_BRANCHES")]
    pub max_branches: Option<usize>,
}

/// Puts flags and file together.
pub(super) fn caps(flags: CapsFlags, file: CapsFlags) -> anyhow::Result<Caps> {
    let usual = Caps::default();
    Ok(Caps {
        iterations: within("max_iterations", flags.max_iterations.or(file.max_iterations), MOST_ITERATIONS)?
            .unwrap_or(usual.iterations),
        steps: within("max_steps", flags.max_steps.or(file.max_steps), MOST_STEPS)?.unwrap_or(usual.steps),
        depth: within("max_depth", flags.max_depth.or(file.max_depth), MOST_DEPTH)?.unwrap_or(usual.depth),
        branches: within("max_branches", flags.max_branches.or(file.max_branches), MOST_BRANCHES)?
            .unwrap_or(usual.branches),
        ..usual
    })
}

fn within<T: Copy + PartialOrd + Display + From<u8>>(
    name: &str,
    given: Option<T>,
    most: T,
) -> anyhow::Result<Option<T>> {
    if let Some(given) = &given {
        ensure!(*given >= T::from(1) && *given <= most, "{name} must be from 1 to {most}, not {given}");
    }
    Ok(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_go_before_the_file_and_what_cannot_be_is_refused_by_name() {
        let file = CapsFlags { max_steps: Some(7), max_depth: Some(3), ..CapsFlags::default() };
        let flags = CapsFlags { max_depth: Some(5), ..CapsFlags::default() };
        let found = caps(flags, file).expect("they fit");
        assert_eq!((found.steps, found.depth, found.branches), (7, 5, Caps::default().branches));
        for (flags, name) in [
            (CapsFlags { max_iterations: Some(0), ..flags }, "max_iterations"),
            (CapsFlags { max_steps: Some(MOST_STEPS + 1), ..flags }, "max_steps"),
            (CapsFlags { max_depth: Some(0), ..flags }, "max_depth"),
            (CapsFlags { max_branches: Some(101), ..flags }, "max_branches"),
        ] {
            let refused = caps(flags, file).expect_err("out of bounds").to_string();
            assert!(refused.starts_with(name), "{refused}");
        }
    }
}
