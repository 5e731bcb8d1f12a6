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
