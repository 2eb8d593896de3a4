//! Rhai expressions: one shared engine, one tree a field.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use node_sdk::{Str, Value};
use rhai::packages::{
    BasicArrayPackage, BasicMapPackage, BasicMathPackage, CorePackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{AST, Dynamic, Engine, EvalAltResult, FuncInfo, Position, Scope};

use super::convert::{from_rhai, to_rhai};
use super::names::{Shared, suggestion};
use super::place::{Anchors, Place};
use super::scan::{Call, Scanned, hole_index, hole_name};
use super::{Compiled, Error, LONGEST_TEXT, MOST_TIME, chance, replace_within};

const MOST_OPERATIONS: u64 = 1_000_000;
/// Operations between two looks at the time.
const LOOK_EVERY: u64 = 1024;
/// Room for the deepest value that the operations allow to build. Only what is touched costs memory.
const HEAVY_STACK: usize = 512 << 20;

/// A compiled expression.
pub(crate) struct Script {
    source: Str,
    /// The text that rhai reads, and the way back to the source.
    text: Box<str>,
    anchors: Anchors,
    tree: AST,
    holes: Vec<Compiled>,
    /// Closures look their free names up in the scope they are made in, so the holes must be there.
    has_closure: bool,
    /// Whether it may build values so deep that walking or dropping them takes a large stack.
    is_heavy: bool,
}

thread_local! {
    /// The evaluations under way on this thread, innermost last.
    static CURRENT: RefCell<Vec<(Arc<Script>, Shared)>> = const { RefCell::new(Vec::new()) };
    /// When the innermost evaluation that may take long began.
    static STARTED: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Parses a text whose holes were cut out.
pub(super) fn compile(source: &str, scanned: Scanned, holes: Vec<Compiled>) -> Result<Compiled, Error> {
    if holes.len() == 1 && scanned.text.trim() == hole_name(0) {
        return holes.into_iter().next().ok_or_else(|| Error::new("syntax", "The expression is empty."));
    }
    let Scanned { text, anchors, has_closure, repeats, calls, .. } = scanned;
    let tree = engine().compile(&text).map_err(|error| {
        let place = place(error.1, &text, &anchors, source).map(|place| format!(" {place}")).unwrap_or_default();
        Error::new("syntax", readable(&format!("{}{place}.", error.0), source))
    })?;
    let own: Vec<_> = tree.iter_functions().map(|function| function.name.to_owned()).collect();
    if let Some(error) = calls.iter().filter(|call| !own.contains(&call.name)).find_map(|call| unknown(call, source)) {
        return Err(error);
    }
    let is_heavy = has_closure || repeats;
    let text = text.into_boxed_str();
    Ok(Compiled::Script(Arc::new(Script { source: source.into(), text, anchors, tree, holes, has_closure, is_heavy })))
}

/// A function that there is not, whatever it is given.
fn unknown(call: &Call, source: &str) -> Option<Error> {
    let known = functions();
    if known.contains(&call.name) {
        return None;
    }
    let (name, place) = (&call.name, Place::of(source, call.at));
    let near = suggestion(name, known.iter().map(String::as_str));
    Some(Error::new("no_function", format!("There is no function `{name}`, {place}{near}")))
}

impl Script {
    /// The value in the given scope.
    pub(crate) fn eval(self: &Arc<Self>, names: &Shared) -> Result<Value, Error> {
        if self.is_heavy {
            return stacker::grow(HEAVY_STACK, || self.eval_here(names));
        }
        self.eval_here(names)
    }

    fn eval_here(self: &Arc<Self>, names: &Shared) -> Result<Value, Error> {
        let mut scope = Scope::new();
        if self.has_closure {
            for (index, hole) in self.holes.iter().enumerate() {
                if let Ok(value) = hole.eval(names) {
                    scope.push_dynamic(hole_name(index), to_rhai(&value));
                }
            }
        }
        CURRENT.with_borrow_mut(|stack| stack.push((Arc::clone(self), Arc::clone(names))));
        let before = STARTED.replace(self.is_heavy.then(Instant::now));
        let result = engine().eval_ast_with_scope::<Dynamic>(&mut scope, &self.tree);
        STARTED.set(before);
        CURRENT.with_borrow_mut(Vec::pop);
        from_rhai(result.map_err(|error| self.explain(&error))?)
    }

    fn explain(&self, error: &EvalAltResult) -> Error {
        if let EvalAltResult::ErrorRuntime(value, _) = error.unwrap_inner()
            && let Some(inner) = value.clone().try_cast::<Thrown>()
        {
            return inner.0;
        }
        match error.unwrap_inner() {
            EvalAltResult::ErrorTooManyOperations(_) => Error::new(
                "limit",
                format!(
                    "The expression was stopped after {MOST_OPERATIONS} operations. Make it shorter, or do the work in a loop node."
                ),
            ),
            EvalAltResult::ErrorTerminated(..) => Error::new(
                "limit",
                format!("The expression was stopped after {} s. Do the work in a loop node.", MOST_TIME.as_secs()),
            ),
            EvalAltResult::ErrorFunctionNotFound(signature, at) => {
                Error::new("no_function", no_function(signature, self.place(*at)))
            }
            other => {
                let message = other.to_string();
                let what = message.split(" (line ").next().unwrap_or(&message);
                let place = self.place(other.position()).map(|place| format!(" {place}")).unwrap_or_default();
                Error::new("evaluation", readable(&format!("{what}{place}."), &self.source))
            }
        }
    }

    fn place(&self, at: Position) -> Option<Place> {
        place(at, &self.text, &self.anchors, &self.source)
    }
}

/// Carries an error of ours through rhai.
#[derive(Clone)]
struct Thrown(Error);

fn look_up(name: &str) -> Result<Option<Dynamic>, Box<EvalAltResult>> {
    let Some(index) = hole_index(name) else { return Ok(None) };
    let current = CURRENT.with_borrow(|stack| stack.last().cloned());
    let Some((script, names)) = current else { return Ok(None) };
    let Some(hole) = script.holes.get(index) else { return Ok(None) };
    match hole.eval(&names) {
        Ok(value) => Ok(Some(to_rhai(&value))),
        Err(error) => Err(EvalAltResult::ErrorRuntime(Dynamic::from(Thrown(error)), Position::NONE).into()),
    }
}

fn place(at: Position, text: &str, anchors: &Anchors, source: &str) -> Option<Place> {
    let (line, character) = (at.line()?, at.position().unwrap_or(1));
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let before = text[start..].chars().take(character.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
    Some(Place::of(source, anchors.written(start + before)))
}

/// Puts a rhai message into the words used here.
fn readable(message: &str, source: &str) -> String {
    let mut message = message.to_owned();
    for index in 0..36 {
        let name = hole_name(index);
        if message.contains(&format!("'{name}'")) {
            message = message.replace(&format!("'{name}'"), &format!("a value in `{source}`"));
        }
    }
    message
}

fn no_function(signature: &str, place: Option<Place>) -> String {
    let (name, arguments) = signature.split_once(" (").unwrap_or((signature, ""));
    let arguments: Vec<_> = arguments.trim_end_matches(')').split(", ").map(type_word).collect();
    let place = place.map(|place| format!(" {place}")).unwrap_or_default();
    if name.chars().all(|c| c.is_ascii_punctuation()) {
        return format!("`{name}`{place} does not work between {}.", arguments.join(" and "));
    }
    let known = functions();
    if known.iter().any(|known| known == name) {
        return format!("The function `{name}`{place} does not take ({}).", arguments.join(", "));
    }
    let near = suggestion(name, known.iter().map(String::as_str));
    format!("There is no function `{name}`{place}{near}")
}

/// A type of rhai's in the words used here; alternatives stand for one type.
fn type_word(name: &str) -> &str {
    match name.split(" | ").next().unwrap_or(name) {
        "i64" => "integer",
        "f64" => "float",
        "&str" | "ImmutableString" | "String" => "string",
        "(" => "nothing",
        "Map" => "object",
        other => other,
    }
}

/// The names of all functions, methods included.
fn functions() -> &'static BTreeSet<String> {
    static NAMES: OnceLock<BTreeSet<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let name = |function: FuncInfo<'_>| {
            let name = function.metadata.name.as_str();
            name.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| name.to_owned())
        };
        let built_in =
            ["call", "type_of", "is_shared", "curry", "Fn", "is_def_var", "is_def_fn"].map(ToOwned::to_owned);
        engine().collect_fn_metadata(None, name, true).into_iter().chain(built_in).collect()
    })
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(build)
}

