//! Minijinja templates: one environment a flow, text in, text or a typed value out.

use std::cell::Cell;
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use minijinja::value::{Rest, ValueKind};
use minijinja::{Environment, Error as JinjaError, ErrorKind, State, UndefinedBehavior, Value as Jinja};
use node_sdk::{Str, Value};

use super::chance;
use super::convert::{Context, from_jinja, to_jinja, weight};
use super::filters::{FILTERS, Filter};
use super::names::Shared;
use super::operands;
use super::path::Path;
use super::place::{Anchors, Origin, Place};
use super::rewrite::Rewritten;
use super::{Error, LONGEST_TEXT, MOST_TIME, Mention};

const FUEL: u64 = 200_000;
/// Names and paths that a template may mention: each is looked for in its text.
const MOST_NAMES: usize = 1000;
/// Bytes that operators and filters are given, all together, in one round of a loop: what they make of it is not
/// much more.
const MOST_WEIGHT: usize = 4 * LONGEST_TEXT;

thread_local! {
    /// When the outermost template under way on this thread began.
    static STARTED: Cell<Option<Instant>> = const { Cell::new(None) };
    /// What operators and filters were given in the round under way.
    static WEIGHED: Cell<usize> = const { Cell::new(0) };
}

/// A template in its flow's environment.
pub(crate) struct Template {
    environment: Arc<OnceLock<Environment<'static>>>,
    name: String,
    /// The field's text, and the way back to it.
    written: Str,
    anchors: Anchors,
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
    pub(super) fn add(
        &mut self,
        made: Rewritten,
        written: &str,
        typed: bool,
    ) -> Result<(Template, Vec<Mention>), Error> {
        let name = format!("t{}", self.count);
        self.count += 1;
        let Rewritten { text, anchors } = made;
        let added = self.environment.add_template_owned(name.clone(), text.clone());
        added.map_err(|error| Error::new("syntax", sentence(&error, place(&error, &anchors, written))))?;
        let internal = |error| Error::new("syntax", sentence(&error, None));
        let template = self.environment.get_template(&name).map_err(internal)?;
        let mut mentioned: Vec<_> = template.undeclared_variables(true).into_iter().collect();
        if mentioned.len() > MOST_NAMES {
            return Err(Error::new(
                "syntax",
                format!("The template mentions more than {MOST_NAMES} names. Use several."),
            ));
        }
        mentioned.sort_unstable();
        let is_name = |path: &&String| !path.starts_with('_') && !chance::FUNCTIONS.contains(&path.as_str());
        let mentions = mentioned.iter().filter(is_name).map(|path| mention(path, &text, &anchors, written)).collect();
        Ok((Template { environment: Arc::clone(&self.ready), name, written: written.into(), anchors, typed }, mentions))
    }

    pub(super) fn finish(self) {
        // The cell is this store's own and set nowhere else.
        let _ = self.ready.set(self.environment);
    }
}

fn mention(path: &str, text: &str, anchors: &Anchors, written: &str) -> Mention {
    let at = anchors.written(find_word(text, path));
    let mut parts = path.split('.');
    Mention {
        root: parts.next().unwrap_or_default().to_owned(),
        member: parts.next().map(ToOwned::to_owned),
        place: Place::of(written, at),
    }
}

