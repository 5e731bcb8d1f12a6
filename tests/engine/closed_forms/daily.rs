//! Daily limits on the way in: ten loads are ready to depart at 1, fly 2 and are unloaded in 1; days begin at 0, 24, 48.

use forceflow::internals::model::Category;

use super::support::{check, closures, same_h};

const NONE: (&str, &str) = ("places.a.terminal.daily_limit", "null");
const LIFT: &str = "contingents.force.units.company.itinerary.0.lift.daily_limit";
const USE: &str = "places.a.terminal.slot_use";

#[test]
fn a_day_takes_as_many_departures_as_it_may() {
    // Four at 1, four at 24, two at 48.
    let run = check("daily-slots", &[]);
    assert_eq!(run.arrivals_h(), [4.0, 4.0, 4.0, 4.0, 27.0, 27.0, 27.0, 27.0, 51.0, 51.0]);
    same_h(run.diary_h(Category::DailyLimit), 47.0, "diary");
    same_h(run.chain_h(Category::DailyLimit), 47.0, "chain");
    closures(
        "daily-slots",
        &[
            (&[NONE], 4.0),
            // Local days that end at 14: 1, 14, 38.
            (&[("places.a.utc_offset_h", "10")], 41.0),
            // A fleet, a lift, and the smallest of several.
            (&[NONE, ("fleets.planes.daily_limit", "4")], 51.0),
            (&[NONE, (LIFT, "4")], 51.0),
            (&[("fleets.planes.daily_limit", "5"), (LIFT, "2")], 99.0),
        ],
    );
}

#[test]
fn demand_comes_by_phases() {
    let phases = |days: &'static str| [("places.a.terminal.daily_limit", days)];
    closures(
        "daily-slots",
        &[
            // Two, five, then three of five.
            (&phases("[2, 5]"), 51.0),
            // 1, 2, 3, 3, and the tenth at 96.
            (&phases("[1, 2, 3]"), 99.0),
            // Nothing on the first two days, then all.
            (&phases("[0, 0, 10]"), 51.0),
            (&phases("[10]"), 4.0),
        ],
    );
}

#[test]
fn landings_are_counted_when_they_are_expected() {
    // Four land at 3; four leave at 22 to land at 24, two at 46 to land at 48, unloaded at 49.
    let landings = ("places.b.terminal.daily_landings", "4");
    let run = check("daily-slots", &[NONE, landings]);
    assert_eq!(run.arrivals_h(), [4.0, 4.0, 4.0, 4.0, 25.0, 25.0, 25.0, 25.0, 49.0, 49.0]);
    // The day of the destination: it ends at 14 there, so that they leave at 12 and 36.
    closures("daily-slots", &[(&[NONE, landings, ("places.b.utc_offset_h", "10")], 39.0)]);
    // With both: at 1; four may leave at 24 and land on the day that begins then; two at 48.
    closures("daily-slots", &[(&[landings], 51.0)]);
}

#[test]
fn slots_that_go_unused_are_shares_and_none_is_lost_by_rounding() {
    closures(
        "daily-slots",
        &[
            // Two a day.
            (&[(USE, "0.5")], 99.0),
            // 1.5 a day: 1, 2, 1, 2, 1, 2, and the tenth on the seventh day.
            (&[("places.a.terminal.daily_limit", "2"), (USE, "0.75")], 147.0),
            // A quarter of a slot: one on the fourth day, at 72, and on every fourth.
            (
                &[
                    ("places.a.terminal.daily_limit", "1"),
                    (USE, "0.25"),
                    ("contingents.force.units.company.copies", "2"),
                ],
                171.0,
            ),
            // Seven tenths of ten are seven on the first day, in spite of binary fractions.
            (&[("places.a.terminal.daily_limit", "10"), (USE, "0.7")], 27.0),
            (&[NONE, ("fleets.planes.daily_limit", "4"), ("fleets.planes.slot_use", "0.5")], 99.0),
        ],
    );
}

#[test]
fn days_are_drawn_for_themselves() {
    // Half of the slots on average, drawn for each day: the mean of many days is what it should be.
    let changes = [
        ("places.a.terminal.daily_limit", "8"),
        (USE, r#"{"uniform": {"min": 0.25, "max": 0.75}}"#),
        ("contingents.force.units.company.copies", "400"),
        ("fleets.planes.count", "400"),
    ];
    let run = check("daily-slots", &changes);
    // 400 loads at 4 a day.
    assert!((run.closure_h() / 24.0 - 100.0).abs() < 5.0, "{}", run.closure_h());
    let drawn = &run.run.slots[forceflow::internals::model::DailyLimitId::new(0)];
    assert!(drawn.iter().all(|slots| (2..=7).contains(slots)) && drawn.contains(&2) && drawn.contains(&6));
}

#[test]
fn a_limit_of_the_way_in_is_none_on_the_way_home() {
    let home = [NONE, (LIFT, "[1, 9]"), ("withdrawal", r#"{"hold_h": 48}"#)];
    // In: one at 1, nine at 24, closed at 27; at 75 home begins: empty from a 75-77, load 78, there 80, unloaded 81.
    let run = check("daily-slots", &home);
    same_h(run.closure_h(), 27.0, "in");
    same_h(run.home_h(), 81.0, "home");
}
