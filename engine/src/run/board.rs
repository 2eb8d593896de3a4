//! Deciding what is ready, what is dead and what a region comes to. Pure: no await, no clock.

use std::collections::VecDeque;

use node_sdk::{Arrival, Message, Str};
use smallvec::SmallVec;

use super::frame::Frame;
use super::origins::Origins;
use super::variables::Variables;
use crate::program::{NodeIndex, Program};

/// A node that may start.
#[derive(Clone)]
pub(crate) struct Ready {
    pub(crate) node: NodeIndex,
    pub(crate) input: Input,
    /// Every live wire's source and message, where several joined.
    pub(crate) joined: Vec<(NodeIndex, Message)>,
    /// The wire that came first, where the node waits for no other.
    pub(crate) first: Option<usize>,
}

impl Ready {
    fn new(node: NodeIndex, input: Input) -> Self {
        Self { node, input, joined: Vec::new(), first: None }
    }
}

/// What a wire carried.
#[derive(Clone)]
pub(crate) struct Input {
    pub(crate) message: Message,
    pub(crate) vars: Variables,
    /// The node that handed on; none at the entry.
    pub(crate) from: Option<NodeIndex>,
}

#[derive(Default)]
struct Waiting {
    settled: usize,
    /// Whether the node went on already, and drops what still comes.
    is_gone: bool,
    live: SmallVec<[(usize, Input); 2]>,
}

/// The state of one region's wires.
pub(crate) struct Board<'p> {
    program: &'p Program,
    origins: Origins<'p>,
    waiting: Vec<Waiting>,
    ready: VecDeque<Ready>,
    leaves: SmallVec<[Leaf; 1]>,
    skipped: Vec<NodeIndex>,
    /// The wires that came first when the run was executed before.
    firsts: Vec<(NodeIndex, usize)>,
}

/// What a region begins with.
pub(crate) struct Begin {
    /// The start that the whole flow begins at, where it has any: nothing comes from the others.
    pub(crate) entry: Option<NodeIndex>,
    pub(crate) message: Message,
    pub(crate) vars: Variables,
    /// The wires that came first when the run was executed before.
    pub(crate) firsts: Vec<(NodeIndex, usize)>,
}

/// Where a path ended.
struct Leaf {
    node: NodeIndex,
    message: Message,
    vars: Variables,
    yields: bool,
}

impl<'p> Board<'p> {
    /// A region about to begin.
    pub(crate) fn new(program: &'p Program, frame: &Frame, begin: Begin) -> Self {
        let Begin { entry, message, vars, firsts } = begin;
        let entry = entry.filter(|_| frame.parent.is_none());
        let plan = &program.regions[frame.region];
        let has_joins = plan.nodes.iter().any(|node| program.nodes[*node].incoming > 1)
            || plan.entries.iter().any(|node| program.nodes[*node].incoming > 0);
        let waiting = if has_joins { plan.nodes.len() } else { 0 };
        let mut board = Self {
            program,
            origins: Origins::new(program, plan),
            waiting: std::iter::repeat_with(Waiting::default).take(waiting).collect(),
            ready: VecDeque::with_capacity(plan.entries.len()),
            leaves: SmallVec::new(),
            skipped: Vec::new(),
            firsts,
        };
        let inputs = std::iter::repeat_n(Input { message, vars, from: None }, plan.entries.len());
        for (&node, input) in plan.entries.iter().zip(inputs) {
            if entry.is_some_and(|entry| entry != node) {
                board.skipped.push(node);
                board.kill(frame, node);
                continue;
            }
            match program.nodes[node].incoming {
                0 => board.start(node, input),
                _ => board.waiting[program.nodes[node].slot].live.push((0, input)),
            }
        }
        board
    }

    /// The next node that may start.
    pub(crate) fn next(&mut self) -> Option<Ready> {
        self.ready.pop_front()
    }

    /// Nodes found dead since the last call.
    pub(crate) fn take_skipped(&mut self) -> Vec<NodeIndex> {
        std::mem::take(&mut self.skipped)
    }

    /// A node left by a port: its wires carry, all others are dead.
    pub(crate) fn leave(&mut self, frame: &Frame, node: NodeIndex, port: &Str, message: Message, vars: Variables) {
        let program = self.program;
        let mut end = Some((message, vars));
        for plan in &program.nodes[node].ports {
            let taken = plan.id == *port;
            for (index, wire) in plan.wires.iter().enumerate() {
                let is_last = index + 1 == plan.wires.len();
                let carried = match (taken, is_last && !plan.yields) {
                    (false, _) => None,
                    (true, true) => end.take(),
                    (true, false) => end.clone(),
                };
                let input = carried.map(|(message, vars)| Input { message, vars, from: Some(node) });
                self.settle(frame, wire.target, wire.order, input);
            }
            if taken
                && plan.yields
                && let Some((message, vars)) = end.take()
            {
                self.leaves.push(Leaf { node, message, vars, yields: true });
            }
        }
        if let Some((message, vars)) = end {
            self.leaves.push(Leaf { node, message, vars, yields: false });
        }
    }

