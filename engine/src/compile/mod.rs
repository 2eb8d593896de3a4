//! From a document to a program, with every problem on the way reported at once.

mod config;
mod data;
mod each;
mod explain;
pub(crate) mod graph;
mod names;
mod plan;
mod regions;
mod rules;
mod schema;
mod starts;
mod wires;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use node_sdk::Role;
use serde::Serialize;

use self::config::Configs;
use self::graph::Graph;
use self::regions::Regions;
use self::wires::{Link, Resolved};
use crate::Caps;
use crate::catalog::Catalog;
use crate::document::{Document, RunMode};
use crate::problem::Problem;
use crate::program::{ConfigPlan, Program};
use crate::run::site::SitePlan;

pub use config::{Reference, Subject};
pub(crate) use explain::explain;
pub(crate) use rules::{RulePlan, check as check_rules, over};

/// What compiling found out.
pub struct Compilation {
    /// Everything that is wrong or doubtful.
    pub problems: Vec<Problem>,
    /// Which nodes each body port owns, as far as it could be told.
    pub regions: Vec<RegionView>,
    /// What its nodes name outside it.
    pub references: Vec<Reference>,
    /// The program, if no problem is an error.
    pub program: Option<Arc<Program>>,
}

/// The nodes one body port owns, for the editor to frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegionView {
    /// The control node.
    pub control: String,
    /// Its body port.
    pub port: String,
    /// The nodes inside, those of inner regions included.
    pub nodes: Vec<String>,
}

/// Compiles a document.
pub(crate) fn compile(catalog: &Catalog, caps: &Caps, document: &Document) -> Compilation {
    let expanded = match each::expand(document) {
        Ok(expanded) => data::apply(expanded),
        Err(problem) => {
            return Compilation { problems: vec![problem], regions: Vec::new(), references: Vec::new(), program: None };
        }
    };
    let mut compilation = compile_expanded(catalog, caps, &expanded);
    if matches!(expanded, Cow::Owned(_)) {
        compilation.name_originals();
    }
    compilation.problems.splice(..0, document.notes.iter().cloned());
    compilation
}

/// Compiles one node of a document, to be run alone; only its own problems are reported.
pub(crate) fn compile_node(catalog: &Catalog, caps: &Caps, document: &Document, id: &str) -> Option<Compilation> {
    let document = data::apply(Cow::Borrowed(document));
    let at = document.nodes.iter().position(|node| *node.id == *id)?;
    let mut problems = document.notes.clone();
    let mut nodes = resolve_types(catalog, &document, &mut problems);
    let (configs, mut plans, mut sites) = compile_configs(&document, &nodes);
    problems.extend(configs.problems.iter().cloned());
    problems.extend(names::check(&document, &configs.uses, &defined(&document, &configs)));
    problems.retain(|problem| problem.node.as_deref() == Some(id));
    let alone = Document { nodes: vec![document.nodes[at].clone()], wires: Vec::new(), ..document.into_owned() };
    let graph = Graph::new(1, []);
    let regions = Regions::flat(1);
    let is_sound = !problems.iter().any(Problem::is_error);
    let program = is_sound.then(|| {
        let parts = plan::Parts {
            document: &alone,
            caps,
            nodes: vec![nodes.swap_remove(at)],
            configs: vec![plans.swap_remove(at)],
            sites: vec![sites.swap_remove(at)],
            links: &[],
            graph: &graph,
            regions: &regions,
            starts: Vec::new(),
            outgoing: vec![Vec::new()],
            incoming: vec![Vec::new()],
        };
        parts.build(configs)
    });
    Some(Compilation {
        problems,
        regions: Vec::new(),
        references: Vec::new(),
        program: program.flatten().map(Arc::new),
    })
}

impl Compilation {
    /// Says of a node what was found of its copies.
    fn name_originals(&mut self) {
        for problem in &mut self.problems {
            problem.node = problem.node.as_deref().map(|id| each::original(id).to_owned());
        }
        let mut seen = HashSet::new();
        self.problems.retain(|problem| {
            seen.insert((problem.code.clone(), problem.node.clone(), problem.field.clone(), problem.wire.clone()))
        });
        let mut seen = HashSet::new();
        self.references.retain(|it| seen.insert((it.node.clone(), it.field.clone(), it.name.clone())));
        for region in &mut self.regions {
            region.nodes.retain(|id| !id.contains(each::COPY));
        }
    }
}

