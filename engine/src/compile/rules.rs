//! The flow's own rules about its parameters, compiled and held against what a run is given.

use std::sync::Arc;

use node_sdk::{Map, Value};

use super::config::Configs;
use super::wires::hint;
use crate::document::Document;
use crate::expr::{Chance, Compiled, Compiler, Error, Mention, Names, Root};
use crate::problem::Problem;

/// What is known of a run beside its parameters, in what runs are counted together by: the name of its machine, and the
/// start or trigger that it began at.
const OF_RUN: [&str; 2] = ["target", "start"];

/// A rule, ready to hold.
pub(crate) struct RulePlan {
    condition: Compiled,
    message: String,
}

/// Compiles the rules; what is wrong is added to the problems.
pub(super) fn compile(document: &Document, configs: &mut Configs) {
    for (index, rule) in document.rules.iter().enumerate() {
        let field = format!("rules/{index}/expression");
        match compile_one(document, &rule.expression, &mut configs.compiler, &[]) {
            Ok(condition) => configs.expressions.rules.push(RulePlan { condition, message: rule.message.clone() }),
            Err(message) => configs.problems.push(Problem::error("invalid_expression", message).at_field(field)),
        }
    }
}

/// Checks who is told when a run ends.
pub(super) fn check_notify(document: &Document, configs: &mut Configs) {
    let problems = document.settings.notify.iter().enumerate().filter_map(|(index, notify)| {
        let problem = Problem::error("invalid_notify", notify.problem()?);
        Some(problem.at_field(format!("settings/notify/{index}/to")))
    });
    configs.problems.extend(problems);
}

/// Compiles what runs are counted together by.
pub(super) fn compile_key(document: &Document, configs: &mut Configs) {
    let key = document.settings.concurrency.as_ref().and_then(|limits| limits.key.as_ref());
    let Some(key) = key else { return };
    match compile_one(document, key, &mut configs.compiler, &OF_RUN) {
        Ok(key) => configs.expressions.concurrency_key = Some(key),
        Err(message) => {
            let problem = Problem::error("invalid_expression", message).at_field("settings/concurrency/key");
            configs.problems.push(problem);
        }
    }
}

/// `given` is known beside the parameters.
fn compile_one(
    document: &Document,
    expression: &str,
    compiler: &mut Compiler,
    given: &[&str],
) -> Result<Compiled, String> {
    let compiled = compiler.script(expression);
    let mentions = compiler.take_mentions();
    let compiled = compiled.map_err(|error| error.message)?;
    let mut unknown = mentions.iter().filter(|mention| !given.contains(&mention.root.as_str()));
    match unknown.find_map(|mention| refuse(document, mention)) {
        Some(message) => Err(message),
        None => Ok(compiled),
    }
}

fn refuse(document: &Document, mention: &Mention) -> Option<String> {
    let is_root = ["params", "parameters"].contains(&mention.root.as_str());
    let name = if is_root { mention.member.as_deref()? } else { &mention.root };
    let hint = hint(name, document.parameters.keys().map(AsRef::as_ref));
    (!document.parameters.contains_key(name)).then(|| {
        format!("The flow has no parameter `{name}`, {}, and a rule sees nothing but parameters.{hint}", mention.place)
    })
}

/// The rules that do not hold.
pub(crate) fn check(rules: &[RulePlan], parameters: &Map) -> Vec<Problem> {
    if rules.is_empty() {
        return Vec::new();
    }
    let names: Arc<dyn Names> = Arc::new(Given(parameters.clone()));
    let broken = |rule: &RulePlan| match rule.condition.eval(&names) {
        Ok(Value::Bool(true)) => None,
        Ok(Value::Bool(false)) => Some(rule.message.clone()),
        Ok(other) => Some(format!("{} (The rule gave {}, not true or false.)", rule.message, other.type_name())),
        Err(error) => Some(format!("{} (The rule could not be checked: {})", rule.message, error.message)),
    };
    let problem = |message| Problem::error("broken_rule", message).at_field("parameters");
    rules.iter().filter_map(broken).map(problem).collect()
}

/// The value of something that sees nothing but parameters.
pub(crate) fn over(parameters: &Map, compiled: &Compiled) -> Result<Value, Error> {
    let names: Arc<dyn Names> = Arc::new(Given(parameters.clone()));
    compiled.eval(&names)
}

/// Parameters as a scope of their own.
struct Given(Map);

impl Names for Given {
    fn get(&self, name: &str) -> Option<Value> {
        self.0.get(name).cloned()
    }

    fn member(&self, root: Root, field: &str) -> Option<Value> {
        self.0.get(field).filter(|_| root == Root::Params).cloned()
    }

    fn whole(&self, root: Root) -> Value {
        if root == Root::Params { self.0.clone().into() } else { Value::Null }
    }

    fn known(&self, _: Option<Root>) -> Vec<String> {
        self.0.keys().map(ToString::to_string).collect()
    }

    /// None: whether a run may start depends on its parameters alone.
    fn choose(&self, _: Chance) -> Value {
        Value::Null
    }
}
