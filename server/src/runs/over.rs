//! One run over several targets: a flow of our own, which calls the flow once for each.
//!
//! So everything that holds for runs that call others holds for it, too: each target is a run of its own, started once
//! whatever crashes, cancelled with the run above it, and seen there by its round.

use std::sync::Arc;

use node_sdk::Target;
use serde_json::{Map, Value as Json, json};

use super::{Error, Runner};
use crate::flows::{self, Checked};

/// The most targets of one run.
const MOST: usize = 2_000;
/// The most texts that name them.
const MOST_SELECTORS: usize = 200;
/// How many are worked on at the same time, where neither the start nor the flow says so, and at most.
const USUAL: u32 = 5;
const LARGEST: u32 = 100;
/// A year: how long it takes depends on the flow alone.
const TIMEOUT: u32 = 31_536_000;

/// Where a flow is to run.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) targets: Vec<Arc<Target>>,
    pub(super) at_once: u32,
}

impl Places {
    /// What somebody chose for a flow.
    ///
    /// # Errors
    /// The text that stands for no machine, or the number that does not fit.
    pub(super) async fn select(
        runner: &Runner,
        checked: &Checked,
        selectors: &[String],
        at_once: Option<u32>,
    ) -> Result<Self, Error> {
        let unfit = |field: String, why: String| Err(Error::Unfit(field, why));
        if selectors.len() > MOST_SELECTORS {
            let why = format!("Name {MOST_SELECTORS} targets at most. Put them into a group to name them together.");
            return unfit("targets".into(), why);
        }
        if let Some(at_once) = at_once.filter(|number| !(1..=LARGEST).contains(number)) {
            let why = format!("From 1 to {LARGEST} targets can be worked on at the same time, not {at_once}.");
            return unfit("max_parallel_targets".into(), why);
        }
        if selectors.is_empty() {
            return Ok(Self::default());
        }
        catch_up(runner).await?;
        let mut targets: Vec<Arc<Target>> = Vec::new();
        for (index, selector) in selectors.iter().enumerate() {
            let found = runner.services.hosts.select(selector.trim());
            let found = found.map_err(|error| Error::Unfit(format!("targets/{index}"), error.message))?;
            targets.extend(
                found
                    .into_iter()
                    .filter(|target| targets.iter().all(|known| known.id != target.id))
                    .collect::<Vec<_>>(),
            );
        }
        if targets.len() > MOST {
            let why = format!(
                "These are {} targets; one run takes {MOST} at most. Run the flow on a part of them.",
                targets.len()
            );
            return unfit("targets".into(), why);
        }
        let at_once = at_once.or_else(|| at_once_of(checked)).unwrap_or(USUAL);
        Ok(Self { targets, at_once })
    }

    /// Those of an earlier run that are still there.
    ///
    /// # Errors
    /// If there is none.
    pub(super) async fn again(runner: &Runner, ids: &[String], at_once: u32) -> Result<Self, Error> {
        catch_up(runner).await?;
        let hosts = &runner.services.hosts;
        let targets: Vec<_> = ids.iter().filter_map(|id| hosts.select(id).ok()).flatten().collect();
        if targets.is_empty() {
            let why = "There is no target left to run it on again: all completed, or were deleted.";
            return Err(Error::NotRetryable(why.into()));
        }
        Ok(Self { targets, at_once })
    }

    /// The one of an earlier run, as it is now.
    ///
    /// # Errors
    /// If it was deleted.
    pub(super) async fn once_more(runner: &Runner, target: &Target) -> Result<Self, Error> {
        catch_up(runner).await?;
        let targets = runner.services.hosts.select(&target.id).map_err(|_| {
            let why = format!("The target `{}` of the run was deleted. Start the flow on another one.", target.name);
            Error::NotRetryable(why)
        })?;
        Ok(Self { targets, at_once: USUAL })
    }

    /// The one target, if there is just one.
    pub(super) fn only(&self) -> Option<&Arc<Target>> {
        self.targets.first().filter(|_| self.targets.len() == 1)
    }

    /// Whether they are several.
    pub(super) fn are_several(&self) -> bool {
        self.targets.len() > 1
    }

    /// Their ids, and how many are worked on at the same time, if they are several.
    pub(super) fn over(&self) -> Option<(Vec<String>, u32)> {
        let ids = || self.targets.iter().map(|target| target.id.to_string()).collect();
        self.are_several().then(|| (ids(), self.at_once))
    }
}

/// Reads the targets that other processes have changed, where there may be any.
async fn catch_up(runner: &Runner) -> Result<(), Error> {
    if !runner.queue.is_alone {
        runner.inventory.catch_up().await?;
    }
    Ok(())
}

/// How many a flow works on at the same time, if it says so. Another number than may be is a problem of the flow.
fn at_once_of(checked: &Checked) -> Option<u32> {
    let drawn: Json = serde_json::from_str(&checked.body).ok()?;
    let number = drawn["settings"]["maxParallelTargets"].as_u64().and_then(|number| u32::try_from(number).ok());
    number.filter(|number| (1..=LARGEST).contains(number))
}

