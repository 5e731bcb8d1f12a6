//! `forceflow calibrate`: parameters from records, samples that a run draws from, and folders that are made again.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Ran, forceflow, scratch};

/// An air bridge in which loading may take from half to twice its three hours; ten aircraft, forty loads, closure at 56 h
/// and a first departure at 3 h with the file's value.
fn operation(folder: &Path, name: &str, record: Value) -> String {
    let text = fs::read_to_string("scenarios/checks/air-bridge.json").expect("a scenario");
    let mut scenario: Value = serde_json::from_str(&text).expect("JSON");
    scenario["carrier_types"]["freighter"]["load_h"] = json!({"triangular": {"min": 2, "mode": 3, "max": 4}});
    scenario["evidence"] = json!({
        "carrier_types.freighter.load_h": {"low": 0.5, "high": 2, "scale": true, "shape": "log_uniform", "parameter": "loading"},
        "carrier_types.freighter.unload_h": {"low": 1, "high": 3},
    });
    scenario["observed"] = record;
    let path = folder.join(format!("{name}.json"));
    fs::write(&path, scenario.to_string()).expect("written");
    path.to_str().expect("utf-8").to_owned()
}

/// Loading took half as long again: the tenth departure came at about 5.4 h.
fn slow() -> Value {
    json!({"figures": {
        "tenth": {"of": "departures", "when": {"nth": 10}, "low": 5.2, "high": 5.6},
        "fifth": {"of": "departures", "when": {"nth": 5}, "low": 4.3, "high": 4.7},
        "first": {"of": "departures", "when": "first", "low": 3.2, "high": 3.9}}})
}

const SMALL: [&str; 10] =
    ["--draws", "1000", "--samples", "150", "--points-per-wave", "32", "--per-point", "5", "-n", "40"];

