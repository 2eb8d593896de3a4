//! Minijinja templates: one environment a flow, text in, text or a typed value out.

use std::sync::{Arc, OnceLock};

use minijinja::value::ValueKind;
use minijinja::{Environment, Error as JinjaError, ErrorKind, UndefinedBehavior};
use node_sdk::{Str, Value};

use super::convert::{Context, from_jinja};
use super::names::Shared;
use super::path::identifier;
use super::{Error, LONGEST_TEXT, Mention, replace_within};

const FUEL: u64 = 200_000;

/// A template in its flow's environment.
pub(crate) struct Template {
    environment: Arc<OnceLock<Environment<'static>>>,
    name: String,
    shown: Str,
    typed: bool,
}

/// The environment while a flow is compiled.
pub(super) struct Store {
    environment: Environment<'static>,
    ready: Arc<OnceLock<Environment<'static>>>,
    count: usize,
}

impl Store {
    pub(super) fn new() -> Self {
        Self { environment: base().clone(), ready: Arc::default(), count: 0 }
    }

    /// Adds a template; a typed one leaves its value in the variable `value`.
    pub(super) fn add(&mut self, shown: &str, source: &str, typed: bool) -> Result<(Template, Vec<Mention>), Error> {
        if !typed {
            check_statements(source)?;
        }
        let name = format!("t{}", self.count);
        self.count += 1;
        self.environment.add_template_owned(name.clone(), source.to_owned()).map_err(|error| syntax(&error))?;
        let template = self.environment.get_template(&name).map_err(|error| syntax(&error))?;
        let mentions = template.undeclared_variables(true).iter().map(|path| mention(path)).collect();
        Ok((Template { environment: Arc::clone(&self.ready), name, shown: shown.into(), typed }, mentions))
    }

    pub(super) fn finish(self) {
        // The cell is this store's own and set nowhere else.
        let _ = self.ready.set(self.environment);
    }
}

fn mention(path: &str) -> Mention {
    let mut parts = path.split('.');
    Mention { root: parts.next().unwrap_or_default().to_owned(), member: parts.next().map(ToOwned::to_owned) }
}

impl Template {
    /// The text, or the typed value, in the given scope.
    pub(super) fn eval(&self, names: &Shared) -> Result<Value, Error> {
        let internal =
            || Error::new("internal", "The template was used before its flow was compiled; please report it.");
        let environment = self.environment.get().ok_or_else(internal)?;
        let template = environment.get_template(&self.name).map_err(|_| internal())?;
        let context = minijinja::Value::from_object(Context { names: Arc::clone(names), root: None });
        let explain = |error| self.explain(&error);
        if !self.typed {
            return template.render(context).map(Value::from).map_err(explain);
        }
        let captured = template.render_captured(context).map_err(explain)?;
        from_jinja(&captured.state().lookup("value").unwrap_or_default())
    }

    fn explain(&self, error: &JinjaError) -> Error {
        match error.kind() {
            ErrorKind::OutOfFuel => Error::new(
                "limit",
                format!("The template was stopped after {FUEL} steps. Make it shorter, or do the work in a loop node."),
            ),
            ErrorKind::UndefinedError => {
                let source = self.source();
                let part = error.range().and_then(|range| source.get(range)).map(str::trim).unwrap_or(&self.shown);
                Error::new(
                    "unknown_name",
                    format!("`{part}` is not defined. Use the filter `default` where it may be missing."),
                )
            }
            _ => Error::new("evaluation", sentence(error)),
        }
    }

    fn source(&self) -> String {
        let template = self.environment.get().and_then(|environment| environment.get_template(&self.name).ok());
        template.map(|template| template.source().to_owned()).unwrap_or_default()
    }
}

/// Statements that a template may use. The others could build texts without bound, or reach other templates.
const STATEMENTS: &[&str] = &["if", "elif", "else", "endif", "for", "endfor", "break", "continue", "raw", "endraw"];
const DEEPEST_LOOP: usize = 4;

fn check_statements(source: &str) -> Result<(), Error> {
    let (mut depth, mut is_raw) = (0_usize, false);
    for (at, _) in source.match_indices("{%") {
        let rest = source[at + 2..].trim_start_matches(['-', '+']).trim_start();
        let word = &rest[..identifier(rest).unwrap_or(0)];
        if is_raw && word != "endraw" {
            continue;
        }
        is_raw = word == "raw";
        if !STATEMENTS.contains(&word) {
            let message =
                format!("A template cannot use `{{% {word} %}}` here; it knows if, for, break, continue and raw.");
            return Err(Error::new("syntax", message));
        }
        depth = if word == "for" { depth + 1 } else { depth.saturating_sub(usize::from(word == "endfor")) };
        if depth > DEEPEST_LOOP {
            return Err(Error::new(
                "syntax",
                format!("The template nests more than {DEEPEST_LOOP} loops. Use loop nodes."),
            ));
        }
    }
    Ok(())
}

