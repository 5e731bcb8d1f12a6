//! Subset screening, and multiple comparisons with the best.
//!
//! Screening keeps every system that is not clearly worse than another, with paired variances, so that common random
//! numbers are allowed (Nelson, Swann, Goldsman and Song 2001, *Operations Research* 49, 950-963). The comparisons are
//! Hsu (1984), *Annals of Statistics* 12, 1136-1144, and Nelson and Matejcik (1995), *Management Science* 41,
//! 1935-1945.

use serde::Serialize;

use super::super::interval::Interval;
use super::super::mean::Summary;
use super::super::paired::differences;
use super::super::special::student_quantile;
use super::Best;

/// A system after screening.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Screened {
    /// Mean over its replications, in the unit of the values.
    pub mean: f64,
    /// The mean that it must not be worse than: the strictest limit that another system sets.
    pub limit: f64,
    /// Whether it is kept.
    pub kept: bool,
}

/// Returns, per system, whether it may still be the best: with probability `confidence` the best is among those kept.
///
/// `None` with fewer than two systems, or if lengths differ or are below two.
pub fn screen(systems: &[&[f64]], best: Best, confidence: f64) -> Option<Vec<Screened>> {
    let limits = screening_limits(systems, best, confidence)?;
    let screened = systems.iter().zip(limits).map(|(system, limits)| {
        let mean = Summary::of(system)?.mean;
        let strictest = match best {
            Best::Smallest => limits.iter().flatten().copied().fold(f64::INFINITY, f64::min),
            Best::Largest => limits.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max),
        };
        Some(Screened { mean, limit: strictest, kept: best.merit(mean) >= best.merit(strictest) })
    });
    screened.collect()
}

/// The limit that each other system sets for each system; `None` in the diagonal.
fn screening_limits(systems: &[&[f64]], best: Best, confidence: f64) -> Option<Vec<Vec<Option<f64>>>> {
    let n = systems.first()?.len();
    if systems.len() < 2 || n < 2 {
        return None;
    }
    let t = one_sided_t(systems.len(), n, confidence);
    let limit = |system: &[f64], rival: &[f64]| {
        let error = Summary::of(&differences(system, rival)?)?.standard_error()?;
        let slack = match best {
            Best::Smallest => t * error,
            Best::Largest => -t * error,
        };
        Some(Summary::of(rival)?.mean + slack)
    };
    let mut limits = vec![vec![None; systems.len()]; systems.len()];
    for (index, system) in systems.iter().enumerate() {
        for (rival, other) in systems.iter().enumerate().filter(|(rival, _)| *rival != index) {
            limits[index][rival] = Some(limit(system, other)?);
        }
    }
    Some(limits)
}

/// Student quantile at 1 - error / (systems - 1), n - 1 degrees of freedom.
pub(super) fn one_sided_t(systems: usize, n: usize, confidence: f64) -> f64 {
    let error = (1.0 - confidence) / (systems as f64 - 1.0);
    student_quantile(1.0 - error, n as f64 - 1.0)
}

/// Returns, per system, the interval of its mean minus the best of the others, given that differences up to
/// `indifference` are to be told: an interval at or below zero holds the smallest, one at or above zero the largest.
///
/// `None` with fewer than two systems.
pub fn compare_with_best(means: &[f64], best: Best, indifference: f64) -> Option<Vec<Interval>> {
    if means.len() < 2 {
        return None;
    }
    let interval = |system: usize| {
        let others: Vec<usize> = (0..means.len()).filter(|other| *other != system).collect();
        let (rival, _) = best.of(means, &others)?;
        let distance = means[system] - means[rival];
        Some(Interval { low: (distance - indifference).min(0.0), high: (distance + indifference).max(0.0) })
    };
    (0..means.len()).map(interval).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::reference::four_systems;
    use super::super::super::special::assert_close;
    use super::*;

    fn kept(best: Best) -> Vec<usize> {
        let screened = screen(&four_systems(), best, 0.95).unwrap();
        (0..4).filter(|system| screened[*system].kept).map(|system| system + 1).collect()
    }

    #[test]
    fn screening_keeps_the_systems_of_the_reference() {
        assert_eq!(kept(Best::Smallest), [3]);
        assert_eq!(kept(Best::Largest), [1, 2]);
    }

    #[test]
    fn the_limits_for_system_one_are_those_of_the_book() {
        let limits = screening_limits(&four_systems(), Best::Smallest, 0.95).unwrap();
        for (rival, expected) in [(1, 50.9191), (2, 48.5865), (3, 50.6374)] {
            assert_close(limits[0][rival].unwrap(), expected, 6e-5);
        }
        assert_eq!(limits[0][0], None);
        let screened = screen(&four_systems(), Best::Smallest, 0.95).unwrap();
        assert_close(screened[0].limit, 48.5865, 6e-5);
        assert_close(screened[0].mean, 50.036, 1e-10);
    }

    #[test]
    fn comparisons_with_the_best_are_reproduced() {
        let means: Vec<f64> = four_systems().iter().map(|system| Summary::of(system).unwrap().mean).collect();
        let found = compare_with_best(&means, Best::Smallest, 0.0).unwrap();
        for (interval, (low, high)) in
            found.iter().zip([(0.0, 5.686), (0.0, 4.886), (-4.428, 0.0), (0.0, 4.428)])
        {
            assert_close(interval.low, low, 1e-10);
            assert_close(interval.high, high, 1e-10);
        }
    }

    #[test]
    fn an_indifference_widens_the_comparisons_on_both_sides() {
        let found = compare_with_best(&[1.0, 3.0], Best::Largest, 0.5).unwrap();
        assert_eq!(found[0], Interval { low: -2.5, high: 0.0 });
        assert_eq!(found[1], Interval { low: 0.0, high: 2.5 });
        let close = compare_with_best(&[1.0, 1.25], Best::Smallest, 1.0).unwrap();
        assert_eq!(close[0], Interval { low: -1.25, high: 0.75 });
    }

    #[test]
    fn equal_systems_are_all_kept() {
        let same = [1.0, 2.0, 3.0];
        let screened = screen(&[&same, &same], Best::Smallest, 0.95).unwrap();
        assert!(screened.iter().all(|system| system.kept));
    }

    #[test]
    fn one_system_or_uneven_lengths_are_refused() {
        assert_eq!(screen(&[&[1.0, 2.0]], Best::Smallest, 0.95), None);
        assert_eq!(screen(&[&[1.0, 2.0], &[1.0, 2.0, 3.0]], Best::Smallest, 0.95), None);
        assert_eq!(screen(&[&[1.0], &[2.0]], Best::Smallest, 0.95), None);
        assert_eq!(compare_with_best(&[1.0], Best::Smallest, 0.0), None);
    }
}
