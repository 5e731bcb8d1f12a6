//! What a student meets in the first hour: warnings, mistakes, flags, help, the reference.

use crate::support::{forceflow, scratch};

const BRIDGE: &str = "scenarios/checks/air-bridge.json";

#[test]
fn a_run_warns_of_what_is_unusual_unless_quiet() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let out = out.to_str().expect("utf-8");
    let run = [
        "run",
        BRIDGE,
        "--set",
        "carrier_types.freighter.unload_h=60",
        "--replications",
        "2",
        "--no-charts",
        "--out",
        out,
    ];
    let ran = forceflow(&run);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("warning[W2009]: `unload_h` is 60 h, which is unusual"), "{}", ran.stderr);
    assert!(ran.stderr.contains("write `1` if minutes were meant"), "{}", ran.stderr);
    let quiet = forceflow(&[&run[..], &["--quiet"]].concat());
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
}

#[test]
fn keys_are_explained_and_those_that_could_be_set_are_listed() {
    let count = forceflow(&["explain", "fleets.count"]);
    assert!(count.code == 0 && count.stdout.contains("Carriers in it."), "{}", count.stdout);
    assert!(forceflow(&["explain", "terminal"]).stdout.contains("working_spots"));
    assert!(forceflow(&["explain", "w2009"]).stdout.contains("an unusual duration"));
    let wrong = forceflow(&["explain", "spedd"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("did you mean `speed_kmh`?"), "{}", wrong.stderr);

    let set = forceflow(&["paths", BRIDGE, "--matching", "fleets.bridge."]).stdout;
    let all = forceflow(&["paths", BRIDGE, "--matching", "fleets.bridge.", "--all"]).stdout;
    assert!(all.starts_with(set.lines().next().unwrap_or_default().split(' ').next().unwrap_or_default()));
    assert!(!set.contains("serviceability") && all.contains("fleets.bridge.serviceability"), "{all}");
}

#[test]
fn an_unknown_flag_or_command_is_answered_with_the_right_one() {
    for (words, right) in [
        (["run", BRIDGE, "--reps", "10"], "'--replications'"),
        (["run", BRIDGE, "--output", "x"], "'--out'"),
        (["simulate", BRIDGE, "-n", "10"], "'run'"),
    ] {
        let ran = forceflow(&words);
        assert!(ran.code == 2 && ran.stderr.contains(right), "{words:?}: {}", ran.stderr);
    }
}

#[test]
fn the_help_of_every_command_ends_with_examples() {
    let help = forceflow(&["--help"]).stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names: Vec<&str> = commands
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.contains(&"explain") && names.len() > 15, "{names:?}");
    for name in names.into_iter().filter(|name| *name != "help") {
        let help = forceflow(&[name, "--help"]).stdout;
        assert!(help.contains("\nExamples:\n  forceflow "), "{name}: {help}");
    }
    // Those that need no results run here as they stand.
    for line in [
        "check scenarios/kazakhstan-2022.json",
        "paths scenarios/kazakhstan-2022.json --matching count",
        "explain E1203",
    ] {
        assert_eq!(forceflow(&line.split(' ').collect::<Vec<_>>()).code, 0, "{line}");
    }
}
