//! `manifest.json`: what was run, so that it can be run again, and the hash of every output.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::content::Hashes;
use super::draw::{DrawnAgain, Printing};
use super::json::to_json;
use super::kind::Kind;
use crate::experiment::posterior::Posterior;

pub use crate::experiment::study::STREAM_LAYOUT;

/// Where and when a run was made. No hash covers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// When it was written.
    pub written_at: String,
    /// The command.
    pub command: String,
    /// Time that it took [s], to the millisecond.
    pub seconds: String,
    /// Operating system and processor.
    pub host: String,
    /// Threads; 0 for one per core.
    pub threads: usize,
}

/// Version of the files.
pub const FORMAT_VERSION: u32 = 1;

/// The program, as manifests name it.
pub const PROGRAM: &str = "forceflow";

/// The generator of random numbers.
pub const GENERATOR: &str = "ChaCha8 (rand_chacha 0.10)";

/// The manifest of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "keys of the JSON file, each a flag of the command")]
pub struct Manifest {
    /// Version of the file.
    pub format_version: u32,
    /// `forceflow`.
    pub program: String,
    /// Its version.
    pub version: String,
    /// The command that made it.
    #[serde(default)]
    pub kind: Kind,
    /// BLAKE3 hash of the resolved scenario.
    pub scenario_hash: String,
    /// The name that the results go by.
    pub scenario_name: String,
    /// The command that gives these results, without folders: reports print it.
    #[serde(default)]
    pub command: String,
    /// The seed.
    pub seed: u64,
    /// Replications made.
    pub replications: u32,
    /// Whether a precision that was asked for was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision_reached: Option<bool>,
    /// The replication that timeline, figures and report show.
    pub shown_replication: u32,
    /// Whether ranges of assumptions were drawn.
    pub uncertain: bool,
    /// Samples from which parameters were drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posterior: Option<Posterior>,
    /// Whether `draws.csv` keeps what was drawn.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep_draws: bool,
    /// Whether `replications.parquet` holds the table of replications, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub parquet: bool,
    /// Whether charts were drawn.
    pub charts: bool,
    /// How they were drawn, where somebody asked for anything but the usual.
    #[serde(default, skip_serializing_if = "Printing::is_usual")]
    pub printing: Printing,
    /// Figures that were drawn again into folders of this one.
    #[serde(default, skip_serializing_if = "DrawnAgain::is_empty")]
    pub drawn_again: DrawnAgain,
    /// Whether the page holds the engine.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub live: bool,
    /// The generator of random numbers.
    pub generator: String,
    /// Version of the layout of random streams.
    pub stream_layout: u32,
    /// BLAKE3 hash of each output.
    pub outputs: Hashes,
    /// The scenario as it was run: variants and changes applied.
    pub scenario: Value,
    /// Where and when.
    pub environment: Environment,
}

/// What a manifest says beyond the files.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "keys of the JSON file, each a flag of the command")]
pub struct ManifestInput {
    /// The resolved scenario.
    pub scenario: Value,
    /// Its hash.
    pub scenario_hash: String,
    /// The name that the results go by.
    pub scenario_name: String,
    /// The command that gives these results, without folders.
    pub command: String,
    /// The seed.
    pub seed: u64,
    /// Replications made.
    pub replications: u32,
    /// Whether a precision that was asked for was reached.
    pub precision_reached: Option<bool>,
    /// The replication that is shown.
    pub shown_replication: u32,
    /// Whether ranges of assumptions were drawn.
    pub uncertain: bool,
    /// Samples from which parameters were drawn.
    pub posterior: Option<Posterior>,
    /// Whether `draws.csv` keeps what was drawn.
    pub keep_draws: bool,
    /// Whether `replications.parquet` holds the table of replications, too.
    pub parquet: bool,
    /// How charts were drawn; none where they were not.
    pub printing: Option<Printing>,
    /// Whether the page holds the engine.
    pub live: bool,
    /// Where and when.
    pub environment: Environment,
}

impl Manifest {
    /// The manifest of files with these hashes.
    pub fn new(input: ManifestInput, outputs: Hashes) -> Self {
        Self {
            format_version: FORMAT_VERSION,
            program: PROGRAM.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            kind: Kind::Run,
            scenario_hash: input.scenario_hash,
            scenario_name: input.scenario_name,
            command: input.command,
            seed: input.seed,
            replications: input.replications,
            precision_reached: input.precision_reached,
            shown_replication: input.shown_replication,
            uncertain: input.uncertain,
            posterior: input.posterior,
            keep_draws: input.keep_draws,
            parquet: input.parquet,
            charts: input.printing.is_some(),
            printing: input.printing.unwrap_or_default(),
            drawn_again: DrawnAgain::new(),
            live: input.live,
            generator: GENERATOR.to_owned(),
            stream_layout: STREAM_LAYOUT,
            outputs,
            scenario: input.scenario,
            environment: input.environment,
        }
    }

    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_json(self)
    }

    /// The names of outputs that a manifest lists; `None` when it is not of this program.
    pub fn outputs_of(text: &str) -> Option<Vec<String>> {
        #[derive(Deserialize)]
        struct Ours {
            program: String,
            outputs: Hashes,
        }
        let ours: Ours = serde_json::from_str(text).ok()?;
        (ours.program == PROGRAM).then(|| ours.outputs.into_keys().collect())
    }
}

/// A scenario of a study, as it was run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudiedScenario {
    /// The name that it goes by.
    pub name: String,
    /// BLAKE3 hash of the resolved scenario.
    pub scenario_hash: String,
    /// The resolved scenario.
    pub scenario: Value,
}

