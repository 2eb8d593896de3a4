//! The command line.

mod log;
mod nodes;
mod parameters;
mod progress;
mod record;
mod run;
mod runs;
mod serve;
mod signals;
mod user;
mod validate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Draw workflows, run them, watch them.
#[derive(Parser)]
#[command(name = "opsconductor", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the server with the editor
    Serve(Box<serve::Arguments>),
    /// Check flow files; exit code 2 if one cannot run
    Validate(validate::Arguments),
    /// Run a flow file to its end; commands on this machine are allowed
    Run(Box<run::Arguments>),
    /// Look at the runs of a server, and steer them
    Runs(Box<runs::Arguments>),
    /// List the node types, or explain one
    Nodes(nodes::Arguments),
    /// Manage users of a data folder
    User(user::Arguments),
}

/// How results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// Something the user must correct; exit code 2.
const WRONG_USE: u8 = 2;

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    // Fails only if there is a provider already, which is as good.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    let result = runtime.block_on(async {
        match cli.command {
            Command::Serve(arguments) => serve::serve(*arguments).await,
            Command::Validate(arguments) => validate::validate(&arguments).await,
            Command::Run(arguments) => run::run(*arguments).await,
            Command::Runs(arguments) => runs::runs(*arguments).await,
            Command::Nodes(arguments) => nodes::nodes(&arguments),
            Command::User(arguments) => user::user(arguments).await,
        }
    });
    runtime.shutdown_background();
    result.unwrap_or_else(|error| fail(&error))
}

fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("opsconductor: {error:#}");
    ExitCode::from(WRONG_USE)
}
