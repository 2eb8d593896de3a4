//! The `opsconductor` command.
fn main() {}
