//! Any drawing of the nodes there are: wires between any ports, also circles, crossed bodies, and ports that
//! do not exist. It compiles and runs to an end, or is refused with a reason.
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
    each: bool,
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
    inlet: u8,
    kind: Option<u8>,
}

const KINDS: [&str; 5] = ["flow", "data", "error", "loop", "odd"];

/// A node of the document, and what wires can hang on.
struct Node {
    id: String,
    outlets: Vec<String>,
    inlets: Vec<String>,
    document: Json,
}

libfuzzer_sys::fuzz_target!(|drawing: Drawing| {
    let nodes: Vec<_> = drawing.nodes.iter().take(200).enumerate().map(|(index, drawn)| node(index, drawn)).collect();
    let wires = if nodes.is_empty() { &[] } else { &drawing.wires[..drawing.wires.len().min(400)] };
    let wires = wires.iter().map(|drawn| wire(drawn, &nodes)).collect();
    if let Some(program) = fuzz::compile(&fuzz::flow(nodes.into_iter().map(|node| node.document).collect(), wires)) {
        fuzz::run(program);
    }
});

fn node(index: usize, drawn: &Drawn) -> Node {
    let known: Vec<_> = fuzz::engine().nodes().map(|(_, node)| node).collect();
    let node = any(&known, drawn.kind);
    let example = |index: u8| &any(&node.descriptor.examples, index).config;
    let config = match &drawn.config {
        Config::Example(index) => example(*index).clone(),
        Config::Empty => json!({}),
        Config::Field { name, value } => changed(example(0).clone(), *name, value),
    };
    let outputs = node.descriptor.ports.outputs_of(&config.clone().into());
    let outlets = outputs.iter().map(|output| output.id.to_string()).chain(["nowhere".to_owned()]).collect();
    let fields = config.as_object().into_iter().flat_map(|fields| fields.keys().map(String::as_str));
    let inlets = ["in", "in", "in", "back"].into_iter().chain(fields).map(ToOwned::to_owned).collect();
    let id = format!("n{}", drawn.twin.map_or(index, usize::from));
    let document = json!({
        "id": id, "type": node.descriptor.type_id, "config": config, "disabled": drawn.disabled,
        "onError": if drawn.goes_on { "continue" } else { "stop" }, "run": if drawn.each { "each" } else { "once" },
    });
    Node { id, outlets, inlets, document }
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

fn wire(drawn: &Wire, nodes: &[Node]) -> Json {
    let (source, target) = (any(nodes, drawn.source), any(nodes, drawn.target));
    let (port, inlet) = (any(&source.outlets, drawn.port), any(&target.inlets, drawn.inlet));
    let mut wire = json!({ "source": source.id, "sourcePort": port, "target": target.id, "targetPort": inlet });
    if let Some(kind) = drawn.kind {
        wire["kind"] = json!(any(&KINDS, kind));
    }
    wire
}

fn any<T>(items: &[T], index: u8) -> &T {
    &items[usize::from(index) % items.len()]
}
