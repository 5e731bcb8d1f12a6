//! Ctrl-C: what is finished is kept, the way to go on is printed, and it ends with the bytes of a run left alone.
//!
//! That of sweeps and sensitivity studies is tested with them.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

use crate::support::{Ran, end_by, files, forceflow, kept_files, reaches, scratch, start};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const LOAD: &str = r#"carrier_types.freighter.load_h={"triangular": {"min": 2, "mode": 3, "max": 6}}"#;

/// Waits until the program hears signals; the mask of those that it catches is in its status.
fn listens(child: &mut Child) {
    const INTERRUPT: u64 = 1 << 1;
    loop {
        assert!(child.try_wait().expect("a state").is_none(), "it is far from its end");
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        let caught = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
        if caught & INTERRUPT != 0 {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The command that a message ends with, pasted into a shell where the program goes by its name.
fn paste(said: &str) -> Ran {
    let line = said.lines().find_map(|line| line.trim().strip_prefix("forceflow ")).expect("a command");
    let program = env!("CARGO_BIN_EXE_forceflow");
    let pasted = Command::new("sh")
        .args(["-c", &format!("'{program}' {line}")])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("a shell");
    Ran {
        code: pasted.status.code().expect("it ends by itself"),
        stdout: String::from_utf8_lossy(&pasted.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&pasted.stderr).into_owned(),
    }
}

/// All files of a folder but the manifest, which knows when and by which command, and the crate made of it.
fn outputs(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = files(folder);
    found.remove("manifest.json");
    found.remove("ro-crate-metadata.json");
    found
}

/// A study is interrupted once `kept` points are kept, and goes on by the command that it prints.
fn goes_on(command: &[&str], kept: usize, code: i32) {
    let (left_alone, scratch) = (scratch(), scratch());
    let arguments = |folder: &Path| -> Vec<String> {
        // A name that a shell would take apart.
        let at = |name: &str| folder.join(name).display().to_string();
        let mut all: Vec<String> = command.iter().map(|&word| word.to_owned()).collect();
        all.extend(["--no-charts", "--out", &at("it's $out"), "--points", &at("points")].map(str::to_owned));
        all
    };
    let alone = arguments(left_alone.path());
    assert_eq!(forceflow(&alone.iter().map(String::as_str).collect::<Vec<_>>()).code, code);
    let mut child = start(&arguments(scratch.path()));
    let points = scratch.path().join("points");
    assert!(reaches(&mut child, &points, kept), "{command:?} is far from its end");
    let (ended, said) = end_by(child, &["-INT"]);
    assert_eq!(ended, Some(3), "{said}");
    assert!(said.contains("interrupted; what is finished is kept in"), "{said}");
    assert!(!scratch.path().join("it's $out").exists(), "nothing is half-written");
    let held = kept_files(&points);
    let written = |file: &PathBuf| file.metadata().and_then(|data| data.modified()).expect("a time");
    let times: Vec<_> = held.iter().map(written).collect();
    let again = paste(&said);
    assert_eq!(again.code, code, "{said}{}", again.stderr);
    assert_eq!(times, held.iter().map(written).collect::<Vec<_>>(), "what was kept was not made again");
    assert_eq!(outputs(&left_alone.path().join("it's $out")), outputs(&scratch.path().join("it's $out")));
}

#[test]
fn a_comparison_goes_on_with_the_systems_that_were_finished() {
    goes_on(&["compare", AIR_BRIDGE, "--set", LOAD, "-n", "30000"], 1, 0);
}

#[test]
fn a_comparison_that_is_to_be_precise_goes_on_in_the_round_where_it_was() {
    let set = r#"carrier_types.freighter.load_h={"triangular": {"min": 0, "mode": 6, "max": 90}}"#;
    goes_on(&["compare", AIR_BRIDGE, "--set", set, "--precision", "36min", "-n", "60000"], 12, 0);
}

#[test]
fn a_sizing_goes_on_with_the_values_that_were_tried() {
    let vary = "places.destination.terminal.working_spots=1..30";
    let goal = "closure_h.mean <= 55";
    goes_on(
        &[
            "size", AIR_BRIDGE, "--set", LOAD, "--vary", vary, "--goal", goal, "-n", "10000", "--budget",
            "10000",
        ],
        3,
        0,
    );
}

/// Interrupts a long run, the later the longer it takes to the first replication, until there is a part of it; gives what
/// it said.
fn interrupted_run(run: &[String], part: &str, signals: &[&str]) -> String {
    let mut pause = Duration::from_millis(20);
    loop {
        let mut child = start(run);
        listens(&mut child);
        std::thread::sleep(pause);
        let (ended, said) = end_by(child, signals);
        assert_eq!(ended, Some(3), "{said}");
        if Path::new(part).exists() {
            return said;
        }
        // It had not finished a replication yet, and says so.
        assert!(said.contains("nothing is kept"), "{said}");
        pause *= 2;
    }
}

#[test]
fn an_interrupt_that_comes_twice_at_once_counts_once() {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let all = ["run", AIR_BRIDGE, "--set", LOAD, "-n", "4000000", "--no-charts", "--out", &at("out")];
    // Two kinds, since two of one kind may become one before the program hears of them.
    let said = interrupted_run(&all.map(str::to_owned), &at("out.interrupted"), &["-INT", "-TERM"]);
    assert!(said.contains("are kept in"), "{said}");
}

#[test]
fn an_interrupted_run_keeps_the_replications_that_are_finished_beside_earlier_results() {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).display().to_string();
    let (out, part) = (at("out"), at("out.interrupted"));
    let run = |replications: &str, out: &str| -> Vec<String> {
        let all = ["run", AIR_BRIDGE, "--set", LOAD, "-n", replications, "--no-charts", "--out", out];
        all.map(str::to_owned).to_vec()
    };
    let words = |all: &[String]| forceflow(&all.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(words(&run("3", &out)).code, 0);
    let before = files(Path::new(&out));
    let said = interrupted_run(&run("4000000", &out), &part, &["-TERM"]);
    assert_eq!(before, files(Path::new(&out)), "earlier results are as they were");
    let kept = said.split("the ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a number");
    assert!(said.contains(&format!("are kept in `{part}`")), "{said}");
    assert!(said.contains("--replications 4000000"), "{said}");
    // What is kept is a run of that many replications, and can be verified.
    assert_eq!(forceflow(&["verify", &part]).code, 0);
    assert_eq!(words(&run(kept, &at("as many"))).code, 0);
    assert_eq!(outputs(Path::new(&part)), outputs(&scratch.path().join("as many")));
}

#[test]
fn commands_that_keep_nothing_end_at_once_and_say_so() {
    for command in ["why", "backtest"] {
        let scratch = scratch();
        let out = scratch.path().join("out");
        let all =
            [command, "scenarios/kazakhstan-2022.json", "-n", "4000000", "--out", &out.display().to_string()];
        let mut child = start(&all.map(str::to_owned));
        listens(&mut child);
        let (ended, said) = end_by(child, &["-INT"]);
        assert_eq!(ended, Some(3), "{said}");
        assert!(said.contains("interrupted; nothing of it is kept"), "{said}");
        assert!(!out.exists());
    }
}
