//! The value tree that flows compute with: cheap to clone, ordered, JSON-shaped.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Text that is shared, not copied.
pub type Str = Arc<str>;

/// Fields in the order they were written.
pub type Map = IndexMap<Str, Value, FxBuildHasher>;

/// One JSON-shaped value. Cloning costs a reference count, whatever the size.
///
/// Integers are 64-bit signed; a JSON number outside that range becomes a float.
#[derive(Clone, Default, PartialEq)]
pub enum Value {
    /// JSON `null`.
    #[default]
    Null,
    /// JSON `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str(Str),
    /// A list.
    Array(Arc<Vec<Value>>),
    /// Named fields, order kept.
    Object(Arc<Map>),
}

impl Value {
    /// An object made of the given fields.
    pub fn object<K: Into<Str>>(fields: impl IntoIterator<Item = (K, Value)>) -> Self {
        Self::Object(Arc::new(fields.into_iter().map(|(key, value)| (key.into(), value)).collect()))
    }

    /// The field of an object, or `None` if this is no object or has no such field.
    pub fn get(&self, field: &str) -> Option<&Self> {
        match self {
            Self::Object(map) => map.get(field),
            _ => None,
        }
    }

    /// The item of an array; a negative index counts from the end.
    pub fn at(&self, index: i64) -> Option<&Self> {
        let Self::Array(items) = self else { return None };
        let index = if index < 0 { index + i64::try_from(items.len()).ok()? } else { index };
        items.get(usize::try_from(index).ok()?)
    }

    /// The text, if this is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, if this is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The number as a float, if this is a number.
    #[expect(clippy::cast_precision_loss, reason = "a float view of an integer is what the caller asks for")]
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The items, if this is an array.
    pub fn as_array(&self) -> Option<&Arc<Vec<Value>>> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The fields, if this is an object.
    pub fn as_object(&self) -> Option<&Arc<Map>> {
        match self {
            Self::Object(map) => Some(map),
            _ => None,
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// `null`, `boolean`, `integer`, `float`, `string`, `array` or `object`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Int(_) => "integer",
            Self::Float(_) => "float",
            Self::Str(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
        }
    }

    /// How the value reads inside text: `null` is empty, arrays and objects are JSON.
    pub fn to_text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Str(text) => text.to_string(),
            other => other.to_string(),
        }
    }

    /// Roughly how many bytes the value takes as JSON, counted no further than `limit`.
    /// A value nested more than [`Self::DEEPEST`] levels deep weighs more than any limit.
    pub fn weight(&self, limit: usize) -> usize {
        let mut spent = 0;
        self.weigh(limit, &mut spent, 0);
        spent
    }

    /// How deep a value that a flow keeps may be nested, so that walking it needs little stack.
    pub const DEEPEST: usize = 100;

    fn weigh(&self, limit: usize, spent: &mut usize, depth: usize) {
        if depth > Self::DEEPEST {
            *spent = usize::MAX / 2;
            return;
        }
        *spent += 8;
        match self {
            Self::Str(text) => *spent += text.len(),
            Self::Array(items) => {
                for item in items.iter() {
                    if *spent > limit {
                        return;
                    }
                    item.weigh(limit, spent, depth + 1);
                }
            }
            Self::Object(map) => {
                for (key, value) in map.iter() {
                    if *spent > limit {
                        return;
                    }
                    *spent += key.len();
                    value.weigh(limit, spent, depth + 1);
                }
            }
            _ => {}
        }
    }
}

impl fmt::Display for Value {
    /// Writes compact JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Str(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Str(value.into())
    }
}

impl From<Str> for Value {
    fn from(value: Str) -> Self {
        Self::Str(value)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::Array(Arc::new(items))
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Object(Arc::new(map))
    }
}

impl FromIterator<Value> for Value {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        items.into_iter().collect::<Vec<_>>().into()
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<&serde_json::Value> for Value {
    fn from(json: &serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(*value),
            serde_json::Value::Number(number) => from_number(number),
            serde_json::Value::String(text) => text.as_str().into(),
            serde_json::Value::Array(items) => items.iter().map(Self::from).collect(),
            serde_json::Value::Object(map) => Self::object(map.iter().map(|(key, value)| (key.as_str(), value.into()))),
        }
    }
}

impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        Self::from(&json)
    }
}

impl From<&Value> for serde_json::Value {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => (*value).into(),
            Value::Int(number) => (*number).into(),
            Value::Float(number) => (*number).into(),
            Value::Str(text) => text.as_ref().into(),
            Value::Array(items) => items.iter().map(Self::from).collect(),
            Value::Object(map) => {
                Self::Object(map.iter().map(|(key, value)| (key.to_string(), value.into())).collect())
            }
        }
    }
}

fn from_number(number: &serde_json::Number) -> Value {
    number.as_i64().map_or_else(|| Value::Float(number.as_f64().unwrap_or(f64::NAN)), Value::Int)
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Float(number) => serializer.serialize_f64(*number),
            Self::Str(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items.iter()),
            Self::Object(map) => serializer.collect_map(map.iter()),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Deserialize::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "a number past 64 bits signed is kept as a float, as documented")]
    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(i64::try_from(number).map_or(Value::Float(number as f64), Value::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(1024));
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::default();
        while let Some((key, value)) = access.next_entry::<Str, Value>()? {
            map.insert(key, value);
        }
        Ok(map.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_round_trip(json: &str) {
        let value: Value = serde_json::from_str(json).expect("valid JSON");
        assert_eq!(value.to_string(), json);
        assert_eq!(serde_json::Value::from(&value).to_string(), json);
    }

    #[test]
    fn keeps_json_and_the_order_of_fields() {
        check_round_trip(r#"{"z":1,"a":[true,null,1.5,"x"],"m":{"k":-3}}"#);
    }

    #[test]
    fn reads_by_field_and_by_index_from_either_end() {
        let value: Value = serde_json::from_str(r#"{"a":[1,2,3]}"#).expect("valid JSON");
        let items = value.get("a").expect("field a");
        assert_eq!(items.at(0), Some(&Value::Int(1)));
        assert_eq!(items.at(-1), Some(&Value::Int(3)));
        assert_eq!(items.at(3), None);
        assert_eq!(items.at(-4), None);
    }

    #[test]
    fn weight_stops_at_the_limit() {
        let big: Value = (0..100_000).map(Value::Int).collect();
        assert!(big.weight(1_000) < 1_100);
    }

    #[test]
    fn a_value_nested_too_deep_weighs_more_than_any_limit() {
        let nest = |levels: usize| (0..levels).fold(Value::Null, |inner, _| vec![inner].into());
        assert!(nest(Value::DEEPEST).weight(1 << 30) < 1 << 20);
        assert!(nest(Value::DEEPEST + 1).weight(1 << 30) > 1 << 30);
    }
}