/// Where a path stands in code for the first time: the parser names it, but not its place.
fn find_word(text: &str, path: &str) -> usize {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    let stands = |at: &usize| {
        !is_part(text[..*at].chars().next_back())
            && !text[at + path.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
    };
    let open = text.find(['{']).unwrap_or(0);
    let mut found = text[open..].match_indices(path).map(|(at, _)| open + at).filter(stands);
    let root = path.split('.').next().unwrap_or(path);
    found.next().or_else(|| text[open..].find(root).map(|at| open + at)).unwrap_or(0)
}

impl Template {
    /// The text, or the typed value, in the given scope.
    pub(super) fn eval(&self, names: &Shared) -> Result<Value, Error> {
        let internal =
            || Error::new("internal", "The template was used before its flow was compiled; please report it.");
        let environment = self.environment.get().ok_or_else(internal)?;
        let template = environment.get_template(&self.name).map_err(|_| internal())?;
        let context = Jinja::from_object(Context { names: Arc::clone(names), root: None });
        let before = STARTED.get();
        STARTED.set(before.or_else(|| Some(Instant::now())));
        WEIGHED.set(0);
        let result = self.run(&template, context, names);
        let (late, heavy) = (is_late(), WEIGHED.get() > MOST_WEIGHT);
        STARTED.set(before);
        match result {
            Err(_) if late => Err(too_late()),
            Err(_) if heavy => Err(too_heavy()),
            result => result,
        }
    }

    fn run(&self, template: &minijinja::Template<'_, '_>, context: Jinja, names: &Shared) -> Result<Value, Error> {
        let mut out = Bounded(Vec::new());
        let captured = template.render_captured_to(context, &mut out).map_err(|error| self.explain(&error, names));
        if self.typed {
            let value = from_jinja(&captured?.state().lookup("value").unwrap_or_default())?;
            return if value.weight(LONGEST_TEXT) > LONGEST_TEXT { Err(too_large()) } else { Ok(value) };
        }
        captured.map(drop)?;
        String::from_utf8(out.0).map(Value::from).map_err(|error| Error::new("evaluation", error.to_string()))
    }

    fn explain(&self, error: &JinjaError, names: &Shared) -> Error {
        let place = place(error, &self.anchors, &self.written);
        match error.kind() {
            ErrorKind::OutOfFuel => Error::new(
                "limit",
                format!("The template was stopped after {FUEL} steps. Make it shorter, or do the work in a loop node."),
            ),
            ErrorKind::WriteFailure => Error::new(
                "limit",
                format!("The template would give more than {} MiB of text. Give it less to write.", LONGEST_TEXT >> 20),
            ),
            ErrorKind::UndefinedError => self.undefined(error, names),
            _ => Error::new("evaluation", sentence(error, place)),
        }
    }

    fn undefined(&self, error: &JinjaError, names: &Shared) -> Error {
        let range = error.range().map(|range| self.anchors.written(range.start)..self.anchors.written(range.end));
        let range = range.filter(|range| self.written.get(range.clone()).is_some()).unwrap_or(0..self.written.len());
        let range = filtered(&self.written[..range.start]).unwrap_or(range);
        let part = &self.written[range.clone()];
        let start = part.len() - part.trim_start_matches(['{', '-', '(', ' ']).len();
        let (part, origin) = (&part[start..], Origin { whole: &self.written, at: range.start + start });
        if let Some(error) = unknown_path(part, origin, names) {
            return error;
        }
        let part = part.trim_end_matches(['}', '-', ')', ' ']);
        let message =
            format!("`{part}` {} is not defined. Use the filter `default` where it may be missing.", origin.place());
        Error::new("unknown_name", message)
    }
}

/// What one pair of braces gives is bounded like what a text may grow to.
pub(super) fn too_large() -> Error {
    let most = LONGEST_TEXT >> 20;
    Error::new(
        "limit",
        format!("The template gives more than {most} MiB. Write large data to a file and pass its path on."),
    )
}

fn too_heavy() -> Error {
    let most = MOST_WEIGHT >> 20;
    Error::new(
        "limit",
        format!(
            "The template computes with more than {most} MiB at once. Give it less, or do the work in a loop node."
        ),
    )
}

/// Counts a value that something is made of.
fn weigh(value: &Jinja) -> Result<(), JinjaError> {
    let left = MOST_WEIGHT.saturating_sub(WEIGHED.get());
    WEIGHED.set(WEIGHED.get().saturating_add(weight(value, left)));
    if WEIGHED.get() > MOST_WEIGHT {
        return Err(JinjaError::new(ErrorKind::InvalidOperation, "the values are too large"));
    }
    Ok(())
}

fn factor(value: Jinja) -> Result<Jinja, JinjaError> {
    match value.kind() {
        ValueKind::Number | ValueKind::Bool | ValueKind::Undefined => Ok(value),
        kind => Err(JinjaError::new(ErrorKind::InvalidOperation, format!("`*` stands between numbers, not a {kind}"))),
    }
}

/// The path that a filter at the end of a text is given, where the text ends so.
fn filtered(before: &str) -> Option<std::ops::Range<usize>> {
    let given = before.trim_end().strip_suffix('|')?.trim_end();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']' | '\'' | '"' | '-');
    Some(given.trim_end_matches(is_part).len()..given.len())
}