fn syntax(error: &JinjaError) -> Error {
    Error::new("syntax", sentence(error))
}

fn sentence(error: &JinjaError) -> String {
    let detail = error.detail().map_or_else(|| error.kind().to_string(), ToOwned::to_owned);
    let detail = detail.trim_end_matches('.');
    match error.line() {
        Some(line) if line > 1 => format!("The template is wrong at line {line}: {detail}."),
        _ => format!("The template is wrong: {detail}."),
    }
}

fn base() -> &'static Environment<'static> {
    static BASE: OnceLock<Environment<'static>> = OnceLock::new();
    BASE.get_or_init(build)
}

fn build() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(50);
    environment.set_formatter(|out, state, value| match value.kind() {
        ValueKind::None => Ok(()),
        ValueKind::Bool => {
            minijinja::escape_formatter(out, state, &if value.is_true() { "true" } else { "false" }.into())
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    for filter in ["indent", "batch", "slice", "format", "pprint", "chain", "zip"] {
        environment.remove_filter(filter);
    }
    environment.remove_global("namespace");
    environment.add_filter("replace", |text: String, from: String, to: String| {
        replace_within(&text, &from, &to, LONGEST_TEXT).ok_or_else(too_long)
    });
    environment.add_filter("join", |items: Vec<minijinja::Value>, between: Option<String>| {
        join(&items, &between.unwrap_or_default())
    });
    environment.add_filter("json", |value: minijinja::Value| json(&value));
    environment.add_filter("tojson", |value: minijinja::Value| json(&value));
    environment.add_filter("sh", |value: minijinja::Value| quote_sh(&value.to_string()));
    environment.add_filter("ps", |value: minijinja::Value| quote_ps(&value.to_string()));
    environment.add_filter("basename", |path: String| last_part(&path).1.to_owned());
    environment.add_filter("dirname", |path: String| last_part(&path).0.to_owned());
    environment.add_filter("date", |value: minijinja::Value, format: Option<String>| date(&value, format));
    environment
}

fn json(value: &minijinja::Value) -> Result<String, JinjaError> {
    from_jinja(value)
        .map(|value| value.to_string())
        .map_err(|error| JinjaError::new(ErrorKind::BadSerialization, error.message))
}

fn join(items: &[minijinja::Value], between: &str) -> Result<String, JinjaError> {
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(between);
        }
        text.push_str(&item.to_string());
        if text.len() > LONGEST_TEXT {
            return Err(too_long());
        }
    }
    Ok(text)
}

fn too_long() -> JinjaError {
    JinjaError::new(ErrorKind::InvalidOperation, "the text would become too long")
}

/// Quotes a value for a Unix shell, as POSIX 2.2.2 has it.
fn quote_sh(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Quotes a value for `PowerShell`.
fn quote_ps(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn last_part(path: &str) -> (&str, &str) {
    path.trim_end_matches(['/', '\\']).rsplit_once(['/', '\\']).unwrap_or(("", path))
}

/// Formats a time given as milliseconds since 1970 or as ISO 8601 text.
fn date(value: &minijinja::Value, format: Option<String>) -> Result<String, JinjaError> {
    let bad = |message: String| JinjaError::new(ErrorKind::InvalidOperation, message);
    let time = match value.as_i64() {
        Some(milliseconds) => chrono::DateTime::from_timestamp_millis(milliseconds),
        None => value.as_str().and_then(|text| text.parse::<chrono::DateTime<chrono::Utc>>().ok()),
    };
    let time =
        time.ok_or_else(|| bad(format!("`{value}` is not a time; give milliseconds since 1970 or ISO 8601 text")))?;
    let format = format.unwrap_or_else(|| "%Y-%m-%d".into());
    let items: Vec<_> = chrono::format::StrftimeItems::new(&format).collect();
    if items.contains(&chrono::format::Item::Error) {
        return Err(bad(format!("`{format}` is not a date format; use strftime letters such as %Y-%m-%d")));
    }
    Ok(time.format_with_items(items.into_iter()).to_string())
}
