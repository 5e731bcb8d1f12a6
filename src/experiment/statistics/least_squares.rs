//! Linear least squares of several responses on several predictors, with a ridge that keeps it solvable.
//!
//! Hoerl and Kennard (1970), *Technometrics* 12, 55-67. Predictors are standardised, so that one ridge fits all of them.

/// The ridge, as a share of a standardised predictor's sum of squares: it decides only where predictors are collinear.
const RIDGE: f64 = 1e-6;

/// A fit: each response is its mean plus a sum over predictors.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    centre: Vec<f64>,
    scale: Vec<f64>,
    mean: Vec<f64>,
    /// By response, a coefficient for each standardised predictor.
    slopes: Vec<Vec<f64>>,
}

impl Fit {
    /// Fits responses, a row for each case, on predictors, a row for each case, with a weight for each case; `None` without
    /// cases of a weight, or with rows of another length.
    pub fn new(predictors: &[Vec<f64>], responses: &[Vec<f64>], weights: &[f64]) -> Option<Self> {
        let (columns, answers) = (predictors.first()?.len(), responses.first()?.len());
        let total: f64 = weights.iter().sum();
        let fits = predictors.len() == responses.len() && predictors.len() == weights.len();
        let even = predictors.iter().all(|row| row.len() == columns);
        if !fits || !even || total.is_nan() || total <= 0.0 {
            return None;
        }
        let mean_of = |rows: &[Vec<f64>], column: usize| {
            rows.iter().zip(weights).map(|(row, weight)| weight * row[column]).sum::<f64>() / total
        };
        let centre: Vec<f64> = (0..columns).map(|column| mean_of(predictors, column)).collect();
        let spread = |column: usize| {
            let squares = predictors.iter().zip(weights).map(|(row, weight)| {
                let off = row[column] - centre[column];
                weight * off * off
            });
            (squares.sum::<f64>() / total).sqrt()
        };
        // A predictor that never moves predicts nothing.
        let scale: Vec<f64> = (0..columns)
            .map(spread)
            .map(|spread| if spread > 1e-12 { spread } else { f64::INFINITY })
            .collect();
        let mean: Vec<f64> = (0..answers).map(|answer| mean_of(responses, answer)).collect();
        let mut gram = vec![vec![0.0; columns]; columns];
        let mut cross = vec![vec![0.0; columns]; answers];
        for ((row, response), weight) in predictors.iter().zip(responses).zip(weights) {
            let standard: Vec<f64> = row
                .iter()
                .zip(&centre)
                .zip(&scale)
                .map(|((x, centre), scale)| (x - centre) / scale)
                .collect();
            for (index, x) in standard.iter().enumerate() {
                for (other, y) in standard.iter().enumerate().take(index + 1) {
                    gram[index][other] += weight * x * y;
                }
                for (sums, (y, mean)) in cross.iter_mut().zip(response.iter().zip(&mean)) {
                    sums[index] += weight * x * (y - mean);
                }
            }
        }
        for (index, row) in gram.iter_mut().enumerate() {
            row[index] += RIDGE * total + if scale[index].is_finite() { 0.0 } else { total };
        }
        let factor = cholesky(gram)?;
        let slopes = cross.into_iter().map(|sums| solve(&factor, sums)).collect();
        Some(Self { centre, scale, mean, slopes })
    }

    /// What the fit says of predictors: a value for each response.
    pub fn predict(&self, predictors: &[f64]) -> Vec<f64> {
        let standard: Vec<f64> = predictors
            .iter()
            .zip(&self.centre)
            .zip(&self.scale)
            .map(|((x, centre), scale)| (x - centre) / scale)
            .collect();
        let sum = |slopes: &Vec<f64>| slopes.iter().zip(&standard).map(|(slope, x)| slope * x).sum::<f64>();
        self.mean.iter().zip(&self.slopes).map(|(mean, slopes)| mean + sum(slopes)).collect()
    }
}

/// The lower factor of a positive definite matrix of which the lower half is given; `None` for another.
fn cholesky(mut lower: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    for row in 0..lower.len() {
        for column in 0..=row {
            let products = |lower: &[Vec<f64>]| -> f64 {
                lower[row][..column].iter().zip(&lower[column][..column]).map(|(x, y)| x * y).sum()
            };
            let left = lower[row][column] - products(&lower);
            lower[row][column] = if row == column {
                if left.is_nan() || left <= 0.0 {
                    return None;
                }
                left.sqrt()
            } else {
                left / lower[column][column]
            };
        }
    }
    Some(lower)
}

/// Solves `factor factor' x = right`.
fn solve(factor: &[Vec<f64>], mut right: Vec<f64>) -> Vec<f64> {
    for row in 0..factor.len() {
        let known: f64 = factor[row][..row].iter().zip(&right).map(|(x, y)| x * y).sum();
        right[row] = (right[row] - known) / factor[row][row];
    }
    for row in (0..factor.len()).rev() {
        let known: f64 = (row + 1..factor.len()).map(|below| factor[below][row] * right[below]).sum();
        right[row] = (right[row] - known) / factor[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_found_exactly_and_what_never_moves_is_left_out() {
        let predictors: Vec<Vec<f64>> =
            (0..20_u32).map(|case| vec![f64::from(case % 5), f64::from(case * case % 7), 3.0]).collect();
        let responses: Vec<Vec<f64>> =
            predictors.iter().map(|x| vec![1.0 + 2.0 * x[0] - 0.5 * x[1], 4.0 * x[1]]).collect();
        let fit = Fit::new(&predictors, &responses, &[1.0; 20]).expect("a fit");
        let found = fit.predict(&[10.0, -2.0, 3.0]);
        assert!((found[0] - 22.0).abs() < 1e-3 && (found[1] + 8.0).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn weights_choose_the_cases() {
        // A line through the cases of weight, whatever the others say.
        let predictors: Vec<Vec<f64>> = [0.0, 1.0, 2.0, 5.0].iter().map(|x| vec![*x]).collect();
        let responses = [[0.0], [3.0], [6.0], [-100.0]].map(|y| y.to_vec());
        let fit = Fit::new(&predictors, &responses, &[1.0, 1.0, 1.0, 0.0]).expect("a fit");
        assert!((fit.predict(&[4.0])[0] - 12.0).abs() < 1e-3);
    }
}
