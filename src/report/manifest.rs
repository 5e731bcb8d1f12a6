//! `manifest.json`: what was run, so that it can be run again, and the hash of every output.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::folder::Files;

/// Version of the layout of random streams; a change of it changes every result.
pub const STREAM_LAYOUT: u32 = 1;

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

/// The manifest of a folder of results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the file.
    pub format_version: u32,
    /// `forceflow`.
    pub program: String,
    /// Its version.
    pub version: String,
    /// BLAKE3 hash of the resolved scenario.
    pub scenario_hash: String,
    /// The name that the results go by.
    pub scenario_name: String,
    /// The seed.
    pub seed: u64,
    /// Replications made.
    pub replications: u32,
    /// Whether a precision that was asked for was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision_reached: Option<bool>,
    /// The replication that timeline and Gantt chart show.
    pub shown_replication: u32,
    /// Whether ranges of assumptions were drawn.
    pub uncertain: bool,
    /// Whether charts were drawn.
    pub charts: bool,
    /// The generator of random numbers.
    pub generator: String,
    /// Version of the layout of random streams.
    pub stream_layout: u32,
    /// BLAKE3 hash of each output.
    pub outputs: BTreeMap<String, String>,
    /// The scenario as it was run: variants and changes applied.
    pub scenario: Value,
    /// Where and when.
    pub environment: Environment,
}

/// What a manifest says beyond the files.
#[derive(Debug, Clone)]
pub struct ManifestInput {
    /// The resolved scenario.
    pub scenario: Value,
    /// Its hash.
    pub scenario_hash: String,
    /// The name that the results go by.
    pub scenario_name: String,
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
    /// Whether charts were drawn.
    pub charts: bool,
    /// Where and when.
    pub environment: Environment,
}

impl Manifest {
    /// The manifest of these files.
    pub fn new(input: ManifestInput, files: &Files) -> Self {
        let hash = |bytes: &Vec<u8>| blake3::hash(bytes).to_hex().to_string();
        Self {
            format_version: 1,
            program: "forceflow".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario_hash: input.scenario_hash,
            scenario_name: input.scenario_name,
            seed: input.seed,
            replications: input.replications,
            precision_reached: input.precision_reached,
            shown_replication: input.shown_replication,
            uncertain: input.uncertain,
            charts: input.charts,
            generator: "ChaCha8 (rand_chacha 0.10)".to_owned(),
            stream_layout: STREAM_LAYOUT,
            outputs: files.iter().map(|(name, bytes)| (name.clone(), hash(bytes))).collect(),
            scenario: input.scenario,
            environment: input.environment,
        }
    }

    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_json(self)
    }

    /// The names of outputs that a manifest lists; `None` when it is none of ours.
    pub fn outputs_of(text: &str) -> Option<Vec<String>> {
        let value: Value = serde_json::from_str(text).ok()?;
        if value.get("program")? != "forceflow" {
            return None;
        }
        Some(value.get("outputs")?.as_object()?.keys().cloned().collect())
    }
}

/// Any value as readable JSON with a line feed at the end.
pub fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    // Our own types have string keys only, so this cannot fail.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
