//! Placeholders: what somebody is asked for when a template is used.
//!
//! In the document a placeholder stands as `<<name>>`. A text that is nothing else becomes the value itself, a number or a
//! yes or no too; inside a longer text it becomes the value's text.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Error;

const MOST: usize = 50;
const LONGEST_NAME: usize = 64;
const LONGEST_LABEL: usize = 200;
const LONGEST_VALUE: usize = 10_000;

/// What somebody is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Placeholder {
    /// Stands in the document as `<<name>>`: letters, digits and underscores, no digit first.
    pub(crate) name: String,
    /// What is asked.
    #[serde(default)]
    pub(crate) label: String,
    /// What the answer must be.
    #[serde(default, rename = "type")]
    pub(crate) kind: Kind,
    /// The answer if none is given; without one, an answer is needed.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub(crate) default: Value,
}

/// What an answer must be. All but numbers and booleans are texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = PlaceholderKind)]
pub(crate) enum Kind {
    #[default]
    Text,
    Number,
    Boolean,
    Path,
    Target,
    Credential,
}

impl Kind {
    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            _ => value.as_str().is_some_and(|text| text.chars().count() <= LONGEST_VALUE),
        }
    }

    fn wanted(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Boolean => "true or false",
            _ => "a text of at most 10,000 characters",
        }
    }

    /// Something of this kind, to see whether a document holds together.
    fn sample(self) -> Value {
        match self {
            Self::Number => 1.into(),
            Self::Boolean => true.into(),
            _ => "something".into(),
        }
    }
}

impl Placeholder {
    /// The answer if none is given, or anything that fits.
    pub(super) fn sample(&self) -> Value {
        if self.default.is_null() { self.kind.sample() } else { self.default.clone() }
    }

    /// Refuses an answer of another kind.
    ///
    /// # Errors
    /// If it is.
    pub(super) fn check(&self, field: &str, value: &Value) -> Result<(), Error> {
        if self.kind.fits(value) {
            return Ok(());
        }
        Err(Error::Unfit(field.to_owned(), format!("`{}` must be {}.", self.name, self.kind.wanted())))
    }
}

/// Placeholders that are asked for, with labels; those that stand in the document where none are named.
///
/// # Errors
/// If one cannot be a placeholder, or is there twice.
pub(super) fn checked(named: Option<Vec<Placeholder>>, document: &Value) -> Result<Vec<Placeholder>, Error> {
    let mut placeholders = named.unwrap_or_else(|| found(document));
    if placeholders.len() > MOST {
        return Err(Error::Unfit("placeholders".into(), format!("A template can ask for {MOST} things at most.")));
    }
    let mut names = BTreeSet::new();
    for (index, placeholder) in placeholders.iter_mut().enumerate() {
        let field = |name: &str| format!("placeholders.{index}.{name}");
        if !is_name(&placeholder.name) || !names.insert(placeholder.name.clone()) {
            let why = "Each placeholder needs a name of its own: letters, digits and underscores, no digit first.";
            return Err(Error::Unfit(field("name"), why.into()));
        }
        if placeholder.label.is_empty() {
            placeholder.label.clone_from(&placeholder.name);
        }
        if placeholder.label.chars().count() > LONGEST_LABEL {
            return Err(Error::Unfit(field("label"), format!("A label has {LONGEST_LABEL} characters at most.")));
        }
        if !placeholder.default.is_null() {
            placeholder.check(&field("default"), &placeholder.default)?;
        }
    }
    Ok(placeholders)
}

fn found(document: &Value) -> Vec<Placeholder> {
    let mut names = BTreeSet::new();
    super::fill::each_name(document, &mut |name| {
        names.insert(name.to_owned());
    });
    let placeholder = |name: String| Placeholder { label: name.clone(), name, kind: Kind::Text, default: Value::Null };
    names.into_iter().map(placeholder).collect()
}

/// Whether a text can be the name of a placeholder.
pub(super) fn is_name(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.len() <= LONGEST_NAME
        && text.bytes().all(is_word)
        && text.bytes().next().is_some_and(|first| !first.is_ascii_digit())
}
