//! Diversion: four aircraft load 1, fly 3 and arrive together at 4; unload 2, refuel 1 with the stand kept, back 3. The
//! alternate `c` is 1 h from the destination `b`.

use forceflow::internals::kernel::Time;
use forceflow::internals::model::{Category, NoObserver, Simulation, audit};
use forceflow::{Options, ShownRun};

use super::support::{Checked, check, same_h};
use crate::common::world_of;

/// A closure of `b` or `c` in hours from the appeal.
fn closed(from: f64, to: f64) -> String {
    format!(r#""closures": [{{"from": {{"after_h": {from}}}, "to": {{"after_h": {to}}}}}]"#)
}

/// The scenario with this terminal at `b`, which has the alternate `c`, and more changes.
fn diverted(hold_h: f64, terminal: &str, more: &[(&str, &str)]) -> Checked {
    let rest = if terminal.is_empty() { String::new() } else { format!(", {terminal}") };
    let b = format!(r#"{{"max_air_hold_h": {hold_h}, "alternate": "c"{rest}}}"#);
    let mut changes = vec![("places.b.terminal", b.as_str())];
    changes.extend(more);
    check("terminal", &changes)
}

#[track_caller]
fn closes(run: &Checked, expected_h: f64, diversions: u32) {
    same_h(run.closure_h(), expected_h, "closure");
    assert_eq!(run.run.outcome.counters.diversions, diversions);
}

/// Landings at `c`.
fn landings_aside(run: &Checked) -> usize {
    let here = |terminal| run.world.terminal_name(terminal) == "c";
    run.run.trace.runway.iter().filter(|movement| movement.landing && here(movement.terminal)).count()
}

#[test]
fn who_has_held_for_a_stand_long_enough_diverts_and_comes_back() {
    // C and D hold 4-5, fly 1 to c, wait until the stands are free at 7, fly 1 back, unload 8-10.
    closes(&diverted(1.0, r#""stands": 2"#, &[]), 10.0, 2);
    // A limit of 4 h is longer than the hold of 3 h; with a limit of 3 h they are let in at the moment of it.
    closes(&diverted(4.0, r#""stands": 2"#, &[]), 9.0, 0);
    closes(&diverted(3.0, r#""stands": 2"#, &[]), 9.0, 0);
    // Who finds a stand free never diverts, however short the limit.
    closes(&diverted(0.0, r#""stands": 4"#, &[]), 6.0, 0);
    // Two stands become free while they are on the way to c, which is 3 h away: back at 5 + 3 + 3, unloaded at 13.
    let far = [("routes.aside.travel_h", "3")];
    closes(&diverted(1.0, r#""stands": 2"#, &far), 13.0, 2);
}

#[test]
fn a_closed_destination_is_held_over_as_long_as_a_full_one() {
    // They hold 4-5, are over c at 6 and leave it when b opens at 10: back at 11, unloaded at 13.
    let run = diverted(1.0, &closed(3.0, 10.0), &[]);
    closes(&run, 13.0, 4);
    assert_eq!(landings_aside(&run), 4);
    same_h(run.diary_h(Category::Closed), 5.0, "closed: an hour over b, and four at c");
    same_h(run.diary_h(Category::Diversion), 2.0, "out and back");
    // With a limit of 6 h they are let in at the moment of it; an instant earlier they are on their way: 9.75 + 1 + 1 + 2.
    closes(&diverted(6.0, &closed(3.0, 10.0), &[]), 12.0, 0);
    closes(&diverted(5.75, &closed(3.0, 10.0), &[]), 13.75, 4);
    // Opening hours: b opens at 8.
    closes(&diverted(1.0, r#""opening_hours": {"from_h": 8, "to_h": 20}"#, &[]), 11.0, 4);
    // A disruption until 9, and an opening at 7.
    let shut = r#"{"x": {"begins": {"after_h": 3}, "lasts_h": 6, "what": {"terminal_closed": "b"}}}"#;
    closes(&diverted(1.0, "", &[("disruptions", shut)]), 12.0, 4);
    closes(&diverted(1.0, r#""opens": {"after_h": 7}"#, &[]), 10.0, 4);
    // It opens while they are on their way to c: over c at 6 they turn back without landing, 7-9.
    let run = diverted(1.0, &closed(3.0, 5.5), &[]);
    closes(&run, 9.0, 4);
    assert_eq!(landings_aside(&run), 0);
}

#[test]
fn an_advance_party_opens_the_destination_to_those_at_the_alternate() {
    // It is there at 12: they leave c then and are unloaded at 15, with an aircraft that holds for 12 h at 14.
    let aside = [("places.c", r#"{"lat": 50, "lon": 70, "terminal": {}}"#)];
    let route = [("routes.aside", r#"{"from": "b", "to": "c", "mode": "air", "travel_h": 1}"#)];
    for (hold, expected) in [("1", 15.0), ("12", 14.0)] {
        let limit = [("places.b.terminal.max_air_hold_h", hold), ("places.b.terminal.alternate", "c")];
        let run = check("opening", &[&aside[..], &route[..], &limit[..]].concat());
        same_h(run.closure_h(), expected, hold);
    }
}

#[test]
fn weather_diverts_as_closures_do() {
    let b = r#"{"max_air_hold_h": 1, "alternate": "c",
                "weather": {"open_h": {"exponential": {"mean": 6}}, "closed_h": {"exponential": {"mean": 6}}}}"#;
    let world = world_of("scenarios/checks/terminal.json", &[("places.b.terminal", b)]);
    let here = world.places.iter().find(|place| place.id == "b").expect("b").terminal;
    let mut diverted = 0;
    for replication in 1..=40 {
        let run = ShownRun::new(&world, Options { seed: 1, ..Options::default() }, replication);
        assert!(audit(&world, &run).is_empty());
        let windows = &run.closed[here];
        let opens = |at: i64| {
            let shut = windows.iter().find(|(from, to)| from.as_ms() <= at && at < to.as_ms());
            shut.map_or(at, |(_, to)| to.as_ms())
        };
        // From 4 on: land within the hour, or be over c two hours later and back an hour after b opens.
        let h = 3_600_000;
        let (mut at, mut times) = (4 * h, 0);
        while opens(at) > at + h {
            (at, times) = (opens(at + 2 * h) + h, times + 1);
        }
        let closure = run.outcome.phases[0].closure.at.map(Time::as_ms);
        assert_eq!((closure, run.outcome.counters.diversions), (Some(opens(at) + 2 * h), 4 * times));
        diverted += times;
    }
    assert!(diverted > 10, "only {diverted} diversions in 40 replications");
}

#[test]
fn the_interval_of_the_runway_diverts_as_well() {
    // A lands at 4, B at 5; C and D could at 6 and 7, and divert at 5.5. Over c at 6.5 they turn back. At 7.5 the
    // departure of A at 7 lets C in at 8 and D at 9, the moment of its limit: 11.
    closes(&diverted(1.5, r#""runway_interval_h": 1"#, &[]), 11.0, 2);
    // Nobody holds at b, and c is a quarter of an hour off: who cannot land at once waits over c until the runway is free
    // when it is there. B, C and D come back at 5, where B lands; C and D at 6, where C does; D at 7, 8 and 9, when
    // A, B and C depart, which come first by number; at last at 10: 10-12. So B diverts once, C twice, D six times.
    let near = [("routes.aside.travel_h", "0.25")];
    closes(&diverted(0.0, r#""runway_interval_h": 1"#, &near), 12.0, 9);
}

#[test]
fn the_alternate_is_left_when_the_destination_is_open_and_has_a_stand() {
    // A and B land at 4 and could leave at 7, but b is closed until 12: only then are there stands for C and D: 13-15.
    closes(&diverted(1.0, &format!(r#""stands": 2, {}"#, closed(6.5, 12.0)), &[]), 15.0, 2);
    // The stands are free at 7, while C and D are on their way to c, 3 h away; b is closed from 7.5 to 12: 15-17.
    let far = [("routes.aside.travel_h", "3")];
    closes(&diverted(1.0, &format!(r#""stands": 2, {}"#, closed(7.5, 12.0)), &far), 17.0, 2);
    // A stand that was kept from departure on stays kept: A and B wait at c for b to open at 10, unload 11-13 and leave
    // at 14, when C and D depart from a: 17-19.
    let ground = [("slot_policy", "ground_hold")];
    closes(&diverted(1.0, &format!(r#""stands": 2, {}"#, closed(3.0, 10.0)), &ground), 19.0, 2);
}

#[test]
fn stands_and_gate_of_the_alternate_count() {
    let with = |c: &str| diverted(1.0, r#""stands": 2"#, &[("places.c.terminal", c)]);
    // One stand at c: C lands there at 6, D waits in the air. Both leave when there are stands at 7.
    let run = with(r#"{"stands": 1}"#);
    closes(&run, 10.0, 2);
    assert_eq!(landings_aside(&run), 1);
    // The interval there: C lands at 6, D could at 7, and turns back then. C departs at 7.
    let run = with(r#"{"runway_interval_h": 1}"#);
    closes(&run, 10.0, 2);
    assert_eq!(landings_aside(&run), 1);
    // Closed on arrival: both wait in the air and turn back at 7.
    let run = with(&format!("{{{}}}", closed(5.5, 9.0)));
    closes(&run, 10.0, 2);
    assert_eq!(landings_aside(&run), 0);
    // Closed after they have landed: they may depart at 9, unload 10-12.
    closes(&with(&format!("{{{}}}", closed(6.5, 9.0))), 12.0, 2);
    // It opens at 6.5, they land then, and wait half an hour for stands at b.
    let run = with(&format!("{{{}}}", closed(5.5, 6.5)));
    closes(&run, 10.0, 2);
    assert_eq!(landings_aside(&run), 2);
    same_h(run.diary_h(Category::Closed), 0.5, "over c");
    // The route back is blocked until 9: a departure waits, who is in the air does not.
    let blocked =
        r#"{"x": {"begins": {"after_h": 6.5}, "lasts_h": 2.5, "what": {"route_blocked": "aside"}}}"#;
    closes(&diverted(1.0, r#""stands": 2"#, &[("disruptions", blocked)]), 12.0, 2);
    // b opens for a moment, 8 to 8.5, while c is closed; both are open at 12: they leave c then, 13-15.
    let twice = r#""closures": [{"from": {"after_h": 3}, "to": {"after_h": 8}},
                                {"from": {"after_h": 8.5}, "to": {"after_h": 12}}]"#;
    let shut = format!("{{{}}}", closed(6.5, 11.0));
    closes(&diverted(1.0, twice, &[("places.c.terminal", &shut)]), 15.0, 4);
}

#[test]
fn who_cannot_use_the_alternate_holds_on() {
    // No way back from c, and stands too small there: they land when the stands are free at 7.
    let one_way = [("routes.aside.one_way", "true")];
    closes(&diverted(1.0, r#""stands": 2"#, &one_way), 9.0, 0);
    let large = [("carrier_types.plane.stand_size", "2"), ("places.c.terminal", r#"{"stands": 1}"#)];
    closes(&diverted(1.0, r#""stands": 4"#, &large), 9.0, 0);
}

#[test]
fn empty_carriers_divert_as_well() {
    // Two aircraft, four loads: back over a at 10, which is closed from 9 to 20. They hold until 11, are back over b
    // at 14, leave at 20, land at 23, load until 24: 27-29. Without a limit they land at 20: 26.
    let two = ("fleets.planes.count", "2");
    for (more, expected) in [(r#", "max_air_hold_h": 1, "alternate": "b""#, 29.0), ("", 26.0)] {
        let a = format!("{{{}{more}}}", closed(9.0, 20.0));
        let run = check("terminal", &[two, ("places.a.terminal", &a)]);
        same_h(run.closure_h(), expected, more);
    }
}

#[test]
fn a_crew_is_looked_at_before_the_alternate_is_left() {
    // On duty from 0 for 8 h: when b opens at 10 the crews are tired, rest at c until 20, are back at 21: 23. Spare crews
    // there take over at once: 10, 11-13.
    let tired = [("fleets.planes.crews", r#"{"duty_h": 8, "rest_h": 10}"#)];
    closes(&diverted(1.0, &closed(3.0, 10.0), &tired), 23.0, 4);
    let spare = [("fleets.planes.crews", r#"{"duty_h": 8, "rest_h": 10, "staged": {"c": 4}}"#)];
    closes(&diverted(1.0, &closed(3.0, 10.0), &spare), 13.0, 4);
    // Two stands: the crews of A and B rest on them from 7 to 17, and leave. Those of C and D are looked at then, rest until
    // 27, and are there at 28: 30. A duty of 11 h has room for all of it: 8-10.
    closes(&diverted(1.0, r#""stands": 2"#, &tired), 30.0, 2);
    let longer = [("fleets.planes.crews", r#"{"duty_h": 11, "rest_h": 10}"#)];
    closes(&diverted(1.0, r#""stands": 2"#, &longer), 10.0, 2);
}

#[test]
fn each_flight_to_and_from_the_alternate_draws_its_time() {
    let random = [("routes.aside.travel_h", r#"{"uniform": {"min": 1, "max": 2}}"#)];
    let run = diverted(1.0, &closed(3.0, 10.0), &random);
    let flights = run.run.trace.activities.iter().filter(|activity| activity.category == Category::Diversion);
    let mut times: Vec<i64> = flights.map(|activity| activity.to - activity.from).collect();
    assert_eq!(times.len(), 8);
    times.sort_unstable();
    times.dedup();
    assert_eq!(times.len(), 8, "out and back, of each aircraft, are eight draws");
}

#[test]
fn a_destination_that_never_opens_again_leaves_them_stuck() {
    let shut = r#"{"x": {"begins": {"after_h": 3}, "what": {"terminal_closed": "b"}}}"#;
    let b = r#"{"max_air_hold_h": 1, "alternate": "c"}"#;
    let changes = [("places.b.terminal", b), ("disruptions", shut)];
    let world = world_of("scenarios/checks/terminal.json", &changes);
    let options = Options { seed: 1, ..Options::default() };
    let mut simulation: Simulation<forceflow::internals::kernel::Forgetful, NoObserver> =
        Simulation::new(&world, options, NoObserver);
    let outcome = simulation.run(1);
    assert_eq!((outcome.phases[0].closure.at, outcome.counters.diversions), (None, 4));
    let stuck: Vec<String> = simulation.stuck().iter().map(|stuck| stuck.sentence(&world)).collect();
    let expected = "4 carriers of `planes` wait to land at or depart from `b`";
    assert!(stuck.iter().any(|sentence| sentence == expected), "{stuck:?}");
}
