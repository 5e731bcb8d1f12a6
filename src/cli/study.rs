//! What studies (compare, sweep, sensitivity, size, why, backtest) share: where their scenario comes from, and the manifest from
//! which `verify` makes them again.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::common::ScenarioArgs;
use super::exit::{Exit, Failure};
use super::run::folder_failure;
use super::terminal::Terminal;
use crate::experiment::kept::{Keeper, KeptError};
use crate::experiment::uncertainty::UncertaintyError;
use crate::report::manifest::{Environment, Kind, StudiedScenario, StudyInput, StudyManifest};
use crate::report::{Files, write_folder};
use crate::scenario::{Loaded, load, load_str};

/// Note under charts whose replications draw the ranges of assumptions.
pub(super) const DRAWN: &str = "chance within replications and ranges of assumptions drawn";
/// Note under charts with chance alone.
pub(super) const CHANCE: &str = "chance within replications";

/// Where and how the results of a study are written.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct StudyOutputArgs {
    /// Folder for the results; output/<scenario>-<study>/ when left out
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// What stdout gets
    #[arg(long, value_enum, default_value_t = StudyFormat::Text, value_name = "FORMAT")]
    pub(super) format: StudyFormat,
    /// Nothing on stderr but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// What stdout gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StudyFormat {
    /// A readable table.
    Text,
    /// JSON, as the file in the folder.
    Json,
    /// A table as CSV.
    Csv,
    /// A table as Markdown.
    Markdown,
}

/// Where studies keep finished points.
pub(super) const POINTS: &str = "output/points";

/// Signals that follow the first by less are the same order once more: `timeout`, for one, tells the program and then the
/// group that it is in.
const SAME_ORDER: Duration = Duration::from_millis(500);

/// Ctrl-C, or a polite order to end, stops a command after what is under way, with a word on how to go on; a second one,
/// half a second after it or later, ends it at once.
#[expect(clippy::exit, reason = "whoever asks twice wants no way back through the work")]
pub(super) fn on_interrupt(terminal: Terminal) -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&interrupted);
    let mut first: Option<Instant> = None;
    let hear = move || match first {
        None => {
            first = Some(Instant::now());
            heard.store(true, Ordering::Relaxed);
        }
        // What is written is written whole or not at all, so that this loses no more than the time.
        Some(first) if first.elapsed() >= SAME_ORDER => std::process::exit(Exit::InputOutput as i32),
        Some(_) => {}
    };
    // Without a handler, finished points are safe all the same; only the message is missing.
    if ctrlc::set_handler(hear).is_err() {
        terminal.say("warning: interruptions cannot be caught here; finished points are kept all the same");
    }
    interrupted
}

/// Ctrl-C, or a polite order to end, ends a command that keeps nothing of what is unfinished, with a word and exit code 3.
#[expect(clippy::exit, reason = "nothing that is under way is of use to anybody")]
pub(super) fn ends_on_interrupt() {
    // Without a handler the signal ends the program all the same, without a word.
    let _ = ctrlc::set_handler(|| {
        // What is written is written whole or not at all.
        Terminal::complain("error: interrupted; nothing of it is kept");
        std::process::exit(Exit::InputOutput as i32);
    });
}

/// How a study whose points are kept is worked off: nothing here changes a byte of its results.
#[derive(Clone, Copy)]
pub(super) struct Work<'a> {
    /// Threads; 0 for one per core.
    pub(super) threads: usize,
    /// Where to write.
    pub(super) terminal: Terminal,
    /// Where finished points are kept.
    pub(super) keeper: Keeper<'a>,
    /// The command that goes on when it was interrupted.
    pub(super) command: &'a str,
}

impl Work<'_> {
    /// Why points could not be had.
    pub(super) fn failure(self, error: &KeptError) -> Failure {
        match error {
            KeptError::Scenario(error) => uncertain_failure(error),
            KeptError::Io(path, error) => Failure::io("write", path, error),
            KeptError::Interrupted => {
                let kept = self.keeper.folder.map(|folder| format!(" in `{}`", folder.display()));
                Failure::Said {
                    exit: Exit::InputOutput,
                    message: format!("interrupted; what is finished is kept{}", kept.unwrap_or_default()),
                    help: Some(format!("the same command goes on from there:\n  {}", self.command)),
                }
            }
        }
    }
}

