//! Flows to measure, and the nodes they need.

use std::sync::Arc;

use node_sdk::prelude::*;
use serde_json::{Value as Json, json};
use tokio::sync::Notify;

/// The steps of a chain.
pub(crate) const STEPS: usize = 10;

/// An effect that does nothing.
struct Noop;

/// An effect that never ends, and tells that it was reached.
struct Gate(Arc<Notify>);

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

impl NodeType for Noop {
    const TYPE: &'static str = "bench.noop";
    type Config = Nothing;

    fn descriptor() -> Descriptor {
        Descriptor::effect("No-op", Category::Control).repeat(Repeat::Safe).platforms(Platform::ENGINE)
    }
}

impl ActiveNode for Noop {
    async fn run(&self, _ctx: &Ctx<'_>, _config: &Nothing, _message: &Message) -> Result<Outcome, NodeError> {
        Ok(Outcome::pass())
    }
}

impl NodeType for Gate {
    const TYPE: &'static str = "bench.gate";
    type Config = Nothing;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Gate", Category::Control).repeat(Repeat::Safe).platforms(Platform::ENGINE)
    }
}

impl ActiveNode for Gate {
    async fn run(&self, _ctx: &Ctx<'_>, _config: &Nothing, _message: &Message) -> Result<Outcome, NodeError> {
        self.0.notify_one();
        std::future::pending().await
    }
}

/// The nodes of the bench; `gate` hears that a run reached one.
pub(crate) fn library(gate: &Arc<Notify>) -> Library {
    Library::new("bench", "Bench").active(Noop).active(Gate(Arc::clone(gate)))
}

/// Effects one after the other.
pub(crate) fn chain(length: usize) -> Json {
    let node = |index: usize| json!({ "id": format!("n{index}"), "type": "bench.noop" });
    let wire = |index: usize| json!({ "source": format!("n{}", index - 1), "target": format!("n{index}") });
    document(&(0..length).map(node).collect::<Vec<_>>(), &(1..length).map(wire).collect::<Vec<_>>(), &json!({}))
}

/// A loop with one node in it.
pub(crate) fn rounds(items: usize, body: &Json, durability: &str) -> Json {
    let config = json!({ "loop_variable": "i", "start_value": 1, "end_value": items, "max_iterations": items });
    each(json!({ "id": "each", "type": "flow.for", "config": config }), body, items, durability)
}

/// A loop over as many items, so many of them at the same time.
pub(crate) fn foreach(items: usize, at_once: usize, body: &Json, durability: &str) -> Json {
    let collection: Vec<usize> = (0..items).collect();
    let config = json!({ "collection": collection, "item_variable": "item", "parallel_execution": at_once > 1,
        "max_parallel": at_once });
    each(json!({ "id": "each", "type": "flow.foreach", "config": config }), body, items, durability)
}

fn each(node: Json, body: &Json, items: usize, durability: &str) -> Json {
    let mut body = body.clone();
    body["id"] = "body".into();
    let wire = json!({ "source": "each", "sourcePort": "loop", "target": "body" });
    let limits = json!({ "iterations": items, "steps": (items * 4).min(10_000_000) });
    document(&[node, body], &[wire], &json!({ "durability": durability, "limits": limits }))
}

/// One node that waits for a day.
pub(crate) fn waiting() -> Json {
    document(&[json!({ "id": "wait", "type": "system.wait", "config": { "seconds": 86_400 } })], &[], &json!({}))
}

fn document(nodes: &[Json], wires: &[Json], settings: &Json) -> Json {
    json!({ "format": "opsconductor.flow/1", "name": "bench", "nodes": nodes, "wires": wires, "settings": settings })
}
