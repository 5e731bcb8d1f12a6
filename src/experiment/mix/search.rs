//! The search: which mixes are looked at, in which order. It knows nothing of simulation, so that it can be tried on any
//! function of a grid.
//!
//! Where costs are known beforehand and the grid can be listed, the search halves what is left: of the mixes that are
//! cheaper than the cheapest that meets, and are not below one that misses, it looks at the one that parts them most
//! evenly. With one factor that is bisection. Else it descends: a line search along the steepest fall of cost by doubled
//! steps, then the whole neighbourhood, until no neighbour is better, from several starts of a coarse grid (after R-SPLINE:
//! Wang, Pasupathy and Schmeiser 2013, *ACM TOMACS* 23, 17, and its form with constraints: Nagaraj and Pasupathy).
//!
//! A mix that misses a goal for time is expected to speak for all mixes below it: those with no more of what helps, no less
//! of what hinders, and as much of what does both. Which way each factor works is seen at the corners. A mix speaks for none
//! where one below it is seen to meet.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Result;
use super::grid::{Grid, Place};
use super::price::Price;

/// Mixes that are weighed for the next look, spread over those that are left.
const PROBES: usize = 24;
/// Starts of descents.
const STARTS: usize = 8;
/// Share of the looks that the coarse grid may take: one in so many.
const COARSE: usize = 4;

/// What a mix shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seen {
    /// Whether it looks as if it met all goals.
    pub(super) met: bool,
    /// How far it is from its goals for time, all together; 0 where it meets these.
    pub(super) late: f64,
    /// How far it is from its goals, all together; 0 where it meets them.
    pub(super) short: f64,
    /// What it costs; infinite where there is no mean.
    pub(super) cost: f64,
}

impl Seen {
    /// Whether it misses a goal for time, which one way of each factor is expected to help meet.
    pub(super) fn bars(&self) -> bool {
        !self.met && self.late > 0.0
    }

    /// Whether it is better: it meets, and is cheaper; or it is nearer to the goals.
    fn beats(&self, other: &Self) -> bool {
        match (self.met, other.met) {
            (true, true) => self.cost < other.cost,
            (false, false) => (self.short, self.cost) < (other.short, other.cost),
            (met, _) => met,
        }
    }
}

/// What more of a factor does to goals for time, as the corners show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// It helps, or does nothing.
    Helps,
    /// It is in the way.
    Hinders,
    /// The one here and the other there.
    Both,
}

/// What looks at mixes.
pub(super) trait Sight {
    /// Looks at a mix.
    ///
    /// # Errors
    /// A mix that cannot be simulated, or an interruption.
    fn look(&mut self, place: &[usize]) -> Result<Seen>;
}

/// A search under way.
pub(super) struct Search<'a, S> {
    pub(super) grid: &'a Grid,
    pub(super) price: &'a Price,
    /// Mixes that may be looked at.
    pub(super) most: usize,
    /// What looks at mixes.
    pub(super) sight: S,
    /// What was looked at.
    pub(super) seen: BTreeMap<Place, Seen>,
    /// Mixes that miss and speak for all below them: none of them below another.
    walls: Vec<Place>,
    /// Which way each factor works.
    ways: Vec<Way>,
}

impl<'a, S: Sight> Search<'a, S> {
    /// A search that has looked at nothing.
    pub(super) fn new(grid: &'a Grid, price: &'a Price, most: usize, sight: S) -> Self {
        let ways = vec![Way::Helps; grid.factors.len()];
        Self { grid, price, most, sight, seen: BTreeMap::new(), walls: Vec::new(), ways }
    }

    /// Searches until nothing is left that may be cheaper, or nothing more may be looked at.
    pub(super) fn search(&mut self) -> Result<()> {
        for corner in self.grid.corners() {
            self.see(&corner)?;
        }
        self.ways = (0..self.grid.factors.len()).map(|factor| self.way(factor)).collect();
        self.raise_walls();
        match self.price {
            Price::Weighted { .. } if self.grid.is_listed() => self.halve(),
            _ => {
                self.descend_from_many()?;
                self.complete()
            }
        }
    }

    /// Which way a factor works: by pairs of corners that differ in nothing else.
    fn way(&self, factor: usize) -> Way {
        let far = self.grid.far();
        let corners = self.seen.iter().filter(|(place, _)| place[factor] == 0 && far[factor] > 0);
        let pairs = corners.filter_map(|(place, low)| {
            let mut other = place.clone();
            other[factor] = far[factor];
            self.seen.get(&other).map(|high| (low.late, high.late))
        });
        let (mut helps, mut hinders) = (false, false);
        for (low, high) in pairs {
            (helps, hinders) = (helps || high < low, hinders || high > low);
        }
        match (helps, hinders) {
            (true, true) => Way::Both,
            (false, true) => Way::Hinders,
            (_, false) => Way::Helps,
        }
    }

