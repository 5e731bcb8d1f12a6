//! `why`: what it says, and what would have helped.

use crate::support::{forceflow, scratch};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";

#[test]
fn a_duration_is_tried_a_tenth_shorter_and_a_shape_is_left_alone() {
    let told = forceflow(&[
        "why",
        AIR_BRIDGE,
        "-n",
        "2",
        "--set",
        r#"carrier_types.freighter.unload_h={"lognormal": {"mean": 2, "cv": 0.1}}"#,
    ]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert!(told.stdout.contains("--set carrier_types.freighter.load_h=2.7"), "{}", told.stdout);
    let unload = r#"--set 'carrier_types.freighter.unload_h={"lognormal":{"mean":1.8,"cv":0.1}}'"#;
    assert!(told.stdout.contains(unload), "{}", told.stdout);
}

#[test]
fn the_story_is_told_in_sentences_and_as_json() {
    let told = forceflow(&["why", AIR_BRIDGE, "-n", "5"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert!(told.stdout.contains("the force was in place 56.0 h after the appeal"), "{}", told.stdout);
    assert!(told.stdout.contains("waiting for a carrier at origin"), "{}", told.stdout);
    assert!(told.stdout.contains("--set fleets.bridge.count=11"), "{}", told.stdout);
    let json = forceflow(&["why", AIR_BRIDGE, "-n", "5", "--format", "json", "--unit", "force/company#7"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let sum = |view: &str| -> f64 {
        let steps = json["story"][view].as_array().expect("steps");
        steps
            .iter()
            .map(|step| step["to_h"].as_f64().unwrap_or(0.0) - step["from_h"].as_f64().unwrap_or(0.0))
            .sum()
    };
    let closure = json["story"]["closure_h"].as_f64().expect("a number");
    assert!((sum("diary") - closure).abs() < 1e-9 && (sum("chain") - closure).abs() < 1e-9);
    assert_eq!(json["story"]["subject"], "force/company#7");
    assert_eq!(json["gains_of"], "the force");
}

#[test]
fn what_would_help_says_that_it_is_about_the_force_when_a_part_is_told() {
    let told = forceflow(&["why", AIR_BRIDGE, "-n", "2", "--unit", "force/company#7"]);
    let heading =
        "What would help the force: hours of its closure, not of that of company no. 7 alone, over 2";
    assert!(told.stdout.contains(heading), "{}", told.stdout);
    let told = forceflow(&["why", AIR_BRIDGE, "-n", "2"]);
    assert!(told.stdout.contains("What would help, over 2 replications\n"), "{}", told.stdout);
}

#[test]
fn a_gain_is_earlier_below_zero_and_names_stand_for_ids() {
    // One more aircraft, or one more spot, closes the bridge at 54 h in place of 56 h; a tenth less of 16 h is 1.6 h.
    let set = ["--set", r#"fleets.bridge.name="Freighters""#, "--set", r#"places.destination.name="Almaty""#];
    let told = forceflow(&[&["why", AIR_BRIDGE, "-n", "2"], set.as_slice()].concat()).stdout;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Freighters no. 10 was unloaded at Almaty, for company",
        "1.60 h earlier unloading, Freighters (on the chain in 100 % of the runs)",
        "2.00 h earlier one more carrier in Freighters (95 % interval 2.00 to 2.00 h earlier)",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert!(!told.contains("saves") && !told.contains('+') && !told.contains("bridge#"), "{told}");
    let json = forceflow(&["why", AIR_BRIDGE, "-n", "2", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let gain = &json["capacities"][0];
    assert_eq!((&gain["saved_h"], &gain["difference_h"]["mean"]), (&2.0.into(), &(-2.0).into()), "{gain}");
}

#[test]
fn an_unknown_unit_is_answered_with_the_one_that_was_meant() {
    let told = forceflow(&["why", AIR_BRIDGE, "--unit", "force/compny"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("did you mean `force/company`?"), "{}", told.stderr);
}

#[test]
fn why_writes_a_folder_only_when_asked() {
    let scratch = scratch();
    let out = scratch.path().join("why");
    let told = forceflow(&["why", AIR_BRIDGE, "-n", "2", "--out", out.to_str().expect("utf-8"), "-q"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    let answer = std::fs::read_to_string(out.join("why.txt")).expect("why.txt");
    let tail = told.stdout.strip_prefix(&answer).expect("stdout begins with why.txt");
    let folder = format!("Written to {}\nReproduce   forceflow why {AIR_BRIDGE} ", out.display());
    assert!(tail.starts_with(&folder), "{tail}");
    let figures = std::fs::read_to_string(out.join("charts/figures.json")).expect("captions");
    assert!(
        figures.contains("Closure of the force in replication 1, one of 200 that close at the same hour, 56"),
        "{figures}"
    );
    assert!(!figures.to_lowercase().contains("mean closure"), "one closure has no mean: {figures}");
}

#[test]
fn where_nothing_helps_it_says_what_was_tried_and_what_bounds_closure() {
    let scratch = scratch();
    let out = scratch.path().join("why");
    let plenty = [
        "why",
        AIR_BRIDGE,
        "-n",
        "2",
        "--set",
        "fleets.bridge.count=40",
        "--set",
        "places.destination.terminal.working_spots=null",
        "--out",
        out.to_str().expect("utf-8"),
    ];
    let told = forceflow(&plenty);
    assert_eq!(told.code, 0, "{}", told.stderr);
    // An aircraft for every load, and no limit: loaded 3 h, there after 4 h, unloaded in 2 h.
    let says = "What would help, over 2 replications\n  More of no capacity helps: one more of the only one was tried; closure \
                does not move in any replication.\n  What bounds it, mean hours on the way to closure: travelling loaded of \
                bridge, 4.0 h; loading of bridge, 3.0 h; unloading of bridge, 2.0 h. Only less of these helps.\n";
    assert!(told.stdout.contains(says), "{}", told.stdout);
    let json = std::fs::read_to_string(out.join("why.json")).expect("why.json");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let nothing = &json["nothing_helps"];
    assert_eq!((&nothing["tried"], &nothing["without_any_change"]), (&1.into(), &1.into()));
    let bounds = nothing["bounds"].as_array().expect("a list");
    let hours: Vec<&serde_json::Value> = bounds.iter().map(|part| &part["chain_h"]).collect();
    assert_eq!(hours, [4.0, 3.0, 2.0]);
    let page = std::fs::read_to_string(out.join("report.html")).expect("a page");
    assert!(
        page.contains("More of no capacity helps") && page.contains("What bounds it"),
        "the page says it"
    );
    // Where something helps nothing of this is said.
    let told = forceflow(&["why", AIR_BRIDGE, "-n", "2", "--format", "json"]);
    assert!(!told.stdout.contains("nothing_helps"), "{}", told.stdout);
    // A march needs no carrier.
    let told = forceflow(&["why", "scenarios/checks/march.json", "-n", "2"]);
    assert!(told.stdout.contains("No capacity can be tried"), "{}", told.stdout);
    assert!(told.stdout.contains("march"), "{}", told.stdout);
}
