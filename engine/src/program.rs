//! A flow made ready to run: everything that can be decided before a run is decided here.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use node_sdk::{Arrival, Kind, Map, Node, NodeError, Prepared, Schedule, Str, Trigger, Value};
use smallvec::SmallVec;

use crate::compile::{RulePlan, check_rules, over as over_parameters};
use crate::document::{Concurrency, Durability, OnError, Parameter, Retry};
use crate::expr::{Compiled, nearest};
use crate::problem::Problem;
use crate::run::Variables;
use crate::run::site::SitePlan;

/// Index of a node in its program, in document order.
pub(crate) type NodeIndex = usize;
/// Index of a region; 0 is the whole flow.
pub(crate) type RegionIndex = usize;

/// A compiled flow. Made by [`crate::Engine::compile`]; shared by all runs of one version.
pub struct Program {
    pub(crate) name: Str,
    pub(crate) parameters: IndexMap<Str, Parameter>,
    pub(crate) variables: IndexMap<Str, Value>,
    pub(crate) nodes: Vec<NodePlan>,
    pub(crate) regions: Vec<RegionPlan>,
    /// In document order; none where every node begins that no wire leads to.
    pub(crate) starts: Vec<StartPlan>,
    pub(crate) by_name: HashMap<Str, NodeIndex>,
    pub(crate) expressions: Expressions,
    pub(crate) timeout: Duration,
    pub(crate) durability: Durability,
    pub(crate) concurrency: Option<Concurrency>,
    pub(crate) priority: i32,
    /// How many machines a node works on at the same time.
    pub(crate) max_parallel_targets: usize,
    pub(crate) bounds: Bounds,
}

/// Characters of a concurrency key that count.
const LONGEST_KEY: usize = 200;

/// What deferred fields were compiled to, by their text.
#[derive(Default)]
pub(crate) struct Expressions {
    pub(crate) scripts: HashMap<Str, Arc<Compiled>>,
    pub(crate) values: HashMap<String, Arc<Compiled>>,
    pub(crate) rules: Vec<RulePlan>,
    pub(crate) concurrency_key: Option<Compiled>,
}

/// The bounds that hold for a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) iterations: u64,
    pub(crate) steps: u64,
    pub(crate) output_bytes: usize,
}

/// One node, ready to run.
pub(crate) struct NodePlan {
    pub(crate) id: Str,
    /// What people call it.
    pub(crate) name: Str,
    /// Its id in keys: that of a copy has a number.
    pub(crate) key: Str,
    /// The node that a copy is shown as.
    pub(crate) shown: NodeIndex,
    pub(crate) copies: Vec<NodeIndex>,
    pub(crate) type_id: Str,
    pub(crate) node: Arc<Node>,
    /// How it is treated with this configuration.
    pub(crate) kind: Kind,
    pub(crate) arrival: Arrival,
    /// The configuration as it was written.
    pub(crate) written: Value,
    pub(crate) config: ConfigPlan,
    pub(crate) slot: usize,
    pub(crate) incoming: usize,
    pub(crate) ports: Vec<PortPlan>,
    pub(crate) disabled: bool,
    pub(crate) on_error: OnError,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<Retry>,
    pub(crate) output_variable: Option<Str>,
    pub(crate) repeatable: bool,
    pub(crate) site: SitePlan,
    /// Whether paths part here, so that a join may need the variables as this node left them.
    pub(crate) is_fork: bool,
}

/// A node that runs begin at.
pub(crate) struct StartPlan {
    pub(crate) node: NodeIndex,
    /// What starts runs there, and whether it is disabled.
    pub(crate) trigger: Option<(Trigger, bool)>,
}

/// A node's configuration.
pub(crate) enum ConfigPlan {
    /// The same for every execution.
    Fixed(Prepared),
    /// Rendered for each execution.
    Rendered(Compiled),
}

/// An output port with what hangs on it.
pub(crate) struct PortPlan {
    pub(crate) id: Str,
    pub(crate) wires: SmallVec<[WirePlan; 1]>,
    /// Whether a loop wire leaves here.
    pub(crate) yields: bool,
    /// The region a body port starts.
    pub(crate) region: Option<RegionIndex>,
}

/// A wire to a node of the same region.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WirePlan {
    /// Position in the document.
    pub(crate) order: usize,
    pub(crate) target: NodeIndex,
}

/// The nodes one control node's body port owns.
pub(crate) struct RegionPlan {
    pub(crate) nodes: Vec<NodeIndex>,
    pub(crate) entries: Vec<NodeIndex>,
    /// Whether paths part in it, so that its variables may have to be merged.
    pub(crate) parts: bool,
}

impl RegionPlan {
    /// The variables at the entry, where a merge may need them. Keeping them costs a copy of all
    /// variables at the first change, so a plain chain does not.
    pub(crate) fn entry_variables(&self, vars: &Variables) -> Variables {
        if self.parts { vars.clone() } else { Variables::default() }
    }
}

