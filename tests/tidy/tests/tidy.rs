//! The repository's rules: what may import what, how long things may get, and that files say what they are.

use tidy::{Source, dependencies, root, sources};

const RUST: &[&str] = &["engine", "nodes", "server", "tests"];
const RUST_FILE: usize = 800;
const NODE_FILE: usize = 400;
const RUST_FUNCTION: usize = 100;
const TSX_FILE: usize = 400;

/// Files that may be longer, with the reason. Entries may only go.
const LONGER: &[(&str, &str)] = &[];

fn check(rule: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{rule}:\n  {}", offenders.join("\n  "));
}

fn offenders(files: &[Source], offends: impl Fn(&Source) -> Option<String>) -> Vec<String> {
    files.iter().filter_map(|file| Some(format!("{}: {}", file.path, offends(file)?))).collect()
}

/// Lines of code that use a crate, comments apart.
fn uses(file: &Source, name: &str) -> bool {
    let (path, import) = (format!("{name}::"), format!("use {name}"));
    let code = file.text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.into_iter().any(|line| line.contains(&path) || line.trim_start().starts_with(&import))
}

fn only_in(name: &str, folders: &[&str], allowed: impl Fn(&str) -> bool) {
    let found = offenders(&sources(folders, &[".rs"]), |file| {
        (!allowed(&file.path) && uses(file, name)).then(|| format!("says {name}"))
    });
    check(&format!("{name} stays where it belongs"), &found);
}

#[test]
fn imports_point_one_way() {
    let ours = |manifest: &str| -> Vec<String> {
        let all = dependencies(manifest).into_iter();
        all.filter(|name| name.starts_with("node-") || ["engine", "server"].contains(&name.as_str())).collect()
    };
    assert_eq!(ours("nodes/sdk/Cargo.toml"), [""; 0], "the SDK knows nobody");
    assert_eq!(ours("engine/Cargo.toml"), ["node-sdk"], "the engine knows the SDK only");
    for family in ["flow", "files", "remote", "http"] {
        assert_eq!(ours(&format!("nodes/{family}/Cargo.toml")), ["node-sdk"], "a family knows the SDK only");
    }
    assert_eq!(ours("nodes/hosts/Cargo.toml"), ["node-sdk"], "hosts know the SDK only");
    for manifest in ["engine", "nodes/catalog", "nodes/testkit"] {
        assert!(!ours(&format!("{manifest}/Cargo.toml")).contains(&"server".into()), "nothing imports the server");
    }
}

#[test]
fn libraries_stay_in_their_rooms() {
    only_in("petgraph", RUST, |path| path == "engine/src/compile/graph.rs");
    only_in("rhai", RUST, |path| ["engine/src/expr/script.rs", "engine/src/expr/convert.rs"].contains(&path));
    only_in("minijinja", RUST, |path| path.starts_with("engine/src/expr/"));
    only_in("sqlx", &["engine", "nodes", "server/src"], |path| {
        path.starts_with("server/src/store/") || path.ends_with("/store.rs") || path.contains("/store/")
    });
    only_in("axum", &["engine", "nodes"], |_| false);
    only_in("reqwest", &["engine", "nodes"], |path| path.starts_with("nodes/hosts/") || path.contains("/tests/"));
}

#[test]
fn the_engine_names_no_node_type() {
    let types: Vec<String> = sources(&["nodes"], &[".rs"])
        .iter()
        .flat_map(|file| {
            file.text
                .lines()
                .filter_map(|line| line.split_once("const TYPE: &'static str = \""))
                .map(|(_, rest)| rest.trim_end_matches("\";").to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(types.len() > 15, "the node types were found");
    let names = |file: &Source| {
        let code = file.text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<String>();
        types.iter().find(|name| code.contains(&format!("\"{name}\""))).cloned()
    };
    check("The engine knows no node type", &offenders(&sources(&["engine/src"], &[".rs"]), names));
    let editor: Vec<Source> =
        sources(&["editor/src"], &[".ts", ".tsx"]).into_iter().filter(|file| !file.path.contains("test")).collect();
    check("The editor knows no node type", &offenders(&editor, names));
}

#[test]
fn the_editor_draws_every_icon_that_a_node_names() {
    let known = std::fs::read_to_string(root().join("editor/src/ui/nodeIcons.ts")).unwrap_or_default();
    let unknown = |file: &Source| {
        let icon = file.text.split_once(".looks(\"")?.1.split('"').next()?;
        let is_known =
            [format!("  \"{icon}\": Icon"), format!("  {icon}: Icon")].iter().any(|entry| known.contains(entry));
        (!is_known).then(|| format!("`{icon}` is not in editor/src/ui/nodeIcons.ts"))
    };
    check("Icons are drawn", &offenders(&sources(&["nodes"], &[".rs"]), unknown));
}

#[test]
fn every_rust_file_says_what_it_is_for() {
    let found = offenders(&sources(RUST, &[".rs"]), |file| {
        (!file.text.starts_with("//!")).then(|| "has no `//!` at the top".into())
    });
    check("A file opens with what it is for", &found);
}

#[test]
fn files_and_functions_stay_small() {
    let is_excused = |path: &str| LONGER.iter().any(|(known, _)| *known == path);
    let too_long = |file: &Source, most: usize| {
        let lines = file.lines();
        (lines > most && !is_excused(&file.path)).then(|| format!("{lines} lines, at most {most}"))
    };
    check("Rust files stay small", &offenders(&sources(RUST, &[".rs"]), |file| too_long(file, RUST_FILE)));
    let nodes = sources(&["nodes/flow/src", "nodes/files/src", "nodes/remote/src", "nodes/http/src"], &[".rs"]);
    check("Node files stay small", &offenders(&nodes, |file| too_long(file, NODE_FILE)));
    check("TSX files stay small", &offenders(&sources(&["editor/src"], &[".tsx"]), |file| too_long(file, TSX_FILE)));
    let long_function = |file: &Source| {
        let longest = file.functions().into_iter().max_by_key(|function| function.lines)?;
        (longest.lines > RUST_FUNCTION).then(|| format!("`{}` has {} lines", longest.name, longest.lines))
    };
    check("Functions stay small", &offenders(&sources(RUST, &[".rs"]), long_function));
}

#[test]
fn nothing_is_ignored_or_left_for_later() {
    let marks = ["#[ignore", "todo!(", "unimplemented!(", "FIXME", "XXX"];
    let found = offenders(&sources(&["engine", "nodes", "server", "editor/src"], &[".rs", ".ts", ".tsx"]), |file| {
        marks.iter().find(|mark| file.text.contains(**mark)).map(|mark| format!("contains {mark}"))
    });
    check("No stubs and no ignored tests", &found);
}

#[test]
fn lock_files_name_no_registry_host() {
    let text = std::fs::read_to_string(root().join("editor/package-lock.json")).unwrap_or_default();
    assert!(!text.contains("\"resolved\": \"http"), "editor/package-lock.json names a registry host");
}
