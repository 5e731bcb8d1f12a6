//! Simulates replications into a summary: in one go, or piece by piece.

use super::append::BLOCK;
use super::record::Record;
use super::runner::{Next, Plan, run};
use super::statistics::stopping::{self, StoppingRule, StoppingWatch};
use super::summary::Summary;
use super::uncertainty::{Drawable, Point, UncertaintyError};
use crate::kernel::hours;
use crate::model::{World, compile};
use crate::scenario::Loaded;

/// Replications when no number is asked for; also those after which an unreachable precision is given up.
pub const USUAL_REPLICATIONS: u32 = 200;

/// When to stop early.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Precision {
    /// The 95 % half-width of the mean closure is at most this [h].
    Hours(f64),
    /// The half-width is at most this share of the mean.
    Share(f64),
}

/// How to simulate.
#[derive(Debug, Clone, Copy)]
pub struct RunOptions {
    /// The seed.
    pub seed: u64,
    /// The number of the first replication.
    pub first: u32,
    /// Replications, at most when a precision is asked for.
    pub replications: u32,
    /// Stop when precise enough.
    pub precision: Option<Precision>,
    /// Threads; 0 for one per core.
    pub threads: usize,
    /// Whether causes are kept.
    pub causes: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            first: 1,
            replications: USUAL_REPLICATIONS,
            precision: None,
            threads: 0,
            causes: true,
        }
    }
}

impl RunOptions {
    fn plan(&self, first: u32, count: u32) -> Plan {
        let &Self { seed, threads, causes, .. } = self;
        Plan { first, threads, causes, ..Plan::new(seed, count) }
    }
}

/// Simulates replications; `progress` hears how many are done.
pub fn simulate(world: &World, options: &RunOptions, mut progress: impl FnMut(u32)) -> Summary {
    let goes_on = |done| {
        progress(done);
        true
    };
    let empty = Summary::new(world, options.seed);
    collect(empty, world, options, goes_on, |plan, each| run(world, plan, each))
}

/// Simulates replications, with the ranges of assumptions that are to be drawn drawn once per replication, while `goes_on`,
/// which hears how many are done, says so; results have the structure of the `world` of the scenario as it was written. The
/// summary is that of a run of the replications that were done.
///
/// # Errors
/// A range whose ends the checks refuse, none at all, or a drawn scenario that cannot be simulated.
pub fn simulate_drawn_while(
    world: &World,
    drawable: Option<&Drawable>,
    options: &RunOptions,
    goes_on: impl FnMut(u32) -> bool,
) -> Result<Summary, UncertaintyError> {
    simulate_into(Summary::new(world, options.seed), (world, drawable), options, goes_on)
}

/// Simulates what [`simulate_drawn_while`] does into a summary that holds nothing yet, which says how much it may hold.
///
/// # Errors
/// Those of [`simulate_drawn_while`].
pub fn simulate_into(
    empty: Summary,
    (world, drawable): (&World, Option<&Drawable>),
    options: &RunOptions,
    goes_on: impl FnMut(u32) -> bool,
) -> Result<Summary, UncertaintyError> {
    if let Some(drawable) = drawable {
        drawable.check()?;
    }
    let mut outcome = Ok(());
    let summary = collect(empty, world, options, goes_on, |plan, each| match drawable {
        Some(drawable) => outcome = drawable.run(plan, each),
        None => run(world, plan, each),
    });
    outcome.map(|()| summary)
}

fn collect(
    empty: Summary,
    world: &World,
    options: &RunOptions,
    mut goes_on: impl FnMut(u32) -> bool,
    replicate: impl FnOnce(&Plan, &mut dyn FnMut(Record) -> Next),
) -> Summary {
    let mut gathered = Gathered::new(empty, options);
    let mut broken_off = false;
    replicate(&options.plan(options.first, options.replications), &mut |record| {
        gathered.add(world, record);
        broken_off = !goes_on(gathered.summary.replications);
        let lost = gathered.is_lost();
        if gathered.is_enough || broken_off || lost { Next::Stop } else { Next::More }
    });
    let mut summary = gathered.summary;
    if broken_off && summary.precise == Some(false) {
        // A run that was broken off says nothing about the precision that it would have reached.
        summary.precise = None;
    }
    summary
}

/// What the replications so far give, and whether they are enough.
#[derive(Debug)]
struct Gathered {
    summary: Summary,
    watch: Option<StoppingWatch>,
    /// Whether some replication did not close.
    open: bool,
    is_enough: bool,
}

impl Gathered {
    fn new(mut summary: Summary, options: &RunOptions) -> Self {
        let watch = options.precision.map(|precision| {
            StoppingWatch::new(StoppingRule::new(match precision {
                Precision::Hours(h) => stopping::Precision::Absolute(h),
                Precision::Share(share) => stopping::Precision::OfTrueMean(share),
            }))
        });
        summary.precise = watch.is_some().then_some(false);
        Self { summary, watch, open: false, is_enough: false }
    }

