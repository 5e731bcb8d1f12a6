//! The smallest value of a factor that meets a goal.
//!
//! The far end is certified first, since a search that never looked there would answer with it unseen. The search
//! bisects under one set of replications, the same for every value (common random numbers). Its answer and the value
//! beside it are then confirmed on replications that the search has not seen, with the error split over the
//! values tested and the looks taken.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::goal::Goal;
use super::runner::Next;
use super::statistics::proportion::Verdict;
use super::uncertainty::{Drawable, Point, UncertaintyError, study_plan};
use crate::kernel::hours;
use crate::model::Category;

/// Values that are confirmed at most; the error is split over so many.
const MOST_TESTED: usize = 6;
/// Replications of the far end whose chain names the next bottleneck.
const BOTTLENECK_REPLICATIONS: u32 = 200;

/// What to size, and how.
#[derive(Debug, Clone)]
pub struct SizeOptions {
    /// The path that is varied.
    pub path: String,
    /// Its values, hardest first: a goal that one meets, the next is expected to meet too.
    pub values: Vec<Value>,
    /// The seed.
    pub seed: u64,
    /// Replications of the search, and of the first look of a confirmation.
    pub replications: u32,
    /// Replications that the confirmation of one value may take.
    pub budget: u32,
    /// Probability that all verdicts hold together.
    pub confidence: f64,
    /// Threads; 0 for one per core.
    pub threads: usize,
    /// Whether ranges of assumptions are drawn.
    pub uncertain: bool,
}

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
    /// The goal's measure over the replications of the search; `None` when not searched or beyond any number.
    pub estimate: Option<f64>,
    /// Whether that reaches the goal.
    pub looks_met: Option<bool>,
    /// Fresh replications of the confirmation.
    pub confirmed_with: u32,
    /// The goal's measure over them.
    pub confirmed_estimate: Option<f64>,
    /// What they say.
    pub verdict: Option<Verdict>,
}

/// A pair of neighbouring tried values of which the easier did worse in some replications.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Violation {
    /// The harder value.
    pub value: Value,
    /// The easier value.
    pub easier: Value,
    /// Replications in which the easier value closed later.
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
    /// Whether ranges of assumptions were drawn.
    pub uncertain: bool,
    /// All values tried, hardest first.
    pub tried: Vec<Tried>,
    /// Where an easier value did worse.
    pub violations: Vec<Violation>,
    /// When out of reach: what closure at the far end consists of.
    pub next_bottlenecks: Vec<NextBottleneck>,
}

#[derive(Debug, Default)]
struct Known {
    searched: Option<Vec<f64>>,
    fresh: Vec<f64>,
    verdict: Option<Verdict>,
}

struct Search<'a> {
    base: &'a Drawable,
    goal: &'a Goal,
    options: &'a SizeOptions,
    known: BTreeMap<usize, Known>,
    progress: &'a mut dyn FnMut(&str),
}

type Result<T> = std::result::Result<T, UncertaintyError>;

/// Finds the first value that meets the goal; `progress` hears what is tried.
///
/// # Errors
/// A value that the checks refuse, or a scenario that cannot be simulated.
pub fn size(
    base: &Drawable,
    goal: &Goal,
    options: &SizeOptions,
    progress: &mut dyn FnMut(&str),
) -> Result<Size> {
    let mut search = Search { base, goal, options, known: BTreeMap::new(), progress };
    let far = options.values.len().saturating_sub(1);
    // Every value must be usable, not only those that happen to be tried.
    search.point(0)?;
    search.point(far)?;
    search.looks_met(far)?;
    match search.confirm(far)? {
        Verdict::Refuted => {
            let next = search.bottlenecks(far)?;
            return Ok(search.result(Answer::OutOfReach, None, next));
        }
        Verdict::Undecided => return Ok(search.result(Answer::Undecided, Some(far), Vec::new())),
        Verdict::Certified => {}
    }
    let mut found = search.bisect(far)?;
    let answer = search.settle(&mut found, far)?;
    if found < far {
        search.looks_met(found + 1)?;
    }
    Ok(search.result(answer, Some(found), Vec::new()))
}

