//! How many replications each system needs.
//!
//! Two-stage procedures: Rinott (1978), *Communications in Statistics* A7, 799-811, and Dudewicz and Dalal (1975),
//! *Sankhya* B37, 28-78, for independent systems; Bonferroni with paired variances (Matejcik and Nelson 1995,
//! *Operations Research* 43, 633-640) under common random numbers. Budget allocation: Chen, Lin, Yucesan and Chick
//! (2000), *Discrete Event Dynamic Systems* 10, 251-270.

use super::super::mean::Summary;
use super::super::paired::differences;
use super::super::special::{normal_cdf, root_of_increasing, student_cdf};
use super::Best;
use super::screening::one_sided_t;

/// Logarithm by which a density falls below its maximum before it is cut off: exp(-45) is beneath rounding.
const NEGLIGIBLE: f64 = 45.0;
/// No constant of a sensible goal is above it.
const LARGEST_CONSTANT: f64 = 1e6;

/// Returns Rinott's constant h for `systems` independent systems, a probability of correct selection, and n0 - 1
/// degrees of freedom; `None` with fewer than two systems, for a probability not above 1 / systems or not below 1, or
/// without degrees of freedom.
pub fn rinott_constant(systems: usize, probability: f64, degrees_of_freedom: usize) -> Option<f64> {
    let v = sensible(systems, probability, degrees_of_freedom)?;
    let nodes = chi_square_nodes(v);
    let rivals = (systems - 1) as f64;
    let selected = |h: f64| {
        let given = |inverse: f64| {
            let terms =
                nodes.iter().map(|(other, weight)| weight * normal_cdf(h / (v * (inverse + other)).sqrt()));
            terms.sum::<f64>()
        };
        nodes.iter().map(|(inverse, weight)| weight * libm::pow(given(*inverse), rivals)).sum::<f64>()
    };
    Some(constant_for(probability, selected))
}

/// Returns the constant h of Dudewicz and Dalal's selection, with the meaning and limits of [`rinott_constant`].
pub fn dudewicz_dalal_constant(systems: usize, probability: f64, degrees_of_freedom: usize) -> Option<f64> {
    let v = sensible(systems, probability, degrees_of_freedom)?;
    // With t = sqrt(v) sinh(s) the density becomes cosh(s)^-v, which the trapezoid rule integrates to rounding.
    let reach = libm::acosh(libm::exp(NEGLIGIBLE / v));
    let steps = libm::ceil((reach / 0.05).max(200.0)) as i32;
    let node = |step: i32| {
        let s = reach * f64::from(step) / f64::from(steps);
        (v.sqrt() * libm::sinh(s), libm::exp(-v * libm::log(libm::cosh(s))))
    };
    let nodes = normalised((-steps..=steps).map(node).collect());
    let rivals = (systems - 1) as f64;
    let selected = |h: f64| {
        nodes.iter().map(|(t, weight)| weight * libm::pow(student_cdf(t + h, v), rivals)).sum::<f64>()
    };
    Some(constant_for(probability, selected))
}

fn sensible(systems: usize, probability: f64, degrees_of_freedom: usize) -> Option<f64> {
    let possible = systems > 1 && probability * systems as f64 > 1.0 && probability < 1.0;
    (possible && degrees_of_freedom > 0).then_some(degrees_of_freedom as f64)
}

/// The constant at which the probability of correct selection reaches its goal.
fn constant_for(probability: f64, selected: impl Fn(f64) -> f64) -> f64 {
    let mut high = 4.0;
    while selected(high) < probability && high < LARGEST_CONSTANT {
        high *= 2.0;
    }
    root_of_increasing(0.0, high, |h| selected(h) - probability)
}

/// Quadrature of the chi-square distribution in the logarithm of its variable, where its density is smooth and falls
/// off on both sides: pairs of 1 / x and weight.
fn chi_square_nodes(v: f64) -> Vec<(f64, f64)> {
    let step = 0.15 * (2.0 / v).sqrt();
    // ln of the density per ln x, relative to its maximum at x = v.
    let fall = |d: f64| 0.5 * v * (libm::expm1(d) - d);
    let node = |k: f64| (libm::exp(-k * step) / v, libm::exp(-fall(k * step)));
    let side =
        |sign: f64| (1..).map(move |k| sign * f64::from(k)).take_while(|k| fall(k * step) < NEGLIGIBLE);
    let nodes = side(-1.0).chain(std::iter::once(0.0)).chain(side(1.0)).map(node);
    normalised(nodes.collect())
}

