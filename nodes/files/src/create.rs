//! `file.create`: writes a file.

use node_sdk::WriteMode;
use node_sdk::prelude::*;

use crate::content::Content;
use crate::failure::explain;

/// What the operator fills in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The file to write, such as `reports/disks.txt`. A relative path starts in the workspace folder, on other
    /// machines in the account's home folder.
    #[schemars(length(min = 1, max = 4096), extend("x-ui" = { "widget": "file", "placeholder": "reports/today.txt" }))]
    file_path: String,
    /// What to write. Text is written as it is; an object or a list becomes JSON.
    #[serde(default)]
    content: Content,
    /// Replace the file if it is there already. Off, the node fails then.
    #[serde(default)]
    overwrite: bool,
    /// Create the folders on the way to the file if they are missing.
    #[serde(default = "yes")]
    #[schemars(extend("x-ui" = { "advanced": true }))]
    create_directories: bool,
    /// Who may read and write the file, as a Unix mode such as `644` or `600`.
    #[serde(default = "usual_permissions")]
    #[schemars(regex(pattern = "^[0-7]{3,4}$"), extend("x-ui" = { "advanced": true }))]
    permissions: String,
}

fn yes() -> bool {
    true
}

fn usual_permissions() -> String {
    "644".into()
}

pub(crate) struct Create;

impl NodeType for Create {
    const TYPE: &'static str = "file.create";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Create file", Category::File)
            .about("Writes a file, whole or not at all.", HELP)
            .looks("file-plus", Shape::Standard)
            .platforms(Platform::UNIX)
            .sample(json!({ "file_path": "reports/today.txt", "size": 13 }))
            .example("a report", json!({ "file_path": "reports/today.txt", "content": "All is well.\n" }), "output")
            .example(
                "replace a file that only its owner may read",
                json!({ "file_path": "hello.txt", "content": { "a": 1 }, "overwrite": true, "permissions": "600" }),
                "output",
            )
    }
}

const HELP: &str = "\
Writes a file. Readers see the old content or the new, never half of it, even after a power cut.

Example: **File** `reports/{{ run.id }}.txt`, **Content** `{{ msg.payload.stdout }}`.

Text is written as it is. A value that is an object or a list, such as `{{ msg.payload }}` after a web request, \
is written as indented JSON.

The output is `{ file_path, size }`, with the size in bytes. If the file is there already and **Overwrite** is off, \
the node fails with kind `file_error`.";

impl ActiveNode for Create {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _: &Message) -> Result<Outcome, NodeError> {
        let path = &config.file_path;
        let content = config.content.text();
        let mode = if config.overwrite { WriteMode::Replace } else { WriteMode::CreateNew };
        let permissions = permissions(&config.permissions)?;
        let written =
            ctx.host().await?.write(path, content.as_bytes(), mode, Some(permissions), config.create_directories).await;
        written.map_err(|error| {
            let advice = match error {
                node_sdk::HostError::Exists(_) => ". Switch on `overwrite` to replace it",
                _ => "",
            };
            let mut error = explain("The file was not written", path, error);
            error.message += advice;
            error
        })?;
        Ok(Outcome::output(Value::object([("file_path", path.as_str().into()), ("size", content.len().into())])))
    }
}

fn permissions(text: &str) -> Result<u32, NodeError> {
    u32::from_str_radix(text, 8).ok().filter(|mode| *mode <= 0o7777).ok_or_else(|| {
        let message =
            format!("`{text}` in `permissions` is no Unix mode. Write three or four digits from 0 to 7, such as 644.");
        NodeError::new(ErrorKind::VALIDATION, message)
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use node_testkit::{Bench, contract};

    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(Create).await;
    }

    #[tokio::test]
    async fn writes_text_as_it_is_and_says_how_much() {
        let bench = Bench::default();
        let config = json!({ "file_path": "new/a.txt", "content": "grüße\n" });
        let outcome = bench.run(Create, config).await.expect("written");
        assert_eq!(bench.fakes.text("new/a.txt").as_deref(), Some("grüße\n"));
        assert_eq!(outcome.output.to_string(), r#"{"file_path":"new/a.txt","size":8}"#);
    }

    #[tokio::test]
    async fn other_values_become_text_that_reads_well() {
        let bench = Bench::default();
        for (content, expected) in [
            (json!({ "a": [1] }), "{\n  \"a\": [\n    1\n  ]\n}\n"),
            (json!(12), "12"),
            (json!(true), "true"),
            (json!(null), ""),
        ] {
            let config = json!({ "file_path": "v", "content": content, "overwrite": true });
            bench.run(Create, config).await.expect("written");
            assert_eq!(bench.fakes.text("v").as_deref(), Some(expected));
        }
    }

    #[tokio::test]
    async fn what_is_there_is_kept_unless_overwrite_is_on() {
        let bench = Bench::default();
        let error = bench.run(Create, json!({ "file_path": "hello.txt", "content": "x" })).await.expect_err("there");
        assert_eq!(error.kind, ErrorKind::FILE);
        assert!(
            error.message.contains("`hello.txt` exists already") && error.message.contains("`overwrite`"),
            "{error}"
        );
        assert_eq!(bench.fakes.text("hello.txt").as_deref(), Some("Hello\n"));
    }

    #[tokio::test]
    async fn sets_the_permissions_and_refuses_what_is_none() {
        let bench = Bench::default();
        let create = |mode: &str| json!({ "file_path": format!("f{mode}"), "permissions": mode });
        bench.run(Create, create("640")).await.expect("written");
        let mode = bench.fakes.path("f640").metadata().expect("there").permissions().mode();
        assert_eq!(mode & 0o7777, 0o640);
        let error = bench.run(Create, create("rw")).await.expect_err("no mode");
        assert_eq!(error.kind, ErrorKind::VALIDATION);
    }

    #[tokio::test]
    async fn missing_folders_and_paths_outside_are_errors() {
        let bench = Bench::default();
        let config = json!({ "file_path": "no/f", "create_directories": false });
        let error = bench.run(Create, config).await.expect_err("no folder");
        assert!(error.message.contains("`no`"), "{error}");
        let error = bench.run(Create, json!({ "file_path": "../f" })).await.expect_err("outside");
        assert!(error.message.contains("outside the workspace"), "{error}");
        assert_eq!(error.details.to_string(), r#"{"path":"../f"}"#);
    }
}
