//! `--shard I/N` and `--only-kept`: one study as the work of several programs, with the bytes of one.

use std::fs;
use std::path::Path;

use crate::support::{Ran, forceflow, kept, kept_files, results, scratch};

const BRIDGE: &str = "scenarios/checks/air-bridge.json";
const COURSE: &str = "scenarios/course/3-variability.json";
const RANGED: &str = "scenarios/variants/kazakhstan-2022-shared.json";
const KARABAKH: &str = "scenarios/karabakh-2020.json";

/// A command with its folders, and more arguments.
fn run(command: &[&str], folder: &Path, out: &str, more: &[&str]) -> Ran {
    let (out, points) = (folder.join(out).display().to_string(), folder.join("points").display().to_string());
    let folders = ["--no-charts", "--quiet", "--out", &out, "--points", &points];
    forceflow(&[command, &folders[..], more].concat())
}

/// Commands whose work can be shared, each with how many units it has.
fn commands() -> Vec<(Vec<&'static str>, usize)> {
    vec![
        (vec!["sweep", BRIDGE, "--vary", "fleets.bridge.count=5..9", "-n", "4"], 5),
        // 1,000 replications to a unit.
        (vec!["sweep", BRIDGE, "--vary", "fleets.bridge.count=5..6", "-n", "2003"], 6),
        (vec!["compare", COURSE, "--set", "fleets.bridge.count=9", "-n", "30"], 2),
        (vec!["compare", COURSE, "--seeds", "1..5", "-n", "10"], 5),
        (vec!["sensitivity", RANGED, "--only", "fleets", "-n", "3"], 1),
        (vec!["run", COURSE, "-n", "3400"], 4),
        (vec!["run", RANGED, "-n", "1100", "--uncertain", "--keep-draws", "--show", "2"], 2),
    ]
}

#[test]
fn shares_of_a_study_give_the_bytes_of_one_program() {
    for (command, units) in commands() {
        let (alone, shared) = (scratch(), scratch());
        let one = run(&command, alone.path(), "out", &[]);
        assert_eq!(one.code, 0, "{command:?}: {}", one.stderr);
        // Out of order, with other numbers, overlapping and twice.
        for part in ["3/3", "1/3", "1/3", "2/2", "2/3"] {
            let made = run(&command, shared.path(), "out", &["--shard", part]);
            assert_eq!((made.code, made.stderr.as_str()), (0, ""), "{command:?} {part}");
            assert!(made.stdout.starts_with(&format!("part {} of ", &part[..1])), "{}", made.stdout);
            assert!(!shared.path().join("out").exists(), "a part writes no results");
        }
        let points = shared.path().join("points");
        assert!(kept(&points) >= units, "{command:?}: {} pieces", kept(&points));
        let merged = run(&command, shared.path(), "out", &["--only-kept"]);
        assert_eq!((merged.code, merged.stderr.as_str()), (0, ""), "{command:?}");
        let folder = |scratch: &Path| results(&scratch.join("out"));
        assert_eq!(folder(alone.path()), folder(shared.path()), "{command:?}");
        assert_eq!(results(&alone.path().join("points")), results(&points), "{command:?}");
    }
}

#[test]
fn a_tornado_is_shared_stage_by_stage() {
    let command = ["sensitivity", "scenarios/material-aid.json", "-n", "40", "--top", "4"];
    let (alone, shared) = (scratch(), scratch());
    assert_eq!(run(&command, alone.path(), "out", &[]).code, 0);
    for stage in 1..=2 {
        let early = run(&command, shared.path(), "out", &["--only-kept"]);
        assert_eq!(early.code, 3, "stage {stage} is not made yet: {}", early.stderr);
        for part in ["2/2", "1/2"] {
            assert_eq!(run(&command, shared.path(), "out", &["--shard", part]).code, 0, "stage {stage}");
        }
    }
    let merged = run(&command, shared.path(), "out", &["--only-kept"]);
    assert_eq!(merged.code, 0, "{}", merged.stderr);
    assert_eq!(results(&alone.path().join("out")), results(&shared.path().join("out")));
    assert_eq!(results(&alone.path().join("points")), results(&shared.path().join("points")));
}

#[test]
fn what_is_missing_is_named_and_the_same_command_makes_it() {
    let scratch = scratch();
    let command = ["sweep", BRIDGE, "--vary", "fleets.bridge.count=5..9", "-n", "4"];
    let first = run(&command, scratch.path(), "out", &["--shard", "2/2"]);
    assert!(
        first.stdout.contains("2 units made, 0 found")
            && first.stdout.contains("3 of other parts are not there")
    );
    let points = scratch.path().join("points");
    let before: Vec<_> = kept_files(&points);
    let refused = run(&command, scratch.path(), "out", &["--only-kept"]);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    for said in [
        "lacks 3 of 5 units of this work: fleets.bridge.count=5, seed 1, 4 replications from 1; fleets.bridge.count=7,",
        "help: make them with --shard I/N, or here:",
    ] {
        assert!(refused.stderr.contains(said), "{}", refused.stderr);
    }
    assert!(!scratch.path().join("out").exists() && kept_files(&points) == before, "nothing is simulated");
    // A piece that was changed is missing, too.
    let text = fs::read_to_string(&before[0]).expect("a piece");
    fs::write(&before[0], text.replacen('[', "[ ", 1)).expect("written");
    let refused = run(&command, scratch.path(), "out", &["--only-kept"]);
    assert!(refused.code == 3 && refused.stderr.contains("lacks 4 of 5"), "{}", refused.stderr);
    let whole = run(&command, scratch.path(), "out", &[]);
    assert_eq!(whole.code, 0, "{}", whole.stderr);
    assert_eq!(run(&command, scratch.path(), "again", &["--only-kept"]).code, 0);
}

