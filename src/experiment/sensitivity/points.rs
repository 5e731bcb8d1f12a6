//! The points of a study of assumptions, a changed scenario each, and what is kept of their replications.

use super::super::kept::Wanted;
use super::super::record::Record;
use super::super::runner::Plan;
use super::super::statistics::tornado::{TornadoBar, TornadoRuns, tornado};
use super::super::study::{StudyOptions, key};
use super::super::study_error::StudyError;
use super::super::uncertainty::{Change, Drawable, Point, UncertaintyError};
use crate::kernel::hours;

/// Of the intervals of bars.
const CONFIDENCE: f64 = 0.95;

pub(super) type Result<T> = std::result::Result<T, StudyError>;

/// The points of one study: a changed scenario each.
pub(super) struct Points<'a> {
    base: &'a Drawable,
    options: &'a StudyOptions<'a>,
    /// What the points have in common, for their keys.
    common: String,
}

impl<'a> Points<'a> {
    pub(super) fn new(base: &'a Drawable, options: &'a StudyOptions<'a>) -> Result<Self> {
        options.keeper.prepare()?;
        let common = key("closures", &base.fingerprint(options.uncertain), options.uncertain);
        Ok(Self { base, options, common })
    }

    /// A point in words.
    fn name(changes: &[Change]) -> String {
        let each: Vec<String> = changes.iter().map(|(path, value)| format!("{path}={value}")).collect();
        if each.is_empty() { "the baseline".to_owned() } else { each.join(" ") }
    }

    /// Closures of all replications where nothing is set [h].
    pub(super) fn closures(&self) -> Result<Vec<f64>> {
        Ok(self.each_closures(&[Vec::new()], |_| {})?.pop().unwrap_or_default())
    }

    /// The replications of a plan at ends of ranges, which are checked already, or at the baseline.
    pub(super) fn ends(
        &self,
        changes: &[Vec<Change>],
        plan: &Plan,
        costs: bool,
        progress: impl FnMut(u64),
    ) -> Result<Vec<Runs>> {
        self.beside(changes, plan, costs, Point::at_end, progress)
    }

    /// Closures of all replications at each of some points [h].
    pub(super) fn each_closures(
        &self,
        changes: &[Vec<Change>],
        progress: impl FnMut(u64),
    ) -> Result<Vec<Vec<f64>>> {
        let plan = self.options.plan(1, self.options.replications);
        let runs = self.beside(changes, &plan, false, Point::new, progress)?;
        Ok(runs.into_iter().map(|runs| runs.closures).collect())
    }

    fn beside(
        &self,
        changes: &[Vec<Change>],
        plan: &Plan,
        costs: bool,
        make: fn(&Drawable, &[Change], bool) -> std::result::Result<Point, UncertaintyError>,
        progress: impl FnMut(u64),
    ) -> Result<Vec<Runs>> {
        let options = self.options;
        let kind = if costs { "costs and " } else { "" };
        let wanted = |changes: &Vec<Change>| {
            let name = Self::name(changes);
            Wanted { key: format!("{kind}{}: {name}", self.common), name }
        };
        let wanted: Vec<Wanted> = changes.iter().map(wanted).collect();
        let point = |number: usize| make(self.base, &changes[number], options.uncertain);
        if !costs {
            let of = |record: &Record| record.deployment.closure_ms.map(hours);
            let kept = options.keeper.beside(&wanted, plan, point, of, progress)?;
            let runs = |closures| Runs { closures: or_never(closures), costs: None };
            return Ok(kept.into_iter().map(runs).collect());
        }
        let of = |record: &Record| (record.deployment.closure_ms, record.cost().unwrap_or_default());
        let kept: Vec<Vec<(Option<i64>, f64)>> = options.keeper.beside(&wanted, plan, point, of, progress)?;
        let runs = |kept: Vec<(Option<i64>, f64)>| {
            let (closures, costs): (Vec<_>, Vec<_>) =
                kept.into_iter().map(|(ms, cost)| (ms.map(hours), cost)).unzip();
            Runs { closures: or_never(closures), costs: Some(costs) }
        };
        Ok(kept.into_iter().map(runs).collect())
    }
}

/// Closures [h], infinite where there is none.
fn or_never(closures: Vec<Option<f64>>) -> Vec<f64> {
    closures.into_iter().map(|h| h.unwrap_or(f64::INFINITY)).collect()
}

/// The replications of one point.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// Closures [h]; infinite where it did not close.
    pub(super) closures: Vec<f64>,
    /// Costs; none where nothing costs money.
    pub(super) costs: Option<Vec<f64>>,
}

impl Runs {
    /// Adds later replications.
    pub(super) fn extend(&mut self, later: Self) {
        self.closures.extend(later.closures);
        match (&mut self.costs, later.costs) {
            (Some(costs), Some(later)) => costs.extend(later),
            // The first of them.
            (costs, later) => *costs = later,
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.closures.len()
    }
}

pub(super) fn no_mean(what: &str, open: usize, of: usize) -> StudyError {
    StudyError::no_answer(if of < 2 {
        "differences need at least two replications; give --replications 2 or more".to_owned()
    } else {
        format!(
            "{what} has no mean closure: {open} of {of} replications do not close within `horizon_h`; give a larger one, or \
             narrower ranges"
        )
    })
}

/// The bar of closure of both ends of a range, against the replications of the baseline that they have themselves; none where
/// an end has no mean.
pub(super) fn closure_bar(baseline: &Runs, [low, high]: &[Runs; 2]) -> Option<TornadoBar> {
    bar(&baseline.closures, [&low.closures, &high.closures])
}

/// The bar of cost of both ends of a range; none where nothing costs money.
pub(super) fn cost_bar(baseline: &Runs, [low, high]: &[Runs; 2]) -> Option<TornadoBar> {
    bar(baseline.costs.as_ref()?, [low.costs.as_ref()?, high.costs.as_ref()?])
}

fn bar(baseline: &[f64], [low, high]: [&[f64]; 2]) -> Option<TornadoBar> {
    if [low, high].iter().any(|values| not_closed(values) > 0) {
        return None;
    }
    tornado(baseline.get(..low.len())?, &[TornadoRuns { low, high }], CONFIDENCE)?.pop()
}

pub(super) fn not_closed(closures: &[f64]) -> usize {
    closures.iter().filter(|h| h.is_infinite()).count()
}
