//! `shell.command`: runs a command and shows what it prints while it runs.

use indexmap::IndexMap;
use node_sdk::prelude::*;
use node_sdk::{Command, CommandLimits, Exit, HostError};

use crate::capture::{Capture, Streams};
use crate::text::Text;

/// What the operator fills in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// What to run, as typed into the shell. Put values in by `{{ value | sh }}`, so that they cannot be taken for commands.
    #[schemars(length(min = 1, max = 100_000), extend("x-ui" = { "widget": "code", "language": "shell" }))]
    command: String,
    /// The shell that reads the command; it must be installed on the machine.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "advanced": true }))]
    shell: ShellName,
    /// The folder to run in. On this machine it is inside the workspace folder, and empty means that folder itself; on
    /// others, empty means the account's home folder.
    #[serde(default)]
    #[schemars(length(max = 4096), extend("x-ui" = { "advanced": true, "placeholder": "reports" }))]
    working_directory: String,
    /// Environment variables for the command. On this machine it also gets PATH, HOME, LANG and USER, and no others.
    #[serde(default)]
    #[schemars(extend("x-ui" = { "widget": "key-value", "advanced": true }))]
    environment: IndexMap<String, Text>,
    /// Text for the command's standard input; objects and lists become JSON. Without it, the input is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Text", extend("x-ui" = { "widget": "multiline", "advanced": true }))]
    stdin: Option<Text>,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum ShellName {
    #[default]
    Sh,
    Bash,
    Zsh,
    Fish,
    Csh,
    Tcsh,
}

pub(crate) struct Shell;

impl NodeType for Shell {
    const TYPE: &'static str = "shell.command";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Run command", Category::Remote)
            .about("Runs a command in a shell and shows its output while it runs.", HELP)
            .looks("terminal-2", Shape::Standard)
            .platforms(Platform::UNIX)
            .sample(json!({ "exit_code": 0, "stdout": "", "stderr": "", "truncated": false }))
            .example("free disk space", json!({ "command": "df -P" }), "output")
            .example(
                "a value from the environment",
                json!({ "command": "echo \"Hello $NAME\"", "environment": { "NAME": "Ada" } }),
                "output",
            )
            .example("a command that fails", json!({ "command": "echo not good >&2; exit 3" }), "error")
    }
}

const HELP: &str = "\
Runs a command and waits for its end. Each line it prints appears in the run's log at once.

Example: **Command** `df -P {{ params.path | sh }}`; the filter `sh` quotes the value for the shell. A later node \
uses `{{ msg.payload.stdout }}`.

The output is `{ exit_code, stdout, stderr, truncated }`. Of very long output the beginning is there, `truncated` is \
`true`, and all of it is a file of the run: `stdout_file`, `stderr_file`.

It fails with kind `exit_code` if the command ends with another code than 0 (`error.details` holds `exit_code` and the \
ends of `stdout` and `stderr`), with `limit` if it used up the processor time it may use here, and with \
`command_error` if it cannot be started. When the node is cancelled or \
reaches its timeout, the command and everything it started are asked to stop (SIGTERM) and, if they are still there 5 s \
later, killed. The flow does not wait for that.

A command that was interrupted by a crash is not run again by itself, because that may do harm. For one that only \
looks, mark the node as repeatable.";

impl ActiveNode for Shell {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _: &Message) -> Result<Outcome, NodeError> {
        let host = ctx.host().await?;
        let capture = Capture::new(ctx);
        let exit = host.exec(config.command(), &capture).await.map_err(not_run)?;
        let streams = capture.finish().await;
        if exit.code != Some(0) {
            return Err(failure(exit, host.limits(), &streams));
        }
        Ok(Outcome::output(streams.result(ctx).await))
    }
}

impl Config {
    fn command(&self) -> Command {
        Command {
            line: self.command.clone(),
            shell: Some(self.shell.name().into()),
            working_directory: (!self.working_directory.is_empty()).then(|| self.working_directory.clone()),
            environment: self.environment.iter().map(|(name, value)| (name.clone(), value.read())).collect(),
            stdin: self.stdin.as_ref().map(Text::read),
        }
    }
}

impl ShellName {
    fn name(self) -> &'static str {
        match self {
            Self::Sh => "sh",
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Csh => "csh",
            Self::Tcsh => "tcsh",
        }
    }
}

