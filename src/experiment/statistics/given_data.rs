//! First-order shares of the variance from any one sample of inputs and outputs.
//!
//! The values of an input are cut into classes of equal size by rank (Plischke, Borgonovo and Smith 2013, *European Journal of
//! Operational Research* 226, 536-550), and in each class the output is fitted by a straight line in the input. The share is
//! the correlation ratio of that fit (Lewandowski, Cooke and Duintjer Tebbens 2007, *ACM Transactions on Modeling and
//! Computer Simulation* 18, article 3). Where nothing depends on the input, the plain ratio of n values and p fitted numbers
//! has the mean (p - 1) / (n - 1), so that the unbiased one of Kelley (1935), *PNAS* 21, 554-559, is taken:
//! 1 - (n - 1) / (n - p) × (squares about the fit / all squares). It can fall below zero.
//!
//! Class means alone would lose 1 / M² of a linear effect with M classes, and lines lose nothing of it; of a smooth effect they
//! lose what falls as M^-4. That bias squared, and the variance of a share that is zero, about 4 M / n², together are least
//! where M grows as n^(2/9).

use serde::Serialize;

use super::chance::Chance;
use super::mean::mean_and_squares;
use super::special::normal_quantile;

/// The share of an output's variance that one input explains by itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GivenShare {
    /// First-order index; chance may take it below zero.
    pub first: f64,
    /// Half-width of its 95 % bootstrap interval; `None` without resamples.
    pub first_half_width_95: Option<f64>,
}

impl GivenShare {
    /// The interval, cut to what a share can be.
    pub fn first_95(&self) -> Option<(f64, f64)> {
        let ends = |half: f64| ((self.first - half).clamp(0.0, 1.0), (self.first + half).clamp(0.0, 1.0));
        self.first_half_width_95.map(ends)
    }
}

/// Returns the number of classes for `n` values: the nearest to 2 n^(2/9).
pub fn classes(n: usize) -> usize {
    libm::round(2.0 * libm::pow(n as f64, 2.0 / 9.0)) as usize
}

/// Returns the share of each input, with intervals from `resamples` bootstrap samples (fewer than two for none) drawn with
/// `seed`. An input is a list of values in the order of the outputs; the lists are taken one after the other, so that
/// they need not be held all at once.
///
/// `None` with fewer than eight outputs, outputs that are all equal, or an input of another length.
pub fn given_shares(
    inputs: impl IntoIterator<Item = Vec<f64>>,
    outputs: &[f64],
    resamples: usize,
    seed: u64,
) -> Option<Vec<GivenShare>> {
    let n = outputs.len();
    let (mean, squares) = mean_and_squares(outputs)?;
    if n < 8 || squares.is_nan() || squares <= 0.0 {
        return None;
    }
    let centred: Vec<f64> = outputs.iter().map(|output| output - mean).collect();
    let inputs: Vec<Vec<Place>> = inputs
        .into_iter()
        .map(|values| (values.len() == n).then(|| places(&values, classes(n))))
        .collect::<Option<_>>()?;
    let everyone: Vec<usize> = (0..n).collect();
    let first: Vec<f64> =
        inputs.iter().map(|places| ratio(places, &centred, &everyone)).collect::<Option<_>>()?;
    let mut samples: Vec<Vec<f64>> = vec![Vec::new(); inputs.len()];
    let mut chance = Chance::new(seed);
    for _ in 0..if resamples > 1 { resamples } else { 0 } {
        // One sample serves all inputs.
        let drawn: Vec<usize> = (0..n).map(|_| chance.below(n)).collect();
        for (places, found) in inputs.iter().zip(&mut samples) {
            found.extend(ratio(places, &centred, &drawn));
        }
    }
    let half_width = |values: &[f64]| {
        let (_, squares) = mean_and_squares(values)?;
        (values.len() > 1).then(|| normal_quantile(0.975) * (squares / (values.len() as f64 - 1.0)).sqrt())
    };
    let of =
        |(first, sample): (f64, &Vec<f64>)| GivenShare { first, first_half_width_95: half_width(sample) };
    Some(first.into_iter().zip(&samples).map(of).collect())
}

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    class: u32,
    /// Above the least value of its class.
    above: f64,
}

/// The place of each value. Equal values share the class of their middle rank, so that a whole number is never cut.
fn places(values: &[f64], classes: usize) -> Vec<Place> {
    let n = values.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut places = vec![Place { class: 0, above: 0.0 }; n];
    let (mut first, mut last_class, mut least) = (0, None, 0.0);
    for equal in order.chunk_by(|one, other| values[*one].total_cmp(&values[*other]).is_eq()) {
        // Twice the middle of their ranks, which is below 2 n.
        let middle = 2 * first + equal.len();
        let class = (middle * classes / (2 * n)).min(classes - 1) as u32;
        let value = values[equal[0]];
        if last_class != Some(class) {
            (last_class, least) = (Some(class), value);
        }
        for index in equal {
            places[*index] = Place { class, above: value - least };
        }
        first += equal.len();
    }
    places
}

/// Sums over the values of a class.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    count: f64,
    output: f64,
    above: f64,
    above_squares: f64,
    products: f64,
}

impl Sums {
    fn add(&mut self, above: f64, output: f64) {
        self.count += 1.0;
        self.output += output;
        self.above += above;
        self.above_squares += above * above;
        self.products += above * output;
    }

