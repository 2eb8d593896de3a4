//! Expressions (rhai), templates (minijinja) and bare paths: compiled once, evaluated often.
//!
//! Nothing here knows nodes, runs or graphs; names are looked up through [`Names`].

mod chance;
mod convert;
mod filters;
mod lex;
mod names;
mod operands;
mod path;
mod place;
mod rewrite;
mod scan;
mod script;
mod template;

use std::sync::Arc;
use std::time::Duration;

use node_sdk::{ErrorKind, NodeError, Str, Value};

use self::place::Origin;

pub(crate) use names::{Chance, Names, Root, nearest};
pub(crate) use path::Path;
pub(crate) use place::Place;
pub(crate) use script::Script;
pub(crate) use template::Template;

/// A compiled value: what a configuration field becomes.
pub(crate) enum Compiled {
    /// As written.
    Literal(Value),
    /// A bare path, `{{ a.b[0] }}`.
    Path(Path),
    /// A rhai expression.
    Script(Arc<Script>),
    /// Text with holes, or one hole with filters.
    Template(Template),
    /// A list with something to evaluate in it.
    Array(Vec<Compiled>),
    /// An object with something to evaluate in it.
    Object(Vec<(Str, Compiled)>),
}

impl Compiled {
    /// The value in the given scope.
    pub(crate) fn eval(&self, names: &Arc<dyn Names>) -> Result<Value, Error> {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::Path(path) => path.eval(names.as_ref()),
            Self::Script(script) => script.eval(names),
            Self::Template(template) => template.eval(names),
            Self::Array(items) => items.iter().map(|item| item.eval(names)).collect(),
            Self::Object(fields) => {
                let eval = |(key, value): &(Str, Self)| Ok((key.clone(), value.eval(names)?));
                let map: node_sdk::Map = fields.iter().map(eval).collect::<Result<_, Error>>()?;
                Ok(map.into())
            }
        }
    }

    /// Whether evaluating it can only ever give what was written.
    pub(crate) fn is_literal(&self) -> bool {
        matches!(self, Self::Literal(_))
    }
}

/// Why something could not be compiled or evaluated, with a stable code and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Error {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Error {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// As a node's error, naming the field's text.
    pub(crate) fn into_node_error(self, text: &str) -> NodeError {
        let kind = if self.code == "limit" { ErrorKind::LIMIT } else { ErrorKind::EXPRESSION };
        let shown: String = text.chars().take(200).collect();
        NodeError::new(kind, format!("{} (in `{shown}`)", self.message))
    }
}

/// A name or path that a text mentions, for the check that it can exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) root: String,
    /// The field taken of it first, if that is a plain name.
    pub(crate) member: Option<String>,
    pub(crate) place: Place,
}

impl Mention {
    /// What a text mentions that is the name of a node and nothing else.
    pub(crate) fn node(name: &str) -> Self {
        Self { root: "nodes".into(), member: Some(name.to_owned()), place: Place::of(name, 0) }
    }
}

/// Compiles the texts of one flow.
pub(crate) struct Compiler {
    templates: template::Store,
    mentions: Vec<Mention>,
}

impl Compiler {
    pub(crate) fn new() -> Self {
        Self { templates: template::Store::new(), mentions: Vec::new() }
    }

    /// A rhai expression; `{{ }}` in it are references.
    pub(crate) fn script(&mut self, source: &str) -> Result<Compiled, Error> {
        if source.len() > LONGEST_SCRIPT {
            let most = LONGEST_SCRIPT >> 10;
            return Err(Error::new("syntax", format!("The expression has more than {most} KiB. Use several nodes.")));
        }
        let scanned = scan::script(source)?;
        self.mentions.extend(scanned.paths().map(Path::mention));
        let mut holes = Vec::with_capacity(scanned.holes.len());
        for hole in &scanned.holes {
            let within = |at| Origin { whole: source, at };
            holes.push(match hole {
                scan::Hole::Path(path) => Compiled::Path(path.clone()),
                scan::Hole::Reference(inner, at) => self.reference(inner, within(*at))?,
                scan::Hole::Text(text, at) => self.template(text, within(*at))?,
            });
        }
        script::compile(source, scanned, holes)
    }

    /// Text that may hold `{{ }}`; one whole `{{ }}` keeps its type.
    pub(crate) fn text(&mut self, source: &str) -> Result<Compiled, Error> {
        if !is_template(source) {
            return Ok(Compiled::Literal(source.into()));
        }
        let origin = Origin::start(source);
        match lex::whole(source) {
            Some((inner, start)) => self.reference(inner, origin.plus(start)),
            None => self.template(source, origin),
        }
    }

    /// What stands between `{{` and `}}`.
    fn reference(&mut self, inner: &str, origin: Origin<'_>) -> Result<Compiled, Error> {
        if let Some(path) = Path::parse(inner, origin) {
            self.mentions.push(path.mention());
            return Ok(Compiled::Path(path));
        }
        self.add(rewrite::value(inner, origin)?, origin, true)
    }

    /// What always gives text.
    fn template(&mut self, text: &str, origin: Origin<'_>) -> Result<Compiled, Error> {
        self.add(rewrite::text(text, origin)?, origin, false)
    }

    fn add(&mut self, made: rewrite::Rewritten, origin: Origin<'_>, typed: bool) -> Result<Compiled, Error> {
        let (template, mentions) = self.templates.add(made, origin.whole, typed)?;
        self.mentions.extend(mentions);
        Ok(Compiled::Template(template))
    }

    /// The names mentioned since the last call.
    pub(crate) fn take_mentions(&mut self) -> Vec<Mention> {
        std::mem::take(&mut self.mentions)
    }

    /// Makes the templates ready for use. None can be added afterwards.
    pub(crate) fn finish(self) {
        self.templates.finish();
    }
}

/// Bytes of the longest text that an expression or a template may make.
const LONGEST_TEXT: usize = 16 << 20;

/// Bytes of the longest expression.
const LONGEST_SCRIPT: usize = 64 << 10;

/// How long one evaluation may take.
const MOST_TIME: Duration = Duration::from_secs(5);

/// Replaces a part of a text wherever it stands; `None` if the text would become too long.
fn replace_within(text: &str, from: &str, to: &str, longest: usize) -> Option<String> {
    let growth = text.matches(from).count().checked_mul(to.len())?;
    (growth.checked_add(text.len())? <= longest).then(|| text.replace(from, to))
}

/// Whether a text is a template at all.
pub(crate) fn is_template(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}
