//! People, vehicles and cargo in place over time: median and pointwise bands over replications.

use crate::kernel::{MS_PER_H, Time};
use crate::model::ids::ContingentId;
use crate::model::{Arrival, World};

use super::record::Arrivals;
use super::statistics::quantile;

/// The most points on a grid of time.
const MOST_POINTS: i64 = 400;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// People.
    People,
    /// Vehicles.
    Vehicles,
    /// Cargo [t].
    Cargo,
}

impl Counted {
    /// What comes with an arrival, in whole numbers: cargo in kilograms.
    pub fn of(self, arrival: &Arrival) -> u32 {
        match self {
            Self::People => arrival.people,
            Self::Vehicles => arrival.vehicles,
            Self::Cargo => arrival.cargo_kg,
        }
    }

    /// A sum of such numbers as it is counted: cargo in tonnes.
    pub fn unit(self, sum: u64) -> f64 {
        match self {
            Self::People | Self::Vehicles => sum as f64,
            Self::Cargo => sum as f64 / 1_000.0,
        }
    }
}

/// Quantiles of a count over replications, at each point of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    /// Median.
    pub p50: Vec<f64>,
    /// 25th percentile.
    pub p25: Vec<f64>,
    /// 75th percentile.
    pub p75: Vec<f64>,
    /// 5th percentile.
    pub p05: Vec<f64>,
    /// 95th percentile.
    pub p95: Vec<f64>,
}

/// A grid of whole hours (or half hours, or multiples) from 0 to a little after the last arrival.
pub fn grid(arrivals: &[Arrivals]) -> Vec<Time> {
    let last =
        arrivals.iter().filter_map(|list| list.last()).map(|arrival| arrival.at.as_ms()).max().unwrap_or(0);
    let half_hours = last / (MS_PER_H / 2) + 1;
    let step =
        if half_hours <= MOST_POINTS { MS_PER_H / 2 } else { MS_PER_H * (last / MS_PER_H / MOST_POINTS + 1) };
    (0..=last / step + 1).map(|k| Time::from_ms(k * step)).collect()
}

/// Bands of a count on a grid; of one contingent, or of the force.
pub fn bands(
    arrivals: &[Arrivals],
    grid: &[Time],
    counted: Counted,
    contingent: Option<ContingentId>,
) -> Bands {
    // One row of counts per replication, then quantiles by column.
    let rows: Vec<Vec<u64>> = arrivals.iter().map(|list| sums(list, grid, counted, contingent)).collect();
    let mut bands =
        Bands { p50: Vec::new(), p25: Vec::new(), p75: Vec::new(), p05: Vec::new(), p95: Vec::new() };
    let (mut column, mut sorted) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for point in 0..grid.len() {
        column.clear();
        column.extend(rows.iter().map(|row| row[point]));
        // Whole numbers, many of them equal, take fewer steps to sort.
        column.sort_unstable();
        sorted.clear();
        sorted.extend(column.iter().map(|sum| counted.unit(*sum)));
        let at = |p: f64| quantile::quantile_of_sorted(&sorted, p).unwrap_or(0.0);
        bands.p50.push(at(0.5));
        bands.p25.push(at(0.25));
        bands.p75.push(at(0.75));
        bands.p05.push(at(0.05));
        bands.p95.push(at(0.95));
    }
    bands
}

fn sums(list: &Arrivals, grid: &[Time], counted: Counted, contingent: Option<ContingentId>) -> Vec<u64> {
    let mut arrivals = list.iter().peekable();
    let mut sum = 0_u64;
    grid.iter()
        .map(|at| {
            while let Some(arrival) = arrivals.next_if(|arrival| arrival.at <= *at) {
                if contingent.is_none_or(|contingent| contingent == arrival.contingent) {
                    sum += u64::from(counted.of(arrival));
                }
            }
            sum
        })
        .collect()
}

/// Share of sites covered on a grid, by replication.
pub fn covered_share(world: &World, covered_ms: &[Vec<Option<i64>>], grid: &[Time]) -> Vec<Vec<f64>> {
    let sites = world.sites();
    let share = |covered: &Vec<Option<i64>>, at: Time| {
        let done = sites.iter().filter(|site| covered[**site].is_some_and(|ms| ms <= at.as_ms())).count();
        done as f64 / sites.len().max(1) as f64
    };
    covered_ms.iter().map(|covered| grid.iter().map(|at| share(covered, *at)).collect()).collect()
}