fn normalised(mut nodes: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let total: f64 = nodes.iter().map(|(_, weight)| weight).sum();
    for (_, weight) in &mut nodes {
        *weight /= total;
    }
    nodes
}

/// Returns the replications that a system with first-stage standard deviation `sd` needs: max(n0, (h s / delta)^2).
pub fn second_stage(initial: usize, constant: f64, sd: f64, indifference: f64) -> usize {
    let root = constant * sd / indifference;
    initial.max(libm::ceil(root * root) as usize)
}

/// Returns the replications that every system needs so that the best mean is the best system with `confidence`, from
/// first-stage `systems` under common random numbers; `None` with fewer than two systems, or if lengths differ or are
/// below two.
pub fn two_stage_bonferroni(systems: &[&[f64]], indifference: f64, confidence: f64) -> Option<usize> {
    let n = systems.first()?.len();
    if systems.len() < 2 || n < 2 {
        return None;
    }
    let mut largest: f64 = 0.0;
    for (index, first) in systems.iter().enumerate() {
        for second in &systems[index + 1..] {
            largest = largest.max(Summary::of(&differences(first, second)?)?.sd?);
        }
    }
    Some(second_stage(n, one_sided_t(systems.len(), n, confidence), largest, indifference))
}

/// Returns the shares of a budget of replications that best tell the best system from the others (OCBA), given `means`
/// and `variances`; `None` with fewer than two systems, if lengths differ, if two systems share the best mean, or if
/// all variances are zero.
pub fn budget_shares(means: &[f64], variances: &[f64], best: Best) -> Option<Vec<f64>> {
    let everyone: Vec<usize> = (0..means.len()).collect();
    let (leader, tied) = best.of(means, &everyone)?;
    if means.len() < 2 || means.len() != variances.len() || tied.len() > 1 {
        return None;
    }
    let mut shares: Vec<f64> = means
        .iter()
        .zip(variances)
        .map(|(mean, variance)| {
            let distance = mean - means[leader];
            variance / (distance * distance)
        })
        .collect();
    // N_b = s_b sqrt(sum N_i^2 / s_i^2), with N_i = s_i^2 / d_i^2 written out so that a zero variance is harmless.
    let others = everyone.iter().filter(|system| **system != leader);
    let squares: f64 = others
        .map(|system| {
            let distance = means[*system] - means[leader];
            shares[*system] / (distance * distance)
        })
        .sum();
    shares[leader] = (variances[leader] * squares).sqrt();
    let total: f64 = shares.iter().sum();
    (total > 0.0 && total.is_finite()).then(|| shares.iter().map(|share| share / total).collect())
}

#[cfg(test)]
mod tests {
    use super::super::super::chance::Chance;
    use super::super::super::reference::four_systems;
    use super::super::super::special::{assert_close, normal_quantile};
    use super::*;

    #[test]
    fn rinotts_constants_match_the_reference() {
        for (probability, freedom, expected) in [
            (0.95, 19, [2.452, 2.937, 3.203, 3.385, 3.875]),
            (0.90, 19, [1.896, 2.431, 2.720, 2.916, 3.437]),
            (0.95, 9, [2.614, 3.166, 3.476, 3.693, 4.290]),
        ] {
            for (systems, expected) in [2, 3, 4, 5, 10].into_iter().zip(expected) {
                assert_close(rinott_constant(systems, probability, freedom).unwrap(), expected, 6e-4);
            }
        }
    }

    #[test]
    fn rinotts_constants_for_many_systems_match_the_double_integral() {
        for (systems, probability, expected) in
            [(10, 0.975, 4.0453), (1000, 0.975, 6.0563), (1000, 0.9, 5.4879)]
        {
            assert_close(rinott_constant(systems, probability, 50).unwrap(), expected, 6e-5);
        }
    }

    #[test]
    fn dudewicz_and_dalals_constants_match_the_reference() {
        for (systems, expected) in [(2, 1.896), (3, 2.342), (4, 2.583), (5, 2.747), (10, 3.182)] {
            assert_close(dudewicz_dalal_constant(systems, 0.90, 19).unwrap(), expected, 6e-4);
        }
    }

