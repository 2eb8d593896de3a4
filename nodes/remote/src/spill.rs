//! The whole of a stream that is too long for a result: a file of the run.

use node_sdk::{Artifact, ArtifactWriter, Ctx, ErrorKind, NodeError, Stream};
use parking_lot::Mutex;

/// Bytes that are written together.
const BLOCK: usize = 64 * 1024;
/// Lines are written whole, so that no secret in them is cut apart, unless they are longer than this.
const LONGEST_LINE: usize = 1024 * 1024;
const MEDIA_TYPE: &str = "text/plain; charset=utf-8";

/// What goes into the file of a stream.
pub(crate) struct Spill {
    name: &'static str,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: Vec<u8>,
    writer: Option<Box<dyn ArtifactWriter>>,
    /// There can be no file.
    is_lost: bool,
}

impl Spill {
    pub(crate) fn new(stream: Stream) -> Self {
        let name = if stream == Stream::Stderr { "stderr.txt" } else { "stdout.txt" };
        Self { name, state: Mutex::default() }
    }

    /// Takes what comes next.
    pub(crate) fn take(&self, bytes: &[u8]) {
        let mut state = self.state.lock();
        if !state.is_lost {
            state.waiting.extend_from_slice(bytes);
        }
    }

    /// Whether enough waits to be written.
    pub(crate) fn is_full(&self) -> bool {
        self.state.lock().waiting.len() >= BLOCK
    }

    /// Writes the lines that wait.
    pub(crate) async fn flush(&self, ctx: &Ctx<'_>) {
        let lines = {
            let waiting = &mut self.state.lock().waiting;
            let end = waiting.iter().rposition(|byte| *byte == b'\n').map(|end| end + 1);
            let end = end.or_else(|| (waiting.len() >= LONGEST_LINE).then_some(waiting.len()));
            waiting.drain(..end.unwrap_or(0)).collect::<Vec<_>>()
        };
        if let Err(error) = self.write(ctx, &lines).await {
            self.lose(ctx, &error);
        }
    }

    /// The file, if there is one.
    pub(crate) async fn finish(&self, ctx: &Ctx<'_>) -> Option<Artifact> {
        let last = std::mem::take(&mut self.state.lock().waiting);
        let finished = async {
            self.write(ctx, &last).await?;
            let writer = self.state.lock().writer.take();
            match writer {
                Some(writer) => writer.finish().await.map(Some),
                None => Ok(None),
            }
        };
        finished.await.unwrap_or_else(|error| {
            self.lose(ctx, &error);
            None
        })
    }

    /// Only one task at a time writes a stream, so the writer is there or has not been opened yet.
    async fn write(&self, ctx: &Ctx<'_>, bytes: &[u8]) -> Result<(), NodeError> {
        if bytes.is_empty() || self.state.lock().is_lost {
            return Ok(());
        }
        let open = self.state.lock().writer.take();
        let mut writer = match open {
            Some(writer) => writer,
            None => ctx.artifact(self.name, MEDIA_TYPE).await?,
        };
        writer.write(String::from_utf8_lossy(bytes).as_bytes()).await?;
        self.state.lock().writer = Some(writer);
        Ok(())
    }

    fn lose(&self, ctx: &Ctx<'_>, error: &NodeError) {
        *self.state.lock() = State { is_lost: true, ..State::default() };
        // Where files are kept nowhere, nobody expects one.
        if error.kind != ErrorKind::NOT_PERMITTED {
            ctx.log(Stream::Log, &format!("The file `{}` could not be kept: {}", self.name, error.message));
        }
    }
}
