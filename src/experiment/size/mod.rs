//! The smallest value of a factor that meets a goal.
//!
//! The far end is certified first, so that the answer never rests on a value that was not tried. The search then bisects
//! under one set of replications for all values (common random numbers). Its answer and the value beside it are
//! confirmed on replications that the search has not seen, with the error split over the values tested and the looks
//! taken.

mod bottleneck;
mod found;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Record;
use super::goal::{Aim, Goal};
use super::improve::CapacityGain;
use super::runner::Plan;
use super::statistics::proportion::Verdict;
use super::study::{StudyOptions, key};
use super::study_error::StudyError;
use super::uncertainty::{Change, Drawable, Point};

pub use found::{Answer, NextBottleneck, Size, Tried, Violation};

/// The most values that are confirmed: the error is split over this number.
const MOST_TESTED: usize = 6;

/// What to size, and how.
#[derive(Debug, Clone)]
pub struct SizeOptions<'a> {
    /// The path that is varied.
    pub path: String,
    /// Its values, hardest first: each is expected to meet a goal that the value before it meets.
    pub values: Vec<Value>,
    /// Replications that the confirmation of one value may take.
    pub budget: u32,
    /// Probability that all verdicts hold together.
    pub confidence: f64,
    /// Whether the largest value is asked for, so that `values` fall. It changes words only.
    pub largest: bool,
    /// How replications are made: those of the search, and of the first look of a confirmation.
    pub study: StudyOptions<'a>,
}

impl SizeOptions<'_> {
    /// One-sided confidence of every look, so that all verdicts hold together.
    fn each(&self) -> f64 {
        let looks = looks(self.study.replications, self.budget.max(1));
        1.0 - (1.0 - self.confidence) / (MOST_TESTED * looks) as f64
    }
}

/// What is known of one value.
#[derive(Debug)]
struct Known {
    /// The goal there: what is varied may move the deadline.
    aim: Aim,
    searched: Option<Vec<f64>>,
    fresh: Vec<f64>,
    verdict: Option<Verdict>,
}

struct Search<'a> {
    base: &'a Drawable,
    goal: &'a Goal,
    options: &'a SizeOptions<'a>,
    known: BTreeMap<usize, Known>,
    progress: &'a mut dyn FnMut(&str),
}

type Result<T> = std::result::Result<T, StudyError>;

/// Finds the first value that meets the goal; `progress` hears what is tried.
///
/// # Errors
/// A value that the checks refuse, a scenario that cannot be simulated or lacks what the goal looks at, an interruption,
/// or a file that cannot be written.
pub fn size(
    base: &Drawable,
    goal: &Goal,
    options: &SizeOptions<'_>,
    progress: &mut dyn FnMut(&str),
) -> Result<Size> {
    options.study.keeper.prepare()?;
    let mut search = Search { base, goal, options, known: BTreeMap::new(), progress };
    let far = options.values.len().saturating_sub(1);
    // Every value must be usable, not only those that happen to be tried.
    for index in [0, far] {
        search.known(index)?;
    }
    search.looks_met(far)?;
    match search.confirm(far)? {
        Verdict::Refuted => {
            // A range in the wrong order must not read as if no value met the goal.
            if far > 0 && search.looks_met(0)? {
                let mut found = search.result(Answer::OutOfReach, None);
                found.other_end = options.values.first().cloned();
                return Ok(found);
            }
            let (causes, capacities) = (search.causes(far)?, search.capacities(far)?);
            let mut found = search.result(Answer::OutOfReach, None);
            (found.next_bottlenecks, found.next_capacities) = (causes, capacities);
            return Ok(found);
        }
        Verdict::Undecided => return Ok(search.result(Answer::Undecided, Some(far))),
        Verdict::Certified => {}
    }
    let mut found = search.bisect(far)?;
    let answer = search.settle(&mut found, far)?;
    if found < far {
        search.looks_met(found + 1)?;
    }
    Ok(search.result(answer, Some(found)))
}

