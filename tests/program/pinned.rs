//! The bytes of what is written, pinned: hashes of the tables of every scenario and variant, on one thread and on two.
//!
//! `UPDATE=1 cargo test --test program pinned` writes the hashes again, which changes results for users: say so in
//! CHANGELOG.md under "Results changed".

use std::collections::BTreeMap;

use crate::common::{in_repository, name_in_repository, scenarios_below};
use crate::support::{forceflow, scratch};

const PINNED: &str = "tests/golden/hashes.json";
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
