//! The figures of a comparison: paired differences of closure, of mean arrival, and of each unit that moves.

use std::io;

use super::compared::{Compared, is_many};
use crate::chart::{
    Alternative, DifferenceChart, Level, Meta, Numbers, OverlayChart, OverlayCurve, Provenance, Source,
    TimeAxis,
};
use crate::experiment::compare::{Difference, InFile, MeanDifference, System};
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
            let after = values(systems.get(*index)?);
            drawn(name, of(one)?, paired(after, values(baseline), comparison.replications))
        });
        drawn.collect::<Vec<Alternative>>()
    };
    let closures = each(|one| one.closure_h, System::closure_h);
    let arrivals = each(|one| one.mean_arrival_h.map(|moved| moved.difference), System::mean_arrival_h);
    let mut units = Vec::new();
    if let ([(_, one)], [system]) = (pairs.as_slice(), systems) {
        let names = compared.names(0);
        units.extend(one.units.iter().filter_map(|unit| {
            let made = of_unit((system, baseline), &unit.unit, comparison.replications)?;
            drawn(names.unit(&unit.unit), unit.closure_h?.difference, made)
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

/// A row of a figure of paired differences.
fn drawn(name: String, mean: MeanDifference, differences_h: Numbers) -> Option<Alternative> {
    Some(Alternative { name, differences_h, mean_h: mean.mean, interval_h: (mean.low_95?, mean.high_95?) })
}

/// Differences over the first replications.
fn paired(after: &[f64], before: &[f64], replications: usize) -> Numbers {
    let pairs = after.iter().zip(before).take(replications);
    pairs.map(|(after, before)| after - before).collect::<Vec<f64>>().into()
}

/// Differences of the closure of a unit over the first replications, held, or made again from where the closures lie.
fn of_unit((after, before): (&System, &System), unit: &str, count: usize) -> Option<Numbers> {
    match (after.unit_in_file(unit), before.unit_in_file(unit)) {
        (Some(after), Some(before)) => Some(Numbers::read_from(Differences { after, before, count })),
        _ => Some(paired(&after.unit_h(unit)?, &before.unit_h(unit)?, count)),
    }
}

/// Paired differences of closures that lie in files.
#[derive(Debug)]
struct Differences {
    after: InFile,
    before: InFile,
    count: usize,
}

impl Source for Differences {
    fn count(&self) -> usize {
        self.count
    }

    fn in_order(&self) -> Box<dyn Iterator<Item = f64> + '_> {
        let pairs = self.after.in_order_h().zip(self.before.in_order_h()).take(self.count);
        Box::new(pairs.map(|(after, before)| after - before))
    }

    fn ascending(&self) -> Box<dyn Iterator<Item = f64> + '_> {
        Box::new(quantile::sorted(&self.in_order().collect::<Vec<f64>>()).into_iter())
    }

    fn whole(&self) -> io::Result<()> {
        self.after.whole()?;
        Ok(self.before.whole()?)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Chart;
    use crate::experiment::compare::{CompareOptions, Progress, compare};
    use crate::experiment::kept::Keeper;
    use crate::experiment::series::Room;
    use crate::experiment::study::StudyOptions;
    use crate::scenario::load_str;

    /// The figures of a comparison whose columns go into a room.
    fn figures_with(room: Option<&Room>) -> Vec<DifferenceChart> {
        let text = include_str!("../../scenarios/kyrgyzstan-2010.json");
        let before = load_str("before", text, &[]).expect("a scenario");
        let fleet = before.scenario.fleets.keys().next().expect("a fleet");
        let after =
            before.with(&[(format!("fleets.{fleet}.count"), "1".to_owned())]).expect("a fleet of one");
        let mut systems = System::all(&[("before", &before), ("after", &after)], false).expect("systems");
        if let Some(room) = room {
            System::share(&mut systems, room);
        }
        let keeper = Keeper::nothing();
        let study = StudyOptions { seed: 4, replications: 300, uncertain: false, threads: 2, keeper };
        let options = CompareOptions { study, precision_h: None, select_best_h: None };
        let comparison = compare(&mut systems, &options, |_: Progress| {}).expect("a comparison");
        figures(&Compared { comparison, systems })
    }

    #[test]
    fn figures_of_closures_in_a_file_are_those_of_closures_in_memory() {
        let folder = tempfile::tempdir().expect("a folder");
        let (held, read) = (figures_with(None), figures_with(Some(&Room::new(folder.path(), 0))));
        assert_eq!(held, read);
        let units = read.iter().find(|chart| chart.meta.id == "difference-units").expect("units that move");
        let mut rows = 0;
        let each = &mut |_: &[String]| {
            rows += 1;
            Ok(())
        };
        units.table().each_row(each).expect("rows");
        assert_eq!(rows, 300 * units.alternatives.len());
    }
}
