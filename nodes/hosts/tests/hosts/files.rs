//! Files stay inside the workspace and are written whole.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use node_hosts::{Commands, LocalHost};
use node_sdk::{EntryKind, Host, HostError, WriteMode};
use tempfile::TempDir;

struct Place {
    /// Holds `workspace` and beside it `outside`, with a file `secret`.
    around: TempDir,
    host: LocalHost,
}

fn place() -> Place {
    let around = tempfile::tempdir().expect("a folder");
    fs::create_dir(around.path().join("workspace")).expect("a folder");
    fs::create_dir(around.path().join("outside")).expect("a folder");
    fs::write(around.path().join("outside/secret"), "secret").expect("a file");
    let host = LocalHost::new(around.path().join("workspace"), Commands::OFF);
    Place { around, host }
}

impl Place {
    fn path(&self, name: &str) -> std::path::PathBuf {
        self.around.path().join("workspace").join(name)
    }

    async fn write(&self, path: &str, content: &str) -> Result<(), HostError> {
        self.host.write(path, content.as_bytes(), WriteMode::Replace, None, true).await
    }

    async fn read(&self, path: &str) -> Result<String, HostError> {
        self.host.read(path, 1 << 20).await.map(|bytes| String::from_utf8(bytes).expect("text"))
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("metadata").permissions().mode() & 0o7777
}

#[tokio::test]
async fn writes_and_reads_below_the_workspace_by_relative_and_absolute_path() {
    let place = place();
    place.write("a/b/c.txt", "one").await.expect("written");
    assert_eq!(place.read("a/b/c.txt").await.expect("read"), "one");
    assert_eq!(place.read("./a/../a/b/c.txt").await.expect("read"), "one");
    let absolute = place.path("a/b/c.txt");
    assert_eq!(place.read(absolute.to_str().expect("text")).await.expect("read"), "one");
    assert_eq!(place.host.read("a/b/c.txt", 2).await.expect("read"), b"on");
}

#[tokio::test]
async fn no_path_and_no_link_leads_out() {
    let place = place();
    let outside = place.around.path().join("outside");
    symlink(&outside, place.path("link")).expect("a link");
    symlink("../outside", place.path("up")).expect("a link");
    symlink("../outside/secret", place.path("file")).expect("a link");
    fs::create_dir(place.path("real")).expect("a folder");
    symlink("../../outside", place.path("real/deep")).expect("a link");
    let secret = outside.join("secret");
    let sly = place.path("../outside/secret");
    let paths = [
        "../outside/secret",
        "real/../../outside/secret",
        "link/secret",
        "up/secret",
        "file",
        "real/deep/secret",
        "/etc/passwd",
        secret.to_str().expect("text"),
        sly.to_str().expect("text"),
    ];
    for path in paths {
        let error = place.read(path).await.expect_err(path);
        assert!(matches!(error, HostError::Outside(_)), "{path}: {error}");
    }
    for path in ["../outside/new", "link/new", "up/new", "real/deep/new", "/tmp/opsconductor-new", "link/made/new"] {
        let error = place.write(path, "x").await.expect_err(path);
        assert!(matches!(error, HostError::Outside(_)), "{path}: {error}");
    }
    for path in ["../outside/secret", "link/secret", "real/deep/secret"] {
        let error = place.host.delete(path, true).await.expect_err(path);
        assert!(matches!(error, HostError::Outside(_)), "{path}: {error}");
        assert!(place.host.stat(path).await.is_err(), "{path}");
    }
    assert!(matches!(place.host.list("link", true, 10).await, Err(HostError::Outside(_))));
    assert_eq!(fs::read_dir(&outside).expect("listed").count(), 1);
}

#[tokio::test]
async fn writing_over_a_link_replaces_the_link_not_what_it_points_to() {
    let place = place();
    symlink("../outside/secret", place.path("file")).expect("a link");
    place.write("file", "mine").await.expect("written");
    assert_eq!(place.read("file").await.expect("read"), "mine");
    assert_eq!(fs::read_to_string(place.around.path().join("outside/secret")).expect("read"), "secret");
}

/// A folder that turns into a link and back while files are written below it: nothing may land outside.
#[tokio::test]
async fn a_race_with_a_link_does_not_lead_out() {
    let place = place();
    fs::create_dir(place.path("real")).expect("a folder");
    symlink("../outside", place.path("bad")).expect("a link");
    let done = Arc::new(AtomicBool::new(false));
    let (stop, base) = (Arc::clone(&done), place.path(""));
    let swapper = std::thread::spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            for other in ["real", "bad"] {
                fs::rename(base.join(other), base.join("flip")).expect("renamed");
                fs::rename(base.join("flip"), base.join(other)).expect("renamed");
            }
        }
    });
    let mut landed = 0;
    for _ in 0..300 {
        landed += usize::from(place.host.write("flip/new", b"x", WriteMode::Replace, None, false).await.is_ok());
        assert_ne!(place.read("flip/secret").await.ok().as_deref(), Some("secret"));
    }
    done.store(true, Ordering::Relaxed);
    swapper.join().expect("ended");
    assert_eq!(fs::read_dir(place.around.path().join("outside")).expect("listed").count(), 1, "{landed} landed");
}

#[tokio::test]
async fn a_file_that_is_there_is_replaced_only_on_request() {
    let place = place();
    place.write("f", "one").await.expect("written");
    let error = place.host.write("f", b"two", WriteMode::CreateNew, None, false).await.expect_err("there");
    assert!(matches!(error, HostError::Exists(_)), "{error}");
    assert_eq!(place.read("f").await.expect("read"), "one");
    place.host.write("g", b"new", WriteMode::CreateNew, None, false).await.expect("written");
    assert_eq!(place.read("g").await.expect("read"), "new");
    place.write("f", "two").await.expect("written");
    assert_eq!(place.read("f").await.expect("read"), "two");
}

