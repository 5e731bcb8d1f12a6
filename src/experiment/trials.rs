//! Trials of one more of each capacity under the same draws.

use crate::kernel::{Id, hours};
use crate::model::world::UNLIMITED;
use crate::model::{Facility, World, compile};
use crate::scenario::Loaded;

use super::improve::{CapacityGain, Proposal, proposals};
use super::record::Record;
use super::runner::{Next, Plan, run, run_some};
use super::sample::Sample;
use super::study_error::StudyError;
use super::uncertainty::changed;

/// Trials of one more of each capacity, re-run under the same draws, one at a time.
#[derive(Debug)]
pub struct Trials {
    loaded: Loaded,
    sample: Sample,
    /// The replications without any proposal.
    without: Baseline,
    left: std::vec::IntoIter<Proposal>,
    gains: Vec<CapacityGain>,
}

impl Trials {
    /// All proposals, none of them tried, beside the replications `without` them; `None` where one of these did not close,
    /// since there is no mean then.
    pub fn new(loaded: &Loaded, without: Baseline, sample: Sample) -> Option<Self> {
        let closes = without.closures_h.iter().all(|h| h.is_finite());
        let left = proposals(&loaded.scenario).into_iter();
        closes.then(|| Self { loaded: loaded.clone(), sample, without, left, gains: Vec::new() })
    }

    /// Tries the next proposal; false when all are tried. Replications in which the capacity was never short are those without
    /// the proposal, and are not made again.
    ///
    /// # Errors
    /// A proposal that the checks refuse.
    pub fn try_next(&mut self) -> Result<bool, StudyError> {
        let Some(proposal) = self.left.next() else { return Ok(false) };
        let Sample { seed, threads, .. } = self.sample;
        let without = &self.without.closures_h;
        let mut with = without.clone();
        let short = self.without.short(&proposal.path);
        if !short.is_empty() {
            let changed = changed(&self.loaded, &[(proposal.path.clone(), proposal.value.into())])?;
            let made = some_closures(&compile(&changed.scenario)?, seed, &short, threads);
            for (number, closure_h) in short.into_iter().zip(made) {
                with[number as usize - 1] = closure_h;
            }
        }
        self.gains.push(CapacityGain::of(proposal, &with, without));
        Ok(true)
    }

    /// How many are tried, and of how many.
    pub fn progress(&self) -> (usize, usize) {
        (self.gains.len(), self.gains.len() + self.left.len())
    }

    /// What those that are tried save, the largest gain first.
    pub fn gains(&self) -> Vec<CapacityGain> {
        let mut gains = self.gains.clone();
        gains.sort_by(|a, b| {
            b.saved_h.total_cmp(&a.saved_h).then_with(|| a.proposal.path.cmp(&b.proposal.path))
        });
        gains
    }
}

/// Closures of the force in replications 1 to `replications` [h]; infinite where it does not close.
pub fn closures(world: &World, seed: u64, replications: u32, threads: usize) -> Vec<f64> {
    Baseline::of(world, Sample { seed, replications, threads }).closures_h
}

/// Replications of a scenario as it stands, and where one more of a facility could change them.
#[derive(Debug, Clone)]
pub struct Baseline {
    /// Closures of the force [h]; infinite where it does not close.
    pub closures_h: Vec<f64>,
    /// Facilities with a limit, and whether they were short, by replication.
    facilities: Vec<(LimitedFacility, Vec<bool>)>,
}

/// A facility of which there are so many and no more.
#[derive(Debug, Clone)]
struct LimitedFacility {
    /// The path of the limit in a scenario.
    path: String,
    /// Where it stands among the facilities of a record.
    index: usize,
    /// Use from which on more of it might be noticed by who looks whether there is room, and does not wait.
    ample: u32,
}

impl Baseline {
    /// Makes the replications of a sample.
    pub fn of(world: &World, sample: Sample) -> Self {
        let mut made = Self::none(world);
        made.go_on(world, sample);
        made
    }

    /// No replications yet.
    pub(super) fn none(world: &World) -> Self {
        let facilities = limited(world).map(|facility| (facility, Vec::new())).collect();
        Self { closures_h: Vec::new(), facilities }
    }

    /// Makes those replications of a sample that are not there.
    pub(super) fn go_on(&mut self, world: &World, sample: Sample) {
        let made = self.closures_h.len() as u32;
        let plan = Plan { first: made + 1, count: sample.replications.saturating_sub(made), ..sample.plan() };
        run(world, &plan, |record| {
            self.add(&record);
            Next::More
        });
    }