/// What is wrong with the path a text starts with, if the scope tells; what a template's loop
/// binds it does not know.
fn unknown_path(text: &str, origin: Origin<'_>, names: &Shared) -> Option<Error> {
    let (path, _) = Path::prefix(text, origin)?;
    let is_bound = path.has_steps() && Path::prefix(path.root(), origin)?.0.eval(names.as_ref()).is_err();
    if is_bound { None } else { path.eval(names.as_ref()).err() }
}

/// Text up to the limit.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST_TEXT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether the templates under way on this thread have had their time.
pub(super) fn is_late() -> bool {
    STARTED.get().is_some_and(|since| since.elapsed() > MOST_TIME)
}

fn too_late() -> Error {
    let seconds = MOST_TIME.as_secs();
    Error::new(
        "limit",
        format!("The template was stopped after {seconds} s. Make it shorter, or do the work in a loop node."),
    )
}

fn in_time() -> Result<(), JinjaError> {
    if is_late() { Err(JinjaError::new(ErrorKind::InvalidOperation, "the time is up")) } else { Ok(()) }
}

fn place(error: &JinjaError, anchors: &Anchors, written: &str) -> Option<Place> {
    error.range().map(|range| Place::of(written, anchors.written(range.start)))
}

fn sentence(error: &JinjaError, place: Option<Place>) -> String {
    let detail = error.detail().map_or_else(|| error.kind().to_string(), ToOwned::to_owned);
    let detail = detail.trim_end_matches('.');
    match place {
        Some(place) => format!("The template is wrong {place}: {detail}."),
        None => format!("The template is wrong: {detail}."),
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
        ValueKind::Bool => minijinja::escape_formatter(out, state, &value.is_true().to_string().into()),
        ValueKind::Seq | ValueKind::Iterable | ValueKind::Map => {
            let json =
                from_jinja(value).map_err(|error| JinjaError::new(ErrorKind::BadSerialization, error.message))?;
            minijinja::escape_formatter(out, state, &json.to_string().into())
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    // No name of another filter passes the rewriting; `map('indent')` and its like would.
    for filter in ["indent", "batch", "slice", "format", "pprint", "chain", "zip", "safe", "escape", "e"] {
        environment.remove_filter(filter);
    }
    environment.remove_global("namespace");
    environment.remove_global("debug");
    for (name, filter) in FILTERS {
        let filter = *filter;
        environment.add_filter(*name, move |value: Jinja, arguments: Rest<Jinja>| apply(filter, &value, &arguments));
    }
    environment.add_filter("default", or_default);
    environment.add_filter("d", or_default);
    environment.add_function("_maybe", maybe);
    environment.add_filter(operands::PART, |value: Jinja| weigh(&value).map(|()| value));
    environment.add_filter(operands::FACTOR, factor);
    environment.add_function("_tick", tick);
    environment
}

/// What every round of a loop begins with.
fn tick() -> Result<&'static str, JinjaError> {
    WEIGHED.set(0);
    in_time().map(|()| "")
}

fn apply(filter: Filter, value: &Jinja, arguments: &[Jinja]) -> Result<Jinja, JinjaError> {
    in_time()?;
    if value.is_undefined() {
        return Err(ErrorKind::UndefinedError.into());
    }
    weigh(value)?;
    let wrong = |message: String| JinjaError::new(ErrorKind::InvalidOperation, message);
    if arguments.iter().any(Jinja::is_kwargs) {
        return Err(wrong("arguments of filters have no names here; give them in their order".into()));
    }
    let arguments = arguments.iter().map(from_jinja).collect::<Result<Vec<_>, _>>();
    let made = from_jinja(value).and_then(|value| Ok((value, arguments?))).map_err(|error| wrong(error.message));
    let (value, arguments) = made?;
    let made = filter(&value, &arguments).map(|value| to_jinja(&value)).map_err(wrong)?;
    weigh(&made).map(|()| made)
}

/// The other value for what is missing or null; with `true` behind it for all that is false or empty too.
fn or_default(value: Jinja, other: Option<Jinja>, also_empty: Option<bool>) -> Jinja {
    let is_missing = value.is_undefined() || value.is_none() || (also_empty == Some(true) && !value.is_true());
    if is_missing { other.unwrap_or_else(|| "".into()) } else { value }
}

/// What a path leads to, or nothing if something on the way is missing.
#[expect(clippy::needless_pass_by_value, reason = "minijinja hands arguments over by value")]
fn maybe(state: &State<'_, '_>, root: &str, keys: Rest<Jinja>) -> Jinja {
    let mut value = state.lookup(root).unwrap_or_default();
    for key in keys.iter() {
        value = value.get_item(key).unwrap_or_default();
    }
    value
}

/// The functions of the clock, for the context: they need its scope.
pub(super) fn function(names: &Shared, name: &str) -> Option<Jinja> {
    let name = *chance::FUNCTIONS.iter().find(|known| **known == name)?;
    let names = Arc::clone(names);
    Some(Jinja::from_function(move || {
        let value = chance::function(names.as_ref(), name);
        let none = || JinjaError::new(ErrorKind::InvalidOperation, format!("`{name}` cannot be used here"));
        value.as_ref().map(to_jinja).ok_or_else(none)
    }))
}

#[cfg(test)]
mod tests {
    use super::super::names::{Chance, Names, Root};
    use super::super::{Compiled, Compiler};
    use super::*;

    struct Big;

    impl Names for Big {
        fn get(&self, name: &str) -> Option<Value> {
            (name == "names").then(|| vec!["a".into(), "b".into()].into())
        }

        fn member(&self, _: Root, _: &str) -> Option<Value> {
            None
        }

        fn whole(&self, _: Root) -> Value {
            Value::Null
        }

        fn known(&self, _: Option<Root>) -> Vec<String> {
            Vec::new()
        }

        fn choose(&self, _: Chance) -> Value {
            Value::Null
        }
    }

    fn eval(text: &str) -> Result<Value, Error> {
        let mut compiler = Compiler::new();
        let compiled: Compiled = compiler.text(text).expect("the template compiles");
        compiler.finish();
        compiled.eval(&(Arc::new(Big) as Shared))
    }

    #[test]
    fn a_template_whose_time_is_up_is_stopped_wherever_it_is() {
        let texts = [
            "{% for i in range(3) %}{% endfor %}",
            "{% for i in range(3) if i > 5 %}{% endfor %}",
            "{{ 'a' | upper }}!",
            "{{ names ~ '' }}",
        ];
        for text in texts {
            STARTED.set(None);
            assert!(eval(text).is_ok(), "{text}");
            STARTED.set(Instant::now().checked_sub(MOST_TIME * 2));
            let stopped = eval(text).map_err(|error| error.message);
            assert!(stopped.is_err_and(|message| message.contains("stopped after 5 s")), "{text}");
        }
        STARTED.set(None);
    }
}
