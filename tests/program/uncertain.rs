//! `--uncertain`: assumptions that are drawn.

use crate::common::{main_scenarios, name_in_repository};
use crate::support::{forceflow, scratch};

#[test]
fn every_range_of_an_assumption_can_be_drawn() {
    let out = scratch();
    let out = out.path().join("out");
    for path in main_scenarios() {
        let name = name_in_repository(&path);
        let out = out.to_str().expect("utf-8");
        let ran = forceflow(&["run", &name, "--uncertain", "-n", "40", "--no-charts", "-q", "--out", out]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        let delivered = ran.stdout.lines().find(|line| line.starts_with("Delivered ")).expect("a line");
        assert!(
            delivered.contains(" to "),
            "{name}: copies and people are drawn, and the line says so: {delivered}"
        );
        assert!(ran.stdout.contains("nine runs in ten"), "{name}: every replication closes\n{}", ran.stdout);
    }
}
