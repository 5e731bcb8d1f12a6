//! The `forceflow` program.

fn main() {}
