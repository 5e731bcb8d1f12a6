//! What all studies have in common: how their replications are made.

use std::fmt::Display;

use super::kept::Keeper;
use super::runner::Plan;
use super::varies::Varies;

/// Version of the layout of random streams; a change of it changes every result.
pub const STREAM_LAYOUT: u32 = 1;

/// Version of the model: what a scenario, a seed and a layout of streams give. Kept work of another version is not used.
///
/// A test forces it up when pinned results change.
pub const MODEL_VERSION: u32 = 1;

/// How the replications of a study are made.
#[derive(Debug, Clone, Copy)]
pub struct StudyOptions<'a> {
    /// The seed.
    pub seed: u64,
    /// Replications of each scenario or point.
    pub replications: u32,
    /// Whether the ranges of assumptions are drawn.
    pub uncertain: bool,
    /// Threads; 0 for one per core.
    pub threads: usize,
    /// Where finished replications are kept, and whether to stop.
    pub keeper: Keeper<'a>,
}

impl StudyOptions<'_> {
    /// The plan of `count` replications from `first` on, up to closure and without causes.
    pub fn plan(&self, first: u32, count: u32) -> Plan {
        Plan { first, threads: self.threads, ..Plan::to_closure(self.seed, count) }
    }

    /// What intervals and bands show, in words.
    pub fn bands(&self) -> &'static str {
        bands(self.uncertain)
    }
}

/// What intervals and bands show, in words: chance alone, or ranges of assumptions as well.
pub fn bands(uncertain: bool) -> &'static str {
    if uncertain { Varies::Ranges.words() } else { Varies::Chance.words() }
}

/// The key of kept replications: `what` is taken of each, the hash or fingerprint of the scenario, and what is drawn.
pub(super) fn key(what: &str, scenario: &str, drawn: impl Display) -> String {
    format!("{what} of {scenario} drawn {drawn}{}", versions())
}

/// What of a key says which program made the work.
pub(super) fn versions() -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(", version {version}, model {MODEL_VERSION}, layout {STREAM_LAYOUT}")
}
