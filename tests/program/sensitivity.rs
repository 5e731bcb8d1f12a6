//! Sensitivity and drawn assumptions, where the answers are known by hand.
//!
//! The air bridge has ten aircraft with a cycle of 3 + 4 + 2 + 4 = 13 h and forty loads, so four waves. With k working
//! spots a wave takes ceil(10 / k) rounds of 2 h, so closure is 7 + 2 ceil(10 / k) + 39 h; a single spot never
//! idles after the first arrival: 7 + 40 x 2 = 87 h.

use std::fs;
use std::path::Path;

use crate::support::{end_by, forceflow, kept, reaches, scratch, start};
use serde_json::Value;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const RANGES: &str = r#"evidence={"carrier_types.freighter.load_h": {"low": 0.5, "high": 2, "scale": true},
    "places.destination.terminal.working_spots": {"low": 1, "high": 4}, "routes.bridge.travel_h": {"low": 3, "high": 5}}"#;
const SPOTS: &str = r#"evidence={"places.destination.terminal.working_spots": {"low": 1, "high": 4}}"#;

fn study(arguments: &[&str]) -> Value {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let fixed = ["sensitivity", AIR_BRIDGE, "--format", "json", "-n", "3", "--no-charts"];
    let points = scratch.path().join("points");
    let folder = ["--out", out.to_str().expect("utf-8"), "--points", points.to_str().expect("utf-8")];
    let ran = forceflow(&[&fixed, arguments, &folder].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(fs::read_to_string(out.join("sensitivity.json")).expect("a file"), ran.stdout);
    serde_json::from_str(&ran.stdout).expect("JSON")
}

#[test]
fn the_bars_of_a_tornado_are_those_worked_out_by_hand_widest_first() {
    let found = study(&["--set", RANGES]);
    assert_eq!(found["result"]["baseline_h"], 56.0);
    let bars = found["result"]["bars"].as_array().expect("bars");
    let ends = |bar: &Value| {
        let of = |end: &str| bar[end]["closure_h"].as_f64().expect("hours");
        (bar["path"].as_str().expect("a path").to_owned(), of("low"), of("high"))
    };
    let expected = [
        ("places.destination.terminal.working_spots", 87.0, 52.0),
        ("carrier_types.freighter.load_h", 50.0, 68.0),
        ("routes.bridge.travel_h", 49.0, 63.0),
    ];
    let expected = expected.map(|(path, low, high)| (path.to_owned(), low, high));
    assert_eq!(bars.iter().map(ends).collect::<Vec<_>>(), expected);
    // Nothing is left to chance in this scenario, so that the intervals have no width.
    assert_eq!(bars[2]["low"]["difference_h"]["low"], -7.0);
    assert_eq!(bars[2]["low"]["difference_h"]["high"], -7.0);
}

#[test]
fn the_figure_says_how_many_bars_it_does_not_draw() {
    // However light a truck is: three fit into a hold.
    let light = r#", "vehicle_types.truck.mass_t": {"low": 9, "high": 10}}"#;
    let ranges = format!("{}{light}", RANGES.strip_suffix('}').expect("an object"));
    let caption = |arguments: &[&str]| {
        let scratch = scratch();
        let at = |name: &str| scratch.path().join(name).display().to_string();
        let (out, points) = (at("out"), at("points"));
        let fixed =
            ["sensitivity", AIR_BRIDGE, "-n", "3", "--set", &ranges, "--out", &out, "--points", &points];
        let ran = forceflow(&[fixed.as_slice(), arguments].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        fs::read_to_string(scratch.path().join("out/charts/figures.json")).expect("captions")
    };
    let all = caption(&[]);
    assert!(all.contains("One that does not move the mean is not drawn."), "{all}");
    assert!(!all.contains("narrower"), "{all}");
    let widest = caption(&["--top", "1"]);
    assert!(widest.contains("3 narrower ones are not drawn."), "{widest}");
}

#[test]
fn only_and_top_limit_what_is_studied() {
    let only = study(&["--set", RANGES, "--only", "routes"]);
    assert_eq!(only["result"]["bars"].as_array().map(Vec::len), Some(1));
    let top = study(&["--set", RANGES, "--top", "2", "--method", "morris", "--trajectories", "2"]);
    let effects = top["result"]["effects"].as_array().expect("effects");
    let paths: Vec<&str> = effects.iter().filter_map(|effect| effect["path"].as_str()).collect();
    assert_eq!(paths.len(), 2);
    assert!(!paths.contains(&"routes.bridge.travel_h"), "{paths:?}");
}

#[test]
fn morris_finds_the_slope_of_a_linear_assumption_and_no_noise_where_nothing_is_random() {
    // Closure is 3 + 10 + 15 + 7 t, so its change over a range of 2 h is 14 h.
    let found = study(&["--set", RANGES, "--only", "routes.bridge.travel_h", "--method", "morris"]);
    let effect = &found["result"]["effects"][0];
    assert!((effect["mu_star"].as_f64().expect("mu*") - 14.0).abs() < 1e-3, "{effect}");
    assert!(effect["sigma"].as_f64().expect("sigma") < 1e-3, "{effect}");
    assert_eq!(found["result"]["noise_share"], 0.0);
}

#[test]
fn the_only_assumption_explains_all_variance() {
    let only = ["--set", RANGES, "--only", "routes.bridge.travel_h", "--method", "sobol", "--samples", "64"];
    let found = study(&only);
    let share = &found["result"]["shares"][0];
    for index in ["first", "total"] {
        assert!((share[index].as_f64().expect("an index") - 1.0).abs() < 0.1, "{share}");
    }
}

#[test]
fn designs_with_too_few_points_say_how_many_would_do() {
    let says = |arguments: &[&str]| {
        let scratch = scratch();
        let at = |name: &str| scratch.path().join(name).display().to_string();
        let (out, points) = (at("out"), at("points"));
        let fixed =
            ["sensitivity", AIR_BRIDGE, "--set", RANGES, "-n", "2", "--out", &out, "--points", &points];
        let ran = forceflow(&[fixed.as_slice(), arguments].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let table = fs::read_to_string(format!("{out}/sensitivity.csv")).expect("a table");
        let captions = fs::read_to_string(format!("{out}/charts/figures.json")).expect("captions");
        (ran.stdout, table, captions)
    };
    let (one, ..) = says(&["--method", "morris", "--trajectories", "1"]);
    assert!(one.contains("One trajectory says nothing of its own error; --trajectories 10 would."), "{one}");
    let (few, table, captions) = says(&["--method", "morris", "--trajectories", "2"]);
    assert!(few.contains("2 trajectories are too few") && few.contains("about --trajectories "), "{few}");
    assert!(captions.contains("too few trajectories, about "), "{captions}");
    // A mean of sizes has no interval that reaches below zero.
    let ends: Vec<f64> =
        table.lines().skip(1).filter_map(|row| row.split(',').nth(5)?.parse().ok()).collect();
    assert!(ends.len() == 3 && ends.iter().all(|end| *end >= 0.0) && ends.contains(&0.0), "{table}");
    let (few, _, captions) = says(&["--method", "sobol", "--samples", "4"]);
    assert!(few.contains("4 base points are too few") && captions.contains("too few base points"), "{few}");
    // A smooth function of one variable is told apart by 1,024 points.
    let only = ["--only", "routes.bridge.travel_h", "--method", "sobol", "--samples", "1024"];
    let (enough, ..) = says(&only);
    assert!(!enough.contains("too few"), "{enough}");
    for words in ["route bridge: travel [h]", "routes.bridge.travel_h"] {
        assert!(enough.contains(words), "{enough}");
    }
}

#[test]
fn a_scenario_without_ranges_is_refused_with_a_remedy() {
    let ran = forceflow(&["sensitivity", AIR_BRIDGE, "-n", "2"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("no assumption of the scenario has a range"), "{}", ran.stderr);
    assert!(ran.stderr.contains("help: give assumptions a range in `evidence`"), "{}", ran.stderr);
}

#[test]
fn an_end_that_the_checks_refuse_is_named_before_any_replication() {
    let ranges = r#"evidence={"vehicle_types.truck.mass_t": {"low": 5, "high": 50}}"#;
    for command in [["run", "--uncertain"], ["sensitivity", "--no-charts"]] {
        let ran = forceflow(&[command[0], AIR_BRIDGE, "--set", ranges, command[1]]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains("`vehicle_types.truck.mass_t = 50.0`"), "{}", ran.stderr);
    }
}

#[test]
fn check_refuses_what_a_draw_could_not_run() {
    let ranges = r#"evidence={"vehicle_types.truck.mass_t": {"low": 5, "high": 50}}"#;
    let ran = forceflow(&["check", AIR_BRIDGE, "--set", ranges]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("with --uncertain, the scenario with `vehicle_types.truck.mass_t = 50.0`"));
    // Each end alone fits on the floor of 24 m; both together do not.
    let both = r#"evidence={"vehicle_types.truck.length_m": {"low": 7, "high": 23.9},
        "carrier_types.freighter.hold_length_m": {"low": 8.1, "high": 24}}"#;
    let ran = forceflow(&["check", AIR_BRIDGE, "--set", both]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("the scenario drawn for replication"), "{}", ran.stdout);
    let fits = r#"evidence={"vehicle_types.truck.mass_t": {"low": 5, "high": 12}}"#;
    assert_eq!(forceflow(&["check", AIR_BRIDGE, "--set", fits]).code, 0);
}

#[test]
fn designs_that_are_too_large_or_unbalanced_are_refused_before_any_replication() {
    for (design, says) in [
        (["--method", "sobol", "--samples", "1073741824"], "100000 are the most"),
        (["--method", "morris", "--trajectories", "4294967295"], "100000 are the most"),
        (["--method", "sobol", "--samples", "100"], "a power of two such as 128"),
        (["--method", "sobol", "--samples", "0"], "a power of two such as 1"),
        (["--method", "morris", "--trajectories", "0"], "0 is not in 1"),
    ] {
        let ran =
            forceflow(&[&["sensitivity", AIR_BRIDGE, "--set", RANGES, "--top", "1"], &design[..]].concat());
        assert_eq!(ran.code, 2, "{design:?}");
        assert!(ran.stderr.contains(says), "{design:?}: {}", ran.stderr);
    }
}

#[test]
fn a_point_without_a_mean_is_named() {
    let horizon = ["--set", "horizon_h=60", "--method", "morris", "--trajectories", "4", "-n", "2"];
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let places = ["--out", &out, "--points", &points];
    let ran = forceflow(&[&["sensitivity", AIR_BRIDGE, "--set", RANGES], &horizon[..], &places[..]].concat());
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("the point with `") && ran.stderr.contains("a larger one"), "{}", ran.stderr);
}

/// Closures of an uncertain run by replication, with its folder.
fn closures(folder: &Path, ranges: &str, arguments: &[&str]) -> Vec<f64> {
    let fixed = ["run", AIR_BRIDGE, "--uncertain", "-n", "40", "--set", ranges, "--no-charts"];
    let ran = forceflow(&[&fixed, arguments, &["--out", folder.to_str().expect("utf-8")]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("ranges of assumptions drawn"), "{}", ran.stdout);
    let table = fs::read_to_string(folder.join("replications.csv")).expect("a file");
    let closure = |line: &str| line.split(',').nth(1).expect("closure").parse().expect("a number");
    table.lines().skip(1).map(closure).collect()
}

#[test]
fn every_replication_draws_one_whole_number_of_spots() {
    let scratch = scratch();
    let mut found = closures(&scratch.path().join("out"), SPOTS, &[]);
    found.sort_by(f64::total_cmp);
    found.dedup();
    assert_eq!(found, [52.0, 54.0, 56.0, 87.0]);
}

#[test]
fn another_assumption_leaves_the_draws_of_the_first_as_they_were() {
    let more = r#"evidence={"places.destination.terminal.working_spots": {"low": 1, "high": 4},
        "places.origin.lat": {"low": 54, "high": 55}}"#;
    let scratch = scratch();
    let first = closures(&scratch.path().join("first"), SPOTS, &[]);
    assert_eq!(first, closures(&scratch.path().join("second"), more, &[]));
}

#[test]
fn an_uncertain_run_does_not_depend_on_threads_and_can_be_verified() {
    let scratch = scratch();
    let folders = ["1", "3"].map(|threads| {
        let folder = scratch.path().join(threads);
        closures(&folder, RANGES, &["--threads", threads]);
        folder
    });
    for file in ["result.json", "replications.csv", "timeline.csv", "arrivals.csv"] {
        let [one, three] =
            [&folders[0], &folders[1]].map(|folder| fs::read(folder.join(file)).expect("a file"));
        assert!(one == three, "{file}");
    }
    let verified = forceflow(&["verify", folders[0].to_str().expect("utf-8")]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
}

#[cfg(unix)]
#[test]
fn an_interrupted_study_goes_on_where_it_was_and_ends_with_the_same_bytes() {
    let (left_alone, scratch) = (scratch(), scratch());
    let arguments = |folder: &Path| -> Vec<String> {
        let at = |name: &str| folder.join(name).display().to_string();
        let fixed =
            ["sensitivity", AIR_BRIDGE, "--set", RANGES, "-n", "1500", "--method", "morris", "--no-charts"];
        let fixed = fixed.map(str::to_owned).into_iter();
        fixed.chain(["--out".to_owned(), at("out"), "--points".to_owned(), at("points")]).collect()
    };
    let words = |all: &[String]| forceflow(&all.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(words(&arguments(left_alone.path())).code, 0);
    let points = scratch.path().join("points");
    let mut child = start(&arguments(scratch.path()));
    assert!(reaches(&mut child, &points, 2), "it is far from its end");
    let (ended, said) = end_by(child, &["-INT"]);
    assert_eq!(ended, Some(3), "{said}");
    assert!(said.contains("goes on from there:\n  forceflow sensitivity"), "{said}");
    assert!(!scratch.path().join("out").exists() && kept(&points) >= 2);
    assert_eq!(words(&arguments(scratch.path())).code, 0);
    for file in ["sensitivity.json", "sensitivity.csv"] {
        let of = |folder: &Path| fs::read(folder.join("out").join(file)).expect("a file");
        assert_eq!(of(left_alone.path()), of(scratch.path()), "{file}");
    }
}

/// What a tornado of a scenario with chance and 99 assumptions finds.
fn aid(arguments: &[&str]) -> (Value, String) {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let fixed =
        ["sensitivity", "scenarios/material-aid.json", "--no-charts", "--out", &out, "--points", &points];
    let ran = forceflow(&[&fixed, arguments].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let json = fs::read_to_string(scratch.path().join("out/sensitivity.json")).expect("a file");
    (serde_json::from_str(&json).expect("JSON"), ran.stdout)
}

#[test]
fn the_widest_bars_have_all_replications_and_the_others_the_first_of_them() {
    let (brief, said) = aid(&["-n", "60"]);
    let (thorough, all) = aid(&["-n", "60", "--thorough"]);
    let (short, alone) = aid(&["-n", "16", "--thorough"]);
    assert_eq!([&thorough, &short].map(|it| it["replications"].as_u64()), [Some(60), Some(16)]);
    let bars = |study: &Value| study["result"]["bars"].as_array().expect("bars").clone();
    let bar = |study: &Value, path: &Value| {
        bars(study).into_iter().find(|bar| bar["path"] == *path).expect("a bar for each assumption")
    };
    let mut early = 0;
    for found in bars(&brief) {
        let whole = found["replications"] == 60;
        early += usize::from(!whole);
        // Differences are those of the replications that it has.
        let other = bar(if whole { &thorough } else { &short }, &found["path"]);
        assert_eq!(found["replications"], other["replications"]);
        for end in ["low", "high"] {
            assert_eq!(found[end]["difference_h"], other[end]["difference_h"], "{}", found["path"]);
        }
    }
    assert!((20..75).contains(&early), "{early} of 99 have the first replications only");
    assert!(said.contains(&format!("{early} after 16 were left")), "{said}");
    assert!([all, alone].iter().all(|text| !text.contains("were left")));
    // What a table and a figure show is as if all had all.
    let widest =
        |study: &Value| bars(study).into_iter().take(20).map(|bar| bar["path"].clone()).collect::<Vec<_>>();
    assert_eq!(widest(&brief), widest(&thorough));
    assert!(bars(&brief).iter().take(20).all(|bar| bar["replications"] == 60));
}

#[test]
fn thorough_is_of_a_tornado() {
    let refused = forceflow(&["sensitivity", AIR_BRIDGE, "--method", "discover", "--thorough"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("--thorough is of a tornado"), "{}", refused.stderr);
}
