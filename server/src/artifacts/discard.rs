//! Files that nobody keeps: they are counted, and gone.

use async_trait::async_trait;
use node_sdk::{Artifact, ArtifactWriter, Artifacts, Caller, NodeError};

use super::folder::id_of;

/// Keeps no file.
pub struct Discard;

struct Counting(Artifact);

#[async_trait]
impl Artifacts for Discard {
    async fn create(&self, caller: Caller, name: &str, media_type: &str) -> Result<Box<dyn ArtifactWriter>, NodeError> {
        let id = id_of(&caller.key, name);
        Ok(Box::new(Counting(Artifact { id, name: name.to_owned(), media_type: media_type.to_owned(), size: 0 })))
    }
}

#[async_trait]
impl ArtifactWriter for Counting {
    async fn write(&mut self, content: &[u8]) -> Result<(), NodeError> {
        self.0.size = self.0.size.saturating_add(content.len() as u64);
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<Artifact, NodeError> {
        Ok(self.0)
    }
}
