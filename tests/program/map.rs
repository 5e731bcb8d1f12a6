//! The map of a run, and of a scenario before any.

use std::fs;

use serde_json::Value;

use crate::support::{forceflow, scratch};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";

/// What `figures.json` says of the map of a run of the air bridge with changes.
fn map_of_run(changes: &[&str]) -> (Value, Value) {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let mut args = vec!["run", AIR_BRIDGE, "-n", "5", "-q", "--out", out.to_str().expect("utf-8")];
    args.extend(changes.iter().flat_map(|change| ["--set", change]));
    let ran = forceflow(&args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(out.join(name)).expect(name)).expect("JSON")
    };
    let figures = read("charts/figures.json");
    let map = figures.as_array().expect("a list").iter().find(|figure| figure["id"] == "map").expect("a map");
    (map.clone(), read("result.json"))
}

#[test]
fn the_map_of_a_run_counts_loads_and_the_hours_of_the_tables() {
    let (map, result) = map_of_run(&[]);
    let alt = map["alt"].as_str().expect("a text");
    assert!(alt.contains("Most loads in replication 1, one of 5 that close at the same hour: origin to destination by air (40)."), "{alt}");
    let waits = result["terminals"]["destination"]["waits"].as_array().expect("waits");
    let hours: f64 = waits.iter().map(|wait| wait["total_h"].as_f64().expect("hours")).sum();
    assert!(hours > 10.0 && alt.contains(&format!("destination ({hours:.0}\u{a0}h)")), "{hours}: {alt}");
}

#[test]
fn a_line_without_points_on_its_way_is_called_schematic() {
    let rail = ["carrier_types.freighter.mode=rail", "routes.bridge.mode=rail"];
    let schematic = |changes: &[&str]| {
        map_of_run(changes).0["caption"].as_str().expect("a text").contains("are schematic")
    };
    assert!(schematic(&rail));
    assert!(!schematic(&[rail[0], rail[1], "routes.bridge.via=[[51.8, 55.1], [51.2, 71.4]]"]));
    assert!(!schematic(&[]), "flights are great circles");
}

#[test]
fn a_scenario_is_drawn_before_any_run() {
    let scratch = scratch();
    let draw = |name: &str, more: &[&str]| {
        let file = scratch.path().join(name);
        let mut args = vec!["check", AIR_BRIDGE, "--map", file.to_str().expect("utf-8")];
        args.extend(more);
        (forceflow(&args), fs::read(&file).ok())
    };
    let (checked, drawn) = draw("map.svg", &[]);
    assert_eq!(
        (checked.code, checked.stdout.as_str()),
        (0, "scenarios/checks/air-bridge.json: no mistakes\n")
    );
    let svg = String::from_utf8(drawn.clone().expect("a map")).expect("utf-8");
    for words in ["origin</text>", "destination</text>", "before any run", "base of a fleet"] {
        assert!(svg.contains(words), "{words}");
    }
    assert!(!svg.contains("seed") && !svg.contains("waited"), "nothing was simulated");
    assert!(draw("again.svg", &[]).1 == drawn, "the same bytes");
    assert!(draw("map.png", &[]).1.expect("a map").starts_with(b"\x89PNG"));
    assert!(draw("map.pdf", &[]).1.expect("a map").starts_with(b"%PDF"));
    let (refused, nothing) = draw("map.gif", &[]);
    assert!(refused.code == 2 && nothing.is_none(), "{}", refused.stderr);
    let (wrong, nothing) = draw("wrong.svg", &["--set", "fleets.bridge.base=orign"]);
    assert_eq!((wrong.code, nothing), (1, None), "a scenario with mistakes is not drawn");
}
