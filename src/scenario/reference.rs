//! The reference for people: every key of a scenario with meaning, unit, default and an example, from the texts of the schema.

use std::fmt::Write as _;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::schema::schema;
use super::{example, load_shipped};

/// Definitions whose inside is told once, by name: a number or what may stand for it.
const WHOLE: [&str; 8] =
    ["Duration", "HandlingTime", "Daily", "Destinations", "Ids", "Via", "Author", "Evidence"];

/// Numbers that are 1 when left out; others are 0.
const ONES: [&str; 4] = ["detour_factor", "stand_size", "serviceability", "operational_share"];

/// A key of the format.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its path, `ID` for an id and `0` for the place in a list: `fleets.ID.count`.
    pub path: String,
    /// What it says.
    pub meaning: String,
    /// The unit, where it has one.
    pub unit: Option<String>,
    /// What kind of value it takes: a fragment.
    pub kind: String,
    /// Its value when left out, as JSON; `None` where there is none or leaving it out means no limit or nothing.
    pub default: Option<String>,
    /// Whether it must be there.
    pub required: bool,
    /// A value that may stand there, as JSON; `None` for objects that have keys of their own.
    pub example: Option<String>,
}

/// Returns all keys, each object before what is in it.
pub fn entries() -> &'static [Entry] {
    static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(collect);
    &ENTRIES
}

/// Returns the entries that a path with or without its ids, or the end of one, names: `fleets.count`, `fleets.vta.count`,
/// `terminal`. Where a whole path fits, ends are not looked at.
pub fn find(wanted: &str) -> Vec<&'static Entry> {
    let wanted: Vec<&str> = wanted.split('.').filter(|segment| !segment.is_empty()).collect();
    let whole: Vec<&Entry> = entries().iter().filter(|entry| fits(&entry.path, &wanted)).collect();
    if !whole.is_empty() {
        return whole;
    }
    let ends = |entry: &&Entry| {
        let named: Vec<&str> = named(&entry.path).collect();
        !wanted.is_empty() && named.ends_with(&wanted)
    };
    entries().iter().filter(ends).collect()
}

/// Returns the entries right below a path.
pub fn below(path: &str) -> impl Iterator<Item = &'static Entry> {
    let prefix = format!("{path}.");
    entries().iter().filter(move |entry| {
        entry.path.strip_prefix(&prefix).is_some_and(|rest| {
            let key = rest.trim_start_matches("ID.").trim_start_matches("0.");
            !key.contains('.')
        })
    })
}

/// The keys of a path that are not ids or places in a list.
fn named(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').filter(|segment| *segment != "ID" && *segment != "0")
}

/// Whether segments are those of a path, each id by any word or left out.
fn fits(path: &str, wanted: &[&str]) -> bool {
    let segments: Vec<&str> = path.split('.').collect();
    let same = segments.len() == wanted.len()
        && segments.iter().zip(wanted).all(|(segment, word)| *segment == "ID" || segment == word);
    same || named(path).eq(wanted.iter().copied())
}

fn collect() -> Vec<Entry> {
    let schema = schema();
    let mut walk = Walk { definitions: &schema["$defs"], found: Vec::new() };
    walk.object("", &schema["$defs"]["Scenario"]);
    let mut found = walk.found;
    let examples: Vec<Value> = ["kazakhstan-2022", "templates/mixed", "templates/airlift", "templates/road"]
        .into_iter()
        .filter_map(|name| Some(load_shipped(name).ok()?.root.to_json()))
        .collect();
    let parents: Vec<String> = found.iter().map(|entry| entry.path.clone()).collect();
    for entry in &mut found {
        let has_keys = parents.iter().any(|path| path.starts_with(&format!("{}.", entry.path)));
        if !has_keys {
            entry.example = Some(example_of(entry, &examples));
        }
    }
    found
}

/// A value of a shipped scenario, else one of its kind.
fn example_of(entry: &Entry, scenarios: &[Value]) -> String {
    let segments: Vec<&str> = entry.path.split('.').collect();
    let shipped = scenarios.iter().find_map(|root| first(root, &segments));
    let short = shipped.map(Value::to_string).filter(|text| text.len() <= 120);
    short.unwrap_or_else(|| {
        let choice = entry.kind.strip_prefix("one of `").and_then(|rest| rest.split('`').next());
        match (choice, entry.kind.as_str()) {
            (Some(choice), _) => format!("\"{choice}\""),
            (None, "a text") => match entry.path.rsplit('.').next().unwrap_or_default() {
                "at" => "\"2026-01-10T08:00:00Z\"".to_owned(),
                "after_unit" => "\"alpha/advance\"".to_owned(),
                _ => "\"ID\"".to_owned(),
            },
            (None, "`true` or `false`") => "true".to_owned(),
            (None, kind) if kind.starts_with("a list") => "[]".to_owned(),
            (None, kind) if kind.starts_with("an object") => "{}".to_owned(),
            _ => example::of(entry.path.rsplit('.').next().unwrap_or_default()).to_string(),
        }
    })
}

