//! Regions: which nodes each body port owns, and that no wire crosses a region's border.

use std::collections::{HashMap, HashSet};

use node_sdk::Role;

use super::graph::Graph;
use super::wires::{Link, Resolved};
use crate::document::Document;
use crate::engine::Caps;
use crate::problem::Problem;
use crate::program::{NodeIndex, RegionIndex};

/// The regions of a flow; index 0 is the flow itself.
pub(super) struct Regions {
    /// The region each node runs in.
    pub(super) of_node: Vec<RegionIndex>,
    pub(super) list: Vec<Region>,
}

/// One region.
pub(super) struct Region {
    /// The control node and its port (index among its outputs); none for the flow itself.
    pub(super) owner: Option<(NodeIndex, usize)>,
    depth: usize,
}

impl Regions {
    /// So many nodes without any body.
    pub(super) fn flat(nodes: usize) -> Self {
        Self { of_node: vec![0; nodes], list: vec![Region { owner: None, depth: 0 }] }
    }
}

/// What is looked at.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a> {
    pub(super) document: &'a Document,
    pub(super) nodes: &'a [Option<Resolved>],
    pub(super) links: &'a [Link],
    pub(super) graph: &'a Graph,
}

/// Gives every node its region. `order` has every wire point forward.
pub(super) fn find(from: &Sources<'_>, order: &[NodeIndex], caps: &Caps, problems: &mut Vec<Problem>) -> Regions {
    let Sources { document, nodes, links, graph } = *from;
    let mut regions = Regions::flat(document.nodes.len());
    let mut bodies: HashMap<(NodeIndex, usize), Vec<NodeIndex>> = HashMap::new();
    for link in links.iter().filter(|link| link.role == Role::Body && !link.is_loop) {
        bodies.entry((link.source, link.port)).or_default().push(link.target);
    }
    for &node in order {
        let Some(resolved) = &nodes[node] else { continue };
        let branches = resolved.outputs.iter().filter(|port| port.role == Role::Body).count();
        if branches > caps.branches {
            let message =
                format!("The node has {branches} branches; {} are allowed here. Put some together.", caps.branches);
            problems.push(Problem::error("too_many_branches", message).at_node(document.nodes[node].id.as_ref()));
        }
        for port in (0..resolved.outputs.len()).filter(|port| resolved.outputs[*port].role == Role::Body) {
            let Some(entries) = bodies.get(&(node, port)) else { continue };
            let depth = regions.list[regions.of_node[node]].depth + 1;
            if depth > caps.depth {
                let message = format!(
                    "Bodies are nested more than {} deep here. Move the inner part into a flow of its own.",
                    caps.depth
                );
                problems.push(Problem::error("too_deep", message).at_node(document.nodes[node].id.as_ref()));
                return regions;
            }
            claim(&mut regions, Region { owner: Some((node, port)), depth }, &graph.reach(entries));
        }
    }
    check_borders(from, &regions, problems);
    regions
}

fn claim(regions: &mut Regions, region: Region, nodes: &HashSet<NodeIndex>) {
    let index = regions.list.len();
    regions.list.push(region);
    for &node in nodes {
        regions.of_node[node] = index;
    }
}

fn check_borders(from: &Sources<'_>, regions: &Regions, problems: &mut Vec<Problem>) {
    for link in from.links {
        let refused =
            if link.is_loop { refuse_loop(from, regions, link) } else { refuse_crossing(from, regions, link) };
        problems.extend(refused);
    }
}

/// A loop wire must start in a body of the node it goes back to.
fn refuse_loop(from: &Sources<'_>, regions: &Regions, link: &Link) -> Option<Problem> {
    let region = &regions.list[regions.of_node[link.source]];
    if region.owner.map(|owner| owner.0) == Some(link.target) {
        return None;
    }
    let (source, target) = (from.id(link.source), from.id(link.target));
    let message = format!(
        "The loop wire goes back to `{target}`, but `{source}` is not part of that node's own body. \
         A loop wire starts at a node of the body it closes."
    );
    Some(Problem::error("wrong_loop_wire", message).at_wire(from.wire(link)).at_node(source))
}

/// Any other wire stays in its region, or starts the one its port owns.
fn refuse_crossing(from: &Sources<'_>, regions: &Regions, link: &Link) -> Option<Problem> {
    let (inside, outside) = (regions.of_node[link.target], regions.of_node[link.source]);
    let owner = regions.list[inside].owner;
    let is_fine = if link.role == Role::Body { owner == Some((link.source, link.port)) } else { inside == outside };
    if is_fine {
        return None;
    }
    let target = from.id(link.target);
    let message = match owner {
        Some((node, port)) => {
            let (control, port) = (from.id(node), from.port(node, port));
            format!(
                "The wire enters the body `{port}` of `{control}` from outside. Nodes of a body are reached from its \
                 port `{port}` only; start the wire there, or take `{target}` out of the body."
            )
        }
        None => format!("The wire leaves the body that `{}` belongs to.", from.id(link.source)),
    };
    Some(Problem::error("wire_into_region", message).at_wire(from.wire(link)).at_node(target))
}

impl Sources<'_> {
    fn id(&self, node: NodeIndex) -> &str {
        &self.document.nodes[node].id
    }

    fn wire(&self, link: &Link) -> String {
        self.document.wires[link.order].label()
    }

    fn port(&self, node: NodeIndex, port: usize) -> &str {
        self.nodes[node].as_ref().map_or("", |resolved| &resolved.outputs[port].id)
    }
}
