//! Generated flows: a small tree of statements, as a person would read a drawing from left to right.
//!
//! What a fork's paths hold neither fails nor leaves, since which of two paths is stopped first is a
//! matter of time, and no rule promises it.

use proptest::prelude::*;

/// The job variables every flow has.
pub(super) const VARIABLES: [&str; 4] = ["v0", "v1", "v2", "v3"];

/// Statements one after the other.
pub(super) type Block = Vec<Stmt>;

/// One statement; its id is unique in its flow and grows in document order.
#[derive(Clone, Debug)]
pub(super) struct Stmt {
    pub(super) id: usize,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// `to = (from * 3 + add) % 97`.
    Set {
        to: usize,
        from: usize,
        add: i64,
        step: bool,
    },
    Effect(Effect),
    If {
        test: Test,
        yes: Block,
        no: Block,
    },
    /// By the remainder of a variable: 0, 1, anything else.
    Switch {
        on: usize,
        arms: [Block; 3],
    },
    /// Paths drawn side by side, from a node of their own or straight from what came before, and how they
    /// join; without that they meet at whatever comes next.
    Fork {
        has_head: bool,
        branches: Vec<Block>,
        join: Option<Combine>,
    },
    Parallel {
        branches: Vec<Block>,
        strict: bool,
    },
    ForEach(ForEach),
    For {
        rounds: i64,
        goes_on: bool,
        yields: bool,
        body: Block,
    },
    /// Rounds counted by a variable of its own, which nothing sets back.
    While {
        rounds: i64,
        body: Block,
    },
    Try {
        catches: Option<&'static str>,
        body: Block,
        catch: Block,
        finally: Block,
    },
    Throw {
        kind: &'static str,
    },
    Break {
        test: Option<Test>,
        levels: u32,
    },
    Continue {
        test: Option<Test>,
    },
    End {
        failed: bool,
        result: usize,
    },
}

/// An effect that is given a variable and answers with another number.
#[derive(Clone, Debug)]
pub(super) struct Effect {
    pub(super) input: usize,
    /// The first so many attempts fail.
    pub(super) failures: u32,
    pub(super) kind: &'static str,
    pub(super) retries: u32,
    pub(super) on_error: OnError,
    pub(super) output: Option<usize>,
    pub(super) disabled: bool,
}

#[derive(Clone, Debug)]
pub(super) enum OnError {
    Stop,
    GoOn,
    Handle(Block),
}

#[derive(Clone, Debug)]
pub(super) struct ForEach {
    pub(super) items: Vec<i64>,
    /// The variable that is hidden in the body.
    pub(super) item: usize,
    pub(super) at_once: Option<usize>,
    pub(super) goes_on: bool,
    pub(super) yields: bool,
    pub(super) body: Block,
}

/// `left < right`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Test {
    pub(super) left: usize,
    pub(super) right: i64,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Combine {
    First,
    List,
    BySource,
}

const KINDS: [&str; 2] = ["odd", "even"];

/// Any flow.
pub(super) fn flows() -> impl Strategy<Value = Block> {
    let statements = leaf().prop_recursive(4, 40, 4, |inner| {
        let block = move |least: usize| prop::collection::vec(inner.clone(), least..=3);
        prop_oneof![
            3 => choices(block(0).boxed()),
            3 => paths(block(1).boxed()),
            3 => loops(block(0).boxed()),
            3 => guards(block(0).boxed()),
        ]
    });
    prop::collection::vec(statements, 1..=4).prop_map(|mut flow| {
        super::rules::keep(&mut flow);
        flow
    })
}

fn statement(kind: Kind) -> Stmt {
    Stmt { id: 0, kind }
}

fn variable() -> impl Strategy<Value = usize> {
    0..VARIABLES.len()
}

fn test() -> impl Strategy<Value = Test> {
    (variable(), 0..97_i64).prop_map(|(left, right)| Test { left, right })
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&KINDS[..])
}