/// The first value at a path of which ids are any.
fn first<'a>(value: &'a Value, segments: &[&str]) -> Option<&'a Value> {
    let Some((segment, rest)) = segments.split_first() else { return Some(value) };
    match value {
        Value::Object(members) if *segment == "ID" => {
            members.iter().filter(|(key, _)| *key != "notes").find_map(|(_, member)| first(member, rest))
        }
        Value::Array(items) if *segment == "0" => items.iter().find_map(|item| first(item, rest)),
        Value::Object(members) => first(members.get(*segment)?, rest),
        _ => None,
    }
}

struct Walk<'a> {
    definitions: &'a Value,
    found: Vec<Entry>,
}

impl<'a> Walk<'a> {
    /// Goes through the keys of an object, or of the choices that one key names.
    fn object(&mut self, path: &str, schema: &'a Value) {
        for choice in schema["oneOf"].as_array().into_iter().flatten() {
            self.object(path, choice);
        }
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let chosen = schema["oneOf"].is_null() && schema["properties"].as_object().is_some_and(is_choice);
        for (key, member) in schema["properties"].as_object().into_iter().flatten() {
            if key == "notes" || key == "include" {
                continue;
            }
            let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let said = if chosen && member["description"].is_null() { schema } else { member };
            self.found.push(self.entry(&here, said, member, required.contains(&key.as_str()) && !chosen));
            self.inside(&here, member);
        }
    }

    /// Goes into the value of a key.
    fn inside(&mut self, path: &str, member: &'a Value) {
        let (name, schema) = self.resolved(member);
        if name.is_some_and(|name| WHOLE.contains(&name)) {
            return;
        }
        for values in schema["patternProperties"].as_object().into_iter().flat_map(Map::values) {
            self.inside_each(&format!("{path}.ID"), values);
        }
        if schema["items"].is_object() {
            self.inside_each(&format!("{path}.0"), &schema["items"]);
        }
        if schema["properties"].is_object() || schema["oneOf"].is_array() {
            self.object(path, schema);
        }
    }

    fn inside_each(&mut self, path: &str, values: &'a Value) {
        let (name, schema) = self.resolved(values);
        if !name.is_some_and(|name| WHOLE.contains(&name)) {
            self.object(path, schema);
        }
    }

    /// The schema that a reference, or a choice with `null`, leads to, with its name.
    fn resolved(&self, member: &'a Value) -> (Option<&'a str>, &'a Value) {
        let choices = member["anyOf"].as_array();
        let inner = choices.and_then(|all| all.iter().find(|one| one["$ref"].is_string())).unwrap_or(member);
        match inner["$ref"].as_str().and_then(|target| target.rsplit('/').next()) {
            Some(name) => (Some(name), &self.definitions[name]),
            None => (None, inner),
        }
    }

    fn entry(&self, path: &str, said: &Value, member: &'a Value, required: bool) -> Entry {
        let text = said["description"].as_str().unwrap_or_default().replace('\n', " ");
        let (meaning, unit) = with_unit(&text);
        let default = &member["default"];
        let plain = !default.is_null() && !default.is_object() && !default.is_array();
        let key = path.rsplit('.').next().unwrap_or_default();
        // The schema leaves out defaults that a file leaves out: numbers that cannot be missing otherwise.
        let number = member["type"] == "number" || member["type"] == "integer";
        let implied = (number && !required).then(|| if ONES.contains(&key) { "1" } else { "0" }.to_owned());
        Entry {
            path: path.to_owned(),
            meaning,
            unit,
            kind: self.kind(member),
            default: plain.then(|| default.to_string()).or(implied),
            required,
            example: None,
        }
    }

    /// What kind of value a key takes.
    fn kind(&self, member: &'a Value) -> String {
        let (name, schema) = self.resolved(member);
        match name {
            Some("Duration") => return "a number or a distribution".to_owned(),
            Some("HandlingTime") => {
                return "a number, a distribution, or `base_h` with times per item".to_owned();
            }
            Some("Daily") => return "a whole number, or a list by day".to_owned(),
            Some("Destinations" | "Ids") => return "an id, or a list of ids".to_owned(),
            _ => {}
        }
        let choices: Vec<String> = (schema["oneOf"].as_array().into_iter().flatten())
            .filter_map(|one| Some(format!("`{}`", one["const"].as_str()?)))
            .collect();
        if !choices.is_empty() {
            return format!("one of {}", choices.join(", "));
        }
        let of = |name: &str| {
            schema["type"] == name || schema["type"].as_array().is_some_and(|all| all.contains(&name.into()))
        };
        let kinds = [
            ("integer", "a whole number"),
            ("number", "a number"),
            ("boolean", "`true` or `false`"),
            ("string", "a text"),
            ("array", "a list"),
        ];
        let found = kinds.iter().find(|(name, _)| of(name)).map(|(_, said)| *said);
        let ids = schema["patternProperties"].is_object();
        found.unwrap_or(if ids { "an object by id" } else { "an object" }).to_owned()
    }
}

