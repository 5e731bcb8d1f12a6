//! Approximate Bayesian computation: samples of a posterior from simulations, without a likelihood.
//!
//! Each case is a point of the prior with outputs simulated there, noise of the record included, so that what is accepted is
//! a sample under that noise (Wilkinson 2013, *Statistical Applications in Genetics and Molecular Biology* 12, 129-141).
//! Outputs are first made into as many numbers as there are parameters, their regression on the outputs (Fearnhead and
//! Prangle 2012, *JRSS B* 74, 419-474); the cases nearest to the record in these are kept, with Epanechnikov weights, and
//! moved by a local regression (Beaumont, Zhang and Balding 2002, *Genetics* 162, 2025-2035).

use super::least_squares::Fit;

/// What was kept of the cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Weights and points, in the order of cases.
    pub samples: Vec<(f64, Vec<f64>)>,
    /// The distance of the farthest kept case, in standard deviations of a parameter's regression.
    pub tolerance: f64,
    /// How far the record lies from the middle of all simulated outputs, in the spread of each, at most: beyond about 3, the
    /// simulations do not reach it.
    pub farthest_output: f64,
}

/// Keeps the `count` cases nearest to the record: of `points` in shares of ranges with their simulated `outputs`. `None` with
/// fewer than `count` finite cases, or with hardly more cases than outputs.
pub fn nearest(points: &[Vec<f64>], outputs: &[Vec<f64>], record: &[f64], count: usize) -> Option<Kept> {
    let finite: Vec<usize> =
        (0..points.len()).filter(|case| outputs[*case].iter().all(|value| value.is_finite())).collect();
    if count == 0 || finite.len() < count || finite.len() < 2 * record.len() + 10 {
        return None;
    }
    let rows: Vec<Vec<f64>> = finite.iter().map(|case| outputs[*case].clone()).collect();
    let truths: Vec<Vec<f64>> = finite.iter().map(|case| points[*case].clone()).collect();
    let fit = Fit::new(&rows, &truths, &vec![1.0; rows.len()])?;
    let told: Vec<Vec<f64>> = rows.iter().map(|row| fit.predict(row)).collect();
    let wanted = fit.predict(record);
    // How far a parameter lies from its regression, on average.
    let parameters = wanted.len();
    let residual = |parameter: usize| {
        let squares = truths.iter().zip(&told).map(|(truth, told)| {
            let off = truth[parameter] - told[parameter];
            off * off
        });
        (squares.sum::<f64>() / rows.len() as f64).sqrt().max(f64::MIN_POSITIVE)
    };
    let scale: Vec<f64> = (0..parameters).map(residual).collect();
    let distance = |told: &Vec<f64>| {
        let squares = told.iter().zip(&wanted).zip(&scale).map(|((told, wanted), scale)| {
            let off = (told - wanted) / scale;
            off * off
        });
        squares.sum::<f64>().sqrt()
    };
    let mut by_distance: Vec<(f64, usize)> =
        told.iter().enumerate().map(|(case, told)| (distance(told), case)).collect();
    by_distance.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    by_distance.truncate(count);
    let tolerance = by_distance.last()?.0;
    by_distance.sort_by_key(|(_, case)| *case);
    let weight = |distance: f64| {
        let share = if tolerance > 0.0 { distance / tolerance } else { 0.0 };
        (1.0 - share * share).max(0.0)
    };
    let near: Vec<(f64, usize)> =
        by_distance.into_iter().map(|(distance, case)| (weight(distance), case)).collect();
    let samples = moved(&near, &told, &truths, &wanted);
    Some(Kept { samples, tolerance, farthest_output: farthest(&rows, record) })
}

/// Points moved to where they would lie had their outputs been the record's, by a local regression; within their range.
fn moved(
    near: &[(f64, usize)],
    told: &[Vec<f64>],
    truths: &[Vec<f64>],
    wanted: &[f64],
) -> Vec<(f64, Vec<f64>)> {
    let predictors: Vec<Vec<f64>> = near.iter().map(|(_, case)| told[*case].clone()).collect();
    let responses: Vec<Vec<f64>> = near.iter().map(|(_, case)| truths[*case].clone()).collect();
    let weights: Vec<f64> = near.iter().map(|(weight, _)| *weight).collect();
    let fit = Fit::new(&predictors, &responses, &weights);
    let at_record = fit.as_ref().map(|fit| fit.predict(wanted));
    let one = |((predictors, response), weight): ((&Vec<f64>, &Vec<f64>), &f64)| {
        let mut point = response.clone();
        if let (Some(fit), Some(at_record)) = (&fit, &at_record) {
            let here = fit.predict(predictors);
            for ((value, here), there) in point.iter_mut().zip(here).zip(at_record) {
                *value += there - here;
            }
        }
        (*weight, point)
    };
    predictors.iter().zip(&responses).zip(&weights).map(one).collect()
}

