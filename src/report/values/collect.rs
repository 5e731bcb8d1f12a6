//! The numbers of a result, in the order of `result.json`.

use super::{Named, Unit};
use crate::experiment::Results;
use crate::experiment::intervals::Ends;
use crate::experiment::rank::Rank;
use crate::experiment::results::{Bottleneck, Closure, OnTime, SpendingResult, Spread};
use crate::experiment::series::Series;
use crate::experiment::varies::Varies;

/// Collects numbers; one that does not exist is left out.
#[derive(Debug, Default)]
struct Collected(Vec<Named>);

impl Collected {
    fn add(&mut self, name: String, value: Option<f64>, unit: Unit, interval: Option<(f64, f64)>) {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            self.0.push(Named { name, value, unit, interval });
        }
    }

    fn plain(&mut self, name: impl Into<String>, value: impl Into<Option<f64>>, unit: Unit) {
        self.add(name.into(), value.into(), unit, None);
    }

    fn closure(&mut self, name: &str, closure: &Closure) {
        self.add(
            format!("{name}.mean"),
            closure.mean,
            Unit::Hours,
            around(closure.mean, closure.half_width_95),
        );
        self.plain(format!("{name}.sd"), closure.sd, Unit::Hours);
        let intervals = &closure.quantiles_95;
        let quantiles: [(&str, Option<f64>, Option<&Ends>); 9] = [
            ("min", closure.min, None),
            ("p05", closure.p05, Some(&intervals.p05)),
            ("p10", closure.p10, Some(&intervals.p10)),
            ("p25", closure.p25, Some(&intervals.p25)),
            ("p50", closure.p50, Some(&intervals.p50)),
            ("p75", closure.p75, Some(&intervals.p75)),
            ("p90", closure.p90, Some(&intervals.p90)),
            ("p95", closure.p95, Some(&intervals.p95)),
            ("max", closure.max, None),
        ];
        for (quantile, value, ends) in quantiles {
            let interval = ends.and_then(|ends| ends.low.zip(ends.high));
            self.add(format!("{name}.{quantile}"), value, Unit::Hours, interval);
        }
    }

    fn spread(&mut self, name: &str, spread: &Spread, unit: Unit) {
        self.add(format!("{name}.mean"), spread.mean, unit, around(spread.mean, spread.half_width_95));
        self.plain(format!("{name}.min"), spread.min, unit);
        self.plain(format!("{name}.max"), spread.max, unit);
    }

    fn spending(&mut self, spending: &SpendingResult) {
        let cost = &spending.cost;
        self.add(
            "spending.cost.mean".to_owned(),
            cost.mean,
            Unit::Count,
            around(cost.mean, cost.half_width_95),
        );
        for (quantile, value) in [("p05", cost.p05), ("p50", cost.p50), ("p95", cost.p95)] {
            self.plain(format!("spending.cost.{quantile}"), value, Unit::Count);
        }
        if let Some(within) = &spending.within_budget {
            self.plain("spending.within_budget.budget", within.budget, Unit::Count);
            let interval = Some((within.low_95, within.high_95));
            let name = "spending.within_budget.probability".to_owned();
            self.add(name, Some(within.probability), Unit::Share, interval);
        }
        self.spread("spending.moving_h", &spending.moving_h, Unit::Hours);
        self.spread("spending.fuel_t", &spending.fuel_t, Unit::Tonnes);
        self.spread("spending.co2_t", &spending.co2_t, Unit::Tonnes);
        for (id, fleet) in &spending.fleets {
            self.plain(format!("spending.fleets.{id}.cost"), fleet.cost.mean, Unit::Count);
            self.plain(format!("spending.fleets.{id}.fuel_t"), fleet.fuel_t.mean, Unit::Tonnes);
        }
    }

    fn on_time(&mut self, name: &str, on_time: Option<&OnTime>) {
        let Some(on_time) = on_time else { return };
        self.plain(format!("{name}.deadline_h"), on_time.deadline_h, Unit::Hours);
        let interval = Some((on_time.low_95, on_time.high_95));
        self.add(format!("{name}.probability"), Some(on_time.probability), Unit::Share, interval);
    }

    fn bottlenecks(&mut self, name: &str, bottlenecks: &[Bottleneck]) {
        for one in bottlenecks {
            let name = format!("{name}.{}", one.cause);
            let (chain, diary) = (Some(one.chain_h), Some(one.diary_h));
            self.add(format!("{name}.chain_h"), chain, Unit::Hours, around(chain, one.chain_half_width_95));
            self.add(format!("{name}.diary_h"), diary, Unit::Hours, around(diary, one.diary_half_width_95));
            self.plain(format!("{name}.criticality"), one.criticality, Unit::Share);
        }
    }
}

/// The interval of a mean.
fn around(mean: Option<f64>, half_width: Option<f64>) -> Option<(f64, f64)> {
    mean.zip(half_width).map(|(mean, half)| (mean - half, mean + half))
}

