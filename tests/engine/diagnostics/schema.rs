//! The published JSON Schema.

use forceflow::internals::scenario::{schema, schema_text};

#[test]
fn the_stored_schema_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/scenario.schema.json");
    let current = schema_text();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &current).expect("scenarios can be written");
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        stored == current,
        "scenarios/scenario.schema.json is stale; rewrite it with UPDATE=1 cargo test --test engine"
    );
}

#[test]
fn every_object_with_fixed_keys_allows_notes_and_describes_its_keys() {
    let schema = schema();
    let definitions = schema["$defs"].as_object().expect("definitions");
    let mut objects = 0;
    for (name, definition) in definitions {
        let Some(properties) = definition.get("properties").and_then(|it| it.as_object()) else {
            continue;
        };
        objects += 1;
        assert!(properties.contains_key("notes"), "{name} refuses notes");
        for (key, property) in properties {
            let described = property.get("description").is_some() || property.get("$ref").is_some();
            assert!(described, "{name}.{key} says nothing");
        }
    }
    assert!(objects > 30, "only {objects} objects");
}

#[test]
fn ids_have_a_pattern_and_paths_of_evidence_do_not() {
    let schema = schema();
    let properties = &schema["$defs"]["Scenario"]["properties"];
    let places = properties["places"]["patternProperties"].as_object().expect("places have a pattern");
    assert_eq!(places.keys().next().map(String::as_str), Some("^(?!notes$)[A-Za-z0-9_-]+$"));
    assert!(properties["evidence"].get("patternProperties").is_none());
}
