//! A backtest: what really happened beside what the model predicts, hit or miss.
//!
//! A record often gives a range (the time of a report, not of a landing), so a reading has two ends. It is hit when the
//! predicted interval meets it. A figure that assumptions were fitted to does not test the model and is counted apart.

use serde::Serialize;

use super::record::{Record, reference_local_start};
use super::runner::Next;
use super::statistics::quantile::sorted;
use super::study::StudyOptions;
use super::study_error::StudyError;
use super::summary::{self, Summary};
use super::uncertainty::{Drawable, Point};
use crate::kernel::hours;
use crate::model::{World, compile};
use crate::scenario::{Loaded, Observation, Observed, Quantity, Scenario};

/// Share of replications that the predicted interval holds: from p05 to p95.
pub const LEVEL: f64 = 0.9;
/// Relative tolerance for rounding in a quotient.
const ROUNDING: f64 = 1e-9;

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

/// One observation beside its prediction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its path below `observed`.
    pub path: String,
    /// What was observed, for readers.
    pub name: String,
    /// The unit, empty for a plain number.
    pub unit: &'static str,
    /// Smallest and largest value that the record allows.
    pub observed: [f64; 2],
    /// Id of the document.
    pub source: Option<String>,
    /// Whether assumptions were fitted to it.
    pub fitted: bool,
    /// What the model predicts; none when the scenario does not model it.
    pub predicted: Option<Predicted>,
    /// How the two compare.
    pub verdict: Verdict,
    /// Predicted median less the nearest value that the record allows; 0 inside its range; none without a median.
    pub error: Option<f64>,
    /// Distance from the record to the predicted interval, positive when the prediction is greater; 0 for a hit.
    pub missed_by: Option<f64>,
    /// Whether record and predicted interval share no more than an end: a hit, and hardly one.
    pub touches_only: bool,
}

/// Quantiles over replications; none for a time that was not reached by the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Predicted {
    /// 5 % quantile.
    pub p05: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 95 % quantile.
    pub p95: Option<f64>,
}

/// How a reading and a prediction compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The predicted interval meets the reading.
    Hit,
    /// It does not.
    Miss,
    /// The scenario does not model what was observed.
    NotModelled,
}

impl Verdict {
    /// The verdict in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "MISS",
            Self::NotModelled => "not modelled",
        }
    }
}

/// How many readings the predicted intervals meet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Coverage {
    /// Rows that test the model: modelled, and not fitted.
    pub tests: usize,
    /// Hits among them.
    pub hits: usize,
    /// Their share; none without tests.
    pub share: Option<f64>,
    /// Rows that assumptions were fitted to.
    pub fitted: usize,
    /// Hits among those.
    pub fitted_hits: usize,
    /// Rows that the scenario does not model.
    pub not_modelled: usize,
    /// Hits of tests in which record and predicted interval share no more than an end.
    pub touching: usize,
}

impl Coverage {
    /// Counts rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        let mut coverage = Self::default();
        for row in rows {
            let hit = usize::from(row.verdict == Verdict::Hit);
            if row.verdict == Verdict::NotModelled {
                coverage.not_modelled += 1;
            } else if row.fitted {
                coverage.fitted += 1;
                coverage.fitted_hits += hit;
            } else {
                coverage.tests += 1;
                coverage.hits += hit;
                coverage.touching += usize::from(row.touches_only);
            }
        }
        coverage.share = (coverage.tests > 0).then(|| coverage.hits as f64 / coverage.tests as f64);
        coverage
    }
}

/// Compares a scenario named `name` with what was observed, or returns `None` when it holds no observation; `progress`
/// hears of each replication.
///
/// # Errors
/// Ranges of assumptions that cannot be drawn, or a scenario that cannot be simulated.
pub fn backtest(
    name: &str,
    loaded: &Loaded,
    options: &StudyOptions<'_>,
    mut progress: impl FnMut(),
) -> Result<Option<Backtest>, StudyError> {
    let scenario = &loaded.scenario;
    let observed = scenario.observed.as_ref().map(Observed::all).unwrap_or_default();
    if observed.is_empty() {
        return Ok(None);
    }
    let drawable = options.uncertain.then(|| Drawable::new(loaded));
    if let Some(drawable) = &drawable {
        drawable.check()?;
    }
    let point = Point::of(compile(scenario)?, drawable);
    let world = point.world();
    let mut samples: Vec<Option<Vec<f64>>> =
        observed.iter().map(|(_, quantity, _)| is_modelled(world, *quantity).then(Vec::new)).collect();
    point.run(&options.plan(1, options.replications), |record| {
        for ((_, quantity, _), values) in observed.iter().zip(&mut samples) {
            if let Some(values) = values {
                values.push(value(world, &record, *quantity).unwrap_or(f64::INFINITY));
            }
        }
        progress();
        Next::More
    })?;
    let rows: Vec<Row> = observed
        .iter()
        .zip(samples)
        .map(|((path, quantity, observation), values)| {
            let (name, unit) = words(scenario, *quantity);
            row((path, name, unit), observation, values.as_deref().map(predict))
        })
        .collect();
    Ok(Some(Backtest {
        scenario: name.to_owned(),
        title: scenario.title.clone(),
        scenario_hash: loaded.hash(),
        coverage: Coverage::of(&rows),
        rows,
    }))
}

