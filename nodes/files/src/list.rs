//! `dir.list`: lists what is in a folder.

use std::cmp::Reverse;

use node_sdk::prelude::*;
use node_sdk::{ConfigError, EntryKind, FileEntry};

use crate::exists::type_of;
use crate::failure::explain;
use crate::glob::Glob;

/// Entries looked at before choosing; a folder with more is told to be too large.
const SCANNED: usize = 200_000;

/// What the operator fills in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The folder to list. A relative path starts in the workspace folder, on other machines in
    /// the account's home folder; `.` is that folder.
    #[schemars(length(min = 1, max = 4096), extend("x-ui" = { "widget": "file", "placeholder": "reports" }))]
    path: String,
    /// Only names that fit, such as `*.log` or `report-[0-9]?.txt`; with a `/` it is about the path below the folder, such as `**/old/*.log`. Empty means all.
    #[serde(default)]
    #[schemars(length(max = 1024), extend("x-ui" = { "placeholder": "*.log" }))]
    pattern: String,
    /// Also list what is in the folders below. Links are not followed.
    #[serde(default)]
    recursive: bool,
    /// Also list what begins with a dot, and what is in folders that do.
    #[serde(default)]
    include_hidden: bool,
    /// What to list: `all`, only `files`, or only `directories`.
    #[serde(default, rename = "type")]
    wanted: Wanted,
    /// Order by `name`, by `size`, or by the time of the last change (`modified`).
    #[serde(default)]
    sort_by: SortBy,
    /// The other way round: the largest or the newest first.
    #[serde(default)]
    descending: bool,
    /// The most entries to answer with.
    #[serde(default = "usual_limit")]
    #[schemars(range(min = 1, max = 100_000), extend("x-ui" = { "advanced": true }))]
    limit: u32,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Wanted {
    #[default]
    All,
    Files,
    Directories,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum SortBy {
    #[default]
    Name,
    Size,
    Modified,
}

fn usual_limit() -> u32 {
    1_000
}

pub(crate) struct List;

impl NodeType for List {
    const TYPE: &'static str = "dir.list";
    type Config = Config;

    fn descriptor() -> Descriptor {
        Descriptor::effect("List folder", Category::File)
            .about("Lists files and folders, chosen by name and type, in the order asked for.", HELP)
            .looks("folder-search", Shape::Standard).platforms(Platform::UNIX)
            .repeat(Repeat::Safe)
            .sample(json!({
                "path": ".", "count": 1, "truncated": false,
                "entries": [{
                    "path": "hello.txt", "name": "hello.txt", "type": "file", "size": 7, "modified": 1_767_225_600_000_i64,
                    "permissions": "644"
                }]
            }))
            .example("everything in the workspace", json!({ "path": "." }), "output")
            .example(
                "the newest logs",
                json!({ "path": "logs", "pattern": "*.log", "recursive": true, "type": "files", "sort_by": "modified", "descending": true, "limit": 10 }),
                "output",
            )
    }

    fn check(config: &Config) -> Vec<ConfigError> {
        Glob::parse(&config.pattern).err().map(|error| ConfigError::new("pattern", error)).into_iter().collect()
    }
}

const HELP: &str = "\
Lists a folder.

Example: **Path** `logs`, **Pattern** `*.log`, **Sort by** `modified`, **Descending** on, **Limit** 1 finds the newest \
log: `{{ msg.payload.entries[0].path }}`.

The output is `{ path, entries, count, truncated }`. Each entry is `{ path, name, type, size, modified, permissions }`: \
the path can be given to a file node, the type is `file`, `directory`, `symlink` or `other`, the size is in bytes, the \
time of the last change in milliseconds since 1970, the permissions are a Unix mode such as `644`. `truncated` is \
`true` if there was more than **Limit** allows.";

impl ActiveNode for List {
    async fn run(&self, ctx: &Ctx<'_>, config: &Config, _: &Message) -> Result<Outcome, NodeError> {
        let path = &config.path;
        let glob = Glob::parse(&config.pattern).map_err(|error| NodeError::new(ErrorKind::VALIDATION, error))?;
        let listed = ctx.host().await?.list(path, config.recursive, SCANNED + 1).await;
        let mut entries = listed.map_err(|error| explain("The folder was not listed", path, error))?;
        if entries.len() > SCANNED {
            let message = format!("`{path}` holds more than {SCANNED} files and folders. List a part of it.");
            return Err(NodeError::new(ErrorKind::LIMIT, message));
        }
        entries.retain(|entry| config.wants(entry) && (config.pattern.is_empty() || glob.matches(&entry.path)));
        sort(&mut entries, config.sort_by, config.descending);
        let limit = usize::try_from(config.limit).unwrap_or(usize::MAX);
        let truncated = entries.len() > limit;
        entries.truncate(limit);
        Ok(Outcome::output(Value::object([
            ("path", path.as_str().into()),
            ("entries", entries.iter().map(|entry| describe(path, entry)).collect()),
            ("count", entries.len().into()),
            ("truncated", truncated.into()),
        ])))
    }
}

impl Config {
    fn wants(&self, entry: &FileEntry) -> bool {
        let is_wanted = match self.wanted {
            Wanted::All => true,
            Wanted::Files => entry.kind == EntryKind::File,
            Wanted::Directories => entry.kind == EntryKind::Directory,
        };
        is_wanted && (self.include_hidden || !entry.path.split('/').any(|part| part.starts_with('.')))
    }
}

/// Entries come by name, and a stable sort keeps that order among equals.
fn sort(entries: &mut [FileEntry], by: SortBy, descending: bool) {
    match (by, descending) {
        (SortBy::Name, false) => {}
        (SortBy::Name, true) => entries.reverse(),
        (SortBy::Size, false) => entries.sort_by_key(|entry| entry.size),
        (SortBy::Size, true) => entries.sort_by_key(|entry| Reverse(entry.size)),
        (SortBy::Modified, false) => entries.sort_by_key(|entry| entry.modified),
        (SortBy::Modified, true) => entries.sort_by_key(|entry| Reverse(entry.modified)),
    }
}

fn describe(folder: &str, entry: &FileEntry) -> Value {
    let path = match folder.trim_end_matches('/') {
        "." => entry.path.clone(),
        folder => format!("{folder}/{}", entry.path),
    };
    Value::object([
        ("path", path.into()),
        ("name", entry.path.rsplit('/').next().unwrap_or_default().into()),
        ("type", type_of(entry.kind).into()),
        ("size", i64::try_from(entry.size).unwrap_or(i64::MAX).into()),
        ("modified", entry.modified.into()),
        ("permissions", entry.mode.map(|mode| format!("{mode:o}")).into()),
    ])
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use node_testkit::{Bench, contract};

    use super::*;

    #[tokio::test]
    async fn honours_the_contract() {
        contract::active(List).await;
    }

    async fn paths(bench: &Bench, config: serde_json::Value) -> Vec<String> {
        let outcome = bench.run(List, config).await.expect("listed");
        let entries = outcome.output.get("entries").and_then(Value::as_array).expect("entries").clone();
        entries.iter().map(|entry| entry.get("path").expect("a path").to_text()).collect()
    }

    #[tokio::test]
    async fn chooses_by_depth_type_name_and_dot() {
        let bench = Bench::default();
        bench.fakes.put(".hidden/x.log", "");
        assert_eq!(paths(&bench, json!({ "path": "." })).await, ["data.json", "hello.txt", "logs"]);
        let all = json!({ "path": ".", "recursive": true, "include_hidden": true, "pattern": "*.log" });
        assert_eq!(paths(&bench, all).await, [".hidden/x.log", "logs/app.log", "logs/old/app.log"]);
        let folders = json!({ "path": "logs/", "type": "directories" });
        assert_eq!(paths(&bench, folders).await, ["logs/old"]);
        let deep = json!({ "path": ".", "recursive": true, "type": "files", "pattern": "logs/*/app.log" });
        assert_eq!(paths(&bench, deep).await, ["logs/old/app.log"]);
    }

    #[tokio::test]
    async fn sorts_and_says_when_there_is_more() {
        let bench = Bench::default();
        for (name, size, age) in [("a", 2, 10), ("b", 3, 30), ("c", 1, 20)] {
            bench.fakes.put(&format!("s/{name}"), &"x".repeat(size));
            let file = std::fs::File::open(bench.fakes.path(&format!("s/{name}"))).expect("opened");
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(age)).expect("set");
        }
        let by = |by: &str, descending: bool| json!({ "path": "s", "sort_by": by, "descending": descending });
        assert_eq!(paths(&bench, by("size", false)).await, ["s/c", "s/a", "s/b"]);
        assert_eq!(paths(&bench, by("modified", true)).await, ["s/b", "s/c", "s/a"]);
        assert_eq!(paths(&bench, by("name", true)).await, ["s/c", "s/b", "s/a"]);
        let config = json!({ "path": "s", "limit": 2 });
        let output = bench.run(List, config).await.expect("listed").output;
        assert_eq!(output.get("truncated"), Some(&true.into()));
        assert_eq!(output.get("count"), Some(&2_i64.into()));
        let first = output.get("entries").and_then(|entries| entries.at(0)).expect("an entry").to_string();
        let expected = r#"{"path":"s/a","name":"a","type":"file","size":2,"modified":10000,"permissions":"644"}"#;
        assert_eq!(first, expected);
    }

    #[tokio::test]
    async fn a_bad_pattern_and_a_missing_folder_are_named() {
        let bench = Bench::default();
        let config: Config = serde_json::from_value(json!({ "path": ".", "pattern": "[a" })).expect("read");
        assert_eq!(List::check(&config)[0].field, "pattern");
        let error = bench.run(List, json!({ "path": "gone" })).await.expect_err("missing");
        assert!(error.message.contains("`gone`"), "{error}");
    }
}
