//! Known parameters are found again in records that were simulated with them, on a scenario with a queue.

use serde_json::{Value, json};

use super::*;
use crate::experiment::backtest::Readings;
use crate::experiment::runner::in_worlds;
use crate::kernel::Forgetful;
use crate::model::{Options, compile};
use crate::scenario::{load_str, load_value};

const QUEUE: &str = include_str!("../../../scenarios/course/3-variability.json");

/// Loading may take from half to three times as long, unloading at the two spots from half to twice; 24 loads, six aircraft.
fn base() -> Value {
    let mut scenario: Value = serde_json::from_str(QUEUE).expect("JSON");
    scenario["fleets"]["bridge"]["count"] = json!(6);
    let range = |low: f64, high: f64, parameter: &str| json!({"low": low, "high": high, "scale": true, "shape": "log_uniform", "parameter": parameter});
    scenario["evidence"] = json!({
        "carrier_types.freighter.load_h": range(0.5, 3.0, "loading"),
        "carrier_types.freighter.unload_h": range(0.5, 2.0, "unloading"),
    });
    scenario
}

/// What was seen of an operation: departures and landings by number, and the closure, without a range.
fn figures() -> Value {
    let nth = |of: &str, nth: u32| json!({"of": of, "when": {"nth": nth}, "low": 0, "high": 0});
    json!({
        "closure_h": {"low": 0, "high": 0},
        "figures": {
            "d3": nth("departures", 3), "d6": nth("departures", 6), "d12": nth("departures", 12),
            "d18": nth("departures", 18), "d24": nth("departures", 24),
            "l6": nth("landings", 6), "l12": nth("landings", 12), "l24": nth("landings", 24),
            "p12": {"of": "people_in_place", "when": {"nth": 600}, "low": 0, "high": 0},
            "p24": {"of": "people_in_place", "when": {"nth": 1200}, "low": 0, "high": 0},
        }
    })
}

/// A scenario with the record of one replication under true factors on loading and unloading.
fn operation(truth: (f64, f64), seed: u64) -> Loaded {
    let mut scenario = base();
    scenario["observed"] = figures();
    let factor = |value: &mut Value, factor: f64| {
        let mean = value["exponential"]["mean"].as_f64().expect("a mean");
        value["exponential"]["mean"] = json!(mean * factor);
    };
    let mut true_one = scenario.clone();
    factor(&mut true_one["carrier_types"]["freighter"]["load_h"], truth.0);
    factor(&mut true_one["carrier_types"]["freighter"]["unload_h"], truth.1);
    let loaded = load_value("truth", &true_one).expect("a scenario");
    let world = compile(&loaded.scenario).expect("a world");
    let readings = Readings::of(&loaded.scenario, &world);
    let options = Options { seed, ..Options::default() };
    let made = in_worlds::<Forgetful, _>([&world], options, &readings.figures, 1);
    let values = made.iter().flat_map(|(record, seen)| readings.values(&world, record, seen));
    for (index, value) in values.enumerate() {
        let path = readings.row(index, None).path;
        let place = match path.strip_prefix("figures.") {
            Some(id) => &mut scenario["observed"]["figures"][id],
            None => &mut scenario["observed"][&path],
        };
        place["low"] = json!(value);
        place["high"] = json!(value);
    }
    load_str("operation", &scenario.to_string(), &[]).expect("a scenario with a record")
}

fn question() -> Question {
    Question {
        parameters: Vec::new(),
        points: 64,
        per_point: 10,
        waves: 2,
        draws: 3_000,
        samples: 300,
        discrepancy: 0.0,
    }
}

fn options(seed: u64, threads: usize) -> StudyOptions<'static> {
    let keeper = crate::experiment::kept::Keeper::nothing();
    StudyOptions { seed, replications: 50, uncertain: false, threads, keeper }
}

fn calibrated(operations: &[Loaded], options: &StudyOptions<'_>) -> Calibration {
    let names = ["one", "two"];
    let all = names.into_iter().zip(operations).collect();
    let scenarios = Scenarios::new(all).expect("scenarios");
    calibrate(&scenarios, &[], &question(), options, &mut |_, _, _| {}).expect("a calibration")
}

/// Between the 2.5 and the 97.5 % quantile of the samples.
fn interval_95(learned: &Learned, index: usize) -> (f64, f64) {
    let mut samples: Vec<(f64, f64)> =
        learned.posterior.samples.iter().map(|sample| (sample.values[index], sample.weight)).collect();
    samples.sort_by(|one, other| one.0.total_cmp(&other.0));
    let sum: f64 = samples.iter().map(|(_, weight)| weight).sum();
    let at = |p: f64| {
        let mut below = 0.0;
        let found = samples.iter().find(|(_, weight)| {
            below += weight;
            below >= p * sum
        });
        found.expect("a sample").0
    };
    (at(0.025), at(0.975))
}

#[test]
fn known_parameters_are_found_again_in_nine_of_ten_records() {
    let truth = (1.4, 0.8);
    let (mut held, mut told) = ([0; 2], 0.0);
    for seed in 0..10 {
        let operations = [operation(truth, 1_000 + seed), operation(truth, 2_000 + seed)];
        let calibration = calibrated(&operations, &options(7, 0));
        let learned = calibration.learned().expect("a posterior");
        for (index, truth) in [truth.0, truth.1].into_iter().enumerate() {
            let (low, high) = interval_95(learned, index);
            held[index] += u32::from(low <= truth && truth <= high);
        }
        told += learned.marginals[0].relative_sd / 10.0;
    }
    assert!(held[0] >= 9 && held[1] >= 9, "{held:?}");
    assert!(told < 0.6, "two operations tell of loading: {told}");
}

#[test]
fn a_calibration_is_the_same_on_any_number_of_threads() {
    let operations = [operation((1.0, 1.0), 5)];
    let one = calibrated(&operations, &options(3, 1));
    assert_eq!(one, calibrated(&operations, &options(3, 2)));
    assert_ne!(one, calibrated(&operations, &options(4, 2)));
}

#[test]
fn a_record_that_no_parameters_reach_leaves_none_plausible() {
    let mut scenario = base();
    scenario["observed"] = json!({"closure_h": {"low": 5000, "high": 5001}});
    let loaded = load_str("far", &scenario.to_string(), &[]).expect("a scenario");
    let calibration = calibrated(&[loaded], &options(1, 0));
    let Outcome::Implausible { against, enough } = &calibration.outcome else {
        panic!("{:?}", calibration.outcome)
    };
    assert_eq!((against.len(), *enough), (1, Some(0.4)));
    assert!(against[0].name.contains("Closure of the force"), "{against:?}");
    assert!(against[0].implausibility.is_some_and(|far| far > 3.0), "{against:?}");
}

#[test]
fn parameters_need_one_range_in_all_scenarios() {
    let mut other = base();
    other["observed"] = figures();
    other["evidence"]["carrier_types.freighter.load_h"]["high"] = json!(4.0);
    let other = load_str("other", &other.to_string(), &[]).expect("a scenario");
    let operations = [operation((1.0, 1.0), 5), other];
    let scenarios = Scenarios::new(["one", "two"].into_iter().zip(&operations).collect()).expect("scenarios");
    let failed = calibrate(&scenarios, &[], &question(), &options(1, 0), &mut |_, _, _| {});
    let message = failed.expect_err("two priors").to_string();
    assert!(message.contains("the range of `loading` is another one in `two` than in `one`"), "{message}");
}
