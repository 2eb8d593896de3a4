//! Outputs that are too large to travel: kept as a file of the run, with a preview in their place.

use std::sync::Arc;

use async_trait::async_trait;
use node_sdk::{Artifact, ArtifactWriter, NodeError, Outcome, Value};

use super::activation::{Activation, check_size, fits};
use super::shared::Run;

/// Characters of a large output that stay beside the file.
const PREVIEW: usize = 4096;
/// How many times the limit of an output a file may have.
const LARGEST: usize = 64;

/// The outcome, its output replaced if it is too large: `{ artifact, name, media_type, size, preview }`.
pub(crate) async fn put_aside(it: &Arc<Activation>, outcome: Outcome) -> Result<Outcome, NodeError> {
    let most = it.run.program.bounds.output_bytes;
    if fits(&outcome.output, most) {
        return Ok(outcome);
    }
    if !fits(&outcome.output, most.saturating_mul(LARGEST)) {
        return check_size(&it.run, &outcome.output, "the node's output").map(|()| outcome);
    }
    as_file(it, outcome).await
}

/// The outcome with a file in place of its output.
pub(crate) async fn as_file(it: &Arc<Activation>, outcome: Outcome) -> Result<Outcome, NodeError> {
    let (name, media_type, text) = match it.run.masker.value(&outcome.output) {
        Value::Str(text) => ("output.txt", "text/plain; charset=utf-8", text.to_string()),
        other => ("output.json", "application/json", other.to_string()),
    };
    let artifacts = &it.run.services.artifacts;
    let mut writer = artifacts.create(it.caller(), name, media_type).await?;
    writer.write(text.as_bytes()).await?;
    let artifact = writer.finish().await?;
    let preview: String = text.chars().take(PREVIEW).collect();
    let mut output = artifact.to_value().as_object().map(|map| map.as_ref().clone()).unwrap_or_default();
    output.insert("preview".into(), preview.into());
    Ok(Outcome { output: output.into(), ..outcome })
}

/// A file that a node writes; while it does, the run is busy. In text, secrets are masked, so a node writes whole lines.
pub(crate) struct Writing {
    run: Arc<Run>,
    inner: Box<dyn ArtifactWriter>,
}

impl Writing {
    pub(crate) fn new(run: Arc<Run>, inner: Box<dyn ArtifactWriter>) -> Self {
        Self { run, inner }
    }
}

#[async_trait]
impl ArtifactWriter for Writing {
    async fn write(&mut self, content: &[u8]) -> Result<(), NodeError> {
        let _busy = self.run.idle.busy();
        match std::str::from_utf8(content) {
            Ok(text) if self.run.masker.has_secrets() => {
                let masked = self.run.masker.text(text);
                self.inner.write(masked.as_bytes()).await
            }
            _ => self.inner.write(content).await,
        }
    }

    async fn finish(self: Box<Self>) -> Result<Artifact, NodeError> {
        let _busy = self.run.idle.busy();
        self.inner.finish().await
    }
}
