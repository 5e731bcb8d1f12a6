//! The search against brute force on made-up functions of a grid.

use serde_json::Value;

use super::*;
use crate::experiment::factor::Factor;

/// A made-up study: what meets, and at which cost.
struct Made<F, C> {
    reaches: F,
    cost: C,
    looks: usize,
}

impl<F: Fn(&[usize]) -> f64, C: Fn(&[usize]) -> f64> Sight for Made<F, C> {
    fn look(&mut self, place: &[usize]) -> Result<Seen> {
        self.looks += 1;
        let short = (1.0 - (self.reaches)(place)).max(0.0);
        Ok(Seen { met: short == 0.0, late: short, short, cost: (self.cost)(place) })
    }
}

fn grid(sizes: &[usize]) -> Grid {
    let factor = |(index, size): (usize, &usize)| Factor {
        text: String::new(),
        path: format!("factor.{index}"),
        values: (1..=*size).map(Value::from).collect(),
    };
    Grid { factors: sizes.iter().enumerate().map(factor).collect() }
}

fn weighted(sizes: &[usize], weights: &[f64]) -> Price {
    let parts =
        sizes.iter().zip(weights).map(|(size, weight)| (1..=*size).map(|n| n as f64 * weight).collect());
    Price::Weighted { weights: weights.to_vec(), parts: parts.collect() }
}

/// The least cost of a mix that meets, over all mixes.
fn brute_force(
    grid: &Grid,
    reaches: impl Fn(&[usize]) -> f64,
    cost: impl Fn(&[usize]) -> f64,
) -> Option<f64> {
    let meeting = grid.places().into_iter().filter(|place| reaches(place) >= 1.0);
    meeting.map(|place| cost(&place)).min_by(f64::total_cmp)
}

/// Finds the same cost as brute force, and gives the number of looks.
#[track_caller]
fn assert_cheapest(sizes: &[usize], weights: &[f64], reaches: impl Fn(&[usize]) -> f64) -> usize {
    let (grid, price) = (grid(sizes), weighted(sizes, weights));
    let cost = |place: &[usize]| price.known(place).unwrap();
    let mut search = Search::new(&grid, &price, 300, Made { reaches: &reaches, cost, looks: 0 });
    search.search().unwrap();
    assert!(search.left().is_empty());
    let found = search.best().map(|(_, seen)| seen.cost);
    assert_eq!(found, brute_force(&grid, &reaches, cost));
    search.sight.looks
}

#[test]
fn halving_finds_what_brute_force_finds_in_a_fraction_of_the_looks() {
    let (sum, both) =
        (|at: &[usize]| (at[0] + at[1]) as f64 / 17.0, |at: &[usize]| at[0].min(at[1]) as f64 / 9.0);
    assert!(assert_cheapest(&[20, 20], &[3.0, 2.0], sum) < 60);
    assert!(assert_cheapest(&[20, 20], &[3.0, 2.0], both) < 40);
    let curved = |at: &[usize]| libm::sqrt((at[0] * at[1] * at[2]) as f64) / 20.0;
    assert!(assert_cheapest(&[15, 15, 15], &[5.0, 2.0, 3.5], curved) < 200);
    // One factor: bisection, and the corners.
    assert!(assert_cheapest(&[1_000], &[1.0], |at| at[0] as f64 / 437.0) <= 13);
    // Nothing meets, and everything does.
    assert!(assert_cheapest(&[20, 20], &[1.0, 1.0], |_| 0.5) <= 4);
    assert!(assert_cheapest(&[20, 20], &[1.0, 1.0], |_| 2.0) <= 4);
}

#[test]
fn a_factor_that_works_the_other_way_round_is_noticed_at_the_corners() {
    // Large values of the second factor are in the way.
    let reaches = |at: &[usize]| (at[0] as f64 - at[1] as f64) / 6.0;
    assert!(assert_cheapest(&[12, 12], &[1.0, 1.0], reaches) < 40);
    // A factor of which the middle is best speaks for nothing but itself.
    let bump = |at: &[usize]| (12.0 - (at[1] as f64 - 5.0).abs() + at[0] as f64) / 14.0;
    assert_cheapest(&[8, 12], &[1.0, 1.0], bump);
}

/// Finds the same as brute force where costs are known only of mixes that were looked at.
#[track_caller]
fn assert_descends(
    sizes: &[usize],
    most: usize,
    reaches: impl Fn(&[usize]) -> f64,
    cost: impl Fn(&[usize]) -> f64,
) -> usize {
    let grid = grid(sizes);
    let price = Price::Simulated;
    let mut search = Search::new(&grid, &price, most, Made { reaches: &reaches, cost: &cost, looks: 0 });
    search.search().unwrap();
    assert_eq!(search.best().map(|(_, seen)| seen.cost), brute_force(&grid, &reaches, &cost));
    assert!(search.sight.looks <= most);
    search.sight.looks
}

#[test]
fn descents_find_what_brute_force_finds_on_a_bowl_and_along_a_border() {
    // The cheapest mix has neither the fewest nor the most of anything: what is slow costs, too.
    let bowl = |at: &[usize]| {
        let off = |index: usize, best: f64| (at[index] as f64 - best) * (at[index] as f64 - best);
        100.0 + off(0, 11.0) + 2.0 * off(1, 4.0) + off(2, 17.0)
    };
    assert!(assert_descends(&[21, 21, 21], 300, |_| 1.0, bowl) < 200);
    let border = |at: &[usize]| (at[0] + 2 * at[1]) as f64 / 60.0;
    let dear = |at: &[usize]| 7.0 * at[0] as f64 + 9.0 * at[1] as f64;
    assert!(assert_descends(&[100, 100], 300, border, dear) < 300);
}

#[test]
fn a_small_grid_is_looked_at_whole_but_for_what_is_barred() {
    // Two valleys, the deeper one off every start.
    let cost = |at: &[usize]| {
        let from = |x: f64, y: f64| (at[0] as f64 - x).abs() + (at[1] as f64 - y).abs();
        (from(2.0, 9.0) + 4.0).min(3.0 * from(8.0, 3.0))
    };
    let looks = assert_descends(&[12, 12], 200, |at| at[0] as f64 / 2.0, cost);
    // The first column misses, and its top bars the rest.
    assert!((100..144).contains(&looks), "{looks}");
}

#[test]
fn a_search_ends_when_all_looks_are_used_up() {
    let (grid, price) = (grid(&[40, 40]), Price::Simulated);
    let cost = |at: &[usize]| (at[0] + at[1]) as f64;
    let mut search = Search::new(&grid, &price, 10, Made { reaches: |_: &[usize]| 1.0, cost, looks: 0 });
    search.search().unwrap();
    assert_eq!((search.seen.len(), search.sight.looks), (10, 10));
}
