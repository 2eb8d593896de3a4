//! Finding runs and flows: filters, counts, time, many at once, and what an operator sees first.

use std::time::Duration;

use serde_json::{Value, json};

use super::door::{Door, command};

fn ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().expect("items").iter().filter_map(|item| item["id"].as_str()).collect()
}

/// Two runs of one flow, then one of another, which fails.
async fn three_runs(door: &Door) -> [String; 3] {
    let good = door.flow(command("Good", "true")).await;
    let bad = door.flow(command("Bad", "false")).await;
    let mut runs = Vec::new();
    for flow in [&good, &good, &bad] {
        let run = door.start(flow, &json!({})).await;
        door.ended(&run).await;
        door.clock.advance(Duration::from_secs(1));
        runs.push(run);
    }
    runs.try_into().expect("three")
}

#[tokio::test]
async fn runs_are_narrowed_sorted_and_counted() {
    let door = Door::open().await;
    let [first, second, third] = three_runs(&door).await;
    let (one, two, three) = (first.as_str(), second.as_str(), third.as_str());
    let second_run = door.get(&format!("/runs/{two}")).await.is(200, "");
    let time = second_run["created_at"].as_str().expect("a time");
    let (from, to) = (format!("from={time}"), format!("to={time}"));
    let expected = [
        ("", vec![three, two, one]),
        ("status=failed&status=completed&sort=created_at", vec![one, two, three]),
        ("status=failed", vec![three]),
        ("status=failed&status=cancelled&status=", vec![three]),
        ("search=GOO", vec![two, one]),
        ("user=admin&trigger=manual&version=1", vec![three, two, one]),
        ("user=nobody", vec![]),
        ("version=2", vec![]),
        (&from, vec![three, two]),
        (&to, vec![one]),
    ];
    for (query, wanted) in expected {
        let page = door.get(&format!("/runs?{query}")).await.is(200, "");
        assert_eq!(ids(&page), wanted, "{query}");
    }
    for wrong in ["status=done", "sort=name", "from=yesterday", "version=x", &format!("{from}&{to}"), "flow=a&flow=b"] {
        door.get(&format!("/runs?{wrong}")).await.is(400, "invalid_query");
    }
    let mut seen = Vec::new();
    let mut path = "/runs?sort=-duration&limit=2".to_owned();
    loop {
        let page = door.get(&path).await.is(200, "");
        seen.extend(page["items"].as_array().expect("items").iter().map(|run| run["duration_ms"].as_i64()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/runs?sort=-duration&limit=2&cursor={cursor}");
    }
    assert_eq!(seen.len(), 3);
    assert!(seen.is_sorted_by(|one, other| one >= other), "{seen:?}");
    let facets = door.get("/runs/facets?status=failed&search=o").await.is(200, "");
    assert_eq!(facets["status"], json!([{ "value": "completed", "count": 2 }]));
    let facets = door.get("/runs/facets?status=failed").await.is(200, "");
    assert_eq!(facets["status"][0], json!({ "value": "completed", "count": 2 }));
    assert_eq!((&facets["flow"][0]["name"], &facets["flow"][0]["count"]), (&json!("Bad"), &json!(1)));
    assert_eq!(facets["user"], json!([{ "value": "admin", "count": 1 }]));
}

#[tokio::test]
async fn runs_are_counted_over_time() {
    let door = Door::open().await;
    three_runs(&door).await;
    let sum = |bars: &Value, field: &str| {
        bars["buckets"].as_array().expect("buckets").iter().filter_map(|bar| bar[field].as_i64()).sum::<i64>()
    };
    let all = door.get("/runs/histogram?buckets=7").await.is(200, "");
    assert_eq!(all["buckets"].as_array().map(Vec::len), Some(7));
    assert_eq!(["completed", "failed", "other"].map(|field| sum(&all, field)), [2, 1, 0]);
    assert_eq!(all["buckets"][0]["from"], all["from"]);
    assert_eq!(all["buckets"][0]["completed"], 1, "the first run is where it begins: {all}");
    let failed = door.get("/runs/histogram?status=failed").await.is(200, "");
    assert_eq!((failed["buckets"].as_array().map(Vec::len), sum(&failed, "failed")), (Some(60), 1));
    let none = door.get("/runs/histogram?user=nobody").await.is(200, "");
    assert_eq!(sum(&none, "completed"), 0);
    door.get("/runs/histogram?buckets=0").await.is(400, "invalid_query");
}

#[tokio::test]
async fn many_runs_are_cancelled_started_again_and_deleted() {
    let door = Door::open().await;
    let [first, _, third] = three_runs(&door).await;
    let bulk = async |action: &str, ids: Value| {
        door.post("/runs/bulk", &json!({ "action": action, "ids": ids })).await.is(200, "")["items"].clone()
    };
    let again = bulk("rerun", json!([third, third, "none"])).await;
    assert_eq!(
        (again.as_array().map(Vec::len), &again[0]["ok"], &again[1]["ok"]),
        (Some(2), &json!(true), &json!(false))
    );
    let new = again[0]["new_id"].as_str().expect("an id");
    assert_eq!(door.ended(new).await["trigger"], "rerun");
    let stopped = bulk("cancel", json!([first])).await;
    assert!(stopped[0]["error"].as_str().is_some_and(|error| error.contains("over")), "{stopped}");
    assert_eq!(bulk("delete", json!([first, third])).await[1], json!({ "id": third, "ok": true }));
    door.get(&format!("/runs/{first}")).await.is(404, "not_found");
    let many: Vec<_> = (0..501).map(|number| number.to_string()).collect();
    door.post("/runs/bulk", &json!({ "action": "delete", "ids": many })).await.is(422, "invalid_request");
}

#[tokio::test]
async fn the_dashboard_shows_what_failed_and_nothing_that_was_made_good() {
    let door = Door::open().await;
    let [_, _, third] = three_runs(&door).await;
    let seen = door.get("/dashboard").await.is(200, "");
    assert_eq!((&seen["completed_24h"], &seen["failed_24h"], &seen["running"]), (&json!(2), &json!(1), &json!(0)));
    let call = &seen["needs_you"][0];
    assert_eq!(
        (&call["kind"], &call["run_id"], &call["flow_name"]),
        (&json!("failed_run"), &json!(third), &json!("Bad"))
    );
    assert!(call["message"].as_str().is_some_and(|message| !message.is_empty()));
    assert_eq!((&seen["flows"][0]["name"], &seen["flows"][0]["hours"][23]["completed"]), (&json!("Good"), &json!(2)));
    assert_eq!((seen["recent"].as_array().map(Vec::len), &seen["recent"][0]["id"]), (Some(3), &json!(third)));
    let mended = door.api(reqwest::Method::PUT, "/flows/Bad").header("if-match", "\"1\"");
    door.send(mended.json(&json!({ "document": command("Bad", "true") }))).await.is(200, "");
    let run = door.start("Bad", &json!({})).await;
    door.ended(&run).await;
    assert_eq!(door.get("/dashboard").await.is(200, "")["needs_you"], json!([]));
}

#[tokio::test]
async fn flows_are_sorted_and_counted_and_show_their_runs() {
    let door = Door::open().await;
    for (name, labels) in [("beta", json!(["web", "night"])), ("Alpha", json!(["web"])), ("gamma", json!([]))] {
        let mut document = command(name, "true");
        document["labels"] = labels;
        document["category"] = "Tests".into();
        door.flow(document).await;
    }
    let run = door.start("beta", &json!({})).await;
    door.ended(&run).await;
    let names = |page: &Value| -> Vec<String> {
        page["items"]
            .as_array()
            .expect("items")
            .iter()
            .filter_map(|item| item["name"].as_str().map(Into::into))
            .collect()
    };
    let mut seen = Vec::new();
    let mut path = "/flows?sort=name&limit=2".to_owned();
    loop {
        let page = door.get(&path).await.is(200, "");
        seen.extend(names(&page));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/flows?sort=name&limit=2&cursor={cursor}");
    }
    assert_eq!(seen, ["Alpha", "beta", "gamma"]);
    assert_eq!(names(&door.get("/flows?sort=-name").await.is(200, "")), ["gamma", "beta", "Alpha"]);
    let both = door.get("/flows?label=web&label=night&category=Tests&active=true").await.is(200, "");
    assert_eq!(both["items"][0]["last_runs"], json!([{ "id": run, "status": "completed" }]));
    assert_eq!((names(&both), &both["items"][0]["owner"]), (vec!["beta".to_owned()], &json!("admin")));
    let facets = door.get("/flows/facets").await.is(200, "");
    assert_eq!(facets["labels"], json!([{ "name": "web", "count": 2 }, { "name": "night", "count": 1 }]));
    assert_eq!(facets["categories"], json!([{ "name": "Tests", "count": 3 }]));
    door.get("/flows?sort=size").await.is(400, "invalid_query");
}
