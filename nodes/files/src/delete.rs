//! `file.delete`: deletes a file or folder, and makes sure that it is gone.

use node_sdk::prelude::*;

use crate::failure::explain;

/// What the operator fills in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The file or folder to delete. A relative path starts in the workspace folder, on other
    /// machines in the account's home folder.
    #[schemars(length(min = 1, max = 4096), extend("x-ui" = { "widget": "file", "placeholder": "reports/old.txt" }))]
    file_path: String,
    /// Delete a folder with everything in it. Off, only files and empty folders are deleted.
    #[serde(default)]
    recursive: bool,
}

pub(crate) struct Delete;

impl NodeType for Delete {
    const TYPE: &'static str = "file.delete";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Delete file", Category::File)
            .about("Deletes a file or folder and makes sure that it is gone.", HELP)
            .looks("file-x", Shape::Standard)
            .platforms(Platform::UNIX)
            .sample(json!({ "file_path": "hello.txt", "deleted": true }))
            .example("a file", json!({ "file_path": "hello.txt" }), "output")
            .example("a folder and all in it", json!({ "file_path": "logs", "recursive": true }), "output")
    }
}

const HELP: &str = "\
Deletes a file, a link (not what it points to) or a folder, then looks whether it is really gone.

Example: **File** `reports/{{ params.day }}`, **Recursive** on.

The output is `{ file_path, deleted }`. It fails with kind `file_error` if nothing is there, if a folder is not empty \
and **Recursive** is off, or if the file is still there afterwards. The workspace folder itself is never deleted.";

impl ActiveNode for Delete {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _: &Message) -> Result<Outcome, NodeError> {
        let path = &config.file_path;
        let host = ctx.host().await?;
        let deleted = host.delete(path, config.recursive).await;
        deleted.map_err(|error| explain("Nothing was deleted, or not all", path, error))?;
        let left =
            host.stat(path).await.map_err(|error| explain("It is not known whether all is deleted", path, error))?;
        if left.is_some() {
            let message = format!("`{path}` was deleted and is there again. See which program creates it.");
            return Err(NodeError::failed(ErrorKind::FILE, message));
        }
        Ok(Outcome::output(Value::object([("file_path", path.as_str().into()), ("deleted", true.into())])))
    }
}

#[cfg(test)]
mod tests {
    use node_testkit::{Bench, contract};

    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(Delete).await;
    }

    #[tokio::test]
    async fn deletes_a_file_and_only_that() {
        let bench = Bench::default();
        let outcome = bench.run(Delete, json!({ "file_path": "logs/app.log" })).await.expect("deleted");
        assert_eq!(outcome.output.to_string(), r#"{"file_path":"logs/app.log","deleted":true}"#);
        assert!(!bench.fakes.path("logs/app.log").exists());
        assert!(bench.fakes.path("logs/old/app.log").exists());
    }

    #[tokio::test]
    async fn a_full_folder_needs_recursive() {
        let bench = Bench::default();
        let error = bench.run(Delete, json!({ "file_path": "logs" })).await.expect_err("not empty");
        assert_eq!(error.kind, ErrorKind::FILE);
        assert!(error.message.contains("`recursive`"), "{error}");
        assert!(bench.fakes.path("logs/old/app.log").exists());
        bench.run(Delete, json!({ "file_path": "logs", "recursive": true })).await.expect("deleted");
        assert!(!bench.fakes.path("logs").exists());
    }

    #[tokio::test]
    async fn what_is_not_there_and_the_workspace_itself_are_errors() {
        let bench = Bench::default();
        let error = bench.run(Delete, json!({ "file_path": "gone" })).await.expect_err("missing");
        assert!(error.message.contains("`gone`"), "{error}");
        for path in [".", "logs/..", ".."] {
            let config = json!({ "file_path": path, "recursive": true });
            assert!(bench.run(Delete, config).await.is_err(), "{path}");
        }
        assert!(bench.fakes.path("hello.txt").exists());
    }
}
