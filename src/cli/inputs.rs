//! What commands read: scenarios and variants, folders of results, and the scenarios in a manifest.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::alternative::{NamedChange, alternatives, number_of};
use super::arguments::ScenarioArgs;
use super::embedded::{is_text, load};
use super::exit::Failure;
use super::kept::Folder;
use super::terminal::Terminal;
use crate::experiment::compare::Stored as Made;
use crate::model::compile;
use crate::report::manifest::{AnyManifest, StudiedScenario};
use crate::scenario::{Loaded, load_value};
use crate::storage::read::{is_stdin, open};

/// A scenario that a command works on.
pub(super) struct Input {
    /// The name that it goes by in results.
    pub(super) name: String,
    /// What was read.
    pub(super) loaded: Loaded,
    /// What a folder of results holds, if that is where the scenario is from.
    pub(super) stored: Option<Stored>,
}

impl Input {
    /// Reads a scenario file with changes.
    pub(super) fn file(path: &Path, set: &[(String, String)]) -> Result<Self, Failure> {
        Ok(Self { name: scenario_name(path), loaded: load(path, set)?, stored: None })
    }

    /// Reads the scenario that the command line names.
    pub(super) fn of(scenario: &ScenarioArgs) -> Result<Self, Failure> {
        Self::file(&scenario.scenario, &scenario.set)
    }

    /// Reads a scenario out of a manifest.
    pub(super) fn again(studied: &StudiedScenario) -> Result<Self, Failure> {
        let loaded = load_value(&studied.name, &studied.scenario)?;
        Ok(Self { name: studied.name.clone(), loaded, stored: None })
    }

    /// The scenario as a manifest keeps it.
    pub(super) fn studied(&self) -> StudiedScenario {
        StudiedScenario {
            name: self.name.clone(),
            scenario_hash: self.loaded.hash(),
            scenario: self.loaded.resolved.clone(),
        }
    }
}

/// The one scenario of a study that takes one.
pub(super) fn only(inputs: &[Input]) -> Result<&Loaded, Failure> {
    let first = inputs.first().map(|input| &input.loaded);
    first.ok_or_else(|| Failure::unusable("the manifest holds no scenario"))
}

/// Leaves out JSON Schemas, which a shell finds for `scenarios/*.json`. Files that are all schemas are kept, to be refused
/// when they are read.
pub(super) fn without_schema(files: &[PathBuf], terminal: Terminal) -> Vec<PathBuf> {
    let is_schema = |file: &PathBuf| {
        file.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".schema.json"))
    };
    if files.iter().all(is_schema) {
        return files.to_vec();
    }
    for file in files.iter().filter(|file| is_schema(file)) {
        terminal.say(&format!("note: `{}` is a schema, no scenario, and is left out", file.display()));
    }
    files.iter().filter(|file| !is_schema(file)).cloned().collect()
}

