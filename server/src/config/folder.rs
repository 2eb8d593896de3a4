//! The data folder: where it is, and that one process alone executes runs in it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};

const LOCK_TRIES: u32 = 30;
const LOCK_PAUSE: Duration = Duration::from_millis(100);

/// `opsconductor` in the folder where this user's programs keep data.
///
/// # Errors
/// If the user has no home folder.
pub fn default_data_dir() -> anyhow::Result<PathBuf> {
    let folder = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = folder("XDG_DATA_HOME").or_else(|| Some(folder("HOME")?.join(".local/share")));
    let base = base.context("there is no home folder to keep data in; name a folder with --data-dir")?;
    Ok(base.join("opsconductor"))
}

/// Makes the data folder if there is none; a new one is for its owner only.
///
/// # Errors
/// If it cannot be made.
pub fn make_data_dir(data_dir: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data_dir).with_context(|| format!("the data folder `{}` cannot be made", data_dir.display()))
}

/// Held by the process that executes the runs of a data folder; let go when dropped, or when the process dies.
pub struct Lock(#[expect(dead_code, reason = "holding it open is what it is for")] File);

impl Lock {
    /// Takes the lock of a data folder. A process that was just killed may hold it for a moment longer.
    ///
    /// # Errors
    /// If another process keeps it.
    pub async fn take(data_dir: &Path) -> anyhow::Result<Self> {
        make_data_dir(data_dir)?;
        let path = data_dir.join("opsconductor.lock");
        let file = File::create(&path).with_context(|| format!("`{}` cannot be opened", path.display()))?;
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(LOCK_PAUSE).await,
                Err(TryLockError::Error(error)) => {
                    return Err(error).with_context(|| format!("`{}` cannot be locked", path.display()));
                }
            }
        }
        bail!(
            "the data folder `{}` is in use by another OpsConductor process; \
             ask that one, or use another folder with --data-dir",
            data_dir.display()
        );
    }
}
