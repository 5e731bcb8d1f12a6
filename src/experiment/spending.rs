//! What a deployment costs and burns: worked out of what a replication counts anyway, so that no event depends on it.
//!
//! Each part is rounded once, to whole kilograms and thousandths of the currency, so that sums are exact and are the same in
//! any order.

use serde::{Deserialize, Serialize};

use crate::kernel::{DAY_MS, MS_PER_H};
use crate::model::{Category, World};
use crate::scenario::Mode;

use super::append::{Append, append_each};
use super::results::{Closure, FleetSpending, SpendingResult, Spread, WithinBudget};
use super::series::Series;
use super::statistics::Moments;
use super::written;

/// Parts of the currency in which costs are counted.
const PARTS: f64 = 1_000.0;

/// What a fleet spent up to the end of the deployment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Time that its carriers moved or held in the air [ms].
    pub moving_ms: i64,
    /// Fuel burnt [kg].
    pub fuel_kg: i64,
    /// Carbon dioxide [kg].
    pub co2_kg: i64,
    /// Cost, in thousandths of the currency.
    cost_parts: i64,
}

impl Spent {
    /// Cost, in the currency of the scenario.
    pub fn cost(&self) -> f64 {
        self.cost_parts as f64 / PARTS
    }

    fn plus(self, other: Self) -> Self {
        Self {
            moving_ms: self.moving_ms.saturating_add(other.moving_ms),
            fuel_kg: self.fuel_kg.saturating_add(other.fuel_kg),
            co2_kg: self.co2_kg.saturating_add(other.co2_kg),
            cost_parts: self.cost_parts.saturating_add(other.cost_parts),
        }
    }
}

/// What one replication spent on its deployment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spending {
    /// By fleet, in the order of the world.
    pub fleets: Vec<Spent>,
    /// Handling of loads.
    pub handling: Spent,
}

impl Spending {
    /// What is spent by a deployment that ends at an instant [ms], with the time of carriers by fleet and category [ms] and the
    /// loads unloaded by terminal.
    pub fn of(world: &World, end_ms: i64, fleet_ms: &[i64], unloaded: &[u32]) -> Self {
        let fleets = world.fleets.iter().enumerate().map(|(index, fleet)| {
            let carrier = &world.carrier_types[fleet.carrier_type];
            let cells = &fleet_ms[index * Category::COUNT..(index + 1) * Category::COUNT];
            let moving_ms = moving(carrier.mode).map(|category| cells[category as usize]).sum::<i64>();
            let moving_h = moving_ms as f64 / MS_PER_H as f64;
            let carrier_days = f64::from(fleet.count) * (end_ms as f64 / DAY_MS as f64);
            let rates = &carrier.rates;
            let fuel_t = moving_h * rates.fuel_t_per_h;
            Spent {
                moving_ms,
                fuel_kg: whole(fuel_t * 1_000.0),
                co2_kg: whole(fuel_t * rates.co2_per_fuel_t * 1_000.0),
                cost_parts: whole((moving_h * rates.cost_per_h + carrier_days * rates.cost_per_day) * PARTS),
            }
        });
        let fleets = fleets.collect();
        let handling = world.terminals.iter().zip(unloaded).map(|(terminal, loads)| Spent {
            cost_parts: whole(f64::from(*loads) * terminal.handling_cost * PARTS),
            ..Spent::default()
        });
        Self { fleets, handling: handling.fold(Spent::default(), Spent::plus) }
    }

    /// Cost in the currency of the scenario, fuel [t] and carbon dioxide [t] in all.
    pub fn amounts(&self) -> [f64; 3] {
        let total = self.total();
        [total.cost(), in_tonnes(total.fuel_kg), in_tonnes(total.co2_kg)]
    }

    /// All of it.
    pub fn total(&self) -> Spent {
        self.fleets.iter().copied().fold(self.handling, Spent::plus)
    }
}

fn whole(number: f64) -> i64 {
    libm::round(number) as i64
}

/// What a carrier of a mode moves in, or holds in with its engines running.
fn moving(mode: Mode) -> impl Iterator<Item = Category> {
    let under_way = [Category::LoadedTravel, Category::EmptyTravel, Category::Diversion];
    let in_the_air = [Category::WaitStand, Category::WaitLanding];
    under_way.into_iter().chain(in_the_air.into_iter().filter(move |_| mode == Mode::Air))
}

/// What replications spent, in their order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SpendingSums {
    /// Cost of each replication whose deployment closed; infinite where it did not.
    #[serde(with = "written")]
    pub cost: Series<f64>,
    moving_h: Moments,
    fuel_t: Moments,
    co2_t: Moments,
    handling: Moments,
    fleets: Vec<[Moments; 4]>,
}

impl SpendingSums {
    /// Nothing yet.
    pub fn new(world: &World) -> Self {
        Self { fleets: vec![<[Moments; 4]>::default(); world.fleets.len()], ..Self::default() }
    }

    /// How many fleets it knows.
    pub(super) fn fleets(&self) -> usize {
        self.fleets.len()
    }

    /// Adds the next replication.
    pub fn add(&mut self, spending: &Spending, closed: bool) {
        let total = spending.total();
        self.cost.push(if closed { total.cost() } else { f64::INFINITY });
        self.moving_h.push(in_hours(total.moving_ms));
        self.fuel_t.push(in_tonnes(total.fuel_kg));
        self.co2_t.push(in_tonnes(total.co2_kg));
        self.handling.push(spending.handling.cost());
        for (sums, spent) in self.fleets.iter_mut().zip(&spending.fleets) {
            let [moving_h, fuel_t, co2_t, cost] = sums;
            moving_h.push(in_hours(spent.moving_ms));
            fuel_t.push(in_tonnes(spent.fuel_kg));
            co2_t.push(in_tonnes(spent.co2_kg));
            cost.push(spent.cost());
        }
    }

    /// What it comes to over all replications.
    pub fn result(&self, world: &World) -> SpendingResult {
        let fleets = world.fleets.iter().zip(&self.fleets).map(|(fleet, sums)| {
            let [moving_h, fuel_t, co2_t, cost] = sums.each_ref().map(Spread::of);
            (fleet.id.clone(), FleetSpending { name: fleet.name.clone(), cost, moving_h, fuel_t, co2_t })
        });
        SpendingResult {
            currency: world.prices.currency.clone(),
            cost: Closure::of(&self.cost),
            within_budget: world.prices.budget.and_then(|budget| WithinBudget::of(&self.cost, budget)),
            moving_h: Spread::of(&self.moving_h),
            fuel_t: Spread::of(&self.fuel_t),
            co2_t: Spread::of(&self.co2_t),
            handling_cost: Spread::of(&self.handling),
            fleets: fleets.collect(),
        }
    }
}

impl Append for SpendingSums {
    fn append(&mut self, later: Self) {
        self.cost.append(later.cost);
        Append::append(&mut self.moving_h, later.moving_h);
        Append::append(&mut self.fuel_t, later.fuel_t);
        Append::append(&mut self.co2_t, later.co2_t);
        Append::append(&mut self.handling, later.handling);
        append_each(&mut self.fleets, later.fleets);
    }
}

fn in_hours(ms: i64) -> f64 {
    ms as f64 / MS_PER_H as f64
}

fn in_tonnes(kg: i64) -> f64 {
    kg as f64 / 1_000.0
}
