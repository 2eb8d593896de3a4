//! `opsconductor nodes`.

use std::process::ExitCode;

use engine::Caps;
use node_sdk::Node;
use serde_json::Value;

use super::WRONG_USE;
use crate::app;

/// Flags of `nodes`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A node type, such as `flow.if`; all where absent
    node_type: Option<String>,
}

/// Lists all types, or explains one.
pub(super) fn nodes(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let engine = app::engine(Caps::default())?;
    let Some(name) = &arguments.node_type else {
        for (_, node) in engine.nodes() {
            println!("{:24} {}", node.descriptor.type_id, node.descriptor.description);
        }
        return Ok(ExitCode::SUCCESS);
    };
    match engine.node(name) {
        Some((library, node)) => {
            println!("{}", explain(library, node));
            Ok(ExitCode::SUCCESS)
        }
        None => {
            eprintln!("opsconductor: there is no node type `{name}`; `opsconductor nodes` lists all");
            Ok(ExitCode::from(WRONG_USE))
        }
    }
}

fn explain(library: &str, node: &Node) -> String {
    let descriptor = &node.descriptor;
    let mut lines = vec![
        format!("{} - {} (library {library})", descriptor.type_id, descriptor.name),
        descriptor.description.to_owned(),
        String::new(),
        descriptor.help.to_owned(),
    ];
    let inputs = descriptor.ports.inputs.iter().map(|port| port.id.to_owned());
    let derived = descriptor.ports.derived.iter().map(|derived| format!("one for each of `{}`", derived.each));
    let outputs = derived.chain(descriptor.ports.outputs.iter().map(|port| port.id.to_string()));
    lines.extend([
        String::new(),
        format!("Inputs:  {}", inputs.collect::<Vec<_>>().join(", ")),
        format!("Outputs: {}", outputs.collect::<Vec<_>>().join(", ")),
        String::new(),
        "Fields:".into(),
    ]);
    lines.extend(fields(&node.schema));
    lines.join("\n")
}

fn fields(schema: &Value) -> Vec<String> {
    let required: Vec<_> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema["properties"].as_object().into_iter().flatten();
    let line = |(name, property): (&String, &Value)| {
        let needed = if required.contains(&name.as_str()) { " (required)" } else { "" };
        let default = property.get("default").map(|value| format!(" [default: {value}]")).unwrap_or_default();
        let about = property["description"].as_str().unwrap_or_default().replace('\n', " ");
        format!("  {name}{needed}{default}\n      {about}")
    };
    let lines: Vec<_> = properties.map(line).collect();
    if lines.is_empty() { vec!["  none".into()] } else { lines }
}
