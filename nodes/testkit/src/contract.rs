//! What every node type must keep, checked on the real compiler and interpreter: its schema and examples
//! are sound and run, mistakes are named, secrets stay secret, and an effect can be stopped.

use std::time::Duration;

use engine::{RunStatus, StepStatus};
use node_sdk::{ActiveNode, Descriptor, ErrorKind, Example, Kind, Library, Node, NodeType, PureNode, Value};
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::schema::Schema;
use crate::stalled::Stalled;
use crate::{Fakes, Flows, Given, Trace, pass_time};

/// How long a node may take to stop; far more than it needs, so that a busy machine does not matter.
const PATIENCE: Duration = Duration::from_secs(20);
const SECRET: &str = "Kx7-never-to-be-seen";
const UNKNOWN_FIELD: &str = "no_such_field";

/// Checks a pure node.
///
/// # Panics
/// If it breaks the contract.
pub async fn pure<N: PureNode>(node: N)
where
    N::Config: Serialize,
{
    let bare = Node::pure(node);
    let subject = Subject::new(&bare);
    subject.check_texts();
    subject.check_round_trips::<N>();
    let library = Library { nodes: vec![bare], ..Library::new("tested", "Tested") };
    Running::new(library).check().await;
}

/// Checks an effect or control node.
///
/// # Panics
/// If it breaks the contract.
pub async fn active<N: ActiveNode>(node: N)
where
    N::Config: Serialize,
{
    let bare = Node::active(node);
    let subject = Subject::new(&bare);
    subject.check_texts();
    subject.check_round_trips::<N>();
    let library = Library { nodes: vec![bare], ..Library::new("tested", "Tested") };
    let running = Running::new(library);
    running.check().await;
    if running.descriptor.kind == Kind::Effect {
        running.check_cancel().await;
        running.check_timeout().await;
    }
}

/// A node type by itself.
struct Subject<'a> {
    node: &'a Node,
    descriptor: &'a Descriptor,
    schema: Schema<'a>,
}

impl<'a> Subject<'a> {
    fn new(node: &'a Node) -> Self {
        let descriptor = &node.descriptor;
        Self { node, descriptor, schema: Schema::check(descriptor.type_id, &node.schema) }
    }

    fn check_texts(&self) {
        let Descriptor { type_id, name, description, help, examples, .. } = self.descriptor;
        assert!(!name.is_empty(), "{type_id}: give it a name");
        assert!(description.ends_with('.'), "{type_id}: the description must be a sentence: {description}");
        assert!(!help.is_empty(), "{type_id}: write a help text");
        assert!(!examples.is_empty(), "{type_id}: give an example");
        for Example { name, config, port, .. } in examples {
            let outputs = self.descriptor.ports.outputs_of(&config.into());
            let is_known = outputs.is_empty() || outputs.iter().any(|output| &*output.id == *port);
            assert!(is_known, "{type_id}: the example `{name}` leaves by `{port}`, which is no output");
        }
    }

    fn check_round_trips<N: NodeType>(&self)
    where
        N::Config: Serialize,
    {
        let type_id = self.descriptor.type_id;
        for Example { name, config, .. } in &self.descriptor.examples {
            self.schema.check_config(config);
            let prepared =
                self.node.prepare(&config.into()).unwrap_or_else(|error| panic!("{type_id}: {name}: {error:?}"));
            assert_eq!(self.node.check(&prepared), [], "{type_id}: the example `{name}`");
            let written = write::<N>(config);
            self.schema.check_config(&written);
            assert_eq!(
                write::<N>(&written),
                written,
                "{type_id}: the example `{name}` changes when it is written again"
            );
            for (field, value) in config.as_object().into_iter().flatten() {
                let kept = Value::from(written.get(field).unwrap_or(&Json::Null));
                assert!(is_same(&kept, &value.into()), "{type_id}: {name}: `{field}` was {value} and became {kept}");
            }
        }
        let strange = json!({ UNKNOWN_FIELD: 1 });
        let error =
            self.node.prepare(&strange.into()).err().unwrap_or_else(|| panic!("{type_id} takes an unknown field"));
        let refuses_it = error.message.contains(UNKNOWN_FIELD) || error.message.contains("missing field");
        assert!(refuses_it, "{type_id}: {error:?}");
    }
}