/// Every number of the summary of a run, then those of the replication that is shown; closures are by replication [h].
/// Where nothing varies there are no intervals.
pub fn of_run(results: &Results, varies: Varies, shown: u32, closures_h: &Series<f64>) -> Vec<Named> {
    let mut found = Collected::default();
    found.plain("replications", f64::from(results.replications), Unit::Count);
    found.plain("seed", results.seed as f64, Unit::Count);
    found.closure("closure_h", &results.closure_h);
    found.plain("not_closed", results.not_closed as f64, Unit::Count);
    found.on_time("on_time", results.on_time.as_ref());
    found.plain("mean_arrival_h", results.mean_arrival_h, Unit::Hours);
    found.plain("delivered.personnel", results.delivered.personnel as f64, Unit::Count);
    found.plain("delivered.vehicles", results.delivered.vehicles as f64, Unit::Count);
    found.plain("delivered.cargo_t", results.delivered.cargo_t, Unit::Tonnes);
    found.spread("delivered.sorties", &results.delivered.sorties, Unit::Count);
    force(&mut found, results);
    means(&mut found, results);
    found.spread("diversions", &results.diversions, Unit::Count);
    if let Some(spending) = &results.spending {
        found.spending(spending);
    }
    found.bottlenecks("bottlenecks", &results.bottlenecks);
    if let Some(withdrawal) = &results.withdrawal {
        found.closure("withdrawal.closure_h", &withdrawal.closure_h);
        found.plain("withdrawal.not_closed", withdrawal.not_closed as f64, Unit::Count);
        found.on_time("withdrawal.on_time", withdrawal.on_time.as_ref());
        found.spread("withdrawal.delivered.sorties", &withdrawal.delivered.sorties, Unit::Count);
        for (id, closure) in &withdrawal.contingents {
            found.closure(&format!("withdrawal.contingents.{id}"), closure);
        }
        found.bottlenecks("withdrawal.bottlenecks", &withdrawal.bottlenecks);
    }
    found.plain("shown.replication", f64::from(shown), Unit::Count);
    if let Some(rank) = Rank::of(shown, closures_h) {
        found.plain("shown.closure_h", closures_h.get(shown as usize - 1), Unit::Hours);
        found.plain("shown.rank", rank.first as f64, Unit::Count);
    }
    if !varies.has_intervals() {
        found.0.iter_mut().for_each(|named| named.interval = None);
    }
    found.0
}

fn force(found: &mut Collected, results: &Results) {
    for (id, one) in &results.contingents {
        let name = format!("contingents.{id}");
        found.plain(format!("{name}.personnel"), one.personnel as f64, Unit::Count);
        found.plain(format!("{name}.vehicles"), one.vehicles as f64, Unit::Count);
        found.plain(format!("{name}.cargo_t"), one.cargo_t, Unit::Tonnes);
        found.closure(&format!("{name}.closure_h"), &one.closure_h);
        found.plain(format!("{name}.criticality"), one.criticality, Unit::Share);
    }
    for (id, one) in &results.units {
        let name = format!("units.{id}");
        found.spread(&format!("{name}.closure_h"), &one.closure_h, Unit::Hours);
        found.spread(&format!("{name}.operational_h"), &one.operational_h, Unit::Hours);
        found.plain(format!("{name}.required_h"), one.required_h, Unit::Hours);
        found.plain(format!("{name}.in_time"), one.in_time, Unit::Share);
        found.plain(format!("{name}.criticality"), one.criticality, Unit::Share);
    }
}

/// What moves, where it moves, and what it reaches.
fn means(found: &mut Collected, results: &Results) {
    for (id, one) in &results.fleets {
        let name = format!("fleets.{id}");
        found.plain(format!("{name}.carriers"), f64::from(one.carriers), Unit::Count);
        found.spread(&format!("{name}.sorties"), &one.sorties, Unit::Count);
        found.spread(&format!("{name}.utilisation"), &one.utilisation, Unit::Share);
        found.plain(format!("{name}.criticality"), one.criticality, Unit::Share);
    }
    for (id, one) in &results.terminals {
        let name = format!("terminals.{id}");
        found.spread(&format!("{name}.sorties"), &one.sorties, Unit::Count);
        found.plain(format!("{name}.criticality"), one.criticality, Unit::Share);
        for (facility, used) in &one.facilities {
            let name = format!("{name}.facilities.{facility}");
            found.plain(format!("{name}.capacity"), used.capacity.map(f64::from), Unit::Count);
            found.plain(format!("{name}.utilisation"), used.utilisation, Unit::Share);
            found.plain(format!("{name}.peak"), f64::from(used.peak), Unit::Count);
        }
    }
    for (id, one) in &results.receptions {
        let name = format!("receptions.{id}.teams");
        found.plain(format!("{name}.capacity"), one.teams.capacity.map(f64::from), Unit::Count);
        found.plain(format!("{name}.utilisation"), one.teams.utilisation, Unit::Share);
        found.plain(format!("{name}.peak"), f64::from(one.teams.peak), Unit::Count);
    }
    for (path, one) in &results.mobilisation {
        let name = format!("mobilisation.{path}.teams");
        found.plain(format!("{name}.capacity"), one.teams.capacity.map(f64::from), Unit::Count);
        found.plain(format!("{name}.utilisation"), one.teams.utilisation, Unit::Share);
        found.plain(format!("{name}.peak"), f64::from(one.teams.peak), Unit::Count);
    }
    for (id, one) in &results.sites {
        found.spread(&format!("sites.{id}.covered_h"), &one.covered_h, Unit::Hours);
    }
    for (id, one) in &results.civilians {
        found.plain(format!("civilians.{id}.people"), f64::from(one.people), Unit::Count);
        found.spread(&format!("civilians.{id}.moved"), &one.moved, Unit::Count);
    }
}
