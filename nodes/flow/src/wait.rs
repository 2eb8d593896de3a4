//! `system.wait`: lets time pass.

use chrono::DateTime;
use node_sdk::ConfigError;
use node_sdk::prelude::*;

use crate::timed::milliseconds;

/// A year, in seconds.
const LONGEST: f64 = 31_536_000.0;

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Seconds to wait; fractions are allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 31_536_000))]
    seconds: Option<f64>,
    /// The time to wait until instead, such as `2026-03-01T08:00:00Z`; a time that is over is not waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 100))]
    until: Option<String>,
}

pub(crate) struct Wait;

impl NodeType for Wait {
    const TYPE: &'static str = "system.wait";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Wait", Category::Control)
            .aliases(&["wait", "flow.wait", "delay"])
            .about(
                "Waits before the path goes on.",
                "Give `seconds`, or `until` as a date and time with its offset. Waiting costs nothing and survives a \
                 restart: only the time that is left is waited for, a year at most.",
            )
            .looks("clock", Shape::Standard)
            .platforms(Platform::ENGINE)
            .repeat(Repeat::Safe)
            .example("a moment", json!({ "seconds": 0.01 }), "output")
            .example("until a time that is over", json!({ "until": "2020-02-29T12:00:00+01:00" }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        due(config, 0).err().map(|(field, message)| ConfigError::new(field, message)).into_iter().collect()
    }
}

impl ActiveNode for Wait {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        let due = due(config, ctx.started_at());
        let due = due.map_err(|(_, message)| NodeError::new(ErrorKind::VALIDATION, message))?;
        ctx.sleep_until(due).await;
        Ok(Outcome::pass())
    }
}

/// When the wait is over, or which field is wrong.
fn due(config: &Config, started_at: i64) -> Result<i64, (&'static str, String)> {
    let latest = started_at.saturating_add(milliseconds(LONGEST));
    match (config.seconds, &config.until) {
        (Some(seconds), None) => Ok(started_at.saturating_add(milliseconds(seconds.min(LONGEST)))),
        (None, Some(until)) => match DateTime::parse_from_rfc3339(until.trim()) {
            Ok(time) => Ok(time.timestamp_millis().min(latest)),
            Err(_) => {
                let shown: String = until.chars().take(40).collect();
                Err(("until", format!("`{shown}` is no time; write it as `2026-03-01T08:00:00Z`, with its offset.")))
            }
        },
        (Some(_), Some(_)) => Err(("until", "Give `seconds` or `until`, not both.".into())),
        (None, None) => Err(("seconds", "Say how long to wait: give `seconds` or `until`.".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::active(Wait).await;
    }

    fn check(config: serde_json::Value, expected: Result<i64, &str>) {
        let read: Config = serde_json::from_value(config).expect("a configuration");
        assert_eq!(due(&read, 1_000).map_err(|(field, _)| field), expected, "{read:?}");
    }

    #[test]
    fn it_waits_for_seconds_or_until_a_time() {
        check(json!({ "seconds": 1.5 }), Ok(2_500));
        check(json!({ "until": "1970-01-01T00:00:09+00:00" }), Ok(9_000));
        check(json!({ "until": "9999-01-01T00:00:00Z" }), Ok(1_000 + 31_536_000_000));
        check(json!({ "until": "tomorrow" }), Err("until"));
        check(json!({ "seconds": 1, "until": "2026-01-01T00:00:00Z" }), Err("until"));
        check(json!({}), Err("seconds"));
    }
}
