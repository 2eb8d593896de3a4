//! What starts runs without anybody asking: times, and calls from other programs.

mod schedule;
mod timetable;
mod webhook;

use node_sdk::Library;

pub use timetable::{BadTimes, Timetable};

/// The triggers, in the order the palette shows them.
pub fn library() -> Library {
    Library::new("triggers", "Triggers").pure(schedule::OnSchedule).pure(webhook::OnCall)
}
