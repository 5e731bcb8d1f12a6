//! The grid of all mixes: its places, the order among them, and who is next to whom.

use serde_json::Value;

use super::super::factor::{Factor, each_once};
use super::super::uncertainty::Change;
use super::Result;

/// A mix by the index of each factor's value, in the order of the factors.
pub(super) type Place = Vec<usize>;

/// Grids of up to this many mixes are listed; of larger ones no mix is looked for that the search does not come by.
pub(super) const MOST_LISTED: u64 = 10_000;
/// Corners that are looked at, whatever the number of factors.
const MOST_CORNERS: u32 = 4;

/// All mixes of the factors' values.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) factors: Vec<Factor>,
}

impl Grid {
    /// The grid of some factors.
    ///
    /// # Errors
    /// A path that is varied twice.
    pub(super) fn new(factors: Vec<Factor>) -> Result<Self> {
        each_once(&factors)?;
        Ok(Self { factors })
    }

    /// The number of values of each factor.
    fn sizes(&self) -> impl Iterator<Item = usize> {
        self.factors.iter().map(|factor| factor.values.len())
    }

    /// The number of mixes; `u64::MAX` where there are more.
    pub(super) fn count(&self) -> u64 {
        self.sizes().fold(1, |product, size| product.saturating_mul(size as u64))
    }

    /// Whether all mixes can be listed.
    pub(super) fn is_listed(&self) -> bool {
        self.count() <= MOST_LISTED
    }

    /// All mixes, the last factor running fastest; none where there are too many.
    pub(super) fn places(&self) -> Vec<Place> {
        if !self.is_listed() {
            return Vec::new();
        }
        let levels: Vec<Vec<usize>> = self.sizes().map(|size| (0..size).collect()).collect();
        product(&levels)
    }

    /// The mix of all first values, which is expected to meet goals least.
    pub(super) fn near(&self) -> Place {
        vec![0; self.factors.len()]
    }

    /// The mix of all last values, which is expected to meet goals most easily.
    pub(super) fn far(&self) -> Place {
        self.sizes().map(|size| size - 1).collect()
    }

    /// The corners where it shows which way each factor works: all of them for a few factors, else the two ends, and each
    /// with one factor at its other end. The far end comes first.
    pub(super) fn corners(&self) -> Vec<Place> {
        let (near, far) = (self.near(), self.far());
        let mut corners = vec![far.clone(), near.clone()];
        if self.factors.len() as u32 <= MOST_CORNERS {
            let ends: Vec<Vec<usize>> = far.iter().map(|last| vec![0, *last]).collect();
            corners.extend(product(&ends));
        } else {
            let turned = |from: &Place, to: &Place, factor: usize| {
                let mut corner = from.clone();
                corner[factor] = to[factor];
                corner
            };
            corners.extend((0..far.len()).map(|factor| turned(&far, &near, factor)));
            corners.extend((0..far.len()).map(|factor| turned(&near, &far, factor)));
        }
        without_copies(corners)
    }

    /// The coarse grid of first, middle and last values if it has `most` mixes at the most; else the corners and the middle.
    pub(super) fn coarse(&self, most: usize) -> Vec<Place> {
        let levels: Vec<Vec<usize>> =
            self.sizes().map(|size| without_copies(vec![0, (size - 1) / 2, size - 1])).collect();
        let count = levels.iter().fold(1_usize, |product, level| product.saturating_mul(level.len()));
        let mut coarse = self.corners();
        if count <= most {
            coarse.extend(product(&levels));
        } else {
            coarse.push(self.sizes().map(|size| (size - 1) / 2).collect());
        }
        without_copies(coarse)
    }

    /// The mixes one step away in one factor.
    pub(super) fn steps(&self, at: &[usize]) -> Vec<Place> {
        let moved = |factor: usize, by: isize| self.moved(at, &[(factor, by)]);
        (0..at.len()).flat_map(|factor| [moved(factor, -1), moved(factor, 1)]).flatten().collect()
    }

    /// The neighbourhood: one step in one factor, or a step up in one for a step down in another.
    pub(super) fn neighbours(&self, at: &[usize]) -> Vec<Place> {
        let mut found = self.steps(at);
        for up in 0..at.len() {
            for down in (0..at.len()).filter(|down| *down != up) {
                found.extend(self.moved(at, &[(up, 1), (down, -1)]));
            }
        }
        found
    }

    /// A mix moved by steps; none outside the grid.
    fn moved(&self, at: &[usize], steps: &[(usize, isize)]) -> Option<Place> {
        let mut place = at.to_vec();
        for (factor, by) in steps {
            let index = place[*factor].checked_add_signed(*by)?;
            place[*factor] = Some(index).filter(|index| *index < self.factors[*factor].values.len())?;
        }
        Some(place)
    }

    /// The values of a mix.
    pub(super) fn values(&self, at: &[usize]) -> Vec<Value> {
        self.factors.iter().zip(at).map(|(factor, index)| factor.values[*index].clone()).collect()
    }

    /// The changes that make a mix of the scenario.
    pub(super) fn changes(&self, at: &[usize]) -> Vec<Change> {
        self.factors.iter().map(|factor| factor.path.clone()).zip(self.values(at)).collect()
    }
}

/// Every combination of these levels, the last running fastest.
fn product(levels: &[Vec<usize>]) -> Vec<Place> {
    levels.iter().fold(vec![Vec::new()], |places, levels| {
        places
            .iter()
            .flat_map(|place: &Place| {
                levels.iter().map(|level| place.iter().copied().chain([*level]).collect())
            })
            .collect()
    })
}

/// The items in their order, each once.
fn without_copies<T: PartialEq>(items: Vec<T>) -> Vec<T> {
    items.into_iter().fold(Vec::new(), |mut kept, item| {
        if !kept.contains(&item) {
            kept.push(item);
        }
        kept
    })
}
