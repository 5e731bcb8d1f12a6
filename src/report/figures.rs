//! Results as figures: fills the plain inputs of `chart` from a summary and a shown run.

use super::bottlenecks::of_results;
use super::closures::closed;
use super::gantt::gantt;
use super::material::Material;
use super::stopping::stopping;
use super::terminals::terminals;
use super::{gantt_carriers, spreads};
use crate::chart::{
    AnyChart, ArrivalsChart, ClosureChart, Contingent, ContingentsChart, Fan, MapChart, SitesChart,
};
use crate::experiment::arrivals::{Bands, Counted, bands, covered_share, grid};
use crate::experiment::statistics::quantile;
use crate::kernel::Time;

/// All figures of a run, its map among them.
pub(super) fn of_run(material: &Material<'_>, map: &MapChart) -> Vec<AnyChart> {
    let mut charts: Vec<AnyChart> = Vec::new();
    if arrives(material, Counted::People) {
        charts.push(arrivals(material, Counted::People).into());
    }
    charts.push(closure(material).into());
    charts.push(gantt(material).into());
    charts.push(terminals(material).into());
    charts.push(map.clone().into());
    for counted in [Counted::Vehicles, Counted::Cargo].into_iter().filter(|it| arrives(material, *it)) {
        charts.push(arrivals(material, counted).into());
    }
    if material.world.contingents.len() > 1 {
        charts.push(contingents(material).into());
    }
    if !material.results.bottlenecks.is_empty() && material.results.closure_h.mean.is_some() {
        charts.push(of_results(material.results, material.provenance(Some(0.95))).into());
    }
    if !material.results.sites.is_empty() {
        charts.push(sites(material).into());
    }
    charts.extend(spreads::units(material).map(AnyChart::from));
    charts.extend(spreads::sites(material).map(AnyChart::from));
    charts.extend(spreads::usage(material).map(AnyChart::from));
    charts.extend(gantt_carriers::gantt(material).map(AnyChart::from));
    charts.extend(stopping(material).map(AnyChart::from));
    charts
}

fn fan(grid: &[Time], bands: Bands) -> Fan {
    let Bands { p50, p25, p75, p05, p95 } = bands;
    Fan { hours: grid.iter().map(|at| at.as_h()).collect(), p05, p25, p50, p75, p95 }
}

/// Whether a figure shows what arrives: people, unless nobody is moved but only things.
fn arrives(material: &Material<'_>, counted: Counted) -> bool {
    let totals = material.world.totals;
    let cargo = material.summary.has_cargo(material.world);
    match counted {
        Counted::People => totals.personnel > 0 || (totals.vehicles == 0 && !cargo),
        Counted::Vehicles => totals.vehicles > 0,
        Counted::Cargo => cargo,
    }
}

fn arrivals(material: &Material<'_>, counted: Counted) -> ArrivalsChart {
    let grid = grid(&material.summary.arrivals);
    let totals = material.world.totals;
    let (id, title, total) = match counted {
        Counted::People => ("arrivals", "People in place", totals.personnel),
        Counted::Vehicles => ("arrivals-vehicles", "Vehicles in place", totals.vehicles),
        Counted::Cargo => ("arrivals-cargo", "Cargo in place", totals.cargo_kg),
    };
    let (total, unit, measure) = match counted {
        Counted::People | Counted::Vehicles => (counted.unit(total), "", title.to_owned()),
        Counted::Cargo => (counted.unit(total), "t", format!("{title} [t]")),
    };
    ArrivalsChart {
        meta: material.meta(id, title, &measure, Some(0.95)),
        time: material.time_axis(material.last_h()),
        fan: fan(&grid, bands(&material.summary.arrivals, &grid, counted, None)),
        // Where all replications are the same, one line says it all.
        shown_run: if material.varies.has_intervals() { material.shown_steps(counted) } else { Vec::new() },
        shown_label: material.shown_label(),
        unit: unit.to_owned(),
        reference: (total > 0.0).then(|| (total, "planned".to_owned())),
        deadline: material.deadline(),
    }
}

fn contingents(material: &Material<'_>) -> ContingentsChart {
    let grid = grid(&material.summary.arrivals);
    let each = material.world.contingents.with_ids().map(|(id, spec)| {
        let of_contingent = bands(&material.summary.arrivals, &grid, Counted::People, Some(id));
        Contingent {
            name: spec.name.clone(),
            total: spec.totals.personnel as f64,
            fan: fan(&grid, of_contingent),
            closure_h: material.results.contingents.get(&spec.id).and_then(|result| result.closure_h.p50),
        }
    });
    ContingentsChart {
        meta: material.meta("contingents", "People in place by contingent", "People in place", Some(0.95)),
        time: material.time_axis(material.last_h()),
        contingents: each.collect(),
        deadline: material.deadline(),
    }
}

fn closure(material: &Material<'_>) -> ClosureChart {
    let closures = &material.summary.deployment.closure_h;
    let not_closed = material.results.not_closed;
    let measure = "Share of replications closed (above), number of replications (below)";
    ClosureChart {
        meta: material.meta("closure", "Closure of the force", measure, Some(0.95)),
        time: material.time_axis(material.last_h()),
        closures_h: closed(closures, closures.len().saturating_sub(not_closed)),
        not_closed: not_closed as u64,
        median_h: material.results.closure_h.p50,
        p90_h: material.results.closure_h.p90,
        deadline: material.deadline(),
    }
}

fn sites(material: &Material<'_>) -> SitesChart {
    let grid = grid(&material.summary.arrivals);
    let rows = covered_share(material.world, &material.summary.covered_ms, &grid);
    let mut fan = Fan {
        hours: grid.iter().map(|at| at.as_h()).collect(),
        p05: Vec::new(),
        p25: Vec::new(),
        p50: Vec::new(),
        p75: Vec::new(),
        p95: Vec::new(),
    };
    for point in 0..grid.len() {
        let column: Vec<f64> = rows.iter().map(|row| row[point]).collect();
        let sorted = quantile::sorted(&column);
        let at = |p: f64| quantile::quantile_of_sorted(&sorted, p).unwrap_or(0.0);
        for (values, p) in [
            (&mut fan.p05, 0.05),
            (&mut fan.p25, 0.25),
            (&mut fan.p50, 0.5),
            (&mut fan.p75, 0.75),
            (&mut fan.p95, 0.95),
        ] {
            values.push(at(p));
        }
    }
    let sites = material.results.sites.len();
    let measure = format!("Share of {sites} site{}", if sites == 1 { "" } else { "s" });
    SitesChart {
        meta: material.meta("sites", "Sites covered", &measure, Some(0.95)),
        time: material.time_axis(material.last_h()),
        fan,
        sites: sites as u64,
        deadline: material.deadline(),
    }
}