    /// Adds the next replication, as far as its closure.
    pub(super) fn add(&mut self, record: &Record) {
        self.closures_h.push(closure_h(record));
        for (facility, short) in &mut self.facilities {
            short.push(facility.is_short(record));
        }
    }

    /// The first replications alone.
    #[must_use]
    pub fn first(mut self, replications: u32) -> Self {
        self.closures_h.truncate(replications as usize);
        self
    }

    /// The replications, from 1, that more of the capacity at a path could change: where somebody might have had to wait for it.
    fn short(&self, path: &str) -> Vec<u32> {
        let facility = self.facilities.iter().find(|(facility, _)| facility.path == path);
        let is_short = |number: &u32| facility.is_none_or(|(_, short)| short[*number as usize - 1]);
        (1..=self.closures_h.len() as u32).filter(is_short).collect()
    }
}

fn closure_h(record: &Record) -> f64 {
    record.deployment.closure_ms.map_or(f64::INFINITY, hours)
}

fn limited(world: &World) -> impl Iterator<Item = LimitedFacility> {
    let largest = world.carrier_types.iter().map(|one| one.stand_size).max().unwrap_or(1).max(1);
    world.terminals.with_ids().flat_map(move |(id, terminal)| {
        let limited = move |(_, facility): &(usize, Facility)| terminal.capacity(*facility) != UNLIMITED;
        Facility::ALL.into_iter().enumerate().filter(limited).map(move |(number, facility)| {
            // Room on stands is looked at beforehand; whoever finds no other facility free waits for it.
            let looked_for = if facility == Facility::Stands { largest } else { 0 };
            LimitedFacility {
                path: format!("places.{}.terminal.{}", world.places[terminal.place].id, facility.path()),
                index: id.index() * Facility::ALL.len() + number,
                ample: terminal.capacity(facility).saturating_sub(looked_for),
            }
        })
    })
}

impl LimitedFacility {
    /// Whether somebody waited for it up to closure, or might have been told that there was no room.
    fn is_short(&self, record: &Record) -> bool {
        let used = record.facilities[self.index];
        let counted_to_closure = record.deployment.closure_ms == Some(record.end_ms);
        !counted_to_closure || used.queued_ms > 0 || used.peak > self.ample
    }
}

/// Closures of the force in some replications [h]; infinite where it does not close.
fn some_closures(world: &World, seed: u64, numbers: &[u32], threads: usize) -> Vec<f64> {
    let mut closures = Vec::with_capacity(numbers.len());
    run_some(world, (seed, threads), numbers, |record| closures.push(closure_h(&record)));
    closures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_str;

    /// Facilities of which one more changes nothing in a replication by [`Baseline::short`] give the very closure.
    #[test]
    fn where_a_facility_is_never_short_one_more_changes_nothing() {
        let (mut kept, mut made_again) = (0, 0);
        for (name, text) in [
            ("kazakhstan", include_str!("../../scenarios/kazakhstan-2022.json")),
            ("battlegroup", include_str!("../../scenarios/eu-battlegroup.json")),
            ("relief", include_str!("../../scenarios/relief-airfield.json")),
            ("aid", include_str!("../../scenarios/material-aid.json")),
            ("depot", include_str!("../../scenarios/checks/depot.json")),
        ] {
            let loaded = load_str(name, text, &[]).expect("a scenario");
            let replications = 3;
            let world = compile(&loaded.scenario).expect("a world");
            let without = Baseline::of(&world, Sample { seed: 3, replications, threads: 1 });
            for proposal in proposals(&loaded.scenario) {
                let short = without.short(&proposal.path);
                let change = (proposal.path.clone(), proposal.value.into());
                let with =
                    compile(&changed(&loaded, &[change]).expect("one more").scenario).expect("a world");
                let with = closures(&with, 3, replications, 1);
                for (index, closure_h) in with.iter().enumerate() {
                    if short.contains(&(index as u32 + 1)) {
                        made_again += 1;
                    } else {
                        kept += 1;
                        assert_eq!(
                            closure_h.to_bits(),
                            without.closures_h[index].to_bits(),
                            "{name}: {} of {}",
                            proposal.path,
                            index + 1
                        );
                    }
                }
            }
        }
        assert!(kept > 80 && made_again > 80, "{kept} kept, {made_again} made again");
    }
}
