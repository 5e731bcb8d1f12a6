//! Scenario discovery: the box of assumptions that holds the late runs, from one run in which all ranges are drawn.
//!
//! The search sees the replications with odd numbers; what it finds is counted again on those with even numbers, since a
//! box always looks better on the runs that it was chosen by. Of the boxes on the way, the one is taken that best tells
//! late runs from others, and restrictions that chance may have made are dropped from it.

use serde::Serialize;

use super::super::goal::{Aim, Goal};
use super::super::record::Record;
use super::super::statistics::interval::Interval;
use super::super::statistics::prim::{Count, Region, Restriction, count, quasi_p, trajectory};
use super::super::statistics::proportion::wilson;
use super::super::study::{StudyOptions, key};
use super::super::study_error::StudyError;
use super::super::uncertainty::{Assumption, Drawable, Point};
use super::points::Result;

/// The quasi-p-value above which a restriction is dropped, shared by all assumptions that might be restricted.
const CHANCE: f64 = 0.05;
/// The most drawn numbers that a search holds: 800 MB.
const MOST_DRAWS: u64 = 100_000_000;

/// What a box holds of one half of the runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[expect(clippy::struct_field_names, reason = "keys of the JSON file, where no name of a type stands")]
pub struct Inside {
    /// Runs of the half.
    pub runs: usize,
    /// Late ones among them.
    pub late: usize,
    /// Runs in the box.
    pub inside: usize,
    /// Late ones in the box.
    pub late_inside: usize,
    /// Share of the late runs that are in the box.
    pub coverage: Option<f64>,
    /// Its 95 % interval.
    pub coverage_95: Option<Interval>,
    /// Share of the runs in the box that are late.
    pub density: Option<f64>,
    /// Its 95 % interval.
    pub density_95: Option<Interval>,
    /// Share of all runs that are in the box.
    pub mass: f64,
}

impl Inside {
    fn of(inside: Count, all: Count) -> Self {
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        Self {
            runs: all.cases,
            late: all.hits,
            inside: inside.cases,
            late_inside: inside.hits,
            coverage: share(inside.hits, all.hits),
            coverage_95: wilson(inside.hits, all.hits, 0.95),
            density: share(inside.hits, inside.cases),
            density_95: wilson(inside.hits, inside.cases, 0.95),
            mass: share(inside.cases, all.cases).unwrap_or(0.0),
        }
    }
}

/// The limits of one assumption in the box.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// The assumption.
    pub path: String,
    /// The least value or factor; none where the range has no lower limit.
    pub at_least: Option<f64>,
    /// The largest value or factor; none where the range has no upper limit.
    pub at_most: Option<f64>,
    /// Whether these are factors.
    pub factor: bool,
    /// The ends of its range.
    pub range: (f64, f64),
    /// How probable the late runs in the box were without this restriction, on the runs of the search.
    pub quasi_p: f64,
    /// That probability on the runs that the search has not seen.
    pub quasi_p_unseen: f64,
    /// What this restriction alone holds of the unseen runs.
    pub alone: Inside,
}

/// A box on the way, counted on the runs of the search.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Share of the late runs in the box.
    pub coverage: f64,
    /// Share of its runs that are late.
    pub density: f64,
    /// Share of all runs in the box.
    pub mass: f64,
    /// Its limits.
    pub limits: Vec<Limits>,
}

impl Step {
    fn of(one: &Region, all: Count, assumptions: &[Assumption]) -> Self {
        let counted = Inside::of(one.count, all);
        Self {
            coverage: counted.coverage.unwrap_or(0.0),
            density: counted.density.unwrap_or(0.0),
            mass: counted.mass,
            limits: one.restrictions.iter().map(|one| limits(assumptions, one)).collect(),
        }
    }
}

/// The limits of one assumption on the way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Limits {
    /// The assumption.
    pub path: String,
    /// The least value or factor.
    pub at_least: Option<f64>,
    /// The largest value or factor.
    pub at_most: Option<f64>,
}

/// What a search for the late runs finds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discovery {
    /// Whose closure is late: `force`, or `contingent` with its id.
    pub whose: String,
    /// A run is late that closes after this hour, or never [h].
    pub late_after_h: f64,
    /// Assumptions that the search might restrict.
    pub assumptions: usize,
    /// What holds the late runs; empty where no assumption tells them from the others.
    pub limits: Vec<Held>,
    /// Counts on the runs of the search, those with odd numbers.
    pub seen: Inside,
    /// Counts on the runs that the search has not seen, those with even numbers.
    pub unseen: Inside,
    /// The number of the box on the way that was taken, from 0.
    pub chosen: usize,
    /// The boxes on the way: peeling, then pasting.
    pub trajectory: Vec<Step>,
}

