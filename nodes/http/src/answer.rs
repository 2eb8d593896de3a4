//! The body of an answer as a value: JSON, text, or base64 for what is no text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use node_sdk::{ErrorKind, HttpResponse, NodeError, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// What to make of a body.
#[derive(Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Form {
    #[default]
    Auto,
    Json,
    Text,
    Binary,
}

/// What a request gives, for whoever wants to see its shape.
pub(crate) fn sample() -> Json {
    json!({ "status": 200, "headers": { "content-type": "application/json" }, "body": {}, "time_ms": 12, "size": 2 })
}

/// Reads a body in the form asked for.
///
/// # Errors
/// If JSON was asked for and the body is none.
pub(crate) fn read(response: &HttpResponse, form: Form) -> Result<Value, NodeError> {
    let body = response.body.as_slice();
    match form {
        Form::Binary => Ok(STANDARD.encode(body).into()),
        Form::Text => Ok(lossy(body)),
        Form::Json => serde_json::from_slice(body).map_err(|error| {
            let message = format!("The answer (status {}) holds no valid JSON: {error}.", response.status);
            NodeError::new(ErrorKind::VALIDATION, message).with_details(Value::object([("body", preview(body))]))
        }),
        Form::Auto => Ok(guess(body, header(response, "content-type").unwrap_or_default())),
    }
}

/// The beginning of a body, to show in an error.
pub(crate) fn preview(body: &[u8]) -> Value {
    const MOST: usize = 4 * 1024;
    lossy(&body[..body.len().min(MOST)])
}

/// The headers by name; of one that came several times, the values with commas between them.
pub(crate) fn headers(response: &HttpResponse) -> Value {
    let mut headers = node_sdk::Map::default();
    for (name, value) in &response.headers {
        let value = match headers.get(name.as_str()).and_then(Value::as_str) {
            Some(before) => format!("{before}, {value}"),
            None => value.clone(),
        };
        headers.insert(name.as_str().into(), value.into());
    }
    headers.into()
}

/// An answer whose status is not among the expected ones; `time` is in milliseconds.
pub(crate) fn unexpected(response: &HttpResponse, expected: &str, time: i64) -> NodeError {
    let kind = match response.status {
        400..=499 => ErrorKind::HTTP_4XX,
        500..=599 => ErrorKind::HTTP_5XX,
        // A redirect that is not followed, or a success that was not asked for.
        _ => ErrorKind::VALIDATION,
    };
    let message = format!("The server answered with status {}; expected was {expected}.", response.status);
    NodeError::failed(kind, message).with_details(Value::object([
        ("status", i64::from(response.status).into()),
        ("headers", headers(response)),
        ("body", preview(&response.body)),
        ("time_ms", time.into()),
        ("size", response.body.len().into()),
    ]))
}

/// What calls itself JSON but is none is shown as the text it is.
fn guess(body: &[u8], content_type: &str) -> Value {
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = media == "application/json" || media.ends_with("+json") || media == "text/json";
    if let (true, Ok(value)) = (is_json, serde_json::from_slice(body)) {
        return value;
    }
    match std::str::from_utf8(body) {
        Ok(text) => text.into(),
        Err(_) if media.starts_with("text/") => lossy(body),
        Err(_) => STANDARD.encode(body).into(),
    }
}

fn lossy(body: &[u8]) -> Value {
    String::from_utf8_lossy(body).as_ref().into()
}

fn header<'a>(response: &'a HttpResponse, name: &str) -> Option<&'a str> {
    response.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: Form, content_type: &str, body: &[u8], expected: &str) {
        let headers = vec![("content-type".into(), content_type.into())];
        let response = HttpResponse { status: 200, headers, body: body.into(), truncated: false };
        assert_eq!(read(&response, form).expect("readable").to_string(), expected);
    }

    #[test]
    fn the_form_follows_the_content_type_or_the_wish() {
        check(Form::Auto, "application/json; charset=utf-8", b"{\"a\":1}", r#"{"a":1}"#);
        check(Form::Auto, "application/problem+json", b"[1]", "[1]");
        check(Form::Auto, "application/json", b"oops", r#""oops""#);
        check(Form::Auto, "text/plain", b"{\"a\":1}", r#""{\"a\":1}""#);
        check(Form::Auto, "image/png", b"\xff\x00", r#""/wA=""#);
        check(Form::Auto, "", b"", r#""""#);
        check(Form::Json, "text/plain", b"7", "7");
        check(Form::Text, "application/json", b"7", r#""7""#);
        check(Form::Binary, "text/plain", b"7", r#""Nw==""#);
    }

    #[test]
    fn json_on_demand_must_be_json() {
        let response = HttpResponse { status: 200, headers: Vec::new(), body: b"<html>".into(), truncated: false };
        let error = read(&response, Form::Json).expect_err("no JSON");
        assert_eq!(error.kind, ErrorKind::VALIDATION);
        assert_eq!(error.details.to_string(), r#"{"body":"<html>"}"#);
    }

    #[test]
    fn a_header_that_came_twice_keeps_both_values() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let given = vec![pair("set-cookie", "a=1"), pair("x", "y"), pair("set-cookie", "b=2")];
        let response = HttpResponse { status: 200, headers: given, body: Vec::new(), truncated: false };
        assert_eq!(headers(&response).to_string(), r#"{"set-cookie":"a=1, b=2","x":"y"}"#);
    }
}
