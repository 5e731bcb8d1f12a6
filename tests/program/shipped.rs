//! Scenarios inside the program, by name in any folder.

use std::fs;
use std::path::Path;

use crate::common::scenarios_below;
use crate::support::{scratch, within};

#[test]
fn a_name_gives_what_its_file_gives() {
    let scratch = scratch();
    let here = scratch.path();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/course/1-one-queue.json");
    let file = file.to_str().expect("utf-8");
    for (scenario, out) in [("1-one-queue", "by-name"), (file, "by-file")] {
        let ran = within(here, &["run", scenario, "-n", "3", "--no-charts", "--out", out]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    for table in ["result.json", "replications.csv", "arrivals.csv", "timeline.csv", "figure-data.json"] {
        let read = |folder: &str| fs::read(here.join(folder).join(table)).expect("a file");
        assert!(read("by-name") == read("by-file"), "{table}");
    }
    // A folder is no scenario, so that the name still is one.
    fs::create_dir(here.join("1-one-queue")).expect("a folder");
    let ran = within(here, &["run", "1-one-queue", "-n", "3", "--no-charts"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let verified = within(here, &["verify", "output/1-one-queue", "-q"]);
    assert_eq!((verified.code, verified.stderr.as_str()), (0, ""), "{}", verified.stdout);
}

#[test]
fn every_command_takes_a_name() {
    let scratch = scratch();
    let here = scratch.path();
    for arguments in [
        &["check", "kazakhstan-2022", "kazakhstan-2022-half-fleet", "checks/rail", "rail"][..],
        &["paths", "air-bridge", "--matching", "count"],
        &["compare", "air-bridge", "1-one-queue", "-n", "2", "--no-charts"],
        &["compare", "air-bridge", "--set", "fleets.bridge.count=6", "-n", "2", "--no-charts"],
        &["sweep", "air-bridge", "--vary", "fleets.bridge.count=6..8", "-n", "2", "--no-charts"],
        &[
            "size",
            "air-bridge",
            "--vary",
            "fleets.bridge.count=4..9",
            "--goal",
            "closure_h.mean <= 90",
            "-n",
            "2",
        ],
        &["why", "air-bridge", "-n", "2"],
        &["backtest", "kazakhstan-2022-reported", "-n", "2", "--no-charts"],
    ] {
        let ran = within(here, arguments);
        assert!(
            matches!(ran.code, 0 | 1) && ran.stderr.is_empty(),
            "{arguments:?}: {}{}",
            ran.stdout,
            ran.stderr
        );
    }
    let said = within(here, &["check", "checks/rail"]).stdout;
    assert_eq!(said, "checks/rail: no mistakes\n");
}

#[test]
fn a_file_wins_over_a_name() {
    let scratch = scratch();
    let here = scratch.path();
    assert_eq!(within(here, &["init", "--from", "checks/air-bridge"]).code, 0);
    fs::rename(here.join("air-bridge.json"), here.join("kazakhstan-2022")).expect("renamed");
    let ran = within(here, &["run", "kazakhstan-2022", "-n", "2", "--no-charts", "--format", "json"]);
    assert!(ran.stdout.contains("An air bridge with round numbers"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_name_that_is_none_is_answered_with_the_one_that_was_meant() {
    let scratch = scratch();
    let said = |scenario: &str| {
        let ran = within(scratch.path(), &["run", scenario]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        ran.stderr
    };
    let meant =
        "did you mean `kazakhstan-2022`, which is inside the program? `forceflow scenarios` lists all";
    for wrong in ["kazakstan-2022", "scenarios/kazakhstan-2022.json", "kazakhstan-2022.json"] {
        let told = said(wrong);
        assert!(told.contains(meant) && told.contains("there is no such file"), "{wrong}: {told}");
    }
    assert!(said("zz").contains("check the path; it counts from the current folder"));
    fs::write(scratch.path().join("mine.json"), "{}").expect("written");
    assert!(said("mine.jsn").contains("did you mean `mine.json`?"));
}

#[test]
fn every_shipped_scenario_is_listed_with_its_title_and_can_be_used() {
    let scratch = scratch();
    let list = within(scratch.path(), &["scenarios", "--all", "--format", "json"]);
    let rows: Vec<serde_json::Value> =
        list.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(rows.len(), scenarios_below("scenarios").len());
    let mut check = vec!["check", "-q"];
    check.extend(rows.iter().filter_map(|row| row["name"].as_str()));
    let checked = within(scratch.path(), &check);
    assert_eq!((checked.code, checked.stderr.as_str()), (0, ""), "{}", checked.stdout);

    let table = within(scratch.path(), &["scenarios"]).stdout;
    assert!(table.starts_with("Scenarios\n  kazakhstan-2022 "), "{table}");
    assert!(table.contains("Kazakhstan, January 2022") && !table.contains("air-bridge"), "{table}");
    let one = within(scratch.path(), &["scenarios", "--matching", "HALF"]).stdout;
    assert!(one.lines().count() == 2 && one.contains("  kazakhstan-2022-half-fleet  "), "{one}");
    let none = within(scratch.path(), &["scenarios", "--matching", "zz"]);
    assert_eq!((none.code, none.stderr.as_str()), (1, "no scenario inside the program contains `zz`\n"));
}

#[test]
fn a_shipped_scenario_becomes_a_file_that_needs_no_other() {
    let scratch = scratch();
    let here = scratch.path();
    for name in ["kazakhstan-2022-half-fleet", "karabakh-2020", "1-one-queue"] {
        let begun = within(here, &["init", "--from", name]);
        assert_eq!(begun.code, 0, "{}", begun.stderr);
        let file = format!("{name}.json");
        let text = fs::read_to_string(here.join(&file)).expect("a file");
        assert!(!text.contains("\"include\"") && !text.contains("\"based_on\""), "{name}");
        let hash = |scenario: &str| {
            let ran = within(here, &["run", scenario, "-n", "1", "--no-charts", "--out", "out"]);
            assert_eq!(ran.code, 0, "{}", ran.stderr);
            let manifest = fs::read_to_string(here.join("out/manifest.json")).expect("a manifest");
            let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
            manifest["scenario_hash"].clone()
        };
        assert_eq!(hash(&file), hash(name), "{name}");
    }
    let again = within(here, &["init", "--from", "1-one-queue"]);
    assert!(again.code == 2 && again.stderr.contains("is there already"), "{}", again.stderr);
    let named = within(here, &["init", "mine", "--from", "1-one-queue"]);
    assert!(named.code == 0 && here.join("mine.json").exists(), "{}", named.stderr);
    let both = within(here, &["init", "--from", "1-one-queue", "--template", "road"]);
    assert_eq!(both.code, 2, "{}", both.stdout);
}

#[test]
fn a_variant_may_be_based_on_a_name() {
    let scratch = scratch();
    let variant = |based_on: &str| {
        let text = format!(
            r#"{{"format_version": 1, "based_on": "{based_on}", "title": "Six", "changes": {{"fleets.bridge.count": 6}}}}"#
        );
        fs::write(scratch.path().join("six.json"), text).expect("written");
        within(scratch.path(), &["run", "six.json", "-n", "2", "--no-charts", "--format", "json"])
    };
    let ran = variant("air-bridge");
    assert!(ran.code == 0 && ran.stdout.contains("\"title\": \"Six\""), "{}", ran.stderr);
    let ran = variant("air-brige");
    let meant = "did you mean `air-bridge`, which is inside the program? the path counts from the folder of the variant";
    assert!(ran.code == 2 && ran.stderr.contains(meant), "{}", ran.stderr);
}

#[test]
fn man_pages_and_completions_are_written_for_every_command() {
    let scratch = scratch();
    let written = within(scratch.path(), &["manual", "prefix"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    let read = |file: &str| fs::read_to_string(scratch.path().join("prefix").join(file)).expect("a file");
    let help = within(scratch.path(), &["--help"]).stdout;
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // A text that is too long goes on in further lines, deeper in.
    let names = commands.filter(|line| !line.starts_with("   "));
    let commands: Vec<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 15, "{commands:?}");
    for command in commands.iter().filter(|command| **command != "help") {
        let page = read(&format!("share/man/man1/forceflow-{command}.1"));
        assert!(
            page.contains(&format!("forceflow\\-{command}")) && page.contains(".SH SYNOPSIS"),
            "{command}"
        );
    }
    assert!(read("share/man/man1/forceflow.1").contains("forceflow\\-run(1)"));
    let bash = read("share/bash-completion/completions/forceflow");
    assert_eq!(bash, within(scratch.path(), &["completions", "bash"]).stdout);
    assert!(
        !scratch.path().join("prefix/share/man/man1/forceflow-bench.1").exists(),
        "what is hidden stays so"
    );
}
