//! A port: five ships load 5, sail 20 and arrive together at 25; unload 6, take fuel 4 with the berth kept. Three berths.

use forceflow::internals::model::Category;

use super::support::{check, closures, same_h};

#[test]
fn ships_share_cranes_while_they_are_unloaded() {
    // Berths: A, B, C at 25. Cranes: A and B 25-31; C waits from 25, then 31-37. A and B leave their berths at 35: D takes
    // the second crane 35-41, since C has the first until 37; E has a berth at 35 and the crane of C from 37 to 43.
    let checked = check("port", &[]);
    same_h(checked.closure_h(), 43.0, "port");
    assert_eq!(checked.arrivals_h(), [31.0, 31.0, 37.0, 41.0, 43.0]);
    // E is loaded 0-5, sails 5-25, waits for a berth 25-35 and for a crane 35-37, is unloaded 37-43.
    same_h(checked.diary_h(Category::WaitStand), 10.0, "berth");
    same_h(checked.diary_h(Category::WaitCrane), 2.0, "crane");
    // The chain has no waits. The crane came from C, unloaded 31-37; its crane came from A or B, unloaded 25-31, who had
    // sailed 5-25 and been loaded 0-5: three times six hours of unloading.
    same_h(checked.chain_h(Category::Unloading), 18.0, "unloading on the chain");
    same_h(checked.chain_h(Category::LoadedTravel), 20.0, "sailing on the chain");
    same_h(checked.chain_h(Category::Loading), 5.0, "loading on the chain");
}

#[test]
fn cranes_bind_only_where_they_are_fewer_than_ships_at_work() {
    closures(
        "port",
        &[
            // A, B, C 25-31 and away at 35; D, E 35-41.
            (&[("places.b.terminal.cranes", "3")], 41.0),
            (&[("places.b.terminal.cranes", "null")], 41.0),
            // One after the other: A 25-31, B 31-37, C 37-43, D 43-49, E 49-55. A leaves its berth at 35, B at 41.
            (&[("places.b.terminal.cranes", "1")], 55.0),
            // Cranes at the port of embarkation: loaded 0-5, 0-5, 5-10, 5-10, 10-15; there at 25, 25, 30, 30, 35. Cranes of b:
            // A, B 25-31; C and D come at 30, C takes the third berth and waits until 31: 31-37. A and B leave at 35: D has
            // a berth at 35 and the free crane: 35-41. E comes at 35, takes the other berth, and the crane of C: 37-43.
            (&[("places.a.terminal.cranes", "2")], 43.0),
        ],
    );
}

#[test]
fn carriers_of_other_modes_need_no_crane() {
    // The ships of the port become trains, and the one crane is nobody's: 25-31 three at once, 35-41 the others.
    let rail = [("carrier_types.ship.mode", "rail"), ("routes.passage.mode", "rail")];
    closures("port", &[(&[rail[0], rail[1], ("places.b.terminal.cranes", "1")], 41.0)]);
}
