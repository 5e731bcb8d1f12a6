//! Variance-based sensitivity: the Sobol' sequence, Saltelli's design and the indices.
//!
//! The sequence is unscrambled, in Gray-code order, with the direction numbers of Joe and Kuo (2008), *SIAM Journal on
//! Scientific Computing* 30, 2635-2654. Design and estimators: Saltelli et al. (2010), *Computer Physics
//! Communications* 181, 259-270 (first order), and Jansen (1999), same journal, 117, 35-43 (total). Outputs are
//! standardised first, as `SALib` does, since the first-order estimator is not free of the mean.

use serde::Serialize;

use super::chance::Chance;
use super::mean::mean_and_squares;
use super::sobol_directions::DIRECTIONS;
use super::special::normal_quantile;

const BITS: usize = 32;

/// The Sobol' sequence in some number of dimensions.
#[derive(Debug, Clone)]
pub struct SobolSequence {
    directions: Vec<[u32; BITS]>,
}

impl SobolSequence {
    /// The most dimensions that the table of direction numbers serves.
    pub const MAX_DIMENSIONS: usize = DIRECTIONS.len() + 1;

    /// Returns the sequence; `None` beyond [`Self::MAX_DIMENSIONS`].
    pub fn new(dimensions: usize) -> Option<Self> {
        if dimensions > Self::MAX_DIMENSIONS {
            return None;
        }
        let first = std::array::from_fn(|bit| 1 << (BITS - 1 - bit));
        let others = DIRECTIONS.iter().map(|(polynomial, initial)| expand(*polynomial, initial));
        Some(Self { directions: std::iter::once(first).chain(others).take(dimensions).collect() })
    }

    /// Returns the point with the given index, counted from 0 (the origin), in [0, 1).
    pub fn point(&self, index: u32) -> Vec<f64> {
        let gray = index ^ (index >> 1);
        let coordinate = |directions: &[u32; BITS]| {
            let set = directions.iter().enumerate().filter(|(bit, _)| gray >> bit & 1 == 1);
            let word = set.fold(0, |word, (_, direction)| word ^ direction);
            f64::from(word) / (1_u64 << BITS) as f64
        };
        self.directions.iter().map(coordinate).collect()
    }
}

/// Direction numbers, shifted to the top of a word, from a primitive polynomial (all its coefficients as bits) and
/// initial values by the recurrence of Bratley and Fox (1988).
fn expand(polynomial: u32, initial: &[u32]) -> [u32; BITS] {
    let degree = initial.len();
    let mut directions = [0; BITS];
    for (bit, value) in initial.iter().enumerate() {
        directions[bit] = value << (BITS - 1 - bit);
    }
    for bit in degree..BITS {
        let mut value = directions[bit - degree] ^ (directions[bit - degree] >> degree);
        for back in 1..degree {
            if polynomial >> (degree - back) & 1 == 1 {
                value ^= directions[bit - back];
            }
        }
        directions[bit] = value;
    }
    directions
}

/// Returns Saltelli's design for first-order and total indices in the unit cube: per base point the row A, the rows
/// that take one coordinate each from B, and the row B, so `base_points` (`dimensions` + 2) rows.
///
/// `None` without dimensions or base points or with more than 64 dimensions; a power of two balances the sequence.
pub fn saltelli_design(base_points: u32, dimensions: usize) -> Option<Vec<Vec<f64>>> {
    if dimensions == 0 || base_points == 0 {
        return None;
    }
    let sequence = SobolSequence::new(2 * dimensions)?;
    let mut design = Vec::with_capacity(base_points as usize * (dimensions + 2));
    for index in 0..base_points {
        let point = sequence.point(index);
        let (a, b) = point.split_at(dimensions);
        design.push(a.to_vec());
        for dimension in 0..dimensions {
            let mut row = a.to_vec();
            row[dimension] = b[dimension];
            design.push(row);
        }
        design.push(b.to_vec());
    }
    Some(design)
}

/// Shares of the output's variance that one input explains.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SobolIndex {
    /// First-order index: by itself.
    pub first: f64,
    /// Total index: with all its interactions.
    pub total: f64,
    /// Half-width of the 95 % bootstrap interval of `first`; `None` without resamples.
    pub first_half_width_95: Option<f64>,
    /// Half-width of the 95 % bootstrap interval of `total`; `None` without resamples.
    pub total_half_width_95: Option<f64>,
}

impl SobolIndex {
    /// The interval of `first`, cut to what a share can be.
    pub fn first_95(&self) -> Option<(f64, f64)> {
        self.first_half_width_95.map(|half| share_between(self.first, half))
    }

    /// The interval of `total`, cut to what a share can be.
    pub fn total_95(&self) -> Option<(f64, f64)> {
        self.total_half_width_95.map(|half| share_between(self.total, half))
    }

    /// Whether the estimates are the wrong way round: truly a total is at least what the input explains by itself.
    pub fn is_reversed(&self) -> bool {
        self.total < self.first
    }
}

