//! `-p name=value`: text read as what the flow declares.

use anyhow::{anyhow, bail};
use engine::Program;
use node_sdk::{Map, Value};

use crate::runs::typed;

/// Reads all parameters.
///
/// # Errors
/// If one has no `=`, or its text does not fit its type.
pub(super) fn read(program: &Program, given: &[String]) -> anyhow::Result<Map> {
    given.iter().map(|text| one(program, text)).collect()
}

fn one(program: &Program, text: &str) -> anyhow::Result<(node_sdk::Str, Value)> {
    let Some((name, text)) = text.split_once('=') else {
        bail!("`-p {text}` has no `=`; write it as -p name=value");
    };
    let kind = program.parameter(name).and_then(|parameter| parameter.kind);
    let value =
        typed(kind, text).map_err(|why| anyhow!("the parameter `{name}` cannot be read from `{text}`: {why}"))?;
    Ok((name.into(), value))
}
