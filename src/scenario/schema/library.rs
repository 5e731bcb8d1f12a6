//! What the schema says of libraries, and of scenarios that include some.
//!
//! An entry there may be a part of one, since the rest may lie below it, and `null` removes what lies below.

use serde_json::{Map, Value, json};

use super::notes;
use crate::scenario::load::{ENTRIES, GROUNDS, MERGED, NOT_OF_A_LIBRARY};

/// The definition of what an entry of each part is.
const TYPES: [(&str, &str); 3] =
    [("places", "Place"), ("vehicle_types", "VehicleType"), ("carrier_types", "CarrierType")];

/// The key `include`.
pub(super) fn include() -> Value {
    json!({
        "description":
            "Libraries that the file is laid over: paths from the folder of this file, or names such as \
             `library:aircraft` of those inside the program. A later one counts before an earlier one.",
        "type": "array",
        "items": { "type": "string" },
    })
}

/// What tells a library: parts that it has, and nothing that only a scenario or a variant has.
pub(super) fn tells_a_library() -> Value {
    let required =
        |keys: &[&str]| keys.iter().map(|key| json!({ "required": [key] })).collect::<Vec<Value>>();
    let parts: Vec<&str> = ENTRIES.into_iter().chain(GROUNDS).collect();
    json!({ "anyOf": required(&parts), "not": { "anyOf": required(&NOT_OF_A_LIBRARY) } })
}

/// Adds the definitions of a library, of a scenario that includes some, and of entries in part.
pub(super) fn define(definitions: &mut Map<String, Value>) {
    let mut open: Vec<String> = TYPES.iter().map(|(_, name)| (*name).to_owned()).collect();
    while let Some(name) = open.pop() {
        if !definitions.contains_key(&part_of(&name)) {
            let part = definitions.get(&name).map(|whole| in_part(whole, &mut open));
            definitions.extend(part.map(|part| (part_of(&name), part)));
        }
    }
    let Some(mut scenario) = definitions.get("Scenario").cloned() else { return };
    for (part, name) in TYPES {
        let entry = json!({ "$ref": format!("#/$defs/{}", part_of(name)) });
        each_entry(&mut scenario, part, &|value| *value = or_null(&entry));
    }
    for part in GROUNDS {
        each_entry(&mut scenario, part, &|value| *value = or_null(value));
    }
    if let Some(required) = scenario.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|key| key != "places");
    }
    let mut properties = Map::new();
    properties.insert(
        "$schema".to_owned(),
        json!({ "description": "The JSON Schema that editors use for completion.", "type": "string" }),
    );
    properties.insert(
        "format_version".to_owned(),
        json!({ "description": "Version of the file format: 1.", "const": 1 }),
    );
    properties.insert("include".to_owned(), include());
    for part in ENTRIES.into_iter().chain(GROUNDS) {
        properties.insert(part.to_owned(), scenario["properties"][part].clone());
    }
    properties.insert("notes".to_owned(), notes());
    let library = json!({
        "title": "Library",
        "description": "Types, places and their evidence that scenarios include.",
        "type": "object",
        "additionalProperties": false,
        "required": ["format_version"],
        "properties": properties,
    });
    definitions.insert("Library".to_owned(), library);
    definitions.insert("IncludingScenario".to_owned(), scenario);
}

/// The name of the definition of a part of something.
fn part_of(name: &str) -> String {
    format!("{name}InPart")
}

/// A definition without required keys, in which each key takes `null`; adds what it is made of to `open`.
fn in_part(whole: &Value, open: &mut Vec<String>) -> Value {
    let mut part = whole.clone();
    let Some(object) = part.as_object_mut() else { return part };
    object.remove("required");
    let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) else { return part };
    for (key, property) in properties.iter_mut().filter(|(key, _)| *key != "notes") {
        if MERGED.contains(&key.as_str()) {
            refer_to_parts(property, open);
        }
        let described = property.as_object_mut().and_then(|property| property.remove("description"));
        let mut either = or_null(property);
        if let (Some(description), Some(either)) = (described, either.as_object_mut()) {
            either.insert("description".to_owned(), description);
        }
        *property = either;
    }
    part
}

/// Turns references to definitions into references to parts of them.
fn refer_to_parts(value: &mut Value, open: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                match member.as_str().and_then(|at| at.strip_prefix("#/$defs/")).map(str::to_owned) {
                    Some(name) if key == "$ref" => {
                        *member = Value::String(format!("#/$defs/{}", part_of(&name)));
                        open.push(name);
                    }
                    _ => refer_to_parts(member, open),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| refer_to_parts(item, open)),
        _ => {}
    }
}

fn or_null(value: &Value) -> Value {
    json!({ "anyOf": [value, { "type": "null" }] })
}

/// Changes what the entries of a part of a scenario are.
fn each_entry(scenario: &mut Value, part: &str, change: &dyn Fn(&mut Value)) {
    let part = &mut scenario["properties"][part];
    if let Some(patterns) = part.get_mut("patternProperties").and_then(Value::as_object_mut) {
        patterns.values_mut().for_each(change);
    } else if let Some(values) = part.get_mut("additionalProperties") {
        change(values);
    }
}