/// The name of a scenario: its file without folder and ending, or `stdin`.
pub(super) fn scenario_name(scenario: &Path) -> String {
    if is_stdin(scenario) {
        return "stdin".to_owned();
    }
    scenario.file_stem().map_or_else(|| "scenario".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// The folder for results under a name; a name that is too long for a file system is cut and ends with its hash.
pub(super) fn folder_for(mut name: String, before_hash: char) -> PathBuf {
    if name.len() > 120 {
        let hash = blake3::hash(name.as_bytes()).to_hex();
        name = format!("{}{before_hash}{}", name.chars().take(100).collect::<String>(), &hash[..12]);
    }
    Path::new("output").join(name)
}

/// A text whose characters other than ASCII letters, digits and `more` are replaced by `_`, for names of folders.
pub(super) fn plain(text: &str, more: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || more.contains(c) { c } else { '_' }).collect()
}

/// More than a table of replications ever has [bytes].
const MOST_OF_A_TABLE: u64 = 4 * 1024 * 1024 * 1024;

/// What a folder of results holds.
pub(super) struct Stored {
    /// How it was made.
    pub(super) made: Made,
    /// The column `closure_h` of `replications.csv`, as text.
    closures: Vec<String>,
}

/// What a comparison reads.
pub(super) struct Inputs {
    /// What can be compared, the baseline first.
    pub(super) usable: Vec<Input>,
    /// What cannot, by its name.
    pub(super) left_out: Vec<(String, Failure)>,
}

/// Reads the scenarios to compare; with changes, one scenario gives two, and each named what-if is one more. What cannot be read or simulated is left out where a
/// comparison remains.
pub(super) fn inputs(
    paths: &[PathBuf],
    set: &[(String, String)],
    named: &[NamedChange],
) -> Result<Inputs, Failure> {
    if paths.len() > 1 && !set.is_empty() {
        return Err(Failure::unusable("--set compares one scenario with itself changed")
            .help("name one scenario with --set, or give the change a name: --alternative NAME=PATH=VALUE"));
    }
    let mut read: Vec<Result<Input, Failure>> = paths.iter().map(|path| read(path)).collect();
    // What can be read and not be simulated is found before the work, too.
    if paths.len() > 2 {
        for input in &mut read {
            let compiled = input.as_ref().map_or(Ok(()), |input| compile(&input.loaded.scenario).map(drop));
            if let Err(error) = compiled {
                let name = input.as_ref().map_or_else(|_| String::new(), |input| input.name.clone());
                *input = Err(Failure::from(error).of(&name));
            }
        }
    }
    let name = |(path, input): (&PathBuf, &Result<Input, Failure>)| {
        input.as_ref().map_or_else(|_| scenario_name(path), |input| input.name.clone())
    };
    let mut names: Vec<String> = paths.iter().zip(&read).map(name).collect();
    if let ([path], [Ok(_)], false) = (paths, read.as_slice(), set.is_empty()) {
        if path.is_dir() {
            return Err(Failure::unusable("--set changes a scenario file, and this is a folder of results")
                .help("name the scenario file"));
        }
        let changes: Vec<String> = set.iter().map(|(path, value)| format!("{path}={value}")).collect();
        names.push(changes.join(" "));
        read.push(Ok(Input { name: changes.join(" "), loaded: load(path, set)?, stored: None }));
    }
    name_apart(&mut names, paths);
    let baseline_is_there = read.first().is_some_and(Result::is_ok);
    let (mut usable, mut left_out) = (Vec::new(), Vec::new());
    for (input, name) in read.into_iter().zip(names) {
        match input {
            Ok(input) => usable.push(Input { name, ..input }),
            Err(failure) => left_out.push((name, failure)),
        }
    }
    // Reports the mistakes of all files together: a class hands in thirty.
    if !left_out.is_empty() && (!baseline_is_there || usable.len() + number_of(named) < 2) {
        return Err(Failure::Several(left_out.into_iter().map(|(_, failure)| failure).collect()));
    }
    let what_ifs = alternatives(named, paths, &usable)?;
    usable.extend(what_ifs);
    Ok(Inputs { usable, left_out })
}

/// Renames what shares a file name to the parts in which the paths differ, and numbers names that are still equal.
pub(super) fn name_apart(names: &mut [String], paths: &[PathBuf]) {
    let shared = names.to_vec();
    for name in &shared {
        let same: Vec<usize> = (0..paths.len()).filter(|index| shared[*index] == *name).collect();
        if same.len() > 1 {
            let apart = differing(&same.iter().map(|index| paths[*index].as_path()).collect::<Vec<_>>());
            for (index, name) in same.into_iter().zip(apart) {
                names[index] = name;
            }
        }
    }
    for index in 1..names.len() {
        let base = names[index].clone();
        let mut number = 2;
        while names[..index].contains(&names[index]) {
            names[index] = format!("{base} ({number})");
            number += 1;
        }
    }
}

/// The parts in which paths differ, as `ada` of `class/ada/answer.json`; whole paths if one has no part of its own.
fn differing(paths: &[&Path]) -> Vec<String> {
    let parts = |path: &Path| -> Vec<String> {
        path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let all: Vec<Vec<String>> = paths.iter().map(|path| parts(path)).collect();
    let alike = |at: &dyn Fn(&[String]) -> Option<String>| {
        let first = all.first().and_then(|parts| at(parts));
        first.is_some() && all.iter().all(|parts| at(parts) == first)
    };
    let most = all.iter().map(Vec::len).max().unwrap_or(0);
    let before = (0..most).take_while(|place| alike(&|parts| parts.get(*place).cloned())).count();
    let after = (0..most).take_while(|place| alike(&|parts| parts.iter().rev().nth(*place).cloned())).count();
    let middle = |parts: &Vec<String>| {
        let end = parts.len().saturating_sub(after);
        parts.get(before..end).filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
    };
    match all.iter().map(middle).collect::<Option<Vec<String>>>() {
        Some(apart) => apart,
        None => paths.iter().map(|path| path.display().to_string()).collect(),
    }
}

fn read(path: &Path) -> Result<Input, Failure> {
    if !path.is_dir() || is_text(path) {
        return Input::file(path, &[]);
    }
    let manifest = Folder::open(path, "`forceflow run`")?.manifest;
    let AnyManifest::Run(manifest) = manifest else {
        let kind = manifest.kind().name();
        return Err(Failure::unusable(format!("`{}` holds results of `forceflow {kind}`", path.display()))
            .help("name folders that `forceflow run` wrote, or scenario files"));
    };
    let loaded = load_value(&manifest.scenario_name, &manifest.scenario)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or(manifest.scenario_name);
    let stored = Stored {
        made: Made {
            seed: manifest.seed,
            replications: manifest.replications,
            uncertain: manifest.uncertain,
        },
        closures: stored_closures(path),
    };
    Ok(Input { name, loaded, stored: Some(stored) })
}

/// The column `closure_h` of a folder's `replications.csv`; empty when there is none.
fn stored_closures(folder: &Path) -> Vec<String> {
    let Ok(table) = open(&folder.join("replications.csv")) else { return Vec::new() };
    let mut reader = csv::Reader::from_reader(table.take(MOST_OF_A_TABLE));
    let column = reader.headers().ok().and_then(|head| head.iter().position(|name| name == "closure_h"));
    let Some(column) = column else { return Vec::new() };
    let rows = reader.records().map_while(Result::ok);
    rows.filter_map(|row| Some(row.get(column)?.to_owned())).collect()
}

/// Warns where the stored table is not what its scenario gives: it was changed, or comes from another version. `closures_h`
/// are those of the scenario as it was run for the folder.
pub(super) fn warn_if_stored_differs(terminal: Terminal, input: &Input, closures_h: &[f64]) {
    let Some(stored) = &input.stored else { return };
    let text = closures_h.iter().map(|h| if h.is_finite() { format!("{h:.6}") } else { String::new() });
    if text.zip(&stored.closures).any(|(ours, theirs)| ours != *theirs) {
        terminal.say(&format!(
            "warning: replications.csv of `{}` does not hold what its scenario gives; it was run again (see `forceflow \
             verify`)",
            input.name
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_apart_by_what_they_differ_in() {
        let apart = |paths: &[&str]| differing(&paths.iter().map(Path::new).collect::<Vec<_>>());
        assert_eq!(apart(&["class/ada/answer.json", "class/ben/answer.json"]), ["ada", "ben"]);
        assert_eq!(apart(&["/a/1/x/run", "/a/2/y/run"]), ["1/x", "2/y"]);
        assert_eq!(apart(&["a.json", "class/a.json"]), ["a.json", "class/a.json"]);
        assert_eq!(apart(&["a.json", "a.json"]), ["a.json", "a.json"]);
    }
}
