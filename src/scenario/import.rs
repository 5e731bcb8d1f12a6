//! Units from a spreadsheet: a table with one row per unit becomes the units of a scenario.
//!
//! A table is read whole before anything is written; every mistake has its line and column in the table, also those
//! that only the scenario shows (a place that it does not have, say).

mod cells;
mod columns;
mod insert;
mod table;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position, SourceText};

use crate::storage::read::{STDIN_NAME, is_stdin};

pub use columns::COLUMNS;
pub use insert::into_scenario;

/// The most of a table [bytes]: each cell takes more memory than a value of a scenario.
pub const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// Mistakes that say where else something stands, each of which counts the lines up to there.
const MOST_LOOKED_UP: usize = 100;

/// A unit that was read from a row.
#[derive(Debug, Clone)]
pub struct ImportedUnit {
    /// Its contingent.
    pub contingent: String,
    /// Its id.
    pub id: String,
    /// What a scenario holds under that id.
    pub value: Value,
    /// Where its cells stand, by column.
    places: BTreeMap<&'static str, Position>,
}

impl ImportedUnit {
    /// Returns `contingents.C.units.U`.
    fn path(&self) -> String {
        format!("contingents.{}.units.{}", self.contingent, self.id)
    }

    /// Returns the cell that a path below the unit came from, else the one with its id.
    fn place(&self, below: &str) -> Option<&Position> {
        let column = columns::of_path(below, &self.value);
        column.and_then(|name| self.places.get(name)).or_else(|| self.places.get("unit"))
    }
}

/// The units of a table, in its order.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The units.
    pub units: Vec<ImportedUnit>,
}

impl Imported {
    /// Returns how many people the units have, copies included.
    pub fn personnel(&self) -> u64 {
        self.sum(|unit| unit["personnel"].as_u64().unwrap_or(0))
    }

    /// Returns how many vehicles the units have, copies included.
    pub fn vehicles(&self) -> u64 {
        self.sum(|unit| {
            unit["vehicles"].as_object().into_iter().flatten().filter_map(|it| it.1.as_u64()).sum()
        })
    }

    fn sum(&self, of: impl Fn(&Value) -> u64) -> u64 {
        let copies = |unit: &Value| unit["copies"].as_u64().unwrap_or(1);
        self.units.iter().map(|unit| copies(&unit.value).saturating_mul(of(&unit.value))).sum()
    }

    /// Returns the contingents, as a scenario holds them under `contingents`.
    pub fn contingents(&self) -> Value {
        let mut contingents = Map::new();
        for unit in &self.units {
            let entry = contingents.entry(&unit.contingent).or_insert_with(|| json!({ "units": {} }));
            if let Some(units) = entry["units"].as_object_mut() {
                units.insert(unit.id.clone(), unit.value.clone());
            }
        }
        Value::Object(contingents)
    }

    /// Returns the text of an object with nothing but `contingents`, to be pasted into a scenario.
    pub fn fragment(&self) -> String {
        insert::pretty(&json!({ "contingents": self.contingents() }), 0) + "\n"
    }
}

/// Reads a file of units.
///
/// Errors: all mistakes that could be found, each with its line and column.
pub fn import(file: &Path) -> Result<Imported, Diagnostics> {
    let text = super::load::read_text(file, MOST_BYTES)?;
    let name = if is_stdin(file) { STDIN_NAME.to_owned() } else { file.display().to_string() };
    import_str(&name, &text)
}

/// Imports a table from a text, as [`import`] does from a file; `name` stands for the file in messages.
pub fn import_str(name: &str, text: &str) -> Result<Imported, Diagnostics> {
    // Spreadsheets write a byte order mark before UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
    let source = Arc::new(SourceText { name: name.to_owned(), text, order: 0 });
    let mut table = table::read(&source).map_err(Diagnostics::new)?;
    let mut mistakes = std::mem::take(&mut table.mistakes);
    let mut units: Vec<ImportedUnit> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for row in &table.rows {
        match cells::unit(&table, row) {
            Ok(unit) => match known.entry(unit.path()) {
                Entry::Occupied(first) => {
                    let first = &units[*first.get()];
                    mistakes.push(stands_twice(&unit, (mistakes.len() < MOST_LOOKED_UP).then_some(first)));
                }
                Entry::Vacant(free) => {
                    free.insert(units.len());
                    units.push(unit);
                }
            },
            Err(more) => mistakes.extend(more),
        }
    }
    if mistakes.is_empty() { Ok(Imported { units }) } else { Err(Diagnostics::new(mistakes)) }
}

fn stands_twice(unit: &ImportedUnit, first: Option<&ImportedUnit>) -> Diagnostic {
    let message = format!("the unit `{}/{}` stands twice", unit.contingent, unit.id);
    let mut diagnostic =
        Diagnostic::new(Code::E1704, message).help("give it another id, or use `copies` for equal units");
    diagnostic.position = unit.places.get("unit").cloned();
    match first.and_then(|first| first.places.get("unit")) {
        Some(place) => diagnostic.note(format!("it stands first at {place}")),
        None => diagnostic,
    }
}
