//! Units into the text of a scenario. All that is there stays as it was written.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Imported, ImportedUnit};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position, SourceText};
use crate::scenario::load::load_str;
use crate::scenario::tree::{self, Data, Node};

/// A line longer than this is broken.
const WIDEST: usize = 110;

/// Blanks of a member of `contingents.C.units` where the text does not show its own.
const UNIT_INDENT: usize = 8;

/// A piece of text and the byte before which it goes.
type Insertion = (usize, String);

/// Returns the text of a scenario with the units in it; `name` stands for its file.
///
/// Errors: mistakes of the scenario itself, a variant, units that are there already, and what the units break, at the
/// cells that say so.
pub fn into_scenario(name: &str, text: &str, imported: &Imported) -> Result<String, Diagnostics> {
    let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned(), order: 1 });
    let root = tree::parse(&source, 0..text.len()).map_err(Diagnostics::new)?;
    if let Some(base) = root.child("based_on") {
        let help = "import into the scenario that it is based on";
        let diagnostic =
            Diagnostic::new(Code::E1707, "a variant holds changes, not units").at(base.key_position());
        return Err(diagnostic.help(help).into());
    }
    sound(name, text)?;
    let Some(contingents @ Node { data: Data::Object(members), .. }) = root.child("contingents") else {
        let help = "add `\"contingents\": {}` to the scenario";
        let diagnostic = Diagnostic::new(Code::E1707, "the scenario has no object `contingents`");
        return Err(diagnostic.at(root.position()).help(help).into());
    };
    let mut mistakes = Vec::new();
    let mut groups: Vec<(&str, Vec<&ImportedUnit>)> = Vec::new();
    let mut group_of: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in &imported.units {
        let there = members.get(&unit.contingent).and_then(|it| it.child("units")?.child(&unit.id));
        mistakes.extend(there.map(|node| is_there(unit, node)));
        let group = *group_of.entry(&unit.contingent).or_insert(groups.len());
        if group == groups.len() {
            groups.push((&unit.contingent, Vec::new()));
        }
        groups[group].1.push(unit);
    }
    if !mistakes.is_empty() {
        return Err(Diagnostics::new(mistakes));
    }
    let mut insertions: Vec<Insertion> = Vec::new();
    let mut fresh = Vec::new();
    for (contingent, units) in groups {
        let units: Vec<(String, Value)> =
            units.iter().map(|unit| (unit.id.clone(), unit.value.clone())).collect();
        match members.get(contingent).map(|node| (node, node.child("units"))) {
            Some((_, Some(into))) => insertions.push(insertion(into, &units, UNIT_INDENT)),
            Some((node, None)) => {
                let all: serde_json::Map<String, Value> = units.into_iter().collect();
                insertions.push(insertion(
                    node,
                    &[("units".to_owned(), Value::Object(all))],
                    UNIT_INDENT - 2,
                ));
            }
            None => {
                let all: serde_json::Map<String, Value> = units.into_iter().collect();
                fresh.push((contingent.to_owned(), json!({ "units": all })));
            }
        }
    }
    if !fresh.is_empty() {
        insertions.push(insertion(contingents, &fresh, UNIT_INDENT - 4));
    }
    let mut merged = text.to_owned();
    insertions.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    for (at, piece) in insertions {
        merged.insert_str(at, &piece);
    }
    match load_str(name, &merged, &[]) {
        Ok(_) => Ok(merged),
        Err(mistakes) => Err(at_their_cells(mistakes, imported)),
    }
}

/// Refuses a scenario with mistakes of its own; one without units may become one with them.
fn sound(name: &str, text: &str) -> Result<(), Diagnostics> {
    match load_str(name, text, &[]) {
        Err(mistakes) if mistakes.iter().any(|it| it.code != Code::E1213) => Err(mistakes),
        _ => Ok(()),
    }
}

fn is_there(unit: &ImportedUnit, node: &Node) -> Diagnostic {
    let message = format!("the unit `{}/{}` is in the scenario already", unit.contingent, unit.id);
    let mut diagnostic = Diagnostic::new(Code::E1704, message)
        .note(format!("it stands at {}", node.key_position()))
        .help("give it another id, or delete the one in the scenario");
    diagnostic.position = unit.place("").cloned();
    diagnostic
}

/// Puts what is wrong with an imported unit to the cell that says so.
fn at_their_cells(mistakes: Diagnostics, imported: &Imported) -> Diagnostics {
    let units: BTreeMap<String, &ImportedUnit> =
        imported.units.iter().map(|unit| (unit.path(), unit)).collect();
    let moved = mistakes.into_iter().map(|mut mistake| {
        // `contingents.C.units.U`; ids hold no dots.
        let end = mistake.path.match_indices('.').nth(3).map_or(mistake.path.len(), |(dot, _)| dot);
        let (unit, below) = mistake.path.split_at(end);
        if let Some(place) = units.get(unit).and_then(|unit| unit.place(below)) {
            mistake.position = Some(Position::clone(place));
        }
        mistake
    });
    Diagnostics::new(moved.collect())
}

/// Returns the text that adds members behind the last one of an object.
fn insertion(object: &Node, members: &[(String, Value)], fallback: usize) -> Insertion {
    let text = &object.source.text;
    let last = match &object.data {
        Data::Object(there) => there.last().map(|(_, node)| node),
        _ => None,
    };
    let indent = last.and_then(|node| indent_of(text, node.key.as_ref()?.start)).unwrap_or(fallback);
    let pad = " ".repeat(indent);
    let lines: Vec<String> =
        members.iter().map(|(id, value)| format!("{pad}{}: {}", quoted(id), pretty(value, indent))).collect();
    let lines = lines.join(",\n");
    match last {
        Some(node) => (node.span.end, format!(",\n{lines}")),
        None => (object.span.start + 1, format!("\n{lines}\n{}", " ".repeat(indent.saturating_sub(2)))),
    }
}

/// Returns the blanks before a key when nothing else stands before it in its line.
fn indent_of(text: &str, key: usize) -> Option<usize> {
    let line = text.get(..key)?.rsplit('\n').next()?;
    line.chars().all(|c| c == ' ').then_some(line.len())
}

/// Returns JSON as a person writes it: what fits into a line stands in one.
pub(super) fn pretty(value: &Value, indent: usize) -> String {
    let line = inline(value);
    let flat = !matches!(value, Value::Object(members) if members.values().any(|it| it.is_object() || it.is_array()));
    if flat && indent + line.len() <= WIDEST {
        return line;
    }
    let pad = " ".repeat(indent + 2);
    let (open, close, rows): (char, char, Vec<String>) = match value {
        Value::Object(members) => {
            let row = |(key, member): (&String, &Value)| {
                format!("{pad}{}: {}", quoted(key), member_text(member, indent + 2, key.len()))
            };
            ('{', '}', members.iter().map(row).collect())
        }
        Value::Array(items) => (
            '[',
            ']',
            items.iter().map(|item| format!("{pad}{}", member_text(item, indent + 2, 0))).collect(),
        ),
        _ => return line,
    };
    format!("{open}\n{}\n{}{close}", rows.join(",\n"), " ".repeat(indent))
}

/// Returns a member: in one line when it is short, whatever it holds.
fn member_text(value: &Value, indent: usize, key: usize) -> String {
    const SHORT: usize = 72;
    let line = inline(value);
    if line.len() <= SHORT || (value.is_array() && indent + key + line.len() <= WIDEST) {
        return line;
    }
    pretty(value, indent)
}

fn inline(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(key, member)| format!("{}: {}", quoted(key), inline(member))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        _ => value.to_string(),
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
