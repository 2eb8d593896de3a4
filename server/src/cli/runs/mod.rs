//! `opsconductor runs`: looks at the runs of a server, and steers them, over its API.

mod client;
mod show;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};
use serde_json::{Value as Json, json};

use super::Format;
use client::{Client, Server};

/// Flags of `runs`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    server: Server,
    /// How to write what the server answers
    #[arg(long, value_enum, default_value_t, global = true)]
    format: Format,
}

#[derive(Subcommand)]
enum Action {
    /// List runs, newest first
    List {
        /// Only with this status: pending, running, paused, completed, failed, cancelled or timed_out
        #[arg(long)]
        status: Option<String>,
        /// Only of the flow with this id
        #[arg(long)]
        flow: Option<String>,
        /// How many
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
    },
    /// Show one run, and why it failed
    Show { run: String },
    /// Show how many runs go on and wait, and of which flows
    Queue,
    /// Let a run that waits go before others, or after them
    Priority {
        run: String,
        /// Higher ones go first; from -100 to 100
        #[arg(allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(-100..=100))]
        priority: i64,
    },
    /// Stop a run; it cleans up first
    Cancel { run: String },
    /// Take a run up again that failed, from the step that failed
    Retry {
        run: String,
        /// Key of an earlier step to go on from
        #[arg(long)]
        from: Option<String>,
    },
    /// Start the flow of a run again, as a new run with the same values
    Rerun {
        run: String,
        /// Run the flow's latest version, not the one that was run
        #[arg(long)]
        latest: bool,
    },
    /// List the steps of which nobody knows whether they were done
    Interrupted { run: String },
    /// Say what became of such a step
    Answer {
        run: String,
        /// Key of the step
        step: String,
        /// What became of it
        #[arg(value_enum)]
        answer: Answer,
        /// What it gave, with `done`
        #[arg(long, value_name = "JSON", default_value = "null")]
        result: String,
    },
    /// Hold a run, or let one go on that is held
    Debug {
        run: String,
        /// What to do
        #[arg(value_enum)]
        command: Step,
        /// The node to go on to, with `run-to`
        #[arg(long, required_if_eq("command", "run-to"))]
        node: Option<String>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Answer {
    /// Do it again
    Retry,
    /// It was done
    Done,
    /// Leave the run as it is
    Fail,
}

#[derive(Clone, Copy, ValueEnum)]
enum Step {
    /// Hold it before the next node
    Pause,
    /// Go on to the next breakpoint
    Continue,
    /// Go on to the next node of the same body
    #[value(name = "step-over")]
    Over,
    /// Go on to the very next node
    #[value(name = "step-into")]
    Into,
    /// Go on to the next node after this body
    #[value(name = "step-out")]
    Out,
    /// Go on to a node
    RunTo,
}

/// Asks the server, and shows what it answers.
pub(super) async fn runs(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { action, server, format } = arguments;
    let client = Client::log_in(&server).await?;
    let done = act(&client, &action).await;
    client.log_out().await;
    let answer = done?;
    match format {
        Format::Json => println!("{answer:#}"),
        Format::Text => print!("{}", text(&action, &answer)),
    }
    Ok(ExitCode::SUCCESS)
}

async fn act(client: &Client, action: &Action) -> anyhow::Result<Json> {
    match action {
        Action::List { status, flow, limit } => {
            let limit = limit.to_string();
            let wanted = [("limit", Some(&limit)), ("status", status.as_ref()), ("flow", flow.as_ref())];
            client.get(&["runs"], &wanted).await
        }
        Action::Show { run } => client.get(&["runs", run], &[]).await,
        Action::Queue => client.get(&["runs", "queue"], &[]).await,
        Action::Priority { run, priority } => client.patch(&["runs", run], &json!({ "priority": priority })).await,
        Action::Cancel { run } => client.post(&["runs", run, "cancel"], &Json::Null).await,
        Action::Retry { run, from } => client.post(&["runs", run, "retry"], &json!({ "from": from })).await,
        Action::Rerun { run, latest } => {
            let version = if *latest { "latest" } else { "same" };
            client.post(&["runs", run, "rerun"], &json!({ "version": version })).await
        }
        Action::Interrupted { run } => client.get(&["runs", run, "interrupted"], &[]).await,
        Action::Answer { run, step, answer, result } => {
            let result: Json = serde_json::from_str(result).context("--result is not JSON")?;
            let body = json!({ "key": step, "answer": word(answer), "result": result });
            client.post(&["runs", run, "interrupted"], &body).await
        }
        Action::Debug { run, command, node } => {
            let body = json!({ "command": word(command).replace('-', "_"), "node": node });
            client.post(&["runs", run, "debug"], &body).await
        }
    }
}

fn text(action: &Action, answer: &Json) -> String {
    match action {
        Action::List { .. } => show::runs(answer),
        Action::Show { .. } | Action::Priority { .. } => show::run(answer),
        Action::Queue => show::queue(answer),
        Action::Interrupted { .. } => show::interrupted(answer),
        Action::Rerun { .. } => show::started(answer),
        Action::Cancel { .. } => "The run is being stopped.\n".into(),
        Action::Retry { .. } => "The run waits for its turn.\n".into(),
        Action::Answer { answer: Answer::Fail, .. } => "It is noted. The run stays as it is.\n".into(),
        Action::Answer { .. } => "It is noted. The run goes on.\n".into(),
        Action::Debug { command: Step::Pause, .. } => "The run is held before its next node.\n".into(),
        Action::Debug { .. } => "The run goes on.\n".into(),
    }
}

/// The word of an enum's value on the command line.
fn word(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
