//! What the rounds of a loop yield: kept while it fits into an output, else written to a file of the run, so that a loop
//! of a million rounds needs no more memory than one of a hundred.

use node_sdk::ArtifactWriter;
use node_sdk::prelude::*;

/// Results that stay in the output beside the file.
const PREVIEW: usize = 100;
/// Bytes gathered before they are written.
const GATHERED: usize = 64 << 10;
const NAME: &str = "results.jsonl";
const MEDIA_TYPE: &str = "application/x-ndjson";

/// The results so far.
pub(crate) struct Results<'a> {
    ctx: &'a Ctx<'a>,
    kept: Vec<Value>,
    weight: usize,
    most: usize,
    count: u64,
    rest: Rest,
}

/// Where results go that do not fit.
enum Rest {
    /// All of them fit so far.
    None,
    /// Into a file, one JSON text a line.
    File { writer: Box<dyn ArtifactWriter>, lines: Vec<u8> },
    /// Nowhere, because no files are kept here.
    Dropped,
}

impl<'a> Results<'a> {
    /// None yet.
    pub(crate) fn new(ctx: &'a Ctx<'a>) -> Self {
        Self { ctx, kept: Vec::new(), weight: 0, most: ctx.max_output(), count: 0, rest: Rest::None }
    }

    /// Adds the next result.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) async fn add(&mut self, result: Value) -> Result<(), NodeError> {
        self.count += 1;
        if matches!(self.rest, Rest::None) {
            self.weight += result.weight(self.most);
            if self.weight <= self.most {
                self.kept.push(result);
                return Ok(());
            }
            self.overflow().await?;
        }
        self.rest.write(&result).await
    }

    /// From here on, and with all there is so far, into a file.
    async fn overflow(&mut self) -> Result<(), NodeError> {
        self.rest = match self.ctx.artifact(NAME, MEDIA_TYPE).await {
            Ok(writer) => Rest::File { writer, lines: Vec::with_capacity(GATHERED) },
            Err(error) if error.kind == ErrorKind::NOT_PERMITTED => Rest::Dropped,
            Err(error) => return Err(error),
        };
        if matches!(self.rest, Rest::Dropped) {
            return Ok(());
        }
        for result in &self.kept {
            self.rest.write(result).await?;
        }
        self.kept.truncate(PREVIEW);
        self.kept.shrink_to_fit();
        Ok(())
    }

    /// Adds `results` to an output; where not all of them are there, also their `count` and the `artifact` that has
    /// them, or how many were `dropped`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) async fn finish(self, output: &mut Map) -> Result<(), NodeError> {
        let count = |number: u64| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
        let lost = self.count - u64::try_from(self.kept.len()).unwrap_or(self.count);
        output.insert("results".into(), self.kept.into());
        match self.rest {
            Rest::None => {}
            Rest::Dropped => {
                output.insert("dropped".into(), count(lost));
            }
            Rest::File { mut writer, lines } => {
                writer.write(&lines).await?;
                output.insert("count".into(), count(self.count));
                output.insert("artifact".into(), writer.finish().await?.to_value());
            }
        }
        Ok(())
    }
}

impl Rest {
    async fn write(&mut self, result: &Value) -> Result<(), NodeError> {
        let Self::File { writer, lines } = self else { return Ok(()) };
        let written = serde_json::to_writer(&mut *lines, result);
        written
            .map_err(|error| NodeError::new(ErrorKind::INTERNAL, format!("A result could not be written: {error}.")))?;
        lines.push(b'\n');
        if lines.len() >= GATHERED {
            writer.write(lines).await?;
            lines.clear();
        }
        Ok(())
    }
}
