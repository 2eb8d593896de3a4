//! Keeps secret values out of everything people read.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use node_sdk::{ErrorKind, Mail, NodeError, Notice, Post, Question, Str, Value};
use parking_lot::RwLock;

/// What a secret reads as.
pub(crate) const MASK: &str = "•••";

/// Knows the secret values of a run.
#[derive(Default)]
pub(crate) struct Masker {
    secrets: RwLock<Vec<Str>>,
    has_secrets: AtomicBool,
}

impl Masker {
    /// Masks these values and every text inside them.
    pub(crate) fn new<'a>(values: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut secrets = Vec::new();
        for value in values {
            collect(value, &mut secrets);
        }
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        Self { has_secrets: AtomicBool::new(!secrets.is_empty()), secrets: RwLock::new(secrets) }
    }

    /// Masks this from now on, too.
    pub(crate) fn add(&self, secret: &str) {
        let mut secrets = self.secrets.write();
        if secret.is_empty() || secrets.iter().any(|known| **known == *secret) {
            return;
        }
        let at = secrets.partition_point(|known| known.len() >= secret.len());
        secrets.insert(at, secret.into());
        self.has_secrets.store(true, Ordering::Release);
    }

    /// Whether there is anything to mask.
    pub(crate) fn has_secrets(&self) -> bool {
        self.has_secrets.load(Ordering::Acquire)
    }

    /// A text without secrets.
    pub(crate) fn text(&self, text: &str) -> String {
        let secrets = self.secrets.read();
        if secrets.iter().any(|secret| **secret == *text) {
            return MASK.into();
        }
        let mut text = text.to_owned();
        for secret in secrets.iter().filter(|secret| secret.len() >= 3) {
            if text.contains(&**secret) {
                text = text.replace(&**secret, MASK);
            }
        }
        text
    }

    /// A value without secrets.
    pub(crate) fn value(&self, value: &Value) -> Value {
        if !self.has_secrets() {
            return value.clone();
        }
        match value {
            Value::Str(text) => self.text(text).into(),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(map) => Value::Object(Arc::new(
                map.iter().map(|(key, value)| (self.text(key).into(), self.value(value))).collect(),
            )),
            other if self.secrets.read().iter().any(|secret| **secret == *other.to_text()) => MASK.into(),
            other => other.clone(),
        }
    }

    /// An error without secrets.
    pub(crate) fn error(&self, error: &NodeError) -> NodeError {
        if !self.has_secrets() {
            return error.clone();
        }
        let kind = ErrorKind::of(self.text(error.kind.as_str()));
        NodeError { kind, message: self.text(&error.message), details: self.value(&error.details), ..error.clone() }
    }

    /// A question without secrets in what people read.
    pub(crate) fn question(&self, question: Question) -> Question {
        Question { title: self.text(&question.title), message: self.text(&question.message), ..question }
    }

    /// A message without secrets in what people read; the way it takes may need them.
    pub(crate) fn notice(&self, notice: Notice) -> Notice {
        match notice {
            Notice::Mail(mail) => {
                Notice::Mail(Mail { subject: self.text(&mail.subject), body: self.text(&mail.body), ..mail })
            }
            Notice::Post(post) => Notice::Post(Post { body: self.value(&post.body), ..post }),
        }
    }
}

fn collect(value: &Value, secrets: &mut Vec<Str>) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Array(items) => items.iter().for_each(|item| collect(item, secrets)),
        Value::Object(map) => map.values().for_each(|item| collect(item, secrets)),
        scalar => {
            let text = scalar.to_text();
            secrets.extend((!text.is_empty()).then(|| text.into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_at_any_depth_and_longest_first() {
        let masker = Masker::new([&"hunter2".into(), &"hunter2-long".into()]);
        let value = Value::object([("a", Value::from(vec!["x hunter2-long y".into(), Value::Int(1)]))]);
        assert_eq!(masker.value(&value).to_string(), r#"{"a":["x ••• y",1]}"#);
        assert_eq!(masker.text("hunter2"), MASK);
    }

    #[test]
    fn a_secret_number_is_masked_where_it_stands_alone() {
        let masker = Masker::new([&Value::Int(4711)]);
        assert_eq!(masker.value(&Value::Int(4711)), MASK.into());
        assert_eq!(masker.value(&Value::Int(47)), Value::Int(47));
    }
}
