//! A sweep: design points over one or more factors.
//!
//! The store of finished work keeps the replications of each point, so a sweep that was stopped goes on with what is
//! missing, and sweeps share the points that they have in common.
//!
//! A scenario at a point is checked once: what is kept of a point says that it was, so a program that puts the parts of a
//! large design together reads no scenario again.

mod design;
mod point;

use serde::{Deserialize, Serialize};

use super::append::BLOCK;
use super::record::Record;
use super::results::OnTime;
use super::runner::{Next, Plan, run_each};
use super::study::{STREAM_LAYOUT, StudyOptions, key};
use super::study_error::StudyError;
use super::uncertainty::{Drawable, Point as System, UncertaintyError, changed};
use crate::kernel::{Time, hours, ms};
use crate::model::compile;
use crate::scenario::Loaded;

pub use design::Design;
pub use point::{Outline, Point};

/// The most design points of a sweep: a larger number is most likely a slip of the pen.
pub const MOST_POINTS: usize = 1_000_000;

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
    if options.uncertain {
        Drawable::new(base).without(&design.paths()).check()?;
    }
    let sweep = Sweep::new(base, design, options);
    let all = design.count();
    let found = sweep.kept_or_checked(progress)?;
    options.keeper.prepare()?;
    let mut done = 0;
    options.keeper.each(found.into_iter().enumerate(), |(index, found)| {
        let point = match found {
            Found::Kept(point) => {
                options.keeper.pass(sweep.blocks());
                Ok(*point)
            }
            Found::Checked(checked) => sweep.simulate(index, checked),
        };
        let point = point.map_err(|error| match error {
            StudyError::Interrupted { .. } => StudyError::Interrupted { points: Some((done, all)) },
            other => other,
        });
        done += 1;
        progress(Step::Simulate);
        point
    })
}

/// What the check of a scenario at a point found out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Checked {
    /// Hash of the resolved scenario.
    scenario_hash: String,
    /// Its deadline [ms].
    deadline_ms: Option<i64>,
    /// Whether anything costs money: fuel alone may be given.
    costs: bool,
}

impl Checked {
    fn of(loaded: &Loaded) -> Self {
        let scenario = &loaded.scenario;
        let mut types = scenario.carrier_types.values();
        let mut terminals = scenario.places.values().filter_map(|place| place.terminal.as_ref());
        Self {
            scenario_hash: loaded.hash(),
            deadline_ms: scenario.deadline_h.map(ms),
            costs: types.any(|it| it.cost_per_h + it.cost_per_day > 0.0)
                || terminals.any(|terminal| terminal.handling_cost > 0.0),
        }
    }
}

/// What is kept of a block of replications at a point.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Block {
    /// The scenario, which was checked before it was simulated.
    of: Checked,
    /// Each replication.
    replications: Vec<Kept>,
}

/// What is kept of a replication: closure [ms], loaded trips, and cost where there are prices.
type Kept = (Option<i64>, u32, Option<f64>);

fn keep(record: &Record) -> Kept {
    (record.deployment.closure_ms, record.deployment.sorties, record.cost())
}

/// What is known of a point before points are simulated.
enum Found {
    /// All of it is kept.
    Kept(Box<Point>),
    /// Its scenario is sound; none where another program has the point, and checks it.
    Checked(Option<Checked>),
}

/// A sweep under way.
struct Sweep<'a> {
    base: &'a Loaded,
    design: &'a Design,
    options: &'a StudyOptions<'a>,
    /// Names what is not drawn, where something is.
    drawn_without: String,
    /// The key of a point but for its values.
    common: String,
}

impl<'a> Sweep<'a> {
    fn new(base: &'a Loaded, design: &'a Design, options: &'a StudyOptions<'a>) -> Self {
        let uncertain = options.uncertain;
        let drawn_without =
            if uncertain { format!(" drawn without {}", design.paths().join(" ")) } else { String::new() };
        let common = key("closures, sorties and costs", &base.hash(), format!("{uncertain}{drawn_without}"));
        Self { base, design, options, drawn_without, common }
    }

    /// Blocks of replications at a point, each a unit of work.
    fn blocks(&self) -> u64 {
        u64::from(self.options.replications.div_ceil(BLOCK))
    }

    /// The plans of the blocks at a point, each with its key.
    fn plans(&self, index: usize) -> impl Iterator<Item = (String, Plan)> {
        let StudyOptions { seed, replications, .. } = *self.options;
        let at = format!("{} at {}", self.common, self.design.name(index));
        (0..replications).step_by(BLOCK as usize).map(move |done| {
            let count = BLOCK.min(replications - done);
            let key = format!("{at}, seed {seed}, {count} replications from {}", done + 1);
            (key, self.options.plan(done + 1, count))
        })
    }

    /// A point of which all is kept, if it is.
    fn kept(&self, index: usize) -> Option<Point> {
        let keeper = &self.options.keeper;
        let blocks = self.plans(index).map(|(key, plan)| {
            keeper.peek(&key, 1, |block: &Block| block.replications.len() == plan.count as usize)?.pop()
        });
        let blocks = blocks.collect::<Option<Vec<Block>>>()?;
        let checked = blocks.first()?.of.clone();
        // One scenario has one hash, whoever made a block.
        let replications =
            blocks.into_iter().map(|block| (block.of == checked).then_some(block.replications));
        let replications = replications.collect::<Option<Vec<_>>>()?.concat();
        Some(self.point(&checked, &replications))
    }

