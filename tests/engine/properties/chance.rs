//! A world says that nothing is left to chance exactly where all replications are the same.

use forceflow::internals::kernel::Forgetful;
use forceflow::internals::model::{Arrival, NoObserver, Simulation};
use forceflow::{Options, World, compile, load_str};
use serde_json::{Value, json};

use super::generate::Generator;

const DISTRIBUTIONS: [&str; 7] =
    ["triangular", "uniform", "normal", "lognormal", "exponential", "weibull", "empirical"];

/// Takes all chance out of a scenario: distributions become 2 h, probabilities certain, weather and serviceability go.
fn without_chance(value: &mut Value, number: u64) {
    match value {
        Value::Object(members) if DISTRIBUTIONS.iter().any(|name| members.contains_key(*name)) => {
            *value = json!(2);
        }
        Value::Object(members) => {
            for key in ["weather", "serviceability"] {
                members.remove(key);
            }
            if let Some(probability) = members.get_mut("probability") {
                *probability = json!(number % 2);
            }
            members.values_mut().for_each(|value| without_chance(value, number));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| without_chance(value, number)),
        _ => {}
    }
}

fn arrivals(world: &World) -> Vec<Vec<Arrival>> {
    let options = Options { seed: 7, ..Options::default() };
    let mut simulation: Simulation<'_, Forgetful, NoObserver> = Simulation::new(world, options, NoObserver);
    (1..=4).map(|replication| simulation.run(replication).phases[0].arrivals.clone()).collect()
}

#[test]
fn replications_differ_only_where_something_is_left_to_chance() {
    let (mut certain, mut different) = (0, 0);
    for number in 0..150 {
        let mut scenario = Generator::new(number).scenario();
        for purged in [false, true] {
            if purged {
                without_chance(&mut scenario, number);
            }
            let Ok(loaded) = load_str("random.json", &scenario.to_string(), &[]) else { continue };
            let world = compile(&loaded.scenario).expect("what passes the checks compiles");
            let arrivals = arrivals(&world);
            let same = arrivals.windows(2).all(|pair| pair[0] == pair[1]);
            assert!(same || world.has_chance(), "{number}: replications differ\n{scenario:#}");
            assert!(!purged || !world.has_chance(), "{number}: nothing is left to chance\n{scenario:#}");
            certain += u32::from(!world.has_chance());
            different += u32::from(!same);
        }
    }
    assert!(
        certain > 50 && different > 50,
        "{certain} without chance, {different} with replications that differ"
    );
}
