//! What a machine's `sh` is told, so that a command runs as it was written.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use node_sdk::{Command, HostError};

use crate::command::{SHELLS, check_environment};

const USUAL_SHELL: &str = "sh";
/// Bytes of one argument that Linux takes (`MAX_ARG_STRLEN`), with some to spare.
const LONGEST: usize = 120_000;

/// The word that begins the line which tells how the command began.
pub(super) const MARK: &str = "opsconductor:";

/// The line for the sign-in shell. It first prints [`MARK`] and the number of the process group, or `folder` or `shell`
/// if there is none of these.
///
/// # Errors
/// If the command cannot be handed over.
pub(super) fn line(command: &Command) -> Result<String, HostError> {
    let shell = command.shell.as_deref().unwrap_or(USUAL_SHELL);
    if !SHELLS.contains(&shell) {
        let known = SHELLS.join(", ");
        return Err(HostError::Spawn(format!("`{shell}` is not a known shell; choose one of {known}")));
    }
    if command.line.contains('\0') {
        return Err(HostError::Spawn("its text holds a zero byte".into()));
    }
    let mut script = String::new();
    if let Some(folder) = &command.working_directory {
        script.push_str(&format!("cd -- {} 2>/dev/null || {{ echo {MARK}folder; exit 1; }}\n", quote(folder)));
    }
    script.push_str(&format!("command -v {shell} >/dev/null 2>&1 || {{ echo {MARK}shell; exit 1; }}\n"));
    script.push_str(&format!("echo {MARK}$$\nexec env"));
    for (name, value) in &command.environment {
        check_environment(name, value)?;
        script.push_str(&format!(" {}", quote(&format!("{name}={value}"))));
    }
    script.push_str(&format!(" {shell} -c {}", quote(&command.line)));
    wrap(&script)
}

/// Hands a script to `sh`, whatever the sign-in shell makes of quotes and backslashes.
pub(super) fn wrap(script: &str) -> Result<String, HostError> {
    let encoded = STANDARD.encode(script);
    if encoded.len() > LONGEST {
        let message = "the command or its environment is too long; hand large text over as standard input";
        return Err(HostError::Spawn(message.into()));
    }
    Ok(format!("exec sh -c 'eval \"$(echo {encoded} | base64 -d)\"'"))
}

/// A text as one word of `sh`.
pub(super) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// How a command began.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Began {
    /// As the leader of this process group.
    Group(u32),
    /// Not: there is no such folder.
    NoFolder,
    /// Not: there is no such shell.
    NoShell,
}

/// Looks for the line that tells how the command began; what comes before it is the sign-in shell's own. The rest is
/// the command's.
pub(super) fn begin(output: &[u8]) -> Option<(Began, &[u8])> {
    let at = find(output, MARK.as_bytes())?;
    let told = &output[at + MARK.len()..];
    let end = told.iter().position(|byte| *byte == b'\n')?;
    let began = match std::str::from_utf8(&told[..end]).ok()?.trim_end() {
        "folder" => Began::NoFolder,
        "shell" => Began::NoShell,
        number => Began::Group(number.parse().ok()?),
    };
    Some((began, &told[end + 1..]))
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|part| part == word)
}

#[cfg(test)]
mod tests {
    use std::process::Command as Process;

    use super::*;

    /// Runs a line as a sign-in shell would.
    fn run(sign_in_shell: &str, command: &Command) -> (Option<Began>, String) {
        let line = line(command).expect("it can be handed over");
        let output = Process::new(sign_in_shell).arg("-c").arg(line).output().expect("the shell runs");
        let (began, rest) =
            begin(&output.stdout).map_or((None, &output.stdout[..]), |(began, rest)| (Some(began), rest));
        (began, String::from_utf8_lossy(rest).into_owned())
    }

    #[test]
    fn a_command_arrives_as_it_was_written() {
        let text = "printf '%s\\n' \"$WHO\" \"a'b\" 'c\\d!e'\necho $0";
        let environment = vec![("WHO".to_owned(), "it's $HOME \"x\"\nline".to_owned())];
        let command = Command { line: text.into(), environment, ..Command::default() };
        for shell in ["sh", "bash"] {
            let (began, output) = run(shell, &command);
            assert!(matches!(began, Some(Began::Group(1..))), "{shell}: {began:?}");
            assert_eq!(output, "it's $HOME \"x\"\nline\na'b\nc\\d!e\nsh\n", "{shell}");
        }
    }

    #[test]
    fn a_missing_folder_or_shell_is_told() {
        let missing = Command { working_directory: Some("/no/such".into()), ..Command::default() };
        assert_eq!(run("sh", &missing).0, Some(Began::NoFolder));
        let folder = Command { line: "pwd".into(), working_directory: Some("/".into()), ..Command::default() };
        assert_eq!(run("sh", &folder).1, "/\n");
        assert!(line(&Command { shell: Some("rm -rf".into()), ..Command::default() }).is_err());
        assert!(line(&Command { line: "x".repeat(100_000), ..Command::default() }).is_err());
    }

    #[test]
    fn what_the_sign_in_shell_says_before_is_left_out() {
        let (began, rest) = begin(b"Welcome\nopsconductor:12\nout").expect("it began");
        assert_eq!((began, rest), (Began::Group(12), &b"out"[..]));
        assert!(begin(b"opsconductor:12").is_none(), "the line has not ended");
    }
}
