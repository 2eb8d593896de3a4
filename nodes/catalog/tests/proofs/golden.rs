//! Traces as an operator reads them, kept beside this file. Change them with `cargo insta review`, and read
//! what you accept.

use engine::{Event, Step, StepKind, StepStatus};
use node_testkit::{Flows, Given, Trace, pass_time};
use serde_json::Value as Json;

use crate::cases::example;

#[tokio::test]
async fn hello() {
    check("hello", "greets whoever is named").await;
}

#[tokio::test]
async fn disk_report() {
    check("disk-report", "marks the disks above the threshold").await;
    check("disk-report", "writes down why there is no report").await;
}

#[tokio::test]
async fn http_health() {
    check("http-health", "tells which is down and why").await;
}

#[tokio::test]
async fn retry_until_up() {
    check("retry-until-up", "gives up and says why").await;
}

async fn check(name: &str, case: &str) {
    let (flow, cases) = example(name);
    let case = cases.iter().find(|known| known.name == case).unwrap_or_else(|| panic!("{name} has no case `{case}`"));
    let fakes = case.world();
    let given = Given { parameters: case.parameters(), input: case.input(), ..Given::default() };
    let flows = Flows::new(node_catalog::libraries());
    let trace = pass_time(flows.run(&flow, &fakes.services, given), &fakes).await;
    let file = format!("{name}, {}", case.name).replace(", ", "--").replace(' ', "-");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(file, written(&flow, &trace)));
}

/// The trace as text: what ran, in order, with what came of it; then the run.
fn written(flow: &Json, trace: &Trace) -> String {
    let width = trace.steps().map(|step| step.key.len()).max().unwrap_or(0);
    let mut lines = vec![format!("{}\n", flow["name"].as_str().unwrap_or_default())];
    for event in &trace.events {
        match event {
            Event::Step(step) if step.status != StepStatus::Running && step.kind == StepKind::Node => {
                lines.push(step_line(step, width))
            }
            Event::Log(line) => lines.push(format!("{:width$}  | {}", line.key, line.text)),
            Event::Variable { name, value, .. } => lines.push(format!("{:width$}  {name} := {value}", "")),
            _ => {}
        }
    }
    let report = &trace.report;
    lines.push(format!("\n{:?}: {}", report.status, report.result));
    if let Some(error) = &report.error {
        lines.push(format!("{} at {}: {}", error.kind, error.node.as_deref().unwrap_or("-"), error.message));
    }
    let counts = report.counts;
    lines.push(format!("{} completed, {} failed, {} skipped", counts.completed, counts.failed, counts.skipped));
    lines.join("\n")
}

fn step_line(step: &Step, width: usize) -> String {
    let status = format!("{:?}", step.status).to_lowercase();
    let came = match &step.error {
        Some(error) => format!("{}: {}", error.kind, error.message),
        None if step.output.is_null() => String::new(),
        None => step.output.to_string(),
    };
    let port = step.port.as_deref().filter(|port| *port != "output").map(|port| format!(" -> {port}"));
    format!("{:width$}  {status}{}  {came}", step.key, port.unwrap_or_default()).trim_end().to_owned()
}
