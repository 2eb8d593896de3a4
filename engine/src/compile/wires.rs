//! Wires: that both ends exist and fit, and what each wire means.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use node_sdk::{Output, Role, Str, Value, WireKind};

use crate::catalog::Entry;
use crate::document::{Document, Wire};
use crate::expr::nearest;
use crate::problem::Problem;
use crate::program::NodeIndex;

/// A wire whose ends were found.
pub(super) struct Link {
    /// Position in the document.
    pub(super) order: usize,
    pub(super) source: NodeIndex,
    /// Index among the source's outputs.
    pub(super) port: usize,
    pub(super) role: Role,
    pub(super) target: NodeIndex,
    pub(super) is_loop: bool,
}

/// A node with its type and its ports.
pub(super) struct Resolved {
    pub(super) entry: Arc<Entry>,
    pub(super) outputs: Vec<Output>,
}

impl Resolved {
    pub(super) fn new(entry: &Arc<Entry>, config: &Value) -> Self {
        Self { entry: Arc::clone(entry), outputs: entry.node.descriptor.ports.outputs_of(config) }
    }

    /// Whether runs begin here: no wire can lead to it.
    pub(super) fn is_start(&self) -> bool {
        self.entry.node.descriptor.ports.inputs.is_empty()
    }
}

/// Finds the ends of all wires.
pub(super) fn resolve(document: &Document, nodes: &[Option<Resolved>], problems: &mut Vec<Problem>) -> Vec<Link> {
    let ids: HashMap<&str, usize> = document.nodes.iter().enumerate().map(|(index, node)| (&*node.id, index)).collect();
    let mut seen = HashSet::new();
    let mut links = Vec::new();
    for (order, wire) in document.wires.iter().enumerate() {
        if !seen.insert((&wire.source, &wire.source_port, &wire.target, &wire.target_port)) {
            problems.push(at(wire, "duplicate_wire", "The same two ports are wired twice. Delete one of the wires."));
            continue;
        }
        match resolve_one(wire, order, &ids, nodes) {
            Ok(link) => links.extend(link),
            Err(problem) => problems.push(problem),
        }
    }
    links
}

/// The link, or nothing where an end's node type is unknown, which is reported elsewhere.
fn resolve_one(
    wire: &Wire,
    order: usize,
    ids: &HashMap<&str, usize>,
    nodes: &[Option<Resolved>],
) -> Result<Option<Link>, Problem> {
    let source = end(wire, &wire.source, "starts", ids)?;
    let target = end(wire, &wire.target, "ends", ids)?;
    if source == target && wire.kind != Some(WireKind::Loop) {
        return Err(at(
            wire,
            "self_wire",
            format!("The wire joins `{}` with itself. Use a loop node to repeat something.", wire.source),
        ));
    }
    let (Some(from), Some(to)) = (&nodes[source], &nodes[target]) else { return Ok(None) };
    if wire.kind == Some(WireKind::Data) {
        // It is written into the field it leads to, and starts nothing.
        return Ok(None);
    }
    let port = from.outputs.iter().position(|output| output.id == wire.source_port);
    let port = port.ok_or_else(|| no_output(wire, from))?;
    let inputs = &to.entry.node.descriptor.ports.inputs;
    let input = inputs.iter().find(|input| *input.id == *wire.target_port).ok_or_else(|| no_input(wire, to))?;
    let role = from.outputs[port].role;
    let is_loop = input.kind == WireKind::Loop;
    check_kind(wire, role, is_loop)?;
    Ok(Some(Link { order, source, port, role, target, is_loop }))
}

fn end(wire: &Wire, id: &Str, verb: &str, ids: &HashMap<&str, usize>) -> Result<usize, Problem> {
    ids.get(&**id).copied().ok_or_else(|| {
        let hint = hint(id, ids.keys().copied());
        at(
            wire,
            "unknown_node",
            format!("The wire {verb} at node `{id}`, which does not exist.{hint} Delete the wire or add the node."),
        )
    })
}

fn no_output(wire: &Wire, from: &Resolved) -> Problem {
    let ports: Vec<_> = from.outputs.iter().map(|output| &*output.id).collect();
    let message = format!(
        "`{}` has no output `{}`. {}",
        wire.source,
        wire.source_port,
        if ports.is_empty() {
            "It has no outputs at all.".into()
        } else {
            format!("Its outputs are {}.", ports.join(", "))
        }
    );
    at(wire, "unknown_port", message).at_node(wire.source.as_ref())
}

fn no_input(wire: &Wire, to: &Resolved) -> Problem {
    let inputs: Vec<_> = to.entry.node.descriptor.ports.inputs.iter().map(|input| input.id).collect();
    let message = if to.outputs.iter().any(|output| output.id == wire.target_port) {
        format!(
            "The wire ends at `{}`, which is an output of `{}`. Wires go from an output to an input.",
            wire.target_port, wire.target
        )
    } else if inputs.is_empty() {
        format!("`{}` starts a flow and has no input, so no wire can end there.", wire.target)
    } else {
        format!("`{}` has no input `{}`. Its inputs are {}.", wire.target, wire.target_port, inputs.join(", "))
    };
    at(wire, "unknown_port", message).at_node(wire.target.as_ref())
}

fn check_kind(wire: &Wire, role: Role, is_loop: bool) -> Result<(), Problem> {
    let Some(kind) = wire.kind else { return Ok(()) };
    let fits = match kind {
        WireKind::Loop => is_loop,
        WireKind::Flow => !is_loop && role != Role::Error,
        WireKind::Error => !is_loop && role == Role::Error,
        WireKind::Data => true,
    };
    if fits {
        return Ok(());
    }
    let name = format!("{kind:?}").to_lowercase();
    let message = format!(
        "A wire of kind `{name}` cannot join `{}.{}` and `{}.{}`. Leave `kind` out, and it follows from the ports.",
        wire.source, wire.source_port, wire.target, wire.target_port
    );
    Err(at(wire, "wrong_wire_kind", message))
}

pub(super) fn hint<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, known).map_or_else(String::new, |near| format!(" Did you mean `{near}`?"))
}

fn at(wire: &Wire, code: &str, message: impl Into<String>) -> Problem {
    Problem::error(code, message).at_wire(wire.label())
}
