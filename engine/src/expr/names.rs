//! What an expression can see, and the nearest name to a misspelt one.

use std::sync::Arc;

use node_sdk::Value;

use super::place::Place;

/// Names that stand for something larger than a variable, looked into lazily.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    /// The message that came in.
    Msg,
    /// All variables by name.
    Vars,
    /// The parameters.
    Params,
    /// Finished nodes by id or name.
    Nodes,
    /// Variables that all runs share.
    Globals,
}

impl Root {
    /// The root of this name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "msg" => Some(Self::Msg),
            "vars" => Some(Self::Vars),
            "params" | "parameters" => Some(Self::Params),
            "nodes" => Some(Self::Nodes),
            "global" => Some(Self::Globals),
            _ => None,
        }
    }
}

/// What is different at each look. Whoever gives it decides how a resumed run sees it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chance {
    /// Milliseconds since 1970.
    Now,
    /// A new id, as text.
    Uuid,
    /// A number from 0 up to, but not, 1.
    Random,
}

/// A scope to look names up in.
pub(crate) trait Names: Send + Sync {
    /// A variable, parameter or built-in name.
    fn get(&self, name: &str) -> Option<Value>;
    /// One field of a root.
    fn member(&self, root: Root, field: &str) -> Option<Value>;
    /// All of a root.
    fn whole(&self, root: Root) -> Value;
    /// The names there are, or the fields of a root: for suggestions.
    fn known(&self, root: Option<Root>) -> Vec<String>;
    /// The time, or something by chance; null where there is none.
    fn choose(&self, what: Chance) -> Value;
}

/// The value of a bare name: of the scope, or of the clock.
pub(super) fn look_up(names: &dyn Names, name: &str) -> Option<Value> {
    names.get(name).or_else(|| super::chance::name(names, name))
}

/// A root or name with nothing behind it, as a sentence.
pub(crate) fn unknown(names: &dyn Names, root: Option<Root>, name: &str, place: Place) -> String {
    let what = match root {
        Some(Root::Nodes) => "No finished node in reach is called",
        Some(Root::Msg) => "The message has no field",
        Some(Root::Params) => "There is no parameter",
        Some(Root::Globals) => "There is no global variable",
        Some(Root::Vars) | None => "Unknown variable",
    };
    let known = names.known(root);
    format!("{what} `{name}` {place}{}", suggestion(name, known.iter().map(String::as_str)))
}

/// `; did you mean ...?`, or a full stop.
pub(crate) fn suggestion<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, known).map_or_else(|| ".".into(), |near| format!("; did you mean `{near}`?"))
}

/// Characters of the longest name that is compared with others: the work grows with the product of both.
const LONGEST_NAME: usize = 64;
/// Names that one is compared with.
const MOST_COMPARED: usize = 500;

/// The known name closest to a misspelt one, if any is close.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let is_short = |name: &&str| name.chars().nth(LONGEST_NAME).is_none();
    let name = Some(name).filter(is_short)?;
    let most = (name.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .filter(is_short)
        .take(MOST_COMPARED)
        .map(|candidate| (strsim::damerau_levenshtein(&name.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

/// A shared scope.
pub(crate) type Shared = Arc<dyn Names>;
