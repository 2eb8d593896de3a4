//! `opsconductor run`: one flow file, to its end, in this process.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use engine::journal::Memory;
use engine::{Caps, Durability, Environment, Execution, Observer, Problem, Rehearsal, Report, RunId, RunStatus, Start};
use node_hosts::{Commands, SystemClock};
use node_sdk::{Artifacts, Map, Services, Value};
use tokio_util::sync::CancellationToken;

use super::parameters;
use super::progress::Progress;
use super::record::Record;
use super::signals::Signals;
use super::{Format, WRONG_USE, log, validate};
use crate::app;
use crate::artifacts::{Discard, Files, Folder};
use crate::audit::Author;
use crate::config::{Lock, LogFormat, NotifyFlags, Work, courier, default_data_dir, secret};
use crate::flows::{Checked, Programs};
use crate::globals::Passing;
use crate::runs::{self, Callees, Job, Queue, Runner};
use crate::store::Place;

const CANCELLED: u8 = 130;
const TICK: Duration = Duration::from_millis(500);

/// Flags of `run`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Flow file
    file: PathBuf,
    /// Parameter of the flow; repeat it for more
    #[arg(short = 'p', long = "parameter", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    /// First message: JSON, or @FILE that holds it
    #[arg(long, value_name = "JSON|@FILE")]
    input: Option<String>,
    /// How to write what happens
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Touch nothing: nodes that would change something answer with their sample, everything else is computed
    #[arg(long, conflicts_with_all = ["data_dir", "database", "durability"])]
    dry_run: bool,
    /// Output that a node gives without being run; repeat it for more
    #[arg(long = "pin", value_name = "NODE=JSON")]
    pins: Vec<String>,
    /// strict, relaxed or memory [default: memory; with --data-dir or --database the flow's own]
    #[arg(long)]
    durability: Option<Durability>,
    /// Folder to keep the run in
    #[arg(long, env = "OPSCONDUCTOR_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// PostgreSQL database to keep the run in, as postgres://USER:PASSWORD@HOST:PORT/DATABASE
    #[arg(long, env = "OPSCONDUCTOR_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// Folder that file nodes are confined to [default: the current folder]
    #[arg(long, env = "OPSCONDUCTOR_WORKSPACE")]
    workspace: Option<PathBuf>,
    #[command(flatten)]
    notify: NotifyFlags,
}

/// A flow that can be run.
struct Ready {
    dry: bool,
    /// Outputs that nodes give without being run, by node id.
    pins: Map,
    checked: Arc<Checked>,
    /// As they were given.
    given: Map,
    input: Value,
}

/// Runs the flow, and says how it went.
pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    log::to_stderr(LogFormat::Text, "warn");
    let programs = Programs::new(Arc::new(app::engine(Caps::default())?));
    let ready = match ready(&programs, &arguments).await? {
        Ok(ready) => ready,
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{}", validate::line(&arguments.file, problem)));
            return Ok(ExitCode::from(WRONG_USE));
        }
    };
    let cancel = cancelled_by_signals()?;
    let (record, progress) = (Arc::new(Record::default()), Arc::new(Progress::new()));
    let observer: Arc<dyn Observer> = match arguments.format {
        Format::Text => Arc::clone(&progress) as _,
        Format::Json => Arc::clone(&record) as _,
    };
    let ticking = tick(Arc::clone(&progress));
    let ended = execute(&arguments, ready, observer, cancel).await;
    ticking.abort();
    let (run, report) = ended?;
    match arguments.format {
        Format::Text => progress.close(&report),
        Format::Json => println!("{}", record.to_json(run, &report)?),
    }
    Ok(match report.status {
        RunStatus::Completed => ExitCode::SUCCESS,
        RunStatus::Cancelled => ExitCode::from(CANCELLED),
        _ => ExitCode::FAILURE,
    })
}

/// Reads and checks everything before anything runs.
async fn ready(programs: &Programs, arguments: &Arguments) -> anyhow::Result<Result<Ready, Vec<Problem>>> {
    let file = &arguments.file;
    let bytes = tokio::fs::read(file).await.with_context(|| format!("`{}` cannot be read", file.display()))?;
    let checked = match programs.check_bytes(bytes).await {
        Ok(checked) => checked,
        Err(problems) => return Ok(Err(problems)),
    };
    let Some(program) = &checked.program else { return Ok(Err(checked.problems.clone())) };
    let given = parameters::read(program, &arguments.parameters)?;
    if let Err(problems) = program.parameters(&given) {
        return Ok(Err(problems));
    }
    let input = read_input(arguments.input.as_deref()).await?;
    let pins = arguments.pins.iter().map(|pin| read_pin(&checked, pin)).collect::<anyhow::Result<_>>()?;
    Ok(Ok(Ready { dry: arguments.dry_run, pins, checked, given, input }))
}

fn read_pin(checked: &Checked, text: &str) -> anyhow::Result<(node_sdk::Str, Value)> {
    let Some((node, output)) = text.split_once('=') else {
        bail!("`--pin {text}` has no `=`; write it as --pin node=JSON");
    };
    ensure!(checked.node_ids().contains(node), "`--pin {text}`: the flow has no node `{node}`; name it by its id");
    let output = serde_json::from_str(output)
        .with_context(|| format!("the output pinned to `{node}` is not valid JSON; text needs quotes of its own"))?;
    Ok((node.into(), output))
}

