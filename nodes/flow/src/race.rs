//! `flow.race`: the first branch to succeed wins, the others are stopped.

use node_sdk::prelude::*;
use node_sdk::{ConfigError, RegionOutcome};

use crate::branches::{self, leaves, result_of, with_status};
use crate::contest::{Contest, Event};
use crate::parallel::Branch;
use crate::timed::milliseconds;

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The branches; each has a port of its own.
    #[schemars(length(min = 1, max = 100))]
    branches: Vec<Branch>,
    /// The most seconds until a branch must have won.
    #[serde(default = "hour")]
    #[schemars(range(min = 0.001, max = 31_536_000))]
    timeout_seconds: f64,
}

fn hour() -> f64 {
    3600.0
}

pub(crate) struct Race;

impl NodeType for Race {
    const TYPE: &'static str = "flow.race";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("Race", Category::Control)
            .about(
                "Runs its branches at the same time; the first to succeed wins.",
                "The others are stopped, and their `finally` bodies run. Then what hangs on `cleanup` runs once for each \
                 branch that did not win, with its name in `branch`, also where none has won. Variables of the winner \
                 are kept, those of the others are not.\n\n\
                 Afterwards the payload is `{ winner, result, branches, path }`. If every branch fails, the race fails \
                 with the reasons of all; if none has succeeded in time, with kind `timeout`.",
            )
            .looks("flag", Shape::Parallel)
            .ports(
                Ports::inlet()
                    .each("branches", Some("name"), Role::Body)
                    .body("cleanup", "clean up")
                    .next("output", "done")
                    .error(),
            )
            .sample(json!({ "winner": "left", "result": 1, "branches": { "left": { "status": "success" } }, "path": "output" }))
            .example("two branches", json!({ "branches": [{ "name": "near" }, { "name": "far" }] }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        branches::problems(config.branches.iter().map(|branch| branch.name.as_str()))
    }
}

/// How a race came out.
enum Verdict {
    Won(usize),
    Late,
    Lost,
}

impl ActiveNode for Race {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let names: Vec<_> = config.branches.iter().map(|branch| branch.name.as_str()).collect();
        let due = ctx.deadline_after("until", milliseconds(config.timeout_seconds));
        let mut contest = Contest::start(ctx, &names, due);
        let verdict = judge(ctx, &mut contest).await?;
        match verdict {
            Verdict::Won(winner) => contest.stop(|index| index == winner),
            Verdict::Late => contest.stop(|_| false),
            Verdict::Lost => {}
        }
        let outcomes = contest.finish().await;
        if let Verdict::Won(winner) = verdict {
            ctx.merge(&outcomes[winner..=winner]);
        }
        clean_up(ctx, &names, &verdict).await?;
        answer(&names, &outcomes, &verdict, config.timeout_seconds)
    }
}

/// Waits for a winner, or takes the one from before a restart.
async fn judge(ctx: &Ctx<'_>, contest: &mut Contest<'_>) -> Result<Verdict, NodeError> {
    const LATE: i64 = -1;
    let decided = match ctx.chosen("winner") {
        Some(known) => known,
        None => loop {
            match contest.next().await {
                Event::Ended(index) if !contest.has_failed(index) => {
                    break ctx.choose("winner", index).await?;
                }
                Event::Ended(_) => {}
                Event::Over => break ctx.choose("winner", Value::Int(LATE)).await?,
                Event::Done => return Ok(Verdict::Lost),
            }
        },
    };
    Ok(decided.as_int().and_then(|index| usize::try_from(index).ok()).map_or(Verdict::Late, Verdict::Won))
}

async fn clean_up(ctx: &Ctx<'_>, names: &[&str], verdict: &Verdict) -> Result<(), NodeError> {
    if !ctx.has_wire("cleanup") {
        return Ok(());
    }
    for (round, name) in (0..).zip(names) {
        if matches!(verdict, Verdict::Won(winner) if names[*winner] == *name) {
            continue;
        }
        let region = ctx.region("cleanup").round(round).with("branch", *name).shielded();
        if let RegionEnd::Failed(error) = region.run().await.end {
            return Err(error);
        }
    }
    Ok(())
}

fn answer(names: &[&str], outcomes: &[RegionOutcome], verdict: &Verdict, seconds: f64) -> Result<Outcome, NodeError> {
    if let Some(cancelled) = outcomes.iter().find_map(|outcome| stopped_with_run(outcome, verdict)) {
        return Err(cancelled);
    }
    let winner = match verdict {
        Verdict::Won(winner) => *winner,
        Verdict::Late => {
            let message = format!("No branch had succeeded after {seconds} s, and all were stopped.");
            return Err(NodeError::failed(ErrorKind::TIMEOUT, message));
        }
        Verdict::Lost => return Err(all_failed(names, outcomes)),
    };
    let end = &outcomes[winner].end;
    let status = |index| if index == winner { result_of(end) } else { with_status("lost") };
    let (message, result) = match end {
        RegionEnd::Completed(message) => (Some(message.clone()), message.payload.clone()),
        _ => (None, Value::Null),
    };
    let output = Value::object([
        ("winner", names[winner].into()),
        ("result", result),
        ("branches", Value::object(names.iter().enumerate().map(|(index, name)| (*name, status(index))))),
        ("path", names[winner].into()),
    ]);
    let outcome = Outcome::output(output.clone());
    let outcome = match message {
        Some(message) => outcome.with_message(message.with_payload(output)),
        None => outcome,
    };
    Ok(match leaves(end) {
        Some(next) => outcome.then(next),
        None => outcome,
    })
}