/// The flow that runs a version of a flow on each target.
///
/// # Errors
/// If that version cannot run.
pub(super) async fn plan(
    runner: &Runner,
    (flow, version): (&str, i64),
    checked: &Checked,
    places: &Places,
) -> Result<Arc<Checked>, Error> {
    if checked.program.is_none() {
        return Err(Error::NotRunnable(checked.problems.clone()));
    }
    let drawn: Json = serde_json::from_str(&checked.body).unwrap_or_default();
    let document = document(&checked.name, (flow, version), &drawn, places);
    Ok(runner.programs.check(&document).await.map_err(flows::Refused)?)
}

/// What is done: each target is a round of a loop, and the run fails if any of them did.
fn document(name: &str, (flow, version): (&str, i64), drawn: &Json, places: &Places) -> Json {
    let count = places.targets.len();
    let list: Vec<_> =
        places.targets.iter().map(|target| json!({ "id": &*target.id, "name": &*target.name })).collect();
    let of_status = |status: &str| format!("nodes.each.results | selectattr('status', 'equalto', '{status}') | list");
    let failed = of_status("failed");
    let message = format!(
        "{{{{ ({failed}) | length }}}} of {count} targets failed: \
         {{{{ (({failed}) | map(attribute='target') | join(', '))[:500] }}}}"
    );
    let node = |id: &str, kind: &str, name: &str, (x, y): (i64, i64), config: Json| json!({ "id": id, "type": kind, "name": name, "x": x, "y": y, "config": config });
    let yields = |expression: &str| json!({ "variable": "machine", "transform": { "$expr": expression } });
    let mut call = node(
        "call",
        "flow.call",
        &format!("Run {name}").chars().take(255).collect::<String>(),
        (760, 120),
        json!({ "flow": flow, "version": version, "parameters": "{{ params }}", "input": "{{ first_message }}" }),
    );
    call["target"] = "{{ machine.id }}".into();
    let mut document = json!({
        "format": drawn["format"],
        "name": name,
        "description": format!("Runs {name} on {count} targets, {} at the same time.", places.at_once),
        "parameters": drawn.get("parameters").cloned().unwrap_or_else(|| Json::Object(Map::new())),
        "settings": { "timeout": TIMEOUT, "limits": { "iterations": count, "steps": count * 10 + 100 } },
        "nodes": [
            node("start", "flow.start", "Start", (0, 120), json!({})),
            node("keep", "flow.set_variable", "Keep the message", (240, 120),
                json!({ "variables": { "first_message": "{{ msg }}" } })),
            node("each", "flow.foreach", "Each target", (500, 120), json!({
                "collection": list, "item_variable": "machine", "parallel_execution": true,
                "max_parallel": places.at_once, "continue_on_error": true
            })),
            call,
            node("done", "flow.get_variable", "Completed", (1040, 60),
                yields("#{ target: value.name, status: \"completed\" }")),
            node("not-done", "flow.get_variable", "Failed", (1040, 240),
                yields("#{ target: value.name, status: \"failed\", error: error.message }")),
            node("end", "flow.end", "End", (760, 400), json!({
                "status": format!("{{{{ 'failed' if ({failed}) | length > 0 else 'success' }}}}"),
                "result": {
                    "targets": count,
                    "successful": format!("{{{{ ({}) | length }}}}", of_status("completed")),
                    "failed": format!("{{{{ ({failed}) | length }}}}"),
                    "message": message,
                    "results": "{{ nodes.each.results }}"
                }
            })),
        ],
        "wires": wires(),
    });
    if let Some(notify) = drawn["settings"].get("notify") {
        document["settings"]["notify"] = notify.clone();
    }
    if let Some(rules) = drawn.get("rules") {
        document["rules"] = rules.clone();
    }
    document
}

/// What follows what: the loop goes on by a machine that failed as by one that completed.
fn wires() -> Json {
    json!([
        { "id": "w1", "source": "start", "sourcePort": "output", "target": "keep", "targetPort": "in" },
        { "id": "w2", "source": "keep", "sourcePort": "output", "target": "each", "targetPort": "in" },
        { "id": "w3", "source": "each", "sourcePort": "loop", "target": "call", "targetPort": "in" },
        { "id": "w4", "source": "call", "sourcePort": "output", "target": "done", "targetPort": "in" },
        { "id": "w5", "source": "call", "sourcePort": "error", "target": "not-done", "targetPort": "in", "kind": "error" },
        { "id": "w6", "source": "done", "sourcePort": "output", "target": "each", "targetPort": "back", "kind": "loop" },
        { "id": "w7", "source": "not-done", "sourcePort": "output", "target": "each", "targetPort": "back", "kind": "loop" },
        { "id": "w8", "source": "each", "sourcePort": "output", "target": "end", "targetPort": "in" },
    ])
}
