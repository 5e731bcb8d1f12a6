//! Tallies over replications: closures taken apart, and times of what does not end in every one.

use serde::{Deserialize, Serialize};

use super::append::{Append, add_each, append_each};
use super::statistics::Moments;
use super::written;
use crate::kernel::hours;
use crate::model::{Blame, Category, World};

/// Closures taken apart, added up: by category, and by what was on the chain.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BlameSums {
    /// Replications in it.
    pub count: u32,
    /// Chain by category [ms].
    #[serde(with = "written")]
    pub chain_ms: [i128; Category::COUNT],
    /// Diary by category [ms].
    #[serde(with = "written")]
    pub diary_ms: [i128; Category::COUNT],
    /// Moments of chain hours by category [h].
    pub chain_h: Vec<Moments>,
    /// Moments of diary hours by category [h].
    pub diary_h: Vec<Moments>,
    /// Replications with the category on the chain.
    #[serde(with = "written")]
    pub on_chain: [u32; Category::COUNT],
    /// Replications with a contingent on the chain.
    pub contingents: Vec<u32>,
    /// Replications with a unit on the chain.
    pub units: Vec<u32>,
    /// Replications with a fleet on the chain.
    pub fleets: Vec<u32>,
    /// Replications with a terminal on the chain.
    pub terminals: Vec<u32>,
}

impl BlameSums {
    pub(super) fn new(world: &World) -> Self {
        Self {
            count: 0,
            chain_ms: [0; Category::COUNT],
            diary_ms: [0; Category::COUNT],
            chain_h: vec![Moments::default(); Category::COUNT],
            diary_h: vec![Moments::default(); Category::COUNT],
            on_chain: [0; Category::COUNT],
            contingents: vec![0; world.contingents.len()],
            units: vec![0; world.units.len()],
            fleets: vec![0; world.fleets.len()],
            terminals: vec![0; world.terminals.len()],
        }
    }

    /// How many entries its lists have.
    pub(super) fn shape(&self) -> [usize; 6] {
        let resources = [&self.contingents, &self.units, &self.fleets, &self.terminals].map(Vec::len);
        let [contingents, units, fleets, terminals] = resources;
        [self.chain_h.len(), self.diary_h.len(), contingents, units, fleets, terminals]
    }

    pub(super) fn add(&mut self, blame: &Blame) {
        self.count += 1;
        for category in 0..Category::COUNT {
            let (chain, diary) = (blame.chain_ms[category], blame.diary_ms[category]);
            self.chain_ms[category] += i128::from(chain);
            self.diary_ms[category] += i128::from(diary);
            self.chain_h[category].push(hours(chain));
            self.diary_h[category].push(hours(diary));
            self.on_chain[category] += u32::from(chain > 0);
        }
        let on = &blame.on_chain;
        for (sums, flags) in [
            (&mut self.contingents, &*on.contingents),
            (&mut self.units, &*on.units),
            (&mut self.fleets, &*on.fleets),
            (&mut self.terminals, &*on.terminals),
        ] {
            for (sum, flag) in sums.iter_mut().zip(flags) {
                *sum += u32::from(*flag);
            }
        }
    }
}

impl Append for BlameSums {
    fn append(&mut self, later: Self) {
        self.count = self.count.saturating_add(later.count);
        for (own, later) in [(&mut self.chain_ms, later.chain_ms), (&mut self.diary_ms, later.diary_ms)] {
            own.iter_mut().zip(later).for_each(|(own, later)| *own = own.saturating_add(later));
        }
        append_each(&mut self.chain_h, later.chain_h);
        append_each(&mut self.diary_h, later.diary_h);
        add_each(&mut self.on_chain, &later.on_chain);
        add_each(&mut self.contingents, &later.contingents);
        add_each(&mut self.units, &later.units);
        add_each(&mut self.fleets, &later.fleets);
        add_each(&mut self.terminals, &later.terminals);
    }
}

/// Times of something that may end in some replications only.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ends {
    /// Moments of the times [h].
    pub hours: Moments,
    /// Replications in which it did not end.
    pub open: u32,
}

impl Ends {
    pub(super) fn push(&mut self, at_ms: Option<i64>) {
        match at_ms {
            Some(at) => self.hours.push(hours(at)),
            None => self.open += 1,
        }
    }
}

impl Append for Ends {
    fn append(&mut self, later: Self) {
        Append::append(&mut self.hours, later.hours);
        self.open = self.open.saturating_add(later.open);
    }
}
