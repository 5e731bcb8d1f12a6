//! Several systems under common random numbers: by how much closure differs, and where the hours went.
//!
//! Replications of the same number are pairs. Differences have Student's t interval over pairs (Law 2013, *Simulation
//! Modeling and Analysis*, section 10.2.1), widened by Bonferroni's inequality when there are several. The hours of a
//! difference come from the causal chains of both sides: each chain adds up to its closure in integers, so their
//! difference by category adds up to the difference of closure.

use serde::Serialize;
use serde_json::Value;

use super::results::OnTime;
use super::runner::{Next, Plan, run};
use super::statistics::Summary as Moments;
use super::statistics::paired::{bonferroni, paired};
use super::statistics::ranking::Best;
use super::statistics::ranking::screening::screen;
use super::statistics::ranking::sequential::{SelectionGoal, SelectionStep, SequentialSelection};
use crate::kernel::{MS_PER_H, Time, hours};
use crate::model::{Category, World};

/// Joint confidence of all intervals.
pub const CONFIDENCE: f64 = 0.95;
/// Replications of each system before a precision is judged or a system falls out.
const FIRST_STAGE: u32 = 20;
/// Replications of one system at most when they are not given.
pub const MOST_REPLICATIONS: u32 = 100_000;

/// One system: a scenario as it is run, and what its replications gave.
#[derive(Debug)]
pub struct System {
    /// Its name in tables.
    pub name: String,
    /// The resolved scenario.
    pub resolved: Value,
    /// Its hash.
    pub hash: String,
    world: World,
    closure_h: Vec<f64>,
    chain_ms: Vec<[i64; Category::COUNT]>,
}

impl System {
    /// A system without replications.
    pub fn new(name: String, resolved: Value, hash: String, world: World) -> Self {
        Self { name, resolved, hash, world, closure_h: Vec::new(), chain_ms: Vec::new() }
    }

    /// What is simulated.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Closure by replication [h]; infinite where it did not close.
    pub fn closure_h(&self) -> &[f64] {
        &self.closure_h
    }

    /// Chain time of a category over the first replications [ms].
    pub fn chain_ms(&self, category: Category, replications: usize) -> i128 {
        self.chain_ms.iter().take(replications).map(|chain| i128::from(chain[category as usize])).sum()
    }

    /// Runs the replications that are missing up to this number.
    pub fn extend(&mut self, seed: u64, replications: u32, threads: usize) {
        let made = self.closure_h.len() as u32;
        if replications <= made {
            return;
        }
        let plan = Plan { first: made + 1, threads, ..Plan::new(seed, replications - made) };
        let Self { world, closure_h, chain_ms, .. } = self;
        run(world, &plan, |record| {
            closure_h.push(record.deployment.closure_ms.map_or(f64::INFINITY, hours));
            chain_ms.push(record.blame.as_ref().map_or([0; Category::COUNT], |blame| blame.chain_ms));
            Next::More
        });
    }

    fn not_closed(&self, replications: usize) -> usize {
        self.closure_h[..replications].iter().filter(|h| h.is_infinite()).count()
    }

    fn deadline(&self) -> Option<Time> {
        self.world.deadline
    }

    /// 1 for each replication in time, 0 for each late one, those that did not close among them.
    fn in_time(&self, replications: usize) -> Option<Vec<f64>> {
        let deadline_h = self.deadline()?.as_h();
        let each = self.closure_h[..replications].iter();
        Some(each.map(|h| if *h <= deadline_h { 1.0 } else { 0.0 }).collect())
    }
}

/// Mean and half-width.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeanClosure {
    /// Mean [h].
    pub mean: f64,
    /// Half-width of its own 95 % interval [h]; none for one replication.
    pub half_width_95: Option<f64>,
}

/// A difference of two means with its interval, which holds jointly with those of the other alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeanDifference {
    /// Alternative less baseline.
    pub mean: f64,
    /// Lower end; none for one replication.
    pub low_95: Option<f64>,
    /// Upper end.
    pub high_95: Option<f64>,
    /// Half the distance between the ends.
    pub half_width: Option<f64>,
}

impl MeanDifference {
    fn of(alternative: &[f64], baseline: &[f64], confidence: f64) -> Option<Self> {
        let found = paired(alternative, baseline, confidence);
        if let Some(found) = found {
            let half_width = Some(found.half_width());
            return Some(Self {
                mean: found.mean,
                low_95: Some(found.low),
                high_95: Some(found.high),
                half_width,
            });
        }
        let mean = alternative.first()? - baseline.first()?;
        Some(Self { mean, low_95: None, high_95: None, half_width: None })
    }

    /// Whether the interval leaves out zero.
    pub fn is_distinguishable(&self) -> bool {
        matches!((self.low_95, self.high_95), (Some(low), Some(high)) if low > 0.0 || high < 0.0)
    }
}