/// Reads a configuration into the node's own type and writes it again.
fn write<N: NodeType>(config: &Json) -> Json
where
    N::Config: Serialize,
{
    let read: N::Config = serde_json::from_value(config.clone()).expect("it was prepared before");
    serde_json::to_value(read).expect("it can be written")
}

/// Whether two values are the same, where `1` and `1.0` are.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other.iter()).all(|(one, other)| is_same(one, other))
        }
        // Fields that were left out have their defaults now.
        (Value::Object(one), Value::Object(other)) => {
            other.iter().all(|(key, value)| one.get(key).is_some_and(|kept| is_same(kept, value)))
        }
        _ => one == other || (one.as_float().is_some() && one.as_float() == other.as_float()),
    }
}

/// A node type that runs in flows of one node.
struct Running {
    flows: Flows,
    descriptor: Descriptor,
    schema: Json,
}

impl Running {
    fn new(library: Library) -> Self {
        let [node] = library.nodes.as_slice() else { panic!("one node is tested at a time") };
        let (descriptor, schema) = (node.descriptor.clone(), node.schema.clone());
        Self { flows: Flows::new(vec![library]), descriptor, schema }
    }

    async fn check(&self) {
        for example in &self.descriptor.examples {
            self.check_example(example).await;
        }
        self.check_unknown_field();
        self.check_secrets().await;
    }

    async fn check_example(&self, example: &Example) {
        let Example { name, config, input, port } = example;
        let fakes = Fakes::default();
        let running = self.run(config, &fakes, input);
        let trace = tokio::time::timeout(PATIENCE, pass_time(running, &fakes)).await;
        let type_id = self.descriptor.type_id;
        let trace = trace.unwrap_or_else(|_| panic!("{type_id}: the example `{name}` does not end"));
        let step = trace.step("it").unwrap_or_else(|| panic!("{type_id}: the example `{name}` was not run"));
        let left_by = step.port.as_deref().unwrap_or("error");
        assert_eq!(left_by, *port, "{type_id}: the example `{name}`: {:?}", step.error);
        if step.error.is_none() {
            self.check_sample(name, &step.output);
        }
    }

    /// The sample promises no field that a real output has not.
    fn check_sample(&self, example: &str, output: &Value) {
        let (Some(Json::Object(sample)), Value::Object(output)) = (&self.descriptor.sample, output) else { return };
        for field in sample.keys() {
            let type_id = self.descriptor.type_id;
            assert!(
                output.contains_key(field.as_str()),
                "{type_id}: the example `{example}` gives no `{field}`: {output:?}"
            );
        }
    }

    async fn run(&self, config: &Json, fakes: &Fakes, input: &Json) -> Trace {
        let given = Given { input: input.into(), ..Given::default() };
        self.flows.run(&self.flow(config, json!({})), &fakes.services, given).await
    }

    /// A flow of this one node, called `it`.
    fn flow(&self, config: &Json, more: Json) -> Json {
        let mut node = json!({ "id": "it", "type": self.descriptor.type_id, "config": config });
        if let (Some(node), Json::Object(more)) = (node.as_object_mut(), more) {
            node.extend(more);
        }
        json!({
            "format": "opsconductor.flow/1", "name": "One node", "nodes": [node], "wires": [],
            "parameters": { "hidden": { "type": "string", "secret": true, "default": SECRET } },
        })
    }

