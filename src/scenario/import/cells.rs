//! From the cells of a row to a unit.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value, json};

use super::ImportedUnit;
use super::columns::COLUMNS;
use super::table::{Cell, Row, Table};
use crate::diagnostic::{Code, Diagnostic};

/// The speed of a march whose cell is empty: a wheeled column [km/h].
const MARCH_SPEED_KMH: u32 = 25;

/// What a cell came to, and the mistakes on the way.
struct Reader<'a> {
    table: &'a Table,
    row: &'a Row,
    mistakes: Vec<Diagnostic>,
}

/// Reads the unit of a row.
///
/// Errors: all cells that are empty or cannot be read.
pub(super) fn unit(table: &Table, row: &Row) -> Result<ImportedUnit, Vec<Diagnostic>> {
    let mut reader = Reader { table, row, mistakes: Vec::new() };
    let contingent = reader.id("contingent");
    let id = reader.id("unit");
    let mut unit = Map::new();
    if let Some(cell) = table.cell(row, "name") {
        unit.insert("name".to_owned(), json!(cell.text));
    }
    reader.put(&mut unit, "copies", Reader::count);
    reader.put(&mut unit, "personnel", Reader::count);
    reader.put(&mut unit, "vehicles", Reader::vehicles);
    reader.put(&mut unit, "cargo_t", Reader::number);
    unit.insert("home".to_owned(), json!(reader.id("home")));
    reader.put(&mut unit, "notice_h", Reader::duration);
    reader.put(&mut unit, "prepare_h", Reader::duration);
    reader.put(&mut unit, "priority", Reader::count);
    reader.put(&mut unit, "earliest_h", Reader::number);
    reader.put(&mut unit, "required_h", Reader::number);
    let itinerary = reader.itinerary();
    unit.insert("itinerary".to_owned(), itinerary);
    reader.required_cells();
    if !reader.mistakes.is_empty() {
        return Err(reader.mistakes);
    }
    let mut places = BTreeMap::new();
    for column in COLUMNS {
        if let Some(cell) = table.cell(row, column.name) {
            places.insert(column.name, cell.position.clone());
        }
    }
    Ok(ImportedUnit { contingent, id, value: Value::Object(unit), places })
}