    /// Whether there is no room left for replications; asked where a block ends, since room is made there.
    fn is_lost(&self) -> bool {
        self.summary.replications.is_multiple_of(BLOCK) && self.summary.whole().is_err()
    }

    fn add(&mut self, world: &World, record: Record) {
        let closure_h = record.deployment.closure_ms.map(hours);
        self.summary.add(world, record);
        self.open |= closure_h.is_none();
        let Some(watch) = &mut self.watch else { return };
        let reached = match closure_h {
            Some(closure_h) if !self.open => watch.push(closure_h).is_some(),
            _ => false,
        };
        self.summary.precise = Some(reached);
        // A force that does not always close has no mean, however many replications follow.
        let in_vain = self.open && self.summary.replications >= USUAL_REPLICATIONS;
        self.is_enough = reached || in_vain;
    }
}

/// A run in pieces, for a page that must stay responsive and may drop the run at any time. Its results are those of
/// [`simulate`], wherever it is cut.
#[derive(Debug)]
pub struct Piecewise {
    point: Point,
    options: RunOptions,
    gathered: Gathered,
}

impl Piecewise {
    /// A run without replications yet; with `uncertain`, the ranges of assumptions are drawn.
    ///
    /// # Errors
    /// A scenario that cannot be compiled; a range whose ends the checks refuse, or none at all where they are to be drawn.
    pub fn new(loaded: &Loaded, options: RunOptions, uncertain: bool) -> Result<Self, UncertaintyError> {
        let world = compile(&loaded.scenario)?;
        let drawable = uncertain.then(|| Drawable::new(loaded));
        if let Some(drawable) = &drawable {
            drawable.check()?;
        }
        let gathered = Gathered::new(Summary::new(&world, options.seed), &options);
        Ok(Self { point: Point::of(world, drawable), options, gathered })
    }

    /// Makes the next replications, at most `count`.
    ///
    /// # Errors
    /// A drawn scenario that cannot be simulated.
    pub fn go_on(&mut self, count: u32) -> Result<(), UncertaintyError> {
        let Self { point, options, gathered } = self;
        let done = gathered.summary.replications;
        let count = if gathered.is_enough { 0 } else { count.min(options.replications.saturating_sub(done)) };
        let plan = options.plan(options.first + done, count);
        point.run(&plan, |record| {
            gathered.add(point.world(), record);
            if gathered.is_enough { Next::Stop } else { Next::More }
        })
    }

    /// Whether no replication is left to make.
    pub fn is_over(&self) -> bool {
        self.gathered.is_enough || self.gathered.summary.replications >= self.options.replications
    }

    /// What was simulated.
    pub fn world(&self) -> &World {
        self.point.world()
    }

    /// Over the replications made so far.
    pub fn summary(&self) -> &Summary {
        &self.gathered.summary
    }

    /// The world that was drawn for a replication; none where nothing is drawn.
    ///
    /// # Errors
    /// A drawn scenario that cannot be simulated.
    pub fn drawn(&self, replication: u32) -> Result<Option<World>, UncertaintyError> {
        self.point.drawn_world(self.options.seed, replication)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::csv::replications;
    use crate::scenario::load_str;

    const QUEUES: &str = include_str!("../../scenarios/course/3-variability.json");

    fn table(world: &World, summary: &Summary) -> (Vec<u8>, Option<bool>) {
        let mut table = Vec::new();
        replications(world, summary, &mut table).expect("there is room");
        (table, summary.precise)
    }

    #[test]
    fn a_run_in_pieces_gives_what_one_at_once_gives_wherever_it_is_cut() {
        let loaded = load_str("course", QUEUES, &[]).expect("a scenario");
        let world = compile(&loaded.scenario).expect("a world");
        let options = RunOptions { replications: 60, ..RunOptions::default() };
        // A precision that is reached on the way, one that is not, and none.
        for precision in [Some(Precision::Share(0.1)), Some(Precision::Hours(1e-9)), None] {
            let options = RunOptions { precision, ..options };
            let whole = simulate(&world, &options, |_| {});
            for piece in [1, 7, 60, u32::MAX] {
                let mut pieces = Piecewise::new(&loaded, options, false).expect("it can be simulated");
                while !pieces.is_over() {
                    pieces.go_on(piece).expect("it can be simulated");
                }
                assert_eq!(
                    table(&world, pieces.summary()),
                    table(&world, &whole),
                    "{precision:?} by {piece}"
                );
                pieces.go_on(piece).expect("nothing is left to do");
                assert_eq!(pieces.summary().replications, whole.replications);
            }
        }
    }
}
