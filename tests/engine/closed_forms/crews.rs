//! Crews: load 1, out 3, unload 2, back 3, as in `cycle`; duty and rest as given.

use forceflow::internals::model::Category as C;

use super::support::{check, closures};

const ONE: (&str, &str) = ("contingents.force.units.company.copies", "1");
const TWO: (&str, &str) = ("fleets.planes.count", "2");

/// Asserts the closure of `cycle` with crews of this duty and a rest of 8, under changes.
fn closes(duty_h: &str, changes: &[(&str, &str)], expected: f64) {
    let crews = format!(r#"{{"duty_h": {duty_h}, "rest_h": 8}}"#);
    let all: Vec<(&str, &str)> =
        [("fleets.planes.crews", crews.as_str())].into_iter().chain(changes.iter().copied()).collect();
    closures("cycle", &[(&all, expected)]);
}

#[test]
fn a_tired_crew_rests_unless_another_is_there() {
    // Duty 10 from 0: back at 9. The next trip would end at 13, so the crew rests until 17, while the aircraft is
    // loaded; 17-20, unloaded at 22.
    closes("10", &[], 22.0);
    // A spare crew at a, or a second one of the fleet: as without limits.
    closes("10", &[("fleets.planes.crews.staged", r#"{"a": 1}"#)], 15.0);
    closes("10", &[("fleets.planes.crews.count", "2")], 15.0);
    // Duty 13 just reaches the second landing.
    closes("13", &[], 15.0);
    // Duty 8: the first return would end at 9, so the crew rests at b 6-14, is back at 17, and its duty since 14 lasts
    // until 22: load 17-18, 21, unloaded at 23.
    closes("8", &[], 23.0);
}

#[test]
fn a_crew_rests_from_when_its_carrier_is_free_whoever_knows() {
    // Free at 9, known at 24: rested since 17, so 24-25, 28, 30. Known at 12: loaded 12-13, rest 9-17: 20, 22.
    closes("10", &[("reporting_interval_h", "24")], 30.0);
    closes("10", &[("reporting_interval_h", "12")], 22.0);
    // Out of use from 9 to 100, or to 12.
    let away = |until: u32| {
        format!(
            r#"[{{"from": {{"after_h": 5}}, "count": 0}}, {{"from": {{"after_h": {until}}}, "count": 1}}]"#
        )
    };
    closes("10", &[("fleets.planes.availability", &away(100))], 106.0);
    closes("10", &[("fleets.planes.availability", &away(12))], 22.0);
    let crews = ("fleets.planes.crews", r#"{"duty_h": 10, "rest_h": 8}"#);
    let run = check("cycle", &[crews, ("reporting_interval_h", "12")]);
    assert_eq!(run.chain_h(C::CrewRest), 8.0);
}

#[test]
fn the_time_to_load_what_is_on_board_is_expected() {
    // 50 people take 1 h. Free at 9, the second load would land at 13: by a duty of 12.5 the crew rests 9-17 meanwhile.
    let people = ("carrier_types.plane.load_h", r#"{"base_h": 0, "per_100_people_h": 2}"#);
    closes("12.5", &[people], 22.0);
}

#[test]
fn a_trip_is_expected_with_the_travel_factor() {
    // 300 km at 100 km/h by a factor of 2: 6 h. Loaded at 1, it lands at 7: by a duty of 6.9 after a rest 1-9: 15, 17.
    let slow = [
        ONE,
        ("routes.way", r#"{"from": "a", "to": "b", "mode": "air", "distance_km": 300}"#),
        ("carrier_types.plane.speed_kmh", "100"),
        ("carrier_types.plane.travel_factor", "2"),
    ];
    closes("6.9", &slow, 17.0);
    closes("7", &slow, 9.0);
}

#[test]
fn a_crew_that_waits_at_a_closed_gate_is_looked_at_again_when_it_opens() {
    // Loaded at 1, and a is closed until 9; the landing would be at 12. Duty 12: there at 12, unloaded at 14. Duty 11.9:
    // rest 9-17, there at 20, 22. A spare crew takes over at 9.
    let closed = ("places.a.terminal.closures", r#"[{"from": {"after_h": 0}, "to": {"after_h": 9}}]"#);
    closes("12", &[ONE, closed], 14.0);
    closes("11.9", &[ONE, closed], 22.0);
    closes("11.9", &[ONE, closed, ("fleets.planes.crews.staged", r#"{"a": 1}"#)], 14.0);
    // The terminal opens at those hours: at a known instant, or when a unit arrives that marches 9 h.
    closes("11.9", &[ONE, ("places.a.terminal.opens", r#"{"after_h": 9}"#)], 22.0);
    let scouts = r#"{"personnel": 10, "home": "c", "itinerary": [{"march": {"to": "a", "travel_h": 9}}]}"#;
    let opens = ("places.a.terminal.opens", r#"{"after_unit": "force/scouts"}"#);
    closes("11.9", &[("contingents.force.units.scouts", scouts), ONE, opens], 22.0);
    // At b, closed for departures until 10: home at 13 by a duty of 13; by 12.9 after a rest 10-18, home at 21. The duty
    // of that crew lasts from 18: load 21-22, 25, unloaded at 27; the other rests 13-21 while it is loaded: 24, 26.
    let closed = ("places.b.terminal.closures", r#"[{"from": {"after_h": 5}, "to": {"after_h": 10}}]"#);
    closes("13", &[closed], 26.0);
    closes("12.9", &[closed], 27.0);
}

#[test]
fn the_duty_after_a_rest_begins_with_the_departure() {
    // The way takes 9 and a is open 8-10, in which no crew of duty 10 can be that has waited since the evening. Loaded at
    // 1; at 8 the crew is too tired, rests 8-16, and is fresh when a opens the next day: 32-41, unloaded at 43.
    let open = ("places.a.terminal.opening_hours", r#"{"from_h": 8, "to_h": 10}"#);
    closes("10", &[ONE, open, ("routes.way.travel_h", "9")], 43.0);
    // A whole duty goes at once when a is always open: the crew from c, 2 h away, is at a at 2, and the aircraft loaded at
    // 3; rest 3-11; 11-21, unloaded at 23.
    let far = [ONE, ("fleets.planes.base", "c"), ("routes.way.travel_h", "10")];
    closes("10", &far, 23.0);
}

#[test]
fn a_crew_is_looked_at_again_after_a_repair_and_after_de_icing() {
    // Loaded at 1, repaired 1-6; the landing would be at 9. By a duty of 8.9 rest 6-14, 17, 19.
    let fails = ("carrier_types.plane.breakdown", r#"{"probability": 1, "repair_h": 5}"#);
    closes("9", &[ONE, fails], 11.0);
    closes("8.9", &[ONE, fails], 19.0);
    // De-iced 1-7: 10, 12; by a duty of 9.9 rest 7-15, 18, 20.
    let iced = ("places.a.terminal.deicing_h", "6");
    closes("10", &[ONE, iced], 12.0);
    closes("9.9", &[ONE, iced], 20.0);
    // Repaired 1-6 and de-iced 6-12: by a duty of 8.9 it rests 6-14 before it is de-iced, 14-20, 23, 25; by one of 14.9
    // after it: 12-20, 23, 25; by one of 15 it goes: 15, 17.
    closes("8.9", &[ONE, fails, iced], 25.0);
    closes("14.9", &[ONE, fails, iced], 25.0);
    closes("15", &[ONE, fails, iced], 17.0);
}

#[test]
fn a_crew_is_looked_at_again_when_a_route_opens() {
    // Loaded at 1, the route is blocked until 8: 11, 13; by a duty of 10.9 rest 8-16, 19, 21.
    let blocked = r#"{"x": {"begins": {"after_h": 0}, "lasts_h": 8, "what": {"route_blocked": "way"}}}"#;
    closes("11", &[ONE, ("disruptions", blocked)], 13.0);
    closes("10.9", &[ONE, ("disruptions", blocked)], 21.0);
}

#[test]
fn a_crew_that_rests_gives_back_the_stand_that_is_kept_for_it() {
    // One stand at b, kept from before the departure; the first aircraft lands at 4 and is flown home by a spare crew at 6.
    // The second has waited for the stand since 1: by a duty of 9 it goes at 6, 9, 11.
    let stand = [
        TWO,
        ("places.b.terminal.stands", "1"),
        ("slot_policy", "ground_hold"),
        ("fleets.planes.crews.staged", r#"{"b": 1}"#),
    ];
    closes("9", &stand, 11.0);
    // By a duty of 8 it rests 6-14: 17, 19.
    closes("8", &stand, 19.0);
    // A third load is loaded 7-8 by an aircraft that becomes free at 7, and takes the stand meanwhile: 11, unloaded at 13.
    let other = r#"{"carrier_type": "plane", "count": 1, "base": "a", "available_from": {"after_h": 7}}"#;
    let third = [("contingents.force.units.company.copies", "3"), ("fleets.others", other)];
    let crews = ("fleets.planes.crews", r#"{"duty_h": 8, "rest_h": 8, "staged": {"b": 1}}"#);
    let changes: Vec<(&str, &str)> = [crews].into_iter().chain(stand[..3].to_vec()).chain(third).collect();
    let run = check("cycle", &changes);
    assert_eq!(run.arrivals_h(), [6.0, 13.0, 19.0]);
}

#[test]
fn a_rest_is_a_cause_from_when_it_begins() {
    // The crew rests 9-17 because it came home at 9; that the aircraft was loaded 9-10 meanwhile delays nothing.
    let run = check("cycle", &[("fleets.planes.crews", r#"{"duty_h": 10, "rest_h": 8}"#)]);
    let chain =
        [C::Loading, C::LoadedTravel, C::Unloading, C::EmptyTravel, C::CrewRest].map(|it| run.chain_h(it));
    assert_eq!(chain, [1.0, 6.0, 4.0, 3.0, 8.0]);
    let diary =
        [C::WaitCarrier, C::Loading, C::CrewRest, C::LoadedTravel, C::Unloading].map(|it| run.diary_h(it));
    assert_eq!(diary, [9.0, 1.0, 7.0, 3.0, 2.0]);
    // So a tenth less of the rest saves 0.8, and one of loading 0.1, from the first load alone.
    closures(
        "cycle",
        &[
            (&[("fleets.planes.crews", r#"{"duty_h": 10, "rest_h": 7.2}"#)], 21.2),
            (
                &[
                    ("fleets.planes.crews", r#"{"duty_h": 10, "rest_h": 8}"#),
                    ("carrier_types.plane.load_h", "0.9"),
                ],
                21.9,
            ),
        ],
    );
}

#[test]
fn who_waits_for_a_spare_crew_waits_for_its_rest() {
    // Two crews, duty 10, rest 20, three loads. The first crew comes home at 9 and rests until 29; the second flies 10-13
    // and home 15-18, and would rest until 38. The third load is ready at 19 and goes with the first crew: 29, 32, 34.
    let crews = r#"{"count": 2, "duty_h": 10, "rest_h": 20}"#;
    let run =
        check("cycle", &[("contingents.force.units.company.copies", "3"), ("fleets.planes.crews", crews)]);
    assert_eq!(run.closure_h(), 34.0);
    // 0-9 the first trip, 9-29 the rest of the first crew, 29-34 the third load; the second trip is no cause.
    let chain =
        [C::Loading, C::LoadedTravel, C::Unloading, C::EmptyTravel, C::CrewRest].map(|it| run.chain_h(it));
    assert_eq!(chain, [1.0, 6.0, 4.0, 3.0, 20.0]);
}

#[test]
fn a_carrier_is_not_sent_for_a_load_farther_than_a_duty() {
    // Based at a with a duty of 5, it takes its next load where it is. After the load a-b it is free at 6; a load waits at
    // c, 6 h from b and 2 h from a. So it goes home 6-9 and for it from there: c at 11, loaded 12, a at 14, unloaded 16.
    let others = r#"{"personnel": 50, "home": "c", "prepare_h": 1, "itinerary": [{"lift": {"to": "a"}}]}"#;
    let near = ("fleets.planes.crews", r#"{"duty_h": 5, "rest_h": 0}"#);
    let changes = |crews: (&'static str, &'static str)| {
        [
            crews,
            ONE,
            ("carrier_types.plane.after_unload", "\"next_load\""),
            ("routes.back.travel_h", "6"),
            ("contingents.force.units.others", others),
        ]
    };
    closures("cycle", &[(&changes(near), 16.0)]);
    // By a duty of 6 it goes at once: c at 12, loaded 13, a at 15, 17.
    closures("cycle", &[(&changes(("fleets.planes.crews", r#"{"duty_h": 6, "rest_h": 0}"#)), 17.0)]);
}
