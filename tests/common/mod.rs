//! Running the program as a user does, in the folder of the project.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::process::{Child, Command, Stdio};

/// What a command printed, and how it ended.
pub(crate) struct Ran {
    /// Exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

/// Runs the program with these arguments.
pub(crate) fn forceflow(arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_forceflow"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program starts");
    Ran {
        code: output.status.code().expect("it ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("utf-8"),
        stderr: String::from_utf8(output.stderr).expect("utf-8"),
    }
}

/// Starts the program with these arguments, to be interrupted.
pub(crate) fn start(arguments: &[String]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_forceflow"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// `result.json` of a run.
pub(crate) fn result_json(arguments: &[&str]) -> serde_json::Value {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let ran = forceflow(&[arguments, &["--format", "json", "--out", out.to_str().expect("utf-8")]].concat());
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
    let stored = std::fs::read_to_string(out.join("result.json")).expect("result.json");
    assert_eq!(stored, ran.stdout, "stdout is result.json");
    serde_json::from_str(&ran.stdout).expect("JSON")
}

/// An empty folder that goes when it is dropped.
pub(crate) fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}
