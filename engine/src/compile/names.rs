//! That every name an expression mentions can exist.

use std::collections::HashSet;

use super::config::Use;
use super::wires::hint;
use crate::document::Document;
use crate::problem::Problem;

/// Names that are there without being declared.
const BUILT_IN: &[&str] = &[
    "msg",
    "vars",
    "params",
    "parameters",
    "nodes",
    "inputs",
    "run",
    "flow",
    "target",
    "prev",
    "env",
    "error",
    "item",
    "index",
    "loop",
    "error_message",
    "error_type",
    "error_details",
    "run_id",
    "job_run_id",
    "flow_id",
    "flow_name",
    "job_id",
    "job_name",
    "range",
    "dict",
    "true",
    "false",
    "none",
];

/// Reports every mention of a name that nothing can set.
pub(super) fn check(document: &Document, uses: &[Use], defined: &HashSet<&str>) -> Vec<Problem> {
    let nodes: HashSet<&str> = document.nodes.iter().flat_map(|node| [&*node.id, node.name.as_str()]).collect();
    uses.iter().filter_map(|it| refuse(document, it, defined, &nodes)).collect()
}

fn refuse(document: &Document, it: &Use, defined: &HashSet<&str>, nodes: &HashSet<&str>) -> Option<Problem> {
    let root = it.mention.root.as_str();
    let member = it.mention.member.as_deref();
    let (code, message) = match (root, member) {
        ("nodes", Some(name)) if !nodes.contains(name) => {
            ("unknown_node", format!("No node of this flow is called `{name}`.{}", hint(name, nodes.iter().copied())))
        }
        ("params" | "parameters", Some(name)) if !document.parameters.contains_key(name) => {
            let known = document.parameters.keys().map(AsRef::as_ref);
            ("unknown_parameter", format!("The flow has no parameter `{name}`.{}", hint(name, known)))
        }
        ("vars", Some(name)) if !defined.contains(name) => ("unknown_variable", unknown_variable(name, defined)),
        (name, _) if !defined.contains(name) && !BUILT_IN.contains(&name) => {
            ("unknown_variable", unknown_variable(name, defined))
        }
        _ => return None,
    };
    Some(Problem::error(code, message).at_node(it.node.as_ref()).at_field(&it.field))
}

fn unknown_variable(name: &str, defined: &HashSet<&str>) -> String {
    let known = defined.iter().copied().chain(BUILT_IN.iter().copied());
    let hint = hint(name, known);
    format!("Unknown variable `{name}`: no parameter has this name and no node of the flow sets it.{hint}")
}
