//! Reading, changing and hashing files.

use forceflow::scenario::{load_str, load_value};

const AIR_BRIDGE: &str = include_str!("../../scenarios/checks/air-bridge.json");

#[test]
fn the_air_bridge_loads_without_a_word() {
    let loaded = load_str("air-bridge.json", AIR_BRIDGE, &[]).expect("it is a promise of the design");
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    assert_eq!(loaded.scenario.contingents["force"].units["company"].copies, 40);
    let again = load_value("resolved", &loaded.resolved).expect("what was resolved is a scenario");
    assert_eq!(again.hash(), loaded.hash());
}

#[test]
fn show() {
    let text = AIR_BRIDGE
        .replace("\"count\": 10", "\"cuont\": 2.5")
        .replace("\"mass_t\": 10", "\"mass_t\": \"x\"")
        .replace("\"mode\": \"air\"", "\"mode\": \"airr\"")
        .replace("\"load_h\": 3", "\"load_h\": {\"triangualr\":3}");
    let e = load_str("a.json", &text, &[]).unwrap_err();
    println!("{e}{}", e.to_json_lines());
    let e = load_str(
        "a.json",
        AIR_BRIDGE,
        &[
            ("fleets.bridge.count".into(), "-1".into()),
            ("fleets.bridge.base".into(), "[1]".into()),
            ("contingents.force.units.company.itinerary.0.lift.to".into(), "{}".into()),
        ],
    )
    .unwrap_err();
    println!("{e}");
    let e = load_str("a.json", AIR_BRIDGE, &[("fleets.brige.count".into(), "-1".into())]).unwrap_err();
    println!("{e}");
    let e = load_str("a.json", &AIR_BRIDGE[..500], &[]).unwrap_err();
    println!("{e}");
    let e = load_str("a.json", &AIR_BRIDGE.replace('\n', "  ").replace("40,", "40,,"), &[]).unwrap_err();
    println!("{e}");
}
