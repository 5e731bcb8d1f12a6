//! Reads what somebody handed in: which scenario it holds, and whether results beside it are what that scenario gives.
//!
//! A submission comes from a stranger. Of the file system it reads itself alone: what a variant is based on is the base,
//! wherever the variant says that it lies, and other files are not there.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::below::{MANIFEST, below, is_linked};
use super::super::exit::Failure;
use super::super::kept::{Folder, bytes_of};
use super::super::run::again;
use super::super::verify::difference_in;
use crate::experiment::grade::events_of_first;
use crate::model::compile;
use crate::report::manifest::{GENERATOR, Manifest, STREAM_LAYOUT};
use crate::report::{AnyManifest, Files};
use crate::scenario::{Loaded, MOST_BYTES, Texts, load_among, load_value, plain_name, read_text};
use crate::storage::read;

/// The name by which a submission among several scenarios is known.
const ANSWER: &str = "answer.json";

/// The tables of a run, which are compared.
const RESULTS: [&str; 4] = ["result.json", "replications.csv", "arrivals.csv", "timeline.csv"];

/// Folders of results in a submission that are looked at.
const MOST_RESULTS: usize = 4;

/// Scenario files that a message names.
const MOST_NAMED: usize = 5;

/// A submission as it was read.
#[derive(Default)]
pub(super) struct Submission {
    /// Its scenario, unless it is broken.
    pub(super) loaded: Option<Loaded>,
    /// Why it cannot be used.
    pub(super) broken: Option<String>,
    /// Where results that came with it differ first.
    pub(super) tampered: Option<String>,
    /// Why results that came with it could not be compared.
    pub(super) not_compared: Option<String>,
}

impl Submission {
    fn broken(why: impl Into<String>) -> Self {
        Self { broken: Some(why.into()), ..Self::default() }
    }
}

/// Reads submissions against one base.
pub(super) struct Reader {
    /// The file name of the base.
    name: String,
    /// What a variant is based on.
    text: String,
    most_events: u64,
    threads: usize,
    /// Whether results that came with a submission are compared.
    compares: bool,
}

