//! The scenarios of the repository, and worlds made of scenarios.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::path::{Path, PathBuf};

use forceflow::{Loaded, World, compile, load, load_str};
use serde_json::Value;

/// A path of the repository.
pub(crate) fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Every scenario in a folder of the repository and in the folders below, sorted; libraries are none.
pub(crate) fn scenarios_below(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![in_repository(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if !path.ends_with("scenarios/library") {
                    folders.push(path);
                }
            } else if is_scenario(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The scenarios that lie in `scenarios` itself, sorted.
pub(crate) fn main_scenarios() -> Vec<PathBuf> {
    let folder = in_repository("scenarios");
    let mut found = scenarios_below("scenarios");
    found.retain(|path| path.parent() == Some(&folder));
    found
}

fn is_scenario(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "json") && !path.ends_with("scenario.schema.json")
}

/// The path of a file from the root of the repository, with `/` between folders.
pub(crate) fn name_in_repository(path: &Path) -> String {
    let below = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("a file of the repository");
    below.to_string_lossy().replace('\\', "/")
}

/// Loads a scenario of the repository with changes as on the command line.
pub(crate) fn loaded(file: impl AsRef<Path>, changes: &[(&str, &str)]) -> Loaded {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let changes: Vec<(String, String)> =
        changes.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    load(&file, &changes)
        .unwrap_or_else(|found| panic!("{} {changes:?}: {}", file.display(), found.render(false)))
}

/// Compiles a scenario of the repository with changes as on the command line.
pub(crate) fn world_of(file: impl AsRef<Path>, changes: &[(&str, &str)]) -> World {
    compile(&loaded(file, changes).scenario).expect("a scenario without mistakes compiles")
}

/// Compiles a scenario that a test spells out.
pub(crate) fn world(scenario: &Value) -> World {
    let loaded = load_str("scenario.json", &scenario.to_string(), &[])
        .unwrap_or_else(|found| panic!("{}", found.render(false)));
    compile(&loaded.scenario).expect("a scenario without mistakes compiles")
}
