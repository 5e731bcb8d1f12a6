//! Loads of whole items: how many a unit makes under each limit and rule, and what handling takes.

use forceflow::{RunOptions, simulate};

use super::support::{check, closure_h, closures, same_h};

const TRUCKS: &str = "vehicle_types.truck.crew";
const PLANE: &str = "carrier_types.plane";
const RULE: &str = "contingents.force.units.battalion.itinerary.0.lift.rule";

fn plane(more: &str) -> String {
    format!(r#"{{"mode": "air", "seats": 100, "load_h": 1, "unload_h": 1, {more}}}"#)
}

/// Sorties of 6 trucks (10 t, 8 m, 2.5 m) and 250 people.
fn sorties(changes: &[(&str, &str)]) -> u32 {
    check("loading", changes).sorties()
}

#[test]
fn the_tightest_of_payload_length_and_seats_makes_the_loads() {
    // Payload 40 t takes 4, the hold of 24 m takes 3: 2 loads of 3 trucks and 100 people, then 50 people.
    assert_eq!(sorties(&[]), 3);
    let people = "contingents.force.units.battalion.personnel";
    assert_eq!(sorties(&[(people, "200")]), 2);
    assert_eq!(sorties(&[(people, "0")]), 2);
    // Two lanes in a hold of 5.2 m: length takes 6, payload 4: 4 trucks, 2 trucks.
    let wide = plane(r#""payload_t": 40, "hold_length_m": 24, "hold_width_m": 5.2"#);
    assert_eq!(sorties(&[(PLANE, &wide), (people, "0")]), 2);
    let strong = plane(r#""payload_t": 60, "hold_length_m": 24, "hold_width_m": 5.2"#);
    assert_eq!(sorties(&[(PLANE, &strong), (people, "0")]), 1);
    // Just too narrow for two lanes: 4.9 m.
    let narrow = plane(r#""payload_t": 60, "hold_length_m": 24, "hold_width_m": 4.9"#);
    assert_eq!(sorties(&[(PLANE, &narrow), (people, "0")]), 2);
    // A gap of 0.5 m: 3 * 8 + 2 * 0.5 is more than 24, so 2 in a load.
    assert_eq!(sorties(&[("carrier_types.plane.vehicle_gap_m", "0.5"), (people, "0")]), 3);
}

#[test]
fn a_hold_has_as_many_lanes_as_fit() {
    let people = ("contingents.force.units.battalion.personnel", "0");
    let in_hold = |trucks: &str, width: &str| {
        let ship = plane(&format!(r#""payload_t": 1000, "hold_length_m": 8{width}"#));
        sorties(&[(PLANE, &ship), people, ("contingents.force.units.battalion.vehicles.truck", trucks)])
    };
    // One truck long. 12 lanes of 2.5 m in 30 m, 24 in 60 m; without a width the payload of 100 trucks decides.
    let width = |metres: u32| format!(r#", "hold_width_m": {metres}"#);
    assert_eq!((in_hold("12", &width(30)), in_hold("13", &width(30))), (1, 2));
    assert_eq!((in_hold("24", &width(60)), in_hold("25", &width(60))), (1, 2));
    assert_eq!((in_hold("100", ""), in_hold("101", "")), (1, 2));
}

#[test]
fn people_have_seats_and_mass() {
    // 20 seats beside vehicles: 3 trucks and 20, 3 trucks and 20, then 210 people in 3 loads.
    assert_eq!(sorties(&[("carrier_types.plane.seats_with_vehicles", "20")]), 5);
    // 0.1 t each: 30 t of trucks and 100 people are 40 t exactly.
    assert_eq!(sorties(&[("carrier_types.plane.person_mass_t", "0.1")]), 3);
    // 0.2 t each: 50 people beside 3 trucks; 150 are left, 100 and 50.
    assert_eq!(sorties(&[("carrier_types.plane.person_mass_t", "0.2")]), 4);
    // Crews travel with their trucks and are part of the 250.
    assert_eq!(sorties(&[(TRUCKS, "2")]), 3);
}

#[test]
fn rules_say_who_goes_first() {
    // Vehicles first: 3 trucks; 3 trucks and, since none is left, 100 people; 100; 50.
    assert_eq!(sorties(&[(RULE, "vehicles_first")]), 4);
    // People first: 100; 100; 50 and, since none is left, 3 trucks; 3 trucks.
    assert_eq!(sorties(&[(RULE, "people_first")]), 4);
}

#[test]
fn bulk_cargo_fills_what_is_left_of_the_payload() {
    let cargo = "contingents.force.units.battalion.cargo_t";
    // 10 t beside 3 trucks, twice, and 10 t with the last 50 people.
    assert_eq!(sorties(&[(cargo, "30")]), 3);
    // 61 t: 10 + 10 + 40, and 1 t is left.
    assert_eq!(sorties(&[(cargo, "61")]), 4);
}

#[test]
fn payload_falls_with_the_length_of_the_leg() {
    let km = "routes.way.distance_km";
    for (distance, loads) in [("500", 2), ("1000", 2), ("2000", 2), ("2001", 3), ("3000", 3)] {
        // 40 t to 1,000 km, 20 t at 3,000 km: 30 t, 3 trucks, at 2,000 km, and just less beyond.
        assert_eq!(check("payload-range", &[(km, distance)]).sorties(), loads, "{distance} km");
    }
    // 2,000 km at 500 km/h: 1 + 4 + 1, back 4, and again 6: 16.
    closures("payload-range", &[(&[], 16.0)]);
}

#[test]
fn handling_grows_with_the_load() {
    // Load 1 + 4 * 0.25 + 50 / 100 * 0.5 + 10 * 0.01 = 2.35, out 2, unload 0.5.
    same_h(closure_h("handling", &[]), 4.85, "handling");
}

#[test]
fn units_that_share_go_on_one_aircraft_which_may_wait_to_be_filled() {
    // 40 people fill 0.4 of 100 seats: it waits until 5 for 50 more, loads 1, out 2, unload 1.
    let filled = check("sharing", &[]);
    assert_eq!((filled.sorties(), filled.closure_h()), (1, 9.0));
    // Without a least fill 40 go at once, and the aircraft is back at 6: 6-10.
    let at_once = check("sharing", &[("carrier_types.plane.min_fill", "0")]);
    assert_eq!((at_once.sorties(), at_once.closure_h()), (2, 10.0));
    // Units that do not share cannot be waited for.
    let alone = |unit: &str| format!("contingents.force.units.{unit}.itinerary.0.lift.share");
    let changes = [(alone("first"), "unit"), (alone("second"), "unit")];
    let changes: Vec<(&str, &str)> = changes.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    let apart = check("sharing", &changes);
    assert_eq!((apart.sorties(), apart.closure_h()), (2, 10.0));
}

/// A hold of 24 m by 4.2 m with 40 t, for a unit with these vehicles, in the order of the list: its loads.
fn packed(types: &str, vehicles: &str, lift: &str) -> u32 {
    let wide = plane(r#""payload_t": 40, "hold_length_m": 24, "hold_width_m": 4.2"#);
    let unit = format!(
        r#"{{"personnel": 0, "home": "a", "vehicles": {vehicles}, "itinerary": [{{"lift": {lift}}}]}}"#
    );
    let (units, at) = (format!(r#"{{"battalion": {unit}}}"#), "contingents.force.units");
    sorties(&[(PLANE, &wide), ("vehicle_types", types), (at, &units)])
}

#[test]
fn what_fits_does_not_hang_on_the_list_of_vehicles() {
    // A lane of 2.5 m takes 3 trucks (24 m, 30 t), and 1.7 m are left for a lane of 6 cars (24 m, 6 t): 36 t, 2 loads.
    let types = r#"{"truck": {"mass_t": 10, "length_m": 8, "width_m": 2.5},
                    "car": {"mass_t": 1, "length_m": 4, "width_m": 1.6}}"#;
    let lists = [r#"{"car": 12, "truck": 6}"#, r#"{"truck": 6, "car": 12}"#];
    for rule in ["mixed", "vehicles_first", "people_first"] {
        let lift = format!(r#"{{"to": "b", "rule": "{rule}"}}"#);
        assert_eq!(lists.map(|list| packed(types, list, &lift)), [2, 2], "{rule}");
        // As listed, the cars open two lanes of 1.6 m, beside which no truck stands: 12 cars, 3 trucks, 3 trucks.
        let lift = format!(r#"{{"to": "b", "rule": "{rule}", "vehicle_order": "listed"}}"#);
        assert_eq!(lists.map(|list| packed(types, list, &lift)), [3, 2], "{rule}");
    }
    // Of one width the longest go first: 14 + 10 m, twice. As listed 10 + 10, 14, 14.
    let types = r#"{"long": {"mass_t": 1, "length_m": 14, "width_m": 4},
                    "short": {"mass_t": 1, "length_m": 10, "width_m": 4}}"#;
    let list = r#"{"short": 2, "long": 2}"#;
    assert_eq!(packed(types, list, r#"{"to": "b"}"#), 2);
    assert_eq!(packed(types, list, r#"{"to": "b", "vehicle_order": "listed"}"#), 3);
    // Of one size the heaviest: 25 + 15 t, twice. As listed 15 + 15, 25, 25.
    let types = r#"{"heavy": {"mass_t": 25, "length_m": 8, "width_m": 4},
                    "light": {"mass_t": 15, "length_m": 8, "width_m": 4}}"#;
    let list = r#"{"light": 2, "heavy": 2}"#;
    assert_eq!(packed(types, list, r#"{"to": "b"}"#), 2);
    assert_eq!(packed(types, list, r#"{"to": "b", "vehicle_order": "listed"}"#), 3);
}

#[test]
fn a_load_planned_for_a_share_keeps_that_share_of_each_limit() {
    let fill = |share: &str| sorties(&[("carrier_types.plane.planned_fill", share)]);
    // Half of 24 m is one truck, half of 100 seats 50 people: five loads of both, then the last truck.
    assert_eq!(fill("0.5"), 6);
    // 18 m are two trucks, 75 seats: three loads of both, 25 people left.
    assert_eq!(fill("0.75"), 4);
    // 21.6 m are two trucks, and 3 x 90 seats are enough.
    assert_eq!(fill("0.9"), 3);
    assert_eq!(fill("1"), 3);
    // 4.8 m and 8 t are less than a truck, and each goes alone, with 20 people: six loads, then 130 people in seven.
    assert_eq!(fill("0.2"), 13);
    // What the lift says goes before what the type says.
    let lift = "contingents.force.units.battalion.itinerary.0.lift.planned_fill";
    assert_eq!(sorties(&[("carrier_types.plane.planned_fill", "0.5"), (lift, "0.9")]), 3);
    assert_eq!(sorties(&[(lift, "0.5")]), 6);
}

#[test]
fn one_item_that_fits_always_goes_whatever_is_planned() {
    let people = "contingents.force.units.battalion.personnel";
    let fill = ("carrier_types.plane.planned_fill", "0.001");
    // A truck alone in each load; half a dozen people one by one; a tonne of cargo by shares of 40 kg.
    assert_eq!(sorties(&[fill, (people, "0")]), 6);
    assert_eq!(sorties(&[fill, (people, "6"), ("contingents.force.units.battalion.vehicles", "{}")]), 6);
    let cargo = r#"{"cargo_t": 1, "personnel": 0, "home": "a", "itinerary": [{"lift": {"to": "b"}}]}"#;
    assert_eq!(sorties(&[fill, ("contingents.force.units.battalion", cargo)]), 25);
    // A crew of 30 and 60 t are more than is planned for, and not more than fits.
    assert_eq!(sorties(&[("carrier_types.plane.planned_fill", "0.2"), (TRUCKS, "30"), (people, "180")]), 6);
}

#[test]
fn loads_vary_by_their_first_item_and_by_nothing_else() {
    // Half a load to a full one: 75 people on average, 4,000 people in some 53 loads.
    let fill = ("carrier_types.plane.planned_fill", r#"{"uniform": {"min": 0.5, "max": 1}}"#);
    let people = r#"{"personnel": 4000, "home": "a", "itinerary": [{"lift": {"to": "b"}}]}"#;
    let unit = ("contingents.force.units.battalion", people);
    let counts = |planes: &str| {
        let world = check("loading", &[fill, unit, ("fleets.planes.count", planes)]).world;
        let summary = simulate(&world, &RunOptions { replications: 100, ..RunOptions::default() }, |_| {});
        summary.rows.in_order().map(|row| row.sorties).collect::<Vec<u32>>()
    };
    let (one, ten) = (counts("1"), counts("10"));
    assert_eq!(one, ten, "more aircraft carry the same loads");
    let mean = one.iter().map(|n| f64::from(*n)).sum::<f64>() / one.len() as f64;
    // Renewal theory: 4,000 / 75 and half of 1 + cv squared more.
    assert!((mean - (4_000.0 / 75.0 + 0.5 + 0.5 / 27.0)).abs() < 0.5, "{mean}");
    assert!(one.iter().min() != one.iter().max(), "sorties vary");
}

#[test]
fn a_least_fill_counts_by_what_is_planned() {
    // Companies of 10 share; ready at 0, 10, 20, ... h. Planned for 40 of 100 seats and to be full: four companies a load.
    let unit = r#"{"copies": 8, "personnel": 10, "home": "a", "prepare_h": 0, "itinerary": [{"lift": {"to": "b", "share": "unit"}}]}"#;
    let full = [
        ("contingents.force.units.battalion", unit),
        ("carrier_types.plane.min_fill", "1"),
        ("contingents.force.mobilisation_teams", "1"),
        ("contingents.force.units.battalion.prepare_h", "10"),
    ];
    let planned: Vec<(&str, &str)> =
        full.iter().copied().chain([("carrier_types.plane.planned_fill", "0.4")]).collect();
    // The first four are ready at 40, loaded at 41, unloaded at 44; the others at 80 and 84.
    let run = check("loading", &planned);
    assert_eq!(run.sorties(), 2);
    assert_eq!(run.arrivals_h(), [44.0, 44.0, 44.0, 44.0, 84.0, 84.0, 84.0, 84.0]);
    // Without a plan all eight wait for each other, since 80 of 100 is not full, until nobody is to come.
    let run = check("loading", &full);
    assert_eq!((run.sorties(), run.closure_h()), (1, 84.0));
}
