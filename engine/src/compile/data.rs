//! Data wires: a value goes from a node's output into a field of another node, without starting it.

use std::borrow::Cow;
use std::sync::Arc;

use node_sdk::{Map, Value, WireKind};

use super::graph::Graph;
use crate::document::{Document, Wire};
use crate::problem::Problem;

/// The document with each data wire written as a reference in the field it leads to.
pub(super) fn apply(document: Cow<'_, Document>) -> Cow<'_, Document> {
    if document.wires.iter().all(|wire| wire.kind != Some(WireKind::Data)) {
        return document;
    }
    let mut document = document.into_owned();
    let wires: Vec<Wire> = document.wires.iter().filter(|wire| wire.kind == Some(WireKind::Data)).cloned().collect();
    for wire in wires {
        if let Some(node) = document.nodes.iter_mut().find(|node| node.id == wire.target) {
            let reference = format!("{{{{ nodes['{}'].output }}}}", wire.source);
            let path: Vec<&str> = field(&wire).split('/').collect();
            node.config = put(&node.config, &path, reference.as_str().into());
        }
    }
    Cow::Owned(document)
}

/// The field a data wire leads to, below the configuration.
fn field(wire: &Wire) -> &str {
    wire.target_port.strip_prefix("config/").unwrap_or(&wire.target_port)
}

fn put(config: &Value, path: &[&str], value: Value) -> Value {
    let Some((first, rest)) = path.split_first() else { return value };
    if let (Value::Array(items), Ok(index)) = (config, first.parse::<usize>())
        && index < items.len()
    {
        let mut items = items.as_ref().clone();
        items[index] = put(&items[index], rest, value);
        return items.into();
    }
    let mut map: Map = config.as_object().map(|map| map.as_ref().clone()).unwrap_or_default();
    let inner = map.get(*first).cloned().unwrap_or_default();
    map.insert((*first).into(), put(&inner, rest, value));
    Value::Object(Arc::new(map))
}

/// A value can only be taken from a node that has always run before.
pub(super) fn check(document: &Document, graph: &Graph) -> Vec<Problem> {
    let index = |id: &str| document.nodes.iter().position(|node| *node.id == *id);
    let refuse = |wire: &Wire| {
        let (source, target) = (index(&wire.source)?, index(&wire.target)?);
        if source != target && graph.reach(&[source]).contains(&target) {
            return None;
        }
        let message = format!(
            "`{}` gives a value to `{}`, but no path leads from the one to the other, so the value may not be there. \
             Wire them so that `{}` runs first.",
            wire.source, wire.target, wire.source
        );
        Some(Problem::error("data_wire", message).at_wire(wire.label()).at_node(wire.target.as_ref()))
    };
    document.wires.iter().filter(|wire| wire.kind == Some(WireKind::Data)).filter_map(refuse).collect()
}
