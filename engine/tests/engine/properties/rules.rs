//! Makes a generated tree a sound flow: no dead statements, nothing that fails where time would decide.

use super::flow::{Block, Effect, Kind, OnError, Stmt};

/// What may happen at some place of a flow.
#[derive(Clone, Copy)]
struct Place {
    may_fail: bool,
    may_end: bool,
    /// How many bodies a `break` may leave from here.
    levels: u32,
    may_continue: bool,
}

/// Keeps the rules, and numbers the statements in document order.
pub(super) fn keep(flow: &mut Block) {
    let anywhere = Place { may_fail: true, may_end: true, levels: 3, may_continue: true };
    keep_in(flow, anywhere);
    number(flow, &mut 1);
}

fn keep_in(block: &mut Block, place: Place) {
    for statement in block.iter_mut() {
        if is_out_of_place(&statement.kind, place) {
            statement.kind = Kind::Set { to: 0, from: 1, add: 5, step: false };
        }
        keep_inside(&mut statement.kind, place);
    }
    // Where several paths meet several others there is no one place where these parted.
    for index in 1..block.len() {
        if ends_open(&block[index - 1].kind)
            && let Kind::Fork { has_head, .. } = &mut block[index].kind
        {
            *has_head = true;
        }
    }
    if let Some(last) = block.iter().position(|statement| never_goes_on(&statement.kind)) {
        block.truncate(last + 1);
    }
}

fn is_out_of_place(kind: &Kind, place: Place) -> bool {
    match kind {
        Kind::Throw { .. } => !place.may_fail,
        Kind::End { .. } => !place.may_end,
        Kind::Break { levels, .. } => *levels > place.levels,
        Kind::Continue { .. } => !place.may_continue,
        _ => false,
    }
}

fn keep_inside(kind: &mut Kind, place: Place) {
    let round = |goes_on: bool| Place {
        may_fail: place.may_fail || goes_on,
        levels: place.levels + 1,
        may_continue: true,
        ..place
    };
    match kind {
        Kind::Effect(effect) => keep_effect(effect, place),
        Kind::If { yes, no, .. } => [yes, no].into_iter().for_each(|arm| keep_in(arm, place)),
        Kind::Switch { arms, .. } => arms.iter_mut().for_each(|arm| keep_in(arm, place)),
        Kind::Fork { branches, .. } => {
            let quiet = Place { may_fail: false, may_end: false, levels: 0, may_continue: false };
            branches.iter_mut().for_each(|branch| keep_in(branch, quiet));
        }
        Kind::Parallel { branches, strict } => {
            let inside = Place { may_fail: place.may_fail || !*strict, levels: place.levels + 1, ..place };
            branches.iter_mut().for_each(|branch| keep_in(branch, inside));
        }
        Kind::ForEach(each) => keep_in(&mut each.body, round(each.goes_on)),
        Kind::For { goes_on, body, .. } => keep_in(body, round(*goes_on)),
        Kind::While { body, .. } => keep_in(body, round(false)),
        Kind::Try { catches, body, catch, finally } => {
            [&mut *catch, finally].into_iter().for_each(|part| keep_in(part, place));
            let catches_all = catches.is_none() && !catch.is_empty();
            keep_in(body, Place { may_fail: place.may_fail || catches_all, ..place });
        }
        Kind::Set { .. } | Kind::Throw { .. } | Kind::Break { .. } | Kind::Continue { .. } | Kind::End { .. } => {}
    }
}

fn keep_effect(effect: &mut Effect, place: Place) {
    if let OnError::Handle(handler) = &mut effect.on_error {
        if handler.is_empty() {
            handler.push(Stmt { id: 0, kind: Kind::Set { to: 1, from: 0, add: 7, step: false } });
        }
        keep_in(handler, place);
    } else if !place.may_fail && matches!(effect.on_error, OnError::Stop) {
        effect.failures = effect.failures.min(effect.retries);
    }
}

fn never_goes_on(kind: &Kind) -> bool {
    let ends = |block: &Block| block.last().is_some_and(|last| never_goes_on(&last.kind));
    match kind {
        Kind::Throw { .. } | Kind::End { .. } => true,
        Kind::If { yes, no, .. } => ends(yes) && ends(no),
        Kind::Switch { arms, .. } => arms.iter().all(ends),
        _ => false,
    }
}

/// Whether several paths may go on after it.
fn ends_open(kind: &Kind) -> bool {
    let is_open = |block: &Block| block.last().is_some_and(|last| ends_open(&last.kind));
    match kind {
        Kind::Fork { join, .. } => join.is_none(),
        Kind::If { yes, no, .. } => is_open(yes) || is_open(no),
        Kind::Switch { arms, .. } => arms.iter().any(is_open),
        Kind::Effect(Effect { on_error: OnError::Handle(handler), .. }) => is_open(handler),
        _ => false,
    }
}

fn number(block: &mut Block, next: &mut usize) {
    for statement in block {
        statement.id = *next;
        *next += 1;
        inner(&mut statement.kind).into_iter().for_each(|block| number(block, next));
    }
}

fn inner(kind: &mut Kind) -> Vec<&mut Block> {
    match kind {
        Kind::Effect(Effect { on_error: OnError::Handle(handler), .. }) => vec![handler],
        Kind::If { yes, no, .. } => vec![yes, no],
        Kind::Switch { arms, .. } => arms.iter_mut().collect(),
        Kind::Fork { branches, .. } | Kind::Parallel { branches, .. } => branches.iter_mut().collect(),
        Kind::ForEach(each) => vec![&mut each.body],
        Kind::For { body, .. } | Kind::While { body, .. } => vec![body],
        Kind::Try { body, catch, finally, .. } => vec![body, catch, finally],
        _ => Vec::new(),
    }
}
