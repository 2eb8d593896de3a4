//! Documents that somebody wrote without drawing them.

use std::collections::HashSet;

use engine::complete_drawing;
use serde_json::{Value, json};

/// Ids and places of all nodes, and the ids of all wires.
fn drawing(document: &Value) -> (Vec<(String, i64, i64)>, Vec<String>) {
    let text = |item: &Value| item["id"].as_str().unwrap_or_default().to_owned();
    let at = |item: &Value, field: &str| item[field].as_i64().expect("a place");
    let nodes = document["nodes"].as_array().expect("nodes").iter();
    let wires = document["wires"].as_array().expect("wires").iter();
    (nodes.map(|node| (text(node), at(node, "x"), at(node, "y"))).collect(), wires.map(text).collect())
}

#[test]
fn what_was_written_without_a_drawing_is_drawn_as_its_wires_lead() {
    let mut document = json!({
        "nodes": [{ "id": "last" }, { "id": "start" }, { "id": "left" }, { "id": "right" }],
        "wires": [{ "source": "start", "target": "left" }, { "id": "w1", "source": "start", "target": "right" },
                  { "source": "left", "target": "last" }, { "source": "right", "target": "last" },
                  { "source": "last", "target": "start", "kind": "loop" }]
    });
    complete_drawing(&mut document);
    let (nodes, wires) = drawing(&document);
    let column = |id: &str| nodes.iter().find(|(one, ..)| one == id).expect("the node").1;
    // All of it is one round, so any node may be the first; those side by side are one below the other.
    assert_eq!(column("left"), column("right"));
    let spots: HashSet<_> = nodes.iter().map(|(_, x, y)| (x, y)).collect();
    assert_eq!(spots.len(), 4, "{nodes:?}");
    assert_eq!(wires, ["w2", "w1", "w3", "w4", "w5"]);
}

#[test]
fn a_drawing_stays_as_it_is_and_what_it_lacks_comes_below_it() {
    let whole = json!({ "nodes": [{ "id": "a", "x": 1, "y": 2.5 }, { "id": "b", "x": 1, "y": 300 }],
                        "wires": [{ "id": "x", "source": "a", "target": "b" }] });
    let mut same = whole.clone();
    complete_drawing(&mut same);
    assert_eq!(same, whole);
    let mut grown = whole;
    grown["nodes"].as_array_mut().expect("nodes").push(json!({ "id": "c", "x": 7 }));
    complete_drawing(&mut grown);
    let place = &grown["nodes"][2];
    assert_eq!((&grown["nodes"][0]["x"], place["y"].as_i64().map(|y| y > 300)), (&json!(1), Some(true)), "{place}");
}

#[test]
fn a_heap_is_spread_from_left_to_right() {
    let mut heap = json!({ "nodes": [{ "id": "b", "x": 0, "y": 0 }, { "id": "a", "x": 0, "y": 0 }, { "id": "c", "x": 0, "y": 0 }],
                           "wires": [{ "source": "a", "target": "b" }, { "source": "b", "target": "c" }] });
    complete_drawing(&mut heap);
    let (mut nodes, _) = drawing(&heap);
    nodes.sort_by_key(|(_, x, _)| *x);
    let order: Vec<_> = nodes.iter().map(|(id, ..)| id.as_str()).collect();
    assert_eq!(order, ["a", "b", "c"]);
    assert!(nodes.iter().all(|(_, _, y)| *y == nodes[0].2), "{nodes:?}");
}

#[test]
fn nonsense_is_left_to_whoever_checks_it() {
    for nonsense in
        [json!(null), json!([1]), json!({ "nodes": 1, "wires": {} }), json!({ "nodes": [1, null], "wires": [2] })]
    {
        let mut document = nonsense.clone();
        complete_drawing(&mut document);
        assert_eq!(document, nonsense);
    }
    let mut odd = json!({ "nodes": [{ "id": "a", "x": "left", "y": 1 }], "wires": [{ "id": 7 }] });
    let before = odd.clone();
    complete_drawing(&mut odd);
    assert_eq!(odd, before, "a wrong type is told, not replaced");
}