/// Where a study takes its scenario from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A file, with changes of the command line.
    File(ScenarioArgs),
    /// The name and the text of the scenario in a manifest.
    Manifest(String, String),
}

impl Source {
    /// The scenario that a manifest holds.
    pub(super) fn of(studied: &StudiedScenario) -> Self {
        Self::Manifest(studied.name.clone(), format!("{:#}", studied.scenario))
    }

    /// Reads it with more changes.
    pub(super) fn with(&self, more: &[(String, String)]) -> Result<Loaded, Failure> {
        match self {
            Self::File(scenario) => {
                let sets = [scenario.set.as_slice(), more].concat();
                Ok(load(&scenario.scenario, &sets)?)
            }
            Self::Manifest(name, text) => Ok(load_str(name, text, more)?),
        }
    }
}

/// A finished study, but for its files.
#[derive(Debug)]
pub(super) struct Study<'a, R> {
    /// Which command made it.
    pub(super) kind: Kind,
    /// All that the command was told and that changes a byte.
    pub(super) request: &'a R,
    /// The seed.
    pub(super) seed: u64,
    /// Replications of each scenario or point.
    pub(super) replications: u32,
    /// The scenarios as they were run, with their names.
    pub(super) scenarios: Vec<StudiedScenario>,
    /// The exact command.
    pub(super) command: String,
    /// When it began.
    pub(super) started: Instant,
    /// Threads; 0 for one per core.
    pub(super) threads: usize,
}

impl<R: Serialize> Study<'_, R> {
    /// Writes the files and their manifest.
    pub(super) fn write(self, files: &Files<'_>, target: &Path) -> Result<(), Failure> {
        let manifest = |hashes| {
            let input = StudyInput {
                kind: self.kind,
                request: serde_json::json!(self.request),
                seed: self.seed,
                replications: self.replications,
                scenarios: self.scenarios,
                environment: environment(self.command, self.started, self.threads),
            };
            StudyManifest::new(input, hashes).to_bytes()
        };
        write_folder(target, files, manifest).map_err(|error| folder_failure(&error))
    }
}

/// What a command was told, from its manifest.
pub(super) fn request<R: DeserializeOwned>(manifest: &StudyManifest) -> Result<R, Failure> {
    serde_json::from_value(manifest.request.clone())
        .map_err(|error| Failure::unusable(format!("the request in the manifest cannot be read: {error}")))
}

/// The one scenario of a manifest.
pub(super) fn only_scenario(manifest: &StudyManifest) -> Result<Source, Failure> {
    let first = manifest.scenarios.first();
    first.map(Source::of).ok_or_else(|| Failure::unusable("the manifest holds no scenario"))
}

/// A scenario as a manifest keeps it.
pub(super) fn studied(name: String, loaded: &Loaded) -> StudiedScenario {
    StudiedScenario { name, scenario_hash: loaded.hash(), scenario: loaded.resolved.clone() }
}

/// Where and when results were made.
pub(super) fn environment(command: String, started: Instant, threads: usize) -> Environment {
    Environment {
        written_at: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        command,
        seconds: format!("{:.3}", started.elapsed().as_secs_f64()),
        host: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        threads,
    }
}

/// A failure of a changed scenario.
pub(super) fn uncertain_failure(error: &UncertaintyError) -> Failure {
    let failure = Failure::unusable(error.to_string());
    match error {
        UncertaintyError::NoRanges => failure.help(
            "give assumptions a range in `evidence`, as \"evidence\": {\"fleets.bridge.count\": {\"low\": 8, \"high\": 12}}",
        ),
        UncertaintyError::Refused { .. } => failure.help("narrow the range, or change what does not fit it"),
        UncertaintyError::NotSimulated { .. } => failure.help("narrow the ranges"),
    }
}
