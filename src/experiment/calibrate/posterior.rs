//! The posterior: the draws whose outputs come nearest to the record, and what they say of each parameter.

use serde::Serialize;

use super::ensemble::Values;
use super::outputs::{Output, fitted};
use super::{Parameter, Question, Result};
use crate::experiment::posterior::{Posterior, Sample};
use crate::experiment::statistics::abc::nearest;
use crate::experiment::statistics::special::normal_quantile;
use crate::experiment::study_error::StudyError;
use crate::kernel::streams::{Streams, stream_id};

/// A posterior whose spread is at least this share of the prior's says that the data do not tell.
const AS_WIDE: f64 = 0.9;

/// What was learned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Learned {
    /// Draws of the prior that could be compared.
    pub draws: usize,
    /// Distance of the farthest sample, in standard deviations of a parameter given its outputs.
    pub tolerance: f64,
    /// Effective number of samples.
    pub effective: f64,
    /// How far the record lies from the middle of the simulated outputs, in the spread of one output, at most.
    pub farthest_output: f64,
    /// What is known of each parameter, in the order of parameters.
    pub marginals: Vec<Marginal>,
    /// Correlations of the samples, a row and a column for each parameter.
    pub correlations: Vec<Vec<f64>>,
    /// The samples.
    #[serde(skip)]
    pub posterior: Posterior,
}

/// What is known of one parameter; values, or factors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Marginal {
    /// Mean of the samples.
    pub mean: f64,
    /// 5 % quantile.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// Standard deviation of the samples as a share of the prior's, both in shares of the range: near 1, the data do not tell.
    pub relative_sd: f64,
    /// Whether the data tell nothing: the posterior is as wide as the prior.
    pub untold: bool,
}

/// Learns from draws: by member and draw, the values of its replications.
pub(super) fn learn(
    parameters: &[Parameter],
    outputs: &[Output],
    points: &[Vec<f64>],
    values: &[Vec<Vec<Values>>],
    question: &Question,
    seed: u64,
) -> Result<Learned> {
    let used = fitted(outputs);
    let record: Vec<f64> = used.iter().map(|output| output.target.middle()).collect();
    let rows: Vec<Vec<f64>> = (0..points.len()).map(|draw| with_noise(&used, values, draw, seed)).collect();
    let finite = rows.iter().filter(|row| row.iter().all(|value| value.is_finite())).count();
    let kept = nearest(points, &rows, &record, question.samples as usize).ok_or_else(|| {
        let needed = (question.samples as usize).max(2 * record.len() + 10);
        let message =
            format!("{finite} draws can be compared with the record, and {needed} are needed at least");
        StudyError::no_answer(message).help("take more with --draws, or keep fewer with --samples")
    })?;
    let shares: Vec<(f64, Vec<f64>)> = kept
        .samples
        .into_iter()
        .map(|(weight, point)| (weight, point.into_iter().map(reflected).collect()))
        .collect();
    let posterior = Posterior {
        parameters: parameters.iter().map(|parameter| parameter.name.clone()).collect(),
        samples: shares
            .iter()
            .map(|(weight, shares)| Sample {
                weight: *weight,
                values: parameters
                    .iter()
                    .zip(shares)
                    .map(|(parameter, share)| parameter.at(*share))
                    .collect(),
            })
            .collect(),
    };
    let marginal = |index: usize| marginal(&parameters[index], &column(&shares, index));
    Ok(Learned {
        draws: finite,
        tolerance: kept.tolerance,
        effective: posterior.effective(),
        farthest_output: kept.farthest_output,
        marginals: (0..parameters.len()).map(marginal).collect(),
        correlations: correlations(&shares, parameters.len()),
        posterior,
    })
}

/// A share that a regression moved out of the range, mirrored at its end.
fn reflected(share: f64) -> f64 {
    let mirrored = if share < 0.0 {
        -share
    } else if share > 1.0 {
        2.0 - share
    } else {
        share
    };
    mirrored.clamp(0.0, 1.0)
}

/// What a draw gives, with what stands between it and the record: anything in the record's range, and the discrepancy. The
/// noise has keys of its own, so that it is the same whatever else is drawn.
fn with_noise(used: &[&Output], values: &[Vec<Vec<Values>>], draw: usize, seed: u64) -> Vec<f64> {
    let mut streams = Streams::new(seed, 1 + draw as u32);
    let one = |output: &&Output| {
        let (member, number) = output.place;
        let value = values[member][draw].first().and_then(|values| values.get(number).copied().flatten());
        let target = &output.target;
        let name = format!("record/{}/{}", output.scenario, output.path);
        let [range, left_out] = streams.open(stream_id(&name), 0).uniforms();
        let normal = normal_quantile(left_out.clamp(1e-12, 1.0 - 1e-12));
        value.unwrap_or(f64::INFINITY)
            + (range - 0.5) * (target.high - target.low)
            + target.discrepancy * normal
    };
    used.iter().map(one).collect()
}

/// Weights and shares of one parameter.
fn column(shares: &[(f64, Vec<f64>)], index: usize) -> Vec<(f64, f64)> {
    shares.iter().map(|(weight, shares)| (*weight, shares[index])).collect()
}

/// Mean and variance of weighted values.
fn moments(column: &[(f64, f64)]) -> (f64, f64) {
    let sum: f64 = column.iter().map(|(weight, _)| weight).sum();
    let mean = column.iter().map(|(weight, value)| weight * value).sum::<f64>() / sum;
    let squares = column.iter().map(|(weight, value)| weight * (value - mean) * (value - mean));
    (mean, squares.sum::<f64>() / sum)
}

fn marginal(parameter: &Parameter, column: &[(f64, f64)]) -> Marginal {
    let mut ordered = column.to_vec();
    ordered.sort_by(|one, other| one.1.total_cmp(&other.1));
    let sum: f64 = ordered.iter().map(|(weight, _)| weight).sum();
    let quantile = |p: f64| {
        let mut below = 0.0;
        let found = ordered.iter().find(|(weight, _)| {
            below += weight;
            below >= p * sum
        });
        parameter.at(found.or(ordered.last()).map_or(0.0, |(_, share)| *share))
    };
    // A uniform share has variance 1/12.
    let relative_sd = (12.0 * moments(column).1).sqrt();
    let values: Vec<(f64, f64)> =
        column.iter().map(|(weight, share)| (*weight, parameter.at(*share))).collect();
    Marginal {
        mean: moments(&values).0,
        p05: quantile(0.05),
        p50: quantile(0.5),
        p95: quantile(0.95),
        relative_sd,
        untold: relative_sd >= AS_WIDE,
    }
}

fn correlations(shares: &[(f64, Vec<f64>)], parameters: usize) -> Vec<Vec<f64>> {
    let columns: Vec<Vec<(f64, f64)>> = (0..parameters).map(|index| column(shares, index)).collect();
    let known: Vec<(f64, f64)> = columns.iter().map(|column| moments(column)).collect();
    let sum: f64 = shares.iter().map(|(weight, _)| weight).sum();
    let one = |first: usize, second: usize| {
        let products = columns[first]
            .iter()
            .zip(&columns[second])
            .map(|((weight, x), (_, y))| weight * (x - known[first].0) * (y - known[second].0));
        let spread = (known[first].1 * known[second].1).sqrt();
        if spread > 0.0 { products.sum::<f64>() / sum / spread } else { 0.0 }
    };
    (0..parameters).map(|first| (0..parameters).map(|second| one(first, second)).collect()).collect()
}