/// Where hours of a difference went: one category of the causal chain.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CategoryShift {
    /// Id of the category.
    pub cause: &'static str,
    /// Its words.
    pub label: &'static str,
    /// Mean hours on the chain of the baseline.
    pub baseline_h: f64,
    /// Mean hours on the chain of the alternative.
    pub alternative_h: f64,
    /// Alternative less baseline [h].
    pub difference_h: f64,
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
    /// Where the hours went, largest first; adds up to `closure_h.mean`. Empty where that is none.
    pub categories: Vec<CategoryShift>,
    /// What differs in the scenarios.
    pub changes: Vec<Change>,
}

/// A system in the order of merit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranked {
    /// Place, from 1; equal figures share a place.
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
}

/// What a selection of the best found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Selection {
    /// The smallest difference worth finding [h].
    pub indifference_h: f64,
    /// The best; none when the replications allowed did not suffice or something did not close.
    pub selected: Option<String>,
    /// Systems that were the same as it to the last.
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
    /// Joint confidence of the intervals of differences.
    pub confidence: f64,
    /// Whether a precision that was asked for was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision_reached: Option<bool>,
    /// Name of the baseline.
    pub baseline: String,
    /// Every alternative against it.
    pub differences: Vec<Difference>,
    /// All systems, earliest mean closure first; those that do not always close come last.
    pub ranking: Vec<Ranked>,
    /// The best by sequential selection, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
}

/// How to compare.
#[derive(Debug, Clone, Copy)]
pub struct CompareOptions {
    /// The seed.
    pub seed: u64,
    /// Replications, at most when a precision is asked for.
    pub replications: u32,
    /// Stop when the half-width of every difference is this small [h].
    pub precision_h: Option<f64>,
    /// Select the best with this indifference [h].
    pub select_best_h: Option<f64>,
    /// Threads; 0 for one per core.
    pub threads: usize,
}

/// Runs the systems and compares the others with the first; `progress` hears how many replications are done.
///
/// Returns nothing with fewer than two systems.
pub fn compare(
    systems: &mut [System],
    options: &CompareOptions,
    mut progress: impl FnMut(u64),
) -> Option<Comparison> {
    if systems.len() < 2 {
        return None;
    }
    let (replications, reached) = simulate(systems, options, &mut progress);
    let selection = options.select_best_h.map(|indifference_h| select(systems, options, indifference_h));
    let (baseline, alternatives) = systems.split_first()?;
    let each = bonferroni(CONFIDENCE, alternatives.len());
    Some(Comparison {
        format_version: 1,
        seed: options.seed,
        replications,
        confidence: CONFIDENCE,
        precision_reached: reached,
        baseline: baseline.name.clone(),
        differences: alternatives
            .iter()
            .map(|alternative| difference(baseline, alternative, replications, each))
            .collect(),
        ranking: ranking(systems, replications),
        selection,
    })
}

/// Runs all systems to the same number of replications, in growing rounds when a precision is asked for.
fn simulate(
    systems: &mut [System],
    options: &CompareOptions,
    progress: &mut impl FnMut(u64),
) -> (usize, Option<bool>) {
    let mut target = options.replications;
    if options.precision_h.is_some() {
        target = target.min(FIRST_STAGE);
    }
    loop {
        for system in systems.iter_mut() {
            system.extend(options.seed, target, options.threads);
            progress(system.closure_h.len() as u64);
        }
        let Some(wanted_h) = options.precision_h else { return (target as usize, None) };
        let reached = is_precise(systems, target as usize, wanted_h);
        if reached || target >= options.replications {
            return (target as usize, Some(reached));
        }
        target = (target + target / 2).min(options.replications);
    }
}

fn is_precise(systems: &[System], n: usize, wanted_h: f64) -> bool {
    let Some((baseline, alternatives)) = systems.split_first() else { return true };
    let each = bonferroni(CONFIDENCE, alternatives.len());
    alternatives.iter().all(|alternative| {
        let found = paired(&alternative.closure_h[..n], &baseline.closure_h[..n], each);
        found.is_some_and(|found| found.half_width() <= wanted_h)
    })
}

fn difference(baseline: &System, alternative: &System, n: usize, confidence: f64) -> Difference {
    let (baseline_open, alternative_open) = (baseline.not_closed(n), alternative.not_closed(n));
    let closed = baseline_open + alternative_open == 0;
    let closure_h = closed
        .then(|| MeanDifference::of(&alternative.closure_h[..n], &baseline.closure_h[..n], confidence))
        .flatten();
    let on_time = baseline
        .in_time(n)
        .zip(alternative.in_time(n))
        .and_then(|(before, after)| MeanDifference::of(&after, &before, confidence));
    Difference {
        baseline: baseline.name.clone(),
        alternative: alternative.name.clone(),
        closure_h,
        distinguishable: closure_h.is_some_and(|found| found.is_distinguishable()),
        baseline_not_closed: baseline_open,
        alternative_not_closed: alternative_open,
        on_time,
        categories: if closed { shifts(baseline, alternative, n) } else { Vec::new() },
        changes: changes(&baseline.resolved, &alternative.resolved),
    }
}

