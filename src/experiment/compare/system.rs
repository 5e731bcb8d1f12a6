//! One side of a comparison and what its replications gave.

use serde_json::Value;

use super::super::record::Record;
use super::super::runner::Plan;
use super::super::study::{StudyError, key};
use super::super::uncertainty::{Drawable, Point};
use super::CompareOptions;
use super::changes::changes;
use crate::kernel::{Time, hours};
use crate::model::{Category, World, compile};
use crate::scenario::Loaded;

/// One system: a scenario as it is run, and what its replications gave.
#[derive(Debug)]
pub struct System {
    /// Its name in tables.
    pub name: String,
    /// The resolved scenario.
    pub resolved: Value,
    /// Its hash.
    pub hash: String,
    simulated: Point,
    closure_h: Vec<f64>,
    contingents_h: Vec<Vec<f64>>,
    chain_ms: Vec<[i64; Category::COUNT]>,
}

/// What is kept of a replication: closure of the force and of its contingents, and the chain by category [ms].
type Kept = (Option<i64>, Vec<Option<i64>>, Vec<i64>);

impl System {
    /// A system without replications.
    fn new(name: String, resolved: Value, hash: String, simulated: Point) -> Self {
        let contingents_h = vec![Vec::new(); simulated.world().contingents.len()];
        Self { name, resolved, hash, simulated, closure_h: Vec::new(), contingents_h, chain_ms: Vec::new() }
    }

    /// The systems of scenarios by name. With `uncertain`, the ranges that all share are drawn; paths at which the scenarios
    /// differ are not.
    ///
    /// # Errors
    /// Ranges that the checks refuse, or none that could be drawn; a scenario that cannot be compiled.
    pub fn all(named: &[(&str, &Loaded)], uncertain: bool) -> Result<Vec<Self>, StudyError> {
        let fixed = if uncertain { differing(named) } else { Vec::new() };
        let (mut systems, mut drawn) = (Vec::new(), 0);
        for (name, loaded) in named {
            let drawable = uncertain.then(|| Drawable::new(loaded).without(&fixed));
            let drawable = drawable.filter(|drawable| !drawable.assumptions().is_empty());
            if let Some(drawable) = &drawable {
                drawable.check()?;
                drawn += 1;
            }
            let point = Point::of(compile(&loaded.scenario)?, drawable);
            systems.push(Self::new((*name).to_owned(), loaded.resolved.clone(), loaded.hash(), point));
        }
        if uncertain && drawn == 0 {
            return Err(StudyError::no_answer(
                "there is nothing to draw: what has a range is what is compared",
            )
            .help("leave out --uncertain, or give other assumptions a range in `evidence`"));
        }
        Ok(systems)
    }

    /// The world that is simulated.
    pub fn world(&self) -> &World {
        self.simulated.world()
    }

    /// Closure by replication [h]; infinite where it did not close.
    pub fn closure_h(&self) -> &[f64] {
        &self.closure_h
    }

    /// Closure of a contingent by replication [h], by its id; infinite where it did not close.
    pub(super) fn contingent_h(&self, id: &str) -> Option<&[f64]> {
        let index = self.world().contingents.iter().position(|contingent| contingent.id == id)?;
        self.contingents_h.get(index).map(Vec::as_slice)
    }

    /// Chain time of a category over the first replications [ms].
    pub fn chain_ms(&self, category: Category, replications: usize) -> i128 {
        self.chain_ms.iter().take(replications).map(|chain| i128::from(chain[category as usize])).sum()
    }

    /// Adds the replications that are missing up to this number: read where they are kept, else run; `each` hears of
    /// every one that is added.
    ///
    /// # Errors
    /// A drawn scenario that cannot be simulated, an interruption, or a file that cannot be written.
    pub(super) fn extend(
        &mut self,
        replications: u32,
        options: &CompareOptions<'_>,
        each: &mut dyn FnMut(),
    ) -> Result<(), StudyError> {
        let made = self.closure_h.len() as u32;
        if replications <= made {
            return Ok(());
        }
        let plan = Plan {
            first: made + 1,
            threads: options.study.threads,
            ..Plan::new(options.study.seed, replications - made)
        };
        let key = self.key();
        let mut run = 0;
        let of = |record: &Record| {
            run += 1;
            each();
            let chain = record.blame.as_ref().map_or([0; Category::COUNT], |blame| blame.chain_ms);
            (record.deployment.closure_ms, record.deployment.contingents_ms.clone(), chain.to_vec())
        };
        let simulated = &self.simulated;
        let added: Vec<Kept> = options.study.keeper.replications(&key, &plan, || Ok(simulated), of)?;
        (run..plan.count).for_each(|_| each());
        let finite = |ms: Option<i64>| ms.map_or(f64::INFINITY, hours);
        for (closure_ms, contingents, chain) in added {
            self.closure_h.push(finite(closure_ms));
            for (column, ms) in self.contingents_h.iter_mut().zip(contingents) {
                column.push(finite(ms));
            }
            let mut chain_ms = [0; Category::COUNT];
            chain_ms.iter_mut().zip(chain).for_each(|(place, ms)| *place = ms);
            self.chain_ms.push(chain_ms);
        }
        Ok(())
    }

    /// The key of its kept replications, but for seed and numbers.
    fn key(&self) -> String {
        key("chains", &self.hash, self.simulated.drawn())
    }

    pub(super) fn not_closed(&self, replications: usize) -> usize {
        self.closure_h[..replications].iter().filter(|h| h.is_infinite()).count()
    }

    pub(super) fn deadline(&self) -> Option<Time> {
        self.world().deadline
    }

    /// 1 for each replication in time, 0 for each that is late or did not close.
    pub(super) fn in_time(&self, replications: usize) -> Option<Vec<f64>> {
        let deadline_h = self.deadline()?.as_h();
        let each = self.closure_h[..replications].iter();
        Some(each.map(|h| if *h <= deadline_h { 1.0 } else { 0.0 }).collect())
    }
}

/// Paths at which scenarios differ from the first.
fn differing(named: &[(&str, &Loaded)]) -> Vec<String> {
    let Some(((_, baseline), alternatives)) = named.split_first() else { return Vec::new() };
    let found = alternatives.iter().flat_map(|(_, other)| changes(&baseline.resolved, &other.resolved));
    let mut paths: Vec<String> = found.map(|change| change.path).collect();
    paths.sort();
    paths.dedup();
    paths
}