    /// Which way each factor works.
    pub(super) fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// Whether a mix lies below another, by the way that each factor works.
    pub(super) fn is_below(&self, place: &[usize], other: &[usize]) -> bool {
        self.ways.iter().zip(place.iter().zip(other)).all(|(way, (index, other))| match way {
            Way::Helps => index <= other,
            Way::Hinders => index >= other,
            Way::Both => index == other,
        })
    }

    /// The cheapest mix that looks as if it met all goals; the first of equals.
    pub(super) fn best(&self) -> Option<(&Place, &Seen)> {
        let meeting = self.seen.iter().filter(|(_, seen)| seen.met);
        meeting.min_by(|a, b| a.1.cost.total_cmp(&b.1.cost))
    }

    /// The mix that comes nearest to the goals.
    pub(super) fn nearest(&self) -> Option<&Place> {
        let found = self.seen.iter().reduce(|best, next| if next.1.beats(best.1) { next } else { best });
        found.map(|(place, _)| place)
    }

    /// Whether a mix lies below one that misses and speaks for it.
    pub(super) fn is_barred(&self, place: &[usize]) -> bool {
        self.walls.iter().any(|wall| self.is_below(place, wall))
    }

    /// Corrects what a mix showed: whether it meets all goals, and else whether it speaks for all below it.
    pub(super) fn correct(&mut self, place: &[usize], met: bool, bars: bool) {
        if let Some(seen) = self.seen.get_mut(place) {
            seen.met = met;
            seen.late = if bars { seen.late.max(f64::MIN_POSITIVE) } else { 0.0 };
        }
        self.raise_walls();
    }

    /// Mixes that miss and speak for all below them, none below another.
    pub(super) fn walls(&self) -> &[Place] {
        &self.walls
    }

    /// Looks at a mix, unless all looks are used up.
    pub(super) fn see(&mut self, place: &[usize]) -> Result<Option<Seen>> {
        if let Some(seen) = self.seen.get(place) {
            return Ok(Some(*seen));
        }
        if self.seen.len() >= self.most {
            return Ok(None);
        }
        let seen = self.sight.look(place)?;
        self.seen.insert(place.to_vec(), seen);
        self.raise_walls();
        Ok(Some(seen))
    }

    /// Finds the mixes that speak for those below them.
    fn raise_walls(&mut self) {
        let meets_below =
            |place: &Place| self.seen.iter().any(|(other, seen)| seen.met && self.is_below(other, place));
        let misses = self.seen.iter().filter(|(_, seen)| seen.bars()).map(|(place, _)| place);
        let reliable: Vec<&Place> = misses.filter(|place| !meets_below(place)).collect();
        let is_top =
            |place: &&&Place| !reliable.iter().any(|other| other != *place && self.is_below(place, other));
        self.walls = reliable.iter().filter(is_top).map(|place| (*place).clone()).collect();
    }

    /// Mixes that may meet at less than the cheapest that does; those whose cost is not known beforehand are among them.
    pub(super) fn left(&self) -> Vec<(Place, f64)> {
        let least = self.best().map_or(f64::INFINITY, |(_, seen)| seen.cost);
        let cost = |place: &Place| self.price.known(place).unwrap_or(f64::NEG_INFINITY);
        let all = self.grid.places().into_iter().map(|place| (cost(&place), place));
        let open = all.filter(|(cost, place)| {
            *cost < least && !self.seen.contains_key(place) && !self.is_barred(place)
        });
        open.map(|(cost, place)| (place, cost)).collect()
    }

    /// Looks at the mix that parts what is left most evenly, until nothing is left.
    fn halve(&mut self) -> Result<()> {
        loop {
            let left = self.left();
            let stride = left.len().div_ceil(PROBES).max(1);
            let probes = left.iter().skip(stride / 2).step_by(stride).chain(left.last());
            let worth = |(place, cost): &(Place, f64)| {
                let if_missed = left.iter().filter(|(other, _)| self.is_below(other, place)).count();
                let if_met = left.iter().filter(|(_, other)| other >= cost).count();
                if_missed.min(if_met)
            };
            // The first of equals.
            let mut chosen: Option<(usize, &Place)> = None;
            for probe in probes {
                let worth = worth(probe);
                if chosen.is_none_or(|(most, _)| worth > most) {
                    chosen = Some((worth, &probe.0));
                }
            }
            let Some((_, place)) = chosen else { return Ok(()) };
            if self.see(&place.clone())?.is_none() {
                return Ok(());
            }
        }
    }

