//! `flow.parallel`: runs branches at the same time.

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use node_sdk::prelude::*;
use node_sdk::{ConfigError, Next, Progress, RegionOutcome};

/// One branch.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub(crate) struct Branch {
    /// Name of the branch and of its port.
    #[schemars(length(min = 1, max = 64), extend("x-ui" = { "expression": "no" }))]
    name: String,
}

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The branches; each has a port of its own.
    #[schemars(length(min = 1, max = 100))]
    branches: Vec<Branch>,
    /// Whether the node fails when a branch failed; else the failure is only part of the result.
    #[serde(default)]
    fail_on_any_error: bool,
}

pub(crate) struct Parallel;

impl NodeType for Parallel {
    const TYPE: &'static str = "flow.parallel";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("Parallel", Category::Control)
            .about(
                "Runs its branches at the same time and waits for all of them.",
                "Each branch hangs on the port of its name and has its own copy of the variables; what they changed is \
                 merged in the order of the branches.\n\n\
                 Afterwards the payload is `{ branches: { name: { status, result, error } } }`.",
            )
            .looks("arrows-split-2", Shape::Parallel)
            .ports(Ports::inlet().each("branches", Some("name"), Role::Body).next("output", "done").error())
            .example("two branches", json!({ "branches": [{ "name": "left" }, { "name": "right" }] }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let taken = |(index, branch): (usize, &Branch)| {
            ["output", "error"].contains(&branch.name.as_str()).then(|| {
                let message = format!("`{}` is a port of the node itself; choose another name.", branch.name);
                ConfigError::new(format!("branches/{index}/name"), message)
            })
        };
        config.branches.iter().enumerate().filter_map(taken).collect()
    }
}

impl ActiveNode for Parallel {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let outcomes = run_all(ctx, &config.branches).await;
        ctx.merge(&outcomes);
        let ends = || config.branches.iter().zip(&outcomes);
        for (_, outcome) in ends() {
            if let RegionEnd::Failed(error) = &outcome.end
                && (config.fail_on_any_error || error.kind == ErrorKind::CANCELLED)
            {
                return Err(error.clone());
            }
        }
        let results = ends().map(|(branch, outcome)| (branch.name.as_str(), result_of(&outcome.end)));
        let outcome = Outcome::output(Value::object([("branches", Value::object(results))]));
        Ok(ends().find_map(|(_, outcome)| leaves(&outcome.end)).map_or(outcome.clone(), |next| outcome.then(next)))
    }
}

async fn run_all(ctx: &Ctx<'_>, branches: &[Branch]) -> Vec<RegionOutcome> {
    let total = u64::try_from(branches.len()).unwrap_or(u64::MAX);
    ctx.progress(Progress::Branches { done: 0, total });
    let run = |(index, branch): (usize, &Branch)| {
        let region = ctx.region(&branch.name).isolated().run();
        async move { (index, region.await) }
    };
    let mut running: FuturesUnordered<_> = branches.iter().enumerate().map(run).collect();
    let mut ended = Vec::with_capacity(branches.len());
    while let Some(outcome) = running.next().await {
        ended.push(outcome);
        ctx.progress(Progress::Branches { done: u64::try_from(ended.len()).unwrap_or(u64::MAX), total });
    }
    ended.sort_by_key(|(index, _)| *index);
    ended.into_iter().map(|(_, outcome)| outcome).collect()
}

fn result_of(end: &RegionEnd) -> Value {
    match end {
        RegionEnd::Completed(message) => {
            Value::object([("status", "completed".into()), ("result", message.payload.clone())])
        }
        RegionEnd::Failed(error) => Value::object([("status", "failed".into()), ("error", error.to_value())]),
        RegionEnd::Broke { .. } | RegionEnd::Continued => Value::object([("status", Value::from("left"))]),
    }
}

/// A break leaves its branch; what is beyond that, and a `continue`, is for the loop around.
fn leaves(end: &RegionEnd) -> Option<Next> {
    match end {
        RegionEnd::Broke { levels } if *levels > 1 => Some(Next::Break { levels: levels - 1 }),
        RegionEnd::Continued => Some(Next::Continue),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(super::Parallel).await;
    }
}
