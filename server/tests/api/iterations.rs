//! The rounds of a loop, however many there are.

use serde_json::{Value, json};

use super::door::Door;

/// A loop in a loop; in the inner one, rounds fail where the numbers fit.
fn nested(outer: usize, inner: usize, fails: &str) -> Value {
    let list = |length: usize| Value::from((0..length).collect::<Vec<_>>());
    json!({
        "format": "opsconductor.flow/1", "name": "Nested",
        "nodes": [
            { "id": "outer", "type": "flow.foreach", "config": { "collection": list(outer), "item_variable": "o" } },
            { "id": "each", "type": "flow.foreach", "config": { "collection": list(inner), "item_variable": "n" } },
            { "id": "test", "type": "flow.if", "config": { "condition": fails } },
            { "id": "fail", "type": "flow.throw_error", "config": { "message": "bad {{ n % 2 }}" } },
            { "id": "fine", "type": "flow.set_variable", "config": { "variables": { "fine": true } } }
        ],
        "wires": [
            { "source": "outer", "sourcePort": "loop", "target": "each" },
            { "source": "each", "sourcePort": "loop", "target": "test" },
            { "source": "test", "sourcePort": "true", "target": "fail" },
            { "source": "test", "sourcePort": "false", "target": "fine" }
        ]
    })
}

#[tokio::test]
async fn a_round_that_failed_is_found_wherever_it_is() {
    let door = Door::open().await;
    let id = door.flow(nested(4, 120, "(o == 1 && n == 96) || (o == 1 && n == 97) || n == 99")).await;
    let run = door.start(&id, &json!({})).await;
    door.ended(&run).await;
    let path = format!("/runs/{run}/iterations?key=outer%5B1%5D/each");
    let all = door.get(&path).await.is(200, "");
    assert_eq!(all["counts"], json!({ "completed": 117, "failed": 3, "running": 0, "skipped": 0 }), "{all}");
    assert_eq!((&all["total"], all["items"].as_array().map(Vec::len)), (&json!(120), Some(100)));
    assert_eq!(all["errors"][0], json!({ "message": "bad 1", "count": 2, "first": 97 }));
    assert_eq!(
        all["kept"],
        json!([{ "from": 96, "to": 97 }, { "from": 99, "to": 99 }]),
        "of the second loop, none else"
    );
    assert_eq!((&all["items"][0]["kept"], &all["items"][0]["status"]), (&json!(false), &json!("completed")));
    assert_eq!((all["buckets"].as_array().map(Vec::len), &all["buckets"][96]["failed"]), (Some(120), &json!(1)));
    let next = all["next_cursor"].as_str().expect("a cursor");
    let rest = door.get(&format!("{path}&after={next}")).await.is(200, "");
    assert_eq!((rest["items"].as_array().map(Vec::len), &rest["next_cursor"]), (Some(20), &Value::Null));
    let failed = door.get(&format!("{path}&status=failed")).await.is(200, "");
    let found = &failed["items"][0];
    assert_eq!((&found["index"], &found["key"], &found["item"]), (&json!(96), &json!("outer[1]/each[96]"), &json!(96)));
    assert_eq!(found["error"]["message"], "bad 0");
    let by_text = door.get(&format!("{path}&search=bad%201")).await.is(200, "");
    assert_eq!(by_text["items"].as_array().map(Vec::len), Some(2));
    let by_number = door.get(&format!("{path}&search=50")).await.is(200, "");
    assert_eq!(by_number["items"][0]["index"], 50);
    let first = door.get(&format!("/runs/{run}/iterations?key=outer&limit=1")).await.is(200, "");
    assert_eq!(
        (&first["total"], &first["counts"]["completed"], &first["next_cursor"]),
        (&json!(4), &json!(4), &json!("0"))
    );
    let inside = door.get(&format!("/runs/{run}/steps?within=outer%5B0%5D/each%5B7%5D/")).await.is(200, "");
    let keys: Vec<_> = inside["items"].as_array().expect("items").iter().map(|step| &step["key"]).collect();
    assert!(keys.contains(&&json!("outer[0]/each[7]/fine")), "{inside}");
    assert!(keys.iter().all(|key| key.as_str().is_some_and(|key| key.starts_with("outer[0]/each[7]/"))), "{inside}");
    for wrong in ["", "?key=", "?key=each&status=done", "?key=each&limit=0", "?key=each&after=x"] {
        door.get(&format!("/runs/{run}/iterations{wrong}")).await.is(400, "invalid_query");
    }
    door.get("/runs/none/iterations?key=each").await.is(404, "not_found");
}

#[tokio::test]
async fn a_round_at_work_is_shown_while_it_runs() {
    let door = Door::open().await;
    let config = json!({ "collection": [1, 2, 3], "item_variable": "n" });
    let line = json!({ "command": "[ {{ n }} = 1 ] || sleep 600" });
    let id = door
        .flow(json!({
            "format": "opsconductor.flow/1", "name": "Slow",
            "nodes": [{ "id": "each", "type": "flow.foreach", "config": config },
                      { "id": "ask", "type": "shell.command", "config": line }],
            "wires": [{ "source": "each", "sourcePort": "loop", "target": "ask" }]
        }))
        .await;
    let run = door.start(&id, &json!({})).await;
    let path = format!("/runs/{run}/iterations?key=each");
    let rounds = loop {
        let rounds = door.get(&path).await.is(200, "");
        // How many there will be is told a moment after the first round.
        if rounds["items"][1]["status"] == "running" && rounds["total"] == 3 {
            break rounds;
        }
    };
    assert_eq!(rounds["counts"], json!({ "completed": 1, "failed": 0, "running": 1, "skipped": 0 }), "{rounds}");
    assert_eq!(rounds["buckets"][1], json!({ "from": 1, "to": 1, "failed": 0, "running": 1 }));
    door.post(&format!("/runs/{run}/cancel"), &json!({})).await.is(202, "");
    door.ended(&run).await;
    let ended = door.get(&path).await.is(200, "");
    assert_eq!(ended["counts"], json!({ "completed": 1, "failed": 0, "running": 0, "skipped": 2 }), "{ended}");
}
