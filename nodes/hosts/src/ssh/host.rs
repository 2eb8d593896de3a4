//! A machine over SSH, as a [`Host`].

use std::sync::Arc;

use async_trait::async_trait;
use node_sdk::{Command, Exit, FileEntry, Host, HostError, OutputSink, Platform, WriteMode};
use russh_sftp::client::SftpSession;
use tokio::sync::OnceCell;

use super::connection::Connection;
use super::exec::{self, Stopper};
use super::files::{self, Files};

/// A machine that we are signed in to.
pub(super) struct SshHost {
    pub(super) connection: Arc<Connection>,
    stopper: Arc<Stopper>,
    sftp: OnceCell<Arc<SftpSession>>,
}

impl SshHost {
    pub(super) fn new(connection: Connection, stopper: Arc<Stopper>) -> Self {
        Self { connection: Arc::new(connection), stopper, sftp: OnceCell::new() }
    }

    async fn files(&self) -> Result<Files<'_>, HostError> {
        let open = || async { files::open(&self.connection).await.map(Arc::new) };
        let sftp = self.sftp.get_or_try_init(open).await?;
        Ok(Files::new(&self.connection, Arc::clone(sftp)))
    }
}

#[async_trait]
impl Host for SshHost {
    fn platform(&self) -> Platform {
        Platform::Ssh
    }

    async fn exec(&self, command: Command, output: &dyn OutputSink) -> Result<Exit, HostError> {
        let folder = command.working_directory.clone().unwrap_or_default();
        exec::run(&self.connection, &self.stopper, &command, output).await.map_err(|error| match error {
            HostError::NotFound(_) => HostError::NotFound(folder),
            other => other,
        })
    }

    async fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, HostError> {
        self.files().await?.read(path, limit).await
    }

    async fn write(
        &self,
        path: &str,
        content: &[u8],
        mode: WriteMode,
        permissions: Option<u32>,
        create_parents: bool,
    ) -> Result<(), HostError> {
        self.files().await?.write(path, content, mode, permissions, create_parents).await
    }

    async fn stat(&self, path: &str) -> Result<Option<FileEntry>, HostError> {
        self.files().await?.stat(path).await
    }

    async fn list(&self, path: &str, recursive: bool, limit: usize) -> Result<Vec<FileEntry>, HostError> {
        self.files().await?.list(path, recursive, limit).await
    }

    async fn delete(&self, path: &str, recursive: bool) -> Result<(), HostError> {
        self.files().await?.delete(path, recursive).await
    }
}
