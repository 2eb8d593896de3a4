//! The message that travels along wires.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Map, Str, Value};

/// What a node receives and hands on: a payload, and free keys such as `topic` or `targets`.
///
/// Expressions see it as `msg`, with `msg.payload` and every other key beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Value", into = "Value")]
pub struct Message {
    /// What most nodes read and replace.
    pub payload: Value,
    extra: Option<Arc<Map>>,
}

impl Message {
    /// A message with only a payload.
    pub fn new(payload: impl Into<Value>) -> Self {
        Self { payload: payload.into(), extra: None }
    }

    /// The same message with another payload.
    #[must_use]
    pub fn with_payload(mut self, payload: Value) -> Self {
        self.payload = payload;
        self
    }

    /// The same message with one more key; `payload` replaces the payload.
    #[must_use]
    pub fn with(mut self, key: &str, value: Value) -> Self {
        if key == "payload" {
            self.payload = value;
        } else {
            Arc::make_mut(self.extra.get_or_insert_default()).insert(key.into(), value);
        }
        self
    }

    /// The payload or another key of the message.
    pub fn get(&self, key: &str) -> Option<&Value> {
        if key == "payload" { Some(&self.payload) } else { self.extra.as_ref()?.get(key) }
    }
}

impl From<Value> for Message {
    /// An object with a `payload` field becomes a message with its other fields as keys;
    /// anything else becomes the payload.
    fn from(value: Value) -> Self {
        match &value {
            Value::Object(map) if map.contains_key("payload") => {
                let mut extra = Map::clone(map);
                let payload = extra.shift_remove("payload").unwrap_or_default();
                Self { payload, extra: (!extra.is_empty()).then(|| Arc::new(extra)) }
            }
            _ => Self::new(value),
        }
    }
}

impl From<Message> for Value {
    fn from(message: Message) -> Self {
        let payload = (Str::from("payload"), message.payload);
        let extra = message.extra.iter().flat_map(|map| map.iter().map(|(key, value)| (key.clone(), value.clone())));
        Self::object(std::iter::once(payload).chain(extra))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_with_a_payload_is_a_message_and_anything_else_is_a_payload() {
        let message = Message::from(Value::object([("topic", Value::from("t")), ("payload", Value::Int(1))]));
        assert_eq!(message.payload, Value::Int(1));
        assert_eq!(message.get("topic"), Some(&Value::from("t")));
        assert_eq!(Message::from(Value::Int(7)).payload, Value::Int(7));
        assert_eq!(Value::from(message).to_string(), r#"{"payload":1,"topic":"t"}"#);
    }
}
