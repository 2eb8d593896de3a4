//! What the fuzz targets share: the engine with every node there is, and running what compiles.
//!
//! A target fails by a panic, by taking too long, or by taking too much memory.

mod world;

use std::sync::{Arc, LazyLock};

use engine::journal::Memory;
use engine::{Caps, Durability, Engine, Environment, Execution, Nobody, Problem, Program, RunId, Severity, Start};
use serde_json::Value as Json;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

/// So low that a run of the slowest steps there are still ends in time.
const CAPS: Caps = Caps { iterations: 100, steps: 20, depth: 20, branches: 100, document_bytes: 1 << 20, output_bytes: 1 << 20 };

static ENGINE: LazyLock<Engine> = LazyLock::new(|| match Engine::new(node_catalog::libraries(), CAPS) {
    Ok(engine) => engine,
    Err(mistake) => panic!("{mistake}"),
});
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime")
});

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

/// Runs a program in a world without machines, where waiting takes no time.
pub fn run(program: Arc<Program>) {
    let environment = Environment {
        services: world::services(),
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
