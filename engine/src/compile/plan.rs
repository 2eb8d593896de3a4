//! Lays a sound document out as a program: slots, ports, entries, joins.

use std::collections::HashMap;
use std::time::Duration;

use node_sdk::{Repeat, Str};

use super::config::Configs;
use super::each::{COPY, original};
use super::graph::Graph;
use super::regions::Regions;
use super::wires::{Link, Resolved};
use crate::Caps;
use crate::document::{Document, Node};
use crate::program::{Bounds, ConfigPlan, NodeIndex, NodePlan, PortPlan, Program, RegionPlan, StartPlan, WirePlan};
use crate::run::site::SitePlan;

const DAY: f64 = 86_400.0;
const ITERATIONS: u64 = 10_000;
const STEPS: u64 = 100_000;
const TARGETS: usize = 5;

/// What the passes before have found out.
pub(super) struct Parts<'a> {
    pub(super) document: &'a Document,
    pub(super) caps: &'a Caps,
    pub(super) nodes: Vec<Option<Resolved>>,
    pub(super) configs: Vec<Option<ConfigPlan>>,
    pub(super) sites: Vec<SitePlan>,
    pub(super) links: &'a [Link],
    pub(super) graph: &'a Graph,
    pub(super) regions: &'a Regions,
    pub(super) starts: Vec<StartPlan>,
    /// Positions in `links` of what leaves and what reaches each node.
    pub(super) outgoing: Vec<Vec<usize>>,
    pub(super) incoming: Vec<Vec<usize>>,
}

/// Positions in `links` by the node that `end` names.
pub(super) fn index(links: &[Link], nodes: usize, end: fn(&Link) -> NodeIndex) -> Vec<Vec<usize>> {
    let mut index = vec![Vec::new(); nodes];
    for (position, link) in links.iter().enumerate() {
        index[end(link)].push(position);
    }
    index
}

