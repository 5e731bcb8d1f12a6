//! `terminal.by_mode`: working spots that the carriers of one mode have to themselves, as a user meets them.

use crate::support::{forceflow, json, list, scratch, word};

const DEPOT: &str = "scenarios/checks/depot.json";
const APART: &str = r#"places.b.terminal.by_mode={"road": {"working_spots": 1}}"#;

#[test]
fn spots_of_their_own_are_listed_with_their_use_and_their_waits() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let at = out.to_str().expect("utf-8");
    let ran = forceflow(&["run", DEPOT, "--set", APART, "-n", "2", "--out", at]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    // An aircraft waits 10-14 for the spot of the others, a truck 10-13 for that of trucks.
    let row = |what: &str| {
        let found = ran.stdout.lines().find(|line| line.starts_with(what)).map(str::to_owned);
        found.unwrap_or_else(|| panic!("{what}: {}", ran.stdout))
    };
    assert!(row("b, working spots").ends_with("4.0 h"), "{}", row("b, working spots"));
    assert!(row("b, road working spots").ends_with("3.0 h"), "{}", row("b, road working spots"));
    let result = json(&out, "result.json");
    let facilities = &result["terminals"]["b"]["facilities"];
    assert_eq!(facilities["road_working_spots"]["capacity"], 1);
    assert!(facilities["air_working_spots"].is_null(), "only what is given is listed: {facilities}");
    assert!(result["terminals"]["a"]["facilities"]["road_working_spots"].is_null());
    let page = std::fs::read_to_string(out.join("report.html")).expect("a page");
    assert!(page.contains("road working spots"));
}

#[test]
fn one_more_of_them_is_tried_and_has_a_name() {
    let ran = forceflow(&["why", DEPOT, "--set", APART, "-n", "2", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let why: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let mut tried = list(&why["capacities"]).iter().map(|gain| &gain["proposal"]);
    let own = tried.find(|it| it["path"] == "places.b.terminal.by_mode.road.working_spots");
    assert_eq!(word(&own.expect("it is tried")["what"]), "one more road working spot at b");
    let ran = forceflow(&["paths", DEPOT, "--set", APART]);
    assert!(ran.stdout.contains("places.b.terminal.by_mode.road.working_spots"), "{}", ran.stdout);
    let vary = "places.b.terminal.by_mode.road.working_spots=1..2";
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let folders = ["--no-charts", "--out", &out, "--points", &points];
    let ran = forceflow(
        &[["sweep", DEPOT, "--set", APART, "--vary", vary, "-n", "2"].as_slice(), &folders].concat(),
    );
    assert!(ran.stdout.contains("b: road working spots"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn modes_that_are_unknown_or_do_not_come_are_told() {
    let check = |by_mode: &str| {
        let set = format!("places.b.terminal.by_mode={by_mode}");
        let ran = forceflow(&["check", DEPOT, "--set", &set]);
        (ran.code, ran.stdout + &ran.stderr)
    };
    let (code, says) = check(r#"{"raod": {"working_spots": 1}}"#);
    assert!(code == 1 && says.contains("`raod`") && says.contains("did you mean `road`?"), "{says}");
    let (code, says) = check(r#"{"rail": {"working_spots": 1}}"#);
    assert_eq!(code, 0, "{says}");
    assert!(
        says.contains("warning[W2003]: carriers of mode `rail` have spots of their own at `b`"),
        "{says}"
    );
    let (code, says) = check(r#"{"road": {"working_spots": 0}}"#);
    assert!(
        code == 1 && says.contains("error[E1004]: `working_spots` is 0: no carrier of mode `road`"),
        "{says}"
    );
    let (code, says) = check(r#"{"road": {}}"#);
    assert!(code == 1 && says.contains("working_spots"), "{says}");
    let (code, says) = check(r#"{"road": {"working_spots": 1}, "air": {"working_spots": 1}}"#);
    assert!(code == 0 && says.contains("no mistakes"), "{says}");
}
