//! The table of replications as Parquet: written on request, by a program that can.

use crate::support::{forceflow, scratch};

#[test]
fn the_table_is_written_in_columns_where_the_program_can_and_refused_where_not() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let folder = out.to_str().expect("utf-8");
    let ran = forceflow(&[
        "run",
        "scenarios/checks/air-bridge.json",
        "-n",
        "3",
        "--no-charts",
        "--parquet",
        "--out",
        folder,
    ]);
    if !cfg!(feature = "parquet") {
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains("built without Parquet"), "{}", ran.stderr);
        assert!(ran.stderr.contains("--features parquet"), "{}", ran.stderr);
        assert!(!out.exists());
        return;
    }
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let bytes = std::fs::read(out.join("replications.parquet")).expect("a file");
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    assert!(ran.stdout.contains("--parquet"), "{}", ran.stdout);
    let verified = forceflow(&["verify", folder]);
    assert_eq!(verified.code, 0, "{}", verified.stdout);
    assert!(verified.stdout.contains("replications.parquet"), "{}", verified.stdout);
}