/// The record of a scenario beside a run that was made: its rows, in the order of [`Observed::all`].
/// What a summary does not keep for each replication (civilians, sorties homewards) counts as not modelled.
pub fn beside(scenario: &Scenario, world: &World, summary: &Summary) -> Vec<Row> {
    let observed = scenario.observed.as_ref().map(Observed::all).unwrap_or_default();
    let one = |(path, quantity, observation): &(String, Quantity<'_>, &Observation)| {
        let (name, unit) = words(scenario, *quantity);
        let values = values_of(world, summary, *quantity).filter(|values| !values.is_empty());
        row((path, name, unit), observation, values.as_deref().map(predict))
    };
    observed.iter().map(one).collect()
}

/// The value of a quantity in every replication of a summary, infinite where a time was not reached.
fn values_of(world: &World, summary: &Summary, quantity: Quantity<'_>) -> Option<Vec<f64>> {
    use Quantity as Q;
    let deployment = &summary.deployment;
    let rows = |value: fn(&summary::Row) -> f64| Some(summary.rows.iter().map(value).collect());
    let per_sortie = |items: u32, sorties: u32| f64::from(items) / f64::from(sorties.max(1));
    let on = |days: &[Vec<u32>], date: &str| {
        Some(days.iter().map(|departures| on_day(world, departures, date)).collect())
    };
    match quantity {
        Q::Closure => Some(deployment.closure_h.clone()),
        Q::Sorties => rows(|row| f64::from(row.sorties)),
        Q::Personnel => rows(|row| f64::from(row.personnel)),
        Q::Vehicles => rows(|row| f64::from(row.vehicles)),
        Q::PersonnelPerSortie => {
            Some(summary.rows.iter().map(|row| per_sortie(row.personnel, row.sorties)).collect())
        }
        Q::VehiclesPerSortie => {
            Some(summary.rows.iter().map(|row| per_sortie(row.vehicles, row.sorties)).collect())
        }
        Q::ContingentClosure(id) => {
            let index = world.contingents.iter().position(|spec| spec.id == id)?;
            Some(deployment.contingents_h.get(index)?.clone())
        }
        Q::DailySorties(date) => on(&deployment.departures_by_day, date),
        Q::WithdrawalClosure => Some(summary.withdrawal.as_ref()?.closure_h.clone()),
        Q::DailyWithdrawalSorties(date) => on(&summary.withdrawal.as_ref()?.departures_by_day, date),
        Q::Civilians(_) | Q::WithdrawalSorties => None,
    }
}

/// Whether the model covers a quantity.
fn is_modelled(world: &World, quantity: Quantity<'_>) -> bool {
    use Quantity as Q;
    match quantity {
        Q::WithdrawalClosure | Q::WithdrawalSorties | Q::DailyWithdrawalSorties(_) => {
            world.withdrawal.is_some()
        }
        _ => true,
    }
}