#[tokio::test]
async fn of_many_that_create_the_same_file_one_wins() {
    let place = place();
    let tries = (0..20).map(|_| place.host.write("once", b"x", WriteMode::CreateNew, None, false));
    let mut won = 0;
    let mut waiting: Vec<_> = tries.collect();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|write| match write.as_mut().poll(context) {
            std::task::Poll::Ready(done) => {
                won += usize::from(done.is_ok());
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    assert_eq!(won, 1);
    assert_eq!(fs::read_dir(place.path("")).expect("listed").count(), 1, "no draft is left");
}

#[tokio::test]
async fn permissions_are_set_and_kept() {
    let place = place();
    place.host.write("f", b"x", WriteMode::Replace, Some(0o600), false).await.expect("written");
    assert_eq!(mode(&place.path("f")), 0o600);
    place.write("f", "y").await.expect("written");
    assert_eq!(mode(&place.path("f")), 0o600);
    place.write("g", "y").await.expect("written");
    assert_eq!(mode(&place.path("g")), 0o644);
}

#[tokio::test]
async fn a_failed_write_leaves_nothing_behind() {
    let place = place();
    fs::create_dir(place.path("folder")).expect("a folder");
    let error = place.write("folder", "x").await.expect_err("a folder");
    assert!(error.to_string().contains("is a folder"), "{error}");
    assert!(matches!(
        place.host.write("no/f", b"x", WriteMode::Replace, None, false).await,
        Err(HostError::NotFound(_))
    ));
    assert_eq!(fs::read_dir(place.path("")).expect("listed").count(), 1);
}

#[tokio::test]
async fn reading_what_is_no_file_is_an_error_and_a_pipe_does_not_block() {
    let place = place();
    fs::create_dir(place.path("folder")).expect("a folder");
    let error = place.read("folder").await.expect_err("a folder");
    assert!(error.to_string().contains("is a folder, not a file"), "{error}");
    let made = std::process::Command::new("mkfifo").arg(place.path("pipe")).status().expect("mkfifo runs");
    assert!(made.success());
    let error = place.read("pipe").await.expect_err("a pipe");
    assert!(error.to_string().contains("pipe"), "{error}");
    assert!(matches!(place.read("gone").await, Err(HostError::NotFound(_))));
    assert!(matches!(place.read("").await, Err(HostError::Failed(_))));
}

#[tokio::test]
async fn says_what_lies_at_a_path() {
    let place = place();
    place.write("d/f", "12345").await.expect("written");
    symlink("nowhere", place.path("link")).expect("a link");
    let file = place.host.stat("d/f").await.expect("asked").expect("there");
    assert_eq!((file.kind, file.size, file.mode), (EntryKind::File, 5, Some(0o644)));
    assert!(file.modified > 1_600_000_000_000);
    let kind = async |path: &str| place.host.stat(path).await.expect("asked").map(|entry| entry.kind);
    assert_eq!(kind("d").await, Some(EntryKind::Directory));
    assert_eq!(kind(".").await, Some(EntryKind::Directory));
    assert_eq!(kind("link").await, Some(EntryKind::Symlink));
    assert_eq!(kind("gone").await, None);
    assert_eq!(kind("d/f/below").await, None);
}

#[tokio::test]
async fn lists_by_name_up_to_the_limit_without_following_links() {
    let place = place();
    for path in ["b.txt", "a.txt", "sub/z.txt", "sub/deep/y.txt"] {
        place.write(path, "x").await.expect("written");
    }
    symlink("../outside", place.path("link")).expect("a link");
    let names = async |path: &str, recursive, limit| {
        let entries = place.host.list(path, recursive, limit).await.expect("listed");
        entries.into_iter().map(|entry| entry.path).collect::<Vec<_>>()
    };
    assert_eq!(names(".", false, 10).await, ["a.txt", "b.txt", "link", "sub"]);
    assert_eq!(names(".", false, 2).await, ["a.txt", "b.txt"]);
    assert_eq!(
        names(".", true, 10).await,
        ["a.txt", "b.txt", "link", "sub", "sub/deep", "sub/deep/y.txt", "sub/z.txt"]
    );
    assert_eq!(names("sub", true, 10).await, ["deep", "deep/y.txt", "z.txt"]);
    assert!(matches!(place.host.list("gone", false, 1).await, Err(HostError::NotFound(_))));
    let error = place.host.list("a.txt", false, 1).await.expect_err("a file");
    assert!(error.to_string().contains("is not a folder"), "{error}");
}

#[tokio::test]
async fn deletes_files_links_and_on_request_whole_folders() {
    let place = place();
    place.write("d/e/f", "x").await.expect("written");
    symlink("../../outside", place.path("d/link")).expect("a link");
    let error = place.host.delete("d", false).await.expect_err("not empty");
    assert!(error.to_string().contains("not empty"), "{error}");
    place.host.delete("d/e/f", false).await.expect("deleted");
    place.host.delete("d/e/", false).await.expect("an empty folder");
    place.host.delete("d", true).await.expect("deleted");
    assert!(!place.path("d").exists());
    assert!(place.around.path().join("outside/secret").exists(), "the link was not followed");
    assert!(matches!(place.host.delete("d", true).await, Err(HostError::NotFound(_))));
}

#[tokio::test]
async fn the_workspace_itself_is_not_deleted() {
    let place = place();
    place.write("a/f", "x").await.expect("written");
    let absolute = place.path("");
    for path in [".", "./", "a/..", "a/../", "/", absolute.to_str().expect("text")] {
        assert!(place.host.delete(path, true).await.is_err(), "{path}");
    }
    assert!(place.path("a/f").exists());
}
