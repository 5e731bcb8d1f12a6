//! What a comparison finds, as `comparison.json` holds it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::results::OnTime;
use super::super::statistics::Summary as Moments;
use super::super::statistics::mcnemar::McNemar;
use super::CONFIDENCE;
use super::interaction::Interaction;
use super::measures::{MeanDifference, Moved, Moves};
use super::ranking::RankBy;
use super::tail::{Quantiles, Tail};

/// Mean closure and its half-width.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeanClosure {
    /// Mean [h].
    pub mean: f64,
    /// Half-width of its own 95 % interval [h]; none for one replication.
    pub half_width_95: Option<f64>,
}

impl MeanClosure {
    /// The mean of times with its interval; none where one did not come.
    pub fn of(times_h: &[f64]) -> Option<Self> {
        let found = Moments::of(times_h).filter(|_| times_h.iter().all(|h| h.is_finite()))?;
        Some(Self { mean: found.mean, half_width_95: found.half_width(CONFIDENCE) })
    }
}

/// Where hours of a difference went: one category of the causal chain.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CategoryShift {
    /// Id of the category.
    pub cause: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Mean hours on the chain of the baseline.
    pub baseline_h: f64,
    /// Mean hours on the chain of the alternative.
    pub alternative_h: f64,
    /// Alternative less baseline [h].
    pub difference_h: f64,
}

/// Closure of a contingent that both sides have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContingentShift {
    /// Id of the contingent.
    pub contingent: String,
    /// Its mean closure in the baseline [h].
    pub baseline_h: f64,
    /// Its mean closure in the alternative [h].
    pub alternative_h: f64,
    /// The paired difference; its interval is at the same confidence as that of the force.
    pub difference_h: MeanDifference,
    /// Its name.
    pub name: String,
}

/// A unit of both sides whose closure moves in some replication.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitShift {
    /// Id of the unit, `contingent/unit`.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// Closure of its last copy [h]; none where it does not always close.
    pub closure_h: Option<Moved>,
    /// Replications of the baseline in which it did not close.
    pub baseline_not_closed: usize,
    /// Replications of the alternative in which it did not close.
    pub alternative_not_closed: usize,
    /// Hours late against its required date, each side by its own; none without one.
    pub late_h: Option<Moved>,
    /// Share of replications in time.
    pub in_time: Option<Moved>,
}

/// A path whose value differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The dotted path.
    pub path: String,
    /// Its value in the baseline; null where there is none.
    pub baseline: Value,
    /// Its value in the alternative.
    pub alternative: Value,
}

/// An alternative against the baseline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Name of the baseline.
    pub baseline: String,
    /// Name of the alternative.
    pub alternative: String,
    /// Difference of mean closure [h]; none when a replication of either did not close.
    pub closure_h: Option<MeanDifference>,
    /// Whether the interval of `closure_h` leaves out zero.
    pub distinguishable: bool,
    /// Replications of the baseline that did not close.
    pub baseline_not_closed: usize,
    /// Replications of the alternative that did not close.
    pub alternative_not_closed: usize,
    /// Difference of the probability to close by the deadline, each by its own; none without deadlines.
    pub on_time: Option<MeanDifference>,
    /// The contingents of both sides that close in every replication, in the order of the baseline.
    pub contingents: Vec<ContingentShift>,
    /// Where the hours went, largest first; adds up to `closure_h.mean`. Empty where that is none.
    pub categories: Vec<CategoryShift>,
    /// What differs in the scenarios.
    pub changes: Vec<Change>,
    /// Mean arrival of people and vehicles [h]; none when a replication of either did not close.
    pub mean_arrival_h: Option<Moved>,
    /// Hours late against the deadline, each by its own; none without deadlines.
    pub late_h: Option<Moved>,
    /// When the last site is covered [h]; none without sites, or where one is not always covered.
    pub covered_h: Option<Moved>,
    /// Loaded trips.
    pub sorties: Option<Moved>,
    /// Cost, in the currency of the scenario; left out where nothing costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Moved>,
    /// End of the withdrawal [h]; none without one, or where it does not always end.
    pub withdrawal_h: Option<Moved>,
    /// The units of both sides that close at another time in some replication, most moved first.
    pub units: Vec<UnitShift>,
    /// Whether nothing that is compared differs in any replication.
    pub same: bool,
    /// By how much the median and the late tail of closure move, with intervals by the bootstrap [h].
    pub closure_quantiles: Quantiles,
    /// Replications that one side alone has in time, by the exact test of McNemar; none without deadlines.
    pub on_time_test: Option<McNemar>,
    /// The last two, for tables.
    #[serde(skip)]
    pub tail: Tail,
    /// Closure on both sides, whose difference is `closure_h` [h].
    #[serde(skip)]
    pub closure: Option<Moved>,
    /// The share in time on both sides, whose difference is `on_time`.
    #[serde(skip)]
    pub in_time: Option<Moved>,
}

