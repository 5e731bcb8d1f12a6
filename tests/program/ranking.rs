//! `forceflow compare` of many: an order of merit, and what could not be ranked.

use crate::support::{forceflow, scratch};
use serde_json::Value;

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const SPOTS: &str = "places.destination.terminal.working_spots";

/// Three change the air bridge, two of them alike; two files cannot be used.
#[test]
fn what_can_be_ranked_is_ranked_and_the_others_are_listed_with_the_reason() {
    let scratch = scratch();
    let bridge = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(AIR_BRIDGE);
    let write = |name: &str, title: &str, changes: &str| {
        let text = format!(
            r#"{{"format_version": 1, "based_on": {:?}, "title": {title:?}, "changes": {changes}}}"#,
            bridge.display().to_string()
        );
        let file = scratch.path().join(name);
        std::fs::write(&file, text).expect("written");
        file.display().to_string()
    };
    let five = format!(r#"{{"{SPOTS}": 5}}"#);
    let files = [
        write("ada.json", "Five spots", &five),
        write("ben.json", "My own idea", &five),
        write("cem.json", "Later", r#"{"deadline_h": 90}"#),
        write("dan.json", "Wrong", r#"{"fleets.brigde.count": 3}"#),
        scratch.path().join("eve.json").display().to_string(),
    ];
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, points) = (at("out"), at("points"));
    let mut arguments = vec!["compare", AIR_BRIDGE];
    arguments.extend(files.iter().map(String::as_str));
    arguments.extend(["-n", "3", "--no-charts", "--rank-by", "mean-arrival", "--allow", "places.*.terminal"]);
    arguments.extend(["--out", &out, "--points", &points]);
    let ran = forceflow(&[&arguments[..], &["--format", "json"]].concat());
    assert_eq!(ran.code, 1, "something could not be ranked: {}", ran.stderr);
    assert!(ran.stderr.contains("brigde") && ran.stderr.contains("eve.json"), "{}", ran.stderr);
    let found: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(found["ranked_by"], "mean_arrival");
    let ranking = found["ranking"].as_array().expect("a list");
    assert_eq!(ranking.len(), 4);
    assert_eq!((&ranking[0]["name"], &ranking[0]["title"]), (&"ada".into(), &"Five spots".into()));
    assert_eq!((&ranking[0]["same_as"][0], &ranking[1]["same_as"][0]), (&"ben".into(), &"ada".into()));
    let cem = ranking.iter().find(|one| one["name"] == "cem").expect("cem");
    assert_eq!(cem["not_allowed"][0], "deadline_h");
    let left_out: Vec<&str> = found["not_ranked"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(left_out, ["dan", "eve"]);
    let text = forceflow(&arguments).stdout;
    for words in [
        "Ranked by mean arrival.",
        "not allowed: deadline_h",
        "the same changes as ben",
        "Not ranked\n  dan: E",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(forceflow(&["verify", &out]).code, 0);
    let csv = forceflow(&[&arguments[..], &["--format", "csv"]].concat()).stdout;
    assert!(csv.lines().next().expect("a head").contains(",title,changes,same_as,not_allowed,"), "{csv}");
}
