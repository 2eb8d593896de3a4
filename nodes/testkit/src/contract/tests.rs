//! The contract must be able to fail: nodes that break one rule each.

use node_sdk::prelude::*;

use super::*;

/// Declares a pure node around a configuration and a port.
macro_rules! node {
    ($name:ident, $config:ident, $port:literal, $example:tt) => {
        #[derive(Clone, Copy)]
        struct $name;

        impl NodeType for $name {
            const TYPE: &'static str = "test.node";
            type Config = $config;

            fn descriptor() -> Descriptor {
                Descriptor::pure("Test", Category::Data).about("Does something.", "Helps.").example(
                    "as it stands",
                    json!($example),
                    $port,
                )
            }
        }

        impl PureNode for $name {
            fn run(&self, _: &Ctx<'_>, _: &$config, _: &Message) -> Result<Outcome, NodeError> {
                Ok(Outcome::pass())
            }
        }
    };
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Sound {
    /// A number.
    #[schemars(range(max = 10))]
    number: u8,
    /// A text.
    #[serde(default)]
    text: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Lenient {
    /// A number.
    number: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Silent {
    number: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Forgetful {
    /// A number.
    #[serde(default, skip_serializing_if = "is_three")]
    number: u8,
}

fn is_three(number: &u8) -> bool {
    *number == 3
}

node!(Good, Sound, "output", { "number": 3 });
node!(WrongPort, Sound, "error", { "number": 3 });
node!(NoSuchPort, Sound, "elsewhere", { "number": 3 });
node!(TooLarge, Sound, "output", { "number": 11 });
node!(TakesAnything, Lenient, "output", { "number": 3 });
node!(Undocumented, Silent, "output", { "number": 3 });
node!(Forgets, Forgetful, "output", { "number": 3 });

#[tokio::test]
async fn a_sound_node_passes() {
    pure(Good).await;
}

#[tokio::test]
#[should_panic(expected = "the example `as it stands`")]
async fn an_example_must_leave_by_its_port() {
    pure(WrongPort).await;
}

#[tokio::test]
#[should_panic(expected = "which is no output")]
async fn an_example_must_name_a_port_there_is() {
    pure(NoSuchPort).await;
}

#[tokio::test]
#[should_panic(expected = "does not fit the schema")]
async fn an_example_must_fit_the_schema() {
    pure(TooLarge).await;
}

#[tokio::test]
#[should_panic(expected = "deny_unknown_fields")]
async fn unknown_fields_must_be_refused() {
    pure(TakesAnything).await;
}

#[tokio::test]
#[should_panic(expected = "`number` has no description")]
async fn every_field_must_be_described() {
    pure(Undocumented).await;
}

#[tokio::test]
#[should_panic(expected = "changes when it is written again")]
async fn every_field_must_survive_being_written() {
    pure(Forgets).await;
}

/// An effect that waits for the outside world by itself instead of through its context.
struct Deaf;

impl NodeType for Deaf {
    const TYPE: &'static str = "test.deaf";
    type Config = Sound;

    fn descriptor() -> Descriptor {
        let about = Descriptor::effect("Deaf", Category::Data).about("Does not wait.", "Helps.");
        about.example("as it stands", json!({ "number": 3 }), "output")
    }
}

impl ActiveNode for Deaf {
    async fn run(&self, _: &Ctx<'_>, _: &Sound, _: &Message) -> Result<Outcome, NodeError> {
        Ok(Outcome::pass())
    }
}

#[tokio::test]
#[should_panic(expected = "test.deaf")]
async fn an_effect_must_work_through_its_context() {
    active(Deaf).await;
}
