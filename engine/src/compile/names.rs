//! That every name an expression mentions can exist.

use std::collections::HashSet;

use super::config::Use;
use super::wires::hint;
use crate::document::Document;
use crate::expr::Place;
use crate::problem::Problem;

/// Names that are there without being declared. Some exist only inside some nodes.
#[rustfmt::skip]
const BUILT_IN: &[&str] = &[
    "msg", "vars", "params", "parameters", "nodes", "global", "inputs", "run", "flow", "target", "prev", "env", "error", "item", "index", "loop",
    "job_id", "job_name", "job_run_id", "flow_id", "flow_name", "run_id",
    "target_hostname", "target_ip", "target_os_type", "target_os", "target_version", "target_distro", "target_list",
    "step_number", "step_name", "step_status", "execution_time", "started_at",
    "previous_step_output", "previous_step_error", "previous_step_exit_code", "previous_step_success",
    "current_datetime", "current_date", "current_timestamp",
    "error_message", "error_type", "error_stack", "error_details",
    "attempt", "branch",
    "range", "dict", "true", "false", "none",
];

/// Problems with names that are worth reading, each with a search for what comes near.
const MOST_PROBLEMS: usize = 100;

/// Reports every mention of a name that nothing can set.
pub(super) fn check(document: &Document, uses: &[Use], defined: &HashSet<&str>) -> Vec<Problem> {
    let nodes: HashSet<&str> = document.nodes.iter().flat_map(|node| [&*node.id, node.name.as_str()]).collect();
    uses.iter().filter_map(|it| refuse(document, it, defined, &nodes)).take(MOST_PROBLEMS).collect()
}

fn refuse(document: &Document, it: &Use, defined: &HashSet<&str>, nodes: &HashSet<&str>) -> Option<Problem> {
    let root = it.mention.root.as_str();
    let (member, place) = (it.mention.member.as_deref(), it.mention.place);
    let (code, message) = match (root, member) {
        ("nodes", Some(name)) if !nodes.contains(name) => (
            "unknown_node",
            format!("No node of this flow is called `{name}`, {place}.{}", hint(name, nodes.iter().copied())),
        ),
        ("params" | "parameters", Some(name)) if !document.parameters.contains_key(name) => {
            let known = document.parameters.keys().map(AsRef::as_ref);
            ("unknown_parameter", format!("The flow has no parameter `{name}`, {place}.{}", hint(name, known)))
        }
        ("vars", Some(name)) if !defined.contains(name) => ("unknown_variable", unknown_variable(name, place, defined)),
        (name, _) if !defined.contains(name) && !BUILT_IN.contains(&name) => {
            ("unknown_variable", unknown_variable(name, place, defined))
        }
        _ => return None,
    };
    Some(Problem::error(code, message).at_node(it.node.as_ref()).at_field(&it.field))
}

fn unknown_variable(name: &str, place: Place, defined: &HashSet<&str>) -> String {
    let known = defined.iter().copied().chain(BUILT_IN.iter().copied());
    let hint = hint(name, known);
    format!("Unknown variable `{name}` {place}: no parameter has this name and no node of the flow sets it.{hint}")
}
