//! Figures for print: `run --width` and its kin, and `forceflow chart`, which draws them again without simulating.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{forceflow, made, scratch};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const LOAD: &str = r#"carrier_types.freighter.load_h={"triangular": {"min": 2, "mode": 3, "max": 6}}"#;
const RANGE: &str = r#"evidence={"places.destination.terminal.working_spots": {"low": 1, "high": 4}}"#;
const SPOTS: &str = "places.destination.terminal.working_spots";

fn text(path: &Path) -> &str {
    path.to_str().expect("utf-8")
}

/// Width of a PNG in pixels.
fn pixels(png: &Path) -> u32 {
    let bytes = fs::read(png).expect("a picture");
    u32::from_be_bytes(bytes[16..20].try_into().expect("four bytes"))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|one| one.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn figures_are_drawn_again_without_simulating_from_every_kind_of_folder() {
    let scratch = scratch();
    let spots = format!("{SPOTS}=1,2,3");
    let studies: [(&str, Vec<&str>); 7] = [
        ("run", vec!["run", AIR_BRIDGE, "--set", LOAD, "-n", "8"]),
        ("compare", vec!["compare", AIR_BRIDGE, "--set", LOAD, "-n", "8"]),
        ("sweep", vec!["sweep", AIR_BRIDGE, "--set", LOAD, "--vary", &spots, "-n", "8"]),
        ("tornado", vec!["sensitivity", AIR_BRIDGE, "--set", RANGE, "-n", "4"]),
        (
            "size",
            vec![
                "size",
                AIR_BRIDGE,
                "--set",
                LOAD,
                "--vary",
                "places.destination.terminal.working_spots=1..4",
                "--goal",
                "closure_h.mean <= 60",
                "-n",
                "20",
            ],
        ),
        ("why", vec!["why", AIR_BRIDGE, "--set", LOAD]),
        ("backtest", vec!["backtest", "scenarios/kazakhstan-2022.json", "-n", "20"]),
    ];
    for (name, arguments) in studies {
        let folder = scratch.path().join(name);
        made(&arguments, &folder);
        let ran = forceflow(&["chart", text(&folder)]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        let (drawn, again) = (folder.join("charts"), folder.join("charts-again"));
        let pages = names(&again).iter().filter(|name| name.contains(".pdf")).count();
        assert!(pages > 0, "{name}");
        for file in names(&drawn).iter().filter(|file| *file != "figures.json") {
            let (one, other) = (fs::read(drawn.join(file)), fs::read(again.join(file)));
            assert!(one.expect("drawn") == other.expect("drawn again"), "{name}: {file}");
        }
        let verified = forceflow(&["verify", text(&folder)]);
        assert_eq!(verified.code, 0, "{name}: {}", verified.stdout);
        assert!(verified.stdout.contains("charts-again/figures.json"), "{}", verified.stdout);
        // What is drawn again is of the folder: the command may write over it.
        made(&arguments, &folder);
        assert!(!again.exists(), "{name}");
    }
}

#[test]
fn a_folder_without_charts_can_be_drawn_later() {
    let scratch = scratch();
    let folder = scratch.path().join("run");
    made(&["run", AIR_BRIDGE, "-n", "3", "--no-charts"], &folder);
    assert!(!folder.join("charts").exists());
    let ran = forceflow(&["chart", text(&folder), "--only", "closure", "--width", "89mm"]);
    assert_eq!((ran.code, ran.stdout.lines().next()), (0, Some("1 figure drawn")), "{}", ran.stderr);
    let again = folder.join("charts-again");
    assert_eq!(names(&again), ["closure.csv", "closure.pdf", "closure.png", "closure.svg", "figures.json"]);
    assert_eq!(pixels(&again.join("closure.png")), 1_051);
    // Another choice replaces it.
    assert_eq!(forceflow(&["chart", text(&folder), "--only", "gantt,map", "--formats", "svg"]).code, 0);
    assert_eq!(names(&again), ["figures.json", "gantt.csv", "gantt.svg", "map.csv", "map.svg"]);
    assert_eq!(forceflow(&["verify", text(&folder)]).code, 0);
}

#[test]
fn a_run_draws_at_the_width_and_in_the_files_that_are_asked_for() {
    let scratch = scratch();
    let (usual, narrow) = (scratch.path().join("usual"), scratch.path().join("narrow"));
    let run = ["run", AIR_BRIDGE, "-n", "3"];
    made(&run, &usual);
    let style = ["--width", "8.9cm", "--theme", "print", "--no-title", "--no-footer", "--formats", "pdf,svg"];
    made(&[run.as_slice(), &style].concat(), &narrow);
    let charts = names(&narrow.join("charts"));
    assert!(charts.contains(&"closure.pdf".to_owned()) && !charts.contains(&"closure.png".to_owned()));
    let drawn = fs::read_to_string(narrow.join("charts/closure.svg")).expect("a drawing");
    assert!(drawn.contains("width=\"89mm\"") && !drawn.contains("seed 1</text>"), "{drawn}");
    let index = fs::read_to_string(narrow.join("charts/figures.json")).expect("an index");
    let index: Value = serde_json::from_str(&index).expect("JSON");
    assert_eq!(index[0]["files"], serde_json::json!(["arrivals.svg", "arrivals.pdf"]));
    // The page shows figures in the usual style, whatever is printed.
    let shown = |folder: &Path| {
        let page = fs::read_to_string(folder.join("report.html")).expect("a page");
        page.matches("viewBox=\"0 0 16000 ").count()
    };
    assert!(shown(&narrow) > 0 && shown(&narrow) == shown(&usual));
    let ran = forceflow(&["verify", text(&narrow)]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    for wrong in ["59mm", "89", "wide"] {
        let ran = forceflow(&["run", AIR_BRIDGE, "--width", wrong]);
        assert!(ran.code == 2 && ran.stderr.contains("expected a width"), "{wrong}: {}", ran.stderr);
    }
}

#[test]
fn a_folder_that_was_changed_is_refused_with_what_changed() {
    let scratch = scratch();
    let folder = scratch.path().join("run");
    made(&["run", AIR_BRIDGE, "-n", "3"], &folder);
    fs::write(folder.join("replications.csv"), "changed").expect("written");
    let ran = forceflow(&["chart", text(&folder)]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("was changed after it was written: replications.csv"), "{}", ran.stderr);
    assert!(ran.stderr.contains("forceflow run air-bridge.json"), "a remedy: {}", ran.stderr);
    assert!(!folder.join("charts-again").exists());
    let ran = forceflow(&["chart", text(scratch.path())]);
    assert!(ran.code == 3 && ran.stderr.contains("manifest.json"), "{}", ran.stderr);
}

#[test]
fn figures_go_into_a_folder_of_the_user_and_replace_nothing_else() {
    let scratch = scratch();
    let (folder, paper) = (scratch.path().join("run"), scratch.path().join("paper"));
    made(&["run", AIR_BRIDGE, "-n", "3"], &folder);
    fs::create_dir(&paper).expect("a folder");
    fs::write(paper.join("paper.tex"), "text").expect("written");
    let chart = ["chart", text(&folder), "--only", "closure", "--formats", "pdf", "--out", text(&paper)];
    for _ in 0..2 {
        let ran = forceflow(&chart);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    assert_eq!(names(&paper), ["closure.csv", "closure.pdf", "figures.json", "paper.tex"]);
    fs::write(paper.join("gantt.pdf"), "mine").expect("written");
    let ran = forceflow(&["chart", text(&folder), "--only", "gantt", "--out", text(&paper)]);
    assert!(ran.code != 0 && ran.stderr.contains("`gantt.pdf`"), "{}", ran.stderr);
    assert_eq!(fs::read(paper.join("gantt.pdf")).expect("kept"), b"mine");
    let unknown = forceflow(&["chart", text(&folder), "--only", "gant"]);
    assert!(
        unknown.code == 2 && unknown.stderr.contains("its figures: arrivals, closure, gantt"),
        "{}",
        unknown.stderr
    );
    for own in [folder.clone(), folder.join("charts"), folder.join("x/../charts")] {
        let ran = forceflow(&["chart", text(&folder), "--out", text(&own)]);
        assert!(ran.code == 2 && ran.stderr.contains("holds what the command wrote"), "{}", ran.stderr);
    }
}

#[test]
fn a_report_is_written_again_byte_by_byte_and_only_over_results_that_stand() {
    let scratch = scratch();
    for arguments in [
        vec!["run", AIR_BRIDGE, "--set", LOAD, "-n", "8"],
        vec!["compare", AIR_BRIDGE, "--set", LOAD, "-n", "8"],
    ] {
        let folder = scratch.path().join(arguments[0]);
        made(&arguments, &folder);
        let pages = || ["report.html", "report.md"].map(|page| fs::read(folder.join(page)).expect("a page"));
        let before = pages();
        fs::write(folder.join("report.html"), "lost").expect("written");
        fs::remove_file(folder.join("report.md")).expect("removed");
        let ran = forceflow(&["report", text(&folder)]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(pages() == before);
        assert_eq!(forceflow(&["verify", text(&folder)]).code, 0);
        fs::write(folder.join("figure-data.json"), "{}").expect("written");
        let ran = forceflow(&["report", text(&folder)]);
        assert!(ran.code == 2 && ran.stderr.contains("figure-data.json"), "{}", ran.stderr);
    }
}