impl NodePlan {
    pub(crate) fn port(&self, id: &str) -> Option<&PortPlan> {
        self.ports.iter().find(|port| &*port.id == id)
    }
}

impl Program {
    /// Checks what a run is given, and fills the defaults in.
    ///
    /// # Errors
    /// Every parameter that is missing, unknown, of the wrong type or outside its bounds; if
    /// there is none, every rule of the flow that does not hold.
    pub fn parameters(&self, given: &Map) -> Result<Map, Vec<Problem>> {
        let mut problems: Vec<_> = given.keys().filter_map(|name| self.refuse_unknown(name)).collect();
        let mut values = Map::default();
        for (name, parameter) in &self.parameters {
            let value = given.get(name).or(parameter.default.as_ref());
            let field = format!("parameters/{name}");
            match value {
                Some(value) => {
                    let refused = parameter.refuse(name, value);
                    problems.extend(refused.map(|message| Problem::error("bad_parameter", message).at_field(field)));
                    values.insert(name.clone(), value.clone());
                }
                None if parameter.required => {
                    let message = format!("`{name}` is required; give it a value.");
                    problems.push(Problem::error("missing_parameter", message).at_field(field));
                }
                None => {
                    values.insert(name.clone(), Value::Null);
                }
            }
        }
        if problems.is_empty() {
            problems = check_rules(&self.expressions.rules, &values);
        }
        if problems.is_empty() { Ok(values) } else { Err(problems) }
    }

    fn refuse_unknown(&self, name: &Str) -> Option<Problem> {
        if self.parameters.contains_key(name) {
            return None;
        }
        let near = nearest(name, self.parameters.keys().map(AsRef::as_ref));
        let hint = near.map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
        let message = format!("This flow has no parameter `{name}`.{hint}");
        Some(Problem::error("unknown_parameter", message).at_field(format!("parameters/{name}")))
    }

    /// What starts runs by itself, each with its node's id.
    pub fn triggers(&self) -> impl Iterator<Item = (&str, &Trigger)> {
        self.starts.iter().filter_map(|start| match &start.trigger {
            Some((trigger, is_off)) if !is_off => Some((&*self.nodes[start.node].id, trigger)),
            _ => None,
        })
    }

    /// The schedules among them.
    pub(crate) fn schedules(&self) -> impl Iterator<Item = (&str, &Schedule)> {
        self.triggers().filter_map(|(node, trigger)| match trigger {
            Trigger::Schedule(schedule) => Some((node, schedule)),
            Trigger::Webhook(_) => None,
        })
    }

    /// Whether a run can begin at the node of this id.
    pub fn begins_at(&self, id: &str) -> bool {
        self.starts.iter().any(|start| *self.nodes[start.node].id == *id)
    }

    /// The start that a run begins at: the one of this id; else the one that is no trigger, else the first. None where
    /// every node begins that no wire leads to.
    pub(crate) fn entry(&self, id: Option<&str>) -> Option<NodeIndex> {
        let named = id.and_then(|id| self.starts.iter().find(|start| *self.nodes[start.node].id == *id));
        let usual = || self.starts.iter().find(|start| start.trigger.is_none()).or(self.starts.first());
        named.or_else(usual).map(|start| start.node)
    }

    /// Whether a parameter's value must not be shown.
    pub fn is_secret(&self, name: &str) -> bool {
        self.parameters.get(name).is_some_and(|parameter| parameter.secret)
    }

    /// The type of a parameter as the document has it, such as `integer`.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.get(name)
    }

    /// The names of the parameters, as the document has them.
    pub fn parameter_names(&self) -> impl Iterator<Item = &Str> {
        self.parameters.keys()
    }

    /// How many runs may go on at the same time, where that is limited.
    pub fn concurrency(&self) -> Option<&Concurrency> {
        self.concurrency.as_ref()
    }

    /// What a run with these parameters counts together with; empty where the flow has no key.
    ///
    /// # Errors
    /// If the key cannot be evaluated.
    pub fn concurrency_key(&self, parameters: &Map) -> Result<String, NodeError> {
        let Some(key) = &self.expressions.concurrency_key else { return Ok(String::new()) };
        let shown = || self.concurrency.as_ref().and_then(|limits| limits.key.clone()).unwrap_or_default();
        let value = over_parameters(parameters, key).map_err(|error| error.into_node_error(&shown()))?;
        Ok(value.to_text().chars().take(LONGEST_KEY).collect())
    }

    /// Which waiting run is started first: the one with the highest.
    pub fn priority(&self) -> i32 {
        self.priority
    }

    /// The durability the flow asks for.
    pub fn durability(&self) -> Durability {
        self.durability
    }
}
