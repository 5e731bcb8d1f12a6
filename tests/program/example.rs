//! The committed example is what the program writes.

use crate::support::forceflow;

/// Rewrite it with `cargo run --release -- run scenarios/kazakhstan-2022.json --out output/example`.
#[test]
fn the_committed_example_is_what_the_program_writes() {
    let verified = forceflow(&["verify", "output/example", "--quiet"]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
}

#[test]
fn the_committed_example_is_the_base_case_as_it_stands() {
    let manifest = std::fs::read_to_string("output/example/manifest.json").expect("the example");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("a manifest");
    let loaded = forceflow::load(std::path::Path::new("scenarios/kazakhstan-2022.json"), &[]).expect("loads");
    assert_eq!(manifest["scenario_hash"], loaded.hash());
    assert_eq!((manifest["seed"].as_u64(), manifest["replications"].as_u64()), (Some(1), Some(200)));
}

#[test]
fn the_gantt_chart_tells_when_its_replication_closed() {
    let mut rows = csv::Reader::from_path("output/example/replications.csv").expect("replications");
    let column =
        rows.headers().expect("a head").iter().position(|name| name == "closure_h").expect("closure");
    let manifest = std::fs::read_to_string("output/example/manifest.json").expect("the example");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("a manifest");
    let shown = manifest["shown_replication"].as_u64().expect("a number") as usize;
    let row = rows.records().nth(shown - 1).expect("a row").expect("a row");
    let closure: f64 = row[column].parse().expect("hours");
    let figures = std::fs::read_to_string("output/example/charts/figures.json").expect("figures");
    let figures: serde_json::Value = serde_json::from_str(&figures).expect("figures");
    let figures = figures.as_array().expect("a list");
    let gantt = figures.iter().find(|figure| figure["id"] == "gantt").expect("a Gantt chart");
    for text in ["caption", "alt"] {
        let text = gantt[text].as_str().expect("a text");
        assert!(text.contains(&format!("the deployment closes at {closure:.1}\u{a0}h")), "{text}");
    }
}
