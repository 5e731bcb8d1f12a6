//! Results as figures: fills the plain inputs of `chart` from a summary and a shown run.

use serde_json::json;

use super::bottlenecks::of_results;
use super::content::Files;
use super::gantt::gantt;
use super::manifest::to_json;
use super::numbers::Calendar;
use crate::chart::{
    Activity, ArrivalsChart, Chart, ChartError, ClosureChart, Contingent, ContingentsChart, Day, Deadline,
    Fan, FigureEntry, Pace, Provenance, SitesChart, TerminalPanel, TerminalsChart, TimeAxis, render,
};
use crate::experiment::arrivals::{Bands, Counted, bands, covered_share, grid};
use crate::experiment::statistics::quantile;
use crate::experiment::{Results, Summary};
use crate::kernel::Time;
use crate::model::ids::TerminalId;
use crate::model::{Category, Facility, ShownRun, World};

/// Terminals that are drawn.
const MOST_TERMINALS: usize = 6;

/// Everything that figures are made from.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// What was simulated.
    pub world: &'a World,
    /// The world of the shown run: another one when ranges of assumptions are drawn.
    pub shown_world: &'a World,
    /// Over replications.
    pub summary: &'a Summary,
    /// As in `result.json`.
    pub results: &'a Results,
    /// One run.
    pub shown: &'a ShownRun,
    /// Local time.
    pub calendar: Option<Calendar>,
    /// What else a caption must say (ranges of assumptions drawn, say).
    pub note: &'a str,
}

/// With more replications than these, what is kept of them takes so much memory that figures are drawn in turn.
const MANY: u32 = 100_000;

/// Draws all figures: PNG and SVG files in `charts/`, and `charts/figures.json`.
///
/// # Errors
/// A figure that cannot be drawn or encoded.
pub fn draw(material: &Material<'_>) -> Result<Files<'static>, ChartError> {
    let mut charts: Vec<Box<dyn Chart + Sync>> = vec![
        Box::new(arrivals(material, Counted::People)),
        Box::new(closure(material)),
        Box::new(gantt(material)),
        Box::new(terminals(material)),
    ];
    if material.world.totals.vehicles > 0 {
        charts.push(Box::new(arrivals(material, Counted::Vehicles)));
    }
    if material.world.contingents.len() > 1 {
        charts.push(Box::new(contingents(material)));
    }
    if !material.results.bottlenecks.is_empty() && material.results.closure_h.mean.is_some() {
        charts.push(Box::new(of_results(material.results, material.provenance(Some(0.95)))));
    }
    if !material.results.sites.is_empty() {
        charts.push(Box::new(sites(material)));
    }
    let charts: Vec<&dyn Chart> = charts.iter().map(|chart| chart.as_ref() as &dyn Chart).collect();
    let mut files = Files::new();
    let mut entries = Vec::new();
    let pace = if material.summary.replications > MANY { Pace::InTurn } else { Pace::Together };
    for drawn in render(&charts, pace)? {
        let id = &drawn.figure.id;
        entries.push(json!(FigureEntry::from(&drawn.figure)));
        files.insert(format!("charts/{id}.svg"), drawn.figure.svg.clone().into_bytes().into());
        files.insert(format!("charts/{id}.png"), drawn.png.into());
    }
    files.insert("charts/figures.json".to_owned(), to_json(&entries).into());
    Ok(files)
}

impl Material<'_> {
    pub(super) fn provenance(&self, level: Option<f64>) -> Provenance {
        Provenance {
            scenario: self.world.title.clone(),
            replications: u64::from(self.summary.replications),
            seed: self.summary.seed,
            level,
            note: self.note.to_owned(),
        }
    }

    pub(super) fn time_axis(&self, last_h: f64) -> TimeAxis {
        // Axes end a little after their data.
        let last_h = last_h * 1.1;
        let midnights = self.calendar.map(|calendar| calendar.midnights(last_h)).unwrap_or_default();
        TimeAxis {
            label: "Hours after the appeal".to_owned(),
            days: midnights.into_iter().map(|(hour, label)| Day { hour, label }).collect(),
        }
    }

    fn deadline(&self) -> Option<Deadline> {
        self.results.on_time.map(|on_time| Deadline {
            hour: on_time.deadline_h,
            probability: on_time.probability,
            low: on_time.low_95,
            high: on_time.high_95,
        })
    }

    pub(super) fn last_h(&self) -> f64 {
        let last = self.results.closure_h.max.unwrap_or(0.0);
        last.max(self.results.on_time.map_or(0.0, |on_time| on_time.deadline_h)) + 1.0
    }

    pub(super) fn shown_label(&self) -> String {
        format!("replication {}", self.shown.replication)
    }

    fn shown_steps(&self, counted: Counted) -> Vec<(f64, f64)> {
        let mut sum = 0.0;
        let mut steps = vec![(0.0, 0.0)];
        for arrival in &self.shown.outcome.phases[0].arrivals {
            sum += f64::from(match counted {
                Counted::People => arrival.people,
                Counted::Vehicles => arrival.vehicles,
            });
            steps.push((arrival.at.as_h(), sum));
        }
        steps
    }
}