/// The manifest of a study: a comparison, a sweep, a sensitivity study, a sizing, a story or a backtest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyManifest {
    /// Version of the file.
    pub format_version: u32,
    /// `forceflow`.
    pub program: String,
    /// Its version.
    pub version: String,
    /// The command that made it.
    pub kind: Kind,
    /// The command that gives these results, without folders: reports print it.
    #[serde(default)]
    pub command: String,
    /// All that the command was told and that changes a byte.
    pub request: Value,
    /// Figures that were drawn again into folders of this one.
    #[serde(default, skip_serializing_if = "DrawnAgain::is_empty")]
    pub drawn_again: DrawnAgain,
    /// The seed.
    pub seed: u64,
    /// Replications of each scenario or point.
    pub replications: u32,
    /// The generator of random numbers.
    pub generator: String,
    /// Version of the layout of random streams.
    pub stream_layout: u32,
    /// BLAKE3 hash of each output.
    pub outputs: Hashes,
    /// The scenarios as they were run: variants and changes applied.
    pub scenarios: Vec<StudiedScenario>,
    /// Where and when.
    pub environment: Environment,
}

/// What the manifest of a study says beyond the files.
#[derive(Debug, Clone)]
pub struct StudyInput {
    pub kind: Kind,
    pub command: String,
    pub request: Value,
    pub seed: u64,
    pub replications: u32,
    pub scenarios: Vec<StudiedScenario>,
    pub environment: Environment,
}

impl StudyManifest {
    /// The manifest of files with these hashes.
    pub fn new(input: StudyInput, outputs: Hashes) -> Self {
        Self {
            format_version: FORMAT_VERSION,
            program: PROGRAM.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            kind: input.kind,
            command: input.command,
            request: input.request,
            drawn_again: DrawnAgain::new(),
            seed: input.seed,
            replications: input.replications,
            generator: GENERATOR.to_owned(),
            stream_layout: STREAM_LAYOUT,
            outputs,
            scenarios: input.scenarios,
            environment: input.environment,
        }
    }

    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_json(self)
    }
}

/// The most values of a manifest: the scenarios of a study, and the hashes of its files.
const MOST_VALUES: usize = 4_000_000;

/// No fewer values than a JSON text holds: each but the first stands behind one of these signs.
fn values_at_most(text: &str) -> usize {
    1 + text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b':')).count()
}

/// The manifest of any folder of results.
#[derive(Debug, Clone)]
pub enum AnyManifest {
    /// Of `forceflow run`.
    Run(Box<Manifest>),
    /// Of a study.
    Study(Box<StudyManifest>),
}

impl AnyManifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// A text that is not a manifest, or lacks a part.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Head {
            #[serde(default)]
            kind: Kind,
        }
        if values_at_most(text) > MOST_VALUES {
            return Err(serde::de::Error::custom(format_args!("it holds more than {MOST_VALUES} values")));
        }
        let head: Head = serde_json::from_str(text)?;
        if head.kind == Kind::Run {
            serde_json::from_str(text).map(|manifest| Self::Run(Box::new(manifest)))
        } else {
            serde_json::from_str(text).map(|manifest| Self::Study(Box::new(manifest)))
        }
    }

    /// The command that made it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Run(_) => Kind::Run,
            Self::Study(study) => study.kind,
        }
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        match self {
            Self::Run(run) => run.seed,
            Self::Study(study) => study.seed,
        }
    }

    /// Replications that were made, of each scenario or point.
    pub fn replications(&self) -> u32 {
        match self {
            Self::Run(run) => run.replications,
            Self::Study(study) => study.replications,
        }
    }

    /// The version of the program that made it.
    pub fn version(&self) -> &str {
        match self {
            Self::Run(run) => &run.version,
            Self::Study(study) => &study.version,
        }
    }

    /// The scenarios as they were run: the name that each goes by, its hash and itself.
    pub fn scenarios(&self) -> Vec<(&str, &str, &Value)> {
        match self {
            Self::Run(run) => vec![(&run.scenario_name, &run.scenario_hash, &run.scenario)],
            Self::Study(study) => {
                let each = study.scenarios.iter();
                each.map(|one| (one.name.as_str(), one.scenario_hash.as_str(), &one.scenario)).collect()
            }
        }
    }

    /// Where and when it was made.
    pub fn environment(&self) -> &Environment {
        match self {
            Self::Run(run) => &run.environment,
            Self::Study(study) => &study.environment,
        }
    }

    /// The command that gives these results, without folders.
    pub fn command(&self) -> &str {
        match self {
            Self::Run(run) => &run.command,
            Self::Study(study) => &study.command,
        }
    }

    /// The hash of each output.
    pub fn outputs(&self) -> &Hashes {
        match self {
            Self::Run(run) => &run.outputs,
            Self::Study(study) => &study.outputs,
        }
    }

    /// Figures that were drawn again into folders of this one.
    pub fn drawn_again(&self) -> &DrawnAgain {
        match self {
            Self::Run(run) => &run.drawn_again,
            Self::Study(study) => &study.drawn_again,
        }
    }

    /// Its outputs and what was drawn again, to be changed.
    pub fn parts_mut(&mut self) -> (&mut Hashes, &mut DrawnAgain) {
        match self {
            Self::Run(run) => (&mut run.outputs, &mut run.drawn_again),
            Self::Study(study) => (&mut study.outputs, &mut study.drawn_again),
        }
    }

    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Run(run) => run.to_bytes(),
            Self::Study(study) => study.to_bytes(),
        }
    }
}
