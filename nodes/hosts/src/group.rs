//! The process group of a command, and its end when nobody waits for it any more: it is asked to stop, and killed if
//! it is still there after a while. Meanwhile its output is read and thrown away, so that it can say a last word.

use std::future::pending;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use tokio::io::{AsyncRead, copy, sink};
use tokio::process::{Child, ChildStderr, ChildStdout};
use tokio::runtime::Handle;
use tokio_util::task::TaskTracker;

/// How often it is looked whether a group that was asked to stop is gone.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Ends the commands of one machine.
pub(crate) struct Stopper {
    grace: Duration,
    stopping: TaskTracker,
}

impl Stopper {
    /// Commands get `grace` to stop by themselves.
    pub(crate) fn new(grace: Duration) -> Self {
        Self { grace, stopping: TaskTracker::new() }
    }

    /// Waits until whatever was asked to stop has stopped or was killed.
    pub(crate) async fn settle(&self) {
        self.stopping.close();
        self.stopping.wait().await;
    }

    fn stop(&self, leader: Pid, stdout: Option<ChildStdout>, stderr: Option<ChildStderr>) {
        let doomed = Doomed(Some(leader));
        // It fails only if nothing is left to stop.
        let _ = kill_process_group(leader, Signal::TERM);
        // Without a runtime nobody can wait, so it is killed at once.
        let Ok(runtime) = Handle::try_current() else { return };
        self.stopping.spawn_on(doomed.end(leader, self.grace, (stdout, stderr)), &runtime);
    }
}

async fn gone(leader: Pid) {
    while test_kill_process_group(leader).is_ok() {
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn discard(output: Option<impl AsyncRead + Unpin>) {
    if let Some(mut output) = output {
        // What cannot be read need not be thrown away.
        let _ = copy(&mut output, &mut sink()).await;
    }
}

/// A group that is killed when this is dropped: after its grace, or when the process ends before.
struct Doomed(Option<Pid>);

impl Doomed {
    /// Gives the group some time to end by itself.
    async fn end(mut self, leader: Pid, grace: Duration, output: (Option<ChildStdout>, Option<ChildStderr>)) {
        let reading = async {
            tokio::join!(discard(output.0), discard(output.1));
            pending::<()>().await
        };
        tokio::select! {
            () = gone(leader) => self.0 = None,
            () = reading => {}
            () = tokio::time::sleep(grace) => {}
        }
    }
}

impl Drop for Doomed {
    fn drop(&mut self) {
        if let Some(leader) = self.0 {
            // It fails only if nothing is left to kill.
            let _ = kill_process_group(leader, Signal::KILL);
        }
    }
}

/// The process group of a command, with its output; stopped when dropped, unless released before.
pub(crate) struct Group<'s> {
    leader: Option<Pid>,
    pub(crate) stdout: Option<ChildStdout>,
    pub(crate) stderr: Option<ChildStderr>,
    stopper: &'s Stopper,
}

impl<'s> Group<'s> {
    /// The group that a command leads.
    pub(crate) fn of(child: &mut Child, stopper: &'s Stopper) -> Self {
        let leader = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
        Self { leader, stdout: child.stdout.take(), stderr: child.stderr.take(), stopper }
    }

    /// The command has ended; what it left behind may stay.
    pub(crate) fn release(&mut self) {
        self.leader = None;
    }
}

impl Drop for Group<'_> {
    fn drop(&mut self) {
        if let Some(leader) = self.leader {
            self.stopper.stop(leader, self.stdout.take(), self.stderr.take());
        }
    }
}
