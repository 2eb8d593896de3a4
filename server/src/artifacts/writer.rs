//! Writes files: beside their place first, and there once they are complete, so that nobody sees half a file.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use node_sdk::{Artifact, ArtifactWriter, Artifacts, Caller, Clock, ErrorKind, NodeError};
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::folder::{Folder, id_of};
use super::store::{self, ArtifactRow, Keep};
use crate::journal::Writer;
use crate::store::Store;

const LONGEST_NAME: usize = 255;

/// What is needed to keep rows of files; without it there are only the files.
#[derive(Clone)]
pub struct Kept {
    /// The database.
    pub store: Store,
    /// The way to change it.
    pub writer: Writer,
}

/// The files of all runs.
pub struct Files {
    folder: Folder,
    kept: Option<Kept>,
    clock: Arc<dyn Clock>,
    /// Bytes that the files of one run may have together.
    most: u64,
    open: Arc<Open>,
}

/// Bytes of files that are being written, by run.
#[derive(Default)]
struct Open(Mutex<HashMap<String, u64>>);

impl Files {
    /// Files in a folder, at most so many bytes a run.
    pub fn new(folder: Folder, kept: Option<Kept>, clock: Arc<dyn Clock>, most: u64) -> Self {
        Self { folder, kept, clock, most, open: Arc::default() }
    }

