//! What to write instead of a value of the wrong kind, to be pasted.

use serde_json::{Value, json};

use crate::scenario::tree::{Data, Node};

/// Names of modes that people write, with those of the format.
const MODES: [(&str, &str); 18] = [
    ("plane", "air"),
    ("airplane", "air"),
    ("aeroplane", "air"),
    ("aircraft", "air"),
    ("flight", "air"),
    ("fly", "air"),
    ("airlift", "air"),
    ("helicopter", "air"),
    ("truck", "road"),
    ("trucks", "road"),
    ("car", "road"),
    ("land", "road"),
    ("train", "rail"),
    ("railway", "rail"),
    ("ship", "sea"),
    ("boat", "sea"),
    ("vessel", "sea"),
    ("ferry", "sea"),
];

/// Words for what is not limited.
const UNLIMITED: [&str; 8] = ["none", "null", "unlimited", "no limit", "infinite", "infinity", "inf", "n/a"];

/// Returns the choice that a word of everyday language means.
pub(super) fn choice(found: &str, known: &[&str]) -> Option<&'static str> {
    let found = found.trim().to_lowercase();
    MODES.iter().find(|(word, mode)| *word == found && known.contains(mode)).map(|(_, mode)| *mode)
}

/// Returns what to write instead of a value that a message calls wrong.
pub(super) fn value(message: &str, path: &[String], node: &Node) -> Option<String> {
    let key = path.last().map_or("", String::as_str);
    let expected = |what: &str| message.starts_with(&format!("expected {what}"));
    match &node.data {
        Data::String(text) if expected("an object") => {
            ["lift", "march"].contains(&key).then(|| format!("write `{}`", json!({ "to": text })))
        }
        Data::String(text) if expected("a whole number") || expected("a number") => {
            let quoted = node.source.text.get(node.span.clone()).is_some_and(|text| text.starts_with('"'));
            let said = number(text, path, expected("a whole number"))?;
            let alone = quoted && text.trim().parse::<f64>().is_ok();
            Some(if alone { format!("{said}, without quotes") } else { said })
        }
        Data::Object(_) if expected("a list") => Some(match short(&node.to_json()) {
            Some(text) => format!("write `[{text}]`: a list of one"),
            None => "put `[` before it and `]` after it: a list of one".to_owned(),
        }),
        Data::String(_) if expected("a list") => Some(format!("write `[{}]`", node.to_json())),
        Data::List(items) if expected("an object") => {
            object(key, items).map(|object| format!("write `{object}`"))
        }
        Data::Number(number) if expected("a whole number") => {
            let value = number.as_f64()?;
            let near = value.is_finite() && value > 0.0 && value < 1e9;
            near.then(|| format!("write `{}` or `{}`", value.floor(), value.ceil()))
        }
        Data::Number(number) if expected("a string") => Some(format!("write `\"{number}\"`")),
        _ => None,
    }
}

/// The value as JSON, if it is short.
fn short(value: &Value) -> Option<String> {
    let text = value.to_string();
    (text.len() <= 80).then_some(text)
}

/// The object that a list stands for: a distribution by its parameters, or vehicles by name.
fn object(key: &str, items: &[Node]) -> Option<String> {
    let values: Vec<Value> = items.iter().map(Node::to_json).collect();
    let names: &[&str] = match (key, values.len()) {
        ("triangular", 3) => &["min", "mode", "max"],
        ("uniform", 2) => &["min", "max"],
        ("normal", 2) => &["mean", "sd"],
        ("lognormal", 2) => &["mean", "cv"],
        ("weibull", 2) => &["shape", "scale"],
        ("exponential", 1) => &["mean"],
        ("empirical", _) => return short(&json!({ "values": values })),
        _ => {
            let mut counts = serde_json::Map::new();
            for value in &values {
                let name = value.as_str()?.to_owned();
                let before = counts.get(&name).and_then(Value::as_u64).unwrap_or(0);
                counts.insert(name, json!(before + 1));
            }
            let counted = key == "vehicles" && !counts.is_empty();
            return if counted { short(&Value::Object(counts)) } else { None };
        }
    };
    let members = names.iter().map(|name| (*name).to_owned()).zip(values).collect();
    short(&Value::Object(members))
}

/// What to write instead of a text where a number stands.
fn number(text: &str, path: &[String], whole: bool) -> Option<String> {
    if UNLIMITED.contains(&text.trim().to_lowercase().as_str()) {
        return Some("leave the key out for no limit; `null` takes it away".to_owned());
    }
    let value = number_in(text, path)?;
    if whole && value.fract() != 0.0 {
        return None;
    }
    let unit = unit_of(path).map_or("", |unit| if ends_with_unit(text) { unit } else { "" });
    let said = if unit.is_empty() { String::new() } else { format!("; the key says the unit, {unit}") };
    Some(format!("write `{value}`{said}"))
}

fn ends_with_unit(text: &str) -> bool {
    text.trim_end().ends_with(|c: char| c.is_alphabetic())
}

/// The suffix of the nearest key that has one, such as `_h`.
fn suffix(path: &[String]) -> Option<&str> {
    let known = ["kmh", "km", "h", "t", "m"];
    path.iter()
        .rev()
        .filter_map(|key| key.rsplit_once('_'))
        .map(|(_, end)| end)
        .find(|end| known.contains(end))
}

