use super::super::special::assert_close;
use super::*;

/// Ishigami's function with a = 7 and b = 0.1 on the unit cube, stretched to [-pi, pi].
pub(crate) fn ishigami(unit: &[f64]) -> f64 {
    let x = |i: usize| std::f64::consts::PI * (2.0 * unit[i] - 1.0);
    let (first, second, third) = (libm::sin(x(0)), libm::sin(x(1)), x(2) * x(2));
    first + 7.0 * second * second + 0.1 * third * third * first
}

fn indices(base_points: u32, dimensions: usize, f: impl Fn(&[f64]) -> f64) -> Vec<SobolIndex> {
    let design = saltelli_design(base_points, dimensions).unwrap();
    let outputs: Vec<f64> = design.iter().map(|point| f(point)).collect();
    sobol_indices(&outputs, dimensions, 0, 1).unwrap()
}

#[test]
fn the_first_points_are_the_known_ones() {
    let sequence = SobolSequence::new(3).unwrap();
    let expected = [
        [0.0, 0.0, 0.0],
        [0.5, 0.5, 0.5],
        [0.75, 0.25, 0.25],
        [0.25, 0.75, 0.75],
        [0.375, 0.375, 0.625],
        [0.875, 0.875, 0.125],
        [0.625, 0.125, 0.875],
        [0.125, 0.625, 0.375],
    ];
    for (index, point) in (0..).zip(expected) {
        assert_eq!(sequence.point(index), point);
    }
}

#[test]
fn every_dimension_fills_every_dyadic_part_once() {
    let sequence = SobolSequence::new(SobolSequence::MAX_DIMENSIONS).unwrap();
    let points: Vec<Vec<f64>> = (0..256).map(|index| sequence.point(index)).collect();
    for dimension in 0..SobolSequence::MAX_DIMENSIONS {
        let mut parts: Vec<usize> = points.iter().map(|point| (point[dimension] * 256.0) as usize).collect();
        parts.sort_unstable();
        assert_eq!(parts, (0..256).collect::<Vec<_>>(), "dimension {dimension}");
    }
}

#[test]
fn all_dimensions_agree_with_scipy() {
    let sequence = SobolSequence::new(128).unwrap();
    for (index, weighted) in [(1000, 4_336.726_562_5), (1023, 4_436.539_062_5), (2047, 4_124.903_320_312_5)] {
        let point = sequence.point(index);
        let found: f64 = (1..).zip(&point).map(|(weight, x)| f64::from(weight) * x).sum();
        assert_close(found, weighted, 1e-9);
    }
}

#[test]
fn more_dimensions_than_the_table_has_are_refused() {
    assert!(SobolSequence::new(SobolSequence::MAX_DIMENSIONS + 1).is_none());
    assert!(saltelli_design(8, 65).is_none());
    assert_eq!(saltelli_design(8, 64).unwrap().len(), 8 * 66);
    assert!(saltelli_design(0, 3).is_none());
}

#[test]
fn ishigami_gives_the_numbers_of_salib() {
    for (base_points, first, total) in [
        (
            1024,
            [0.332_955_075_2, 0.441_313_938_5, 0.018_578_413],
            [0.558_179_045_7, 0.443_284_584, 0.242_149_373_4],
        ),
        (
            8192,
            [0.314_818_634_2, 0.442_417_436_7, 0.000_758_359_7],
            [0.558_645_643_9, 0.442_418_760_5, 0.243_448_967_3],
        ),
    ] {
        for (dimension, index) in indices(base_points, 3, ishigami).iter().enumerate() {
            assert_close(index.first, first[dimension], 1e-9);
            assert_close(index.total, total[dimension], 1e-9);
        }
    }
}

#[test]
fn ishigami_comes_close_to_its_analytic_indices() {
    let found = indices(8192, 3, ishigami);
    for (index, (first, total)) in
        found.iter().zip([(0.313_905_19, 0.557_588_86), (0.442_411_14, 0.442_411_14), (0.0, 0.243_683_66)])
    {
        assert_close(index.first, first, 2e-3);
        assert_close(index.total, total, 2e-3);
    }
    let values: Vec<f64> =
        saltelli_design(8192, 3).unwrap().iter().step_by(5).map(|point| ishigami(point)).collect();
    let (_, squares) = mean_and_squares(&values).unwrap();
    assert_close(squares / 8192.0, 13.844_587_940_719_254, 0.02);
    // The interaction of the first and third input is what the totals have beyond the first order.
    assert_close(found[0].total - found[0].first, 0.243_683_66, 4e-3);
}

