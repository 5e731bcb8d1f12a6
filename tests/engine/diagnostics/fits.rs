//! What fits and who serves, beyond the one example that the register has for each rule.

use forceflow::internals::diagnostic::Code;
use forceflow::load;

use crate::common::scenarios_below;

use super::support::{changed, codes, diagnose};

#[test]
fn every_scenario_of_the_repository_loads_without_a_word() {
    let files = scenarios_below("scenarios");
    assert!(!files.is_empty());
    for file in files {
        match load(&file, &[]) {
            Ok(loaded) => assert!(loaded.warnings.is_empty(), "{}", loaded.warnings),
            Err(found) => panic!("{found}"),
        }
    }
}

#[test]
fn a_limit_is_allowed_and_a_little_more_is_not() {
    for (key, limit, more) in [("mass_t", 40.0, 40.1), ("length_m", 24.0, 24.1), ("width_m", 3.4, 3.41)] {
        let with = |value: f64| codes(&changed(&format!(r#"{{"vehicle_types.truck.{key}": {value}}}"#)));
        assert_eq!(with(limit), [], "{key}");
        assert_eq!(with(more), [Code::E1204], "{key}");
    }
}

#[test]
fn payload_is_that_at_the_length_of_the_leg() {
    let curve = r#"[{"distance_km": 1000, "payload_t": 40}, {"distance_km": 3000, "payload_t": 8}]"#;
    let with =
        |more: &str| changed(&format!(r#"{{"carrier_types.freighter.payload_range": {curve}{more}}}"#));
    assert_eq!(codes(&with("")), [], "17 t over 2,410 km");
    assert_eq!(codes(&with(r#", "routes.bridge.distance_km": 2950"#)), [Code::E1204]);
    assert_eq!(codes(&with(r#", "routes.bridge.distance_km": 3001"#)), [Code::E1303]);
    let stop = r#", "routes.bridge.distance_km": 3001, "carrier_types.freighter.refuel_stop_h": 1"#;
    assert_eq!(codes(&with(stop)), []);
}

#[test]
fn another_fleet_that_fits_is_enough() {
    let heavy = r#""vehicle_types.truck.mass_t": 60"#;
    let second = r#""carrier_types.giant": {"mode": "air", "payload_t": 120}, "fleets.giants":
        {"carrier_type": "giant", "count": 1, "base": "destination"}"#;
    assert_eq!(codes(&changed(&format!("{{{heavy}, {second}}}"))), []);
    let by = r#""contingents.force.units.company.itinerary.0.lift.by": ["bridge"]"#;
    assert_eq!(codes(&changed(&format!("{{{heavy}, {second}, {by}}}"))), [Code::E1204]);
}

#[test]
fn a_one_way_route_serves_the_way_out_and_not_the_way_home() {
    let train = r#""carrier_types.freighter.mode": "rail", "routes.bridge.mode": "rail", "routes.bridge.one_way": true,
        "routes.bridge.travel_h": 60"#;
    assert_eq!(codes(&changed(&format!("{{{train}}}"))), []);
    let found = diagnose(&changed(&format!(r#"{{{train}, "withdrawal": {{"hold_h": 24}}}}"#)));
    let said: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(said, ["no fleet can carry the lift from `destination` to `origin`"]);
}

#[test]
fn carriers_by_land_and_sea_need_a_way_from_their_base() {
    let ships = r#""carrier_types.freighter.mode": "sea", "routes.bridge.mode": "sea", "routes.bridge.travel_h": 90,
        "places.island": {"lat": 50, "lon": 50, "terminal": {}}, "fleets.bridge.base": "island""#;
    let found = diagnose(&changed(&format!("{{{ships}}}")));
    assert_eq!(found.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::E1103]);
    let way = r#""routes.out": {"from": "origin", "to": "island", "mode": "sea", "travel_h": 20}"#;
    assert_eq!(codes(&changed(&format!("{{{ships}, {way}}}"))), []);
}

#[test]
fn carriers_by_air_need_a_time_from_their_base() {
    let away = r#""places.island": {"lat": 50, "lon": 50, "terminal": {}}, "fleets.bridge.base": "island""#;
    assert_eq!(codes(&changed(&format!("{{{away}}}"))), [Code::E1104]);
    let speed = r#""carrier_types.freighter.speed_kmh": 700"#;
    assert_eq!(codes(&changed(&format!("{{{away}, {speed}}}"))), []);
    let way = r#""routes.out": {"from": "island", "to": "origin", "mode": "air", "travel_h": 5}"#;
    assert_eq!(codes(&changed(&format!("{{{away}, {way}}}"))), []);
}

#[test]
fn carriers_fit_the_stands_of_their_base_where_they_are_loaded() {
    let size = |stands: u32| {
        let text =
            format!(r#""carrier_types.freighter.stand_size": 2, "places.origin.terminal.stands": {stands}"#);
        codes(&changed(&format!(r#"{{{text}, "fleets.bridge.base": "origin"}}"#)))
    };
    assert_eq!((size(1), size(2)), (vec![Code::E1304], vec![]));
}

#[test]
fn the_longest_trip_counts_the_travel_factor() {
    // 2,410 km at 750 km/h are 3.2 h, twice as much by the factor.
    let with = |factor: &str| {
        let flies = r#""routes.bridge.travel_h": null, "carrier_types.freighter.speed_kmh": 750"#;
        let crews = r#""fleets.bridge.crews": {"duty_h": 5, "rest_h": 10}"#;
        codes(&changed(&format!(
            r#"{{{flies}, {crews}, "carrier_types.freighter.travel_factor": {factor}}}"#
        )))
    };
    assert_eq!((with("1"), with("2")), (vec![], vec![Code::E1308]));
    let random = r#"{"triangular": {"min": 1.8, "mode": 2, "max": 2.2}}"#;
    assert_eq!(with(random), [Code::E1308]);
}

#[test]
fn fuel_for_one_carrier_can_be_stored() {
    let with = |capacity: u32| {
        let fuel =
            format!(r#"{{"stock_t": 5, "capacity_t": {capacity}, "resupply_t": 5, "resupply_every_h": 1}}"#);
        let text = format!(
            r#"{{"places.destination.terminal.fuel": {fuel}, "carrier_types.freighter.fuel_uplift_t": 10}}"#
        );
        codes(&changed(&text))
    };
    assert_eq!((with(9), with(10)), (vec![Code::E1009], vec![]));
}

#[test]
fn a_lift_that_says_an_order_of_vehicles_is_not_asked_for_one() {
    let with = |order: &str| {
        let mixed = r#""carrier_types.freighter.hold_width_m": 4.2,
            "vehicle_types.car": {"mass_t": 1, "length_m": 4, "width_m": 1.6},
            "contingents.force.units.company.vehicles": {"car": 12, "truck": 6}"#;
        codes(&changed(&format!("{{{mixed}{order}}}")))
    };
    let said = |order: &str| {
        with(&format!(r#", "contingents.force.units.company.itinerary.0.lift.vehicle_order": "{order}""#))
    };
    assert_eq!(with(""), [Code::W2006]);
    assert_eq!((said("listed"), said("widest_first")), (vec![], vec![]));
}

#[test]
fn seats_beside_vehicles_are_never_more_than_seats() {
    let seats = r#""vehicle_types.truck.crew": 2, "carrier_types.freighter.seats": 1, "carrier_types.freighter.seats_with_vehicles": 5"#;
    assert_eq!(codes(&changed(&format!("{{{seats}}}"))), [Code::E1206]);
}

#[test]
fn the_mass_of_people_counts_against_the_payload() {
    let heavy = r#""vehicle_types.truck.mass_t": 40, "vehicle_types.truck.crew": 1"#;
    assert_eq!(codes(&changed(&format!("{{{heavy}}}"))), []);
    let person = r#""carrier_types.freighter.person_mass_t": 0.1"#;
    assert_eq!(codes(&changed(&format!("{{{heavy}, {person}}}"))), [Code::E1206]);
}

#[test]
fn everything_that_carriers_touch_needs_a_terminal() {
    let bare = r#""places.bare": {"lat": 50, "lon": 50}"#;
    for (change, path) in [
        (r#""fleets.bridge.base": "bare""#, "fleets.bridge.base"),
        (r#""civilians": {"families": {"at": "bare", "people": 5}}"#, "civilians.families.at"),
        (
            r#""fleets.bridge.crews": {"duty_h": 14, "rest_h": 10, "staged": {"bare": 2}}"#,
            "fleets.bridge.crews.staged.bare",
        ),
        (
            r#""disruptions": {"snow": {"begins": {"after_h": 1}, "what": {"terminal_closed": "bare"}}}"#,
            "disruptions.snow.what.terminal_closed",
        ),
    ] {
        let found = diagnose(&changed(&format!("{{{bare}, {change}}}")));
        let said: Vec<(Code, &str)> = found.iter().map(|it| (it.code, it.path.as_str())).collect();
        assert_eq!(said, [(Code::E1003, path)]);
    }
}

#[test]
fn a_march_may_take_its_time_from_a_road() {
    let march = r#""contingents.force.units.company.itinerary": [{"march": {"to": "destination"}}]"#;
    assert_eq!(codes(&changed(&format!("{{{march}}}"))), [Code::E1105]);
    let road = r#""routes.road": {"from": "destination", "to": "origin", "mode": "road", "travel_h": 90}"#;
    assert_eq!(codes(&changed(&format!("{{{march}, {road}}}"))), []);
}