fn compile_expanded(catalog: &Catalog, caps: &Caps, document: &Document) -> Compilation {
    let mut problems = Vec::new();
    let nodes = resolve_types(catalog, document, &mut problems);
    let (mut configs, plans, sites) = compile_configs(document, &nodes);
    let references = std::mem::take(&mut configs.references);
    problems.extend(configs.problems.iter().cloned());
    problems.extend(names::check(document, &configs.uses, &defined(document, &configs)));
    check_ports(document, &nodes, &mut problems);
    let links = wires::resolve(document, &nodes, &mut problems);
    let flow = |link: &&Link| !link.is_loop;
    let graph =
        Graph::new(document.nodes.len(), links.iter().filter(flow).map(|link| (link.order, link.source, link.target)));
    problems.extend(data::check(document, &graph));
    let regions = match graph.order() {
        Ok(order) => {
            let sources = regions::Sources { document, nodes: &nodes, links: &links, graph: &graph };
            Some(regions::find(&sources, &order, caps, &mut problems))
        }
        Err(cycles) => {
            problems.extend(cycles.iter().map(|cycle| cycle_problem(document, cycle)));
            None
        }
    };
    let starts = starts::find(document, &nodes, &plans, &mut problems);
    starts::warn(document, &starts, &graph, &mut problems);
    let views = regions.as_ref().map_or_else(Vec::new, |regions| view(document, &nodes, regions));
    let is_sound = !problems.iter().any(Problem::is_error);
    let program = regions.filter(|_| is_sound).and_then(|regions| {
        let count = document.nodes.len();
        let parts = plan::Parts {
            document,
            caps,
            nodes,
            configs: plans,
            sites,
            links: &links,
            graph: &graph,
            regions: &regions,
            starts,
            outgoing: plan::index(&links, count, |link| link.source),
            incoming: plan::index(&links, count, |link| link.target),
        };
        parts.build(configs)
    });
    problems.extend(program.iter().flat_map(starts::check));
    let program = program.filter(|_| !problems.iter().any(Problem::is_error));
    Compilation { problems, regions: views, references, program: program.map(Arc::new) }
}

fn resolve_types(catalog: &Catalog, document: &Document, problems: &mut Vec<Problem>) -> Vec<Option<Resolved>> {
    let mut resolve = |node: &crate::document::Node| {
        let Some(entry) = catalog.get(&node.node_type) else {
            let hint = wires::hint(&node.node_type, catalog.names());
            let message = format!(
                "There is no node type `{}`.{hint} Replace the node, or install the library it belongs to.",
                node.node_type
            );
            problems.push(Problem::error("unknown_node_type", message).at_node(node.id.as_ref()).at_field("type"));
            return None;
        };
        Some(Resolved::new(entry, &node.config))
    };
    document.nodes.iter().map(&mut resolve).collect()
}

fn compile_configs(
    document: &Document,
    nodes: &[Option<Resolved>],
) -> (Configs, Vec<Option<ConfigPlan>>, Vec<SitePlan>) {
    let mut configs = Configs::new();
    let plans = document
        .nodes
        .iter()
        .zip(nodes)
        .map(|(node, resolved)| configs.compile(&node.id, &resolved.as_ref()?.entry, &node.config));
    let plans = plans.collect();
    let sites = document.nodes.iter().map(|node| configs.compile_site(node)).collect();
    rules::compile(document, &mut configs);
    rules::compile_key(document, &mut configs);
    rules::check_notify(document, &mut configs);
    (configs, plans, sites)
}

fn defined<'a>(document: &'a Document, configs: &'a Configs) -> HashSet<&'a str> {
    let outputs = document.nodes.iter().filter_map(|node| node.output_variable.as_deref());
    let declared = document.parameters.keys().chain(document.variables.keys()).map(AsRef::as_ref);
    outputs.chain(declared).chain(configs.defined.iter().map(AsRef::as_ref)).collect()
}

fn check_ports(document: &Document, nodes: &[Option<Resolved>], problems: &mut Vec<Problem>) {
    for (node, resolved) in document.nodes.iter().zip(nodes) {
        let Some(resolved) = resolved else { continue };
        if node.run == RunMode::Each && resolved.outputs.iter().any(|output| output.role == Role::Body) {
            let message =
                "A node with a body cannot run for each message. Put a node before it that does, or let it run once.";
            problems.push(Problem::error("each_with_body", message).at_node(node.id.as_ref()).at_field("run"));
        }
        let mut seen = HashSet::new();
        for output in resolved.outputs.iter().filter(|output| !seen.insert(&output.id)) {
            let derived = resolved.entry.node.descriptor.ports.derived.as_ref();
            let message = format!("Two outputs are called `{}`. Give each entry a name of its own.", output.id);
            let field = format!("config/{}", derived.map_or("", |derived| derived.each));
            problems.push(Problem::error("duplicate_port", message).at_node(node.id.as_ref()).at_field(field));
        }
    }
}

fn cycle_problem(document: &Document, cycle: &[usize]) -> Problem {
    let ids: Vec<_> = cycle.iter().map(|node| format!("`{}`", document.nodes[*node].id)).collect();
    let message = format!(
        "The wires between {} form a circle, so none of these nodes could ever start. \
         To repeat something, use a loop node and wire the end of its body back to its input `back`.",
        ids.join(", ")
    );
    Problem::error("cycle", message).at_node(document.nodes[cycle[0]].id.as_ref())
}

fn view(document: &Document, nodes: &[Option<Resolved>], regions: &Regions) -> Vec<RegionView> {
    let inside = |index: usize| {
        let contains = |node: &usize| {
            let mut region = regions.of_node[*node];
            while region != index {
                let Some((owner, _)) = regions.list[region].owner else { return false };
                region = regions.of_node[owner];
            }
            true
        };
        (0..document.nodes.len()).filter(contains).map(|node| document.nodes[node].id.to_string()).collect()
    };
    let owned = regions.list.iter().enumerate().filter_map(|(index, region)| Some((index, region.owner?)));
    let view = |(index, (node, port)): (usize, (usize, usize))| {
        let output = nodes[node].as_ref().map(|resolved| &resolved.outputs[port]);
        debug_assert!(output.is_none_or(|output| output.role == Role::Body));
        RegionView {
            control: document.nodes[node].id.to_string(),
            port: output.map(|output| output.id.to_string()).unwrap_or_default(),
            nodes: inside(index),
        }
    };
    owned.map(view).collect()
}
