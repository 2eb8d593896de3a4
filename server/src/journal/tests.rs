//! The writer: what cannot be written takes nothing else down, and whoever lost a run writes nothing.

use std::sync::Arc;

use async_trait::async_trait;
use engine::RunId;
use engine::journal::{Journal, Record};
use node_sdk::Value;

use super::{Claim, OfRun, Operation, TAKEN_OVER, Writer};
use crate::flows::{self, Checked};
use crate::keys::Keys;
use crate::runs::store::{self as runs, NewRun};
use crate::store::{Error, Result, Store, Tx};

struct Bench {
    store: Store,
    writer: Writer,
    keys: Arc<Keys>,
    _folder: tempfile::TempDir,
}

/// Adds a run, then fails or not.
struct Add(NewRun, bool);

#[async_trait]
impl Operation for Add {
    type Answer = ();

    async fn apply(&self, tx: &mut Tx) -> Result<()> {
        let checked = Checked { hash: self.0.document_hash.clone(), ..Checked::default() };
        flows::store::keep_document(tx, &checked).await?;
        runs::insert(tx, &[&self.0]).await?;
        if self.1 { Err(Error::corrupt("a run", "it is bad")) } else { Ok(()) }
    }
}

impl Bench {
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = crate::store::open(folder.path()).await.expect("a database");
        let keys = Arc::new(Keys::load(None, folder.path()).expect("keys"));
        Self { writer: Writer::start(&store), store, keys, _folder: folder }
    }

    fn journal(&self, fence: i64) -> OfRun {
        let hold = self.writer.hold(Claim { no: 1, fence });
        OfRun::new(self.store.clone(), hold, Arc::clone(&self.keys), true)
    }

    fn add(&self, id: &str, fails: bool) -> impl Future<Output = Result<()>> + use<> {
        let run = NewRun { id: id.into(), document_hash: "h".into(), ..NewRun::default() };
        self.writer.submit(Add(run, fails))
    }
}

fn choice(value: i64) -> Record {
    Record::Choice { key: "race1".into(), value: Value::Int(value) }
}

#[tokio::test]
async fn what_cannot_be_written_is_said_to_who_waits_and_takes_nothing_else_down() {
    let bench = Bench::open().await;
    bench.add("known", false).await.expect("written");
    let (journal, run) = (bench.journal(0), RunId::fresh());
    let (mut first, bad, good) = (journal.append(run, choice(1)), bench.add("bad", true), bench.add("good", false));
    let mut last = journal.append(run, choice(2));
    first.committed().await.expect("written");
    bad.await.expect_err("it is bad");
    good.await.expect("written");
    last.committed().await.expect("written");
    assert_eq!(journal.load(run).await.expect("readable"), [choice(1), choice(2)]);
    assert!(runs::find(&bench.store, "bad").await.expect("a database").is_none());
    assert!(runs::find(&bench.store, "good").await.expect("a database").is_some());
    bench.store.close().await;
    let error = journal.append(run, choice(3)).committed().await.expect_err("the database is closed");
    assert_eq!(error.doing, "written");
}

#[tokio::test]
async fn whoever_holds_a_run_no_more_is_told_so_and_writes_nothing() {
    let bench = Bench::open().await;
    bench.add("known", false).await.expect("written");
    let (holds, lost, run) = (bench.journal(0), bench.journal(7), RunId::fresh());
    // One alone, then several in one group.
    let error = lost.append(run, choice(1)).committed().await.expect_err("somebody else holds the run");
    assert_eq!(error.doing, TAKEN_OVER);
    let acks = [lost.append(run, choice(2)), holds.append(run, choice(3)), lost.append(run, choice(4))];
    let mut results = Vec::new();
    for mut ack in acks {
        results.push(ack.committed().await.is_ok());
    }
    assert_eq!(results, [false, true, false]);
    assert_eq!(holds.load(run).await.expect("readable"), [choice(3)]);
}

#[tokio::test]
async fn a_start_that_nobody_waits_for_is_left_out_if_its_end_comes_at_once() {
    let bench = Bench::open().await;
    bench.add("known", false).await.expect("written");
    let (journal, run) = (bench.journal(0), RunId::fresh());
    let started = |key: &str| Record::Started { key: key.into(), at: 7 };
    let finished = |key: &str| Record::Finished {
        key: key.into(),
        node: key.into(),
        node_type: "bench.noop".into(),
        attempt: 1,
        started_at: 7,
        duration_us: 9,
        result: Ok(node_sdk::Outcome::pass()),
    };
    // The writer has its hands full, so that all of this becomes one group.
    let busy = bench.store.begin().await.expect("a transaction");
    let first = journal.append(run, choice(1));
    tokio::task::yield_now().await;
    drop(journal.append(run, started("quick")));
    let waited_for = journal.append(run, started("safe"));
    drop(journal.append(run, started("slow")));
    let mut last = None;
    for key in ["quick", "safe"] {
        last = Some(journal.append(run, finished(key)));
    }
    busy.commit().await.expect("committed");
    for mut ack in [first, waited_for].into_iter().chain(last) {
        ack.committed().await.expect("written");
    }
    let kept = journal.load(run).await.expect("readable");
    let expected = [choice(1), started("safe"), started("slow"), finished("quick"), finished("safe")];
    assert_eq!(kept, expected);
}

#[tokio::test]
async fn many_records_keep_their_order() {
    let bench = Bench::open().await;
    bench.add("known", false).await.expect("written");
    let (journal, run) = (bench.journal(0), RunId::fresh());
    let records: Vec<_> = (0..777).map(choice).collect();
    let acks: Vec<_> = records.iter().map(|record| journal.append(run, record.clone())).collect();
    for mut ack in acks {
        ack.committed().await.expect("written");
    }
    assert_eq!(journal.load(run).await.expect("readable"), records);
}
