//! Questions to people, over HTTP: who may decide, once, and how the run goes on.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use server::auth::Role;

use super::door::{Door, Home};

fn flow(name: &str, config: &Value) -> Value {
    let end = |id: &str| json!({ "id": id, "type": "flow.end", "config": { "result": "{{ msg.payload.decision }} {{ msg.payload.by }}" } });
    let wire = |port: &str| json!({ "source": "ask", "sourcePort": port, "target": port });
    json!({
        "format": "opsconductor.flow/1", "name": name,
        "parameters": { "key": { "type": "string", "secret": true, "default": "Kx7-hidden" } },
        "nodes": [{ "id": "ask", "type": "approval.request", "config": config }, end("approved"), end("rejected"), end("timeout")],
        "wires": [wire("approved"), wire("rejected"), wire("timeout")]
    })
}

/// The open request of a run.
async fn request(door: &Door, run: &str) -> Value {
    loop {
        let page = door.get(&format!("/approvals?state=pending&run={run}")).await.is(200, "");
        if let Some(item) = page["items"].as_array().and_then(|items| items.first()) {
            return item.clone();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn decision(door: &Door, request: &Value, token: &str, decision: &str) -> reqwest::RequestBuilder {
    let path = format!("/api/v1/approvals/{}/decision", request["id"].as_str().expect("an id"));
    door.to(Method::POST, &path).bearer_auth(token).json(&json!({ "decision": decision, "comment": " Go ahead. " }))
}

#[tokio::test]
async fn a_run_goes_on_as_people_decide() {
    let door = Door::open().await;
    let anna = door.user("anna", Role::Operator).await;
    let id = door.flow(flow("Ask", &json!({ "title": "Restart with {{ params.key }}?", "message": "M" }))).await;
    for (said, state) in [("approve", "approved"), ("reject", "rejected")] {
        let run = door.start(&id, &json!({})).await;
        let asked = request(&door, &run).await;
        assert_eq!(
            (&asked["title"], &asked["requested_by"]),
            (&json!("Restart with •••?"), &json!("admin")),
            "{asked}"
        );
        let waiting = door.get(&format!("/runs/{run}")).await.is(200, "");
        assert_eq!(
            (&waiting["status"], &waiting["waiting_for_approval"]),
            (&json!("running"), &json!(true)),
            "{waiting}"
        );
        let calls = door.get("/dashboard").await.is(200, "")["needs_you"].clone();
        assert_eq!((&calls[0]["kind"], &calls[0]["run_id"]), (&json!("approval"), &json!(run)), "{calls}");
        let decided = door.send(decision(&door, &asked, &anna, said)).await.is(200, "");
        assert_eq!(
            (&decided["state"], &decided["decided_by"], &decided["comment"]),
            (&json!(state), &json!("anna"), &json!("Go ahead."))
        );
        let ended = door.ended(&run).await;
        assert_eq!(
            (&ended["result"], &ended["waiting_for_approval"]),
            (&json!(format!("{state} anna")), &json!(false)),
            "{ended}"
        );
        door.send(decision(&door, &asked, &anna, "reject")).await.is(409, "already_decided");
        let past = door.get(&format!("/approvals?state=decided&run={run}")).await.is(200, "");
        assert_eq!(past["items"][0]["state"], state);
    }
}

#[tokio::test]
async fn only_who_is_asked_decides() {
    let door = Door::open().await;
    let (anna, ben) = (door.user("anna", Role::Operator).await, door.user("ben", Role::Operator).await);
    let vera = door.user("vera", Role::Viewer).await;
    let id = door.flow(flow("Ask", &json!({ "title": "T", "approvers": ["anna"] }))).await;
    let start = door.to(Method::POST, &format!("/api/v1/flows/{id}/run")).bearer_auth(&anna).json(&json!({}));
    let run = door.send(start).await.is(202, "")["run_id"].as_str().expect("an id").to_owned();
    let asked = request(&door, &run).await;
    assert_eq!(asked["may_decide"], true, "administrators may: {asked}");
    door.send(decision(&door, &asked, &vera, "approve")).await.is(403, "forbidden");
    door.send(decision(&door, &asked, &ben, "approve")).await.is(403, "not_approver");
    door.send(decision(&door, &asked, &anna, "approve")).await.is(403, "not_approver");
    let seen =
        door.send(door.to(Method::GET, &format!("/api/v1/approvals?run={run}")).bearer_auth(&anna)).await.is(200, "");
    assert_eq!(seen["items"][0]["may_decide"], false);
    assert!(seen["items"][0]["why_not"].as_str().is_some_and(|why| why.contains("You started this run")), "{seen}");
    door.send(decision(&door, &asked, &door.token, "approve")).await.is(200, "");
    assert_eq!(door.ended(&run).await["result"], "approved admin");
}

#[tokio::test]
async fn who_started_the_run_may_decide_where_the_flow_says_so() {
    let door = Door::open().await;
    let id = door.flow(flow("Ask", &json!({ "title": "T", "self_approval": true }))).await;
    let run = door.start(&id, &json!({})).await;
    let asked = request(&door, &run).await;
    let path = format!("/approvals/{}/decision", asked["id"].as_str().expect("an id"));
    let long = json!({ "decision": "approve", "comment": "x".repeat(2_001) });
    door.post(&path, &long).await.is(422, "invalid_comment");
    door.send(decision(&door, &asked, &door.token, "approve")).await.is(200, "");
    door.ended(&run).await;
}

#[tokio::test]
async fn time_runs_out_and_a_cancelled_run_asks_no_more() {
    let door = Door::open().await;
    let id = door.flow(flow("Ask", &json!({ "title": "T", "expires_after": 60, "self_approval": true }))).await;
    let run = door.start(&id, &json!({})).await;
    let asked = request(&door, &run).await;
    assert!(asked["due_at"].is_string(), "{asked}");
    door.clock.advance(Duration::from_secs(61));
    assert_eq!(door.ended(&run).await["result"], "timed_out ");
    door.send(decision(&door, &asked, &door.token, "approve")).await.is(409, "already_decided");
    let run = door.start(&id, &json!({})).await;
    let asked = request(&door, &run).await;
    door.post(&format!("/runs/{run}/cancel"), &json!({})).await.is(202, "");
    assert_eq!(door.ended(&run).await["status"], "cancelled");
    door.send(decision(&door, &asked, &door.token, "approve")).await.is(409, "already_decided");
    let past = door.get(&format!("/approvals?run={run}")).await.is(200, "");
    assert_eq!(past["items"][0]["state"], "cancelled");
}

#[tokio::test]
async fn a_request_outlives_a_restart_and_is_asked_anew_when_its_step_is_done_again() {
    let home = Home::new().await;
    let (run, asked) = {
        let door = Door::on(&home).await;
        let mut ask = flow("Ask", &json!({ "title": "T", "self_approval": true }));
        ask["nodes"][1]["config"]["status"] = json!("failed");
        let id = door.flow(ask).await;
        let run = door.start(&id, &json!({})).await;
        let asked = request(&door, &run).await;
        door.app.close().await;
        (run, asked)
    };
    let door = Door::on(&home).await;
    assert_eq!(request(&door, &run).await["id"], asked["id"]);
    door.send(decision(&door, &asked, &door.token, "approve")).await.is(200, "");
    assert_eq!(door.ended(&run).await["status"], "failed");
    door.post(&format!("/runs/{run}/retry"), &json!({ "from": "ask" })).await.is(202, "");
    let again = request(&door, &run).await;
    assert_ne!(again["id"], asked["id"]);
    door.send(decision(&door, &again, &door.token, "reject")).await.is(200, "");
    assert_eq!(door.ended(&run).await["result"], "rejected admin");
}