    #[test]
    fn for_two_systems_both_constants_are_the_same() {
        for freedom in [1, 2, 5, 30, 500] {
            let (rinott, other) =
                (rinott_constant(2, 0.9, freedom), dudewicz_dalal_constant(2, 0.9, freedom));
            assert_close(rinott.unwrap() / other.unwrap(), 1.0, 1e-9);
        }
        // With one degree of freedom the difference of two Cauchy variables is a Cauchy variable twice as wide.
        let cauchy = 2.0 * libm::tan(0.4 * std::f64::consts::PI);
        assert_close(rinott_constant(2, 0.9, 1).unwrap(), cauchy, 1e-9);
    }

    #[test]
    fn goals_that_chance_alone_meets_are_refused() {
        assert_eq!(rinott_constant(2, 0.5, 19), None);
        assert_eq!(rinott_constant(1, 0.9, 19), None);
        assert_eq!(dudewicz_dalal_constant(3, 1.0, 19), None);
        assert_eq!(rinott_constant(3, 0.9, 0), None);
    }

    #[test]
    fn rinott_selects_the_best_as_often_as_promised_in_the_slippage_configuration() {
        const RACES: usize = 500;
        let h = rinott_constant(5, 0.95, 19).unwrap();
        let mut chance = Chance::new(6);
        let (mut correct, mut replications) = (0, 0);
        for _ in 0..RACES {
            let mean_of = |shift: f64, chance: &mut Chance| {
                let mut draw = || shift + 3.0 * normal_quantile(chance.unit());
                let mut values: Vec<f64> = (0..20).map(|_| draw()).collect();
                let sd = Summary::of(&values).unwrap().sd.unwrap();
                let n = second_stage(20, h, sd, 1.0);
                values.extend((20..n).map(|_| draw()));
                (values.iter().sum::<f64>() / n as f64, n)
            };
            let systems = [0.0, 0.0, 0.0, 0.0, 1.0].map(|shift| mean_of(shift, &mut chance));
            replications += systems.iter().map(|(_, n)| n).sum::<usize>();
            correct += usize::from(systems[..4].iter().all(|(mean, _)| *mean < systems[4].0));
        }
        // The reference found 0.956 and 517 replications on average.
        let share = correct as f64 / RACES as f64;
        assert!((0.93..=0.985).contains(&share), "{share}");
        assert_close(replications as f64 / RACES as f64, 517.0, 10.0);
    }

    #[test]
    fn the_two_stage_example_needs_forty_five() {
        assert_close(one_sided_t(4, 10, 0.95), 2.509_587, 5e-7);
        let sd =
            Summary::of(&differences(four_systems()[0], four_systems()[2]).unwrap()).unwrap().sd.unwrap();
        assert_close(sd * sd, 28.498_048_89, 5e-9);
        assert_eq!(two_stage_bonferroni(&four_systems(), 2.0, 0.95), Some(45));
        assert_eq!(two_stage_bonferroni(&four_systems()[..1], 2.0, 0.95), None);
    }

    #[test]
    fn budget_shares_match_the_reference() {
        let shares = budget_shares(&[1.0, 2.0, 3.0, 4.0, 5.0], &[1.0; 5], Best::Smallest).unwrap();
        let expected = [0.421_822_99, 0.406_134_10, 0.101_533_52, 0.045_126_01, 0.025_383_38];
        for (share, expected) in shares.iter().zip(expected) {
            assert_close(*share, expected, 6e-9);
        }
        let shares =
            budget_shares(&[1.2, 2.1, 3.32, 4.11, 5.12], &[3.3, 1.2, 3.9, 22.0, 5.3], Best::Smallest);
        let expected = [0.344_845_9, 0.183_404_45, 0.107_425_29, 0.321_625_4, 0.042_698_97];
        for (share, expected) in shares.unwrap().iter().zip(expected) {
            assert_close(*share, expected, 6e-8);
        }
    }

    #[test]
    fn a_shared_best_mean_has_no_budget_shares() {
        assert_eq!(budget_shares(&[1.0, 1.0, 2.0], &[1.0; 3], Best::Smallest), None);
        assert_eq!(budget_shares(&[1.0, 2.0], &[0.0; 2], Best::Smallest), None);
        assert!(budget_shares(&[1.0, 1.0, 2.0], &[1.0; 3], Best::Largest).is_some());
    }
}
