//! Sizing, where the answers are known by hand: closure of the air bridge with k working spots is
//! 46 + 2 ceil(10 / k) h for k from 2, and 87 h for a single one (see `sensitivity.rs`).

use crate::support::{Ran, forceflow, scratch};
use serde_json::Value;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const SPOTS: &str = "places.destination.terminal.working_spots";

fn size(vary: &str, goal: &str, arguments: &[&str]) -> (Ran, Value) {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let fixed = ["size", AIR_BRIDGE, "-n", "100", "--vary", vary, "--goal", goal];
    let format = if arguments.contains(&"--format") { [].as_slice() } else { &["--format", "json"] };
    let ran = forceflow(
        &[&fixed, arguments, format, &["--out", &out, "--points", &points, "--no-charts"]].concat(),
    );
    let found = serde_json::from_str(&ran.stdout).unwrap_or(Value::Null);
    (ran, found)
}

#[track_caller]
fn assert_certified(vary: &str, goal: &str, arguments: &[&str], value: u64) {
    let (ran, found) = size(vary, goal, arguments);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(found["answer"], "certified", "{found}");
    assert_eq!(found["value"], value, "{found}");
    assert_eq!(found["beside_verdict"], "refuted", "{found}");
}

#[test]
fn the_fewest_working_spots_for_a_closure_are_those_worked_out_by_hand() {
    let vary = format!("{SPOTS}=1..30");
    assert_certified(&vary, "closure_h.mean <= 48", &[], 10);
    assert_certified(&vary, "closure_h.p90 <= 50", &[], 5);
    assert_certified(&vary, "contingents.force.closure_h.p50 <= 52", &[], 4);
    assert_certified(&vary, "on_time >= 0.9", &[], 2);
}

#[test]
fn a_deadline_that_is_varied_decides_by_itself_who_is_in_time() {
    // Closure is 56 h whatever the deadline; that of the file is 72 h.
    let vary = "deadline_h=50..60";
    assert_certified(vary, "on_time >= 0.9", &[], 56);
    assert_certified(vary, "on_time >= 0.9", &["--set", "deadline_h=40"], 56);
    assert_certified(vary, "on_time >= 0.9", &["--set", "deadline_h=null"], 56);
    let (ran, found) = size("deadline_h=50..55", "on_time >= 0.9", &[]);
    assert_eq!((ran.code, &found["answer"]), (1, &"out_of_reach".into()), "{found}");
    let (ran, _) = size("deadline_h=null,72", "on_time >= 0.9", &[]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("with `deadline_h = null`: `on_time` needs a deadline"), "{}", ran.stderr);
}

#[test]
fn replications_that_were_kept_are_judged_by_the_deadline_of_their_value() {
    let scratch = scratch();
    let points = scratch.path().join("points").display().to_string();
    let kept = |arguments: &[&str], name: &str| {
        let out = scratch.path().join(name).display().to_string();
        let fixed = ["size", AIR_BRIDGE, "-n", "100", "--goal", "on_time >= 0.9", "--format", "json"];
        let folders = ["--no-charts", "--out", &out, "--points", &points];
        let ran = forceflow(&[fixed.as_slice(), arguments, &folders].concat());
        let found: Value = serde_json::from_str(&ran.stdout).expect("a result");
        (found["answer"].clone(), found["value"].clone())
    };
    let spots = format!("{SPOTS}=2..30");
    for round in ["new", "kept"] {
        let name = |what: &str| format!("{what}-{round}");
        let certified = |value: u64| ("certified".into(), value.into());
        assert_eq!(kept(&["--vary", "deadline_h=50..60"], &name("varied")), certified(56));
        assert_eq!(kept(&["--vary", &spots], &name("72")), certified(2));
        // 46 + 2 ceil(10 / 5) h.
        assert_eq!(kept(&["--vary", &spots, "--set", "deadline_h=50"], &name("50")), certified(5));
    }
}

#[test]
fn the_longest_flight_for_a_closure_is_the_largest_value() {
    // Closure is 28 + 7 t hours, 56 h at t = 4.
    assert_certified("routes.bridge.travel_h=3..8", "closure_h.mean <= 63", &["--largest"], 5);
}

