//! What a form needs of a configuration's schema.

use jsonschema::Validator;
use serde_json::Value as Json;

/// A schema that is valid, with a description at every property.
pub(crate) struct Schema<'a> {
    type_id: &'a str,
    root: &'a Json,
    validator: Validator,
}

impl<'a> Schema<'a> {
    /// Checks the schema itself.
    pub(crate) fn check(type_id: &'a str, root: &'a Json) -> Self {
        if let Err(error) = jsonschema::draft202012::meta::validate(root) {
            panic!("{type_id}: the schema is not valid JSON Schema 2020-12: {error}");
        }
        let validator = jsonschema::draft202012::new(root).unwrap_or_else(|error| panic!("{type_id}: {error}"));
        assert_eq!(root.get("additionalProperties"), Some(&Json::Bool(false)), "{type_id}: add `deny_unknown_fields`");
        check_descriptions(type_id, root);
        Self { type_id, root, validator }
    }

    /// Checks a configuration.
    pub(crate) fn check_config(&self, config: &Json) {
        let problems: Vec<_> = self.validator.iter_errors(config).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{}: {config} does not fit the schema: {problems:?}", self.type_id);
    }

    /// Fields that take any text, and so may hold a secret.
    pub(crate) fn free_texts(&self) -> Vec<&'a str> {
        let properties = self.root.get("properties").and_then(Json::as_object);
        let is_free = |schema: &Json| {
            let is_text = schema.get("type").is_none_or(|kind| kind == "string");
            is_text
                && !["enum", "const", "oneOf", "pattern", "x-expression", "x-defines", "$ref"]
                    .iter()
                    .any(|key| schema.get(key).is_some())
        };
        properties.into_iter().flatten().filter(|(_, schema)| is_free(schema)).map(|(name, _)| name.as_str()).collect()
    }
}

fn check_descriptions(type_id: &str, schema: &Json) {
    match schema {
        Json::Object(map) => {
            for (name, property) in map.get("properties").and_then(Json::as_object).into_iter().flatten() {
                let described = property.get("description").and_then(Json::as_str).is_some_and(|text| !text.is_empty());
                assert!(described, "{type_id}: the field `{name}` has no description; write a doc comment");
            }
            // What the product adds for the form is no schema.
            map.iter()
                .filter(|(key, _)| !key.starts_with("x-"))
                .for_each(|(_, inner)| check_descriptions(type_id, inner));
        }
        Json::Array(items) => items.iter().for_each(|inner| check_descriptions(type_id, inner)),
        _ => {}
    }
}
