//! What a run says of its intervals: what they show, what is held fixed, and that there are none where nothing varies.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{forceflow, scratch};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const LOAD: &str = r#"carrier_types.freighter.load_h={"triangular": {"min": 2, "mode": 3, "max": 6}}"#;
const RANGES: &str = r#"evidence={"carrier_types.freighter.load_h": {"low": 0.5, "high": 2, "scale": true}, "places.destination.terminal.working_spots": {"low": 1, "high": 4}}"#;
const SAME: &str = "nothing in this scenario is left to chance: every replication is the same";

fn run(more: &[&str], out: &Path) -> String {
    let folder = out.to_str().expect("utf-8");
    let ran = forceflow(&[&["run", AIR_BRIDGE, "-n", "20", "--out", folder], more].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

fn text(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).expect("a file")
}

#[test]
fn where_nothing_is_left_to_chance_there_are_no_intervals() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let told = run(&[], &out);
    assert!(told.contains(&format!("Chance      {SAME}\n")), "{told}");
    assert!(told.contains("Closure     56.0 h after the appeal"), "{told}");
    assert!(told.contains("On time     yes, by 72.0 h"), "{told}");
    assert!(told.contains("none has a range in `evidence`"), "{told}");
    for word in ["±", "95 %", "nine runs in ten", "interval", "p05", "Bands"] {
        assert!(!told.contains(word), "{word}: {told}");
    }
    let values: Value = serde_json::from_str(&text(&out, "values.json")).expect("JSON");
    let values = values["values"].as_object().expect("values");
    assert!(values.len() > 20 && values.values().all(|one| one.get("low_95").is_none()), "{values:?}");
    let report = text(&out, "report.md");
    assert!(report.contains("Nothing in this scenario is left to chance"), "{report}");
    assert!(report.contains("It is there by the deadline of"), "{report}");
    for word in ["| 95 % interval", "| Nine runs in ten", "| Least to most", "interval of this"] {
        assert!(!report.contains(word), "{word}: {report}");
    }
    let figures: Value = serde_json::from_str(&text(&out, "charts/figures.json")).expect("JSON");
    for figure in figures.as_array().expect("figures") {
        let words = format!("{}{}", figure["caption"], figure["alt"]);
        for word in ["interval", "bands of", "median", "% band"] {
            // The closure figure still names the quantiles of its histogram.
            assert!(figure["id"] == "closure" || !words.contains(word), "{word}: {words}");
        }
    }
    let drawn = text(&out, "charts/arrivals.svg");
    assert!(drawn.contains("every replication") && !drawn.contains("middle 50 %"), "the key of the figure");
}

#[test]
fn what_is_held_fixed_is_said_with_the_command_that_shows_the_other() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let told = run(&["--set", LOAD, "--no-charts"], &out);
    assert!(told.contains("Bands       chance within replications\n"), "{told}");
    assert!(told.contains("Held fixed  every assumption stays at its value; none has a range"), "{told}");
    let told = run(&["--set", RANGES, "--no-charts"], &out);
    assert!(told.contains(SAME), "{told}");
    assert!(told.contains("Held fixed  2 assumptions with a range stay at the values given; how far they may be off is in no number above"), "{told}");
    let command =
        told.lines().find_map(|line| line.strip_prefix("            forceflow ")).expect("a command");
    assert!(command.contains(" --uncertain") && !command.contains(" --show"), "{command}");
    let told = run(&["--set", RANGES, "--no-charts", "--uncertain"], &out);
    assert!(
        told.contains("Bands       chance within replications and ranges of assumptions drawn\n"),
        "{told}"
    );
    assert!(told.contains("Held fixed  every value without a range; for chance alone"), "{told}");
    let command =
        told.lines().find_map(|line| line.strip_prefix("            forceflow ")).expect("a command");
    assert!(!command.contains("--uncertain"), "{command}");
    assert!(told.contains("nine runs in ten"), "{told}");
}