#[test]
fn a_goal_out_of_reach_ends_with_code_1_and_names_the_next_bottleneck() {
    let (ran, found) = size(&format!("{SPOTS}=1..30"), "closure_h.p90 <= 40", &[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(found["answer"], "out_of_reach");
    assert_eq!(found["value"], Value::Null);
    // At the far end nothing waits for a spot: four times 4 h out and three times 4 h back.
    assert_eq!(found["next_bottlenecks"][0]["cause"], "loaded_travel", "{found}");
    assert_eq!(found["next_bottlenecks"][0]["chain_h"], 16.0, "{found}");
}

#[test]
fn a_range_that_was_taken_the_wrong_way_round_is_noticed() {
    // Closure is 28 + 7 t hours from t = 3 on: a short flight meets the goal, and the far end of the range is the longest.
    let vary = "routes.bridge.travel_h=3..8";
    let (ran, found) = size(vary, "closure_h.mean <= 63", &[]);
    assert_eq!(
        (ran.code, &found["answer"], &found["other_end"]),
        (1, &"out_of_reach".into(), &3.into()),
        "{found}"
    );
    let (ran, _) = size(vary, "closure_h.mean <= 63", &["--format", "text"]);
    assert!(
        ran.stdout.contains("3 looks as if it meets") && ran.stdout.contains("--largest"),
        "{}",
        ran.stdout
    );
    let (_, found) = size(&format!("{SPOTS}=1..30"), "closure_h.mean <= 48", &["--largest"]);
    assert_eq!(found["other_end"], 30, "{found}");
}

#[test]
fn the_next_bottleneck_is_a_capacity_of_which_one_more_saves_time_in_a_run() {
    // However many aircraft: two spots unload the forty loads at 2 h each, the last at 3 + 4 + 40 h.
    let (ran, found) = size("fleets.bridge.count=1..60", "closure_h.p90 <= 40", &[]);
    assert_eq!((ran.code, &found["answer"]), (1, &"out_of_reach".into()), "{}", ran.stderr);
    let next = &found["next_capacities"][0];
    assert_eq!(
        (&next["proposal"]["path"], &next["proposal"]["value"]),
        (&SPOTS.into(), &3.into()),
        "{found}"
    );
    // Three spots take fourteen turns in place of twenty.
    assert_eq!((&next["saved_h"], &next["low_95"]), (&12.0.into(), &12.0.into()), "{found}");
    assert_eq!(found["next_capacities"].as_array().expect("a list").len(), 1);
}

#[test]
fn where_a_value_stays_open_the_next_easier_one_is_certified() {
    // A single load is there 5 h + t + U after the appeal, U uniform up to 10 h: at t = 3 the median is 13 h to the last
    // digit, which no number of replications confirms or refutes; at t = 2 it is 12 h.
    let one = ["--set", "contingents.force.units.company.copies=1", "--set"];
    let chance = r#"contingents.force.units.company.prepare_h={"uniform": {"min": 0, "max": 10}}"#;
    let arguments = [one.as_slice(), &[chance, "--largest", "--seed", "2"]].concat();
    let (ran, found) = size("routes.bridge.travel_h=1..6", "closure_h.p50 <= 13", &arguments);
    let tried = found["tried"].as_array().expect("a table");
    let at = |value: u64| tried.iter().find(|one| one["value"] == value).expect("tried");
    assert_eq!((&at(3)["looks_met"], &at(3)["verdict"]), (&true.into(), &"undecided".into()), "{found}");
    assert_eq!(at(3)["confirmed_with"], 10_000);
    // What it would take is many times that, or more than can be said.
    assert!(at(3)["would_tell"].as_u64().is_none_or(|needed| needed > 50_000), "{found}");
    assert_eq!((ran.code, &found["answer"], &found["value"]), (0, &"certified".into(), &2.into()), "{found}");
    assert_eq!((&found["beside"], &found["beside_verdict"]), (&3.into(), &"undecided".into()), "{found}");
}

#[test]
fn a_goal_is_read_with_its_unit_too() {
    let (ran, found) = size(&format!("{SPOTS}=1..4"), "on_time >= 90 %", &[]);
    assert_eq!((ran.code, &found["goal"]), (0, &"on_time >= 0.9".into()), "{}", ran.stderr);
    let (ran, found) = size(&format!("{SPOTS}=1..30"), "closure_h.mean <= 50 h", &[]);
    assert_eq!((ran.code, &found["value"]), (0, &5.into()), "{}", ran.stderr);
}

#[test]
fn a_goal_that_the_budget_cannot_confirm_is_undecided() {
    // Ten successes of ten certify no more than about two thirds.
    let vary = format!("{SPOTS}=1..30");
    let (ran, found) = size(&vary, "on_time >= 0.95", &["--budget", "10"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(found["answer"], "undecided", "{found}");
    // One look at six values: 0.95^93 is the first power below 0.05 / 6.
    assert_eq!(found["fewest"], 94, "{found}");
    let (ran, _) = size(&vary, "on_time >= 0.95", &["--budget", "10", "--format", "text"]);
    assert!(
        ran.stdout.contains("certifying the goal takes 94 at least, and --budget is 10"),
        "{}",
        ran.stdout
    );
}

#[test]
fn confirmation_uses_replications_that_the_search_has_not_seen() {
    let (_, found) = size(&format!("{SPOTS}=1..30"), "closure_h.mean <= 48", &[]);
    let tried = found["tried"].as_array().expect("a table");
    let of = |value: u64| tried.iter().find(|one| one["value"] == value).expect("tried");
    for value in [9, 10, 30] {
        assert_eq!(of(value)["confirmed_with"], 100, "{found}");
        assert!(of(value)["estimate"].is_number(), "{found}");
    }
    assert!(tried.len() < 12, "a bisection tries few of thirty values: {found}");
}

#[test]
fn wrong_goals_and_ranges_are_refused() {
    let spots = format!("{SPOTS}=1..30");
    for (vary, goal, says) in [
        (spots.as_str(), "closure_h.p90 >= 40", "did you mean `closure_h.p90 <= 40`?"),
        (&spots, "on_time >= 1", "above 0 and below 1"),
        (&spots, "sorties <= 4", "is not a measure"),
        (&spots, "contingents.nobody.closure_h.mean <= 4", "no contingent `nobody`: the ids are `force`"),
        (&spots, "contingents.forze.closure_h.mean <= 4", "did you mean `force`?"),
        (&spots, "closure_h.mean <= 90 %", "is in hours"),
        ("places.nowhere.lat=1..3", "on_time >= 0.9", "no place for"),
        ("fleets.bridge.count=0..3", "on_time >= 0.9", "fleets.bridge.count = 0"),
    ] {
        let (ran, _) = size(vary, goal, &[]);
        assert_eq!(ran.code, 2, "{goal}: {}", ran.stdout);
        assert!(ran.stderr.contains(says), "{goal}: {}", ran.stderr);
    }
}

#[test]
fn values_say_whether_they_were_tried_in_the_search_on_fresh_replications_or_not_at_all() {
    // Closure is 46 + 2 ceil(10 / k) h: five spots are needed for 50 h.
    let (ran, found) = size(&format!("{SPOTS}=1..30"), "closure_h.p90 <= 50", &["--format", "text"]);
    assert_eq!(ran.code, 0, "{found}{}", ran.stderr);
    let rows: Vec<String> =
        ran.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert!(
        rows.iter().any(|row| row == "8 50.0 h not tried meets the goal in the search alone"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("not confirmed"), "{}", ran.stdout);
    let tried =
        rows.iter().filter(|row| row.ends_with("the goal") || row.ends_with("in the search alone")).count();
    let words = format!("{} values of the range were not tried", 30 - tried);
    assert!(ran.stdout.contains(&words), "{tried}: {}", ran.stdout);
    let (_, found) = size(&format!("{SPOTS}=1..30"), "closure_h.p90 <= 50", &[]);
    assert_eq!(found["untried"], 30 - tried);
}
