//! A machine over SSH, as a [`Host`].

use std::sync::Arc;

use async_trait::async_trait;
use node_sdk::{Command, Exit, FileEntry, Host, HostError, OutputSink, Platform, WriteMode};
use parking_lot::Mutex;
use russh_sftp::client::SftpSession;
use tokio::sync::OnceCell;

use super::connection::Connection;
use super::exec;
use super::files::{self, Files};
use super::stop::Stopper;

/// Where the SFTP session is or will be.
type Slot = Arc<OnceCell<Arc<SftpSession>>>;

/// A machine that we are signed in to.
pub(super) struct SshHost {
    pub(super) connection: Arc<Connection>,
    stopper: Arc<Stopper>,
    sftp: Mutex<Slot>,
}

impl SshHost {
    pub(super) fn new(connection: Connection, stopper: Arc<Stopper>) -> Self {
        Self { connection: Arc::new(connection), stopper, sftp: Mutex::default() }
    }

    async fn files(&self) -> Result<Files<'_>, HostError> {
        let slot = Arc::clone(&self.sftp.lock());
        let open = || async { files::open(&self.connection).await.map(Arc::new) };
        let sftp = slot.get_or_try_init(open).await?;
        Ok(Files::new(&self.connection, Arc::clone(sftp), &self.stopper.stopping))
    }

    /// Hands a result on. After a loss, the next use has a session of its own.
    fn told<T>(&self, used: &Files<'_>, result: Result<T, HostError>) -> Result<T, HostError> {
        if let Err(HostError::Lost(_)) = &result {
            let mut slot = self.sftp.lock();
            if slot.get().is_some_and(|session| Arc::ptr_eq(session, &used.sftp)) {
                *slot = Slot::default();
            }
        }
        result
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
        let files = self.files().await?;
        self.told(&files, files.read(path, limit).await)
    }

    async fn write(
        &self,
        path: &str,
        content: &[u8],
        mode: WriteMode,
        permissions: Option<u32>,
        create_parents: bool,
    ) -> Result<(), HostError> {
        let files = self.files().await?;
        self.told(&files, files.write(path, content, mode, permissions, create_parents).await)
    }

    async fn stat(&self, path: &str) -> Result<Option<FileEntry>, HostError> {
        let files = self.files().await?;
        self.told(&files, files.stat(path).await)
    }

    async fn list(&self, path: &str, recursive: bool, limit: usize) -> Result<Vec<FileEntry>, HostError> {
        let files = self.files().await?;
        self.told(&files, files.list(path, recursive, limit).await)
    }

    async fn delete(&self, path: &str, recursive: bool) -> Result<(), HostError> {
        let files = self.files().await?;
        self.told(&files, files.delete(path, recursive).await)
    }
}