fn share_between(estimate: f64, half: f64) -> (f64, f64) {
    ((estimate - half).clamp(0.0, 1.0), (estimate + half).clamp(0.0, 1.0))
}

/// Half-width of an index with which indices can be told apart.
pub const PRECISE: f64 = 0.1;
/// Fewer base points than these do not even tell how wide their intervals are.
const FEWEST: u32 = 16;
/// Base points to begin with.
const USUAL: u32 = 64;

/// Returns about how many base points, a power of two, bring every half-width to [`PRECISE`]; `None` where
/// `base_points` do. Half-widths fall with the root of the number.
pub fn base_points_needed(indices: &[SobolIndex], base_points: u32) -> Option<u32> {
    let half_widths = indices.iter().flat_map(|index| [index.first_half_width_95, index.total_half_width_95]);
    let widest = half_widths.flatten().fold(0.0, f64::max);
    let wanted = f64::from(base_points) * (widest / PRECISE) * (widest / PRECISE);
    let fewest = if base_points < FEWEST { USUAL } else { 0 };
    let wanted = (wanted.ceil().min(f64::from(1_u32 << 31)) as u32).max(fewest);
    (widest > PRECISE || base_points < FEWEST).then(|| wanted.next_power_of_two())
}

/// Returns the indices of every dimension from the `outputs` of [`saltelli_design`], with intervals from `resamples`
/// bootstrap samples of the base points (fewer than two for none) drawn with `seed`.
///
/// `None` if the number of outputs does not fit, or all are equal.
pub fn sobol_indices(
    outputs: &[f64],
    dimensions: usize,
    resamples: usize,
    seed: u64,
) -> Option<Vec<SobolIndex>> {
    let stride = dimensions + 2;
    if dimensions == 0 || outputs.is_empty() || !outputs.len().is_multiple_of(stride) {
        return None;
    }
    let (mean, squares) = mean_and_squares(outputs)?;
    let sd = (squares / outputs.len() as f64).sqrt();
    if sd.is_nan() || sd <= 0.0 {
        return None;
    }
    let standard: Vec<f64> = outputs.iter().map(|output| (output - mean) / sd).collect();
    let rows: Vec<&[f64]> = standard.chunks_exact(stride).collect();
    let estimates = estimate(&rows)?;
    let mut chance = Chance::new(seed);
    let mut samples: Vec<Vec<(f64, f64)>> = Vec::with_capacity(resamples);
    if resamples > 1 {
        for _ in 0..resamples {
            let sample: Vec<&[f64]> = rows.iter().map(|_| rows[chance.below(rows.len())]).collect();
            // A sample without variance says nothing; it is as rare as it is useless.
            samples.extend(estimate(&sample));
        }
    }
    let half_width = |values: Vec<f64>| {
        let (_, squares) = mean_and_squares(&values)?;
        let variance = squares / (values.len() as f64 - 1.0);
        (values.len() > 1).then(|| normal_quantile(0.975) * variance.sqrt())
    };
    let index = |(dimension, (first, total)): (usize, (f64, f64))| SobolIndex {
        first,
        total,
        first_half_width_95: half_width(samples.iter().map(|sample| sample[dimension].0).collect()),
        total_half_width_95: half_width(samples.iter().map(|sample| sample[dimension].1).collect()),
    };
    Some(estimates.into_iter().enumerate().map(index).collect())
}

/// First-order and total estimates per dimension; `None` if the rows A and B have no variance.
fn estimate(rows: &[&[f64]]) -> Option<Vec<(f64, f64)>> {
    let n = rows.len() as f64;
    let last = rows.first()?.len() - 1;
    let ends: Vec<f64> = rows.iter().flat_map(|row| [row[0], row[last]]).collect();
    let (_, squares) = mean_and_squares(&ends)?;
    let variance = squares / ends.len() as f64;
    if variance <= 0.0 {
        return None;
    }
    let of_dimension = |dimension: usize| {
        let (mut first, mut total) = (0.0, 0.0);
        for row in rows {
            let (a, mixed, b) = (row[0], row[dimension], row[last]);
            first += b * (mixed - a);
            total += (a - mixed) * (a - mixed);
        }
        (first / n / variance, 0.5 * total / n / variance)
    };
    Some((1..last).map(of_dimension).collect())
}

/// Returns the share of the variance of `outputs` that is left over from chance within replications, when each output
/// is the mean of `replications` replications with the sample variance given per point.
///
/// `None` if the lists do not fit, there are fewer than two outputs, or these are all equal.
pub fn noise_share(outputs: &[f64], variances: &[f64], replications: usize) -> Option<f64> {
    let (_, squares) = mean_and_squares(outputs)?;
    if outputs.len() != variances.len() || outputs.len() < 2 || replications == 0 || squares <= 0.0 {
        return None;
    }
    let noise = variances.iter().sum::<f64>() / variances.len() as f64 / replications as f64;
    Some(noise / (squares / (outputs.len() - 1) as f64))
}

#[cfg(test)]
pub(super) mod tests;
