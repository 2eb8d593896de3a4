//! The machine OpsConductor runs on, as a [`Host`].

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use node_sdk::{
    Caller, Command, CommandLimits, Credential, Exit, FileEntry, Host, HostError, Hosts, NodeError, OutputSink,
    Platform, Target, WriteMode,
};

use crate::command::{self, Place};
use crate::group::Stopper;
use crate::workspace::Workspace;

/// How long a command that is to stop may take, where nothing else is said.
const GRACE: Duration = Duration::from_secs(5);

/// What may be done with commands on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commands {
    /// Whether they run at all.
    pub are_allowed: bool,
    /// What each process of them may use.
    pub limits: CommandLimits,
    /// How long one that is to stop may take, before it is killed.
    pub grace: Duration,
}

impl Commands {
    /// None runs.
    pub const OFF: Self =
        Self { are_allowed: false, limits: CommandLimits { cpu_seconds: None, memory_mb: None }, grace: GRACE };
    /// Any runs, without limits.
    pub const ALLOWED: Self = Self { are_allowed: true, ..Self::OFF };
}

/// Knows one machine: this one.
pub struct LocalHosts {
    local: Arc<LocalHost>,
}

impl LocalHosts {
    /// Confines files to `workspace`, which must exist once it is used.
    pub fn new(workspace: PathBuf, commands: Commands) -> Self {
        Self { local: Arc::new(LocalHost::new(workspace, commands)) }
    }
}

#[async_trait]
impl Hosts for LocalHosts {
    async fn connect(
        &self,
        _: &Caller,
        target: Option<&Target>,
        _: Option<Credential>,
    ) -> Result<Arc<dyn Host>, NodeError> {
        match target {
            Some(target) if !target.is_local() => Err(Target::unknown(&target.name)),
            _ => Ok(Arc::clone(&self.local) as Arc<dyn Host>),
        }
    }

    async fn settle(&self) {
        self.local.settle().await;
    }
}

/// This machine.
pub struct LocalHost {
    workspace: Arc<Workspace>,
    commands: Commands,
    stopper: Stopper,
}

impl LocalHost {
    /// Confines files to `workspace`, which must exist once it is used.
    pub fn new(workspace: PathBuf, commands: Commands) -> Self {
        let stopper = Stopper::new(commands.grace);
        Self { workspace: Arc::new(Workspace::new(workspace)), commands, stopper }
    }

    /// Waits until the commands that were stopped have ended.
    pub async fn settle(&self) {
        self.stopper.settle().await;
    }

    /// Does file work where blocking is allowed. Dropping the future asks the work to stop.
    async fn on_files<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Workspace, &Stop) -> Result<T, HostError> + Send + 'static,
    ) -> Result<T, HostError> {
        let workspace = Arc::clone(&self.workspace);
        let stop = Stop::default();
        let _stop_when_dropped = StopOnDrop(stop.clone());
        let done = tokio::task::spawn_blocking(move || work(&workspace, &stop)).await;
        done.unwrap_or_else(|error| Err(HostError::Failed(format!("the file work was broken off: {error}"))))
    }
}

#[async_trait]
impl Host for LocalHost {
    fn platform(&self) -> Platform {
        Platform::Local
    }

    async fn exec(&self, command: Command, output: &dyn OutputSink) -> Result<Exit, HostError> {
        if !self.commands.are_allowed {
            return Err(HostError::CommandsOff);
        }
        let folder = command.working_directory.clone();
        let directory = self.on_files(move |workspace, _| workspace.directory(folder.as_deref())).await?;
        let place = Place { directory: &directory, limits: self.commands.limits, stopper: &self.stopper };
        command::run(&command, place, output).await
    }

    fn limits(&self) -> CommandLimits {
        self.commands.limits
    }

    async fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, HostError> {
        let path = path.to_owned();
        self.on_files(move |workspace, _| workspace.read(&path, limit)).await
    }

    async fn write(
        &self,
        path: &str,
        content: &[u8],
        mode: WriteMode,
        permissions: Option<u32>,
        create_parents: bool,
    ) -> Result<(), HostError> {
        let (path, content) = (path.to_owned(), content.to_vec());
        self.on_files(move |workspace, _| {
            let place = workspace.place(&path, create_parents)?;
            place.write(&content, mode, permissions).map_err(|error| place.explain(&error))
        })
        .await
    }

    async fn stat(&self, path: &str) -> Result<Option<FileEntry>, HostError> {
        let path = path.to_owned();
        self.on_files(move |workspace, _| workspace.stat(&path)).await
    }

    async fn list(&self, path: &str, recursive: bool, limit: usize) -> Result<Vec<FileEntry>, HostError> {
        let path = path.to_owned();
        self.on_files(move |workspace, stop| workspace.list(&path, recursive, limit, stop)).await
    }

    async fn delete(&self, path: &str, recursive: bool) -> Result<(), HostError> {
        let path = path.to_owned();
        self.on_files(move |workspace, stop| workspace.delete(&path, recursive, stop)).await
    }
}

/// Tells long file work that nobody waits for it any more.
#[derive(Clone, Default)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// An error once the work should stop.
    pub(crate) fn check(&self) -> Result<(), HostError> {
        if self.0.load(Ordering::Relaxed) { Err(HostError::Failed("the file work was stopped".into())) } else { Ok(()) }
    }
}

struct StopOnDrop(Stop);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nowhere;

    impl OutputSink for Nowhere {
        fn bytes(&self, _: node_sdk::Stream, _: &[u8]) {}
    }

    #[test]
    fn an_unknown_target_is_refused_by_name() {
        let hosts = LocalHosts::new("/nowhere".into(), Commands::OFF);
        assert!(hosts.select("local").is_ok());
        let error = hosts.select("web-1").expect_err("no such target");
        assert_eq!(error.kind, node_sdk::ErrorKind::VALIDATION);
        assert!(error.message.contains("`web-1`"), "{error}");
    }

    #[tokio::test]
    async fn commands_are_refused_unless_allowed() {
        let folder = tempfile::tempdir().expect("a folder");
        let host = LocalHost::new(folder.path().into(), Commands::OFF);
        let command = Command { line: "touch made".into(), ..Command::default() };
        let error = host.exec(command, &Nowhere).await.expect_err("off");
        assert!(matches!(error, HostError::CommandsOff));
        assert!(!folder.path().join("made").exists());
    }

    #[tokio::test]
    async fn a_missing_workspace_is_named() {
        let host = LocalHost::new("/no/such/workspace".into(), Commands::OFF);
        let error = host.read("a", 1).await.expect_err("no workspace");
        assert!(error.to_string().contains("/no/such/workspace"), "{error}");
    }
}