fn fan(grid: &[Time], bands: Bands) -> Fan {
    let Bands { p50, p25, p75, p05, p95 } = bands;
    Fan { hours: grid.iter().map(|at| at.as_h()).collect(), p05, p25, p50, p75, p95 }
}

fn arrivals(material: &Material<'_>, counted: Counted) -> ArrivalsChart {
    let grid = grid(&material.summary.arrivals);
    let totals = material.world.totals;
    let (id, title, measure, total) = match counted {
        Counted::People => ("arrivals", "People in place", "People in place", totals.personnel),
        Counted::Vehicles => ("arrivals-vehicles", "Vehicles in place", "Vehicles in place", totals.vehicles),
    };
    ArrivalsChart {
        id: id.to_owned(),
        title: title.to_owned(),
        measure: measure.to_owned(),
        time: material.time_axis(material.last_h()),
        fan: fan(&grid, bands(&material.summary.arrivals, &grid, counted, None)),
        shown_run: material.shown_steps(counted),
        shown_label: material.shown_label(),
        reference: (total > 0).then(|| (total as f64, "planned".to_owned())),
        deadline: material.deadline(),
        provenance: material.provenance(Some(0.95)),
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
        id: "contingents".to_owned(),
        title: "People in place by contingent".to_owned(),
        measure: "People in place".to_owned(),
        time: material.time_axis(material.last_h()),
        contingents: each.collect(),
        deadline: material.deadline(),
        provenance: material.provenance(Some(0.95)),
    }
}

fn closure(material: &Material<'_>) -> ClosureChart {
    let closures = &material.summary.deployment.closure_h;
    ClosureChart {
        id: "closure".to_owned(),
        title: "Closure of the force".to_owned(),
        time: material.time_axis(material.last_h()),
        closures_h: closures.iter().copied().filter(|h| h.is_finite()).collect(),
        not_closed: material.results.not_closed as u64,
        median_h: material.results.closure_h.p50,
        p90_h: material.results.closure_h.p90,
        deadline: material.deadline(),
        provenance: material.provenance(Some(0.95)),
    }
}

/// How a category is drawn.
pub fn activity_of(category: Category) -> Activity {
    match category {
        Category::Start | Category::Decision | Category::Mandate => Activity::Decision,
        Category::Notice | Category::Preparation | Category::EarliestDate => Activity::Mobilising,
        Category::WaitCarrier => Activity::WaitingForCarrier,
        Category::WaitStandToLoad
        | Category::WaitSpotToLoad
        | Category::WaitLoadingTeam
        | Category::WaitSlot
        | Category::WaitStand
        | Category::WaitSpot
        | Category::WaitUnloadingTeam
        | Category::WaitReception
        | Category::WaitFuelPoint => Activity::WaitingForRoom,
        Category::WaitDeparture | Category::WaitLanding | Category::WaitMarryUp | Category::WaitHandover => {
            Activity::WaitingOther
        }
        Category::EmptyTravel => Activity::Returning,
        Category::Loading | Category::Boarding => Activity::Loading,
        Category::LoadedTravel | Category::RefuellingStop | Category::Border | Category::Diversion => {
            Activity::Travelling
        }
        Category::Unloading => Activity::Unloading,
        Category::CrewRest
        | Category::Repair
        | Category::DeIcing
        | Category::Refuelling
        | Category::Service => Activity::Servicing,
        // Causes of their own on the chain, which holds no waits: not hatched.
        Category::Weather
        | Category::Closed
        | Category::NotOpened
        | Category::Reporting
        | Category::FleetUnavailable
        | Category::RunwayInterval
        | Category::Echelon
        | Category::DailyLimit
        | Category::LandingSlot
        | Category::FuelResupply => Activity::Closed,
        Category::Reception => Activity::Reception,
        Category::March => Activity::Marching,
        Category::Takeover | Category::Hold => Activity::InPlace,
        Category::Handover => Activity::HandingOver,
    }
}

