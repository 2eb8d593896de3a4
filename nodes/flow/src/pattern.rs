//! Regular expressions, kept compiled while the same one is asked for again. Matching takes time linear in the text.

use std::sync::{Arc, Mutex, PoisonError};

use node_sdk::{ErrorKind, NodeError};
use regex::{Regex, RegexBuilder};

/// Bytes a compiled expression may take.
const LARGEST: usize = 1 << 20;

/// The expression a field held last.
#[derive(Debug, Default)]
pub(crate) struct Pattern(Mutex<Option<Arc<Regex>>>);

impl Pattern {
    /// The compiled form of an expression.
    ///
    /// # Errors
    /// Kind `validation_error`, with what is wrong in it.
    pub(crate) fn of(&self, source: &str) -> Result<Arc<Regex>, NodeError> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = last.as_ref().filter(|known| known.as_str() == source) {
            return Ok(Arc::clone(known));
        }
        let made = Arc::new(compile(source).map_err(|message| NodeError::new(ErrorKind::VALIDATION, message))?);
        *last = Some(Arc::clone(&made));
        Ok(made)
    }
}

/// Compiles an expression, or says what is wrong with it.
pub(crate) fn compile(source: &str) -> Result<Regex, String> {
    RegexBuilder::new(source).size_limit(LARGEST).dfa_size_limit(LARGEST).build().map_err(|error| {
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
        let shown: String = source.chars().take(60).collect();
        format!("`{shown}` is not a regular expression that can be used: {reason}.")
    })
}