#[test]
fn blocks_of_a_run_change_no_bit_of_it_and_a_longer_run_goes_on_from_them() {
    let scratch = scratch();
    let run = |out: &str, points: Option<&str>, replications: &str| {
        let at = |name: &str| scratch.path().join(name).display().to_string();
        let points = points.map(at);
        let mut command = vec!["run", COURSE, "-n", replications, "--no-charts", "-q"];
        let out = at(out);
        command.extend(["--out", &out]);
        command.extend(points.iter().flat_map(|points| ["--points", points.as_str()]));
        let ran = forceflow(&command);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    };
    run("plain", None, "2500");
    run("kept", Some("points"), "2500");
    let folder = |out: &str| results(&scratch.path().join(out));
    assert_eq!(folder("plain"), folder("kept"));
    let points = scratch.path().join("points");
    assert_eq!(kept(&points), 3);
    // A longer run shares the full blocks.
    run("longer", Some("points"), "3000");
    assert_eq!(kept(&points), 4);
    // A block that is honest in its hash and does not fit the scenario is made again.
    let file = &kept_files(&points)[0];
    let text = fs::read_to_string(file).expect("a block");
    let mut block: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    block["replications"][0]["rows"] = serde_json::json!([]);
    let list = block["replications"].to_string();
    block["replications_hash"] = blake3::hash(list.as_bytes()).to_hex().to_string().into();
    fs::write(file, block.to_string()).expect("written");
    run("again", Some("points"), "3000");
    assert_eq!(folder("longer"), folder("again"));
}

#[test]
fn a_class_is_graded_in_parts() {
    let (alone, shared) = (scratch(), scratch());
    let hand_in = |folder: &Path| -> Vec<String> {
        let text = fs::read_to_string(BRIDGE).expect("the base");
        fs::write(folder.join("air-bridge.json"), &text).expect("written");
        (0..5)
            .map(|student| {
                let file = folder.join(format!("s{student}.json"));
                let mut scenario: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                scenario["fleets"]["bridge"]["count"] = (6 + student).into();
                let text = if student == 3 { "{".to_owned() } else { scenario.to_string() };
                fs::write(&file, text).expect("written");
                file.display().to_string()
            })
            .collect()
    };
    for own_seeds in [false, true] {
        let grade = |folder: &Path, more: &[&str]| {
            let files = hand_in(folder);
            let base = folder.join("air-bridge.json").display().to_string();
            let kept = folder.join("kept").display().to_string();
            let mut command = vec!["grade"];
            command.extend(files.iter().map(String::as_str));
            command.extend([
                "--against",
                &base,
                "--goal",
                "closure_h.mean <= 60",
                "-n",
                "6",
                "--format",
                "json",
            ]);
            command.extend(["-q", "--kept", &kept]);
            command.extend(if own_seeds { &["--seed-from", "hw1"][..] } else { &[] });
            command.extend(more);
            forceflow(&command)
        };
        let one = grade(alone.path(), &[]);
        assert_eq!(one.code, 1, "{}", one.stderr);
        for part in ["2/2", "1/2"] {
            let made = grade(shared.path(), &["--shard", part]);
            assert!(made.code == 0 && made.stdout.starts_with("part "), "{}{}", made.stdout, made.stderr);
        }
        let merged = grade(shared.path(), &["--only-kept"]);
        assert_eq!((merged.code, merged.stderr.as_str()), (1, ""));
        assert_eq!(merged.stdout, one.stdout);
    }
}

#[test]
fn the_parts_of_a_calibration_go_on_wave_by_wave() {
    let small =
        ["--draws", "300", "--samples", "60", "--points-per-wave", "32", "--per-point", "3", "-n", "10"];
    let command = [&["calibrate", RANGED, KARABAKH][..], &small].concat();
    let (alone, shared) = (scratch(), scratch());
    let one = run(&command, alone.path(), "out", &[]);
    assert!(one.code <= 1, "{}", one.stderr);
    // Each round ends where a wave needs what the other part has not made yet.
    for _round in 0..8 {
        for part in ["1/2", "2/2"] {
            let made = run(&command, shared.path(), "out", &["--shard", part]);
            assert_eq!((made.code, made.stderr.as_str()), (0, ""), "{part}");
        }
    }
    let merged = run(&command, shared.path(), "out", &["--only-kept"]);
    assert_eq!(merged.code, one.code, "{}", merged.stderr);
    assert_eq!(results(&alone.path().join("out")), results(&shared.path().join("out")));
}

#[test]
fn what_cannot_be_shared_is_refused_with_the_reason() {
    for (more, says) in [
        (
            ["--precision", "1h", "--shard", "1/2"],
            "--shard does not go with --precision: how many replications",
        ),
        (["--select-best", "1h", "--shard", "1/2"], "--shard does not go with --select-best"),
        (["--shard", "3/2", "-n", "4"], "there are only 2 parts"),
        (["--shard", "x", "-n", "4"], "expected I/N, part I of N, such as 1/16"),
    ] {
        let ran = forceflow(&[&["compare", COURSE, BRIDGE][..], &more].concat());
        assert!(ran.code == 2 && ran.stderr.contains(says), "{}", ran.stderr);
    }
    let run = ["run", COURSE, "--precision", "1h"];
    for more in [&["--shard", "1/2"][..], &["--only-kept"], &["--points", "x"]] {
        let ran = forceflow(&[&run[..], more].concat());
        assert!(ran.code == 2 && ran.stderr.contains("--precision"), "{}", ran.stderr);
    }
    let both =
        forceflow(&["sweep", BRIDGE, "--vary", "fleets.bridge.count=5", "--shard", "1/2", "--only-kept"]);
    assert_eq!(both.code, 2);
}
