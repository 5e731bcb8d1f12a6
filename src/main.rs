//! The `forceflow` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    forceflow::cli::main(std::env::args_os())
}
