//! Where runs begin: the flow's start, and nodes that start runs by themselves.

use std::collections::HashSet;

use node_sdk::Trigger;

use super::graph::Graph;
use super::wires::Resolved;
use crate::document::Document;
use crate::problem::Problem;
use crate::program::{ConfigPlan, NodeIndex, Program, StartPlan};

/// Triggers of one flow.
const MOST_TRIGGERS: usize = 50;

/// Finds the starts of a flow, and what is wrong with them.
pub(super) fn find(
    document: &Document,
    nodes: &[Option<Resolved>],
    configs: &[Option<ConfigPlan>],
    problems: &mut Vec<Problem>,
) -> Vec<StartPlan> {
    if document.nodes.is_empty() {
        problems.push(Problem::error("no_nodes", "The flow has no nodes. Add one to begin with.").at_field("nodes"));
    }
    let mut starts = Vec::new();
    for (index, (node, config)) in nodes.iter().zip(configs).enumerate() {
        let Some(resolved) = node.as_ref().filter(|resolved| resolved.is_start()) else { continue };
        let is_off = document.nodes[index].disabled;
        let trigger = match config {
            Some(ConfigPlan::Fixed(config)) => resolved.entry.node.trigger(config).map(|trigger| (trigger, is_off)),
            Some(ConfigPlan::Rendered(_)) => {
                let message = "What starts runs is read before there is a run. Write its fields without `{{ }}`.";
                problems.push(Problem::error("not_plain", message).at_node(document.nodes[index].id.as_ref()));
                None
            }
            None => None,
        };
        starts.push(StartPlan { node: index, trigger });
    }
    refuse_too_many(document, &starts, problems);
    starts
}

fn refuse_too_many(document: &Document, starts: &[StartPlan], problems: &mut Vec<Problem>) {
    let id = |start: &StartPlan| &document.nodes[start.node].id;
    let plain: Vec<_> = starts.iter().filter(|start| start.trigger.is_none()).collect();
    for extra in plain.iter().skip(1) {
        let message = format!("A flow has one start at most; `{}` is one already. Delete one of them.", id(plain[0]));
        problems.push(Problem::error("two_starts", message).at_node(id(extra).as_ref()));
    }
    for extra in starts.iter().filter(|start| start.trigger.is_some()).skip(MOST_TRIGGERS) {
        let message = format!("A flow has {MOST_TRIGGERS} triggers at most. Give others a flow of their own.");
        problems.push(Problem::error("too_many_triggers", message).at_node(id(extra).as_ref()));
    }
}

/// Warns of nodes that no start leads to.
pub(super) fn warn(document: &Document, starts: &[StartPlan], graph: &Graph, problems: &mut Vec<Problem>) {
    if starts.is_empty() {
        return;
    }
    let is_start = |index: &NodeIndex| starts.iter().any(|start| start.node == *index);
    for index in (0..document.nodes.len()).filter(|index| !is_start(index) && graph.incoming(*index) == 0) {
        let message = "No wire leads to this node, so it never runs. Wire it up or delete it.";
        problems.push(Problem::warning("unreachable", message).at_node(document.nodes[index].id.as_ref()));
    }
}

/// What is wrong with the parameters that schedules give.
pub(super) fn check(program: &Program) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (node, schedule) in program.schedules() {
        for name in schedule.parameters.keys().filter(|name| program.is_secret(name)) {
            let message =
                format!("`{name}` is secret, and what a schedule gives can be read by all who can read the flow.");
            problems.push(Problem::error("secret_in_document", message).at_node(node).at_field("config/parameters"));
        }
        for problem in program.parameters(&schedule.parameters).err().into_iter().flatten() {
            let message = format!("With these parameters no run could start: {}", problem.message);
            problems.push(Problem::error(&problem.code, message).at_node(node).at_field("config/parameters"));
        }
    }
    problems.extend(addresses_given_twice(program));
    problems
}

fn addresses_given_twice(program: &Program) -> impl Iterator<Item = Problem> {
    let mut seen = HashSet::new();
    program.triggers().filter_map(move |(node, trigger)| match trigger {
        Trigger::Webhook(hook) if !seen.insert((hook.method, &hook.path)) => {
            let message = format!("Another webhook of this flow has the path `{}`. Choose another one.", hook.path);
            Some(Problem::error("address_twice", message).at_node(node).at_field("config/path"))
        }
        _ => None,
    })
}
