//! `opsconductor validate`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use engine::{Caps, Engine, Problem};
use serde::Serialize;

use super::{Format, WRONG_USE};
use crate::app;

/// Flags of `validate`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Flow files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How to write what was found
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// A problem and the file it is in.
#[derive(Serialize)]
pub(super) struct InFile<'a> {
    #[serde(flatten)]
    problem: &'a Problem,
    file: String,
}

#[derive(Serialize)]
struct Found<'a> {
    problems: Vec<InFile<'a>>,
}

/// Checks all files.
pub(super) async fn validate(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let engine = app::engine(Caps::default())?;
    let mut found = Vec::new();
    for file in &arguments.files {
        let problems = match tokio::fs::read(file).await {
            Ok(bytes) => check(&engine, &bytes),
            Err(error) => vec![Problem::error("unreadable_file", format!("The file cannot be read: {error}."))],
        };
        found.push((file, problems));
    }
    match arguments.format {
        Format::Text => found.iter().for_each(|(file, problems)| println!("{}", verdict(file, problems))),
        Format::Json => {
            let problems = found.iter().flat_map(|(file, problems)| {
                problems.iter().map(|problem| InFile { problem, file: file.display().to_string() })
            });
            println!("{}", serde_json::to_string(&Found { problems: problems.collect() })?);
        }
    }
    let is_bad = found.iter().any(|(_, problems)| problems.iter().any(Problem::is_error));
    Ok(if is_bad { ExitCode::from(WRONG_USE) } else { ExitCode::SUCCESS })
}

fn check(engine: &Engine, bytes: &[u8]) -> Vec<Problem> {
    match engine.parse(bytes) {
        Ok(document) => engine.compile(&document).problems,
        Err(problems) => problems,
    }
}

fn verdict(file: &Path, problems: &[Problem]) -> String {
    if problems.is_empty() {
        return format!("{}: ok", file.display());
    }
    problems.iter().map(|problem| line(file, problem)).collect::<Vec<_>>().join("\n")
}

/// One problem as a line: file, place, what is wrong.
pub(super) fn line(file: &Path, problem: &Problem) -> String {
    let severity = if problem.is_error() { "error" } else { "warning" };
    let node = problem.node.as_ref().map(|node| format!("node `{node}`"));
    let wire = problem.wire.as_ref().map(|wire| format!("wire `{wire}`"));
    let field = problem.field.as_ref().filter(|field| !field.is_empty()).map(|field| format!("field `{field}`"));
    let place: Vec<_> = [node, wire, field].into_iter().flatten().collect();
    let place = if place.is_empty() { String::new() } else { format!(" {}:", place.join(", ")) };
    format!("{}: {severity}[{}]:{place} {}", file.display(), problem.code, problem.message)
}
