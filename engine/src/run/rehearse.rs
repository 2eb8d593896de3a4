//! Nodes that answer without being run: pinned ones, and in a dry run every effect.

use std::sync::Arc;

use node_sdk::{Kind, Map, NodeError, Outcome, Role, Str, Value};

use super::activation::Activation;
use super::perform::prepare;
use crate::program::{ConfigPlan, NodePlan};

/// What is not really done in a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rehearsal {
    /// Whether no effect is really run.
    pub dry: bool,
    /// Outputs that nodes give without being run, by node id.
    pub pins: Map,
    /// Outputs of nodes that the flow does not run, by id or name: for a node that is run alone.
    pub nodes: Map,
    /// Variables the run starts with, beside those of the flow.
    pub variables: Map,
}

impl Rehearsal {
    /// Whether a node answers without being run.
    pub(crate) fn covers(&self, plan: &NodePlan) -> bool {
        (self.dry && plan.kind == Kind::Effect) || self.pins.contains_key(&*plan.id)
    }
}

/// What the node answers: its pin, or what its type gives as a sample. Its configuration must be sound.
pub(crate) fn answer(it: &Arc<Activation>) -> Result<Outcome, NodeError> {
    let plan = it.plan();
    if let Some(output) = it.run.rehearsal.as_ref().and_then(|rehearsal| rehearsal.pins.get(&*plan.id)) {
        return Ok(Outcome { port: way_on(plan), ..Outcome::output(output.clone()) });
    }
    prepare(it)?;
    let sample = plan.node.descriptor.sample.as_ref().map(Value::from).unwrap_or_default();
    Ok(Outcome { port: way_on(plan), ..Outcome::output(sample) })
}

/// The configuration as this execution sees it.
pub(crate) fn configuration(it: &Arc<Activation>) -> Option<Value> {
    match &it.plan().config {
        ConfigPlan::Fixed(_) => Some(it.plan().written.clone()),
        ConfigPlan::Rendered(compiled) => it.render(compiled).ok(),
    }
}

/// The port a node leaves by when all goes well.
fn way_on(plan: &NodePlan) -> Str {
    let descriptor = &plan.node.descriptor;
    let usual = descriptor.ports.outputs.iter().find(|output| output.role == Role::Next && &*output.id == "output");
    match usual {
        Some(output) => output.id.clone(),
        None => descriptor.examples.first().map_or_else(|| "output".into(), |example| example.port.into()),
    }
}
