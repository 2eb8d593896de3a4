//! Files over SFTP. Paths are the machine's own; a relative one starts at the account's home folder.

use std::io;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use node_sdk::{EntryKind, FileEntry, HostError, WriteMode};
use russh_sftp::client::SftpSession;
use russh_sftp::client::error::Error;
use russh_sftp::client::fs::Metadata;
use russh_sftp::protocol::{FileAttributes, FileType, OpenFlags, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_util::task::TaskTracker;

use super::connection::Connection;
use super::exec;
use super::part::Part;
use super::script;

/// How deep a folder is looked into.
const DEEPEST: usize = 100;
/// Seconds that one answer may take.
const PATIENCE: u64 = 60;

/// What our script says when it begins, and once a file is in its place. A machine that does not run it may end without
/// an error, too.
const BEGUN: &str = "opsconductor:begun";
const MOVED: &str = "opsconductor:moved";
/// Bytes of output in which that is looked for; a sign-in shell may have its own to say before.
const MOST_SAID: usize = 64 * 1024;

/// The files of a machine.
pub(super) struct Files<'c> {
    connection: &'c Arc<Connection>,
    pub(super) sftp: Arc<SftpSession>,
    removing: &'c TaskTracker,
}

/// Begins to speak SFTP.
pub(super) async fn open(connection: &Arc<Connection>) -> Result<SftpSession, HostError> {
    let lost = |error: russh::Error| connection.lost(&error.to_string());
    let channel = connection.spare_channel().await?;
    channel.request_subsystem(true, "sftp").await.map_err(lost)?;
    let session = SftpSession::new(channel.into_stream()).await.map_err(|error| match connection.is_closed() {
        true => connection.lost(&error.to_string()),
        false => HostError::Failed(format!("`{}` does not offer SFTP, which files need: {error}", connection.name)),
    })?;
    session.set_timeout(PATIENCE);
    Ok(session)
}

impl<'c> Files<'c> {
    pub(super) fn new(connection: &'c Arc<Connection>, sftp: Arc<SftpSession>, removing: &'c TaskTracker) -> Self {
        Self { connection, sftp, removing }
    }

    pub(super) async fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, HostError> {
        let file = self.sftp.open(path).await.map_err(|error| self.explain(error, path))?;
        let mut content = Vec::new();
        file.take(limit).read_to_end(&mut content).await.map_err(|error| self.explain(unwrap(error), path))?;
        self.count(&content);
        Ok(content)
    }

    pub(super) async fn write(
        &self,
        path: &str,
        content: &[u8],
        mode: WriteMode,
        permissions: Option<u32>,
        create_parents: bool,
    ) -> Result<(), HostError> {
        if create_parents {
            self.create_parents(path).await?;
        }
        if mode == WriteMode::CreateNew && self.stat(path).await?.is_some() {
            return Err(HostError::Exists(path.to_owned()));
        }
        let part = Part::near(path, self.connection, &self.sftp, self.removing);
        let placed = async {
            self.put(part.path(), path, content, permissions).await?;
            match mode {
                WriteMode::CreateNew => self.link(part.path(), path).await,
                WriteMode::Replace => self.move_over(part.path(), path).await,
            }
        };
        match placed.await {
            Ok(Placed::Moved) => part.has_moved(),
            Ok(Placed::Linked) => part.remove().await,
            Err(error) => {
                part.remove().await;
                return Err(error);
            }
        }
        self.count(content);
        Ok(())
    }

    /// Writes a new file.
    async fn put(&self, at: &str, path: &str, content: &[u8], permissions: Option<u32>) -> Result<(), HostError> {
        let flags = OpenFlags::WRITE | OpenFlags::CREATE | OpenFlags::EXCLUDE;
        let mut attributes = FileAttributes::empty();
        attributes.permissions = permissions;
        let opened = self.sftp.open_with_flags_and_attributes(at, flags, attributes.clone()).await;
        let mut file = opened.map_err(|error| self.explain(error, path))?;
        let written = async {
            file.write_all(content).await.map_err(unwrap)?;
            file.flush().await.map_err(unwrap)?;
            // The account's mask may have taken some bits away.
            if permissions.is_some() {
                file.set_metadata(attributes).await?;
            }
            // Not every machine can; a crash of it may lose the content then.
            let _ = file.sync_all().await;
            file.close().await.map_err(unwrap)
        };
        written.await.map_err(|error| self.explain(error, path))
    }

