//! Common factors: ten loads are loaded for 1 h, fly 2 and are unloaded in 1, all at once.

use forceflow::internals::model::Category;
use forceflow::{Options, RunOptions, ShownRun, simulate};

use super::support::{check, closures, same_h};

const NONE: (&str, &str) = ("places.a.terminal.daily_limit", "null");

fn factors(text: &'static str) -> [(&'static str, &'static str); 2] {
    [NONE, ("common_factors", text)]
}

#[test]
fn a_factor_multiplies_what_it_names_where_it_says() {
    closures(
        "daily-slots",
        &[
            (&factors(r#"{"slow": {"factor": 2, "on": ["loading"]}}"#), 5.0),
            (&factors(r#"{"slow": {"factor": 2, "on": ["loading", "unloading"]}}"#), 6.0),
            (&factors(r#"{"slow": {"factor": 1.5, "on": ["travel"]}}"#), 5.0),
            (&factors(r#"{"quick": {"factor": 0.5, "on": ["loading", "unloading", "travel"]}}"#), 2.0),
            // At the other end nothing is loaded; trips to b begin at a.
            (&factors(r#"{"slow": {"factor": 2, "on": ["loading", "travel"], "at": ["b"]}}"#), 4.0),
            (&factors(r#"{"slow": {"factor": 2, "on": ["unloading"], "at": ["a", "b"]}}"#), 5.0),
            (&factors(r#"{"slow": {"factor": 3, "on": ["travel"], "at": ["a"], "by": ["planes"]}}"#), 8.0),
            // Two on one time are multiplied.
            (
                &factors(
                    r#"{"one": {"factor": 2, "on": ["loading"]}, "two": {"factor": 3, "on": ["loading"], "at": ["a"]}}"#,
                ),
                9.0,
            ),
        ],
    );
    // A fleet of its own: two loads at once by two fleets, of which one is slow.
    let both = [
        NONE,
        ("fleets.others", r#"{"carrier_type": "plane", "count": 1, "base": "a"}"#),
        ("fleets.planes.count", "1"),
        ("contingents.force.units.company.copies", "2"),
        ("common_factors", r#"{"slow": {"factor": 2, "on": ["travel"], "by": ["others"]}}"#),
    ];
    assert_eq!(check("daily-slots", &both).arrivals_h(), [4.0, 6.0]);
}

#[test]
fn turnaround_is_refuelling_and_service() {
    // One aircraft, two loads: unloaded at 4, fuel 1, service 1, back 2: at 8, and 4 h more.
    let one = [
        NONE,
        ("fleets.planes.count", "1"),
        ("contingents.force.units.company.copies", "2"),
        ("carrier_types.plane.refuel_h", "1"),
        ("carrier_types.plane.service_h", "1"),
    ];
    same_h(check("daily-slots", &one).closure_h(), 12.0, "as it is");
    let slow = ("common_factors", r#"{"slow": {"factor": 2, "on": ["turnaround"]}}"#);
    let all: Vec<(&str, &str)> = one.iter().copied().chain([slow]).collect();
    let run = check("daily-slots", &all);
    same_h(run.closure_h(), 14.0, "twice the time");
    same_h(run.chain_h(Category::Refuelling) + run.chain_h(Category::Service), 4.0, "on the chain");
}

#[test]
fn a_factor_is_drawn_once_for_all_of_a_replication() {
    let run = check(
        "daily-slots",
        &factors(r#"{"day": {"factor": {"uniform": {"min": 0.5, "max": 1.5}}, "on": ["loading"]}}"#),
    );
    let first = run.arrivals_h()[0];
    assert_eq!(run.arrivals_h(), [first; 10]);
    let summary = simulate(&run.world, &RunOptions { replications: 400, ..RunOptions::default() }, |_| {});
    let closures = &summary.deployment.closure_h;
    let mean = closures.in_order().sum::<f64>() / closures.len() as f64;
    assert!((mean - 4.0).abs() < 0.06, "{mean}");
    let least = closures.in_order().fold(f64::INFINITY, f64::min);
    assert!((3.5..3.52).contains(&least), "{least}");
}

#[test]
fn weather_begins_in_the_state_of_its_longer_spells() {
    // Open and closed for 10 h on average, closed spells doubled: closed at the start in two of three replications.
    let weather = (
        "places.b.terminal.weather",
        r#"{"open_h": {"exponential": {"mean": 10}}, "closed_h": {"exponential": {"mean": 10}}}"#,
    );
    let slow = ("common_factors", r#"{"winter": {"factor": 2, "on": ["weather_closed"]}}"#);
    let share = |changes: &[(&str, &str)]| {
        let world = check("daily-slots", changes).world;
        let b = world.terminals.ids().nth(1).expect("two terminals");
        let runs = 1_500;
        let closed = (1..=runs).filter(|replication| {
            let run = ShownRun::new(&world, Options::default(), *replication);
            run.closed[b].iter().any(|(from, to)| from.as_ms() == 0 && to.as_ms() > 0)
        });
        closed.count() as f64 / f64::from(runs)
    };
    let (plain, doubled) = (share(&[NONE, weather]), share(&[NONE, weather, slow]));
    assert!((plain - 0.5).abs() < 0.04, "{plain}");
    assert!((doubled - 2.0 / 3.0).abs() < 0.04, "{doubled}");
    // Both kinds of spells doubled leave the share as it is, and so does a factor at the other place.
    let both = ("common_factors", r#"{"w": {"factor": 2, "on": ["weather_closed", "weather_open"]}}"#);
    let other = ("common_factors", r#"{"w": {"factor": 2, "on": ["weather_closed"], "at": ["a"]}}"#);
    assert!((share(&[NONE, weather, both]) - plain).abs() < 1e-12);
    assert!((share(&[NONE, weather, other]) - plain).abs() < 1e-12);
}

#[test]
fn an_earliest_date_goes_by_the_least_of_a_factor() {
    // Load 1, fly 2, unload 1 take half of that at least: ready to go at 98, and there at 102 when the factor is 1.
    let earliest = ("contingents.force.units.company.earliest_h", "100");
    same_h(check("daily-slots", &[NONE, earliest]).closure_h(), 100.0, "no factor");
    let half = r#"{"day": {"factor": {"empirical": {"values": [0.5, 1]}}, "on": ["loading", "travel", "unloading"]}}"#;
    let run = check("daily-slots", &[NONE, earliest, ("common_factors", half)]);
    let closure = run.closure_h();
    assert!((closure - 100.0).abs() < 1e-9 || (closure - 102.0).abs() < 1e-9, "{closure}");
}
