//! `--uncertain`: assumptions that are drawn.

use std::fs;
use std::path::Path;

use crate::common::{main_scenarios, name_in_repository};
use crate::support::{forceflow, json, list, results, scratch, word};

/// Operations whose people and vehicles are on record, so that no range is drawn of them.
const KNOWN_TOTALS: [&str; 3] = ["karabakh-2020.json", "serbia-2020.json", "italy-2020.json"];

#[test]
fn every_range_of_an_assumption_can_be_drawn() {
    let out = scratch();
    let out = out.path().join("out");
    for path in main_scenarios() {
        let name = name_in_repository(&path);
        let out = out.to_str().expect("utf-8");
        let ran = forceflow(&["run", &name, "--uncertain", "-n", "40", "--no-charts", "-q", "--out", out]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        let delivered = ran.stdout.lines().find(|line| line.starts_with("Delivered ")).expect("a line");
        let known = KNOWN_TOTALS.iter().any(|known| name.ends_with(known));
        // Of a known total, cargo alone may vary.
        let people = delivered.split(" people").next().unwrap_or_default();
        let varies = if known { people } else { delivered }.contains(" to ");
        assert_eq!(
            varies, !known,
            "{name}: where copies and people are drawn, the line says so: {delivered}"
        );
        assert!(ran.stdout.contains("nine runs in ten"), "{name}: every replication closes\n{}", ran.stdout);
    }
}

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const TRAVEL: &str = "routes.bridge.travel_h";
const SPOTS: &str = "places.destination.terminal.working_spots";
const RANGES: &str = r#"evidence={"carrier_types.freighter.load_h": {"low": 0.5, "high": 2, "scale": true},
    "places.destination.terminal.working_spots": {"low": 1, "high": 4}, "routes.bridge.travel_h": {"low": 3, "high": 5}}"#;
/// Times that are a distribution, on which a range is a factor.
const LOAD: &str = r#"carrier_types.freighter.load_h={"triangular": {"min": 2, "mode": 3, "max": 6}}"#;

fn rows(out: &Path, name: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(out.join(name)).expect("a table");
    reader.records().map(|row| row.expect("a row")).collect()
}

#[test]
fn kept_draws_are_the_values_that_a_replication_ran_with() {
    let scratch = scratch();
    let run = |name: &str, more: &[&str]| {
        let out = scratch.path().join(name);
        let fixed = ["run", AIR_BRIDGE, "--no-charts", "-q", "--out", out.to_str().expect("utf-8")];
        let ran = forceflow(&[fixed.as_slice(), more].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        out
    };
    let drawn = ["--set", RANGES, "--uncertain", "-n", "12"];
    let kept = run("kept", &[drawn.as_slice(), &["--keep-draws"]].concat());
    let draws = rows(&kept, "draws.csv");
    let head = ["replication", "carrier_types.freighter.load_h", SPOTS, TRAVEL];
    assert_eq!(draws[0], csv::StringRecord::from(head.as_slice()));
    assert_eq!(draws.len(), 13);
    // A replication whose draws are set as values closes when it did: chance plays no part in this scenario.
    for replication in [1, 7, 12] {
        let row = &draws[replication];
        let set: Vec<String> =
            head[1..].iter().zip(row.iter().skip(1)).map(|(path, value)| format!("{path}={value}")).collect();
        let set: Vec<&str> = set.iter().flat_map(|set| ["--set", set.as_str()]).collect();
        let alone = run(&format!("alone-{replication}"), &[set.as_slice(), &["-n", "1"]].concat());
        assert_eq!(rows(&alone, "replications.csv")[1][1], rows(&kept, "replications.csv")[replication][1]);
    }
    // Every column is described, whole numbers as such.
    let package = json(&kept, "datapackage.json");
    let table = list(&package["resources"]).iter().find(|one| one["path"] == "draws.csv").expect("described");
    let fields = list(&table["schema"]["fields"]);
    assert_eq!(fields.iter().map(|field| word(&field["name"])).collect::<Vec<_>>(), head);
    assert_eq!(
        fields.iter().map(|field| word(&field["type"])).collect::<Vec<_>>(),
        ["integer", "number", "integer", "number"]
    );
    // Threads change nothing, and without the flag there is no file and no word of it in the manifest.
    let threads = run("threads", &[drawn.as_slice(), &["--keep-draws", "--threads", "3"]].concat());
    assert_eq!(results(&threads), results(&kept));
    let plain = run("plain", &drawn);
    assert!(!plain.join("draws.csv").exists());
    assert!(json(&plain, "manifest.json").get("keep_draws").is_none());
}

#[test]
fn a_range_on_a_distribution_is_kept_as_its_factor() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let fixed =
        ["run", AIR_BRIDGE, "--set", LOAD, "--set", RANGES, "--uncertain", "--keep-draws", "-n", "40"];
    let ran = forceflow(
        &[fixed.as_slice(), &["--no-charts", "-q", "--out", out.to_str().expect("utf-8")]].concat(),
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let factors: Vec<f64> =
        rows(&out, "draws.csv")[1..].iter().map(|row| row[1].parse().expect("a number")).collect();
    assert!(factors.iter().all(|factor| (0.5..2.0).contains(factor)), "{factors:?}");
    assert!(factors.iter().any(|factor| *factor < 0.7) && factors.iter().any(|factor| *factor > 1.8));
    let text = fs::read_to_string(out.join("datapackage.json")).expect("a file");
    assert!(text.contains("Factor on every number of the value, from 0.5 to 2"), "{text}");
}

#[test]
fn draws_are_kept_only_where_ranges_are_drawn() {
    let ran = forceflow(&["run", AIR_BRIDGE, "--keep-draws"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("--uncertain"), "{}", ran.stderr);
}
