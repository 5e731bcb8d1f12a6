//! A depot: two aircraft and two truck companies set out at once, are there at 10, and are unloaded in 4 h and 3 h.

use forceflow::internals::model::Category;

use super::support::{check, closures, same_h};

const BY_MODE: &str = "places.b.terminal.by_mode";
const ROAD: &str = r#"{"road": {"working_spots": 1}}"#;

#[test]
fn modes_share_working_spots_unless_one_has_some_of_its_own() {
    // One spot, in the order of ids: aircraft 10-14 and 14-18, trucks 18-21 and 21-24.
    let shared = check("depot", &[]);
    assert_eq!(shared.arrivals_h(), [14.0, 18.0, 21.0, 24.0]);
    same_h(shared.diary_h(Category::WaitSpot), 11.0, "the last truck waits 10-21");
    // Two queues that know nothing of each other: aircraft 10-14 and 14-18, trucks 10-13 and 13-16.
    let apart = check("depot", &[(BY_MODE, ROAD)]);
    assert_eq!(apart.arrivals_h(), [13.0, 14.0, 16.0, 18.0]);
    same_h(apart.unit_h("force/by-air"), 18.0, "aircraft");
    same_h(apart.unit_h("force/by-road"), 16.0, "trucks");
    same_h(apart.diary_h(Category::WaitSpot), 4.0, "the last aircraft waits 10-14");
    // The chain of 18 h has two aircraft on the spot, and no truck.
    same_h(apart.chain_h(Category::Unloading), 8.0, "unloading on the chain");
}

#[test]
fn a_mode_without_spots_of_its_own_shares_what_is_left() {
    let spots = "places.b.terminal.working_spots";
    closures(
        "depot",
        &[
            // Aircraft need no spot 10-14; trucks 10-13, 13-16.
            (&[(BY_MODE, ROAD), (spots, "null")], 16.0),
            // Aircraft 10-14, 14-18 on theirs; trucks share two: 10-13.
            (&[(BY_MODE, r#"{"air": {"working_spots": 1}}"#), (spots, "2")], 18.0),
            // Each of its own; the shared one is nobody's.
            (&[(BY_MODE, r#"{"air": {"working_spots": 2}, "road": {"working_spots": 1}}"#)], 16.0),
            // More than there is a number for are still of their own: trucks 10-13, aircraft 10-14, 14-18.
            (&[(BY_MODE, r#"{"road": {"working_spots": 4294967295}}"#)], 18.0),
            // Where they are loaded: aircraft at once, trucks one after the other in 5 h each, and 10 h behind them.
            (
                &[
                    ("carrier_types.trucks.load_h", "5"),
                    ("places.a.terminal.working_spots", "2"),
                    ("places.a.terminal.by_mode", ROAD),
                    (spots, "null"),
                ],
                23.0,
            ),
        ],
    );
}
