//! A real OpenSSH server on a port of its own, with a key of its own and one account that may sign in: ours.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Where Debian has it; it must be started by its whole path.
const PROGRAM: &str = "/usr/sbin/sshd";
const PATIENCE: Duration = Duration::from_secs(10);

/// An OpenSSH server; it ends with this.
pub struct Sshd {
    folder: TempDir,
    server: Child,
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
    /// The account that may sign in.
    pub user: String,
    /// The private key it signs in with.
    pub private_key: String,
}

impl Sshd {
    /// Starts a server that takes keys only.
    ///
    /// # Panics
    /// If there is no OpenSSH server here, with how to get one.
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// Starts a server with further lines of configuration.
    ///
    /// # Panics
    /// If there is no OpenSSH server here, with how to get one.
    pub fn with(lines: &[&str]) -> Self {
        assert!(
            Path::new(PROGRAM).exists(),
            "{PROGRAM} is missing; `make test` installs it as root, or: apt-get install openssh-server"
        );
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        make_key(&path("host_key"), "");
        make_key(&path("key"), "");
        std::fs::copy(folder.path().join("key.pub"), folder.path().join("authorized_keys"))
            .expect("the key is taken over");
        let port = free_port();
        let mut config = std::fs::File::create(folder.path().join("config")).expect("a file");
        for line in lines {
            writeln!(config, "{line}").expect("written");
        }
        write!(
            config,
            "ListenAddress 127.0.0.1:{port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nUsePAM no\n\
             StrictModes no\nPermitRootLogin yes\nSubsystem sftp internal-sftp\nLogLevel ERROR\n",
            path("host_key"),
            path("authorized_keys")
        )
        .expect("written");
        // As root, the server wants this folder to be there.
        let _ = std::fs::create_dir_all("/run/sshd");
        let server = Command::new(PROGRAM)
            .args(["-D", "-e", "-f", &path("config")])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let private_key = std::fs::read_to_string(folder.path().join("key")).expect("the key");
        let sshd = Self { user: user(), private_key, server, port, folder };
        sshd.wait();
        sshd
    }

    /// Starts again at the same place as another machine: with another host key.
    ///
    /// # Panics
    /// If it cannot.
    pub fn replace_host_key(&mut self) {
        self.stop();
        let path = self.folder.path().join("host_key");
        for name in ["host_key", "host_key.pub"] {
            std::fs::remove_file(self.folder.path().join(name)).expect("the old key is there");
        }
        make_key(&path.display().to_string(), "");
        let config = self.folder.path().join("config").display().to_string();
        self.server = Command::new(PROGRAM)
            .args(["-D", "-e", "-f", &config])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        self.wait();
    }

    /// Ends it.
    pub fn stop(&mut self) {
        // It may have ended already.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }

    fn wait(&self) {
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < until, "the OpenSSH server does not listen on port {}", self.port);
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A key pair as `ssh-keygen` makes it; the private key's text is in the file.
///
/// # Panics
/// If it cannot be made.
pub fn make_key(path: &str, passphrase: &str) {
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", passphrase, "-f", path]).status();
    assert!(made.is_ok_and(|status| status.success()), "ssh-keygen made no key; apt-get install openssh-client");
}

fn user() -> String {
    let output = Command::new("id").arg("-un").output().expect("id runs");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}
