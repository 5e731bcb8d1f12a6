//! `values.json`.

use indexmap::IndexMap;
use serde::Serialize;

use super::Named;
use crate::report::json::to_json;

#[derive(Serialize)]
struct File<'a> {
    format_version: u32,
    values: IndexMap<&'a str, Entry>,
}

#[derive(Serialize)]
struct Entry {
    value: f64,
    unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    low_95: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high_95: Option<f64>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<String>,
}

/// All values by name: number, unit (`h`, `t`, `share` or none), ends of the interval, and both as a text writes them.
pub fn json(values: &[Named]) -> Vec<u8> {
    let entry = |named: &Named| Entry {
        value: named.value,
        unit: named.unit.id(),
        low_95: named.interval.map(|(low, _)| low),
        high_95: named.interval.map(|(_, high)| high),
        text: named.text(),
        interval: named.interval_text(),
    };
    let values = values.iter().map(|named| (named.name.as_str(), entry(named))).collect();
    to_json(&File { format_version: 1, values })
}
