//! Which replication is shown, and that all outputs say so.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{forceflow, json, results, scratch};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const LOAD: &str = r#"carrier_types.freighter.load_h={"triangular": {"min": 2, "mode": 3, "max": 6}}"#;

/// A column of `replications.csv`; a cell without a number is infinite.
fn closures(folder: &Path) -> Vec<f64> {
    let mut rows = csv::Reader::from_path(folder.join("replications.csv")).expect("a table");
    let row = |row: csv::StringRecord| row[1].parse().unwrap_or(f64::INFINITY);
    rows.records().map(|found| row(found.expect("a row"))).collect()
}

/// The nearest to the median and its rank, by a sort of (closure, number).
fn middle(closures: &[f64]) -> (usize, usize) {
    let mut order: Vec<(f64, usize)> = closures.iter().copied().zip(1..).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let count = order.len();
    let rank = if count % 2 == 1 { count.div_ceil(2) } else { count / 2 };
    // Of an even number two are equally near: the lower number of the two.
    let near = &order[rank - 1..=(count / 2).max(rank - 1)];
    let (at, shown) = near.iter().enumerate().min_by_key(|(_, (_, number))| *number).expect("one");
    (shown.1, rank + at)
}

#[test]
fn the_run_nearest_to_the_median_is_shown_and_every_text_gives_its_rank() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let folder = out.to_str().expect("utf-8");
    let ran = forceflow(&["run", AIR_BRIDGE, "--set", LOAD, "-n", "40", "--out", folder]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let (shown, rank) = middle(&closures(&out));
    let label = format!("replication {shown}, rank {rank} of 40 by closure");
    assert!(ran.stdout.contains(&format!("\nShown       {label}\n")), "{label}: {}", ran.stdout);
    assert_eq!(json(&out, "manifest.json")["shown_replication"], shown);
    let values = &json(&out, "values.json")["values"];
    assert_eq!(values["shown.replication"]["value"].as_f64(), Some(shown as f64));
    assert_eq!(values["shown.rank"]["value"].as_f64(), Some(rank as f64));
    for report in ["report.md", "report.html"] {
        let text = fs::read_to_string(out.join(report)).expect("a report");
        assert!(text.contains(&format!("{label}, the one nearest to the median")), "{report}");
    }
    let figures = json(&out, "charts/figures.json");
    for id in ["gantt", "terminals", "map"] {
        let figure = figures.as_array().expect("figures").iter().find(|figure| figure["id"] == id);
        let text =
            figure.map(|figure| format!("{}{}", figure["title"], figure["caption"])).expect("a figure");
        assert!(text.contains(&label), "{id}: {text}");
    }
    // Asked for by number, it gives the bytes that it gave by default, but for the command.
    let again = scratch.path().join("again");
    let (number, second) = (shown.to_string(), again.to_str().expect("utf-8"));
    let asked = ["run", AIR_BRIDGE, "--set", LOAD, "-n", "40", "--show", &number, "--out", second];
    assert_eq!(forceflow(&asked).code, 0);
    let (first, second) = (results(&out), results(&again));
    for file in ["timeline.csv", "charts/gantt.svg", "charts/map.svg", "values.json"] {
        assert_eq!(first[file], second[file], "{file}");
    }
}

#[test]
fn why_tells_the_run_that_run_shows_and_keeps_its_older_flag() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let folder = out.to_str().expect("utf-8");
    assert_eq!(forceflow(&["run", AIR_BRIDGE, "--set", LOAD, "--no-charts", "--out", folder]).code, 0);
    let shown = json(&out, "manifest.json")["shown_replication"].as_u64().expect("a number");
    let why = |more: &[&str]| {
        let told = forceflow(&[&["why", AIR_BRIDGE, "--set", LOAD, "-n", "2"], more].concat());
        assert_eq!(told.code, 0, "{}", told.stderr);
        told.stdout
    };
    let told = why(&[]);
    assert!(told.contains(&format!("Replication {shown}, rank 10")), "{shown}: {told}");
    assert!(told.contains(" of 200 by closure: the force was in place"), "{told}");
    let number = shown.to_string();
    let story = |text: &str| text.split("\nReproduce").next().map(str::to_owned);
    assert_eq!(story(&told), story(&why(&["--show", &number])));
    assert_eq!(story(&told), story(&why(&["--replication", &number])));
    let json: Value = serde_json::from_str(&why(&["--format", "json"])).expect("JSON");
    assert_eq!((json["replication"].as_u64(), json["rank"]["of"].as_u64()), (Some(shown), Some(200)));
}

#[test]
fn a_replication_beyond_those_simulated_is_shown_and_said_to_be_beyond() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let folder = out.to_str().expect("utf-8");
    let ran = forceflow(&[
        "run",
        AIR_BRIDGE,
        "--set",
        LOAD,
        "-n",
        "3",
        "--show",
        "70",
        "--no-charts",
        "--out",
        folder,
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("Shown       replication 70, beyond the 3 ranked\n"), "{}", ran.stdout);
    let values = &json(&out, "values.json")["values"];
    assert_eq!((values["shown.replication"]["value"].as_f64(), values.get("shown.rank")), (Some(70.0), None));
}

#[test]
fn a_run_that_closed_is_shown_where_others_did_not() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let folder = out.to_str().expect("utf-8");
    // Closures lie on both sides of the horizon.
    let run = [
        "run",
        AIR_BRIDGE,
        "--set",
        LOAD,
        "--set",
        "horizon_h=61",
        "-n",
        "40",
        "--no-charts",
        "--out",
        folder,
    ];
    let ran = forceflow(&run);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let closures = closures(&out);
    let closed = closures.iter().filter(|h| h.is_finite()).count();
    assert!((1..40).contains(&closed), "{closed}");
    let shown = json(&out, "manifest.json")["shown_replication"].as_u64().expect("a number") as usize;
    assert!(closures[shown - 1].is_finite());
    assert_eq!(forceflow(&["verify", folder, "-q"]).code, 0);
}

#[test]
fn a_manifest_that_names_its_replication_is_made_again_with_that_one() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let folder = out.to_str().expect("utf-8");
    let run = ["run", AIR_BRIDGE, "--set", LOAD, "-n", "9", "--show", "1", "--no-charts", "--out", folder];
    assert_eq!(forceflow(&run).code, 0);
    assert_eq!(json(&out, "manifest.json")["shown_replication"], 1);
    assert_eq!(forceflow(&["verify", folder, "-q"]).code, 0);
    // A story of an older version names it by the older word.
    let story = scratch.path().join("story");
    let folder = story.to_str().expect("utf-8");
    assert_eq!(forceflow(&["why", AIR_BRIDGE, "--show", "1", "-n", "2", "--out", folder, "-q"]).code, 0);
    let file = story.join("manifest.json");
    let text = fs::read_to_string(&file).expect("a manifest");
    assert!(text.contains("\"show\": 1"), "{text}");
    fs::write(&file, text.replace("\"show\": 1", "\"replication\": 1")).expect("written");
    let verified = forceflow(&["verify", folder]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
}
