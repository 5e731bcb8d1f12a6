//! The `forceflow` program: everything is in the library, but for what only a program can decide.

mod memory;

use std::process::ExitCode;

fn main() -> ExitCode {
    forceflow::internals::cli::main(std::env::args_os())
}
