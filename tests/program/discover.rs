//! Studies of one run in which all ranges are drawn: shares from given data, and what the late runs have in common.
//!
//! In the air bridge closure is 7 + 2 ceil(10 / k) + 39 h with k working spots, and 87 h with one: with a deadline of 72 h, the
//! runs with one spot are late and no others. Each hour of travel more makes closure 7 h later.

use std::fs;

use crate::support::{files, forceflow, list, scratch};
use serde_json::Value;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const SPOTS: &str = "places.destination.terminal.working_spots";
/// Spots make runs late; the position of the origin changes nothing, since the route has its time.
const RANGES: &str = r#"evidence={"places.destination.terminal.working_spots": {"low": 1, "high": 4},
    "places.origin.lat": {"low": 54, "high": 55}, "places.origin.lon": {"low": 70, "high": 71}}"#;
const TRAVEL: &str = r#"evidence={"routes.bridge.travel_h": {"low": 3, "high": 5}}"#;

/// Standard output and `sensitivity.json` of a study, with the names of its files.
fn study(arguments: &[&str]) -> (String, Value, Vec<String>) {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let fixed = ["sensitivity", AIR_BRIDGE, "--quiet", "--out", &out, "--points", &points];
    let ran = forceflow(&[fixed.as_slice(), arguments].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let json = fs::read_to_string(format!("{out}/sensitivity.json")).expect("a file");
    let names = files(&scratch.path().join("out")).into_keys().collect();
    (ran.stdout, serde_json::from_str(&json).expect("JSON"), names)
}

fn refused(arguments: &[&str]) -> String {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let fixed = ["sensitivity", AIR_BRIDGE, "--out", &out, "--points", &points];
    let ran = forceflow(&[fixed.as_slice(), arguments].concat());
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    ran.stderr
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number, not {value}"))
}

#[test]
fn given_data_gives_all_variance_to_the_only_assumption_that_moves_closure() {
    let (text, found, files) = study(&["--set", RANGES, "--method", "given-data", "-n", "400"]);
    let shares = list(&found["result"]["shares"]);
    assert_eq!(shares[0]["path"], SPOTS);
    assert!((number(&shares[0]["first"]) - 1.0).abs() < 1e-9, "{found}");
    for nothing in &shares[1..] {
        assert!(number(&nothing["first"]).abs() < 0.1, "{found}");
    }
    assert_eq!(found["uncertain"], true);
    assert!(text.contains("400 replications, seed 1: ") && text.contains("--method given-data"), "{text}");
    assert!(files.iter().any(|name| name == "charts/given-data.svg"), "{files:?}");
    // Closure is a line in the travel time.
    let (_, found, _) = study(&["--set", TRAVEL, "--method", "given-data", "-n", "400", "--no-charts"]);
    let share = number(&found["result"]["shares"][0]["first"]);
    assert!((share - 1.0).abs() < 1e-6, "{share}");
}

#[test]
fn discovery_finds_the_value_that_alone_makes_runs_late() {
    let (text, found, files) = study(&["--set", RANGES, "--method", "discover", "-n", "400"]);
    let found = &found["result"];
    assert_eq!(found["late_after_h"], 72.0);
    let limits = list(&found["limits"]);
    assert_eq!(limits.len(), 1, "{found}");
    assert_eq!((&limits[0]["path"], number(&limits[0]["at_most"])), (&Value::from(SPOTS), 1.0));
    assert!(limits[0]["at_least"].is_null() && number(&limits[0]["quasi_p_unseen"]) < 1e-9, "{found}");
    // A whole number drawn from 1 to 4 is 1 in one run of six.
    let unseen = &found["unseen"];
    assert_eq!((number(&unseen["coverage"]), number(&unseen["density"])), (1.0, 1.0));
    assert!((0.1..0.25).contains(&number(&unseen["mass"])), "{found}");
    let steps = list(&found["trajectory"]);
    assert_eq!(steps[0]["mass"], 1.0);
    assert!(steps.len() > 2 && steps[0]["coverage"] == 1.0, "{found}");
    assert!(text.contains("100 % of the runs that are late (after 72.0 h) have this in common"), "{text}");
    assert!(text.contains("working spots at most 1."), "{text}");
    assert!(files.iter().any(|name| name == "charts/discovery.svg"), "{files:?}");
}

#[test]
fn a_goal_parts_late_runs_elsewhere() {
    // With four spots closure is 52 h, with three 54 h, with two 56 h.
    let goal = ["--method", "discover", "-n", "400", "--goal", "closure_h.p50 <= 53", "--no-charts"];
    let (_, found, _) = study(&[&["--set", RANGES], goal.as_slice()].concat());
    let limit = &found["result"]["limits"][0];
    assert_eq!((&limit["path"], number(&limit["at_most"])), (&Value::from(SPOTS), 3.0));
    assert!(found["result"]["unseen"]["coverage"] == 1.0, "{found}");
}

#[test]
fn discovery_says_where_nothing_tells_late_runs_from_others() {
    // Loading varies by chance, and the ranges that are drawn move nothing.
    let load = r#"carrier_types.freighter.load_h={"triangular": {"min": 2, "mode": 3, "max": 6}}"#;
    let nothing = r#"evidence={"places.origin.lat": {"low": 54, "high": 55}, "places.origin.lon": {"low": 70, "high": 71}}"#;
    let arguments = ["--set", load, "--set", nothing, "--method", "discover", "-n", "300"];
    let (text, found, _) = study(&[arguments.as_slice(), &["--goal", "closure_h.p50 <= 60.5"]].concat());
    let (late, runs) = (&found["result"]["seen"]["late"], &found["result"]["seen"]["runs"]);
    assert!(
        number(late) > 10.0 && number(late) + 10.0 < number(runs),
        "the goal parts the runs: {late} of {runs}"
    );
    assert!(list(&found["result"]["limits"]).is_empty(), "{found}");
    assert!(text.contains("Nothing beyond chance tells runs that are late"), "{text}");
}

#[test]
fn what_cannot_be_answered_is_refused_with_a_remedy() {
    let none =
        refused(&["--set", RANGES, "--method", "discover", "-n", "40", "--goal", "closure_h.p50 <= 90"]);
    assert!(none.contains("none of the runs are late, after 90 h") && none.contains("help: "), "{none}");
    let open = refused(&["--set", RANGES, "--set", "horizon_h=60", "--method", "given-data", "-n", "40"]);
    assert!(open.contains("do not close within `horizon_h`") && open.contains("--method discover"), "{open}");
    let misplaced = refused(&["--set", RANGES, "--goal", "on_time >= 0.9"]);
    assert!(misplaced.contains("--method discover alone"), "{misplaced}");
    let top = refused(&["--set", RANGES, "--method", "discover", "--top", "3"]);
    assert!(top.contains("--only"), "{top}");
    let unknown = refused(&["--set", RANGES, "--method", "discover", "--goal", "closure <= 90"]);
    assert!(unknown.contains("did you mean `closure_h.mean <= 90`?"), "{unknown}");
}