/// The largest distance of the record from the mean of an output, in standard deviations.
fn farthest(rows: &[Vec<f64>], record: &[f64]) -> f64 {
    let n = rows.len() as f64;
    let off = |(output, record): (usize, &f64)| {
        let mean = rows.iter().map(|row| row[output]).sum::<f64>() / n;
        let squares: f64 = rows.iter().map(|row| (row[output] - mean) * (row[output] - mean)).sum();
        let sd = (squares / n).sqrt();
        if sd > 0.0 { (record - mean).abs() / sd } else { 0.0 }
    };
    record.iter().enumerate().map(off).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::super::chance::Chance;
    use super::super::special::normal_quantile;
    use super::*;

    fn normal(chance: &mut Chance) -> f64 {
        normal_quantile(chance.unit().clamp(1e-12, 1.0 - 1e-12))
    }

    fn mean_and_sd(kept: &Kept, parameter: usize) -> (f64, f64) {
        let sum: f64 = kept.samples.iter().map(|(weight, _)| weight).sum();
        let mean = kept.samples.iter().map(|(weight, point)| weight * point[parameter]).sum::<f64>() / sum;
        let squares = kept.samples.iter().map(|(weight, point)| {
            let off = point[parameter] - mean;
            weight * off * off
        });
        (mean, (squares.sum::<f64>() / sum).sqrt())
    }

    /// The mean of a normal with known spread: a uniform prior on [0, 1], ten observations of sd 0.2 with mean 0.6 give a
    /// normal posterior of mean 0.6 and sd 0.2 / sqrt(10) = 0.0632.
    #[test]
    fn the_mean_of_a_normal_has_its_known_posterior() {
        for seed in 1..=5 {
            let mut chance = Chance::new(seed);
            let (mut points, mut outputs) = (Vec::new(), Vec::new());
            for _ in 0..20_000 {
                let mean = chance.unit();
                let observed = (0..10).map(|_| mean + 0.2 * normal(&mut chance)).sum::<f64>() / 10.0;
                points.push(vec![mean]);
                outputs.push(vec![observed]);
            }
            let kept = nearest(&points, &outputs, &[0.6], 1_000).expect("enough cases");
            let (mean, sd) = mean_and_sd(&kept, 0);
            // A thousand samples: standard errors of some 0.0022 and 0.0016.
            assert!((mean - 0.6).abs() < 0.008 && (sd - 0.0632).abs() < 0.006, "{seed}: {mean} {sd}");
        }
    }

    /// The rate of an exponential: a uniform prior on [0.2, 3], eight waits with sum 6 give Gamma(9, 6) cut to that range:
    /// mean 1.484 and sd 0.480 (numerically).
    #[test]
    fn the_rate_of_an_exponential_has_its_known_posterior() {
        let (waits, sum) = (8, 6.0_f64);
        let density = |rate: f64| libm::pow(rate, f64::from(waits)) * libm::exp(-sum * rate);
        let grid: Vec<f64> = (0..28_000).map(|step| 0.2 + (f64::from(step) + 0.5) * 1e-4).collect();
        let total: f64 = grid.iter().map(|rate| density(*rate)).sum();
        let true_mean = grid.iter().map(|rate| rate * density(*rate)).sum::<f64>() / total;
        let squares = grid.iter().map(|rate| (rate - true_mean) * (rate - true_mean) * density(*rate));
        let true_sd = (squares.sum::<f64>() / total).sqrt();
        let mut chance = Chance::new(3);
        let (mut points, mut outputs) = (Vec::new(), Vec::new());
        for _ in 0..60_000 {
            let share = chance.unit();
            let rate = 0.2 + 2.8 * share;
            let total: f64 = (0..waits).map(|_| -libm::log(1.0 - chance.unit()) / rate).sum();
            points.push(vec![share]);
            outputs.push(vec![libm::log(total)]);
        }
        let kept = nearest(&points, &outputs, &[libm::log(sum)], 2_000).expect("enough cases");
        let (mean, sd) = mean_and_sd(&kept, 0);
        let (mean, sd) = (0.2 + 2.8 * mean, 2.8 * sd);
        assert!(
            (mean - true_mean).abs() < 0.04 && (sd - true_sd).abs() < 0.04,
            "{mean} {sd}, {true_mean} {true_sd}"
        );
    }

    #[test]
    fn what_says_nothing_of_a_parameter_leaves_its_prior() {
        let mut chance = Chance::new(9);
        let (mut points, mut outputs) = (Vec::new(), Vec::new());
        for _ in 0..10_000 {
            let point = vec![chance.unit(), chance.unit()];
            outputs.push(vec![point[0] + 0.05 * normal(&mut chance), normal(&mut chance)]);
            points.push(point);
        }
        let kept = nearest(&points, &outputs, &[0.3, 0.0], 1_000).expect("enough cases");
        let (known, unknown) = (mean_and_sd(&kept, 0), mean_and_sd(&kept, 1));
        assert!((known.0 - 0.3).abs() < 0.01 && (known.1 - 0.05).abs() < 0.01, "{known:?}");
        // A uniform on [0, 1] has mean 0.5 and sd 0.2887.
        assert!((unknown.0 - 0.5).abs() < 0.04 && (unknown.1 - 0.2887).abs() < 0.02, "{unknown:?}");
    }

    #[test]
    fn too_few_cases_give_no_answer() {
        let cases: Vec<Vec<f64>> = (0..9).map(|case| vec![f64::from(case)]).collect();
        assert_eq!(nearest(&cases, &cases, &[4.0], 5), None);
        assert_eq!(nearest(&[], &[], &[], 1), None);
    }
}
