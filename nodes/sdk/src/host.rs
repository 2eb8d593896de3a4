//! Work on a machine: commands and files. Nodes are written once against this.

use async_trait::async_trait;

use crate::{BoxFuture, ErrorKind, NodeError, Platform, Stream};

/// A command to run.
#[derive(Clone, Debug, Default)]
pub struct Command {
    /// The text handed to the shell.
    pub line: String,
    /// The shell, such as `bash`; the host's own where absent.
    pub shell: Option<String>,
    /// Folder to run in; on the local host below the workspace.
    pub working_directory: Option<String>,
    /// Added to the environment.
    pub environment: Vec<(String, String)>,
    /// Text given as standard input.
    pub stdin: Option<String>,
}

/// What each process of a command may use; anything where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommandLimits {
    /// Seconds of processor time.
    pub cpu_seconds: Option<u64>,
    /// Megabytes of memory.
    pub memory_mb: Option<u64>,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    /// The exit code, if it ended by itself.
    pub code: Option<i32>,
    /// The signal that ended it, if one did.
    pub signal: Option<i32>,
}

/// Receives a command's output while it runs. Called from one task at a time a stream.
pub trait OutputSink: Send + Sync {
    /// Some bytes of standard output or standard error, cut anywhere.
    fn bytes(&self, stream: Stream, bytes: &[u8]);

    /// Waits until there is room for more of a stream; until then, none is read.
    fn room(&self, _stream: Stream) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Directory,
    /// A symbolic link, not followed.
    Symlink,
    /// A socket, device or pipe.
    Other,
}

/// A file or folder.
#[derive(Clone, Debug)]
pub struct FileEntry {
    /// The path as it was asked for, or the name below the listed folder.
    pub path: String,
    /// What it is.
    pub kind: EntryKind,
    /// Size in bytes.
    pub size: u64,
    /// Last change, milliseconds since 1970.
    pub modified: i64,
    /// Unix permission bits, where the host has them.
    pub mode: Option<u32>,
}

/// What to do when the file is already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteMode {
    /// Fail.
    CreateNew,
    /// Replace it, so that readers see the old content or the new, never half.
    Replace,
}

/// Why a host could not do something.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// Nothing lies at the path.
    #[error("there is no file or folder at `{0}`")]
    NotFound(String),
    /// Something lies at the path already.
    #[error("`{0}` exists already")]
    Exists(String),
    /// The path leads out of the folder that work is confined to.
    #[error("`{0}` is outside the workspace folder. Use a path below it; a relative path starts there.")]
    Outside(String),
    /// Commands are switched off on this host.
    #[error(
        "Commands on the machine OpsConductor runs on are switched off. \
         An administrator can allow them with `--local-commands` or OPSCONDUCTOR_LOCAL_COMMANDS=true."
    )]
    CommandsOff,
    /// The command could not be started.
    #[error("the command could not be started: {0}")]
    Spawn(String),
    /// The machine went away.
    #[error("{0}")]
    Lost(String),
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

impl From<HostError> for NodeError {
    fn from(error: HostError) -> Self {
        let kind = match error {
            HostError::CommandsOff => ErrorKind::NOT_PERMITTED,
            HostError::Spawn(_) => ErrorKind::COMMAND,
            HostError::Lost(_) => ErrorKind::NETWORK,
            _ => ErrorKind::FILE,
        };
        Self::new(kind, error.to_string())
    }
}

/// A machine.
#[async_trait]
pub trait Host: Send + Sync {
    /// What kind of machine it is.
    fn platform(&self) -> Platform;

    /// Runs a command to its end. Dropping the future stops the command and all it started, without waiting for it:
    /// first gently, then by force.
    async fn exec(&self, command: Command, output: &dyn OutputSink) -> Result<Exit, HostError>;

    /// What each process of a command may use here.
    fn limits(&self) -> CommandLimits {
        CommandLimits::default()
    }

    /// Reads at most `limit` bytes of a file, from the start.
    async fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, HostError>;

    /// Writes a file. Parents are created if asked for; `permissions` are Unix bits.
    async fn write(
        &self,
        path: &str,
        content: &[u8],
        mode: WriteMode,
        permissions: Option<u32>,
        create_parents: bool,
    ) -> Result<(), HostError>;

    /// What lies at a path, or `None`.
    async fn stat(&self, path: &str) -> Result<Option<FileEntry>, HostError>;

    /// At most `limit` entries of a folder, sorted by name; with `recursive`, paths below it.
    async fn list(&self, path: &str, recursive: bool, limit: usize) -> Result<Vec<FileEntry>, HostError>;

    /// Deletes a file, or with `recursive` a folder and all in it.
    async fn delete(&self, path: &str, recursive: bool) -> Result<(), HostError>;
}
