//! A call of a webhook: who may call, what the call says, and the run it starts.

use std::time::Duration;

use axum::http::{HeaderMap, header};
use engine::{Program, RunStatus};
use node_sdk::{Map, Str, Trigger, Value};

use super::{Error, at, place, proof, store};
use crate::app::App;
use crate::audit::Author;
use crate::flows;
use crate::runs::{self, Request, RunRow, typed};
use crate::web::Limit;
use crate::wire::of_word;

/// How long a caller waits for a result.
const PATIENCE: Duration = Duration::from_secs(30);
/// Calls of one address: fifty a second, after a burst.
const PER_WEBHOOK: (Duration, u32) = (Duration::from_millis(20), 200);
/// Calls of one client that do not know the secret.
const PER_STRANGER: (Duration, u32) = (Duration::from_secs(2), 30);
/// Characters of an idempotency key.
const LONGEST_KEY: usize = 200;
/// Who starts the runs.
const NAME: &str = "webhook";
/// Headers that flows do not see: they may hold secrets.
const HIDDEN: [&str; 5] = ["authorization", "cookie", "proxy-authorization", proof::TOKEN, proof::SIGNATURE];

/// Counts calls.
pub(crate) struct Calls {
    by_webhook: Limit,
    by_stranger: Limit,
}

impl Default for Calls {
    fn default() -> Self {
        Self {
            by_webhook: Limit::new(PER_WEBHOOK.0, PER_WEBHOOK.1),
            by_stranger: Limit::new(PER_STRANGER.0, PER_STRANGER.1),
        }
    }
}

/// What a program sent.
pub(super) struct Call<'a> {
    pub(super) method: &'a str,
    /// Below `/hooks/`.
    pub(super) path: &'a str,
    /// After `?`.
    pub(super) query: &'a str,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
    /// Where it comes from.
    pub(super) client: String,
}

/// The run that a call started.
pub(super) struct Answer {
    pub(super) run: String,
    /// The run as it ended, where the caller waited for that and it did not take too long.
    pub(super) ended: Option<RunRow>,
}

/// Starts the run that a call asks for.
///
/// # Errors
/// If nothing is at the address, the caller may not call, or the run cannot be started.
pub(super) async fn answer(app: &App, call: Call<'_>) -> Result<Answer, Error> {
    let runner = &app.runner;
    let strangers = |error| if app.calls.by_stranger.count(&call.client).is_err() { Error::TooMany } else { error };
    let address = format!("{} {}", call.method, call.path);
    let known = store::by_address(&app.store, &address).await?.ok_or_else(|| strangers(Error::UnknownAddress))?;
    let secret = || secret(app, &known);
    proof::check(&known.auth, secret, call.headers, call.body).map_err(strangers)?;
    app.calls.by_webhook.count(&address).map_err(|_| Error::TooMany)?;
    let (flow, version, hash) = flows::at_version(&app.store, &known.flow_id, None).await.map_err(runs::Error::from)?;
    let checked = runner.checked(&hash).await?.map_err(|_| Error::NotRunnable)?;
    let program = checked.program.as_ref().ok_or(Error::NotRunnable)?;
    let Some(Trigger::Webhook(hook)) = at(program, &known.node) else { return Err(Error::UnknownAddress) };
    if !flow.is_active {
        return Err(runs::Error::Inactive(flow.name).into());
    }
    let body = body(call.headers, call.body)?;
    let query = pairs(call.query);
    let request = Request {
        flow: Some((flow.id, version)),
        parameters: parameters(program, &body, &query),
        input: input(&call, body, query),
        started_how: "webhook",
        idempotency_key: key(&call, &address),
        // What a caller says besides, such as when, differs from try to try.
        likeness: Some(address.clone()),
        start: Some(known.node.clone()),
        ..Request::new(&checked)
    };
    let author = Author { name: NAME.into(), address: call.client };
    let run = runs::prepare(runner, &author, request)?;
    let run = runs::enqueue(runner, &author, &checked, run).await?;
    store::called(&app.store, (&known.flow_id, &known.node), app.clock.now(), &run).await?;
    let ended = match hook.waits {
        true => tokio::time::timeout(PATIENCE, runs::ended(runner, &run)).await.ok().transpose()?.flatten(),
        false => None,
    };
    Ok(Answer { run, ended })
}