    /// A node ended its path: all its wires are dead.
    pub(crate) fn end(&mut self, frame: &Frame, node: NodeIndex, message: Message, vars: Variables) {
        self.kill(frame, node);
        self.leaves.push(Leaf { node, message, vars, yields: false });
    }

    fn kill(&mut self, frame: &Frame, node: NodeIndex) {
        let mut dead = vec![node];
        while let Some(node) = dead.pop() {
            let program = self.program;
            for wire in program.nodes[node].ports.iter().flat_map(|port| &port.wires) {
                if self.settle_dead(frame, wire.target) {
                    self.skipped.push(wire.target);
                    dead.push(wire.target);
                }
            }
        }
    }

    fn settle(&mut self, frame: &Frame, target: NodeIndex, order: usize, input: Option<Input>) {
        let Some(input) = input else {
            if self.settle_dead(frame, target) {
                self.skipped.push(target);
                self.kill(frame, target);
            }
            return;
        };
        let plan = &self.program.nodes[target];
        if plan.incoming == 1 && self.waiting.get(plan.slot).is_none_or(|waiting| waiting.live.is_empty()) {
            return self.start(target, input);
        }
        if plan.arrival == Arrival::Any {
            return self.arrive(target, order, input);
        }
        let waiting = &mut self.waiting[plan.slot];
        waiting.live.push((order, input));
        waiting.settled += 1;
        if waiting.settled == plan.incoming {
            self.join(frame, target);
        }
    }

    /// The first path to come is taken; when the run is executed again, the one that was first then.
    fn arrive(&mut self, target: NodeIndex, order: usize, input: Input) {
        let waiting = &mut self.waiting[self.program.nodes[target].slot];
        waiting.settled += 1;
        let known = self.firsts.iter().find(|(node, _)| *node == target);
        if waiting.is_gone || known.is_some_and(|(_, first)| *first != order) {
            return;
        }
        waiting.is_gone = true;
        self.origins.note(target, [input.from]);
        self.ready.push_back(Ready { first: Some(order), ..Ready::new(target, input) });
    }

    /// A node that a single way leads to may start.
    fn start(&mut self, node: NodeIndex, input: Input) {
        self.origins.note(node, [input.from]);
        self.ready.push_back(Ready::new(node, input));
    }

    /// Notes a dead wire; true if with it every wire of the target is dead.
    fn settle_dead(&mut self, frame: &Frame, target: NodeIndex) -> bool {
        let plan = &self.program.nodes[target];
        let Some(waiting) = self.waiting.get_mut(plan.slot) else { return true };
        waiting.settled += 1;
        if waiting.settled < plan.incoming || waiting.is_gone {
            return false;
        }
        if waiting.live.is_empty() {
            return true;
        }
        self.join(frame, target);
        false
    }

    /// All wires of a node are settled and some carried: the first in document order gives the message.
    fn join(&mut self, frame: &Frame, node: NodeIndex) {
        let plan = &self.program.nodes[node];
        let mut live = std::mem::take(&mut self.waiting[plan.slot].live);
        live.sort_by_key(|(order, _)| *order);
        let joined = live.iter().filter_map(|(_, input)| Some((input.from?, input.message.clone()))).collect();
        let paths: Vec<_> = live.iter().map(|(_, input)| (input.from, &input.vars)).collect();
        let vars = self.merged(frame, &paths);
        self.origins.note(node, live.iter().map(|(_, input)| input.from));
        let Some((_, first)) = live.into_iter().next() else { return };
        self.ready.push_back(Ready { joined, ..Ready::new(node, Input { vars, ..first }) });
    }

    /// What the region comes to: the loop wire's message, else the last path's; and all variables.
    pub(crate) fn result(mut self, frame: &Frame) -> Option<(Message, Variables)> {
        let mut leaves = std::mem::take(&mut self.leaves);
        leaves.sort_by_key(|leaf| leaf.node);
        if leaves.len() == 1 {
            return leaves.pop().map(|leaf| (leaf.message, leaf.vars));
        }
        let paths: Vec<_> = leaves.iter().map(|leaf| (Some(leaf.node), &leaf.vars)).collect();
        let vars = self.merged(frame, &paths);
        let chosen = leaves.iter().rposition(|leaf| leaf.yields).or(leaves.len().checked_sub(1))?;
        Some((leaves.swap_remove(chosen).message, vars))
    }

    /// The variables where several paths meet: those of the first, then what each further one changed since it
    /// parted from those before it.
    fn merged(&self, frame: &Frame, paths: &[(Option<NodeIndex>, &Variables)]) -> Variables {
        let mut all = paths.first().map(|(_, vars)| (*vars).clone()).unwrap_or_default();
        for (index, (end, vars)) in paths.iter().enumerate().skip(1) {
            let before = paths[..index].iter().map(|(other, _)| self.origins.parted(*end, *other));
            let parted = before.max_by_key(|node| self.origins.depth(*node)).flatten();
            all.take(&self.variables_at(frame, parted), vars);
        }
        all
    }

    fn variables_at(&self, frame: &Frame, node: Option<NodeIndex>) -> Variables {
        let done = node.and_then(|node| frame.done(self.program.nodes[node].slot));
        done.and_then(|done| done.vars).unwrap_or_else(|| frame.entry.clone())
    }
}
