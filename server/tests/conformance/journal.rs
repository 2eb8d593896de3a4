//! The journal: what is acknowledged is there, all of it, in order, and nothing else.

use std::sync::Arc;

use engine::RunId;
use engine::journal::{Ack, Journal as _, Record};
use node_sdk::{ErrorKind, NodeError, Outcome, Value};
use server::journal::{Claim, LogEntry, OfRun, TAKEN_OVER, Writer};
use server::keys::Keys;
use server::runs;

use super::desk::Desk;

fn choice(number: i64) -> Record {
    Record::Choice { key: format!("race#{number}"), value: Value::Int(number) }
}

fn finished(key: &str, result: Result<Outcome, NodeError>) -> Record {
    Record::Finished {
        key: key.into(),
        node: "ask".into(),
        node_type: "shell.command".into(),
        attempt: 2,
        started_at: 1_700_000_000_000,
        duration_us: 42,
        result,
    }
}

async fn all_committed(acks: Vec<Ack>) {
    for mut ack in acks {
        ack.committed().await.expect("committed");
    }
}

#[tokio::test]
async fn every_kind_of_record_comes_back_as_it_was() {
    let desk = Desk::open().await;
    let run = desk.start(None).await;
    let journal = desk.journal(run, false).await;
    let records = vec![
        Record::Started { key: "each[3]/ask#2".into(), at: 1_700_000_000_000 },
        finished("each[3]/ask#2", Ok(Outcome::output("done"))),
        finished("ask", Err(NodeError::failed(ErrorKind::EXIT_CODE, "no"))),
        choice(7),
        Record::Dropped { key: "each[3]/ask".into(), keys: vec!["each[3]/ask".into(), "race#7".into()] },
    ];
    all_committed(records.iter().map(|record| journal.append(run, record.clone())).collect()).await;
    assert_eq!(journal.load(run).await.expect("readable"), records);
}

#[tokio::test]
async fn records_keep_the_order_in_which_they_were_appended() {
    let desk = Desk::open().await;
    let run = desk.start(None).await;
    let journal = desk.journal(run, false).await;
    let records: Vec<_> = (0..300).map(choice).collect();
    all_committed(records.iter().map(|record| journal.append(run, record.clone())).collect()).await;
    assert_eq!(journal.load(run).await.expect("readable"), records);
}

#[tokio::test]
async fn what_is_acknowledged_is_seen_by_everybody() {
    let desk = Desk::open().await;
    let run = desk.start(None).await;
    let journal = desk.journal(run, false).await;
    let other = desk.other_store().await;
    let theirs = OfRun::new(
        other.clone(),
        Writer::start(&other).hold(desk.claim(run).await),
        Arc::clone(&desk.runner.keys),
        false,
    );
    for number in 0..20 {
        journal.append(run, choice(number)).committed().await.expect("committed");
        let seen = theirs.load(run).await.expect("readable");
        assert_eq!(seen.last(), Some(&choice(number)), "the acknowledgement comes after the commit");
    }
}

#[tokio::test]
async fn a_record_that_cannot_be_written_takes_no_other_with_it_and_leaves_nothing() {
    let desk = Desk::open().await;
    let (run, unknown) = (desk.start(None).await, RunId::fresh());
    let journal = desk.journal(run, false).await;
    let stray = desk.journal_as(Claim { no: 999_999, fence: 0 }, false);
    let mut good = Vec::new();
    let mut bad = Vec::new();
    for number in 0..30 {
        good.push(journal.append(run, choice(number)));
        bad.push(stray.append(unknown, choice(number)));
    }
    all_committed(good).await;
    for mut ack in bad {
        assert_eq!(ack.committed().await.expect_err("there is no such run").doing, TAKEN_OVER);
    }
    assert_eq!(journal.load(run).await.expect("readable"), (0..30).map(choice).collect::<Vec<_>>());
    assert_eq!(stray.load(unknown).await.expect("readable"), []);
}

#[tokio::test]
async fn a_failed_record_is_not_there_later() {
    let desk = Desk::open().await;
    let run = desk.start(None).await;
    let journal = desk.journal(run, false).await;
    journal.append(run, choice(1)).committed().await.expect("committed");
    let claim = desk.claim(run).await;
    desk.runner.store.close().await;
    journal.append(run, choice(2)).committed().await.expect_err("the database is closed");
    let store = desk.other_store().await;
    let journal = OfRun::new(store.clone(), Writer::start(&store).hold(claim), Arc::clone(&desk.runner.keys), false);
    assert_eq!(journal.load(run).await.expect("readable"), [choice(1)]);
}

