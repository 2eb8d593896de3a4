//! `flow.foreach`: goes through a list, one by one or several at a time.

use std::sync::Arc;

use futures_util::stream::FuturesOrdered;
use futures_util::{FutureExt, StreamExt};
use node_sdk::RegionOutcome;
use node_sdk::prelude::*;

use crate::rounds::{LoopNames, RAISE_RUN_LIMIT, Rounds, Turn};

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The list, such as `{{ msg.payload.disks }}`. JSON text of a list and objects work too; of an object, each
    /// item is `{ key, value }`.
    collection: Dynamic,
    /// Name the body sees the item by.
    item_variable: Variable,
    /// Name the body sees the position by, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    index_variable: Option<Variable>,
    /// Whether several items are worked on at the same time.
    #[serde(default)]
    parallel_execution: bool,
    /// How many at the same time.
    #[serde(default = "five")]
    #[schemars(range(min = 1, max = 100))]
    max_parallel: usize,
    /// Whether the loop goes on when an item fails; its error is then kept among the results.
    #[serde(default = "yes")]
    continue_on_error: bool,
}

fn five() -> usize {
    5
}

fn yes() -> bool {
    true
}

pub(crate) struct ForEach;

impl NodeType for ForEach {
    const TYPE: &'static str = "flow.foreach";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::control("For each", Category::Loop)
            .about(
                "Runs its body once for each item of a list.",
                "The body hangs on `loop`; it sees the item as `msg.payload`, as `item` and by the name you give it. Wire \
                 the end of the body back to `back` to choose what a round yields.\n\n\
                 In parallel, rounds do not see each other's variables; what they changed is merged in the order of the \
                 list. Results keep that order too. Afterwards the payload is `{ results, iterations, path }`; \
                 results that are too large for that are kept as an artifact of the run, one JSON text a line.",
            )
            .looks("list", Shape::Loop)
            .ports(Ports::inlet().back().body("loop", "each").next("output", "done").error())
            .sample(json!({ "results": [1, 2, 3], "iterations": 3, "path": "output" }))
            .example("three items", json!({ "collection": [1, 2, 3], "item_variable": "number" }), "output")
            .example(
                "at the same time",
                json!({ "collection": "[1, 2]", "item_variable": "number", "parallel_execution": true }),
                "output",
            )
    }
}

impl ActiveNode for ForEach {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, message: &Message) -> Result<Outcome, NodeError> {
        let items = items_of(&ctx.resolve(&config.collection)?)?;
        let most = ctx.max_iterations();
        if u64::try_from(items.len()).unwrap_or(u64::MAX) > most {
            let message =
                format!("The list has {} items, and a loop may make {most} rounds. {RAISE_RUN_LIMIT}", items.len());
            return Err(NodeError::new(ErrorKind::LOOP_LIMIT, message));
        }
        let rounds = Rounds::new(ctx, u64::try_from(items.len()).ok());
        let each = Each { ctx, config, message, names: LoopNames::new(), count: items.len().into() };
        if config.parallel_execution {
            each.in_parallel(&items, rounds).await
        } else {
            each.one_by_one(&items, rounds).await
        }
    }
}

struct Each<'a> {
    ctx: &'a Ctx<'a>,
    config: &'a Config,
    message: &'a Message,
    names: LoopNames,
    count: Value,
}

impl<'a> Each<'a> {
    fn region(&self, index: usize, item: &Value) -> Region<'a> {
        let round = u64::try_from(index).unwrap_or(u64::MAX);
        let message = self.message.clone().with_payload(item.clone());
        let region = self.ctx.region("loop").round(round).message(message);
        let region = self.names.bind(region, item.clone(), round, self.count.clone());
        let region = region.with(self.config.item_variable.0.clone(), item.clone());
        match &self.config.index_variable {
            Some(Variable(name)) => region.with(name.clone(), index),
            None => region,
        }
    }

    async fn one_by_one(&self, items: &[Value], mut rounds: Rounds<'_>) -> Result<Outcome, NodeError> {
        for (index, item) in items.iter().enumerate() {
            let outcome = self.region(index, item).run().await;
            match rounds.take(outcome.end, self.config.continue_on_error).await {
                Turn::On => {}
                Turn::Leave(levels) => return rounds.finish(levels).await,
                Turn::Fail(error) => return Err(error),
            }
        }
        rounds.finish(0).await
    }

    /// Several rounds at a time. Their ends are looked at in the order of the list, so that the result
    /// does not depend on timing; after a failure or a break no further round is started.
    async fn in_parallel(&self, items: &[Value], mut rounds: Rounds<'_>) -> Result<Outcome, NodeError> {
        let mut waiting = items.iter().enumerate();
        let mut running = FuturesOrdered::new();
        let mut merged = None;
        let mut last = Turn::On;
        loop {
            while matches!(last, Turn::On) && running.len() < self.config.max_parallel {
                let Some((index, item)) = waiting.next() else { break };
                running.push_back(self.region(index, item).isolated().run().boxed());
            }
            let Some(outcome) = running.next().await else { break };
            if matches!(last, Turn::On) {
                merged = Some(self.ctx.gather(merged, outcome.vars));
                last = rounds.take(outcome.end, self.config.continue_on_error).await;
            }
        }
        self.ctx.merge(
            &merged.map(|vars| RegionOutcome { end: RegionEnd::Continued, vars }).into_iter().collect::<Vec<_>>(),
        );
        match last {
            Turn::On => rounds.finish(0).await,
            Turn::Leave(levels) => rounds.finish(levels).await,
            Turn::Fail(error) => Err(error),
        }
    }
}

fn items_of(value: &Value) -> Result<Arc<Vec<Value>>, NodeError> {
    match value {
        Value::Array(items) => Ok(Arc::clone(items)),
        Value::Object(map) => {
            let pair = |(key, value): (&node_sdk::Str, &Value)| {
                Value::object([("key", key.clone().into()), ("value", value.clone())])
            };
            Ok(Arc::new(map.iter().map(pair).collect()))
        }
        Value::Str(text) => match serde_json::from_str::<Value>(text) {
            Ok(parsed @ (Value::Array(_) | Value::Object(_))) => items_of(&parsed),
            _ => Err(no_list(value)),
        },
        other => Err(no_list(other)),
    }
}

fn no_list(value: &Value) -> NodeError {
    let text: String = value.to_string().chars().take(60).collect();
    let message = format!("`collection` must be a list, and {text} was given. Check what it refers to.");
    NodeError::new(ErrorKind::VALIDATION, message)
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(super::ForEach).await;
    }
}
