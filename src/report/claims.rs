//! What a manifest claims, checked before anything is made from it: a folder of results may come from a stranger.

use serde_json::Value;

use super::AnyManifest;
use super::kind::Kind;
use super::manifest::{FORMAT_VERSION, GENERATOR, PROGRAM, STREAM_LAYOUT, StudyManifest};
use crate::experiment::posterior::Posterior;
use crate::experiment::sweep::MOST_POINTS;
use crate::scenario::load_value;

/// The most points of a wave of a calibration, and replications of one.
const MOST_CALIBRATED: u64 = 100_000;

/// Numbers of a request with the least and the most that a command line takes.
const BOUNDS: [(&str, u64, u64); 13] = [
    ("replications", 1, u32::MAX as u64),
    ("replication", 1, u32::MAX as u64),
    ("show", 1, u32::MAX as u64),
    ("lhs", 1, MOST_POINTS as u64),
    ("budget", 2, u32::MAX as u64),
    ("trajectories", 1, u32::MAX as u64),
    ("samples", 1, u32::MAX as u64),
    ("top", 1, u64::MAX),
    ("points", 1, MOST_CALIBRATED),
    ("per_point", 1, MOST_CALIBRATED),
    ("waves", 1, 20),
    ("draws", 1, 10_000_000),
    ("mixes", 1, 10_000),
];

/// Refuses a manifest that no command line could have led to: numbers out of bounds, files outside the folder.
///
/// # Errors
/// The first such claim, by its key: a sentence.
pub fn check(manifest: &AnyManifest) -> Result<(), String> {
    let number = |key: &str| match (manifest, key) {
        (AnyManifest::Run(run), "replications") => Some(run.replications.into()),
        (AnyManifest::Run(run), "show") => Some(run.shown_replication.into()),
        (AnyManifest::Run(_), _) => None,
        (AnyManifest::Study(study), key) => study.request.get(key)?.as_u64(),
    };
    // One replication has no spread, of which these two speak.
    let spread = matches!(manifest.kind(), Kind::Size | Kind::Sensitivity);
    for (key, least, most) in BOUNDS {
        let least = if key == "replications" && spread { 2 } else { least };
        if let Some(number) = number(key).filter(|number| !(least..=most).contains(number)) {
            return Err(format!("the number of `{key}` is {number}, and it goes from {least} to {most}"));
        }
    }
    let (own, samples) = match manifest {
        AnyManifest::Run(run) => (Some(&run.printing), run.posterior.as_ref()),
        AnyManifest::Study(_) => (None, None),
    };
    if let Some(fault) = samples.and_then(Posterior::fault) {
        return Err(format!("of the samples of parameters: {fault}"));
    }
    let again = manifest.drawn_again().values().map(|again| &again.printing);
    if own.into_iter().chain(again).any(|printing| !printing.style.is_possible()) {
        return Err("figures of that width or zoom cannot be drawn".to_owned());
    }
    let folders = manifest.drawn_again().keys();
    for name in manifest.outputs().keys().chain(folders) {
        if !is_inside(name) {
            return Err(format!("`{}` is no file inside the folder", name.escape_debug()));
        }
    }
    Ok(())
}

/// The largest number of replications, points or samples that a manifest asks for, by its key: about how long making it
/// again takes.
pub fn largest(manifest: &AnyManifest) -> (&'static str, u64) {
    let own = ("replications", u64::from(manifest.replications()));
    let AnyManifest::Study(study) = manifest else { return own };
    let asked =
        BOUNDS.into_iter().filter(|(key, ..)| !["replication", "show", "top", "budget"].contains(key));
    let numbers = asked.filter_map(|(key, ..)| Some((key, study.request.get(key)?.as_u64()?)));
    numbers.chain([own]).max_by_key(|(_, number)| *number).unwrap_or(own)
}

/// Whether a name stays inside its folder on every system: parts of letters joined by `/`.
fn is_inside(name: &str) -> bool {
    let plain = name.chars().all(|letter| !letter.is_control() && !"\\:".contains(letter));
    plain && name.split('/').all(|part| !["", ".", ".."].contains(&part))
}

/// What a manifest says of itself that is not so: who made the results, from which scenario and with which numbers. Files
/// are not looked at.
pub fn untrue(manifest: &AnyManifest) -> Vec<String> {
    let mut found = match manifest {
        AnyManifest::Run(run) => {
            let made = (run.format_version, run.program.as_str(), run.version.as_str());
            maker(made, &run.generator, run.stream_layout)
        }
        AnyManifest::Study(study) => {
            let made = (study.format_version, study.program.as_str(), study.version.as_str());
            maker(made, &study.generator, study.stream_layout)
        }
    };
    found.extend(manifest.scenarios().into_iter().filter_map(|(name, said, scenario)| {
        let what = if manifest.kind() == Kind::Run { "the scenario" } else { &format!("`{name}`") };
        hash(what, name, scenario, said)
    }));
    if let AnyManifest::Study(study) = manifest {
        found.extend(other_numbers(study));
    }
    found
}

/// The numbers at the top of a study, which are for readers, where they are not those of its request, which decides.
fn other_numbers(study: &StudyManifest) -> Vec<String> {
    let mut found = Vec::new();
    let asked = |key: &str| study.request.get(key).and_then(Value::as_u64);
    if let Some(seed) = asked("seed").filter(|seed| *seed != study.seed) {
        found.push(format!("the manifest says seed {}, and what was asked for is seed {seed}", study.seed));
    }
    // A race or a precision may have made fewer.
    let said = study.replications;
    if let Some(most) = asked("replications").filter(|most| u64::from(said) > *most) {
        found.push(format!("the manifest says {said} replications, and what was asked for is {most}"));
    }
    found
}

/// Versions, the older first.
fn maker((format, program, version): (u32, &str, &str), generator: &str, stream_layout: u32) -> Vec<String> {
    let ours = env!("CARGO_PKG_VERSION");
    let facts = [
        ("version", version.to_owned(), ours.to_owned()),
        ("format_version", format.to_string(), FORMAT_VERSION.to_string()),
        ("program", program.to_owned(), PROGRAM.to_owned()),
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
            "a/./b",
            "a\nb",
        ] {
            assert!(!is_inside(outside), "{outside:?}");
        }
    }
}
