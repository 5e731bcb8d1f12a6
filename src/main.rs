//! The `forceflow` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    forceflow::internals::cli::main(std::env::args_os())
}