/// The only paths a command brings along are its working directory's.
fn not_run(error: HostError) -> NodeError {
    let is_about_folder = matches!(error, HostError::NotFound(_) | HostError::Outside(_));
    let mut error = NodeError::from(error);
    if is_about_folder {
        error.message = format!("The command was not run, because of its working directory: {}", error.message);
        error.kind = ErrorKind::COMMAND;
    }
    error
}

fn failure(exit: Exit, limits: CommandLimits, streams: &Streams) -> NodeError {
    let said = streams.stderr.tail();
    let (kind, message) = match limits.cpu_seconds.filter(|_| is_out_of_time(exit)) {
        Some(seconds) => (ErrorKind::LIMIT, out_of_time(seconds)),
        None => (ErrorKind::EXIT_CODE, format!("{}{}", ending(exit, &said), memory_hint(limits, &said))),
    };
    let details = [
        ("exit_code", exit.code.map(i64::from).into()),
        ("signal", exit.signal.map(i64::from).into()),
        ("stdout", streams.stdout.tail().into()),
        ("stderr", said.into()),
    ];
    NodeError::failed(kind, message).with_details(Value::object(details.into_iter().chain(streams.files())))
}

fn ending(exit: Exit, said: &str) -> String {
    let last = said.lines().rev().map(str::trim).find(|line| !line.is_empty());
    let said = last.map_or_else(String::new, |line| format!(" It said: {}", shortened(line)));
    match (exit.code, exit.signal) {
        (Some(code), _) => format!("The command ended with exit code {code}{}.{said}", meaning(code)),
        (None, Some(signal)) => format!("The command was ended by signal {signal}.{said}"),
        (None, None) => format!("The command ended without an exit code.{said}"),
    }
}

/// Whether the shell, or what it ran last, was ended because it had used all its processor time (SIGXCPU).
fn is_out_of_time(exit: Exit) -> bool {
    const USED_UP: i32 = 24;
    exit.signal == Some(USED_UP) || exit.code == Some(128 + USED_UP)
}

fn out_of_time(seconds: u64) -> String {
    format!(
        "The command was ended because it used {seconds} s of processor time, all that a process may use here. \
         Let it do less at a time, or ask an administrator to raise `--local-cpu-seconds`."
    )
}

/// A program that gets no more memory ends as it likes; what it says is the only sign.
fn memory_hint(limits: CommandLimits, said: &str) -> String {
    const SIGNS: [&str; 4] = ["memory", "bad_alloc", "out of space", "failed to map segment"];
    let said = said.to_lowercase();
    let met = limits.memory_mb.filter(|_| SIGNS.iter().any(|sign| said.contains(sign)));
    met.map_or_else(String::new, |megabytes| {
        format!(
            " A process may use {megabytes} MB of memory here. Let it use less, or ask an administrator to raise \
             `--local-memory-mb`."
        )
    })
}

/// The codes that shells themselves give.
fn meaning(code: i32) -> &'static str {
    match code {
        126 => " (a file in it may not be executed)",
        127 => " (a program in it was not found)",
        _ => "",
    }
}

