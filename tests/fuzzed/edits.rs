//! Documents that bytes choose and edit: what comes out is JSON, and mostly near to something that makes sense.

use std::sync::OnceLock;

use serde_json::{Value, json};

/// Small scenarios that between them use most keys of the format.
const SCENARIOS: [&str; 25] = [
    include_str!("../../scenarios/checks/air-bridge.json"),
    include_str!("../../scenarios/checks/authorisation.json"),
    include_str!("../../scenarios/checks/cycle.json"),
    include_str!("../../scenarios/checks/daily-limit.json"),
    include_str!("../../scenarios/checks/destinations.json"),
    include_str!("../../scenarios/checks/dispatch-places.json"),
    include_str!("../../scenarios/checks/handling.json"),
    include_str!("../../scenarios/checks/itinerary.json"),
    include_str!("../../scenarios/checks/loading.json"),
    include_str!("../../scenarios/checks/march.json"),
    include_str!("../../scenarios/checks/marry-up.json"),
    include_str!("../../scenarios/checks/mobilisation.json"),
    include_str!("../../scenarios/checks/next-load.json"),
    include_str!("../../scenarios/checks/opening.json"),
    include_str!("../../scenarios/checks/parts.json"),
    include_str!("../../scenarios/checks/payload-range.json"),
    include_str!("../../scenarios/checks/rail.json"),
    include_str!("../../scenarios/checks/sea.json"),
    include_str!("../../scenarios/checks/sharing.json"),
    include_str!("../../scenarios/checks/terminal.json"),
    include_str!("../../scenarios/checks/withdrawal.json"),
    include_str!("../../scenarios/course/3-variability.json"),
    include_str!("../../scenarios/templates/airlift.json"),
    include_str!("../../scenarios/templates/mixed.json"),
    include_str!("../../scenarios/templates/road.json"),
];

/// More of a document than this is not edited further [values].
const MOST_VALUES: usize = 4_000;

/// Bytes of an edit: which value, what is done to it, with what.
const EDIT: usize = 5;

/// The scenarios that edits begin with.
pub(super) fn scenarios() -> &'static [Value] {
    static READ: OnceLock<Vec<Value>> = OnceLock::new();
    READ.get_or_init(|| SCENARIOS.iter().map(|text| serde_json::from_str(text).expect("JSON")).collect())
}

/// Every member of every scenario, once: what may be put elsewhere.
fn members() -> &'static [(String, Value)] {
    static FOUND: OnceLock<Vec<(String, Value)>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut found = Vec::new();
        for scenario in scenarios() {
            gather(scenario, &mut found);
        }
        found.sort_by_key(|(key, value)| (key.clone(), value.to_string()));
        found.dedup();
        found
    })
}

fn gather(value: &Value, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                found.push((key.clone(), member.clone()));
                gather(member, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
        _ => {}
    }
}

/// Values that are odd, or the ends of what is allowed.
fn odd() -> &'static [Value] {
    static ODD: OnceLock<Vec<Value>> = OnceLock::new();
    ODD.get_or_init(|| {
        let list = json!([
            null, true, false, 0, -0.0, 1, -1, 2, 3, 0.5, 0.1, 100, 65_536, 1_000_000, 4_294_967_295_u32, 4_294_967_296_u64,
            u64::MAX, i64::MIN, 1e300, -1e300, 1e-9, 5e-324, 1e15, 0.000_000_1, "", "x", "a.b", "a/b", "a#1", "-",
            "\u{202e}\u{1b}[2J", "=cmd", "2022-01-06T00:00:00Z", "9999-12-31T23:59:59Z", "-009999-01-01T00:00:00Z",
            "2022-01-06T00:00:00+25:00", [], {}, [[]], [0, 0], {"": 0},
            {"triangular": {"min": 0, "mode": 0, "max": 0}}, {"uniform": {"min": 1, "max": 3}},
            {"normal": {"mean": 0, "sd": 1e300}}, {"normal": {"mean": 1, "sd": 0.5, "min": 0, "max": 2}},
            {"lognormal": {"mean": 3, "cv": 1e-300}}, {"lognormal": {"median": 1, "p90": 2}},
            {"exponential": {"mean": 1e-300}}, {"weibull": {"shape": 0.01, "scale": 1}}, {"empirical": [0, 1e300]},
            {"empirical": []}, {"at": "2022-01-07T09:00:00+06:00"}, {"after_h": 6}, {"low": 0.8, "high": 1.3, "scale": true}
        ]);
        let Value::Array(list) = list else { unreachable!("it is a list") };
        list
    })
}

/// The document that the first byte chooses, as the others edit it.
pub(super) fn edited(documents: &[Value], bytes: &[u8]) -> Value {
    let Some((first, rest)) = bytes.split_first() else { return documents[0].clone() };
    let mut document = documents[usize::from(*first) % documents.len()].clone();
    for edit in rest.chunks_exact(EDIT) {
        let count = count(&document);
        if count > MOST_VALUES {
            break;
        }
        let at = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % count;
        let with = usize::from(u16::from_le_bytes([edit[3], edit[4]]));
        let other = nth(&mut document, &mut (with % count)).map(|value| value.clone()).unwrap_or_default();
        let Some(value) = nth(&mut document, &mut { at }) else { break };
        change(value, edit[2], with, other);
    }
    document
}

fn change(value: &mut Value, what: u8, with: usize, other: Value) {
    let (members_known, odd) = (members(), odd());
    match (what % 8, &mut *value) {
        (1, Value::Object(members)) if !members.is_empty() => {
            let key = members.keys().nth(with % members.len()).cloned().unwrap_or_default();
            members.shift_remove(&key);
        }
        (1, Value::Array(items)) if !items.is_empty() => drop(items.remove(with % items.len())),
        (2, Value::Object(members)) => {
            let (key, value) = &members_known[with % members_known.len()];
            members.insert(key.clone(), value.clone());
        }
        (3, value) => *value = other,
        (4, Value::Number(number)) => {
            let number = number.as_f64().unwrap_or(0.0);
            let factors = [-1.0, 0.0, 0.1, 0.5, 0.999_999, 1.000_001, 2.0, 10.0, 1e3, 1e9];
            *value = json!(number * factors[with % factors.len()]);
        }
        (4, Value::String(text)) => text.push_str(["x", "/", ".", "\u{202e}", "\u{0}", " ", "#2"][with % 7]),
        (5, Value::Array(items)) => items.push(other),
        (5, Value::Object(members)) => drop(members.insert(format!("m{}", with % 3), other)),
        (6, value) => *value = members_known[with % members_known.len()].1.clone(),
        (7, Value::Object(members)) if !members.is_empty() => {
            let from = members.keys().nth(with % members.len()).cloned().unwrap_or_default();
            let moved = members.shift_remove(&from).unwrap_or_default();
            members.insert(members_known[with % members_known.len()].0.clone(), moved);
        }
        // Also 0, and what does not fit the value.
        (_, value) => *value = odd[with % odd.len()].clone(),
    }
}

/// How many values a document has, itself among them.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(items) => items.iter().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// The value of a document that so many stand before.
fn nth<'a>(value: &'a mut Value, before: &mut usize) -> Option<&'a mut Value> {
    if *before == 0 {
        return Some(value);
    }
    *before -= 1;
    match value {
        Value::Object(members) => members.values_mut().find_map(|member| nth(member, before)),
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, before)),
        _ => None,
    }
}
