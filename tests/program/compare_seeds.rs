//! `forceflow compare` over seeds: folders made with different ones, and `--seeds`.

use crate::support::{forceflow, scratch};
use serde_json::Value;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const KAZAKHSTAN: &str = "scenarios/kazakhstan-2022.json";

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn folders_of_different_seeds_are_shown_as_they_were_made() {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let load = r#"carrier_types.freighter.load_h={"uniform": {"min": 3, "max": 9}}"#;
    let mean = |seed: &str| {
        let run =
            ["run", AIR_BRIDGE, "--set", load, "-n", "8", "--no-charts", "--out", &at(seed), "--seed", seed];
        let ran = forceflow(&[run.as_slice(), &["--format", "json"]].concat());
        serde_json::from_str::<Value>(&ran.stdout).expect("JSON")["closure_h"]["mean"].clone()
    };
    let (seven, nine) = (mean("7"), mean("9"));
    let (out, points, one, other) = (at("out"), at("points"), at("7"), at("9"));
    let folders = ["--out", &out, "--points", &points, "--no-charts"];
    let ran = forceflow(&[["compare", &one, &other].as_slice(), &folders].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("The seeds of the folders differ. Each as it was made:\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("all are run again alike: 8 replications each, seed 7"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("the scenarios are the same; the folders differ in their seeds"),
        "{}",
        ran.stdout
    );
    let json = std::fs::read_to_string(format!("{out}/comparison.json")).expect("comparison.json");
    let found: Value = serde_json::from_str(&json).expect("JSON");
    let made = |index: usize| {
        (found["as_run"][index]["seed"].clone(), found["as_run"][index]["closure_h"]["mean"].clone())
    };
    assert_eq!((made(0), made(1)), ((7.into(), seven), (9.into(), nine)));
    assert_eq!(forceflow(&["verify", &out]).code, 0, "the manifest says how the folders were made");
    // One seed, and nothing is said of seeds.
    let (out, points) = (at("alike"), at("points"));
    let folders = ["--out", &out, "--points", &points, "--no-charts"];
    let ran = forceflow(&[["compare", &one, &one].as_slice(), &folders].concat());
    assert!(!ran.stdout.contains("seeds") && !ran.stdout.contains("as it was made"), "{}", ran.stdout);
}

#[test]
fn several_seeds_give_a_row_each_and_count_the_intervals_that_hold_the_pooled_mean() {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let load = r#"carrier_types.freighter.load_h={"uniform": {"min": 3, "max": 9}}"#;
    let file = at("loads.json");
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(AIR_BRIDGE).display().to_string();
    let (path, value) = load.split_once('=').expect("a change");
    let text = format!(r#"{{"format_version": 1, "based_on": {base:?}, "changes": {{{path:?}: {value}}}}}"#);
    std::fs::write(&file, text).expect("written");
    let (out, points) = (at("out"), at("points"));
    let ran =
        forceflow(&["compare", &file, "--seeds", "1..5", "-n", "10", "--out", &out, "--points", &points]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let found = std::fs::read_to_string(format!("{out}/seeds.json")).expect("seeds.json");
    let found: Value = serde_json::from_str(&found).expect("JSON");
    let rows = found["rows"].as_array().expect("rows");
    // Equal numbers of replications: the pooled mean is the mean of the means.
    let means: Vec<f64> = rows.iter().map(|row| number(&row["closure_h"]["mean"])).collect();
    let pooled = number(&found["pooled_h"]["mean"]);
    assert!(
        (means.iter().sum::<f64>() / 5.0 - pooled).abs() < 1e-9 && (means[0] - means[1]).abs() > 1e-3,
        "{found}"
    );
    let holding = rows.iter().filter(|row| {
        let held =
            (number(&row["closure_h"]["mean"]) - pooled).abs() <= number(&row["closure_h"]["half_width_95"]);
        assert_eq!(row["holds_pooled_mean"], held, "{row}");
        held
    });
    let holding = holding.count();
    assert_eq!((&found["holding"], &found["judged"]), (&holding.into(), &5.into()));
    assert!(
        ran.stdout.contains(&format!("{holding} of 5 intervals hold it; at 95 % confidence, 4.8")),
        "{}",
        ran.stdout
    );
    // A row is what a run under that seed gives.
    let run =
        ["run", &file, "--seed", "3", "-n", "10", "--no-charts", "--format", "json", "--out", &at("run")];
    let run: Value = serde_json::from_str(&forceflow(&run).stdout).expect("JSON");
    assert_eq!((&rows[2]["seed"], &rows[2]["closure_h"]["mean"]), (&3.into(), &run["closure_h"]["mean"]));
    assert!(std::path::Path::new(&format!("{out}/charts/seeds.png")).is_file());
    assert_eq!(std::fs::read_to_string(format!("{out}/seeds.csv")).expect("seeds.csv").lines().count(), 6);
    let verified = forceflow(&["verify", &out]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
}

#[test]
fn seeds_that_make_no_question_are_refused() {
    for (arguments, says) in [
        (vec!["--seeds", "1"], "two or more seeds"),
        (vec!["--seeds", "1,2,1"], "seed 1 stands there twice"),
        (vec!["--seeds", "1..3", "--seed", "4"], "cannot be used with"),
        (vec!["--seeds", "1..3", "--set", "deadline_h=4"], "cannot be used with"),
        (vec![KAZAKHSTAN, "--seeds", "1..3"], "name one scenario"),
        (vec!["--seeds", "1..3", "--uncertain"], "no assumption of the scenario has a range"),
    ] {
        let ran = forceflow(&[["compare", AIR_BRIDGE].as_slice(), &arguments].concat());
        assert!(ran.code == 2 && ran.stderr.contains(says), "{arguments:?}: {}", ran.stderr);
    }
}
