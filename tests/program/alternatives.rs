//! `forceflow compare --alternative`: several what-ifs with names in one call, and what two do together.

use crate::support::{Ran, forceflow, json, list, scratch, word};
use serde_json::Value;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const CARRIERS: &str = "fleets.bridge.count=12";
const SPOTS: &str = "places.destination.terminal.working_spots=5";

/// Two changes, and both: three alternatives by name.
fn three() -> [String; 8] {
    let flag = || "--alternative".to_owned();
    [
        flag(),
        format!("two more={CARRIERS}"),
        flag(),
        format!("both={CARRIERS}"),
        flag(),
        format!("both={SPOTS}"),
        flag(),
        format!("spots={SPOTS}"),
    ]
}

fn compare(scratch: &std::path::Path, words: &[&str]) -> Ran {
    let at = |name: &str| scratch.join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let folders = ["--out", &out, "--points", &points, "--no-charts"];
    forceflow(&[&["compare"], words, &folders].concat())
}

#[test]
fn two_changes_and_both_are_one_table_and_one_sentence() {
    let scratch = scratch();
    let three = three();
    let changes: Vec<&str> = three.iter().map(String::as_str).collect();
    let ran = compare(scratch.path(), &[&[AIR_BRIDGE, "-n", "3"], changes.as_slice()].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // By hand: 40 loads by 12 carriers and 5 spots close at 48 h; 50 h with either alone, 56 h with neither.
    let says = "both is two more and spots at once: together they save 4.00 h less (95 % interval 4.00 to 4.00 h less) \
                than the sum of each.";
    assert!(ran.stdout.contains(says), "{}", ran.stdout);
    for name in ["\ntwo more\n", "\nboth\n", "\nspots\n", "Together, and one by one"] {
        assert!(ran.stdout.contains(name), "{name}: {}", ran.stdout);
    }
    let found = json(&scratch.path().join("out"), "comparison.json");
    let names: Vec<&str> = list(&found["differences"]).iter().map(|one| word(&one["alternative"])).collect();
    assert_eq!(names, ["two more", "both", "spots"]);
    let [one] = list(&found["interactions"]).as_slice() else { panic!("one of {found}") };
    assert_eq!(
        (word(&one["together"]), word(&one["alone"][0]), word(&one["alone"][1])),
        ("both", "two more", "spots")
    );
    let closure = &one["closure_h"];
    assert_eq!((&closure["alone"], &closure["together"]), (&serde_json::json!([-6.0, -6.0]), &(-8.0).into()));
    assert_eq!(closure["beyond_the_sum"]["mean"], 4.0);
    let page = std::fs::read_to_string(scratch.path().join("out/report.html")).expect("a page");
    assert!(page.contains("together they save 4.00 h less"), "the page says it");
    let again = forceflow(&["verify", scratch.path().join("out").to_str().expect("utf-8")]);
    assert_eq!(again.code, 0, "{}{}", again.stdout, again.stderr);
}

#[test]
fn alternatives_stand_beside_files_and_work_with_other_flags() {
    let scratch = scratch();
    let file = scratch.path().join("spots.json");
    let base = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(AIR_BRIDGE);
    let text = serde_json::json!({
        "format_version": 1, "based_on": base, "title": "More spots",
        "changes": {"places.destination.terminal.working_spots": 5},
    });
    std::fs::write(&file, text.to_string()).expect("written");
    let both = [format!("both={CARRIERS}"), format!("both={SPOTS}"), format!("carriers={CARRIERS}")];
    let words = [
        AIR_BRIDGE,
        file.to_str().expect("utf-8"),
        "--alternative",
        &both[0],
        "--alternative",
        &both[1],
        "--alternative",
        &both[2],
        "--rank-by",
        "mean-arrival",
        "--allow",
        "fleets.*.count",
        "--precision",
        "1h",
        "--format",
        "json",
    ];
    let ran = compare(scratch.path(), &words);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let found: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    // A change in a file counts as one on the command line.
    let one = &found["interactions"][0];
    assert_eq!(
        (&one["together"], &one["alone"]),
        (&"both".into(), &serde_json::json!(["spots", "carriers"]))
    );
    assert_eq!((&found["precision_reached"], &found["ranked_by"]), (&true.into(), &"mean_arrival".into()));
    let row =
        |name: &str| list(&found["ranking"]).iter().find(|one| one["name"] == name).expect("a row").clone();
    assert_eq!(row("both")["not_allowed"], serde_json::json!(["places.destination.terminal.working_spots"]));
    assert_eq!(row("carriers")["not_allowed"], serde_json::json!([]));
    let csv = std::fs::read_to_string(scratch.path().join("out/comparison.csv")).expect("a table");
    assert!(csv.lines().any(|line| line.contains(",both,") && line.contains("spots; carriers,4.0")), "{csv}");
    let command = json(&scratch.path().join("out"), "manifest.json")["command"].to_string();
    assert!(
        command.contains(&format!("--alternative both={CARRIERS} --alternative both={SPOTS}")),
        "{command}"
    );
}

#[test]
fn alternatives_that_cannot_be_are_refused_with_a_remedy() {
    let scratch = scratch();
    let refused = |words: &[&str]| {
        let ran = compare(scratch.path(), words);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{words:?}: {}", ran.stderr);
        ran.stderr
    };
    for (change, says) in [
        ("=fleets.bridge.count=6", "the alternative has no name"),
        ("six", "expected NAME=PATH=VALUE, as in 'two more=fleets.vta.count=6'"),
        ("six=fleets.bridge.count", "behind the name stands PATH=VALUE"),
        ("fleets.bridge.count=6", "write 'NAME=fleets.bridge.count=6'"),
        ("six=fleets.brigde.count=6", "did you mean `fleets.bridge.count`?"),
        ("six=fleets.brigde.count=6", "in the alternative `six`"),
        (
            "air-bridge=fleets.bridge.count=6",
            "the alternative `air-bridge` has the name of a scenario beside it",
        ),
        ("An air bridge with round numbers=deadline_h=9", "that is its title"),
    ] {
        let error = refused(&[AIR_BRIDGE, "-n", "2", "--alternative", change]);
        assert!(error.contains(says), "{change}: {error}");
    }
    let twice = ["--alternative", "six=deadline_h=6", "--alternative", "six=deadline_h=7"];
    let error = refused(&[[AIR_BRIDGE, "-n", "2"].as_slice(), &twice].concat());
    assert!(error.contains("the alternative `six` sets `deadline_h` twice"), "{error}");
    // The mistakes of all of them at once.
    let wrong = ["--alternative", "a=fleets.x.count=6", "--alternative", "b=deadline_h=-7"];
    let error = refused(&[[AIR_BRIDGE, "-n", "2"].as_slice(), &wrong].concat());
    assert!(error.contains("in the alternative `a`") && error.contains("in the alternative `b`"), "{error}");
    let error = refused(&[AIR_BRIDGE, "--seeds", "1,2", "--alternative", "six=deadline_h=6"]);
    assert!(error.contains("cannot be used with"), "{error}");
}

#[test]
fn a_folder_of_results_is_not_changed() {
    let scratch = scratch();
    let folder = scratch.path().join("run").display().to_string();
    assert_eq!(forceflow(&["run", AIR_BRIDGE, "-n", "2", "--no-charts", "--out", &folder]).code, 0);
    let ran = compare(scratch.path(), &[&folder, "--alternative", "six=deadline_h=6"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("name the scenario file first"), "{}", ran.stderr);
}