fn build() -> Engine {
    let mut engine = Engine::new_raw();
    CorePackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    for symbol in ["eval", "import", "print", "debug", "sleep"] {
        engine.disable_symbol(symbol);
    }
    engine
        .set_max_operations(MOST_OPERATIONS)
        .set_max_call_levels(32)
        .set_max_expr_depths(64, 32)
        .set_max_string_size(LONGEST_TEXT)
        .set_max_array_size(1_000_000)
        .set_max_map_size(100_000)
        .set_max_variables(200)
        .set_max_modules(0)
        .set_fail_on_invalid_map_property(true);
    #[expect(deprecated, reason = "rhai marks `on_var` as open to change, not as going away")]
    engine.on_var(|name, _, _| look_up(name));
    engine.on_progress(|operations| {
        let is_late = operations % LOOK_EVERY == 0 && STARTED.get().is_some_and(|since| since.elapsed() > MOST_TIME);
        is_late.then_some(Dynamic::UNIT)
    });
    engine.register_fn("parse_json", parse_json).register_fn("to_json", to_json).register_fn("round", round_to);
    // Rhai's own change the text in place and give nothing back.
    engine.register_fn("trim", |text: &str| text.trim().to_owned()).register_fn("replace", replace);
    engine
        .register_fn("to_int", |text: &str| to_number::<i64>(text))
        .register_fn("to_float", |text: &str| to_number::<f64>(text));
    for name in chance::FUNCTIONS {
        engine.register_fn(*name, move || by_chance(name));
    }
    engine
}

