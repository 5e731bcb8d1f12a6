//! `values.typ`: `#import "values.typ": values`, then `#values.at("closure_h.mean").text`.

use super::Named;

/// All values as a dictionary of Typst: number, text, unit, ends and text of the interval (`none` without one).
pub fn typst(values: &[Named]) -> Vec<u8> {
    let mut text =
        "// Written by forceflow. #values.at(NAME).text, .interval, .unit, .value, .low, .high\n".to_owned();
    text.push_str("#let values = (\n");
    for named in values {
        let end = |end: fn((f64, f64)) -> f64| named.interval.map_or("none".to_owned(), |it| number(end(it)));
        let interval = named.interval_text().map_or("none".to_owned(), |text| format!("\"{text}\""));
        text.push_str(&format!(
            "  \"{}\": (value: {}, text: \"{}\", unit: \"{}\", low: {}, high: {}, interval: {interval}),\n",
            named.name,
            number(named.value),
            named.text(),
            named.unit.id(),
            end(|it| it.0),
            end(|it| it.1),
        ));
    }
    text.push_str(")\n");
    text.into_bytes()
}

/// A number with all its digits, as `result.json` has it.
fn number(value: f64) -> String {
    serde_json::Number::from_f64(value).map_or("none".to_owned(), |number| number.to_string())
}
