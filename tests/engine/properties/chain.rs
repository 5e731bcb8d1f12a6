//! Hours on the causal chain against re-runs in which a duration is a tenth shorter, with crews and without.

use forceflow::World;
use forceflow::internals::experiment::{Next, Plan, run};
use forceflow::internals::kernel::hours;
use forceflow::internals::model::Category as C;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::common::world;

/// What is made shorter: its key in the scenario, and what its hours on the chain are spent on.
const SHORTER: [(&str, &[C]); 5] = [
    ("/routes/way/travel_h", &[C::LoadedTravel, C::EmptyTravel]),
    ("/carrier_types/plane/load_h", &[C::Loading]),
    ("/carrier_types/plane/unload_h", &[C::Unloading]),
    ("/contingents/force/units/company/prepare_h", &[C::Preparation]),
    ("/fleets/planes/crews/rest_h", &[C::CrewRest]),
];

/// An airlift with random numbers.
struct Airlift {
    random: ChaCha8Rng,
}

impl Airlift {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * f64::from(self.random.next_u32()) / f64::from(u32::MAX)
    }

    fn of(&mut self, low: u32, high: u32) -> u32 {
        low + self.random.next_u32() % (high - low + 1)
    }

    /// A shuttle over one route. The duty of its crews ends well after a round trip and well before one more delivery, so
    /// that a tenth less of a duration makes no room for another trip: such a jump no derivative foretells.
    fn scenario(&mut self, with_crews: bool) -> Value {
        let (travel_h, load_h, unload_h) =
            (self.between(2.0, 6.0), self.between(0.5, 3.0), self.between(0.5, 3.0));
        let spots = self.of(1, 3);
        let mut scenario = json!({
            "format_version": 1, "title": "A random airlift", "start": "2022-01-06T00:00:00Z",
            "places": {
                "a": {"lat": 50, "lon": 50, "terminal": {"working_spots": self.of(1, 3)}},
                "b": {"lat": 50, "lon": 60, "terminal": {"working_spots": spots, "stands": spots + self.of(0, 2)}}},
            "carrier_types": {"plane": {
                "mode": "air", "seats": 100, "load_h": lognormal(load_h), "unload_h": lognormal(unload_h),
                "breakdown": {"probability": 0.05, "repair_h": lognormal(self.between(1.0, 3.0))},
                "after_unload": if self.of(0, 1) == 0 { "return" } else { "next_load" }}},
            "routes": {"way": {"from": "a", "to": "b", "mode": "air", "travel_h": lognormal(travel_h)}},
            "fleets": {"planes": {"carrier_type": "plane", "count": self.of(1, 4), "base": "a"}},
            "contingents": {"force": {"units": {"company": {
                "copies": self.of(4, 12), "personnel": 100, "home": "a", "prepare_h": lognormal(self.between(4.0, 20.0)),
                "itinerary": [{"lift": {"to": "b"}}]}}}}
        });
        if with_crews {
            let round_h = load_h + 2.0 * travel_h + unload_h;
            let duty_h = round_h + self.between(0.3, 0.4) * travel_h;
            let mut crews = json!({"duty_h": duty_h, "rest_h": self.between(6.0, 14.0)});
            if self.of(0, 2) == 0 {
                crews["staged"] = json!({"a": self.of(1, 2)});
            }
            scenario["fleets"]["planes"]["crews"] = crews;
        }
        scenario
    }
}

fn lognormal(mean: f64) -> Value {
    json!({"lognormal": {"mean": mean, "cv": 0.07}})
}

fn shorter(value: &Value) -> Value {
    let mut shorter = value.clone();
    match shorter.pointer_mut("/lognormal/mean") {
        Some(mean) => *mean = json!(0.9 * mean.as_f64().expect("a number")),
        None => shorter = json!(0.9 * value.as_f64().expect("a number")),
    }
    shorter
}

/// Closures and the hours of some causes on their chains.
fn closures(world: &World, causes: &[C]) -> Vec<(f64, f64)> {
    let mut found = Vec::new();
    let plan = Plan { threads: 1, ..Plan::new(1, REPLICATIONS) };
    run(world, &plan, |record| {
        let blame = record.blame.expect("it closes");
        let chain: i64 = causes.iter().map(|cause| blame.chain_ms[*cause as usize]).sum();
        found.push((hours(record.deployment.closure_ms.expect("it closes")), hours(chain)));
        Next::More
    });
    found
}

/// Mean and standard error.
fn mean_of(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Replications of each airlift.
const REPLICATIONS: u32 = 20;
const AIRLIFTS: u64 = 200;

/// Shortens one duration in each airlift: what that saves is a tenth of the hours on the chain, within three standard
/// errors of the paired difference in at least 98 % of them.
fn chain_hours_foretell(with_crews: bool) {
    let durations = if with_crews { &SHORTER[..] } else { &SHORTER[..SHORTER.len() - 1] };
    let mut misses = Vec::new();
    for (number, (path, causes)) in (0..AIRLIFTS).zip(durations.iter().cycle()) {
        let mut airlift = Airlift { random: ChaCha8Rng::seed_from_u64(number) };
        let scenario = airlift.scenario(with_crews);
        let mut changed = scenario.clone();
        let value = changed.pointer_mut(path).expect("a duration of the scenario");
        *value = shorter(value);
        let before = closures(&world(&scenario), causes);
        let after = closures(&world(&changed), causes);
        let beyond: Vec<f64> =
            before.iter().zip(&after).map(|((old, chain), (new, _))| old - new - 0.1 * chain).collect();
        let (mean, error) = mean_of(&beyond);
        // Times are whole milliseconds.
        if mean.abs() > 3.0 * error + 1e-4 {
            misses.push(format!(
                "\n  airlift {number}, {path}: {mean} h beyond the forecast, standard error {error}"
            ));
        }
    }
    assert!(misses.len() as u64 * 50 <= AIRLIFTS, "{} of {AIRLIFTS}: {}", misses.len(), misses.concat());
}

#[test]
fn chain_hours_of_random_airlifts_foretell_what_a_tenth_less_saves() {
    chain_hours_foretell(false);
}

#[test]
fn chain_hours_of_random_airlifts_with_crews_foretell_what_a_tenth_less_saves() {
    chain_hours_foretell(true);
}
