//! Paths through the tree, what travels on them, and how they meet again.

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// Variables by name, each with the number of the write it came from.
pub(super) type Vars = BTreeMap<String, (Json, u64)>;

#[derive(Clone)]
pub(super) struct Path {
    pub(super) payload: Json,
    pub(super) job: Vars,
    pub(super) step: Vars,
    pub(super) from: String,
}

/// Paths that are alive, as they parted.
pub(super) enum Live {
    One(Path),
    Many { fork: Path, paths: Vec<Live> },
}

/// One path of those alive: the message of the first, and what each changed since they parted. Beside it,
/// what arrived from where.
pub(super) fn joined(live: Live) -> (Path, Vec<(String, Json)>) {
    match live {
        Live::One(path) => {
            let arrived = vec![(path.from.clone(), path.payload.clone())];
            (path, arrived)
        }
        Live::Many { fork, paths } => {
            let (paths, arrived): (Vec<_>, Vec<_>) = paths.into_iter().map(joined).unzip();
            let jobs: Vec<_> = paths.iter().map(|path| path.job.clone()).collect();
            let steps: Vec<_> = paths.iter().map(|path| path.step.clone()).collect();
            let (job, step) = (merged(&fork.job, &jobs), merged(&fork.step, &steps));
            let first = paths.into_iter().next().expect("a fork has paths");
            (Path { job, step, ..first }, arrived.concat())
        }
    }
}

pub(super) fn last_payload(live: &Live) -> Json {
    match live {
        Live::One(path) => path.payload.clone(),
        Live::Many { paths, .. } => last_payload(paths.last().expect("a fork has paths")),
    }
}

/// What each of several changed since `base`, in their order.
pub(super) fn merged(base: &Vars, several: &[Vars]) -> Vars {
    let mut all = base.clone();
    for vars in several {
        for (name, (value, write)) in vars {
            if base.get(name).is_none_or(|(_, before)| before != write) {
                all.insert(name.clone(), (value.clone(), *write));
            }
        }
    }
    all
}