impl Reader {
    /// A reader for this base.
    pub(super) fn new(file: &Path, base: &Loaded, most_events: u64, threads: usize) -> Result<Self, Failure> {
        // A base that rests on other files is handed on whole; the libraries inside the program are always there.
        let stands_alone =
            base.chain.iter().skip(1).all(|file| file.to_string_lossy().starts_with("library:"));
        let text = if stands_alone { read_text(file, MOST_BYTES)? } else { format!("{:#}", base.resolved) };
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { name, text, most_events, threads, compares: true })
    }

    /// This reader, which compares results that came with a submission or lets them be.
    pub(super) fn that_compares(self, compares: bool) -> Self {
        Self { compares, ..self }
    }

    /// Reads what stands at a path.
    pub(super) fn read(&self, path: &Path) -> Submission {
        if !path.is_dir() {
            return self.file(path);
        }
        if path.join(MANIFEST).symlink_metadata().is_ok() {
            return self.results(path);
        }
        let found = below(path);
        match self.scenarios(path) {
            Err(why) => Submission::broken(why),
            Ok(Some(file)) => {
                let mut submission = self.file(&file);
                for folder in found.results.iter().take(MOST_RESULTS) {
                    let Submission { tampered, not_compared, .. } = self.results(folder);
                    submission.tampered = submission.tampered.or(tampered);
                    submission.not_compared = submission.not_compared.or(not_compared);
                }
                submission
            }
            Ok(None) => match found.results.as_slice() {
                [] => Submission::broken(
                    "it holds no scenario and no results: hand in a scenario, a variant or a folder of results",
                ),
                [one] => self.results(one),
                many => {
                    Submission::broken(format!("it holds {} folders of results: hand in one", many.len()))
                }
            },
        }
    }

    /// The one scenario file in a folder, the base aside; none where there is none.
    fn scenarios(&self, folder: &Path) -> Result<Option<PathBuf>, String> {
        let entries = fs::read_dir(folder).map_err(|error| format!("it cannot be read: {error}"))?;
        let mut found: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "json") && self.is_own(path))
            .collect();
        found.sort();
        let name = |path: &PathBuf| {
            path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        };
        if found.len() > 1 && found.iter().any(|path| name(path) == ANSWER) {
            found.retain(|path| name(path) == ANSWER);
        }
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one.clone())),
            many => {
                let names: Vec<String> =
                    many.iter().take(MOST_NAMED).map(|path| format!("`{}`", name(path))).collect();
                Err(format!(
                    "it holds {} scenarios ({}): hand in one, or name it {ANSWER}",
                    many.len(),
                    names.join(", ")
                ))
            }
        }
    }

    /// Whether a JSON file is a scenario of the student: not the base, nor anything that is no scenario.
    fn is_own(&self, path: &Path) -> bool {
        let Ok(text) = read::text(path, MOST_BYTES) else { return true };
        if text == self.text {
            return false;
        }
        let Ok(value) = serde_json::from_str::<Value>(&text) else { return true };
        ["places", "contingents", "based_on", "changes"].iter().any(|key| value.get(key).is_some())
    }

    /// Reads a scenario or a variant of the base.
    fn file(&self, path: &Path) -> Submission {
        // A message shows lines of the file, and a link may lead to any.
        if path.symlink_metadata().is_ok_and(|data| data.file_type().is_symlink()) {
            return Submission::broken("it is a link: hand in the file itself");
        }
        let text = match read_text(path, MOST_BYTES) {
            Ok(text) => text,
            Err(error) => return Submission::broken(error.to_string()),
        };
        let mut texts = Texts::new();
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        if let Some(based_on) = value.get("based_on").and_then(Value::as_str) {
            let named = based_on.rsplit(['/', '\\']).next().unwrap_or_default();
            if named != self.name {
                return Submission::broken(format!(
                    "it is based on `{based_on}`: hand in a variant of `{}`, or a whole scenario",
                    self.name
                ));
            }
            texts.insert(plain_name(Path::new(based_on)), self.text.clone());
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match load_among(&name, &text, &texts, &[]) {
            Ok(loaded) => Submission { loaded: Some(loaded), ..Submission::default() },
            Err(mistakes) => Submission::broken(mistakes.to_string()),
        }
    }

    /// Reads the scenario of a folder of results, and compares the results with what that scenario gives.
    fn results(&self, folder: &Path) -> Submission {
        if is_linked(folder, MANIFEST) {
            return Submission::broken("its manifest.json is a link: hand in the folder itself");
        }
        let opened = match Folder::open(folder, "`forceflow run`") {
            Ok(opened) => opened,
            Err(failure) => return Submission::broken(failure.in_a_line()),
        };
        let AnyManifest::Run(manifest) = &opened.manifest else {
            let kind = opened.manifest.kind().name();
            return Submission::broken(format!(
                "it holds results of `forceflow {kind}`: hand in a scenario, or results of `forceflow run`"
            ));
        };
        let loaded = match load_value(&manifest.scenario_name, &manifest.scenario) {
            Ok(loaded) => loaded,
            Err(mistakes) => return Submission::broken(mistakes.to_string()),
        };
        let compared = if self.compares { self.compared(folder, manifest, &loaded) } else { Ok(None) };
        let (tampered, not_compared) = match compared {
            Ok(tampered) => (tampered, None),
            Err(why) => (None, Some(why)),
        };
        Submission { loaded: Some(loaded), broken: None, tampered, not_compared }
    }

    /// Where the tables in a folder differ first from what its scenario gives; none where they do not.
    fn compared(
        &self,
        folder: &Path,
        manifest: &Manifest,
        loaded: &Loaded,
    ) -> Result<Option<String>, String> {
        let ours = (env!("CARGO_PKG_VERSION"), GENERATOR, STREAM_LAYOUT);
        if (manifest.version.as_str(), manifest.generator.as_str(), manifest.stream_layout) != ours {
            let version: String = manifest.version.chars().take(40).collect();
            return Err(format!("they were made by version {version}, and this is {}", ours.0));
        }
        let world = compile(&loaded.scenario).map_err(|error| Failure::from(error).in_a_line())?;
        let events = events_of_first(&world, manifest.seed);
        if events.saturating_mul(u64::from(manifest.replications)) > self.most_events {
            return Err(format!(
                "{} replications take too many events (--most-events)",
                manifest.replications
            ));
        }
        // The tables are the same with and without figures.
        let bare = Manifest { charts: false, live: false, ..manifest.clone() };
        let first = again(&bare, self.threads, |files| Ok(first_difference(folder, files)));
        first.map_err(|failure| failure.in_a_line())
    }
}

/// Where the first table that is there and differs does so.
fn first_difference(folder: &Path, files: &Files<'_>) -> Option<String> {
    RESULTS.iter().find_map(|name| {
        if is_linked(folder, name) {
            return Some(format!("{name} is a link"));
        }
        let made = bytes_of(name, files.get(*name)?).ok()?;
        difference_in(folder, name, &String::from_utf8_lossy(&made))
    })
}