/// Whether an object names a choice by its only key.
fn is_choice(properties: &Map<String, Value>) -> bool {
    properties.keys().filter(|key| *key != "notes").count() == 1
}

/// Parts a text from the unit in brackets at its end.
fn with_unit(text: &str) -> (String, Option<String>) {
    let plain = |text: &str| text.trim_end_matches(['.', ' ']).to_owned();
    let text = text.trim_end_matches('.');
    match text.rsplit_once('[').and_then(|(head, unit)| Some((head, unit.strip_suffix(']')?))) {
        Some((head, unit)) if unit.len() <= 8 => (plain(head), Some(unit.to_owned())),
        _ => (plain(text), None),
    }
}

impl Entry {
    /// Returns the entry as a text for a terminal, with the keys below it.
    pub fn to_text(&self) -> String {
        let mut out = format!("{}\n  {}.\n", self.path, self.meaning);
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(out, "  {name:8} {value}");
        };
        line("value", &self.kind);
        if let Some(unit) = &self.unit {
            line("unit", unit);
        }
        match (&self.default, self.required) {
            (Some(default), _) => line("default", default),
            (None, true) => line("default", "none: it must be there"),
            (None, false) => line("default", "may be left out"),
        }
        if let Some(example) = &self.example {
            line("example", &format!("\"{}\": {example}", self.path.rsplit('.').next().unwrap_or_default()));
        }
        let keys: Vec<&Entry> = below(&self.path).collect();
        if !keys.is_empty() {
            let width = keys.iter().map(|entry| entry.path.len()).max().unwrap_or(0) - self.path.len() - 1;
            out.push_str("  keys\n");
            for entry in keys {
                let key = entry.path.strip_prefix(&format!("{}.", self.path)).unwrap_or_default();
                let _ = writeln!(out, "    {key:width$}  {}", sentence(&entry.meaning));
            }
        }
        out
    }

    fn row(&self) -> String {
        let default = match (&self.default, self.required) {
            (Some(default), _) => format!("`{default}`"),
            (None, true) => "required".to_owned(),
            (None, false) => String::new(),
        };
        let example = self.example.as_ref().map_or_else(String::new, |text| format!("`{text}`"));
        let cells = [
            format!("`{}`", self.path),
            self.meaning.clone(),
            self.kind.clone(),
            self.unit.clone().unwrap_or_default(),
            default,
            example,
        ];
        format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
    }
}

/// The first sentence of a text.
fn sentence(text: &str) -> &str {
    let ends = [". ", "; "].iter().filter_map(|end| text.find(end)).min();
    ends.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// Returns all entries as the page `docs/reference.md`.
pub fn to_markdown() -> String {
    let mut out = String::from(
        "# Reference\n\nEvery key of a scenario. In a path, `ID` stands for an id that the author chooses and `0` for a place in a list; \
         `forceflow explain PATH` shows an entry, `forceflow paths SCENARIO --all` the keys that a scenario has or could have, and \
         `notes` may stand in any object. A key left out without a default means no limit, zero time or nothing. The page is made from the \
         texts of the [JSON Schema](../scenarios/scenario.schema.json); what [warnings](errors.md#warnings) call usual stands at its end.\n",
    );
    let mut part = "";
    for entry in entries() {
        let top = entry.path.split('.').next().unwrap_or_default();
        let has_part = entries().iter().any(|other| other.path.starts_with(&format!("{top}.")));
        let section = if has_part { top } else { "" };
        if section != part || part.is_empty() && out.ends_with(".\n") {
            part = section;
            let title = if section.is_empty() { "At the top".to_owned() } else { format!("`{section}`") };
            let _ = write!(
                out,
                "\n## {title}\n\n| path | meaning | value | unit | default | example |\n|---|---|---|---|---|---|\n"
            );
        }
        out.push_str(&entry.row());
    }
    out.push_str("\n## Usual ranges\n\nWhat `check` and `run` call unusual outside of, with examples near the ends (W2007 to W2012). Prices are judged where `currency` is USD, EUR, GBP or CHF.\n\n");
    out.push_str("| path | mode | from | to | such as |\n|---|---|---|---|---|\n");
    out.push_str(&super::check::usual_rows());
    out
}
