//! Where the files lie: `artifacts/<run>/<id>`. Both names are checked, so that no path leads elsewhere.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use engine::RunId;
use sha2::{Digest, Sha256};

/// What the name of a file that is being written ends with.
const DRAFT: &str = ".part";

/// The folder of all artifacts.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder within a data folder; made when the first file is.
    pub fn within(data_dir: &Path) -> Self {
        Self(data_dir.join("artifacts"))
    }

    /// The folder of a run; `None` if that is not the id of one.
    pub(super) fn of(&self, run: &str) -> Option<PathBuf> {
        let id: RunId = run.parse().map(RunId).ok()?;
        Some(self.0.join(id.to_string()))
    }

    /// Where a file is; `None` if there cannot be one of these ids.
    pub(super) fn file(&self, run: &str, id: &str) -> Option<PathBuf> {
        is_id(id).then(|| self.of(run).map(|folder| folder.join(id)))?
    }

    /// Where a file is written until it is complete; another place each time.
    pub(super) fn draft(&self, run: &str, id: &str) -> Option<PathBuf> {
        let own = uuid::Uuid::now_v7().simple();
        self.of(run).map(|folder| folder.join(format!("{id}.{own}{DRAFT}")))
    }

    /// Removes all files of a run.
    pub async fn remove(&self, run: &str) {
        let Some(folder) = self.of(run) else { return };
        match tokio::fs::remove_dir_all(&folder).await {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(folder = %folder.display(), %error, "the files of a deleted run are left"),
        }
    }

    /// The runs that have files.
    pub(super) async fn runs(&self) -> std::io::Result<Vec<String>> {
        names(&self.0).await
    }

    /// Names of files of a run that were last changed before a time.
    pub(super) async fn older(&self, run: &str, than: SystemTime) -> std::io::Result<Vec<String>> {
        let Some(folder) = self.of(run) else { return Ok(Vec::new()) };
        let mut older = Vec::new();
        for name in names(&folder).await? {
            let changed = tokio::fs::metadata(folder.join(&name)).await.and_then(|file| file.modified());
            if changed.is_ok_and(|changed| changed < than) {
                older.push(name);
            }
        }
        Ok(older)
    }

    /// Removes one file of a run, whatever its name in the folder.
    pub(super) async fn remove_file(&self, run: &str, name: &str) -> std::io::Result<()> {
        match self.of(run) {
            Some(folder) => tokio::fs::remove_file(folder.join(name)).await,
            None => Ok(()),
        }
    }
}

async fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut entries = match tokio::fs::read_dir(folder).await {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        names.extend(entry.file_name().into_string().ok());
    }
    Ok(names)
}

/// The id of the file that an activation writes under a name: the same whenever it is written again.
pub(super) fn id_of(key: &str, name: &str) -> String {
    let hash = Sha256::new().chain_update(key.len().to_be_bytes()).chain_update(key).chain_update(name).finalize();
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn is_id(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let folder = Folder::within(Path::new("/data"));
        let run = RunId::fresh().to_string();
        let id = id_of("each[3]/write", "results.jsonl");
        assert_eq!(folder.file(&run, &id), Some(PathBuf::from(format!("/data/artifacts/{run}/{id}"))));
        assert_eq!(folder.file("../..", &id), None);
        for bad in ["..", "../../master.key", "", "/etc/passwd", "a.part"] {
            assert_eq!(folder.file(&run, bad), None);
        }
    }
}