fn leaf() -> BoxedStrategy<Stmt> {
    let set = (variable(), variable(), 0..97_i64, prop::bool::weighted(0.2));
    let leave = || (prop::option::of(test()), 1..=3_u32);
    let plain = || prop_oneof![3 => Just(OnError::Stop), 1 => Just(OnError::GoOn)];
    prop_oneof![
        5 => set.prop_map(|(to, from, add, step)| Kind::Set { to, from, add, step }),
        5 => effect(plain().boxed()).prop_map(Kind::Effect),
        1 => word().prop_map(|kind| Kind::Throw { kind }),
        1 => leave().prop_map(|(test, levels)| Kind::Break { test, levels }),
        1 => leave().prop_map(|(test, _)| Kind::Continue { test }),
        1 => (any::<bool>(), variable()).prop_map(|(failed, result)| Kind::End { failed, result }),
    ]
    .prop_map(statement)
    .boxed()
}

fn effect(on_error: BoxedStrategy<OnError>) -> impl Strategy<Value = Effect> {
    let failures = prop_oneof![3 => Just(0), 1 => Just(1), 1 => Just(9)];
    let fate = (failures, word(), 0..=1_u32, on_error);
    (variable(), fate, prop::option::weighted(0.5, variable()), prop::bool::weighted(0.1)).prop_map(
        |(input, (failures, kind, retries, on_error), output, disabled)| Effect {
            input,
            failures,
            kind,
            retries,
            on_error,
            output,
            disabled,
        },
    )
}

fn choices(block: BoxedStrategy<Block>) -> BoxedStrategy<Stmt> {
    let arms = [block.clone(), block.clone(), block.clone()];
    prop_oneof![
        (test(), block.clone(), block).prop_map(|(test, yes, no)| Kind::If { test, yes, no }),
        (variable(), arms).prop_map(|(on, arms)| Kind::Switch { on, arms }),
    ]
    .prop_map(statement)
    .boxed()
}

fn paths(block: BoxedStrategy<Block>) -> BoxedStrategy<Stmt> {
    let branches = || prop::collection::vec(block.clone(), 2..=3);
    let combine = prop_oneof![Just(Combine::First), Just(Combine::List), Just(Combine::BySource)];
    prop_oneof![
        (any::<bool>(), branches(), prop::option::weighted(0.6, combine))
            .prop_map(|(has_head, branches, join)| Kind::Fork { has_head, branches, join }),
        (branches(), any::<bool>()).prop_map(|(branches, strict)| Kind::Parallel { branches, strict }),
    ]
    .prop_map(statement)
    .boxed()
}

fn loops(block: BoxedStrategy<Block>) -> BoxedStrategy<Stmt> {
    let items = prop::collection::vec(0..97_i64, 0..=3);
    let each = (items, variable(), prop::option::of(1..=3_usize), any::<bool>(), any::<bool>(), block.clone());
    prop_oneof![
        2 => each.prop_map(|(items, item, at_once, goes_on, yields, body)| {
            Kind::ForEach(ForEach { items, item, at_once, goes_on, yields, body })
        }),
        1 => (0..=3_i64, any::<bool>(), any::<bool>(), block.clone())
            .prop_map(|(rounds, goes_on, yields, body)| Kind::For { rounds, goes_on, yields, body }),
        1 => (0..=3_i64, block).prop_map(|(rounds, body)| Kind::While { rounds, body }),
    ]
    .prop_map(statement)
    .boxed()
}

fn guards(block: BoxedStrategy<Block>) -> BoxedStrategy<Stmt> {
    let caught = prop::option::of(word());
    let handled = effect(block.clone().prop_map(OnError::Handle).boxed());
    prop_oneof![
        3 => (caught, block.clone(), block.clone(), block)
            .prop_map(|(catches, body, catch, finally)| Kind::Try { catches, body, catch, finally }),
        1 => handled.prop_map(Kind::Effect),
    ]
    .prop_map(statement)
    .boxed()
}