#[test]
fn the_g_function_comes_close_to_its_analytic_indices() {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let g = |x: &[f64]| x.iter().zip(a).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product();
    let found = indices(8192, 8, g);
    let first = [0.716_192_168_9, 0.179_048_042_2, 0.023_675_774_2, 0.007_161_921_7, 0.000_071_619_2];
    let total = [0.787_144_126_7, 0.242_198_192_8, 0.034_316_910_2, 0.010_460_387_1, 0.000_104_949_1];
    for (dimension, index) in found.iter().enumerate() {
        assert_close(index.first, first[dimension.min(4)], 5e-3);
        assert_close(index.total, total[dimension.min(4)], 2e-3);
    }
    let values: Vec<f64> =
        saltelli_design(8192, 8).unwrap().iter().step_by(10).map(|point| g(point)).collect();
    let (_, squares) = mean_and_squares(&values).unwrap();
    assert_close(squares / 8192.0, 0.465_424_431_9, 2e-3);
}

#[test]
fn bootstrap_intervals_hold_the_analytic_indices_and_do_not_move() {
    let design = saltelli_design(1024, 3).unwrap();
    let outputs: Vec<f64> = design.iter().map(|point| ishigami(point)).collect();
    let found = sobol_indices(&outputs, 3, 100, 4).unwrap();
    for (index, (first, total)) in
        found.iter().zip([(0.313_905, 0.557_589), (0.442_411, 0.442_411), (0.0, 0.243_684)])
    {
        let half_width = index.first_half_width_95.unwrap();
        assert!((index.first - first).abs() < half_width && half_width < 0.12, "{index:?}");
        assert!((index.total - total).abs() < index.total_half_width_95.unwrap());
    }
    assert_eq!(found, sobol_indices(&outputs, 3, 100, 4).unwrap());
    let without = sobol_indices(&outputs, 3, 0, 4).unwrap();
    assert_eq!(without[0].first_half_width_95, None);
    assert_close(without[0].first, found[0].first, 0.0);
}

#[test]
fn outputs_that_do_not_fit_or_do_not_vary_give_no_indices() {
    assert_eq!(sobol_indices(&[1.0; 10], 3, 0, 1), None);
    assert_eq!(sobol_indices(&[1.0, 2.0, 3.0, 4.0], 3, 0, 1), None);
    assert_eq!(sobol_indices(&[], 3, 0, 1), None);
    assert_eq!(sobol_indices(&[f64::NAN; 5], 3, 0, 1), None);
}

#[test]
fn the_noise_share_falls_with_replications() {
    let outputs = [1.0, 2.0, 3.0];
    assert_close(noise_share(&outputs, &[0.5; 3], 1).unwrap(), 0.5, 1e-15);
    assert_close(noise_share(&outputs, &[0.5; 3], 10).unwrap(), 0.05, 1e-15);
    assert_eq!(noise_share(&[1.0, 1.0], &[0.5; 2], 1), None);
    assert_eq!(noise_share(&outputs, &[0.5; 2], 1), None);
}

#[test]
fn few_base_points_say_how_many_would_do() {
    let index = |first: f64, total: f64, half: f64| SobolIndex {
        first,
        total,
        first_half_width_95: Some(half),
        total_half_width_95: Some(0.05),
    };
    // Three times too wide: nine times as many, to the next power of two.
    assert_eq!(base_points_needed(&[index(0.5, 0.6, 0.3)], 64), Some(1_024));
    assert_eq!(base_points_needed(&[index(0.5, 0.6, 0.1)], 64), None);
    // Eight points do not know their own error.
    assert_eq!(base_points_needed(&[index(0.5, 0.6, 0.0)], 8), Some(64));
    let reversed = index(0.02, -0.01, 0.3);
    assert!(reversed.is_reversed());
    assert_eq!(reversed.first_95(), Some((0.0, 0.32)));
    assert_eq!(reversed.total_95().map(|(low, _)| low), Some(0.0));
}
