//! What the connections of a run are used for, and that they end with it.

use std::sync::Arc;

use async_trait::async_trait;
use node_hosts::{EgressPolicy, HttpClient, Party, Protocol, Session, SessionLog, Sessions, SystemClock, Usage};
use node_sdk::{Command, Http as _, HttpRequest, WriteMode};
use node_testkit::Sshd;
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::machines::{host, line, pool_with, run};
use super::requests::get;

/// Remembers what it is told.
#[derive(Default)]
struct Notes {
    opened: Mutex<Vec<Arc<Session>>>,
    closed: Mutex<Vec<Arc<Session>>>,
}

#[async_trait]
impl SessionLog for Notes {
    async fn opened(&self, session: &Arc<Session>) {
        self.opened.lock().push(Arc::clone(session));
    }

    async fn closed(&self, sessions: &[Arc<Session>]) {
        self.closed.lock().extend_from_slice(sessions);
    }
}

fn noted() -> (Arc<Notes>, Sessions) {
    let notes = Arc::new(Notes::default());
    (Arc::clone(&notes), Sessions::new(notes, Arc::new(SystemClock)))
}

#[tokio::test]
async fn commands_files_and_bytes_of_a_connection_are_counted() {
    let (notes, sessions) = noted();
    let (pool, sshd) = (pool_with(sessions), Sshd::start());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("note").display().to_string();
    let machine = host(&pool, &sshd).await;
    let command = Command { line: "cat; echo four >&2".into(), stdin: Some("three".into()), ..Command::default() };
    run(&machine, command).await.0.expect("it ran");
    machine.write(&path, b"0123456789", WriteMode::Replace, None, false).await.expect("written");
    machine.read(&path, 4).await.expect("read");
    assert!(notes.closed.lock().is_empty(), "it is still open");
    pool.release("run").await;
    let closed = std::mem::take(&mut *notes.closed.lock());
    let [session] = closed.as_slice() else { panic!("one connection served all: {closed:?}") };
    let party = Party {
        run: "run".into(),
        protocol: Protocol::Ssh,
        target: Some("1".into()),
        peer: "web-1".into(),
        credential: Some("door".into()),
    };
    assert_eq!(session.party, party);
    // Input, output and errors of the command, the file as it was written, and as much of it as was read.
    assert_eq!(session.usage(), Usage { commands: 1, files: 2, bytes: 5 + 5 + 5 + 10 + 4 });
    assert!(session.closed_at().is_some_and(|at| at >= session.opened_at), "{session:?}");
    assert_eq!(notes.opened.lock()[0].id, session.id);
    pool.release("run").await;
    assert!(notes.closed.lock().is_empty(), "each is told once");
}

#[tokio::test]
async fn a_connection_that_broke_is_told_beside_the_one_after_it() {
    let (notes, sessions) = noted();
    let (pool, sshd) = (pool_with(sessions), Sshd::start());
    let machine = host(&pool, &sshd).await;
    run(&machine, line("kill -9 $PPID; sleep 60")).await.0.expect_err("the connection is gone");
    run(&host(&pool, &sshd).await, line("true")).await.0.expect("there is a new one");
    pool.release("another").await;
    assert!(notes.closed.lock().is_empty(), "that is another run");
    pool.release("run").await;
    let closed = std::mem::take(&mut *notes.closed.lock());
    let mut closed: Vec<_> =
        closed.iter().map(|session| (session.opened_at, session.closed_at(), session.usage().commands)).collect();
    closed.sort_unstable();
    let [(_, Some(broke_at), 1), (opened_at, Some(_), 1)] = closed[..] else { panic!("{closed:?}") };
    assert!(broke_at <= opened_at, "it ended when it broke: {closed:?}");
}

/// Answers each request on each connection; tells of connections that begin (`true`) and end.
async fn web_server() -> (String, mpsc::UnboundedReceiver<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let (tell, told) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = tell.send(true);
            let tell = tell.clone();
            tokio::spawn(async move {
                answer_all(stream).await;
                let _ = tell.send(false);
            });
        }
    });
    (address, told)
}

async fn answer_all(mut stream: TcpStream) {
    let mut heard = Vec::new();
    while let Ok(1..) = stream.read_buf(&mut heard).await {
        if heard.windows(4).any(|end| end == b"\r\n\r\n") {
            heard.clear();
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello").await;
        }
    }
}

#[tokio::test]
async fn a_run_keeps_its_connections_to_a_web_server_for_itself_and_closes_them() {
    let (notes, sessions) = noted();
    let (address, mut told) = web_server().await;
    let client = HttpClient::new(EgressPolicy::default(), sessions);
    let send = async |http: &dyn node_sdk::Http| {
        let request = HttpRequest { body: None, ..get(format!("http://{address}/secret?token=hidden")) };
        assert_eq!(http.send(request).await.expect("answered").body, b"hello");
    };
    let first = client.for_run("one").expect("a client of its own");
    send(first.as_ref()).await;
    send(first.as_ref()).await;
    assert_eq!(told.recv().await, Some(true));
    let second = client.for_run("two").expect("a client of its own");
    send(second.as_ref()).await;
    assert_eq!(told.recv().await, Some(true), "the connection of another run is not used");
    first.close().await;
    assert_eq!(told.recv().await, Some(false), "it is closed at the end of its run");
    let closed = std::mem::take(&mut *notes.closed.lock());
    let [session] = closed.as_slice() else { panic!("only that one ended: {closed:?}") };
    assert_eq!((session.party.run.as_str(), session.party.protocol), ("one", Protocol::Http));
    assert_eq!(session.party.peer, address, "only host and port are told");
    assert_eq!(session.usage(), Usage { commands: 2, files: 0, bytes: 10 });
    send(&client).await;
    assert_eq!(told.recv().await, Some(true));
    drop(second);
    assert_eq!(told.recv().await, Some(false), "it is closed where a run was left, too");
}