    /// Descends from the best mixes of a coarse grid.
    fn descend_from_many(&mut self) -> Result<()> {
        for place in self.grid.coarse((self.most / COARSE).max(1)) {
            if !self.is_barred(&place) {
                self.see(&place)?;
            }
        }
        let mut starts: Vec<(Place, Seen)> =
            self.seen.iter().map(|(place, seen)| (place.clone(), *seen)).collect();
        let key = |seen: &Seen| (!seen.met, if seen.met { seen.cost } else { seen.short });
        starts.sort_by(|a, b| {
            let (a, b) = (key(&a.1), key(&b.1));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        for (start, seen) in starts.into_iter().take(STARTS) {
            self.descend(start, seen)?;
        }
        Ok(())
    }

    /// Goes downhill until no neighbour is better, or nothing more may be looked at.
    fn descend(&mut self, mut at: Place, mut here: Seen) -> Result<()> {
        loop {
            while let Some((place, seen)) = self.along_the_line(&at, here)? {
                (at, here) = (place, seen);
            }
            let mut best = None;
            for place in self.grid.neighbours(&at) {
                // A mix that is known to miss is no better than one that meets.
                if here.met && !self.seen.contains_key(&place) && self.is_barred(&place) {
                    continue;
                }
                let Some(seen) = self.see(&place)? else { return Ok(()) };
                if seen.beats(&best.as_ref().map_or(here, |(_, best)| *best)) {
                    best = Some((place, seen));
                }
            }
            let Some((place, seen)) = best else { return Ok(()) };
            (at, here) = (place, seen);
        }
    }

    /// The last better mix along the steepest fall, by doubled steps; none where the first step is no better.
    fn along_the_line(&mut self, at: &[usize], here: Seen) -> Result<Option<(Place, Seen)>> {
        let slopes = self.slopes(at, here)?;
        let steepest = slopes.iter().fold(0.0, |most: f64, slope| most.max(slope.abs()));
        if steepest <= 0.0 || !steepest.is_finite() {
            return Ok(None);
        }
        let far = self.grid.far();
        let (mut found, mut best, mut steps) = (None, here, 1.0);
        loop {
            let moved = |factor: usize| {
                let index = at[factor] as f64 - steps * slopes[factor] / steepest;
                libm::round(index.clamp(0.0, far[factor] as f64)) as usize
            };
            let place: Place = (0..at.len()).map(moved).collect();
            let last = found.as_ref().map_or(at, |(place, _): &(Place, Seen)| place);
            let barred = best.met && !self.seen.contains_key(&place) && self.is_barred(&place);
            if place == last || barred {
                return Ok(found);
            }
            match self.see(&place)? {
                Some(seen) if seen.beats(&best) => (found, best) = (Some((place, seen)), seen),
                _ => return Ok(found),
            }
            steps *= 2.0;
        }
    }

    /// The rise of what is to fall, by factor, from one step up or else down: of cost among mixes that meet, else of the
    /// distance from the goals.
    fn slopes(&mut self, at: &[usize], here: Seen) -> Result<Vec<f64>> {
        let height = |seen: &Seen| if here.met { seen.cost } else { seen.short };
        let mut slopes = Vec::with_capacity(at.len());
        for factor in 0..at.len() {
            let (mut up, mut down) = (at.to_vec(), at.to_vec());
            up[factor] += 1;
            let rises = up[factor] <= self.grid.far()[factor];
            let place = if rises {
                &up
            } else if at[factor] > 0 {
                down[factor] -= 1;
                &down
            } else {
                slopes.push(0.0);
                continue;
            };
            let Some(seen) = self.see(place)? else { return Ok(vec![0.0; at.len()]) };
            let rise = height(&seen) - height(&here);
            slopes.push(if rises { rise } else { -rise });
        }
        Ok(slopes)
    }

    /// Looks at all mixes that are left, the easiest first since they speak for others, if there are looks enough.
    fn complete(&mut self) -> Result<()> {
        let mut left = self.left();
        if left.len() + self.seen.len() > self.most {
            return Ok(());
        }
        let far = self.grid.far();
        let ease = |place: &Place| -> usize {
            let each = self.ways.iter().zip(place.iter().zip(&far));
            each.map(|(way, (index, last))| if *way == Way::Hinders { last - index } else { *index }).sum()
        };
        left.sort_by_key(|(place, _)| std::cmp::Reverse(ease(place)));
        for (place, _) in left {
            if !self.is_barred(&place) && self.see(&place)?.is_none() {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
