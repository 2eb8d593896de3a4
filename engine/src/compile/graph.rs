//! The flow as a graph: cycles, and what a port reaches. Only this file knows petgraph.

use std::collections::HashSet;

use petgraph::Direction::Incoming;
use petgraph::algo::{tarjan_scc, toposort};
use petgraph::graph::{DiGraph, NodeIndex as Index};
use petgraph::visit::{Dfs, DfsPostOrder};

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
        self.0.edges_directed(Index::new(node), Incoming).count()
    }
}

/// How many nodes are before each on the longest way that leads to it and not back. `wires` are (source, target).
pub(crate) fn columns(nodes: usize, wires: impl IntoIterator<Item = (NodeIndex, NodeIndex)>) -> Vec<i64> {
    let Graph(graph) = Graph::new(nodes, wires.into_iter().map(|(source, target)| (0, source, target)));
    let begins = |index: &Index| graph.neighbors_directed(*index, Incoming).next().is_none();
    let mut walk = DfsPostOrder::empty(&graph);
    let mut order = Vec::with_capacity(nodes);
    for root in graph.node_indices().filter(begins).chain(graph.node_indices()) {
        walk.move_to(root);
        while let Some(index) = walk.next(&graph) {
            order.push(index);
        }
    }
    let (mut is_done, mut columns) = (vec![false; nodes], vec![0; nodes]);
    for index in order.into_iter().rev() {
        is_done[index.index()] = true;
        let next = columns[index.index()] + 1;
        for after in graph.neighbors(index).map(Index::index).filter(|after| !is_done[*after]) {
            columns[after] = next.max(columns[after]);
        }
    }
    columns
}