impl Search<'_> {
    fn point(&self, index: usize) -> Result<Point> {
        let change = (self.options.path.clone(), self.options.values[index].clone());
        Point::new(self.base, &[change], self.options.uncertain)
    }

    fn values(&self, index: usize, first: u32, count: u32) -> Result<Vec<f64>> {
        let plan = study_plan(self.options.seed, first, count, self.options.threads);
        let mut values = Vec::with_capacity(count as usize);
        self.point(index)?.run(&plan, |record| {
            values.push(self.goal.value_h(&record));
            Next::More
        })?;
        Ok(values)
    }

    /// Whether a value looks as if it met the goal under the replications of the search.
    fn looks_met(&mut self, index: usize) -> Result<bool> {
        if let Some(values) = self.known.get(&index).and_then(|known| known.searched.as_ref()) {
            return Ok(self.goal.looks_met(values));
        }
        (self.progress)(&format!("{} = {}", self.options.path, self.options.values[index]));
        let values = self.values(index, 1, self.options.replications)?;
        let met = self.goal.looks_met(&values);
        self.known.entry(index).or_default().searched = Some(values);
        Ok(met)
    }

    /// The first index that looks met, with its harder neighbour looked at; `far` is certified.
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

    /// Looks at fresh replications, twice as many each time, until they tell or the budget is used up.
    fn confirm(&mut self, index: usize) -> Result<Verdict> {
        if let Some(verdict) = self.known.get(&index).and_then(|known| known.verdict) {
            return Ok(verdict);
        }
        let label = format!("confirming {} = {}", self.options.path, self.options.values[index]);
        (self.progress)(&label);
        let (first, budget) = (self.options.replications, self.options.budget.max(1));
        let looks = looks(first, budget);
        let confidence = 1.0 - (1.0 - self.options.confidence) / (MOST_TESTED * looks) as f64;
        let (mut fresh, mut wanted) = (Vec::new(), first.min(budget));
        let verdict = loop {
            let have = fresh.len() as u32;
            fresh.extend(self.values(index, first + have + 1, wanted - have)?);
            let verdict = self.goal.judge(&fresh, confidence);
            if verdict != Verdict::Undecided || wanted == budget {
                break verdict;
            }
            wanted = wanted.saturating_mul(2).min(budget);
        };
        let known = self.known.entry(index).or_default();
        (known.fresh, known.verdict) = (fresh, Some(verdict));
        Ok(verdict)
    }

    /// Confirms what was found and its harder neighbour, and moves on where fresh replications say otherwise.
    fn settle(&mut self, found: &mut usize, far: usize) -> Result<Answer> {
        loop {
            let tested = self.known.values().filter(|known| known.verdict.is_some()).count();
            if tested >= MOST_TESTED {
                break;
            }
            match self.confirm(*found)? {
                Verdict::Certified if *found == 0 => break,
                Verdict::Certified => {
                    self.looks_met(*found - 1)?;
                    if tested + 1 >= MOST_TESTED || self.confirm(*found - 1)? != Verdict::Certified {
                        break;
                    }
                    *found -= 1;
                }
                Verdict::Refuted if *found < far => *found += 1,
                Verdict::Refuted | Verdict::Undecided => break,
            }
        }
        let certified = self.known.get(found).and_then(|known| known.verdict) == Some(Verdict::Certified);
        Ok(if certified { Answer::Certified } else { Answer::Undecided })
    }

    fn bottlenecks(&self, index: usize) -> Result<Vec<NextBottleneck>> {
        let count = self.options.replications.min(BOTTLENECK_REPLICATIONS);
        let mut plan = study_plan(self.options.seed, 1, count, self.options.threads);
        plan.causes = true;
        let mut sums = [0_i64; Category::COUNT];
        self.point(index)?.run(&plan, |record| {
            for category in Category::ALL {
                sums[category as usize] += record.blame_ms(category).map_or(0, |(chain, _)| chain);
            }
            Next::More
        })?;
        let mut causes: Vec<(Category, i64)> =
            Category::ALL.into_iter().map(|category| (category, sums[category as usize])).collect();
        causes.retain(|(_, sum)| *sum > 0);
        causes.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
        let bottleneck = |(category, sum): (Category, i64)| NextBottleneck {
            cause: category.id().to_owned(),
            label: category.label().to_owned(),
            chain_h: hours(sum) / f64::from(count),
        };
        Ok(causes.into_iter().take(3).map(bottleneck).collect())
    }

    fn result(self, answer: Answer, found: Option<usize>, next: Vec<NextBottleneck>) -> Size {
        let value = |index: usize| self.options.values[index].clone();
        let finite = |estimate: Option<f64>| estimate.filter(|estimate| estimate.is_finite());
        let tried = self.known.iter().map(|(index, known)| Tried {
            value: value(*index),
            estimate: finite(known.searched.as_ref().and_then(|values| self.goal.estimate(values))),
            looks_met: known.searched.as_ref().map(|values| self.goal.looks_met(values)),
            confirmed_with: known.fresh.len() as u32,
            confirmed_estimate: finite(self.goal.estimate(&known.fresh)),
            verdict: known.verdict,
        });
        let tried: Vec<Tried> = tried.collect();
        let searched: Vec<(usize, &Vec<f64>)> =
            self.known.iter().filter_map(|(index, known)| Some((*index, known.searched.as_ref()?))).collect();
        let violations = searched.windows(2).filter_map(|pair| {
            let later = pair[0].1.iter().zip(pair[1].1).filter(|(harder, easier)| easier > harder).count();
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
            answer,
            value: found.map(value),
            beside: beside.map(value),
            beside_verdict: beside.and_then(|beside| self.known.get(&beside)?.verdict),
            confidence: self.options.confidence,
            seed: self.options.seed,
            replications: self.options.replications,
            budget: self.options.budget,
            uncertain: self.options.uncertain,
            violations: violations.collect(),
            tried,
            next_bottlenecks: next,
        }
    }
}

/// The index half-way between the last that misses and the first that meets; `None` when they are neighbours.
fn between(misses: Option<usize>, meets: usize) -> Option<usize> {
    let first = misses.map_or(0, |index| index + 1);
    (first < meets).then(|| first + (meets - first) / 2)
}

/// Looks that doubling from `first` takes to reach `budget`.
fn looks(first: u32, budget: u32) -> usize {
    let mut looks = 1;
    let mut wanted = first.min(budget).max(1);
    while wanted < budget {
        wanted = wanted.saturating_mul(2).min(budget);
        looks += 1;
    }
    looks
}
