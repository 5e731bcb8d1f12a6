//! A sweep: design points over one or more factors.
//!
//! The store of finished work keeps the replications of each point, so a sweep that was stopped goes on with what is
//! missing, and sweeps share the points that they have in common. The Latin hypercube is that of M. `McKay`, Beckman and
//! Conover (1979), over the listed values of each factor.

use serde_json::Value;

use super::factor::Factor;
use super::record::Record;
use super::results::{Closure, OnTime};
use super::statistics::lhs::latin_hypercube;
use super::study::{STREAM_LAYOUT, StudyOptions, key};
use super::study_error::StudyError;
use super::uncertainty::{Change, Drawable, Point as System, changed};
use crate::kernel::{Time, hours, ms};
use crate::model::compile;
use crate::scenario::{Loaded, Scenario};

/// The most design points of a sweep: a larger number is most likely a slip of the pen.
pub const MOST_POINTS: usize = 100_000;

/// The figures of one design point.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The value of each factor.
    pub values: Vec<Value>,
    /// Names the point: a BLAKE3 hash of what decides its figures, in hexadecimal digits.
    pub hash: String,
    /// Closure; none when a replication did not close.
    pub closure_h: Option<Closure>,
    /// Replications that did not close.
    pub not_closed: usize,
    /// In time; none without a deadline.
    pub on_time: Option<OnTime>,
    /// Mean of loaded trips.
    pub sorties: f64,
    /// What the deployment costs, in the currency of the scenario; only where something costs money.
    pub cost: Option<Closure>,
}

/// The points of a sweep: what is varied, and in which design.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// What is varied.
    pub factors: Vec<Factor>,
    /// The values of each factor at every point.
    pub points: Vec<Vec<Value>>,
}

impl Design {
    /// The full grid of the factors' values, the last factor running fastest; with `lhs`, a Latin hypercube of that many
    /// points over the listed values in its place.
    ///
    /// # Errors
    /// A path that is varied twice, or a grid of more than [`MOST_POINTS`].
    pub fn new(factors: Vec<Factor>, lhs: Option<u32>, seed: u64) -> Result<Self, StudyError> {
        let paths: Vec<&str> = factors.iter().map(|factor| factor.path.as_str()).collect();
        if let Some(twice) = (1..paths.len()).find(|index| paths[..*index].contains(&paths[*index])) {
            return Err(StudyError::no_answer(format!("`{}` is varied twice", paths[twice]))
                .help("put all its values into one --vary"));
        }
        let points = match lhs {
            Some(points) => hypercube(&factors, points as usize, seed),
            None => grid(&factors).ok_or_else(|| {
                StudyError::no_answer(format!("the full grid has more than {MOST_POINTS} points"))
                    .help("use larger steps, or --lhs N for a Latin hypercube of N points")
            })?,
        };
        Ok(Self { factors, points })
    }

    /// The paths that are varied.
    fn paths(&self) -> Vec<String> {
        self.factors.iter().map(|factor| factor.path.clone()).collect()
    }

    /// The changes of the scenario at a point.
    fn changes(&self, values: &[Value]) -> Vec<Change> {
        self.paths().into_iter().zip(values.iter().cloned()).collect()
    }
}

/// A step of a sweep, once for each point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The scenario at a point is checked.
    Check,
    /// A point is simulated.
    Simulate,
}

/// Simulates every point of a design; `progress` hears of each point that is checked or simulated.
///
/// # Errors
/// A scenario that cannot be used at some point, which is found before any is simulated; an interruption; a file that
/// cannot be written.
pub fn sweep(
    base: &Loaded,
    design: &Design,
    options: &StudyOptions<'_>,
    progress: &mut dyn FnMut(Step),
) -> Result<Vec<Point>, StudyError> {
    let all = design.points.len();
    let paths = design.paths();
    if options.uncertain {
        Drawable::new(base).without(&paths).check()?;
    }
    let mut checked = Vec::with_capacity(all);
    for values in &design.points {
        if options.keeper.is_interrupted() {
            return Err(StudyError::Interrupted { points: Some((0, all)) });
        }
        let loaded = changed(base, &design.changes(values))?;
        let deadline = loaded.scenario.deadline_h.map(|h| Time::from_ms(ms(h)));
        let costs = costs_money(&loaded.scenario);
        checked.push(Due { values, scenario_hash: loaded.hash(), deadline, costs });
        progress(Step::Check);
    }
    options.keeper.prepare()?;
    let mut points = Vec::with_capacity(all);
    for due in &checked {
        let found = point(base, design, due, options).map_err(|error| match error {
            StudyError::Interrupted { .. } => StudyError::Interrupted { points: Some((points.len(), all)) },
            other => other,
        });
        points.push(found?);
        progress(Step::Simulate);
    }
    Ok(points)
}

