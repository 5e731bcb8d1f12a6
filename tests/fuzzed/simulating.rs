//! Scenarios that are read, compiled, run and audited.

use forceflow::internals::model::audit;
use forceflow::internals::report::to_json;
use forceflow::internals::scenario::load_value;
use forceflow::{Options, Results, RunOptions, Scenario, ShownRun, compile};
use serde_json::{Value, json};

use super::edits::{edited, scenarios};

/// A replication is cut off by then [h].
const MOST_HOURS: f64 = 240.0;

/// What a force may have, so that a run ends soon: copies of units and their parts, carriers, vehicles, people.
const MOST: [u64; 4] = [60, 60, 400, 20_000];

/// Runs a scenario that was changed in some places; what the audit checks holds.
pub(super) fn simulate(bytes: &[u8]) {
    let mut scenario = edited(scenarios(), bytes);
    if let Value::Object(members) = &mut scenario {
        let horizon_h = members.get("horizon_h").and_then(Value::as_f64).unwrap_or(f64::INFINITY);
        if horizon_h > MOST_HOURS {
            members.insert("horizon_h".to_owned(), json!(MOST_HOURS));
        }
    }
    let Ok(loaded) = load_value("fuzzed.json", &scenario) else { return };
    if is_large(&loaded.scenario) {
        return;
    }
    // What checks cannot see a compilation may refuse, in words.
    let world = match compile(&loaded.scenario) {
        Ok(world) => world,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let options = RunOptions { replications: 2, threads: 1, ..RunOptions::default() };
    let summary = forceflow::simulate(&world, &options, |_| {});
    let results = to_json(&Results::of(&world, &summary));
    assert!(serde_json::from_slice::<Value>(&results).is_ok());
    for replication in 1..=2 {
        let found = audit(&world, &ShownRun::new(&world, Options::default(), replication));
        assert!(found.is_empty(), "{}", found[0]);
    }
}

fn is_large(scenario: &Scenario) -> bool {
    let (mut copies, mut vehicles, mut people) = (0_u64, 0_u64, 0_u64);
    for unit in scenario.contingents.values().flat_map(|contingent| contingent.units.values()) {
        let own = u64::from(unit.copies);
        copies = copies.saturating_add(own * unit.parts.len().max(1) as u64);
        people = people.saturating_add(own * u64::from(unit.personnel));
        vehicles =
            vehicles.saturating_add(own * unit.vehicles.values().map(|count| u64::from(*count)).sum::<u64>());
    }
    people += scenario.civilians.values().map(|group| u64::from(group.people)).sum::<u64>();
    let carriers = scenario.fleets.values().map(|fleet| u64::from(fleet.count)).sum::<u64>();
    [copies, carriers, vehicles, people].into_iter().zip(MOST).any(|(there, most)| there > most)
}