/// When the deployment that figures show is over: with a withdrawal, what follows is no part of it.
pub(super) fn deployment_over(shown: &ShownRun) -> Time {
    shown.outcome.before_withdrawal.at.unwrap_or(shown.outcome.end)
}

fn terminals(material: &Material<'_>) -> TerminalsChart {
    let world = material.shown_world;
    let over = deployment_over(material.shown);
    // The busiest terminals, stands and working spots each in a panel of its own.
    let mut busy: Vec<(TerminalId, usize)> = world
        .terminals
        .ids()
        .map(|terminal| {
            (
                terminal,
                material
                    .shown
                    .trace
                    .uses
                    .iter()
                    .filter(|seen| seen.terminal == terminal && seen.at <= over)
                    .count(),
            )
        })
        .filter(|(_, uses)| *uses > 0)
        .collect();
    let terminals = busy.len();
    busy.sort_by_key(|(terminal, uses)| (std::cmp::Reverse(*uses), *terminal));
    let mut panels: Vec<TerminalPanel> = Vec::new();
    for (terminal, _) in busy {
        for facility in [Facility::Stands, Facility::WorkingSpots] {
            if panels.len() < MOST_TERMINALS {
                panels.extend(panel(material, terminal, facility));
            }
        }
    }
    TerminalsChart {
        id: "terminals".to_owned(),
        title: format!("Use of stands and working spots ({})", material.shown_label()),
        time: material.time_axis(deployment_over(material.shown).as_h()),
        panels,
        terminals,
        shown_label: material.shown_label(),
        provenance: material.provenance(None),
    }
}

fn panel(material: &Material<'_>, terminal: TerminalId, facility: Facility) -> Option<TerminalPanel> {
    let world = material.shown_world;
    let spec = &world.terminals[terminal];
    let capacity = match facility {
        Facility::Stands => spec.stands,
        _ => spec.working_spots,
    };
    let mut level = 0;
    let mut steps = vec![(0.0, 0.0)];
    let over = deployment_over(material.shown);
    let uses = material.shown.trace.uses.iter().filter(|seen| seen.at <= over);
    for seen in uses.filter(|seen| seen.terminal == terminal && seen.facility == facility) {
        level += seen.change;
        // One carrier's end and the next one's beginning at the same instant are no dip.
        match steps.last_mut() {
            Some(last) if last.0 >= seen.at.as_h() => last.1 = f64::from(level),
            _ => steps.push((seen.at.as_h(), f64::from(level))),
        }
    }
    let closed = material.shown.closed[terminal].iter();
    let end_h = over.as_h();
    (steps.len() > 1).then(|| TerminalPanel {
        terminal: world.terminal_name(terminal).to_owned(),
        resource: facility.id().replace('_', " "),
        hours: Vec::new(),
        mean: Vec::new(),
        shown_run: steps,
        capacity: (capacity != crate::model::world::UNLIMITED).then(|| f64::from(capacity)),
        closed: closed
            .filter(|(from, _)| from.as_h() < end_h)
            .map(|(from, to)| (from.as_h(), to.as_h().min(end_h)))
            .collect(),
    })
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
    SitesChart {
        id: "sites".to_owned(),
        title: "Sites covered".to_owned(),
        time: material.time_axis(material.last_h()),
        fan,
        sites: material.results.sites.len() as u64,
        deadline: material.deadline(),
        provenance: material.provenance(Some(0.95)),
    }
}
