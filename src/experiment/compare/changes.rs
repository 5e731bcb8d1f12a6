//! What differs between two scenarios, path by path.

use serde_json::{Map, Value};

use super::found::Change;

/// Keys that say something about a file and change nothing in a run.
const SILENT: [&str; 8] =
    ["title", "description", "authors", "licence", "sources", "evidence", "observed", "allow"];

/// What differs between two resolved scenarios, in the order of the baseline's keys and then the alternative's.
pub fn changes(baseline: &Value, alternative: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    collect("", baseline, alternative, &mut found);
    found
}

fn collect(path: &str, before: &Value, after: &Value, found: &mut Vec<Change>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            // Keys are sorted but in `vehicles`, where the order is that of loading.
            let order = |one: &Map<String, Value>, other: &Map<String, Value>| -> Vec<String> {
                one.keys().filter(|key| other.contains_key(*key)).cloned().collect()
            };
            if order(one, other) != order(other, one) {
                return found.push(Change {
                    path: path.to_owned(),
                    baseline: before.clone(),
                    alternative: after.clone(),
                });
            }
            let added = other.keys().filter(|key| !one.contains_key(*key));
            for key in one.keys().chain(added) {
                if path.is_empty() && SILENT.contains(&key.as_str()) {
                    continue;
                }
                let value = |side: &Map<String, Value>| side.get(key).cloned().unwrap_or_default();
                collect(&below(key), &value(one), &value(other), found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (before, after)) in one.iter().zip(other).enumerate() {
                collect(&below(&index.to_string()), before, after, found);
            }
        }
        _ if before == after => {}
        _ => {
            found.push(Change {
                path: path.to_owned(),
                baseline: before.clone(),
                alternative: after.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn paths(baseline: &Value, alternative: &Value) -> Vec<String> {
        changes(baseline, alternative).into_iter().map(|change| change.path).collect()
    }

    #[test]
    fn values_that_differ_are_named_by_their_paths() {
        let (one, other) = (json!({"a": {"b": 1, "c": [1, 2]}}), json!({"a": {"b": 2, "c": [1, 3]}, "d": 0}));
        assert_eq!(paths(&one, &other), ["a.b", "a.c.1", "d"]);
        assert!(paths(&one, &one).is_empty());
    }

    #[test]
    fn another_order_of_loading_is_a_change_of_the_whole() {
        let of = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
        let (one, other) =
            (of(r#"{"vehicles": {"btr": 2, "ural": 3}}"#), of(r#"{"vehicles": {"ural": 3, "btr": 2}}"#));
        assert_eq!(paths(&one, &other), ["vehicles"]);
        assert_eq!(paths(&one, &of(r#"{"vehicles": {"btr": 2, "new": 1, "ural": 3}}"#)), ["vehicles.new"]);
    }
}
