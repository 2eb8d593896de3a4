//! What the fuzz targets share: the engine with every node there is, and a world to run a flow in.
//!
//! A target fails by a panic, by taking too long, or by taking too much memory.

use std::sync::{Arc, LazyLock};

use engine::journal::Memory;
use engine::{Caps, Durability, Engine, Environment, Execution, Nobody, Problem, Program, RunId, Severity, Start};
use node_testkit::Fakes;
use serde_json::Value as Json;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| match Engine::new(node_catalog::libraries(), Caps::default()) {
    Ok(engine) => engine,
    Err(mistake) => panic!("{mistake}"),
});
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime"));
static FAKES: LazyLock<Fakes> = LazyLock::new(Fakes::default);

/// The engine.
pub fn engine() -> &'static Engine {
    &ENGINE
}

/// Reads and compiles a document. There is a program exactly where nothing is wrong.
pub fn compile(document: &[u8]) -> Option<Arc<Program>> {
    let parsed = match ENGINE.parse(document) {
        Ok(parsed) => parsed,
        Err(problems) => {
            assert!(!problems.is_empty(), "a document is refused without a reason");
            return None;
        }
    };
    let compiled = ENGINE.compile(&parsed);
    let is_wrong = compiled.problems.iter().any(is_error);
    assert_eq!(compiled.program.is_none(), is_wrong, "{:?}", compiled.problems);
    compiled.program
}

fn is_error(problem: &Problem) -> bool {
    problem.severity == Severity::Error
}

/// Runs a program of nodes that touch nothing outside.
pub fn run(program: Arc<Program>) {
    let environment = Environment {
        services: FAKES.services.clone(),
        journal: Arc::new(Memory::default()),
        observer: Arc::new(Nobody),
        cancel: CancellationToken::new(),
        durability: Durability::Memory,
        park_after: None,
        debugger: None,
    };
    let executed = RUNTIME.block_on(engine::execute(program, Start::new(RunId::fresh()), environment));
    let Execution::Ended(report) = executed.expect("a journal in memory works") else { panic!("the run was parked") };
    assert!(report.status.is_final());
}

/// A flow of these nodes and wires.
pub fn flow(nodes: Vec<Json>, wires: Vec<Json>) -> Vec<u8> {
    let document = serde_json::json!({
        "format": "opsconductor.flow/1", "name": "fuzzed", "nodes": nodes, "wires": wires,
        "variables": { "n": 7, "text": "a,b", "list": [1, 2.5, "x", null], "map": { "a": { "b": [true] } } },
    });
    document.to_string().into_bytes()
}
