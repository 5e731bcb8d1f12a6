//! What a search for the cheapest mix finds, as `mix.json` holds it.

use serde::Serialize;
use serde_json::Value;

use super::super::size::Answer;
use super::super::statistics::proportion::Verdict;
use super::search::Way;

/// A mean with its 95 % interval by itself; an end is `None` where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate; `None` where it is not finite.
    pub value: Option<f64>,
    /// Its interval.
    pub interval_95: Option<(f64, f64)>,
}

/// What was found of one goal at one mix.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// The measure over the replications of the search.
    pub searched: Estimate,
    /// Whether that reaches the goal.
    pub looks_met: bool,
    /// The measure over fresh replications.
    pub confirmed: Estimate,
    /// What the fresh replications say.
    pub verdict: Option<Verdict>,
}

/// One mix that was simulated.
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tried {
    /// The value of each setting.
    pub values: Vec<Value>,
    /// What it costs; `None` where some replications do not close, so that there is no mean.
    pub cost: Option<f64>,
    /// The 95 % interval of a cost that was simulated.
    pub cost_interval_95: Option<(f64, f64)>,
    /// What it costs on fresh replications; nothing where the weights of settings count.
    pub confirmed_cost: Estimate,
    /// Mean closure [h].
    pub closure_h: Estimate,
    /// Replications of the search that did not close.
    pub not_closed: usize,
    /// Replications of the search: fewer where the first look refuted a goal.
    pub replications: usize,
    /// Number of fresh replications.
    pub confirmed_with: usize,
    /// Each goal, in their order.
    pub goals: Vec<Judged>,
    /// Whether all goals look met in the search.
    pub looks_met: bool,
    /// What the fresh replications say of all goals together.
    pub verdict: Option<Verdict>,
    /// Whether it is a neighbour of the answer: a step in one setting, or a step up in one for a step down in another.
    pub beside: bool,
    /// Whether no other that was simulated is both cheaper and earlier, or one of these and equal in the other.
    pub on_frontier: bool,
    /// Whether it looks met, and its cost cannot be told from that of the cheapest: the screening of costs keeps it.
    pub may_be_cheapest: bool,
}

/// A goal that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Asked {
    /// The goal.
    pub goal: String,
    /// What it looks at, as `on_time` or `closure_h.p90`.
    pub measure: String,
    /// The level that the measure must reach.
    pub level: f64,
}

/// A setting that was varied.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Varied {
    /// Its path.
    pub path: String,
    /// The number of its values.
    pub values: usize,
    /// What one of it costs; `None` where the prices of the scenario count.
    pub weight: Option<f64>,
    /// What more of it does to goals for time, as the corners of the grid show.
    pub way: Way,
}

/// What is known of the other mixes of the grid, each counted once, in this order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Others {
    /// Not cheaper.
    pub not_cheaper: u64,
    /// Refuted by fresh replications.
    pub refuted: u64,
    /// Below one that is refuted: they miss as well if more never does worse.
    pub below_refuted: u64,
    /// Fresh replications did not tell.
    pub undecided: u64,
    /// Miss in the search alone.
    pub missed: u64,
    /// Below one that misses in the search, or that stayed undecided.
    pub below_missed: u64,
    /// Nothing is known of them: they were not simulated, and one of them may be cheaper.
    pub unknown: u64,
}

/// A mix that looks met, and an easier one that does not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contradiction {
    /// The one that looks met.
    pub met: Vec<Value>,
    /// The one with more of what helps and less of what hinders that misses a goal for time.
    pub missed: Vec<Value>,
}

/// The result: `mix.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mix {
    /// Version of the file.
    pub format_version: u32,
    /// What was varied.
    pub settings: Vec<Varied>,
    /// The goals.
    pub goals: Vec<Asked>,
    /// Whether cost goes by the prices of the scenario; else by the weights of the settings.
    pub by_prices: bool,
    /// The unit of costs; empty where there is none.
    pub currency: String,
    /// The answer.
    pub answer: Answer,
    /// The mix that is certified, or looks cheapest while undecided, or comes nearest to the goals.
    pub values: Vec<Value>,
    /// What it costs.
    pub cost: Option<f64>,
    /// What is known of all other mixes.
    pub others: Others,
    /// Probability that all verdicts hold together.
    pub confidence: f64,
    /// The seed.
    pub seed: u64,
    /// Replications of the search at each mix.
    pub replications: u32,
    /// Replications of the first look at each mix.
    pub first_look: u32,
    /// Most replications of one confirmation.
    pub budget: u32,
    /// The fewest fresh replications that can certify all goals.
    pub fewest: usize,
    /// Mixes of the grid; the largest number there is where there are more.
    pub grid: u64,
    /// Most mixes that may be simulated.
    pub most: usize,
    /// Whether the search came to its end before that.
    pub finished: bool,
    /// All replications that were made or read.
    pub all_replications: u64,
    /// Whether ranges of assumptions were drawn.
    pub uncertain: bool,
    /// All mixes simulated, the cheapest first.
    pub tried: Vec<Tried>,
    /// Where more does worse, a few of them.
    pub contradictions: Vec<Contradiction>,
}
