//! The cheapest mix as a user asks for it. Closure of the air bridge with c aircraft and k working spots is known by
//! hand for ten aircraft (see `size.rs`); engine tests hold the search against brute force.

use std::fs;

use crate::support::{Ran, forceflow, kept, results, scratch};
use serde_json::Value;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const AIRCRAFT: &str = "fleets.bridge.count=8..12";
const SPOTS: &str = "places.destination.terminal.working_spots=1..4";
const SPOTS_COST_3: &str = "places.destination.terminal.working_spots=3";

/// `size` of the air bridge with two settings, in the folder `name`.
fn mix(folder: &std::path::Path, name: &str, arguments: &[&str]) -> Ran {
    let (out, points) = (folder.join(name), folder.join("points"));
    let (out, points) = (out.display().to_string(), points.display().to_string());
    let fixed = ["size", AIR_BRIDGE, "-n", "20", "--budget", "400", "--vary", AIRCRAFT, "--vary", SPOTS];
    forceflow(&[&fixed, arguments, &["--out", &out, "--points", &points, "--no-charts"]].concat())
}

#[test]
fn the_cheapest_mix_is_told_with_what_it_rests_on() {
    let scratch = scratch();
    let goal = ["--goal", "closure_h.p90 <= 54", "--weight", SPOTS_COST_3];
    let ran = mix(scratch.path(), "out", &goal);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let expected = "An air bridge with round numbers
Certified: bridge: number of carriers (fleets.bridge.count) = 11, destination: working spots (places.destination.terminal.working_spots) = 2 meets closure_h.p90 <= 54, at a cost of 17.
";
    assert!(ran.stdout.starts_with(expected), "{}", ran.stdout);
    let folder = scratch.path().join("out");
    let found: Value =
        serde_json::from_slice(&fs::read(folder.join("mix.json")).expect("mix.json")).expect("JSON");
    assert_eq!((&found["values"], &found["cost"]), (&serde_json::json!([11, 2]), &17.0.into()), "{found}");
    // Of twenty mixes, those below 17 are all refuted, or below one that is.
    let others = &found["others"];
    let cheaper =
        others["refuted"].as_u64().expect("a number") + others["below_refuted"].as_u64().expect("a number");
    let by_hand = (8..=12).flat_map(|c| (1..=4).map(move |k| c + 3 * k)).filter(|cost| *cost < 17).count();
    assert_eq!(cheaper, by_hand as u64, "{others}");
    assert_eq!(others["not_cheaper"].as_u64(), Some(19 - by_hand as u64), "{others}");
    let frontier = fs::read_to_string(folder.join("frontier.csv")).expect("frontier.csv");
    let closures: Vec<f64> = frontier
        .lines()
        .skip(1)
        .map(|row| row.split(',').nth(5).expect("closure").parse().expect("hours"))
        .collect();
    assert!(closures.len() > 2 && closures.is_sorted_by(|a, b| a > b), "{frontier}");
    assert!(fs::read_to_string(folder.join("report.html")).expect("a page").contains("at the least cost?"));

    // A second search finds everything kept, and `verify` makes the same again.
    let before = kept(&scratch.path().join("points"));
    assert_eq!(mix(scratch.path(), "again", &[&goal[..], &["--threads", "1"]].concat()).code, 0);
    assert_eq!(kept(&scratch.path().join("points")), before);
    assert_eq!(results(&folder), results(&scratch.path().join("again")));
    let verified = forceflow(&["verify", folder.to_str().expect("utf-8")]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
}

#[test]
fn a_mix_that_nothing_meets_ends_with_code_1() {
    let scratch = scratch();
    let ran =
        mix(scratch.path(), "out", &["--goal", "closure_h.p90 <= 54", "--goal", "closure_h.mean <= 20"]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stdout
            .contains("Out of reach: no mix of the grid meets closure_h.p90 <= 54 and closure_h.mean <= 20."),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("It misses closure_h.mean <= 20."), "{}", ran.stdout);
}

#[test]
fn what_cannot_be_a_mix_is_said() {
    let scratch = scratch();
    let goal = ["--goal", "closure_h.p90 <= 54"];
    for (more, said) in [
        (&["--largest"][..], "--largest is for one --vary and one --goal"),
        (&["--weight", "fleets.other.count=2"], "`fleets.other.count` has a weight and is not varied"),
        (&["--weight", "fleets.bridge.count=-2"], "`fleets.bridge.count=-2` is not a weight"),
        (&["--vary", "fleets.bridge.count=1..2"], "`fleets.bridge.count` is varied twice"),
        (&["--vary", "dispatch=first_come,priority"], "so that it has no cost"),
        (&["--goal", "cost.mean <= 5"], "`cost.mean` needs costs or fuel"),
    ] {
        let ran = mix(scratch.path(), "out", &[&goal[..], more].concat());
        assert_eq!(ran.code, 2, "{more:?}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(said), "{more:?}: {}", ran.stderr);
    }
}

#[test]
fn a_sweep_says_what_its_points_cost_where_something_costs() {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let sweep = |arguments: &[&str], name: &str| {
        let (out, points) = (at(name), at("points"));
        let fixed = ["sweep", AIR_BRIDGE, "-n", "5", "--vary", "fleets.bridge.count=10,12", "--no-charts"];
        let ran = forceflow(&[&fixed, arguments, &["--out", &out, "--points", &points]].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    assert!(!sweep(&["--format", "csv"], "free").contains("cost"));
    assert!(!sweep(&["--format", "json"], "free").contains("cost"));
    // Ten carriers are held for 56 h: 10 x 56 / 24 days at 240.
    let price = ["--set", "carrier_types.freighter.cost_per_day=240", "--set", "currency=EUR"];
    let text = sweep(&price, "text");
    assert!(text.contains("5,600 EUR"), "{text}");
    let csv = sweep(&[&price[..], &["--format", "csv"]].concat(), "csv");
    let column = |row: &str, name: &str| {
        let place = csv.lines().next().expect("a head").split(',').position(|head| head == name).expect(name);
        row.split(',').nth(place).expect("a cell").to_owned()
    };
    let rows: Vec<&str> = csv.lines().skip(1).collect();
    assert_eq!(column(rows[0], "cost_mean"), "5600.000000");
    assert_eq!(column(rows[0], "cost_p90"), "5600.000000");
    let json: Value =
        serde_json::from_str(&sweep(&[&price[..], &["--format", "json"]].concat(), "json")).expect("JSON");
    assert_eq!(json["points"][0]["cost"]["mean"], 5600.0);
    let (there, here) = (&json["points"][1]["cost"]["mean"], column(rows[1], "cost_mean"));
    assert!((there.as_f64().expect("a cost") - here.parse::<f64>().expect("a number")).abs() < 1e-6, "{csv}");
}
