//! `file.exists`: goes one way if a file or folder is there and another if not.

use node_sdk::prelude::*;
use node_sdk::{EntryKind, FileEntry};

use crate::failure::explain;

/// What the operator fills in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The file or folder to look for. A relative path starts in the workspace folder, on other
    /// machines in the account's home folder.
    #[schemars(length(min = 1, max = 4096), extend("x-ui" = { "widget": "file", "placeholder": "reports/today.txt" }))]
    file_path: String,
    /// Fail if it is not there and nothing is wired to `false`.
    #[serde(default = "yes")]
    fail_if_not_exists: bool,
}

fn yes() -> bool {
    true
}

pub(crate) struct Exists;

impl NodeType for Exists {
    const TYPE: &'static str = "file.exists";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("File exists", Category::File)
            .about("Goes on by `true` if a file or folder is there, by `false` if not.", HELP)
            .looks("file-search", Shape::Decision)
            .platforms(Platform::UNIX)
            .ports(Ports::inlet().next("true", "there").next("false", "missing").error())
            .repeat(Repeat::Safe)
            .example("it is there", json!({ "file_path": "hello.txt" }), "true")
            .example("it is missing", json!({ "file_path": "gone.txt", "fail_if_not_exists": false }), "false")
    }
}

const HELP: &str = "\
Looks whether a file or folder is there, and passes the message on as it came.

Example: **File** `maintenance.flag`; wire `false` to the work that must not run during maintenance.

If it is missing, control leaves by `false` if something is wired there. If nothing is, the node fails with kind \
`file_error`, unless **Fail if not exists** is off: then the path ends.

The output is `{ exists, type, size, modified }`: the type is `file`, `directory`, `symlink` or `other`, the size is \
in bytes, the time of the last change in milliseconds since 1970.";

impl ActiveNode for Exists {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _: &Message) -> Result<Outcome, NodeError> {
        let path = &config.file_path;
        let found =
            ctx.host().await?.stat(path).await.map_err(|error| explain("The file was not looked for", path, error))?;
        let Some(entry) = found else {
            if config.fail_if_not_exists && !ctx.has_wire("false") {
                let message = format!("There is no file or folder at `{path}`, and nothing is wired to `false`.");
                return Err(NodeError::failed(ErrorKind::FILE, message));
            }
            return Ok(Outcome::port("false").recording(Value::object([("exists", false.into())])));
        };
        Ok(Outcome::port("true").recording(describe(&entry)))
    }
}

fn describe(entry: &FileEntry) -> Value {
    Value::object([
        ("exists", true.into()),
        ("type", type_of(entry.kind).into()),
        ("size", i64::try_from(entry.size).unwrap_or(i64::MAX).into()),
        ("modified", entry.modified.into()),
    ])
}

/// The word for what lies at a path.
pub(crate) fn type_of(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::File => "file",
        EntryKind::Directory => "directory",
        EntryKind::Symlink => "symlink",
        EntryKind::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use node_testkit::{Bench, contract};

    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(Exists).await;
    }

    #[tokio::test]
    async fn tells_files_and_folders_and_leaves_the_message_alone() {
        let bench = Bench::default();
        let outcome = bench.run(Exists, json!({ "file_path": "hello.txt" })).await.expect("looked");
        assert_eq!((&*outcome.port, outcome.next), ("true", node_sdk::Next::Pass));
        assert_eq!(outcome.output.get("type"), Some(&"file".into()));
        assert_eq!(outcome.output.get("size"), Some(&6_i64.into()));
        let outcome = bench.run(Exists, json!({ "file_path": "logs" })).await.expect("looked");
        assert_eq!(outcome.output.get("type"), Some(&"directory".into()));
    }

    #[tokio::test]
    async fn absence_fails_only_where_nothing_takes_it() {
        let config = json!({ "file_path": "gone.txt" });
        let error = Bench::default().run(Exists, config.clone()).await.expect_err("missing");
        assert_eq!((error.kind, error.failed), (ErrorKind::FILE, true));
        assert!(error.message.contains("`gone.txt`"), "{}", error.message);
        let wired = Bench::default().with_wire("false");
        assert_eq!(&*wired.run(Exists, config).await.expect("looked").port, "false");
        let lenient = json!({ "file_path": "gone.txt", "fail_if_not_exists": false });
        let outcome = Bench::default().run(Exists, lenient).await.expect("looked");
        assert_eq!(outcome.output.to_string(), r#"{"exists":false}"#);
    }

    #[tokio::test]
    async fn a_path_outside_is_an_error_and_not_an_absence() {
        let wired = Bench::default().with_wire("false");
        let error = wired.run(Exists, json!({ "file_path": "/etc/passwd" })).await.expect_err("outside");
        assert!(error.message.contains("outside the workspace"), "{error}");
    }
}
