//! A file that is written beside its place, and taken away again unless it gets there.

use std::sync::Arc;

use russh_sftp::client::SftpSession;
use tokio::runtime::Handle;
use tokio_util::task::TaskTracker;

use super::connection::Connection;

/// A file that is not in its place yet. Dropped, it is removed.
pub(super) struct Part {
    path: Option<String>,
    sftp: Arc<SftpSession>,
    /// It is not closed before the file is removed.
    connection: Arc<Connection>,
    removing: TaskTracker,
}

impl Part {
    /// In the folder of a place. Its name is a short one, because that of the place may be as long as a name may be.
    pub(super) fn near(
        place: &str,
        connection: &Arc<Connection>,
        sftp: &Arc<SftpSession>,
        removing: &TaskTracker,
    ) -> Self {
        let folder = &place[..place.rfind('/').map_or(0, |at| at + 1)];
        Self {
            path: Some(format!("{folder}.{}.part", uuid::Uuid::now_v7().simple())),
            sftp: Arc::clone(sftp),
            connection: Arc::clone(connection),
            removing: removing.clone(),
        }
    }

    /// Where it is.
    pub(super) fn path(&self) -> &str {
        self.path.as_deref().unwrap_or_default()
    }

    /// It is no longer there.
    pub(super) fn has_moved(mut self) {
        self.path = None;
    }

    /// Removes it, and waits for that.
    pub(super) async fn remove(mut self) {
        if let Some(path) = self.path.take() {
            // It may not be there at all.
            let _ = self.sftp.remove_file(path).await;
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let (Some(path), Ok(runtime)) = (self.path.take(), Handle::try_current()) else { return };
        let (sftp, connection) = (Arc::clone(&self.sftp), Arc::clone(&self.connection));
        let removing = async move {
            let _ = sftp.remove_file(path).await;
            drop(connection);
        };
        self.removing.spawn_on(removing, &runtime);
    }
}