impl Difference {
    /// What moves, of the force.
    pub fn moves(&self) -> Moves {
        let &Self { mean_arrival_h, late_h, covered_h, sorties, cost, withdrawal_h, .. } = self;
        let moves = Moves {
            closure_h: self.closure,
            mean_arrival_h,
            on_time: self.in_time,
            late_h,
            covered_h,
            sorties,
            cost,
            withdrawal_h,
            ..Moves::default()
        };
        moves.with(&self.tail)
    }
}

/// A system in the ranking.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranked {
    /// Rank, from 1; equal figures share a rank.
    pub rank: usize,
    /// Name.
    pub name: String,
    /// Hash of its resolved scenario.
    pub scenario_hash: String,
    /// Closure; none when a replication did not close.
    pub closure_h: Option<MeanClosure>,
    /// Replications that did not close.
    pub not_closed: usize,
    /// In time.
    pub on_time: Option<OnTime>,
    /// Whether screening leaves it among the possible best; none where it cannot be judged.
    pub may_be_best: Option<bool>,
    /// Mean arrival [h]; none when a replication did not close.
    pub mean_arrival_h: Option<f64>,
    /// Mean cost, in the currency of the scenario; left out where nothing costs or a replication did not close.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
    /// Its title.
    pub title: String,
    /// The others that change the same against the baseline, whatever their titles.
    pub same_as: Vec<String>,
    /// Paths that it changes and that are not allowed; empty where all are.
    pub not_allowed: Vec<String>,
}

/// What could not be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotRanked {
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// What a selection of the best found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Selection {
    /// The smallest difference worth finding [h].
    pub indifference_h: f64,
    /// The best; none when the replications allowed did not suffice or something did not close.
    pub selected: Option<String>,
    /// Systems that equal it in every replication.
    pub tied: Vec<String>,
    /// Replications that each system got.
    pub replications: Vec<(String, usize)>,
}

/// A comparison: `comparison.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Version of the file.
    pub format_version: u32,
    /// Seed that all share.
    pub seed: u64,
    /// Replications behind every difference.
    pub replications: usize,
    /// What the intervals show: chance, or ranges of assumptions as well.
    pub bands: &'static str,
    /// Joint confidence of the intervals of differences.
    pub confidence: f64,
    /// Whether a precision that was asked for was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision_reached: Option<bool>,
    /// About how many replications would reach the precision that was missed, if the spread stays as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replications_needed: Option<usize>,
    /// Name of the baseline.
    pub baseline: String,
    /// Every alternative against it.
    pub differences: Vec<Difference>,
    /// What two alternatives do together beyond the sum of each, where a third makes the changes of both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub interactions: Vec<Interaction>,
    /// All systems, earliest mean closure first; those that do not always close come last.
    pub ranking: Vec<Ranked>,
    /// What folders of results were made with, and what they gave, where that is not how they are compared here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub as_run: Vec<AsRun>,
    /// The best by sequential selection, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
    /// What the ranking goes by.
    pub ranked_by: RankBy,
    /// Patterns of the paths that may be changed; empty where all may.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<String>,
    /// What could not be compared, with the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_ranked: Vec<NotRanked>,
}

/// A folder of results as it was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AsRun {
    /// Its name.
    pub name: String,
    /// Its seed.
    pub seed: u64,
    /// Its replications.
    pub replications: u32,
    /// Whether ranges of assumptions were drawn.
    pub uncertain: bool,
    /// Its closure; none where a replication did not close.
    pub closure_h: Option<MeanClosure>,
    /// Replications that did not close.
    pub not_closed: usize,
    /// Its mean arrival [h].
    pub mean_arrival_h: Option<f64>,
    /// In time.
    pub on_time: Option<OnTime>,
}
