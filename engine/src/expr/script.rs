//! Rhai expressions: one shared engine, one tree a field.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use node_sdk::{Str, Value};
use rhai::packages::{
    BasicArrayPackage, BasicMapPackage, BasicMathPackage, CorePackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{AST, Dynamic, Engine, EvalAltResult, Position, Scope};

use super::convert::{from_rhai, to_rhai};
use super::names::{Shared, suggestion};
use super::scan::{Scanned, hole_index, hole_name};
use super::{Compiled, Error, LONGEST_TEXT, replace_within};

const MOST_OPERATIONS: u64 = 1_000_000;
const MOST_TIME: Duration = Duration::from_secs(5);
/// Operations between two looks at the time.
const LOOK_EVERY: u64 = 1024;
/// Room for the deepest value that the operations allow to build. Only what is touched costs memory.
const HEAVY_STACK: usize = 512 << 20;

/// A compiled expression.
pub(crate) struct Script {
    source: Str,
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
pub(super) fn compile(source: &str, scanned: &Scanned, holes: Vec<Compiled>) -> Result<Compiled, Error> {
    if holes.len() == 1 && scanned.text.trim() == hole_name(0) {
        return holes.into_iter().next().ok_or_else(|| Error::new("syntax", "The expression is empty."));
    }
    let tree = engine().compile(&scanned.text).map_err(|error| {
        let message = format!("{}{}.", error.0, place(error.1, |column| scanned.column(column)));
        Error::new("syntax", readable(&message, source))
    })?;
    let (has_closure, is_heavy) = (scanned.has_closure, scanned.has_closure || scanned.repeats);
    Ok(Compiled::Script(Arc::new(Script { source: source.into(), tree, holes, has_closure, is_heavy })))
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
            EvalAltResult::ErrorFunctionNotFound(signature, _) => Error::new("no_function", no_function(signature)),
            other => Error::new("evaluation", readable(&format!("{other}."), &self.source)),
        }
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

fn place(at: Position, column_of: impl Fn(usize) -> usize) -> String {
    match (at.line(), at.position()) {
        (Some(1), Some(column)) => format!(" at character {}", column_of(column)),
        (Some(line), Some(column)) => format!(" at line {line}, character {column}"),
        _ => String::new(),
    }
}

/// Puts a rhai message into the words used here.
fn readable(message: &str, source: &str) -> String {
    let message = message.replace("(line 1, position ", "(character ").replace("(line ", "(at line ");
    let mut message = message;
    for index in 0..36 {
        let name = hole_name(index);
        if message.contains(&format!("'{name}'")) {
            message = message.replace(&format!("'{name}'"), &format!("a value in `{source}`"));
        }
    }
    message
}

fn no_function(signature: &str) -> String {
    let (name, arguments) = signature.split_once(" (").unwrap_or((signature, ""));
    let arguments: Vec<_> = arguments.trim_end_matches(')').split(", ").map(type_word).collect();
    if name.chars().all(|c| c.is_ascii_punctuation()) {
        return format!("`{name}` does not work between {}.", arguments.join(" and "));
    }
    let known = functions();
    let near = suggestion(name, known.iter().map(String::as_str));
    format!("There is no function `{name}` for ({}){near}", arguments.join(", "))
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

fn functions() -> Vec<String> {
    [
        "len",
        "filter",
        "map",
        "reduce",
        "some",
        "all",
        "contains",
        "index_of",
        "split",
        "trim",
        "to_upper",
        "to_lower",
        "replace",
        "sub_string",
        "starts_with",
        "ends_with",
        "to_int",
        "to_float",
        "to_string",
        "round",
        "floor",
        "ceiling",
        "abs",
        "min",
        "max",
        "keys",
        "values",
        "parse_int",
        "parse_float",
        "parse_json",
        "to_json",
        "sort",
        "reverse",
        "push",
    ]
    .map(ToOwned::to_owned)
    .to_vec()
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
    engine
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
