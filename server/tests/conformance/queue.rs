//! The queue of runs, asked by many at once. What is promised of leases, order and limits is in `tests/queue`.

use std::sync::Arc;

use futures_util::future::join_all;
use server::runs;

use super::desk::Desk;

#[tokio::test]
async fn a_run_is_handed_to_one_of_many_who_ask() {
    let desk = Arc::new(Desk::open().await);
    let run = desk.start(None).await.to_string();
    let claims = (0..8).map(|_| {
        let (desk, run) = (Arc::clone(&desk), run.clone());
        tokio::spawn(async move { runs::claim(&desk.runner, &run).await.expect("an answer").is_some() })
    });
    let claimed = join_all(claims).await.into_iter().filter(|claim| matches!(claim, Ok(true))).count();
    assert_eq!(claimed, 1);
}

#[tokio::test]
async fn the_same_key_starts_one_run_however_many_ask_at_once() {
    let desk = Arc::new(Desk::open().await);
    let starts = (0..8).map(|_| {
        let desk = Arc::clone(&desk);
        tokio::spawn(async move { desk.start(Some("nightly")).await })
    });
    let mut started: Vec<_> = join_all(starts).await.into_iter().map(|run| run.expect("started").to_string()).collect();
    started.dedup();
    assert_eq!(started.len(), 1, "{started:?}");
}
