//! All tests. They are part of two modules, whose names say which database the desk is to use.

mod desk;
mod journal;
mod queue;
