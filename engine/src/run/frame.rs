//! One execution of a region: its place in the run, the names it sees, and what finished in it.

use std::fmt::Write as _;
use std::sync::Arc;

use node_sdk::{NodeError, Str, Value};
use parking_lot::Mutex;

use super::variables::{Names, Variables};
use crate::program::{NodeIndex, Program, RegionIndex};

/// One execution of a region.
pub(crate) struct Frame {
    pub(crate) region: RegionIndex,
    /// The frame of the control node; none for the whole flow.
    pub(crate) parent: Option<Arc<Frame>>,
    place: Option<Place>,
    locals: Vec<(Str, Value)>,
    outer: Arc<Names>,
    /// The variables at the region's entry, where some join needs them.
    pub(crate) entry: Variables,
    done: Mutex<Vec<Option<Done>>>,
}

/// What tells this execution from the others of its region.
struct Place {
    node: NodeIndex,
    attempt: u32,
    port: Option<Str>,
    round: Option<u64>,
}

/// A node that finished in a frame.
#[derive(Clone, Default)]
pub(crate) struct Done {
    pub(crate) port: Option<Str>,
    pub(crate) output: Value,
    pub(crate) error: Option<NodeError>,
    /// Whether it found nothing wired where it would have gone on.
    pub(crate) is_skipped: bool,
    /// When it started, in milliseconds since 1970, and how long it took, in microseconds; not of pure nodes.
    pub(crate) timing: Option<(i64, u64)>,
    /// Its variables, where some join needs them.
    pub(crate) vars: Option<Variables>,
}

impl Frame {
    /// The frame of the whole flow.
    pub(crate) fn root(program: &Program, vars: &Variables) -> Self {
        Self {
            region: 0,
            parent: None,
            place: None,
            locals: Vec::new(),
            outer: Arc::default(),
            entry: program.regions[0].entry_variables(vars),
            done: Mutex::new(vec![None; program.regions[0].nodes.len()]),
        }
    }

    /// A frame for a body of the given control node, whose variables are `vars`.
    pub(crate) fn inner(parent: &Arc<Self>, program: &Program, spec: InnerSpec, vars: &Variables) -> Self {
        Self {
            region: spec.region,
            parent: Some(Arc::clone(parent)),
            place: Some(Place { node: spec.node, attempt: spec.attempt, port: spec.port, round: spec.round }),
            locals: spec.locals,
            outer: Arc::clone(&vars.step),
            entry: program.regions[spec.region].entry_variables(&vars.entering()),
            done: Mutex::new(vec![None; program.regions[spec.region].nodes.len()]),
        }
    }

    /// A name that this frame or one around it binds.
    pub(crate) fn local(&self, name: &str) -> Option<Value> {
        let own = self.locals.iter().rev().find(|(local, _)| &**local == name).map(|(_, value)| value.clone());
        own.or_else(|| self.outer.get(name).map(|variable| variable.value.clone()))
            .or_else(|| self.parent.as_ref()?.local(name))
    }

    /// What this round of a loop is for.
    pub(crate) fn item(&self) -> Option<Value> {
        self.locals.iter().find(|(name, _)| &**name == "item").map(|(_, value)| value.clone())
    }

    /// The names bound here and around.
    pub(crate) fn local_names(&self) -> Vec<String> {
        let own = self.locals.iter().map(|(name, _)| name.to_string());
        let mut names: Vec<_> = own.chain(self.outer.keys().map(ToString::to_string)).collect();
        names.extend(self.parent.iter().flat_map(|parent| parent.local_names()));
        names
    }

    /// The round of the nearest loop.
    pub(crate) fn round(&self) -> Option<u64> {
        let own = self.place.as_ref().and_then(|place| place.round);
        own.or_else(|| self.parent.as_ref()?.round())
    }

    /// Remembers how a node finished.
    pub(crate) fn finish(&self, slot: usize, done: Done) {
        self.done.lock()[slot] = Some(done);
    }

    /// How a node of this region finished.
    pub(crate) fn done(&self, slot: usize) -> Option<Done> {
        self.done.lock()[slot].clone()
    }

    /// How a node in reach finished, in this frame or one around it.
    pub(crate) fn reach(&self, program: &Program, node: NodeIndex) -> Option<Done> {
        let slot = program.nodes[node].slot;
        if program.regions[self.region].nodes.get(slot) == Some(&node) {
            return self.done(slot);
        }
        self.parent.as_ref()?.reach(program, node)
    }

    /// The attempts and rounds that lead here, outermost first: tells executions of one node apart, in an order
    /// that does not depend on timing.
    pub(crate) fn rounds(&self) -> Vec<(u32, u64)> {
        let mut rounds = self.parent.as_ref().map(|parent| parent.rounds()).unwrap_or_default();
        rounds.extend(self.place.iter().map(|place| (place.attempt, place.round.unwrap_or(0))));
        rounds
    }

    /// Writes the scope path, such as `loop1[3]/try2.try/`.
    pub(crate) fn write_path(&self, program: &Program, out: &mut String) {
        if let Some(parent) = &self.parent {
            parent.write_path(program, out);
        }
        let Some(place) = &self.place else { return };
        out.push_str(&program.nodes[place.node].key);
        if place.attempt > 1 {
            // Writing to a string cannot fail.
            let _ = write!(out, "#{}", place.attempt);
        }
        if let Some(port) = &place.port {
            out.push('.');
            out.push_str(port);
        }
        if let Some(round) = place.round {
            let _ = write!(out, "[{round}]");
        }
        out.push('/');
    }
}

/// What makes an inner frame.
pub(crate) struct InnerSpec {
    pub(crate) region: RegionIndex,
    pub(crate) node: NodeIndex,
    /// From 1; the first is not named in the path.
    pub(crate) attempt: u32,
    /// Named in the path only where the control node has several bodies.
    pub(crate) port: Option<Str>,
    pub(crate) round: Option<u64>,
    pub(crate) locals: Vec<(Str, Value)>,
}
