//! A node's configuration: checked against its schema, its texts compiled.

use std::sync::Arc;

use node_sdk::{Map, Node, Str, Value};
use serde_json::Value as Json;

use super::each::original;
use super::explain;
use super::schema::Schema;
use crate::catalog::Entry;
use crate::expr::{Compiled, Compiler, Error, Mention};
use crate::problem::Problem;
use crate::program::{ConfigPlan, Expressions};
use crate::run::site::SitePlan;

/// Something outside a flow that one of its nodes names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The node's id.
    pub node: String,
    /// The field, such as `target` or `config/credential`.
    pub field: String,
    /// What is named.
    pub subject: Subject,
    /// Its name, id or selector.
    pub name: String,
}

/// What a flow can name outside itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Machines.
    Target,
    /// A credential.
    Credential,
}

/// A name mentioned in a field, checked once all names are known.
pub(super) struct Use {
    pub(super) node: Str,
    pub(super) field: String,
    pub(super) mention: Mention,
}

/// Compiles the configurations of one flow.
pub(super) struct Configs {
    pub(super) compiler: Compiler,
    pub(super) expressions: Expressions,
    pub(super) uses: Vec<Use>,
    pub(super) defined: Vec<Str>,
    pub(super) problems: Vec<Problem>,
    pub(super) references: Vec<Reference>,
    node: Str,
}

impl Configs {
    pub(super) fn new() -> Self {
        Self {
            compiler: Compiler::new(),
            expressions: Expressions::default(),
            uses: Vec::new(),
            defined: Vec::new(),
            problems: Vec::new(),
            references: Vec::new(),
            node: "".into(),
        }
    }

    /// Compiles one node's configuration; what is wrong is added to the problems.
    pub(super) fn compile(&mut self, id: &Str, entry: &Entry, config: &Value) -> Option<ConfigPlan> {
        self.node = id.clone();
        let before = self.problems.len();
        let json = Json::from(config);
        self.validate(entry, &json);
        let compiled = self.walk(config, Schema::root(&entry.node.schema), "config");
        if self.problems.len() > before {
            return None;
        }
        let plan = self.prepare(&entry.node, compiled);
        (self.problems.len() == before).then_some(plan).flatten()
    }

    /// Compiles where a node works.
    pub(super) fn compile_site(&mut self, node: &crate::document::Node) -> SitePlan {
        self.node = node.id.clone();
        let mut compile = |field: &str, text: &Option<Str>| {
            let text = text.as_deref().filter(|text| !text.trim().is_empty())?;
            self.refer(if field == "target" { Subject::Target } else { Subject::Credential }, field, text);
            Some(self.text(field, text, Compiler::text))
        };
        SitePlan { target: compile("target", &node.target), credential: compile("credential", &node.credential) }
    }

    /// Notes what a field names outside the flow, where that is known before a run.
    fn refer(&mut self, subject: Subject, field: &str, name: &str) {
        if !name.is_empty() && !crate::expr::is_template(name) {
            let (node, name) = (original(&self.node).to_owned(), name.trim().to_owned());
            self.references.push(Reference { node, field: field.to_owned(), subject, name });
        }
    }

    fn validate(&mut self, entry: &Entry, json: &Json) {
        for error in entry.validator.iter_errors(json).take(50) {
            let path = error.instance_path().as_str();
            if is_computed(json, path) {
                continue;
            }
            let (path, message) = (missing_field(&error, path), explain(&error, json));
            self.report("invalid_config", &format!("config{path}"), format!("{message}."));
        }
    }

    fn prepare(&mut self, node: &Node, compiled: Compiled) -> Option<ConfigPlan> {
        let Compiled::Literal(value) = compiled else { return Some(ConfigPlan::Rendered(compiled)) };
        match node.prepare(&value) {
            Ok(prepared) => {
                for error in node.check(&prepared) {
                    self.report("invalid_config", &field_path(&error.field), error.message);
                }
                Some(ConfigPlan::Fixed(prepared))
            }
            Err(error) => {
                self.report("invalid_config", &field_path(&error.field), format!("{}.", error.message));
                None
            }
        }
    }

    fn walk(&mut self, value: &Value, schema: Schema<'_>, path: &str) -> Compiled {
        let known = self.uses.len();
        let compiled = self.walk_into(value, schema, path);
        let found = self.uses.split_off(known).into_iter();
        self.uses.extend(found.filter(|it| !schema.binds(&it.mention.root)));
        compiled
    }

