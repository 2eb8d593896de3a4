//! Any drawing of the nodes there are: wires between any ports, also circles, crossed bodies, and ports that
//! do not exist. It compiles, or is refused with a reason.
#![no_main]

use arbitrary::Arbitrary;
use serde_json::{Value as Json, json};

#[derive(Arbitrary, Debug)]
struct Drawing {
    nodes: Vec<Drawn>,
    wires: Vec<Wire>,
}

#[derive(Arbitrary, Debug)]
struct Drawn {
    kind: u8,
    config: Config,
    disabled: bool,
    goes_on: bool,
    /// Makes the id that of another node.
    twin: Option<u8>,
}

#[derive(Arbitrary, Debug)]
enum Config {
    Example(u8),
    Empty,
    Field { name: u8, value: String },
}

#[derive(Arbitrary, Debug)]
struct Wire {
    source: u8,
    port: u8,
    target: u8,
    back: bool,
    kind: Option<u8>,
}

const PORTS: [&str; 12] =
    ["output", "error", "true", "false", "loop", "try", "catch", "finally", "left", "right", "default", "nowhere"];
const KINDS: [&str; 5] = ["flow", "data", "error", "loop", "odd"];

libfuzzer_sys::fuzz_target!(|drawing: Drawing| {
    let count = drawing.nodes.len().min(200);
    let nodes = drawing.nodes.iter().take(count).enumerate().map(|(index, drawn)| node(index, drawn)).collect();
    let wires = drawing.wires.iter().take(400).map(|drawn| wire(drawn, count.max(1))).collect();
    fuzz::compile(&fuzz::flow(nodes, wires));
});

fn node(index: usize, drawn: &Drawn) -> Json {
    let known: Vec<_> = fuzz::engine().nodes().map(|(_, node)| node).collect();
    let node = known[usize::from(drawn.kind) % known.len()];
    let example = |index: u8| &node.descriptor.examples[usize::from(index) % node.descriptor.examples.len()].config;
    let config = match &drawn.config {
        Config::Example(index) => example(*index).clone(),
        Config::Empty => json!({}),
        Config::Field { name, value } => changed(example(0).clone(), *name, value),
    };
    let on_error = if drawn.goes_on { "continue" } else { "stop" };
    let id = drawn.twin.map_or(index, usize::from);
    json!({
        "id": format!("n{id}"), "type": node.descriptor.type_id, "config": config,
        "disabled": drawn.disabled, "onError": on_error,
    })
}

/// The configuration with any text in one of its fields.
fn changed(mut config: Json, name: u8, value: &str) -> Json {
    if let Some(fields) = config.as_object_mut().filter(|fields| !fields.is_empty()) {
        let index = usize::from(name) % fields.len();
        if let Some(field) = fields.values_mut().nth(index) {
            *field = json!(value);
        }
    }
    config
}

fn wire(drawn: &Wire, count: usize) -> Json {
    let id = |index: u8| format!("n{}", usize::from(index) % count);
    let mut wire = json!({
        "source": id(drawn.source), "sourcePort": PORTS[usize::from(drawn.port) % PORTS.len()],
        "target": id(drawn.target), "targetPort": if drawn.back { "back" } else { "in" },
    });
    if let Some(kind) = drawn.kind {
        wire["kind"] = json!(KINDS[usize::from(kind) % KINDS.len()]);
    }
    wire
}
