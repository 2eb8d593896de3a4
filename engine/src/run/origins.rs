//! Where the paths that are alive parted: for every node that ran, the last one that all ways to it came
//! through. Dead wires do not count, so this is known only while the flow runs.

use crate::program::{NodeIndex, Program, RegionPlan};

/// The ways that were taken through one region. Empty where paths cannot part.
pub(crate) struct Origins<'p> {
    program: &'p Program,
    list: Vec<Origin>,
}

#[derive(Clone, Copy, Default)]
struct Origin {
    /// None at the region's entry.
    through: Option<NodeIndex>,
    /// How many such nodes lie before this one, from 1.
    depth: usize,
}

impl<'p> Origins<'p> {
    /// Nothing ran yet.
    pub(crate) fn new(program: &'p Program, region: &RegionPlan) -> Self {
        let nodes = if region.parts { region.nodes.len() } else { 0 };
        Self { program, list: vec![Origin::default(); nodes] }
    }

    /// Notes the nodes whose wires brought a node to life; none is the region's entry.
    pub(crate) fn note(&mut self, node: NodeIndex, from: impl IntoIterator<Item = Option<NodeIndex>>) {
        let through = from.into_iter().reduce(|one, other| self.parted(one, other)).flatten();
        let depth = self.depth(through) + 1;
        if let Some(origin) = self.list.get_mut(self.program.nodes[node].slot) {
            *origin = Origin { through, depth };
        }
    }

    /// The last node that the ways to both came through; none is the region's entry.
    pub(crate) fn parted(&self, one: Option<NodeIndex>, other: Option<NodeIndex>) -> Option<NodeIndex> {
        let (mut one, mut other) = (one, other);
        while one != other {
            let deeper = if self.depth(one) >= self.depth(other) { &mut one } else { &mut other };
            *deeper = deeper.and_then(|node| self.origin(node).through);
        }
        one
    }

    /// How far a node is from the entry.
    pub(crate) fn depth(&self, node: Option<NodeIndex>) -> usize {
        node.map_or(0, |node| self.origin(node).depth)
    }

    fn origin(&self, node: NodeIndex) -> Origin {
        self.list.get(self.program.nodes[node].slot).copied().unwrap_or_default()
    }
}