impl Parts<'_> {
    /// The program; `None` if some node has no type or configuration, which was reported before.
    pub(super) fn build(mut self, configs: Configs) -> Option<Program> {
        let regions = self.region_plans();
        let nodes = self.node_plans(&regions)?;
        configs.compiler.finish();
        let settings = &self.document.settings;
        Some(Program {
            name: self.document.name.as_str().into(),
            parameters: self.document.parameters.clone(),
            variables: self.document.variables.clone(),
            by_name: self.names(),
            nodes,
            regions,
            starts: std::mem::take(&mut self.starts),
            expressions: configs.expressions,
            timeout: seconds(settings.timeout.unwrap_or(DAY)),
            durability: settings.durability,
            concurrency: settings.concurrency.clone(),
            priority: settings.priority,
            max_parallel_targets: settings.max_parallel_targets.map_or(TARGETS, |most| most as usize),
            bounds: Bounds {
                iterations: settings.limits.iterations.unwrap_or(ITERATIONS).min(self.caps.iterations),
                steps: settings.limits.steps.unwrap_or(STEPS).min(self.caps.steps),
                output_bytes: self.caps.output_bytes,
            },
        })
    }

    /// Nodes by id, and by name where that is the only one of its kind.
    fn names(&self) -> HashMap<Str, NodeIndex> {
        let mut names: HashMap<Str, Option<NodeIndex>> = HashMap::new();
        for (index, node) in self.document.nodes.iter().enumerate().filter(|(_, node)| !node.name.is_empty()) {
            names.entry(node.name.as_str().into()).and_modify(|known| *known = None).or_insert(Some(index));
        }
        names.extend(self.document.nodes.iter().enumerate().map(|(index, node)| (node.id.clone(), Some(index))));
        names.into_iter().filter_map(|(name, index)| Some((name, index?))).collect()
    }

    fn region_plans(&self) -> Vec<RegionPlan> {
        let mut plans: Vec<_> = self
            .regions
            .list
            .iter()
            .map(|_| RegionPlan { nodes: Vec::new(), entries: Vec::new(), parts: false })
            .collect();
        for (node, region) in self.regions.of_node.iter().enumerate() {
            plans[*region].nodes.push(node);
        }
        for (index, plan) in plans.iter_mut().enumerate() {
            let owner = self.regions.list[index].owner;
            plan.entries = plan.nodes.iter().copied().filter(|node| self.is_entry(*node, owner)).collect();
            plan.parts = plan.entries.len() > 1 || plan.nodes.iter().any(|node| self.ways_from(*node) > 1);
        }
        plans
    }

    /// Wires that leave a node and stay in its region.
    fn wires_from(&self, node: NodeIndex) -> impl Iterator<Item = &Link> {
        self.outgoing[node].iter().map(|link| &self.links[*link]).filter(|link| !link.is_loop && self.is_within(link))
    }

    /// Wires that leave a node and start no body; those that close a loop count too.
    fn ways_from(&self, node: NodeIndex) -> usize {
        self.outgoing[node]
            .iter()
            .map(|link| &self.links[*link])
            .filter(|link| link.is_loop || self.is_within(link))
            .count()
    }

    fn is_entry(&self, node: NodeIndex, owner: Option<(NodeIndex, usize)>) -> bool {
        match owner {
            Some(owner) => self.wires_to(node).any(|link| (link.source, link.port) == owner),
            None => self.graph.incoming(node) == 0 && !self.is_stray(node),
        }
    }

    /// Whether a flow with a start of its own never reaches the node.
    fn is_stray(&self, node: NodeIndex) -> bool {
        let is_start = |resolved: &Option<Resolved>| resolved.as_ref().is_some_and(Resolved::is_start);
        self.nodes.iter().any(is_start) && !is_start(&self.nodes[node])
    }

    fn node_plans(&mut self, regions: &[RegionPlan]) -> Option<Vec<NodePlan>> {
        let mut slots = vec![0; self.document.nodes.len()];
        for region in regions {
            for (slot, node) in region.nodes.iter().enumerate() {
                slots[*node] = slot;
            }
        }
        let (configs, sites) = (std::mem::take(&mut self.configs), std::mem::take(&mut self.sites));
        let document = self.document;
        let plan = |(index, ((node, config), site)): (usize, ((&Node, Option<ConfigPlan>), SitePlan))| {
            self.node_plan(index, node, (config?, site), slots[index])
        };
        document.nodes.iter().zip(configs).zip(sites).enumerate().map(plan).collect()
    }

    fn node_plan(
        &self,
        index: NodeIndex,
        node: &Node,
        (config, site): (ConfigPlan, SitePlan),
        slot: usize,
    ) -> Option<NodePlan> {
        let resolved = self.nodes[index].as_ref()?;
        let entry = &resolved.entry;
        let ports = self.port_plans(index, resolved);
        let is_fork = ports.iter().any(|port| port.wires.len() + usize::from(port.yields) > 1);
        Some(NodePlan {
            id: original(&node.id).into(),
            key: node.id.clone(),
            name: if node.name.is_empty() { entry.node.descriptor.name } else { &node.name }.into(),
            shown: self.first_of(index),
            copies: self.copies_of(index),
            type_id: entry.node.descriptor.type_id.into(),
            node: std::sync::Arc::clone(&entry.node),
            kind: entry.node.kind(&node.config),
            arrival: entry.node.arrival(&node.config),
            written: node.config.clone(),
            config,
            slot,
            incoming: self.wires_to(index).filter(|link| self.is_within(link)).count(),
            ports,
            disabled: node.disabled,
            on_error: node.on_error.unwrap_or(self.document.settings.on_error),
            timeout: node.timeout.map(seconds),
            retry: node.retry,
            output_variable: node.output_variable.clone(),
            repeatable: node.repeatable.unwrap_or(entry.node.descriptor.repeat == Repeat::Safe),
            site,
            is_fork,
        })
    }

    /// The node that a copy is shown as.
    fn first_of(&self, index: NodeIndex) -> NodeIndex {
        let id = original(&self.document.nodes[index].id);
        (0..=index).rev().find(|at| &*self.document.nodes[*at].id == id).unwrap_or(index)
    }

    /// The copies of a node; they follow it.
    fn copies_of(&self, index: NodeIndex) -> Vec<NodeIndex> {
        let id = &self.document.nodes[index].id;
        let is_copy = |at: &NodeIndex| {
            self.document.nodes[*at].id.contains(COPY) && original(&self.document.nodes[*at].id) == &**id
        };
        (index + 1..self.document.nodes.len()).take_while(is_copy).collect()
    }

    fn wires_to(&self, node: NodeIndex) -> impl Iterator<Item = &Link> {
        self.incoming[node].iter().map(|link| &self.links[*link]).filter(|link| !link.is_loop)
    }

    fn is_within(&self, link: &Link) -> bool {
        self.regions.of_node[link.source] == self.regions.of_node[link.target]
    }

    fn port_plans(&self, node: NodeIndex, resolved: &Resolved) -> Vec<PortPlan> {
        let plan = |(port, output): (usize, &node_sdk::Output)| {
            let wires = self.wires_from(node).filter(|link| link.port == port);
            let all = self.outgoing[node].iter().map(|link| &self.links[*link]);
            PortPlan {
                id: output.id.clone(),
                wires: wires.map(|link| WirePlan { order: link.order, target: link.target }).collect(),
                yields: all.filter(|link| link.port == port).any(|link| link.is_loop),
                region: self.regions.list.iter().position(|region| region.owner == Some((node, port))),
            }
        };
        resolved.outputs.iter().enumerate().map(plan).collect()
    }
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}
