//! What a drawing needs and a document may leave out: a place for each node and an id for each wire.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::compile::graph;

/// Where the first node is, and how far apart nodes are.
const MARGIN: i64 = 80;
const COLUMN: i64 = 260;
const ROW: i64 = 140;

/// Gives ids to wires that have none, and places to nodes that have none or are all at the same one: from left to right
/// as the wires lead. What does not have the shape of a document is left as it is.
pub fn complete_drawing(document: &mut Value) {
    if let Some(wires) = document.get_mut("wires").and_then(Value::as_array_mut) {
        name(wires);
    }
    let links = links(document);
    if let Some(nodes) = document.get_mut("nodes").and_then(Value::as_array_mut) {
        place(nodes, &links);
    }
}

fn name(wires: &mut [Value]) {
    let mut taken: HashSet<String> = wires.iter().filter_map(|wire| text(wire, "id")).collect();
    let mut number = 0;
    let nameless = wires.iter_mut().filter_map(Value::as_object_mut).filter(|wire| lacks(wire, "id"));
    for wire in nameless {
        let free = loop {
            number += 1;
            let id = format!("w{number}");
            if taken.insert(id.clone()) {
                break id;
            }
        };
        wire.insert("id".into(), free.into());
    }
}

fn lacks(item: &Map<String, Value>, field: &str) -> bool {
    item.get(field).is_none_or(Value::is_null)
}

fn text(item: &Value, field: &str) -> Option<String> {
    item[field].as_str().map(ToOwned::to_owned)
}

/// The ends of all wires.
fn links(document: &Value) -> Vec<(String, String)> {
    let wires = document["wires"].as_array().into_iter().flatten();
    wires.filter_map(|wire| Some((text(wire, "source")?, text(wire, "target")?))).collect()
}

fn place(nodes: &mut [Value], links: &[(String, String)]) {
    let columns = columns(nodes, links);
    let first = nodes.first().and_then(spot);
    let is_heap = nodes.len() > 1 && first.is_some() && nodes.iter().all(|node| spot(node) == first);
    let lowest = nodes.iter().filter(|_| !is_heap).filter_map(spot).map(|(_, y)| y).max();
    let top = lowest.map_or(MARGIN, |lowest| lowest + ROW);
    let mut rows: HashMap<i64, i64> = HashMap::new();
    for (node, column) in nodes.iter_mut().zip(columns) {
        let Some(node) = node.as_object_mut() else { continue };
        if !is_heap && !lacks(node, "x") && !lacks(node, "y") {
            continue;
        }
        let row = rows.entry(column).or_default();
        node.insert("x".into(), (MARGIN + column * COLUMN).into());
        node.insert("y".into(), (top + *row * ROW).into());
        *row += 1;
    }
}

/// Where a node is, in whole units.
fn spot(node: &Value) -> Option<(i64, i64)> {
    #[expect(clippy::cast_possible_truncation, reason = "a place on a canvas")]
    let whole = |field: &str| node[field].as_f64().map(|value| value as i64);
    Some((whole("x")?, whole("y")?))
}

/// In which column each node is.
fn columns(nodes: &[Value], links: &[(String, String)]) -> Vec<i64> {
    let ids = nodes.iter().enumerate().filter_map(|(index, node)| Some((node["id"].as_str()?, index)));
    let places: HashMap<_, _> = ids.collect();
    let place = |id: &String| places.get(id.as_str()).copied();
    graph::columns(nodes.len(), links.iter().filter_map(|(source, target)| Some((place(source)?, place(target)?))))
}