    /// Where they are.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Removes what a crash left: files of runs that are gone, and files that were never completed.
    ///
    /// # Errors
    /// If database or folder cannot be read.
    pub async fn sweep(&self, started: SystemTime) -> anyhow::Result<u64> {
        let Some(kept) = &self.kept else { return Ok(0) };
        // Whoever wrote at the time of the start may still be writing.
        let before = started.checked_sub(Duration::from_secs(60)).unwrap_or(SystemTime::UNIX_EPOCH);
        let mut removed = 0;
        for run in self.folder.runs().await? {
            let older = self.folder.older(&run, before).await?;
            if older.is_empty() {
                continue;
            }
            if !store::is_run(&kept.store, &run).await? {
                self.folder.remove(&run).await;
                removed += older.len() as u64;
                continue;
            }
            for name in older {
                if store::find(&kept.store, &run, &name).await?.is_none() {
                    self.folder.remove_file(&run, &name).await?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    async fn used(&self, run: &str, id: &str) -> Result<u64, NodeError> {
        let Some(kept) = &self.kept else { return Ok(0) };
        let used = store::used(&kept.store, run, id).await.map_err(|error| unwritable(&error))?;
        Ok(u64::try_from(used).unwrap_or(0))
    }
}

#[async_trait]
impl Artifacts for Files {
    async fn create(&self, caller: Caller, name: &str, media_type: &str) -> Result<Box<dyn ArtifactWriter>, NodeError> {
        let id = id_of(&caller.key, name);
        let strange = || NodeError::new(ErrorKind::INTERNAL, "An artifact was written for something that is no run.");
        let place = self.folder.file(&caller.run, &id).ok_or_else(strange)?;
        let draft = self.folder.draft(&caller.run, &id).ok_or_else(strange)?;
        let used = self.used(&caller.run, &id).await?;
        if let Some(folder) = place.parent() {
            tokio::fs::create_dir_all(folder).await.map_err(|error| unwritable(&error))?;
        }
        let file = File::create_new(&draft).await.map_err(|error| unwritable(&error))?;
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
        Ok(Box::new(Draft {
            file: Some(file),
            draft: Some(draft),
            place,
            hash: Sha256::new(),
            share: Share { open: Arc::clone(&self.open), run: caller.run.clone(), bytes: 0 },
            left: self.most.saturating_sub(used),
            most: self.most,
            kept: self.kept.clone(),
            row: ArtifactRow {
                id,
                node: caller.node.to_string(),
                key: caller.key,
                name,
                media_type: media_type.to_owned(),
                created_at: self.clock.now(),
                ..ArtifactRow::default()
            },
        }))
    }
}

/// A file that is not complete.
struct Draft {
    file: Option<File>,
    /// Removed if it is still there when this is dropped.
    draft: Option<PathBuf>,
    place: PathBuf,
    hash: Sha256,
    share: Share,
    /// Bytes that the files of the run may still have, those that are being written included.
    left: u64,
    most: u64,
    kept: Option<Kept>,
    row: ArtifactRow,
}

/// What one file takes of what its run may write.
struct Share {
    open: Arc<Open>,
    run: String,
    bytes: u64,
}

impl Share {
    /// Takes more; `false` if the run's files would have more than is left for them.
    fn take(&mut self, bytes: u64, left: u64) -> bool {
        let mut open = self.open.0.lock();
        let all = open.entry(self.run.clone()).or_default();
        if all.saturating_add(bytes) > left {
            return false;
        }
        *all += bytes;
        self.bytes += bytes;
        true
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut open = self.open.0.lock();
        if let Some(all) = open.get_mut(&self.run) {
            *all = all.saturating_sub(self.bytes);
            if *all == 0 {
                open.remove(&self.run);
            }
        }
    }
}

#[async_trait]
impl ArtifactWriter for Draft {
    async fn write(&mut self, content: &[u8]) -> Result<(), NodeError> {
        if !self.share.take(content.len() as u64, self.left) {
            let message = format!(
                "The files of the run would have more than {} MiB together. Write less, or ask an administrator to \
                 raise `artifacts_mb`.",
                self.most >> 20
            );
            return Err(NodeError::new(ErrorKind::LIMIT, message));
        }
        let file = self.file.as_mut().ok_or_else(|| unwritable(&"it is closed already"))?;
        file.write_all(content).await.map_err(|error| unwritable(&error))?;
        self.hash.update(content);
        Ok(())
    }

    async fn finish(mut self: Box<Self>) -> Result<Artifact, NodeError> {
        if let Some(mut file) = self.file.take() {
            file.flush().await.map_err(|error| unwritable(&error))?;
            file.sync_all().await.map_err(|error| unwritable(&error))?;
        }
        if let Some(draft) = &self.draft {
            tokio::fs::rename(draft, &self.place).await.map_err(|error| unwritable(&error))?;
        }
        self.draft = None;
        let size = self.share.bytes;
        let hash = std::mem::take(&mut self.hash).finalize();
        let sha256 = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let row =
            ArtifactRow { size: i64::try_from(size).unwrap_or(i64::MAX), sha256, ..std::mem::take(&mut self.row) };
        let (id, name, media_type) = (row.id.clone(), row.name.clone(), row.media_type.clone());
        if let Some(kept) = &self.kept {
            let keep = Keep { run: self.share.run.clone(), row };
            if !kept.writer.apply(keep).await.map_err(|error| unwritable(&error))? {
                return Err(unwritable(&"the run was deleted meanwhile"));
            }
        }
        Ok(Artifact { id, name, media_type, size })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(draft) = self.draft.take() {
            // What is left of it is removed at the next start.
            let _ = std::fs::remove_file(draft);
        }
    }
}

fn unwritable(reason: &dyn std::fmt::Display) -> NodeError {
    tracing::error!(%reason, "an artifact could not be written");
    let message = "The file could not be kept with the run; the server's log says why. Look whether its disk is full.";
    NodeError::new(ErrorKind::FILE, message)
}

#[cfg(test)]
mod tests {
    use node_hosts::SystemClock;

    use super::*;

    fn caller() -> Caller {
        Caller { run: engine::RunId::fresh().to_string(), node: "write".into(), key: "each[1]/write".into() }
    }

    fn files(folder: &std::path::Path, most: u64) -> Files {
        Files::new(Folder::within(folder), None, Arc::new(SystemClock), most)
    }

    async fn names(files: &Files, run: &str) -> Vec<String> {
        files.folder.older(run, SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40)).await.expect("names")
    }

    #[tokio::test]
    async fn a_file_is_there_once_it_is_complete_and_the_next_one_takes_its_place() {
        let (folder, caller) = (tempfile::tempdir().expect("a folder"), caller());
        let files = files(folder.path(), 100);
        let mut ids = Vec::new();
        for text in ["first", "second"] {
            let mut writer = files.create(caller.clone(), "a.txt", "text/plain").await.expect("a writer");
            writer.write(text.as_bytes()).await.expect("written");
            ids.push(writer.finish().await.expect("kept").id);
        }
        assert_eq!((&ids[0], names(&files, &caller.run).await), (&ids[1], vec![ids[0].clone()]));
        let path = files.folder.file(&caller.run, &ids[0]).expect("a path");
        assert_eq!(std::fs::read_to_string(path).expect("the file"), "second");
    }

    #[tokio::test]
    async fn a_file_that_is_given_up_or_too_large_leaves_no_trace() {
        let (folder, caller) = (tempfile::tempdir().expect("a folder"), caller());
        let files = files(folder.path(), 10);
        let mut one = files.create(caller.clone(), "a.txt", "text/plain").await.expect("a writer");
        let mut other = files.create(caller.clone(), "b.txt", "text/plain").await.expect("a writer");
        one.write(b"123456").await.expect("written");
        assert_eq!(other.write(b"123456").await.expect_err("too much together").kind, ErrorKind::LIMIT);
        drop(one);
        other.write(b"123456").await.expect("there is room again");
        drop(other);
        assert!(names(&files, &caller.run).await.is_empty());
    }
}
