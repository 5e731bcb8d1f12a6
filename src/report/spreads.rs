//! Figures of many things by their means: units, sites, and the use of fleets and facilities.

use super::material::Material;
use crate::chart::{IntervalRow, IntervalsChart, Measure};
use crate::experiment::results::{FacilityResult, Spread};

/// Closure of each unit, by contingent; none where there is one unit, which the figure of closure shows.
pub(super) fn units(material: &Material<'_>) -> Option<IntervalsChart> {
    let world = material.world;
    let (mut rows, mut open) = (Vec::new(), 0);
    for unit in &world.units {
        let Some(result) = material.results.units.get(&unit.id) else { continue };
        let group = world.contingents[unit.contingent].name.clone();
        match row(group, copies(&result.name, result.copies), &result.closure_h) {
            Some(row) => rows.push(IntervalRow { required: result.required_h, ..row }),
            None => open += 1,
        }
    }
    if rows.len() < 2 {
        return None;
    }
    let measure = "Hours after the appeal at which the last copy of a unit is in place";
    Some(IntervalsChart {
        meta: material.meta("units", "Closure of each unit", measure, Some(0.95)),
        measure: Measure::Hours,
        axis: "Hours after the appeal".to_owned(),
        required: "required date".to_owned(),
        rows,
        left_out: without_mean(open, "unit does", "units do", "close"),
    })
}

/// When each site is covered; none for a single one, which the figure of sites shows.
pub(super) fn sites(material: &Material<'_>) -> Option<IntervalsChart> {
    let sites = material.results.sites.values();
    let mut rows: Vec<IntervalRow> =
        sites.clone().filter_map(|site| row(String::new(), site.name.clone(), &site.covered_h)).collect();
    let open = material.results.sites.len() - rows.len();
    if rows.len() < 2 {
        return None;
    }
    rows.sort_by(|one, other| one.mean.total_cmp(&other.mean));
    let measure = "Hours after the appeal at which a site has the people and vehicles that it requires";
    Some(IntervalsChart {
        meta: material.meta("sites-covered", "When each site is covered", measure, Some(0.95)),
        measure: Measure::Hours,
        axis: "Hours after the appeal".to_owned(),
        required: String::new(),
        rows,
        left_out: without_mean(open, "site is", "sites are", "covered"),
    })
}

/// Use of fleets and of facilities with a limit up to closure, the most used first.
pub(super) fn usage(material: &Material<'_>) -> Option<IntervalsChart> {
    let results = material.results;
    let fleets =
        results.fleets.values().filter(|fleet| fleet.utilisation.mean.is_some_and(|use_| use_ > 0.0));
    let fleets = fleets.filter_map(|fleet| {
        row("Fleets".to_owned(), copies(&fleet.name, fleet.carriers), &fleet.utilisation)
    });
    let of_places = results.terminals.values().flat_map(|terminal| {
        let each = terminal.facilities.iter();
        each.filter_map(|(id, facility)| {
            in_use(&format!("{}, {}", terminal.name, id.replace('_', " ")), facility)
        })
    });
    let receptions = results.receptions.values();
    let receptions =
        receptions.filter_map(|one| in_use(&format!("{}, reception teams", one.name), &one.teams));
    let mobilisation = results.mobilisation.values();
    let mobilisation =
        mobilisation.filter_map(|one| in_use(&format!("{}, mobilisation teams", one.name), &one.teams));
    let mut rows: Vec<IntervalRow> = fleets.collect();
    let mut places: Vec<IntervalRow> = of_places.chain(receptions).chain(mobilisation).collect();
    for some in [&mut rows, &mut places] {
        some.sort_by(|one, other| other.mean.total_cmp(&one.mean));
    }
    places.truncate(MOST);
    rows.truncate(MOST);
    rows.extend(places);
    if rows.is_empty() {
        return None;
    }
    let measure =
        "Share of carriers that are not idle, and of facilities that are in use, from the appeal to closure";
    Some(IntervalsChart {
        meta: material.meta("use", "Use of fleets and terminals", measure, Some(0.95)),
        measure: Measure::Share,
        axis: "Share in use up to closure".to_owned(),
        required: String::new(),
        rows,
        left_out: String::new(),
    })
}

/// Most fleets, and most facilities, that the figure of use shows.
const MOST: usize = 18;

/// Use of a facility as a share of its capacity; none where it has no limit or is never used.
fn in_use(name: &str, facility: &FacilityResult) -> Option<IntervalRow> {
    let capacity = f64::from(facility.capacity.filter(|capacity| *capacity > 0)?);
    let share = |of: Option<f64>| of.map(|value| value / capacity);
    let Spread { mean, half_width_95, sd, min, max } = facility.in_use;
    let spread = Spread {
        mean: share(mean),
        half_width_95: share(half_width_95),
        sd: share(sd),
        min: share(min),
        max: share(max),
    };
    let copies = if capacity > 1.0 { format!(" ({capacity})") } else { String::new() };
    row("Terminals".to_owned(), format!("{name}{copies}"), &spread).filter(|row| row.mean > 0.0)
}

fn copies(name: &str, count: u32) -> String {
    if count > 1 { format!("{name} ({count})") } else { name.to_owned() }
}

fn row(group: String, name: String, spread: &Spread) -> Option<IntervalRow> {
    let mean = spread.mean?;
    let range = (spread.min.unwrap_or(mean), spread.max.unwrap_or(mean));
    let interval = spread.half_width_95.filter(|half| *half > 0.0).map(|half| (mean - half, mean + half));
    Some(IntervalRow { group, name, mean, interval, range, required: None })
}

/// Says how many have no mean, since in some replications they never come to it.
fn without_mean(open: usize, one: &str, several: &str, what: &str) -> String {
    match open {
        0 => String::new(),
        1 => format!("1 {one} not {what} in every replication and has no mean"),
        count => format!("{count} {several} not {what} in every replication and have no mean"),
    }
}