fn shortened(line: &str) -> String {
    const LONGEST: usize = 300;
    if line.chars().nth(LONGEST).is_none() {
        return line.into();
    }
    line.chars().take(LONGEST).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use node_sdk::Stream::{self, Log, Stderr, Stdout};
    use node_testkit::{Bench, Fakes, Flows, Given, contract};

    use super::*;
    use crate::capture::FIELDS;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(Shell).await;
    }

    fn line(stream: Stream, text: &str) -> (Stream, String) {
        (stream, text.into())
    }

    async fn check(config: serde_json::Value, expected: &str) {
        let outcome = Bench::default().run(Shell, config).await.expect("ran");
        assert_eq!(outcome.output.to_string(), expected);
    }

    #[tokio::test]
    async fn answers_with_both_streams_and_logs_each_line() {
        let bench = Bench::default();
        let config = json!({ "command": "echo one; echo two; echo oops >&2" });
        let outcome = bench.run(Shell, config).await.expect("ran");
        assert_eq!(outcome.next, node_sdk::Next::Payload);
        let expected = r#"{"exit_code":0,"stdout":"one\ntwo\n","stderr":"oops\n","truncated":false}"#;
        assert_eq!(outcome.output.to_string(), expected);
        let mut lines = bench.lines();
        lines.sort_by_key(|(stream, _)| *stream == Stderr);
        assert_eq!(lines, [line(Stdout, "one"), line(Stdout, "two"), line(Stderr, "oops")]);
    }

    #[tokio::test]
    async fn hands_over_environment_folder_input_and_shell() {
        let environment = json!({ "A": "x y", "B": 5 });
        let config = json!({ "command": "echo \"$A $B\"", "environment": environment });
        check(config, r#"{"exit_code":0,"stdout":"x y 5\n","stderr":"","truncated":false}"#).await;
        let config = json!({ "command": "ls", "working_directory": "logs/old" });
        check(config, r#"{"exit_code":0,"stdout":"app.log\n","stderr":"","truncated":false}"#).await;
        let config = json!({ "command": "cat", "stdin": { "a": [1] } });
        check(config, r#"{"exit_code":0,"stdout":"{\"a\":[1]}","stderr":"","truncated":false}"#).await;
        let config = json!({ "command": "[[ a == a ]] && echo yes", "shell": "bash" });
        check(config, r#"{"exit_code":0,"stdout":"yes\n","stderr":"","truncated":false}"#).await;
    }

    #[tokio::test]
    async fn another_exit_code_than_zero_is_a_failure_with_what_it_said() {
        let config = json!({ "command": "echo partly; echo 'no space left' >&2; exit 3" });
        let error = Bench::default().run(Shell, config).await.expect_err("it fails");
        assert_eq!((error.kind.as_str(), error.failed), ("exit_code", true));
        assert_eq!(error.message, "The command ended with exit code 3. It said: no space left");
        let expected = r#"{"exit_code":3,"signal":null,"stdout":"partly\n","stderr":"no space left\n"}"#;
        assert_eq!(error.details.to_string(), expected);
        let error = Bench::default().run(Shell, json!({ "command": "no-such-program" })).await.expect_err("it fails");
        assert!(error.message.contains("127 (a program in it was not found)"), "{error}");
        let error = Bench::default().run(Shell, json!({ "command": "kill -9 $$" })).await.expect_err("it fails");
        assert_eq!(error.message, "The command was ended by signal 9.");
    }

    #[test]
    fn a_limit_that_was_met_is_told_and_no_other_failure_is_taken_for_it() {
        let limits = CommandLimits { cpu_seconds: Some(2), memory_mb: Some(64) };
        let ended = |code, signal| Exit { code, signal };
        let by = |exit, limits, said: &str| {
            let error = failure(exit, limits, &Streams::of("", said));
            (error.kind.as_str().to_owned(), error.message)
        };
        for exit in [ended(None, Some(24)), ended(Some(152), None)] {
            let (kind, message) = by(exit, limits, "");
            assert_eq!(kind, "limit");
            assert!(message.contains("used 2 s of processor time"), "{message}");
            assert_eq!(by(exit, CommandLimits::default(), "").0, "exit_code");
        }
        let (kind, message) = by(ended(Some(1), None), limits, "MemoryError\n");
        assert_eq!(kind, "exit_code");
        assert!(message.contains("It said: MemoryError A process may use 64 MB of memory here."), "{message}");
        for (limits, said) in [(limits, "no such file"), (CommandLimits::default(), "MemoryError")] {
            assert!(!by(ended(Some(1), None), limits, said).1.contains("MB"), "{said}");
        }
    }

    #[tokio::test]
    async fn a_bad_folder_is_an_error_of_the_command() {
        for folder in ["gone", "../"] {
            let config = json!({ "command": "true", "working_directory": folder });
            let error = Bench::default().run(Shell, config).await.expect_err("no folder");
            assert_eq!((error.kind.as_str(), error.failed), ("command_error", false));
            assert!(error.message.contains("working directory") && error.message.contains(folder), "{error}");
        }
    }

    #[tokio::test]
    async fn of_long_output_the_beginning_is_kept_and_the_loss_is_told() {
        let bench = Bench::default().with_max_output(FIELDS + 16);
        let command = "printf 0123456789abcdef; printf short >&2";
        let outcome = bench.run(Shell, json!({ "command": command })).await.expect("ran");
        let expected = r#"{"exit_code":0,"stdout":"0123456789ab","stderr":"shor","truncated":true,"stdout_file":"#;
        assert!(outcome.output.to_string().starts_with(expected), "{}", outcome.output);
        let told = |lost, stream, file| {
            line(Log, &format!("The last {lost} bytes of {stream} are only in the file `{file}` of this run."))
        };
        let expected = [told(4, "standard output", "stdout.txt"), told(1, "standard error", "stderr.txt")];
        assert!(bench.lines().ends_with(&expected), "{:?}", bench.lines());
        let outcome = bench.run(Shell, json!({ "command": "printf 0123456789abcdef" })).await.expect("ran");
        assert_eq!(outcome.output.get("truncated"), Some(&false.into()));
    }

    /// The command tells its process id through a pipe; reading that is the sign that it runs.
    #[tokio::test]
    async fn a_cancelled_run_leaves_no_process_behind() {
        let fakes = Fakes::default();
        let pipe = fakes.path("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
        let command = "trap 'echo asked > asked' TERM; (trap '' TERM; sleep 1000 & echo $! > pipe; wait) & wait; wait";
        let flow = json!({
            "format": "opsconductor.flow/1", "name": "Long", "wires": [],
            "nodes": [{ "id": "long", "type": "shell.command", "config": { "command": command } }],
        });
        let flows = Flows::new(vec![crate::library()]);
        let given = Given::default();
        let cancel = given.cancel.clone();
        let cancelling = async {
            let told = tokio::task::spawn_blocking(move || std::fs::read_to_string(pipe));
            let process = told.await.expect("read").expect("a process id");
            cancel.cancel();
            process.trim().to_owned()
        };
        let (trace, process) = tokio::join!(flows.run(&flow, &fakes.services, given), cancelling);
        assert_eq!(trace.step("long").map(|step| format!("{:?}", step.status)), Some("Cancelled".into()));
        let stat = format!("/proc/{process}/stat");
        let is_alive = || std::fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z"));
        let patience = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while is_alive() {
            assert!(std::time::Instant::now() < patience, "process {process} is still there");
            tokio::task::yield_now().await;
        }
        fakes.services.hosts.settle().await;
        assert_eq!(fakes.text("asked").as_deref(), Some("asked\n"), "it was not asked to stop");
    }

    #[tokio::test]
    async fn what_is_too_long_for_the_result_is_a_file_of_the_run_with_all_of_it() {
        let bench = Bench::default();
        let config = json!({ "command": "seq 300000; seq 5 >&2" });
        let output = bench.run(Shell, config).await.expect("ran").output;
        let whole: String = (1..=300_000).map(|number| format!("{number}\n")).collect();
        let is_whole = |file: Option<&Value>| {
            let id = file.and_then(|file| file.get("artifact")?.as_str()).expect("a file");
            bench.artifact(id).as_deref() == Some(whole.as_bytes())
        };
        assert!(is_whole(output.get("stdout_file")), "all of it is in the file");
        let head = output.get("stdout").and_then(Value::as_str).expect("a text");
        assert!(whole.starts_with(head) && head.len() > 1_000_000, "{} bytes", head.len());
        assert_eq!((output.get("stderr_file"), output.get("truncated")), (None, Some(&true.into())));
        let config = json!({ "command": "seq 300000 >&2; exit 3" });
        let error = bench.run(Shell, config).await.expect_err("it fails");
        assert!(is_whole(error.details.get("stderr_file")), "{error}");
    }

    /// 100 MB in lines and 100 MB without a line end: what is kept and logged stays small.
    #[tokio::test]
    async fn a_flood_of_output_is_read_to_its_end_and_bounded() {
        let bench = Bench::default();
        let config = json!({ "command": "yes | head -c 100000000; head -c 100000000 /dev/zero >&2; echo end" });
        let output = bench.run(Shell, config).await.expect("ran").output;
        assert!(output.weight(usize::MAX) <= 1 << 20, "the engine refuses more");
        assert!(output.weight(usize::MAX) > 1_000_000);
        assert_eq!(output.get("truncated"), Some(&true.into()));
        let lines = bench.lines();
        assert!(lines.iter().map(|(_, text)| text.len()).sum::<usize>() < 1 << 20);
        assert!(lines.iter().filter(|(stream, _)| *stream == Stdout).count() <= 10_001);
    }
}
