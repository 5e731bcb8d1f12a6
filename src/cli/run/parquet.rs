//! Whether this program can write Parquet: a heavy dependency, which is built in on request.

use super::super::exit::Failure;

/// Refuses a table as Parquet that was asked for, where the program was built without.
pub(super) fn check(is_asked_for: bool) -> Result<(), Failure> {
    if !is_asked_for || cfg!(feature = "parquet") {
        return Ok(());
    }
    Err(Failure::unusable("this program was built without Parquet")
        .help("replications.csv holds the same table; for a program with Parquet:\n  cargo install --path . --features parquet"))
}