    /// Squares that the fit explains, and how many numbers are fitted: a mean, and a slope unless all values are equal.
    fn fit(&self) -> (f64, f64) {
        if self.count == 0.0 {
            return (0.0, 0.0);
        }
        let by_mean = self.output * self.output / self.count;
        let spread = self.above_squares - self.above * self.above / self.count;
        if spread <= 1e-12 * self.above_squares {
            return (by_mean, 1.0);
        }
        let product = self.products - self.above * self.output / self.count;
        (by_mean + product * product / spread, 2.0)
    }
}

/// The unbiased correlation ratio of a sample, drawn from outputs about zero; `None` where the sample has no variance or
/// is too small for the fit.
fn ratio(places: &[Place], outputs: &[f64], sample: &[usize]) -> Option<f64> {
    let most = places.iter().map(|place| place.class as usize + 1).max().unwrap_or(0);
    let mut of_class = vec![Sums::default(); most];
    let (mut sum, mut squares) = (0.0, 0.0);
    for &index in sample {
        let (place, output) = (places[index], outputs[index]);
        of_class[place.class as usize].add(place.above, output);
        (sum, squares) = (sum + output, squares + output * output);
    }
    let n = sample.len() as f64;
    let about_mean = squares - sum * sum / n;
    let (mut explained, mut fitted) = (0.0, 0.0);
    for (by_class, numbers) in of_class.iter().map(Sums::fit) {
        (explained, fitted) = (explained + by_class, fitted + numbers);
    }
    (about_mean > 0.0 && n > fitted)
        .then(|| 1.0 - (n - 1.0) / (n - fitted) * (squares - explained).max(0.0) / about_mean)
}

#[cfg(test)]
mod tests {
    use super::super::sobol::SobolSequence;
    use super::super::sobol::tests::ishigami;
    use super::super::special::assert_close;
    use super::*;

    /// The analytic first-order shares of Ishigami's function with a = 7 and b = 0.1.
    const FIRST: [f64; 3] = [0.313_905_19, 0.442_411_14, 0.0];

    fn shares(points: &[Vec<f64>], resamples: usize) -> Vec<GivenShare> {
        let outputs: Vec<f64> = points.iter().map(|point| ishigami(point)).collect();
        let inputs = (0..3).map(|input| points.iter().map(|point| point[input]).collect());
        given_shares(inputs, &outputs, resamples, 1).unwrap()
    }

    #[test]
    fn ishigami_on_sobol_points_comes_close_to_its_analytic_shares() {
        let sequence = SobolSequence::new(3).unwrap();
        let points: Vec<Vec<f64>> = (0..8192).map(|index| sequence.point(index)).collect();
        for (found, first) in shares(&points, 0).iter().zip(FIRST) {
            assert_close(found.first, first, 6e-3);
            assert_eq!(found.first_half_width_95, None);
        }
        // S1 V = 4.3459, a reference that is published as such.
        let outputs: Vec<f64> = points.iter().map(|point| ishigami(point)).collect();
        let (_, squares) = mean_and_squares(&outputs).unwrap();
        assert_close(shares(&points, 0)[0].first * squares / 8192.0, 4.3459, 0.1);
    }

    #[test]
    fn intervals_of_random_points_hold_the_analytic_shares_about_as_often_as_they_say() {
        let mut held = [0; 3];
        for seed in 0..60 {
            let mut chance = Chance::new(seed);
            let points: Vec<Vec<f64>> = (0..1000).map(|_| (0..3).map(|_| chance.unit()).collect()).collect();
            for ((held, found), first) in held.iter_mut().zip(shares(&points, 60)).zip(FIRST) {
                *held += i32::from((found.first - first).abs() <= found.first_half_width_95.unwrap());
            }
        }
        assert!(held.iter().all(|held| *held >= 51), "of 60: {held:?}");
    }

    #[test]
    fn a_share_of_nothing_is_zero_in_the_mean() {
        let mut chance = Chance::new(3);
        let mut list = |n: usize| (0..n).map(|_| chance.unit()).collect::<Vec<f64>>();
        let outputs = list(200);
        let inputs: Vec<Vec<f64>> = (0..400).map(|_| list(200)).collect();
        let found = given_shares(inputs, &outputs, 0, 1).unwrap();
        let mean = found.iter().map(|share| share.first).sum::<f64>() / 400.0;
        // The plain ratio would have the mean 11 / 199.
        assert_close(mean, 0.0, 5e-3);
    }

    #[test]
    fn equal_values_stay_together_and_explain_all_that_they_decide() {
        let whole: Vec<f64> = (0..300).map(|index| f64::from(index % 3)).collect();
        let outputs: Vec<f64> = whole.iter().map(|value| value * value).collect();
        let found = given_shares([whole, vec![4.0; 300]], &outputs, 0, 1).unwrap();
        assert_close(found[0].first, 1.0, 1e-12);
        assert_close(found[1].first, 0.0, 1e-12);
    }

    #[test]
    fn samples_that_say_nothing_are_refused() {
        assert_eq!(given_shares([vec![1.0; 9]], &[2.0; 9], 0, 1), None);
        assert_eq!(given_shares([vec![1.0; 9]], &[1.0, 2.0], 0, 1), None);
        let outputs: Vec<f64> = (0..9).map(f64::from).collect();
        assert_eq!(given_shares([vec![1.0; 8]], &outputs, 0, 1), None);
        assert_eq!((classes(8), classes(200), classes(8192)), (3, 6, 15));
    }
}
