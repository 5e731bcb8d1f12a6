//! The JSON Schema of scenarios and variants, for completion and checks in an editor.
//!
//! It is made from the types. What types cannot say is added: `notes` in every object, and how ids are written.

mod library;

use schemars::generate::SchemaSettings;
use schemars::{Schema, transform::RecursiveTransform};
use serde_json::{Map, Value, json};

use super::Scenario;

/// How an id is written; `notes` is none.
const ID_PATTERN: &str = "^(?!notes$)[A-Za-z0-9_-]+$";

/// Maps whose keys are not ids.
const NOT_IDS: [&str; 3] = ["allow", "evidence", "daily_withdrawal_sorties"];

/// Returns the schema (draft 2020-12): a whole scenario, one that includes libraries, a library, or a variant, which is told
/// by its `based_on`.
pub fn schema() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.transforms.push(Box::new(RecursiveTransform(allow_notes)));
    settings.transforms.push(Box::new(RecursiveTransform(name_ids)));
    let scenario = settings.into_generator().into_root_schema_for::<Scenario>();
    let mut value = Value::from(scenario);
    let Some(root) = value.as_object_mut() else {
        return value;
    };
    let mut definitions = root.remove("$defs").unwrap_or_else(|| json!({}));
    let draft = root.remove("$schema");
    let mut scenario = Value::Object(std::mem::take(root));
    if let Some(properties) = scenario["properties"].as_object_mut() {
        properties.insert("include".to_owned(), library::include());
    }
    if let Some(definitions) = definitions.as_object_mut() {
        definitions.insert("Scenario".to_owned(), scenario);
        definitions.insert("Variant".to_owned(), variant());
        library::define(definitions);
    }
    json!({
        "$schema": draft,
        "title": "forceflow scenario",
        "description": "A scenario of forceflow, a variant of one, or a library.",
        "type": "object",
        "if": { "required": ["based_on"] },
        "then": { "$ref": "#/$defs/Variant" },
        "else": {
            "if": library::tells_a_library(),
            "then": { "$ref": "#/$defs/Library" },
            "else": {
                "if": { "required": ["include"] },
                "then": { "$ref": "#/$defs/IncludingScenario" },
                "else": { "$ref": "#/$defs/Scenario" },
            },
        },
        "$defs": definitions,
    })
}

/// Returns the schema as the text of `scenarios/scenario.schema.json`.
pub fn schema_text() -> String {
    format!("{:#}\n", schema())
}

/// A variant: changes to another scenario.
fn variant() -> Value {
    json!({
        "title": "Variant",
        "description": "A scenario that differs from another one by some values.",
        "type": "object",
        "additionalProperties": false,
        "required": ["format_version", "based_on"],
        "properties": {
            "$schema": { "description": "The JSON Schema that editors use for completion.", "type": "string" },
            "format_version": { "description": "Version of the file format: 1.", "const": 1 },
            "based_on": {
                "description": "Path of the scenario or variant that it changes, from the folder of this file.",
                "type": "string",
            },
            "title": { "description": "One line that says what is simulated instead.", "type": "string" },
            "changes": {
                "description":
                    "New values by dotted path. A change replaces the whole value, may create the last key, and \
                     `null` removes it.",
                "type": "object",
            },
            "notes": notes(),
        },
    })
}

fn notes() -> Value {
    json!({ "description": "Remarks; they change nothing." })
}

/// Allows `notes` in every object with named keys, and in those that name a choice by their only key.
fn allow_notes(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let closed = object.get("additionalProperties") == Some(&Value::Bool(false));
    if !closed {
        return;
    }
    let properties = object.entry("properties").or_insert_with(|| Value::Object(Map::new()));
    if let Some(properties) = properties.as_object_mut() {
        properties.entry("notes").or_insert_with(notes);
    }
}

/// Says how ids are written, wherever an object maps ids to something.
fn name_ids(schema: &mut Schema) {
    let Some(properties) = schema.as_object_mut().and_then(|object| object.get_mut("properties")) else {
        return;
    };
    let Some(properties) = properties.as_object_mut() else {
        return;
    };
    for (key, member) in properties.iter_mut() {
        let Some(map) = member.as_object_mut() else {
            continue;
        };
        let Some(values) = map.get("additionalProperties").filter(|values| !values.is_boolean()).cloned()
        else {
            continue;
        };
        if NOT_IDS.contains(&key.as_str()) {
            map.insert("properties".to_owned(), json!({ "notes": notes() }));
        } else {
            map.remove("additionalProperties");
            map.insert(
                "properties".to_owned(),
                json!({ "notes": { "type": ["string", "array", "number", "boolean"] } }),
            );
            map.insert("patternProperties".to_owned(), json!({ ID_PATTERN: values }));
            map.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
    }
}
