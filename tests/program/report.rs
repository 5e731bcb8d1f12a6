//! `report.html`, `report.md` and the numbers to quote, as a reader of a folder meets them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::common::in_repository;
use crate::support::{files, forceflow, scratch};

const BASE_CASE: &str = "scenarios/kazakhstan-2022.json";
const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";

/// Runs a scenario and gives the files of its folder.
fn folder(scenario: &str, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let out = out.to_str().expect("utf-8");
    let ran =
        forceflow(&[&["run", scenario, "--replications", "20", "--quiet", "--out", out], more].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    files(Path::new(out))
}

fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files[name].clone()).expect("utf-8")
}

fn json_of(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    serde_json::from_slice(&files[name]).expect("JSON")
}

/// The values of an attribute in a page.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    page.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// A page without the controls and the scripts that play a run, which tests of their own look at.
fn still(page: &str) -> String {
    let mut still = page.to_owned();
    for (from, to) in
        [("<div class=\"player\"", "<noscript>"), ("<script", "</script>"), ("<script", "</script>")]
    {
        let Some(begin) = still.find(from) else { continue };
        let end = still[begin..].find(to).map_or(still.len(), |end| begin + end + to.len());
        still.replace_range(begin..end, "");
    }
    still
}

#[test]
fn reports_are_the_same_bytes_for_any_threads_and_folder() {
    let (one, other) = (folder(BASE_CASE, &["--threads", "1"]), folder(BASE_CASE, &["--threads", "3"]));
    for name in ["report.html", "report.md", "values.json", "values.tex", "values.typ"] {
        assert!(one[name] == other[name], "{name}");
    }
    let page = text(&one, "report.html");
    let manifest = json_of(&one, "manifest.json");
    for key in ["written_at", "seconds", "host"] {
        let told = manifest["environment"][key].as_str().expect("a text");
        assert!(!page.contains(told), "{key}: {told}");
    }
    assert_eq!(manifest["outputs"]["report.html"], blake3::hash(&one["report.html"]).to_hex().as_str());
}

#[test]
fn the_page_loads_nothing_and_is_small() {
    let files = folder(BASE_CASE, &[]);
    let page = text(&files, "report.html").replace("&#39;", "'");
    assert!(page.contains("content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline';"));
    let all = page.len();
    let page = still(&page);
    for loads in ["<script", "<link", "<img", "<iframe", "<object", "@import", "url(", "http-equiv=\"refresh"]
    {
        assert!(!page.contains(loads), "{loads}");
    }
    assert!(attributes(&page, "src").is_empty());
    for address in attributes(&page, "href") {
        assert!(address.starts_with('#') || address.starts_with("https://"), "{address}");
    }
    assert!(all < 750_000, "{all}");
}

#[test]
fn every_figure_is_in_the_page_with_its_words_and_ids_stand_once() {
    let files = folder(BASE_CASE, &[]);
    let (page, markdown) = (still(&text(&files, "report.html")), text(&files, "report.md"));
    let figures = json_of(&files, "charts/figures.json");
    // The figure of carriers is left out of pages for its size.
    let beside = |figure: &&Value| figure["id"] == "gantt-carriers";
    let figures: Vec<&Value> = figures.as_array().expect("a list").iter().filter(|it| !beside(it)).collect();
    assert_eq!(page.matches("<figure ").count(), figures.len());
    assert_eq!(page.matches("<svg ").count(), figures.len());
    for figure in figures {
        let id = figure["id"].as_str().expect("an id");
        assert!(page.contains(&format!("<figure id=\"figure-{id}\">")), "{id}");
        assert!(markdown.contains(&format!("](charts/{id}.png)")), "{id}");
    }
    let mut ids = attributes(&page, "id");
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice");
    for address in attributes(&page, "href").into_iter().filter_map(|address| address.strip_prefix('#')) {
        assert!(ids.binary_search(&address).is_ok(), "{address}");
    }
    assert!(!text(&folder(AIR_BRIDGE, &["--no-charts"]), "report.html").contains("<figure"));
}

