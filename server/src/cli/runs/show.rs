//! Answers of the server as text.

use std::fmt::Write as _;

use serde_json::Value as Json;

/// One line a run.
pub(super) fn runs(page: &Json) -> String {
    let rows =
        items(page).map(|run| ["id", "status", "flow_name", "created_at", "created_by"].map(|field| of(run, field)));
    let mut text = table(["RUN", "STATUS", "FLOW", "ASKED FOR AT", "BY"], rows.collect());
    if page["next_cursor"].is_string() {
        text.push_str("There are more; ask for them with a larger --limit, or one status or flow.\n");
    }
    text
}

/// What is known of a run.
pub(super) fn run(run: &Json) -> String {
    let fields = [
        ("run", "id"),
        ("flow", "flow_name"),
        ("version", "flow_version"),
        ("status", "status"),
        ("priority", "priority"),
        ("asked for by", "created_by"),
        ("asked for at", "created_at"),
        ("started at", "started_at"),
        ("finished at", "finished_at"),
        ("waits until", "waiting_until"),
        ("cancelled by", "cancelled_by"),
    ];
    let mut text = String::new();
    for (label, field) in fields.iter().filter(|(_, field)| !run[*field].is_null()) {
        let _ = writeln!(text, "{label:<14}{}", of(run, field));
    }
    if let Some(message) = run["error"]["message"].as_str() {
        let node = run["error"]["node"].as_str().map(|node| format!(" at `{node}`")).unwrap_or_default();
        let _ = writeln!(text, "{:<14}{}{node}: {message}", "error", of(&run["error"], "kind"));
    }
    text
}

/// How full the queue is.
pub(super) fn queue(queue: &Json) -> String {
    let mut text = format!(
        "{} of {} places taken, {} of {} waiting, {} put away until they have to go on, {} held\n",
        of(queue, "running"),
        of(queue, "at_once"),
        of(queue, "pending"),
        of(queue, "queue_limit"),
        of(queue, "parked"),
        of(queue, "paused"),
    );
    let flows = queue["flows"].as_array().into_iter().flatten();
    let rows: Vec<_> = flows.map(|flow| ["name", "running", "pending"].map(|field| of(flow, field))).collect();
    if !rows.is_empty() {
        text.push_str(&table(["FLOW", "GOING ON", "WAITING"], rows));
    }
    text
}

/// Steps whose end is not known.
pub(super) fn interrupted(page: &Json) -> String {
    let rows: Vec<_> = items(page).map(|step| ["key", "node", "started_at"].map(|field| of(step, field))).collect();
    if rows.is_empty() { "There is no such step.\n".into() } else { table(["STEP", "NODE", "STARTED AT"], rows) }
}

/// A new run.
pub(super) fn started(run: &Json) -> String {
    format!("The run {} waits for its turn.\n", of(run, "run_id"))
}

fn items(page: &Json) -> impl Iterator<Item = &Json> {
    page["items"].as_array().into_iter().flatten()
}

fn of(value: &Json, field: &str) -> String {
    match &value[field] {
        Json::Null => String::new(),
        Json::String(text) => text.replace(char::is_control, " "),
        other => other.to_string(),
    }
}

/// Columns as wide as what is in them.
fn table<const N: usize>(head: [&str; N], rows: Vec<[String; N]>) -> String {
    let head = head.map(str::to_owned);
    let all: Vec<_> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| all.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let mut text = String::new();
    for row in &all {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_are_as_wide_as_what_is_in_them() {
        let page = json!({ "items": [
            { "id": "1", "status": "timed_out", "flow_name": "Größe", "created_at": "2026", "created_by": "ada" },
            { "id": "22", "status": "ok", "flow_name": "b", "created_at": "2027", "created_by": "bo" }
        ], "next_cursor": null });
        let expected = "RUN  STATUS     FLOW   ASKED FOR AT  BY\n1    timed_out  Größe  2026          ada\n22   ok         b      2027          bo\n";
        assert_eq!(runs(&page), expected);
    }
}