/// The value of a quantity in a replication; none for a time that was not reached.
fn value(world: &World, record: &Record, quantity: Quantity<'_>) -> Option<f64> {
    use Quantity as Q;
    let (deployment, withdrawal) = (&record.deployment, record.withdrawal.as_ref());
    let per_sortie = |items: u64| items as f64 / f64::from(deployment.sorties.max(1));
    Some(match quantity {
        Q::Closure => hours(deployment.closure_ms?),
        Q::Sorties => f64::from(deployment.sorties),
        Q::Personnel => deployment.personnel as f64,
        Q::Vehicles => deployment.vehicles as f64,
        Q::PersonnelPerSortie => per_sortie(deployment.personnel),
        Q::VehiclesPerSortie => per_sortie(deployment.vehicles),
        Q::ContingentClosure(id) => {
            let index = world.contingents.iter().position(|spec| spec.id == id)?;
            hours(deployment.contingents_ms[index]?)
        }
        Q::DailySorties(date) => on_day(world, &deployment.departures_by_day, date),
        Q::Civilians(id) => {
            let index = world.civilians.iter().position(|spec| spec.id == id)?;
            f64::from(record.civilians[index])
        }
        Q::WithdrawalClosure => hours(withdrawal?.closure_ms?),
        Q::WithdrawalSorties => f64::from(withdrawal?.sorties),
        Q::DailyWithdrawalSorties(date) => on_day(world, &withdrawal?.departures_by_day, date),
    })
}

/// Departures on a date of local time; a date outside the run has none.
fn on_day(world: &World, departures: &[u32], date: &str) -> f64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = date.parse::<jiff::civil::Date>().ok().and_then(|date| date.since(epoch).ok());
    let first = reference_local_start(world).div_euclid(86_400_000);
    let index = days.and_then(|days| usize::try_from(i64::from(days.get_days()) - first).ok());
    index.and_then(|index| departures.get(index)).map_or(0.0, |count| f64::from(*count))
}

/// What a quantity is called, and its unit.
fn words(scenario: &Scenario, quantity: Quantity<'_>) -> (String, &'static str) {
    use Quantity as Q;
    let plain = |text: &str| text.to_owned();
    match quantity {
        Q::Closure => (plain("Closure of the force"), "h"),
        Q::Sorties => (plain("Sorties"), "sorties"),
        Q::Personnel => (plain("People in place"), "people"),
        Q::Vehicles => (plain("Vehicles in place"), "vehicles"),
        Q::PersonnelPerSortie => (plain("People per sortie"), ""),
        Q::VehiclesPerSortie => (plain("Vehicles per sortie"), ""),
        Q::ContingentClosure(id) => {
            let name = scenario.contingents.get(id).and_then(|it| it.name.as_deref()).unwrap_or(id);
            (format!("Closure of {name}"), "h")
        }
        Q::DailySorties(date) => (format!("Sorties on {}", short(date)), "sorties"),
        Q::Civilians(id) => (format!("Civilians moved: {id}"), "people"),
        Q::WithdrawalClosure => (plain("End of the withdrawal"), "h"),
        Q::WithdrawalSorties => (plain("Sorties homewards"), "sorties"),
        Q::DailyWithdrawalSorties(date) => (format!("Sorties homewards on {}", short(date)), "sorties"),
    }
}

/// `13 Jan` of `2022-01-13`.
pub fn short(date: &str) -> String {
    date.parse::<jiff::civil::Date>()
        .map_or_else(|_| date.to_owned(), |date| date.strftime("%-d %b").to_string())
}

fn predict(values: &[f64]) -> Predicted {
    let sorted = sorted(values);
    let at = |p| quantile(&sorted, p).filter(|value| value.is_finite());
    Predicted { p05: at(0.05), p50: at(0.5), p95: at(0.95) }
}

/// The type 7 quantile of ascending values, of which the last may be infinite.
fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = p * last as f64;
    let below = libm::floor(position) as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    let share = position - below as f64;
    // Infinity times a share of nothing is no number.
    Some(if share > 0.0 && high > low { low + share * (high - low) } else { low })
}