/// What stands under a dotted name; keys may hold dots themselves, as those of `mobilisation` do.
fn named<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let dots = name.match_indices('.').map(|(at, _)| at);
    let below = |at: usize| named(value.get(&name[..at])?, &name[at + 1..]);
    value.get(name).or_else(|| dots.clone().find_map(below))
}

#[test]
fn numbers_to_quote_are_those_of_result_json() {
    let files = folder(BASE_CASE, &[]);
    let (results, values) = (json_of(&files, "result.json"), json_of(&files, "values.json"));
    let values = values["values"].as_object().expect("values");
    let mut compared = 0;
    for (name, entry) in
        values.iter().filter(|(name, _)| !name.contains("bottlenecks") && !name.starts_with("shown."))
    {
        let found = named(&results, name).and_then(Value::as_f64);
        assert_eq!(found, entry["value"].as_f64(), "{name}");
        compared += 1;
    }
    assert!(compared > 300, "{compared}");
    for one in results["bottlenecks"].as_array().expect("a list") {
        let name = format!("bottlenecks.{}.chain_h", one["cause"].as_str().expect("an id"));
        assert_eq!(values[&name]["value"], one["chain_h"], "{name}");
    }
    let mean = &values["closure_h.mean"];
    let (page, tex) = (text(&files, "report.html"), text(&files, "values.tex"));
    let written = mean["text"].as_str().expect("a text");
    let interval = mean["interval"].as_str().expect("a text");
    assert!(page.contains(&format!("the force is in place {written}\u{a0}h (")), "{written}");
    assert!(page.contains(&format!("(95 % interval of this mean: {interval}\u{a0}h)")), "{interval}");
    assert!(tex.contains(&format!("\\ff@set{{value}}{{closure_h.mean}}{{{written}}}\n")));
    assert!(text(&files, "values.typ").contains(&format!("\"closure_h.mean\": (value: {}", mean["value"])));
}

#[test]
fn every_item_of_the_guideline_is_there_and_blanks_are_marked() {
    let page = text(&folder(AIR_BRIDGE, &[]), "report.html");
    let items = [
        "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5", "3.1",
        "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1",
    ];
    for item in items {
        assert!(page.contains(&format!("<th scope=\"row\">{item} ")), "{item}");
    }
    assert!(page.matches("class=\"blank\"").count() >= 6);
}

/// The air bridge with another title, contingent name and source.
fn renamed(title: &str) -> (tempfile::TempDir, String) {
    let scratch = scratch();
    let path = scratch.path().join("renamed.json");
    let base = fs::read_to_string(in_repository(AIR_BRIDGE)).expect("the scenario");
    let mut scenario: Value = serde_json::from_str(&base).expect("JSON");
    scenario["title"] = json!(title);
    scenario["contingents"]["force"]["name"] = json!(title);
    scenario["sources"] = json!({ "one": { "title": title, "url": "javascript:alert(1)" } });
    scenario["evidence"] = json!({ "fleets.bridge.count": { "source": "one" } });
    fs::write(&path, scenario.to_string()).expect("written");
    let path = path.to_str().expect("utf-8").to_owned();
    (scratch, path)
}

#[test]
fn words_of_a_scenario_never_become_markup_and_hide_nothing() {
    let (_scratch, path) = renamed("</style></title><script>alert(1)</script>\u{202e}& \"x\" \u{7}|*a*");
    let files = folder(&path, &[]);
    let (page, markdown) = (still(&text(&files, "report.html")), text(&files, "report.md"));
    assert!(!page.contains("<script") && !page.contains("href=\"javascript"), "markup");
    assert!(page.contains("<h1>&lt;/style&gt;&lt;/title&gt;&lt;script&gt;"), "the title is shown");
    for page in [&page, &markdown] {
        assert!(page.chars().all(|letter| letter == '\n' || !letter.is_control()), "a control character");
        assert!(!page.contains('\u{202e}') && page.contains("[U+202E]"), "a letter that turns others");
    }
    assert!(markdown.contains("\\<script\\>alert(1)\\</script\\>"), "Markdown shows it, too");
    assert_eq!(page.matches("</style>").count(), 1);
}

