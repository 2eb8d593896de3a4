//! `trigger.schedule`: starts the flow at set times.

use node_sdk::prelude::*;
use node_sdk::{ConfigError, Schedule, Trigger};

use crate::Timetable;

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// When: minute, hour, day, month and weekday, such as `0 6 * * 1-5`; six fields begin with the second.
    #[schemars(length(min = 1, max = 200), extend("x-ui" = { "widget": "cron", "expression": "no" }))]
    cron: String,
    /// The time zone in which these times are meant, such as `Europe/Berlin`.
    #[serde(default = "utc")]
    #[schemars(length(min = 1, max = 64), extend("x-ui" = { "widget": "timezone", "expression": "no" }))]
    timezone: String,
    /// Values for the flow's parameters, by name.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>", extend("x-ui" = { "expression": "no" }))]
    parameters: Map,
    /// What happens after times at which OpsConductor did not run.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "expression": "no" }))]
    missed: Missed,
}

/// What happens after missed times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Missed {
    /// They are left out.
    #[default]
    Skip,
    /// One run makes up for all of them.
    RunOnce,
}

fn utc() -> String {
    "UTC".into()
}

pub(crate) struct OnSchedule;

impl NodeType for OnSchedule {
    const TYPE: &'static str = "trigger.schedule";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::pure("Schedule", Category::Trigger)
            .about(
                "Starts the flow at set times.",
                "Times follow the clock of the time zone, daylight saving included. A flow may have several schedules and \
                 other starts; a run begins at the one that started it. `msg.payload.scheduled_for` says which time it \
                 was. Each time starts one run, also if OpsConductor is restarted or runs on several machines. A \
                 schedule counts once the flow is published, and rests while the flow is inactive.",
            )
            .looks("clock", Shape::Trigger)
            .ports(Ports::none().next("output", ""))
            .example("every morning", json!({ "cron": "0 6 * * *", "timezone": "Europe/Berlin" }), "output")
            .example("weekdays, with parameters", json!({ "cron": "30 22 * * 1-5", "missed": "run_once" }), "output")
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        let read = Timetable::new(&config.cron, &config.timezone);
        read.err().map(|bad| ConfigError::new(bad.field, bad.message)).into_iter().collect()
    }

    fn trigger(config: &Config) -> Option<Trigger> {
        Some(Trigger::Schedule(Schedule {
            cron: config.cron.clone(),
            timezone: config.timezone.clone(),
            parameters: config.parameters.clone(),
            catches_up: config.missed == Missed::RunOnce,
        }))
    }
}

impl PureNode for OnSchedule {
    fn run(&self, _ctx: &Ctx<'_>, _config: &Config, _message: &Message) -> Result<Outcome, NodeError> {
        Ok(Outcome::pass())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        node_testkit::contract::pure(OnSchedule).await;
    }

    #[test]
    fn it_says_when_to_start() {
        let config: Config =
            serde_json::from_value(json!({ "cron": "0 6 * * *", "missed": "run_once" })).expect("read");
        let expected =
            Schedule { cron: "0 6 * * *".into(), timezone: "UTC".into(), parameters: Map::default(), catches_up: true };
        assert_eq!(OnSchedule::trigger(&config), Some(Trigger::Schedule(expected)));
    }
}