/// The reason, where a branch that should have gone on was stopped because the whole run was.
fn stopped_with_run(outcome: &RegionOutcome, verdict: &Verdict) -> Option<NodeError> {
    match (&outcome.end, verdict) {
        (RegionEnd::Failed(error), Verdict::Lost) if error.kind == ErrorKind::CANCELLED => Some(error.clone()),
        _ => None,
    }
}

fn all_failed(names: &[&str], outcomes: &[RegionOutcome]) -> NodeError {
    let reasons = names.iter().zip(outcomes).filter_map(|(name, outcome)| match &outcome.end {
        RegionEnd::Failed(error) => Some((*name, error)),
        _ => None,
    });
    let reasons: Vec<_> = reasons.collect();
    let shown: Vec<_> = reasons.iter().map(|(name, error)| format!("`{name}`: {}", error.message)).collect();
    let details = Value::object(reasons.iter().map(|(name, error)| (*name, error.to_value())));
    let kind = reasons.first().map_or(ErrorKind::INTERNAL, |(_, error)| error.kind.clone());
    let kind = if reasons.iter().all(|(_, error)| error.kind == kind) { kind } else { ErrorKind::CUSTOM };
    NodeError::failed(kind, format!("No branch succeeded. {}", shown.join(" ")))
        .with_details(Value::object([("branches", details)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{flow, run_with_time, see, variable};

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(Race).await;
    }

    /// Two branches that wait; `slow` cleans up in its `finally`, and each that lost is noted.
    async fn check(wires: &[&str], timeout: f64) -> node_testkit::Trace {
        let config = json!({ "branches": [{ "name": "slow" }, { "name": "fast" }], "timeout_seconds": timeout });
        let nodes = json!([
            ["race", "flow.race", config],
            ["try", "flow.try_catch"], ["long", "system.wait", { "seconds": 3600 }], see("tidy", "tidy"),
            ["short", "system.wait", { "seconds": 1 }], see("won", "fast "),
            ["fail", "flow.throw_error", { "message": "not today", "error_type": "timeout" }],
            ["lost", "flow.set_variable", { "variables": { "seen": "{{ seen }}lost {{ branch }} " } }],
        ]);
        let slow = ["race.slow -> try", "try.try -> long", "try.finally -> tidy", "race.cleanup -> lost"];
        run_with_time(&flow(nodes, &[slow.as_slice(), wires].concat())).await
    }

    #[tokio::test]
    async fn the_first_to_succeed_wins_and_the_others_are_cleaned_up() {
        let trace = check(&["race.fast -> short", "short -> won"], 60.0).await;
        assert_eq!(variable(&trace, "seen"), "fast lost slow ".into(), "{:?}", trace.report.error);
        assert_eq!(trace.report.result.get("winner"), Some(&"fast".into()));
        assert!(trace.step("tidy").is_some(), "the loser's `finally` ran");
        assert_eq!(trace.step("long").map(|step| step.port.is_some()), Some(false), "the loser was stopped");
    }

    #[tokio::test]
    async fn a_branch_that_fails_does_not_win_and_late_branches_are_stopped() {
        let trace = check(&["race.fast -> short", "short -> fail"], 60.0).await;
        let error = trace.report.error.clone().expect("nobody won in time");
        assert_eq!(error.kind, ErrorKind::TIMEOUT);
        assert_eq!(trace.report.variables.get("seen"), Some(&"lost slow lost fast ".into()));
        assert!(trace.step("tidy").is_some(), "the `finally` of what was stopped ran");
    }

    #[tokio::test]
    async fn if_all_fail_the_reasons_of_all_are_told() {
        let config = json!({ "branches": [{ "name": "one" }, { "name": "two" }] });
        let throw = |id: &str, kind: &str| json!([id, "flow.throw_error", { "message": id, "error_type": kind }]);
        let nodes = json!([["race", "flow.race", config], throw("a", "x"), throw("b", "y")]);
        let error =
            run_with_time(&flow(nodes, &["race.one -> a", "race.two -> b"])).await.report.error.expect("a loss");
        assert!(error.message.contains("`one`: a") && error.message.contains("`two`: b"), "{error}");
        assert_eq!(error.kind, ErrorKind::CUSTOM);
    }
}
