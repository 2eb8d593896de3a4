//! The flow as a graph: cycles, and what a port reaches. Only this file knows petgraph.

use std::collections::HashSet;

use petgraph::Direction;
use petgraph::algo::{tarjan_scc, toposort};
use petgraph::graph::{DiGraph, NodeIndex as Index};
use petgraph::visit::Dfs;

use crate::program::NodeIndex;

/// The wires of a flow, loop wires apart. Edges carry the wire's position in the document.
pub(super) struct Graph(DiGraph<(), usize>);

impl Graph {
    /// `wires` are (position, source, target).
    pub(super) fn new(nodes: usize, wires: impl IntoIterator<Item = (usize, NodeIndex, NodeIndex)>) -> Self {
        let mut graph = DiGraph::with_capacity(nodes, 0);
        for _ in 0..nodes {
            graph.add_node(());
        }
        for (order, source, target) in wires {
            graph.add_edge(Index::new(source), Index::new(target), order);
        }
        Self(graph)
    }

    /// Nodes so that every wire points forward, or the cycles there are.
    pub(super) fn order(&self) -> Result<Vec<NodeIndex>, Vec<Vec<NodeIndex>>> {
        toposort(&self.0, None).map(|order| order.into_iter().map(Index::index).collect()).map_err(|_| {
            let cycles = tarjan_scc(&self.0).into_iter().filter(|part| part.len() > 1);
            let sorted = |part: Vec<Index>| {
                let mut part: Vec<_> = part.into_iter().map(Index::index).collect();
                part.sort_unstable();
                part
            };
            cycles.map(sorted).collect()
        })
    }

    /// Everything that can be reached from the given nodes, they included.
    pub(super) fn reach(&self, from: &[NodeIndex]) -> HashSet<NodeIndex> {
        let mut seen = HashSet::new();
        let mut search = Dfs::empty(&self.0);
        for start in from {
            search.move_to(Index::new(*start));
            while let Some(next) = search.next(&self.0) {
                seen.insert(next.index());
            }
        }
        seen
    }

    /// How many wires reach a node.
    pub(super) fn incoming(&self, node: NodeIndex) -> usize {
        self.0.edges_directed(Index::new(node), Direction::Incoming).count()
    }
}
