//! An example flow whose server is killed while a command runs.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use e2e::Server;
use serde_json::{Value as Json, json};

/// Puts a program into a folder of programs.
fn program(folder: &Path, name: &str, text: &str) {
    std::fs::create_dir_all(folder).expect("the folder is made");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("the program is written");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("it can be run");
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < e2e::PATIENCE, "{what} does not happen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn the_disk_report_survives_a_kill_in_its_middle() {
    let data = tempfile::tempdir().expect("a folder");
    let (bin, asked, go) = (data.path().join("bin"), data.path().join("asked"), data.path().join("go"));
    let slow = format!(
        "#!/bin/sh\necho x >> {}\nwhile [ ! -e {} ]; do sleep 0.05; done\nexec /bin/df \"$@\"\n",
        asked.display(),
        go.display()
    );
    program(&bin, "df", &slow);
    let path = format!("{}:{}", bin.display(), std::env::var_os("PATH").expect("a path").to_string_lossy());
    let environment = [("PATH", path.as_str())];

    let server = Server::start(data.path(), &environment).await;
    let document: Json =
        serde_json::from_str(&read(&e2e::root().join("flows/examples/disk-report/flow.json"))).expect("JSON");
    let api = server.api().await;
    let flow = api.create(&document).await;
    let run = api.run(&flow, &json!({})).await;
    until("the question for the disks", || !read(&asked).is_empty()).await;
    server.kill();

    std::fs::write(&go, "").expect("the way is free");
    let server = Server::start(data.path(), &environment).await;
    let api = server.api().await;
    let ended = api.finished(&run).await;
    assert_eq!(ended["status"], "completed", "{ended}");
    assert_eq!(read(&asked).lines().count(), 2, "the command that had not ended is repeated, once");
    assert!(data.path().join("store/workspace/reports/disks.txt").exists());
}
