//! Flow control: ordinary nodes over regions. The engine knows none of them by name.

mod branches;
mod break_loop;
mod calculate;
mod call;
mod compare;
mod condition;
mod condition_group;
mod contest;
mod continue_loop;
mod decision_tree;
mod end;
mod error_recovery;
mod for_loop;
mod foreach;
mod get_variable;
mod if_else;
mod join;
mod junction;
mod parallel;
mod pattern;
mod race;
mod repeat;
mod repeat_until;
mod results;
mod retry;
mod rounds;
mod sequential;
mod set_variable;
mod start;
mod string_operations;
mod switch;
mod testing;
mod text;
mod throw_error;
mod timed;
mod timeout;
mod together;
mod try_catch;
mod wait;
mod while_loop;

use node_sdk::Library;

/// The control nodes, in the order the palette shows them.
pub fn library() -> Library {
    Library::new("flow", "Flow control")
        .pure(start::Start)
        .pure(end::End)
        .pure(if_else::If)
        .pure(switch::Switch)
        .pure(condition_group::ConditionGroup)
        .pure(decision_tree::DecisionTree)
        .pure(join::Join)
        .pure(junction::Junction)
        .active(sequential::Sequential)
        .active(parallel::Parallel)
        .active(race::Race)
        .active(try_catch::TryCatch)
        .active(retry::Retry)
        .active(timeout::Timeout)
        .active(error_recovery::ErrorRecovery)
        .pure(throw_error::ThrowError)
        .active(foreach::ForEach)
        .active(for_loop::For)
        .active(while_loop::While)
        .active(repeat_until::RepeatUntil)
        .pure(break_loop::Break)
        .pure(continue_loop::Continue)
        .mixed(set_variable::SetVariable)
        .pure(get_variable::GetVariable)
        .pure(calculate::Calculate)
        .pure(string_operations::StringOperations)
        .active(call::Call)
        .active(wait::Wait)
}
