//! Every folder can be made again: by `verify` from its manifest, and by the command that its summary ends with.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Ran, forceflow, results, scratch};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const SPOTS: &str = "places.destination.terminal.working_spots";
/// Ranges whose draws move closure.
const RANGES: &str = r#"evidence={"carrier_types.freighter.load_h": {"low": 0.5, "high": 2, "scale": true},
    "places.destination.terminal.working_spots": {"low": 1, "high": 4}}"#;
const LOAD: &str = r#"carrier_types.freighter.load_h={"triangular": {"min": 2, "mode": 3, "max": 6}}"#;

const RECORD: &str =
    r#"observed={"closure_h": {"low": 50, "high": 60, "fitted": true}, "sorties": {"low": 9, "high": 9}}"#;

/// A command of each kind, with what is awkward in a shell.
fn commands() -> Vec<Vec<String>> {
    let spots = |values: &str| format!("{SPOTS}={values}");
    let commands: Vec<Vec<&str>> = vec![
        vec!["run", "--set", LOAD, "--set", "title=It's \"late\"; $HOME", "--precision", "30min"],
        vec!["run", "--set", LOAD, "--set", RANGES, "--uncertain", "-n", "30", "--no-charts", "--show", "3"],
        vec!["run", "--set", RANGES, "--uncertain", "--keep-draws", "-n", "5", "--no-charts"],
        vec!["compare", "--set", LOAD, "-n", "30"],
        vec!["compare", "--set", LOAD, "--precision", "15min", "--select-best", "1h", "--format", "csv"],
        vec!["sweep", "--set", LOAD, "--vary", "SPOTS=1..3", "-n", "10"],
        vec!["sweep", "--set", RANGES, "--uncertain", "--vary", "dispatch=first_come,priority", "-n", "20"],
        vec!["sweep", "--vary", "SPOTS=1..4", "--vary", "fleets.bridge.count=4..9", "--lhs", "4", "-n", "2"],
        vec!["sensitivity", "--set", RANGES, "-n", "5"],
        vec![
            "sensitivity",
            "--set",
            RANGES,
            "-n",
            "2",
            "--method",
            "morris",
            "--trajectories",
            "3",
            "--top",
            "1",
        ],
        vec!["sensitivity", "--set", RANGES, "-n", "40", "--method", "given-data", "--top", "1"],
        vec![
            "sensitivity",
            "--set",
            RANGES,
            "-n",
            "80",
            "--method",
            "discover",
            "--goal",
            "contingents.force.closure_h.p50 <= 56",
        ],
        vec!["size", "--vary", "SPOTS=1..12", "--goal", "closure_h.p90 <= 50", "-n", "50"],
        vec!["why", "--unit", "force/company#7", "-n", "3"],
        vec!["backtest", "--set", LOAD, "--set", RECORD, "-n", "20"],
        vec!["backtest", "--set", RANGES, "--set", RECORD, "--uncertain", "-n", "20", "--format", "markdown"],
    ];
    let word = |word: &str| word.strip_prefix("SPOTS=").map_or_else(|| word.to_owned(), spots);
    commands.into_iter().map(|command| command.into_iter().map(word).collect()).collect()
}

/// Makes a folder with a command; what it printed.
fn make(command: &[String], out: &Path, points: &Path) -> Ran {
    let mut all = vec![command[0].clone(), AIR_BRIDGE.to_owned()];
    all.extend(command[1..].iter().cloned());
    all.extend(["--out".to_owned(), out.display().to_string()]);
    if ["compare", "sweep", "sensitivity", "size"].contains(&command[0].as_str()) {
        all.extend(["--points".to_owned(), points.display().to_string()]);
    }
    forceflow(&all.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn verify_makes_every_kind_of_folder_again() {
    for command in commands() {
        let scratch = scratch();
        let out = scratch.path().join("out");
        let made = make(&command, &out, &scratch.path().join("points"));
        assert_eq!(made.code, 0, "{command:?}: {}", made.stderr);
        let verified = forceflow(&["verify", out.to_str().expect("utf-8")]);
        assert_eq!(verified.code, 0, "{command:?}: {}{}", verified.stdout, verified.stderr);
        assert!(verified.stdout.contains(&format!("forceflow {}", command[0])), "{}", verified.stdout);
        assert!(verified.stdout.contains("every byte is the same"), "{}", verified.stdout);
    }
}

#[test]
fn verify_finds_a_figure_of_a_study_that_was_changed_by_hand() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let command = ["sweep", "--vary", &format!("{SPOTS}=1..3"), "-n", "2", "--no-charts"].map(str::to_owned);
    assert_eq!(make(&command, &out, &scratch.path().join("points")).code, 0);
    let table = out.join("sweep.csv");
    fs::write(&table, fs::read_to_string(&table).expect("a table").replace("56.0", "46.0")).expect("written");
    let verified = forceflow(&["verify", out.to_str().expect("utf-8")]);
    assert_eq!(verified.code, 1, "{}", verified.stderr);
    assert!(verified.stdout.contains("changed after the run    sweep.csv"), "{}", verified.stdout);
}

#[cfg(unix)]
#[test]
fn the_command_that_is_printed_gives_the_same_bytes() {
    for command in commands() {
        let scratch = scratch();
        // A name that a shell would take apart.
        let out = scratch.path().join("it's an $out");
        let made = make(&command, &out, &scratch.path().join("po ints"));
        assert_eq!(made.code, 0, "{command:?}: {}", made.stderr);
        let manifest: serde_json::Value =
            serde_json::from_slice(&fs::read(out.join("manifest.json")).expect("a manifest")).expect("JSON");
        let printed = manifest["environment"]["command"].as_str().expect("a command").to_owned();
        if made.stdout.contains("Reproduce") {
            assert!(made.stdout.contains(&format!("Reproduce   {printed}\n")), "{}", made.stdout);
        }
        let first = results(&out);
        fs::remove_dir_all(&out).expect("removed");
        let line = printed.replacen("forceflow", "\"$FORCEFLOW\"", 1);
        let again = Command::new("sh")
            .args(["-c", &line])
            .env("FORCEFLOW", env!("CARGO_BIN_EXE_forceflow"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("a shell");
        let stderr = String::from_utf8_lossy(&again.stderr).into_owned();
        assert!(again.status.success(), "{printed}: {stderr}");
        assert_eq!(String::from_utf8_lossy(&again.stdout), made.stdout, "{printed}");
        let second = results(&out);
        assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>(), "{printed}");
        for (name, bytes) in &first {
            assert!(second[name] == *bytes, "{name} of {printed}");
        }
    }
}

#[test]
fn results_of_a_study_are_no_side_of_a_comparison() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let command = ["why", "-n", "2"].map(str::to_owned);
    assert_eq!(make(&command, &out, scratch.path()).code, 0);
    let ran = forceflow(&["compare", AIR_BRIDGE, out.to_str().expect("utf-8")]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("holds results of `forceflow why`"), "{}", ran.stderr);
}
