//! What is asked.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// A request. A key that there is not is refused: a misspelled one would change the answer in silence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// What is wanted.
    pub call: Call,
    /// For `open`: the study.
    pub study: Option<Study>,
    /// The name of the scenario in mistakes and comparisons. The bases of a variant count from it as from a path.
    #[serde(default = "unnamed")]
    pub name: String,
    /// The scenario, as a text.
    pub text: Option<String>,
    /// Texts that the bases of variants are among, by name.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// Changes: values by path; null removes what is there.
    #[serde(default)]
    pub set: Map<String, Value>,
    /// For a comparison: the scenarios that are compared with the first, unless `set` makes one.
    #[serde(default)]
    pub others: Vec<Other>,
    /// Seed; 1 when left out.
    pub seed: Option<u64>,
    /// Replications; those of the program when left out.
    pub replications: Option<u32>,
    /// Whether the ranges of assumptions are drawn.
    #[serde(default)]
    pub uncertain: bool,
    /// The replication that is shown or told; the one nearest to the median closure when left out.
    pub show: Option<u32>,
    /// For `why`: whose closure; the force's when left out.
    pub unit: Option<String>,
    /// For `step`, `read` and `close`: which job.
    pub job: Option<u32>,
    /// For `step`: how far to go on; 16 when left out. For `part`: how many replications; all when left out.
    pub count: Option<u32>,
    /// Whether all files of the program that need no pixels are wanted: pages, figures as SVG, and what describes them.
    #[serde(default)]
    pub pages: bool,
    /// For `part` and `join`: which of the compared scenarios, the first as 0.
    #[serde(default)]
    pub system: usize,
    /// For `part` and `join`: the number of the first replication; 1 when left out.
    pub first: Option<u32>,
    /// For `join`: what a job elsewhere made.
    pub part: Option<Box<RawValue>>,
}

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// The version of the engine.
    Version,
    /// The mistakes and warnings of a scenario.
    Check,
    /// The paths that can be changed.
    Paths,
    /// A whole run.
    Run,
    /// A whole comparison.
    Compare,
    /// A whole story with what would help.
    Why,
    /// A study as a job.
    Open,
    /// Goes on with a job.
    Step,
    /// What a job has so far.
    Read,
    /// Makes replications of one of the compared scenarios for a job elsewhere.
    Part,
    /// Adds replications that a job elsewhere made.
    Join,
    /// Forgets a job.
    Close,
}

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Study {
    /// Simulates one scenario.
    Run,
    /// Compares scenarios with the first.
    Compare,
    /// Tells one run backwards, and tries what would help.
    Why,
}

/// One more scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Other {
    /// Its name, which no other has.
    pub name: String,
    /// The scenario, as a text.
    pub text: String,
    /// Changes: values by path.
    #[serde(default)]
    pub set: Map<String, Value>,
}

fn unnamed() -> String {
    "scenario".to_owned()
}