#[test]
fn a_title_of_any_length_leaves_the_page_as_it_is() {
    let (_scratch, path) = renamed(&"long title ".repeat(9_000));
    let page = text(&folder(&path, &["--no-charts"]), "report.html");
    assert!(page.len() < 100_000, "{}", page.len());
}

/// What is said where nothing on the path opens anything.
fn opened(words: &[&str], folder: &Path) -> (Option<i32>, String) {
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_forceflow"))
        .args(words)
        .env("PATH", folder)
        .current_dir(in_repository(""))
        .output()
        .expect("the program starts");
    (ran.status.code(), String::from_utf8_lossy(&ran.stderr).into_owned())
}

#[test]
fn a_page_that_cannot_be_opened_is_no_failure() {
    let scratch = scratch();
    let (out, points) = (scratch.path().join("out"), scratch.path().join("points"));
    let folder = ["--no-charts", "--open", "--out", out.to_str().expect("utf-8")];
    let kept = ["--points", points.to_str().expect("utf-8")];
    let changed = ["compare", AIR_BRIDGE, "-n", "2", "--set", "fleets.bridge.count=3"];
    for words in [
        [&["run", AIR_BRIDGE, "-n", "2"], &folder[..]].concat(),
        [&changed, &folder[..], &kept].concat(),
        [&["why", AIR_BRIDGE, "-n", "2"], &folder[..]].concat(),
    ] {
        let (code, said) = opened(&words, scratch.path());
        assert_eq!(code, Some(0), "{said}");
        assert!(
            said.contains("report.html` could not be opened (") && said.contains("open it in a browser"),
            "{said}"
        );
    }
}

#[test]
fn a_page_that_is_not_written_cannot_be_opened() {
    for study in ["why", "backtest"] {
        let refused = forceflow(&[study, AIR_BRIDGE, "--open"]);
        assert_eq!(refused.code, 2, "{study}");
        assert!(refused.stderr.contains("--out <DIR>"), "{}", refused.stderr);
    }
}

#[test]
fn the_page_of_a_study_is_the_same_wherever_its_scenarios_lie() {
    let scratch = scratch();
    let elsewhere = scratch.path().join("else where");
    fs::create_dir(&elsewhere).expect("a folder");
    let copy = elsewhere.join("air-bridge.json");
    fs::copy(in_repository(AIR_BRIDGE), &copy).expect("a copy");
    let made = |scenario: &str, name: &str| {
        let out = scratch.path().join(name);
        let points = scratch.path().join("points");
        let words = ["sweep", scenario, "--vary", "fleets.bridge.count=3..4", "-n", "2"];
        let folders = ["--out", out.to_str().expect("utf-8"), "--points", points.to_str().expect("utf-8")];
        let ran = forceflow(&[&words[..], &folders].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let made = files(&out);
        (text(&made, "report.html"), text(&made, "report.md"), ran.stdout)
    };
    let (one, other) = (made(AIR_BRIDGE, "one"), made(copy.to_str().expect("utf-8"), "other"));
    assert_eq!((&one.0, &one.1), (&other.0, &other.1));
    assert!(one.1.contains("forceflow sweep air-bridge.json --vary fleets"), "{}", one.1);
    // What a terminal says can be typed again there.
    assert!(one.2.contains(&format!("forceflow sweep {AIR_BRIDGE} ")), "{}", one.2);
    assert!(other.2.contains(&format!("forceflow sweep '{}' ", copy.display())), "{}", other.2);
}

#[test]
fn the_page_of_the_base_case_is_small() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let ran = forceflow(&["run", BASE_CASE, "-q", "--out", out.to_str().expect("utf-8")]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let page = text(&files(&out), "report.html");
    assert!(page.len() < 520_000, "{}", page.len());
}
