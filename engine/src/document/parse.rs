//! From bytes to a document, or to everything that is wrong with its shape.

use std::collections::HashMap;
use std::sync::OnceLock;

use jsonschema::Validator;

use super::{Document, FORMAT, flow_schema, rename_fields};
use crate::problem::Problem;

const DEEPEST: usize = 100;

/// Reads a document.
pub(crate) fn parse(bytes: &[u8], most_bytes: usize) -> Result<Document, Vec<Problem>> {
    let mut json = read_json(bytes, most_bytes).map_err(|problem| vec![problem])?;
    let mut notes = rename_fields(&mut json);
    notes.extend(check_shape(&json));
    if notes.iter().any(Problem::is_error) {
        return Err(notes);
    }
    let document = serde_path_to_error::deserialize(&json).map_err(|error| {
        vec![Problem::error("invalid_document", error.inner().to_string()).at_field(error.path().to_string())]
    })?;
    let problems = duplicate_ids(&document);
    if problems.is_empty() { Ok(Document { notes, ..document }) } else { Err(problems) }
}

fn read_json(bytes: &[u8], most_bytes: usize) -> Result<serde_json::Value, Problem> {
    let refuse = |code, message: String| Err(Problem::error(code, message));
    if bytes.len() > most_bytes {
        return refuse(
            "document_too_large",
            format!(
                "The flow has {} bytes; at most {most_bytes} are accepted. Split it into several flows, \
                 or keep large data in files.",
                bytes.len()
            ),
        );
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => {
            let at = error.valid_up_to();
            return refuse(
                "invalid_utf8",
                format!("The flow is not UTF-8 text: byte {at} is invalid. Save it as UTF-8."),
            );
        }
    };
    if text.trim().is_empty() {
        return refuse(
            "empty_document",
            "The flow is empty. A flow is a JSON object with `format`, `name` and `nodes`.".into(),
        );
    }
    if nesting(text) > DEEPEST {
        return refuse("too_deep", format!("The flow is nested more than {DEEPEST} levels deep. Flatten it."));
    }
    serde_json::from_str(text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Problem::error("invalid_json", format!("The flow is not valid JSON at {place}: {}.", without_place(&error)))
    })
}

/// The deepest nesting of brackets outside strings.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

fn check_shape(json: &serde_json::Value) -> Vec<Problem> {
    static VALIDATOR: OnceLock<Option<Validator>> = OnceLock::new();
    if let Some(format) = json.get("format").and_then(|format| format.as_str()).filter(|format| *format != FORMAT) {
        let message = format!("The format `{format}` is not known here; this version reads `{FORMAT}`.");
        return vec![Problem::error("unknown_format", message).at_field("format")];
    }
    let Some(validator) = VALIDATOR.get_or_init(|| jsonschema::validator_for(flow_schema()).ok()) else {
        return vec![Problem::error("internal", "The schema of flows is broken; please report it.")];
    };
    validator.iter_errors(json).take(100).map(|error| shape_problem(json, &error)).collect()
}

fn shape_problem(json: &serde_json::Value, error: &jsonschema::ValidationError<'_>) -> Problem {
    let path = error.instance_path().as_str().trim_start_matches('/').to_owned();
    let problem = Problem::error("invalid_document", format!("{}.", crate::compile::explain(error, json)));
    let mut parts = path.splitn(3, '/');
    let (list, index, rest) = (parts.next(), parts.next().and_then(|index| index.parse::<usize>().ok()), parts.next());
    match (list, index) {
        (Some("nodes"), Some(index)) => {
            let id = json["nodes"][index]["id"].as_str().map_or_else(|| format!("#{index}"), ToOwned::to_owned);
            problem.at_node(id).at_field(rest.unwrap_or_default())
        }
        (Some("wires"), Some(index)) => {
            let id = json["wires"][index]["id"].as_str().map_or_else(|| format!("#{index}"), ToOwned::to_owned);
            problem.at_wire(id).at_field(rest.unwrap_or_default())
        }
        _ => problem.at_field(path),
    }
}

fn duplicate_ids(document: &Document) -> Vec<Problem> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for node in &document.nodes {
        *seen.entry(&node.id).or_default() += 1;
    }
    let mut twice: Vec<_> = seen.into_iter().filter(|(_, count)| *count > 1).collect();
    twice.sort_unstable();
    let report = |(id, count)| {
        let message = format!("{count} nodes have the id `{id}`. Give each node an id of its own.");
        Problem::error("duplicate_id", message).at_node(id).at_field("id")
    };
    twice.into_iter().map(report).collect()
}
