//! Which part of a finished run is done again when it is taken up from one of its nodes.

use std::collections::HashSet;

use node_sdk::Role;

use crate::journal::Record;
use crate::program::{NodeIndex, NodePlan, Program};
use crate::run::replay::{BORDERS, PART};

/// One step of a key: a control node with its body, or the node itself.
struct Step<'a> {
    /// The node's id in keys.
    node: &'a str,
    /// The body, where the node has several.
    port: Option<&'a str>,
    round: Option<u64>,
}

impl<'a> Step<'a> {
    fn parse(text: &'a str) -> Self {
        let end = text.find(BORDERS).unwrap_or(text.len());
        let (node, rest) = text.split_at(end);
        let port = rest.split_once('.').map(|(_, port)| port.split(['[', '!']).next().unwrap_or(port));
        let round = rest.split_once('[').and_then(|(_, round)| round.split(']').next()?.parse().ok());
        Self { node, port, round }
    }
}

impl Program {
    /// The keys of all that no longer holds when a run is done again from an activation: that one, all
    /// that it led to, and what was stopped because it failed.
    ///
    /// # Errors
    /// If the flow has no such activation.
    pub fn undone(&self, records: &[Record], from: &str) -> Result<Vec<String>, String> {
        let goal: Vec<_> = from.split('/').map(Step::parse).collect();
        if let Some(step) = goal.iter().find(|step| self.find(step.node).is_none()) {
            return Err(format!("The flow has no node `{}`, so the run cannot be taken up at `{from}`.", step.node));
        }
        let ended = records.iter().rposition(|record| is_of(record.key(), from)).unwrap_or(records.len());
        let mut seen = HashSet::new();
        let undone = records
            .iter()
            .enumerate()
            .filter(|(at, record)| is_stopped(record) || self.follows(&goal, record.key(), *at > ended));
        Ok(undone.map(|(_, record)| record.key().to_owned()).filter(|key| seen.insert(key.clone())).collect())
    }

    /// Whether what a key names can only have happened after the goal, or belongs to it.
    fn follows(&self, goal: &[Step<'_>], key: &str, is_later: bool) -> bool {
        for (step, goal) in key.split('/').map(Step::parse).zip(goal) {
            if step.node != goal.node {
                return self.leads_to(goal.node, step.node);
            }
            if step.port != goal.port && step.port.is_some() && goal.port.is_some() {
                return is_later && !self.is_branch(step.node, step.port);
            }
            if step.round != goal.round && step.round.is_some() && goal.round.is_some() {
                return is_later && step.round > goal.round;
            }
        }
        key.split('/').count() >= goal.len()
    }

    fn find(&self, key: &str) -> Option<NodeIndex> {
        self.nodes.iter().position(|plan| *plan.key == *key)
    }

    /// Whether a path leads from one node to another of the same body.
    fn leads_to(&self, from: &str, to: &str) -> bool {
        let (Some(from), Some(to)) = (self.find(from), self.find(to)) else { return false };
        let (mut open, mut seen) = (vec![from], HashSet::new());
        while let Some(node) = open.pop() {
            for wire in self.nodes[node].ports.iter().flat_map(|port| &port.wires) {
                if wire.target == to {
                    return true;
                }
                if seen.insert(wire.target) {
                    open.push(wire.target);
                }
            }
        }
        false
    }

    /// Whether a body runs beside its sisters, and not because of how they ended.
    fn is_branch(&self, node: &str, port: Option<&str>) -> bool {
        let derived = |plan: &NodePlan| {
            let ports = &plan.node.descriptor.ports;
            let is_fixed = ports.outputs.iter().any(|output| Some(&*output.id) == port && output.role == Role::Body);
            !is_fixed && ports.derived.is_some()
        };
        self.find(node).is_some_and(|node| derived(&self.nodes[node]))
    }
}

/// The key of the activation that a call was made by, also where it was made for one of several machines.
pub fn activation_of(key: &str) -> &str {
    key.split_once(PART).map_or(key, |(activation, _)| activation)
}

/// Whether a record is of this very activation, or of something in it.
fn is_of(key: &str, goal: &str) -> bool {
    key.strip_prefix(goal).is_some_and(|rest| rest.is_empty() || rest.starts_with(BORDERS))
}

fn is_stopped(record: &Record) -> bool {
    let Record::Finished { result: Err(error), .. } = record else { return false };
    error.kind == node_sdk::ErrorKind::CANCELLED
}
