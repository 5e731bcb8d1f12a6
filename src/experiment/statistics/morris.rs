//! Elementary effects: which assumptions matter at all, for few runs.
//!
//! Morris (1991), *Technometrics* 33, 161-174; the mean of absolute effects is Campolongo, Cariboni and Saltelli
//! (2007), *Environmental Modelling & Software* 22, 1509-1518.

use serde::Serialize;

use super::chance::Chance;
use super::mean::Summary;
use super::stopping::replications_by_student;

/// Trajectories through a grid, each moving every dimension once.
#[derive(Debug, Clone, PartialEq)]
pub struct MorrisDesign {
    dimensions: usize,
    points: Vec<Vec<f64>>,
    moved: Vec<usize>,
}

impl MorrisDesign {
    /// Returns `trajectories` trajectories in the unit cube of `dimensions` dimensions on a grid of `levels` levels;
    /// `None` without dimensions or trajectories, or unless `levels` is even and positive.
    ///
    /// A step is levels / (2 (levels - 1)) long, so that all levels are equally likely; four levels are usual.
    pub fn new(dimensions: usize, trajectories: usize, levels: usize, seed: u64) -> Option<Self> {
        if dimensions == 0 || trajectories == 0 || levels < 2 || !levels.is_multiple_of(2) {
            return None;
        }
        let mut chance = Chance::new(seed);
        let half = levels / 2;
        let at = |level: usize| level as f64 / (levels - 1) as f64;
        let mut design = Self { dimensions, points: Vec::new(), moved: Vec::new() };
        for _ in 0..trajectories {
            let start: Vec<usize> = (0..dimensions).map(|_| chance.below(levels)).collect();
            let mut point: Vec<f64> = start.iter().map(|level| at(*level)).collect();
            design.points.push(point.clone());
            for dimension in chance.permutation(dimensions) {
                let level = start[dimension];
                point[dimension] = at(if level < half { level + half } else { level - half });
                design.points.push(point.clone());
                design.moved.push(dimension);
            }
        }
        Some(design)
    }

    /// Returns the points to evaluate, (dimensions + 1) per trajectory, each with one coordinate per dimension.
    pub fn points(&self) -> &[Vec<f64>] {
        &self.points
    }

    /// Returns the effects from the `outputs` at the points; `None` if their number differs.
    pub fn effects(&self, outputs: &[f64]) -> Option<Vec<MorrisEffect>> {
        if outputs.len() != self.points.len() {
            return None;
        }
        let mut effects = vec![Vec::new(); self.dimensions];
        let stride = self.dimensions + 1;
        for (step, dimension) in self.moved.iter().enumerate() {
            let before = step / self.dimensions * stride + step % self.dimensions;
            let moved = self.points[before + 1][*dimension] - self.points[before][*dimension];
            effects[*dimension].push((outputs[before + 1] - outputs[before]) / moved);
        }
        effects.iter().map(|effects| MorrisEffect::of(effects)).collect()
    }
}

/// Share of the largest mean size that an interval may be wide on either side, so that effects can be told apart.
const PRECISE: f64 = 0.25;
/// Trajectories that tell of their own spread; ten are usual.
const USUAL: usize = 10;

/// Returns about how many trajectories bring the half-width of every mean size below a quarter of the largest; `None`
/// where `trajectories` do.
pub fn trajectories_needed(effects: &[MorrisEffect], trajectories: usize) -> Option<usize> {
    let wanted = PRECISE * effects.iter().map(|effect| effect.mu_star).fold(0.0, f64::max);
    if trajectories < 2 {
        return Some(USUAL);
    }
    let wide = effects.iter().filter(|effect| effect.mu_star_half_width_95.is_some_and(|half| half > wanted));
    wide.filter_map(|effect| replications_by_student(effect.mu_star_sd?, wanted, 0.95)).max()
}

/// The elementary effects of one dimension, in the unit of the output per whole range of the input.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MorrisEffect {
    /// Mean effect, with its sign.
    pub mu: f64,
    /// Mean absolute effect: how much the input matters.
    pub mu_star: f64,
    /// Half-width of the 95 % Student t interval of `mu_star`; `None` for a single trajectory.
    pub mu_star_half_width_95: Option<f64>,
    /// Standard deviation of the effects: curvature and interactions; `None` for a single trajectory.
    pub sigma: Option<f64>,
    /// Lower end of that interval, cut at zero: a mean of sizes is never below.
    pub mu_star_low_95: Option<f64>,
    /// Its upper end.
    pub mu_star_high_95: Option<f64>,
    /// Standard deviation of the absolute effects.
    #[serde(skip)]
    pub mu_star_sd: Option<f64>,
}