    /// Reads every point that is kept, and checks the scenarios of the others that are this program's to simulate.
    fn kept_or_checked(&self, progress: &mut dyn FnMut(Step)) -> Result<Vec<Found>, StudyError> {
        let all = self.design.count();
        let keeper = &self.options.keeper;
        let (blocks, first) = (self.blocks(), keeper.share.tally().met);
        let find = |index: u32| -> Result<Found, UncertaintyError> {
            let index = index as usize;
            let unit = first + index as u64 * blocks;
            // What is kept of points of other parts is theirs.
            let is_own = (unit..unit + blocks).any(|unit| keeper.share.takes(unit));
            if !is_own && keeper.is_part() {
                return Ok(Found::Checked(None));
            }
            if let Some(point) = self.kept(index) {
                return Ok(Found::Kept(Box::new(point)));
            }
            Ok(Found::Checked(if is_own { Some(self.check(index)?) } else { None }))
        };
        let (mut found, mut failure) = (Vec::with_capacity(all), None);
        let plan = Plan { first: 0, ..self.options.plan(0, all as u32) };
        run_each(
            &plan,
            || find,
            |one| match one {
                Ok(_) if keeper.is_interrupted() => {
                    failure = Some(StudyError::Interrupted { points: Some((0, all)) });
                    Next::Stop
                }
                Ok(one) => {
                    found.push(one);
                    progress(Step::Check);
                    Next::More
                }
                Err(error) => {
                    failure = Some(error.into());
                    Next::Stop
                }
            },
        );
        failure.map_or(Ok(found), Err)
    }

    /// Checks the scenario at a point.
    fn check(&self, index: usize) -> Result<Checked, UncertaintyError> {
        let loaded = changed(self.base, &self.design.changes(index))?;
        Ok(Checked::of(&loaded))
    }

    /// Simulates what is not kept of a point, and keeps it.
    fn simulate(&self, index: usize, checked: Option<Checked>) -> Result<Point, StudyError> {
        let name = self.design.name(index);
        let keeper = self.options.keeper.of(&name);
        let mut system = None;
        let blocks = keeper.each(self.plans(index), |(key, plan)| {
            if keeper.leaves(&key) {
                return Err(StudyError::Elsewhere);
            }
            let fits = |block: &Block| block.replications.len() == plan.count as usize;
            let made = keeper.kept(&key, 1, fits, || {
                let system = match &system {
                    Some(system) => system,
                    None => system.insert(self.system(index)?),
                };
                let of = checked.clone().map_or_else(|| self.check(index), Ok)?;
                Ok(vec![Block { of, replications: keeper.simulate(system, &plan, &mut keep)? }])
            })?;
            Ok(made.into_iter().next())
        })?;
        let blocks: Vec<Block> = blocks.into_iter().flatten().collect();
        let checked = match (checked, blocks.first()) {
            (Some(checked), _) => checked,
            (None, Some(block)) => block.of.clone(),
            (None, None) => return Err(StudyError::Elsewhere),
        };
        let replications: Vec<Kept> = blocks.into_iter().flat_map(|block| block.replications).collect();
        Ok(self.point(&checked, &replications))
    }

    /// The system at a point, with what is drawn there.
    fn system(&self, index: usize) -> Result<System, StudyError> {
        let loaded = changed(self.base, &self.design.changes(index))?;
        let drawn = self.options.uncertain.then(|| Drawable::new(&loaded).without(&self.design.paths()));
        Ok(System::of(compile(&loaded.scenario)?, drawn))
    }

    /// The figures of a point.
    fn point(&self, checked: &Checked, kept: &[Kept]) -> Point {
        let StudyOptions { seed, replications, .. } = *self.options;
        let Checked { scenario_hash, deadline_ms, costs } = checked;
        let closures: Vec<f64> = kept.iter().map(|(ms, ..)| ms.map_or(f64::INFINITY, hours)).collect();
        let paid = |(closed, _, cost): &Kept| closed.map_or(f64::INFINITY, |_| cost.unwrap_or_default());
        let not_closed = closures.iter().filter(|h| h.is_infinite()).count();
        let version = env!("CARGO_PKG_VERSION");
        let drawn_without = &self.drawn_without;
        let name = format!("{scenario_hash} {seed} {replications} {version} {STREAM_LAYOUT}{drawn_without}");
        Point {
            hash: blake3::hash(name.as_bytes()),
            closure_h: (not_closed == 0).then(|| Outline::of(&closures)),
            not_closed,
            on_time: OnTime::of(&closures, deadline_ms.map(Time::from_ms)),
            sorties: kept.iter().map(|(_, sorties, _)| u64::from(*sorties)).sum::<u64>() as f64
                / kept.len() as f64,
            cost: costs.then(|| Outline::of(&kept.iter().map(paid).collect::<Vec<f64>>())),
        }
    }
}