impl<'a> Reader<'a> {
    fn cell(&self, column: &str) -> Option<&'a Cell> {
        self.table.cell(self.row, column)
    }

    fn wrong(&mut self, cell: &Cell, message: String, help: &str) {
        self.mistakes.push(Diagnostic::new(Code::E1703, message).at(cell.position.clone()).help(help));
    }

    fn put(
        &mut self,
        unit: &mut Map<String, Value>,
        column: &'static str,
        read: fn(&mut Self, &'static str, &Cell) -> Option<Value>,
    ) {
        if let Some(cell) = self.cell(column)
            && let Some(value) = read(self, column, cell)
        {
            unit.insert(column.to_owned(), value);
        }
    }

    fn id(&mut self, column: &'static str) -> String {
        self.cell(column).map_or_else(String::new, |cell| self.checked_id(cell, &cell.text))
    }

    fn checked_id(&mut self, cell: &Cell, text: &str) -> String {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if text.is_empty() || !text.chars().all(allowed) {
            let message = format!("`{text}` is no id");
            let help =
                "ids are made of the letters A to Z, digits, `_` and `-`; put the full name into `name`";
            self.mistakes.push(Diagnostic::new(Code::E0018, message).at(cell.position.clone()).help(help));
        }
        text.to_owned()
    }

    fn count(&mut self, column: &'static str, cell: &Cell) -> Option<Value> {
        if let Ok(count) = cell.text.parse::<u32>() {
            return Some(json!(count));
        }
        if !cell.text.is_empty() && cell.text.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = format!("`{}` in the column `{column}` is too large", cell.text);
            self.wrong(cell, message, "write the number of one copy");
            return None;
        }
        let message = format!("`{}` in the column `{column}` is no whole number", cell.text);
        self.wrong(cell, message, "write digits only, as 1500: no blanks, commas or signs");
        None
    }

    fn number(&mut self, column: &'static str, cell: &Cell) -> Option<Value> {
        let number = parse_number(&cell.text);
        if number.is_none() {
            let message = format!("`{}` in the column `{column}` is no number from 0 on", cell.text);
            self.wrong(cell, message, number_help(&cell.text));
        }
        number.map(Value::Number)
    }

    /// `4`, or `2/3/6` for least, usual and most.
    fn duration(&mut self, column: &'static str, cell: &Cell) -> Option<Value> {
        let parts: Vec<Option<Number>> = cell.text.split('/').map(|part| parse_number(part.trim())).collect();
        match parts.as_slice() {
            [Some(hours)] => Some(Value::Number(hours.clone())),
            [Some(min), Some(mode), Some(max)] => {
                let [least, usual, most] = [min, mode, max].map(|hours| hours.as_f64().unwrap_or(0.0));
                if least > usual || usual > most {
                    let message = format!("`{}` in the column `{column}` is out of order", cell.text);
                    self.wrong(
                        cell,
                        message,
                        "write the least hours first, then the usual and the most: 2/3/6",
                    );
                    return None;
                }
                Some(json!({ "triangular": { "min": min, "mode": mode, "max": max } }))
            }
            _ => {
                let message = format!("`{}` in the column `{column}` is no duration", cell.text);
                let help = "write hours as 4, or as 2/3/6 for least, usual and most; decimals take a point";
                self.wrong(cell, message, help);
                None
            }
        }
    }

    /// `truck=3; apc=2`, in the order of loading.
    fn vehicles(&mut self, _: &'static str, cell: &Cell) -> Option<Value> {
        let mut vehicles = Map::new();
        for part in list(&cell.text) {
            let (kind, count) = part.split_once('=').unwrap_or((part, ""));
            let (kind, count) = (kind.trim(), count.trim());
            let Ok(count) = count.parse::<u32>() else {
                let message = format!("`{part}` in the column `vehicles` is no type with a number");
                self.wrong(
                    cell,
                    message,
                    "write the types of the scenario with their numbers, as truck=3; apc=2",
                );
                return None;
            };
            let kind = self.checked_id(cell, kind);
            if vehicles.insert(kind.clone(), json!(count)).is_some() {
                self.wrong(
                    cell,
                    format!("the type `{kind}` stands twice in the cell"),
                    "add the two numbers",
                );
            }
        }
        Some(Value::Object(vehicles))
    }

    fn itinerary(&mut self) -> Value {
        let speed = match self.cell("march_speed_kmh") {
            Some(cell) => self.number("march_speed_kmh", cell),
            None => Some(json!(MARCH_SPEED_KMH)),
        };
        let mut legs = Vec::new();
        if self.cell("port").is_some() {
            let port = self.id("port");
            legs.push(json!({ "march": { "to": port, "speed_kmh": speed } }));
        }
        if let Some(cell) = self.cell("to") {
            let mut to: Vec<String> = list(&cell.text).map(|id| self.checked_id(cell, id)).collect();
            let to = if to.len() == 1 { json!(to.remove(0)) } else { json!(to) };
            let mut lift = Map::from_iter([("to".to_owned(), to)]);
            if let Some(cell) = self.cell("by") {
                let by: Vec<String> = list(&cell.text).map(|id| self.checked_id(cell, id)).collect();
                lift.insert("by".to_owned(), json!(by));
            }
            legs.push(json!({ "lift": lift }));
        }
        if self.cell("march_to").is_some() {
            let mut march = Map::from_iter([("to".to_owned(), json!(self.id("march_to")))]);
            if let Some(cell) = self.cell("march_km")
                && let Some(km) = self.number("march_km", cell)
            {
                march.insert("distance_km".to_owned(), km);
            }
            march.insert("speed_kmh".to_owned(), json!(speed));
            // Before the march to its last place a unit comes together.
            if !legs.is_empty() {
                march.insert("marry_up".to_owned(), json!(true));
            }
            legs.push(json!({ "march": march }));
        }
        Value::Array(legs)
    }

    /// Every required cell is filled, and the unit goes somewhere.
    fn required_cells(&mut self) {
        let place =
            self.row.cells.iter().find(|cell| !cell.text.is_empty()).map(|cell| cell.position.clone());
        for column in COLUMNS.iter().filter(|column| column.required) {
            if self.cell(column.name).is_none() {
                let index = self.table.columns.iter().position(|name| *name == column.name);
                let cell = index.and_then(|index| self.row.cells.get(index));
                let message = format!("the cell of `{}` is empty: {}", column.name, column.meaning);
                let mut diagnostic =
                    Diagnostic::new(Code::E1703, message).help("every row fills this column");
                diagnostic.position = cell.map(|cell| cell.position.clone()).or_else(|| place.clone());
                self.mistakes.push(diagnostic);
            }
        }
        if self.cell("to").is_none() && self.cell("march_to").is_none() {
            let mut diagnostic = Diagnostic::new(Code::E1705, "the unit goes nowhere")
                .help("fill `to` (a lift), `march_to` (a march), or both");
            diagnostic.position = self.cell("unit").map(|cell| cell.position.clone()).or(place);
            self.mistakes.push(diagnostic);
        }
    }
}

/// Returns the parts of a cell that lists several things.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty())
}

/// Returns a number from 0 on, whole where it is written so.
fn parse_number(text: &str) -> Option<Number> {
    if let Ok(whole) = text.parse::<u64>() {
        return Some(Number::from(whole));
    }
    let value: f64 = text.parse().ok()?;
    if value.is_finite() && value >= 0.0 { Number::from_f64(value) } else { None }
}

fn number_help(text: &str) -> &'static str {
    if text.contains(',') { "decimals take a point, as 2.5" } else { "write it like 12 or 2.5" }
}