/// What a function of the clock gives in the scope of the evaluation under way.
fn by_chance(name: &str) -> Result<Dynamic, Box<EvalAltResult>> {
    let names = CURRENT.with_borrow(|stack| stack.last().map(|(_, names)| Arc::clone(names)));
    let value = names.and_then(|names| chance::function(names.as_ref(), name));
    value.as_ref().map(to_rhai).ok_or_else(|| format!("`{name}` cannot be used here").into())
}

fn parse_json(text: &str) -> Result<Dynamic, Box<EvalAltResult>> {
    serde_json::from_str::<Value>(text).map(|value| to_rhai(&value)).map_err(|error| {
        let message = format!("The text is not valid JSON: {error}.");
        EvalAltResult::ErrorRuntime(Dynamic::from(Thrown(Error::new("evaluation", message))), Position::NONE).into()
    })
}

fn replace(text: &str, from: &str, to: &str) -> Result<String, Box<EvalAltResult>> {
    replace_within(text, from, to, LONGEST_TEXT).ok_or_else(|| "The text would become too long.".into())
}

fn to_number<T: std::str::FromStr>(text: &str) -> Result<T, Box<EvalAltResult>> {
    text.trim().parse().map_err(|_| {
        let message = format!("`{text}` is not a number.");
        EvalAltResult::ErrorRuntime(Dynamic::from(Thrown(Error::new("evaluation", message))), Position::NONE).into()
    })
}

fn to_json(value: Dynamic) -> Result<String, Box<EvalAltResult>> {
    from_rhai(value).map(|value| value.to_string()).map_err(|error| error.message.into())
}

fn round_to(number: f64, digits: i64) -> f64 {
    let factor = 10_f64.powi(i32::try_from(digits.clamp(0, 15)).unwrap_or(0));
    (number * factor).round() / factor
}
