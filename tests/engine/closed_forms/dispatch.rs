//! Dispatch: one aircraft, free at 1; load 1, out 2, unload 1, back 2.

use super::support::{check, closures};

#[test]
fn the_rule_decides_who_goes_first() {
    // Delivered 5, 11, 17, in the order of the rule.
    for (rule, expected) in
        [("first_come", [5.0, 11.0, 17.0]), ("priority", [17.0, 5.0, 11.0]), ("required", [17.0, 11.0, 5.0])]
    {
        let run = check("dispatch", &[("dispatch", rule)]);
        let units = ["force/first", "force/second", "force/third"].map(|unit| run.unit_h(unit));
        assert_eq!(units, expected, "{rule}");
    }
}

#[test]
fn the_shortest_cycle_goes_first() {
    // Near: 1 + 1 + 1 + 1, back at 5; far: 5 + 1 + 4 + 1. First come: far 7, back at 11; near 14.
    closures("dispatch-cycle", &[(&[], 11.0), (&[("dispatch", "first_come")], 14.0)]);
}

#[test]
fn a_place_where_most_wait_goes_first() {
    // Position 1, load 1, out 2, unload 1, back 2: delivered at 6, 13, 20, 27. Three wait at one, then two, then one at
    // each, of which that at two has waited longer.
    let run = check("dispatch-places", &[]);
    assert_eq!((run.unit_h("force/at-two"), run.unit_h("force/at-one")), (20.0, 27.0));
    let run = check("dispatch-places", &[("dispatch", "first_come")]);
    assert_eq!((run.unit_h("force/at-two"), run.unit_h("force/at-one")), (6.0, 27.0));
}

#[test]
fn under_most_uncovered_a_carrier_goes_where_loads_are_still_to_come() {
    // The three at one are ready at 10. The aircraft goes there at 1, and waits from 2: 10-11, 13, 14, back 16; again
    // for two uncovered against one: 17-21, back 23; of one against one the first in the order of lanes: 24-28, 30;
    // then two: 31-35.
    let late = ("contingents.force.units.at-one.prepare_h", "10");
    let run = check("dispatch-places", &[("dispatch", "most_uncovered"), late]);
    assert_eq!(run.arrivals_h(), [14.0, 21.0, 28.0, 35.0]);
    assert_eq!(run.unit_h("force/at-two"), 35.0);
    // By what waits: two first, 6.
    assert_eq!(check("dispatch-places", &[late]).unit_h("force/at-two"), 6.0);
}

#[test]
fn what_is_not_reported_is_not_known() {
    // Ready at 1, known at 6: 6-10, back at 12, which is a report: 12-16.
    // Every 5 h: known at 5, unloaded 9, back at 11, known at 15: 19. At once: 1-5, back 7, 11.
    closures(
        "reporting",
        &[(&[], 16.0), (&[("reporting_interval_h", "5")], 19.0), (&[("reporting_interval_h", "0")], 11.0)],
    );
}
