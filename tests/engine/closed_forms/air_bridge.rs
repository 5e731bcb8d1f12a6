//! The air bridge: a cycle of load 3, out 4, unload 2, back 4, which is 13 h; a load is there after 9 h.

use forceflow::internals::model::Category;

use super::support::{check, closures};

const FREE: (&str, &str) = ("places.destination.terminal.working_spots", "null");
const SPOTS: &str = "places.destination.terminal.working_spots";
const AIRCRAFT: &str = "fleets.bridge.count";
const COPIES: &str = "contingents.force.units.company.copies";

#[test]
fn without_limits_a_round_of_all_aircraft_takes_a_cycle() {
    // ceil(copies / aircraft) rounds: (rounds - 1) * 13 + 9.
    closures(
        "air-bridge",
        &[
            (&[FREE], 48.0),
            (&[FREE, (AIRCRAFT, "8")], 61.0),
            (&[FREE, (AIRCRAFT, "7")], 74.0),
            (&[FREE, (AIRCRAFT, "20")], 22.0),
            (&[FREE, (AIRCRAFT, "40")], 9.0),
            (&[FREE, (COPIES, "41")], 61.0),
            (&[FREE, (COPIES, "1")], 9.0),
        ],
    );
}

#[test]
fn working_spots_spread_the_first_round_and_the_others_keep_the_spacing() {
    // s spots: group g of s aircraft is unloaded at 7 + 2 (g + 1), and again every 13 h: nobody waits any more.
    closures(
        "air-bridge",
        &[
            (&[], 56.0),               // groups of 2 done at 9, 11, 13, 15, 17; 17 + 3 * 13
            (&[(SPOTS, "3")], 54.0),   // the fourth group at 15; 15 + 39
            (&[(SPOTS, "5")], 50.0),   // 9 and 11; 11 + 39
            (&[(SPOTS, "10")], 48.0),  // all at once
            (&[(COPIES, "25")], 39.0), // 5 loads in the third round, on the first five aircraft: 9, 11, 13 + 26
        ],
    );
}

#[test]
fn one_spot_is_the_bottleneck() {
    // Ten aircraft need 20 h of it in a cycle of 13 h, so it never rests: 7 + 40 * 2.
    closures("air-bridge", &[(&[(SPOTS, "1")], 87.0)]);
}

#[test]
fn the_diary_and_the_chain_say_what_the_hours_were() {
    // The last load waited 39 h for the aircraft that brought its third, whose first round had waited 8 h for a spot.
    let run = check("air-bridge", &[]);
    for (category, diary_h, chain_h) in [
        (Category::WaitCarrier, 47.0, 0.0),
        (Category::Loading, 3.0, 12.0),
        (Category::LoadedTravel, 4.0, 16.0),
        (Category::Unloading, 2.0, 16.0),
        (Category::EmptyTravel, 0.0, 12.0),
    ] {
        let found = (run.diary_h(category), run.chain_h(category));
        assert_eq!(found, (diary_h, chain_h), "{category:?}");
    }
}
