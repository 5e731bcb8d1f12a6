//! Looking at a mix: its replications, read where they are kept, and what they say of the goals.

use std::collections::BTreeMap;

use super::super::Record;
use super::super::goal::{Aim, Goal};
use super::super::statistics::Summary;
use super::super::statistics::proportion::Verdict;
use super::super::study::{StudyOptions, key};
use super::super::study_error::StudyError;
use super::super::uncertainty::{Drawable, Point};
use super::grid::{Grid, Place};
use super::price::Price;
use super::search::{Seen, Sight};
use super::{MixOptions, Result};
use crate::kernel::hours;

/// Replications of the first look at a mix: if they refute a goal, the search makes no more there.
pub(super) const FIRST_LOOK: u32 = 40;
/// Confidence with which the first look refutes. It bears no verdict, only the order of work.
const SURELY: f64 = 0.9999;

/// What replications of a mix give, each in the order of replications.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    /// What each goal looks at.
    pub(super) goals: Vec<Vec<f64>>,
    /// Closure of the force [h]; infinite where it did not close.
    pub(super) closure_h: Vec<f64>,
    /// Cost by the prices of the scenario; infinite where it did not close.
    pub(super) cost: Vec<f64>,
}

impl Values {
    fn none(goals: usize) -> Self {
        Self { goals: vec![Vec::new(); goals], ..Self::default() }
    }

    fn add(&mut self, row: &[Option<f64>]) {
        let lists = self.goals.iter_mut().chain([&mut self.closure_h, &mut self.cost]);
        for (list, value) in lists.zip(row) {
            list.push(value.unwrap_or(f64::INFINITY));
        }
    }

    /// The number of replications.
    pub(super) fn count(&self) -> usize {
        self.closure_h.len()
    }
}

/// What is known of a mix.
#[derive(Debug)]
pub(super) struct Known {
    /// Each goal there: what is varied may move the deadline.
    pub(super) aims: Vec<Aim>,
    /// The replications of the search.
    pub(super) searched: Values,
    /// Fresh replications.
    pub(super) fresh: Values,
    /// What the fresh ones say of each goal; none where there are none.
    pub(super) verdicts: Option<Vec<Verdict>>,
}

impl Known {
    /// What the fresh replications say of all goals together.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        let verdicts = self.verdicts.as_ref()?;
        Some(if verdicts.contains(&Verdict::Refuted) {
            Verdict::Refuted
        } else if verdicts.contains(&Verdict::Undecided) {
            Verdict::Undecided
        } else {
            Verdict::Certified
        })
    }

    /// Which goals look met in the replications of the search.
    pub(super) fn look_met(&self) -> Vec<bool> {
        self.aims.iter().zip(&self.searched.goals).map(|(aim, values)| aim.looks_met(values)).collect()
    }
}

/// All mixes that were looked at, and how to look at more.
pub(super) struct Looks<'a> {
    pub(super) base: &'a Drawable,
    pub(super) grid: &'a Grid,
    pub(super) goals: &'a [Goal],
    pub(super) options: &'a MixOptions<'a>,
    pub(super) price: &'a Price,
    pub(super) known: BTreeMap<Place, Known>,
    pub(super) progress: &'a mut dyn FnMut(&str),
}

impl Sight for Looks<'_> {
    /// Looks at a mix in the replications of the search.
    fn look(&mut self, place: &[usize]) -> Result<Seen> {
        if !self.known.contains_key(place) {
            let known = self.unseen(place)?;
            let words = self.words(place);
            (self.progress)(&format!("searching at {words}"));
            self.known.insert(place.to_vec(), known);
            let all = self.options.study.replications;
            self.search(place, FIRST_LOOK.min(all))?;
            let known = &self.known[place];
            let mut judged = known.aims.iter().zip(&known.searched.goals);
            if !judged.any(|(aim, values)| aim.judge(values, SURELY) == Verdict::Refuted) {
                self.search(place, all)?;
            }
        }
        Ok(self.seen(place))
    }
}

