//! The bytes of what is written, pinned: hashes of the tables of every scenario and variant, on one thread and on two.
//!
//! `UPDATE=1 cargo test --test program pinned` writes the hashes again, which changes results for users: say so in
//! CHANGELOG.md under "Results changed", and raise `MODEL_VERSION`, without which work that was kept before would be taken for
//! work of today.

use std::collections::BTreeMap;

use forceflow::internals::experiment::MODEL_VERSION;
use serde::{Deserialize, Serialize};

use crate::common::{in_repository, name_in_repository, scenarios_below};
use crate::support::{forceflow, scratch};

const PINNED: &str = "tests/golden/hashes.json";
/// What each scenario gave when the model got its version.
const MODEL: &str = "tests/golden/model.json";
const REPLICATIONS: &str = "25";
const TABLES: [&str; 4] = ["result.json", "replications.csv", "arrivals.csv", "timeline.csv"];

type Hashes = BTreeMap<String, String>;

/// Hashes of the tables that a run writes.
fn hashes(scenario: &str, threads: &str) -> Hashes {
    let folder = scratch();
    let out = folder.path().join("out");
    let arguments = ["run", scenario, "-n", REPLICATIONS, "--threads", threads, "--no-charts", "-q", "--out"];
    let ran = forceflow(&[&arguments[..], &[out.to_str().expect("utf-8")]].concat());
    assert_eq!(ran.code, 0, "{scenario}: {}", ran.stderr);
    let hash =
        |table: &str| blake3::hash(&std::fs::read(out.join(table)).expect("a table")).to_hex().to_string();
    TABLES.iter().map(|table| ((*table).to_owned(), hash(table))).collect()
}

#[test]
fn every_table_of_every_scenario_has_its_pinned_bytes_on_one_thread_and_on_two() {
    let mut now: BTreeMap<String, Hashes> = BTreeMap::new();
    for path in scenarios_below("scenarios") {
        let name = name_in_repository(&path);
        let (one, two) = (hashes(&name, "1"), hashes(&name, "2"));
        assert_eq!(one, two, "{name}: two threads give other bytes than one");
        now.insert(name, one);
    }
    if std::env::var_os("UPDATE").is_some() {
        let text = serde_json::to_string_pretty(&now).expect("JSON");
        std::fs::write(in_repository(PINNED), text + "\n").expect("written");
    }
    let pinned = std::fs::read_to_string(in_repository(PINNED)).expect("the pinned hashes");
    let pinned: BTreeMap<String, Hashes> = serde_json::from_str(&pinned).expect("JSON");
    let changed: Vec<&String> = now.keys().filter(|name| now.get(*name) != pinned.get(*name)).collect();
    assert!(changed.is_empty(), "the tables of these scenarios changed: {changed:?}");
    assert_eq!(now.len(), pinned.len(), "a pinned scenario is gone");
}

/// A version of the model, and one hash a scenario of what it gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Model {
    version: u32,
    gives: BTreeMap<String, String>,
}

impl Model {
    /// The model of today, by the pinned hashes.
    fn of(pinned: &BTreeMap<String, Hashes>) -> Self {
        let one = |hashes: &Hashes| {
            let all: Vec<&str> = hashes.values().map(String::as_str).collect();
            blake3::hash(all.concat().as_bytes()).to_hex()[..16].to_owned()
        };
        Self {
            version: MODEL_VERSION,
            gives: pinned.iter().map(|(name, hashes)| (name.clone(), one(hashes))).collect(),
        }
    }

    /// The scenarios that give something else than this model says, of those that both know.
    fn changed<'a>(&'a self, now: &'a Self) -> Vec<&'a str> {
        let differs =
            |(name, hash): &(&'a String, &String)| self.gives.get(*name).is_some_and(|one| one != *hash);
        now.gives.iter().filter(differs).map(|(name, _)| name.as_str()).collect()
    }
}

fn read<T: serde::de::DeserializeOwned>(golden: &str) -> T {
    let text = std::fs::read_to_string(in_repository(golden)).expect("a golden file");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn other_numbers_need_another_version_of_the_model() {
    let now = Model::of(&read(PINNED));
    let model: Model = read(MODEL);
    let changed = model.changed(&now);
    assert!(
        changed.is_empty() || now.version > model.version,
        "these scenarios give other numbers, and work that was kept would not know: raise MODEL_VERSION above {}, then run \
         UPDATE=1 cargo test --test program pinned: {changed:?}",
        model.version
    );
    if std::env::var_os("UPDATE").is_some() {
        let text = serde_json::to_string_pretty(&now).expect("JSON");
        std::fs::write(in_repository(MODEL), text + "\n").expect("written");
    } else {
        assert_eq!(model, now, "run UPDATE=1 cargo test --test program pinned");
    }
}

#[test]
fn a_change_of_one_scenario_is_noticed_and_a_new_one_is_none() {
    let model = |gives: &[(&str, &str)]| Model {
        version: 1,
        gives: gives.iter().map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned())).collect(),
    };
    let before = model(&[("a", "1"), ("b", "2")]);
    assert!(before.changed(&model(&[("a", "1"), ("b", "2"), ("c", "3")])).is_empty());
    assert_eq!(before.changed(&model(&[("a", "1"), ("b", "3")])), ["b"]);
}
