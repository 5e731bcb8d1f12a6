//! Authorisation, mobilisation, parts, dates, marry-up.

use forceflow::internals::kernel::Time;
use forceflow::internals::model::UnitId;

use super::support::{check, closures, same_h};

const LATE: (&str, &str) = (
    "disruptions",
    r#"{"late": {"begins": {"after_h": 0}, "lasts_h": 5, "what": {"mandate_late": "north"}}}"#,
);

#[test]
fn a_mandate_counts_from_the_appeal_and_never_before_the_decision() {
    // South: decision 6, its mandate at 2 is no earlier; notice 2, preparation 3, march 4.
    let run = check("authorisation", &[]);
    same_h(run.unit_h("south/battalion"), 15.0, "south");
    // North: mandate 10 and the same 9.
    same_h(run.unit_h("north/battalion"), 19.0, "north");
    closures(
        "authorisation",
        &[
            (&[("authorisation.decision.after_h", "12")], 21.0), // 12 + 9, for both
            (&[LATE], 24.0),                                     // north: 10 + 5 + 9
            (&[("authorisation", r#"{"decision": {"at": "2022-01-06T18:00:00+06:00"}}"#)], 21.0), // noon UTC
            (&[("contingents.north.common_factor", "2")], 24.0), // 10 + 2 * (2 + 3) + 4
        ],
    );
}

#[test]
fn parts_leave_when_they_are_ready() {
    // Ready at 4, 10 and 16; each part one load: load 1, out 2, unload 1, back 2: 4-8, back 10; 10-14, 16; 16-20.
    let run = check("parts", &[]);
    assert_eq!(run.arrivals_h(), [8.0, 14.0, 20.0]);
    // 80 of 100 people are there with the second part.
    assert_eq!(run.run.outcome.phases[0].operational[UnitId::new(0)].map(Time::as_h), Some(14.0));
    let all = check("parts", &[("contingents.force.units.battalion.operational_share", "0.81")]);
    assert_eq!(all.run.outcome.phases[0].operational[UnitId::new(0)].map(Time::as_h), Some(20.0));
}

#[test]
fn a_unit_with_an_earliest_date_starts_so_as_to_arrive_then() {
    // March 4 h: it starts at 16; a date before that of the march does not bind.
    closures("earliest", &[(&[], 20.0), (&[("contingents.force.units.battalion.earliest_h", "2")], 4.0)]);
}

#[test]
fn an_earliest_date_counts_the_night_in_which_a_march_stands() {
    // 100 km at 50 km/h from 8 to 18: out at 34, at 10 in the morning, it is there at 36; out at 17, it stands from 18 to
    // 32 and is there at 33.
    let night = r#"[{"march": {"to": "area", "distance_km": 100, "speed_kmh": 50, "night_speed_kmh": 0}}]"#;
    let changes = |earliest_h: &'static str| {
        [
            ("contingents.force.units.battalion.itinerary", night),
            ("contingents.force.units.battalion.earliest_h", earliest_h),
        ]
    };
    closures("earliest", &[(&changes("36"), 36.0), (&changes("33"), 33.0), (&changes("10"), 10.0)]);
}

#[test]
fn the_crew_of_a_vehicle_is_in_its_part() {
    // One truck with a crew of 3 in two halves: the first has the truck, and so all three people; nobody is left.
    let run = check(
        "parts",
        &[
            ("vehicle_types", r#"{"truck": {"mass_t": 10, "length_m": 8, "width_m": 2.5, "crew": 3}}"#),
            ("contingents.force.units.battalion.vehicles", r#"{"truck": 1}"#),
            ("contingents.force.units.battalion.personnel", "3"),
            ("contingents.force.units.battalion.parts", r#"[{"share": 0.5}, {"share": 0.5, "after_h": 10}]"#),
        ],
    );
    // Ready at 4: 1 + 2 + 1.
    assert_eq!(run.arrivals_h(), [8.0]);
    assert_eq!(run.run.outcome.phases[0].arrivals[0].people, 3);
}

#[test]
fn loads_marry_up_before_the_onward_march() {
    // Loads are there at 4 and 10 (cycle 6), the march takes 3.
    let run = check("marry-up", &[]);
    assert_eq!(run.arrivals_h(), [13.0]);
    let marry = "contingents.force.units.battalion.itinerary.1.march.marry_up";
    assert_eq!(check("marry-up", &[(marry, "false")]).arrivals_h(), [7.0, 13.0]);
}

#[test]
fn a_copy_stays_together_where_a_lift_has_two_destinations() {
    // Four loads of 50, load 1, out 2. Copy 1 finds the stand at b free when its first load leaves at 1, and all of it
    // goes there; so does copy 2, for nobody has landed yet. At b one stand: unload 3-4, 4-5, 5-6, 6-7; by first item
    // of carriers 1 and 2 the first copy is together at 5, and marches 80 km at 40 km/h: 7. The other: 7 + 2.
    let run = check("destinations", &[]);
    assert_eq!(run.arrivals_h(), [7.0, 9.0]);
    // c first, which has no limit: all unloaded at 4, and 200 km take 5 h.
    let itinerary = "contingents.force.units.company.itinerary.0.lift.to";
    assert_eq!(check("destinations", &[(itinerary, r#"["c", "b"]"#)]).arrivals_h(), [9.0, 9.0]);
}
