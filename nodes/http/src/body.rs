//! What a request carries.

use indexmap::IndexMap;
use node_sdk::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{Text, pairs};

/// What the body of a request is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum BodyType {
    /// Nothing is sent along.
    #[default]
    None,
    /// An object, a list, or JSON text.
    Json,
    /// Text as it is.
    Text,
    /// XML text as it is.
    Xml,
    /// Fields of a form, as browsers send them.
    Form,
}

impl BodyType {
    /// What the server is told, unless the headers say otherwise.
    pub(crate) fn content_type(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Json => Some("application/json"),
            Self::Text => Some("text/plain; charset=utf-8"),
            Self::Xml => Some("application/xml; charset=utf-8"),
            Self::Form => Some("application/x-www-form-urlencoded"),
        }
    }

    /// The bytes to send.
    ///
    /// # Errors
    /// If JSON is wanted and the text is none.
    pub(crate) fn write(self, body: &Value, form: &IndexMap<String, Text>) -> Result<Option<Vec<u8>>, String> {
        match self {
            Self::None => Ok(None),
            Self::Json => json(body).map(Some),
            Self::Text | Self::Xml => Ok(Some(body.to_text().into_bytes())),
            Self::Form => form_text(form).map(|text| Some(text.into_bytes())),
        }
    }
}

/// A text stands for the JSON in it; any other value for itself.
fn json(body: &Value) -> Result<Vec<u8>, String> {
    if let Some(text) = body.as_str() {
        let read: Result<serde::de::IgnoredAny, _> = serde_json::from_str(text);
        return read.map(|_| text.as_bytes().to_vec()).map_err(|error| {
            format!("The body is not valid JSON: {error}. To send a plain text as JSON, write it in double quotes.")
        });
    }
    Ok(body.to_string().into_bytes())
}

/// As the URL standard writes `application/x-www-form-urlencoded`.
fn form_text(form: &IndexMap<String, Text>) -> Result<String, String> {
    serde_html_form::to_string(pairs(form)).map_err(|error| format!("The form cannot be written: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body_type: BodyType, body: serde_json::Value, expected: &str) {
        let form = serde_json::from_value(body.clone()).unwrap_or_default();
        let written = body_type.write(&body.into(), &form).expect("it can be written").expect("there is a body");
        assert_eq!(String::from_utf8(written).expect("text"), expected);
    }

    #[test]
    fn a_body_is_written_in_its_type() {
        use serde_json::json;
        check(BodyType::Json, json!({ "b": 1, "a": [true, null] }), r#"{"b":1,"a":[true,null]}"#);
        check(BodyType::Json, json!("{\"a\": 1}"), "{\"a\": 1}");
        check(BodyType::Text, json!("{{"), "{{");
        check(BodyType::Xml, json!("<a/>"), "<a/>");
        check(BodyType::Form, json!({ "q": "a b&c=d", "n": 2, "u": "ü" }), "q=a+b%26c%3Dd&n=2&u=%C3%BC");
    }

    #[test]
    fn text_that_is_no_json_is_refused_where_json_is_sent() {
        let error = BodyType::Json.write(&"hello".into(), &IndexMap::new()).expect_err("it is no JSON");
        assert!(error.contains("double quotes"), "{error}");
    }
}
