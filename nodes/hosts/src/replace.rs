//! Writing a file so that readers see the old content or the new, never half, even after a power cut.

use std::ffi::OsString;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use cap_std::fs::{Dir, File, OpenOptions, OpenOptionsExt, Permissions, PermissionsExt};
use node_sdk::{HostError, WriteMode};
use rustix::fs::{RenameFlags, renameat_with};

use crate::workspace::explain;

/// Unix permission bits of a new file where none are asked for.
const USUAL_PERMISSIONS: u32 = 0o644;

/// A name in an opened folder.
pub(crate) struct Place {
    pub(crate) folder: Dir,
    pub(crate) name: OsString,
    /// As it was asked for, to show.
    pub(crate) path: String,
}

impl Place {
    /// Says what went wrong here.
    pub(crate) fn explain(&self, error: &io::Error) -> HostError {
        explain(&self.path, error)
    }

    /// Writes a whole file beside its place, brings it to the disk, and moves it there.
    /// A symbolic link in its place is replaced, not followed.
    pub(crate) fn write(&self, content: &[u8], mode: WriteMode, permissions: Option<u32>) -> io::Result<()> {
        let permissions = self.permissions(mode, permissions)?;
        let (mut draft, mut file) = Draft::create(&self.folder)?;
        file.write_all(content)?;
        file.set_permissions(Permissions::from_mode(permissions))?;
        file.sync_all()?;
        self.take(&mut draft, mode)?;
        sync_folder(&self.folder)
    }

    /// Asked for, else those of the file that is replaced, else the usual ones. Also refuses early what
    /// the move would refuse in the end.
    fn permissions(&self, mode: WriteMode, asked: Option<u32>) -> io::Result<u32> {
        match self.folder.symlink_metadata(&self.name) {
            Ok(_) if mode == WriteMode::CreateNew => Err(io::ErrorKind::AlreadyExists.into()),
            Ok(there) if there.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(there) if there.is_file() => Ok(asked.unwrap_or(there.permissions().mode() & 0o7777)),
            Ok(_) => Ok(asked.unwrap_or(USUAL_PERMISSIONS)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(asked.unwrap_or(USUAL_PERMISSIONS)),
            Err(error) => Err(error),
        }
    }

    fn take(&self, draft: &mut Draft<'_>, mode: WriteMode) -> io::Result<()> {
        match mode {
            WriteMode::Replace => self.folder.rename(&draft.name, &self.folder, &self.name)?,
            WriteMode::CreateNew => self.take_if_free(draft)?,
        }
        draft.is_kept = true;
        Ok(())
    }

    fn take_if_free(&self, draft: &Draft<'_>) -> io::Result<()> {
        match renameat_with(&self.folder, &draft.name, &self.folder, &self.name, RenameFlags::NOREPLACE) {
            // Some network file systems cannot rename that way; a hard link refuses just the same.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOTSUP | rustix::io::Errno::NOSYS) => {
                self.folder.hard_link(&draft.name, &self.folder, &self.name)?;
                self.folder.remove_file(&draft.name)
            }
            done => Ok(done?),
        }
    }
}

/// A temporary file that goes away unless it is kept.
struct Draft<'a> {
    folder: &'a Dir,
    name: String,
    is_kept: bool,
}

impl<'a> Draft<'a> {
    fn create(folder: &'a Dir) -> io::Result<(Self, File)> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let name = format!(".opsconductor-{}-{count}.tmp", std::process::id());
            match folder.open_with(&name, OpenOptions::new().write(true).create_new(true).mode(0o600)) {
                Ok(file) => return Ok((Self { folder, name, is_kept: false }, file)),
                // Left behind by a process of the same number that lost its power.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.is_kept {
            // The write has failed already, and that is what is reported.
            let _ = self.folder.remove_file(&self.name);
        }
    }
}

/// The new name itself must reach the disk too.
fn sync_folder(folder: &Dir) -> io::Result<()> {
    match rustix::fs::fsync(folder.open(".")?) {
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOTSUP) => Ok(()),
        done => Ok(done?),
    }
}
