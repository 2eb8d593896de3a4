//! Flows written short, for the tests of this family, run on the real compiler and interpreter.
#![cfg(test)]

use node_testkit::{Fakes, Flows, Given, Trace};
use serde_json::{Value as Json, json};

/// A document from nodes `[id, type, config]` and wires `"a -> b"`, `"a.true -> b"`, `"a -> loop.back"`. Nodes that
/// no wire names are left out, so that variants of a flow can share them.
pub(crate) fn flow(nodes: Json, wires: &[&str]) -> Json {
    let node = |node: &Json| {
        let config = node.get(2).cloned().unwrap_or_else(|| json!({}));
        json!({ "id": node[0], "type": node[1], "config": config })
    };
    let wires: Vec<Json> = wires.iter().map(|text| wire(text)).collect();
    let is_wired = |node: &&Json| {
        wires.is_empty() || wires.iter().any(|wire| wire["source"] == node[0] || wire["target"] == node[0])
    };
    let Json::Array(nodes) = nodes else { panic!("nodes are a list") };
    let nodes: Vec<Json> = nodes.iter().filter(is_wired).map(node).collect();
    json!({ "format": "opsconductor.flow/1", "name": "test", "nodes": nodes, "wires": wires,
            "variables": { "seen": "", "count": 0 } })
}

fn wire(text: &str) -> Json {
    let (source, target) = text.split_once(" -> ").expect("a wire is written `a -> b`");
    let (source, source_port) = source.split_once('.').unwrap_or((source, "output"));
    let (target, target_port) = target.split_once('.').unwrap_or((target, "in"));
    json!({ "source": source, "sourcePort": source_port, "target": target, "targetPort": target_port })
}

/// Runs a flow on an empty message.
pub(crate) async fn run(flow: &Json) -> Trace {
    run_on(flow, Json::Null).await
}

/// Runs a flow on the given message.
pub(crate) async fn run_on(flow: &Json, input: Json) -> Trace {
    let given = Given { input: input.into(), ..Given::default() };
    Flows::new(vec![crate::library()]).run(flow, &Fakes::default().services, given).await
}

/// A node that adds a word to the variable `seen`.
pub(crate) fn see(id: &str, word: &str) -> Json {
    json!([id, "flow.set_variable", { "variables": { "seen": format!("{{{{ seen }}}}{word}") } }])
}

/// A variable at the end of the run.
pub(crate) fn variable(trace: &Trace, name: &str) -> node_sdk::Value {
    trace.report.variables.get(name).cloned().unwrap_or_default()
}

/// Runs a flow while the clock moves on whenever nothing else happens.
pub(crate) async fn run_with_time(flow: &Json) -> Trace {
    let (flows, fakes) = (Flows::new(vec![crate::library()]), Fakes::default());
    let running = flows.run(flow, &fakes.services, Given::default());
    let passing = async {
        loop {
            // Whatever is ready runs first: this task is asked again only after the run has waited.
            tokio::task::yield_now().await;
            fakes.clock.advance(100);
        }
    };
    tokio::select! { biased; trace = running => trace, () = passing => unreachable!("time does not end") }
}
