//! `opsconductor serve`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use axum::serve::ListenerExt as _;
use node_hosts::SystemClock;
use tokio::net::TcpListener;

use super::log;
use super::signals::Signals;
use crate::app::{App, CONNECTIONS_GRACE, FirstStart};
use crate::config::{Lock, ServeFlags, Settings};
use crate::web;

/// Flags of `serve`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    flags: ServeFlags,
}

/// Starts the server and waits for its end.
pub(super) async fn serve(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(arguments.flags)?;
    log::to_stderr(settings.log_format, "info,sqlx=warn,tokio_cron_scheduler=warn");
    let _lock = Lock::take(&settings.work.data_dir).await?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("cannot listen on {}; choose another address with --listen", settings.listen))?;
    let address = listener.local_addr()?;
    // Events are small and must not wait for the answer to the one before. A socket that cannot do it still works.
    let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
    let mut signals = Signals::new()?;
    let (app, first_start) = App::open(&settings, Arc::new(SystemClock)).await?;
    println!("{}", greeting(address, &settings, first_start.as_ref()));
    let router = web::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let closing = app.closing.clone();
    let server =
        tokio::spawn(
            async move { axum::serve(listener, router).with_graceful_shutdown(closing.cancelled_owned()).await },
        );
    signals.next().await;
    tracing::info!("stopping; a second signal stops at once");
    let stop = async {
        app.close().await;
        // Connections that do not end in time are cut.
        let _ = tokio::time::timeout(CONNECTIONS_GRACE, server).await;
        app.store.close().await;
    };
    tokio::select! {
        () = stop => Ok(ExitCode::SUCCESS),
        () = signals.next() => Ok(ExitCode::FAILURE),
    }
}

fn greeting(address: SocketAddr, settings: &Settings, first_start: Option<&FirstStart>) -> String {
    let work = &settings.work;
    let mut lines = vec![
        format!("OpsConductor {} is ready.", env!("CARGO_PKG_VERSION")),
        String::new(),
        format!("  Open       http://{address}"),
        format!("  Data       {}", work.data_dir.display()),
        format!("  Database   {}", work.database),
        format!("  Workspace  {}", work.workspace.display()),
        format!(
            "  Commands   {}",
            if work.commands.are_allowed {
                "allowed on this machine"
            } else {
                "not allowed on this machine (--local-commands allows them)"
            }
        ),
    ];
    if let Some(first) = first_start {
        lines.extend([
            String::new(),
            "  This is the first start. Sign in as".into(),
            String::new(),
            "    user name  admin".into(),
            format!("    password   {}", first.admin_password),
            String::new(),
            "  and change the password. It is not shown again; `opsconductor user reset admin` makes a new one.".into(),
        ]);
    }
    lines.push(String::new());
    lines.join("\n")
}
