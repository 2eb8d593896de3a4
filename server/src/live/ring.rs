//! The latest events of a topic, numbered, within a bound of count and size.

use std::collections::VecDeque;
use std::sync::Arc;

const MOST_EVENTS: usize = 4096;
const MOST_BYTES: usize = 2 << 20;

/// The latest events.
#[derive(Default)]
pub(super) struct Ring {
    seq: u64,
    bytes: usize,
    events: VecDeque<Arc<str>>,
}

impl Ring {
    /// The number of the latest event; 0 before the first.
    pub(super) fn seq(&self) -> u64 {
        self.seq
    }

    /// Adds an event, and forgets the oldest ones where there are too many.
    pub(super) fn push(&mut self, event: Arc<str>) {
        self.seq += 1;
        self.bytes += event.len();
        self.events.push_back(event);
        while self.events.len() > MOST_EVENTS || (self.bytes > MOST_BYTES && self.events.len() > 1) {
            let oldest = self.events.pop_front();
            self.bytes -= oldest.map_or(0, |event| event.len());
        }
    }

    /// Counts an event that nobody needs; whoever saw an earlier one has missed it.
    pub(super) fn skip(&mut self) {
        self.seq += 1;
        self.bytes = 0;
        self.events.clear();
    }

    /// At most `most` events after a number; `None` if some of them are forgotten or have not been yet.
    pub(super) fn after(&self, seq: u64, most: usize) -> Option<Vec<(u64, Arc<str>)>> {
        let missed = usize::try_from(self.seq.checked_sub(seq)?).ok()?;
        let first = self.events.len().checked_sub(missed)?;
        Some((seq + 1..).zip(self.events.range(first..).cloned()).take(most).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_what_came_after_a_number_or_says_that_it_cannot() {
        let mut ring = Ring::default();
        for number in 1..=MOST_EVENTS + 10 {
            ring.push(number.to_string().into());
        }
        let last = ring.seq();
        let two = ring.after(last - 2, 10).expect("kept");
        assert_eq!(
            two.iter().map(|(seq, event)| (*seq, event.to_string())).collect::<Vec<_>>(),
            [(last - 1, (last - 1).to_string()), (last, last.to_string())]
        );
        assert_eq!(ring.after(last, 10), Some(Vec::new()));
        assert_eq!(ring.after(5, 10), None);
        assert_eq!(ring.after(last + 1, 10), None);
    }

    #[test]
    fn forgets_by_size_too() {
        let mut ring = Ring::default();
        for _ in 0..5 {
            ring.push("x".repeat(1 << 20).into());
        }
        assert!(ring.events.len() <= 2);
        assert_eq!(ring.seq(), 5);
    }
}
