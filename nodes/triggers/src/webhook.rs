//! `trigger.webhook`: starts the flow when another program calls its address.

use node_sdk::prelude::*;
use node_sdk::{ConfigError, Proof, Trigger, Webhook};

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The address below `/hooks/`, such as `orders/new`; no other flow can have the same with the same method.
    #[schemars(length(min = 1, max = 200), extend("x-ui" = { "widget": "hook", "expression": "no" }))]
    path: String,
    /// How the address is called.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "expression": "no" }))]
    method: Verb,
    /// How a caller shows that it may call.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "expression": "no" }))]
    auth: Auth,
    /// What a caller gets.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "expression": "no" }))]
    response_mode: ResponseMode,
}

/// Methods an address can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[schemars(inline)]
enum Verb {
    #[default]
    Post,
    Get,
    Put,
    Patch,
    Delete,
}

/// How a caller shows that it may call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Auth {
    /// It sends the secret as `Authorization: Bearer` or `X-Webhook-Token`.
    #[default]
    Token,
    /// It signs the body with the secret: `X-Hub-Signature-256`, as GitHub does.
    Signature,
    /// Not at all: whoever knows the address can start the flow.
    None,
}

/// What a caller gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum ResponseMode {
    /// The run's id, at once.
    #[default]
    Immediate,
    /// The run's result, once it has ended; after 30 seconds its id.
    Result,
}

pub(crate) struct OnCall;

impl NodeType for OnCall {
    const TYPE: &'static str = "trigger.webhook";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Webhook", Category::Trigger)
            .about(
                "Starts the flow when another program calls its address.",
                "`msg.payload` is the body (JSON and forms are read, other text is text), `msg.query` and `msg.headers` \
                 are beside it. Fields of a JSON object or form, and the query's, also give the flow's parameters of the \
                 same names. The secret is made once the flow is published, is shown once, and is not in the document. \
                 A caller that repeats a call with the same `Idempotency-Key` starts no second run.",
            )
            .looks("webhook", Shape::Trigger)
            .ports(Ports::none().next("output", ""))
            .example("with a token", json!({ "path": "orders/new" }), "output")
            .example("as GitHub calls it", json!({ "path": "deploy", "auth": "signature" }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let is_fine = |part: &str| {
            !part.is_empty()
                && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.~".contains(letter))
                && part.chars().any(|letter| letter != '.')
        };
        if config.path.split('/').all(is_fine) {
            return Vec::new();
        }
        let message = "Use letters, digits, `-`, `_`, `.` and `~`, in parts separated by single slashes.";
        vec![ConfigError::new("path", message)]
    }

    fn trigger(config: &Config) -> Option<Trigger> {
        Some(Trigger::Webhook(Webhook {
            method: match config.method {
                Verb::Post => "POST",
                Verb::Get => "GET",
                Verb::Put => "PUT",
                Verb::Patch => "PATCH",
                Verb::Delete => "DELETE",
            },
            path: config.path.clone(),
            proof: match config.auth {
                Auth::Token => Proof::Token,
                Auth::Signature => Proof::Signature,
                Auth::None => Proof::None,
            },
            waits: config.response_mode == ResponseMode::Result,
        }))
    }
}

impl PureNode for OnCall {
    fn run(&self, _ctx: &Ctx<'_>, _config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        Ok(Outcome::pass())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(config: serde_json::Value) -> Config {
        serde_json::from_value(config).expect("a configuration")
    }

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(OnCall).await;
    }

    #[test]
    fn an_address_is_plain() {
        for path in ["orders", "orders/new", "v1.2/a_b~c-d"] {
            assert!(OnCall::check(&read(json!({ "path": path }))).is_empty(), "{path}");
        }
        for path in ["/orders", "orders/", "a//b", "a b", "../x", "ä", "{id}", "a?b"] {
            assert_eq!(OnCall::check(&read(json!({ "path": path }))).len(), 1, "{path}");
        }
    }

    #[test]
    fn it_says_what_a_call_must_be_like() {
        let config = read(json!({ "path": "x", "method": "PUT", "auth": "signature", "response_mode": "result" }));
        let expected = Webhook { method: "PUT", path: "x".into(), proof: Proof::Signature, waits: true };
        assert_eq!(OnCall::trigger(&config), Some(Trigger::Webhook(expected)));
    }
}
