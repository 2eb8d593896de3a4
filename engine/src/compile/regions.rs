//! Regions: which nodes each body port owns, and that no wire crosses a region's border.

use std::collections::{HashMap, HashSet};

use node_sdk::Role;

use super::graph::Graph;
use super::wires::{Link, Resolved};
use crate::document::Document;
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

/// Gives every node its region.
pub(super) fn find(
    document: &Document,
    nodes: &[Option<Resolved>],
    links: &[Link],
    graph: &Graph,
    order: &[NodeIndex],
    deepest: usize,
    problems: &mut Vec<Problem>,
) -> Regions {
    let mut regions = Regions { of_node: vec![0; document.nodes.len()], list: vec![Region { owner: None, depth: 0 }] };
    let mut bodies: HashMap<(NodeIndex, usize), Vec<NodeIndex>> = HashMap::new();
    for link in links.iter().filter(|link| link.role == Role::Body && !link.is_loop) {
        bodies.entry((link.source, link.port)).or_default().push(link.target);
    }
    for &node in order {
        let Some(resolved) = &nodes[node] else { continue };
        for port in (0..resolved.outputs.len()).filter(|port| resolved.outputs[*port].role == Role::Body) {
            let Some(entries) = bodies.get(&(node, port)) else { continue };
            let depth = regions.list[regions.of_node[node]].depth + 1;
            if depth > deepest {
                let message = format!("Bodies are nested more than {deepest} deep here. Move the inner part into a flow of its own.");
                problems.push(Problem::error("too_deep", message).at_node(document.nodes[node].id.as_ref()));
                return regions;
            }
            claim(&mut regions, Region { owner: Some((node, port)), depth }, &graph.reach(entries));
        }
    }
    check_borders(document, nodes, links, &regions, problems);
    regions
}

fn claim(regions: &mut Regions, region: Region, nodes: &HashSet<NodeIndex>) {
    let index = regions.list.len();
    regions.list.push(region);
    for &node in nodes {
        regions.of_node[node] = index;
    }
}

fn check_borders(
    document: &Document,
    nodes: &[Option<Resolved>],
    links: &[Link],
    regions: &Regions,
    problems: &mut Vec<Problem>,
) {
    for link in links {
        let (from, to) = (regions.of_node[link.source], regions.of_node[link.target]);
        let wire = &document.wires[link.order];
        let id = |node: NodeIndex| &document.nodes[node].id;
        let port_of = |(node, port): (NodeIndex, usize)| {
            nodes[node].as_ref().map(|resolved| resolved.outputs[port].id.clone()).unwrap_or_default()
        };
        if link.is_loop {
            if regions.list[from].owner.map(|owner| owner.0) != Some(link.target) {
                let message = format!(
                    "The loop wire goes back to `{}`, but `{}` is not part of that node's own body. A loop wire starts at a node of the body it closes.",
                    id(link.target), id(link.source)
                );
                problems.push(Problem::error("wrong_loop_wire", message).at_wire(wire.label()).at_node(id(link.source).as_ref()));
            }
            continue;
        }
        let is_fine = if link.role == Role::Body { regions.list[to].owner == Some((link.source, link.port)) } else { from == to };
        if is_fine {
            continue;
        }
        let message = match regions.list[to].owner {
            Some(owner) => format!(
                "The wire enters the body `{}` of `{}` from outside. Nodes of a body are reached from its port `{}` only; start the wire there, or take `{}` out of the body.",
                port_of(owner), id(owner.0), port_of(owner), id(link.target)
            ),
            None => format!("The wire leaves the body that `{}` belongs to.", id(link.source)),
        };
        problems.push(Problem::error("wire_into_region", message).at_wire(wire.label()).at_node(id(link.target).as_ref()));
    }
}
