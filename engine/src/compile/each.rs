//! Nodes that run once for every message that arrives: one copy of the node for each wire that
//! reaches it, before anything else is compiled.

use std::borrow::Cow;
use std::collections::HashMap;

use node_sdk::{Str, WireKind};

use crate::document::{Document, Node, RunMode, Wire};
use crate::problem::Problem;

/// What parts a copy's id from its number; no id in a document holds it.
pub(super) const COPY: char = '@';
const MOST_NODES: usize = 10_000;
const MOST_WIRES: usize = 50_000;

/// The id in the document of a node or its copy.
pub(super) fn original(id: &str) -> &str {
    id.split(COPY).next().unwrap_or(id)
}

/// The document with the copies it needs.
///
/// # Errors
/// If there would be too many.
pub(super) fn expand(document: &Document) -> Result<Cow<'_, Document>, Problem> {
    if document.nodes.iter().all(|node| node.run == RunMode::Once) {
        return Ok(Cow::Borrowed(document));
    }
    let mut document = document.clone();
    for id in in_order(&document) {
        split(&mut document, &id);
        if document.nodes.len() > MOST_NODES || document.wires.len() > MOST_WIRES {
            let message = format!(
                "So many paths lead to `{id}`, which runs for each of them, that more than {MOST_NODES} nodes would \
                 be needed. Let some node before it run once."
            );
            return Err(Problem::error("too_many_paths", message).at_node(id.as_ref()).at_field("run"));
        }
    }
    Ok(Cow::Owned(document))
}

/// The nodes that run for each message, those that others depend on first. Nodes in a circle are left
/// out; the circle is reported elsewhere.
fn in_order(document: &Document) -> Vec<Str> {
    let mut waits: HashMap<&str, usize> = document.nodes.iter().map(|node| (&*node.id, 0)).collect();
    for wire in document.wires.iter().filter(|wire| arrives(wire)) {
        *waits.entry(&wire.target).or_default() += 1;
    }
    let mut leaving: HashMap<&str, Vec<&str>> = HashMap::new();
    for wire in document.wires.iter().filter(|wire| arrives(wire)) {
        leaving.entry(&wire.source).or_default().push(&wire.target);
    }
    let mut free: Vec<&str> = document.nodes.iter().map(|node| &*node.id).filter(|id| waits[*id] == 0).collect();
    let mut ordered = Vec::new();
    while let Some(id) = free.pop() {
        ordered.push(id);
        for target in leaving.get(id).into_iter().flatten() {
            let left = waits.entry(target).or_default();
            *left = left.saturating_sub(1);
            if *left == 0 {
                free.push(target);
            }
        }
    }
    let modes: HashMap<&str, &Node> = document.nodes.iter().map(|node| (&*node.id, node)).collect();
    let each = |id: &&str| modes.get(id).is_some_and(|node| node.run == RunMode::Each);
    ordered.into_iter().filter(each).map(Str::from).collect()
}

/// Whether a wire starts its target.
fn arrives(wire: &Wire) -> bool {
    &*wire.target_port == "in" && wire.kind != Some(WireKind::Data) && wire.kind != Some(WireKind::Loop)
}

/// Makes a copy of the node for every wire after the first that reaches it. What leaves the node leaves
/// every copy.
fn split(document: &mut Document, id: &Str) {
    let Some(at) = document.nodes.iter().position(|node| node.id == *id) else { return };
    let mut copies = 0_usize;
    for wire in document.wires.iter_mut().filter(|wire| wire.target == *id && arrives(wire)) {
        copies += 1;
        if copies > 1 {
            wire.target = copy_id(id, copies);
        }
    }
    let node = document.nodes[at].clone();
    let copy = |number| Node { id: copy_id(id, number), name: String::new(), ..node.clone() };
    let nodes: Vec<_> = (2..=copies).map(copy).collect();
    document.nodes.splice(at + 1..at + 1, nodes);
    let leaving = |wire: &Wire| -> Vec<Wire> {
        if wire.source != *id {
            return vec![wire.clone()];
        }
        let from = |number| Wire { source: if number == 1 { id.clone() } else { copy_id(id, number) }, ..wire.clone() };
        (1..=copies.max(1)).map(from).collect()
    };
    document.wires = document.wires.iter().flat_map(leaving).collect();
}

fn copy_id(id: &str, number: usize) -> Str {
    format!("{id}{COPY}{number}").into()
}
