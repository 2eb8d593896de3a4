//! `file.read`: reads a file as text, lines, JSON or base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use node_sdk::prelude::*;

use crate::failure::explain;

const MEBIBYTE: u32 = 1024 * 1024;

/// What the operator fills in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The file to read. A relative path starts in the workspace folder, on other
    /// machines in the account's home folder.
    #[schemars(length(min = 1, max = 4096), extend("x-ui" = { "widget": "file", "placeholder": "data.json" }))]
    file_path: String,
    /// What to make of the content: `text`, a list of `lines`, a `json` value, or `base64` for a file that is no text.
    #[serde(default, rename = "as")]
    form: Form,
    /// The most bytes the file may have; the node fails on a larger one.
    #[serde(default = "usual_limit")]
    #[schemars(range(min = 1, max = 67_108_864), extend("x-ui" = { "advanced": true }))]
    max_bytes: u32,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Form {
    #[default]
    Text,
    Lines,
    Json,
    Base64,
}

fn usual_limit() -> u32 {
    MEBIBYTE
}

pub(crate) struct Read;

impl NodeType for Read {
    const TYPE: &'static str = "file.read";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("Read file", Category::File)
            .about("Reads a file as text, lines, JSON or base64.", HELP)
            .looks("file-text", Shape::Standard)
            .platforms(Platform::UNIX)
            .repeat(Repeat::Safe)
            .sample(json!({ "file_path": "hello.txt", "content": "Hello.\n", "size": 7 }))
            .example("read text", json!({ "file_path": "hello.txt" }), "output")
            .example("read settings", json!({ "file_path": "data.json", "as": "json" }), "output")
    }
}

const HELP: &str = "\
Reads a whole file.

Example: **File** `data.json`, **As** `json`; a later node uses `{{ nodes.read.output.content.servers }}`, or \
`{{ msg.payload.content.servers }}` right after this one.

The output is `{ file_path, content, size }`, with the size in bytes. The content is text (`text`), a list of \
texts without their line ends (`lines`), the value (`json`), or base64 text (`base64`).

It fails with kind `file_error` if the file cannot be read, `limit` if it is larger than **Max bytes** or than a node may keep, and \
`validation_error` if its content is not UTF-8 text or not valid JSON where that was asked for.";

impl ActiveNode for Read {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _: &Message) -> Result<Outcome, NodeError> {
        let path = &config.file_path;
        let most = usize::try_from(config.max_bytes).unwrap_or(usize::MAX);
        let limit = most.min(ctx.max_output());
        // One byte more tells a file of just the limit from a larger one.
        let read = ctx.host().await?.read(path, limit as u64 + 1).await;
        let bytes = read.map_err(|error| explain("The file was not read", path, error))?;
        if bytes.len() > limit {
            return Err(too_large(path, limit, most));
        }
        let size = bytes.len();
        let content = content(path, config.form, bytes)?;
        let path = path.as_str().into();
        Ok(Outcome::output(Value::object([("file_path", path), ("content", content), ("size", size.into())])))
    }
}

fn too_large(path: &str, limit: usize, max_bytes: usize) -> NodeError {
    let why = if limit < max_bytes {
        "a node may keep in this run. Read a part of it with a command"
    } else {
        "`max_bytes` allows. Raise it, up to 67108864"
    };
    NodeError::new(ErrorKind::LIMIT, format!("`{path}` has more than the {limit} bytes that {why}."))
}

fn content(path: &str, form: Form, bytes: Vec<u8>) -> Result<Value, NodeError> {
    Ok(match form {
        Form::Base64 => STANDARD.encode(&bytes).into(),
        Form::Text => text(path, bytes)?.into(),
        Form::Lines => text(path, bytes)?.lines().map(Value::from).collect(),
        Form::Json => serde_json::from_str(&text(path, bytes)?).map_err(|error| {
            NodeError::new(ErrorKind::VALIDATION, format!("`{path}` holds no valid JSON: {error}."))
        })?,
    })
}

fn text(path: &str, bytes: Vec<u8>) -> Result<String, NodeError> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let message = format!("`{path}` is not UTF-8 text (byte {place}). Read it as `base64`.");
        NodeError::new(ErrorKind::VALIDATION, message)
    })?;
    // Some Windows programs put an invisible mark first; it is no part of the text.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use node_testkit::{Bench, contract};

    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(Read).await;
    }

    async fn check(content: &[u8], form: &str, expected: &str) {
        let bench = Bench::default();
        std::fs::write(bench.fakes.path("f"), content).expect("written");
        let outcome = bench.run(Read, json!({ "file_path": "f", "as": form })).await.expect("read");
        assert_eq!(outcome.output.get("content").expect("content").to_string(), expected);
        assert_eq!(outcome.output.get("size"), Some(&content.len().into()));
    }

    async fn check_error(content: &[u8], config: Value, kind: ErrorKind, part: &str) {
        let bench = Bench::default();
        std::fs::write(bench.fakes.path("f"), content).expect("written");
        let error = bench.run(Read, (&config).into()).await.expect_err("it fails");
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.message.contains(part), "{error}");
    }

    #[tokio::test]
    async fn reads_in_every_form() {
        check(b"a\r\nb\n", "text", r#""a\r\nb\n""#).await;
        check(b"a\r\nb\n", "lines", r#"["a","b"]"#).await;
        check(br#"{"z":1,"a":[2.5]}"#, "json", r#"{"z":1,"a":[2.5]}"#).await;
        check(b"\xff\x00", "base64", r#""/wA=""#).await;
        check(b"\xef\xbb\xbf{}", "json", "{}").await;
        check(b"", "lines", "[]").await;
    }

    #[tokio::test]
    async fn says_what_is_wrong_with_the_content() {
        let config = |form: &str| json!({ "file_path": "f", "as": form }).into();
        check_error(b"ab\xff", config("text"), ErrorKind::VALIDATION, "(byte 2)").await;
        check_error(b"{\n  oops", config("json"), ErrorKind::VALIDATION, "line 2").await;
    }

    #[tokio::test]
    async fn a_file_larger_than_allowed_is_refused_and_one_of_just_the_limit_is_read() {
        let config = |max: u32| Value::from(json!({ "file_path": "f", "max_bytes": max }));
        check_error(b"12345", config(4), ErrorKind::LIMIT, "more than the 4 bytes").await;
        let bench = Bench::default();
        bench.fakes.put("f", "12345");
        assert!(bench.run(Read, (&config(5)).into()).await.is_ok());
        let error = bench.with_max_output(4).run(Read, (&config(5)).into()).await.expect_err("too large to keep");
        assert!(error.kind == ErrorKind::LIMIT && error.message.contains("in this run"), "{error}");
    }

    #[tokio::test]
    async fn a_missing_file_is_named() {
        let config = json!({ "file_path": "gone.txt" }).into();
        check_error(b"", config, ErrorKind::FILE, "no file or folder at `gone.txt`").await;
    }
}
