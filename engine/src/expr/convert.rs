//! Values at the borders of the two interpreters.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, ValueKind};
use node_sdk::{Map, Str, Value};
use rhai::{Dynamic, ImmutableString};

use super::names::{Root, Shared, look_up};
use super::template;
use super::{Error, LONGEST_TEXT};

/// Into rhai; arrays and objects are copied.
pub(super) fn to_rhai(value: &Value) -> Dynamic {
    match value {
        Value::Null => Dynamic::UNIT,
        Value::Bool(value) => (*value).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Str(text) => ImmutableString::from(text.as_ref()).into(),
        Value::Array(items) => items.iter().map(to_rhai).collect::<rhai::Array>().into(),
        Value::Object(map) => {
            let fields = map.iter().map(|(key, value)| (key.as_ref().into(), to_rhai(value)));
            Dynamic::from_map(fields.collect())
        }
    }
}

/// Out of rhai.
pub(super) fn from_rhai(value: Dynamic) -> Result<Value, Error> {
    from_rhai_at(value, 0)
}

fn from_rhai_at(value: Dynamic, depth: usize) -> Result<Value, Error> {
    if depth > Value::DEEPEST {
        let message = format!("The expression gave a value that is nested more than {} deep.", Value::DEEPEST);
        return Err(Error::new("limit", message));
    }
    if value.is_unit() {
        return Ok(Value::Null);
    }
    if let Some(number) = value.clone().try_cast::<i64>() {
        return Ok(number.into());
    }
    if let Some(number) = value.clone().try_cast::<f64>() {
        return finite(number);
    }
    if let Some(truth) = value.clone().try_cast::<bool>() {
        return Ok(truth.into());
    }
    from_rhai_tree(value, depth + 1)
}

fn from_rhai_tree(value: Dynamic, depth: usize) -> Result<Value, Error> {
    let kind = value.type_name();
    if value.is_string() || value.is_char() {
        return Ok(value.to_string().into());
    }
    if value.is_array() {
        return value
            .into_array()
            .map_err(|_| Error::new("bad_value", "A list could not be read."))?
            .into_iter()
            .map(|item| from_rhai_at(item, depth))
            .collect();
    }
    if let Some(map) = value.clone().try_cast::<rhai::Map>() {
        let field =
            |(key, value): (rhai::Identifier, Dynamic)| Ok((Str::from(key.as_str()), from_rhai_at(value, depth)?));
        return Ok(map.into_iter().map(field).collect::<Result<Map, Error>>()?.into());
    }
    if let Some(range) = value.try_cast::<std::ops::Range<i64>>() {
        return Ok(range.take(1_000_000).map(Value::Int).collect());
    }
    Err(Error::new("bad_value", format!("The expression gave a {kind}, which is not a value a flow can hold.")))
}

fn finite(number: f64) -> Result<Value, Error> {
    if number.is_finite() {
        return Ok(number.into());
    }
    Err(Error::new("arithmetic", "The result is not a finite number; was something divided by zero?"))
}

/// Into minijinja; nothing is copied but text.
pub(super) fn to_jinja(value: &Value) -> minijinja::Value {
    match value {
        Value::Null => minijinja::Value::from(()),
        Value::Bool(value) => (*value).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Str(text) => Arc::clone(text).into(),
        Value::Array(items) => minijinja::Value::from_object(Items(Arc::clone(items))),
        Value::Object(map) => minijinja::Value::from_object(Fields(Arc::clone(map))),
    }
}

/// Out of minijinja.
pub(super) fn from_jinja(value: &minijinja::Value) -> Result<Value, Error> {
    if let Some(Items(items)) = value.downcast_object_ref() {
        return Ok(Value::Array(Arc::clone(items)));
    }
    if let Some(Fields(map)) = value.downcast_object_ref() {
        return Ok(Value::Object(Arc::clone(map)));
    }
    if let Some(text) = value.as_str() {
        return Ok(text.into());
    }
    if let Some(number) = value.as_i64().filter(|_| value.is_integer()) {
        return Ok(number.into());
    }
    if value.is_undefined() {
        return Err(Error::new("unknown_name", "The template gave nothing: something in it is not defined."));
    }
    if weight(value, LONGEST_TEXT) > LONGEST_TEXT {
        return Err(template::too_large());
    }
    let json = serde_json::to_value(value).map_err(|error| Error::new("bad_value", error.to_string()))?;
    Ok(json.into())
}

/// Bytes that a value takes beside its text.
const EACH: usize = 64;

/// Roughly how many bytes a value of minijinja takes, counted no further than `limit`: its lists may be shared, or
/// be only a promise to make them.
pub(super) fn weight(value: &minijinja::Value, limit: usize) -> usize {
    if let Some(Items(items)) = value.downcast_object_ref() {
        return Value::Array(Arc::clone(items)).weight(limit);
    }
    if let Some(Fields(map)) = value.downcast_object_ref() {
        return Value::Object(Arc::clone(map)).weight(limit);
    }
    if let Some(text) = value.as_str() {
        return EACH + text.len();
    }
    let (mut spent, is_map) = (EACH, value.kind() == ValueKind::Map);
    for item in value.try_iter().into_iter().flatten() {
        let field = is_map.then(|| value.get_item(&item).ok()).flatten();
        for part in [Some(item), field].into_iter().flatten() {
            spent = spent.saturating_add(weight(&part, limit.saturating_sub(spent)));
        }
        if spent > limit {
            break;
        }
    }
    spent
}

struct Items(Arc<Vec<Value>>);

impl fmt::Debug for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Object for Items {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &minijinja::Value) -> Option<minijinja::Value> {
        self.0.get(key.as_usize()?).map(to_jinja)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.len())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Value::Array(Arc::clone(&self.0)).to_string())
    }
}

struct Fields(Arc<Map>);

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Object for Fields {
    fn get_value(self: &Arc<Self>, key: &minijinja::Value) -> Option<minijinja::Value> {
        self.0.get(key.as_str()?).map(to_jinja)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.keys().map(|key| Arc::clone(key).into()).collect())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Value::Object(Arc::clone(&self.0)).to_string())
    }
}

/// A scope as minijinja's context.
pub(super) struct Context {
    pub(super) names: Shared,
    pub(super) root: Option<Root>,
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.root)
    }
}

impl Object for Context {
    fn get_value(self: &Arc<Self>, key: &minijinja::Value) -> Option<minijinja::Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<minijinja::Value> {
        if let Some(root) = self.root {
            return self.names.member(root, key).as_ref().map(to_jinja);
        }
        match Root::of(key) {
            Some(root) => {
                let names = Arc::clone(&self.names);
                Some(minijinja::Value::from_object(Self { names, root: Some(root) }))
            }
            // Nothing more is found once the time is up, so that the template ends.
            None if template::is_late() => None,
            None => {
                let value = look_up(self.names.as_ref(), key);
                value.as_ref().map(to_jinja).or_else(|| template::function(&self.names, key))
            }
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let Some(root) = self.root else { return Enumerator::NonEnumerable };
        Enumerator::Values(self.names.known(Some(root)).into_iter().map(Into::into).collect())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.root.map_or(Value::Null, |root| self.names.whole(root)).to_string())
    }
}