/// The result of a run that completed.
///
/// # Errors
/// If the database fails.
pub(super) async fn result(app: &App, row: &RunRow) -> Result<Option<serde_json::Value>, Error> {
    if of_word(&row.status) != Some(RunStatus::Completed) {
        return Ok(None);
    }
    let details = runs::store::details(&app.store, &row.id).await?;
    let result = details.and_then(|details| details.result).unwrap_or_else(|| "null".into());
    Ok(Some(serde_json::from_str(&result).unwrap_or_default()))
}

fn secret(app: &App, known: &store::CalledRow) -> Result<String, Error> {
    let sealed = known.secret.as_ref().ok_or(Error::NoSecret)?;
    Ok(app.runner.keys.open(&place(&known.flow_id, &known.node), sealed)?)
}

/// The body as the flow sees it: JSON and forms are read, other text is text.
fn body(headers: &HeaderMap, bytes: &[u8]) -> Result<Value, Error> {
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| Error::Body(error.to_string()))?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind == "application/json" || kind.ends_with("+json") {
        return serde_json::from_str(text).map_err(|error| Error::Body(format!("it is no JSON ({error})")));
    }
    Ok(if kind == "application/x-www-form-urlencoded" { pairs(text).into() } else { text.into() })
}

/// Names and values of a form or the part of an address after `?`; a name that comes several times has a list.
fn pairs(text: &str) -> Map {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(text).unwrap_or_default();
    let mut map = Map::default();
    for (name, value) in pairs {
        let value = Value::from(value);
        let both = match map.shift_remove(name.as_str()) {
            None => value,
            Some(Value::Array(items)) => items.iter().cloned().chain([value]).collect::<Vec<_>>().into(),
            Some(first) => vec![first, value].into(),
        };
        map.insert(Str::from(name), both);
    }
    map
}

/// Parameters of the flow that the call names. A secret one is not taken: what a call says is kept with the run.
fn parameters(program: &Program, body: &Value, query: &Map) -> Map {
    let known = |name: &Str| {
        let value = body.get(name).or_else(|| query.get(name))?;
        let kind = program.parameter(name).and_then(|parameter| parameter.kind);
        let read = value.as_str().and_then(|text| typed(kind, text).ok());
        Some((name.clone(), read.unwrap_or_else(|| value.clone())))
    };
    program.parameter_names().filter(|name| !program.is_secret(name)).filter_map(known).collect()
}

fn input(call: &Call<'_>, body: Value, query: Map) -> Value {
    let shown = call.headers.iter().filter(|(name, _)| !HIDDEN.contains(&name.as_str()));
    let headers = shown.filter_map(|(name, value)| Some((Str::from(name.as_str()), value.to_str().ok()?.into())));
    Value::object([
        ("payload", body),
        ("query", query.into()),
        ("headers", Value::object(headers)),
        ("method", call.method.into()),
    ])
}

/// Tells a repeated call from a new one.
fn key(call: &Call<'_>, address: &str) -> Option<String> {
    let key = call.headers.get("idempotency-key")?.to_str().ok()?;
    (1..=LONGEST_KEY).contains(&key.len()).then(|| format!("{address} {key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(kind: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_TYPE, kind.parse().expect("a value"))])
    }

    #[test]
    fn a_body_is_read_as_its_type_says() {
        let read = |of: &str, text: &str| body(&kind(of), text.as_bytes()).map(|value| value.to_string());
        assert_eq!(read("application/json; charset=utf-8", "{\"a\": 1}").expect("read"), "{\"a\":1}");
        assert_eq!(read("application/cloudevents+json", "[1]").expect("read"), "[1]");
        assert_eq!(
            read("application/x-www-form-urlencoded", "a=1&a=2&b=x+y").expect("read"),
            r#"{"a":["1","2"],"b":"x y"}"#
        );
        assert_eq!(read("text/plain", "hello").expect("read"), "\"hello\"");
        assert!(matches!(read("application/json", "{"), Err(Error::Body(_))));
        assert!(matches!(body(&kind("text/plain"), &[0xff]), Err(Error::Body(_))));
    }
}
