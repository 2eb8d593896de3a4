//! Mail through a real mail server: aiosmtpd, which demands STARTTLS and a password.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::json;

const MAIL_SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail_server.py");

/// A mail server that keeps what it gets; stopped when it is dropped.
struct MailServer {
    child: Child,
    folder: tempfile::TempDir,
    port: String,
}

impl MailServer {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        std::fs::write(folder.path().join("cert.pem"), key.cert.pem()).expect("written");
        std::fs::write(folder.path().join("key.pem"), key.signing_key.serialize_pem()).expect("written");
        // The one that Debian's packages belong to; others may stand before it.
        let python = ["/usr/bin/python3", "python3"].into_iter().find(|name| Path::new(name).exists());
        let free = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port");
        let port = free.port().to_string();
        let mut child = Command::new(python.unwrap_or("python3"))
            .arg(MAIL_SERVER)
            .arg(folder.path())
            .arg(&port)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the mail server starts; `apt-get install python3-aiosmtpd`");
        let mut word = String::new();
        let output = child.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut word).expect("a line");
        assert_eq!(word.trim(), "ready", "the mail server did not start; `apt-get install python3-aiosmtpd`");
        Self { child, folder, port }
    }

    /// Runs a flow of one mail by this server.
    fn send(&self, user: &str, password: &str, trusts: bool, config: &serde_json::Value) -> Output {
        let flow = self.folder.path().join("flow.json");
        let document = json!({
            "format": "opsconductor.flow/1", "name": "Nightly", "wires": [],
            "nodes": [{ "id": "mail", "type": "notification.email", "config": config }]
        });
        std::fs::write(&flow, document.to_string()).expect("written");
        std::fs::write(self.folder.path().join("report.csv"), "disk,used\n/,98\n").expect("written");
        let mut command = Command::new(e2e::binary());
        command.arg("run").arg(&flow).arg("--mail-from").arg("Ops <ops@example.org>").current_dir(self.folder.path());
        command.env("OPSCONDUCTOR_SMTP_URL", self.url(user, password));
        if trusts {
            command.env("SSL_CERT_FILE", self.folder.path().join("cert.pem"));
        }
        command.output().expect("the command runs")
    }

    fn url(&self, user: &str, password: &str) -> String {
        format!("smtp://{user}:{password}@localhost:{}?tls=required", self.port)
    }

    fn mails(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path().join("mails/new")).into_iter().flatten();
        let paths = files.map(|file| file.expect("a file").path());
        paths.map(|path: PathBuf| std::fs::read_to_string(path).expect("a mail")).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn mail() -> serde_json::Value {
    json!({
        "recipients": ["Ada Lovelace <ada@example.org>", "ops@example.org"], "bcc": ["hidden@example.org"],
        "subject": "Größe: 98 %", "message": "The disk is full.\n.\nReally.", "attachments": ["report.csv"],
        "fail_flow_on_error": true
    })
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_mail_arrives_whole_over_tls_with_a_password() {
    let server = MailServer::start();
    let output = server.send("ops", "open%20sesame", true, &mail());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let mails = server.mails();
    let [mail] = mails.as_slice() else { panic!("one mail was sent: {mails:?}") };
    for expected in [
        "From: Ops <ops@example.org>",
        "=?utf-8?b?R3LDtsOfZTo=?= 98 %",
        "The disk is full.\n.\nReally.",
        "Flow: Nightly",
        "filename=\"report.csv\"",
        "X-RcptTo: ada@example.org, ops@example.org, hidden@example.org",
    ] {
        assert!(mail.replace("\r\n", "\n").contains(expected), "`{expected}` is not in: {mail}");
    }
    assert!(!mail.lines().any(|line| line.starts_with("Bcc")), "{mail}");
}

#[test]
fn what_the_mail_server_refuses_is_told_without_the_password() {
    let server = MailServer::start();
    let check = |output: &Output, says: &str| {
        let text = said(output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(says) && !text.contains("sesame"), "`{says}` is not in: {text}");
    };
    check(&server.send("ops", "sesame", true, &mail()), "refused the user name or password");
    check(&server.send("ops", "open%20sesame", false, &mail()), "could not be used");
    let mut unknown = mail();
    unknown["recipients"] = json!(["nobody@example.org"]);
    check(&server.send("ops", "open%20sesame", true, &unknown), "did not take the mail");
    assert_eq!(server.mails(), Vec::<String>::new());
}

#[tokio::test]
async fn the_end_of_a_run_is_mailed_to_whom_its_flow_names_and_to_whoever_started_it() {
    let mail = MailServer::start();
    let (url, trusted) = (mail.url("ops", "open%20sesame"), mail.folder.path().join("cert.pem"));
    let data = tempfile::tempdir().expect("a folder");
    let environment = [
        ("OPSCONDUCTOR_SMTP_URL", url.as_str()),
        ("OPSCONDUCTOR_MAIL_FROM", "Ops <ops@example.org>"),
        ("OPSCONDUCTOR_PUBLIC_URL", "https://ops.example.org"),
        ("SSL_CERT_FILE", trusted.to_str().expect("a path")),
    ];
    let server = e2e::Server::start(data.path(), &environment).await;
    let api = server.api().await;
    api.put("/auth/me", &json!({ "full_name": "Ada", "email": "ada@example.org" })).await;
    api.put("/auth/me/notifications", &json!({ "runs": "failed" })).await;
    let flow = json!({
        "format": "opsconductor.flow/1", "name": "Nightly backup", "wires": [],
        "nodes": [{ "id": "stop", "type": "flow.throw_error", "config": { "message": "The disk is full." } }],
        "settings": { "notify": [{ "channel": "email", "to": ["ops@example.org", "night@example.org"] }] }
    });
    let run = api.run(&api.create(&flow).await, &json!({})).await;
    let is_sent = |page: &serde_json::Value| {
        let items = page["items"].as_array().expect("messages");
        items.len() == 2 && items.iter().all(|item| item["state"] == "sent")
    };
    api.until(&format!("/runs/{run}/notifications"), is_sent).await;
    let mut mails = mail.mails();
    mails.sort_by_key(|mail| mail.contains("X-RcptTo: ada@"));
    let [to_team, to_starter] = mails.as_slice() else { panic!("two mails were sent: {mails:?}") };
    let link = format!("https://ops.example.org/runs/{run}");
    for expected in
        ["Subject: Failed: Nightly backup", "What went wrong: The disk is full.", "Started by: admin", &link]
    {
        assert!(to_team.contains(expected) && to_starter.contains(expected), "`{expected}` is not in: {to_team}");
    }
    assert!(to_team.contains("X-RcptTo: ops@example.org, night@example.org"), "{to_team}");
    assert!(to_starter.contains("X-RcptTo: ada@example.org"), "{to_starter}");
}
