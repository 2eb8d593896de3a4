//! Global variables, artifacts and notices that live as long as a test.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use node_sdk::{
    Approvals, Artifact, ArtifactWriter, Artifacts, Caller, Decision, Globals, NodeError, Notice, Notices, Question,
    Value, Verdict,
};
use parking_lot::Mutex;

/// Keeps what runs share or leave behind.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    globals: BTreeMap<String, Value>,
    artifacts: BTreeMap<String, Vec<u8>>,
    notices: Vec<Notice>,
    verdict: Option<Verdict>,
    questions: Vec<Question>,
}

impl Kept {
    /// Sets a global variable.
    pub fn set_global(&self, name: &str, value: impl Into<Value>) {
        self.0.lock().globals.insert(name.to_owned(), value.into());
    }

    /// A global variable.
    pub fn global(&self, name: &str) -> Option<Value> {
        self.0.lock().globals.get(name).cloned()
    }

    /// The content of an artifact, by its id: the activation's key and the name, with `:` between.
    pub fn artifact(&self, id: &str) -> Option<Vec<u8>> {
        self.0.lock().artifacts.get(id).cloned()
    }

    /// The messages that were sent to people.
    pub fn notices(&self) -> Vec<Notice> {
        self.0.lock().notices.clone()
    }
}

impl Kept {
    /// What people decide from now on; they approve of everything else.
    pub fn decide(&self, verdict: Verdict) {
        self.0.lock().verdict = Some(verdict);
    }

    /// What people were asked.
    pub fn questions(&self) -> Vec<Question> {
        self.0.lock().questions.clone()
    }
}

#[async_trait]
impl Globals for Kept {
    fn get(&self, name: &str) -> Option<Value> {
        self.global(name)
    }

    fn names(&self) -> Vec<String> {
        self.0.lock().globals.keys().cloned().collect()
    }

    async fn set(&self, _: Caller, name: &str, value: Value) -> Result<(), NodeError> {
        self.set_global(name, value);
        Ok(())
    }
}

#[async_trait]
impl Artifacts for Kept {
    async fn create(&self, caller: Caller, name: &str, media_type: &str) -> Result<Box<dyn ArtifactWriter>, NodeError> {
        let id = format!("{}:{name}", caller.key);
        let artifact = Artifact { id, name: name.to_owned(), media_type: media_type.to_owned(), size: 0 };
        Ok(Box::new(Writer { kept: self.clone(), artifact, content: Vec::new() }))
    }
}

/// Every message arrives.
#[async_trait]
impl Notices for Kept {
    async fn send(&self, _: Caller, notice: Notice) -> Result<String, NodeError> {
        self.0.lock().notices.push(notice);
        Ok("ok".into())
    }

    fn run_address(&self, run: &str) -> Option<String> {
        Some(format!("https://ops.example.org/runs/{run}"))
    }
}

/// Anna decides at once.
#[async_trait]
impl Approvals for Kept {
    async fn ask(&self, _: &Caller, question: &Question) -> Result<Option<Decision>, NodeError> {
        let mut inner = self.0.lock();
        inner.questions.push(question.clone());
        let verdict = inner.verdict.unwrap_or(Verdict::Approved);
        let by = (verdict != Verdict::TimedOut).then(|| "anna".to_owned());
        Ok(Some(Decision { verdict, by, at: 0, comment: "As discussed.".into() }))
    }

    async fn news(&self, _: &Caller) {}
}

struct Writer {
    kept: Kept,
    artifact: Artifact,
    content: Vec<u8>,
}

#[async_trait]
impl ArtifactWriter for Writer {
    async fn write(&mut self, content: &[u8]) -> Result<(), NodeError> {
        self.content.extend_from_slice(content);
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<Artifact, NodeError> {
        let size = u64::try_from(self.content.len()).unwrap_or(u64::MAX);
        self.kept.0.lock().artifacts.insert(self.artifact.id.clone(), self.content);
        Ok(Artifact { size, ..self.artifact })
    }
}