fn calibrate(files: &[&str], out: &Path, more: &[&str]) -> Ran {
    let out = out.to_str().expect("utf-8");
    let points = format!("{out}-points");
    forceflow(&[&["calibrate"], files, &SMALL, &["--out", out, "--points", &points, "-q"], more].concat())
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn a_parameter_is_learned_and_runs_draw_from_it() {
    let scratch = scratch();
    let file = operation(scratch.path(), "bridge", slow());
    let out = scratch.path().join("out");
    let ran = calibrate(&[&file], &out, &["--discrepancy", "0.02"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let report: Value = serde_json::from_str(&read(&out.join("calibration.json"))).expect("JSON");
    let known = &report["calibration"]["outcome"]["posterior"]["marginals"][0];
    let median = known["p50"].as_f64().expect("a median");
    assert!((1.35..1.65).contains(&median), "{known}");
    assert!(known["relative_sd"].as_f64().expect("a share") < 0.4, "{known}");
    assert!(ran.stdout.contains("tell of 1 of 1 parameter"), "{}", ran.stdout);
    let samples = read(&out.join("posterior.csv"));
    assert!(samples.starts_with("sample,weight,loading\n"), "{samples}");
    // A run draws from the samples: its draws lie among them, not in the whole prior.
    let (runs, table) = (scratch.path().join("run"), out.join("posterior.csv"));
    let run = forceflow(&[
        "run",
        &file,
        "--uncertain",
        "--posterior",
        table.to_str().expect("utf-8"),
        "--keep-draws",
        "-n",
        "60",
        "--no-charts",
        "-q",
        "--out",
        runs.to_str().expect("utf-8"),
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let draws = read(&runs.join("draws.csv"));
    let loading: Vec<f64> = draws
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(1).expect("a cell").parse().expect("a number"))
        .collect();
    assert!(loading.iter().all(|factor| (1.0..2.0).contains(factor)), "{loading:?}");
    // The scenario without a change that moves nothing is drawn from these samples, too.
    let same = forceflow(&[
        "run",
        &file,
        "--uncertain",
        "--posterior",
        table.to_str().expect("utf-8"),
        "--set",
        "horizon_h=5000",
        "-n",
        "20",
        "--no-charts",
        "-q",
        "--out",
        scratch.path().join("same").to_str().expect("utf-8"),
    ]);
    let row = same.stdout.lines().find(|line| line.starts_with("  closure [h]")).expect("a row");
    assert!(row.ends_with("the same"), "{row}");
    for folder in [&out, &runs] {
        let verified = forceflow(&["verify", folder.to_str().expect("utf-8")]);
        assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    }
    // The variant lies beside the scenario and is one.
    let variant = read(&out.join("variants/bridge-calibrated.json"));
    let path = scratch.path().join("bridge-calibrated.json");
    fs::write(&path, variant).expect("written");
    let checked = forceflow(&["check", path.to_str().expect("utf-8")]);
    assert_eq!((checked.code, checked.stderr.as_str()), (0, ""), "{}", checked.stdout);
}

#[test]
fn kept_work_and_threads_change_no_byte() {
    let scratch = scratch();
    let file = operation(scratch.path(), "bridge", slow());
    let (one, two) = (scratch.path().join("one"), scratch.path().join("two"));
    assert_eq!(calibrate(&[&file], &one, &["--threads", "1"]).code, 0);
    assert_eq!(calibrate(&[&file], &two, &["--threads", "2"]).code, 0);
    let again = scratch.path().join("again");
    let points = format!("{}-points", one.display());
    let args = [&["calibrate", &file][..], &SMALL, &["-q", "--points", &points, "--out"]].concat();
    assert_eq!(forceflow(&[&args[..], &[again.to_str().expect("utf-8")]].concat()).code, 0);
    for name in ["calibration.json", "posterior.csv", "predictions.csv", "report.html"] {
        assert_eq!(read(&one.join(name)), read(&two.join(name)), "{name}");
        assert_eq!(read(&one.join(name)), read(&again.join(name)), "{name}");
    }
}

#[test]
fn one_is_left_out_and_predicted_from_the_other() {
    let scratch = scratch();
    let (a, b) = (operation(scratch.path(), "a", slow()), operation(scratch.path(), "b", slow()));
    let out = scratch.path().join("out");
    let ran = calibrate(&[&a, &b], &out, &["--leave-one-out", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let report: Value = serde_json::from_str(&read(&out.join("calibration.json"))).expect("JSON");
    let left_out = report["left_out"].as_array().expect("a list");
    assert_eq!(left_out.len(), 2);
    assert_eq!(left_out[0]["calibration"]["scenarios"], json!(["b"]));
    assert_eq!(report["left_out_coverage"]["tests"], 6);
    assert_eq!(report["calibration"]["scenarios"], json!(["a", "b"]));
    // Links to the parts of a page need ids that stand once.
    let page = read(&out.join("report.html"));
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let once: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(once.len(), ids.len(), "{ids:?}");
    let only = scratch.path().join("only");
    let ran = calibrate(&[&a], &only, &["--leave-out", &b]);
    assert!(ran.stdout.contains("Left out, each predicted from the others"), "{}", ran.stdout);
    let report: Value = serde_json::from_str(&read(&only.join("calibration.json"))).expect("JSON");
    assert_eq!(report["calibration"]["scenarios"], json!(["a"]));
}

#[test]
fn no_plausible_parameters_is_an_answer_and_the_answer_is_no() {
    let scratch = scratch();
    let far = json!({"closure_h": {"low": 4000, "high": 4100}});
    let file = operation(scratch.path(), "far", far);
    let out = scratch.path().join("out");
    let ran = calibrate(&[&file], &out, &[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("No parameters are plausible for far: far: Closure of the force ("),
        "{}",
        ran.stdout
    );
    assert!(!out.join("posterior.csv").exists());
    assert_eq!(forceflow(&["verify", out.to_str().expect("utf-8")]).code, 0);
}

#[test]
fn what_cannot_be_calibrated_says_why() {
    let scratch = scratch();
    let file = operation(scratch.path(), "bridge", slow());
    let alone = forceflow(&["calibrate", &file, "--leave-out", &file]);
    assert_eq!(alone.code, 2);
    assert!(alone.stderr.contains("nothing is left to calibrate to"), "{}", alone.stderr);
    let unknown = forceflow(&["calibrate", &file, "--parameter", "speed"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("no scenario has an assumption with a range `speed`"),
        "{}",
        unknown.stderr
    );
    let silent = forceflow(&["calibrate", "scenarios/checks/air-bridge.json"]);
    assert!(
        silent.stderr.contains("`air-bridge` has no `observed` figures to calibrate to"),
        "{}",
        silent.stderr
    );
    let table = scratch.path().join("posterior.csv");
    fs::write(&table, "sample,weight,loading\n1,1,fast\n").expect("written");
    let table = table.to_str().expect("utf-8");
    let run = forceflow(&["run", &file, "--uncertain", "--posterior", table]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("posterior.csv`, line 2: `fast` is no number"), "{}", run.stderr);
    fs::write(table, "sample,weight,mystery\n1,1,2\n").expect("written");
    let foreign = forceflow(&["run", &file, "--uncertain", "--posterior", table]);
    assert_eq!(foreign.code, 2);
    assert!(foreign.stderr.contains("is one of `mystery`"), "{}", foreign.stderr);
}
