//! JSON Schema findings in the words of a person.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

/// One finding about a value, `root`, as a sentence without its full stop.
pub(crate) fn explain(error: &ValidationError<'_>, root: &Value) -> String {
    match error.kind() {
        Kind::Required { property } => format!("{} is missing; fill it in", quoted(property)),
        Kind::AdditionalProperties { unexpected } => no_fields(unexpected),
        Kind::Type { kind } => format!("It must be {}, and {} was given", kind_name(kind), shown(error.instance())),
        Kind::Enum { options } => {
            format!("It must be one of {}, and {} was given", listed(options), shown(error.instance()))
        }
        Kind::Constant { expected_value } => format!("It must be {expected_value}"),
        Kind::Minimum { limit } => format!("It must be at least {limit}, and {} was given", shown(error.instance())),
        Kind::Maximum { limit } => format!("It must be at most {limit}, and {} was given", shown(error.instance())),
        Kind::ExclusiveMinimum { limit } => {
            format!("It must be more than {limit}, and {} was given", shown(error.instance()))
        }
        Kind::MinLength { limit: 1 } => "It must not be empty".into(),
        Kind::MinLength { limit } => format!("It must have at least {limit} characters"),
        Kind::MaxLength { limit } => format!("It must have at most {limit} characters"),
        Kind::MinItems { limit } => format!("It needs at least {limit} entries"),
        Kind::MaxItems { limit } => format!("It takes at most {limit} entries"),
        Kind::MinProperties { limit } => format!("It needs at least {limit} entries"),
        Kind::MaxProperties { limit } => format!("It takes at most {limit} entries"),
        Kind::Pattern { pattern } => pattern_words(pattern, error.instance()),
        Kind::PropertyNames { error } => format!("A name in it does not fit. {}", explain(error, root)),
        Kind::FalseSchema => {
            // Where no field at all is known, the finding does not say which one was met.
            let place = root.pointer(error.instance_path().as_str()).and_then(Value::as_object);
            let fields = place.into_iter().flat_map(|map| map.keys());
            no_fields(&fields.cloned().collect::<Vec<_>>())
        }
        Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } => {
            format!("{} fits none of the forms this field takes", shown(error.instance()))
        }
        _ => error.to_string(),
    }
}

fn no_fields(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("There is no field {} here; check the spelling or remove it", names.join(", "))
}

fn pattern_words(pattern: &str, value: &Value) -> String {
    let rule = match pattern {
        "^[A-Za-z_][A-Za-z0-9_]{0,63}$" => {
            "must be a name: letters, digits and _, not starting with a digit, at most 64"
        }
        "^[A-Za-z0-9_-]{1,64}$" => "must be letters, digits, _ and -, at most 64",
        _ => return format!("{} must match {pattern}", shown(value)),
    };
    format!("{} {rule}", shown(value))
}

fn kind_name(kind: &jsonschema::error::TypeKind) -> String {
    use jsonschema::error::TypeKind;
    let word = |name: &str| match name {
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "an object",
        _ => "empty",
    };
    match kind {
        TypeKind::Single(one) => word(&one.to_string()).into(),
        TypeKind::Multiple(many) => {
            // A field that may be empty may be left out, so nobody has to write that.
            let named = many.iter().map(|one| one.to_string()).filter(|one| one != "null");
            named.map(|one| word(&one).to_owned()).collect::<Vec<_>>().join(" or ")
        }
    }
}

fn quoted(property: &Value) -> String {
    format!("`{}`", property.as_str().unwrap_or_default())
}

fn listed(options: &Value) -> String {
    let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
    options
        .iter()
        .map(|option| option.as_str().map_or_else(|| option.to_string(), ToOwned::to_owned))
        .collect::<Vec<_>>()
        .join(", ")
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { format!("{}...", text.chars().take(57).collect::<String>()) }
}
