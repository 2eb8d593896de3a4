//! The way of every message: is the condition met, what is said, send, tell.

use std::marker::PhantomData;

use node_sdk::prelude::*;
use node_sdk::{ConfigError, Notice, Stream};
use serde::de::DeserializeOwned;

use crate::common::Common;
use crate::condition::Ending;
use crate::context::Context;

/// A channel, and how its node presents itself.
pub(crate) trait Channel: Send + Sync + 'static {
    /// The node type.
    const TYPE: &'static str;
    /// Another name that older flows have.
    const ALIAS: &'static str;
    /// What the operator fills in.
    type Config: DeserializeOwned + JsonSchema + Send + Sync + 'static;

    /// Name, help, looks and examples.
    fn descriptor() -> Descriptor;

    /// The fields that all channels share.
    fn common(config: &Self::Config) -> &Common;

    /// What the schema cannot say.
    fn check(_config: &Self::Config) -> Vec<ConfigError> {
        Vec::new()
    }

    /// What is sent.
    fn notice(
        ctx: &Ctx<'_>,
        config: &Self::Config,
        context: Context,
    ) -> impl Future<Output = Result<Notice, NodeError>> + Send;
}

/// A node that sends by one channel.
pub(crate) struct Notify<C>(PhantomData<C>);

impl<C> Notify<C> {
    pub(crate) const NODE: Self = Self(PhantomData);
}

impl<C: Channel> NodeType for Notify<C> {
    const TYPE: &'static str = C::TYPE;
    type Config = C::Config;

    fn descriptor() -> Descriptor {
        let sample = json!({ "notification_sent": true, "notification_details": { "answer": "ok" } });
        C::descriptor().aliases(&[C::ALIAS]).sample(sample)
    }

    fn check(config: &C::Config) -> Vec<ConfigError> {
        C::check(config)
    }
}

impl<C: Channel> ActiveNode for Notify<C> {
    async fn run(&self, ctx: &Ctx<'_>, config: &C::Config, _: &Message) -> Result<Outcome, NodeError> {
        let common = C::common(config);
        if let Some(reason) = common.send_condition.refuses(Ending::of_previous(ctx)) {
            let details = Value::object([("reason", Value::from(reason))]);
            return Ok(outcome(false, details).then(node_sdk::Next::Skip));
        }
        match send::<C>(ctx, config).await {
            Ok(details) => Ok(outcome(true, details)),
            Err(error) if common.fail_flow_on_error || ctx.has_wire("error") => Err(error),
            Err(error) => {
                ctx.log(Stream::Log, &format!("The message was not sent, and the run goes on. {error}"));
                let details = [("error_type", error.kind.as_str()), ("error", error.message.as_str())];
                Ok(outcome(false, Value::object(details.map(|(name, text)| (name, Value::from(text))))))
            }
        }
    }
}

async fn send<C: Channel>(ctx: &Ctx<'_>, config: &C::Config) -> Result<Value, NodeError> {
    let notice = C::notice(ctx, config, Context::collect(ctx, C::common(config))).await?;
    let mut details = describe(&notice);
    let answer = ctx.notify(notice).await?;
    details.push(("answer", answer.into()));
    Ok(Value::object(details))
}

/// What was sent, for the trace: everything but the way it took, which may be a secret.
fn describe(notice: &Notice) -> Vec<(&'static str, Value)> {
    let mut details = vec![("channel", notice.channel().into())];
    match notice {
        Notice::Mail(mail) => details.extend([
            ("recipients", mail.recipients().map(Value::from).collect()),
            ("subject", mail.subject.as_str().into()),
            ("message", mail.body.as_str().into()),
        ]),
        Notice::Post(post) => details.push(("payload", post.body.clone())),
    }
    details
}

/// The message goes on as it came.
fn outcome(is_sent: bool, details: Value) -> Outcome {
    let told = [("notification_sent", is_sent.into()), ("notification_details", details)];
    Outcome::pass().recording(Value::object(told))
}

/// The end of every channel's help text.
macro_rules! help {
    ($($own:expr),+) => {
        concat!($($own),+, "

**Send condition** looks at how the step before ended: *failed* means that it ran and its outcome is negative, *error* that \
it could not run. If the condition is not met, the node is skipped and the message goes on.

The output is `{ notification_sent, notification_details }`; the message goes on as it came. If it cannot be sent, the \
run goes on with `notification_sent` = `false` and a line in the log, unless `fail_flow_on_error` is set or something is \
wired to the `error` port. Then the node fails: with `not_permitted` if the channel is not set up here or a recipient is \
not allowed, `limit` if too many messages were sent, `network_error`, `timeout`, `auth_error`, `http_4xx` or `http_5xx` \
if the other side was not reached or refused it.

Values of secrets are masked in what is sent. A message that was interrupted by a crash is not sent again by itself.")
    };
}
pub(crate) use help;
