//! Runs that are put away get up when they have to, and only then.

use super::store::Claimer;
use super::{ClaimOne, Claimed, Finish, Limits, Look, Looked, Park, Signal};
use crate::flows::Checked;
use crate::flows::store::keep_document;
use crate::journal::{Claim, Operation, Writer};
use crate::runs::accept::Accept;
use crate::runs::store::{Ending, NewRun};
use crate::store::Store;

struct Bench {
    writer: Writer,
    _store: Store,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = crate::store::open(folder.path()).await.expect("a database");
        let mut tx = store.begin().await.expect("a transaction");
        let document = Checked { hash: "h".into(), body: "{}".into(), ..Checked::default() };
        keep_document(&mut tx, &document).await.expect("a document");
        tx.commit().await.expect("committed");
        Self { writer: Writer::start(&store), _store: store, _folder: folder }
    }

    async fn apply<O: Operation>(&self, operation: O) -> O::Answer {
        self.writer.apply(operation).await.expect("written")
    }

    /// A run that was claimed.
    async fn going(&self, parent: Option<&Claimed>) -> Claimed {
        let id = engine::RunId::fresh().to_string();
        let parent = parent.map(|parent| (parent.id.to_string(), format!("call-{id}")));
        let run = NewRun { id: id.clone(), document_hash: "h".into(), parent, ..NewRun::default() };
        let author = crate::audit::Author::system();
        self.apply(Accept { run, author, most: 100, concurrency: None }).await;
        self.apply(ClaimOne(claimer(0), id)).await.expect("it waits")
    }

    async fn park(&self, run: &Claimed, until: Option<i64>) -> bool {
        self.apply(Park { claim: run.claim, signals: run.row.signals, until, now: 1000, nodes: "{}".into() }).await
    }

    /// Who gets up at a time.
    async fn look(&self, now: i64) -> Looked {
        let (free, running) = (10, std::collections::HashMap::new());
        self.apply(Look { by: claimer(now), free, running, limits: Limits::default(), all: true }).await
    }
}

fn claimer(now: i64) -> Claimer {
    Claimer { worker: "test".into(), now, lease_until: i64::MAX }
}

fn ids(looked: &Looked) -> Vec<engine::RunId> {
    looked.claimed.iter().map(|claimed| claimed.id).collect()
}

fn finish(claim: Claim) -> Finish {
    Finish { claim, ending: ending(), messages: Vec::new() }
}

fn ending() -> Ending {
    Ending {
        status: "completed".into(),
        at: 1500,
        result: "null".into(),
        error: None,
        variables: "{}".into(),
        nodes: "{}".into(),
        steps: (0, 0, 0),
    }
}

#[tokio::test]
async fn a_run_that_is_put_away_goes_on_at_its_time_and_not_before() {
    let bench = Bench::open().await;
    let (soon, late, asked) = (bench.going(None).await, bench.going(None).await, bench.going(None).await);
    assert!(
        bench.park(&soon, Some(2000)).await && bench.park(&late, Some(3000)).await && bench.park(&asked, None).await
    );
    let looked = bench.look(1999).await;
    assert_eq!((ids(&looked), looked.next_wake), (vec![], Some(2000)));
    let looked = bench.look(2000).await;
    assert_eq!((ids(&looked), looked.next_wake), (vec![soon.id], Some(3000)));
    assert!(looked.claimed[0].resume && looked.claimed[0].claim.fence == soon.claim.fence + 1);
    assert!(!bench.park(&soon, None).await, "the earlier claim is lost");
    assert!(bench.apply(Signal(asked.id.to_string(), 2500)).await);
    assert_eq!(ids(&bench.look(2500).await), [asked.id]);
}

#[tokio::test]
async fn news_that_came_before_a_run_is_put_away_is_not_lost() {
    let bench = Bench::open().await;
    let run = bench.going(None).await;
    bench.apply(Signal(run.id.to_string(), 900)).await;
    assert_eq!(ids(&bench.look(1000).await), [], "it is going on");
    bench.park(&run, None).await;
    assert_eq!(ids(&bench.look(1000).await), [run.id]);
}

#[tokio::test]
async fn the_end_of_a_child_gets_its_caller_up() {
    let bench = Bench::open().await;
    let parent = bench.going(None).await;
    let child = bench.going(Some(&parent)).await;
    bench.park(&parent, None).await;
    assert_eq!(ids(&bench.look(1400).await), []);
    assert_eq!(bench.apply(finish(child.claim)).await, Some(true));
    assert_eq!(bench.apply(finish(child.claim)).await, None, "it is over");
    let up = bench.look(1500).await;
    assert_eq!(ids(&up), [parent.id]);
    assert_eq!(up.claimed[0].row.signals, parent.row.signals + 1);
}

#[tokio::test]
async fn whoever_lost_a_run_cannot_end_it() {
    let bench = Bench::open().await;
    let run = bench.going(None).await;
    bench.park(&run, Some(0)).await;
    let again = bench.look(1000).await;
    assert_eq!(ids(&again), [run.id]);
    assert_eq!(bench.apply(finish(run.claim)).await, None);
    assert_eq!(bench.apply(finish(again.claimed[0].claim)).await, Some(false));
}
