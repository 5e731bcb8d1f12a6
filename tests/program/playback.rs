//! One run in motion, as its page holds it: what the script reads, and what may run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::common::in_repository;
use crate::support::{forceflow, scratch};

const BASE_CASE: &str = "scenarios/kazakhstan-2022.json";
const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const DATA: &str = "<script type=\"application/json\" id=\"playback-data\">";

/// Runs a command into a folder and gives a file of it.
fn file(folder: &Path, words: &[&str], name: &str) -> String {
    let out = folder.to_str().expect("utf-8");
    let ran = forceflow(&[words, &["--quiet", "--out", out]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    fs::read_to_string(folder.join(name)).expect("a file")
}

/// What the script of a page reads.
fn data(page: &str) -> (&str, Value) {
    let text = page.split(DATA).nth(1).and_then(|rest| rest.split("</script>").next()).expect("a block");
    (text, serde_json::from_str(text).expect("JSON"))
}

/// The ids of its carriers and copies of units.
fn movers(data: &Value) -> BTreeSet<String> {
    let each = |list: &str| data[list].as_array().expect("a list").clone();
    let (fleets, units) = (each("fleets"), each("unit_kinds"));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let of = |value: &Value| value[0].as_u64().expect("a number") as usize;
    let carriers = each("carriers").into_iter().map(|it| format!("{}#{}", text(&fleets[of(&it)][0]), it[1]));
    let copies = each("units").into_iter().map(|it| {
        let unit = &units[of(&it)];
        if unit[2] == 1 { text(&unit[0]) } else { format!("{}#{}", text(&unit[0]), it[1]) }
    });
    carriers.chain(copies).collect()
}

#[test]
fn everybody_who_moves_in_the_timeline_is_in_the_page() {
    let scratch = scratch();
    let page = file(scratch.path(), &["run", BASE_CASE, "-n", "5"], "report.html");
    let (text, data) = data(&page);
    assert!(text.len() < 80_000, "{}", text.len());
    let timeline = fs::read_to_string(scratch.path().join("timeline.csv")).expect("a table");
    let who = timeline.lines().skip(1).filter_map(|line| line.split(',').next());
    let movers_of_table: BTreeSet<String> =
        who.filter(|who| who.contains(['#', '/'])).map(str::to_owned).collect();
    assert_eq!(movers(&data), movers_of_table);
    assert_eq!(data["one_in"], 1);
    let chapters: Vec<&Value> =
        data["chapters"].as_array().expect("a list").iter().map(|it| &it[0]).collect();
    assert_eq!(chapters, ["Deployment", "Withdrawal"]);
    let sites = data["sites"].as_array().expect("a list");
    assert_eq!(sites.len(), 12);
    assert!(sites.iter().all(|site| site[1].as_i64().is_some_and(|covered| covered > 0)), "{sites:?}");
    // The steps of the chain follow one another up to the closure.
    let chain = data["chain"].as_array().expect("a list");
    assert!(chain.windows(2).all(|two| two[0][1] == two[1][0]), "{chain:?}");
    assert_eq!(chain[chain.len() - 1][1], data["closed"]);
}

#[test]
fn one_script_may_run_and_only_in_the_page_of_a_run_with_figures() {
    let scratch = scratch();
    let run = |words: &[&str], folder: &str| {
        file(&scratch.path().join(folder), &[&["run", AIR_BRIDGE, "-n", "2"], words].concat(), "report.html")
    };
    let page = run(&[], "run");
    let policies: Vec<&str> = page.split("script-src ").skip(1).collect();
    assert_eq!(policies.len(), 1);
    let hash = policies[0].replace("&#39;", "'");
    let hash = hash.strip_prefix("'sha256-").and_then(|rest| rest.split_once("='\"")).expect("a hash").0;
    assert_eq!(hash.len(), 43, "32 bytes in Base64: {hash}");
    assert_eq!((page.matches("<script").count(), page.matches("<script>").count()), (2, 1));
    assert!(page.contains("id=\"playback-player\" hidden>"), "a page without scripts shows no dead controls");
    let still = run(&["--no-charts"], "still");
    let changed = ["compare", AIR_BRIDGE, "--set", "fleets.bridge.count=3", "-n", "4"];
    let study = file(&scratch.path().join("study"), &changed, "report.html");
    for page in [still, study] {
        assert!(!page.contains("<script") && !page.contains("script-src") && !page.contains("player"));
    }
    let markdown = file(&scratch.path().join("run"), &["run", AIR_BRIDGE, "-n", "2"], "report.md");
    assert!(markdown.contains("## One run in motion\n") && !markdown.contains("playback-data"));
}

#[test]
fn the_page_of_why_plays_the_run_that_it_tells() {
    let scratch = scratch();
    let why = |words: &[&str], folder: &str| {
        let words = [&["why", BASE_CASE, "-n", "2", "--show", "3"], words].concat();
        file(&scratch.path().join(folder), &words, "report.html")
    };
    let force = why(&[], "force");
    let (_, force) = data(&force);
    let run = file(&scratch.path().join("run"), &["run", BASE_CASE, "-n", "2", "--show", "3"], "report.html");
    let (_, run) = data(&run);
    for part in ["carriers", "units", "sites", "chain", "diary", "closed"] {
        assert_eq!(force[part], run[part], "{part}");
    }
    // The chain of a part ends when that part is in place.
    let page = why(&["--unit", "belarus"], "part");
    let (_, part) = data(&page);
    let end = |data: &Value| {
        let chain = data["chain"].as_array().expect("a list");
        chain[chain.len() - 1][1].as_i64().expect("a time")
    };
    let text = fs::read_to_string(scratch.path().join("part/why.json")).expect("a story");
    let story: Value = serde_json::from_str(&text).expect("JSON");
    let closure_ms = story["story"]["closure_h"].as_f64().expect("hours") * 3_600_000.0;
    assert_eq!(end(&part), closure_ms.round() as i64);
    assert!(end(&part) < end(&force));
    assert!(!why(&["--no-charts"], "still").contains("<script"));
}

#[test]
fn names_of_a_scenario_cannot_end_the_block_or_swell_it() {
    let scratch = scratch();
    let base = fs::read_to_string(in_repository(AIR_BRIDGE)).expect("the scenario");
    for name in [
        "</script><script>alert(1)</script><!--&\u{2028}\u{202e}\u{7}\"\\".to_owned(),
        "<!-- long ".repeat(10_000),
    ] {
        let mut scenario: Value = serde_json::from_str(&base).expect("JSON");
        for group in ["places", "fleets", "contingents"] {
            for (_, one) in scenario[group].as_object_mut().expect("a group") {
                one["name"] = json!(name);
            }
        }
        for (_, unit) in scenario["contingents"]["force"]["units"].as_object_mut().expect("units") {
            unit["name"] = json!(name);
        }
        let path = scratch.path().join("named.json");
        fs::write(&path, scenario.to_string()).expect("written");
        let path = path.to_str().expect("utf-8");
        let page = file(&scratch.path().join("out"), &["run", path, "-n", "2"], "report.html");
        assert_eq!((page.matches("<script").count(), page.matches("</script").count()), (2, 2));
        let (text, data) = data(&page);
        assert!(!text.contains(['<', '>', '&']), "markup");
        assert!(text.len() < 150_000, "{}", text.len());
        let shown = data["ground"]["places"][0][1].as_str().expect("a name");
        assert!(shown.contains("<!--") && !shown.contains(char::is_control) && !shown.contains('\u{202e}'));
        assert!(shown.chars().count() < 90, "{shown}");
    }
}
