//! Shares free places between flows: no clock, no database.

use std::collections::HashMap;

/// Runs that wait and share a limit, by the one that is next among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lane {
    /// The flow's id, a slash, the concurrency key.
    pub(super) name: String,
    /// The run that is next; ids sort by time.
    pub(super) next: String,
    /// Its priority.
    pub(super) priority: i64,
    /// How many of the lane may start now, if that is limited.
    pub(super) room: Option<usize>,
}

impl Lane {
    /// The flow the lane belongs to.
    pub(super) fn flow(&self) -> &str {
        flow_of(&self.name)
    }
}

/// The flow a lane belongs to.
pub(super) fn flow_of(lane: &str) -> &str {
    lane.split_once('/').map_or(lane, |(flow, _)| flow)
}

/// How many places each lane gets: of the highest priority there is, to the flow with the fewest runs,
/// then to who waits longest. Lower priorities get nothing as long as a higher one could.
pub(super) fn share(lanes: &[Lane], free: usize, running: &HashMap<String, usize>) -> Vec<(usize, usize)> {
    let may_start = |lane: &&Lane| lane.room != Some(0);
    let Some(highest) = lanes.iter().filter(may_start).map(|lane| lane.priority).max() else { return Vec::new() };
    let mut flows: HashMap<&str, usize> = HashMap::new();
    for lane in lanes {
        flows.insert(lane.flow(), running.get(lane.flow()).copied().unwrap_or(0));
    }
    let mut places = vec![0; lanes.len()];
    let mut open: std::collections::BTreeSet<_> = lanes
        .iter()
        .enumerate()
        .filter(|(_, lane)| lane.priority == highest && may_start(lane))
        .map(|(index, lane)| (flows[lane.flow()], 0, lane.next.as_str(), index))
        .collect();
    for _ in 0..free {
        let Some((_, given, next, index)) = pop_fair(&mut open, &flows, lanes) else { break };
        places[index] += 1;
        let running = flows.entry(lanes[index].flow()).or_default();
        *running += 1;
        if lanes[index].room.is_none_or(|room| places[index] < room) {
            open.insert((*running, given + 1, next, index));
        }
    }
    places.into_iter().enumerate().filter(|(_, places)| *places > 0).collect()
}

type Place<'a> = (usize, usize, &'a str, usize);

/// The lane that is next. Another lane of its flow may have got a place since it was put here.
fn pop_fair<'a>(
    open: &mut std::collections::BTreeSet<Place<'a>>,
    flows: &HashMap<&str, usize>,
    lanes: &[Lane],
) -> Option<Place<'a>> {
    loop {
        let (running, given, next, index) = open.pop_first()?;
        let now = flows.get(lanes[index].flow()).copied().unwrap_or(0);
        if now == running {
            return Some((running, given, next, index));
        }
        open.insert((now, given, next, index));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(name: &str, next: &str, priority: i64, room: Option<usize>) -> Lane {
        Lane { name: name.into(), next: next.into(), priority, room }
    }

    fn check(lanes: &[Lane], free: usize, running: &[(&str, usize)], expected: &[usize]) {
        let running = running.iter().map(|(flow, count)| ((*flow).to_owned(), *count)).collect();
        let mut places = vec![0; lanes.len()];
        share(lanes, free, &running).into_iter().for_each(|(index, count)| places[index] = count);
        assert_eq!(places, expected);
    }

    #[test]
    fn the_flow_with_the_fewest_runs_goes_first_then_who_waits_longest() {
        let lanes = [lane("a/", "1", 0, None), lane("b/", "2", 0, None)];
        check(&lanes, 1, &[], &[1, 0]);
        check(&lanes, 1, &[("a", 1)], &[0, 1]);
        check(&lanes, 6, &[("a", 2)], &[2, 4]);
    }

    #[test]
    fn a_higher_priority_goes_before_any_fairness() {
        check(&[lane("a/", "1", 5, None), lane("b/", "2", 0, None)], 3, &[("a", 9)], &[3, 0]);
        check(&[lane("a/", "1", 5, Some(0)), lane("b/", "2", 0, None)], 3, &[], &[0, 3]);
    }

    #[test]
    fn the_keys_of_a_flow_share_what_the_flow_gets() {
        let lanes = [lane("a/x", "1", 0, None), lane("a/y", "2", 0, None), lane("b/", "3", 0, None)];
        check(&lanes, 4, &[], &[1, 1, 2]);
        check(&[lane("a/x", "1", 0, Some(1)), lane("a/y", "2", 0, None)], 4, &[], &[1, 3]);
        check(&lanes, 0, &[], &[0, 0, 0]);
        check(&[], 4, &[], &[]);
    }
}
