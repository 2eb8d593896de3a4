//! `opsconductor user`: for whoever has access to the data folder.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use node_hosts::SystemClock;

use crate::auth::Role;
use crate::config::default_data_dir;
use crate::store::{self, FILE, Place};
use crate::users;

/// Flags of `user`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
    /// Folder of the database [default: ~/.local/share/opsconductor]
    #[arg(long, env = "OPSCONDUCTOR_DATA_DIR", global = true)]
    data_dir: Option<PathBuf>,
    /// PostgreSQL database, as postgres://USER:PASSWORD@HOST:PORT/DATABASE [default: embedded, in the data folder]
    #[arg(long, env = "OPSCONDUCTOR_DATABASE", hide_env_values = true, global = true)]
    database: Option<String>,
}

#[derive(Subcommand)]
enum Action {
    /// Give a user a new password and end all sessions
    Reset {
        /// User name
        name: String,
    },
    /// Add a user
    Add {
        /// User name
        name: String,
        /// What the user may do
        #[arg(long, value_enum, default_value = "operator")]
        role: Role,
    },
}

/// Does it, and prints the password.
pub(super) async fn user(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let data_dir = arguments.data_dir.map_or_else(default_data_dir, Ok)?;
    let place = Place::of(arguments.database.as_deref().unwrap_or_default(), &data_dir)?;
    if let Place::Folder(folder) = &place {
        anyhow::ensure!(
            folder.join(FILE).exists(),
            "there is no OpsConductor data in `{}`; name its folder with --data-dir, or its database with --database",
            folder.display()
        );
    }
    let store = store::open(place).await?;
    let (name, password) = match arguments.action {
        Action::Reset { name } => {
            let password = users::reset_password(&store, &SystemClock, &name).await?;
            (name, password)
        }
        Action::Add { name, role } => {
            let password = users::add(&store, &SystemClock, &name, role, None).await?;
            (name, password)
        }
    };
    store.close().await;
    println!("user name  {name}\npassword   {password}");
    Ok(ExitCode::SUCCESS)
}
