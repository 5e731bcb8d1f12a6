//! What a manifest claims, checked before anything is made from it: a folder of results may come from a stranger.

use std::path::{Component, Path};

use serde_json::Value;

use super::exit::Failure;
use crate::experiment::sweep::MOST_POINTS;
use crate::report::AnyManifest;
use crate::report::manifest::{GENERATOR, Manifest, STREAM_LAYOUT, StudiedScenario, StudyManifest};
use crate::scenario::load_value;

/// Numbers of a request with the least and the most that a command line takes.
const BOUNDS: [(&str, u64, u64); 8] = [
    ("replications", 1, u32::MAX as u64),
    ("replication", 1, u32::MAX as u64),
    ("show", 1, u32::MAX as u64),
    ("lhs", 1, MOST_POINTS as u64),
    ("budget", 2, u32::MAX as u64),
    ("trajectories", 1, u32::MAX as u64),
    ("samples", 1, u32::MAX as u64),
    ("top", 1, u64::MAX),
];

/// Refuses a manifest that no command line could have led to: numbers out of bounds, files outside the folder.
///
/// # Errors
/// The first such claim, by its key.
pub(super) fn check(manifest: &AnyManifest, path: &Path) -> Result<(), Failure> {
    let refuse = |what: String| Err(Failure::unusable(format!("`{}`: {what}", path.display())));
    let number = |key: &str| match (manifest, key) {
        (AnyManifest::Run(run), "replications") => Some(run.replications.into()),
        (AnyManifest::Run(run), "show") => Some(run.shown_replication.into()),
        (AnyManifest::Run(_), _) => None,
        (AnyManifest::Study(study), key) => study.request.get(key)?.as_u64(),
    };
    for (key, least, most) in BOUNDS {
        if let Some(number) = number(key).filter(|number| !(least..=most).contains(number)) {
            return refuse(format!("the number of `{key}` is {number}, and it goes from {least} to {most}"));
        }
    }
    let folders = manifest.drawn_again().keys();
    for name in manifest.outputs().keys().chain(folders) {
        if !is_inside(name) {
            return refuse(format!("`{}` is no file inside the folder", name.escape_debug()));
        }
    }
    Ok(())
}

/// Whether a name stays inside its folder on every system: parts of letters joined by `/`.
fn is_inside(name: &str) -> bool {
    let plain = name.chars().all(|letter| !letter.is_control() && !"\\:".contains(letter));
    let parts = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    plain && parts && !name.is_empty() && !name.ends_with('/') && !name.contains("//")
}

/// What a manifest says of itself that is not so: who made the results, from which scenario and with which numbers. Files
/// are not looked at.
pub(super) fn untrue(manifest: &AnyManifest) -> Vec<String> {
    match manifest {
        AnyManifest::Run(run) => untrue_of_run(run),
        AnyManifest::Study(study) => untrue_of_study(study),
    }
}

fn untrue_of_run(run: &Manifest) -> Vec<String> {
    let made = (run.format_version, run.program.as_str(), run.version.as_str());
    let mut found = maker(made, &run.generator, run.stream_layout);
    found.extend(hash("the scenario", &run.scenario_name, &run.scenario, &run.scenario_hash));
    found
}

fn untrue_of_study(study: &StudyManifest) -> Vec<String> {
    let made = (study.format_version, study.program.as_str(), study.version.as_str());
    let mut found = maker(made, &study.generator, study.stream_layout);
    for StudiedScenario { name, scenario_hash, scenario } in &study.scenarios {
        found.extend(hash(&format!("`{name}`"), name, scenario, scenario_hash));
    }
    // The request decides; the numbers at the top are for readers, and a race or a precision may have made fewer.
    if let Some(seed) = study.request.get("seed").and_then(Value::as_u64).filter(|seed| *seed != study.seed) {
        found.push(format!("the manifest says seed {}, and what was asked for is seed {seed}", study.seed));
    }
    let most = study.request.get("replications").and_then(Value::as_u64).unwrap_or(u64::MAX);
    if u64::from(study.replications) > most {
        let said = study.replications;
        found.push(format!("the manifest says {said} replications, and what was asked for is {most}"));
    }
    found
}

/// Versions, the older first.
fn maker((format, program, version): (u32, &str, &str), generator: &str, stream_layout: u32) -> Vec<String> {
    let ours = env!("CARGO_PKG_VERSION");
    let facts = [
        ("version", version.to_owned(), ours.to_owned()),
        ("format_version", format.to_string(), "1".to_owned()),
        ("program", program.to_owned(), "forceflow".to_owned()),
        ("generator", generator.to_owned(), GENERATOR.to_owned()),
        ("stream_layout", stream_layout.to_string(), STREAM_LAYOUT.to_string()),
    ];
    let other = |(key, said, ours): (&str, String, String)| {
        (said != ours)
            .then(|| format!("`{key}` of the results is {}; here it is {ours}", said.escape_debug()))
    };
    facts.into_iter().filter_map(other).collect()
}

/// Whether a scenario has the hash that is said of it.
fn hash(what: &str, name: &str, scenario: &Value, said: &str) -> Option<String> {
    let loaded = load_value(name, scenario).ok()?;
    (loaded.hash() != said).then(|| format!("`scenario_hash` is not that of {what} in the manifest"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_their_folder() {
        for inside in ["result.json", "charts/arrivals.svg", "a b/c", "..a"] {
            assert!(is_inside(inside), "{inside}");
        }
        for outside in [
            "",
            "..",
            "../x",
            "a/../../x",
            "/etc/passwd",
            "C:\\x",
            "a\\b",
            "c:x",
            "a//b",
            "a/",
            "./a",
            "a\nb",
        ] {
            assert!(!is_inside(outside), "{outside:?}");
        }
    }
}
