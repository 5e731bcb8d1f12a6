//! The cycle of a carrier: load 1, out 3, unload 2, back 3, so that one aircraft brings two loads at 6 and 15.

use super::support::{check, closures};

#[test]
fn a_carrier_returns_for_its_next_load() {
    closures(
        "cycle",
        &[
            (&[], 15.0),
            (&[("carrier_types.plane.refuel_h", "1"), ("carrier_types.plane.service_h", "2")], 18.0),
        ],
    );
}

#[test]
fn a_carrier_positions_from_its_base() {
    // Based at c, 2 h from a and from b: 2 + 6, back to c 2, again 2 + 6.
    closures("cycle", &[(&[("fleets.planes.base", "c")], 18.0)]);
}

#[test]
fn a_breakdown_delays_the_departure_and_may_keep_the_stand() {
    let breakdown = |holds: bool| format!(r#"{{"probability": 1, "repair_h": 5, "holds_stand": {holds}}}"#);
    let failing = |stands: &str, holds: bool| {
        let changes = [
            ("carrier_types.plane.breakdown", breakdown(holds)),
            ("fleets.planes.count", "2".to_owned()),
            ("places.b.terminal", stands.to_owned()),
        ];
        let changes: Vec<(&str, &str)> =
            changes.iter().map(|(path, value)| (*path, value.as_str())).collect();
        check("cycle", &changes).closure_h()
    };
    // Loaded 0-1, repaired 1-6, there at 9, unloaded at 11.
    assert_eq!(failing("{}", true), 11.0);
    // One stand: the first is unloaded 9-11, fails again and keeps it until 16, or leaves it at 11.
    assert_eq!(failing(r#"{"stands": 1}"#, true), 18.0);
    assert_eq!(failing(r#"{"stands": 1}"#, false), 13.0);
}

#[test]
fn fleets_have_their_times_and_numbers() {
    closures(
        "cycle",
        &[
            (&[("fleets.planes.available_from", r#"{"after_h": 5}"#)], 20.0),
            (&[("fleets.planes.count", "2")], 6.0),
            // A second aircraft from 2 on.
            (
                &[
                    ("fleets.planes.count", "2"),
                    (
                        "fleets.planes.availability",
                        r#"[{"from": {"after_h": 0}, "count": 1}, {"from": {"after_h": 2}, "count": 2}]"#,
                    ),
                ],
                8.0,
            ),
        ],
    );
}

#[test]
fn a_fleet_is_used_neither_before_it_is_there_nor_beyond_its_availability() {
    // Two loads at 0, load 1, out 3, unload 2, back 3. There from 5 on, and two aircraft: both 5-11.
    let there = ("fleets.planes.available_from", r#"{"after_h": 5}"#);
    let two = ("fleets.planes.count", "2");
    let steps = |from: u32, count: u32| format!(r#"[{{"from": {{"after_h": {from}}}, "count": {count}}}]"#);
    let closes = |from: u32, count: u32, expected: f64| {
        let steps = steps(from, count);
        closures("cycle", &[(&[there, two, ("fleets.planes.availability", steps.as_str())], expected)]);
    };
    closures("cycle", &[(&[there, two], 11.0)]);
    // A step to two at 1 does not bring them before 5; a step to one at 1 holds from 5 on: 5-11, back 14, 14-20.
    closes(1, 2, 11.0);
    closes(1, 1, 20.0);
    closes(5, 1, 20.0);
    // A step to none at 1, and to one at 8: 8-14, back 17, 17-23.
    let none = r#"[{"from": {"after_h": 1}, "count": 0}, {"from": {"after_h": 8}, "count": 1}]"#;
    closures("cycle", &[(&[there, two, ("fleets.planes.availability", none)], 23.0)]);
}

#[test]
fn a_carrier_may_take_its_next_load_where_it_is() {
    // Out 0-6; at b it loads 6-7, lands at 10, is unloaded at 12.
    closures("next-load", &[(&[], 12.0)]);
    // When it returns first: home at 9, to b at 12, loaded 13, back 16, unloaded 18.
    closures("next-load", &[(&[("carrier_types.plane.after_unload", "return")], 18.0)]);
}
