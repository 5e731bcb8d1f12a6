//! A backtest: what really happened beside what the model predicts, hit or miss, and how good the prediction is.
//!
//! A record often gives a range (the time of a report, not of a landing), so a reading has two ends. It is hit when the
//! predicted interval overlaps it; an end in common is none. A figure that assumptions were fitted to does not test the
//! model and is counted apart.

mod coverage;
mod figure;
mod quantity;
mod row;

use serde::Serialize;

use super::kept::{kept_values, to_keep};
use super::record::Record;
use super::runner::{Next, Plan};
use super::study::{StudyOptions, key};
use super::study_error::StudyError;
use super::summary::Summary;
use super::uncertainty::{Drawable, Point};
use crate::model::{Until, World, compile};
use crate::scenario::{Loaded, Observation, Observed, Quantity, Scenario};

pub use coverage::Coverage;
pub use figure::Figures;
pub use quantity::short;
pub use row::{Predicted, Row, Verdict};

/// Share of replications that the predicted interval holds: from p05 to p95.
pub const LEVEL: f64 = 0.9;

/// A scenario against its record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtest {
    /// Name of the scenario.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Hash of the resolved scenario.
    pub scenario_hash: String,
    /// Hits over all rows, fitted ones apart.
    pub coverage: Coverage,
    /// One row for each observation.
    pub rows: Vec<Row>,
}

/// The record of a scenario, ready to be compared with replications.
#[derive(Debug)]
pub struct Readings<'a> {
    scenario: &'a Scenario,
    all: Vec<(String, Quantity<'a>, Observation)>,
    /// What is read from each replication for the observations that are figures, in their order.
    pub figures: Figures,
}

impl<'a> Readings<'a> {
    /// The observations of a scenario, in the order of [`Observed::all`]; `world` is the scenario compiled.
    pub fn of(scenario: &'a Scenario, world: &World) -> Self {
        let all = scenario.observed.as_ref().map(Observed::all).unwrap_or_default();
        let figures = all.iter().filter_map(|(_, quantity, _)| match quantity {
            Quantity::Figure(figure) => Some(*figure),
            _ => None,
        });
        let figures = Figures::of(figures, scenario, world);
        Self { scenario, all, figures }
    }

    /// How many observations there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether nothing was observed.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The observations.
    pub fn observations(&self) -> impl Iterator<Item = &Observation> {
        self.all.iter().map(|(.., observation)| observation)
    }

    /// What decides the values, as text.
    pub fn fingerprint(&self) -> String {
        serde_json::to_string(&self.scenario.observed).unwrap_or_default()
    }

    /// The value of each observation in a replication: `None` for what the scenario does not model, infinite for an instant
    /// that was not reached. `seen` is what the figures read of it.
    pub fn values(&self, world: &World, record: &Record, seen: &[Option<f64>]) -> Vec<Option<f64>> {
        let mut figures = seen.iter();
        let values = self.all.iter().map(|(_, quantity, _)| {
            let value = match quantity {
                Quantity::Figure(_) => figures.next().copied().flatten(),
                _ => quantity::value(world, record, *quantity),
            };
            quantity::is_modelled(world, *quantity).then(|| value.unwrap_or(f64::INFINITY))
        });
        values.collect()
    }

    /// An observation beside its values in replications; none when it is not modelled.
    pub fn row(&self, index: usize, values: Option<&[f64]>) -> Row {
        let (path, quantity, observation) = &self.all[index];
        let (name, unit) = quantity::words(self.scenario, *quantity);
        let subject = row::Subject { path: path.clone(), name, unit, series: quantity.series() };
        Row::new(subject, observation, values)
    }
}

/// Compares a scenario named `name` with what was observed, or returns `None` when it holds no observation; `drawable` says
/// what is drawn of it, if anything is, and `progress` hears of each replication.
///
/// # Errors
/// Ranges of assumptions that cannot be drawn, or a scenario that cannot be simulated.
pub fn backtest(
    name: &str,
    loaded: &Loaded,
    drawable: Option<Drawable>,
    options: &StudyOptions<'_>,
    mut progress: impl FnMut(),
) -> Result<Option<Backtest>, StudyError> {
    let base = compile(&loaded.scenario)?;
    let readings = Readings::of(&loaded.scenario, &base);
    if readings.is_empty() {
        return Ok(None);
    }
    if let Some(drawable) = &drawable {
        drawable.check()?;
    }
    let drawn = drawable.as_ref().map_or_else(|| loaded.hash(), |drawable| drawable.fingerprint(true));
    let record = blake3::hash(readings.fingerprint().as_bytes()).to_hex();
    // A figure may be one of the withdrawal.
    let plan = Plan { until: Until::End, ..options.plan(1, options.replications) };
    let key = format!(
        "{}: {record}, seed {}, {} replications from 1",
        key("the record beside", &drawn, drawable.is_some()),
        plan.seed,
        plan.count
    );
    let make = || {
        let point = Point::of(base, drawable);
        let world = point.world();
        let mut found = Vec::with_capacity(plan.count as usize);
        point.run_looking(&plan, &readings.figures, |(record, seen)| {
            let values = readings.values(world, &record, &seen).into_iter();
            found.push(values.map(|value| value.map(to_keep)).collect::<Vec<_>>());
            progress();
            Next::More
        })?;
        Ok(found)
    };
    let fits = |values: &Vec<Option<f64>>| values.len() == readings.len();
    let kept = options.keeper.of(name).kept(&key, plan.count as usize, fits, make)?;
    let mut samples: Vec<Vec<Option<f64>>> = vec![Vec::new(); readings.len()];
    for values in kept.into_iter().map(kept_values) {
        samples.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
    }
    let row = |(index, values): (usize, Vec<Option<f64>>)| {
        readings.row(index, values.into_iter().collect::<Option<Vec<f64>>>().as_deref())
    };
    let rows: Vec<Row> = samples.into_iter().enumerate().map(row).collect();
    Ok(Some(Backtest {
        scenario: name.to_owned(),
        title: loaded.scenario.title.clone(),
        scenario_hash: loaded.hash(),
        coverage: Coverage::of(&rows),
        rows,
    }))
}

/// The record of a scenario beside a run that was made: its rows, in the order of [`Observed::all`].
/// What a summary does not keep for each replication (civilians, sorties homewards, figures) counts as not modelled.
pub fn beside(scenario: &Scenario, world: &World, summary: &Summary) -> Vec<Row> {
    let readings = Readings::of(scenario, world);
    let one = |index: usize| {
        let values = quantity::values_of(world, summary, readings.all[index].1);
        readings.row(index, values.filter(|values| !values.is_empty()).as_deref())
    };
    (0..readings.len()).map(one).collect()
}
