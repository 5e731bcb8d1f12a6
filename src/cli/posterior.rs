//! `--posterior FILE`: samples of a calibration, from which replications draw.

use std::path::Path;

use super::exit::Failure;
use crate::experiment::posterior::Posterior;
use crate::storage::read::text;

/// The most that a table of samples may take [bytes].
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads `posterior.csv`.
///
/// # Errors
/// A file that cannot be read, is too large, or is no such table; the message names file and line.
pub(super) fn posterior(path: &Path) -> Result<Posterior, Failure> {
    let text = text(path, LARGEST).map_err(|error| Failure::io("read", path, &error))?;
    Posterior::read(&text).map_err(|error| {
        Failure::unusable(format!("`{}`, {error}", path.display()))
            .help("give a posterior.csv that `forceflow calibrate` wrote")
    })
}
