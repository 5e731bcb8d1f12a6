//! The audit on demand, and the codes of failures that are no mistake of a scenario.

use std::fs;

use crate::support::{forceflow, results, scratch};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const LOAD: &str = r#"carrier_types.freighter.load_h={"triangular": {"min": 2, "mode": 3, "max": 6}}"#;
const RANGES: &str = r#"evidence={"places.destination.terminal.working_spots": {"low": 1, "high": 4}}"#;

#[test]
fn an_audit_is_told_and_changes_no_byte() {
    let scratch = scratch();
    let at = |name: &str| scratch.path().join(name).to_str().expect("utf-8").to_owned();
    let run = |name: &str, more: &[&str]| {
        let ran = forceflow(
            &[&["run", AIR_BRIDGE, "--set", LOAD, "-n", "20", "--no-charts", "--out", &at(name)], more]
                .concat(),
        );
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    let (plain, audited) = (run("plain", &[]), run("audited", &["--audit"]));
    let line = "Audit       20 replications checked by the independent audit, nothing found\n";
    assert!(audited.contains(line) && !plain.contains("Audit "), "{audited}");
    assert!(audited.lines().last().expect("a line").contains(" --audit"), "{audited}");
    let (plain, audited) = (results(&scratch.path().join("plain")), results(&scratch.path().join("audited")));
    assert_eq!(plain.keys().collect::<Vec<_>>(), audited.keys().collect::<Vec<_>>());
    assert!(plain.iter().all(|(name, bytes)| audited[name] == *bytes));
    assert!(run("audited", &["--audit=1"]).contains("Audit       1 replication checked"));
    assert!(run("audited", &["--audit=50"]).contains("Audit       20 replications checked"));
    assert!(run("audited", &["--audit", "--set", RANGES, "--uncertain"]).contains(line));
    assert_eq!(forceflow(&["run", AIR_BRIDGE, "--audit=0"]).code, 2);
}

#[test]
fn verify_audits_a_run_and_the_scenarios_of_a_study_when_asked() {
    let scratch = scratch();
    let run = scratch.path().join("run");
    let run = run.to_str().expect("utf-8");
    let made = forceflow(&[
        "run",
        AIR_BRIDGE,
        "--set",
        RANGES,
        "--uncertain",
        "-n",
        "7",
        "--no-charts",
        "--out",
        run,
    ]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let verified = forceflow(&["verify", run, "--audit"]);
    assert_eq!(verified.code, 0, "{}", verified.stderr);
    let line = "air-bridge: 7 replications checked by the independent audit, nothing found\n";
    assert!(verified.stdout.contains(line), "{}", verified.stdout);
    assert!(verified.stdout.contains("every byte is the same"), "{}", verified.stdout);
    assert!(!forceflow(&["verify", run]).stdout.contains("audit"));
    let (study, points) = (scratch.path().join("study"), scratch.path().join("points"));
    let (study, points) = (study.to_str().expect("utf-8"), points.to_str().expect("utf-8"));
    let compare =
        ["compare", AIR_BRIDGE, "--set", LOAD, "-n", "5", "--no-charts", "--out", study, "--points", points];
    assert_eq!(forceflow(&compare).code, 0);
    let verified = forceflow(&["verify", study, "--audit"]);
    assert_eq!(verified.code, 0, "{}", verified.stderr);
    assert_eq!(verified.stdout.matches("5 replications checked by the independent audit").count(), 2);
}

#[test]
fn failures_that_are_no_mistake_of_a_scenario_have_their_codes() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    fs::create_dir(&out).expect("a folder");
    fs::write(out.join("letter.txt"), "not ours").expect("written");
    let folder = out.to_str().expect("utf-8");
    let ours = forceflow(&["run", AIR_BRIDGE, "-n", "1", "--out", folder]);
    assert_eq!(ours.code, 2);
    assert!(ours.stderr.starts_with("error[E4001]: `"), "{}", ours.stderr);
    assert!(ours.stderr.contains("help: choose another folder with --out"), "{}", ours.stderr);
    let stuck = forceflow(&["run", AIR_BRIDGE, "-n", "1", "--set", "horizon_h=5"]);
    assert_eq!(stuck.code, 2);
    assert!(stuck.stderr.contains("error[E3001]: `"), "{}", stuck.stderr);
    assert!(
        stuck.stderr.contains("note: ") && stuck.stderr.contains("help: give what is missing"),
        "{}",
        stuck.stderr
    );
    let file = scratch.path().join("file");
    fs::write(&file, "").expect("written");
    let below = file.join("out");
    let cannot = forceflow(&["run", AIR_BRIDGE, "-n", "1", "--out", below.to_str().expect("utf-8")]);
    assert_eq!(cannot.code, 3);
    assert!(cannot.stderr.starts_with("error[E4002]: cannot write `"), "{}", cannot.stderr);
    for code in ["E3001", "E3002", "E4001", "E4002"] {
        assert_eq!(forceflow(&["explain", code]).code, 0);
    }
}
