//! What is kept: global variables, files of runs, and for how long.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use server::retention::Retention;

use super::door::{Door, Home, command};

fn counting() -> Value {
    let config = json!({ "variables": { "ticket": { "$expr": "global.ticket + 1" } }, "scope": "global" });
    json!({
        "format": "opsconductor.flow/1", "name": "Count",
        "nodes": [{ "id": "next", "type": "flow.set_variable", "config": config },
                  { "id": "end", "type": "flow.end", "config": { "result": "{{ global.ticket }}" } }],
        "wires": [{ "source": "next", "target": "end" }]
    })
}

#[tokio::test]
async fn a_global_variable_is_shared_by_runs_and_survives_a_restart() {
    let home = Home::new().await;
    let first = Door::on(&home).await;
    let put = |name: &str, value: Value| {
        first.api(Method::PUT, &format!("/variables/{name}")).json(&json!({ "value": value }))
    };
    let set = first.send(put("ticket", json!(40))).await.is(200, "");
    assert_eq!((&set["type"], &set["updated_by"]), (&json!("integer"), &json!("admin")));
    first.send(put("no-name", json!(1))).await.is(422, "invalid_name");
    first.send(put("large", json!("x".repeat(1 << 20)))).await.is(422, "value_too_large");
    let id = first.flow(counting()).await;
    for expected in [41, 42] {
        let run = first.start(&id, &json!({})).await;
        let ended = first.ended(&run).await;
        assert_eq!(ended["result"], expected, "{ended}");
    }
    first.app.close().await;
    first.app.store.close().await;
    let second = Door::on(&home).await;
    let listed = second.get("/variables?q=TICK").await.is(200, "");
    assert_eq!((&listed["items"][0]["value"], &listed["items"][0]["updated_by"]), (&json!(42), &json!("admin")));
    let run = second.start(&id, &json!({})).await;
    assert_eq!(second.ended(&run).await["result"], 43);
    second.delete("/variables/ticket").await.is(204, "");
    second.delete("/variables/ticket").await.is(404, "not_found");
    let run = second.start(&id, &json!({})).await;
    assert_eq!(second.ended(&run).await["status"], "failed");
}

/// Reads a file that is just small enough to be read, and so with all that is said of it too large to be an output.
async fn large(door: &Door) -> String {
    std::fs::write(door.workspace().join("large.txt"), "x".repeat(1 << 20)).expect("written");
    let mut document = command("Large", "true");
    document["nodes"][1] =
        json!({ "id": "ask", "type": "file.read", "config": { "file_path": "large.txt", "max_bytes": 2_000_000 } });
    let id = door.flow(document).await;
    let run = door.start(&id, &json!({})).await;
    let ended = door.ended(&run).await;
    assert_eq!(ended["status"], "completed", "{ended}");
    run
}

#[tokio::test]
async fn a_large_output_is_a_file_that_can_be_fetched_and_goes_with_its_run() {
    let home = Home::new().await;
    let door = Door::on(&home).await;
    let run = large(&door).await;
    let listed = door.get(&format!("/runs/{run}/artifacts")).await.is(200, "");
    let file = listed["items"][0].clone();
    assert_eq!((&file["node"], &file["key"]), (&json!("ask"), &json!("ask")), "{listed}");
    let path = format!("/runs/{run}/artifacts/{}", file["id"].as_str().expect("an id"));
    let answer = door.get(&path).await;
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert!(answer.headers["content-disposition"].to_str().expect("text").starts_with("attachment; filename="));
    let length = answer.headers["content-length"].to_str().expect("text").parse::<i64>().expect("a number");
    assert_eq!((json!(length), answer.status.as_u16()), (file["size"].clone(), 200));
    assert!(length > 1 << 20);
    for strange in ["..%2f..%2fmaster.key", "0", "master.key"] {
        door.get(&format!("/runs/{run}/artifacts/{strange}")).await.is(404, "not_found");
    }
    let place = home.path().join("artifacts").join(&run);
    assert!(place.exists());
    door.delete(&format!("/runs/{run}")).await.is(204, "");
    assert!(!place.exists());
    door.get(&path).await.is(404, "not_found");
}

#[tokio::test]
async fn what_is_old_or_too_much_is_deleted_and_the_rest_stays() {
    let mut door = Door::open().await;
    let id = door.flow(command("Run", "true")).await;
    let mut runs = Vec::new();
    for _ in 0..3 {
        let run = door.start(&id, &json!({})).await;
        door.ended(&run).await;
        runs.push(run);
    }
    let runner = std::sync::Arc::clone(&door.app.runner);
    let sweep = async |retention: Retention| retention.sweep(&runner).await.expect("swept").runs;
    assert_eq!(sweep(Retention::default()).await, 0);
    assert_eq!(sweep(Retention { days: 90, runs: 2 }).await, 1);
    door.get(&format!("/runs/{}", runs[0])).await.is(404, "not_found");
    door.get(&format!("/runs/{}", runs[1])).await.is(200, "");
    let waits = door.flow(command("Wait", "sleep 600")).await;
    let waiting = door.start(&waits, &json!({})).await;
    door.reached(&waiting, "ask").await;
    door.clock.advance(Duration::from_secs(8 * 24 * 3600));
    let token = door.sign_in("admin", super::door::PASSWORD).await;
    door.token = token;
    assert_eq!(sweep(Retention { days: 7, runs: 100 }).await, 2);
    assert_eq!(door.get(&format!("/runs/{waiting}")).await.status.as_u16(), 200);
}

#[tokio::test]
async fn files_that_belong_to_no_run_are_removed_at_a_start_and_no_others() {
    let home = Home::new().await;
    let door = Door::on(&home).await;
    let run = large(&door).await;
    let (own, other) = (home.path().join("artifacts").join(&run), engine::RunId::fresh().to_string());
    let other = home.path().join("artifacts").join(other);
    std::fs::create_dir(&other).expect("made");
    std::fs::write(other.join("left"), "").expect("written");
    std::fs::write(own.join("half.part"), "").expect("written");
    let written = std::fs::metadata(own.join("half.part")).and_then(|file| file.modified()).expect("a time");
    let files = std::sync::Arc::clone(&door.app.runner.files);
    assert_eq!(files.sweep(written).await.expect("swept"), 0, "what is new may still be written");
    assert_eq!(files.sweep(written + Duration::from_secs(3600)).await.expect("swept"), 2);
    assert!(!other.exists() && !own.join("half.part").exists());
    assert_eq!(std::fs::read_dir(&own).expect("the folder").count(), 1);
}
