//! Refuelling stops: `payload-range` at 500 km/h, 40 t to 1,000 km, 20 t at 3,000 km; load 1, unload 1, one stop 1.

use forceflow::internals::kernel::hours;
use forceflow::internals::model::Category;
use forceflow::{Options, ShownRun};
use serde_json::json;

use super::support::{check, closures};
use crate::common::world_of;

const STOP: (&str, &str) = ("carrier_types.plane.refuel_stop_h", "1");
const KM: &str = "routes.way.distance_km";
const TRUCKS: &str = "contingents.force.units.battalion.vehicles.truck";

#[test]
fn a_load_makes_the_fewest_stops_that_carry_it() {
    // 20 t go 3,000 km at a time, 30 t 2,000 km, 40 t 1,000 km. Over 4,000 km: 1 + 8 + 1 and a stop for 2 or 3 trucks,
    // three stops for 4.
    for (trucks, expected) in [("2", 11.0), ("3", 11.0), ("4", 13.0)] {
        closures("payload-range", &[(&[STOP, (KM, "4000"), (TRUCKS, trucks)], expected)]);
    }
    // 2 trucks over 3,000 km: no stop, 1 + 6 + 1; over 3,001 km one, and 0.002 h more.
    closures("payload-range", &[(&[STOP, (KM, "3000"), (TRUCKS, "2")], 8.0)]);
    closures("payload-range", &[(&[STOP, (KM, "3001"), (TRUCKS, "2")], 9.002)]);
    // 3 trucks over 2,000 and 2,500 km: 1 + 4 + 1; 1 + 5 + 1 and a stop.
    closures("payload-range", &[(&[STOP, (KM, "2000"), (TRUCKS, "3")], 6.0)]);
    closures("payload-range", &[(&[STOP, (KM, "2500"), (TRUCKS, "3")], 8.0)]);
    // People without a mass go as far as the curve reaches.
    let people = [STOP, (KM, "3000"), (TRUCKS, "0"), ("contingents.force.units.battalion.personnel", "50")];
    closures("payload-range", &[(&people, 8.0)]);
    // Who weighs 0.4 t makes the 50 of them 20 t, and those in 2 trucks beside them 40 t: three stops over 4,000 km.
    let heavy = [
        STOP,
        (KM, "4000"),
        (TRUCKS, "2"),
        ("contingents.force.units.battalion.personnel", "50"),
        ("carrier_types.plane.person_mass_t", "0.4"),
    ];
    closures("payload-range", &[(&heavy, 13.0)]);
}

#[test]
fn a_larger_load_with_more_stops_goes_before_a_smaller_one_without() {
    // 6 trucks over 2,000 km: 4 of them with a stop, 1 + 5 + 1, back 4, and 2 without, 1 + 4 + 1: 17. Without stops 3 and
    // 3: 6, back 4, 6: 16.
    closures("payload-range", &[(&[STOP], 17.0), (&[], 16.0)]);
    assert_eq!(check("payload-range", &[STOP, (TRUCKS, "8")]).sorties(), 2);
    // A payload below that of the curve goes farther: 2 trucks of at most 25 t over 3,000 km.
    let light = [STOP, ("carrier_types.plane.payload_t", "25"), (KM, "3000"), (TRUCKS, "2")];
    closures("payload-range", &[(&light, 8.0)]);
}

#[test]
fn an_empty_carrier_goes_as_far_as_the_curve_reaches() {
    // Over 4,000 km 8 trucks in two loads of three stops: 13, back 8 and a stop, 13.
    closures("payload-range", &[(&[STOP, (KM, "4000"), (TRUCKS, "8")], 35.0)]);
    // Over 3,000 km two stops and none on the way back: 1 + 8 + 1, back 6, 10.
    closures("payload-range", &[(&[STOP, (KM, "3000"), (TRUCKS, "8")], 26.0)]);
    // Where no stops are made, an empty carrier has no limit: 2 trucks over 3,000 km from a base 4,000 km away.
    let far = [
        ("places.c", r#"{"lat": 50, "lon": 40, "terminal": {}}"#),
        ("routes.far", r#"{"from": "c", "to": "a", "mode": "air", "distance_km": 4000}"#),
        ("fleets.planes.base", "\"c\""),
        (KM, "3000"),
        (TRUCKS, "2"),
    ];
    closures("payload-range", &[(&far, 16.0)]);
    // With stops, one on the way to the load, and none with it.
    let stopping: Vec<(&str, &str)> = far.into_iter().chain([STOP]).collect();
    closures("payload-range", &[(&stopping, 17.0)]);
}

#[test]
fn each_stop_draws_its_own_time_and_moves_no_other_draw() {
    let random = r#"{"uniform": {"min": 1, "max": 3}}"#;
    let spans = |km: &str, category: Category| {
        let changes = [
            ("carrier_types.plane.refuel_stop_h", random),
            ("carrier_types.plane.load_h", random),
            ("carrier_types.plane.unload_h", random),
            (KM, km),
            (TRUCKS, "8"),
        ];
        let world = world_of("scenarios/checks/payload-range.json", &changes);
        let run = ShownRun::new(&world, Options { seed: 1, ..Options::default() }, 1);
        let all = run.trace.activities.iter().filter(|activity| activity.category == category);
        all.map(|activity| (activity.to - activity.from, activity.client.is_some())).collect::<Vec<_>>()
    };
    // Two loads of three stops over 4,000 km, of four over 5,000 km, and one on each way back.
    let split = |km: &str| -> (Vec<i64>, Vec<i64>) {
        let stops = spans(km, Category::RefuellingStop);
        let of = |loaded: bool| stops.iter().filter(|stop| stop.1 == loaded).map(|stop| stop.0).collect();
        (of(true), of(false))
    };
    let ((three, empty), (four, same_empty)) = (split("4000"), split("5000"));
    assert_eq!((three.len(), four.len(), empty.len()), (6, 8, 2));
    let mut lengths: Vec<i64> = four.iter().chain(&empty).copied().collect();
    lengths.sort_unstable();
    lengths.dedup();
    assert_eq!(lengths.len(), 10, "each its own: {lengths:?}");
    assert_eq!((&three[..3], &three[3..]), (&four[..3], &four[4..7]));
    assert_eq!(empty, same_empty);
    for category in [Category::Loading, Category::Unloading] {
        assert_eq!(spans("4000", category), spans("5000", category));
    }
    // By the mean of 2 the eight stops take 16.
    assert!((hours(four.iter().sum()) - 16.0).abs() < 5.0);
}

#[test]
fn a_crew_counts_the_stops_of_its_load() {
    // Over 4,000 km: 4 trucks land 11 after they left and 3 trucks 9; a duty of 10 from 0 has loading in it. 3 trucks go at
    // 1: 11. 4 trucks with a duty of 11 rest 1-9: 9 + 11 + 1.
    let crews = |duty: u32| json!({"duty_h": duty, "rest_h": 8}).to_string();
    for (trucks, duty, expected) in [("3", 10, 11.0), ("4", 12, 13.0), ("4", 11, 21.0)] {
        let crews = crews(duty);
        let changes = [STOP, (KM, "4000"), (TRUCKS, trucks), ("fleets.planes.crews", crews.as_str())];
        closures("payload-range", &[(&changes, expected)]);
    }
}
