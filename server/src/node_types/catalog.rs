//! Descriptors as JSON, made once: what the node says, its schema, its library and its defaults.

use std::collections::HashMap;

use axum::body::Bytes;
use engine::Engine;
use node_sdk::{Category, Node};
use serde_json::{Map, Value, json};

use crate::auth::Permission;

/// All node types, ready to be sent.
pub struct Catalog {
    all: Bytes,
    by_type: HashMap<String, Value>,
}

impl Catalog {
    /// The types an engine knows.
    pub fn new(engine: &Engine) -> Self {
        let items: Vec<_> = engine.nodes().map(|(library, node)| descriptor(library, node)).collect();
        let mut by_type = HashMap::new();
        for item in &items {
            let aliases = item["aliases"].as_array().into_iter().flatten();
            for name in aliases.chain([&item["type"]]).filter_map(Value::as_str) {
                by_type.insert(name.to_owned(), item.clone());
            }
        }
        let categories: Vec<_> = Category::ALL
            .iter()
            .map(|(category, name)| json!({ "id": category, "name": name, "color": color(*category) }))
            .collect();
        let all = json!({ "items": items, "categories": categories }).to_string();
        Self { all: all.into(), by_type }
    }

    /// Everything, as the list route answers it.
    pub fn all(&self) -> Bytes {
        self.all.clone()
    }

    /// One type, by its id or an alias.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.by_type.get(name)
    }
}

fn descriptor(library: &str, node: &Node) -> Value {
    let mut item = serde_json::to_value(&node.descriptor).unwrap_or_default();
    for output in item["ports"]["outputs"].as_array_mut().into_iter().flatten() {
        output["kind"] = if output["role"] == "error" { "error".into() } else { "flow".into() };
    }
    item["library"] = library.into();
    item["defaults"] = defaults(&node.schema);
    item["schema"] = node.schema.clone();
    item["result_schema"] = node.descriptor.sample.as_ref().map_or_else(|| json!({}), shape);
    item["required_role"] = Permission::FlowEdit.least_role().name().into();
    item
}

/// The JSON Schema of values of the same shape (<https://json-schema.org>, 2020-12).
fn shape(sample: &Value) -> Value {
    match sample {
        Value::Null => json!({}),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) => json!({ "type": if number.is_f64() { "number" } else { "integer" } }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Array(items) => json!({ "type": "array", "items": items.first().map_or_else(|| json!({}), shape) }),
        Value::Object(fields) => {
            let properties: Map<_, _> = fields.iter().map(|(name, value)| (name.clone(), shape(value))).collect();
            json!({ "type": "object", "properties": properties })
        }
    }
}

fn defaults(schema: &Value) -> Value {
    let properties = schema["properties"].as_object().into_iter().flatten();
    let given = properties.filter_map(|(name, property)| Some((name.clone(), property.get("default")?.clone())));
    Value::Object(given.filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
}

/// Colours that are readable with dark text and tell the groups apart.
fn color(category: Category) -> &'static str {
    match category {
        Category::Trigger => "#8ec07c",
        Category::Control => "#f2b84b",
        Category::Loop => "#e79460",
        Category::Data => "#7fb3d9",
        Category::File => "#b6a48c",
        Category::Remote => "#9aa7b8",
        Category::Http => "#6fc3c0",
        Category::Database => "#b39ddb",
        Category::Notify => "#f08fa8",
        Category::System => "#a5b26a",
        Category::Code => "#d9a5d6",
        Category::Subflow => "#8fa3e8",
        Category::Discovery => "#6bbf8f",
    }
}

#[cfg(test)]
mod tests {
    use engine::Caps;

    use super::*;

    #[test]
    fn a_type_tells_the_shape_of_its_result_and_who_may_use_it() {
        let catalog = Catalog::new(&crate::app::engine(Caps::default()).expect("an engine"));
        let list = catalog.get("dir.list").expect("a node type");
        let entry = &list["result_schema"]["properties"]["entries"]["items"]["properties"];
        assert_eq!((&entry["size"]["type"], &entry["name"]["type"]), (&json!("integer"), &json!("string")), "{list}");
        assert_eq!(list["required_role"], "operator");
        let wait = catalog.get("system.wait").expect("a node type");
        assert_eq!(wait["result_schema"], json!({}), "it passes on what came in");
    }
}
