//! Reads the repository's own files, so that its rules can be tests. It knows no rule itself.

use std::fs;
use std::path::{Path, PathBuf};

/// The top of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// A file that people write.
pub struct Source {
    /// Path below the top of the repository, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A function found in a Rust file.
pub struct Function<'a> {
    /// Its name.
    pub name: &'a str,
    /// Lines from its head to its closing brace.
    pub lines: usize,
}

impl Source {
    /// Lines up to the tests at the end.
    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// The functions that start at the beginning of a line, indented or not.
    pub fn functions(&self) -> Vec<Function<'_>> {
        let lines: Vec<&str> = self.text.lines().collect();
        let start = |index: usize| {
            let line = lines[index];
            let name = function_name(line)?;
            let indent = line.len() - line.trim_start().len();
            let closing = format!("{}}}", " ".repeat(indent));
            let length = lines[index..].iter().position(|line| *line == closing)?;
            Some((name, length + 1))
        };
        let found = (0..lines.len()).filter_map(start);
        found.map(|(name, lines)| Function { name, lines }).collect()
    }
}

fn function_name(line: &str) -> Option<&str> {
    let (head, rest) = line.split_once("fn ")?;
    let is_head = head
        .split_whitespace()
        .all(|word| ["pub", "async", "const", "unsafe"].contains(&word) || word.starts_with("pub("));
    let end = rest.find(['(', '<'])?;
    (is_head && !line.trim_end().ends_with(';')).then(|| &rest[..end])
}

/// Every file with one of these endings below these folders.
pub fn sources(folders: &[&str], endings: &[&str]) -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    for folder in folders {
        collect(&root.join(folder), &mut found);
    }
    found.sort();
    let wanted = found.into_iter().filter(|path| endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)));
    wanted
        .filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            let path = path.strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/");
            Some(Source { path, text })
        })
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if ["target", "node_modules", "dist"].contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The crates a manifest's `[dependencies]` name.
pub fn dependencies(manifest: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(manifest)).unwrap_or_default();
    let table: toml::Table = text.parse().unwrap_or_default();
    let dependencies = table.get("dependencies").and_then(toml::Value::as_table);
    dependencies.into_iter().flat_map(|table| table.keys().cloned()).collect()
}