fn unit_of(path: &[String]) -> Option<&'static str> {
    Some(match suffix(path)? {
        "kmh" => "km/h",
        "km" => "km",
        "h" => "hours",
        "t" => "tonnes",
        _ => "metres",
    })
}

/// Reads `2 h`, `90min`, `1:30`, `39,95`, `40 000`, `+2`, `20 %` and `800kg` as the number that the key at a path takes.
fn number_in(text: &str, path: &[String]) -> Option<f64> {
    let text = text.trim().trim_start_matches(['=', '+', '~']).trim().to_lowercase();
    let suffix = suffix(path);
    if let (Some("h"), Some((hours, minutes))) = (suffix, text.split_once(':')) {
        let (hours, minutes): (f64, f64) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
        return (minutes < 60.0).then(|| rounded(hours + minutes / 60.0));
    }
    let ends = text.find(|c: char| !(c.is_ascii_digit() || " .,_'-".contains(c))).unwrap_or(text.len());
    let (digits, unit) = text.split_at(ends);
    let factor = match (suffix, unit.trim()) {
        (_, "")
        | (Some("h"), "h" | "hr" | "hrs" | "hour" | "hours")
        | (Some("t"), "t" | "to" | "ton" | "tons" | "tonnes")
        | (Some("km"), "km")
        | (Some("m"), "m")
        | (Some("kmh"), "km/h" | "kmh" | "kph") => 1.0,
        (Some("h"), "min" | "mins" | "minute" | "minutes" | "m") => 1.0 / 60.0,
        (Some("h"), "d" | "day" | "days") => 24.0,
        (Some("h"), "s" | "sec" | "seconds") => 1.0 / 3600.0,
        (Some("t"), "kg") | (Some("km"), "m") | (Some("m"), "mm") => 1e-3,
        (Some("m"), "cm") | (None, "%") => 1e-2,
        (Some("kmh"), "kn" | "kt" | "kts" | "knots") => 1.852,
        (Some("kmh"), "m/s") => 3.6,
        _ => return None,
    };
    let digits: String = digits.chars().filter(|c| !" _'".contains(*c)).collect();
    let digits = if digits.contains('.') { digits.replace(',', "") } else { digits.replacen(',', ".", 1) };
    digits.parse::<f64>().ok().map(|value| rounded(value * factor))
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// What a key in another unit means: `unload_min` is `unload_h` in sixtieths.
pub(super) fn other_unit(key: &str, known: &[&str], node: &Node) -> Option<String> {
    let (stem, unit) = key.rsplit_once('_')?;
    let (ours, factor, said) = match unit {
        "min" | "mins" | "minutes" => ("h", 1.0 / 60.0, "hours"),
        "s" | "sec" | "seconds" => ("h", 1.0 / 3600.0, "hours"),
        "d" | "day" | "days" => ("h", 24.0, "hours"),
        "hours" | "hour" | "hrs" | "hr" => ("h", 1.0, "hours"),
        "kg" => ("t", 1e-3, "tonnes"),
        "tons" | "tonnes" => ("t", 1.0, "tonnes"),
        "kn" | "kt" | "knots" => ("kmh", 1.852, "km/h"),
        "km" => ("m", 1e3, "metres"),
        "m" => ("km", 1e-3, "km"),
        "cm" => ("m", 1e-2, "metres"),
        _ => return None,
    };
    let meant = format!("{stem}_{ours}");
    if !known.contains(&meant.as_str()) {
        return None;
    }
    let value = node.as_f64().map(|value| format!("write `\"{meant}\": {}`", rounded(value * factor)));
    Some(format!("{}; `{meant}` is in {said}", value.unwrap_or_else(|| format!("did you mean `{meant}`"))))
}

/// The distribution that an object without the name of one is: by its parameters.
pub(super) fn distribution(node: &Node) -> Option<&'static str> {
    let Data::Object(members) = &node.data else { return None };
    let mut keys: Vec<&str> = members.keys().map(String::as_str).filter(|key| *key != "notes").collect();
    keys.sort_unstable();
    Some(match keys.as_slice() {
        ["max", "min", "mode"] => "triangular",
        ["max", "min"] => "uniform",
        ["mean", "sd"] | ["max", "mean", "min", "sd"] | ["mean", "min", "sd"] => "normal",
        ["cv", "mean"] | ["median", "p90"] => "lognormal",
        ["mean"] => "exponential",
        ["scale", "shape"] => "weibull",
        ["values"] => "empirical",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_the_number_that_its_key_takes() {
        let read = |key: &str, text: &str| number_in(text, &[key.to_owned()]);
        for (key, text, value) in [
            ("load_h", "2 h", 2.0),
            ("load_h", "90min", 1.5),
            ("load_h", "1:30", 1.5),
            ("notice_h", "2 days", 48.0),
            ("lat", "39,95", 39.95),
            ("payload_t", "40 000", 40_000.0),
            ("payload_t", "1,200.5", 1200.5),
            ("payload_t", "800 kg", 0.8),
            ("speed_kmh", "15 kn", 27.78),
            ("serviceability", "80 %", 0.8),
            ("count", "+2", 2.0),
            ("count", "=3", 3.0),
        ] {
            assert_eq!(read(key, text), Some(value), "{key}: {text}");
        }
        assert_eq!(read("load_h", "2 kg"), None);
        assert_eq!(read("count", "twelve"), None);
        let parameter = ["load_h", "triangular", "min"].map(str::to_owned);
        assert_eq!(number_in("30 min", &parameter), Some(0.5));
    }
}
