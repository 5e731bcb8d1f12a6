//! The targets of the fuzzers, which `cargo test` of the program calls, too: see `tests/fuzzed`.

#[path = "../../tests/fuzzed/mod.rs"]
pub mod fuzzed;
