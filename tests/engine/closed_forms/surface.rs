//! Marches, rail, sea, and an itinerary of all modes.

use super::support::{closure_h, closures, same_h};

const MARCH: &str = "contingents.force.units.column.itinerary.0.march";

/// A march of 240 km at 30 km/h, with more keys.
fn march(more: &str, expected: f64, changes: &[(&str, &str)]) {
    let march = format!(r#"{{"to": "area", "distance_km": 240, "speed_kmh": 30{more}}}"#);
    let mut all = vec![(MARCH, march.as_str())];
    all.extend(changes);
    closures("march", &[(&all, expected)]);
}

#[test]
fn a_march_is_distance_over_speed() {
    march("", 8.0, &[]);
    march(r#", "travel_h": 5"#, 5.0, &[]);
}

#[test]
fn by_night_a_march_is_slower_or_halts() {
    // From midnight; day is 8 to 18. Halting: 8 + 8. At 20 km/h: 160 km until 8, 80 km in 2 h 40 min.
    march(r#", "night_speed_kmh": 0"#, 16.0, &[]);
    march(r#", "night_speed_kmh": 20"#, 8.0 + 80.0 / 30.0, &[]);
    // Where it is 8 h later it is day at the start; 12 h later 180 km until 18, and 60 km from 8 on: 22 h.
    march(r#", "night_speed_kmh": 0"#, 8.0, &[("places.home.utc_offset_h", "8")]);
    march(r#", "night_speed_kmh": 0"#, 22.0, &[("places.home.utc_offset_h", "12")]);
    // Another day: 0 to 4 and then 20 h of night.
    march(r#", "night_speed_kmh": 0, "daylight": {"from_h": 0, "to_h": 4}"#, 28.0, &[]);
}

#[test]
fn halts_come_after_so_many_hours_of_march() {
    // After 3 and after 6 h of march; after the last hour there is none.
    march(r#", "halt_every_h": 3, "halt_h": 1"#, 10.0, &[]);
    march(r#", "halt_every_h": 4, "halt_h": 1"#, 9.0, &[]);
}

#[test]
fn a_halt_by_night_does_not_begin_the_count_of_hours_anew() {
    // Sets out at 14 local, 8 h of march: 14-18, the night until 8, 8-10, and 1 h of halt after 6 h of march; 11-13.
    let more = r#", "night_speed_kmh": 0, "halt_every_h": 6, "halt_h": 1"#;
    march(more, 23.0, &[("places.home.utc_offset_h", "14")]);
}

#[test]
fn a_blocked_route_holds_marches_that_have_not_set_out() {
    // Blocked from 2 to 6. Ready at 0 it has left; ready at 3 it leaves at 6; ready at 6 at once. 8 h of march.
    let block = r#"{"x": {"begins": {"after_h": 2}, "lasts_h": 4, "what": {"route_blocked": "road"}}}"#;
    for (ready, expected) in [("0", 8.0), ("2", 14.0), ("3", 14.0), ("6", 14.0), ("7", 15.0)] {
        let prepare = ("contingents.force.units.column.prepare_h", ready);
        march("", expected, &[("disruptions", block), prepare]);
    }
    // A march with a time of its own takes the same road.
    let prepare = ("contingents.force.units.column.prepare_h", "3");
    march(r#", "travel_h": 5"#, 11.0, &[("disruptions", block), prepare]);
}

#[test]
fn marches_keep_the_interval_of_their_road() {
    // Three copies ready at 0, six departures a day: they set out at 0, 4 and 8.
    let copies = ("contingents.force.units.column.copies", "3");
    let echelons = ("routes.road.echelons_per_day", "6");
    march("", 16.0, &[copies, echelons]);
    // Blocked from 3 to 5: at 0, 5 and 9.
    let block = r#"{"x": {"begins": {"after_h": 3}, "lasts_h": 2, "what": {"route_blocked": "road"}}}"#;
    march("", 17.0, &[copies, echelons, ("disruptions", block)]);
}

#[test]
fn without_a_length_a_march_is_longer_than_the_great_circle() {
    // Neither the march nor its road has a length: 1.3 times the great circle, at 30 km/h; the road's own where it has one.
    let points = [50.0, 60.0].map(|lon| forceflow::internals::units::Point { lat: 50.0, lon });
    let metres = (1_300.0 * forceflow::internals::units::great_circle_km(points[0], points[1])).round();
    let plain = (MARCH, r#"{"to": "area", "speed_kmh": 30}"#);
    closures("march", &[(&[plain], metres / 30_000.0), (&[plain, ("routes", "{}")], metres / 30_000.0)]);
    closures("march", &[(&[plain, ("routes.road.distance_km", "300")], 10.0)]);
}

#[test]
fn the_tail_of_a_column_comes_after_its_head() {
    // 60 vehicles, 10 per km: 6 km at 30 km/h.
    march(r#", "vehicles_per_km": 10"#, 8.2, &[]);
}

#[test]
fn a_planners_column_has_its_published_length() {
    // 25,000 vehicles, 10 per km, are 2,500 km of column; at 25 km/h it passes in 100 h.
    let march = r#"{"to": "area", "distance_km": 25, "speed_kmh": 25, "vehicles_per_km": 10}"#;
    let changes = [(MARCH, march), ("contingents.force.units.column.vehicles.truck", "25000")];
    closures("march", &[(&changes, 101.0)]);
}

#[test]
fn breakdowns_and_borders_add_their_time() {
    march(r#", "breakdown": {"probability": 1, "repair_h": 2}"#, 10.0, &[]);
    march("", 9.5, &[("routes.road.border_delay_h", "1.5")]);
    march(
        r#", "breakdown": {"probability": 1, "repair_h": 2}"#,
        11.5,
        &[("routes.road.border_delay_h", "1.5")],
    );
}

#[test]
fn trains_keep_the_interval_of_the_line_and_share_ramps() {
    // Loaded 0-2; six a day: departures at 2, 6, 10; the last arrives at 20 and is unloaded at 21.
    // Without an interval 13; with one ramp loaded at 2, 4, 6: 17.
    let echelons = "routes.line.echelons_per_day";
    let ramps = ("places.a.terminal.working_spots", "1");
    closures(
        "rail",
        &[(&[], 21.0), (&[(echelons, "null")], 13.0), (&[(echelons, "null"), ramps], 17.0), (&[ramps], 21.0)],
    );
}

#[test]
fn trains_are_not_de_iced() {
    closures("rail", &[(&[("places.a.terminal.deicing_h", "3")], 21.0)]);
}

#[test]
fn a_ship_sails_distance_over_speed() {
    closures("sea", &[(&[], 30.0)]); // 5 + 600 / 30 + 5
}

#[test]
fn a_route_is_as_long_as_the_line_through_its_points() {
    // 9 degrees along the equator and 12 along a meridian, each of them 6371.0088 km x pi / 180 = 111.195 km: 2,335.1 km
    // at 30 km/h, between 5 h of loading and 5 h of unloading. Straight across it would be 14.95 degrees.
    let by_hand = 10.0 + 21.0 * (6371.0088 * std::f64::consts::PI / 180.0) / 30.0;
    let bend = |via: &str| closure_h("sea", &around(via));
    same_h(bend("[[0, 9]]"), by_hand, "a point");
    same_h(bend(r#"["c"]"#), by_hand, "a place");
    same_h(bend(r#"[[0, 3], [0, 4], "c", [5, 9]]"#), by_hand, "points on the way");
    // A given length goes before it.
    let mut given = around("[[0, 9]]");
    given.push(("routes.passage.distance_km", "600"));
    same_h(closure_h("sea", &given), 30.0, "a length");
}

/// The ship sails from 0 N 0 E to 12 N 9 E on a route without a length.
fn around(via: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("places.a", r#"{"lat": 0, "lon": 0, "terminal": {}}"#),
        ("places.b", r#"{"lat": 12, "lon": 9, "terminal": {}}"#),
        ("places.c", r#"{"lat": 0, "lon": 9}"#),
        ("routes.passage.distance_km", "null"),
        ("routes.passage.via", via),
    ]
}

#[test]
fn aircraft_and_columns_follow_the_points_of_a_route_too() {
    // Both ways round, without the detour factor of great circles: 21 degrees for the aircraft, at 1,000 km/h.
    let degrees_21 = 21.0 * (6371.0088 * std::f64::consts::PI / 180.0);
    let mut flown = around("[[0, 9]]");
    flown.extend([
        ("routes.passage.mode", "air"),
        ("routes.passage.from", "b"),
        ("routes.passage.to", "a"),
        ("carrier_types.ship.mode", "air"),
        ("carrier_types.ship.speed_kmh", "1000"),
        ("carrier_types.ship.detour_factor", "1.1"),
    ]);
    same_h(closure_h("sea", &flown), 10.0 + degrees_21 / 1_000.0, "flown");
    let marched = [
        ("places.home", r#"{"lat": 0, "lon": 0}"#),
        ("places.area", r#"{"lat": 12, "lon": 9}"#),
        ("routes.road.via", "[[0, 9]]"),
        ("contingents.force.units.column.itinerary", r#"[{"march": {"to": "area", "speed_kmh": 30}}]"#),
    ];
    // The model keeps lengths of marches in whole metres.
    let km = (degrees_21 * 1_000.0).round() / 1_000.0;
    same_h(closure_h("march", &marched), km / 30.0, "marched");
}

#[test]
fn an_itinerary_joins_its_legs() {
    // March 2; rail 2 + 10 + 1; reception 1; air 1 + 3 + 2; march 4.
    closures("itinerary", &[(&[], 26.0)]);
}