/// Searches for the box of assumptions that holds the late runs.
///
/// # Errors
/// A scenario that cannot be simulated or lacks what the goal looks at, too many draws, or runs of the search that are all
/// late or all in time.
pub(super) fn discover(
    base: &Drawable,
    assumptions: &[Assumption],
    goal: &Goal,
    options: &StudyOptions<'_>,
) -> Result<Discovery> {
    let draws = assumptions.len() as u64 * u64::from(options.replications);
    if draws > MOST_DRAWS {
        let message = format!("the search would hold {draws} drawn numbers, and {MOST_DRAWS} are the most");
        return Err(StudyError::no_answer(message)
            .help("limit the assumptions with --only, or take fewer replications"));
    }
    if !goal.is_in_hours() {
        let message = format!("`{}` is not in hours, and does not part late runs from others", goal.text());
        return Err(StudyError::no_answer(message).help("name one such as --goal 'closure_h.p50 <= 72'"));
    }
    let aim = goal.aim(&base.world()?).map_err(StudyError::no_answer)?;
    let late = late_runs(base, goal, aim, options)?;
    let columns = base.columns(options.seed, options.replications);
    let seen = Half::of(&columns, &late, 0);
    let unseen = Half::of(&columns, &late, 1);
    let boxes = trajectory(&seen.columns, &seen.late).ok_or_else(|| {
        let which = if seen.all().hits == 0 { "none" } else { "all" };
        let message = format!("{which} of the runs are late, after {} h: nothing to tell apart", aim.bound());
        StudyError::no_answer(message)
            .help("part the runs elsewhere, as with --goal 'closure_h.p50 <= 72', or make more replications")
    })?;
    let chosen = best_telling(&boxes, seen.all());
    let restrictions =
        seen.beyond_chance(&boxes[chosen].restrictions, CHANCE / assumptions.len().max(1) as f64);
    let held = |(index, one): (usize, &Restriction)| {
        let assumption = &assumptions[one.input];
        let Limits { path, at_least, at_most } = limits(assumptions, one);
        Held {
            path,
            at_least,
            at_most,
            factor: assumption.is_factor(),
            range: (assumption.number_at(0.0), assumption.number_at(1.0)),
            quasi_p: quasi_p(&seen.columns, &seen.late, &restrictions, index),
            quasi_p_unseen: quasi_p(&unseen.columns, &unseen.late, &restrictions, index),
            alone: unseen.inside(&restrictions[index..=index]),
        }
    };
    Ok(Discovery {
        whose: goal.whose(),
        late_after_h: aim.bound(),
        assumptions: assumptions.len(),
        limits: restrictions.iter().enumerate().map(held).collect(),
        seen: seen.inside(&restrictions),
        unseen: unseen.inside(&restrictions),
        chosen,
        trajectory: boxes.iter().map(|one| Step::of(one, seen.all(), assumptions)).collect(),
    })
}

/// The number of the box that best tells late runs from others; the first of equals.
fn best_telling(boxes: &[Region], all: Count) -> usize {
    let (mut chosen, mut best) = (0, 0.0);
    for (index, one) in boxes.iter().enumerate() {
        let tells = one.count.tells(all);
        if tells > best {
            (chosen, best) = (index, tells);
        }
    }
    chosen
}

/// Which replications are late, each range drawn.
fn late_runs(base: &Drawable, goal: &Goal, aim: Aim, options: &StudyOptions<'_>) -> Result<Vec<bool>> {
    options.keeper.prepare()?;
    let key = format!("{}: ", key(&goal.whose(), &base.fingerprint(true), true));
    let of = |record: &Record| Some(aim.value(record)).filter(|h| h.is_finite());
    let plan = options.plan(1, options.replications);
    let values = options.keeper.replications(&key, &plan, || Point::new(base, &[], true), of)?;
    Ok(values.iter().map(|h| aim.beyond(h.unwrap_or(f64::INFINITY)) > 0.0).collect())
}

/// The limits of a restriction as the scenario has them: whole numbers where the key takes no others.
fn limits(assumptions: &[Assumption], one: &Restriction) -> Limits {
    let assumption = &assumptions[one.input];
    let whole = assumption.whole && !assumption.is_factor();
    let to = |round: fn(f64) -> f64, end: Option<f64>| end.map(|end| if whole { round(end) } else { end });
    Limits {
        path: assumption.path.clone(),
        at_least: to(libm::ceil, one.low),
        at_most: to(libm::floor, one.high),
    }
}

/// Every second run.
struct Half {
    columns: Vec<Vec<f64>>,
    late: Vec<bool>,
}

impl Half {
    /// The runs with odd numbers from offset 0, those with even numbers from offset 1.
    fn of(columns: &[Vec<f64>], late: &[bool], offset: usize) -> Self {
        fn second<T: Copy>(all: &[T], offset: usize) -> Vec<T> {
            all.iter().skip(offset).step_by(2).copied().collect()
        }
        Self {
            columns: columns.iter().map(|column| second(column, offset)).collect(),
            late: second(late, offset),
        }
    }

    fn all(&self) -> Count {
        count(&self.columns, &self.late, &[])
    }

    fn inside(&self, restrictions: &[Restriction]) -> Inside {
        Inside::of(count(&self.columns, &self.late, restrictions), self.all())
    }

    /// Drops the restriction that chance explains best until no quasi-p-value is above `most`.
    fn beyond_chance(&self, restrictions: &[Restriction], most: f64) -> Vec<Restriction> {
        let mut kept = restrictions.to_vec();
        loop {
            let each = (0..kept.len()).map(|index| quasi_p(&self.columns, &self.late, &kept, index));
            let worst = each.enumerate().max_by(|one, other| one.1.total_cmp(&other.1));
            match worst {
                Some((index, p)) if p > most => kept.remove(index),
                _ => return kept,
            };
        }
    }
}
