//! The published JSON Schema of the flow document.

use std::sync::OnceLock;

use schemars::generate::SchemaSettings;

use super::Document;

/// JSON Schema (2020-12) of the flow document, as kept in `engine/flow.schema.json`.
pub fn flow_schema() -> &'static serde_json::Value {
    static SCHEMA: OnceLock<serde_json::Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let mut schema = generator.into_root_schema_for::<Document>().to_value();
        if let Some(root) = schema.as_object_mut() {
            root.insert("$id".into(), "https://opsconductor.dev/schemas/flow-1.json".into());
        }
        schema
    })
}
