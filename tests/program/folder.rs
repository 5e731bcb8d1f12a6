//! Folders of results: files are hashed on the way, and a folder is whole or not there at all.

use std::collections::BTreeMap;
use std::fs;

use crate::support::{files, forceflow, scratch};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const KAZAKHSTAN: &str = "scenarios/kazakhstan-2022.json";
const NO_AN_124: &str = "scenarios/variants/kazakhstan-2022-no-an-124.json";

#[test]
fn the_manifest_holds_the_hash_of_every_file_on_disk() {
    let scratch = scratch();
    let points = scratch.path().join("points").display().to_string();
    let run = ["run", KAZAKHSTAN, "-n", "2000"];
    let compare = ["compare", KAZAKHSTAN, NO_AN_124, "-n", "20", "--points", &points];
    let sweep = ["sweep", AIR_BRIDGE, "--vary", "fleets.bridge.count=8..10", "-n", "3", "--points", &points];
    for command in [run.as_slice(), &compare, &sweep] {
        let out = scratch.path().join(command[0]);
        let ran = forceflow(&[command, &["--out", out.to_str().expect("utf-8")]].concat());
        assert_eq!(ran.code, 0, "{command:?}: {}", ran.stderr);
        let mut found = files(&out);
        let manifest = found.remove("manifest.json").expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
        assert!(found.remove("ro-crate-metadata.json").is_some(), "{command:?}");
        let on_disk: BTreeMap<String, String> = found
            .iter()
            .map(|(name, bytes)| (name.clone(), blake3::hash(bytes).to_hex().to_string()))
            .collect();
        assert_eq!(manifest["outputs"], serde_json::json!(on_disk), "{command:?}");
    }
}

/// A limit on the size of files stands for a disk that is full.
#[cfg(unix)]
#[test]
fn a_write_that_fails_midway_ends_with_3_and_leaves_all_as_it_was() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let run = |replications: &str| {
        // Without the trap, the signal of a file that grows too large would end the program at once.
        let script = r#"trap "" XFSZ; ulimit -f 100; exec "$@""#;
        let program = env!("CARGO_BIN_EXE_forceflow");
        let arguments = ["run", AIR_BRIDGE, "--no-charts", "-n", replications, "--out"];
        let output = std::process::Command::new("sh")
            .args(["-c", script, "sh", program])
            .args(arguments)
            .arg(&out)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("a shell");
        (output.status.code(), String::from_utf8(output.stderr).expect("utf-8"))
    };
    let fails = || {
        let (code, stderr) = run("5000");
        assert_eq!(code, Some(3), "{stderr}");
        assert!(stderr.contains("cannot write `") && stderr.contains("figure-data.json"), "{stderr}");
    };
    fails();
    assert_eq!(fs::read_dir(scratch.path()).expect("a folder").count(), 0, "nothing is left behind");
    assert_eq!(run("3").0, Some(0));
    let before = files(scratch.path());
    fails();
    assert_eq!(files(scratch.path()), before);
    assert_eq!(fs::read_dir(scratch.path()).expect("a folder").count(), 1);
}