    /// Gives a file its name, if nothing has that name. Where there are no second names, it is renamed, which SFTP does
    /// not do over another file.
    async fn link(&self, from: &str, to: &str) -> Result<Placed, HostError> {
        if let Ok(true) = self.sftp.hardlink(from, to).await {
            return Ok(Placed::Linked);
        }
        if self.stat(to).await?.is_some() {
            return Err(HostError::Exists(to.to_owned()));
        }
        self.sftp.rename(from, to).await.map_err(|error| self.explain(error, to))?;
        Ok(Placed::Moved)
    }

    /// Notes that a file came or went.
    fn count(&self, content: &[u8]) {
        self.connection.session.count_file();
        self.connection.session.count_bytes(content.len());
    }

    /// Puts a file in the place of another, so that there is always one of them. SFTP has no word for that which all
    /// machines know.
    async fn move_over(&self, from: &str, to: &str) -> Result<Placed, HostError> {
        let (source, target) = (script::quote(from), script::quote(to));
        let script = format!("echo {BEGUN}; [ ! -d {target} ] && mv -f -- {source} {target} && echo {MOVED}");
        let (channel, _permit) = self.connection.channel().await?;
        let asked = exec::ask(channel, script::wrap(&script)?, MOST_SAID).await;
        let said = asked.map_err(|error| self.connection.lost(&error.to_string()))?.1;
        let said = String::from_utf8_lossy(&said);
        if said.contains(MOVED) {
            return Ok(Placed::Moved);
        }
        Err(HostError::Failed(match said.contains(BEGUN) {
            true => format!("`{to}` could not be replaced; it may be a folder, or not be yours"),
            false => format!(
                "`{to}` was not replaced, because `{}` does not run the command for it. It needs `sh` and `base64`, and \
                 an account that may run commands, not only SFTP",
                self.connection.name
            ),
        }))
    }

    async fn create_parents(&self, path: &str) -> Result<(), HostError> {
        let parents: Vec<_> =
            path.match_indices('/').map(|(at, _)| &path[..at]).filter(|path| !path.is_empty()).collect();
        for parent in parents {
            if self.stat(parent).await?.is_none() {
                self.sftp.create_dir(parent).await.map_err(|error| self.explain(error, parent))?;
            }
        }
        Ok(())
    }

    pub(super) async fn stat(&self, path: &str) -> Result<Option<FileEntry>, HostError> {
        match self.sftp.symlink_metadata(path).await {
            Ok(metadata) => Ok(Some(entry(path.to_owned(), &metadata))),
            Err(Error::Status(status)) if status.status_code == StatusCode::NoSuchFile => Ok(None),
            Err(error) => Err(self.explain(error, path)),
        }
    }

    pub(super) async fn list(&self, path: &str, recursive: bool, limit: usize) -> Result<Vec<FileEntry>, HostError> {
        let (mut found, mut open) = (Vec::new(), vec![(path.to_owned(), String::new(), 0)]);
        while let Some((folder, prefix, depth)) = open.pop() {
            let read = self.sftp.read_dir(&folder).await.map_err(|error| self.explain(error, &folder))?;
            for item in read {
                let name = item.file_name();
                let below = format!("{prefix}{name}");
                if recursive && item.file_type().is_dir() && depth < DEEPEST {
                    open.push((format!("{folder}/{name}"), format!("{below}/"), depth + 1));
                }
                found.push(entry(below, &item.metadata()));
                if found.len() > limit.saturating_mul(2) {
                    open.clear();
                    break;
                }
            }
        }
        found.sort_by(|one, other| one.path.cmp(&other.path));
        found.truncate(limit);
        Ok(found)
    }

