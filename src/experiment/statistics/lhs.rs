//! Latin hypercube sampling: *Technometrics* 21 (1979), 239-245; its variance: Stein (1987), same journal, 29, 143-151.

use super::chance::Chance;

/// Returns `points` points in the unit cube of `dimensions` dimensions; in each dimension every one of the `points`
/// equal parts of [0, 1) holds exactly one of them, at a random place.
pub fn latin_hypercube(points: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut chance = Chance::new(seed);
    let mut design = vec![vec![0.0; dimensions]; points];
    for dimension in 0..dimensions {
        let order = chance.permutation(points);
        for (point, part) in design.iter_mut().zip(order) {
            // Rounding may reach the next part's edge from below, never beyond it.
            point[dimension] = ((part as f64 + chance.unit()) / points as f64).min(1.0 - f64::EPSILON);
        }
    }
    design
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_every_dimension_holds_one_point() {
        let design = latin_hypercube(40, 5, 3);
        for dimension in 0..5 {
            let mut parts: Vec<usize> =
                design.iter().map(|point| (point[dimension] * 40.0) as usize).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..40).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_seed_fixes_the_design_and_another_seed_changes_it() {
        assert_eq!(latin_hypercube(10, 3, 7), latin_hypercube(10, 3, 7));
        assert_ne!(latin_hypercube(10, 3, 7), latin_hypercube(10, 3, 8));
    }

    #[test]
    fn the_mean_of_a_sum_is_far_better_than_at_random() {
        // Independent points would be off by about 0.04 here; stratification leaves about 0.0002.
        let design = latin_hypercube(200, 4, 11);
        let sum: f64 = design.iter().flatten().sum();
        assert!((sum / 200.0 - 2.0).abs() < 0.002);
    }

    #[test]
    fn an_empty_design_is_empty() {
        assert!(latin_hypercube(0, 3, 1).is_empty());
        assert_eq!(latin_hypercube(2, 0, 1), [Vec::<f64>::new(), Vec::new()]);
    }
}