async fn read_input(given: Option<&str>) -> anyhow::Result<Value> {
    let text = match given {
        None => return Ok(Value::Null),
        Some(given) => match given.strip_prefix('@') {
            Some(path) => {
                let read = tokio::fs::read_to_string(path).await;
                read.with_context(|| format!("the input file `{path}` cannot be read"))?
            }
            None => given.to_owned(),
        },
    };
    serde_json::from_str(&text).context("--input is not valid JSON; text needs quotes of its own: --input '\"text\"'")
}

async fn execute(
    arguments: &Arguments,
    ready: Ready,
    observer: Arc<dyn Observer>,
    cancel: CancellationToken,
) -> anyhow::Result<(RunId, Report)> {
    let database = arguments.database.as_deref().unwrap_or_default();
    let is_kept = arguments.data_dir.is_some()
        || !database.is_empty()
        || arguments.durability.is_some_and(|one| one != Durability::Memory);
    let data_dir = match &arguments.data_dir {
        Some(folder) => folder.clone(),
        None if is_kept => default_data_dir()?,
        None => PathBuf::new(),
    };
    let work = Work {
        database: Place::of(database, &data_dir)?,
        data_dir,
        workspace: arguments.workspace.clone().unwrap_or_else(|| Path::new(".").to_owned()),
        commands: Commands::ALLOWED,
        master_key: secret("OPSCONDUCTOR_MASTER_KEY")?,
        artifact_bytes: Work::ARTIFACT_BYTES,
        courier: courier(arguments.notify.clone(), NotifyFlags::default())?,
        caps: Caps::default(),
    };
    if is_kept {
        kept(&work, arguments.durability, ready, observer, cancel).await
    } else {
        passing(&work, ready, observer, cancel).await
    }
}

/// Runs it and keeps nothing.
async fn passing(
    work: &Work,
    ready: Ready,
    observer: Arc<dyn Observer>,
    cancel: CancellationToken,
) -> anyhow::Result<(RunId, Report)> {
    let program = ready.checked.program.clone().context("the flow cannot run")?;
    let parameters = program.parameters(&ready.given).unwrap_or_default();
    let run_id = RunId::fresh();
    let rehearsal = Rehearsal { dry: ready.dry, pins: ready.pins, ..Rehearsal::default() };
    let rehearsal = Some(rehearsal).filter(|rehearsal| *rehearsal != Rehearsal::default());
    let start = Start { parameters, input: ready.input, rehearsal, ..Start::new(run_id) };
    let artifacts: Arc<dyn Artifacts> = match ready.dry {
        true => Arc::new(Discard),
        false => {
            let folder = Folder::within(&work.workspace);
            Arc::new(Files::new(folder, None, Arc::new(SystemClock), work.artifact_bytes))
        }
    };
    let services = app::services(work, Arc::new(SystemClock))?;
    let hosts = Arc::clone(&services.hosts);
    let environment = Environment {
        services: Services { artifacts, globals: Arc::new(Passing::default()), ..services },
        journal: Arc::new(Memory::default()),
        observer,
        cancel,
        durability: Durability::Memory,
        park_after: None,
        debugger: None,
    };
    let executed = engine::execute(program, start, environment).await?;
    hosts.settle().await;
    match executed {
        Execution::Ended(report) => Ok((run_id, report)),
        Execution::Parked { .. } => anyhow::bail!("the run was put away although nobody could take it up again"),
    }
}

/// Runs it as the server would, in a data folder.
async fn kept(
    work: &Work,
    durability: Option<Durability>,
    ready: Ready,
    observer: Arc<dyn Observer>,
    cancel: CancellationToken,
) -> anyhow::Result<(RunId, Report)> {
    let _lock = Lock::take(&work.data_dir).await?;
    let runner = app::open_runner(work, Arc::new(SystemClock)).await?;
    // Nobody would take the run up again.
    let runner = Arc::new(Runner { queue: Queue { park_after: None, ..runner.queue }, ..runner });
    let author = Author { name: "cli".into(), address: String::new() };
    let request = runs::Request {
        parameters: ready.given,
        input: ready.input,
        durability,
        started_how: "cli",
        pins: ready.pins,
        ..runs::Request::new(&ready.checked)
    };
    let run = runs::prepare(&runner, &author, request)?;
    let id = runs::enqueue(&runner, &author, &ready.checked, run).await?;
    let claimed = runs::claim(&runner, &id).await?.context("the run was started by another process")?;
    let id = claimed.id;
    let outcome = runner.execute(Job { claimed, cancel, also: Some(observer), callees: Callees::InPlace }).await?;
    runner.services.hosts.settle().await;
    runner.writer.flush().await;
    runner.store.close().await;
    match outcome {
        Execution::Ended(report) => Ok((id, report)),
        Execution::Parked { .. } => bail!("the run `{id}` waits and is put away; `opsconductor serve` goes on with it"),
    }
}

/// The first signal cancels the run, the second ends the process.
fn cancelled_by_signals() -> anyhow::Result<CancellationToken> {
    let (mut signals, cancel) = (Signals::new()?, CancellationToken::new());
    let fired = cancel.clone();
    tokio::spawn(async move {
        signals.next().await;
        eprintln!("cancelling; a second signal stops at once");
        fired.cancel();
        signals.next().await;
        std::process::exit(i32::from(CANCELLED));
    });
    Ok(cancel)
}

fn tick(progress: Arc<Progress>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(TICK).await;
            progress.tick();
        }
    })
}
