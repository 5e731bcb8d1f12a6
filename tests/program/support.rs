//! Running the program as a user does, in the folder of the project.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

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

/// Sends signals, one right after the other, and waits for the end; gives the exit code and standard error.
pub(crate) fn end_by(child: Child, signals: &[&str]) -> (Option<i32>, String) {
    let id = child.id();
    let each: Vec<String> = signals.iter().map(|signal| format!("kill {signal} {id}")).collect();
    // A shell has `kill` built in: nothing is started between two signals.
    let sent = Command::new("sh").args(["-c", &each.join("; ")]).status().expect("a shell");
    assert!(sent.success());
    let ended = child.wait_with_output().expect("it ends");
    (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
}

/// Counts the pieces of work that are kept in the folder of `--points`.
pub(crate) fn kept(points: &Path) -> usize {
    kept_files(points).len()
}

/// The pieces of work that are kept in the folder of `--points`, in order.
pub(crate) fn kept_files(points: &Path) -> Vec<PathBuf> {
    let below =
        |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let folders = below(points).filter(|path| path.is_dir());
    let mut files: Vec<PathBuf> = folders.flat_map(|folder| below(&folder).collect::<Vec<_>>()).collect();
    files.sort();
    files
}

/// Waits until that much work is kept; false if the program ends before.
pub(crate) fn reaches(child: &mut Child, points: &Path, pieces: usize) -> bool {
    while kept(points) < pieces {
        if child.try_wait().expect("a state").is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    true
}

/// `result.json` of a run.
pub(crate) fn result_json(arguments: &[&str]) -> serde_json::Value {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let ran = forceflow(&[arguments, &["--format", "json", "--out", out.to_str().expect("utf-8")]].concat());
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.stderr);
    let stored = fs::read_to_string(out.join("result.json")).expect("result.json");
    assert_eq!(stored, ran.stdout, "stdout is result.json");
    serde_json::from_str(&ran.stdout).expect("JSON")
}

/// An empty folder that goes when it is dropped.
pub(crate) fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Every file below a folder, by its path there.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").display().to_string();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

/// Every file below a folder, without the environment in the manifest, which differs from run to run, and without the
/// crate, which has its date from there.
pub(crate) fn results(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = files(folder);
    found.remove("ro-crate-metadata.json");
    if let Some(bytes) = found.get_mut("manifest.json") {
        let mut manifest: serde_json::Value = serde_json::from_slice(bytes).expect("a manifest");
        assert!(manifest["environment"]["command"].is_string(), "{manifest}");
        manifest["environment"] = serde_json::Value::Null;
        *bytes = manifest.to_string().into_bytes();
    }
    found
}

/// Runs a command into a folder; what a study keeps goes beside it.
pub(crate) fn made(command: &[&str], out: &Path) {
    let points = out.with_extension("points").display().to_string();
    let keeps = ["compare", "sweep", "sensitivity", "size"].contains(&command[0]);
    let kept = ["--points", points.as_str()];
    let kept = if keeps { &kept[..] } else { &[] };
    let ran = forceflow(&[command, kept, &["--quiet", "--out", out.to_str().expect("utf-8")]].concat());
    assert!(ran.code <= 1, "{command:?}: {}", ran.stderr);
}

/// A file of a folder, as JSON.
pub(crate) fn json(out: &Path, name: &str) -> serde_json::Value {
    let bytes = fs::read(out.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The items of a list.
pub(crate) fn list(value: &serde_json::Value) -> &Vec<serde_json::Value> {
    value.as_array().unwrap_or_else(|| panic!("a list, not {value}"))
}

/// A text.
pub(crate) fn word(value: &serde_json::Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}"))
}

/// A file with the scenario of the air bridge, with other members at the top.
pub(crate) fn changed(scratch: &Path, members: &serde_json::Value) -> String {
    let text = fs::read_to_string("scenarios/checks/air-bridge.json").expect("the air bridge");
    let mut scenario: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for (key, value) in members.as_object().expect("members") {
        scenario[key] = value.clone();
    }
    let path = scratch.join("changed.json");
    fs::write(&path, scenario.to_string()).expect("a file");
    path.display().to_string()
}

/// The program in a shell, in the folder of the project; `$F` is the program.
pub fn shell(script: &str) -> Ran {
    let output = Command::new("sh")
        .args(["-c", script])
        .env("F", env!("CARGO_BIN_EXE_forceflow"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("a shell");
    Ran {
        code: output.status.code().expect("it ends by itself"),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Runs the program in a folder.
pub(crate) fn within(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_forceflow"));
    let output = command.args(arguments).current_dir(folder).output().expect("the program starts");
    Ran {
        code: output.status.code().expect("it ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("utf-8"),
        stderr: String::from_utf8(output.stderr).expect("utf-8"),
    }
}
