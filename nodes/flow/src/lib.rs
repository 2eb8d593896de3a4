//! Flow control: ordinary nodes over regions. The engine knows none of them by name.

mod break_loop;
mod calculate;
mod continue_loop;
mod end;
mod for_loop;
mod foreach;
mod if_else;
mod join;
mod parallel;
mod rounds;
mod set_variable;
mod start;
mod switch;
mod throw_error;
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
        .pure(join::Join)
        .active(parallel::Parallel)
        .active(try_catch::TryCatch)
        .pure(throw_error::ThrowError)
        .active(foreach::ForEach)
        .active(for_loop::For)
        .active(while_loop::While)
        .pure(break_loop::Break)
        .pure(continue_loop::Continue)
        .pure(set_variable::SetVariable)
        .pure(calculate::Calculate)
        .active(wait::Wait)
}