    fn check_unknown_field(&self) {
        let mut config = self.descriptor.examples[0].config.clone();
        config[UNKNOWN_FIELD] = json!(1);
        let type_id = self.descriptor.type_id;
        let problems = self.flows.compile(&self.flow(&config, json!({}))).err();
        let problems = problems.unwrap_or_else(|| panic!("{type_id}: a flow with an unknown field is taken"));
        let is_named = problems
            .iter()
            .any(|problem| problem.message.contains(UNKNOWN_FIELD) && problem.node.as_deref() == Some("it"));
        assert!(is_named, "{type_id}: the unknown field is not named: {problems:#?}");
    }

    /// Puts a secret into each field that takes it; whatever comes of the run, nobody may read it.
    async fn check_secrets(&self) {
        let example = &self.descriptor.examples[0];
        for field in Schema::check(self.descriptor.type_id, &self.schema).free_texts() {
            let mut config = example.config.clone();
            config[field] = json!("{{ params.hidden }}");
            if self.descriptor.ports.inputs.is_empty() {
                self.check_is_plain(field, &config);
                continue;
            }
            let fakes = Fakes::default();
            let running = pass_time(self.run(&config, &fakes, &example.input), &fakes);
            let type_id = self.descriptor.type_id;
            let trace = tokio::time::timeout(PATIENCE, running).await;
            let trace = trace.unwrap_or_else(|_| panic!("{type_id}: it does not end with a secret in `{field}`"));
            assert!(trace.step("it").is_some(), "{type_id}: it was not run with a secret in `{field}`");
            assert!(!trace.shows(SECRET), "{type_id}: a secret in `{field}` can be read: {:#?}", trace.events);
        }
    }

    /// What starts runs is read before there is a run.
    fn check_is_plain(&self, field: &str, config: &Json) {
        let problems = self.flows.compile(&self.flow(config, json!({}))).err().unwrap_or_default();
        let is_refused = problems.iter().any(|problem| problem.code == "not_plain");
        assert!(is_refused, "{}: a template in `{field}` is taken: {problems:#?}", self.descriptor.type_id);
    }

    async fn check_cancel(&self) {
        let example = &self.descriptor.examples[0];
        let stalled = Stalled::default();
        let given = Given { input: (&example.input).into(), ..Given::default() };
        let cancel = given.cancel.clone();
        let flow = self.flow(&example.config, json!({}));
        let services = stalled.services();
        let running = self.flows.run(&flow, &services, given);
        let cancelling = async {
            stalled.called.notified().await;
            cancel.cancel();
            std::future::pending::<()>().await
        };
        let type_id = self.descriptor.type_id;
        let trace = tokio::time::timeout(PATIENCE, async {
            tokio::select! { trace = running => trace, () = cancelling => unreachable!("it is pending") }
        });
        let trace = trace.await.unwrap_or_else(|_| panic!("{type_id}: it does not stop when the run is cancelled"));
        assert_eq!(trace.report.status, RunStatus::Cancelled, "{type_id}: {:?}", trace.report);
        let status = trace.step("it").map(|step| step.status);
        assert_eq!(status, Some(StepStatus::Cancelled), "{type_id}: {:?}", trace.step("it"));
    }

    async fn check_timeout(&self) {
        let example = &self.descriptor.examples[0];
        let given = Given { input: (&example.input).into(), ..Given::default() };
        let flow = self.flow(&example.config, json!({ "timeout": 0.01 }));
        let services = Stalled::default().services();
        let type_id = self.descriptor.type_id;
        let trace = tokio::time::timeout(PATIENCE, self.flows.run(&flow, &services, given)).await;
        let trace = trace.unwrap_or_else(|_| panic!("{type_id}: it does not stop at its timeout"));
        let error = trace.report.error.unwrap_or_else(|| panic!("{type_id}: it ends well in spite of its timeout"));
        assert_eq!(error.kind, ErrorKind::TIMEOUT, "{type_id}: {error}");
    }
}

#[cfg(test)]
mod tests;
