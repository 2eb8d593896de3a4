//! Finding one's way in a node's JSON Schema, beside the configuration it describes.

use serde_json::Value as Json;

/// The part of a schema that describes one value. What is not described is [`Schema::any`].
#[derive(Clone, Copy)]
pub(super) struct Schema<'a> {
    root: &'a Json,
    here: &'a Json,
}

const ANY: &Json = &Json::Bool(true);

impl<'a> Schema<'a> {
    pub(super) fn root(root: &'a Json) -> Self {
        Self { root, here: root }
    }

    pub(super) fn any() -> Schema<'static> {
        Schema { root: ANY, here: ANY }
    }

    /// Whether a text here is an expression.
    pub(super) fn is_expression(self) -> bool {
        self.find("x-expression").is_some()
    }

    /// Whether the node evaluates what stands here itself.
    pub(super) fn is_dynamic(self) -> bool {
        self.find("x-dynamic").is_some()
    }

    /// Whether the node itself gives this name a meaning here.
    pub(super) fn binds(self, name: &str) -> bool {
        let names = self.find("x-binds").and_then(Json::as_array);
        names.is_some_and(|names| names.iter().any(|bound| bound == name))
    }

    /// Whether a text here is the name of a node.
    pub(super) fn names_a_node(self) -> bool {
        self.find("x-node").is_some()
    }

    /// Whether a text here is the name of a credential.
    pub(super) fn names_a_credential(self) -> bool {
        self.find("x-ui").and_then(|ui| ui.get("widget")).is_some_and(|widget| widget == "credential-picker")
    }

    /// `value` or `keys`, where the text or the field names set variables.
    pub(super) fn defines(self) -> Option<&'a str> {
        self.find("x-defines")?.as_str()
    }

    /// The schema of a list's items.
    pub(super) fn items(self) -> Self {
        self.at(self.find("items"))
    }

    /// The schema of an object's field.
    pub(super) fn property(self, name: &str) -> Self {
        let named = self.branches(0).into_iter().find_map(|branch| branch.get("properties")?.get(name));
        self.at(named.or_else(|| self.find("additionalProperties")))
    }

    fn at(self, here: Option<&'a Json>) -> Self {
        Self { root: self.root, here: here.unwrap_or(ANY) }
    }

    fn find(self, keyword: &str) -> Option<&'a Json> {
        self.branches(0).into_iter().find_map(|branch| branch.get(keyword))
    }

    /// The schema here, what it refers to, and its alternatives.
    fn branches(self, depth: usize) -> Vec<&'a Json> {
        let mut all = vec![self.here];
        if depth > 8 {
            return all;
        }
        let reference = self.here.get("$ref").and_then(Json::as_str);
        let referred = reference.and_then(|path| self.root.pointer(path.trim_start_matches('#')));
        let alternatives = ["anyOf", "oneOf", "allOf"].iter().filter_map(|word| self.here.get(*word)?.as_array());
        for next in referred.into_iter().chain(alternatives.flatten()) {
            all.extend(self.at(Some(next)).branches(depth + 1));
        }
        all
    }
}