    pub(super) async fn delete(&self, path: &str, recursive: bool) -> Result<(), HostError> {
        if is_everything(path) {
            return Err(HostError::Failed("the root folder and the home folder are never deleted".into()));
        }
        let entry = self.stat(path).await?.ok_or_else(|| HostError::NotFound(path.to_owned()))?;
        if entry.kind != EntryKind::Directory {
            return self.sftp.remove_file(path).await.map_err(|error| self.explain(error, path));
        }
        if recursive {
            self.empty(path).await?;
        }
        self.sftp.remove_dir(path).await.map_err(|error| match error {
            Error::Status(status) if status.status_code == StatusCode::Failure => {
                HostError::Failed(format!("`{path}` is a folder that is not empty"))
            }
            other => self.explain(other, path),
        })
    }

    /// Deletes all in a folder; links are deleted, not followed.
    async fn empty(&self, path: &str) -> Result<(), HostError> {
        let (mut open, mut folders) = (vec![path.to_owned()], Vec::new());
        while let Some(folder) = open.pop() {
            for item in self.sftp.read_dir(&folder).await.map_err(|error| self.explain(error, &folder))? {
                let path = format!("{folder}/{}", item.file_name());
                if item.file_type().is_dir() {
                    folders.push(path.clone());
                    open.push(path);
                } else {
                    self.sftp.remove_file(&path).await.map_err(|error| self.explain(error, &path))?;
                }
            }
        }
        for folder in folders.into_iter().rev() {
            self.sftp.remove_dir(&folder).await.map_err(|error| self.explain(error, &folder))?;
        }
        Ok(())
    }

    fn explain(&self, error: Error, path: &str) -> HostError {
        match error {
            Error::Status(status) => match status.status_code {
                StatusCode::NoSuchFile => HostError::NotFound(path.to_owned()),
                StatusCode::PermissionDenied => {
                    HostError::Failed(format!("the account may not do this with `{path}` (permission denied)"))
                }
                _ => self.failed(path, &status.error_message),
            },
            Error::Timeout => self.connection.lost("SFTP did not answer in time"),
            Error::UnexpectedBehavior(what) if is_over(&what) => self.connection.lost("SFTP ended"),
            Error::IO(said) => self.failed(path, &said),
            other => self.failed(path, &other.to_string()),
        }
    }

    fn failed(&self, path: &str, said: &str) -> HostError {
        let mut message = format!("`{}` could not do this with `{path}`: {said}", self.connection.name);
        // The one word that SFTP has for most of what can go wrong.
        if said == "Failure" {
            message.push_str(". The disk may be full, or it may be a folder");
        }
        HostError::Failed(message)
    }
}

/// How a file got to its place.
enum Placed {
    /// It is there under two names.
    Linked,
    Moved,
}

/// The error that the SFTP client wrapped.
fn unwrap(error: io::Error) -> Error {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(inner) => inner.clone(),
        None => error.into(),
    }
}

/// Whether the SFTP client says so that the session has ended.
fn is_over(what: &str) -> bool {
    ["session closed", "sender dropped"].contains(&what) || what.starts_with("SendError")
}

/// Whether a path leads to the root or to the home folder, as far as it says so itself, or up and out of them.
fn is_everything(path: &str) -> bool {
    let depth = path.split('/').try_fold(0_u32, |depth, part| match part {
        "" | "." => Some(depth),
        ".." => depth.checked_sub(1),
        _ => Some(depth + 1),
    });
    depth.is_none_or(|depth| depth == 0)
}

fn entry(path: String, metadata: &Metadata) -> FileEntry {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    FileEntry {
        path,
        kind: match metadata.file_type() {
            FileType::Dir => EntryKind::Directory,
            FileType::File => EntryKind::File,
            FileType::Symlink => EntryKind::Symlink,
            FileType::Other => EntryKind::Other,
        },
        size: metadata.len(),
        modified: modified.and_then(|time| i64::try_from(time.as_millis()).ok()).unwrap_or_default(),
        mode: metadata.permissions.map(|mode| mode & 0o7777),
    }
}

#[cfg(test)]
mod tests {
    use super::is_everything;

    #[test]
    fn the_root_and_the_home_folder_are_known_however_they_are_written() {
        for path in ["/", "", ".", "./", "//", "/tmp/..", "a/../.", "..", "../x/.."] {
            assert!(is_everything(path), "{path}");
        }
        for path in ["/tmp", "a", "./a", "a/../b"] {
            assert!(!is_everything(path), "{path}");
        }
    }
}
