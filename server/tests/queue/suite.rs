//! All tests. They are part of two modules, whose names say which database the bench is to use.

mod bench;
mod claims;
mod family;
mod order;
mod parked;
#[path = "../shared/world.rs"]
mod world;
