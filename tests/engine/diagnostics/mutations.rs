//! Whatever a file holds, it either loads or gives a diagnostic with a place; nothing panics.

use forceflow::{Diagnostics, load_str};
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::support::AIR_BRIDGE;

/// Loads a text and returns whether it is a scenario; a refusal must say where and in words.
fn is_scenario(text: &str) -> bool {
    let refused = |found: &Diagnostics| {
        assert!(found.has_errors(), "refused without a mistake:\n{text}");
        assert!(found.iter().all(|it| it.position.is_some()), "no place:\n{found}\n{text}");
        assert!(found.iter().all(|it| !it.message.is_empty()));
        let spans = found.iter().filter_map(|it| it.position.as_ref());
        assert!(spans.into_iter().all(|it| it.source.text.get(it.span.clone()).is_some()));
        assert!(found.render(false).contains("scenario.json:"), "{found}");
        assert!(found.to_json_lines().lines().count() == found.len());
    };
    match load_str("scenario.json", text, &[]) {
        Ok(loaded) => {
            assert!(!loaded.warnings.has_errors());
            true
        }
        Err(found) => {
            refused(&found);
            false
        }
    }
}

#[test]
fn every_truncation_of_the_air_bridge_is_refused_with_a_place() {
    let whole = AIR_BRIDGE.trim_end();
    for end in 0..whole.len() {
        assert!(!is_scenario(&whole[..end]), "the first {end} bytes load");
    }
    assert!(is_scenario(whole));
}

#[test]
fn random_changes_of_bytes_never_panic() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut loaded = 0;
    for _ in 0..4_000 {
        let mut bytes = AIR_BRIDGE.as_bytes().to_vec();
        for _ in 0..random.random_range(1..4) {
            let at = random.random_range(0..bytes.len());
            match random.random_range(0..4) {
                0 => bytes[at] = random.random_range(0x20..0x7f),
                1 => {
                    bytes.remove(at);
                }
                2 => {
                    bytes
                        .insert(at, *b"{}[],:\"\\-e09\n\0u".get(random.random_range(0..16)).unwrap_or(&b'{'));
                }
                _ => bytes[at] = (random.next_u32() % 256) as u8,
            }
        }
        loaded += i32::from(is_scenario(&String::from_utf8_lossy(&bytes)));
    }
    assert!(loaded > 100, "changed names and numbers often load, but only {loaded} did");
}

/// Returns the paths of all values below a value.
fn paths(value: &Value, here: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    found.push(here.clone());
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, it)| (key.clone(), it)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, it)| (index.to_string(), it)).collect(),
        _ => Vec::new(),
    };
    for (key, member) in members {
        here.push(key);
        paths(member, here, found);
        here.pop();
    }
}

fn at<'a>(root: &'a mut Value, path: &[String]) -> &'a mut Value {
    path.iter().fold(root, |value, key| match value {
        Value::Array(items) => &mut items[key.parse::<usize>().expect("an index")],
        other => &mut other[key.as_str()],
    })
}

#[test]
fn every_key_can_be_deleted_or_renamed_without_a_panic() {
    let root: Value = serde_json::from_str(AIR_BRIDGE).expect("JSON");
    let mut all = Vec::new();
    paths(&root, &mut Vec::new(), &mut all);
    for path in all.iter().filter(|path| !path.is_empty()) {
        let (key, parent) = path.split_last().expect("a path");
        let mut deleted = root.clone();
        let mut renamed = root.clone();
        if let Some(members) = at(&mut deleted, parent).as_object_mut() {
            members.shift_remove(key);
            is_scenario(&deleted.to_string());
            let members = at(&mut renamed, parent).as_object_mut().expect("the same object");
            let value = members.shift_remove(key).expect("the key");
            members.insert(format!("{key}x"), value);
            is_scenario(&format!("{renamed:#}"));
        }
    }
}

#[test]
fn every_value_can_be_of_any_kind_without_a_panic() {
    let root: Value = serde_json::from_str(AIR_BRIDGE).expect("JSON");
    let mut all = Vec::new();
    paths(&root, &mut Vec::new(), &mut all);
    let kinds = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(0.5),
        json!(4_294_967_295_u32),
        json!(1e18),
        json!(1e300),
        json!(""),
        json!("x"),
        json!("origin"),
        json!([]),
        json!([{}]),
        json!([[1, "a"]]),
        json!({}),
        json!({"notes": 1}),
        json!({"uniform": {"min": 3, "max": 1}}),
        json!({"uniform": {}, "normal": 1}),
        json!({"at": "2021-01-01T00:00:00Z"}),
        json!({"x": {"y": {}}}),
    ];
    for path in &all {
        for kind in &kinds {
            let mut changed = root.clone();
            *at(&mut changed, path) = kind.clone();
            is_scenario(&changed.to_string());
        }
    }
}

#[test]
fn several_random_changes_of_structure_never_panic() {
    let root: Value = serde_json::from_str(AIR_BRIDGE).expect("JSON");
    let mut random = ChaCha8Rng::seed_from_u64(2);
    for _ in 0..2_000 {
        let mut changed = root.clone();
        for _ in 0..random.random_range(1..6) {
            let mut all = Vec::new();
            paths(&changed, &mut Vec::new(), &mut all);
            let from = all[random.random_range(0..all.len())].clone();
            let to = all[random.random_range(0..all.len())].clone();
            let copied = at(&mut changed, &from).clone();
            *at(&mut changed, &to) = copied;
            // A copy of a whole into its own part grows; a file of that size shows nothing new.
            if changed.to_string().len() > 20_000 {
                break;
            }
        }
        is_scenario(&changed.to_string());
    }
}

#[test]
fn a_duplicate_of_every_key_is_refused() {
    for (at, _) in AIR_BRIDGE.match_indices("\":") {
        let start = AIR_BRIDGE[..at].rfind('"').expect("a key begins");
        let text = format!(
            "{}\"{}\": 0, {}",
            &AIR_BRIDGE[..start],
            &AIR_BRIDGE[start + 1..at],
            &AIR_BRIDGE[start..]
        );
        assert!(!is_scenario(&text), "{text}");
    }
}
