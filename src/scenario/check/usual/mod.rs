//! Warnings on numbers that such things do not have: a slip of the unit or of a digit loads and runs without them.
//!
//! The [`table`] holds what is usual. A value that is meant is silenced by its path in `allow`.

mod table;
mod ways;

use serde::Deserialize as _;

use super::{Checker, plain};
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::tree::{Data, Node};
use crate::scenario::{HandlingTime, Mode, path};
pub(in crate::scenario) use table::{HARD, MARCH, TABLE, Usual, Way, way};

pub(super) fn check(checker: &mut Checker<'_>) {
    numbers(checker);
    ways(checker);
}

/// Looks at each number by itself.
pub(super) fn numbers(checker: &mut Checker<'_>) {
    let currency = checker.scenario.currency.as_deref().unwrap_or_default().trim();
    let judges_prices = HARD.iter().any(|hard| hard.eq_ignore_ascii_case(currency));
    for row in TABLE.iter().filter(|row| judges_prices || !is_price(row.path)) {
        let segments: Vec<&str> = row.path.split('.').collect();
        find(checker.root, &segments, &mut String::new(), &mut |path, node| {
            if row.mode.is_none_or(|mode| mode_of(checker, path) == Some(mode)) {
                is_usual(checker, row, path, node);
            }
        });
    }
}

/// Looks at lengths and times of ways beside the straight line; they say nothing where places are not on the globe.
pub(super) fn ways(checker: &mut Checker<'_>) {
    if checker.found.iter().all(|found| found.code != Code::E1002) {
        ways::check(checker);
    }
}

/// Drops the warnings that `allow` silences, and says which of its entries lead nowhere.
pub(super) fn silence(checker: &mut Checker<'_>) {
    let allow = &checker.scenario.allow;
    checker.found.retain(|found| !(found.code.is_warning() && allow.contains_key(&found.path)));
    for target in allow.keys() {
        if let Err(error) = path::get(checker.root, target) {
            let message = format!("`allow` speaks of nothing: {}", error.message);
            let mut diagnostic = Diagnostic::new(Code::W2003, message).on(format!("allow.{target}"));
            diagnostic.help = error.help.or_else(|| Some("copy the path from the warning".to_owned()));
            checker.add(diagnostic);
        }
    }
}

/// Returns the table as rows of Markdown.
pub(in crate::scenario) fn rows() -> String {
    let row = |row: &Usual| {
        let mode = row.mode.map_or("", by).trim_start();
        let (least, most) = (grouped(row.least), grouped(row.most));
        let unit = unit(row.path.rsplit('.').next().unwrap_or_default());
        format!("| `{}` | {mode} | {least} | {most}{unit} | {} |\n", row.path.replace('*', "ID"), row.such)
    };
    TABLE.iter().map(row).collect()
}

/// Visits the values below a node that a pattern names, each with its path; `here` is the path so far.
fn find(node: &Node, pattern: &[&str], here: &mut String, visit: &mut dyn FnMut(&str, &Node)) {
    let Some((first, rest)) = pattern.split_first() else {
        visit(here, node);
        return;
    };
    let above = here.len();
    let mut step = |segment: &str, child: &Node| {
        if above > 0 {
            here.push('.');
        }
        here.push_str(segment);
        find(child, rest, here, visit);
        here.truncate(above);
    };
    match &node.data {
        Data::Object(members) if *first == "*" => {
            members.iter().filter(|(key, _)| *key != "notes").for_each(|(key, child)| step(key, child));
        }
        Data::List(items) if *first == "*" => {
            items.iter().enumerate().for_each(|(index, child)| step(&index.to_string(), child));
        }
        _ => {
            if let Some(child) = node.child(first) {
                step(first, child);
            }
        }
    }
}

/// The mode of the carrier type or route that a path leads into.
fn mode_of(checker: &Checker<'_>, path: &str) -> Option<Mode> {
    let mut segments = path.split('.');
    let (part, id) = (segments.next()?, segments.next()?);
    let written = checker.root.child(part)?.child(id)?.child("mode")?;
    if matches!(written.data, Data::Hole) {
        return None;
    }
    match part {
        "carrier_types" => checker.scenario.carrier_types.get(id).map(|it| it.mode),
        "routes" => checker.scenario.routes.get(id).map(|it| it.mode),
        _ => None,
    }
}

