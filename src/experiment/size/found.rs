//! What a sizing finds, as `size.json` holds it.

use serde::Serialize;
use serde_json::Value;

use super::super::improve::CapacityGain;
use super::super::statistics::proportion::Verdict;

/// How a sizing ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// A value is certified to meet the goal.
    Certified,
    /// Not even the far end meets it.
    OutOfReach,
    /// The budget did not suffice to tell.
    Undecided,
}

/// One value that was tried.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tried {
    /// The value.
    pub value: Value,
    /// The goal's measure over the replications of the search; `None` when not searched, or not finite.
    pub estimate: Option<f64>,
    /// The 95 % interval of that estimate alone; `None` where there is none.
    pub interval_95: Option<(f64, f64)>,
    /// Whether the estimate reaches the goal.
    pub looks_met: Option<bool>,
    /// Number of fresh replications of the confirmation.
    pub confirmed_with: u32,
    /// The goal's measure over them.
    pub confirmed_estimate: Option<f64>,
    /// The 95 % interval of that estimate alone.
    pub confirmed_interval_95: Option<(f64, f64)>,
    /// If they do not decide: about how many would, for the measure that they estimate; `None` where that is the goal
    /// itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_tell: Option<usize>,
    /// What the confirmation says.
    pub verdict: Option<Verdict>,
}

/// A pair of neighbouring tried values of which the easier did worse in some replications.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Violation {
    /// The harder value.
    pub value: Value,
    /// The easier value.
    pub easier: Value,
    /// Replications in which the easier value closed later, each by its own deadline if that is what the goal looks at.
    pub replications: usize,
}

/// A cause on the chain of the far end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NextBottleneck {
    /// Its id.
    pub cause: String,
    /// Its name.
    pub label: String,
    /// Mean hours on the causal chain [h].
    pub chain_h: f64,
}

/// The result of a sizing: `size.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Size {
    /// Version of the file.
    pub format_version: u32,
    /// The path that was varied.
    pub path: String,
    /// The goal.
    pub goal: String,
    /// What the goal looks at, as `on_time` or `closure_h.p90`; estimates are of this.
    pub measure: String,
    /// The level that the measure must reach.
    pub level: f64,
    /// The answer.
    pub answer: Answer,
    /// The value that is certified, or looks best while undecided.
    pub value: Option<Value>,
    /// The next harder value, if there is one.
    pub beside: Option<Value>,
    /// What is known of it: only when it is refuted is `value` known to be the limit.
    pub beside_verdict: Option<Verdict>,
    /// Probability that all verdicts hold together.
    pub confidence: f64,
    /// The seed.
    pub seed: u64,
    /// Replications of the search.
    pub replications: u32,
    /// Most replications of one confirmation.
    pub budget: u32,
    /// The fewest fresh replications that can certify the goal, all of them meeting it.
    pub fewest: usize,
    /// Whether ranges of assumptions were drawn.
    pub uncertain: bool,
    /// Whether the largest value was asked for.
    pub largest: bool,
    /// All values tried, hardest first.
    pub tried: Vec<Tried>,
    /// Values of the range that were not tried.
    pub untried: usize,
    /// Where an easier value did worse.
    pub violations: Vec<Violation>,
    /// If out of reach at the far end: the near end, if it looks met; the range was then most likely meant the other way
    /// round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_end: Option<Value>,
    /// If out of reach: what one more of each other capacity saves at the far end, where it surely saves something.
    pub next_capacities: Vec<CapacityGain>,
    /// If out of reach: what closure at the far end consists of.
    pub next_bottlenecks: Vec<NextBottleneck>,
}