    fn walk_into(&mut self, value: &Value, schema: Schema<'_>, path: &str) -> Compiled {
        self.define(value, schema, path);
        if schema.is_expression() && value.as_str().is_some() {
            return self.deferred_script(value, path);
        }
        if schema.is_dynamic() {
            return self.deferred_value(value, path);
        }
        if let Some(source) = expression_of(value) {
            let source = source.to_owned();
            return self.text(path, &source, Compiler::script);
        }
        match value {
            Value::Str(text) => self.text(path, text, Compiler::text),
            Value::Array(items) => self.walk_items(items, schema, path),
            Value::Object(map) => self.walk_fields(map, schema, path),
            other => Compiled::Literal(other.clone()),
        }
    }

    fn walk_items(&mut self, items: &Arc<Vec<Value>>, schema: Schema<'_>, path: &str) -> Compiled {
        let items_schema = schema.items();
        let compile = |(index, item)| self.walk(item, items_schema, &format!("{path}/{index}"));
        let compiled: Vec<_> = items.iter().enumerate().map(compile).collect();
        if compiled.iter().all(Compiled::is_literal) {
            return Compiled::Literal(Value::Array(Arc::clone(items)));
        }
        Compiled::Array(compiled)
    }

    fn walk_fields(&mut self, map: &Arc<Map>, schema: Schema<'_>, path: &str) -> Compiled {
        let compile = |(key, value): (&Str, &Value)| {
            (key.clone(), self.walk(value, schema.property(key), &format!("{path}/{key}")))
        };
        let compiled: Vec<_> = map.iter().map(compile).collect();
        if compiled.iter().all(|(_, value)| value.is_literal()) {
            return Compiled::Literal(Value::Object(Arc::clone(map)));
        }
        Compiled::Object(compiled)
    }

    /// A condition: compiled aside, and left in place as text.
    fn deferred_script(&mut self, value: &Value, path: &str) -> Compiled {
        if let Value::Str(text) = value {
            let compiled = self.text(path, text, Compiler::script);
            self.expressions.scripts.insert(text.clone(), Arc::new(compiled));
        }
        Compiled::Literal(value.clone())
    }

    /// A value the node evaluates itself: compiled aside, and left in place as written.
    fn deferred_value(&mut self, value: &Value, path: &str) -> Compiled {
        let compiled = self.walk(value, Schema::any(), path);
        self.expressions.values.insert(value.to_string(), Arc::new(compiled));
        Compiled::Literal(value.clone())
    }

    fn text(
        &mut self,
        path: &str,
        text: &str,
        compile: fn(&mut Compiler, &str) -> Result<Compiled, Error>,
    ) -> Compiled {
        let compiled = compile(&mut self.compiler, text);
        let node = self.node.clone();
        let uses = self.compiler.take_mentions().into_iter();
        self.uses.extend(uses.map(|mention| Use { node: node.clone(), field: path.to_owned(), mention }));
        compiled.unwrap_or_else(|error| {
            self.report("invalid_expression", path, error.message);
            Compiled::Literal(Value::Null)
        })
    }

    /// Notes which names a field sets, and which node it names.
    fn define(&mut self, value: &Value, schema: Schema<'_>, path: &str) {
        if let (true, Value::Str(name)) = (schema.names_a_credential(), value) {
            self.refer(Subject::Credential, path, name);
        }
        match (schema.defines(), value) {
            (None, Value::Str(name)) if schema.names_a_node() && !crate::expr::is_template(name) => {
                let mention = Mention::node(name);
                self.uses.push(Use { node: self.node.clone(), field: path.to_owned(), mention });
            }
            (Some("value"), Value::Str(name)) => self.defined.push(name.clone()),
            (Some("keys"), Value::Object(map)) => self.defined.extend(map.keys().cloned()),
            _ => {}
        }
    }

    fn report(&mut self, code: &str, field: &str, message: String) {
        self.problems.push(Problem::error(code, message).at_node(self.node.as_ref()).at_field(field));
    }
}

fn field_path(field: &str) -> String {
    if field.is_empty() { "config".into() } else { format!("config/{field}") }
}

fn missing_field(error: &jsonschema::ValidationError<'_>, path: &str) -> String {
    match error.kind() {
        jsonschema::error::ValidationErrorKind::Required { property } => {
            format!("{path}/{}", property.as_str().unwrap_or_default())
        }
        _ => path.to_owned(),
    }
}

/// The text of `{"$expr": "..."}`.
fn expression_of(value: &Value) -> Option<&str> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    map.get("$expr")?.as_str()
}

/// Whether the value at a path, or the object it is looked into as, is only known at run time.
fn is_computed(json: &Json, path: &str) -> bool {
    json.pointer(path).is_some_and(|value| match value {
        Json::String(text) => crate::expr::is_template(text),
        Json::Object(map) => map.len() == 1 && map.contains_key("$expr"),
        _ => false,
    })
}