#[tokio::test]
async fn a_thousand_runs_at_once_see_their_own_records_only() {
    let desk = Desk::open().await;
    let runs = desk.start_many(1000).await;
    let mut journals = Vec::new();
    for run in &runs {
        journals.push(desk.journal(*run, false).await);
    }
    let of = |run: usize| (0..3).map(move |turn| choice(i64::try_from(run * 3 + turn).expect("small")));
    let mut acks = Vec::new();
    for turn in 0..3 {
        for (number, run) in runs.iter().enumerate() {
            acks.push(journals[number].append(*run, of(number).nth(turn).expect("a record")));
        }
    }
    all_committed(acks).await;
    for (number, run) in runs.iter().enumerate() {
        assert_eq!(journals[number].load(*run).await.expect("readable"), of(number).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn sealed_records_are_opened_with_the_same_key_only() {
    let desk = Desk::open().await;
    let run = desk.start(None).await;
    let journal = desk.journal(run, true).await;
    let record = finished("ask", Ok(Outcome::output("sword-fish-77")));
    journal.append(run, record.clone()).committed().await.expect("committed");
    assert_eq!(journal.load(run).await.expect("readable"), [record]);
    let folder = tempfile::tempdir().expect("a folder");
    let other_key = Arc::new(Keys::load(None, folder.path()).expect("a key"));
    let store = desk.runner.store.clone();
    let stranger = OfRun::new(store.clone(), desk.runner.writer.hold(desk.claim(run).await), other_key, true);
    assert_eq!(stranger.load(run).await.expect_err("it is another key").doing, "read");
    desk.runner.store.close().await;
    for (place, bytes) in desk.home.contents().await {
        assert!(!bytes.windows(13).any(|window| window == b"sword-fish-77"), "the secret is in {place}");
    }
}

#[tokio::test]
async fn large_values_and_every_character_survive() {
    let desk = Desk::open().await;
    let run = desk.start(None).await;
    let journal = desk.journal(run, false).await;
    let odd = "\0 \u{1} \u{7f} \\ ' \" \u{2028} \u{fffe} 😀 é e\u{301}";
    let records = vec![
        finished("large", Ok(Outcome::output("ä🙂x".repeat(500_000)))),
        finished("odd", Ok(Outcome::output(odd))),
        Record::Choice { key: "numbers".into(), value: Value::Int(i64::MIN) },
        Record::Choice { key: "numbers#2".into(), value: Value::Float(0.1) },
    ];
    all_committed(records.iter().map(|record| journal.append(run, record.clone())).collect()).await;
    assert_eq!(journal.load(run).await.expect("readable"), records);
}

#[tokio::test]
async fn a_log_line_with_any_character_takes_nothing_down() {
    let desk = Desk::open().await;
    let run = desk.start(None).await;
    let journal = desk.journal(run, false).await;
    let (node, key, text) = ("ask".into(), "ask".into(), "before\0after".into());
    let line = LogEntry { seq: 1, at: 0, node, key, target: None, stream: "stdout", text };
    assert!(desk.runner.writer.hold(desk.claim(run).await).log(line));
    journal.append(run, choice(1)).committed().await.expect("committed");
    desk.runner.writer.flush().await;
    desk.runner.store.close().await;
    let shown = "before\u{2400}after".as_bytes();
    let contents = desk.home.contents().await;
    assert!(contents.iter().any(|(_, bytes)| bytes.windows(shown.len()).any(|window| window == shown)));
}

#[tokio::test]
async fn whoever_lost_the_run_writes_nothing_more() {
    let desk = Desk::open().await;
    let run = desk.start(None).await;
    let before = desk.journal(run, false).await;
    before.append(run, choice(1)).committed().await.expect("committed");
    assert!(runs::claim(&desk.runner, &run.to_string()).await.expect("an answer").is_some());
    let now = desk.journal(run, false).await;
    now.append(run, choice(2)).committed().await.expect("committed");
    let lost = before.append(run, choice(3)).committed().await.expect_err("somebody else has the run");
    assert_eq!(lost.doing, TAKEN_OVER);
    assert_eq!(now.load(run).await.expect("readable"), [choice(1), choice(2)]);
}
