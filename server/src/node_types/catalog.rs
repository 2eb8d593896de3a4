//! Descriptors as JSON, made once: what the node says, its schema, its library and its defaults.

use std::collections::HashMap;

use axum::body::Bytes;
use engine::Engine;
use node_sdk::{Category, Node};
use serde_json::{Map, Value, json};

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
    item
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
