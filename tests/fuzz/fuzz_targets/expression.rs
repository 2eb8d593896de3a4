//! Any text as an expression or a template: compiled and evaluated, within its limits.
//!
//! The first byte says where the text stands, and how often it is repeated: what takes time or memory out of
//! proportion shows in long texts only.
#![no_main]

use serde_json::{Value as Json, json};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((place, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let text = text.repeat(times(*place).min(LONGEST / (text.len() + 1) + 1));
    if let Some(program) = fuzz::compile(&fuzz::flow(vec![node(*place, &text)], Vec::new())) {
        fuzz::run(program);
    }
});

const LONGEST: usize = 200_000;

/// Once for the digits that the seeds begin with.
fn times(place: u8) -> usize {
    1 << ((place / 4 + 4) % 16)
}

fn node(place: u8, text: &str) -> Json {
    let set =
        |value: Json| json!({ "id": "a", "type": "flow.set_variable", "config": { "variables": { "x": value } } });
    match place % 4 {
        0 => set(json!(text)),
        1 => set(json!({ "$expr": text })),
        2 => json!({ "id": "a", "type": "flow.if", "config": { "condition": text } }),
        _ => json!({ "id": "a", "type": "flow.throw_error", "config": { "message": format!("{{{{ {text} }}}}.") } }),
    }
}