impl MorrisEffect {
    fn of(effects: &[f64]) -> Option<Self> {
        let signed = Summary::of(effects)?;
        let absolute = Summary::of(&effects.iter().map(|effect| effect.abs()).collect::<Vec<_>>())?;
        let half_width = absolute.half_width(0.95);
        Some(Self {
            mu: signed.mean,
            mu_star: absolute.mean,
            mu_star_half_width_95: half_width,
            sigma: signed.sd,
            mu_star_low_95: half_width.map(|half| (absolute.mean - half).max(0.0)),
            mu_star_high_95: half_width.map(|half| absolute.mean + half),
            mu_star_sd: absolute.sd,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sobol::tests::ishigami;
    use super::super::special::assert_close;
    use super::*;

    fn effects(design: &MorrisDesign, f: impl Fn(&[f64]) -> f64) -> Vec<MorrisEffect> {
        let outputs: Vec<f64> = design.points().iter().map(|point| f(point)).collect();
        design.effects(&outputs).unwrap()
    }

    #[test]
    fn a_linear_function_gives_its_coefficients_and_no_spread() {
        let design = MorrisDesign::new(3, 10, 4, 1).unwrap();
        let found = effects(&design, |x| 2.0 * x[0] + 5.0 * x[1] - 0.5 * x[2]);
        for (effect, expected) in found.iter().zip([2.0, 5.0, -0.5]) {
            assert_close(effect.mu, expected, 1e-12);
            assert_close(effect.mu_star, expected.abs(), 1e-12);
            assert_close(effect.sigma.unwrap(), 0.0, 1e-12);
        }
    }

    #[test]
    fn ishigami_effects_are_those_of_salib_and_of_the_exact_mean_over_the_grid() {
        let design = MorrisDesign::new(3, 10_000, 4, 1).unwrap();
        let found = effects(&design, ishigami);
        // SALib's regression values come from other random trajectories.
        for (effect, salib) in found.iter().zip([7.682_808, 7.875, 6.256_295]) {
            assert_close(effect.mu_star / salib, 1.0, 0.03);
        }
        // On four levels sin is 0 or +-sqrt(3)/2, a step is 2/3, and the cube roots of x3^4 are known.
        let fourth = libm::pow(std::f64::consts::PI, 4.0);
        let sine = 0.75_f64.sqrt();
        let exact = [
            1.5 * sine * (1.0 + 0.1 * fourth * (1.0 + 1.0 / 81.0) / 2.0),
            7.0 * 0.75 * 1.5,
            1.5 * 0.5 * sine * 0.1 * fourth * 80.0 / 81.0,
        ];
        for (effect, exact) in found.iter().zip(exact) {
            assert_close(effect.mu_star, exact, 2.0 * effect.mu_star_half_width_95.unwrap() + 1e-12);
        }
        assert_close(found[1].mu_star, 7.875, 1e-12);
    }

    #[test]
    fn every_step_moves_one_dimension_by_the_step_within_the_cube() {
        let design = MorrisDesign::new(5, 8, 6, 9).unwrap();
        assert_eq!(design.points().len(), 8 * 6);
        for trajectory in design.points().chunks(6) {
            let mut moved = [0; 5];
            for pair in trajectory.windows(2) {
                for dimension in 0..5 {
                    let step = (pair[1][dimension] - pair[0][dimension]).abs();
                    if step > 0.0 {
                        assert_close(step, 0.6, 1e-12);
                        moved[dimension] += 1;
                    }
                }
            }
            assert_eq!(moved, [1; 5]);
            assert!(trajectory.iter().flatten().all(|x| (0.0..=1.0).contains(x)));
        }
    }

    #[test]
    fn a_mean_of_sizes_is_never_below_zero_and_few_trajectories_say_how_many_would_do() {
        // Sizes 0, 0 and 3: mean 1, standard deviation sqrt(3), half-width 4.303 sqrt(3) / sqrt(3) = 4.303.
        let effect = MorrisEffect::of(&[0.0, 0.0, -3.0]).unwrap();
        assert_close(effect.mu_star_half_width_95.unwrap(), 4.302_653, 1e-5);
        assert_eq!(effect.mu_star_low_95, Some(0.0));
        assert_close(effect.mu_star_high_95.unwrap(), 5.302_653, 1e-5);
        // A quarter of 1 h wants t sqrt(3) / sqrt(n) <= 0.25: n = 187 with t = 1.9728 gives 0.2499.
        assert_eq!(trajectories_needed(&[effect], 3), Some(187));
        let sure = MorrisEffect::of(&[2.0, 2.0, 2.0]).unwrap();
        assert_eq!((trajectories_needed(&[sure], 3), trajectories_needed(&[sure], 1)), (None, Some(10)));
    }

    #[test]
    fn odd_levels_and_wrong_outputs_are_refused() {
        assert_eq!(MorrisDesign::new(3, 5, 3, 1), None);
        assert_eq!(MorrisDesign::new(0, 5, 4, 1), None);
        let design = MorrisDesign::new(2, 1, 4, 1).unwrap();
        assert_eq!(design.effects(&[1.0, 2.0]), None);
        assert_eq!(design.effects(&[1.0, 2.0, 4.0]).unwrap()[0].sigma, None);
    }
}