fn is_usual(checker: &mut Checker<'_>, row: &Usual, path: &str, node: &Node) {
    let Some((value, is_mean)) = value(node) else { return };
    if value == 0.0 || (row.least..=row.most).contains(&value) {
        return;
    }
    let key = row.path.rsplit('.').next().unwrap_or_default();
    let unit = unit(key);
    let on_average = if is_mean { " on average" } else { "" };
    let message = format!("`{key}` is {}{unit}{on_average}, which is unusual", plain(value));
    let usual = format!(
        "usual are {} to {}{unit}{}: {}",
        grouped(row.least),
        grouped(row.most),
        row.mode.map_or("", by),
        row.such
    );
    let slip = (!is_mean).then(|| slip(key, value, row)).flatten();
    unusual(checker, row.code, path, message, usual, slip);
}

/// Warns of a value, with what is usual and how to silence it. A value that breaks a rule has its message already.
fn unusual(
    checker: &mut Checker<'_>,
    code: Code,
    path: &str,
    message: String,
    usual: String,
    slip: Option<String>,
) {
    if checker.found.iter().any(|found| path::is_at_or_below(&found.path, path)) {
        return;
    }
    let remedy = slip.unwrap_or_else(|| "correct it".to_owned());
    let allow = if checker.scenario.allow.is_empty() {
        format!("`\"allow\": {{\"{path}\": \"REASON\"}}` at the top of the file")
    } else {
        format!("`\"{path}\": \"REASON\"` in `allow`")
    };
    let help = format!("{remedy}; if it is right as it is, add {allow}");
    checker.add(Diagnostic::new(code, message).on(path).note(usual).help(help));
}

/// A number, or the mean of a duration, and whether it is a mean.
fn value(node: &Node) -> Option<(f64, bool)> {
    if let Some(number) = node.as_f64() {
        return Some((number, false));
    }
    if !matches!(node.data, Data::Object(_)) {
        return None;
    }
    let time = HandlingTime::deserialize(node.to_json()).ok()?;
    Some(match time {
        HandlingTime::Whole(duration) => (duration.mean_h(), true),
        HandlingTime::ByContent(parts) => (parts.base_h.mean_h(), true),
    })
}

/// Whether a path leads to an amount of money.
fn is_price(path: &str) -> bool {
    let key = path.rsplit('.').next().unwrap_or_default();
    key.starts_with("cost_") || key.ends_with("_cost")
}

/// What a slip of the unit would explain, as words with the value to write.
fn slip(key: &str, value: f64, row: &Usual) -> Option<String> {
    let (divisor, meant) = match () {
        () if is_price(key) => return None,
        () if key == "fuel_t_per_h" => (1000.0, "kilograms"),
        () if key == "co2_per_fuel_t" => return None,
        () if key.ends_with("_h") => (60.0, "minutes"),
        () if key.ends_with("_t") => (1000.0, "kilograms"),
        () if key.ends_with("_km") => (1000.0, "metres"),
        () if key.ends_with("_m") && value / 100.0 < row.most => (100.0, "centimetres"),
        () if key.ends_with("_m") => (1000.0, "millimetres"),
        () => return None,
    };
    let right = value / divisor;
    let explained = value > row.most && (row.least..=row.most).contains(&right);
    explained.then(|| format!("write `{}` if {meant} were meant", plain(right)))
}

/// The unit that ends a key, after a space.
fn unit(key: &str) -> &'static str {
    match key {
        "fuel_t_per_h" => return " t/h",
        // A price has the unit of the currency, and a factor none.
        "co2_per_fuel_t" | "cost_per_h" | "cost_per_day" => return "",
        _ => {}
    }
    match key.rsplit('_').next() {
        Some("kmh") => " km/h",
        Some("km") => " km",
        Some("h") => " h",
        Some("t") => " t",
        Some("m") => " m",
        _ => "",
    }
}

/// The words of a mode after a range.
fn by(mode: Mode) -> &'static str {
    match mode {
        Mode::Air => " by air",
        Mode::Road => " by road",
        Mode::Rail => " by rail",
        Mode::Sea => " by sea",
    }
}

/// A number with its thousands apart.
fn grouped(value: f64) -> String {
    let text = plain(value);
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(one, other)| (one, Some(other)));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    rest.map_or(out.clone(), |rest| format!("{out}.{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_apart() {
        let found = [0.05, 250.0, 1000.0, 20_015.0, 400_000.0].map(grouped);
        assert_eq!(found, ["0.05", "250", "1,000", "20,015", "400,000"]);
    }

    #[test]
    fn every_row_is_a_range_and_says_examples() {
        for row in TABLE {
            assert!(row.least > 0.0 && row.least < row.most && !row.such.is_empty(), "{row:?}");
        }
    }
}
