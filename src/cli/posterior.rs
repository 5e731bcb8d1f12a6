//! `--posterior FILE`: samples of a calibration, from which replications draw.

use std::path::Path;

use super::exit::Failure;
use crate::experiment::posterior::Posterior;

/// The most that a table of samples may take [bytes].
const LARGEST: u64 = 64_000_000;

/// Reads `posterior.csv`.
///
/// # Errors
/// A file that cannot be read, is too large, or is no such table; the message names file and line.
pub(super) fn posterior(path: &Path) -> Result<Posterior, Failure> {
    let read = |error: &std::io::Error| Failure::io("read", path, error);
    let size = std::fs::metadata(path).map_err(|error| read(&error))?.len();
    if size > LARGEST {
        let message = format!("`{}` is larger than {} MB", path.display(), LARGEST / 1_000_000);
        return Err(Failure::unusable(message).help("keep fewer samples with --samples"));
    }
    let text = std::fs::read_to_string(path).map_err(|error| read(&error))?;
    Posterior::read(&text).map_err(|error| {
        Failure::unusable(format!("`{}`, {error}", path.display()))
            .help("give a posterior.csv that `forceflow calibrate` wrote")
    })
}