/// Categories that either chain holds, largest difference first.
fn shifts(baseline: &System, alternative: &System, n: usize) -> Vec<CategoryShift> {
    let mean_h = |ms: i128| ms as f64 / (n.max(1) as f64 * MS_PER_H as f64);
    let mut shifts: Vec<CategoryShift> = Category::ALL
        .into_iter()
        .filter_map(|category| {
            let (before, after) = (baseline.chain_ms(category, n), alternative.chain_ms(category, n));
            (before != 0 || after != 0).then(|| CategoryShift {
                cause: category.id(),
                label: category.label(),
                baseline_h: mean_h(before),
                alternative_h: mean_h(after),
                difference_h: mean_h(after - before),
            })
        })
        .collect();
    shifts.sort_by(|a, b| b.difference_h.abs().total_cmp(&a.difference_h.abs()));
    shifts
}

fn ranking(systems: &[System], n: usize) -> Vec<Ranked> {
    let closing: Vec<usize> = (0..systems.len()).filter(|index| systems[*index].not_closed(n) == 0).collect();
    let lists: Vec<&[f64]> = closing.iter().map(|index| &systems[*index].closure_h[..n]).collect();
    let screened = screen(&lists, Best::Smallest, CONFIDENCE);
    let mut ranked: Vec<Ranked> = systems
        .iter()
        .enumerate()
        .map(|(index, system)| {
            let closures = &system.closure_h[..n];
            let not_closed = system.not_closed(n);
            let moments = (not_closed == 0).then(|| Moments::of(closures)).flatten();
            let place = closing.iter().position(|closing| *closing == index);
            Ranked {
                rank: 0,
                name: system.name.clone(),
                scenario_hash: system.hash.clone(),
                closure_h: moments.map(|found| MeanClosure {
                    mean: found.mean,
                    half_width_95: found.half_width(CONFIDENCE),
                }),
                not_closed,
                on_time: OnTime::of(closures, system.deadline()),
                may_be_best: place.and_then(|place| Some(screened.as_ref()?.get(place)?.kept)),
            }
        })
        .collect();
    let key = |ranked: &Ranked| ranked.closure_h.map_or(f64::INFINITY, |closure| closure.mean);
    ranked.sort_by(|a, b| a.not_closed.cmp(&b.not_closed).then(key(a).total_cmp(&key(b))));
    for index in 0..ranked.len() {
        let same = index > 0
            && ranked[index - 1].not_closed == ranked[index].not_closed
            && key(&ranked[index - 1]).total_cmp(&key(&ranked[index])).is_eq();
        ranked[index].rank = if same { ranked[index - 1].rank } else { index + 1 };
    }
    ranked
}

/// The race of Kim and Nelson: systems get replications until all but the best have fallen out.
fn select(systems: &mut [System], options: &CompareOptions, indifference_h: f64) -> Selection {
    let goal = SelectionGoal {
        best: Best::Smallest,
        indifference: indifference_h,
        confidence: CONFIDENCE,
        initial: FIRST_STAGE as usize,
    };
    let mut race = SequentialSelection::new(systems.len(), goal);
    let mut found = None;
    while let Some(race) = &mut race {
        let lists: Vec<&[f64]> = systems.iter().map(System::closure_h).collect();
        if lists.iter().any(|list| list.iter().any(|h| h.is_infinite())) {
            break;
        }
        match race.advance(&lists) {
            SelectionStep::Selected { system, tied, .. } => {
                found = Some((system, tied));
                break;
            }
            SelectionStep::NeedsReplications { systems: racing, at_least, at_most } => {
                if at_least as u32 > MOST_REPLICATIONS {
                    break;
                }
                // In batches: one replication at a time would leave the cores idle.
                let target = (at_least + 64).min(at_most).min(MOST_REPLICATIONS as usize) as u32;
                for index in racing {
                    systems[index].extend(options.seed, target, options.threads);
                }
            }
        }
    }
    let name = |index: usize| systems[index].name.clone();
    let (selected, tied) = found.map_or((None, Vec::new()), |(system, tied)| {
        let others = tied.into_iter().filter(|other| *other != system).map(name).collect();
        (Some(name(system)), others)
    });
    let replications = systems.iter().map(|system| (system.name.clone(), system.closure_h.len())).collect();
    Selection { indifference_h, selected, tied, replications }
}

/// Keys that say something about a file and change nothing in a run.
const SILENT: [&str; 5] = ["title", "description", "sources", "evidence", "observed"];

/// What differs between two resolved scenarios, in the order of the baseline's keys and then the alternative's.
pub fn changes(baseline: &Value, alternative: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    collect("", baseline, alternative, &mut found);
    found
}

fn collect(path: &str, before: &Value, after: &Value, found: &mut Vec<Change>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            let added = other.keys().filter(|key| !one.contains_key(*key));
            for key in one.keys().chain(added) {
                if path.is_empty() && SILENT.contains(&key.as_str()) {
                    continue;
                }
                let value =
                    |side: &serde_json::Map<String, Value>| side.get(key).cloned().unwrap_or_default();
                collect(&below(key), &value(one), &value(other), found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (before, after)) in one.iter().zip(other).enumerate() {
                collect(&below(&index.to_string()), before, after, found);
            }
        }
        _ if before == after => {}
        _ => {
            found.push(Change {
                path: path.to_owned(),
                baseline: before.clone(),
                alternative: after.clone(),
            });
        }
    }
}
