//! What is opened for a run, and closed at its end.

use node_sdk::Services;
use tokio::runtime::Handle;

use crate::RunId;

/// Closes what a run opened; dropped, where the run is left for a later process, it does so by itself.
pub(super) struct Opened(Option<(Services, String)>);

/// The services of one run.
pub(super) fn for_run(services: Services, run: RunId) -> (Services, Opened) {
    let run = run.to_string();
    let http = services.http.for_run(&run);
    let services = Services { http: http.unwrap_or_else(|| services.http.clone()), ..services };
    (services.clone(), Opened(Some((services, run))))
}

impl Opened {
    /// Closes it.
    pub(super) async fn close(mut self) {
        if let Some((services, run)) = self.0.take() {
            close(services, run).await;
        }
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        if let (Some((services, run)), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(close(services, run));
        }
    }
}

async fn close(services: Services, run: String) {
    services.hosts.release(&run).await;
    services.http.close().await;
}
