//! Keeps the triggers of a flow as its newest version draws them.

use node_sdk::Trigger;
use node_triggers::Timetable;

use super::store::{self, KnownRow, NewRow};
use super::{Error, proof};
use crate::flows::Checked;
use crate::store::Tx;

/// Makes the triggers of a flow those of its document. Where the document has problems, none is due, but what was
/// there is kept with its secrets.
///
/// # Errors
/// If another flow has an address already.
pub(crate) async fn sync(tx: &mut Tx, flow: &str, checked: &Checked, now: i64) -> Result<(), Error> {
    let Some(program) = &checked.program else { return Ok(store::rest(tx, flow).await?) };
    let known = store::of_flow(tx, flow).await?;
    let wanted: Vec<_> = program.triggers().map(|(node, trigger)| row(node, trigger, &known, now)).collect();
    for gone in known.iter().filter(|known| wanted.iter().all(|wanted| wanted.node != known.node)) {
        store::delete(tx, flow, &gone.node).await?;
    }
    for row in &wanted {
        if let Some(address) = &row.address
            && let Some(other) = store::owner(tx, address, flow).await?
        {
            return Err(Error::AddressTaken {
                node: row.node.clone(),
                address: address.clone(),
                owner: format!("The flow `{other}`"),
            });
        }
    }
    // Two webhooks of the flow may have changed places.
    for row in wanted.iter().filter(|row| row.address.is_some()) {
        store::put(tx, flow, &NewRow { address: None, ..row.clone() }).await?;
    }
    for row in &wanted {
        store::put(tx, flow, row).await.map_err(|error| taken_meanwhile(error, row))?;
    }
    Ok(())
}

fn taken_meanwhile(error: crate::store::Error, row: &NewRow) -> Error {
    match &row.address {
        Some(address) if error.is_duplicate() => {
            Error::AddressTaken { node: row.node.clone(), address: address.clone(), owner: "Another flow".into() }
        }
        _ => error.into(),
    }
}

fn row(node: &str, trigger: &Trigger, known: &[KnownRow], now: i64) -> NewRow {
    let (kind, summary, address, auth) = match trigger {
        Trigger::Schedule(schedule) => ("schedule", format!("{} ({})", schedule.cron, schedule.timezone), None, None),
        Trigger::Webhook(hook) => {
            let address = format!("{} {}", hook.method, hook.path);
            ("webhook", format!("{} /hooks/{}", hook.method, hook.path), Some(address), Some(proof::word(hook.proof)))
        }
    };
    // A schedule that stays as it was keeps its time, which may have come this very moment.
    let same = known.iter().find(|known| known.node == node && known.kind == kind && known.summary == summary);
    let next_at = same.and_then(|known| known.next_at).or_else(|| next(trigger, now));
    NewRow { node: node.to_owned(), kind, summary, address, auth, next_at }
}

fn next(trigger: &Trigger, now: i64) -> Option<i64> {
    match trigger {
        Trigger::Schedule(schedule) => Timetable::new(&schedule.cron, &schedule.timezone).ok()?.after(now),
        Trigger::Webhook(_) => None,
    }
}
