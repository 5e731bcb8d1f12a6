//! Reading, changing and hashing files.

use std::path::Path;

use forceflow::internals::diagnostic::{Code, Position};
use forceflow::internals::scenario::{get, load_value};
use forceflow::{Loaded, load, load_str};

use super::support::{AIR_BRIDGE, changed};

fn with(sets: &[(&str, &str)]) -> Result<Loaded, forceflow::Diagnostics> {
    let sets: Vec<(String, String)> =
        sets.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    load_str("air-bridge.json", AIR_BRIDGE, &sets)
}

#[test]
fn the_air_bridge_loads_without_a_word() {
    let loaded = with(&[]).expect("it is a promise of the format");
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    assert_eq!(loaded.scenario.contingents["force"].units["company"].copies, 40);
}

#[test]
fn the_resolved_scenario_loads_again_and_has_the_same_hash() {
    let loaded = with(&[]).expect("loads");
    assert!(loaded.resolved.get("$schema").is_none());
    let again = load_value("resolved", &loaded.resolved).expect("what was resolved is a scenario");
    assert_eq!(again.hash(), loaded.hash());
    assert_eq!(again.resolved, loaded.resolved);
}

#[test]
fn layout_notes_and_spelt_out_defaults_leave_the_hash_alone_and_values_do_not() {
    let hash = |text: &str| load_str("a.json", text, &[]).expect("loads").hash();
    let plain = hash(AIR_BRIDGE);
    assert_eq!(plain.len(), 64);
    assert_eq!(hash(&changed("{}")), plain);
    assert_eq!(
        hash(&changed(r#"{"notes": "x", "dispatch": "first_come", "fleets.bridge.count": 10.0}"#)),
        plain
    );
    assert_ne!(hash(&changed(r#"{"fleets.bridge.count": 11}"#)), plain);
}

#[test]
fn the_order_of_vehicles_is_kept_since_it_is_that_of_loading() {
    let types = r#""vehicle_types.apc": {"mass_t": 14, "length_m": 7.5, "width_m": 3}"#;
    let unit = "contingents.force.units.company.vehicles";
    let orders = [r#"{"truck": 2, "apc": 1}"#, r#"{"apc": 1, "truck": 2}"#];
    let hashes = orders.map(|vehicles| {
        let text = changed(&format!(r#"{{{types}, "{unit}": {vehicles}}}"#));
        let loaded = load_str("a.json", &text, &[]).expect("loads");
        let unit = &loaded.resolved["contingents"]["force"]["units"]["company"];
        assert_eq!(unit["vehicles"].to_string(), vehicles.replace(": ", ":").replace(", ", ","));
        loaded.hash()
    });
    assert_ne!(hashes[0], hashes[1]);
}

#[test]
fn a_set_value_is_json_or_else_a_string() {
    let loaded = with(&[
        ("title", "Twelve aircraft"),
        ("fleets.bridge.count", "12"),
        ("carrier_types.freighter.load_h", r#"{"uniform": {"min": 2, "max": 4}}"#),
        ("contingents.force.units.company.itinerary.0.lift.to", "destination"),
        ("deadline_h", "null"),
        ("horizon_h", "1000"),
    ])
    .expect("loads");
    assert_eq!(loaded.scenario.title, "Twelve aircraft");
    assert_eq!(loaded.scenario.fleets["bridge"].count, 12);
    assert_eq!(loaded.scenario.deadline_h, None);
    assert!((loaded.scenario.horizon_h - 1000.0).abs() < 1e-12);
}

#[test]
fn a_mistake_in_a_set_value_points_at_the_command_line() {
    let found = with(&[("fleets.bridge.base", "orign")]).expect_err("unknown place");
    let expected = "\
error[E1001]: unknown place `orign`
 --> --set:1:20
  |
1 | fleets.bridge.base=orign
  |                    ^^^^^ fleets.bridge.base
  |
  = help: did you mean `origin`?
";
    assert_eq!(found.to_string(), expected);
}

#[test]
fn a_set_value_that_begins_like_json_must_be_json() {
    let found =
        with(&[("carrier_types.freighter.load_h", r#"{"uniform": {"min": 1}"#)]).expect_err("cut off");
    assert_eq!(found.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::E0005]);
}

#[test]
fn a_path_that_leads_nowhere_is_refused_with_the_segment_that_fails() {
    for (path, value, message, help) in [
        ("fleets.brige.count", "1", "`fleets` has no key `brige`", "did you mean `fleets.bridge.count`?"),
        ("fleet.bridge.count", "1", "the scenario has no key `fleet`", "did you mean `fleets.bridge.count`?"),
        (
            "contingents.force.units.company.itinerary.1.lift.to",
            "x",
            "`contingents.force.units.company.itinerary` is a list of 1 and has no item `1`",
            "items count from 0; to add one, set the list as a whole",
        ),
        (
            "title.x",
            "1",
            "`title` is the string `An air bridge with round numbers` and holds nothing",
            "set `title` itself",
        ),
        (
            "places.destination.site.required_personnel",
            "1",
            "`places.destination` has no key `site`",
            "a change may create the last key only: set `places.destination.site` to `{\"required_personnel\": VALUE}`",
        ),
        (
            "fleets..count",
            "1",
            "a path is made of keys with single dots between them",
            "did you mean `fleets.bridge.count`?",
        ),
        (
            "fleets.bridge.cont",
            "null",
            "`fleets.bridge` has no key `cont`",
            "did you mean `fleets.bridge.count`?",
        ),
    ] {
        let found = with(&[(path, value)]).expect_err(path);
        let first = found.iter().next().expect("a mistake");
        assert_eq!(
            (first.code, first.message.as_str(), first.help.as_deref()),
            (Code::E0016, message, Some(help))
        );
    }
}

#[test]
fn list_items_can_be_replaced_and_removed() {
    let base = "contingents.force.units.company.itinerary";
    let two = r#"[{"lift": {"to": "destination"}}, {"march": {"to": "origin", "travel_h": 9}}]"#;
    let loaded = with(&[(base, two), (&format!("{base}.1"), "null")]).expect("one leg is left");
    assert_eq!(loaded.scenario.contingents["force"].units["company"].itinerary.len(), 1);
}

#[test]
fn leaves_list_every_value_with_the_evidence_nearest_above() {
    let text = changed(
        r#"{"carrier_types.freighter.load_h": {"uniform": {"min": 2, "max": 4}},
            "sources": {"press": {"title": "A release"}},
            "evidence": {"carrier_types.freighter.load_h": {"low": 0.8, "high": 1.3, "scale": true},
                         "fleets.bridge.count": {"source": "press"}}}"#,
    );
    let loaded = load_str("a.json", &text, &[]).expect("loads");
    let leaves = loaded.leaves();
    let find = |path: &str| leaves.iter().find(|leaf| leaf.path == path).expect(path);
    assert_eq!(
        find("carrier_types.freighter.load_h.uniform.min").evidence.as_ref().map(|it| it.scale),
        Some(true)
    );
    assert_eq!(
        find("fleets.bridge.count").evidence.as_ref().and_then(|it| it.source.clone()).as_deref(),
        Some("press")
    );
    assert_eq!(find("contingents.force.units.company.itinerary.0.lift.to").value, "destination");
    assert!(find("deadline_h").evidence.is_none());
    assert!(!leaves.iter().any(|leaf| leaf.path.starts_with("evidence") || leaf.path.starts_with("sources")));
    for leaf in &leaves {
        let node = get(&loaded.root, &leaf.path).expect("every listed path leads somewhere");
        assert_eq!(node.to_json(), leaf.value);
    }
}

#[test]
fn a_file_that_is_not_there_or_not_text_is_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("no.json");
    let codes = |file: &Path| -> Vec<Code> {
        load(file, &[]).expect_err("refused").iter().map(|it| it.code).collect()
    };
    assert_eq!(codes(&missing), [Code::E0001]);
    assert_eq!(codes(folder.path()), [Code::E0001]);
    let latin = folder.path().join("latin.json");
    std::fs::write(&latin, b"{\n  \"title\": \"Caf\xe9\" }").expect("written");
    let found = load(&latin, &[]).expect_err("refused");
    let first = found.iter().next().expect("a mistake");
    assert_eq!((first.code, first.message.as_str()), (Code::E0003, "the file is not UTF-8: byte 0xe9"));
    assert_eq!(first.position.as_ref().map(Position::line_column), Some((2, 16)));
    let marked = folder.path().join("bom.json");
    std::fs::write(&marked, format!("\u{feff}{AIR_BRIDGE}")).expect("written");
    assert_eq!(codes(&marked), [Code::E0004]);
    let large = folder.path().join("large.json");
    std::fs::write(&large, vec![b' '; 64 * 1024 * 1024 + 1]).expect("written");
    assert_eq!(codes(&large), [Code::E0002]);
}