/// A point that was checked.
struct Due<'a> {
    values: &'a [Value],
    scenario_hash: String,
    deadline: Option<Time>,
    costs: bool,
}

/// Whether anything costs money: fuel alone may be given.
fn costs_money(scenario: &Scenario) -> bool {
    let mut types = scenario.carrier_types.values();
    let mut terminals = scenario.places.values().filter_map(|place| place.terminal.as_ref());
    types.any(|it| it.cost_per_h + it.cost_per_day > 0.0)
        || terminals.any(|terminal| terminal.handling_cost > 0.0)
}

/// Reads the replications of a point, or simulates and keeps them.
fn point(
    base: &Loaded,
    design: &Design,
    due: &Due<'_>,
    options: &StudyOptions<'_>,
) -> Result<Point, StudyError> {
    let Due { values, scenario_hash, deadline, costs } = due;
    let StudyOptions { seed, replications, uncertain, .. } = *options;
    let drawn_without = uncertain.then(|| format!(" drawn without {}", design.paths().join(" ")));
    let drawn_without = drawn_without.unwrap_or_default();
    let system = || {
        let loaded = changed(base, &design.changes(values))?;
        let drawn = uncertain.then(|| Drawable::new(&loaded).without(&design.paths()));
        Ok(System::of(compile(&loaded.scenario)?, drawn))
    };
    let plan = options.plan(1, replications);
    let named = |what: &str| key(what, scenario_hash, format!("{uncertain}{drawn_without}"));
    let of = |record: &Record| (record.deployment.closure_ms, record.deployment.sorties);
    let (kept, cost) = if *costs {
        let key = named("closures, sorties and costs");
        let spent = |record: &Record| {
            let cost = record.spending.as_ref().map_or(0.0, |spent| spent.total().cost());
            (of(record), cost)
        };
        let kept: Vec<((Option<i64>, u32), f64)> = options.keeper.replications(&key, &plan, system, spent)?;
        let paid = |((closed, _), cost): &((Option<i64>, u32), f64)| closed.map_or(f64::INFINITY, |_| *cost);
        let cost = Closure::of(&kept.iter().map(paid).collect::<Vec<f64>>());
        (kept.into_iter().map(|(kept, _)| kept).collect(), Some(cost))
    } else {
        let key = named("closures and sorties");
        let kept: Vec<(Option<i64>, u32)> = options.keeper.replications(&key, &plan, system, of)?;
        (kept, None)
    };
    let closures: Vec<f64> = kept.iter().map(|(ms, _)| ms.map_or(f64::INFINITY, hours)).collect();
    let not_closed = closures.iter().filter(|h| h.is_infinite()).count();
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("{scenario_hash} {seed} {replications} {version} {STREAM_LAYOUT}{drawn_without}");
    Ok(Point {
        values: values.to_vec(),
        hash: blake3::hash(name.as_bytes()).to_hex().to_string(),
        closure_h: (not_closed == 0).then(|| Closure::of(&closures)),
        not_closed,
        on_time: OnTime::of(&closures, *deadline),
        sorties: kept.iter().map(|(_, sorties)| u64::from(*sorties)).sum::<u64>() as f64 / kept.len() as f64,
        cost,
    })
}

/// The full grid, the last factor running fastest; `None` when it has more than [`MOST_POINTS`].
fn grid(factors: &[Factor]) -> Option<Vec<Vec<Value>>> {
    let mut points = vec![Vec::new()];
    for factor in factors {
        if points.len().saturating_mul(factor.values.len()) > MOST_POINTS {
            return None;
        }
        points = points
            .iter()
            .flat_map(|point: &Vec<Value>| {
                factor.values.iter().map(|value| point.iter().cloned().chain([value.clone()]).collect())
            })
            .collect();
    }
    Some(points)
}

/// A Latin hypercube of `points` points over the listed values.
fn hypercube(factors: &[Factor], points: usize, seed: u64) -> Vec<Vec<Value>> {
    let at = |factor: &Factor, unit: f64| {
        let index = ((unit * factor.values.len() as f64) as usize).min(factor.values.len().saturating_sub(1));
        factor.values.get(index).cloned().unwrap_or_default()
    };
    let design = latin_hypercube(points, factors.len(), seed);
    design
        .iter()
        .map(|place| factors.iter().zip(place).map(|(factor, unit)| at(factor, *unit)).collect())
        .collect()
}
