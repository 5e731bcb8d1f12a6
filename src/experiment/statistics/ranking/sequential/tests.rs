use super::super::super::chance::Chance;
use super::super::super::reference::four_systems;
use super::super::super::special::{assert_close, normal_quantile};
use super::*;

fn goal(indifference: f64, confidence: f64, initial: usize, best: Best) -> SelectionGoal {
    SelectionGoal { best, indifference, confidence, initial }
}

#[test]
fn the_constants_match_the_reference() {
    for (systems, initial, error, eta, h_squared) in [
        (5, 10, 0.05, 0.634_967_3, 11.429_410_8),
        (5, 20, 0.10, 0.185_362_8, 7.043_786_5),
        (3, 10, 0.05, 0.472_943_9, 8.512_989_5),
    ] {
        let (found, square) = kn_constants(systems, initial, 1.0 - error);
        assert_close(found, eta, 6e-8);
        assert_close(square, h_squared, 6e-8);
    }
}

#[test]
fn a_race_asks_for_its_first_stage_and_then_only_for_survivors() {
    let mut race = SequentialSelection::new(4, goal(1.0, 0.95, 10, Best::Smallest)).unwrap();
    let all =
        SelectionStep::NeedsReplications { systems: vec![0, 1, 2, 3], at_least: 10, at_most: usize::MAX };
    assert_eq!(race.advance(&[]), all);
    // The second is worse than the fourth by .458, and their differences hardly vary. The widest horizon of the rest is
    // 25 * 11.586 = 289.7.
    let three = SelectionStep::NeedsReplications { systems: vec![0, 2, 3], at_least: 11, at_most: 290 };
    assert_eq!(race.advance(&four_systems()), three);
    assert_eq!(race.advance(&four_systems()), three);
    assert_eq!(race.eliminated(), [Elimination { system: 1, by: 3, after: 10 }]);
}

#[test]
fn four_systems_end_with_the_third_when_differences_of_five_matter() {
    let mut race = SequentialSelection::new(4, goal(5.0, 0.95, 10, Best::Smallest)).unwrap();
    let step = race.advance(&four_systems());
    assert_eq!(step, SelectionStep::Selected { system: 2, replications: 10, tied: vec![2] });
    let fallen: Vec<(usize, usize)> =
        race.eliminated().iter().map(|fallen| (fallen.system, fallen.after)).collect();
    assert_eq!(fallen, [(0, 10), (1, 10), (3, 10)]);
}

/// Runs a race on demand with `batch` further replications at a time; returns the selected system, all replications
/// run, and what fell out.
fn race(outputs: &[Vec<f64>], goal: SelectionGoal, batch: usize) -> (usize, usize, Vec<Elimination>) {
    let mut race = SequentialSelection::new(outputs.len(), goal).unwrap();
    let mut given = vec![0; outputs.len()];
    loop {
        let lists: Vec<&[f64]> = outputs.iter().zip(&given).map(|(list, n)| &list[..*n]).collect();
        match race.advance(&lists) {
            SelectionStep::Selected { system, .. } => {
                return (system, given.iter().sum(), race.eliminated().to_vec());
            }
            SelectionStep::NeedsReplications { systems, at_least, .. } => {
                for system in systems {
                    given[system] = (at_least + batch - 1).min(outputs[system].len());
                }
            }
        }
    }
}

/// Five systems of standard deviation 3, the last better by 1.
fn slippage(chance: &mut Chance, replications: usize) -> Vec<Vec<f64>> {
    let mut draw =
        |shift: f64| (0..replications).map(|_| shift + 3.0 * normal_quantile(chance.unit())).collect();
    vec![draw(0.0), draw(0.0), draw(0.0), draw(0.0), draw(1.0)]
}

#[test]
fn in_the_slippage_configuration_the_best_is_selected_as_often_as_promised() {
    const RACES: usize = 2_000;
    let mut chance = Chance::new(2);
    let (mut correct, mut replications) = (0, 0);
    for _ in 0..RACES {
        let outputs = slippage(&mut chance, 600);
        let (system, run, _) = race(&outputs, goal(1.0, 0.95, 20, Best::Largest), 1);
        correct += usize::from(system == 4);
        replications += run;
    }
    // The reference found 0.957 +- 0.009 and 288 replications on average.
    let share = correct as f64 / RACES as f64;
    assert!((0.942..=0.972).contains(&share), "{share}");
    let mean = replications as f64 / RACES as f64;
    assert!((280.0..=296.0).contains(&mean), "{mean}");
}

#[test]
fn larger_batches_select_the_same_system_at_the_same_point() {
    let mut chance = Chance::new(8);
    for _ in 0..20 {
        let outputs = slippage(&mut chance, 600);
        let wanted = goal(1.0, 0.95, 20, Best::Largest);
        let (one, ten) = (race(&outputs, wanted, 1), race(&outputs, wanted, 10));
        assert_eq!((one.0, &one.2), (ten.0, &ten.2));
    }
}

#[test]
fn systems_that_are_the_same_in_every_replication_end_as_a_tie() {
    let same: Vec<f64> = (0..40).map(|i| f64::from(i * 7 % 11)).collect();
    let worse: Vec<f64> = same.iter().map(|value| value + 2.0).collect();
    let mut race = SequentialSelection::new(3, goal(1.0, 0.95, 10, Best::Smallest)).unwrap();
    let step = race.advance(&[&worse, &same, &same]);
    assert_eq!(step, SelectionStep::Selected { system: 1, replications: 10, tied: vec![1, 2] });
    assert_eq!(race.eliminated(), [Elimination { system: 0, by: 1, after: 10 }]);
}

#[test]
fn a_race_that_is_over_stays_over() {
    let (low, high) = ([1.0, 2.0, 1.0, 2.0], [101.0, 102.0, 101.0, 102.0]);
    let mut race = SequentialSelection::new(2, goal(1.0, 0.95, 4, Best::Smallest)).unwrap();
    let step = race.advance(&[&low, &high]);
    assert_eq!(step, SelectionStep::Selected { system: 0, replications: 4, tied: vec![0] });
    assert_eq!(race.advance(&[&low, &high]), step);
}

#[test]
fn a_single_system_wins_at_once_and_nonsense_is_refused() {
    let mut race = SequentialSelection::new(1, goal(1.0, 0.95, 4, Best::Smallest)).unwrap();
    assert_eq!(race.advance(&[]), SelectionStep::Selected { system: 0, replications: 0, tied: vec![0] });
    assert!(SequentialSelection::new(0, goal(1.0, 0.95, 4, Best::Smallest)).is_none());
    assert!(SequentialSelection::new(2, goal(0.0, 0.95, 4, Best::Smallest)).is_none());
    assert!(SequentialSelection::new(2, goal(1.0, 0.95, 1, Best::Smallest)).is_none());
}

#[test]
fn values_that_are_not_numbers_end_the_race() {
    let mut race = SequentialSelection::new(2, goal(1.0, 0.95, 3, Best::Smallest)).unwrap();
    let step = race.advance(&[&[f64::NAN; 5], &[1.0; 5]]);
    assert!(matches!(step, SelectionStep::Selected { .. }));
}
