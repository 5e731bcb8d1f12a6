//! The `forceflow` program: everything is in the library, but for what only a program can decide.

use std::process::ExitCode;

use forceflow::internals::cli::{OrEnd, main as program};

#[global_allocator]
static ALLOCATOR: OrEnd = OrEnd;

fn main() -> ExitCode {
    program(std::env::args_os())
}
