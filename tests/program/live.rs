//! Pages that hold the engine: written, verified, and written again with and without it. `tests/browser/live.mjs` uses them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Ran, forceflow, scratch};

const BRIDGE: &str = "scenarios/checks/air-bridge.json";
const SPOTS: &str = "places.destination.terminal.working_spots";

fn ran(arguments: &[&str]) -> Ran {
    let ran = forceflow(arguments);
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
    ran
}

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("report.html")).expect("a page")
}

/// What the script of a page reads.
fn data(page: &str) -> Value {
    let (_, rest) = page.split_once(r#"id="live-data">"#).expect("the page holds the engine");
    serde_json::from_str(rest.split_once("</script>").expect("an end").0).expect("JSON")
}

#[test]
fn a_page_gets_the_engine_and_loses_it_and_every_such_folder_is_verified() {
    let scratch = scratch();
    let folder = scratch.path().join("run");
    let out = folder.to_str().expect("utf-8");
    let ran_live = ran(&["run", BRIDGE, "-n", "5", "--live", "--out", out]);
    assert!(ran_live.stdout.contains("--live"), "{}", ran_live.stdout);
    let with = page(&folder);
    let policy = "worker-src blob:";
    assert!(with.contains(policy));
    assert!(!with.contains("--live"), "the command of a page gives its numbers, with or without the engine");
    assert!(ran(&["verify", out]).stdout.contains("every byte is the same"));
    ran(&["report", out]);
    let without = page(&folder);
    assert!(!without.contains(policy) && !without.contains("live-data"));
    assert!(ran(&["verify", out]).stdout.contains("every byte is the same"));
    ran(&["report", out, "--live"]);
    assert_eq!(page(&folder), with);
    assert!(ran(&["verify", out]).stdout.contains("every byte is the same"));
}

#[test]
fn what_helps_and_what_matters_is_offered_with_the_value_that_it_has() {
    let scratch = scratch();
    let folder = scratch.path().join("run");
    let ranges = r#"evidence={"carrier_types.freighter.unload_h": {"low": 1, "high": 3}}"#;
    let title = "title=</script><img src=x onerror=alert(1)>";
    let out = folder.to_str().expect("utf-8");
    ran(&["run", BRIDGE, "--set", ranges, "--set", title, "-n", "5", "--live", "--out", out]);
    let page = page(&folder);
    assert!(!page.contains("<img src=x"));
    let data = data(&page);
    assert_eq!(
        (&data["file"], &data["name"], &data["changed"]),
        (&"air-bridge.json".into(), &"air-bridge.json".into(), &true.into())
    );
    let offered: Vec<(&str, &str, &str)> = data["controls"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|control| {
            let at = control["at"].as_u64().expect("a number") as usize;
            let word = |key: &str| control[key].as_str().expect("a word");
            (word("group"), word("path"), control["stops"][at][0].as_str().expect("a label"))
        })
        .collect();
    assert_eq!(
        offered,
        [
            ("capacity", "fleets.bridge.count", "10"),
            ("capacity", SPOTS, "2"),
            ("assumption", "carrier_types.freighter.unload_h", "2")
        ]
    );
    // The text is the scenario as it was run, which a run of it confirms.
    let copy = scratch.path().join("copy.json");
    fs::write(&copy, data["text"].as_str().expect("a text")).expect("a file");
    let again = ran(&["run", copy.to_str().expect("utf-8"), "-n", "5", "--format", "json", "--out", out]);
    let first = fs::read_to_string(folder.join("result.json")).expect("a file");
    assert_eq!(again.stdout, first);
}

#[test]
fn the_page_of_a_study_takes_no_engine() {
    let scratch = scratch();
    let folder = scratch.path().join("why");
    let out = folder.to_str().expect("utf-8");
    ran(&["why", BRIDGE, "-n", "2", "--out", out]);
    let refused = forceflow(&["report", out, "--live"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("of `forceflow why`"), "{}", refused.stderr);
}
