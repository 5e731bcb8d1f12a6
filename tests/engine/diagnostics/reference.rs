//! The reference for people: complete, current, and true of what loads.

use forceflow::internals::scenario::{entries, find, reference_markdown};
use forceflow::load_str;

use super::support::AIR_BRIDGE;

#[test]
fn the_page_of_the_reference_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reference.md");
    let current = reference_markdown();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &current).expect("docs can be written");
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        stored == current,
        "docs/reference.md is stale; rewrite it with UPDATE=1 cargo test --test engine"
    );
}

#[test]
fn every_key_has_a_meaning_and_every_value_an_example_that_is_json() {
    assert!(entries().len() > 200, "only {} keys", entries().len());
    for entry in entries() {
        assert!(!entry.kind.is_empty(), "{}", entry.path);
        let bare = ["at", "after_h", "after_unit"].iter().any(|key| entry.path.ends_with(key));
        assert!(bare || !entry.meaning.is_empty(), "{} says nothing", entry.path);
        if let Some(example) = &entry.example {
            serde_json::from_str::<serde_json::Value>(example).unwrap_or_else(|_| panic!("{entry:?}"));
        }
    }
}

#[test]
fn a_key_is_found_with_its_ids_without_them_and_by_its_end() {
    let paths = |wanted: &str| find(wanted).iter().map(|entry| entry.path.as_str()).collect::<Vec<_>>();
    assert_eq!(paths("fleets.count"), ["fleets.ID.count"]);
    assert_eq!(paths("fleets.vta.count"), ["fleets.ID.count"]);
    assert_eq!(paths("terminal"), ["places.ID.terminal"]);
    assert_eq!(paths("march.speed_kmh").len(), 2, "out and home");
    assert_eq!(paths("nothing.such"), Vec::<&str>::new());
    let count = find("fleets.count")[0];
    assert!(count.required && count.meaning == "Carriers in it");
    let interval = find("places.ID.terminal.runway_interval_h")[0];
    assert_eq!(interval.unit.as_deref(), Some("h"));
}

#[test]
fn examples_of_a_fleet_a_terminal_and_a_carrier_type_have_their_kind() {
    let mut tried = 0;
    for entry in entries() {
        let (part, id) = match entry.path.split('.').next() {
            Some("carrier_types") => ("carrier_types.ID.", "carrier_types.freighter."),
            Some("places") => ("places.ID.terminal.", "places.destination.terminal."),
            _ => continue,
        };
        let Some(key) = entry.path.strip_prefix(part).filter(|key| !key.contains('.')) else { continue };
        let Some(example) = &entry.example else { continue };
        let change = (format!("{id}{key}"), example.clone());
        let codes = load_str("a.json", AIR_BRIDGE, std::slice::from_ref(&change))
            .err()
            .map(|found| found.to_string());
        let wrong =
            codes.filter(|text| text.contains("E0010") || text.contains("E0012") || text.contains("E0013"));
        assert_eq!(wrong, None, "{change:?}");
        tried += 1;
    }
    assert!(tried > 30, "{tried}");
}

#[test]
fn a_default_that_is_written_changes_nothing() {
    let hash = |sets: &[(String, String)]| load_str("a.json", AIR_BRIDGE, sets).map(|it| it.hash());
    let base = hash(&[]).expect("the air bridge loads");
    let places = [
        ("carrier_types.ID.", "carrier_types.freighter."),
        ("fleets.ID.", "fleets.bridge."),
        ("places.ID.terminal.", "places.destination.terminal."),
        ("contingents.ID.units.ID.", "contingents.force.units.company."),
        ("vehicle_types.ID.", "vehicle_types.truck."),
        ("routes.ID.", "routes.bridge."),
    ];
    let mut tried = Vec::new();
    for entry in entries() {
        let Some(default) = &entry.default else { continue };
        let here = places.iter().find_map(|(part, id)| {
            let key = entry.path.strip_prefix(part).filter(|key| !key.contains('.'))?;
            Some(format!("{id}{key}"))
        });
        // The air bridge says how many copies there are.
        let Some(path) = here.filter(|path| !path.ends_with(".copies")) else { continue };
        assert_eq!(hash(&[(path.clone(), default.clone())]).ok(), Some(base.clone()), "{path}={default}");
        tried.push(path);
    }
    assert!(tried.len() > 12 && tried.iter().any(|path| path.ends_with("serviceability")), "{tried:?}");
}
