//! Checked documents: parsed and compiled once, then kept for whoever runs or validates them next.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use engine::{Engine, Notify, Problem, Program, Reference, RegionView};
use parking_lot::Mutex;
use serde_json::Value;
use sha2::{Digest, Sha256};

const KEPT: usize = 128;

/// A well-formed document and what the compiler says about it.
#[derive(Default)]
pub struct Checked {
    /// Hash of the text.
    pub hash: String,
    /// The text, as it is stored.
    pub body: String,
    /// What people call the flow.
    pub name: String,
    /// What it belongs to; empty where it says nothing.
    pub category: String,
    /// What it is for.
    pub description: String,
    /// Words to find it by.
    pub labels: Vec<String>,
    /// How many operations it has.
    pub node_count: usize,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// The bodies of its control nodes.
    pub regions: Vec<RegionView>,
    /// What its nodes name outside it.
    pub references: Vec<Reference>,
    /// Who is told when a run ends.
    pub notify: Vec<Notify>,
    /// What can be run, if nothing is wrong.
    pub program: Option<Arc<Program>>,
}

impl Checked {
    /// The ids of all nodes.
    pub fn node_ids(&self) -> HashSet<String> {
        let document: serde_json::Value = serde_json::from_str(&self.body).unwrap_or_default();
        let nodes = document["nodes"].as_array().into_iter().flatten();
        nodes.filter_map(|node| node["id"].as_str().map(ToOwned::to_owned)).collect()
    }
}

/// Checks documents.
pub struct Programs {
    engine: Arc<Engine>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    by_hash: HashMap<String, Arc<Checked>>,
    oldest_first: VecDeque<String>,
}

impl Programs {
    /// Nothing checked yet.
    pub fn new(engine: Arc<Engine>) -> Self {
        Self { engine, kept: Mutex::default() }
    }

    /// The engine that checks them.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// A document as it is kept: its nodes name their types and fields as they are called now, with a word on each that
    /// did not, and it can be drawn.
    pub fn canonical(&self, mut document: Value) -> (Value, Vec<Problem>) {
        let mut notes = engine::rename_fields(&mut document);
        // What is wrong is found again when the document is checked.
        notes.retain(|note| !note.is_error());
        for node in document.get_mut("nodes").and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(written) = node["type"].as_str() else { continue };
            let Some((_, known)) = self.engine.node(written) else { continue };
            let current = known.descriptor.type_id;
            if current == written {
                continue;
            }
            let message = format!("`{written}` is an older name of `{current}`; the flow is kept with the new one.");
            let id = node["id"].as_str().unwrap_or_default();
            notes.push(Problem::warning("alias_replaced", message).at_node(id).at_field("type"));
            node["type"] = current.into();
        }
        engine::complete_drawing(&mut document);
        (document, notes)
    }

    /// Checks the content of a file that is to be kept.
    ///
    /// # Errors
    /// Everything that is wrong with its shape.
    pub async fn check_canonical(&self, bytes: Vec<u8>) -> Result<Arc<Checked>, Vec<Problem>> {
        match serde_json::from_slice(&bytes) {
            Ok(document) => self.check(&self.canonical(document).0).await,
            Err(_) => self.check_bytes(bytes).await,
        }
    }

    /// A document that was checked a short while ago, by the hash of its text.
    pub fn known(&self, hash: &str) -> Option<Arc<Checked>> {
        self.kept.lock().by_hash.get(hash).cloned()
    }

    /// Checks a document on the blocking pool.
    ///
    /// # Errors
    /// Everything that is wrong with its shape.
    pub async fn check(&self, document: &Value) -> Result<Arc<Checked>, Vec<Problem>> {
        self.check_text(document.to_string()).await
    }

    /// Checks the content of a file.
    ///
    /// # Errors
    /// Everything that is wrong with its shape.
    pub async fn check_bytes(&self, bytes: Vec<u8>) -> Result<Arc<Checked>, Vec<Problem>> {
        match String::from_utf8(bytes) {
            Ok(text) => self.check_text(text.trim_start_matches('\u{feff}').to_owned()).await,
            Err(error) => Err(self.engine.parse(error.as_bytes()).err().unwrap_or_default()),
        }
    }

    /// Checks the text of a document on the blocking pool.
    ///
    /// # Errors
    /// Everything that is wrong with its shape.
    pub async fn check_text(&self, body: String) -> Result<Arc<Checked>, Vec<Problem>> {
        let hash = hash(&body);
        if let Some(known) = self.kept.lock().by_hash.get(&hash) {
            return Ok(Arc::clone(known));
        }
        let engine = Arc::clone(&self.engine);
        let work = tokio::task::spawn_blocking(move || check(&engine, hash, body));
        let checked = work.await.unwrap_or_else(|error| {
            let message = format!("The flow could not be checked ({error}). Please report it, with the flow.");
            Err(vec![Problem::error("internal", message)])
        })?;
        self.kept.lock().keep(&checked);
        Ok(checked)
    }
}

impl Kept {
    fn keep(&mut self, checked: &Arc<Checked>) {
        if self.by_hash.insert(checked.hash.clone(), Arc::clone(checked)).is_none() {
            self.oldest_first.push_back(checked.hash.clone());
        }
        if self.oldest_first.len() > KEPT {
            let oldest = self.oldest_first.pop_front();
            oldest.and_then(|hash| self.by_hash.remove(&hash));
        }
    }
}

fn check(engine: &Engine, hash: String, body: String) -> Result<Arc<Checked>, Vec<Problem>> {
    let document = engine.parse(body.as_bytes())?;
    let compilation = engine.compile(&document);
    Ok(Arc::new(Checked {
        hash,
        node_count: document.nodes.len(),
        category: category(&body),
        name: document.name,
        description: document.description,
        labels: document.labels,
        notify: document.settings.notify,
        problems: compilation.problems,
        regions: compilation.regions,
        references: compilation.references,
        program: compilation.program,
        body,
    }))
}

/// The field `category`, which the engine does not know.
fn category(body: &str) -> String {
    #[derive(serde::Deserialize)]
    struct Named {
        #[serde(default)]
        category: String,
    }
    serde_json::from_str::<Named>(body).map(|named| named.category).unwrap_or_default()
}

fn hash(body: &str) -> String {
    Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
