//! What holds for every flow in `flows/examples`, beyond that its cases come out: the engine's promises
//! under failure and crash, and traces that an operator can read.
#![cfg(test)]

mod cases;
mod golden;
mod promises;
