//! Terminals: four aircraft load 1, fly 3 and arrive together at 4; unload 2, refuel 1 with the stand kept, back 3.

use super::support::{check, closures, same_h};

const STANDS: (&str, &str) = ("places.b.terminal.stands", "2");
const HOLD: (&str, &str) = ("slot_policy", "ground_hold");

fn b(terminal: &str) -> [(&'static str, String); 1] {
    [("places.b.terminal", terminal.to_owned())]
}

fn closes(terminal: &str, expected: f64) {
    let changes = b(terminal);
    closures("terminal", &[(&[(changes[0].0, changes[0].1.as_str())], expected)]);
}

#[test]
fn a_place_without_an_offset_keeps_the_local_time_of_the_start() {
    let hours = ("places.b.terminal.opening_hours", r#"{"from_h": 6, "to_h": 18}"#);
    let start = |offset: &'static str| ("start", offset);
    closures(
        "terminal",
        &[
            // There at 04:00 by the clock of `start`, the terminal opens at 06:00: unloaded 6-8.
            (&[hours, start("2022-01-06T00:00:00+06:00")], 8.0),
            (&[hours, start("2022-01-06T00:00:00Z")], 8.0),
            // Three and a half hours behind UTC, by its own clock 00:00 as well.
            (&[hours, start("2022-01-06T00:00:00-03:30")], 8.0),
            // An offset of its own goes first. UTC: 18:00 at the start, 22:00 on arrival, 12 h to 06:00.
            (&[hours, start("2022-01-06T00:00:00+06:00"), ("places.b.utc_offset_h", "0")], 14.0),
            // 03:00 at the start, 07:00 on arrival.
            (&[hours, start("2022-01-06T00:00:00+06:00"), ("places.b.utc_offset_h", "9")], 6.0),
        ],
    );
}

#[test]
fn without_limits_all_are_unloaded_at_once() {
    closes("{}", 6.0);
}

#[test]
fn stands_are_kept_from_landing_to_departure() {
    // Two land at 4, are unloaded at 6 and refuelled at 7; the others land then: 9.
    closes(r#"{"stands": 2}"#, 9.0);
    // One at a time: 4-7, 7-10, 10-13, 13-15.
    closes(r#"{"stands": 1}"#, 15.0);
    closures("terminal", &[(&[STANDS, ("carrier_types.plane.stand_size", "2")], 15.0)]);
}

#[test]
fn working_spots_and_teams_are_held_only_while_unloading() {
    // 4-6, 6-8, 8-10, 10-12.
    closes(r#"{"working_spots": 1}"#, 12.0);
    closes(r#"{"unloading_teams": 1}"#, 12.0);
    // Two stands, one spot: A 4-6, B 6-8; A leaves at 7, C lands and unloads 8-10; B leaves at 9, D 10-12.
    closes(r#"{"stands": 2, "working_spots": 1}"#, 12.0);
    // Two stands, one fuel point: A and B 4-6, refuel 6-7 and 7-8; C unloads 7-9, D 8-10.
    closes(r#"{"stands": 2, "fuel_points": 1}"#, 10.0);
    // Loaded 0-1, 1-2, 2-3, 3-4 by one team: the last is there at 7 and unloaded at 9.
    closures("terminal", &[(&[("places.a.terminal", r#"{"loading_teams": 1}"#)], 9.0)]);
    closures("terminal", &[(&[("places.a.terminal", r#"{"working_spots": 1}"#)], 9.0)]);
}

#[test]
fn fuel_runs_out_until_the_next_resupply() {
    // One stand, 10 t each, 20 t at hand, 10 t every 20 h: A 4-7, B 7-10, C unloads 10-12 and waits until 20, is
    // refuelled at 21; D 21-23.
    let fuel = r#"{"stands": 1, "fuel": {"stock_t": 20, "resupply_t": 10, "resupply_every_h": 20}}"#;
    let changes = [("carrier_types.plane.fuel_uplift_t", "10"), ("places.b.terminal", fuel)];
    closures("terminal", &[(&changes, 23.0)]);
    // A store of 25 t takes 5 of the 10 t that come every 8 h: A leaves 10, at 8 there are 20, B leaves 10, C 0.
    let fuel = r#"{"stands": 1, "fuel": {"stock_t": 20, "capacity_t": 25, "resupply_t": 10, "resupply_every_h": 8}}"#;
    let changes = [("carrier_types.plane.fuel_uplift_t", "10"), ("places.b.terminal", fuel)];
    closures("terminal", &[(&changes, 15.0)]);
}

#[test]
fn runway_movements_keep_their_interval() {
    // Landings at 4, 4.5, 5, 5.5; the last is unloaded at 7.5.
    closes(r#"{"runway_interval_h": 0.5}"#, 7.5);
    // One stand: A lands at 4 and departs at 7, B lands at 8 and departs at 11, 12-15, D lands at 16: 18.
    closes(r#"{"runway_interval_h": 1, "stands": 1}"#, 18.0);
}

#[test]
fn landing_slots_are_given_before_departure() {
    // Four aircraft are loaded at 1; slots at 4, 4.5, 5, 5.5: the last is unloaded at 7.5, with and without a stand for each.
    closes(r#"{"slot_interval_h": 0.5}"#, 7.5);
    closes(r#"{"slot_interval_h": 0.5, "stands": 4}"#, 7.5);
    // Slots lie in opening hours: 8, 10, 12, 14.
    closes(r#"{"slot_interval_h": 2, "opening_hours": {"from_h": 8, "to_h": 18}}"#, 16.0);
    // Two stands, two slots in the three hours (unload, refuel) that each is taken: landings at 4, 5.5, 7, 8.5.
    closes(r#"{"slot_interval_h": 1.5, "stands": 2}"#, 10.5);
}

#[test]
fn landing_slots_do_not_foresee_a_disruption() {
    let changes = |begins: &str, lasts: &str| {
        let closed = format!(
            r#"{{"x": {{"begins": {{"after_h": {begins}}}, "lasts_h": {lasts}, "what": {{"terminal_closed": "b"}}}}}}"#
        );
        let slots = [("places.b.terminal.slot_interval_h", "1"), ("disruptions", closed.as_str())];
        closures_of_slots(&slots)
    };
    // At 1 nobody knows that b closes from 3 to 20: slots at 4, 5, 6, 7. All hold, and land at 20: 22.
    same_h(changes("3", "17"), 22.0, "to come");
    // It has closed already, until 20: slots at 20, 21, 22, 23, and 25.
    same_h(changes("0.5", "19.5"), 25.0, "begun");
    // A closure in advance is known: the same.
    let known = ("places.b.terminal.closures", r#"[{"from": {"after_h": 3}, "to": {"after_h": 20}}]"#);
    same_h(closures_of_slots(&[("places.b.terminal.slot_interval_h", "1"), known]), 25.0, "known");
}

fn closures_of_slots(changes: &[(&str, &str)]) -> f64 {
    check("terminal", changes).closure_h()
}

#[test]
fn landing_slots_expect_the_travel_factor() {
    // 300 km at 100 km/h by a factor of 2: 6 h. Loaded at 1, b opens at 8: slots at 8, 9, 10, 11, 13.
    closures(
        "terminal",
        &[(
            &[
                ("routes.way", r#"{"from": "a", "to": "b", "mode": "air", "distance_km": 300}"#),
                ("carrier_types.plane.speed_kmh", "100"),
                ("carrier_types.plane.travel_factor", "2"),
                (
                    "places.b.terminal",
                    r#"{"slot_interval_h": 1, "opening_hours": {"from_h": 8, "to_h": 18}}"#,
                ),
            ],
            13.0,
        )],
    );
}

#[test]
fn nothing_lands_while_a_terminal_is_closed() {
    closes(r#"{"opening_hours": {"from_h": 8, "to_h": 18}}"#, 10.0); // 8 + 2
    closes(r#"{"opening_hours": {"from_h": 18, "to_h": 5}}"#, 6.0); // open past midnight, until 5
    closes(r#"{"opens": {"after_h": 7}}"#, 9.0);
    closes(r#"{"opens": {"at": "2022-01-06T13:00:00+06:00"}}"#, 9.0);
    // Two closures that touch: landing at 9.
    closes(
        r#"{"closures": [{"from": {"after_h": 3}, "to": {"after_h": 7}}, {"from": {"after_h": 7}, "to": {"after_h": 9}}]}"#,
        11.0,
    );
    // Unloading goes on during a closure that begins after the landing.
    closes(r#"{"closures": [{"from": {"after_h": 5}, "to": {"after_h": 50}}]}"#, 6.0);
    // Closed for departures: loaded at 1, they leave at 2.
    let closed = r#"{"closures": [{"from": {"after_h": 0}, "to": {"after_h": 2}}]}"#;
    closures("terminal", &[(&[("places.a.terminal", closed)], 7.0)]);
    // Local time: b is 6 h ahead, so that its hours 8 to 18 are 2 to 12.
    let local =
        [("places.b.utc_offset_h", "6"), ("places.b.terminal.opening_hours", r#"{"from_h": 8, "to_h": 18}"#)];
    closures("terminal", &[(&local, 6.0)]);
}

#[test]
fn a_terminal_opens_when_an_advance_party_is_in_place() {
    // It marches 12 h; the aircraft hold until then, land and unload 2.
    closures("opening", &[(&[], 14.0)]);
}

#[test]
fn deicing_comes_before_each_departure() {
    closures("terminal", &[(&[("places.a.terminal", r#"{"deicing_h": 1}"#)], 7.0)]);
}

#[test]
fn on_the_ground_or_in_the_air_they_wait_for_the_same_stands() {
    // In the air: 9. On the ground: C and D depart when the stands are free at 7, fly 3, unload 2.
    closures("terminal", &[(&[STANDS], 9.0), (&[STANDS, HOLD], 12.0)]);
}

#[test]
fn a_trip_that_takes_no_time_is_a_trip() {
    // Loaded 0-1, there at once, unloaded 1-3; back at once with two aircraft at 4, and again: 4-5, 5-7.
    let none = ("routes.way.travel_h", "0");
    closures("terminal", &[(&[none], 3.0), (&[none, ("fleets.planes.count", "2")], 7.0)]);
}

#[test]
fn waits_are_counted_up_to_closure() {
    use forceflow::internals::model::Category;
    // One spot: unloaded at 6, 8, 10 and 12, which is closure. A, B and C are refuelled at 7, 9 and 11 and cannot depart
    // before 50: up to closure they wait 5, 3 and 1 h.
    let b = r#"{"working_spots": 1, "closures": [{"from": {"after_h": 6.5}, "to": {"after_h": 50}}]}"#;
    let run = check("terminal", &[("places.b.terminal", b)]);
    same_h(run.closure_h(), 12.0, "closure");
    let here = run.world.places.iter().find(|place| place.id == "b").expect("b").terminal;
    let waits = |category: Category| {
        let waits = run.run.outcome.counted.counters.terminal_waits[here][category.index()];
        (waits.count, waits.total_ms / 3_600_000)
    };
    assert_eq!(waits(Category::Closed), (3, 9));
    // B, C and D have waited for the spot 2, 4 and 6 h.
    assert_eq!(waits(Category::WaitSpot), (3, 12));
    // At a closed gate that nobody knows when it opens, and for stands, until the horizon: 4 x 46 h, and 2 x 46 h.
    let opens = r#"{"opens": {"after_unit": "force/never"}, "stands": 2}"#;
    let never = r#"{"personnel": 1, "home": "home", "itinerary": [{"march": {"to": "b", "travel_h": 100}}]}"#;
    let late = [("places.b.terminal", opens), ("contingents.force.units.never", never), ("horizon_h", "50")];
    let run = check("terminal", &late);
    let waits = |category: Category| {
        run.run.outcome.counted.counters.terminal_waits[here][category.index()].total_ms / 3_600_000
    };
    assert_eq!((waits(Category::NotOpened), waits(Category::WaitStand)), (92, 92));
}

#[test]
fn receptions_count_their_use_and_their_waits() {
    // Four loads are unloaded at 6 and received one after another: 6-7, 7-8, 8-9, 9-10.
    let run = check("terminal", &[("places.b.reception", r#"{"teams": 1, "process_h": 1}"#)]);
    same_h(run.closure_h(), 10.0, "closure");
    let (b, _) = run.world.places.with_ids().find(|(_, place)| place.id == "b").expect("b");
    let counted = &run.run.outcome.counted;
    let h = |ms: i64| ms / 3_600_000;
    assert_eq!(
        (counted.counters.reception_waits[b].count, h(counted.counters.reception_waits[b].total_ms)),
        (3, 6)
    );
    let teams = counted.receptions[b];
    assert_eq!((h(teams.busy_ms), h(teams.queued_ms), teams.peak), (4, 6, 1));
}

#[test]
fn disruptions_close_block_and_cut() {
    let closed = r#"{"x": {"begins": {"after_h": 3}, "lasts_h": 6, "what": {"terminal_closed": "b"}}}"#;
    let blocked = r#"{"x": {"begins": {"after_h": 0.5}, "lasts_h": 4.5, "what": {"route_blocked": "way"}}}"#;
    let cut =
        r#"{"x": {"begins": {"after_h": 0}, "what": {"fleet_cut": {"fleet": "planes", "carriers": 2}}}}"#;
    let never = r#"{"x": {"probability": 0, "begins": {"after_h": 3}, "lasts_h": 6, "what": {"terminal_closed": "b"}}}"#;
    closures(
        "terminal",
        &[
            (&[("disruptions", closed)], 11.0),  // landing at 9
            (&[("disruptions", blocked)], 10.0), // departure at 5, arrival 8
            (&[("disruptions", cut)], 16.0),     // two aircraft: back at 10, and 6 again
            (&[("disruptions", never)], 6.0),
        ],
    );
}
