//! The figures of a comparison: paired differences of closure, of mean arrival, and of each unit that moves.

use super::compared::{Compared, is_many};
use crate::chart::{
    Alternative, DifferenceChart, Level, Meta, OverlayChart, OverlayCurve, Provenance, TimeAxis,
};
use crate::experiment::compare::{Difference, MeanDifference, System};
use crate::experiment::statistics::quantile;
use crate::kernel::Time;

/// Arrivals of the baseline and its alternatives over one another; none where nobody is moved or nothing differs.
pub(super) fn overlay(compared: &Compared) -> Option<OverlayChart> {
    const QUARTILES: [f64; 3] = [0.25, 0.5, 0.75];
    let comparison = &compared.comparison;
    let baseline = compared.systems.first()?;
    let names = std::iter::once(comparison.baseline.clone())
        .chain(comparison.differences.iter().map(|one| compared.name(&one.alternative)));
    let curves = names.zip(&compared.systems).map(|(name, system)| {
        let levels = system.levels_h(comparison.replications).into_iter().map(|(share, hours)| {
            let sorted = quantile::sorted(&hours);
            let at = |p: f64| quantile::quantile_of_sorted(&sorted, p).filter(|hour| hour.is_finite());
            Level { share, hours: QUARTILES.map(at) }
        });
        OverlayCurve { name, levels: levels.collect() }
    });
    let curves: Vec<OverlayCurve> = curves.collect();
    let same = curves.iter().all(|curve| curve.levels == curves[0].levels);
    if same || curves.iter().all(|curve| curve.levels.is_empty()) {
        return None;
    }
    let measure = "Median hour at which each share of the planned people is in place";
    let made = baseline.levels_made(comparison.replications);
    let provenance = Provenance { replications: made as u64, ..provenance(compared) };
    Some(OverlayChart {
        meta: Meta::new("arrivals", "People in place, one scenario over the other", measure, provenance),
        time: TimeAxis::default(),
        curves,
        deadline_h: baseline.world().deadline.map(Time::as_h),
    })
}

/// Changes of closure and of mean arrival, and of each unit where there is one alternative. Alternatives without a mean,
/// or with a single replication, are left out.
pub(super) fn figures(compared: &Compared) -> Vec<DifferenceChart> {
    let comparison = &compared.comparison;
    let Some((baseline, systems)) = compared.systems.split_first() else { return Vec::new() };
    let mut pairs: Vec<(usize, &Difference)> = comparison.differences.iter().enumerate().collect();
    if is_many(comparison) {
        let place =
            |one: &Difference| comparison.ranking.iter().position(|ranked| ranked.name == one.alternative);
        pairs.sort_by_key(|(_, one)| place(one));
    }
    let each = |of: fn(&Difference) -> Option<MeanDifference>, values: fn(&System) -> &[f64]| {
        let drawn = pairs.iter().filter_map(|(index, one)| {
            let name = compared.name(&one.alternative);
            drawn(name, of(one)?, (values(systems.get(*index)?), values(baseline)), comparison.replications)
        });
        drawn.collect::<Vec<Alternative>>()
    };
    let closures = each(|one| one.closure_h, System::closure_h);
    let arrivals = each(|one| one.mean_arrival_h.map(|moved| moved.difference), System::mean_arrival_h);
    let mut units = Vec::new();
    if let ([(_, one)], [system]) = (pairs.as_slice(), systems) {
        let names = compared.names(0);
        units.extend(one.units.iter().filter_map(|unit| {
            let (values, before) = (system.unit_h(&unit.unit)?, baseline.unit_h(&unit.unit)?);
            drawn(
                names.unit(&unit.unit),
                unit.closure_h?.difference,
                (&values, &before),
                comparison.replications,
            )
        }));
    }
    let chart = |id: &str, title: &str, measure: &str, alternatives| DifferenceChart {
        meta: Meta::new(id, title, measure, provenance(compared)),
        baseline: comparison.baseline.clone(),
        alternatives,
    };
    let charts = [
        chart("difference", "Change of closure against the baseline", "Closure", closures),
        chart("difference-arrival", "Change of mean arrival against the baseline", "Mean arrival", arrivals),
        chart("difference-units", "Units that close at another hour", "Closure of each unit", units),
    ];
    charts.into_iter().filter(|chart| !chart.alternatives.is_empty()).collect()
}

/// A row of a figure of paired differences over the first replications.
fn drawn(
    name: String,
    mean: MeanDifference,
    (after, before): (&[f64], &[f64]),
    replications: usize,
) -> Option<Alternative> {
    Some(Alternative {
        name,
        differences_h: after
            .iter()
            .zip(before)
            .take(replications)
            .map(|(after, before)| after - before)
            .collect(),
        mean_h: mean.mean,
        interval_h: (mean.low_95?, mean.high_95?),
    })
}

pub(super) fn provenance(compared: &Compared) -> Provenance {
    let comparison = &compared.comparison;
    Provenance {
        scenario: compared.systems.first().map_or_else(String::new, |system| system.world().title.clone()),
        replications: comparison.replications as u64,
        seed: comparison.seed,
        level: Some(comparison.confidence),
        note: if comparison.differences.len() > 1 {
            format!("{}; intervals hold jointly", comparison.bands)
        } else {
            comparison.bands.to_owned()
        },
    }
}