fn row(
    (path, name, unit): (&str, String, &'static str),
    observation: &Observation,
    predicted: Option<Predicted>,
) -> Row {
    let observed = [observation.low, observation.high];
    let (verdict, missed_by) = match predicted {
        None => (Verdict::NotModelled, None),
        Some(predicted) => {
            let low = predicted.p05.unwrap_or(f64::INFINITY);
            let high = predicted.p95.unwrap_or(f64::INFINITY);
            let room = ROUNDING * observation.high.abs().max(1.0);
            if low > observation.high + room {
                (Verdict::Miss, Some(low - observation.high).filter(|by| by.is_finite()))
            } else if high < observation.low - room {
                (Verdict::Miss, Some(high - observation.low))
            } else {
                (Verdict::Hit, Some(0.0))
            }
        }
    };
    // Of things that are counted, an end is a value like any other.
    let continuous = matches!(unit, "h" | "");
    let touches_only = continuous
        && verdict == Verdict::Hit
        && predicted.is_some_and(|predicted| touches_only(observation, &predicted));
    let median = predicted.and_then(|predicted| predicted.p50);
    Row {
        path: path.to_owned(),
        name,
        unit,
        observed,
        source: observation.source.clone(),
        fitted: observation.fitted,
        predicted,
        verdict,
        error: median.map(|median| median - median.max(observation.low).min(observation.high)),
        missed_by,
        touches_only,
    }
}

/// Whether the upper end of one is the lower end of the other, and at least one of the two reaches further.
fn touches_only(observation: &Observation, predicted: &Predicted) -> bool {
    let room = ROUNDING * observation.high.abs().max(1.0);
    let low = predicted.p05.unwrap_or(f64::INFINITY);
    let high = predicted.p95.unwrap_or(f64::INFINITY);
    let shared = high.min(observation.high) - low.max(observation.low);
    let (wide, wide_record) = (high - low > room, observation.high - observation.low > room);
    let at_an_end =
        |value: f64, (low, high): (f64, f64)| (value - low).abs() <= room || (value - high).abs() <= room;
    // One value within the other's range is met squarely.
    shared <= room
        && match (wide, wide_record) {
            (true, true) => true,
            (true, false) => at_an_end(observation.low, (low, high)),
            (false, true) => at_an_end(low, (observation.low, observation.high)),
            (false, false) => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(low: f64, high: f64, fitted: bool, values: Option<&[f64]>) -> Row {
        let observation = Observation { low, high, source: None, fitted };
        row(("closure_h", String::new(), "h"), &observation, values.map(predict))
    }

    #[test]
    fn an_interval_that_touches_a_reading_meets_it_and_one_beside_it_misses_by_the_gap() {
        let values: Vec<f64> = (0..=20).map(f64::from).collect();
        let touches = compared(19.0, 30.0, false, Some(&values));
        assert_eq!((touches.verdict, touches.missed_by), (Verdict::Hit, Some(0.0)));
        assert_eq!(touches.error, Some(10.0 - 19.0));
        assert!(touches.touches_only && !compared(18.0, 30.0, false, Some(&values)).touches_only);
        // A single reading: at the end of the interval, within it, and equal to a prediction without spread.
        assert!(compared(1.0, 1.0, false, Some(&values)).touches_only);
        assert!(!compared(7.0, 7.0, false, Some(&values)).touches_only);
        assert!(!compared(7.0, 7.0, false, Some(&[7.0, 7.0])).touches_only);
        assert!(compared(7.0, 9.0, false, Some(&[7.0, 7.0])).touches_only);
        assert!(!compared(6.0, 9.0, false, Some(&[7.0, 7.0])).touches_only);
        assert_eq!(Coverage::of([&touches]).touching, 1);
        let early = compared(25.0, 30.0, false, Some(&values));
        assert_eq!((early.verdict, early.missed_by), (Verdict::Miss, Some(19.0 - 25.0)));
        let late = compared(-3.0, 0.5, false, Some(&values));
        assert_eq!((late.verdict, late.missed_by), (Verdict::Miss, Some(0.5)));
        assert_eq!(compared(3.0, 17.0, false, Some(&values)).error, Some(0.0));
    }

    #[test]
    fn what_is_not_reached_by_the_horizon_is_later_than_any_reading() {
        let never = compared(10.0, 20.0, false, Some(&[f64::INFINITY; 3]));
        assert_eq!((never.verdict, never.missed_by, never.error), (Verdict::Miss, None, None));
        let seldom = compared(10.0, 20.0, false, Some(&[12.0, 14.0, f64::INFINITY]));
        assert_eq!(seldom.verdict, Verdict::Hit);
        assert_eq!(seldom.predicted.map(|it| (it.p50, it.p95)), Some((Some(14.0), None)));
    }

    #[test]
    fn fitted_figures_are_counted_apart() {
        let rows = [
            compared(1.0, 1.0, true, Some(&[1.0])),
            compared(1.0, 1.0, false, Some(&[1.0])),
            compared(2.0, 2.0, false, Some(&[1.0])),
            compared(2.0, 2.0, false, None),
        ];
        let coverage = Coverage::of(&rows);
        assert_eq!((coverage.tests, coverage.hits, coverage.share), (2, 1, Some(0.5)));
        assert_eq!((coverage.fitted, coverage.fitted_hits, coverage.not_modelled), (1, 1, 1));
    }
}
