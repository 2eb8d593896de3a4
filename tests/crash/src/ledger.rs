//! What runs really did, in a file outside the server, beside what the server says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use e2e::Api;
use serde_json::{Value as Json, json};

/// Rounds of one run.
const ROUNDS: usize = 12;
/// Steps of one run that act: two branches, one effect each round.
const STEPS: usize = 2 * ROUNDS;

/// Two branches at the same time, each a loop whose effect appends the key of its activation to a file: one
/// that may be repeated when it was interrupted, and one that may not.
pub fn flow(ledger: &Path) -> Json {
    let append = |key: &str| json!({ "command": format!("echo {{{{ run_id }}}}/{key} >> {}", ledger.display()) });
    let each = |name: &str| json!({ "collection": (0..ROUNDS).collect::<Vec<_>>(), "item_variable": name });
    let wait = json!({ "seconds": 0.01 });
    json!({
        "format": "opsconductor.flow/1", "name": "ledger",
        "nodes": [
            { "id": "both", "type": "flow.parallel", "config": { "branches": [{ "name": "once" }, { "name": "again" }] } },
            { "id": "one", "type": "flow.foreach", "config": each("i") },
            { "id": "careful", "type": "shell.command", "config": append("both.once/one[{{ i }}]/careful"), "onError": "continue" },
            { "id": "pause", "type": "system.wait", "config": wait },
            { "id": "two", "type": "flow.foreach", "config": each("i") },
            { "id": "bold", "type": "shell.command", "config": append("both.again/two[{{ i }}]/bold"), "repeatable": true },
            { "id": "rest", "type": "system.wait", "config": wait }
        ],
        "wires": [
            { "source": "both", "sourcePort": "once", "target": "one" },
            { "source": "one", "sourcePort": "loop", "target": "careful" },
            { "source": "careful", "target": "pause" },
            { "source": "both", "sourcePort": "again", "target": "two" },
            { "source": "two", "sourcePort": "loop", "target": "bold" },
            { "source": "bold", "target": "rest" }
        ]
    })
}

/// The file of all runs.
pub struct Ledger(PathBuf);

/// How a run stands.
pub struct Seen {
    /// Steps that act, by key, and how each ended: `completed`, `running`, or the kind of its error.
    pub steps: BTreeMap<String, String>,
}

impl Seen {
    /// Asks the server.
    pub async fn ask(api: &Api, run: &str) -> Self {
        let mut steps = BTreeMap::new();
        for node in ["careful", "bold"] {
            let page = api.get(&format!("/runs/{run}/steps?node={node}&limit=200")).await;
            for step in page["items"].as_array().unwrap_or_else(|| panic!("no steps in {page}")) {
                let word = step["error"]["kind"].as_str().or(step["status"].as_str()).unwrap_or_default();
                let key = step["key"].as_str().unwrap_or_default().to_owned();
                // A step that was interrupted and repeated is told of more than once; its end counts.
                if steps.get(&key).is_none_or(|known| known == "running") {
                    steps.insert(key, word.to_owned());
                }
            }
        }
        Self { steps }
    }

    /// The keys of the steps that completed.
    pub fn completed(&self) -> BTreeSet<String> {
        self.steps.iter().filter(|(_, end)| *end == "completed").map(|(key, _)| key.clone()).collect()
    }
}

impl Ledger {
    /// A file that is not there yet.
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// How often each step of a run wrote its key.
    pub fn of(&self, run: &str) -> BTreeMap<String, usize> {
        let text = std::fs::read_to_string(&self.0).unwrap_or_default();
        let mut counts = BTreeMap::new();
        for line in text.lines() {
            if let Some(key) = line.strip_prefix(run).and_then(|rest| rest.strip_prefix('/')) {
                *counts.entry(key.to_owned()).or_default() += 1;
            }
        }
        counts
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        std::fs::read_to_string(&self.0).unwrap_or_default().lines().count()
    }

    /// Whether what the server says of a run that is over is what happened; `kills` is how often it was struck.
    pub fn check(&self, run: &str, seen: &Seen, kills: usize) {
        assert_eq!(seen.steps.len(), STEPS, "every step of {run} is told of: {:?}", seen.steps);
        let counts = self.of(run);
        for (key, end) in &seen.steps {
            let written = counts.get(key).copied().unwrap_or(0);
            match (key.ends_with("/careful"), end.as_str()) {
                (true, "completed") => assert_eq!(written, 1, "{key} of {run} completed"),
                (true, "interrupted") => assert!(written <= 1, "{key} of {run} is repeated"),
                (false, "completed") => assert!((1..=1 + kills).contains(&written), "{key} of {run}: {written} times"),
                (_, other) => panic!("{key} of {run} is {other}"),
            }
        }
    }
}
