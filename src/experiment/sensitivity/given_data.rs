//! First-order shares of all assumptions at once, from one run in which all ranges are drawn.

use serde::Serialize;

use super::super::statistics::given_data::{GivenShare, classes, given_shares};
use super::super::statistics::sobol::PRECISE;
use super::super::study::StudyOptions;
use super::super::study_error::StudyError;
use super::super::uncertainty::{Assumption, Drawable};
use super::designs::RESAMPLES;
use super::points::{Points, Result, not_closed};

/// The share of the variance of closure that one assumption explains.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// The assumption.
    pub path: String,
    /// Its share.
    #[serde(flatten)]
    pub share: GivenShare,
}

/// Shares of the variance of closure, largest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GivenData {
    /// Replications of the run.
    pub replications: u32,
    /// Classes into which the draws of an assumption are cut.
    pub classes: usize,
    /// Shares, largest first.
    pub shares: Vec<Share>,
    /// Assumptions that were drawn and looked at.
    pub assumptions: usize,
    /// Those of them whose interval lies above zero.
    pub above_zero: usize,
    /// What the shares of these add up to.
    pub explained: f64,
    /// Smaller shares that are not among these.
    pub left_out: usize,
    /// About how many replications would bring every share to its precision; none where these do.
    pub replications_needed: Option<u32>,
}

/// Splits the variance of closure over the replications of one run.
///
/// # Errors
/// A scenario that cannot be simulated, replications that do not close or are too few, or closures that are all equal.
pub(super) fn given_data(
    base: &Drawable,
    assumptions: &[Assumption],
    options: &StudyOptions<'_>,
) -> Result<GivenData> {
    let options = StudyOptions { uncertain: true, ..*options };
    let closures = Points::new(base, &options)?.closures()?;
    let open = not_closed(&closures);
    if open > 0 {
        let message = format!(
            "closure has no variance to split: {open} of {} replications do not close within `horizon_h`",
            closures.len()
        );
        return Err(StudyError::no_answer(message).help(
            "give a larger horizon, narrow the ranges, or find what makes runs late with --method discover",
        ));
    }
    let inputs = base.columns(options.seed, options.replications);
    let shares = given_shares(inputs, &closures, RESAMPLES, options.seed).ok_or_else(|| {
        StudyError::no_answer("closure is the same in every replication, or there are fewer than eight")
    })?;
    let replications_needed = replications_needed(&shares, options.replications);
    let named = assumptions.iter().zip(shares);
    let mut shares: Vec<Share> = named.map(|(one, share)| Share { path: one.path.clone(), share }).collect();
    shares.sort_by(|one, other| other.share.first.total_cmp(&one.share.first));
    let above_zero = |one: &&Share| one.share.first_95().is_some_and(|(low, _)| low > 0.0);
    Ok(GivenData {
        replications: options.replications,
        classes: classes(closures.len()),
        assumptions: shares.len(),
        above_zero: shares.iter().filter(above_zero).count(),
        explained: shares.iter().filter(above_zero).map(|one| one.share.first).sum(),
        shares,
        left_out: 0,
        replications_needed,
    })
}

/// About how many replications bring every half-width to [`PRECISE`], by the root law; `None` where these do.
fn replications_needed(shares: &[GivenShare], replications: u32) -> Option<u32> {
    let widest = shares.iter().filter_map(|share| share.first_half_width_95).fold(0.0, f64::max);
    let wanted = f64::from(replications) * (widest / PRECISE) * (widest / PRECISE);
    // In hundreds, since the estimate is no better.
    (widest > PRECISE).then(|| 100 * (wanted / 100.0).ceil().min(f64::from(u32::MAX / 100)) as u32)
}
