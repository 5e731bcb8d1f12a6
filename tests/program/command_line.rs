//! The command line as a user types it.

use std::fs;
use std::path::Path;

use crate::support::{forceflow, result_json, results, scratch};
use serde_json::Value;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const SPOTS: &str = "places.destination.terminal.working_spots";

#[test]
fn run_writes_every_promised_file_and_a_summary() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let ran = forceflow(&["run", AIR_BRIDGE, "--out", out.to_str().expect("utf-8"), "-n", "20"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("Closure     56.0 h"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains(
            "Reproduce   forceflow run scenarios/checks/air-bridge.json --seed 1 --replications 20"
        )
    );
    for file in [
        "result.json",
        "replications.csv",
        "arrivals.csv",
        "timeline.csv",
        "map.geojson",
        "timeline.trace.json",
        "datapackage.json",
        "CITATION.cff",
        "manifest.json",
        "ro-crate-metadata.json",
        "charts/arrivals.png",
        "charts/arrivals.svg",
        "charts/closure.png",
        "charts/gantt.png",
        "charts/map.png",
        "charts/map.svg",
        "charts/terminals.png",
        "charts/figures.json",
    ] {
        assert!(out.join(file).is_file(), "{file}");
    }
}

#[test]
fn the_air_bridge_closes_at_the_hours_that_are_worked_out_by_hand() {
    // Forty loads, ten aircraft, four cycles each. All ten land at 7 h (3 + 4) and unload for 2 h on s spots. A cycle is
    // 13 h (3 + 4 + 2 + 4) for every aircraft while ceil(10/s) rounds of 2 h fit into it, so that the fourth landing is at
    // 7 + 39 = 46 h and the last of ceil(10/s) rounds ends at 46 + 2 ceil(10/s): 48 h without a limit or with ten, 50 h
    // with five, 56 h with two. One spot is never idle once the first has landed: 7 + 40 x 2 = 87 h.
    for (spots, closure_h) in [("null", 48.0), ("10", 48.0), ("2", 56.0), ("5", 50.0), ("1", 87.0)] {
        let set = format!("{SPOTS}={spots}");
        let result = result_json(&["run", AIR_BRIDGE, "--set", &set, "-n", "2", "--no-charts"]);
        assert_eq!(result["closure_h"]["mean"], closure_h, "{spots} spots");
        assert_eq!(result["delivered"]["personnel"], 2_000);
        assert_eq!(result["delivered"]["vehicles"], 120);
        assert_eq!(result["delivered"]["sorties"]["mean"], 40.0);
    }
}

#[test]
fn a_precision_that_is_missed_says_how_many_replications_would_do() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let out = out.to_str().expect("utf-8");
    let run = |replications: &str| {
        let wanted = ["--precision", "1h", "-n", replications, "--no-charts", "--out", out];
        let ran = forceflow(&[&["run", "scenarios/kazakhstan-2022.json"], wanted.as_slice()].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    let missed = run("60");
    let about =
        missed.split("Precision   about ").nth(1).expect("a plan").split(' ').next().expect("a number");
    let about: u32 = about.replace(',', "").parse().expect("a number");
    assert!(missed.contains("was not reached") && about > 60, "{missed}");
    // With half as many again it is reached, and the plan is forgotten.
    let reached = run(&(about * 3 / 2).to_string());
    assert!(reached.contains("was reached") && !reached.contains("Precision   about"), "{reached}");
}

#[test]
fn no_precision_is_reached_where_a_replication_does_not_close() {
    let wanted = ["--set", "horizon_h=95", "--precision", "1h", "--no-charts"];
    let found = result_json(&[&["run", "scenarios/kazakhstan-2022.json"], wanted.as_slice()].concat());
    assert_eq!((&found["precision_reached"], &found["closure_h"]["mean"]), (&false.into(), &Value::Null));
    // As many as usual, and not a hundred thousand in vain.
    assert_eq!(found["replications"], 200);
    assert!(found["not_closed"].as_u64().is_some_and(|open| open > 0), "{}", found["not_closed"]);
}

#[test]
fn the_bytes_do_not_depend_on_threads() {
    let scratch = scratch();
    let run = |threads: &str| {
        let out = scratch.path().join(threads);
        let arguments = ["run", "scenarios/kazakhstan-2022.json", "-n", "50", "--threads", threads, "--out"];
        let ran = forceflow(&[&arguments[..], &[out.to_str().expect("utf-8")]].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        results(&out)
    };
    assert_eq!(run("1"), run("2"));
}

#[test]
fn verify_says_whether_the_bytes_are_the_same() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let out = out.to_str().expect("utf-8");
    assert_eq!(forceflow(&["run", AIR_BRIDGE, "-n", "5", "--no-charts", "--out", out]).code, 0);
    assert_eq!(forceflow(&["verify", out]).code, 0);
    let path = Path::new(out).join("replications.csv");
    let text = fs::read_to_string(&path).expect("a table");
    fs::write(&path, text.replace("56.000000", "55.000000")).expect("written");
    let verified = forceflow(&["verify", out]);
    assert_eq!(verified.code, 1);
    assert!(verified.stdout.contains("changed after the run    replications.csv"), "{}", verified.stdout);
}

#[test]
fn a_folder_with_files_of_others_is_refused_and_left_alone() {
    let scratch = scratch();
    fs::write(scratch.path().join("thesis.txt"), "years of work").expect("written");
    let ran = forceflow(&["run", AIR_BRIDGE, "-n", "2", "--out", scratch.path().to_str().expect("utf-8")]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("thesis.txt"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(scratch.path().join("thesis.txt")).expect("still there"), "years of work");
}

#[test]
fn a_second_run_takes_the_place_of_the_first_whole() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let out = out.to_str().expect("utf-8");
    assert_eq!(forceflow(&["run", AIR_BRIDGE, "-n", "3", "--out", out]).code, 0);
    assert_eq!(forceflow(&["run", AIR_BRIDGE, "-n", "3", "--no-charts", "--out", out]).code, 0);
    assert!(!Path::new(out).join("charts").exists());
    let left: Vec<_> = fs::read_dir(scratch.path()).expect("a folder").collect();
    assert_eq!(left.len(), 1, "nothing half-written stays behind");
}

#[test]
fn mistakes_name_file_line_and_remedy_and_end_with_2() {
    let scratch = scratch();
    let file = scratch.path().join("wrong.json");
    let text = fs::read_to_string(AIR_BRIDGE).expect("the scenario").replace("\"seats\"", "\"seets\"");
    fs::write(&file, text).expect("written");
    let ran = forceflow(&["run", file.to_str().expect("utf-8")]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("wrong.json:9:") && ran.stderr.contains("did you mean `seats`"),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.is_empty());
    assert_eq!(forceflow(&["check", file.to_str().expect("utf-8")]).code, 1);
    assert_eq!(forceflow(&["check", AIR_BRIDGE]).code, 0);
    assert_eq!(forceflow(&["run", "no-such-file.json"]).code, 2);
    assert_eq!(forceflow(&["run"]).code, 2);
}

#[test]
fn a_truncated_scenario_ends_with_2_wherever_it_is_cut() {
    let scratch = scratch();
    let text = fs::read_to_string(AIR_BRIDGE).expect("the scenario");
    let file = scratch.path().join("cut.json");
    for cut in (0..text.trim_end().len() - 1).step_by(131) {
        fs::write(&file, &text[..cut]).expect("written");
        let ran = forceflow(&["run", file.to_str().expect("utf-8"), "--no-charts"]);
        assert_eq!(ran.code, 2, "cut at {cut}: {}", ran.stderr);
        assert!(ran.stderr.contains("cut.json:"), "cut at {cut}: {}", ran.stderr);
    }
}

#[test]
fn a_precision_stops_early_and_says_so() {
    let arguments = ["run", "scenarios/kazakhstan-2022.json", "--precision", "3h", "--no-charts"];
    let coarse = result_json(&arguments);
    let replications = coarse["replications"].as_u64().expect("a number");
    assert!((10..200).contains(&replications), "{replications}");
    assert_eq!(coarse["precision_reached"], true);
    assert!(coarse["closure_h"]["half_width_95"].as_f64().expect("a number") <= 3.0);
    assert_eq!(result_json(&[&arguments[..], &["--threads", "1"]].concat()), coarse);
}

#[test]
fn a_scenario_that_cannot_close_names_what_is_stuck() {
    let ran = forceflow(&["run", AIR_BRIDGE, "--set", "horizon_h=5", "-n", "2", "--no-charts"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("does not close within 5 h"), "{}", ran.stderr);
    assert!(ran.stderr.contains("force/company"), "{}", ran.stderr);
}

#[test]
fn the_small_commands_answer() {
    let schema = forceflow(&["schema"]);
    assert!(serde_json::from_str::<Value>(&schema.stdout).is_ok());
    let explained = forceflow(&["explain", "e0101"]);
    assert!(explained.code == 0 || explained.stderr.contains("lists them all"), "{}", explained.stderr);
    let paths = forceflow(&["paths", AIR_BRIDGE, "--matching", "working_spots"]);
    assert_eq!(paths.stdout.trim(), format!("{SPOTS}  2"));
    let none = forceflow(&["paths", AIR_BRIDGE, "--matching", "zzz"]);
    assert_eq!((none.code, none.stdout.as_str()), (1, ""));
    assert!(none.stderr.contains(&format!("no path of `{AIR_BRIDGE}` contains `zzz`")), "{}", none.stderr);
    assert!(forceflow(&["completions", "bash"]).stdout.contains("forceflow"));
    let help = forceflow(&["--help"]);
    assert!(help.code == 0 && help.stdout.contains("Exit codes: 0 done"));
}
