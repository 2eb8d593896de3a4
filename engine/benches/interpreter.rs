//! What the interpreter itself costs: one thread, memory durability, nobody watching.
//!
//! `cargo bench -p engine` prints each case; divide by the number of nodes for the cost of one.
#![expect(clippy::expect_used, clippy::panic, reason = "a bench ends where it cannot go on")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use engine::journal::Memory;
use engine::{Caps, Durability, Engine, Environment, Execution, Nobody, Program, RunId, Start};
use node_sdk::Value;
use node_testkit::Fakes;
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

fn engine() -> Engine {
    let caps = Caps { iterations: 10_000_000, steps: 100_000_000, ..Caps::default() };
    Engine::new(node_catalog::libraries(), caps).expect("the shipped libraries fit together")
}

fn compile(engine: &Engine, document: &Json) -> Arc<Program> {
    let document = engine.parse(document.to_string().as_bytes()).expect("a sound document");
    engine.compile(&document).program.expect("a sound flow")
}

/// Nodes that each set one variable, wired one after the other.
fn chain(length: usize, value: &Json) -> Json {
    let node = |index| json!({ "id": format!("n{index}"), "type": "flow.set_variable", "config": { "variables": { "x": value } } });
    let wire = |index| json!({ "source": format!("n{}", index - 1), "target": format!("n{index}") });
    let nodes: Vec<Json> = (0..length).map(node).collect();
    let wires: Vec<Json> = (1..length).map(wire).collect();
    document(&nodes, &wires)
}

/// A loop over `items` numbers whose body sets variables with `body` nodes.
fn foreach(items: usize, body: usize) -> Json {
    let mut nodes = vec![json!({ "id": "each", "type": "flow.foreach",
        "config": { "collection": { "$expr": format!("let a = []; a.pad({items}, 1); a") }, "item_variable": "n" } })];
    let mut wires = Vec::new();
    let mut from = ("each".to_owned(), "loop");
    for index in 0..body {
        let id = format!("b{index}");
        nodes.push(
            json!({ "id": id, "type": "flow.set_variable", "config": { "variables": { "x": { "$expr": "n + 1" } } } }),
        );
        wires.push(json!({ "source": from.0, "sourcePort": from.1, "target": id }));
        from = (id, "output");
    }
    document(&nodes, &wires)
}

fn document(nodes: &[Json], wires: &[Json]) -> Json {
    json!({ "format": "opsconductor.flow/1", "name": "bench", "nodes": nodes, "wires": wires,
            "variables": { "x": 0 },
            "settings": { "durability": "memory", "limits": { "iterations": 10_000_000, "steps": 100_000_000 } } })
}

async fn run(program: &Arc<Program>, fakes: &Fakes) -> Value {
    let start = Start::new(RunId::fresh());
    let environment = Environment {
        services: fakes.services.clone(),
        journal: Arc::new(Memory::default()),
        observer: Arc::new(Nobody),
        cancel: CancellationToken::new(),
        durability: Durability::Memory,
        park_after: None,
        debugger: None,
    };
    let executed = engine::execute(Arc::clone(program), start, environment).await.expect("the journal works");
    let Execution::Ended(report) = executed else { panic!("the run was parked") };
    assert_eq!(report.error, None);
    report.result
}

fn bench_chains(criterion: &mut Criterion) {
    let (engine, fakes) = (engine(), Fakes::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for (name, value) in
        [("literal", json!(1)), ("expression", json!({ "$expr": "x + 1" })), ("path", json!("{{ x }}"))]
    {
        let mut group = criterion.benchmark_group(format!("chain, {name}"));
        for length in [10, 100, 1000] {
            let program = compile(&engine, &chain(length, &value));
            group.throughput(Throughput::Elements(u64::try_from(length).unwrap_or(u64::MAX)));
            group.bench_function(BenchmarkId::from_parameter(length), |bench| {
                bench.to_async(&runtime).iter(|| async { black_box(run(&program, &fakes).await) });
            });
        }
    }
}

fn bench_loops(criterion: &mut Criterion) {
    let (engine, fakes) = (engine(), Fakes::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut group = criterion.benchmark_group("foreach");
    group.sample_size(10);
    for (items, body) in [(10_000, 1), (100_000, 2)] {
        let program = compile(&engine, &foreach(items, body));
        group.throughput(Throughput::Elements(u64::try_from(items).unwrap_or(u64::MAX)));
        group.bench_function(format!("{items} items, {body} nodes"), |bench| {
            bench.to_async(&runtime).iter(|| async { black_box(run(&program, &fakes).await) });
        });
    }
}

fn bench_compile(criterion: &mut Criterion) {
    let engine = engine();
    let mut group = criterion.benchmark_group("compile");
    for length in [100, 500, 1000] {
        let text = chain(length, &json!({ "$expr": "x + 1" })).to_string();
        group.bench_function(format!("{length} nodes"), |bench| {
            bench.iter(|| {
                let document = engine.parse(black_box(text.as_bytes())).expect("a sound document");
                black_box(engine.compile(&document).program.is_some())
            });
        });
    }
}

criterion_group!(benches, bench_chains, bench_loops, bench_compile);
criterion_main!(benches);