impl Looks<'_> {
    /// What a mix shows that was looked at.
    fn seen(&self, place: &[usize]) -> Seen {
        let known = &self.known[place];
        let met = known.look_met();
        let each = known.aims.iter().zip(&known.searched.goals);
        let short: Vec<f64> = each.map(|(aim, values)| aim.short(values)).collect();
        let for_time = short.iter().zip(self.goals).filter(|(_, goal)| goal.is_in_hours());
        Seen {
            met: !met.contains(&false),
            late: for_time.map(|(short, _)| short).sum(),
            short: short.iter().sum(),
            cost: self.cost(place),
        }
    }

    /// What a mix costs: known beforehand, or the mean over the replications of the search; infinite where there is none.
    pub(super) fn cost(&self, place: &[usize]) -> f64 {
        let mean = || {
            let costs = &self.known.get(place)?.searched.cost;
            Summary::of(costs).map(|summary| summary.mean).filter(|mean| mean.is_finite())
        };
        self.price.known(place).or_else(mean).unwrap_or(f64::INFINITY)
    }

    /// Makes the replications of the search up to this number.
    pub(super) fn search(&mut self, place: &[usize], up_to: u32) -> Result<()> {
        let have = self.known[place].searched.count() as u32;
        let rows = self.rows(place, have + 1, up_to.saturating_sub(have))?;
        if let Some(known) = self.known.get_mut(place) {
            for row in &rows {
                known.searched.add(row);
            }
        }
        Ok(())
    }

    /// Judges fresh replications, doubling their number until they decide or the budget is used up.
    pub(super) fn confirm(&mut self, place: &[usize], confidence: f64) -> Result<Verdict> {
        if let Some(verdict) = self.known[place].verdict() {
            return Ok(verdict);
        }
        let words = self.words(place);
        (self.progress)(&format!("confirming {words}"));
        let (first, budget) = (self.options.study.replications, self.options.budget.max(1));
        let (mut fresh, mut wanted) = (Values::none(self.goals.len()), first.min(budget));
        loop {
            let have = fresh.count() as u32;
            self.rows(place, first + have + 1, wanted - have)?.iter().for_each(|row| fresh.add(row));
            let aims = self.known[place].aims.iter().zip(&fresh.goals);
            let verdicts: Vec<Verdict> = aims.map(|(aim, values)| aim.judge(values, confidence)).collect();
            let told = verdicts.contains(&Verdict::Refuted) || !verdicts.contains(&Verdict::Undecided);
            if told || wanted == budget {
                let Some(known) = self.known.get_mut(place) else { return Ok(Verdict::Undecided) };
                (known.fresh, known.verdicts) = (fresh, Some(verdicts));
                return Ok(known.verdict().unwrap_or(Verdict::Undecided));
            }
            wanted = wanted.saturating_mul(2).min(budget);
        }
    }

    /// A mix before its first replication: what the goals mean there.
    fn unseen(&self, place: &[usize]) -> Result<Known> {
        let world = self.base.with(&self.grid.changes(place))?.world()?;
        let aims = self.goals.iter().map(|goal| {
            let aim = goal.aim(&world);
            aim.map_err(|reason| StudyError::no_answer(format!("with {}: {reason}", self.words(place))))
        });
        let aims: Vec<Aim> = aims.collect::<Result<_>>()?;
        let none = || Values::none(self.goals.len());
        Ok(Known { aims, searched: none(), fresh: none(), verdicts: None })
    }

    /// Replications of a mix: what each goal looks at, closure and cost, none where it did not close.
    fn rows(&self, place: &[usize], first: u32, count: u32) -> Result<Vec<Vec<Option<f64>>>> {
        let StudyOptions { uncertain, keeper, .. } = self.options.study;
        let changes = self.grid.changes(place);
        let each: Vec<String> = changes.iter().map(|(path, value)| format!("{path}={value}")).collect();
        let whose: Vec<String> = self.goals.iter().map(Goal::whose).collect();
        let what = format!("mix for {}", whose.join(", "));
        let key = format!("{}: {}", key(&what, &self.base.fingerprint(uncertain), uncertain), each.join(" "));
        let aims = &self.known[place].aims;
        let of = |record: &Record| -> Vec<Option<f64>> {
            let closed = record.deployment.closure_ms.is_some();
            let cost = record.cost().unwrap_or_default();
            let goals = aims.iter().map(|aim| Some(aim.value(record)).filter(|value| value.is_finite()));
            goals.chain([record.deployment.closure_ms.map(hours), closed.then_some(cost)]).collect()
        };
        let columns = self.goals.len() + 2;
        // What was kept may come from a stranger.
        let fits = |row: &Vec<Option<f64>>| row.len() == columns;
        let plan = self.options.study.plan(first, count);
        keeper.replications_that(fits, &key, &plan, || Point::new(self.base, &changes, uncertain), of)
    }

    /// A mix in words: `` `fleets.a.count = 4`, `fleets.b.count = 2` ``.
    pub(super) fn words(&self, place: &[usize]) -> String {
        let changes = self.grid.changes(place);
        let each: Vec<String> = changes.iter().map(|(path, value)| format!("`{path} = {value}`")).collect();
        each.join(", ")
    }
}