impl Search<'_> {
    fn change(&self, index: usize) -> Change {
        (self.options.path.clone(), self.options.values[index].clone())
    }

    fn plan(&self, first: u32, count: u32) -> Plan {
        self.options.study.plan(first, count)
    }

    /// What is known of a value. The first call finds what the goal means in the scenario with that value.
    fn known(&mut self, index: usize) -> Result<&mut Known> {
        let change = self.change(index);
        match self.known.entry(index) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let setting = format!("{} = {}", change.0, change.1);
                let world = self.base.with(&[change])?.world()?;
                let aim = self.goal.aim(&world);
                let aim =
                    aim.map_err(|reason| StudyError::no_answer(format!("with `{setting}`: {reason}")))?;
                Ok(place.insert(Known { aim, searched: None, fresh: Vec::new(), verdict: None }))
            }
        }
    }

    /// What the goal looks at in each replication of a changed scenario [h]; infinite where it did not close.
    fn values(&self, aim: Aim, changes: &[Change], first: u32, count: u32) -> Result<Vec<f64>> {
        let plan = self.plan(first, count);
        let of = |record: &Record| Some(aim.value(record)).filter(|h| h.is_finite());
        let values = self.kept(&self.goal.whose(), changes, &plan, of)?;
        Ok(values.into_iter().map(|h| h.unwrap_or(f64::INFINITY)).collect())
    }

    /// Replications of a changed scenario, read where they are kept.
    fn kept<T: Serialize + DeserializeOwned>(
        &self,
        what: &str,
        changes: &[Change],
        plan: &Plan,
        of: impl FnMut(&Record) -> T,
    ) -> Result<Vec<T>> {
        let StudyOptions { uncertain, keeper, .. } = self.options.study;
        let each: Vec<String> = changes.iter().map(|(path, value)| format!("{path}={value}")).collect();
        let key = format!("{}: {}", key(what, &self.base.fingerprint(uncertain), uncertain), each.join(" "));
        keeper.replications(&key, plan, || Point::new(self.base, changes, uncertain), of)
    }

    /// Whether a value meets the goal in the replications of the search, chance aside.
    fn looks_met(&mut self, index: usize) -> Result<bool> {
        let known = self.known(index)?;
        let aim = known.aim;
        if let Some(values) = &known.searched {
            return Ok(aim.looks_met(values));
        }
        (self.progress)(&format!("searching at {}", self.options.values[index]));
        let values = self.values(aim, &[self.change(index)], 1, self.options.study.replications)?;
        let met = aim.looks_met(&values);
        self.known(index)?.searched = Some(values);
        Ok(met)
    }

    /// The first index that looks met, and its harder neighbour tried; `far` is certified.
    fn bisect(&mut self, far: usize) -> Result<usize> {
        let (mut misses, mut meets) = (None, far);
        while let Some(middle) = between(misses, meets) {
            if self.looks_met(middle)? {
                meets = middle;
            } else {
                misses = Some(middle);
            }
        }
        self.looks_met(meets)?;
        Ok(meets)
    }

    /// Judges fresh replications, doubling their number until they decide or the budget is used up.
    fn confirm(&mut self, index: usize) -> Result<Verdict> {
        let known = self.known(index)?;
        let aim = known.aim;
        if let Some(verdict) = known.verdict {
            return Ok(verdict);
        }
        (self.progress)(&format!("confirming {}", self.options.values[index]));
        let (first, budget) = (self.options.study.replications, self.options.budget.max(1));
        let confidence = self.options.each();
        let (mut fresh, mut wanted) = (Vec::new(), first.min(budget));
        let verdict = loop {
            let have = fresh.len() as u32;
            fresh.extend(self.values(aim, &[self.change(index)], first + have + 1, wanted - have)?);
            let verdict = aim.judge(&fresh, confidence);
            if verdict != Verdict::Undecided || wanted == budget {
                break verdict;
            }
            wanted = wanted.saturating_mul(2).min(budget);
        };
        let known = self.known(index)?;
        (known.fresh, known.verdict) = (fresh, Some(verdict));
        Ok(verdict)
    }

    /// Confirms the value found and its harder neighbour. If fresh replications do not confirm it, moves to easier values
    /// in growing steps, and then back between values that are not confirmed and those that are.
    fn settle(&mut self, found: &mut usize, far: usize) -> Result<Answer> {
        let mut step = 1;
        while self.tested() < MOST_TESTED {
            if self.confirm(*found)? == Verdict::Certified {
                let Some(next) = self.harder(*found) else { break };
                self.looks_met(next)?;
                if self.tested() >= MOST_TESTED {
                    break;
                }
                if self.confirm(next)? == Verdict::Certified {
                    *found = next;
                }
            } else if *found < far {
                *found = (*found + step).min(far);
                step *= 2;
                self.looks_met(*found)?;
            } else {
                break;
            }
        }
        let certified = self.known.get(found).and_then(|known| known.verdict) == Some(Verdict::Certified);
        Ok(if certified { Answer::Certified } else { Answer::Undecided })
    }

    fn tested(&self) -> usize {
        self.known.values().filter(|known| known.verdict.is_some()).count()
    }

    /// The harder value to confirm next; `None` when there is none, or the value beside it was not confirmed.
    fn harder(&self, found: usize) -> Option<usize> {
        let refused = |known: &Known| known.verdict.is_some_and(|verdict| verdict != Verdict::Certified);
        match self.known.range(..found).rev().find(|(_, known)| refused(known)) {
            Some((last, _)) => (found - last > 1).then(|| last + (found - last) / 2),
            None => found.checked_sub(1),
        }
    }

    fn result(self, answer: Answer, found: Option<usize>) -> Size {
        let value = |index: usize| self.options.values[index].clone();
        let finite = |estimate: Option<f64>| estimate.filter(|estimate| estimate.is_finite());
        // What only had its goal read was not tried.
        let of_use = |known: &Known| known.searched.is_some() || known.verdict.is_some();
        let tried = self.known.iter().filter(|(_, known)| of_use(known)).map(|(index, known)| Tried {
            value: value(*index),
            estimate: finite(known.searched.as_ref().and_then(|values| known.aim.estimate(values))),
            interval_95: known.searched.as_ref().and_then(|values| known.aim.interval(values)),
            looks_met: known.searched.as_ref().map(|values| known.aim.looks_met(values)),
            confirmed_with: known.fresh.len() as u32,
            confirmed_estimate: finite(known.aim.estimate(&known.fresh)),
            confirmed_interval_95: known.aim.interval(&known.fresh),
            would_tell: (known.verdict == Some(Verdict::Undecided))
                .then(|| known.aim.needed(&known.fresh, self.options.each()))
                .flatten(),
            verdict: known.verdict,
        });
        let tried: Vec<Tried> = tried.collect();
        // By what is asked of each, since a deadline may move from one to the next.
        let late = |(index, known): (&usize, &Known)| {
            let late: Vec<f64> = known.searched.as_ref()?.iter().map(|h| known.aim.beyond(*h)).collect();
            Some((*index, late))
        };
        let late: Vec<(usize, Vec<f64>)> = self.known.iter().filter_map(late).collect();
        let violations = late.windows(2).filter_map(|pair| {
            let later = pair[0].1.iter().zip(&pair[1].1).filter(|(harder, easier)| easier > harder).count();
            (later > 0).then(|| Violation {
                value: value(pair[0].0),
                easier: value(pair[1].0),
                replications: later,
            })
        });
        let beside = found.and_then(|found| found.checked_sub(1));
        Size {
            format_version: 1,
            path: self.options.path.clone(),
            goal: self.goal.text().to_owned(),
            measure: self.goal.measure().to_owned(),
            level: self.goal.level(),
            answer,
            value: found.map(value),
            beside: beside.map(value),
            beside_verdict: beside.and_then(|beside| self.known.get(&beside)?.verdict),
            confidence: self.options.confidence,
            seed: self.options.study.seed,
            replications: self.options.study.replications,
            budget: self.options.budget,
            fewest: self.goal.fewest(self.options.each()),
            uncertain: self.options.study.uncertain,
            largest: self.options.largest,
            violations: violations.collect(),
            untried: self.options.values.len().saturating_sub(tried.len()),
            tried,
            other_end: None,
            next_capacities: Vec::<CapacityGain>::new(),
            next_bottlenecks: Vec::new(),
        }
    }
}

/// The index half-way between the last that misses and the first that meets; `None` when they are neighbours.
fn between(misses: Option<usize>, meets: usize) -> Option<usize> {
    let first = misses.map_or(0, |index| index + 1);
    (first < meets).then(|| first + (meets - first) / 2)
}

/// How many looks doubling from `first` takes to reach `budget`.
pub(super) fn looks(first: u32, budget: u32) -> usize {
    let mut looks = 1;
    let mut wanted = first.min(budget).max(1);
    while wanted < budget {
        wanted = wanted.saturating_mul(2).min(budget);
        looks += 1;
    }
    looks
}
